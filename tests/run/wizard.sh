#!/bin/sh
# The wizard as a person has it: all 18 steps walked with keys in a real terminal,
# under the visitors.  Every button is pressed, every question answered.
. "$TOP_SRCDIR/tests/tty/lib.sh"

# The plan is on the screen when the button under it has a question behind it.
planned() { hides '[ Show the plan ]' && shows '[ Skip… ]'; }

# open_step NUMBER: the button that leads on has the focus.
open_step() {
	keys Enter
	sees " $1 of 18 "
	until_true 30 planned || { picture; die "step $1 shows no plan"; }
}

# answer [TYPED]: the question of the plan; Cancel has the focus.
answer() {
	keys Enter
	sees '[ Cancel ]'
	keep "step$step-asked"
	if [ $# -gt 0 ]; then
		sees "Type this, then the button opens:   $1"
		type_text "$1"
		sees "> $1"
	fi
	keys Tab
	keys Enter
	gone '[ Cancel ]'
}

# walk NUMBER SECONDS [TYPED]: one step from its button to the next one's.
walk() {
	step=$1 limit=$2
	shift 2
	open_step "$step"
	keep "step$step"
	answer "$@"
	keep "step$step-begun"
	sees_within "$limit" "[ Next: step $((step + 1))"
	keep "step$step-done"
}

world_up
terminal 80 24
wizard
sees '[ Go to step 1 ]'
keep overview
walk 1 30 shop
for step in 2 3 4 5 6 7 8 9 10 11 12; do
	walk "$step" 120
done

open_step 13
keep step13
