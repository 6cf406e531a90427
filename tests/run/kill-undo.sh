#!/bin/sh
# A script that drains, undoes it and drains again, killed at both boundaries of
# each of these actions and started again each time: it goes on where it was, and
# each of the three rounds is carried out once.  Who then asks for an undo gets it.
. "$TOP_SRCDIR/tests/run/lib.sh"
. "$TOP_SRCDIR/tests/run/kill.sh"
export CUTOVER_KILLED=$scratch/killed
small=$TOP_SRCDIR/tests/run/small.script
: >"$CUTOVER_KILLED"

drain() { sed -n '/^step drain$/,/^await/p' "$small"; }
undo() { printf '%s\n' 'step drain' undo confirm 'await undone 240s'; }

# counted KIND: how often it took effect, by the journal, on each server.
counted() {
	journal "SELECT count(*) FROM event JOIN action a USING(action_id)
		WHERE type IN ('outcome', 'resolved') AND verdict = 'ok'
		AND a.kind = '$1' GROUP BY a.server" | tr '\n' ' '
}

world_up --servers 1 --lbs 1
sed '/^step drain$/,$d' "$small" >"$scratch/up.script"
wants 3 run_script "$scratch/up.script" >"$scratch/up"

{ cat "$scratch/up.script"; drain; undo; drain; } >"$scratch/rounds.script"
status=137
while [ "$status" -eq 137 ]; do
	status=0
	LD_PRELOAD=${KILLACTION:?} "$CUTOVER" run -c "$conf" --json \
		--script "$scratch/rounds.script" >>"$events" 2>>"$errors" ||
		status=$?
done
cat "$CUTOVER_KILLED"
[ "$status" -eq 3 ] || {
	tail -n 8 "$events" "$errors"
	die "it ended with $status"; }
[ "$(wc -l <"$CUTOVER_KILLED")" -ge 6 ] || die "hardly anything was killed"
[ "$(counted drain)" = '2 2 ' ] || die "drained $(counted drain)times, not 2"
[ "$(counted undrain)" = '1 1 ' ] || die "undone $(counted undrain)times, not 1"

undo >"$scratch/undo.script"
wants 3 run_script "$scratch/undo.script" >"$scratch/out"
[ "$(counted undrain)" = '2 2 ' ] || {
	cat "$scratch/out"
	die "what was asked was not undone"; }
nobody_noticed
