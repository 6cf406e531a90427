#!/bin/sh
# A world that is not the demo's, set up by cutover.conf(5) and cutover-cloud(5)
# alone: one HAProxy, three Python servers, an SQLite file without a marker table,
# no array.  All eighteen steps.
. "$TOP_SRCDIR/tests/run/lib.sh"
for program in python3 sqlite3 "$HAPROXY"; do
	command -v $program >/dev/null || { say "no $program here"; exit 77; }
done
home=$scratch/own
net=127.$(( $$ / 250 % 200 + 20 )).$(( $$ % 250 ))
mkdir -p "$home/cloud/templates" "$home/snapshots"
cd "$home"

cat >server.py <<END
import http.server, os, sqlite3, sys
host, port, release = sys.argv[1], int(sys.argv[2]), sys.argv[3]

def database():
    shop = sqlite3.connect("$home/shop.db", timeout=5)
    shop.execute("insert into hits values (?)", (host,))
    shop.commit()
    return "ok " + shop.execute("select name from who").fetchone()[0]

class Page(http.server.BaseHTTPRequestHandler):
    def log_message(self, *words):
        pass
    def do_GET(self):
        pages = {"/version": lambda: release, "/db": database,
            "/server-status?auto": lambda: "BusyWorkers: 1\nIdleWorkers: 4",
            "/": lambda: "hello from " + host}
        there = self.path in pages or self.path == "/up" and os.path.exists("up")
        self.send_response(200 if there else 404)
        self.end_headers()
        if self.path in pages:
            self.wfile.write((pages[self.path]() + "\n").encode())
    def do_OPTIONS(self):
        self.do_GET()

http.server.ThreadingHTTPServer((host, port), Page).serve_forever()
END
for release in 1 2; do
	mkdir cloud/templates/r$release
	echo up >cloud/templates/r$release/up
	cat >cloud/templates/r$release/template.json <<END
{ "command": ["python3", "$home/server.py", "@HOST@", "@PORT@", "rel-$release"],
  "ready": "/up", "needs": ["GREETING"] }
END
done
cat >cloud/cloud.json <<END
{ "deployment": "toys", "socket": "cloud.sock", "templates": "templates",
  "servers": "servers", "boot_ms": 100, "inputs": { "GREETING": "hello" },
  "addresses": ["$net.1:9001", "$net.2:9001", "$net.3:9001", "$net.4:9001",
    "$net.5:9001", "$net.6:9001", "$net.7:9001"],
  "start": [ { "name": "app-1", "template": "r1", "in_array": false },
    { "name": "app-2", "template": "r1", "in_array": false },
    { "name": "app-3", "template": "r1", "in_array": false },
    { "name": "canary", "template": "r2", "in_array": false } ] }
END
sqlite3 shop.db 'create table who (name); insert into who values ("toys-db");
	create table hits (host);'
echo 'create table extra (a);' >1.sql
cat >haproxy.cfg <<END
global
	stats socket $home/admin.sock mode 600 level admin
defaults
	mode http
	timeout connect 5s
	timeout client 20s
	timeout server 20s
	timeout check 5s
frontend in
	bind $net.100:8000
	default_backend shop
backend shop
	option httpchk GET /up
	http-check disable-on-404
	server app-1 $net.1:9001 check inter 500ms
	server app-2 $net.2:9001 check inter 500ms
	server app-3 $net.3:9001 check inter 500ms
backend api
	server back $net.3:9001
	server others 127.0.0.1:9
END
cat >toys.conf <<END
deployment = "toys";
release = { from = "rel-1"; to = "rel-2"; };
template = "r2";
state_dir = "$home/state";
cloud = { provider = "local"; socket = "$home/cloud/cloud.sock"; };
balancers = ( { name = "lb-1"; backend = "shop"; socket = "$home/admin.sock";
	master = "$home/master.sock"; file = "$home/haproxy.cfg";
	check = [ "$HAPROXY", "-c", "-f", "%f" ]; site = "http://$net.100:8000";
	server_options = "check inter 500ms"; } );
host = { health_file = "$home/cloud/servers/%n/up"; };
probe = { host = "toys.example"; health = "/up"; version = "/version";
	database = "/db"; status = "/server-status?auto"; paths = [ "/" ]; };
database = { name = "shop"; snapshot_dir = "$home/snapshots";
	identify = [ "sqlite3", "$home/shop.db", "select name from who" ];
	snapshot = [ "sqlite3", "$home/shop.db", ".backup '%f'" ];
	verify = [ "sqlite3", "%f", "select name from who" ];
	migrations = [ "$home/1.sql" ];
	migrate = [ "sqlite3", "$home/shop.db", ".read %f" ]; };
policy = { bake_s = 1; quiet_s = 1; proof_samples = 3;
	removals_per_minute = 60; probe_interval_ms = 100; };
limits = { command_s = 20; };
END

# tell COMMAND: to the balancer's own socket.
tell() {
	python3 -c 'import socket, sys
s = socket.socket(socket.AF_UNIX)
s.connect("admin.sock")
s.sendall(sys.argv[1].encode() + b"\n")
print(s.makefile().read())' "$1"
}

"$HAPROXY" -D -W -S "$home/master.sock" -p haproxy.pid -f haproxy.cfg
"$CUTOVER" cloud --dir cloud >cloud.log 2>&1 &
cloud=$!
down() {
	echo '{"verb":"shutdown"}' | python3 -c 'import socket, sys
s = socket.socket(socket.AF_UNIX)
s.connect(sys.argv[1])
s.sendall(sys.stdin.read().encode())
s.makefile().readline()' cloud/cloud.sock || kill "$cloud"
	wait "$cloud" || true
	kill "$(cat haproxy.pid)"
}
trap 'status=$?; cd "$home"; down; (exit $status); finish' EXIT

conf=$home/toys.conf
# serve N: so many say that they serve the old release.
serve() { "$CUTOVER" doctor -c toys.conf 2>&1 | tee doctor | grep -q "$1 say that they serve rel-1"; }
until_true 30 serve 3 || die "$(cat doctor)"

cat >prepare.script <<'END'
step snapshot
plan
confirm shop
await done 240s
step migrate
plan
confirm
await done 240s
END
wants 3 run_script prepare.script >out
# Who runs and is not on the list of the old ones is told beside it.
for server in app-1 app-2 app-3; do
	is_old $server out || die "$(cat out)"
done
! is_old canary out || die "$(cat out)"
grep -q 'not OLD, and left as they are: canary (' out || die "$(cat out)"
# Its command ended well, and nobody else can tell: that counts, also later.
grep -q '1.sql is applied' out || die "$(cat out)"
grep -q 'only what this run did is known' out || die "$(cat out)"
[ "$(sqlite3 shop.db '.tables extra')" = extra ] || die "there is no table extra"

for step in clone configure save-inputs set-inputs launch launch-more test \
	array-off attach drain; do
	printf 'step %s\nplan\nconfirm\nawait done 240s\n' $step
done >rest.script
sed -i 's/^step set-inputs/&\nset input.GREETING "good day", they said/' rest.script
wants 3 run_script rest.script >out
grep -q 'check: look: GR-22: lb-1 also sends visitors to app-3 through backend api' out ||
	die "$(cat out)"

# A backend that is not ours has app-3 too: it is not empty while visitors come
# that way, and nothing ends it while that backend may send one.
printf 'step sessions\nplan\nconfirm\nawait done 240s\n' >sessions.script
wants 4 run_script sessions.script >out
grep -q 'refused: GR-22: wait until app-3 is empty: lb-1 also sends visitors to app-3 through backend api (as back)' out ||
	die "$(cat out)"
printf 'step 14\npick app-3\nplan\n' >early.script
run_script early.script >early || true
grep -q 'app-3 is not proven empty (lb-1, backend api still sends new visitors' early ||
	die "$(cat early)"
tell 'disable server api/back' >/dev/null
wants 3 run_script sessions.script >out

cat >rest.script <<'END'
step array-update
plan
step array-on
plan
step test-site
plan
confirm
await judged 240s
confirm
await done 240s
step terminate
pick app-3
plan
confirm app-3
await done 240s
END
printf 'step detach\npick app-1 app-2 app-3\nplan\nconfirm 3 toys\nawait done 240s\n' >detach.script
wants 3 run_script detach.script >out
tell 'enable server api/back' >/dev/null
wants 4 run_script rest.script >out
grep -q 'GR-27: .*lb-1 lists the address of app-3 as back in backend api' out ||
	die "$(cat out)"
tell 'disable server api/back' >/dev/null
printf 'step terminate\npick app-1 app-2 app-3\nplan\nconfirm 3 toys\nawait done 240s\n' >last.script
wants 0 run_script last.script >out
"$CUTOVER" verify -c toys.conf >/dev/null || die "the chain is broken"
grep -q '# detached: app-1' haproxy.cfg || die "app-1 is in the file"
grep -q 'server app-1 ' haproxy.cfg && die "app-1 is in the file"
exit 0
