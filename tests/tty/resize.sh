#!/bin/sh
# Any size: nothing ends, nothing that was ticked or typed is lost, and what cannot
# be read cannot be pressed.
. "$TOP_SRCDIR/tests/tty/lib.sh"

# small_and_back: through all sizes, with keys pressed in each.
small_and_back() {
	resize 60 16
	sees 'ake it 80×24'
	keys Enter y Space
	resize 20 5
	sees 'cutover goes'
	keys Enter
	resize 1 1
	keys Enter
	resize 60 16
	sees 'ake it 80×24'
	resize 140 45
	sees ' of 18 '
	resize 80 24
	! is_gone || die "it ended because of a size"
}

go_to_step() {
	keys g
	sees 'The eighteen steps'
	keys Home
	go_down=$1
	while [ "$go_down" -gt 1 ]; do
		keys Down
		go_down=$((go_down - 1))
	done
	keys Enter
	sees "Step $1, "
	keys Tab
	keys Enter
	sees " $1 of 18 "
}

world_up
terminal 80 24
wizard
sees '[ Go to step 1 ]'
sees 'OLD servers of this run'
go_to_step 12
sees '▸ [x] app-11'
keys Down
sees '▸ [x] app-12'
keys Space
sees '▸ [ ] app-12'
small_and_back
sees '▸ [ ] app-12'
shows '[x] app-11' || die "the ticks have changed: $(picture)"

go_to_step 1
sees '[ Show the plan ]'
keys Enter
sees '[ Back up 1 database'
keys Enter
sees '[ Cancel ]'
type_text sho
sees '> sho'
small_and_back
sees '> sho'
type_text p
sees '> shop'
keys Escape
gone '[ Cancel ]'
keys q
wants_end 3 20
