#!/bin/sh
# How it starts, whoever starts it: standard descriptors are there, a crash leaves no
# picture of its memory, nobody may look into it, nothing gets more rights, and what it
# makes is its user's alone.
. "$TOP_SRCDIR/tests/run/lib.sh"

conf=$scratch/cutover.conf
sed "s,^\(# \)*state_dir = .*,state_dir = \"$scratch/state\";," \
	"$TOP_SRCDIR/config/cutover.conf.example" >"$conf"
chmod 600 "$conf"
# Where another user comes to.
cp "$CUTOVER" "$scratch/cutover"
as_us=
if [ "$(id -u)" -eq 0 ]; then
	as_us='setpriv --reuid 65534 --regid 65534 --clear-groups'
	chown -R 65534:65534 "$scratch"
fi
# shellcheck disable=SC2086
$as_us mkfifo "$scratch/orders"
umask 0
ulimit -c unlimited 2>/dev/null || true
# shellcheck disable=SC2086
(cd "$scratch" && exec $as_us ./cutover run -c "$conf" --script "$scratch/orders" \
	<&- >&- 2>&-) &
run=$!
# Also for reading: it waits for nobody.
exec 4<>"$scratch/orders"
made() { ls "$scratch"/state/*/*/journal.db >/dev/null 2>&1 ||
	ls "$scratch"/state/*/journal.db >/dev/null 2>&1; }
until_true 60 made || die "no run was begun"

for fd in 0 1 2; do
	[ "$(readlink "/proc/$run/fd/$fd")" = /dev/null ] ||
		die "descriptor $fd is $(readlink "/proc/$run/fd/$fd")"
done
has() { grep -q "$1" "/proc/$run/$2" || { cat "/proc/$run/$2"; die "no \"$1\""; }; }
has '^NoNewPrivs:[[:space:]]*1$' status
has '^Umask:[[:space:]]*0077$' status
has '^Max core file size  *0  *0 ' limits
# Whose memory may be looked at is its user's in /proc; else it is root's.  With the
# sanitizers it may be.
grep -q __asan_init "$CUTOVER" || [ "$(stat -c %u "/proc/$run/environ")" -eq 0 ] || die "its memory can be looked at"
others=$(find "$scratch/state" -perm /077)
[ -z "$others" ] || die "open to others: $others"

kill -SEGV "$run"
wanted=$((128 + 11)) status=0
wait "$run" || status=$?
[ "$status" -eq "$wanted" ] || die "it ended with $status"
exec 4>&-
! find "$scratch" -name 'core*' | grep . || die "a picture of its memory is left"
