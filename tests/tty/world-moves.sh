#!/bin/sh
# The world moves while the question that must be typed stands open: a new server goes
# down, a row goes and comes back, somebody is connected again.  What was asked is not
# done: it is asked again with the difference, on the screen and in lines.
. "$TOP_SRCDIR/tests/tty/lib.sh"
. "$TOP_SRCDIR/tests/tty/answers.sh"

# row SERVER BALANCER WORDS: the row says so now.
row() {
	"$CUTOVER" watch --once -c "$conf" 2>/dev/null | grep -q "^$1 .* $2 .*$3"
}
until_row() { until_true 40 row "$@" || die "never: $*"; }
# At the runtime socket, as a colleague would.
colleague() {
	[ -z "$(ask "$world/$1.sock" "$2" | tr -d '\n')" ] || die "$1 does not: $2"
}
out_on_lb2() {
	colleague lb2 'set server shop/app-11 state maint'
	until_row app-11 lb2 MAINT
}
back_on_lb2() {
	colleague lb2 'set server shop/app-11 state ready'
	until_row app-11 lb2 NOLB
}
nothing_sent() {
	"$CUTOVER" report --text -c "$conf" | grep 'detach app-\|save the state.*detach' &&
		die "a server was detached"
	[ "$("$CUTOVER" watch --once -c "$conf" | grep -c '^app-11 .*NOLB')" -eq "$1" ] ||
		die "app-11 is not where it was"
}

world_up --servers 1 --lbs 2
{
	part snapshot sessions
	part sessions detach
} >"$scratch/before.script"
wants 3 run_script "$scratch/before.script" >"$scratch/events"
terminal 160 60

# ---- on the screen ----
typed='2 shop-demo'
# typed_yes: the field takes the text, and its button is pressed.
typed_yes() {
	sees "Type this, then the button opens:   $typed"
	type_text "$typed"
	sees "> $typed"
	keys Tab
	keys Enter
}
wizard
sees '[ Go to step 14 ]'
keys Enter
sees 'detach app-11 from lb2'
keys Enter
sees '[ Cancel ]'
out_on_lb2
typed_yes
sees 'No longer: detach app-11 from lb2.'
keep moved
hides "> $typed" || die "what was typed for the other plan stands there"
back_on_lb2
typed_yes
sees 'New: detach app-11 from lb2.'
nothing_sent 2

# A new server goes down: the plan is gone until it serves again.
group=$(cat "$world/servers/app-21/httpd.pid")
kill -STOP "-$group"
until_row app-21 lb1 DOWN
typed_yes
sees_within 40 'The world moved since the plan was shown: lb1 says of app-21'
keep down
nothing_sent 2
kill -CONT "-$group"
until_row app-21 lb1 UP
sees_within 60 "Type this, then the button opens:   $typed"
shows 'The world moved since' || { picture; die "it does not say why it asks again"; }
keep again
keys Escape
sees 'Nothing was sent.'
keys q
wants_end 3 20

# ---- in lines ----
wizard --plain
answer 'Enter for 1 2' ''
asked_within 60 "go back:  $typed"
out_on_lb2
line "$typed"
sees 'No longer: detach app-11 from lb2.'
asked_within 30 "go back:  $typed"
back_on_lb2
line "$typed"
sees 'New: detach app-11 from lb2.'
asked_within 30 "go back:  $typed"
kill -STOP "-$group"
until_row app-21 lb1 DOWN
line "$typed"
sees_within 40 'The world moved since the plan was shown: lb1 says of app-21'
kill -CONT "-$group"
until_row app-21 lb1 UP
asked_within 60 "go back:  $typed"
nothing_sent 2
line ''

# It was agreed to cut nobody; then somebody with a cookie for app-11 comes back.
answer 'Enter for 1 2' 'set cut.app-11 0 it is empty'
answer 'Enter for 1 2' ''
asked_within 60 "go back:  $typed"
cookie=$(ask "$world/lb1.sock" 'show stat' | perl -F, -lane '
	if (/^# /) { for (0 .. $#F) { $at = $_ if $F[$_] eq "cookie" } }
	print $F[$at] if $F[0] eq "shop" && $F[1] eq "app-11"')
site=$(sed -n 's/^[[:space:]]*bind \([0-9.:]*\).*/\1/p' "$world/lb1.cfg" | head -n 1)
python3 - "$site" "$cookie" <<'END' &
import socket, sys, time
host, port = sys.argv[1].split(":")
visitor = socket.create_connection((host, int(port)))
visitor.sendall(("POST /shop HTTP/1.1\r\nHost: shop.example\r\nCookie: SRV=%s\r\n"
    "Content-Length: 1000\r\n\r\n" % sys.argv[2]).encode())
while True:
    visitor.sendall(b"x")
    time.sleep(1)
END
visitor=$!
is_connected() { "$CUTOVER" watch --once -c "$conf" | awk '
	$1 == "app-11" && $3 == "lb1" && $6 == 1 { seen = 1 } END { exit !seen }'; }
until_true 30 is_connected || die "nobody is connected to app-11"
line "$typed"
sees_within 30 'app-11 has 1 session now and cutting 0 was agreed to'
nothing_sent 2
kill "$visitor"
asked_within 30 ''
line q
wants_end 3 20
