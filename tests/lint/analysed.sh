#!/bin/sh
# What the compiler's analyser finds in each file on its own: nothing.
set -eu
built=$(dirname "${CUTOVER:-build/cutover}")
cd "${TOP_SRCDIR:-.}"
echo 'int x;' | ${CC:-cc} -fanalyzer -fsyntax-only -x c - 2>/dev/null ||
	{ echo "this compiler analyses nothing"; exit 77; }
flags=$(pkg-config --cflags ncursesw libcurl sqlite3 libcjson libconfig)
printf '%s\n' src/*.c src/*/*.c ui/*.c |
	xargs -P 2 -n 8 sh -c 'for file; do
		'"${CC:-cc} -fanalyzer -Werror -O1 -std=gnu11 -D_GNU_SOURCE $flags"' \
			-DPKGDATADIR=\"\" -DTOP_SRCDIR=\"\" -DTOP_BUILDDIR=\"\" \
			-Isrc -I. -I"$0" -c -o /dev/null "$file" || exit 255
	done' "$built"
