#!/bin/sh
# Each third-party header in the files that HACKING names, and nowhere else.
set -eu
cd "${TOP_SRCDIR:-.}"
status=0

only() {		# header pattern, files where it may stand
	header=$1
	shift
	for file in $(grep -lE "#include <($header)" src/*.[ch] src/*/*.[ch] ui/*.[ch]); do
		case " $* " in
		*" $file "*) ;;
		*) echo "$file includes <$header>"; status=1 ;;
		esac
	done
}

# shellcheck disable=SC2046
only 'curl/' src/base/loop.c src/base/loop_curl.h src/base/http.c
only 'libconfig' src/model/config.c
only "sqlite3" $(ls src/engine/journal*.[ch])
only 'sha2?56|sha2|md5' src/base/file.c
only 'cjson/' $(ls src/backend/*.[ch] src/local/*.[ch] src/demo/*.[ch]) \
	src/engine/report_json.c src/headless_print.c src/commands.c src/watch_once.c \
	src/watch_front.c src/doctor.c src/status.c src/inputs.c
only 'ncurses|curses|panel|form|term\.h' $(ls ui/*.[ch])
exit $status
