#!/bin/sh
# The surprises of RightScale's API, each where it shows.  Here those that no other
# test has; the table says where the others are met.
#
#   1  lb::do_attach_all cannot select          rightscale-attach-all.sh
#   2  a clone joins the pool at its boot       here, and rightscale.sh
#   3  only without its tag a server stays away rightscale-return.sh
#   4  "completed" says nothing of balancers    here
#   5  the health URL must answer exactly 404   here
#   6  a reload starts all counters again       test_model_proof.c, "reload" in
#                                               rightscale.sh's events
#   7  names match in part                      here: shop-demo-staging stands first;
#                                               test_rightscale.c
#   8  PUT of a server cannot change template   sim/shapes.py refuses it; rightscale.sh
#   9  unknown inputs are ignored, with a 204   here
#  10  the array would take the new inputs      here
#  11  NaN, blank bodies, errors in HTML        test_rightscale.c; every scenario
#  12  calls take long                          here
#  13  there is no run on selected servers      here: none of its calls is "multi"
#  14  tags are seen in the whole account       test_rightscale.c, rightscale-attach-all.sh
#  15  loadbalancer:<pool>=app, not app=<pool>  every scenario: the balancers know no other
#  16  rows are named by UUID                   here: none by name
. "$TOP_SRCDIR/tests/run/lib.sh"
command -v python3 >/dev/null || { say "no python3 here"; exit 77; }

world_up --cloud rightscale --servers 1 --lbs 1
effects=$world/rightscale.jsonl
small=$TOP_SRCDIR/tests/run/small.script
happened() { grep '"kind": "effect"' "$effects" | grep -c "\"what\": \"$1\"" || true; }
# steps FROM TO: those of the small upgrade, TO not among them.
steps() { sed -n "/^step $1\$/,/^step $2\$/p" "$small" | sed '$d'; }
# told TEXT FILE
told() { grep -q "$1" "$2" || { tail -n 6 "$2"; die "nobody said: $1"; }; }

say "9: an input that nobody knows; 10: the array is stopped before the inputs change"
cp "$conf" "$scratch/whole"
sed -i 's/^\tRELEASE = /\tNOSUCH = "x"; RELEASE = /' "$conf"
steps snapshot launch | wants 1 run_script - --json >"$scratch/inputs" 2>"$scratch/said"
told 'RightScale ignores the input NOSUCH' "$scratch/said"
[ "$(happened input-ignored)" -gt 0 ] || die "it was not ignored"
told '"step":"set-inputs".*"action":"array-off"' "$scratch/inputs"
cp "$scratch/whole" "$conf"
steps set-inputs launch | wants 3 run_script - --json >"$scratch/inputs"
grep -n '"what": "array-state"\|"what": "input", .*"name": "RELEASE"' "$effects" |
	head -n 1 | grep -q array-state || die "the array was not stopped first"

say "2: a boot list that cannot be read is not launched"
bindings='GET /api/server_templates/\\d+/runnable_bindings'
# As often as it is asked.
fault "$world" '{"match": "'"$bindings"'", "do": "status", "code": 500, "times": 4}'
steps launch launch-more | wants 1 run_script - --json >"$scratch/boot" 2>"$scratch/said"
told 'RightScale says 500' "$scratch/said"
[ "$(happened launch)" -eq 0 ] || die "it was launched"

say "12: slow calls; 2: the clone is up and in no pool"
fault "$world" '{"match": "POST /api/servers/\\d+/launch", "do": "slow", "seconds": 4}'
fault "$world" '{"match": "GET /api/deployments/\\d+/servers", "do": "slow", "seconds": 4}'
steps launch attach | wants 3 run_script - --json >"$scratch/launch"
[ "$(happened launch)" -eq 2 ] || die "$(happened launch) were launched"
[ "$(happened attach)" -eq 0 ] || die "a clone attached itself"
grep -q '"tag": "loadbalancer:cutover-isolated=app"' "$effects" ||
	die "no boot list attached: the trap was not there"

say "4: the request is completed, and the balancer was never told"
fault "$world" '{"script": {"recipe": "lb::handle_attach@lb1", "do": "lose"}}'
steps attach drain | wants 3 run_script - --json >"$scratch/attach"
[ "$(happened message-lost)" -eq 1 ] || die "no message was lost"
[ "$(happened attach)" -eq 2 ] || die "$(happened attach) attached"
# Done was said after the balancer's cron had made it true, not before.
lost=$(sed -n 's/.*"time": \([0-9]*\).*"message-lost".*/\1/p' "$effects")
healed=$(sed -n 's/.*"time": \([0-9]*\).*"what": "attach".*/\1/p' "$effects" | head -n 1)
said=$(grep '"event":"done","action":"attach"' "$scratch/attach" | head -n 1 |
	sed 's/.*"time":"\([^"]*\)".*/\1/')
[ "$(date -d "$said" +%s)" -ge "$healed" ] ||
	die "lost at $lost, attached at $healed, told to be done at $said"

say "16: rows are UUIDs; 7: and nothing of the other deployment; 13: none is multi"
ls "$world/lb1.d/shop" | grep -qvE '^01-[A-Z0-9]{12}$' && die "a row is no UUID"
staging=$(sed -n 's/.*"path": "\(\/api\/deployments\/[0-9]*\)\/servers".*/\1/p' "$effects" |
	sort -u | wc -l)
[ "$staging" -eq 1 ] || die "it read the servers of $staging deployments"
! grep '"path": "[^"]*multi_\(run\|term\)' "$effects" || die "a call to many"

# The last: visitors of that one server have to move.
say "5: the health URL answers 403 instead of 404"
fault "$world" '{"script": {"recipe": "Health check file remove", "do": "forbid"}}'
steps drain sessions | wants 1 run_script - --json >"$scratch/drain" 2>"$scratch/said"
told 'lb1 says DOWN instead of NOLB' "$scratch/said"
[ "$(happened health-forbid)" -eq 1 ] || die "it went on to the next server"
[ "$(happened health-remove)" -eq 0 ] || die "it went on to the next server"
[ "$(happened health-restore)" -eq 1 ] || die "the file was not put back"
