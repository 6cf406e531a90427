#!/bin/sh
# config/providers beyond what the upgrades go through: refusals, boots that fail, what
# is asked twice or at once, units, a book that is always whole.
. "$TOP_SRCDIR/tests/run/lib.sh"
command -v python3 >/dev/null || { say "no python3 here"; exit 77; }
provider=$TOP_SRCDIR/config/providers/systemd-or-dirs/provider
dir=$scratch/fleet
net=127.$(( $$ % 200 + 20 )).$(( $$ / 200 % 250 ))
mkdir -p "$dir/templates/good" "$dir/templates/dies" "$dir/templates/unit" \
	"$dir/templates/mute" "$dir/templates/tree"
cd "$dir"
trap '"$provider" "$dir/shop.json" stop >/dev/null 2>&1 || :; finish' EXIT

cat >shop.json <<EOF
{ "templates": "templates", "servers": "servers",
  "addresses": [ "$net.1:18001", "$net.2:18001", "$net.3:18001", "$net.4:18001" ],
  "inputs": { "WORD": "a \"b\" \$c @NAME@ {{ 7 * 7 }}",
	"KEY": { "value": "hush", "secret": true } },
  "array": { "name": "web", "template": "good", "min": 1, "max": 1,
	"enabled": false },
  "systemctl": [ "$dir/systemctl" ],
  "start": [ { "name": "old", "template": "good" } ] }
EOF
cat >templates/good/template.json <<'EOF'
{ "command": ["python3", "-m", "http.server", "--bind", "@HOST@", "@PORT@"],
  "ready": "/word", "needs": ["WORD"] }
EOF
echo 'name @NAME@ word @input:WORD@ other @word@' >templates/good/word
echo '{ "command": ["false"], "ready": "/" }' >templates/dies/template.json
echo '{ "command": ["sleep", "300"], "ready": "/", "boot_timeout_ms": 500 }' \
	>templates/mute/template.json
echo '{ "command": ["sh", "-c", "sleep 300 & wait"] }' >templates/tree/template.json
echo '{ "unit": "shop@@NAME@.service" }' >templates/unit/template.json
# What systemd would do, and what it was asked.
cat >systemctl <<EOF
#!/bin/sh
echo "\$*" >>"$dir/asked"
case \$1 in
start)	touch "$dir/active" ;;
stop)	rm -f "$dir/active" ;;
is-active) [ -e "$dir/active" ] ;;
esac
EOF
chmod +x systemctl

# ask STATUS VERB MEMBERS: one question, its answer in answer, progress in progress.
ask() {
	got=0
	echo "{\"verb\":\"$2\"${3:+,$3}}" | "$provider" shop.json "$2" >answer \
		2>progress || got=$?
	[ "$got" -eq "$1" ] || die "$2 ended with $got, not $1: $(cat progress)"
}
# state NAME: as the list has it.
state() {
	ask 0 list
	python3 -c 'import json, sys
print(*[s["state"] for s in json.load(open("answer"))["servers"]
	if s["name"] == sys.argv[1]])' "$1"
}
is() { [ "$(state "$1")" = "$2" ] || die "$1 is $(state "$1"), not $2"; }

"$provider" shop.json start 2>progress >/dev/null || die "$(cat progress)"
is old operational
[ "$(curl -s "http://$net.1:18001/word")" = \
	'name old word a "b" $c @NAME@ {{ 7 * 7 }} other @word@' ] ||
	die "$(curl -s "http://$net.1:18001/word")"

# Refused, and nothing was done.
before=$(cat fleet.json)
ask 10 clone '"name":"new","source":"nobody","token":"t"'
ask 10 clone '"name":"old","source":"old","token":"t"'
ask 10 clone '"name":"a:b","source":"old","token":"t"'
ask 10 configure '"id":"i-1","template":"dies"'
ask 10 configure '"id":"i-1","template":"none"'
ask 10 launch '"id":"i-77"'
ask 10 terminate '"id":"i-77"'
ask 10 set_input '"key":"A","value":"b","scope":"array"'
ask 10 attach '"id":"i-1","name":"old","addr":"x","lb":"lb1"'
[ "$before" = "$(cat fleet.json)" ] || die "a refusal changed the book"

# The same token makes no second one, another's is no way to one.
ask 0 clone '"name":"new","source":"old","token":"t"'
ask 0 clone '"name":"new","source":"old","token":"t"'
ask 10 clone '"name":"newer","source":"old","token":"t"'
[ "$(grep -c 'clone new' fleet.log)" -eq 1 ] || die "$(cat fleet.log)"
is new inactive

# Boots that fail are stranded, and say why.
ask 0 configure '"id":"i-2","template":"dies"'
ask 0 launch '"id":"i-2"'
is new stranded
grep -q 'its process ended' answer || die "$(cat answer)"
ask 10 launch '"id":"i-2"'
ask 0 terminate '"id":"i-2"'
is new terminated
ask 0 clone '"name":"mute","source":"old","token":"u"'
ask 0 configure '"id":"i-3","template":"mute"'
ask 0 launch '"id":"i-3"'
is mute stranded
ask 0 terminate '"id":"i-3"'
! pgrep -f "$dir/servers/mute" || die "it runs on"

# A tree whose head was killed is ended whole; a stranger with its number is not.
ask 0 clone '"name":"tree","source":"old","token":"x"'
ask 0 configure '"id":"i-4","template":"tree"'
ask 0 launch '"id":"i-4"'
is tree operational
read -r head since boot <servers/tree/cutover.pid
kill -9 "$head"
until_true 10 sh -c "! kill -0 $head 2>/dev/null"
ask 0 list
grep -q '"name": "tree".*"alive": false' answer || die "$(cat answer)"
kill -0 -"$head" || die "nobody is left to be ended"
ask 0 terminate '"id":"i-4"'
! kill -0 -"$head" 2>/dev/null || die "the tree runs on"
setsid sleep 300 &
stranger=$!
ask 0 clone '"name":"stale","source":"old","token":"y"'
ask 0 configure '"id":"i-5","template":"tree"'
ask 0 launch '"id":"i-5"'
read -r head since boot <servers/stale/cutover.pid
kill -9 -"$head"
for words in "$stranger $since $boot" "$stranger 1 another-boot"; do
	echo "$words" >servers/stale/cutover.pid
	python3 - <<-EOF
	import sys
	sys.path.insert(0, "$TOP_SRCDIR/config/providers/fleet")
	sys.dont_write_bytecode = True
	import process
	assert not process.lives("servers/stale")
	process.stop("servers/stale")
	EOF
	kill -0 "$stranger" || die "a stranger was ended: $words"
done
kill "$stranger"
ask 0 terminate '"id":"i-5"'

# Asked twice at once, one launch; a secret that is set again stays one.
ask 0 clone '"name":"twin","source":"old","token":"v"'
echo '{"verb":"launch","id":"i-6"}' >question
"$provider" shop.json launch <question >/dev/null 2>&1 &
"$provider" shop.json launch <question >/dev/null 2>&1 || die "twice at once"
wait $!
is twin operational
[ "$(grep -c 'launch twin' fleet.log)" -eq 1 ] || die "$(cat fleet.log)"
ask 0 set_input '"key":"KEY","value":"shh","scope":"deployment"'
ask 0 list
grep -q '"value": "shh", "secret": true' answer || die "$(cat answer)"

# The array: a trial is one launch, also when asked twice; no more than max.
ask 0 array '"enabled":true,"trial":true'
ask 0 array '"enabled":true,"trial":true'
ask 0 array '"enabled":true,"trial":false'
[ "$(grep -c 'launch web' fleet.log)" -eq 1 ] || die "$(cat fleet.log)"
ask 10 array '"enabled":true,"trial":true'
ask 0 array '"enabled":false,"trial":false'

# Units: systemctl is asked, and the inputs stand where EnvironmentFile= reads them.
ask 0 clone '"name":"unit","source":"old","token":"w"'
ask 10 configure '"id":"i-7","template":"unit"'		# that is the array's
ask 0 configure '"id":"i-8","template":"unit"'
ask 0 launch '"id":"i-8"'
is unit operational
grep -qx 'start shop@unit.service' asked || die "$(cat asked)"
grep -qF 'INPUT_WORD="a \"b\" $c @NAME@ {{ 7 * 7 }}"' servers/unit/environment ||
	die "$(cat servers/unit/environment)"
[ "$(stat -c %a servers/unit/environment)" = 600 ] || die "others can read it"
ask 0 terminate '"id":"i-8"'
grep -qx 'stop shop@unit.service' asked || die "$(cat asked)"

# Who reads never sees half a book, and needs no lock.
( flock 9; touch held; while [ -e held ]; do sleep 0.1; done ) 9>fleet.lock &
until_true 10 test -e held
timeout 10 "$provider" shop.json list </dev/null >/dev/null 2>&1 ||
	echo '{"verb":"list"}' | timeout 10 "$provider" shop.json list >/dev/null ||
	die "list waits for the lock"
rm held
wait

# One that was launched by somebody who never came back.
sed -i 's/"addresses"/"boot_limit_ms": 1, "addresses"/' shop.json
python3 -c 'import json
book = json.load(open("fleet.json"))
[s for s in book["servers"] if s["name"] == "old"][0].update(state="booting", launched=1)
json.dump(book, open("fleet.json", "w"))'
is old stranded
