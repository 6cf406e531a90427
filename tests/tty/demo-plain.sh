#!/bin/sh
# The demo in lines, asked for in three ways: the world comes up, the first question is
# posed and answered, and leaving takes everything down.
. "$TOP_SRCDIR/tests/tty/lib.sh"

arguments() { echo demo --servers 1 --lbs 1; }
demos=$scratch/demos
mkdir "$demos"

# in_lines SETTINGS WHY [OPTION]
in_lines() {
	settings="TMPDIR=$demos $1"
	shell :			# an empty screen
	wizard ${3-}
	sees_within 60 'go back:  shop'
	shows "$2" || die "it does not say why it speaks in lines: $2"
	keys Enter
	sees 'Nothing was sent.'
	sees '  Leave'
	type_text q
	keys Enter
	wants_end 3 60
	[ -z "$(ls -A "$demos")" ] || die "the demo stays: $(ls -A "$demos")"
}

terminal 120 50
in_lines '' '' --plain
in_lines ACCESSIBLE=1 'ACCESSIBLE is set: lines, not screens.'
in_lines TERM=dumb 'lines'
