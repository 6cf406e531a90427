#!/bin/sh
# A server that boots for ever, by the cloud's word, is waited for as long as a boot may
# take, in whichever life; then somebody is asked, and can go on without it.
. "$TOP_SRCDIR/tests/run/lib.sh"
command -v python3 >/dev/null || { say "no python3 here"; exit 77; }

world_up --cloud rightscale --servers 1 --lbs 1
sed 's/boot_s = .*/boot_s = 3;/' "$conf" >"$world/hasty.conf"
hasty() { "$CUTOVER" run -c "$world/hasty.conf" --script "$@" --json; }
fault "$world" '{"boot": {"server": "app-21", "do": "hang"}}'
part snapshot launch >"$scratch/first"
wants 3 run_script "$scratch/first" --json >"$scratch/events"
asked() { grep -q '"uncertain".*it is booting, [0-9]* s after.*3 s are given to it: say' "$1"; }

part launch launch-more >"$scratch/launch"
wants 1 hasty "$scratch/launch" >"$scratch/launched" 2>"$scratch/said"
asked "$scratch/launched" || { tail -n 5 "$scratch/launched"; die "nobody was asked"; }
grep -q 'step launch failed: it is booting' "$scratch/said" || die "$(cat "$scratch/said")"

say "another life asks, too, and goes on when it is answered"
echo 'resolve absent it hangs' >"$scratch/answer"
wants 3 hasty "$scratch/answer" >"$scratch/answered"
asked "$scratch/answered" || { head -n 9 "$scratch/answered"; die "it was not asked"; }
printf 'discard app-21\nconfirm app-21\n' >"$scratch/discard"
wants 3 run_script "$scratch/discard" --json >"$scratch/discarded"
grep -q '"event":"done","action":"discard"' "$scratch/discarded" ||
	{ tail -n 5 "$scratch/discarded"; die "it is not discarded"; }
"$CUTOVER" verify -c "$conf"
nobody_noticed
