#!/bin/sh
# What it costs, beside HAProxy's own costs for the same: printed, never asserted.
# Processor times depend on the machine; only their ratios, of one run, tell.
. "$TOP_SRCDIR/tests/run/lib.sh"
: "${BENCH:?the directory of bench_lb and bench_tty}"
PATH=$PATH:/usr/sbin:/sbin
export LC_ALL=C.UTF-8 TZ=UTC
unset COLUMNS LINES NO_COLOR
idle_s=10
keys=40
balancer=

stop_balancer() {
	[ -z "$balancer" ] || {
		kill "$balancer" 2>/dev/null || :
		wait "$balancer" || :
	}
	balancer=
}

world_down() {
	[ -z "$world" ] || "$CUTOVER" demo --down --dir "$world" >/dev/null 2>&1 ||
		die "the world did not go"
	world=
}

finish() {		# instead of lib.sh's
	status=$?
	trap - EXIT INT TERM
	stop_balancer
	(world_down) || status=1
	rm -rf "$scratch"
	exit $status
}

# Servers that need not exist: nobody checks them, and nobody visits.
write_config() {	# directory, number of servers
	cat <<-EOF
		global
			stats socket $1/admin level admin
			stats timeout 30s
			maxconn 100
			nbthread 1
		defaults
			mode http
			timeout connect 1s
			timeout client 5s
			timeout server 5s
		frontend site
			bind unix@$1/site
			default_backend app
		backend app
			balance roundrobin
	EOF
	awk -v n="$2" 'BEGIN {
		for (i = 1; i <= n; i++)
			printf "\tserver app-%d 127.1.%d.%d:80\n", i, i / 256, i % 256
	}'
}

answers() { "$BENCH/bench_lb" "$@" 1 >/dev/null 2>&1; }

poll_balancer() {	# number of servers, number of polls
	dir=$scratch/$1
	mkdir "$dir"
	write_config "$dir" "$1" >"$dir/haproxy.cfg"
	haproxy -W -S "$dir/master" -f "$dir/haproxy.cfg" >"$dir/log" 2>&1 &
	balancer=$!
	until_true 20 answers "$dir" "$1" || die "no HAProxy: $(cat "$dir/log")"
	"$BENCH/bench_lb" "$dir" "$1" "$2" >"$dir/result" || die "bench_lb"
	stop_balancer
	read -r n ask merge prove note own theirs stat ratio stat_ratio <"$dir/result"
	printf '%8s%8s%7s%7s%7s%9s%9s%9s%7s%7s  %s\n' "$n" "$ask" "$merge" \
		"$prove" "$note" "$own" "$theirs" "$stat" "$ratio" "$stat_ratio" \
		"bench_lb DIR $n $2"
}

# Who wakes it: the answers.  Each second it asks the cloud once, each balancer
# twice and each server once, and waits for two or three things of each; the clock
# and the picture are three wake-ups more.

# One number, what it is, and the command that it comes from.
line() { printf '%10s  %-34s  %s\n' "$1" "$2" "$command"; }

idle_wizard() {		# what it shows, idle or step, size
	command="bench_tty $2 $3 $idle_s cutover run -c DIR/cutover.conf"
	"$BENCH/bench_tty" "$2" "$3" $idle_s "$CUTOVER" run -c "$conf" \
		>"$scratch/idle" || die "bench_tty"
	read -r byte frame bytes frames wakes cpu memory <"$scratch/idle"
	printf '\n%s\n' "$1"
	line "$byte ms" "to the first byte"
	line "$frame ms" "to the first frame"
	line "$bytes" "bytes to the terminal a second"
	line "$frames" "frames a second"
	line "$wakes" "wake-ups a second"
	line "$cpu" "ms of processor time a second"
	line "$memory kB" "memory (VmHWM)"
}

keys_of_wizard() {	# when
	command="bench_tty keys 80x24 $keys cutover run -c DIR/cutover.conf"
	"$BENCH/bench_tty" keys 80x24 $keys "$CUTOVER" run -c "$conf" \
		>"$scratch/keys" || die "bench_tty"
	read -r open open_worst close close_worst <"$scratch/keys"
	printf '\n%s\n' "$1"
	line "$open ms" "from ? to its picture, median"
	line "$open_worst ms" "the same, worst of $keys"
	line "$close ms" "from Escape to its picture, median"
	line "$close_worst ms" "the same, worst of $keys"
}

# Masters and workers: their sockets go on taking connections, nobody answers.
signal_balancers() {
	sed -n 's/^\([0-9]*\) .* balancer$/\1/p' "$world/pids" | while read -r pid
	do
		kill -s "$1" "$pid" $(cat "/proc/$pid/task/$pid/children")
	done
}

# A small world, upgraded as far as to step 13.
drain_world() {
	sed '/^step sessions/,$d' "$TOP_SRCDIR/tests/run/small.script" \
		>"$scratch/script"
	printf 'step sessions\nplan\nstop\n' >>"$scratch/script"
	wants 3 run_script "$scratch/script" >"$scratch/events"
}

haproxy -v | head -n 1
cat <<EOF

One look at a balancer, in microseconds of processor time (medians).  All its
servers are the deployment's, half of them are being emptied.  Ours: asking and
parsing, merging, proofs, history.  HAProxy's: its worker, for the same questions
("show info", "show stat", "show servers state"), and for "show stat" alone.

 servers     ask  merge proofs   hist     ours  haproxy     stat  ratio  /stat
EOF
poll_balancer 10 200
poll_balancer 100 200
poll_balancer 1000 50
poll_balancer 10000 10

world_up >/dev/null 2>&1
idle_wizard "The wizard, 80x24, idle at its first step; the demo's world:" \
	idle 80x24
keys_of_wizard "Its keys:"
signal_balancers STOP
keys_of_wizard "Its keys while both balancers are stopped and answer nothing:"
signal_balancers CONT
world_down

world_up --servers 1 >/dev/null 2>&1
drain_world
idle_wizard "Step 13, the drain watched at 80x24; the demo with --servers 1:" \
	step 80x24
idle_wizard "The same at 200x60:" step 200x60
