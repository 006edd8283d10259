# Functions.
f() { echo "f $# $*"; }; f; f a 'b c'
g() { return 3; }; g; echo $?; h() { false; }; h; echo $?
k() ( x=inside; echo $x ); x=outside; k; echo $x
l() { x=changed; }; l; echo $x
fact() { [ $1 -le 1 ] && echo 1 || echo $(($1 * $(fact $(($1 - 1))))); }; fact 6
r() { if [ $1 -gt 0 ]; then r $(($1 - 1)); echo $1; fi; }; r 3
m() { echo old; }; m; m() { echo new; }; m; unset -f m; m 2>/dev/null; echo $?
n() { n2() { echo nested; }; }; n; n2
o() { set -- x y; echo $*; }; set -- 1 2 3; o; echo $*
q() if true; then echo body is if; fi; q
s() for i in 1 2; do echo $i; done; s
t() { return; }; false; t; echo $?
echo() { printf 'mine %s\n' "$*"; }; echo hi; unset -f echo; echo hi
v() { y=$1 w; echo "[$y]"; }; w() { echo "w $y"; }; y=; v z
rd() { cat; } <<E
from definition
E
rd
while :; do b() { return 5; }; b; echo $?; break; done
