#!/bin/sh
# Clients that others wrote feel at home in the simulator: their requests, byte by
# byte, and what the platform refuses.  What it refused is on its record, and none of
# it was a fault of its own.
. "$TOP_SRCDIR/tests/run/lib.sh"
command -v python3 >/dev/null || { say "no python3 here"; exit 77; }

world_up --cloud rightscale --servers 1 --lbs 2
api=$(sed -n 's/^[[:space:]]*api = "http:\/\/\([^"]*\)".*/\1/p' "$conf")
python3 -B "$TOP_SRCDIR/tests/sim/shapes.py" "$api" "$world/rightscale.sock"
refused() { grep '"kind": "refused"' "$world/rightscale.jsonl"; }
refused | grep -q '"path": "/api/nothing", "status": 404' ||
	die "a refusal is not on the record"
! refused | grep '"status": 500' || die "the simulator broke"
nobody_noticed
