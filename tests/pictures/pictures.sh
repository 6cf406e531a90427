#!/bin/sh
# pictures.sh DIRECTORY [NAME...] - a PNG of every screen (or of those named) as a
# person sees it: dark and light, 80x24, 120x36 and 140x45, and on a poor terminal
# without colours and signs.  For eyes, not a test.
#
# xterm on a display of its own, tmux in it (keys by name, and the screen as text),
# and the window's picture.  Debian: xvfb xterm tmux imagemagick fonts-dejavu-core.
set -eu
: "${SHOW:?the program that shows made-up moments}"
dir=$1
shift
for need in Xvfb xterm tmux import; do
	command -v "$need" >/dev/null || {
		echo "no pictures: $need is not here; apt-get install xvfb xterm" \
			"tmux imagemagick fonts-dejavu-core" >&2
		exit 0
	}
done
scratch=$(mktemp -d)
mux_name= windows=0
display_pid= xterm_pid=
unset LINES COLUMNS NO_COLOR TMUX
export LC_ALL=C.UTF-8 TZ=UTC

mux() { tmux -L "$mux_name" -f "$scratch/tmux.conf" "$@"; }

close_window() {
	[ -z "$mux_name" ] || mux kill-server 2>/dev/null || :
	mux_name=
	[ -z "$xterm_pid" ] || wait "$xterm_pid" || :
	xterm_pid=
}

finish() {
	status=$?
	trap - EXIT INT TERM
	close_window
	[ -z "$display_pid" ] || { kill "$display_pid"; wait "$display_pid" || :; }
	rm -rf "$scratch"
	exit $status
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

die() { echo "pictures: $*" >&2; exit 1; }

until_true() {
	tries=200
	until "$@"; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || return 1
		sleep 0.05
	done
}

open_display() {
	mkfifo "$scratch/display"
	Xvfb -displayfd 3 -screen 0 1900x1300x24 -nolisten tcp \
		3>"$scratch/display" >/dev/null 2>&1 &
	display_pid=$!
	read -r number <"$scratch/display" || die "Xvfb did not start"
	export DISPLAY=":$number"
}

# open_window COLUMNSxROWS BACKGROUND FOREGROUND
open_window() {
	rm -f "$scratch/window"
	# A name of its own: the server before may still be ending.
	windows=$((windows + 1))
	mux_name=cutover-pictures-$$-$windows
	mux new-session -d -s t -x "${1%x*}" -y "${1#*x}" cat
	xterm -u8 -geometry "$1+0+0" -fa 'DejaVu Sans Mono' -fs 11 -bg "$2" -fg "$3" \
		-bw 0 -b 4 +sb +mb -xrm 'XTerm*cursorBlink: false' -e sh -c \
		"echo \$WINDOWID >$scratch/window.new
		mv $scratch/window.new $scratch/window
		exec tmux -L $mux_name -u attach -t t" >/dev/null 2>&1 &
	xterm_pid=$!
	until_true [ -s "$scratch/window" ] || die "xterm did not start"
	until_true has_size "$1" || die "the window does not get $1"
}
has_size() { [ "$(mux display -p -t t '#{client_width}x#{client_height}')" = "$1" ]; }

text() { mux capture-pane -p -t t; }
shows() { text | grep -qF -- "$1"; }

# The picture has not changed for a moment; a clock may, so not for ever.
still() {
	for _ in 1 2 3 4 5; do
		text >"$scratch/before"
		sleep 0.15
		text >"$scratch/after"
		! cmp -s "$scratch/before" "$scratch/after" || return 0
	done
}

press() {		# an order of the key script
	order=${1%% *} rest=${1#* }
	case $order in
	key)	for key in $rest; do mux send-keys -t t "$key"; done ;;
	type)	mux send-keys -t t -l -- "$rest" ;;
	wait)	until_true shows "$rest" || die "$name: \"$rest\" is not there" ;;
	'')	return 0 ;;
	*)	die "$name: what is \"$1\"?" ;;
	esac
	still
}

shoot() {		# file
	import -silent -window "$(cat "$scratch/window")" "png:$scratch/shot.png"
	# Few colours: a small file, the same picture.
	convert "$scratch/shot.png" -strip +dither -colors 48 "png8:$1"
}

# The screen NAME of the moment MOMENT, in the window that is open.
take() {		# name, moment, file
	name=$1
	case $look in
	poor)	mux respawn-pane -k -t t "exec env NO_COLOR=1 $SHOW $2 --ascii" ;;
	*)	mux respawn-pane -k -t t "exec $SHOW $2" ;;
	esac
	until_true shows '? help' || die "$name: nothing is drawn"
	still
	"$SHOW" --keys "$name" >"$scratch/keys"
	while IFS= read -r line; do
		press "$line" </dev/null
	done <"$scratch/keys"
	shoot "$3"
}

wanted() {		# name, names...
	sought=$1
	shift
	[ $# -gt 0 ] || return 0
	for one in "$@"; do [ "$one" != "$sought" ] || return 0; done
	return 1
}

take_all() {		# look, size, background, foreground, names...
	look=$1 size=$2
	open_window "$size" "$3" "$4"
	shift 4
	while read -r screen moment; do
		wanted "$screen" "$@" || continue
		take "$screen" "$moment" "$dir/$screen-$size-$look.png"
	done <"$scratch/screens"
	close_window
	echo "$size, $look: $(ls "$dir"/*-"$size-$look.png" | wc -l) pictures in $dir"
}

write_index() {
	{
		echo '<!doctype html><title>cutover: every screen</title>'
		while read -r screen moment; do
			echo "<h2>$screen</h2>"
			for file in "$dir/$screen"-[0-9]*.png; do
				[ ! -e "$file" ] || echo "<img src=\"${file##*/}\">"
			done
		done <"$scratch/screens"
	} >"$dir/index.html"
}

cat >"$scratch/tmux.conf" <<'END'
set -g status off
set -sg escape-time 0
set -g default-terminal tmux-256color
set -g remain-on-exit on
set -g history-limit 0
END
mkdir -p "$dir"
"$SHOW" --list >"$scratch/screens"
open_display
for size in 80x24 120x36 140x45; do
	take_all dark "$size" black gray90 "$@"
	take_all light "$size" white gray10 "$@"
done
take_all poor 80x24 black gray90 "$@"
write_index
