# if, and-or lists, !, status.
if true; then echo t; else echo f; fi; if false; then echo t; else echo f; fi
if false; then :; elif true; then echo elif; else echo no; fi
if false; then :; fi; echo $?; if (exit 3); then :; else echo $?; fi
true && echo and; false && echo no; echo $?; false || echo or; true || echo no
true && false || echo chain; false && true || true && echo assoc
! true; echo $?; ! false; echo $?; ! (exit 3) && echo negated
{ echo group; false; }; echo $?; (echo sub; exit 4); echo $?
if ! false; then echo notfalse; fi
if true; false; then echo no; else echo last counts; fi
[ a = a ] && [ b != c ] && echo test; [ -z "" ] && [ -n x ] && echo z
[ 1 -lt 2 ] && [ 2 -ge 2 ] && ! [ 3 -ne 3 ] && echo nums
true &&
echo newline ||
echo no
