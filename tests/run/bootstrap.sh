#!/bin/sh
# A machine that lacks packages, and nobody there who may install them: one
# message that names them, exit status 2, nothing built.
. "$TOP_SRCDIR/tests/run/lib.sh"

mkdir "$scratch/bin" "$scratch/tree"
cp "$TOP_SRCDIR/bootstrap" "$scratch/tree/"
cat >"$scratch/bin/dpkg-query" <<'END'
#!/bin/sh
# dpkg-query -W -f FORMAT PACKAGE
case $4 in haproxy|tmux) exit 1 ;; esac
printf installed
END
printf '#!/bin/sh\nexit 1\n' >"$scratch/bin/sudo"
printf '#!/bin/sh\necho "asked to install: $*"\n' >"$scratch/bin/apt-get"
chmod 755 "$scratch" "$scratch/tree" "$scratch"/bin/*

nobody=
[ "$(id -u)" -ne 0 ] || nobody='setpriv --reuid=65534 --regid=65534 --clear-groups'
lacks() {		# WORD PACKAGES: what `bootstrap WORD` asks for
	wants 2 env PATH="$scratch/bin:$PATH" $nobody "$scratch/tree/bootstrap" "$1" \
		>"$scratch/said" 2>&1
	printf '%s\n' "bootstrap: only root can install what is missing here:" \
		"bootstrap:   apt-get install $2" >"$scratch/wanted"
	diff "$scratch/wanted" "$scratch/said" || die "bootstrap $1"
}
lacks demo haproxy
lacks check 'haproxy tmux'
[ "$(ls -A "$scratch/tree")" = bootstrap ] || die "built: $(ls -A "$scratch/tree")"
