#!/bin/sh
# tests/catalogue has every row once, and every test that it names is there and is run.
set -eu
: "${TOP_SRCDIR:?}"
cd "$TOP_SRCDIR/tests"
status=0
bad() { printf '%s\n' "$*"; status=1; }

rows() { for n in $(seq "$2" "$3"); do printf "$1\n" "$n"; done; }
{
	rows A%d 1 13; rows B%d 1 10; rows C%d 1 13; rows D%d 1 12; rows P%d 1 8
	rows F%d 1 9; rows G%d 1 19; rows H%d 1 18; rows K%d 1 9; rows S%d 1 32
	rows GR-%02d 1 32
	rows U-%02d 1 16; rows U-%02d 20 27; rows U-%02d 30 34; rows U-%02d 40 45
	rows U-%02d 50 57
} >"${scratch:=$(mktemp -d)}/wanted"
trap 'rm -rf "$scratch"' EXIT
sed -n 's/^\([A-Z][A-Z0-9-]*\) .*/\1/p' catalogue >"$scratch/found"
diff "$scratch/wanted" "$scratch/found" >"$scratch/diff" ||
	bad "rows (< wanted, > found):
$(cat "$scratch/diff")"

# "number<tab>its line" for all that stands below a row; and rows with nothing below.
awk '/^#/ || /^$/ { next }
	/^\t/ { n++; sub(/^\t/, ""); print row "\t" $0; next }
	{ if (row != "" && !n) print row "\t"; row = $1; n = 0 }
	END { if (!n) print row "\t" }' catalogue >"$scratch/lines"
while IFS='	' read -r row proof; do
	case $proof in
	'not ours: '?*|'otherwise: '?*|'not tested: '?*) continue ;;
	'')	bad "$row: no test, and no reason"; continue ;;
	esac
	file=${proof%%:*} name=${proof#*:}
	[ -f "$file" ] || { bad "$row: no file $file"; continue; }
	grep -qF "tests/$file" ../Makefile.am || bad "$row: nobody runs $file"
	case $file in
	*.c)	grep -qE "^(Parameterized)?Test\(([a-z_ *]+, )?[a-z_]+, $name[,)]" \
			"$file" || bad "$row: no test \"$name\" in $file" ;;
	*)	[ "$name" = "$file" ] || bad "$row: a scenario is one whole: $proof" ;;
	esac
done <"$scratch/lines"

# What the guard refuses by number has a row here.
grep -ohE 'GR-[0-9]{2}' ../src/guard/*.c ../src/runbook/*.c | sort -u |
	while read -r rule; do
		grep -q "^$rule " catalogue || echo "$rule: not in the catalogue"
	done >"$scratch/lost"
[ ! -s "$scratch/lost" ] || bad "$(cat "$scratch/lost")"
exit $status
