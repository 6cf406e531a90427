#!/bin/sh
# A drain watched in lines: how the new servers fare, who holds it up and what is
# connected there, a balancer that is silent and comes back.
. "$TOP_SRCDIR/tests/tty/lib.sh"
. "$TOP_SRCDIR/tests/tty/answers.sh"

world_up --servers 1 --lbs 2
sed -i 's/drain_s = 120/drain_s = 600/' "$conf"
site=$(sed -n 's/^[[:space:]]*bind \([0-9.:]*\).*/\1/p' "$world/lb1.cfg" | head -n 1)

# Uploads that do not end, two on each old server: leastconn deals them out.
python3 - "$site" <<'END' &
import socket, sys, time
host, port = sys.argv[1].split(":")
uploads = []
for _ in range(4):
    upload = socket.create_connection((host, int(port)))
    upload.sendall(b"POST /shop HTTP/1.1\r\nHost: shop.example\r\n"
        b"Content-Length: 100000\r\n\r\n")
    uploads.append(upload)
    time.sleep(0.3)
try:
    while True:
        for upload in uploads:
            upload.sendall(b"x")
        time.sleep(1)
except OSError:		# the world was taken down
    pass
END
uploads=$!
part snapshot sessions >"$scratch/before.script"
wants 3 run_script "$scratch/before.script" >"$scratch/events"

terminal 160 60
wizard --plain
step 13
answer 'Enter for 1 2' ''
answer 'Type yes, or Enter to go back.' yes
sees 'left on the OLD servers'

# After a minute in which nobody left it is said who holds it up.
sees_within 120 'unchanged for 1 m'
shows ' on lb1, ' || die "it does not say where"
sees ' is asked who is connected to '
sees '127.0.0.1:'
sees 'new a minute, 0 errors; app-22 '
keep stuck

# What is not known is no number.
for pid in $(balancer lb2); do
	kill -STOP "$pid"
done
sees_within 30 'Look: lb2 is silent: '
sees_within 30 'Not known: lb2 is silent;'
sees 'No estimate while lb2 is silent.'
sees 'NEW: app-21 rate not known, errors not known'
keep silent
for pid in $(balancer lb2); do
	kill -CONT "$pid"
done
sees_within 30 'lb2 answers again.'

kill "$uploads"
sees_within 60 'No session is left on the OLD servers.'
sees_within 60 'Step 13 is done.'
step 14
line q
wants_end 3 20
