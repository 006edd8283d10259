load helper

# The reserved word time: what it times, what it writes, and where it is one.

# Times are whatever they are: each digit becomes a D, runs of them one.
timed() {
	shell "$@"
	errors=$(printf '%s\n' "$errors" | sed -E 's/[0-9]+(\.?)/D\1/g')
}

default=$'\nreal\tDmD.Ds\nuser\tDmD.Ds\nsys\tDmD.Ds'
portable=$'real D.D\nuser D.D\nsys D.D'

nl=$'\n'

# says STATUS ERRORS: what came of a timed command.
says() {
	[ "$status" -eq "$1" ] && [ "$errors" = "$2" ] || {
		whole_story
		return 1
	}
}

@test "a pipeline of anything is timed, and keeps its status" {
	local command
	for command in 'sh -c "exit 3"' '(exit 3)' '{ sh -c "exit 3"; }' 'true | (exit 3)' \
		'if true; then (exit 3); fi' 'eval "(exit 3)"' 'exit 3'; do
		timed -c "time $command"
		says 3 "$default"
		timed -c "time -p $command"
		says 3 "$portable"
	done
	timed -c 'f() { (exit 4); }; time f; echo $?; time -p -- true; time time true'
	says 0 "$default$nl$portable$nl$default"
	prints 4
}

@test "! and time alone end with the line, a semicolon or an ampersand" {
	timed -c '! ; echo $?; (!
	); echo $?; time ; echo $?; ! & wait $!; echo $?; time -p & wait $!; echo $?'
	says 0 "$default$nl$portable"
	prints 1 1 0 1 0
	for command in '(! time)' '! | :' 'time && :'; do
		shell -c "$command"
		exits 2
		complains 'syntax error near unexpected token'
	done
}

@test "! stands before time or behind it" {
	timed -c '! time true; echo $?; time ! true; echo $?; ! time ! true; echo $?'
	says 0 "$default$nl$default$nl$default"
	prints 1 1 0
	timed -c 'set -e; ! time false; echo on; time false; echo never'
	says 1 "$default$nl$default"
	prints on
}

@test "what it writes goes to the standard error of the shell, not of the command" {
	timed -c 'time { echo a; echo b >&2; } 2>file; cat file'
	says 0 "$default"
	prints a b
	shell -c '{ time true; } 2>file; grep -c real file'
	gives 1
}

@test "processor time is that of the shell and its children" {
	shell -c 'TIMEFORMAT="%0U %0S"
	time { i=0; while [ $i -lt 300 ]; do i=$((i + 1)); done; sh -c "i=0; while [ \$i -lt 300 ]; do i=\$((i + 1)); done"; }'
	[[ $errors =~ ^[0-9]+\ [0-9]+$ ]]
	# Half a second by the clock, none of it in a processor, and a loop that has nothing but that.
	shell -c 'TIMEFORMAT="%1R %P"; time sleep 0.5'
	[[ $errors =~ ^[0-9]+\.[0-9]\ [0-9]+\.[0-9][0-9]$ && $errors != 0.[0-4]* ]]
}

@test "TIMEFORMAT says what is written" {
	timed -c 'TIMEFORMAT="<%R %U %S %P>"; time true'
	says 0 '<D.D D.D D.D D.D>'
	shell -c 'TIMEFORMAT="%0R %1R %3R %0lR %2lR"; time true'
	[[ $errors =~ ^[0-9]+\ [0-9]+\.[0-9]\ [0-9]+\.[0-9]{3}\ [0-9]+m[0-9]+s\ [0-9]+m[0-9]+\.[0-9]{2}s$ ]]
	shell -c 'TIMEFORMAT="100%%, and %"; time true'
	says 0 '100%, and %'
	shell -c 'TIMEFORMAT=; time true'
	gives
	shell -c 'TIMEFORMAT="%R %x"; time true; echo on'
	complains 'TIMEFORMAT: '
	prints on
	shell -c 'TIMEFORMAT=ours; time -p true'
	[[ $errors == real* ]]
}

@test "time alone times nothing, and in posix mode tells of the shell" {
	timed -c 'time; echo $?'
	says 0 "$default"
	prints 0
	timed -c 'time
	echo on; if time; then echo yes; fi'
	prints on yes
	timed -o posix -c 'time; :'
	says 0 $'user\tDmD.Ds\nsys\tDmD.Ds'
}

@test "an operator cannot follow time" {
	local rest
	for rest in '| cat' '&& true' '|| true' '&' ')' '-p | cat'; do
		shell -c "time $rest; echo no"
		exits 2
		prints
		complains 'syntax error'
	done
}

@test "elsewhere time is a word" {
	only_cowsh
	mkdir bin
	printf '#!/bin/sh\necho "utility $*"\n' >bin/time
	chmod +x bin/time
	PATH=$here/bin:$PATH shell -c '\time -p x; "time" y; command time z; x=time; $x w; true | time v; a=b time u'
	gives 'utility -p x' 'utility y' 'utility z' 'utility w' 'utility v' 'utility u'
	PATH=$here/bin:$PATH shell -o posix -c 'time -p true; time -x'
	gives 'utility -p true' 'utility -x'
	shell -c 'case time in time) echo time ;; esac; for time in time; do echo $time; done; time=1; echo time'
	gives time time time
	shell -c 'time() { echo "function $*"; }; \time a; "time" b'
	gives 'function a' 'function b'
	shell -c 'type time; command -v time'
	[[ ${output%%$'\n'*} == *'a '*word* || $output == *keyword* ]]
	[[ ${output##*$'\n'} == time ]]
}

@test "in a subshell each timed command is told of once, whatever becomes of the subshell" {
	local policy
	for policy in auto fork vfork clone; do
		COWSH_SPAWN=$policy timed -c '(time sleep 0; echo a); x=$(time echo b); echo $x; time (sleep 0; :); (time sleep 0)'
		says 0 "$default$nl$default$nl$default$nl$default"
		prints a b
	done
	COWSH_SPAWN='' timed -c 'TIMEFORMAT="%0U%0S"; i=0; while [ $i -lt 1000 ]; do i=$((i + 1)); done; (time sleep 0; :)'
	says 0 D
}

@test "a timed command in the background, and with set -x" {
	timed -c 'time sleep 0 & wait'
	says 0 "$default"
	timed -c 'set -x; time : a'
	says 0 "+ : a$nl$default"
}

@test "a job with it can be read again" {
	only_cowsh
	shell -c '{ time -p echo a | cat; ! time ! sleep 0; time; } & jobs'
	[[ $output == *'{ time -p echo a | cat; ! time ! sleep 0; time; }'* ]]
}

@test "explain goes on into what is timed" {
	only_cowsh
	shell -c 'explain "time /bin/true | /bin/cat"'
	[[ $output == *vfork*vfork* ]]
}

@test "a directive that TIMEFORMAT does not have is named" {
	shell -c 'TIMEFORMAT="%R %3lx"; time true; echo on'
	prints on
	complains 'TIMEFORMAT: `x.: invalid format character'
}

@test "time -- means time -p, as in bash" {
	shell -c 'time -- true'
	complains 'real [0-9.]+
user [0-9.]+
sys [0-9.]+'
}
