#!/bin/sh
# Bad configurations: every fault a line "file:line: sentence" that says what to do,
# exit 2, and nothing is made.
. "$TOP_SRCDIR/tests/run/lib.sh"

bad=$scratch/bad.conf
said=$scratch/said
count=0			# of what was refused

# good: a whole configuration on standard output; nothing of it is there.
good() {
	cat <<END
deployment = "shop";
release = { from = "r41"; to = "r42"; };
template = "r42";
cloud = { provider = "local"; socket = "$scratch/cloud.sock"; };
balancers = ( { name = "lb1"; socket = "$scratch/lb1.sock"; backend = "shop"; } );
host = { health_file = "$scratch/%n/up"; };
probe = { host = "shop.example"; health = "/up"; version = "/version"; };
policy = { floor = 1; };
state_dir = "$scratch/state";
END
}

# refused SENTENCE...: every command refuses $bad, with each of these sentences.
refused() {
	count=$((count + 1))
	for command in check run status history report verify "watch --once"; do
		# shellcheck disable=SC2086
		wants 2 "$CUTOVER" $command -c "$bad" >"$scratch/out" 2>"$said" \
			</dev/null
		for sentence; do
			grep -qF -- "$sentence" "$said" ||
				die "$command: wanted '$sentence', got: $(cat "$said")"
		done
		[ ! -s "$scratch/out" ] || die "$command spoke on standard output"
	done
	[ ! -e "$scratch/state" ] || die "something was made: $sentence"
}

# fault SED LINE SENTENCE: the good one changed.
fault() {
	good | sed "$1" >"$bad"
	refused "$bad:$2: $3"
}

good >"$bad"
wants 0 "$CUTOVER" check -c "$bad" | grep -q 'no fault' || die "the good one is bad"

fault 's/floor = 1/flor = 1/' 8 'unknown key "flor"; did you mean "floor"?'
fault 's/floor = 1/floor = 99999999999/' 8 'the number 99999999999 is too large'
fault 's/floor = 1/floor = "1"/' 8 'floor must be a whole number'
fault 's/floor = 1/floor = 0/' 8 'floor is 0; it must be from 1 to 1000'
fault 's/"r42";$/42;/' 3 'template must be a text in quotes'
"$CUTOVER" check --json -c "$bad" >"$scratch/out" && die "a bad one is fine"
grep -q '^{"version":1,"ok":false,"faults":\[".*bad.conf:[0-9]*: ' "$scratch/out" ||
	die "no fault as JSON: $(cat "$scratch/out")"

# One a line: what is done to the good one, the line of the fault, what is said.
while IFS='|' read -r change line sentence; do
	[ -z "$change" ] || fault "$change" "$line" "$sentence"
done <<'END'
3d|1|template is missing
3s/.*/deployment = "again";/|3|duplicate setting name: this key is there twice, keep one
3s/.*/@include "other.conf"/|3|@include is not allowed here
1s,.*,@include "bad.conf",|1|@include is not allowed here: one file holds it all
3s/";/;/|9|the text in quotes that begins here is not closed
3s/=/=/;3s/;$/ }/|3|syntax error here or just before
s/up"; };/up"; } ;;/|6|syntax error here or just before
9s/$/\nhello/|11|syntax error here or just before: look for a missing quote
s,%n/,,|6|host.health_file is the same file for every server
9s/$/\nxyzzy = 1;/|10|unknown key "xyzzy": take it out, or see cutover.conf(5)
s/floor = 1/floor = 1.5/|8|floor must be a whole number
s/floor = 1/floor = true/|8|floor must be a whole number
s/floor = 1/floor = -1/|8|floor is -1; it must be from 1 to 1000
s/floor = 1/with_downtime = 1/|8|with_downtime must be true or false
s/floor = 1/floor = 1; floor = 2/|8|duplicate setting name: this key is there twice
1s/"shop"/"-shop"/|1|deployment: "-shop" is not a name: use letters, digits and _ . : -
1s/shop/sch\xf6n/|1|deployment: "sch\xf6n" is not a name
1s/shop/\xc3\xa4/|1|deployment: "\xc3\xa4" is not a name
1s/"shop"/".shop"/|1|deployment must not begin with a dot: it names a folder
s/from = "r41"; //|2|release.from is missing
s/to = "r42"/to = "r41"/|2|release.from and release.to are both "r41"
s/"local"/"locl"/|4|there is no provider "locl"; did you mean "local"?
s/"local"/"azure"/|4|there is no provider "azure": say local, rightscale or exec
s/"local"/"rightscale"/|4|cloud.rightscale is missing: the account, and how it is reached
s/"local"/"exec"/|4|cloud.exec: there is no command for
s/"local"; socket = [^;]*;/"local";/|4|cloud.socket is missing: where the local cloud listens
5d|1|balancers is missing
5s/.*/balancers = ( );/|5|balancers must be a list of 1 to 64 groups: ( { ... }, { ... } )
5s/.*/balancers = ( "lb1" );/|5|a balancer must be a group: { ... }
s/"[^"]*lb1.sock"/"127.0.0.1:70000"/|5|socket: 127.0.0.1:70000: the port is not a number from 1 to 65535
s/"[^"]*lb1.sock"/"lb1.sock"/|5|socket: lb1.sock: neither /path nor unix@/path nor ipv4@1.2.3.4:5678
s/socket = "[^"]*lb1.sock"; //|5|socket is missing: where its HAProxy answers (or statistics, where it is only read)
5s/ );/, { name = "lb1"; socket = "\/x"; backend = "shop"; } );/|5|two balancers are named "lb1"
5s/name = "\(lb1\)"; \(.*\) } );/name = "lb1"; \2 }, { name = "lb2"; \2 } );/|5|lb1 and lb2 are the same balancer: one socket, one backend
s/name = "lb1"/name = "l b"/|5|name: "l b" is not a name
s/backend = "shop"; //|5|backend is missing
7s/.*/probe = "x";/|7|probe must be a group: { ... }
s,"/up",up,|7|syntax error here or just before
s,"/up","up",|7|probe.health is "up"; it must begin with / and hold no blank
s,"shop.example","http://shop.example",|7|probe.host is "http://shop.example"; it is the site's name alone
9s/"[^"]*"/"state"/|9|state_dir must begin with /
9s/$/\ninputs = { A = ""; };/|10|input A: a blank value is an error; write "!unset" to take it away
9s/$/\ninputs = { A = 1; };/|10|input A must be a text in quotes
9s/$/\nnotify = "osc8";/|10|notify is "osc8"; it must be osc9 or osc777
9s/$/\nnotify_command = "true";/|10|notify_command must be a list
9s/$/\nnotify_command = [ "true", 1 ];/|10|mismatched element type in array: its words are all texts in quotes
9s/$/\nx = {{{{{{{{{{{{{{{{{{/|10|more than 16 brackets are open
END

# The database's password: where it is kept, and how it is given.
database() {		# LINES of the group
	cat <<-END
	database = { name = "shop"; identify = [ "true" ]; snapshot = [ "true", "%f" ];
	verify = [ "true", "%f" ]; snapshot_dir = "$scratch/snapshots";
	$1
	};
	END
}
secret_fault() {	# LINES SENTENCE: a fault in the first of them
	{ good; database "$1"; } >"$bad"
	refused "$bad:12: " "$2"
}
password=$scratch/password
echo hunter2 >"$password"
env='secret_env = "PGPASSWORD";'
chmod 644 "$password"
secret_fault "secret_file = \"$password\"; $env" \
	"database.secret_file: $password: others can get at this secret; chmod 600 $password"
chmod 600 "$password"
{ good; database "secret_file = \"$password\"; $env"; } >"$bad"
wants 0 "$CUTOVER" check -c "$bad" >/dev/null
ln -s "$password" "$scratch/link"
secret_fault "secret_file = \"$scratch/link\"; $env" "database.secret_file: $scratch/link: is a link"
secret_fault "secret_file = \"$scratch/none\"; $env" "database.secret_file: open $scratch/none: No such file"
secret_fault "secret_file = \"password\"; $env" 'database.secret_file must begin with /'
secret_fault "secret_file = \"$password\"; secret_command = [ \"true\" ]; $env" 'give one of them'
secret_fault "$env" 'database.secret_env: there is neither'
secret_fault 'secret_command = [ "true" ]; secret_env = "PATH";' '"PATH" is not a variable'
secret_fault 'secret_command = [ "true" ]; secret_env = "A=B";' '"A=B" is not a variable'
{ good; database 'secret_command = [ "true" ];'; } >"$bad"
refused 'database.secret_env is missing'

# Two faults are told at once.
good | sed 's/"r42";$/42;/; s/floor/flor/' >"$bad"
refused "$bad:3: " "$bad:8: "

# Names from outside do not reach the terminal as they are.
good | sed "1s/shop/$(printf '\033')[2Jshop/" >"$bad"
refused "$bad:1: " '\x1b[2Jshop'
! grep -q "$(printf '\033')" "$said" || die "an escape reached the terminal"

# What is no configuration at all.
: >"$bad"
refused "$bad:1: deployment is missing"
printf 'deployment = "shop\0";\n' >"$bad"
refused "$bad: holds a NUL byte"
head -c 10000000 /dev/zero | tr '\0' '#' >"$bad"
refused "$bad: larger than 1048576 bytes"
rm "$bad"
refused "open $bad: No such file or directory"
ln -s "$bad" "$bad"
refused "open $bad: Too many levels of symbolic links"
rm "$bad"
mkfifo "$bad"
refused "$bad: not a regular file"
rm "$bad"
mkdir "$bad"
refused "$bad: not a regular file"
if [ "$(id -u)" -ne 0 ]; then		# root reads it all the same
	rmdir "$bad"
	good >"$bad"
	chmod 0 "$bad"
	refused "open $bad: Permission denied"
fi

# None at all: says where it looked, and what else to try.
mkdir "$scratch/home"
wants 2 env -u XDG_CONFIG_HOME HOME="$scratch/home" "$CUTOVER" 2>"$said" </dev/null
grep -q 'cutover demo' "$said" || die "nothing to try: $(cat "$said")"
[ -z "$(ls -A "$scratch/home")" ] || die "something was made in HOME"

# The command line.
wants 2 "$CUTOVER" upgrade 2>"$said"
grep -q 'there is no command "upgrade"' "$said" || die "$(cat "$said")"
wants 2 "$CUTOVER" run now please 2>"$said"
grep -q 'one word too many' "$said" || die "$(cat "$said")"
wants 2 "$CUTOVER" --frobnicate 2>"$said"
wants 2 "$CUTOVER" --size big 2>"$said"

# What is not on the list of variables goes before anything looks at it: this one
# would end the options at the first word.
wants 0 env POSIXLY_CORRECT=1 "$CUTOVER" check -c "$TOP_SRCDIR/config/cutover.conf.example" \
	>"$said" 2>&1 || die "$(cat "$said")"

# The example that is installed is a good one.
wants 0 "$CUTOVER" check -c "$TOP_SRCDIR/config/cutover.conf.example" >"$said" 2>&1 ||
	die "$(cat "$said")"
[ "$count" -ge 60 ] || die "only $count were refused"
say "$count refused, nothing made"
