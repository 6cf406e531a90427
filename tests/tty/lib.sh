# A real terminal for the tests: tmux with a server of its own.
# Sourced; ends the server, the world and all else when the test ends.
. "$TOP_SRCDIR/tests/run/lib.sh"
command -v tmux >/dev/null || { say "no tmux here"; exit 77; }
mux_name=cutover-test-$$
term=tmux-256color		# what the program is told
locale=C.UTF-8

mux() { tmux -L "$mux_name" -f "$scratch/tmux.conf" "$@"; }

tty_finish() {
	tty_status=$?
	set +e
	[ ! -e "$scratch/tmux.conf" ] || mux kill-server 2>/dev/null
	return_status "$tty_status"
	finish
}
return_status() { return "$1"; }
trap tty_finish EXIT

# terminal COLUMNS ROWS: opens it, with a shell that waits for commands.
terminal() {
	printf 'set -g status off\nset -sg escape-time 0\n' >"$scratch/tmux.conf"
	printf 'set -g default-terminal "%s"\n' "$term" >>"$scratch/tmux.conf"
	printf 'set -g remain-on-exit off\nset -g history-limit 0\n' \
		>>"$scratch/tmux.conf"
	LC_ALL=C.UTF-8 mux new-session -d -s t -x "$1" -y "$2" \
		"LC_ALL=$locale PS1='ready> ' exec sh -i"
	sees 'ready>'
}

picture() { mux capture-pane -p -t t; }
# keep NAME: the screen as text; TEST_SCREENS says where, for who wants to look.
keep() { picture >"${TEST_SCREENS:-$scratch}/$1.txt"; }
keys() { mux send-keys -t t "$@"; }
type_text() { mux send-keys -t t -l -- "$1"; }

shows() { picture | grep -qF -- "$1"; }
hides() { ! shows "$1"; }
sees_within() {
	until_true "$1" shows "$2" || { picture; die "\"$2\" is not on the screen"; }
}
sees() { sees_within 15 "$1"; }
gone() { until_true 15 hides "$1" || { picture; die "\"$1\" stays"; }; }

# wizard [options]: starts it in the terminal; its exit status goes to a file.
wizard() {
	rm -f "$scratch/status"
	type_text "clear; $CUTOVER run -c $conf $*; echo \$? >$scratch/status"
	keys Enter
}
ended() { [ -s "$scratch/status" ]; }
wants_end() {
	until_true "$2" ended || { picture; die "the wizard does not end"; }
	[ "$(cat "$scratch/status")" -eq "$1" ] ||
		die "wanted exit status $1, got $(cat "$scratch/status")"
}
