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
