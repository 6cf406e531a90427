#!/bin/sh
# Secret inputs: changed, killed and resumed, undone, changed again.  The cloud has
# the right value each time; the values stand in the saved inputs (0600) and in no
# event, journal, report, log or screen.
. "$TOP_SRCDIR/tests/run/lib.sh"

secret=hunter2-and-a-half	# what is set
world_up --servers 1 --lbs 1
# The one that the demo's deployment has from the start.
former=$(sed -n 's/.*"COOKIE_KEY": *{ *"value": *"\([^"]*\)".*/\1/p' "$world/cloud.json")
[ -n "$former" ] || die "the demo has no secret input"

# What the local cloud has now, from its own record.
cloud_has() {
	tr -d '\n\t ' <"$world/state.json" | grep -qF "\"key\":\"COOKIE_KEY\",\"value\":\"$(
		printf %s "$1" | tr -d ' ')\",\"array\":false,\"secret\":true"
}
out=$scratch/out
mkdir "$out"
# And a password of the database, which a command of its tells.
password=db-hunter3-and-a-half
echo "$password" >"$scratch/password"
chmod 600 "$scratch/password"
sed -i "s,^database = {,&\n\tsecret_file = \"$scratch/password\";\n\tsecret_env = \"SHOP_PASSWORD\";," "$conf"
# Whoever may look at the processes here does so while it is given.
sed -i 's,migrate = \[ "sqlite3",migrate = [ "sh"\, "-c"\, "echo I was given $SHOP_PASSWORD; cat /proc/[0-9]*/cmdline >'"$out"'/processes; exec \\"$0\\" \\"$@\\""\, "sqlite3",' "$conf"
run() {		# NAME STATUS: the script on standard input must end so
	wants "$2" run_script - --json --log "$out/$1.log" >"$out/$1.events" \
		2>"$out/$1.said"
}
sed '/^step set-inputs$/,$d' "$TOP_SRCDIR/tests/run/small.script" >"$scratch/before"
{
	cat "$scratch/before"
	echo 'step set-inputs'
	echo "set input.COOKIE_KEY $secret"
	echo 'plan'
} | run first 3
grep -q '"text":"set input COOKIE_KEY to a secret, [0-9a-f]\{8\}"' "$out/first.events" ||
	die "no plan: $(tail -n 5 "$out/first.events")"
cloud_has "$former" || die "it was set before it was confirmed"

# What was typed is not kept over a restart, and that is said.
run again 1 <<'END'
step set-inputs
plan
END
grep -q 'COOKIE_KEY is not kept on disk: set it again' "$out/again.events" ||
	die "$(tail -n 5 "$out/again.events")"

run set 3 <<END
step set-inputs
set input.COOKIE_KEY $secret
plan
confirm
await done 240s
END
cloud_has "$secret" || die "it was not set: $(tail -n 5 "$out/set.events")"

# The next life undoes it: the former value comes from the saved inputs.
run undo 3 <<'END'
step set-inputs
undo
confirm
await undone 240s
END
cloud_has "$former" || die "it was not put back: $(tail -n 5 "$out/undo.events")"

# Taken away and brought back, it is still secret.
run unset 3 <<'END'
step set-inputs
set input.COOKIE_KEY !unset
plan
confirm
await done 240s
undo
confirm
await undone 240s
END
cloud_has "$former" || die "it did not come back: $(tail -n 5 "$out/unset.events")"

for size in 80x24 140x45; do
	printf 'wait Step 6\ndump\nkey q\n' >"$scratch/keys"
	"$CUTOVER" run -c "$conf" --keys "$scratch/keys" --size $size \
		--dump "$out/screen.$size" >/dev/null 2>&1 || true
	[ -s "$out/screen.$size" ] || die "no screen of $size"
done
for what in status history report verify 'watch --once'; do
	"$CUTOVER" $what -c "$conf" >"$out/$what.txt" 2>&1 || true
	"$CUTOVER" $what -c "$conf" --json >"$out/$what.json" 2>&1 || true
done

saved=$(find "$world/state" -name inputs.csv)
[ "$(stat -c %a "$saved")" = 600 ] || die "$saved is not private"
grep -qF "$former" "$saved" || die "it could not be put back from $saved"
grep -rqF "I was given ***" "$out" || die "the migration got no password"
tr '\0' ' ' <"$out/processes" | grep -q 'cutover run ' || die "no process was seen"
for text in "$secret" "$former" "$password"; do
	! grep -rlF -e "$text" "$out" || die "told"
	! grep -rlF -e "$text" "$world/state" | grep -v '/inputs.csv$' || die "written down"
done
# A digest of the file, made with no key, would tell a short secret to who tries.
plain=$(sha256sum "$saved")
! grep -rlF -e "${plain%% *}" "$out" "$world/state" || die "its digest is no secret"
say "in the saved inputs, and nowhere else"
