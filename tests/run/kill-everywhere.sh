#!/bin/sh
# kill -9 around every write that reaches the disk, and so around the boundary of
# every action: after the intent and before anything was sent, after the effect
# and before its outcome, and between any two records.  Each life is killed one
# write later than the one before, until a life brings an action to its end; then
# it begins again for the next one.  At the end the upgrade is whole, each server
# was cloned once, and no visitor noticed.
. "$TOP_SRCDIR/tests/run/lib.sh"
shim=${KILLSYNC:?}
events=$scratch/events
: >"$events"

# Opening the journal writes a few times before the first record of a life.  What
# comes before an intent (planned, confirmed, running) is the same for every
# action: the first ones are killed there too, the later ones closer to it.
first() { if [ "$(outcomes)" -lt 4 ]; then echo 5; else echo 7; fi; }

world_up --servers 1 --lbs "${LBS:-1}"

outcomes() { grep -c '"event":"done"' "$events" || true; }

# Steps 14 on ask for the number of servers that are left to do, which a kill in
# the middle changes; they are done at the end, by one life that may live.
sed '/^step detach$/,$d' "$TOP_SRCDIR/tests/run/small.script" >"$scratch/script"

life() {		# moment, number of the write
	status=0
	LD_PRELOAD=$shim CUTOVER_KILL=$1:$2 "$CUTOVER" run -c "$conf" \
		--script "$scratch/script" --json \
		>>"$events" 2>>"$scratch/errors" || status=$?
}

lives=0 at=5 moment=after
while :; do
	before=$(outcomes)
	life $moment $at
	lives=$((lives + 1))
	[ "$status" -eq 137 ] || break
	[ "$lives" -lt 2000 ] || die "it does not get to its end"
	if [ "$(outcomes)" -gt "$before" ]; then
		at=$(first)
	elif [ $moment = after ]; then
		moment=before at=$((at + 1))
	else
		moment=after
	fi
done
[ "$status" -eq 3 ] || {
	tail -n 8 "$events" "$scratch/errors"
	die "after $lives lives it ended with $status"; }
killed=$((lives - 1))
say "$killed kills"
[ "$killed" -ge 80 ] || die "only $killed kills: they did not happen"
run_script "$TOP_SRCDIR/tests/run/small.script" --json >>"$events" ||
	{ tail -n 8 "$events"; die "the rest ended with $?"; }
"$CUTOVER" verify -c "$conf"
clones=$(grep -c '"event":"started".*"action":"clone"' "$events" || true)
made=$(ls "$world/servers" | grep -c '^app-2' || true)
say "$clones clones asked for, $made servers made"
[ "$made" -eq 2 ] || die "$made new servers instead of 2"

"$CUTOVER" demo --down --dir "$world" | tee "$scratch/totals"
world=
grep -q ' 0 failed, 0 wrong' "$scratch/totals" || die "visitors had to suffer"
