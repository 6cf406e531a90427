#!/bin/sh
# The terminal takes nothing any more, as on a line that is stuck.  What was begun goes
# on to its end and into the journal; when it takes more, the picture is as it is then;
# and whoever ends the wizard meanwhile is not kept waiting.
. "$TOP_SRCDIR/tests/tty/lib.sh"
. "$TOP_SRCDIR/tests/tty/walk.sh"

flow() {
	perl -MPOSIX -e 'open my $tty, "+<", shift or die; POSIX::tcflow(fileno $tty,
		shift eq "off" ? TCOOFF : TCOON) or die' \
		"$(mux display-message -p -t t '#{pane_tty}')" "$1"
}

world_up --servers 1 --lbs 1
terminal 80 24
wizard
sees '[ Go to step 1 ]'
open_step 1
keys Enter
sees '[ Cancel ]'
type_text shop
sees '> shop'

# Nothing is shown any more, and the button is pressed all the same.
flow off
keys Tab
keys Enter
is_done() { grep -q ' step 1 done$' "$scratch/now"; }
told_done() { "$CUTOVER" status -c "$conf" >"$scratch/now" || :; is_done; }
until_true 30 told_done || { cat "$scratch/now"; picture
	die "step 1 waits for the terminal"; }
shows '> shop' || { picture; die "the terminal was not stopped"; }
flow on
sees_within 20 '[ Next: step 2, '

flow off
kill "$(cat "$scratch/pid")"
wants_end 3 20
"$CUTOVER" verify -c "$conf"
