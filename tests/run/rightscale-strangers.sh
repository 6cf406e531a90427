#!/bin/sh
# What others put into the account: five thousand servers, of a deployment whose name
# begins like ours and named as ours are; a name that would paint the screen; an
# answer that is too much.  None of it is taken for ours, shown as it is, or kept.
. "$TOP_SRCDIR/tests/run/lib.sh"
command -v python3 >/dev/null || { say "no python3 here"; exit 77; }

world_up --cloud rightscale --servers 1 --lbs 1
control "$world" '{"crowd": 5000, "of": "shop-demo-staging", "name": "app-%"}' >/dev/null
odd='\u001b[31mapp\"><script>\n-rf'
control "$world" '{"crowd": 1, "of": "shop-demo", "name": "'"$odd"'"}' >/dev/null

say "ours are two; the one with the name can be named, harmlessly"
printf 'step snapshot\nplan\nstop\n' | wants 3 run_script - --json >"$scratch/events"
# Who was slow to say its release stands, with that remark, on the list of the others.
ours=$(sed -n 's/.*"text":"OLD servers of this run: \([^;]*\);.*/\1/p
	s/.*"text":"not OLD, and left as they are: \(.*\)".*/\1/p' "$scratch/events" |
	sed 's/ ([^)]*)//g' | tr -s ', ' '\n\n' | sort | tr '\n' ' ')
[ "$ours" = 'app-11 web-array-1 ' ] ||
	{ head -n 4 "$scratch/events"; die "other servers than ours: $ours"; }
printf 'step clone\npick __31mapp___script__-rf\n' |
	wants 2 run_script - --json >>"$scratch/events" 2>"$scratch/said"
grep -q '__31mapp___script__-rf cannot be picked here' "$scratch/said" ||
	{ cat "$scratch/said"; die "it is not known by a name of ours"; }
"$CUTOVER" doctor -c "$conf" >"$scratch/doctor" || { cat "$scratch/doctor"; die "doctor"; }
! grep -l "$(printf '\033')" "$scratch/events" "$scratch/said" "$scratch/doctor" ||
	die "an escape came through"

say "ten million bytes are not read"
servers='GET /api/deployments/\\d+/servers'
fault "$world" '{"match": "'"$servers"'", "do": "huge", "mb": 10, "times": 99}'
wants 1 "$CUTOVER" doctor -c "$conf" >"$scratch/doctor"
grep -q 'cloud.*the answer is too long' "$scratch/doctor" ||
	{ cat "$scratch/doctor"; die "it was read, or nobody said why not"; }
control "$world" '{"clear": true}' >/dev/null
"$CUTOVER" doctor -c "$conf" >"$scratch/doctor" || die "it does not get over it"
! grep '"kind": "request", "method": "\(PUT\|DELETE\)"' "$world/rightscale.jsonl" ||
	die "something was changed"
