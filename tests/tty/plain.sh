#!/bin/sh
# The whole upgrade in lines, as a person types it, under the visitors: steps,
# plans, questions, a refusal, an undo, hostile lines; and not one escape in it.
. "$TOP_SRCDIR/tests/tty/lib.sh"
. "$TOP_SRCDIR/tests/tty/answers.sh"

# walk FIRST LAST: steps that ask for a yes only.
walk() {
	for number in $(seq "$1" "$2"); do
		step "$number"
		answer 'Type yes, or Enter to go back.' yes
	done
}

# Lines that nobody should take: each is refused with a sentence.
hostile() {
	asked_within 30 "$1"
	keys C-a Enter
	sees 'control character'
	keys -H ff fe
	keys Enter
	sees 'not UTF-8'
	printf 'a%.0s' $(seq 600) | tr -d '\n' >"$scratch/long"
	mux load-buffer "$scratch/long"
	mux paste-buffer -t t
	keys Enter
	sees 'longer than 500 bytes'
	line 'rm -rf /'
	sees 'Not understood: rm -rf /'
}

world_up
terminal 190 60
wizard --plain

# What is not exactly the text is no yes; Ctrl-C cancels, and choices are shown.
step 1
mux pipe-pane -t t "cat >$scratch/bytes"
hostile 'go back:  shop'
line 'shop x'
sees 'Not understood: shop x'
keys C-c
sees 'Nothing was sent.'
answer '  Leave' 1
answer 'go back:  shop' '?'
sees 'c TEXT: a comment for the journal'
answer 'shown and asked about first.' 'c the pager is with me'
sees 'Noted: the pager is with me'
asked_within 30 ''
line shop
step 2
answer 'Type yes, or Enter to go back.' ''
answer '  Leave' 1
answer 'Type yes, or Enter to go back.' yes
step 3
answer 'Choose servers' 1
answer 'Type yes, or Enter to go back.' yes
walk 4 9
walk 10 10
step 11
answer 'Enter for 1 2 3 4' ''
answer 'Type yes, or Enter to go back.' yes

# A NEW server has no number; by name the guard has its say, and nothing is sent.
step 12
sees 'locked: this run marked it NEW'
answer 'Enter for 1 2 3 4' app-21
sees 'Blocked by the guard'
sees 'Nothing was sent.'
sees 'Is app-21 broken?'
asked_within 30 ''
line ''
answer 'Type yes, or Enter to go back.' yes

# Taken back, and done again.
step 13
answer 'Enter for 1 2 3 4' u
sees 'Plan of the undo'
answer 'Type yes, or Enter to go back.' yes
sees_within 60 'Step 12 is undone.'
answer '  Leave' 1
answer 'Enter for 1 2 3 4' ''
answer 'Type yes, or Enter to go back.' yes
step 13
answer 'Enter for 1 2 3 4' ''
answer 'Type yes, or Enter to go back.' yes
sees_within 20 'left on the OLD servers'
step 14
answer 'Enter for 1 2 3 4' ''
answer 'go back:  4 shop-demo' '4 shop-demo'
walk 15 17
asked_within 90 'Is it good?'
shows 'Step 18 may begin' || die "it does not say when step 18 may begin"
line yes
step 18
shows 'Undo: none, because' || die "it does not say that there is no undo"
answer 'Enter for 1 2 3 4' ''
asked_within 30 'go back:  4 shop-demo'
shows 'This cannot be undone.' || die "it does not say that this is final"
for evidence in 'Good: app-11: OLD, in the cloud OLD; ' 'Good: in no load balancer since' 'no session for' \
	'Good: the site test passed at' 'was read back: it can be restored'; do
	shows "$evidence" || { picture; die "it does not say: $evidence"; }
done
line '4 shop-demo'
wants_end 0 90
shows 'Undone: 12 Fail the old health checks' || die "the end forgot what was undone"
shows '; none cut off' || die "the end does not say that nobody was cut off"
shows ' drove, confirmed ' || die "the end does not say who drove"
shows 'report.md' || die "it does not say where the report is"

[ -s "$scratch/bytes" ] || die "its bytes were not kept"
! LC_ALL=C grep -q "$(printf '\033')" "$scratch/bytes" || die "an escape was written"
wants 0 "$CUTOVER" status -c "$conf" >/dev/null
"$CUTOVER" demo --down --dir "$world" | tee "$scratch/totals"
world=
grep -q ' 0 failed, 0 wrong' "$scratch/totals" || die "visitors had to suffer"
