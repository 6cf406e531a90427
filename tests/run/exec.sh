#!/bin/sh
# The whole upgrade through commands (cloud.exec): the provider systemd-or-dirs, under
# the visitors.  What really happened is what the provider noted.
. "$TOP_SRCDIR/tests/run/lib.sh"
command -v python3 >/dev/null || { say "no python3 here"; exit 77; }

world_up --cloud exec
whole_upgrade "$TOP_SRCDIR/config/demo/full.script"
done=$(grep -c '"event":"state".*"text":"done' "$scratch/events")
[ "$done" -ge 16 ] || die "only $done steps were done"
# Its progress was shown while it happened.
grep -q '"event":"output".*launching app-21 at 127' "$scratch/events" ||
	die "no progress was told"

cut -d ' ' -f 2- "$world/fleet.log" | tail -n +5 >"$scratch/did"
cat >"$scratch/wanted" <<'EOF'
clone app-21 of app-11
launch app-21
clone app-22 of app-21
launch app-22
clone app-23 of app-21
launch app-23
clone app-24 of app-21
launch app-24
launch web-array-2
terminate app-11
terminate app-12
terminate app-13
terminate web-array-1
EOF
diff "$scratch/wanted" "$scratch/did" || die "the provider did something else"
nobody_noticed
