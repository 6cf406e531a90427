#!/bin/sh
# A server whose page does not answer at the start is waited for.  If it stays silent it
# is not OLD, and not left so for good: it is asked on, in every life of the run.  Who
# picks it meanwhile is told, and a script waits until it is known.
. "$TOP_SRCDIR/tests/run/lib.sh"

world_up --servers 2 --lbs 1
page=$world/servers/app-11/cgi/version
events=$scratch/events
tells() { grep -q "$1" "$events"; }
mv "$page" "$page.away"

say "one that is slow is on the list from the start"
asked() { grep -c 'GET /version' "$world/servers/app-11/logs/access.log" || true; }
was_asked() { [ "$(asked)" -ge "$1" ]; }
sed -e "s,^state_dir = .*,state_dir = \"$scratch/other\";," \
	-e 's/^policy = {/&\n	fresh_ms = 60000;/' "$conf" >"$world/patient.conf"
printf 'step clone\nplan\nstop\n' >"$scratch/plan"
before=$(asked)
"$CUTOVER" run -c "$world/patient.conf" --script "$scratch/plan" --json >"$events" &
run=$!
# Oftener than it takes to hear from the others.
until_true 20 was_asked $((before + 6)) || die "it is not asked"
mv "$page.away" "$page"
wants 3 wait "$run"
tells '"OLD servers of this run: app-11, app-12, web-array-1;' || die "$(head -n 5 "$events")"
mv "$page" "$page.away"

say "it is not OLD, and the others are confirmed without it"
part snapshot migrate >"$scratch/first"
wants 3 run_script "$scratch/first" --json >"$events"
for server in app-12 web-array-1; do
	is_old $server "$events" || die "$(head -n 5 "$events")"
done
! is_old app-11 "$events" || die "nobody knows what app-11 serves"
tells 'left as they are: app-11 (does not say its release; it is asked on)' ||
	die "nobody says why: $(head -n 5 "$events")"

say "a script waits for it, and not for ever"
printf 'step clone\npick app-11\n' >"$scratch/pick"
sed 's/change_s = .*/change_s = 1;/' "$conf" >"$world/hasty.conf"
wants 3 "$CUTOVER" run -c "$world/hasty.conf" --script "$scratch/pick" 2>"$scratch/said"
grep -q 'not known yet whether app-11 is OLD' "$scratch/said" || die "$(cat "$scratch/said")"

say "another life hears it answer"
mkfifo "$scratch/lines"
"$CUTOVER" run -c "$conf" --script "$scratch/lines" --json >"$events" 2>"$scratch/said" &
run=$!
exec 9>"$scratch/lines"
printf 'step clone\npick app-11\nplan\n' >&9
until_true 20 tells '"event":"run".*resumed' || die "no second life"
mv "$page.away" "$page"
until_true 30 is_old app-11 "$events" ||
	die "not heard: $(tail -n 5 "$events")"
until_true 20 tells 'clone app-21 from app-11' ||
	die "not picked: $(tail -n 5 "$events" "$scratch/said")"
printf 'stop\n' >&9
exec 9>&-
wants 3 wait "$run"
"$CUTOVER" verify -c "$conf"
nobody_noticed
