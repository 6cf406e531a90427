#!/bin/sh
# Every key on the screen of every step of a real run, on a world with visitors: no
# key by itself does anything.  Plans are made and looked at; nothing is sent.
. "$TOP_SRCDIR/tests/run/lib.sh"

# All that can be typed but q, with two Escapes behind each.
all_keys() {
	for key in Enter Space Tab BTab Up Down Left Right PageUp PageDown Home End F1 \
		BSpace Delete; do
		printf 'key %s\nkey Escape Escape\n' $key
	done
	awk 'BEGIN {
		for (i = 33; i < 127; i++)
			if (i != 113)
				printf "key %c\nkey Escape Escape\n", i
		for (i = 97; i < 123; i++)
			if (i != 99)
				printf "key C-%c\nkey Escape Escape\n", i
	}'
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
	all_keys
	for step in $(seq 1 18); do
		go_to "$step"
		all_keys
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
