#!/bin/sh
# Every key on the screen of every step of a real run, on a world with visitors: no
# key by itself does anything.  Plans are made and looked at; nothing is sent.
. "$TOP_SRCDIR/tests/run/lib.sh"

# All that can be typed but q, each as the first on the screen that ORDERS lead to from
# the overview: three Escapes close what a key opened, and lead there.
all_keys() { # ORDERS
	{
		printf '%s\n' Enter Space Tab BTab Up Down Left Right PageUp PageDown \
			Home End F1 BSpace Delete
		awk 'BEGIN {
			for (i = 33; i < 127; i++)
				if (i != 113)
					printf "%c\n", i
			for (i = 97; i < 123; i++)
				if (i != 99)
					printf "C-%c\n", i
		}'
	} | while read -r key; do
		printf 'key %s\nkey Escape Escape Escape\n%s\n' "$key" "$1"
	done
}

# Where the list of steps leads; a step that does not apply is skipped by itself.
go_to() {
	printf 'key Escape Escape\nkey g\nwait The eighteen steps\nkey Home\n'
	for down in $(seq 2 "$1"); do
		printf 'key Down\n'
	done
	printf 'key Enter\nwait Step %d,\nkey Right Enter\nwait  %d of 18 \n' "$1" "$1"
}

world_up
{
	echo 'wait [ Go to step 1 ]'
	echo 'wait answers'
	all_keys 'wait [ Go to step 1 ]'
	for step in $(seq 1 18); do
		go_to "$step"
		all_keys "key Enter
wait  $step of 18 "
	done
	go_to 1
	echo end
} >"$scratch/keys"
"$CUTOVER" run -c "$conf" --keys "$scratch/keys" --dump "$scratch/dump" \
	--size 80x24 || { cat "$scratch/dump"; die "the keys were not all pressed"; }

"$CUTOVER" report -c "$conf" --json | tr -d ' \t\n' >"$scratch/report"
grep -q '"done":\[\],"undone":\[\]' "$scratch/report" || {
	cat "$scratch/report"
	die "a key did something"
}
