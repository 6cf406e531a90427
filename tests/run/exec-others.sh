#!/bin/sh
# What balancers, servers and the database do otherwise is done by commands where
# cloud.exec has some of their own: attach, detach, drain, snapshot, migrations.  The
# balancers, the servers and the database are what shows it.
. "$TOP_SRCDIR/tests/run/lib.sh"
command -v python3 >/dev/null || { say "no python3 here"; exit 77; }

world_up --cloud exec --servers 1 --lbs 1
cat >"$world/other" <<'EOF'
#!/usr/bin/python3
import hashlib, json, os, subprocess, sys

ask = json.load(sys.stdin)
here = os.getcwd()
with open("others", "a") as log:
    print(sys.argv[1], ask.get("name", ""), ask.get("lb", ""), file=log)

def sql(*words):
    subprocess.run(["sqlite3", "-bail", *words], check=True)

def balancer():
    env = dict(os.environ, INPUT_BALANCERS=f"{here}/{ask['lb']}.sock="
               f"{here}/{ask['lb']}.cfg=shop")
    subprocess.run([f"{here}/servers/{ask['name']}/attach.pl", sys.argv[1],
                    ask["name"], ask["addr"]], env=env, check=True,
                   stdout=sys.stderr)
    return {}

def move(there, to):
    place = f"{here}/servers/{ask['name']}/htdocs/"
    if os.path.exists(place + there):
        os.rename(place + there, place + to)
    return {}

def snapshot():
    path = f"{here}/cloud.snapshot"
    sql(f"{here}/db/shop.db", f"VACUUM INTO '{path}'")
    return {"snapshot": {"id": path, "of": ask["of"], "verified": True,
                         "bytes": os.path.getsize(path)}}

def run():
    with open(ask["script"], "rb") as file:
        assert hashlib.sha256(file.read()).hexdigest() == ask["digest"]
    sql(f"{here}/db/shop.db", ".timeout 5000", "BEGIN IMMEDIATE",
        f".read '{ask['script']}'", "INSERT INTO cutover_migration (file, digest) "
        f"VALUES ('{ask['script']}', '{ask['digest']}')", "COMMIT")
    return {}

done = {"attach": balancer, "detach": balancer, "snapshot": snapshot, "run": run,
    "drain": lambda: move("up", "up.cutover"),
    "undrain": lambda: move("up.cutover", "up")}[sys.argv[1]]()
print(json.dumps({"ok": True, **done}))
EOF
chmod +x "$world/other"
for verb in attach detach drain undrain snapshot run; do
	sed -i "s|^	exec = {|&\n		$verb = [ \"./other\", \"$verb\" ];|" "$conf"
done

whole_upgrade "$TOP_SRCDIR/tests/run/small.script"
cat >"$scratch/wanted" <<'EOF'
snapshot  
run  
attach app-21 lb1
attach app-22 lb1
drain app-11 
drain web-array-1 
detach app-11 lb1
detach web-array-1 lb1
EOF
sort "$world/others" >"$scratch/did"
sort "$scratch/wanted" | diff - "$scratch/did" || die "other commands were asked"
# The database's own command made no snapshot beside it.
[ -z "$(ls "$world/snapshots" 2>/dev/null)" ] || die "$(ls "$world/snapshots")"
grep -q 'GR-04.*is complete and was read back.*/cloud.snapshot' "$scratch/events" ||
	die "the cloud's snapshot was not believed"
nobody_noticed
