#!/bin/sh
# Attach by the balancers' own lb::do_attach_all, which cannot select: it is run only
# when nobody has the pool's tag but those who serve and the one that was confirmed.
. "$TOP_SRCDIR/tests/run/lib.sh"
command -v python3 >/dev/null || { say "no python3 here"; exit 77; }

world_up --cloud rightscale --servers 1 --lbs 2
effects=$world/rightscale.jsonl
small=$TOP_SRCDIR/tests/run/small.script
sed -i 's,attach = "recipe:lb::do_attach_request",attach = "recipe:lb::do_attach_all"; attach_on = "balancers",' "$conf"
happened() { grep -c "\"what\": \"$1\"" "$effects" || true; }
runs_of() { grep -c '"what": "run", "script": "'"$1"'"' "$effects" || true; }

# The balancers' own cron would attach whoever has the tag, between two looks of ours.
cron_off=sys::do_reconverge_list_disable
for lb in lb1 lb2; do
	control "$world" '{"run": "'$cron_off'", "server": "'$lb'"}' >/dev/null
done
no_cron() { [ "$(grep -c '"what": "script", "script": "'$cron_off'"' "$effects")" -eq 2 ]; }
until_true 20 no_cron || die "the cron is not off"

sed '/^step attach$/,$d' "$small" | wants 3 run_script - --json >"$scratch/first"
# Isolated all the same: the boot list has the other recipe.
[ "$(happened attach)" -eq 0 ] || die "a clone attached itself at its boot"

say "the second clone has the tag, too early"
control "$world" '{"tag": "loadbalancer:shop=app", "server": "app-22"}' >/dev/null
printf 'step attach\nplan\nconfirm\nawait done 240s\n' |
	wants 1 run_script - --json >"$scratch/early" 2>"$scratch/said"
grep -q 'app-22 has the tag loadbalancer:shop=app and no balancer serves it' \
	"$scratch/early" || { tail -n 5 "$scratch/early"; die "no reason"; }
[ "$(runs_of lb::do_attach_all)" -eq 0 ] || die "it was run all the same"
[ "$(happened attach)" -eq 0 ] || die "somebody was attached"

say "without it both are attached, each on both balancers"
control "$world" '{"untag": "loadbalancer:shop=app", "server": "app-22"}' >/dev/null
sed -n '/^step attach$/,/^await/p' "$small" | wants 3 run_script - --json >"$scratch/attach"
[ "$(runs_of lb::do_attach_all)" -eq 4 ] || die "$(runs_of lb::do_attach_all) runs instead of 4"
[ "$(runs_of lb::do_attach_request)" -eq 0 ] || die "the other recipe was run"
[ "$(happened attach)" -eq 4 ] || die "$(happened attach) attached instead of 4"
nobody_noticed
