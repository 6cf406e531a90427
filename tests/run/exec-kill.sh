#!/bin/sh
# kill -9 in the middle of a verb of cloud.exec, before its effect and after it: the
# command lives on, the next life finds out by the list, and nothing is asked twice;
# also when somebody has set the clock forward by a day between the two.
. "$TOP_SRCDIR/tests/run/lib.sh"
. "$TOP_SRCDIR/tests/run/kill.sh"
command -v python3 >/dev/null || { say "no python3 here"; exit 77; }

world_up --cloud exec --servers 1 --lbs 1
provider=$(sed -n 's/.*command = \[ "\([^"]*\)",.*/\1/p' "$conf")
script=$TOP_SRCDIR/tests/run/small.script

# Commands of their own: what came is noted, and two of them go on when told.
cat >"$world/clone" <<EOF
#!/bin/sh
cat >"$world/clone.asked.\$\$"
"$provider" "$world/cloud.json" clone <"$world/clone.asked.\$\$" >"$world/clone.answer"
touch "$world/clone.begun"
while [ ! -e "$world/clone.go" ]; do sleep 0.1; done
cat "$world/clone.answer"
EOF
cat >"$world/launch" <<EOF
#!/bin/sh
cat >"$world/launch.asked.\$\$"
touch "$world/launch.begun"
while [ ! -e "$world/launch.go" ]; do sleep 0.1; done
exec "$provider" "$world/cloud.json" launch <"$world/launch.asked.\$\$"
EOF
cat >"$world/list" <<EOF
#!/bin/sh
echo >>"$world/list.asked"
exec "$provider" "$world/cloud.json" list
EOF
chmod +x "$world/clone" "$world/launch" "$world/list"
sed -i 's|^	exec = {|&\n		clone = [ "./clone" ];\n		launch = [ "./launch" ];\n		list = [ "./list" ];\n		limits_s = { launch = 3600; };|' \
	"$conf"

# kill_in VERB: a life that is killed while that command is at work.
kill_in() {
	as_asked "$script" >"$scratch/script"
	"$CUTOVER" run -c "$conf" --script "$scratch/script" --json >>"$events" \
		2>>"$errors" &
	life=$!
	until_true 90 test -e "$world/$1.begun" || { tail -n 20 "$events" "$errors"
		die "$1 was never asked"; }
	kill -9 "$life"
	wait "$life" || true
}

# The clone is there, its answer is lost.
kill_in clone
kill_in launch
touch "$world/clone.go"
# The launch has not begun when the next life looks for it, more often than one looks
# for what cannot come any more.  By the wall clock that was so yesterday.
{ export CUTOVER_CLOCK_S=86400
	life "$script" "${SETCLOCK:?}"
	echo "$status" >"$scratch/status"; } &
lives=$!
until_true 60 grep -q '"event":"uncertain".*unsettled' "$events" ||
	die "the next life did not look"
listed() { wc -l <"$world/list.asked"; }
before=$(listed)
has_looked() { [ "$(listed)" -ge $((before + 12)) ]; }
until_true 60 has_looked || die "the next life did not look on"
touch "$world/launch.go"
wait "$lives"
[ "$(cat "$scratch/status")" -eq 0 ] || { tail -n 20 "$events" "$errors"
	die "ended with $(cat "$scratch/status")"; }
once_each
[ "$(journal 'SELECT max(wall_ms) - min(wall_ms) > 86000000 FROM event')" -eq 1 ] ||
	die "the clock was not set"
for verb in clone launch; do
	[ "$(cat "$world/$verb.asked".* | grep -c '"name":"app-21"\|"id":"i-3"')" -eq 1 ] ||
		die "$verb of app-21 was asked more than once"
	[ "$(grep -c "$verb app-21" "$world/fleet.log")" -eq 1 ] ||
		die "$verb of app-21 was done more than once"
done
nobody_noticed
