#!/bin/sh
# The manuals: clean mdoc, and tables that say what the program says.
set -eu
cd "${TOP_SRCDIR:-.}"
cutover=${CUTOVER:-build/cutover}
status=0
tab=$(printf '\t')

for page in man/*.[1-9]; do
	# That our own pages are not installed yet is no fault of theirs.
	mandoc -Tlint -Wstyle "$page" | grep -v 'referenced manual not found' &&
		{ echo "$page: not clean"; status=1; }
done

# Every entry of a printed table stands in the page.
held() {		# table, page, sed expression: line -> text to find
	"$cutover" --print "$1" | sed "$3" | while IFS= read -r text; do
		grep -qF -- "$text" "$2" || echo "$2 lacks: $text"
	done
}

found=$(
	"$cutover" --print steps | while IFS="$tab" read -r number name title; do
		grep -qxF ".Sh $number. $title" man/cutover-walkthrough.7 ||
			grep -qxF ".Ss $number. $title" man/cutover-walkthrough.7 ||
			echo "cutover-walkthrough(7) lacks section $number. $title"
		grep -qF "$name" man/cutover.1 || echo "cutover(1) lacks step $name"
	done
	held rules man/cutover.1 's/\t.*//'
	held rules man/cutover.1 's/^[^\t]*\t\([^\t]*\)\t.*/\1/'
	held intents man/cutover-script.5 ''
	held events man/cutover-script.5 ''
	held keys man/cutover.1 's/.*\t//'
)
if [ -n "$found" ]; then
	printf '%s\n' "$found"
	status=1
fi
exit $status
