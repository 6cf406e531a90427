#!/bin/sh
# The whole upgrade through RightScale's API, on its simulator: clones are isolated
# until they are attached, attach and detach are its scripts, and what really
# happened is what the simulator noted, not what we believe.
. "$TOP_SRCDIR/tests/run/lib.sh"
command -v python3 >/dev/null || { say "no python3 here"; exit 77; }

happened() { grep '"kind": "effect"' "$effects" | grep -c "\"what\": \"$1\"" || true; }
world_up --cloud rightscale --servers 1 --lbs 1
# The templates attach who boots: a clone that was not isolated would be in by now.
effects=$world/rightscale.jsonl
part snapshot attach >"$scratch/before.script"
wants 3 run_script "$scratch/before.script" --json >"$scratch/events"
[ "$(happened operational)" -ge 2 ] || die "no clone runs"
[ "$(happened attach)" -eq 0 ] || die "a clone attached itself at its boot"
whole_upgrade "$TOP_SRCDIR/tests/run/small.script"
cp "$effects" "$scratch/effects"
effects=$scratch/effects
"$CUTOVER" demo --down --dir "$world" | tee "$scratch/totals"
world=

# wants_effect WHAT TIMES
wants_effect() {
	[ "$(happened "$1")" -eq "$2" ] || die "$1 happened $(happened "$1") times, not $2"
}
wants_effect clone 2
wants_effect terminate 2
wants_effect terminated 2
wants_effect health-remove 2
# The new ones are locked while the old ones end, and unlocked again.
wants_effect lock 2
wants_effect unlock 2
order=$(grep -oE '"what": "(lock|terminate|unlock)"' "$scratch/effects" | uniq | tr -d '\n')
[ "$order" = '"what": "lock""what": "terminate""what": "unlock"' ] || die "order: $order"
wants_effect stranded 0
wants_effect message-lost 0
# app-21, app-22 by request, the trial of the array at its boot.
wants_effect attach 3
wants_effect detach 2
# The graphs of a server may be asked for while it ends: then there are none.
! grep '"kind": "refused"' "$scratch/effects" | grep -v '"method": "GET".*/monitoring_metrics/' ||
	die "RightScale refused something"
grep -q ' 0 failed, 0 wrong' "$scratch/totals" || die "visitors had to suffer"
