#!/bin/sh
# kill -9 around every sync of a file, and so between any two records and in the
# midst of what is done with files (kill-actions.sh kills before a record is
# written).  Each life is killed one
# write later than the one before, until a life brings an action to its end; then
# it begins again for the next one.  At the end the upgrade is whole, each server
# was cloned once, and no visitor noticed.
. "$TOP_SRCDIR/tests/run/lib.sh"
. "$TOP_SRCDIR/tests/run/kill.sh"
shim=${KILLSYNC:?}

# Opening the journal writes a few times before the first record of a life.  What
# comes before an intent (planned, confirmed, running) is the same for every
# action: the first ones are killed there too, the later ones closer to it.
first() { if [ "$(outcomes)" -lt 4 ]; then echo 5; else echo 7; fi; }

world_up --servers 1 --lbs "${LBS:-1}"

# Actions that came to their end.  A last look is taken again in every life, and so
# is a wait: again is no progress.
outcomes() { sed -n 's/.*"event":"done","action"/"action"/p' "$events" | sort -u | wc -l; }
is_over() {
	[ "$(journal "SELECT count(*) FROM event WHERE type = 'end'" 2>/dev/null)" = 1 ]
}

lives=0 kills=0 at=5 moment=after
while :; do
	before=$(outcomes)
	export CUTOVER_KILL=$moment:$at
	life "$TOP_SRCDIR/tests/run/small.script" "$shim"
	lives=$((lives + 1))
	[ "$status" -eq 137 ] || break
	kills=$((kills + 1))
	# Killed on its way out: whoever starts now would begin another run.
	! is_over || { status=0; break; }
	[ "$lives" -lt 2000 ] || die "it does not get to its end"
	if [ "$(outcomes)" -gt "$before" ]; then
		at=$(first)
	elif [ $moment = after ]; then
		moment=before at=$((at + 1))
	else
		moment=after
	fi
done
[ "$status" -eq 0 ] || {
	tail -n 8 "$events" "$errors"
	die "after $lives lives it ended with $status"; }
unset CUTOVER_KILL
say "$kills kills, $stops stops"
[ "$kills" -ge 120 ] || die "only $kills kills: they did not happen"
once_each
nobody_noticed
