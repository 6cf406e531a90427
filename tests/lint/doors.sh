#!/bin/sh
# The ways to take a server out stand in few files, and the providers' shape is
# known to the back end alone.
set -eu
cd "${TOP_SRCDIR:-.}"
status=0

only() {		# what, pattern, files
	what=$1 pattern=$2
	shift 2
	for file in $(grep -lE "$pattern" src/*.[ch] src/*/*.[ch] ui/*.[ch]); do
		case " $* " in
		*" $file "*) ;;
		*) echo "$file: $what"; status=1 ;;
		esac
	done
}

only 'speaks to HAProxy' '"(set|add|del|disable|enable) server|"shutdown session' \
	$(ls src/backend/lb_haproxy*.c src/backend/haproxy_*.c)
only 'knows the providers' 'backend/provider\.h' $(ls src/backend/*.[ch])
only 'makes or opens permits' 'struct permit \{' src/guard/guard.c
only 'asks for permits' 'guard_permit\(' src/guard/guard.c src/guard/guard.h \
	src/engine/executor.c
only 'performs' 'backend_perform\(' src/backend/backend.c src/backend/backend.h \
	src/engine/executor.c
only 'runs a shell' '[^_a-z](system|popen|execlp|execvp|wordexp) *\(' 
only 'copies without a bound' '[^_a-z](strcpy|strcat|sprintf|gets|strtok|mktemp|tmpnam) *\('
exit $status
