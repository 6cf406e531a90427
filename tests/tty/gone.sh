#!/bin/sh
# The terminal is closed, or TERM comes: the wizard ends by itself with 3, and the
# next start is where the last one was.
. "$TOP_SRCDIR/tests/tty/lib.sh"

in_step_2() {
	sees ' 2 of 18 '
	sees '[ Run 1 migration'
}

# The laptop is closed.
close_terminal() {
	mux kill-session -t t
	until_true 15 is_gone || die "it lives on without a terminal"
	until_true 5 ended || die "no exit status"
	[ "$(cat "$scratch/status")" -eq 3 ] ||
		die "ended with $(cat "$scratch/status")"
}

world_up
terminal 80 24
terminal_modes >"$scratch/before"
wizard
sees '[ Go to step 1 ]'
keys Enter
sees '[ Back up 1 database'
keys Enter
sees '[ Cancel ]'
type_text shop
sees '> shop'
keys Tab
keys Enter
sees '[ Next: step 2, '
keys Enter
in_step_2

close_terminal

# Again where it was; this time it is in a session of its own, and no signal tells.
settings='setsid -w'
terminal 80 24
wizard
sees '[ Go to step 2 ]'
keys Enter
in_step_2
close_terminal

settings=
terminal 80 24
wizard
sees '[ Go to step 2 ]'
keys Enter
in_step_2

kill -TERM "$(cat "$scratch/pid")"
wants_end 3 15
same_modes TERM

# In the middle of an action: that is finished first, nothing is begun after it.
wizard
sees '[ Go to step 2 ]'
keys Enter
in_step_2
keys Enter
sees '[ Cancel ]'
keys Tab
keys Enter
gone '[ Cancel ]'
kill -TERM "$(cat "$scratch/pid")"
wants_end 3 30
wants 3 "$CUTOVER" status -c "$conf" >"$scratch/standing"
! grep -qi unsettled "$scratch/standing" || die "$(cat "$scratch/standing")"
"$CUTOVER" verify -c "$conf" >"$scratch/verified" || die "$(cat "$scratch/verified")"
