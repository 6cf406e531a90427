#!/bin/sh
# The first start, in an empty home: where it looked, what it can do; nothing is
# changed.  And XDG: a run's folder is where it says, and nothing is in $HOME itself.
. "$TOP_SRCDIR/tests/run/lib.sh"

home=$scratch/home
mkdir "$home"
in_home() { env -u XDG_CONFIG_HOME -u XDG_STATE_HOME HOME="$home" "$@"; }
says() { grep -qF -- "$1" "$scratch/out" || { cat "$scratch/out"; die "no \"$1\""; }; }

for command in run status history report verify check doctor 'watch --once'; do
	# shellcheck disable=SC2086
	wants 2 in_home "$CUTOVER" $command >"$scratch/std" 2>"$scratch/out" </dev/null
	[ ! -s "$scratch/std" ] || die "$command: talk on standard output"
	says "$home/.config/cutover/cutover.conf"
	says /etc/cutover/cutover.conf
	says 'Nothing has been changed'
	says 'cutover demo'
	says cutover.conf.example
	[ "$(find "$home" | wc -l)" -eq 1 ] || die "$command: something was made"
done
wants 2 in_home env XDG_CONFIG_HOME="$scratch/xdg" "$CUTOVER" status \
	>"$scratch/out" 2>&1
says "$scratch/xdg/cutover/cutover.conf"
[ ! -e "$scratch/xdg" ] || die "XDG_CONFIG_HOME was made"

# Found where XDG says; the run is one folder below the state of that name.
world_up
mkdir -p "$home/.config/cutover"
sed '/^state_dir/d' "$conf" >"$home/.config/cutover/cutover.conf"
wants 3 in_home "$CUTOVER" run --script - >"$scratch/out" 2>&1 <<-END
	stop
END
state=$home/.local/state/cutover/shop-demo
[ "$(find "$state" -mindepth 1 -maxdepth 1 -type d | wc -l)" -eq 1 ] ||
	die "a run is not one folder"
[ "$(stat -c %a "$state")" = 700 ] || die "others may enter"
ls -A "$home" | grep -vx -e .config -e .local && die "something in \$HOME itself"
in_home env XDG_STATE_HOME="$scratch/state" "$CUTOVER" history >"$scratch/out"
[ ! -s "$scratch/out" ] || die "runs of another place"
in_home "$CUTOVER" history | grep -q shop-demo || die "the run is not found"
