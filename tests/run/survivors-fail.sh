#!/bin/sh
# The new servers begin to answer with errors while the old ones are drained: nothing
# more is taken out (GR-11) until they do not, and then the same plan goes on.
. "$TOP_SRCDIR/tests/run/lib.sh"

events=$scratch/events
order() { printf '%s\n' "$1" >&4; }
told() { grep -q -- "$1" "$events"; }
drained() { grep -c '"event":"done".*"action":"drain"' "$events" || true; }

# Two old servers beside the array's: the first of them leads, others are held.
world_up --servers 2 --lbs 1
# A minute of answers must be good again, and the plan waits for so long.
sed -i "s/change_s = 30/change_s = 300/" "$conf"
part snapshot drain >"$scratch/before.script"
wants 3 run_script "$scratch/before.script" >"$scratch/said"

mkfifo "$scratch/orders"
run_script - --json <"$scratch/orders" >"$events" 2>"$scratch/said" &
driver=$!
exec 4>"$scratch/orders"
order 'step drain'
order plan
until_true 60 told '"event":"planned"' || die "no plan: $(cat "$scratch/said")"
order confirm
until_true 60 told '"event":"started".*"action":"drain"' || die "no drain begins"
# The new release has a fault: its front page fails.
for server in app-21 app-22 app-23; do
	shop=$world/servers/$server/cgi/shop
	mv "$shop" "$shop.good"
	printf '#!/bin/sh\nexit 1\n' >"$shop"
	chmod +x "$shop"
done
until_true 60 told 'GR-11.*5xx answers in the last minute.*find out why, or go back' ||
	{ tail -n 5 "$events"; die "it is not held"; }
held=$(drained)
[ "$held" -lt 3 ] || die "all were drained before it could be held"
say "held after $held of 3"

# Held is held: visitors go on failing, and no other server is taken out.
failed=$(visitors failed)
more_fail() { [ "$(visitors failed)" -ge $((failed + 20)) ]; }
until_true 60 more_fail || die "nobody fails, so nothing is shown"
[ "$(drained)" -eq "$held" ] || die "taken out although the new ones fail"

for server in app-21 app-22 app-23; do
	shop=$world/servers/$server/cgi/shop
	mv "$shop.good" "$shop"
done
until_true 150 told '"step":"drain","event":"state","text":"done' ||
	{ tail -n 5 "$events"; cat "$scratch/said"; die "it does not go on when they are well"; }
[ "$(drained)" -eq 3 ] || die "drained: $(drained)"
order stop
exec 4>&-
wait "$driver" || true
