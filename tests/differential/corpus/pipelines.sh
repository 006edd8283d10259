# Pipelines.
echo a | cat; echo a b c | tr ' ' '\n' | sort -r | head -n 2
true | false; echo $?; false | true; echo $?; ! true | false; echo $?
echo x | { read y; echo "got $y"; }; x=1; echo 2 | read x; echo $x
x=1; x=2 | cat; echo $x; { x=3; echo out; } | cat; echo $x
for i in 1 2 3; do echo $i; done | while read n; do echo $((n * 2)); done
seq 1 1000 | tail -n 1; seq 1 100000 | head -n 1
(echo a; echo b) | (read p; read q; echo $q $p)
echo a | cat | cat | cat | cat | cat
f() { cat; }; echo func | f | f
echo err 2>&1 >/dev/null | cat; { echo e >&2; } 2>&1 | cat
cat /dev/null | cat; echo $?; exit_three() { return 3; }; echo | exit_three; echo $?
yes | head -n 3; echo a |
cat
: | :; echo $?; if echo y | grep -q y; then echo found; fi
echo one | (cat; cat) ; echo two | { cat; echo end; }
