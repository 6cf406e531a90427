#!/bin/sh
# Looking on: without a run on the balancers alone, and beside a driver, whose steps
# two watchers see within two seconds.  Nothing is locked, written or asked for.
. "$TOP_SRCDIR/tests/tty/lib.sh"

now_ms() { date +%s%3N; }
watch_in() {
	mux new-session -d -s "$1" -x 80 -y 24 \
		"LC_ALL=C.UTF-8 '$CUTOVER' watch -c '$conf'; echo ended with \$?; sleep 60"
}
screen_of() { mux capture-pane -p -t "$1"; }
screen_has() { screen_of "$1" | grep -qF -- "$2"; }
sees_in() {
	until_true "$3" screen_has "$1" "$2" ||
		{ screen_of "$1"; die "$1 does not see \"$2\""; }
}
records() { "$CUTOVER" verify -c "$conf" | sed 's/.*: \([0-9]*\) records.*/\1/'; }

world_up
terminal 80 24

# No run: the balancers, and not so much as a folder for runs.
watch_in one
sees_in one WATCHING 10
sees_in one 'No run is open' 10
sees_in one 'app-11' 10
[ ! -e "$world/state" ] || die "a folder was made"
mux send-keys -t one Down Enter
sees_in one 'who is connected' 10
mux send-keys -t one Escape

# A driver comes; both watchers were there before, and hold nothing.
watch_in two
sees_in two app-11 10
mkfifo "$scratch/orders"
run_script - --json <"$scratch/orders" >"$scratch/events" 2>&1 &
driver=$!
exec 4>"$scratch/orders"
order() { printf '%s\n' "$1" >&4; }
told() { grep -q -- "$1" "$scratch/events"; }
until_true 20 told '"event":"run"' || die "the driver does not start"

# seen EVENT SCREEN: from the driver's event to both screens.
seen() {
	until_true 30 told "$1" || { tail "$scratch/events"; die "no $1"; }
	from=$(now_ms)
	sees_in one "$2" 3
	sees_in two "$2" 3
	took=$(( $(now_ms) - from ))
	say "seen after $took ms: $2"
	[ $took -ge $soonest ] || soonest=$took
}
soonest=60000
order 'step snapshot'
order plan
order 'confirm shop'
seen '"step":"snapshot".*"text":"done' '✓1'
order 'step migrate'
order plan
order confirm
seen '"step":"migrate".*"text":"done' '✓2'
# A busy machine can hold one of them up; what is seen too late by design always is.
[ $soonest -le 2000 ] || die "seen after $soonest ms at the soonest"

# What a driver may do, a watcher may not; what was found is no lock either.
for key in u a Space c d Enter Escape Tab Enter Escape; do
	mux send-keys -t one "$key"
done
wants 0 "$CUTOVER" watch --once -c "$conf" >/dev/null
order stop
wait $driver || true
exec 4>&-
before=$(records)
# Escape says so when there is nothing to close; the next key takes that away.
mux send-keys -t one Escape Tab
sees_in one 'nobody drives' 10
for key in u a Space c d Enter Tab Enter Escape; do
	mux send-keys -t two "$key"
done
mux send-keys -t two q
sees_in two 'ended with 0' 10
[ "$(records)" = "$before" ] || die "the journal grew by looking"

# In lines, and as JSON, for who has no screen.
"$CUTOVER" watch -c "$conf" >"$scratch/lines" </dev/null &
lines=$!
"$CUTOVER" watch --json -c "$conf" >"$scratch/json" </dev/null &
json=$!
has_line() { grep -q 'shop on lb[12]: [0-9]* sessions' "$scratch/lines"; }
until_true 10 has_line || { cat "$scratch/lines"; die "no counts"; }
has_json() { grep -q '^{"version":1,.*"server":"app-11"' "$scratch/json"; }
until_true 10 has_json || { cat "$scratch/json"; die "no object"; }
kill -s TERM $lines $json
wait $lines || die "lines end with $?"
wait $json || die "JSON ends with $?"
! LC_ALL=C grep -q "$(printf '\033')" "$scratch/lines" || die "escapes in a pipe"
