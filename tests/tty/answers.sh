# Answering in lines.  Sourced, after lib.sh.

# The last lines, when an answer can be typed behind them.
asks() {
	last=$(picture | sed '/^ *$/d' | tail -n 2)
	case $last in
	*"$1"*'
>'*) return 0 ;;
	esac
	return 1
}
asked_within() {
	until_true "$1" asks "$2" || { picture; die "it does not ask \"$2\""; }
}
line() { type_text "$1"; keys Enter; }
# answer QUESTION ANSWER: waits for the question first.
answer() { asked_within 90 "$1"; line "$2"; }
step() { sees_within 90 "Step $1 of 18. "; }
