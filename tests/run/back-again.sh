#!/bin/sh
# A script that goes back, killed in the middle of that and started again: the next
# life goes on going back, does nothing twice and nothing forward; the one after that
# has nothing left to do.
. "$TOP_SRCDIR/tests/run/lib.sh"

script=$scratch/back.script
{
	part snapshot array-update
	echo back
	echo confirm
} >"$script"
done_in() { grep -c "\"event\":\"done\".*\"action\":\"$2\"" "$scratch/$1" || true; }

world_up --servers 1 --lbs 1
"$CUTOVER" run -c "$conf" --script "$script" --json >"$scratch/first" 2>"$scratch/said" &
run=$!
is_going_back() { [ "$(done_in first undrain)" -ge 1 ]; }
until_true 120 is_going_back || die "it does not go back: $(tail -n 3 "$scratch/first")"
kill -9 "$run"
wait "$run" || true

# The rest of the way back, and no step again.
wants 3 run_script "$script" --json >"$scratch/second"
! grep '"event":"started".*"action":"\(drain\|detach\|clone\|launch\|array-off\)"' \
	"$scratch/second" || die "it went forward"
grep -q 'traffic is back on the old servers' "$scratch/second" ||
	die "it did not go back: $(tail -n 3 "$scratch/second")"
[ $(($(done_in first undrain) + $(done_in second undrain))) -eq 2 ] ||
	die "not each server once"
# They are attached where they were detached: only the journal knows that by now.
[ $(($(done_in first attach) + $(done_in second attach))) -eq 4 ] ||
	die "attached: $(done_in first attach), $(done_in second attach)"
grep -q '"action":"array-on"' "$scratch/second" || die "the array stays off"

wants 3 run_script "$script" --json >"$scratch/third"
! grep '"event":"started"' "$scratch/third" || die "something is done again"
grep -q 'traffic is on the old servers already' "$scratch/third" ||
	die "it does not say so: $(tail -n 3 "$scratch/third")"

# What went back is taken back in every later life too: nothing of it is left to undo.
printf 'step drain\nundo\n' | wants 3 run_script - --json >"$scratch/fourth"
grep -q 'step 12: nothing to undo' "$scratch/fourth" ||
	die "the drains still stand: $(tail -n 3 "$scratch/fourth")"
"$CUTOVER" verify -c "$conf"
nobody_noticed
