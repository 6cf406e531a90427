# What the scenarios share: a world of their own, and words for what they want.
# Sourced; sets $world and $conf, takes the world down at the end.
set -eu
: "${CUTOVER:?}" "${TOP_SRCDIR:?}" "${HAPROXY:=haproxy}"
scratch=$(mktemp -d)
world=
me=$(basename "$0")

say() { printf '%s: %s\n' "$me" "$*"; }
# Whoever dies is heard, also where standard error is being kept for a look.
exec 3>&2
die() { say "FAILED: $*" >&3; exit 1; }

finish() {
	status=$?
	trap - EXIT INT TERM
	[ -z "$world" ] || "$CUTOVER" demo --down --dir "$world" >>"$scratch/down" 2>&1 ||
		status=1
	rm -rf "$scratch"
	exit $status
}
trap finish EXIT
trap 'exit 130' INT TERM

# world_up [options of demo]: a world in $world, its configuration in $conf.
world_up() {
	world=$scratch/w
	"$CUTOVER" demo --up --dir "$world" --haproxy "$HAPROXY" "$@" ||
		die "the world did not come up"
	conf=$world/cutover.conf
}

# until_true SECONDS COMMAND...: wait for a condition, never for a time.  The seconds
# are those of a quick machine; they end a test that hangs, and judge nothing.
until_true() {
	until_end=$(( $(date +%s) + 4 * $1 ))
	shift
	until "$@"; do
		[ "$(date +%s)" -lt "$until_end" ] || return 1
		sleep 0.1
	done
}

# fault WORLD JSON: what RightScale's simulator shall do wrong (tests/sim/rightscale/faults.py).
# control WORLD JSON: the same, any question; its answer.
control() {
	python3 -c 'import socket, sys
s = socket.socket(socket.AF_UNIX)
s.settimeout(20)
s.connect(sys.argv[1] + "/rightscale.sock")
s.sendall(sys.argv[2].encode() + b"\n")
answer = s.makefile().readline()
print(answer.strip())
sys.exit("\"ok\": true" not in answer)' "$1" "$2"
}
fault() { control "$1" "{\"fault\": $2}" >/dev/null || die "no such fault: $2"; }

# visitors FIELD: a number of the visitors' report.
visitors() {
	sed -n "s/.*\"$1\": *\([0-9]*\).*/\1/p" "$world/visitors.json" | head -n 1
}

# Takes the world down and wants that no visitor had to suffer.  What they say, and
# whom the balancers took for dead, is told when one had to.
nobody_noticed() {
	cp "$world/visitors.json" "$scratch/visitors.json"
	grep -h 'is DOWN' "$world"/lb*.log >"$scratch/dead" || true
	"$CUTOVER" demo --down --dir "$world" | tee "$scratch/totals"
	world=
	grep -q ' 0 failed, 0 wrong' "$scratch/totals" || {
		cat "$scratch/visitors.json" "$scratch/dead"
		die "visitors had to suffer"; }
}

run_script() { "$CUTOVER" run -c "$conf" --script "$@"; }

# wants STATUS COMMAND...: the command must end with this exit status.
wants() {
	wanted=$1
	shift
	got=0
	"$@" || got=$?
	[ "$got" -eq "$wanted" ] || die "wanted exit status $wanted, got $got: $*"
}

# whole_upgrade SCRIPT: to its end, told in $scratch/events, and its journal is whole.
whole_upgrade() {
	ended=0
	run_script "$1" --json >"$scratch/events" || ended=$?
	[ "$ended" -eq 0 ] ||
		{ tail -n 30 "$scratch/events"; die "the upgrade ended with $ended"; }
	grep -q '"event":"end"' "$scratch/events" || die "no end was told"
	"$CUTOVER" verify -c "$conf"
}

# is_old NAME FILE: the run found it to be OLD: at its start or, when it was slow to say
# its release, since then.
is_old() {
	grep -q "OLD servers of this run: \(.*, \)\{0,1\}$1[,;]" "$2" ||
		grep -q "[\" ]$1 says now that it serves [^ ]*: it is OLD" "$2"
}

# part FIRST NEXT: the lines of the small upgrade from one step up to another.
part() {
	sed -n "/^step $1\$/,/^step $2\$/p" "$TOP_SRCDIR/tests/run/small.script" |
		grep -v "^step $2\$"
}

# ask SOCKET LINE: what it answers.
ask() {
	perl -MIO::Socket::UNIX -e '
		my $s = IO::Socket::UNIX->new(Peer => shift) or die "no answer\n";
		print $s shift, "\n";
		$s->shutdown(1);
		print while <$s>;' "$1" "$2"
}

# balancer NAME: its pids, those of leaving workers too.
balancer() {
	grep -lsaF "$world/$1.cfg" /proc/[0-9]*/cmdline | while IFS=/ read -r _ _ pid _
	do
		read -r comm <"/proc/$pid/comm" && [ "$comm" = "${HAPROXY##*/}" ] && echo "$pid"
	done 2>/dev/null | sort -n
}
