#!/bin/sh
# Every call of an upgrade fails once, all in one way: the run goes on, or stops and
# is taken up again, to its right end.  Everything was done once, as the simulator
# noted it, and no visitor noticed.  FAULTS=kinds: each has an upgrade of its own
# (faults.py); EACH=true: every call fails once for each server, task and array.
# `make check` does the cruellest: writing is done and answered with 502, and half of
# what is read comes.  `make check-rightscale` does all.
. "$TOP_SRCDIR/tests/run/lib.sh"
. "$TOP_SRCDIR/tests/run/kill.sh"
command -v python3 >/dev/null || { say "no python3 here"; exit 77; }
script=$TOP_SRCDIR/tests/run/small.script

writes='POST /api/tags/multi_(add|delete)
POST /api/servers/\\d+/clone
PUT /api/servers/\\d+
PUT /api/clouds/1/instances/\\w+
PUT /api/clouds/1/instances/\\w+/inputs/multi_update
PUT /api/deployments/\\d+/inputs/multi_update
POST /api/servers/\\d+/launch
POST /api/clouds/1/instances/\\w+/run_executable
PUT /api/server_arrays/\\d+
POST /api/server_arrays/\\d+/launch
POST /api/servers/\\d+/terminate
POST /api/clouds/1/instances/\\w+/(terminate|lock|unlock)'
reads='POST /api/oauth2
GET /api/deployments
GET /api/deployments/\\d+/(servers|server_arrays|inputs)
GET /api/server_templates
GET /api/server_templates/\\d+/runnable_bindings
GET /api/server_arrays/\\d+/current_instances
POST /api/tags/by_resource
GET /api/clouds/1/instances/\\w+/inputs
GET /api/right_scripts
GET /api/backups
GET /api/clouds/1/instances/\\w+/live/tasks/[\\w-]+'

# fail CALLS MEMBERS: each of these calls fails so.
fail() {
	printf '%s\n' "$1" | while read -r call; do
		fault "$world" "{\"match\": \"$call\", \"each\": ${EACH:-false}, $2}"
	done
}

fail_as() {
	case $1 in
	late)	fail "$writes" '"do": "late"'
		fail "$reads" '"do": "half"' ;;
	lost)	fail "$writes" '"do": "lost"'
		fail "$reads" '"do": "lost"' ;;
	half)	fail "$writes" '"do": "half"' ;;
	refuse)	fail "$writes" '"do": "refuse"'
		fail "$reads" '"do": "refuse"' ;;
	down)	fail "$writes" '"do": "down", "seconds": 2' ;;
	status)	fail "$writes" '"do": "status", "code": 503'
		fail "$reads" '"do": "status", "code": 504' ;;
	throttle) fail "$writes" '"do": "throttle", "seconds": 1'
		fail "$reads" '"do": "throttle", "seconds": 1' ;;
	# What was true the last time, three times over, again and again.
	stale)	for after in 4 14 24 44; do
			fail "$reads" '"do": "stale", "times": 3, "after": '$after
		done ;;
	expire)	fail "$writes" '"do": "expire"' ;;
	*)	die "no such kind of fault: $1" ;;
	esac
}

happened() { grep '"kind": "effect"' "$effects" | grep -c "\"what\": \"$1\"" || true; }
wants_effect() {
	[ "$(happened "$1")" -eq "$2" ] || die "$1 happened $(happened "$1") times, not $2"
}

# Counted by who knows: what the platform did.
was_done_once() {
	for twice in clone health-remove terminate terminated detach; do
		wants_effect $twice 2
	done
	# app-21, app-22, and the array's trial.
	wants_effect attach 3
	wants_effect launch 3
	wants_effect stranded 0
	twice=$(grep '"what": "\(launch\|terminate\|attach\|detach\)"' "$effects" |
		sed 's/.*"what"/"what"/' | sort | uniq -d)
	[ -z "$twice" ] || die "done twice: $twice"
}

upgrade_with() {
	say "every call fails once: $1"
	: >"$events"
	world_up --cloud rightscale --servers 1 --lbs 1 >"$scratch/up" ||
		{ cat "$scratch/up"; die "no world"; }
	# The database's backup and migration are calls too.
	sed -i 's,^\(\t*\)pool = "shop";.*,&\n\1snapshot = "recipe:db::do_primary_backup";\n\1migrate = "script:Shop DB migrate";,' "$conf"
	fail_as "$1"
	lives=0 status=1
	while [ "$status" -ne 0 ] && [ "$lives" -lt 40 ]; do
		life "$script" ""
		lives=$((lives + 1))
	done
	[ "$status" -eq 0 ] || {
		tail -n 8 "$events" "$errors"
		die "$1: after $lives lives it ended with $status"; }
	once_each >"$scratch/verified"
	effects=$scratch/effects.$1
	cp "$world/rightscale.jsonl" "$effects"
	was_done_once
	say "$1: $(grep -c '"fault": ' "$effects") calls failed, $lives lives"
	nobody_noticed
}

for kind in ${FAULTS:-late}; do
	upgrade_with "$kind"
done
