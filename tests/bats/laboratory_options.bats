load helper

# Options and operands of the laboratory's commands, and what explain says of control flow, by tables.

setup() {
	in_own_folder
	only_cowsh
}

@test "the help of every command of the laboratory is its usage" {
	while IFS='|' read -r command begins; do
		"$COWSH" -c "$command" >said 2>messages
		[ ! -s messages ]
		[[ $(<said) == "$begins"* ]] || {
			echo "$command: $(<said)"
			return 1
		}
	done <<'END'
clone --help|clone: clone [-n]
clone -n --help|clone: clone [-n]
cloneflags --help|cloneflags: cloneflags [-d|-p]
forkbench --help|forkbench: forkbench [-j]
forktrace --help|forktrace: forktrace report|tree
forktrace top --help|forktrace: forktrace report|tree
forktrace attach --help|forktrace: forktrace report|tree
forktrace kernel --help|forktrace: forktrace report|tree
cow --help|cow: cow [-jv]
explain --help|explain: explain [-a
END
}

@test "wrong options and operands of the laboratory are named" {
	while IFS='|' read -r command message; do
		status=0
		"$COWSH" -c "$command" >said 2>messages </dev/null || status=$?
		[[ $status != 0 && $(head -n 1 messages) == *"line 1: $message" && ! -s said ]] || {
			echo "$command: $status, $(<messages)"
			return 1
		}
	done <<'END'
clone -f|clone: -f: option requires an argument
cloneflags 1 2 3|cloneflags: there is one exit signal, not two, and they are not one or two living processes
cloneflags 1 99999999|cloneflags: there is one exit signal, not two, and they are not one or two living processes
forkbench -s 5X|forkbench: 5X: not a size
forkbench -n x|forkbench: x: not a count
forkbench --like 0|forkbench: 0: not a process id
forkbench --like x|forkbench: x: not a process id
forkbench --memory --svg x|forkbench: --svg does not go with --memory
forktrace --kernel|forktrace: --kernel: no command given
forktrace --|forktrace: --: no command given
forktrace top|forktrace: no live view: standard input and output are not a terminal
forktrace -o x|forktrace: x: -o belongs to forktrace --kernel, forktrace -- and forktrace attach
forktrace report --diff|forktrace: --diff: belongs to forktrace advise [OPTION...] SCRIPT|FILE
forktrace attach|forktrace: attach: no process given
forktrace attach 1 2|forktrace: 2: one operand too many
forktrace attach x|forktrace: attach: x: not a process id
forktrace tree missing|forktrace: missing: No such file or directory
set -r; forktrace attach -o x 1|forktrace: x: restricted
set -r; forktrace --kernel -o x ls|forktrace: x: restricted
set -r; forktrace advise ./x|forktrace: ./x: restricted
END
}

@test "explain follows control flow as far as it is known" {
	while IFS='|' read -r command expected; do
		"$COWSH" -c 'explain "$1"' explain "${command//!/|}" >said
		[ "$(tail -n 1 said)" = "in all: $expected" ] || {
			echo "$command:"
			cat said
			return 1
		}
	done <<'END'
for i in a b; do exit; done; ls|no process, pipe, dup or open
for i in a b; do ls; exit; done; ls|at least 1 process
for i in a b; do break; ls; done; ls|1 process
for i in a b; do continue; ls; done; ls|1 process
for i in a; do while :; do break 2; done; ls; done; ls|1 process
for i in a; do while :; do continue 2; done; ls; done; ls|1 process
for i in a; do for j in b; do break 3; done; ls; done; ls|1 process
f() { return; ls; }; f; ls|1 process
f() { exit; ls; }; f; ls|no process, pipe, dup or open
for i in a; do f() { break; }; f; ls; done; pwd|1 process
while false; do ls; done; ls|1 process
until true; do ls; done; ls|1 process
while exit; do ls; done; ls|no process, pipe, dup or open
while break; do ls; done; ls|1 process
for ((i = 0; i < 2; i++)); do ls; done|at least no process, pipe, dup or open
for ((;;)); do exit; done; ls|at least no process, pipe, dup or open
for i in $(ls); do continue; done; ls|2 processes, 1 pipe, 1 dup
for i in ${x?}; do ls; done; ls|no process, pipe, dup or open
case ${x?} in a) ls ;; esac; ls|no process, pipe, dup or open
case b in a) ls ;; b) exit ;; esac; ls|no process, pipe, dup or open
case a in a) : ;& b) ls ;; c) ls ;; esac|1 process
case a in a) : ;;& *) ls ;; esac|1 process
if exit; then ls; fi; ls|no process, pipe, dup or open
if false; then ls; elif true; then ls; else ls; fi|1 process
set -e; false; ls|no process, pipe, dup or open
set -e; false !! ls; ls|at least 1 process
exec ls; pwd|no process, pipe, dup or open
(exit 3); ls|1 process
{ exit; } 2>/dev/null; ls|3 dups, 1 open
eval exit; ls|no process, pipe, dup or open
eval 'break; ls'; ls|2 processes
time ls|1 process
coproc ls|1 process, 2 pipes, 4 dups
cat <(ls)|2 processes, 1 pipe, 2 dups
ls ! cat ! wc|3 processes, 2 pipes, 4 dups
END
}
