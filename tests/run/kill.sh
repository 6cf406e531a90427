# What the tests that kill share: lives of one upgrade, one after the other, each
# by the script as a person would type it who reads what is asked.  Sourced after
# lib.sh.
events=$scratch/events
errors=$scratch/errors
: >"$events"
: >"$errors"

# A kill in the middle leaves fewer servers to do, and so the typed text is
# another: it is taken from the newest question of that step.
as_asked() {
	sed -n 's/.*"step":"\([^"]*\)","event":"ask","text":"\([^"]*\)".*/\1 \2/p' \
		"$events" >"$scratch/asked"
	awk 'FILENAME == ARGV[1] { step = $1; sub(/^[^ ]* /, ""); asked[step] = $0
		next }
	$1 == "step" { step = $2 }
	$1 == "confirm" && NF > 1 && step in asked { $0 = "confirm " asked[step] }
	{ print }' "$scratch/asked" "$1"
}

# life SCRIPT SHIM: until it is killed or ends; $status says which.  A life that
# only learned that it is asked something else is followed by one that types that,
# and one that stopped (3) by one that goes on, as its manual says.
stops=0
life() {
	for again in 1 2 3 4; do
		as_asked "$1" >"$scratch/script"
		status=0
		: >"$errors"
		LD_PRELOAD=$2 "$CUTOVER" run -c "$conf" --script "$scratch/script" \
			--json >>"$events" 2>>"$errors" || status=$?
		case $status in
		2)	grep -q 'type exactly' "$errors" || return 0 ;;
		3)	stops=$((stops + 1))
			cat "$errors"
			[ "$stops" -lt 10 ] || return 0 ;;
		*)	return 0 ;;
		esac
	done
}

# journal SQL: asked of the journal of the one run in this world.
journal() {
	sqlite3 -readonly "$(ls "$world"/state/*/journal.db)" "$1"
}

# The upgrade is whole: each of these was done once, in all lives together.
once_each() {
	twice=$(journal "SELECT a.kind, a.server, a.lb, count(*) FROM event e
		JOIN action a USING(action_id)
		WHERE e.type IN ('outcome', 'resolved') AND e.verdict = 'ok'
		AND a.kind IN ('clone', 'launch', 'attach', 'drain', 'detach',
		'terminate') GROUP BY 1, 2, 3 HAVING count(*) <> 1")
	[ -z "$twice" ] || die "not once: $twice"
	for kind in clone detach drain terminate; do
		n=$(journal "SELECT count(DISTINCT a.server) FROM event e
			JOIN action a USING(action_id) WHERE a.kind = '$kind'
			AND e.type IN ('outcome', 'resolved')
			AND e.verdict = 'ok'")
		[ "$n" -eq 2 ] || die "$kind was done to $n servers instead of 2"
	done
	"$CUTOVER" verify -c "$conf"
	"$CUTOVER" report --json -c "$conf" >"$scratch/report"
	grep -q '"ended":[[:space:]]*true' "$scratch/report" ||
		die "the report says not ended"
	grep -q '"cut":[[:space:]]*0' "$scratch/report" ||
		die "the report does not say that nobody was cut off"
	# One life may be enough for what the client mends by itself.
	[ "$(journal "SELECT count(*) FROM event WHERE type = 'takeover'")" -eq 0 ] ||
		grep -q 'took it up again' "$scratch/report" ||
		die "the report does not say who took it up again"
}
