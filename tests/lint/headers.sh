#!/bin/sh
# Each header stands alone.
set -eu
cd "${TOP_SRCDIR:-.}"
status=0
flags=$(pkg-config --cflags ncursesw libcurl sqlite3 libcjson libconfig)
for header in src/*.h src/*/*.h ui/*.h; do
	# shellcheck disable=SC2086
	printf '#include "%s"\n' "$PWD/$header" |
	    ${CC:-cc} -std=gnu11 -D_GNU_SOURCE -fsyntax-only -Wall -Werror $flags \
	    -Isrc -I. -x c - || { echo "$header does not stand alone"; status=1; }
	guard=$(echo "$header" | sed 's,^src/,,; s,[/.-],_,g' | tr a-z A-Z)
	grep -q "^#ifndef $guard\$" "$header" ||
	    { echo "$header: the guard is not $guard"; status=1; }
done
exit $status
