#!/bin/sh
# The words of the command line: help, near names, status in its three forms, the
# report in its three, and the exit status of each; the JSON of all that reads.
. "$TOP_SRCDIR/tests/run/lib.sh"

says() { grep -q -- "$1" "$scratch/out" || { cat "$scratch/out"; die "no \"$1\""; }; }
it() { "$CUTOVER" "$@" >"$scratch/out" 2>&1; }

wants 0 it --help
[ "$(wc -l <"$scratch/out")" -le 24 ] || die "help is longer than a screen"
[ "$(awk 'length > 80' "$scratch/out" | wc -l)" -eq 0 ] || die "help is too wide"
head -n 5 "$scratch/out" | grep -q 'cutover demo' || die "no examples first"
wants 0 it --version
says '^cutover [0-9]'
wants 2 it staus
says 'did you mean "status"'
wants 2 it demmo
says 'did you mean "demo"'
wants 2 it --plane
says 'did you mean --plain'
wants 2 it --config
says '--config wants a value'
wants 2 it "$(printf 'x\033[2J')"
! grep -q "$(printf '\033')" "$scratch/out" || die "an escape is passed on"

world_up
wants 1 it status -c "$conf"
says 'no run yet'
wants 1 it resume -c "$conf"
says 'no run is open'
[ ! -e "$world/state" ] || die "asking made something"
wants 3 run_script - >"$scratch/events" <<-END
	step snapshot
	plan
	confirm shop
	await done 240s
	note looks fine
	stop
END
wants 3 it resume -c "$conf" --script /dev/null

# In the manner of systemctl.
export LC_ALL=C.UTF-8
wants 3 it status -c "$conf"
says '^▸ [0-9]*-1 - shop-demo'
says '^     State: todo, step 2 of 18, Run the migrations'
says '^    Driver: nobody; cutover resume goes on'
says '^   Journal: .*/journal.db ([0-9]* records)'
says '^[0-9:]* step 1 done'
LC_ALL=C wants 3 it status -c "$conf"
says '^> '
! LC_ALL=C grep -q '[^ -~]' "$scratch/out" || die "not ASCII"

# Frozen: what other people's programs read.
wants 3 it status --porcelain -c "$conf"
sed 's/\t.*//' "$scratch/out" | uniq | tr '\n' ' ' >"$scratch/words"
[ "$(cat "$scratch/words")" = "version run ended unsettled driver records refused \
began last step sessions " ] || die "porcelain: $(cat "$scratch/words")"
says "$(printf '^version\t1$')"
says "$(printf '^step\t1\tsnapshot\tdone$')"
says "$(printf '^step\t18\tterminate\ttodo$')"
says "$(printf '^sessions\tapp-11\tlb1\t[0-9]*$')"
wants 3 it status --json -c "$conf"
says '^{"version":1,"run":"[0-9]*-1",.*"number":1,"name":"snapshot","state":"done"'
# What is left on those that are to go, as the balancers say now; who does not answer
# is not waited for, and not zero.
says '"leaving":\[{"server":"app-11","mark":"OLD","sessions":[0-9]*,"balancers":\[{"name":"lb1","sessions":[0-9]*},{"name":"lb2"'
wants 3 it status -c "$conf"
says '^  Sessions: OLD  *app-11  *[0-9]* now  lb1 [0-9]*  lb2 [0-9]*$'
says '^            OLD  *web-array-1 '
for pid in $(balancer lb2); do
	kill -STOP "$pid"
done
wants 3 timeout 20 "$CUTOVER" status -c "$conf" >"$scratch/out"
says '^  Sessions: OLD  *app-11  *? now  lb1 [0-9]*  lb2 ?$'
wants 3 timeout 20 "$CUTOVER" status --json -c "$conf" >"$scratch/out"
says '"server":"app-11","mark":"OLD","sessions":null,'
for pid in $(balancer lb2); do
	kill -CONT "$pid"
done
wants 0 it history -c "$conf"
says ' open  *shop-demo'

# The report, any time: Markdown, text, JSON.
wants 0 it report -c "$conf"
says '^# Upgrade not finished, run [0-9]*-1$'
says '^| 1 | Back up the database | done'
says 'note: looks fine'
wants 0 it report --text -c "$conf"
says '^Upgrade not finished, run'
! grep -q '^[#|]' "$scratch/out" || die "Markdown in the text"
wants 0 it report --json -c "$conf"
says '"version":[[:space:]]*1'
wants 1 it report -c "$conf" 20260101-1
says 'there is no run "20260101-1"'

# What is read as JSON: one object, alone on standard output, with the members that the
# manual has, at any depth, and no others.
members() {		# COMMAND, as the manual calls it
	awk -v command="$1" '
		/^\.Sh / { here = $2 == "JSON" }
		here && /^\.It Cm / { item = substr($0, 8); next }
		here && item == command && /^\.Cm / {
			for (i = 2; i <= NF; i++)
				if ($i ~ /^[a-z_]+$/)
					print $i
		}' "$TOP_SRCDIR/man/cutover.1"
}
# same_members NAME OF THE ITEM: of the object in $scratch/out.
same_members() {
	perl -MJSON::PP -0777 -ne '
		sub keys_of {
			my $it = shift;
			ref $it eq "ARRAY" and return map { keys_of($_) } @$it;
			ref $it eq "HASH" or return;
			return map { ($_, keys_of($it->{$_})) } keys %$it;
		}
		my $object = decode_json($_);
		$object->{version} == 1 or die "its version is $object->{version}\n";
		delete $object->{version};
		print "$_\n" for keys_of($object)' "$scratch/out" | sort -u >"$scratch/found"
	members "$1" | sort -u >"$scratch/wanted"
	[ -s "$scratch/wanted" ] || die "$1 is not in the manual"
	diff "$scratch/wanted" "$scratch/found" >"$scratch/diff" ||
		die "$1 (< the manual, > the object): $(cat "$scratch/diff")"
}
has_members() {		# STATUS NAME OF THE ITEM, words of the command
	wanted=$1 name=$2
	shift 2
	got=0
	"$CUTOVER" "$@" --json -c "$conf" >"$scratch/out" 2>"$scratch/err" || got=$?
	[ "$got" -eq "$wanted" ] || { cat "$scratch/err"; die "$name ended with $got"; }
	[ ! -s "$scratch/err" ] || die "$name: talk: $(cat "$scratch/err")"
	same_members "$name"
}
has_members 3 status status
has_members 0 history history
has_members 0 report report
has_members 0 verify verify
has_members 0 check check
has_members 0 doctor doctor
has_members 0 'watch Fl -once' watch --once
# The first ones may be told before the balancers have answered.
"$CUTOVER" watch --json -c "$conf" | grep -m 1 '"server":"app-11"' >"$scratch/out"
same_members watch
has_members 0 'inputs save' inputs save "$scratch/copy.csv"
sed 's/^deployment,RELEASE,[^,]*,/deployment,RELEASE,other,/' "$scratch/copy.csv" \
	>"$scratch/other.csv"
has_members 1 'inputs diff' inputs diff "$scratch/other.csv"
