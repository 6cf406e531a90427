#!/bin/sh
# What stands where a balancer's socket should be: nothing, nobody, or something
# that hangs, breaks off, talks without end, or talks nonsense.  A look at it ends,
# says of each what is wrong in one line, and lets nothing foreign reach the
# terminal.
. "$TOP_SRCDIR/tests/run/lib.sh"

conf=$scratch/cutover.conf
said=$scratch/said

# fake NAME PERL: a socket at which each connection is given to the perl code.
fakes=
fake() {
	perl -MIO::Socket::UNIX -e '
		$SIG{CHLD} = "IGNORE";
		$SIG{PIPE} = "IGNORE";
		my $l = IO::Socket::UNIX->new(Local => shift, Listen => 20) or die;
		my $code = eval "sub { my \$s = shift; my \$ask = <\$s>; " . shift() . " }"
			or die;
		while (my $s = $l->accept) {
			next if fork;
			alarm 60;
			$code->($s);
			exit 0;
		}' "$scratch/$1.sock" "$2" </dev/null >/dev/null 2>&1 &
	fakes="$fakes $!"
	until_true 10 test -S "$scratch/$1.sock" || die "no $1"
}
# shellcheck disable=SC2086
trap 'kill $fakes 2>/dev/null; finish' EXIT

perl -MIO::Socket::UNIX -e \
	'IO::Socket::UNIX->new(Local => shift, Listen => 1)' "$scratch/nobody.sock"
: >"$scratch/file.sock"
fake hangs 'sleep 60'
fake shuts ''
fake endless '1 while print $s "x" x 65536'
fake denies 'print $s "Permission denied\n\n"'
fake user 'print $s "user\n\n"'
fake garbled 'print $s "\e[2J\e]0;x\a# pxname,svname\nshop,\xff\xfe\e[31m,,\n\n"'
fake cut 'print $s "# pxname,svname,qcur,"'
fake other 'print $s "HTTP/1.0 400 Bad request\r\n\r\n"'

all='nothing nobody file hangs shuts endless denies user garbled cut other'
{
	cat <<-END
	deployment = "shop";
	release = { from = "r41"; to = "r42"; };
	template = "r42";
	cloud = { provider = "local"; socket = "$scratch/cloud.sock"; };
	host = { health_file = "$scratch/%n/up"; };
	probe = { host = "shop.example"; health = "/up"; version = "/version"; };
	state_dir = "$scratch/state";
	END
	between='balancers = ('
	for lb in $all; do
		echo "$between { name = \"$lb\"; socket = \"$scratch/$lb.sock\";"
		echo "	backend = \"shop\"; }"
		between=,
	done
	echo ');'
} >"$conf"
wants 0 "$CUTOVER" check -c "$conf" >/dev/null

wants 1 timeout 60 "$CUTOVER" watch --once -c "$conf" >"$scratch/out" 2>"$said"
cat "$said"
for lb in $all; do
	[ "$(grep -c "^cutover: $lb: " "$said")" -eq 1 ] || die "not one line of $lb"
done
for sentence in 'nothing: .*No such file' 'nobody: .*Connection refused' \
	'hangs: .*no complete answer' 'user: .*level user, not admin' \
	'denies: .*ermission' 'cloud: .*is `cutover cloud` running?'; do
	grep -qi "^cutover: $sentence" "$said" || die "not told: $sentence"
done
! grep -q "$(printf '[\033\007\377]')" "$said" "$scratch/out" ||
	die "something foreign reached the terminal"
! grep -q ' UP ' "$scratch/out" || die "a server is UP without a balancer"

# A run in such a world plans nothing, and sends nothing.
printf 'step drain\nplan\nconfirm\n' >"$scratch/script"
wants 1 timeout 60 "$CUTOVER" run -c "$conf" --script "$scratch/script" --json \
	>"$scratch/events" 2>"$said"
! grep '"event":"started"' "$scratch/events" || die "something was sent"
! grep -q "$(printf '[\033\007\377]')" "$said" "$scratch/events" ||
	die "something foreign reached the terminal"
cat "$said"
