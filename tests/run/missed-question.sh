#!/bin/sh
# A new server that misses a question while another one is being attached: nothing
# is sent until it answers again, and then the step goes on.
. "$TOP_SRCDIR/tests/run/lib.sh"

world_up --servers 1 --lbs 1
part snapshot drain >"$scratch/script"
run_script "$scratch/script" --json >"$scratch/events" 2>"$scratch/errors" &
life=$!

told() { grep -q "$1" "$scratch/events"; }
until_true 180 told '"event":"started","action":"attach".*"server":"app-21"' ||
	die "app-21 was never attached"
server=$(cat "$world/servers/app-22/httpd.pid")
kill -STOP "-$(ps -o pgid= -p "$server" | tr -d ' ')"
until_true 60 told '"text":"app-22.* does not say' ||
	{ tail -n 20 "$scratch/events"; die "nobody noticed that app-22 is silent"; }
! told '"event":"started","action":"attach".*"server":"app-22"' ||
	die "app-22 was attached though it says nothing"
kill -CONT "-$(ps -o pgid= -p "$server" | tr -d ' ')"
ended=0
wait "$life" || ended=$?
told '"step":"attach","event":"state","text":"done' ||
	{ tail -n 20 "$scratch/events" "$scratch/errors"
	die "step 11 is not done, status $ended"; }
nobody_noticed
