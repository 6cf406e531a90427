#!/bin/sh
# What is installed stands alone: its demo is made of what was installed with it,
# from an empty directory, and its manuals and the example are there.
. "$TOP_SRCDIR/tests/run/lib.sh"

root=$scratch/root
# Of the make that runs us nothing is taken over, nor are its words for the tests.
env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL -u MAKEOVERRIDES -u DESTDIR \
	make -s -C "$(dirname "$CUTOVER")" install DESTDIR="$root" >"$scratch/out" 2>&1 ||
	die "make install: $(tail -n 20 "$scratch/out")"
CUTOVER=$(find "$root" -path '*/bin/cutover')
[ -x "$CUTOVER" ] || die "no program in $(find "$root" -type f)"
share=$(dirname "$CUTOVER")/../share
for file in man/man1/cutover.1 man/man5/cutover.conf.5 man/man5/cutover-cloud.5 \
	man/man5/cutover-script.5 man/man7/cutover-walkthrough.7 \
	cutover/cutover.conf.example cutover/demo/full.script; do
	[ -f "$share/$file" ] || die "$file was not installed"
done

mkdir "$scratch/empty"
cd "$scratch/empty"
world_up
source=$(cd "$TOP_SRCDIR" && pwd -P)
! grep -F -e "$TOP_SRCDIR/" -e "$source/" "$world"/*.json "$world"/*.conf ||
	die "the source tree was asked"
wants 4 run_script "$share/cutover/demo/guard.script" >"$scratch/events"
printf 'wait [ Go to step 1 ]\nkey Enter m\nwait Step snapshot.\n' >"$scratch/keys"
"$CUTOVER" run -c "$conf" --keys "$scratch/keys" --dump "$scratch/dump" \
	--size 80x24 || die "the installed manual is not shown: $(cat "$scratch/dump")"
[ -z "$(ls -A)" ] || die "left in the working directory: $(ls -A)"
