#!/bin/sh
# The manuals and the other papers say what the program says, no less and no more:
# steps, rules, keys, intents, settings, events, actions, keys of the configuration,
# verbs of the local cloud, options.  And they are clean mdoc.
set -eu
cd "${TOP_SRCDIR:-.}"
cutover=${CUTOVER:-build/cutover}
command -v mandoc >/dev/null || { echo "no mandoc here"; exit 77; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
status=0
export LC_ALL=C.UTF-8

bad() { printf '%s\n' "$*"; status=1; }

# same WHAT: what the program has (wanted) is what the paper has (found).
same() {
	[ -s "$scratch/wanted" ] || bad "$1: the program has none"
	diff "$scratch/wanted" "$scratch/found" >"$scratch/diff" ||
		bad "$1 (< the program, > the paper):
$(cat "$scratch/diff")"
}
wanted() { cat >"$scratch/wanted"; }
found() { cat >"$scratch/found"; }
print() { "$cutover" --print "$1"; }

# items PAGE SECTION: the items of the lists of a section, "item<tab>its text".
items() {
	awk -v section="$2" '
	function flush() {
		if (item != "") printf "%s\t%s\n", item, text
		item = text = ""
	}
	/^\.S[hs] / { flush(); sub(/^\.S[hs] /, ""); here = $0 == section; next }
	!here { next }
	/^\.It / { flush(); sub(/^\.It /, ""); item = $0; next }
	/^\.(El|Bl)/ { flush(); next }
	item != "" { text = text (text == "" ? "" : " ") $0 }
	END { flush() }' "$1"
}

# ---- mdoc ----

for page in man/*.[1-9]; do
	# That our own pages are not installed yet is no fault of theirs.
	mandoc -Tlint -Wstyle "$page" | grep -v 'referenced manual not found' &&
		bad "$page: not clean"
	grep -qF "$page" Makefile.am || bad "$page: not in Makefile.am"
	sed -n 's/^\.Xr \([a-z.-]*\) \([1-9]\).*/\1.\2/p' "$page" |
	while read -r other; do
		[ -e "man/$other" ] || echo "$page refers to $other"
	done >"$scratch/lost"
	[ ! -s "$scratch/lost" ] || bad "$(cat "$scratch/lost")"
done

# ---- the program's tables ----

print steps | awk -F'\t' '{ print $1 ". " $3 }' | wanted
sed -n 's/^\.Sh \([0-9]*\. \)/\1/p' man/cutover-walkthrough.7 | found
same "cutover-walkthrough(7), sections"
grep -A2 '^\.Sh [0-9]' man/cutover-walkthrough.7 |
	awk '/^\.Sh/ { n = $2 } /^\.Cm/ { print n, $2 }' | found
print steps | sed 's/\t/. /; s/\t.*//' | wanted
same "cutover-walkthrough(7), names of steps"
print steps | wanted
items man/cutover.1 STEPS | sed 's/ Ta /\t/g; s/\t$//' | found
same "cutover(1), steps"
print steps | awk -F'\t' '{ print $1 ". " $3 }' | wanted
sed -n 's/^ *\([0-9]*\)\. \([A-Z].*[a-z]\) *$/\1. \2/p' README | found
same "README, steps"

print rules | sed 's/\t/ /' | wanted
items man/cutover.1 'THE GUARD' | found
same "cutover(1), rules"
print keys | wanted
items man/cutover.1 KEYS | found
same "cutover(1), keys"
print words | wanted
items man/cutover.1 'PLAIN LINES' | found
same "cutover(1), words"
print intents | sort | wanted
items man/cutover-script.5 INTENTS | sed 's/^Ic \([a-z]*\).*/\1/' | sort -u | found
same "cutover-script(5), intents"
print events | sort | wanted
awk '/^The events:/ { here = 1 } here && /^\.El/ { exit }
	here && sub(/^\.It /, "")' man/cutover-script.5 | sort | found
same "cutover-script(5), events"

# ---- tables in the source ----

sed -n 's/^\tX([A-Z_]*, *"\([a-z-]*\)".*/\1/p' src/model/action.h | sort | wanted
awk '/^The actions, / { here = 1 } here && /^\.El/ { exit }
	here && /^\.It / { print $2 }' man/cutover-script.5 | sort | found
same "cutover-script(5), actions"

# A detach is there for its cut, which action_cut() knows.
{ sed -n 's/^\tX([A-Z_]*, *"\([a-z-]*\)".* TYPED).*/\1/p' src/model/action.h
	echo detach; } | sort | wanted
awk '/^and for these actions/ { here = 1 } here && /^\.El/ { exit }
	here && /^\.It / { print $2 }' man/cutover.1 | sort | found
same "cutover(1), actions that are typed"
grep -l 'flags = .*STEP_TYPED' src/runbook/step*.c |
	sed 's/.*step[0-9]*_\(.*\)\.c/\1/; s/_/-/g' | sort | wanted
sed -n '/^It is asked for in the steps/{n;p;q;}' man/cutover.1 |
	sed 's/^\.Cm //' | tr -d ' ' | tr , '\n' | sort | found
same "cutover(1), steps that are typed"

# Verbs of a cloud that is commands: the keys of cloud.exec, too.
sed -n 's/^\tX([A-Z_]*, *"\([a-z_]*\)".*/\1/p' src/model/verb.h >"$scratch/verbs"
sort "$scratch/verbs" | wanted
items man/cutover-provider.7 VERBS | sed 's/^Cm \([a-z_]*\).*/\1/' | sort | found
same "cutover-provider(7), verbs"

# Settings: "input." and "cut." stand for a whole kind.
sed -n '/struct step_setting settings/,/^};/{
	s/^\t{ \(PREFIX\|"[a-z.]*"\),.*/\1/p; }' src/runbook/step*.c |
	sed 's/PREFIX/input./; s/"//g' | sort | wanted
awk '/^\.S[hs] / { here = $2 == "SETTINGS" } here && /^\.Cm .*( :|No | Ns )/ {
	sub(/\\&/, "", $2); print $2 }' man/cutover-script.5 | sort | found
same "cutover-script(5), settings"

# Members of an event, as the code adds them.
sed -n 's/.*\(AddNumberToObject\|AddStringToObject\|add_text\)(object, "\([a-z]*\)".*/\2/p' \
	src/headless*.c | sort -u | wanted
awk '/^\.It Em member/ { here = 1; next } here && /^\.El/ { exit }
	here && /^\.It / { print $2 }' man/cutover-script.5 | sort | found
same "cutover-script(5), members of an event"

sed -n 's/^\t*{* *\(TEXT\|WORDS\|COUNT\|MS\|SECONDS\|GROUP\)("\([a-z_]*\)".*/\2/p
	s/^\t{ "\([a-z_]*\)", KEY_.*/\1/p' src/model/config_table.c |
	cat - "$scratch/verbs" | sort -u | wanted
{
	items man/cutover.conf.5 KEYS
	for group in cloud exec rightscale balancers host probe database policy limits; do
		echo "$group"
		items man/cutover.conf.5 $group
	done
	sed -n '/^\.It Ic release/,/^\.It/s/^\.Ic \(from\|to\)$/\1/p; s/^\.Ic \(to\) :$/\1/p' \
		man/cutover.conf.5
} | sed 's/\t.*//; s/^Ic //; s/ , /\n/g' | sort -u | found
same "cutover.conf(5), keys"
sed 's/^\(\t*\)# \([a-z_]* = .*;\)/\1\2/' config/cutover.conf.example >"$scratch/full"
sed '/^inputs = {/,/^}/{/^\t/d;}; s/#.*//; s/"[^"]*"//g' "$scratch/full" |
	tr '{;' '\n\n' | sed -n 's/^[ \t]*\([a-z_]*\) = *.*/\1/p' | sort -u | found
same "cutover.conf.example, keys"

sed -n '/struct verb verbs\[\]/,/^};/s/^\t{ "\([a-z_]*\)", \(true\|false\).*/\1/p' \
	src/local/verbs.c | sort | wanted
items man/cutover-cloud.5 PROTOCOL | sed 's/^Cm \([a-z_]*\).*/\1/' | sort | found
same "cutover-cloud(5), verbs"

sed -n '/^static const struct option long_options/,/^};/s/^\t{ "\([a-z-]*\)".*/--\1/p' \
	src/options.c | sort | wanted
awk '/^\.Ss Options/ { here = 1; next } /^\.S[hs]/ { here = 0 }
	here && /^\.It Fl/ { for (i = 2; i < NF; i++)
		if ($i == "Fl" && $(i + 1) ~ /^-/) print "-" $(i + 1) }' \
	man/cutover.1 | sort | found
same "cutover(1), options"

# ---- the other papers ----

"$cutover" check -c config/cutover.conf.example >"$scratch/out" 2>&1 ||
	bad "$(cat "$scratch/out")"
# What is commented out there would be accepted, too; but of where the password is
# only one can be, and the file is not here; and a balancer has a socket, or a page.
sed -i '/^\tsecret_/d; /^\t\tstatistics/d' "$scratch/full"
"$cutover" check -c "$scratch/full" >"$scratch/out" 2>&1 ||
	bad "cutover.conf.example with its defaults: $(cat "$scratch/out")"
# The picture is the program's own: tests/unit compares it cell by cell.
awk '/^== / { if (n++) exit; next } { print }' tests/screen/13-drain.txt | wanted
awk '/^ cutover  shop-prod/ { here = 1 } here { print } / q leave$/ { exit }' README | found
same "README, picture"

exit $status
