# getopts.
o() { OPTIND=1; while getopts ab:c: opt "$@"; do echo "$opt $OPTARG"; done; echo "end $OPTIND $opt"; shift $((OPTIND - 1)); echo "rest $*"; }
o -a -b val x y; o -ab val -c c; o -bval -a -- -c; o x -a; o; o -a - b; o -c '' z; o -a -a -a
q() { OPTIND=1; while getopts :ab: opt "$@"; do echo "$opt [$OPTARG]"; done; }
q -x; q -b; q -a -z -b v
e() { OPTIND=1; while getopts ab: opt "$@"; do echo "$opt"; done; }
e -x 2>/dev/null; e -b 2>/dev/null; e -ax 2>/dev/null
