# Background commands and wait.
exec 2>/dev/null # who reports a death by signal differs
true & wait $!; echo $?; false & wait $!; echo $?; (exit 7) & wait $!; echo $?
sh -c 'exit 9' & p=$!; wait $p; echo $?; wait; echo $?
(exit 3) & a=$!; (exit 4) & b=$!; wait $b; echo $?; wait $a; echo $?; wait $a $b 2>/dev/null; echo $? | grep -c .
sleep 5 & p=$!; kill $p; wait $p; echo $?; sleep 5 & kill -9 $!; wait $!; echo $?
wait 99999999 2>/dev/null; echo $?; { sleep 0.1; echo bg >f; } & wait; cat f
x=1; { x=2; } & wait; echo $x; echo in | cat & wait; cat & wait; echo stdin was null
f() { return 6; }; f & wait $!; echo $?; false & wait; echo $?
trap : TERM; wait
