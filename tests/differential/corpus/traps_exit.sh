# The EXIT trap.
sh=$(command -v sh)
(trap 'echo bye' EXIT; echo hi); (trap 'echo $?' EXIT; exit 3); echo $?
(trap 'exit 5' EXIT; exit 3); echo $?; (trap 'echo a' EXIT; trap 'echo b' EXIT)
(trap 'echo no' EXIT; trap - EXIT); (trap 'echo zero' 0; :)
(trap 'echo outer' EXIT; (echo inner)); (trap 'echo t' EXIT; exec echo exec)
(trap 'echo status $?' EXIT; false); echo $?
(trap 'false' EXIT; true); echo $?
(f() { trap 'echo in f' EXIT; }; f; echo after f)
(trap 'echo errexit' EXIT; set -e; false; echo no); echo $?
(trap 'echo x; (exit 4)' EXIT; exit 2); echo $?
x=$(trap 'echo trapped' EXIT; echo sub); echo "$x"
trap 'echo the end' EXIT
echo last
