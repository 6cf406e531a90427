# A real terminal for the tests: tmux with a server of its own.
# Sourced; ends the server, the world and all else when the test ends.
. "$TOP_SRCDIR/tests/run/lib.sh"
command -v tmux >/dev/null || { say "no tmux here"; exit 77; }
mux_name=cutover-test-$$
term=tmux-256color		# what the program is told
locale=C.UTF-8
settings=			# of its environment: NO_COLOR=1

mux() { tmux -L "$mux_name" -f "$scratch/tmux.conf" "$@"; }

tty_finish() {
	tty_status=$?
	set +e
	[ ! -e "$scratch/tmux.conf" ] || mux kill-server 2>/dev/null
	ended || [ ! -s "$scratch/pid" ] || kill -KILL "$(cat "$scratch/pid")"
	return_status "$tty_status"
	finish
}
return_status() { return "$1"; }
trap tty_finish EXIT

# What it is started with.
arguments() { echo "run -c '$conf'"; }

# The program as a job of the shell: its process number and its exit status are in
# files, also when the terminal has gone.
write_runner() {
	cat >"$scratch/run" <<-END
		trap : HUP TERM INT
		LC_ALL=$locale env $settings sh -c 'echo \$\$ >"\$0"; exec "\$@"' \
			"$scratch/pid" "$CUTOVER" $(arguments) "\$@"
		status=\$?
		echo \$status >"$scratch/status.new"
		mv "$scratch/status.new" "$scratch/status"
	END
}

# terminal COLUMNS ROWS: opens it, with a shell that waits for commands.
terminal() {
	{
		echo 'set -g status off'
		# One server for the whole test: one that ends with its last session
		# may still be ending when the next session asks for it.
		echo 'set -g exit-empty off'
		echo 'set -sg escape-time 0'
		echo 'set -g history-limit 0'
		echo "set -g default-terminal $term"
	} >"$scratch/tmux.conf"
	mux new-session -d -s t -x "$1" -y "$2" "PS1='ready> ' exec sh -i"
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

# wizard [options]: starts it in the terminal.
wizard() {
	rm -f "$scratch/status" "$scratch/pid"
	write_runner
	type_text "clear; sh $scratch/run $*"
	keys Enter
}
# The shell of the terminal does one thing; what is typed does not read "did it".
shell() {
	type_text "clear; $1; echo did\\ it"
	keys Enter
	sees 'did it'
}
ended() { [ -s "$scratch/status" ]; }
wants_end() {
	until_true "$2" ended || { picture; die "the wizard does not end"; }
	[ "$(cat "$scratch/status")" -eq "$1" ] ||
		die "wanted exit status $1, got $(cat "$scratch/status")"
}

# What stty and tmux say of the terminal: the same before and after.
terminal_modes() {
	shell "stty -g >$scratch/stty"
	cat "$scratch/stty"
	mux display-message -p -t t '#{alternate_on} #{cursor_flag} #{mouse_any_flag}'
}
resize() {
	mux resize-window -t t -x "$1" -y "$2"
	until_true 15 has_size "$1x$2" || die "the terminal does not get $1x$2"
}
has_size() {
	[ "$(mux display-message -p -t t '#{pane_width}x#{pane_height}')" = "$1" ]
}
is_gone() { ! kill -0 "$(cat "$scratch/pid")" 2>/dev/null; }
# same_modes WHEN: as in $scratch/before.
same_modes() {
	terminal_modes >"$scratch/now"
	diff "$scratch/before" "$scratch/now" || die "modes stay behind: $1"
}
