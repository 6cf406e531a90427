#!/bin/sh
# The first start, in an empty home: the screen says where it looked and changes
# nothing; its button leads into the demo, and out of that into the shell again.
. "$TOP_SRCDIR/tests/tty/lib.sh"

# As somebody types it who knows nothing yet.
arguments() { :; }

home=$scratch/home
demos=$scratch/demos
mkdir "$home" "$demos"
settings="-u XDG_CONFIG_HOME -u XDG_STATE_HOME HOME=$home TMPDIR=$demos"
is_empty() { [ -z "$(ls -A "$1")" ]; }

terminal 80 24
terminal_modes >"$scratch/before"
wizard
sees 'There is no configuration yet.'
sees "$home/.config/cutover/cutover.conf"
sees 'Nothing has been changed.'
keys Tab
keys Enter
sees 'state folder: '
keys Escape
gone 'state folder: '
keys q
wants_end 2 15
same_modes q
is_empty "$home" || die "something was made: $(find "$home")"

wizard
sees '[ Try it on a demo ]'
keys Enter
sees_within 60 '[ Go to step 1 ]'
! is_empty "$demos" || die "the demo is elsewhere"
keys q
wants_end 3 60
same_modes demo
is_empty "$demos" || die "the demo stays: $(ls -A "$demos")"
is_empty "$home" || die "something was made: $(find "$home")"
