#!/bin/sh
# The ways back: a launched server is discarded and made anew, inputs and drain are
# undone, traffic returns to the old servers from behind the detach, and a new
# server is withdrawn.  Under the visitors: nobody notices.
. "$TOP_SRCDIR/tests/run/lib.sh"

world_up --servers 1

# What an undo ends nothing brings back: its name is typed (U-02).
{
	part snapshot launch-more
	printf '%s\n' 'step launch' undo 'expect plan "discard app-21"' confirm
} >"$scratch/untyped.script"
wants 2 run_script "$scratch/untyped.script" >"$scratch/untyped" 2>&1
grep -q 'type exactly: app-21' "$scratch/untyped" || {
	tail -n 5 "$scratch/untyped"; die "an undo ends a server unasked"; }

{
	cat <<-'END'
	# It runs and is tested; it is given up, and the next one is made.
	step launch
	undo
	expect plan "discard app-21"
	confirm app-21
	await undone 240s
	step configure
	expect state undone
	END
	part clone save-inputs
	part launch launch-more
	cat <<-'END'
	# The inputs as they were, and once more as they shall be.
	step set-inputs
	undo
	confirm
	await undone 240s
	END
	part set-inputs launch
	part launch-more drain
	part drain sessions
	cat <<-'END'
	# The old servers are let in again, and out again.
	step drain
	undo
	confirm
	await undone 240s
	END
	part drain array-update
	cat <<-'END'
	# Attached again they serve, so draining begins anew.
	step detach
	undo
	confirm
	await undone 240s
	step drain
	expect state undone
	END
	part drain array-update
	cat <<-'END'
	# From behind the detach, all traffic back to the old ones.
	back
	confirm
	expect state undone
	step attach
	note the old servers serve again
	END
} | grep -v '^#' >"$scratch/back.script"
wants 3 run_script "$scratch/back.script" --json >"$scratch/events"
grep -q '"text":"traffic is back on the old servers"' "$scratch/events" ||
	die "traffic is not back: $(tail -n 5 "$scratch/events")"

# The old servers serve on every balancer, by the balancers' own word.
"$CUTOVER" watch --once -c "$conf" >"$scratch/look"
serving=$(grep -c '^\(app-11\|web-array-1\) .* OLD .* UP ' "$scratch/look" || true)
[ "$serving" -eq 4 ] || { cat "$scratch/look"; die "$serving rows of old servers UP"; }

# A new server that serves cannot be detached; withdrawn it can be.
cat >"$scratch/refused.script" <<'END'
step attach
undo
END
wants 4 run_script "$scratch/refused.script" --json >"$scratch/refused"
grep -q '"rule":"GR-01"' "$scratch/refused" || die "not refused by GR-01"

new=$(sed -n 's/^\(app-2[0-9]\) .* NEW .*/\1/p' "$scratch/look" | head -n 1)
cat >"$scratch/withdraw.script" <<END
withdraw $new it answers slowly
confirm $new
stop
END
wants 3 run_script "$scratch/withdraw.script" --json >"$scratch/withdrawn"
"$CUTOVER" watch --once -c "$conf" >"$scratch/look"
grep -q "^$new .*WITHDRAWN" "$scratch/look" || {
	cat "$scratch/withdrawn" "$scratch/look"; die "$new is not withdrawn"; }

"$CUTOVER" demo --down --dir "$world" | tee "$scratch/totals"
world=
grep -q ' 0 failed, 0 wrong' "$scratch/totals" || die "visitors had to suffer"
