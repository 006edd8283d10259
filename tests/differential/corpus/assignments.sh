# Assignments before commands, alone, and exported.
a=1 b=2 c=$a; echo $a$b$c; a=x env | grep '^a='; echo $a
f() { echo $v; }; v=g; v=l f; v=1 :; v=2 true; echo "$v" | grep -c .
x='a  b'; y=$x; echo "$y"; z=$x$y; echo "$z"; z="$x"'c'$y; echo "$z"
x=*; echo "$x"; x=$(echo 'a  b'); echo "$x"; x=`echo 'a  b'`; echo "$x"
x= ; echo "[$x]"; x=a=b=c; echo $x; x=\"; echo $x; x=a\ b; echo "$x"
export e=exp; sh -c 'echo $e'; e=changed; sh -c 'echo $e'; e=temp sh -c 'echo $e'; sh -c 'echo $e'
unset e; sh -c 'echo ${e-unset}'; export q; sh -c 'echo ${q-unset}'; q=1; sh -c 'echo $q'
p=1; p=2 sh -c 'echo $p'; echo $p
1=x 2>/dev/null || echo not a name; a-b=1 2>/dev/null || echo nor this
x=1 x=2 x=3; echo $x; x=$((x+1)) y=$x; echo $y
readonly ro=1; (ro=2) 2>/dev/null || echo readonly; echo $ro
