#!/bin/sh
# A secret is typed in lines: the terminal does not show it, and shows what is typed
# again after the answer, a cancel, Ctrl-Z, and every signal that ends the program.
. "$TOP_SRCDIR/tests/tty/lib.sh"

secret=hunter2-and-a-half
line() { type_text "$1"; keys Enter; }
hushed() { sees 'What you type is not shown.'; }
# Whether the terminal shows what is typed, asked of the terminal itself.
echoes() { stty -F "$tty" -a | grep -q ' echo '; }
silent() { ! echoes; }
# asked: the program waits for the secret's value.
asked() {
	wizard --plain
	sees 'go back:  shop'
	line 'g 6'
	sees 'Step 6 of 18.'
	sees '  Leave'
	line 'set input.COOKIE_KEY'
	hushed
	until_true 15 silent || die "the terminal shows what is typed"
}
# shows_again WHEN: after the program has ended with this status.
ends_by() {		# SIGNAL STATUS
	asked
	kill -s "$1" "$(cat "$scratch/pid")"
	wants_end "$2" 20
	same_modes "SIG$1"
}

world_up --servers 1 --lbs 1
terminal 120 60
tty=$(mux display-message -p -t t '#{pane_tty}')
terminal_modes >"$scratch/before"

asked
type_text "$secret"
keys C-c
sees 'Step 6, Change the inputs, is'
until_true 15 echoes || die "nothing is shown after a cancel"
line 'set input.COOKIE_KEY'
until_true 15 silent || die "it is shown the second time"
line "$secret"
sees 'input.COOKIE_KEY is set; nothing is sent yet.'
until_true 15 echoes || die "nothing is shown after the answer"
! shows "$secret" || die "the secret is on the screen"

# On the line it was seen already.
line 'set input.COOKIE_KEY hunter3'
sees 'Nothing was set: say set input.COOKIE_KEY alone'
# What is no secret is shown, also when it is asked for.
line 'set input.BANNER'
sees 'Value?'
line 'hello there'
sees 'input.BANNER is set'
shows 'hello there' || die "what is no secret is not shown"
line q
wants_end 3 20
same_modes leaving

# Ctrl-Z in the middle: the shell has its terminal, and fg asks in silence again.
asked
type_text "$secret"
keys C-z
sees Stopped
same_modes Ctrl-Z
line 'clear; fg'
until_true 15 silent || die "it is shown after fg"
# Stopped from outside is the same.
kill -s TSTP "$(cat "$scratch/pid")"
sees Stopped
same_modes 'stopped from outside'
line 'clear; fg'
until_true 15 silent || die "it is shown after fg"
line "$secret"
sees 'input.COOKIE_KEY is set'
! shows "$secret" || die "the secret is on the screen after fg"
keys C-d
wants_end 3 20
same_modes 'the end of the input'

ends_by TERM 3
ends_by HUP 3
ends_by QUIT 131
ends_by ABRT 134
! grep -rlF "$secret" "$world/state" || die "the secret is written down"
