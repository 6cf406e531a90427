#!/bin/sh
# The control: an old server killed instead of drained must be counted by the
# visitors.  Else their zero would mean nothing.
. "$TOP_SRCDIR/tests/run/lib.sh"

world_up
until_true 20 test "$(visitors requests || echo 0)" != 0 || true
enough() { [ "$(visitors requests)" -ge 50 ]; }
until_true 30 enough || die "the visitors do not come"
[ "$(visitors failed)" -eq 0 ] || die "failures before anything was done"

kill_hard() {
	for dir in /proc/[0-9]*; do
		tr '\0' ' ' <"$dir/cmdline" 2>/dev/null |
			grep -q "apache2.*$world/.*app-11" && kill -9 "${dir#/proc/}"
	done
	return 0
}
kill_hard
suffered() { [ "$(( $(visitors failed) + $(visitors wrong) ))" -gt 0 ]; }
until_true 30 suffered || die "a killed server was not noticed by the visitors"
say "$(visitors failed) requests failed, as they must"
