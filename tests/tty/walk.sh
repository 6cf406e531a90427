# Walking the wizard by its buttons.  Sourced, after lib.sh.

# The plan stands when the button under it has a question behind it.
planned() { hides '[ Show the plan ]' && shows '[ Skip… ]'; }

# open_step NUMBER: the button that leads on has the focus.
open_step() {
	step=$1
	keys Enter
	sees " $step of 18 "
	until_true 30 planned || { picture; die "step $step shows no plan"; }
	keep "step$step"
}

# answer [TYPED]: the question of the plan.  Cancel has the focus; what is typed
# goes into the field all the same.
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

# The closed button of the step before says its number only.
leads_on() { sees_within "$1" "[ Next: step $((step + 1)), "; }

# walk NUMBER SECONDS [TYPED]: one step from its button to the next one's.
walk() {
	open_step "$1"
	limit=$2
	shift 2
	answer "$@"
	leads_on "$limit"
	keep "step$step-done"
}
