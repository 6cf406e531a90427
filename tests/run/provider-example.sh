#!/bin/sh
# The example of cutover-provider(7), cut out of the page, keeps the
# contract of that page, and cutover understands it.
. "$TOP_SRCDIR/tests/run/lib.sh"
command -v python3 >/dev/null || { say "no python3 here"; exit 77; }
cd "$scratch"

sed -n '/^#!.usr.bin.python3$/,/^\.Ed/{/^\.Ed/!p}' \
	"$TOP_SRCDIR/man/cutover-provider.7" >provider
chmod +x provider
tail -n 1 provider | grep -q 'dumps(answer)' || die "the example was not found"
cat >config.in <<'EOF'
deployment = "shop";
release = { from = "r41"; to = "r42"; };
template = "r42";
cloud = { provider = "exec"; exec = { command = [ "./provider" ]; }; };
balancers = ( { name = "lb1"; socket = "/nobody"; backend = "shop"; } );
host = { health_file = "/srv/%n/up"; };
probe = { host = "shop.example"; version = "/version"; health = "/up"; };
EOF
echo "state_dir = \"$scratch/state\";" | cat config.in - >cutover.conf

# ask WORD MEMBERS: the answer, twice, since all can be asked twice.
ask() {
	for turn in 1 2; do
		echo "{\"verb\":\"$1\"${2:+,$2}}" | ./provider "$1" >answer 2>progress ||
			die "$1 ended with $?: $(cat progress)"
		grep -q '^{"ok": true' answer || die "$1: $(cat answer)"
	done
}
has() { grep -qF "$1" answer || die "not there: $1 in $(cat answer)"; }

echo '{"servers": [{"id": "i-0", "name": "app-11", "addr": "10.0.0.9:80",
	"template": "r41", "source": "", "state": "operational", "in_array": false,
	"launched": 1}], "tags": {}, "inputs": {}, "next": 1}' >fleet.json
ask mark '"name":"app-21","tag":"cutover:new"'
ask list
has '"reserved": [{"name": "app-21", "tags": ["cutover:new"]}]'
ask clone '"name":"app-21","source":"app-11","token":"cutover-app-21"'
ask configure '"id":"i-1","template":"r42"'
ask set_input '"key":"RELEASE","value":"r42","scope":"deployment"'
ask set_input '"key":"OLD","value":null,"scope":"deployment"'
ask launch '"id":"i-1"'
ask list
has '"reserved": []'
has '"id": "i-1", "name": "app-21", "addr": "10.0.0.1:80", "template": "r42", "source": "app-11", "state": "operational", "in_array": false, "launched": 0, "tags": ["cutover:new"]'
has '{"key": "RELEASE", "value": "r42", "scope": "deployment", "secret": false}'
ask terminate '"id":"i-0"'
wants 10 sh -c 'echo "{\"verb\":\"launch\",\"id\":\"i-7\"}" | ./provider launch' 2>progress
grep -q 'no server whose id is i-7' progress || die "$(cat progress)"
wants 10 sh -c 'echo "{\"verb\":\"array\"}" | ./provider array' 2>/dev/null

# What cutover makes of it: one runs, and nobody else is there to be asked.
"$CUTOVER" doctor -c cutover.conf >doctor 2>&1 || true
grep -q 'exec answers, 1 server runs' doctor || die "$(cat doctor)"
grep -q 'cloud.exec.command: .*/provider$' doctor || die "$(cat doctor)"
# It is looked for where it is started, wherever one stands, and must be executable.
mkdir elsewhere
(cd elsewhere && "$CUTOVER" doctor -c ../cutover.conf >../doctor 2>&1) || true
grep -q 'cloud.exec.command: \.\./\./provider$' doctor || die "$(cat doctor)"
grep -q 'exec answers, 1 server runs' doctor || die "$(cat doctor)"
chmod -x provider
wants 1 "$CUTOVER" doctor -c cutover.conf >doctor 2>&1
grep -q 'cloud.exec.command: .*Permission denied' doctor || die "$(cat doctor)"
grep -q 'list: start ./provider: Permission denied' doctor || die "$(cat doctor)"
chmod +x provider
# A list that cannot be read is told, and is no empty one.
echo 'x' >fleet.json
"$CUTOVER" doctor -c cutover.conf >doctor 2>&1 || true
grep -q 'the command for list: exit status 1: json' doctor || die "$(cat doctor)"
! grep -q 'exec answers' doctor || die "$(cat doctor)"
