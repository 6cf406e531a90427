#!/bin/sh
# Every scenario is run by `make check` (or check-kill), and by a name of its own: logs
# and results are kept by it.
set -eu
: "${TOP_SRCDIR:?}"
cd "$TOP_SRCDIR"
bad=0

for script in tests/run/*.sh tests/tty/*.sh tests/live/*.sh; do
	# What is only sourced has no first line for the shell.
	head -n 1 "$script" | grep -q '^#!' || continue
	grep -qF "$script" Makefile.am || { echo "$script: nobody runs it"; bad=1; }
done
twice=$(ls tests/run tests/tty tests/live | grep '\.sh$' | grep -v '^lib\.sh$' | sort | uniq -d)
[ -z "$twice" ] || { echo "$twice: the name of two scenarios"; bad=1; }
exit $bad
