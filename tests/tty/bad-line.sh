#!/bin/sh
# All 18 steps over a bad line: the terminal is lost with a question open, in the
# middle of a launch, while a drain is watched, and before the last word.  In
# between she has second thoughts, undoes a drain and does it again.
. "$TOP_SRCDIR/tests/tty/lib.sh"
. "$TOP_SRCDIR/tests/tty/walk.sh"

# The terminal goes; what was in hand ends.
line_goes() {
	mux kill-session -t t
	until_true 60 is_gone || die "it lives on without a terminal"
	until_true 5 ended || die "no exit status"
	[ "$(cat "$scratch/status")" -eq 3 ] || die "ended with $(cat "$scratch/status")"
}
# line_is_back STEP: the next start offers this step.
line_is_back() {
	terminal 80 24
	wizard
	sees_within 30 "[ Go to step $1 ]"
	keep "again$1"
}
line_breaks() {
	line_goes
	line_is_back "$1"
}
# The rest of a step whose plan is there.
walk_on() {
	until_true 30 planned || { picture; die "no plan"; }
	step=12
	answer
	leads_on "$1"
}
walk_to() {
	while [ "$step" -lt "$1" ]; do
		walk $((step + 1)) 90
	done
}

world_up --servers 1 --lbs 1
terminal 80 24
wizard
sees '[ Go to step 1 ]'
walk 1 30 shop
walk_to 4

# With the question on the screen: it was not answered, so nothing was done.
open_step 5
keys Enter
sees '[ Cancel ]'
line_breaks 5
step=4
walk_to 6

# In the middle of a launch.
open_step 7
keys Enter
sees '[ Cancel ]'
keys Tab
keys Enter
gone '[ Cancel ]'
line_breaks 7
open_step 7
if shows '[ Show the plan ]' || shows '[ Launch'; then
	answer
fi
leads_on 90
walk_to 12

# Second thoughts: the health check file comes back, and goes again.
keys u
sees '[ Undo: '
keep undo
answer
gone '[ Undo: '
keep undone
keys Escape
sees '[ Go to step 12 ]'
keys Enter
sees '[ Show the plan ]'
hides 'gets no new sessions from' || die "what was verified before the undo still stands there"
keys Enter
walk_on 60

# Meanwhile somebody takes back what was done: the start says what it finds, and not
# what it remembers.
open_step 13
answer
line_goes
serving=$world/servers/app-11/htdocs/up
touch "$serving"
line_is_back 13
sees_within 30 'app-11 is OLD and UP on lb1, though step 12 is done.'
rm "$serving"
gone 'app-11 is OLD and UP'
open_step 13
answer
leads_on 90
walk 14 90 '2 shop-demo'
walk_to 16
open_step 17
answer
sees_within 60 '[ I have looked, it is good… ]'
line_breaks 17

# The site is looked at anew: the word was not given.
open_step 17
answer
sees_within 60 '[ I have looked, it is good… ]'
keys Enter
sees 'Is it good?'
keys Tab
keys Enter
leads_on 20
open_step 18
answer '2 shop-demo'
sees_within 60 '[ Read the report ]'
keep end
# In an earlier life, two lines ago.
picture | grep -q '^ *Undone  *12 Fail the old health checks' ||
	die "the end forgot what was undone"
keys q
wants_end 0 10

"$CUTOVER" verify -c "$conf"
"$CUTOVER" demo --down --dir "$world" | tee "$scratch/totals"
world=
grep -q ' 0 failed, 0 wrong' "$scratch/totals" || die "visitors had to suffer"
