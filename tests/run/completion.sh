#!/bin/sh
# bash completion, through bash-completion's own loader: commands, options, runs.
. "$TOP_SRCDIR/tests/run/lib.sh"
loader=/usr/share/bash-completion/bash_completion
[ -r "$loader" ] && command -v bash >/dev/null ||
	{ say "no bash-completion here"; exit 77; }

mkdir -p "$scratch/user/completions" "$scratch/bin"
cp "$TOP_SRCDIR/completion/cutover" "$scratch/user/completions/"
ln -s "$CUTOVER" "$scratch/bin/cutover"
cat >"$scratch/complete" <<'END'
PATH=$1:$PATH loader=$2
shift 2
. "$loader"
_completion_loader cutover || [ $? -eq 124 ] || exit 1
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
COMP_LINE=$*
COMP_POINT=${#COMP_LINE}
fn=$(complete -p cutover | sed 's/.*-F \([^ ]*\).*/\1/')
"$fn" cutover "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\n' "${COMPREPLY[@]}"
END
# offers WORDS... : what is offered for the last of them.
offers() {
	BASH_COMPLETION_USER_DIR=$scratch/user bash "$scratch/complete" \
		"$scratch/bin" "$loader" cutover "$@" >"$scratch/out" 2>"$scratch/err"
	[ ! -s "$scratch/err" ] || { cat "$scratch/err"; die "it talks"; }
}
one() { grep -qx -- "$1" "$scratch/out" || { cat "$scratch/out"; die "no $1"; }; }
none() { ! grep -qx -- "$1" "$scratch/out" || die "$1 is offered"; }

# Every command of --help, and no other.
offers ''
sort "$scratch/out" >"$scratch/offered"
"$CUTOVER" --help | sed -n 's/^  \([a-z]\{3,\}\)  .*/\1/p' | sort >"$scratch/has"
diff "$scratch/offered" "$scratch/has" || die "commands differ"
offers st
one status
none run

# Every option that is offered is one.
: >"$scratch/all"
offered_are_in() {	# COMMAND FILE of its options
	if [ -n "$1" ]; then
		offers "$1" --
	else
		offers --
	fi
	cat "$scratch/out" >>"$scratch/all"
	while read -r option; do
		grep -q "{ \"${option#--}\"," "$TOP_SRCDIR/$2" ||
			die "$1: there is no $option"
	done <"$scratch/out"
}
offered_are_in demo src/demo/demo.c
one --plain
for command in run watch status report check doctor inputs ''; do
	offered_are_in "$command" src/options.c
done
one --config
# And each that there is, but those that are another spelling, or for tests.
sed -n '/long_options/,/^};/s/^\t{ "\([a-z-]*\)".*/--\1/p' "$TOP_SRCDIR/src/options.c" |
	grep -vxe --no-color -e --keys -e --dump -e --size | while read -r option; do
		grep -qxe "$option" "$scratch/all" || echo "$option"
	done >"$scratch/lost"
[ ! -s "$scratch/lost" ] || die "never offered: $(cat "$scratch/lost")"
offers status --p
one --porcelain
none --plain
offers watch --
one --once
none --dry-run
offers --print k
one keys
# Every cloud that the demo has, and no other.
offers demo --cloud ''
sort "$scratch/out" >"$scratch/offered"
sed -n '/const clouds\[\]/s/"\([a-z]*\)"/\n\1\n/gp' "$TOP_SRCDIR/src/demo/world_clouds.c" |
	grep -x '[a-z]*' | sort >"$scratch/has"
diff "$scratch/offered" "$scratch/has" || die "clouds differ"

world_up
run_script - >/dev/null <<-END || true
	stop
END
id=$(ls "$world/state")
offers report -c "$conf" ''
one "$id"
touch "$scratch/my.csv"
offers inputs d
one diff
offers inputs diff "$scratch/m"
one "$scratch/my.csv"
