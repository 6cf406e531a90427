#!/bin/sh
# Asks to detach a new server: refused with GR-01, exit 4, nothing sent.
. "$TOP_SRCDIR/tests/run/lib.sh"

world_up
wants 4 run_script "$TOP_SRCDIR/config/demo/guard.script" --json >"$scratch/events"
grep '"event":"refused"' "$scratch/events" >"$scratch/refused" || :
grep -q '"rule":"GR-01"' "$scratch/refused" ||
	die "no refusal by GR-01: $(tail -n 3 "$scratch/events")"
# Whom, and why: as the screens and the lines say it.
grep -q '"server":"app-21".*"text":"[^"]*app-21[^"]*NEW' "$scratch/refused" ||
	die "it does not say why: $(cat "$scratch/refused")"
! grep -q '"action":"detach".*"event":"started"\|"event":"started".*"action":"detach"' \
	"$scratch/events" || die "a detach was sent"
