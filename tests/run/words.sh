#!/bin/sh
# The words of the command line: help, near names, status in its three forms, the
# report in its three, and the exit status of each.
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
