#!/bin/sh
# A world in which things are missing or are not what they should be: the database
# is gone, the cloud is silent, the disk is full, a server does not boot, a
# balancer lists servers that nobody knows.  Each is one sentence, nothing is done by halves, and when it is
# repaired the run goes on.
. "$TOP_SRCDIR/tests/run/lib.sh"

script=$scratch/a.script
events=$scratch/events
said=$scratch/said
full=$TOP_SRCDIR/tests/run/small.script

# ends STATUS SENTENCE: the script on standard input ends so.
ends() {
	cat >"$script"
	wants "$1" run_script "$script" --json >"$events" 2>"$said"
	[ -z "$2" ] || grep -q -- "$2" "$said" || die "wanted '$2', got: $(cat "$said")"
	[ "$(wc -l <"$said")" -le 1 ] || die "not one sentence: $(cat "$said")"
	[ ! -s "$said" ] || say "$(cat "$said")"
}

nothing_sent() {
	! grep '"event":"started"' "$events" || die "something was sent"
}

world_up --servers 1 --lbs 1

# ---- the cloud does not answer at the start ----
# Who is old is found as soon as it does.
mkfifo "$scratch/late"
mv "$world/cloud.sock" "$world/cloud.away"
"$CUTOVER" run -c "$conf" --script "$scratch/late" --json >"$events" 2>"$said" &
run=$!
exec 9>"$scratch/late"
tells() { grep -q "$1" "$events"; }
until_true 20 tells '"text":"cloud: .*No such file' || die "not told: $(cat "$events")"
! is_old app-11 "$events" || die "old servers of an unknown world"
mv "$world/cloud.away" "$world/cloud.sock"
until_true 20 is_old app-11 "$events" ||
	die "not found: $(tail -n 5 "$events")"
printf 'stop\n' >&9
exec 9>&-
wants 3 wait "$run"

# ---- the database is gone ----
mv "$world/db" "$world/db.away"
part snapshot migrate | ends 1 'step 1 is not ready: the database does not answer'
nothing_sent
mv "$world/db.away" "$world/db"
part snapshot migrate | ends 3 ''
mv "$world/db" "$world/db.away"
part migrate clone | ends 1 'step 2 is not ready: the database does not answer'
nothing_sent
# It goes between the plan and its confirmation.
mv "$world/db.away" "$world/db"
mkfifo "$scratch/lines"
"$CUTOVER" run -c "$conf" --script "$scratch/lines" --json >"$events" 2>"$said" &
run=$!
exec 9>"$scratch/lines"
printf 'step migrate\nplan\n' >&9
planned() { grep -q '"event":"planned"' "$events"; }
until_true 20 planned || die "no plan: $(cat "$events" "$said")"
mv "$world/db" "$world/db.away"
printf 'confirm\nawait done 240s\n' >&9
exec 9>&-
status=0
wait "$run" || status=$?
case $status in
1|4) say "$(cat "$said")" ;;
*) die "without its database it ended with $status: $(cat "$said")" ;;
esac
grep -q 'database' "$said" || die "not about the database: $(cat "$said")"
! grep -q '"event":"done".*"action":"migrate"' "$events" || die "migrated?"
mv "$world/db.away" "$world/db"
part migrate clone | ends 3 ''

# ---- the cloud does not answer: nobody knows which servers there are ----
# That none is known to be drained yet is no step that is done already.
mv "$world/cloud.sock" "$world/cloud.away"
for order in plan undo back; do
	printf 'step drain\n%s\n' "$order" |
		ends 1 'servers are not known yet: the cloud has not answered'
	nothing_sent
	! grep '"event":"planned"' "$events" || die "planned without the servers"
done
mv "$world/cloud.away" "$world/cloud.sock"

# ---- the disk is full, or cannot be written ----
# A small disk of its own, seen by the commands of this function alone.
mkdir "$scratch/small"
sed "s,^state_dir = .*,state_dir = \"$scratch/small/state\";," "$conf" \
	>"$scratch/small.conf"
full_disk() {
	cat >"$scratch/disk.sh" <<'END'
set -eu
cd "$1"
mount -t tmpfs -o size=32m,mode=700 none small
run() {		# STATUS: the script on standard input must end so
	cat >disk.script
	status=0
	"$CUTOVER" run -c small.conf --script disk.script --json >disk.events \
		2>disk.said || status=$?
	cat disk.said
	[ "$status" -eq "$1" ] || { echo "ended with $status"; exit 1; }
}
printf 'note there is room\n' | run 3
head -c 14M /dev/zero >small/fill
printf 'step snapshot\nplan\nconfirm shop\nawait done 240s\n' | run 1
! grep '"event":"started"' disk.events
cat /dev/zero >>small/fill 2>/dev/null || true
printf 'step snapshot\nplan\nconfirm shop\nawait done 60s\n' | run 1
! grep '"event":"started"' disk.events
rm small/fill
mount -o remount,ro small
printf 'step snapshot\nplan\nconfirm shop\nawait done 60s\n' | run 1
! grep '"event":"started"' disk.events
mount -o remount,rw small
printf 'step snapshot\nplan\nconfirm shop\nawait done 60s\n' | run 3
"$CUTOVER" verify -c small.conf
END
	unshare -rm sh "$scratch/disk.sh" "$scratch" >"$scratch/disk" 2>&1
}
if unshare -rm mount -t tmpfs none "$scratch/small" 2>/dev/null; then
	full_disk || die "full disk: $(cat "$scratch/disk" "$scratch/disk.events")"
	say "$(cat "$scratch/disk")"
	for sentence in 'KiB left and the journal needs' 'No space left' 'Read-only'; do
		grep -q "$sentence" "$scratch/disk" || die "not told: $sentence"
	done
else
	say "skipped: the full disk, since nothing can be mounted here"
fi

# ---- a server that does not boot ----
ask "$world/cloud.sock" '{"verb":"fault","name":"app-21","kind":"boot"}' |
	grep -q '"ok":true' || die "the cloud takes no fault"
part clone launch-more | ends 1 'step launch failed: it is stranded'
ends 1 'step 7 is not ready: app-21 is stranded' <<'END'
step launch
plan
END
ask "$world/cloud.sock" '{"verb":"fault","name":"app-21","kind":"none"}' >"$said"
# One confirmation, and the steps of that server are open again.
{
	cat <<-'END'
	discard app-21
	expect plan "discard app-21"
	confirm app-21
	END
	part clone save-inputs
	part launch launch-more
} | ends 3 ''
grep -q '"step":"launch","event":"state","text":"done' "$events" ||
	die "not launched again: $(tail -n 3 "$events")"

# The whole way back in one plan with its price: inputs, array, all new servers.
ends 3 '' <<'END'
back
confirm app-22
END
for line in '"discard app-22"' 'set input' 'enable the server array' \
	'costs the 1 new server' '"step":"clone".*undone: gone back' \
	'"step":"set-inputs".*undone: gone back' \
	'"step":"launch".*undone: gone back'; do
	grep -q -- "$line" "$events" || die "no $line on the way back: $(cat "$events")"
done
part clone launch-more | ends 3 ''
grep -q '"step":"launch","event":"state","text":"done' "$events" ||
	die "not launched after going back: $(tail -n 3 "$events")"

# ---- somebody changes the world between two starts ----
# The screen tells what is otherwise than the run left it, before anything else.
part launch-more attach | ends 3 ''
array() {
	ask "$world/cloud.sock" "{\"verb\":\"array\",\"enabled\":$1,\"trial\":false}" |
		grep -q '"ok":true' || die "the array cannot be changed"
}
array true
printf 'wait though step 10 stopped it\ndump\nend\n' >"$scratch/keys"
"$CUTOVER" run -c "$conf" --keys "$scratch/keys" --dump "$scratch/dump" \
	--size 80x24 || { cat "$scratch/dump"; die "the change is not told"; }
grep -q '^ ! web-array is enabled, though step 10 stopped it' "$scratch/dump" ||
	{ cat "$scratch/dump"; die "the change is not told first"; }
array false

# ---- servers that a balancer lists and nobody knows ----
addr=$(sed -n 's/.*server app-11 \([0-9.:]*\) .*/\1/p' "$world/lb1.cfg")
for server in "twin $addr" "stranger 127.0.0.1:1"; do
	ask "$world/lb1.sock" "add server shop/$server check inter 500ms" |
		grep -q registered || die "$server is not added"
	for what in server health; do
		ask "$world/lb1.sock" "enable $what shop/${server%% *}" >"$said"
	done
done
listed() {
	"$CUTOVER" watch --once -c "$conf" >"$scratch/look" &&
		grep -q '^twin .* ? .* UP ' "$scratch/look" &&
		grep -q '^stranger .* ? .* DOWN ' "$scratch/look"
}
until_true 20 listed || die "not listed: $(cat "$scratch/look")"
ends 4 'GR-03: there is no server "stranger"' <<'END'
step drain
pick stranger
END
nothing_sent

# The upgrade goes on around them.  But app-11 has its visitors by another name,
# too: it is not terminated while that name is listed.
ends 4 'refused: GR-27: lb1 lists the address of app-11 as twin' <"$full"
! grep '"event":"started".*"action":"terminate"' "$events" || die "terminated"
! grep '"event":"\(started\|done\)".*"server":"\(stranger\|twin\)"' "$events" ||
	die "something was done to a server that nobody knows"
ask "$world/lb1.sock" 'disable server shop/twin' >"$said"
ask "$world/lb1.sock" 'del server shop/twin' >"$said"
ends 0 '' <"$full"
"$CUTOVER" verify -c "$conf"
