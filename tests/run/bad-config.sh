#!/bin/sh
# Bad configurations: every fault a line "file:line: sentence", exit 2, and nothing
# is made.
. "$TOP_SRCDIR/tests/run/lib.sh"

bad=$scratch/bad.conf
said=$scratch/said

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
fault '3d' 1 'template is missing'
fault '3s/.*/deployment = "again";/' 3 'duplicate setting name'
fault '3s/.*/@include "other.conf"/' 3 '@include is not allowed here'
fault '3s/";/;/' 9 'the text in quotes that begins here is not closed'
fault '3s/=/=/;3s/;$/ }/' 3 'syntax error here or just before'
fault 's/up"; };/up"; } ;;/' 6 'syntax error here or just before'
fault 's,%n/,,' 6 'host.health_file is the same file for every server'

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
head -c 1048577 /dev/zero | tr '\0' '#' >"$bad"
refused "$bad: larger than 1048576 bytes"
rm "$bad"
refused "open $bad: No such file or directory"
mkdir "$bad"
refused "$bad: not a regular file"

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
say "all refused, nothing made"
