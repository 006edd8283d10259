# unset.
x=1; unset x; echo ${x-unset}; unset x; echo $?; x=1 y=2; unset x y; echo ${x-u}${y-u}
f() { echo f; }; unset -f f; f 2>/dev/null; echo $?; f() { echo f; }; f=var; unset -v f; f; echo ${f-u}
readonly r=1; (unset r) 2>/dev/null; test $? -ne 0 && echo readonly; export e=1; unset e; sh -c 'echo ${e-u}'; unset IFS; x='a b'; set -- $x; echo $#
