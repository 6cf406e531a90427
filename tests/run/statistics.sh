#!/bin/sh
# A balancer that gives nobody its socket, as RightScale's are: doctor and watch read
# its page, and with its master's socket a whole upgrade is carried through, every
# drain proven.
. "$TOP_SRCDIR/tests/run/lib.sh"
command -v python3 >/dev/null || { say "no python3 here"; exit 77; }

world_up --cloud rightscale --servers 1 --lbs 1
export LC_ALL=C.UTF-8
doctor() { "$CUTOVER" doctor -c "$conf" >"$scratch/out" 2>&1; }
says() { grep -q -- "$1" "$scratch/out" || { cat "$scratch/out"; die "no \"$1\""; }; }
site=$(sed -n 's,^\t*site = "\(http://[^"]*\)".*,\1,p' "$conf")
sed -i "s,^\(\t*\)socket = \".*/lb1.sock\".*,\1statistics = \"$site/haproxy-status;csv\";," "$conf"
cp "$conf" "$scratch/good.conf"

wants 0 doctor
says '^✓ lb1 .*HAProxy .* answers over HTTP, for reading alone, backend shop'
says '^✓ lb1 .*its master answers'
"$CUTOVER" watch --once -c "$conf" >"$scratch/out"
says '^lb1  HAProxy [0-9.]*.* connections, 0 leaving'
says '^app-11 .* lb1 *UP '

# Without the master nobody knows who is left, and nobody says 0.
sed -i '/^\t*master = /d' "$conf"
wants 1 doctor
says '^✗ lb1 .*old workers cannot be asked'
"$CUTOVER" watch --once --json -c "$conf" >"$scratch/out"
says '"leaving":null'
sed -i 's,haproxy-status,elsewhere,' "$conf"
wants 1 doctor
says '^✗ lb1 .*/elsewhere;csv: .*balancers.statistics'

cp "$scratch/good.conf" "$conf"
whole_upgrade "$TOP_SRCDIR/tests/run/small.script"
"$CUTOVER" demo --down --dir "$world" | tee "$scratch/totals"
world=
grep -q ' 0 failed, 0 wrong' "$scratch/totals" || die "visitors had to suffer"
