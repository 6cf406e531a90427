#!/bin/sh
# kill -9 around every write that reaches the disk, so around the boundary of
# every action: each life gets one commit further, is killed, and the next one
# looks and goes on.  At the end the upgrade is whole, each clone was made once,
# and no visitor noticed.
. "$TOP_SRCDIR/tests/run/lib.sh"
shim=${KILLSYNC:?}
moment=${1:-after}

world_up
lives=0
while :; do
	status=0
	# The first syncs of a life are the journal's own opening; then one more
	# commit is allowed through, and the process dies before or after it.
	LD_PRELOAD=$shim CUTOVER_KILL=$moment:$((${SYNCS_TO_OPEN:-3} + 2)) \
		"$CUTOVER" run -c "$conf" \
		--script "$TOP_SRCDIR/config/demo/full.script" --json \
		>>"$scratch/events" 2>>"$scratch/errors" || status=$?
	lives=$((lives + 1))
	[ "$status" -eq 137 ] || break
	[ "$lives" -lt 1500 ] || die "it does not get to its end"
done
[ "$status" -eq 0 ] || {
	tail -n 5 "$scratch/events" "$scratch/errors"
	die "after $lives lives it ended with $status"; }
say "$lives lives"
[ "$lives" -gt 40 ] || die "only $lives lives: the kills did not happen"
"$CUTOVER" verify -c "$conf"

"$CUTOVER" demo --down --dir "$world" | tee "$scratch/totals"
world=
grep -q ' 0 failed, 0 wrong' "$scratch/totals" || die "visitors had to suffer"
