#!/bin/sh
# Both ways to log in to RightScale: the password goes to the right shard by a POST
# that is sent again, sessions get other names and end in the middle of a run, and
# what is secret is in no record.
. "$TOP_SRCDIR/tests/run/lib.sh"
command -v python3 >/dev/null || { say "no python3 here"; exit 77; }

world_up --cloud rightscale --servers 1 --lbs 1
effects=$world/rightscale.jsonl
api=$(sed -n 's,.*api = "\([^"]*\)".*,\1,p' "$conf")

# asked METHOD PATH STATUS: how often that was answered so.
asked() {
	grep "\"request\", \"method\": \"$1\", \"path\": \"$2\", \"status\": $3" "$effects" |
		wc -l
}
looks_well() {
	"$CUTOVER" doctor -c "$conf" >"$scratch/doctor" 2>&1 || true
	grep -q 'rightscale answers' "$scratch/doctor"
}

say "by refresh token, of an account that lives elsewhere"
sed -i 's,^\(\t*\)secret_file = .*token",\1account = "60001";\n&,' "$conf"
fault "$world" '{"match": "POST /api/oauth2", "do": "redirect", "code": 301, "location": "'"$api"'"}'
looks_well || { cat "$scratch/doctor"; die "no login by refresh token"; }
[ "$(asked POST /api/oauth2 301)" -eq 1 ] || die "it was not sent on"
[ "$(asked POST /api/oauth2 200)" -ge 1 ] || die "it was not sent again"

say "by e-mail and password"
printf 'demo-password\n' >"$world/password"
chmod 600 "$world/password"
sed -i -e 's,^\(\t*\)secret_file = .*token",\1email = "ops@example.com";\n\1secret_file = "'"$world"'/password",' "$conf"
fault "$world" '{"match": "POST /api/sessions", "do": "redirect", "code": 302, "location": "'"$api"'"}'
looks_well || { cat "$scratch/doctor"; die "no login by password"; }
[ "$(asked POST /api/sessions 302)" -eq 1 ] || die "it was not sent on"
[ "$(asked POST /api/sessions 204)" -ge 1 ] || die "it was not sent again"
[ "$(asked GET /api/sessions 200)" -eq 0 ] || die "a POST became a GET"

say "nobody else gets the password"
fault "$world" '{"match": "POST /api/sessions", "do": "redirect", "code": 302, "times": 9, "location": "https://evil.example"}'
! looks_well || die "it was sent to evil.example"
grep -q 'evil.example.*not followed' "$scratch/doctor" || { cat "$scratch/doctor"; die "no reason"; }
control "$world" "{\"clear\": true}" >/dev/null

say "a session that gets another name, and one that ends, within a run"
before=$(asked POST /api/sessions 204)
fault "$world" '{"match": "GET /api/deployments/.*/servers", "do": "rotate", "times": 3}'
fault "$world" '{"match": "POST /api/servers/.*/clone", "do": "expire"}'
sed '/^step configure$/,$d' "$TOP_SRCDIR/tests/run/small.script" |
	wants 3 run_script - --json >"$scratch/events"
[ "$(grep -c '"fault": "rotate"' "$effects")" -eq 3 ] || die "no session got another name"
[ "$(asked POST '/api/servers/[0-9]*/clone' 403)" -eq 1 ] || die "no session ended"
[ "$(grep -c '"what": "clone"' "$effects")" -eq 1 ] || die "not cloned exactly once"
# One at the start, one after the end of that one.  A new name needs none.
logins=$(($(asked POST /api/sessions 204) - before))
[ "$logins" -eq 2 ] || die "$logins logins"

say "a password that is wrong"
printf 'other-password\n' >"$world/password"
! looks_well || die "a wrong password will do"
grep -q 'is the password still valid' "$scratch/doctor" || { cat "$scratch/doctor"; die "no reason"; }

! grep -rqE 'demo-password|other-password|demo-refresh-token' "$world/state" "$effects" \
	"$scratch/events" "$scratch/doctor" || die "a secret is in a record"
