#!/bin/sh
# run-all.sh TEST... - runs each test, one line each, and the plain count at the
# end.  A test is a program or a script; status 0 passed, 77 skipped.  Output is
# shown when it failed; all of it stays in check-logs/.  JOBS at a time: tests wait
# for conditions, and each has a world of its own.
set -u
: "${TOP_SRCDIR:?}" "${CUTOVER:?}"
logs=check-logs

if [ "${1:-}" = --one ]; then
	name=$(basename "$2")
	log=$logs/$name.log
	start=$(date +%s)
	timeout -k 10 "${TEST_LIMIT:-1200}" "$2" >"$log" 2>&1 </dev/null
	status=$?
	took=$(( $(date +%s) - start ))
	case $status in
	0)	word=ok ;;
	77)	word=skipped ;;
	*)	word=FAILED ;;
	esac
	echo "$word" >"$logs/$name.result"
	printf '%-8s %-34s %4d s\n' "$word" "$name" "$took"
	[ "$word" != FAILED ] || {
		echo "--- $log (status $status), its end:"
		tail -n 60 "$log"
		echo "---"
	}
	exit 0
fi

# Tests set locale, zone and size themselves; nothing of the caller's leaks in.
unset LINES COLUMNS TERM DATABASE_URL XDG_CONFIG_HOME XDG_STATE_HOME XDG_RUNTIME_DIR
export LC_ALL=C.UTF-8 TZ=UTC
mkdir -p "$logs"
rm -f "$logs"/*.result

printf '%s\n' "$@" | xargs -P "${JOBS:-1}" -n 1 sh "$0" --one

count() { cat "$logs"/*.result 2>/dev/null | grep -c "^$1\$"; }
passed=$(count ok) failed=$(count FAILED) skipped=$(count skipped)
# A test that left no result was not run, and that is a failure.
failed=$((failed + $# - passed - failed - skipped))
if [ "$skipped" -eq 0 ]; then
	echo "$passed passed, $failed failed"
else
	echo "$passed passed, $failed failed, $skipped skipped"
fi
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
