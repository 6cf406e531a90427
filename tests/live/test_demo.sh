#!/bin/sh
# The demo's world by itself: it comes up, visitors are served and notice a
# server that dies, two worlds do not meet, and nothing is left of any.
. "$TOP_SRCDIR/tests/run/lib.sh"

# Processes whose command line names a directory.
left() {
	for dir in /proc/[0-9]*; do
		tr '\0' '\n' 2>/dev/null <"$dir/cmdline" |
			grep "^$1/\|=$1/\|^$1\$" >/dev/null || continue
		# Not whoever looks, nor what it runs in.
		grep -q "$me" "$dir/cmdline" || echo "${dir#/proc/}"
	done
}

world_up
sites=$(sed -n 's/.*site = "\(http[^"]*\)".*/\1/p' "$conf")
[ "$(echo "$sites" | wc -l)" -eq 2 ] || die "not two balancers: $sites"
for site in $sites; do
	curl -sf "$site/" | grep -q '^shop ok r41 session ' ||
		die "$site does not answer"
	curl -sf -o /dev/null -D - "$site/" | grep -qi '^set-cookie: SRV=' ||
		die "$site gives no cookie"
done

served() { [ "$(visitors requests)" -ge 100 ]; }
until_true 60 served || die "the visitors do not come"
[ "$(visitors failed)" -eq 0 ] || die "failures: $(cat "$world/visitors.json")"
[ "$(visitors wrong)" -eq 0 ] || die "wrong: $(cat "$world/visitors.json")"

# A second world beside it.
other=$("$CUTOVER" demo --up --servers 1 --lbs 1 --haproxy "$HAPROXY" 2>/dev/null |
	sed -n 's/^directory //p')
[ -d "$other" ] || die "no second world"
[ "$(stat -c %a "$other")" = 700 ] || die "$other is not private"
"$CUTOVER" demo --down --dir "$other" >/dev/null 2>&1 || die "$other stays"
[ ! -e "$other" ] || die "$other is still there"
[ -z "$(left "$other")" ] || die "left of $other: $(left "$other")"

# The meter can move: killed instead of drained.  Who was just being answered
# sees a failure, the others find that their visit is forgotten.
for pid in $(left "$world/servers/app-11"); do
	kill -9 "$pid" 2>/dev/null || true
done
suffered() { [ $(($(visitors failed) + $(visitors wrong))) -gt 0 ]; }
until_true 30 suffered || die "a killed server was not noticed by the visitors"

"$CUTOVER" demo --down --dir "$world" >"$scratch/down" 2>&1 ||
	die "not down: $(cat "$scratch/down")"
grep -q '^visitors: [1-9][0-9]* came, [1-9][0-9]* left' "$scratch/down" ||
	die "no totals: $(cat "$scratch/down")"
[ ! -e "$world" ] || die "$world is still there"
[ -z "$(left "$world")" ] || die "left: $(left "$world")"
world=

# Asked to end while it is still being built.
mkdir "$scratch/half"
"$CUTOVER" demo --up --dir "$scratch/half" --haproxy "$HAPROXY" \
	>"$scratch/out" 2>&1 &
builder=$!
begun() { [ -s "$scratch/half/pids" ]; }
until_true 20 begun || die "nothing was begun: $(cat "$scratch/out")"
kill -TERM "$builder"
status=0
wait "$builder" || status=$?
if [ "$status" -eq 0 ]; then
	# It was faster than we.
	"$CUTOVER" demo --down --dir "$scratch/half" >/dev/null 2>&1
else
	[ "$status" -eq 3 ] || die "ended with $status: $(cat "$scratch/out")"
fi
[ ! -e "$scratch/half" ] || die "the half-built world is still there"
[ -z "$(left "$scratch/half")" ] || die "left: $(left "$scratch/half")"
say "came, were served, and left nothing"
