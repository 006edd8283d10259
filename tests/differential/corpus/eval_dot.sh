# eval and dot.
eval echo a b; eval 'x=1; echo $x'; eval "echo \$x"; x='echo in var'; eval "$x"; eval 'for i in 1 2; do' 'echo $i; done'
v=name; eval "$v=value"; echo $name; eval 'echo $((1+1))' '&&' echo and; eval exit_in_sub=1
cat >lib <<'E'
echo "lib $# $1"; fromlib=yes; libf() { echo "libf $1"; }
E
. ./lib; echo $fromlib; libf x; echo 'return 4; echo no' >ret; . ./ret; echo $?; echo 'false' >fl; . ./fl; echo $?
: >emp; false; . ./emp; echo $?; mkdir p; echo 'echo on path' >p/onpath; (PATH=p:$PATH; . onpath)
(. ./nosuchfile; echo no) 2>/dev/null; test $? -ne 0 && echo stopped; (command . ./nosuchfile; echo went on) 2>/dev/null
for i in 1 2; do echo 'break' >br; . ./br; echo no; done; echo $i; eval 'false || (exit 3)'; echo $?
f() { . ./ret; echo "after $?"; }; f; echo 'set -- new; echo $1' >st; (. ./st; echo $1)
(eval 'echo "unterminated' 2>/dev/null; echo no); test $? -ne 0 && echo syntax error ends
