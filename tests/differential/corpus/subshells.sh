# Subshell environments: nothing comes back.
x=1; (x=2; echo $x); echo $x; (cd /; pwd); pwd | grep -c .
(f() { echo f; }; f); f 2>/dev/null || echo no f
(exit 5); echo $?; (set -- a b; echo $#); echo $#
(umask 077; umask); umask | grep -c 077; (trap 'echo bye' EXIT); echo after
( (echo nested; exit 2); echo $?; exit 3); echo $?
(readonly r=1); r=2; echo $r; (export e=1; env | grep '^e='); env | grep -c '^e='
(set -f; echo *); echo * | grep -c '\*'
(exec 3>f; echo x >&3); { echo y >&3; } 2>/dev/null || echo closed
(IFS=:; a=x:y; echo $a); a=x:y; echo $a
echo $(x=5; echo $x) $x; (shift; echo $1); echo $1
(break 2>/dev/null; echo still); for i in 1; do (exit 3); echo loop; done
(return 3 2>/dev/null); f() { (return 6); echo $?; }; f
(unset x; echo ${x-unset}); echo $x; (alias q=w; alias q); alias q 2>/dev/null || echo no alias
{ x=3; }; echo $x; { exit 9; } | cat; echo alive
