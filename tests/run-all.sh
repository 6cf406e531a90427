#!/bin/sh
# run-all.sh TEST... - runs each test, one line each, and the plain count at the
# end.  A test is a program or a script; status 0 passed, 77 skipped.  Output is
# shown when it failed; all of it stays in check-logs/.
set -u
: "${TOP_SRCDIR:?}" "${CUTOVER:?}"
logs=check-logs
mkdir -p "$logs"
passed=0 failed=0 skipped=0
limit=${TEST_LIMIT:-900}

# Tests set locale, zone and size themselves; nothing of the caller's leaks in.
unset LINES COLUMNS TERM DATABASE_URL XDG_CONFIG_HOME XDG_STATE_HOME XDG_RUNTIME_DIR
export LC_ALL=C.UTF-8 TZ=UTC

for test in "$@"; do
	name=$(basename "$test")
	log=$logs/$name.log
	start=$(date +%s)
	timeout -k 10 "$limit" "$test" >"$log" 2>&1 </dev/null
	status=$?
	took=$(( $(date +%s) - start ))
	case $status in
	0)	passed=$((passed + 1)); word=ok ;;
	77)	skipped=$((skipped + 1)); word=skipped ;;
	*)	failed=$((failed + 1)); word=FAILED ;;
	esac
	printf '%-8s %-34s %4d s\n' "$word" "$name" "$took"
	[ "$word" != FAILED ] || {
		echo "--- $log (status $status), its end:"
		tail -n 60 "$log"
		echo "---"
	}
done
if [ "$skipped" -eq 0 ]; then
	echo "$passed passed, $failed failed"
else
	echo "$passed passed, $failed failed, $skipped skipped"
fi
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
