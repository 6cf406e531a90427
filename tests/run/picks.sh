#!/bin/sh
# What was picked in a step stays picked, over a restart too, until the next pick there.
. "$TOP_SRCDIR/tests/run/lib.sh"

# proposes SERVER [LINE]: a life that says this in step 3 is shown a clone of it.
proposes() {
	printf 'step clone\n%bplan\nstop\n' "${2:-}" |
		wants 3 run_script - --json >"$scratch/events"
	grep -q "\"event\":\"plan\",\"action\":\"clone\",\"arg\":\"$1\"" "$scratch/events" ||
		{ tail -n 6 "$scratch/events"; die "no clone of $1"; }
}

world_up --lbs 1
proposes app-11
proposes app-12 'pick app-12\n'
proposes app-12
proposes app-11 'pick app-11\n'
proposes app-11
