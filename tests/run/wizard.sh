#!/bin/sh
# The wizard as a person has it: all 18 steps walked with keys in a real terminal,
# under the visitors.  Every plan is looked at, every question answered.
. "$TOP_SRCDIR/tests/tty/lib.sh"
. "$TOP_SRCDIR/tests/tty/walk.sh"

# Only what this run built may be discarded: the guard says so, and nothing is sent.
refused_discard() {
	open_step 9
	keys Right
	keys Enter
	sees 'Discard a NEW server'
	type_text app-11
	sees 'app-11'
	keys Tab
	keys Enter
	sees 'Blocked by the guard'
	sees 'Marked OLD'
	sees 'Nothing was sent'
	keep guard
	keys Enter
	gone 'Blocked by the guard'
	planned || { picture; die "the refused discard took the plan of step 9"; }
	keys Left
}

# A NEW server cannot be ticked where servers are taken out, and it is said why.
locked_in_detach() {
	open_step 14
	sees '▸ [x] app-11'
	keys Down Down Down Down
	sees '▸ [⊘] app-21'
	keys Space
	sees '⊘ app-21: '
	keep locked
	hides '[x] app-21' || die "a NEW server was ticked"
}

world_up
terminal 80 24
wizard
sees '[ Go to step 1 ]'
keep overview
walk 1 30 shop
for step in 2 3 4 5 6 7 8; do
	walk "$step" 60
done
refused_discard
answer
leads_on 60
walk 10 20
walk 11 60
walk 12 30

open_step 13
answer
sees 'opens at 0'
keep drain
leads_on 90

locked_in_detach
answer '4 shop-demo'
leads_on 60
walk 15 20
walk 16 60

# The site is looked at by a person too, whose word it takes.
open_step 17
answer
sees_within 60 '[ I have looked, it is good… ]'
keys Enter
sees 'Is it good?'
keys Tab
keys Enter
leads_on 20

open_step 18
answer '4 shop-demo'
sees_within 60 '[ Read the report ]'
for account in ' open when drained (' '; none cut off' 'Tried again  none' \
	' drove, confirmed 18 plans'; do
	shows "$account" || { picture; die "the end does not say: $account"; }
done
keep end
keys Enter
sees 'Close ]'
keep report
keys Escape
gone 'Close ]'
keys q
wants_end 0 10

"$CUTOVER" demo --down --dir "$world" | tee "$scratch/totals"
world=
grep -q ' 0 failed, 0 wrong' "$scratch/totals" || die "visitors had to suffer"
