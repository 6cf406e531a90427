#!/bin/sh
# What is shipped is the source and nothing that was built.  What is installed
# stands alone: its demo is made of what was installed with it, from an empty
# directory, and its manuals and the example are there.
. "$TOP_SRCDIR/tests/run/lib.sh"

# Of the make that runs us nothing is taken over, nor are its words for the tests.
build() {
	env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL -u MAKEOVERRIDES -u DESTDIR \
		make -s -C "$(dirname "$CUTOVER")" "$@" >"$scratch/out" 2>&1 ||
		die "make $1: $(tail -n 20 "$scratch/out")"
}

# What is shipped: each test, and nothing that was built.
build distdir distdir="$scratch/dist"
made=$(find "$scratch/dist" -name '*.o' -o -name '*.a' -o -name .deps)
[ -z "$made" ] || die "shipped: $made"
diff -r -x '*.o' -x .deps -x .dirstamp "$TOP_SRCDIR/tests" "$scratch/dist/tests" ||
	die "not all of tests/ is shipped"

root=$scratch/root
build install DESTDIR="$root"
CUTOVER=$(find "$root" -path '*/bin/cutover')
[ -x "$CUTOVER" ] || die "no program in $(find "$root" -type f)"
share=$(dirname "$CUTOVER")/../share
for file in man/man1/cutover.1 man/man5/cutover.conf.5 man/man5/cutover-cloud.5 \
	man/man5/cutover-script.5 man/man7/cutover-walkthrough.7 \
	man/man7/cutover-provider.7 cutover/providers/README \
	cutover/cutover.conf.example cutover/demo/full.script; do
	[ -f "$share/$file" ] || die "$file was not installed"
done

# The providers too, with what they share.
diff -r "$TOP_SRCDIR/config/providers" "$share/cutover/providers" ||
	die "not all providers were installed"
diff -r "$TOP_SRCDIR/config/providers" "$scratch/dist/config/providers" ||
	die "not all providers are shipped"
for provider in systemd-or-dirs ansible; do
	wants 2 "$share/cutover/providers/$provider/provider" 2>/dev/null
done

mkdir "$scratch/empty"
cd "$scratch/empty"
world_up
# All that this world is made of stands below the root where it was installed.
grep -hE 'templates"|migrations = ' "$world/cloud.json" "$conf" >"$scratch/places"
[ "$(grep -cF "\"$root/" "$scratch/places")" -eq 2 ] ||
	die "made of something else: $(cat "$scratch/places")"
wants 4 run_script "$share/cutover/demo/guard.script" >"$scratch/events"
printf 'wait [ Go to step 4 ]\nkey Enter m\nwait Step configure.\n' >"$scratch/keys"
"$CUTOVER" run -c "$conf" --keys "$scratch/keys" --dump "$scratch/dump" \
	--size 80x24 || die "the installed manual is not shown: $(cat "$scratch/dump")"
[ -z "$(ls -A)" ] || die "left in the working directory: $(ls -A)"
