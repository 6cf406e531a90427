#!/bin/sh
# `cutover inputs save` and `diff`: a copy that is read back, what has changed since,
# and never a secret's value.
. "$TOP_SRCDIR/tests/run/lib.sh"

copy=$scratch/inputs.csv
says() { grep -q -- "$1" "$scratch/out" || { cat "$scratch/out"; die "no \"$1\""; }; }
inputs() { "$CUTOVER" inputs "$@" -c "$conf" >"$scratch/out" 2>&1; }

world_up
wants 0 inputs save "$copy"
says 'inputs saved in .*/inputs.csv, read back and equal'
[ "$(stat -c %a "$copy")" = 600 ] || die "others may read the copy"
wants 1 inputs save "$copy"
says 'is there already'
wants 0 inputs diff "$copy"
[ ! -s "$scratch/out" ] || die "a difference to itself"
wants 0 inputs diff "$copy" --json
says '^{"version":1,"differences":\[\]}$'
[ ! -e "$world/state" ] || die "a run was made"

# The value itself of the secret that the demo has, or it could not be put back.
secret=$(sed -n 's/.*"COOKIE_KEY": *{ *"value": *"\([^"]*\)".*/\1/p' "$world/cloud.json")
[ -n "$secret" ] || die "the demo has no secret input"
grep -qF "deployment,COOKIE_KEY,$secret,yes" "$copy" || die "not saved: COOKIE_KEY"
sed 's/^deployment,COOKIE_KEY,[^,]*,/deployment,COOKIE_KEY,hunter3,/' "$copy" \
	>"$scratch/other.csv"
wants 1 inputs diff "$scratch/other.csv"
says '^- deployment COOKIE_KEY=\*\*\*'
says '^+ deployment COOKIE_KEY=\*\*\*'
! grep -qF -e "$secret" -e hunter3 "$scratch/out" || die "a secret is shown"

# Another value, one that was not there, and one that is gone; the second a secret.
key=RELEASE
sed "s/^deployment,$key,r41,/deployment,$key,other,/" "$copy" >"$scratch/other.csv"
printf 'deployment,GONE_SECRET,hunter2,yes\r\n' >>"$scratch/other.csv"
wants 1 inputs diff "$scratch/other.csv"
says "^- deployment $key=other"
says "^+ deployment $key=r41"
says '^- deployment GONE_SECRET=\*\*\*'
! grep -q hunter2 "$scratch/out" || die "a secret is shown"
wants 1 inputs diff "$scratch/other.csv" --json
says "\"key\":\"$key\",\"saved\":\"other\",\"now\":"
! grep -q hunter2 "$scratch/out" || die "a secret is shown"

# Back: shown, asked, and a run of its own with copy, plan, guard and journal.
restore() { "$CUTOVER" inputs restore "$@" -c "$conf" >"$scratch/out" 2>&1; }
wants 0 restore "$copy" </dev/null
says 'all are the same'
sed "s/^deployment,$key,r41,/deployment,$key,r40,/" "$copy" >"$scratch/old.csv"
cp "$scratch/old.csv" "$scratch/secret.csv"
printf 'deployment,EXTRA,hunter2,yes\r\n' >>"$scratch/secret.csv"
wants 1 restore "$scratch/secret.csv" </dev/null
says 'EXTRA is a secret'
! grep -q hunter2 "$scratch/out" || die "a secret is shown"
printf 'deployment,EXTRA,plain,no\r\n' >>"$scratch/old.csv"
wants 0 restore "$scratch/old.csv" --dry-run </dev/null
says 'DRY RUN'
echo no >"$scratch/no"
wants 3 restore "$scratch/old.csv" <"$scratch/no"
says 'Nothing was changed'
wants 3 restore "$scratch/old.csv" </dev/null
[ ! -e "$world/state" ] || die "a run was made without a yes"
echo yes >"$scratch/yes"
wants 0 restore "$scratch/old.csv" <"$scratch/yes"
says "^- deployment $key=r40"
says "^+ deployment $key=r41"
says 'as in the file. Run [0-9]*-1 has'
wants 0 inputs save "$scratch/now.csv"
grep -q "^deployment,$key,r40," "$scratch/now.csv" || die "it was not set"
grep -q '^deployment,EXTRA,plain,' "$scratch/now.csv" || die "it is not there"
wants 0 "$CUTOVER" status -c "$conf" >"$scratch/out"
says 'finished'
wants 0 "$CUTOVER" verify -c "$conf" >"$scratch/out"
"$CUTOVER" report -c "$conf" >"$scratch/out"
says "set input $key"
# And back again: what was not there is taken out.
wants 0 restore "$copy" <"$scratch/yes"
says '^+ deployment EXTRA=plain'
wants 0 inputs save "$scratch/again.csv"
cmp "$copy" "$scratch/again.csv" || die "not as it was"
# A secret too, and it is told nowhere.
sed 's/^deployment,COOKIE_KEY,[^,]*,/deployment,COOKIE_KEY,hunter3,/' "$copy" \
	>"$scratch/other.csv"
wants 0 restore "$scratch/other.csv" <"$scratch/yes"
says '^- deployment COOKIE_KEY=\*\*\*'
wants 0 inputs save "$scratch/third.csv"
cmp "$scratch/other.csv" "$scratch/third.csv" || die "the secret was not set"
wants 0 restore "$copy" <"$scratch/yes"
! grep -rlF -e hunter3 -e "$secret" "$world/state" | grep -v '/inputs.csv$' ||
	die "a secret is written down"
# A value that was blank cannot be set; one that is blank still stays so, though the
# configuration has another for it.  The cloud is told as its manual has it.
cloud_sets() {
	python3 - "$world/cloud.sock" "$1" <<-'END'
		import json, socket, sys
		cloud = socket.socket(socket.AF_UNIX)
		cloud.connect(sys.argv[1])
		cloud.sendall((json.dumps({"verb": "set_input", "key": "BANNER",
		    "value": sys.argv[2], "scope": "deployment"}) + "\n").encode())
		sys.exit(not json.loads(cloud.makefile().readline())["ok"])
	END
}
cloud_sets ''
wants 0 inputs save "$scratch/blank.csv"
cp "$scratch/blank.csv" "$scratch/old.csv"
sed -i "s/^deployment,$key,r41,/deployment,$key,r40,/" "$scratch/old.csv"
wants 0 restore "$scratch/old.csv" <"$scratch/yes"
wants 0 inputs save "$scratch/kept.csv"
grep -q '^deployment,BANNER,,' "$scratch/kept.csv" || die "BANNER is not blank any more"
cloud_sets hello
wants 1 restore "$scratch/blank.csv" <"$scratch/yes"
says 'BANNER was blank, and a blank value is never set (GR-08): make it blank in the cloud'
wants 0 inputs save "$scratch/whole.csv"
grep -q "^deployment,$key,r40," "$scratch/whole.csv" || die "half of it was restored"
cloud_sets ''
wants 0 restore "$scratch/blank.csv" <"$scratch/yes"
# What somebody else sets meanwhile is not lost unseen: asked again with the difference.
mkfifo "$scratch/lines"
"$CUTOVER" run -c "$conf" --script "$scratch/lines" --json >"$scratch/events" 2>&1 &
life=$!
exec 9>"$scratch/lines"
part snapshot set-inputs >&9
printf 'step set-inputs\nplan\n' >&9
planned() { grep -q '"step":"set-inputs","event":"planned"' "$scratch/events"; }
until_true 60 planned || die "no plan: $(tail "$scratch/events")"
cloud_sets 'somebody else'
echo confirm >&9
moved() { grep -q '"event":"surprise".*The world moved.*BANNER' "$scratch/events"; }
until_true 20 moved || die "nobody noticed: $(tail "$scratch/events")"
exec 9>&-
wait "$life" || true
! grep -q '"event":"started","action":"set-input"' "$scratch/events" || die "it was set"

# Beside an open run it is that run's business.
wants 3 run_script - >/dev/null <<-END
	stop
END
wants 1 restore "$scratch/old.csv" <"$scratch/yes"
says 'a run is open'

# As diff(1): 2 is trouble.
wants 2 inputs diff "$scratch/none.csv"
printf 'scope,key\n' >"$scratch/bad.csv"
wants 2 inputs diff "$scratch/bad.csv"
says 'bad.csv'
wants 2 inputs
wants 2 inputs burn "$copy"
sed -i 's#socket = ".*cloud.sock"#socket = "/nowhere"#' "$conf"
wants 2 inputs diff "$copy"
says 'cannot be read'
wants 1 inputs save "$scratch/none.csv"
[ ! -e "$scratch/none.csv" ] || die "a copy of what is not known"
