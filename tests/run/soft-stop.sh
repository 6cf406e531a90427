#!/bin/sh
# A balancer that works by another configuration than its file shows: there a server
# whose health check fails goes DOWN and its visitors are moved.  The file is put back
# at once, the next server is not touched (GR-16), and the reason is told; mended, the
# same step goes on to its end.
. "$TOP_SRCDIR/tests/run/lib.sh"

events=$scratch/events
count() { grep -c "\"event\":\"$1\",\"action\":\"$2\"" "$events" || true; }
worker() { ask "$world/lb1.sock" 'show info' 2>/dev/null | sed -n 's/^Pid: //p'; }
reload() {
	before=$(worker)
	ask "$world/lb1.master" reload >"$scratch/reload"
	is_another() { now=$(worker) && [ -n "$now" ] && [ "$now" != "$before" ]; }
	until_true 60 is_another || die "lb1 is not loaded again: $(cat "$scratch/reload")"
	serves() { [ "$("$CUTOVER" watch --once -c "$conf" | grep -c ' lb1 .* UP ')" -ge 4 ]; }
	until_true 120 serves || die "the servers do not come up"
}

world_up --servers 1 --lbs 1
part snapshot drain >"$scratch/before.script"
wants 3 run_script "$scratch/before.script" >"$scratch/out"

cp "$world/lb1.cfg" "$scratch/good.cfg"
sed -i '/http-check disable-on-404/d' "$world/lb1.cfg"
reload
cp "$scratch/good.cfg" "$world/lb1.cfg"
part drain sessions | wants 1 run_script - --json >"$events" 2>"$scratch/said"
grep -q '"event":"failed","action":"drain".*DOWN.* instead of NOLB' "$events" ||
	{ tail -n 6 "$events"; die "it is not told what went wrong"; }
[ "$(count started drain)" -eq 1 ] || die "the next one was drained, too"
[ "$(count done drain)" -eq 0 ] || die "a server that went DOWN counts as drained"
[ "$(count done undrain)" -eq 1 ] || { cat "$events"; die "it was not put back"; }
grep -q 'instead of NOLB' "$scratch/said" || { cat "$scratch/said"; die "no reason"; }
until_true 120 serves || die "it does not serve again"
say "$(cat "$scratch/said")"

reload
part drain sessions | wants 3 run_script - --json >"$events"
[ "$(count done drain)" -eq 2 ] || die "drained $(count done drain) of 2"
"$CUTOVER" verify -c "$conf"
