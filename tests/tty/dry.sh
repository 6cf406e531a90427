#!/bin/sh
# A dry run in a terminal: the badge says so, the same questions are asked, and in
# the end nobody has been told anything.
. "$TOP_SRCDIR/tests/tty/lib.sh"

# Of a run nothing stays; of the world all does.
untouched() {
	[ -z "$(ls -A "$world/state" 2>/dev/null)" ] || die "$(ls -A "$world/state")"
	cat "$conf" "$world"/lb*.cfg | diff "$scratch/files" - || die "files differ"
}

world_up
cat "$conf" "$world"/lb*.cfg >"$scratch/files"

terminal 80 24
wizard --dry-run
sees '[ Go to step 1 ]'
sees ' DRY RUN '
keys Enter
sees '[ Back up 1 database'
keys Enter
sees '[ Cancel ]'
sees 'DRY RUN: nothing will be sent'
keep dry-run
type_text shop
sees '> shop'
keys Tab
keys Enter
sees '[ Next: step 2, '
sees ' DRY RUN '
keep dry-run-done
keys q
wants_end 3 20
untouched
mux kill-session -t t

terminal 100 50
wizard --plain --dry-run
sees 'go back:  shop'
sees 'Step 1 of 18. Back up the database. shop-demo, DEMO, DRY RUN.'
sees 'DRY RUN: nothing will be sent'
type_text shop
keys Enter
sees 'dry run: 1 action would be sent; nothing was'
sees 'Step 2 of 18.'
sees 'Run 1 migration'
type_text q
keys Enter
wants_end 3 20
untouched
