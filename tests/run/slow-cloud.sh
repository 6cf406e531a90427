#!/bin/sh
# A cloud that takes longer to list its servers than facts stay fresh: what the
# database said meanwhile does not become old, and the snapshot is made.
. "$TOP_SRCDIR/tests/run/lib.sh"
command -v python3 >/dev/null || { say "no python3 here"; exit 77; }

world_up --cloud exec --servers 1 --lbs 1
provider=$(sed -n 's/.*command = \[ "\([^"]*\)",.*/\1/p' "$conf")
cat >"$world/list" <<EOF
#!/bin/sh
sleep 7
exec "$provider" "$world/cloud.json" list
EOF
chmod +x "$world/list"
sed -i "s/^policy = {/&\n	fresh_ms = 3000;/" "$conf"
sed -i 's|^	exec = {|&\n		list = [ "./list" ];|' "$conf"

part snapshot migrate >"$scratch/script"
run_script "$scratch/script" --json >"$scratch/events" || true
grep -q '"step":"snapshot","event":"done","action":"snapshot"' "$scratch/events" ||
	{ tail -n 20 "$scratch/events"; die "no snapshot was made"; }
