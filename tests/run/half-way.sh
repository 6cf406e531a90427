#!/bin/sh
# What a balancer shows while it is being changed is no verdict on the change: a
# command of the cloud's own attaches a server, and lets it have another address for
# longer than a look takes.  (Visitors are not asked: they may be sent there.)
. "$TOP_SRCDIR/tests/run/lib.sh"
command -v python3 >/dev/null || { say "no python3 here"; exit 77; }

world_up --cloud exec --servers 1 --lbs 1
cat >"$world/other" <<'EOF'
#!/usr/bin/python3
import json, os, socket, subprocess, sys, time

ask = json.load(sys.stdin)
here = os.getcwd()

def balancer(line):
    with socket.socket(socket.AF_UNIX) as s:
        s.connect(f"{here}/{ask['lb']}.sock")
        s.sendall(f"{line}\n".encode())
        while s.recv(4096):
            pass

env = dict(os.environ, INPUT_BALANCERS=f"{here}/{ask['lb']}.sock="
           f"{here}/{ask['lb']}.cfg=shop")
subprocess.run([f"{here}/servers/{ask['name']}/attach.pl", sys.argv[1],
                ask["name"], ask["addr"]], env=env, check=True, stdout=sys.stderr)
if sys.argv[1] == "attach":
    host, port = ask["addr"].split(":")
    server = f"set server shop/{ask['name']} addr {host} port"
    balancer(f"{server} 1")
    time.sleep(1.2)
    balancer(f"{server} {port}")
print(json.dumps({"ok": True}))
EOF
chmod +x "$world/other"
for verb in attach detach; do
	sed -i "s|^	exec = {|&\n		$verb = [ \"./other\", \"$verb\" ];|" "$conf"
done

part snapshot drain >"$scratch/script"
wants 3 run_script "$scratch/script" --json >"$scratch/events"
grep -q '"step":"attach","event":"state","text":"done' "$scratch/events" ||
	{ tail -n 20 "$scratch/events"; die "step 11 is not done"; }
