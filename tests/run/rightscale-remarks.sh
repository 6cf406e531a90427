#!/bin/sh
# What RightScale tells beside: tags that reach other deployments, alerts, scripts that
# failed, Apache's graphs (where NaN is no zero), an input that it ignores.  Said where it
# matters, and it holds nothing up.
. "$TOP_SRCDIR/tests/run/lib.sh"
command -v python3 >/dev/null || { say "no python3 here"; exit 77; }

world_up --cloud rightscale --servers 1 --lbs 1
small=$TOP_SRCDIR/tests/run/small.script
control "$world" '{"scope": "account"}' >/dev/null
control "$world" '{"alert": "app-11"}' >/dev/null
scope='server_tag_scope is "account"'

"$CUTOVER" doctor -c "$conf" >"$scratch/doctor" 2>&1 || true
grep -q "$scope" "$scratch/doctor" || { cat "$scratch/doctor"; die "doctor says nothing of it"; }

# Nobody's monitoring, for a start: 403 is no reason to stop.
fault "$world" '{"match": "GET .*/monitoring_metrics/.*", "do": "status", "code": 403, "times": 3}'
sed '/^step set-inputs$/,$d' "$small" | wants 3 run_script - --json >"$scratch/first"
grep -q '"event":"note".*server_tag_scope' "$scratch/first" || die "no note at the start"

say "the report of all inputs, as the dashboard has it"
report=$(ls "$world"/state/*/xref_report_*.csv)
[ "$(stat -c %a "$report")" = 600 ] || die "others may read it"
python3 - "$report" <<'END' || die "the report is wrong"
import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], newline='')))
assert list(rows[0]) == ['Input', 'Server', 'ID', 'RightScript/Chef Recipe', 'Phase', 'Value',
                         'Source'], list(rows[0])
found = {(r['Server'], r['Input']): r for r in rows}
assert {'app-11', 'app-21', 'lb1', 'db-master'} <= {r['Server'] for r in rows}
release = found['app-11', 'RELEASE']
assert release['Source'] == 'Deployment' and release['Value'].startswith('text:'), release
pools = found['app-11', 'lb/pools']
assert (pools['Value'], pools['Source']) == ('text:shop', 'ServerTemplate'), pools
assert release['ID'].isdigit(), release
used = {(r['RightScript/Chef Recipe'], r['Phase']) for r in rows
        if (r['Server'], r['Input']) == ('app-11', 'lb/pools')}
assert ('lb::do_attach_request', 'boot') in used, used
assert release['RightScript/Chef Recipe'] == release['Phase'] == '', release
END

say "an input that RightScale ignores"
{
	printf 'step set-inputs\nset input.NO_SUCH_INPUT x\nplan\nconfirm\nawait done 240s\n'
} | wants 1 run_script - --json >"$scratch/ignored"
grep -q 'RightScale ignores the input NO_SUCH_INPUT' "$scratch/ignored" ||
	{ tail -n 4 "$scratch/ignored"; die "it is not named"; }

say "what it tells in steps 17 and 18"
{
	printf 'step set-inputs\nset input.NO_SUCH_INPUT !unset\nplan\nconfirm\nawait done 240s\n'
	sed -n '/^step launch$/,/^step test-site$/p' "$small"
	sed -n '/^step test-site$/,$p' "$small" | sed 1d
} >"$scratch/script"
# The balancer's own cron fails once.
fault "$world" '{"script": {"recipe": "lb::do_attach_all", "do": "fail"}}'
wants 0 run_script "$scratch/script" --json >"$scratch/rest"
grep -q '"event":"check".*an alert is triggered on app-11' "$scratch/rest" || die "no alert"
grep -q '"event":"check".*lb1 says RightScale: failed: lb::do_attach_all' "$scratch/rest" ||
	die "no script that failed"
grep -q '"event":"check".*app-11 in the cloud.s graphs: sending [0-9?]' "$scratch/rest" ||
	die "no graph: $(grep graphs "$scratch/rest")"
"$CUTOVER" demo --down --dir "$world" >"$scratch/totals"
world=
grep -q ' 0 failed' "$scratch/totals" || die "requests failed"
