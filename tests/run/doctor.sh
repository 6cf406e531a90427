#!/bin/sh
# `cutover doctor` on a good world and on bad ones; it changes nothing, and ends in
# time when nobody answers.
. "$TOP_SRCDIR/tests/run/lib.sh"

world_up
doctor() { "$CUTOVER" doctor -c "$conf" "$@" >"$scratch/out" 2>&1; }
says() { grep -q -- "$1" "$scratch/out" || { cat "$scratch/out"; die "no \"$1\""; }; }
files() { (cd "$world" && find . -path ./servers -prune -o -type f ! -name '*.log' ! -name '*.db-*' \
	! -name 'visitors*' -exec sha256sum {} +) | sort; }

files >"$scratch/before"
LC_ALL=C.UTF-8 wants 0 doctor
says '^✓ configuration .*cutover.conf has no fault'
says '^✓ locale .*UTF-8'
says '^✓ array .*web-array is there'
says '^! terminal .*run it on a terminal'
says '^✓ lb1 .*HAProxy .* level admin, backend shop'
says '^✓ lb2 .*disable-on-404'
says '^✓ lb2 .*clock'
says '^✓ cloud .*4 servers run'
says '^✓ servers .*4 say that they serve r41'
says '^✓ database .*it is shop'
says '^✓ programs .*database.snapshot: /.*sqlite3'
says '^✓ state folder .*will be made'
says ' 0 bad. Nothing has been changed.'
LC_ALL=C wants 0 doctor
says '^+ lb1 '
says '^! locale .*LC_ALL=C.UTF-8'
! LC_ALL=C grep -q '[^ -~]' "$scratch/out" || die "not ASCII"
wants 0 doctor --json
says '^{"version":1,"ok":true,"findings":\[{"verdict":"'
files >"$scratch/after"
diff "$scratch/before" "$scratch/after" || die "something was changed"

# Each bad thing in one line that says what to do.
cp "$conf" "$scratch/good.conf"
bad() { sed "$1" "$scratch/good.conf" >"$scratch/bad.conf"; conf=$scratch/bad.conf; }
export LC_ALL=C.UTF-8
bad 's#"sqlite3"#"no-such-sqlite"#'
wants 1 doctor
says '^✗ programs .*no-such-sqlite.*install it'
bad 's#socket = ".*/lb1.sock"#socket = "/nowhere/lb1.sock"#'
wants 1 doctor
says '^✗ lb1 .*balancers.socket'
bad 's#state_dir = .*#state_dir = "/etc/passwd/runs";#'
wants 1 doctor
says '^✗ state folder .*state_dir'
bad 's#backend = "shop"#backend = "sohp"#'
wants 1 doctor
says '^✗ lb1 .*no backend sohp'
mkdir -m 755 "$scratch/open"
bad "s#state_dir = .*#state_dir = \"$scratch/open\";#"
wants 0 doctor
says '^! state folder .*chmod 700'
# Nobody has tried this one yet: said, and nothing else than that.  All but the version
# is the balancer's own.
cat >"$scratch/newer.pl" <<'END'
use IO::Socket::UNIX;
alarm 300;
my ($at, $real) = @ARGV;
my $listen = IO::Socket::UNIX->new(Local => $at, Listen => 9) or die "$at: $!";
while (my $client = $listen->accept) {
	my $balancer = IO::Socket::UNIX->new(Peer => $real) or die "$real: $!";
	print $balancer scalar <$client>;
	my $answer = do { local $/; <$balancer> };
	print $client $answer =~ s/^Version: \S+/Version: 99.1.2/mr;
}
END
perl "$scratch/newer.pl" "$scratch/newer.sock" "$world/lb1.sock" &
newer=$!
until_true 10 test -S "$scratch/newer.sock" || die "nobody listens"
bad "s#socket = \".*/lb1.sock\"#socket = \"$scratch/newer.sock\"#"
wants 0 doctor
kill "$newer"
says '^! lb1 .*99.1.2 is newer than all that cutover was tried with: 2.6.12, 3.0.11 and'
says '^✓ lb1 .*HAProxy 99.1.2 answers, level admin, backend shop'
conf=$scratch/good.conf
wants 0 doctor
! grep -q 'cutover was tried with' "$scratch/out" || die "a tried one is told"

# A reload that failed: what would not start is said.
cp "$world/lb2.cfg" "$scratch/lb2.cfg"
echo nonsense >>"$world/lb2.cfg"
ask "$world/lb2.master" reload >"$scratch/reloaded"
told() { doctor && grep -q '^! lb2 .*its last reload has failed' "$scratch/out"; }
until_true 20 told || { cat "$scratch/out"; die "the failed reload is not told"; }
cp "$scratch/lb2.cfg" "$world/lb2.cfg"
ask "$world/lb2.master" reload >"$scratch/reloaded"
# A master and a worker, nobody who leaves.
mended() {
	doctor && ! grep -q '^! lb2 ' "$scratch/out" &&
		[ "$(balancer lb2 | wc -l)" -eq 2 ]
}
until_true 20 mended || { cat "$scratch/out"; die "it is still told"; }

conf=$scratch/good.conf
for lb in lb1 lb2; do sed -i '/disable-on-404/d' "$world/$lb.cfg"; done
wants 1 doctor
says '^✗ lb1 .*disable-on-404 is not in its file'

# All of them hang: it ends in time all the same, and says who.
pids=$(awk '$3 == "balancer" { print $1 }' "$world/pids")
for pid in $pids; do pids="$pids $(pgrep -P "$pid")"; done
# shellcheck disable=SC2086
kill -s STOP $pids
from=$(date +%s)
wants 1 doctor
took=$(( $(date +%s) - from ))
# shellcheck disable=SC2086
kill -s CONT $pids
says '^✗ lb1 '
says '^✗ lb2 '
[ $took -le 25 ] || die "it took $took s"
say "with both balancers hanging: $took s"
