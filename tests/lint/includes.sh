#!/bin/sh
# Who may include whom: the table "may include" in HACKING, held against every
# #include line.
set -eu
top=${TOP_SRCDIR:-.}
cd "$top"
status=0

# floor -> the floors that it may include, from HACKING's table.
allowed() {
	awk -F'|' -v floor="$1" '
		/^\| floor \| may include/ { on = 1; next }
		on && !/^\|/ { on = 0 }
		on && NF > 3 {
			name = $2; gsub(/[ `]/, "", name)
			if (name == floor) { gsub(/[,`]/, " ", $3); print $3 }
		}' HACKING
}

check_floor() {
	floor=$1
	shift
	may=" $floor $(allowed "$floor") "
	[ "$(allowed "$floor" | tr -d ' ')" != "" ] || {
		echo "HACKING has no row for $floor"; status=1; }
	for file in "$@"; do
		[ -f "$file" ] || continue
		sed -n 's/^#include "\([^"]*\)".*/\1/p' "$file" | while read -r inc; do
			case $inc in
			*/*) of=${inc%%/*} ;;
			*) continue ;;
			esac
			case $may in
			*" $of "*|*" $inc "*) ;;
			*) echo "$file includes $inc: $floor may not know $of" ;;
			esac
		done
	done
}

found=$(
	for floor in base model runbook guard backend engine talk plain local demo; do
		check_floor "$floor" src/"$floor"/*.c src/"$floor"/*.h
	done
	check_floor ui ui/*.c ui/*.h
	check_floor headless.c src/headless*.[ch]
)
if [ -n "$found" ]; then
	printf '%s\n' "$found"
	status=1
fi
exit $status
