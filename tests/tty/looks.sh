#!/bin/sh
# Terminals that can less: no colours, no UTF-8, an old one.
. "$TOP_SRCDIR/tests/tty/lib.sh"

esc=$(printf '\033')
has_colour() { mux capture-pane -e -p -t t | grep -q "$esc\[[0-9;]*[34][0-7]"; }
has_wide() { picture | LC_ALL=C grep -q '[^ -~]'; }

leave() {
	keys q
	wants_end 3 20
	mux kill-session -t t
}

world_up

terminal 80 24
wizard
sees '[ Go to step 1 ]'
has_colour || die "no colours at all"
has_wide || die "no signs at all"
leave

settings=NO_COLOR=1
terminal 80 24
wizard
sees '[ Go to step 1 ]'
! has_colour || die "NO_COLOR is not heard"
leave

settings=NO_COLOR=
terminal 80 24
wizard
sees '[ Go to step 1 ]'
has_colour || die "an empty NO_COLOR means colours"
leave

settings='' locale=C
terminal 80 24
wizard
sees '[ Go to step 1 ]'
! has_wide || { picture; die "letters that this locale does not have"; }
keys Enter
sees ' 1 of 18 '
! has_wide || { picture; die "letters that this locale does not have"; }
leave

settings=TERM=vt100
terminal 80 24
wizard
sees '[ Go to step 1 ]'
! has_colour || die "colours on a vt100"
! has_wide || die "signs on a vt100"
leave
