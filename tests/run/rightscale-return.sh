#!/bin/sh
# On RightScale a cron of the balancers attaches whoever has the pool's tag.  What we
# detach has none: it stays away.  Somebody attaches an old server again: that is told
# aloud, step 14 is open again, and nothing after it goes on until it is detached.
. "$TOP_SRCDIR/tests/run/lib.sh"
command -v python3 >/dev/null || { say "no python3 here"; exit 77; }

world_up --cloud rightscale --servers 1 --lbs 1
effects=$world/rightscale.jsonl
small=$TOP_SRCDIR/tests/run/small.script
happened() { grep -c "\"what\": \"$1\"" "$effects" || true; }
cron_ran() { [ "$(grep -c '"what": "script", "script": "lb::do_attach_all"' "$effects")" -gt "$1" ]; }
uuid=$(control "$world" '{"state": true}' | python3 -c 'import json, sys
print(next(s["uuid"] for s in json.load(sys.stdin)["servers"] if s["name"] == "app-11"))')
lists_it() { control "$world" '{"state": true}' | grep -o '"attached".*' | grep -qF "$uuid"; }

# The bake time of step 18 is waited for; the steps up to the detach, then those after.
sed '/^step array-update$/,$d' "$small" | wants 3 run_script - --json >"$scratch/first"
! lists_it || die "it is not detached"
runs=$(grep -c '"what": "script", "script": "lb::do_attach_all"' "$effects" || true)
control "$world" '{"cron": true}' >/dev/null
until_true 60 cron_ran "$runs" || die "the cron did not run"
! lists_it || die "the cron attached what had been detached"

say "somebody attaches it again"
control "$world" '{"run": "lb::do_attach_request", "server": "app-11"}' >/dev/null
until_true 60 lists_it || die "it did not come back"
printf 'step array-update\nplan\nconfirm\nawait done 240s\n' |
	wants 1 run_script - --json >"$scratch/held" 2>"$scratch/said"
grep -q '"event":"surprise".*app-11 is back.*detach it again' "$scratch/held" ||
	{ tail -n 20 "$scratch/held"; die "nobody said that it is back"; }
grep -q 'step detach comes first' "$scratch/said" || { cat "$scratch/said"; die "the run went on"; }
[ "$(happened terminate)" -eq 0 ] || die "something was terminated"

say "detached again, the rest goes on to the end"
{
	printf 'step detach\nplan\nconfirm 1 shop-demo\nawait done 240s\n'
	sed -n '/^step array-update$/,$p' "$small"
} | wants 0 run_script - --json >"$scratch/rest"
grep -q '"event":"end"' "$scratch/rest" || die "no end was told"
"$CUTOVER" report -c "$conf" >"$scratch/report"
grep -q 'surprise: app-11 is back' "$scratch/report" || die "the report is silent about it"
! lists_it || die "it is attached at the end"
nobody_noticed
