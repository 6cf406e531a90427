#!/bin/sh
# The whole upgrade under the visitors: all 18 steps, and not one request fails.
. "$TOP_SRCDIR/tests/run/lib.sh"

world_up
whole_upgrade "$TOP_SRCDIR/config/demo/full.script"
done=$(grep -c '"event":"state".*"text":"done' "$scratch/events")
[ "$done" -ge 16 ] || die "only $done steps were done"

# The world says so too: only the new release answers, the old servers are gone.
"$CUTOVER" watch --once --json -c "$conf" >"$scratch/look"
"$CUTOVER" report --json -c "$conf" >"$scratch/report"

# The report in its three forms, against the ones that are kept; times, paths and
# what else differs from run to run are masked, remarks are left out; who is empty
# before it is waited for needs no wait.
# REPORT=write keeps them anew.
mask() {
	sed -E -e "s#$world#WORLD#g" -e 's#[^ "]*/migrations/#MIGRATIONS/#g' \
		-e 's/[0-9-]{10}T[0-9:.]+Z/TIME/g' -e 's/[0-9]{8}-[0-9]+/RUN/g' \
		-e 's/[0-9]{2}:[0-9]{2}:[0-9]{2}/TIME/g' -e 's/pid [0-9]+/pid N/g' \
		-e 's/[0-9a-f]{64}/DIGEST/g' -e 's/[0-9]+ records/N records/' \
		-e 's/([0-9]+ [hm] )*[0-9]+ s\b/SPAN/g' \
		-e 's/("(took_ms|records|seq)":\t)[0-9]+/\1N/' \
		-e 's/[a-z_]+@[A-Za-z0-9._-]+/WHO/g' \
		-e '/step 13  wait until/d' \
		-e '/Watch sessions drain/s/[0-9]+( actions?)?( \|)?$/N\2/' \
		-e 's/[0-9]+ (open when drained) \([0-9:]{5}\), 0 at [0-9:]{5}/N \1 (TIME), 0 at TIME/' \
		-e '/"name":.*"sessions"/,/"actions"/s/("actions":\t)[0-9]+/\1N/' \
		-e '/^(## )?Remarks$/,/^Journal/{/^Journal/!d;}' \
		-e '/"remarks":/,$d' |
		perl -0pe 's/\{[^{}]*"wait until [^{}]*\}, //g'
}
report_is() {	# NAME [options of report]
	kept=$TOP_SRCDIR/tests/run/report.$1
	shift
	"$CUTOVER" report "$@" -c "$conf" | mask >"$scratch/masked"
	[ "${REPORT-}" != write ] || cp "$scratch/masked" "$kept"
	diff -u "$kept" "$scratch/masked" || die "the report is not the one that is kept"
}
report_is md
report_is txt --text
report_is json --json
grep -q '"ended":[[:space:]]*true' "$scratch/report" || die "the report says not ended"
wants 0 "$CUTOVER" status -c "$conf"

"$CUTOVER" demo --down --dir "$world" | tee "$scratch/totals"
world=
grep -q ' 0 failed, 0 wrong' "$scratch/totals" || die "visitors had to suffer"
came=$(sed -n 's/.*visitors: \([0-9]*\) came.*/\1/p' "$scratch/totals")
[ "$came" -ge 100 ] || die "only $came visitors came: that proves nothing"
