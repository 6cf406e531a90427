#!/bin/sh
# The program as it is built: hardened, without functions that know no bounds or run a
# shell, with the distribution's libraries alone, and nothing in it for looking inside.
set -eu
: "${TOP_SRCDIR:?}"
cutover=${CUTOVER:-build/cutover}
command -v readelf >/dev/null || { echo "no readelf here"; exit 77; }
status=0
bad() { printf '%s\n' "$*"; status=1; }
has() { readelf -W "$1" "$cutover" | grep -q -- "$2" || bad "the program has no $3"; }
hasnt() { ! readelf -W "$1" "$cutover" | grep "$2" || bad "the program has $3"; }
imports() { nm -D --undefined-only "$cutover" | awk '{ sub(/@.*/, "", $2); print $2 }'; }

# With the sanitizers in it, it is another program.
imports | grep -q __asan_init && exit 77

has -h 'Type: *DYN' 'address of its own (PIE)'
has -d 'BIND_NOW' 'immediate binding'
has -l 'GNU_RELRO' 'tables that are read only'
has -l 'GNU_STACK.* RW ' 'stack that is not code'
hasnt -d 'R\(UN\)*PATH' 'a path of its own for libraries'
hasnt -l 'LOAD.* RWE' 'pages that are written and run'
imports | grep -q '^__stack_chk_fail$' || bad "the program does not look after its stack"
imports | grep -q '_chk$' || bad "the program is not fortified"

for name in system popen execlp execvp execvpe wordexp gets strcpy stpcpy strcat sprintf \
	vsprintf strtok mktemp tmpnam tempnam alloca rand; do
	! imports | grep -qx "$name" || bad "the program calls $name()"
done

# Each library once: two SQLites in a process would lose each other's locks.
ldd "$cutover" | awk '{ sub(/\.so.*/, "", $1); print $1 }' | sort | uniq -d |
	while read -r twice; do echo "$twice: twice in the program"; done | grep . && status=1
! imports | grep -q '^sqlite3_' || ldd "$cutover" | grep -q libsqlite3 ||
	bad "SQLite is not the distribution's"

# Nothing that turns looking off, or on.
cd "$TOP_SRCDIR"
! grep -nE 'CURLOPT_(SSL_VERIFYPEER|SSL_VERIFYHOST|VERBOSE|DEBUGFUNCTION)|CUTOVER_FP|NDEBUG' \
	src/*.[ch] src/*/*.[ch] ui/*.[ch] || bad "a switch that must not be"
! find . -path ./.git -prune -o -type f -perm /6000 -print | grep . || bad "set-uid"
exit $status
