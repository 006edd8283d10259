# Positional parameters, $@ and $*, shift and set --.
p() { printf '%s:' "$#"; for i; do printf '<%s>' "$i"; done; echo; }
p "$@"; p $@; p "$*"; p $*
p "a$@b"; p "$@$@"; p ""$@
set --; p "$@"; p "$*"; p "a$@"; p ""; p "$@" "$@"; p $@ $*
set -- a '' 'b  c'; p "$@"; p $@; p "$*"; p $*
IFS=:; p "$*"; IFS=; p "$*"; p $*; unset IFS; p "$*"
set -- 1 2 3 4 5 6 7 8 9 10 11 12; echo $10 ${10} ${11} $#
shift; echo $1 $#; shift 5; echo $1 $#; shift 0; echo $1
for a do printf '%s,' "$a"; done; echo
set -- -a -- b; p "$@"
