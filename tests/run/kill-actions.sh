#!/bin/sh
# kill -9 at the boundaries of every action of a whole upgrade: its intent on disk
# and nothing sent; its effect there and no outcome written.  Each life goes as far
# as the next boundary that nobody was killed at.  At the end all is done once, and
# no visitor noticed.  KILLS=kinds (this is what `make check` does) kills at the
# first action of each kind, KILLS=every at all of them.
. "$TOP_SRCDIR/tests/run/lib.sh"
. "$TOP_SRCDIR/tests/run/kill.sh"
shim=${KILLACTION:?}
export CUTOVER_KILLED=$scratch/killed
[ "${KILLS:-kinds}" = every ] || export CUTOVER_KILL_KINDS=yes

world_up --servers 1 --lbs "${LBS:-1}"

lives=0
while [ "$lives" -lt 500 ]; do
	life "$TOP_SRCDIR/tests/run/small.script" "$shim"
	lives=$((lives + 1))
	[ "$status" -eq 137 ] || break
done
[ "$status" -eq 0 ] || {
	tail -n 8 "$events" "$errors"
	die "after $lives lives it ended with $status"; }
sort -k2 "$CUTOVER_KILLED"
say "$(wc -l <"$CUTOVER_KILLED") kills, $stops stops"

# Both boundaries of each kind of action that was done.  A wait sends nothing: it
# may be over before the next life begins.
for kind in $(journal "SELECT DISTINCT kind FROM action JOIN event USING(action_id)
	WHERE type IN ('outcome', 'resolved') AND verdict = 'ok'"); do
	for moment in intent disk-1; do
		grep -q "^$moment \"action\":\"$kind\"" "$CUTOVER_KILLED" ||
			[ "$moment $kind" = 'disk-1 await-empty' ] ||
			die "no $kind was killed at $moment"
	done
done
once_each
nobody_noticed
