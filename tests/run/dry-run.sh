#!/bin/sh
# A dry run of the whole upgrade: every step is asked about, and nothing is sent.
# Balancers, their files, the cloud, the database and open runs stay as they are.
. "$TOP_SRCDIR/tests/run/lib.sh"

# The world as bytes: what somebody decided, not what time and visitors change.
picture() {
	cat "$conf" "$world"/lb*.cfg
	"$CUTOVER" watch --once --json -c "$conf" | grep -o '{"lb":[^}]*}' |
		sed 's/"\(scur\|qcur\|stot\|pid\)":[0-9]*,*//g' | sort
	sed 's/"[a-z_]*_ms": *[0-9]*//g' "$world/cloud.json"
	(cd "$world/servers" && find . -type f ! -name '*log*' ! -name '*.pid' \
		! -path '*/sessions/*' | sort)
	sqlite3 "$world/db/shop.db" .schema
	ls "$world/state" 2>/dev/null || :
}
same() { # WHEN
	picture >"$scratch/now"
	diff "$scratch/before" "$scratch/now" || die "the world is another one: $1"
}

world_up
picture >"$scratch/before"
[ "$(grep -c status "$scratch/before")" -ge 8 ] || die "the picture shows too little"

run_script "$TOP_SRCDIR/config/demo/full.script" --dry-run >"$scratch/out" ||
	{ tail -n 20 "$scratch/out"; die "the dry run ended with $?"; }
skipped=$(grep -c 'state: skipped: dry run' "$scratch/out")
[ "$skipped" -eq 18 ] || die "only $skipped steps were walked"
! grep -q ' started: \| done: ' "$scratch/out" || die "something was begun"
grep -q 'the dry run is over; nothing was sent' "$scratch/out" || die "no end"
same "after a dry run"

# In the middle of a real run: it goes on from there, and the run stays as it is.
head -n 8 "$TOP_SRCDIR/config/demo/full.script" >"$scratch/first.script"
wants 3 run_script "$scratch/first.script" >"$scratch/out"
"$CUTOVER" verify -c "$conf" >"$scratch/head"
picture >"$scratch/before"
wants 0 run_script "$TOP_SRCDIR/config/demo/full.script" --dry-run >"$scratch/out"
[ "$(grep -c 'state: skipped: dry run' "$scratch/out")" -eq 17 ] ||
	die "it did not go on from the open run"
"$CUTOVER" verify -c "$conf" | diff "$scratch/head" - || die "the journal moved"
same "after a dry run of an open run"

# Who only looks has no folder of its own to take away.
"$CUTOVER" watch --dry-run --json -c "$conf" | head -n 1 >"$scratch/look"
[ -s "$scratch/look" ] || die "nothing to be seen"
"$CUTOVER" verify -c "$conf" | diff "$scratch/head" - || die "the run is gone"
