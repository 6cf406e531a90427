#!/bin/sh
# A balancer dies in the middle of the attach, and again before the detach.  While
# it is silent no server is taken out of any balancer; when it is back, the same
# script goes on to its end.
. "$TOP_SRCDIR/tests/run/lib.sh"

script=$scratch/upgrade.script
events=$scratch/events
said=$scratch/said
sed '/^step array-update$/,$d' "$TOP_SRCDIR/tests/run/small.script" >"$script"

kill_balancer() {
	# shellcheck disable=SC2046
	kill -9 $(balancer lb2)
	gone() { [ -z "$(balancer lb2)" ]; }
	until_true 10 gone || die "lb2 does not die"
}

# Noted beside the others of this world, so that it goes with them.
start_balancer() {
	"$HAPROXY" -W -S "$world/lb2.master" -f "$world/lb2.cfg" \
		>>"$world/lb2.log" 2>&1 </dev/null &
	echo "$! $(awk '{ print $22 }' /proc/$!/stat) balancer" >>"$world/pids"
	until_true 20 "$CUTOVER" watch --once -c "$conf" >/dev/null 2>&1 ||
		die "lb2 does not come back"
}

count() { grep -c "$1" "$events" || true; }

# nothing_out STATUS: the script on standard input ends so, with a sentence that
# names the balancer; nothing was taken out meanwhile.
nothing_out() {
	cat >"$scratch/try.script"
	before=$(wc -l <"$events")
	status=0
	run_script "$scratch/try.script" --json >>"$events" 2>"$said" || status=$?
	case $1 in
	*" $status "*) ;;
	*) die "ended with $status: $(cat "$said"; tail -n 3 "$events")" ;;
	esac
	grep -q 'lb2' "$said" || die "lb2 is not named: $(cat "$said")"
	tail -n +$((before + 1)) "$events" | grep '"event":"\(started\|done\)"' |
		grep '"action":"\(drain\|detach\|terminate\)"' &&
		die "something was taken out"
	say "$(cat "$said")"
}

world_up --servers 1
# Here nobody waits long for a balancer that is gone.
sed -i "s/change_s = 30/change_s = 10/" "$conf"
# And an attach takes long enough to be in the middle of it.
sed -i "s/inter 500ms/inter 3s/" "$conf"

# In the middle of the attach: one is done, others are to follow.
"$CUTOVER" run -c "$conf" --script "$script" --json >"$events" 2>"$said" &
run=$!
attached() { grep -q '"event":"done".*"action":"attach"' "$events"; }
until_true 60 attached || die "no attach: $(tail -n 3 "$events")"
kill_balancer
status=0
wait "$run" || status=$?
case $status in
1|3|4) ;;
*) die "the run ended with $status without lb2: $(cat "$said")" ;;
esac
grep -q 'lb2' "$said" || die "lb2 is not named: $(cat "$said")"
say "$(cat "$said")"
[ "$(count '"event":"started".*"action":"drain"')" -eq 0 ] || die "drained"

nothing_out ' 1 4 ' <<'END'
step drain
plan
confirm
END

# It says so to who looks, too.
wants 1 "$CUTOVER" watch --once -c "$conf" >"$scratch/look" 2>"$said"
grep -q '^cutover: lb2: ' "$said" || die "watch: $(cat "$said")"

start_balancer
sed '/^step detach$/,$d' "$script" >"$scratch/sessions.script"
wants 3 run_script "$scratch/sessions.script" --json >>"$events" 2>"$said"
[ "$(count '"step":"sessions","event":"state","text":"done')" -ge 1 ] ||
	die "the sessions did not end: $(cat "$said"; tail -n 3 "$events")"

# All is drained; now the balancer cannot say so any more.
kill_balancer
nothing_out ' 1 4 ' <<'END'
step detach
plan
confirm 2 shop-demo
await done 240s
END
start_balancer
# It forgot what was drained until its checks saw it again, and gave away a few
# visitors: they are waited for.
sed -i "s/change_s = 10/change_s = 60/" "$conf"
status=0
run_script "$script" --json >>"$events" 2>"$said" || status=$?
[ "$status" -eq 3 ] || die "the script ended with $status: $(cat "$said")"
[ "$(count '"step":"detach","event":"state","text":"done')" -ge 1 ] ||
	die "not detached: $(cat "$said"; tail -n 3 "$events")"
"$CUTOVER" watch --once -c "$conf" >"$scratch/look"
out=$(grep -c '^\(app-11\|web-array-1\) .* MAINT ' "$scratch/look" || true)
[ "$out" -eq 4 ] || die "not out everywhere: $(cat "$scratch/look")"
"$CUTOVER" verify -c "$conf"
