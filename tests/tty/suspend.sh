#!/bin/sh
# Ctrl-Z gives the terminal back as it was, fg brings the same picture, and so does
# leaving: no mode of the terminal stays behind.
. "$TOP_SRCDIR/tests/tty/lib.sh"

world_up
terminal 80 24
terminal_modes >"$scratch/before"

wizard
sees '[ Go to step 1 ]'
keys C-z
sees 'Stopped'
same_modes Ctrl-Z

type_text fg
keys Enter
sees '[ Go to step 1 ]'
hides 'Stopped' || die "fg does not draw all of it"
keys Enter
sees ' 1 of 18 '

# Stopped from outside is the same.
kill -s TSTP "$(cat "$scratch/pid")"
sees 'Stopped'
same_modes 'stopped from outside'
type_text fg
keys Enter
sees ' 1 of 18 '

keys q
wants_end 3 20
same_modes leaving
