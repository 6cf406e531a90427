#!/bin/sh
# The whole upgrade under the visitors: all 18 steps, and not one request fails.
. "$TOP_SRCDIR/tests/run/lib.sh"

world_up
run_script "$TOP_SRCDIR/config/demo/full.script" --json >"$scratch/events" ||
	{ tail -n 30 "$scratch/events"; die "the upgrade ended with $?"; }
grep -q '"event":"end"' "$scratch/events" || die "no end was told"
done=$(grep -c '"event":"state".*"text":"done' "$scratch/events")
[ "$done" -ge 16 ] || die "only $done steps were done"

# The world says so too: only the new release answers, the old servers are gone.
"$CUTOVER" watch --once --json -c "$conf" >"$scratch/look"
"$CUTOVER" report --json -c "$conf" >"$scratch/report"
"$CUTOVER" verify -c "$conf"
grep -q '"ended":[[:space:]]*true' "$scratch/report" || die "the report says not ended"
wants 0 "$CUTOVER" status -c "$conf"

"$CUTOVER" demo --down --dir "$world" | tee "$scratch/totals"
world=
grep -q ' 0 failed, 0 wrong' "$scratch/totals" || die "visitors had to suffer"
came=$(sed -n 's/.*visitors: \([0-9]*\) came.*/\1/p' "$scratch/totals")
[ "$came" -ge 100 ] || die "only $came visitors came: that proves nothing"
