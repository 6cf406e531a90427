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
terminal_modes >"$scratch/stopped"
cmp "$scratch/before" "$scratch/stopped" || die "Ctrl-Z leaves modes behind"

type_text fg
keys Enter
sees '[ Go to step 1 ]'
hides 'Stopped' || die "fg does not draw all of it"
keys Enter
sees ' 1 of 18 '

# Stopped from outside is the same.
kill -s TSTP "$(cat "$scratch/pid")"
sees 'Stopped'
terminal_modes >"$scratch/stopped"
cmp "$scratch/before" "$scratch/stopped" || die "a stop leaves modes behind"
type_text fg
keys Enter
sees ' 1 of 18 '

keys q
wants_end 3 20
terminal_modes >"$scratch/after"
cmp "$scratch/before" "$scratch/after" || die "leaving leaves modes behind"
