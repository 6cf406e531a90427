#!/bin/sh
# The whole upgrade through playbooks (cloud.exec, the provider ansible), under the
# visitors: launches, drains and ends are ansible's, the rest is the book's.
. "$TOP_SRCDIR/tests/run/lib.sh"
command -v ansible-playbook >/dev/null || { say "no ansible-playbook here"; exit 77; }

world_up --cloud ansible --servers 1 --lbs 1
whole_upgrade "$TOP_SRCDIR/tests/run/small.script"
# The playbooks' tasks were shown while they ran, those of the drain among them.
for task in 'launch.*It answers' 'drain.*The health check file, aside' \
	'terminate.*Its process'; do
	grep -q "\"event\":\"output\",\"action\":\"$task" "$scratch/events" ||
		die "no task $task was told"
done

cut -d ' ' -f 2- "$world/fleet.log" | tail -n +3 >"$scratch/did"
cat >"$scratch/wanted" <<'EOF'
clone app-21 of app-11
launch app-21
clone app-22 of app-21
launch app-22
launch web-array-2
terminate app-11
terminate web-array-1
EOF
diff "$scratch/wanted" "$scratch/did" || die "the provider did something else"
# Nothing with inputs in it is left behind.
! ls -d "$world"/play.* 2>/dev/null || die "what playbooks were given is still there"
nobody_noticed
