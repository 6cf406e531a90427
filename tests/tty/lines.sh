#!/bin/sh
# When the lines are chosen: asked for, no terminal, TERM that has no screen or that
# nobody knows, ACCESSIBLE.  Never an escape into a pipe.
. "$TOP_SRCDIR/tests/tty/lib.sh"

leave() {
	sees 'go back:  shop'
	type_text q
	keys Enter
	wants_end 3 20
	mux kill-session -t t
}
# chosen SETTING SENTENCE
chosen() {
	settings=$1
	terminal 100 40
	wizard
	sees "$2"
	sees 'Step 1 of 18.'
	leave
}
escapes() { LC_ALL=C grep -q "$(printf '\033')" "$1"; }

world_up
chosen TERM=no-such-terminal '"no-such-terminal" (TERM) is not known here'
chosen TERM=dumb 'TERM is dumb, which has no screen'
chosen TERM= 'TERM is not set'
chosen ACCESSIBLE=1 'ACCESSIBLE is set'

# An empty ACCESSIBLE means nothing.
settings=ACCESSIBLE=
terminal 80 24
wizard
sees '[ Go to step 1 ]'
keys q
wants_end 3 20

# No terminal and nobody who answers: a sentence, and 3.
wants 3 "$CUTOVER" run -c "$conf" </dev/null >"$scratch/out" 2>&1
grep -q 'There is no terminal' "$scratch/out" || die "$(cat "$scratch/out")"
grep -q 'The input has ended' "$scratch/out" || die "$(cat "$scratch/out")"
! escapes "$scratch/out" || die "an escape in a pipe"

# Into a pipe: answers are taken when they are asked for, not before.
mkfifo "$scratch/in"
said() { grep -q -- "$1" "$scratch/said"; }
TERM=xterm-256color "$CUTOVER" run -c "$conf" <"$scratch/in" >"$scratch/said" 2>&1 &
pid=$!
exec 4>"$scratch/in"
printf 'shop\nyes\n' >&4
until_true 30 said 'go back:  shop' || die "$(cat "$scratch/said")"
! said 'Done:' || die "an answer was taken before its question"
printf 'c%b\n' ' by \303\244 pipe' >&4
until_true 10 said 'Noted' || die "$(cat "$scratch/said")"
exec 4>&-
got=0
wait $pid || got=$?
[ "$got" -eq 3 ] || die "ended with $got"
! escapes "$scratch/said" || die "an escape in a pipe"
