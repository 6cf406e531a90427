#!/bin/sh
# The database's backup and migration by RightScale's scripts: a task that is completed
# proves no backup, one that is new, completed and committed does; the script's output
# is shown to its last word; and the backup of its volumes.
. "$TOP_SRCDIR/tests/run/lib.sh"
command -v python3 >/dev/null || { say "no python3 here"; exit 77; }

world_up --cloud rightscale --servers 1 --lbs 1
effects=$world/rightscale.jsonl
happened() { grep -c "\"what\": \"$1\"" "$effects" || true; }
sed -i 's,^\(\t*\)pool = "shop";.*,&\n\1snapshot = "recipe:db::do_primary_backup";\n\1migrate = "script:Shop DB migrate";,' "$conf"
grep -q '^limits' "$conf" || die "the demo has no limits"
cp "$conf" "$scratch/whole"
step() { printf 'step %s\nplan\nconfirm %s\nawait done 240s\n' "$1" "${2-}"; }

say "a task that is completed, and a backup that is not"
sed -i 's/command_s = [0-9]*/command_s = 4/' "$conf"
fault "$world" '{"script": {"recipe": "db::do_primary_backup", "do": "lose"}}'
step snapshot shop | wants 1 run_script - --json >"$scratch/lost"
grep -q 'no new backup of the lineage shop_prod was completed' "$scratch/lost" ||
	{ tail -n 4 "$scratch/lost"; die "no reason"; }

say "one that is; the old one does not count"
cp "$scratch/whole" "$conf"
{ step snapshot shop; step migrate; } | wants 3 run_script - --json >"$scratch/made"
[ "$(happened backup)" -eq 2 ] && [ "$(happened backup-completed)" -eq 1 ] || die "no two backups"
made=$(grep -o '"what": "backup-completed", "backup": "[^"]*"' "$effects" | cut -d'"' -f8)
grep -q "$made is completed and committed, says the cloud" "$scratch/made" ||
	{ grep check "$scratch/made"; die "it is not told which one"; }
grep -q '"event":"output".*"text":"end of 001-order-notes.sql"' "$scratch/made" ||
	die "the last line of the script's output is missing"
[ -z "$(ls "$world/snapshots" 2>/dev/null)" ] || die "the other way was gone too"

say "of its volumes"
sed -i -e 's,recipe:db::do_primary_backup,volumes,' -e "s,^state_dir.*,state_dir = \"$world/other\";," "$conf"
step snapshot shop | wants 3 run_script - --json >"$scratch/volumes"
[ "$(happened backup-completed)" -eq 2 ] || die "no backup of the volumes"
grep -q '"method": "PUT", "path": "/api/backups/.*", "status": 204' "$effects" ||
	die "nobody committed it"

say "nobody is its master"
sed -i "s,^state_dir.*,state_dir = \"$world/third\";," "$conf"
control "$world" '{"untag": "rs_dbrepl:master_active=20260301083000-shop_prod", "server": "db-master"}' >/dev/null
tag=$(control "$world" '{"state": true}' | grep -o 'rs_dbrepl:master_instance_uuid=[^"]*')
control "$world" "{\"untag\": \"$tag\", \"server\": \"db-master\"}" >/dev/null
step snapshot shop | wants 1 run_script - --json >"$scratch/none"
grep -q "no server of the deployment has the tag of a database's master" "$scratch/none" ||
	{ tail -n 4 "$scratch/none"; die "no reason"; }
