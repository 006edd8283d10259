load helper

# What bash's builtins do beyond POSIX, those without a file of their own.

@test "getopts complains in the script's name, in posix mode, too" {
	shell -c 'getopts ab: o -x; OPTIND=1; getopts ab: o -b; getopts a 1x -a; echo $?' name
	prints 1
	[ "${errors/line ?: /}" = "name: illegal option -- x
name: option requires an argument -- b
name: getopts: \`1x': not a valid identifier" ]
	shell --posix -c 'getopts a o -x'
	complains 'illegal option -- x'
}

@test "getopts' complaints are under its redirections, and behind what was written before" {
	shell -c '{ echo a; getopts a o -x; } 2>&1; OPTIND=1; getopts a o -x 2>f; cat f' name
	gives a 'name: illegal option -- x' 'name: illegal option -- x'
}

@test "umask -S shows the mask that it sets" {
	shell -c 'umask -S 027; umask'
	gives u=rwx,g=rx,o= 0027
}

@test "ulimit takes several letters, each with its limit" {
	script <<-'END'
		ulimit -S -n 90 -c 0; ulimit -S -n -c; ulimit -Sn80; ulimit -Sn; ulimit -p
		ulimit -p 9; echo $?; ulimit -n x; echo $?
	END
	prints 'open files                          (-n) 90' 'core file size              (blocks, -c) 0' 80 8 1 1
	complains 'pipe size: cannot modify limit: Invalid argument'
	complains 'x: invalid number'
}

@test "a limit set by a number behind its letter stays in the subshell" {
	shell -c 'ulimit -Sn 100; (ulimit -Sn60; ulimit -Sn); ulimit -Sn'
	gives 60 100
}

@test "source -p looks in the directories that it is given, and nowhere else" {
	script <<-'END'
		mkdir d e; echo 'echo e $# $1' >e/lib; echo 'echo here' >lib
		. -p d:e lib a b; source -p e lib
		PATH=$PWD/e; . -p d lib; echo $?
	END
	prints 'e 2 a' 'e 0 ' 1 || prints 'e 2 a' 'e 0' 1
	complains 'lib: file not found'
}

@test "test -R tells name references" {
	shell -c 'x=1; test -R x; echo $?; test -R nosuch; echo $?'
	gives 1 1
}

@test "shift by less than nothing and kill without a signal are failures" {
	shell -c 'set -- a; shift -1; echo $?; kill -s; echo $?; kill -n; echo $?'
	prints 1 1 1
}

@test "too many arguments end the command that was read" {
	script <<-'END'
		shift 1 2; echo same line
		echo $?
		f() { return 1 2; echo in; }; f; echo same line
		echo $?
		for i in 1 2; do break 1 2; echo in; done; echo same line
		echo $?
		(exit 1 2; echo in); echo $?
	END
	prints 2 2 2 2
	complains 'line 1: shift: too many arguments'
}

@test "break and continue in a substitution end it where the command around it is in a loop" {
	script <<-'END'
		for i in 1 2; do echo $(continue; echo no) "<$(echo yes; break 2; echo no)>"; cat <(continue; echo no); done
		for i in 1; do x=$(/bin/echo program; break; echo no); echo "$x"; done
		for i in 1; do (continue; echo 'in ( )'); { break; echo stage; } | cat; done 2>/dev/null
	END
	gives '<yes>' '<yes>' program 'in ( )' stage
}

@test "break and continue say when there is no loop, but in POSIX mode" {
	shell -c 'break; echo $?; f() { continue; echo in; }; for i in 1 2; do f; done'
	prints 0 in in
	complains 'break: only meaningful in a `for.'
	shell --posix -c 'break; echo $?'
	gives 0
}

@test "a loop count below 1 leaves all loops with 1, and what is no number ends the shell" {
	shell -c 'for i in 1 2; do for j in 1 2; do break 0; done; echo in; done; echo $?; while :; do continue -1; done; echo $?'
	prints 1 1
	complains 'break: 0: loop count out of range
.*continue: -1: loop count out of range'
	shell -c 'for i in 1 2; do break x; done
echo next'
	prints
	exits 2
	complains 'break: x: numeric argument required'
}

@test "exit with what is no number is an error, and the shell goes on" {
	shell -c 'exit x; echo $?'
	prints 2
	complains 'exit: x: numeric argument required'
}

@test "unset of a readonly name fails, and what can be no name is not there to be unset" {
	shell -c 'readonly R; unset R; f() { :; }; readonly -f f; unset -f f; unset 1x; echo $?; unset -v 1x; echo $?'
	prints 0 1
	complains 'unset: R: cannot unset: readonly variable
.*unset: f: cannot unset: readonly function
.*unset: `1x.: not a valid identifier'
}

@test "parameters that a sourced file sets stay, those that it was given do not" {
	printf 'set -- new values\n' >sets
	printf 'shift; echo $1\n' >shifts
	script old <<-'END'
		. ./shifts a b
		echo $*
		. ./sets x y z
		echo $*
		f() { . ./sets a b c; echo in $*; }
		f args
		echo $*
	END
	gives b old 'new values' 'in args' 'new values'
}

@test "a file that . cannot find is named, by . alone where it looked in directories" {
	shell -c '. ./nosuch; . nosuch; . -p /etc nosuch; . /; echo $?'
	prints 1
	[ "${errors//"$called: line 1: "/}" = './nosuch: No such file or directory
nosuch: No such file or directory
.: nosuch: file not found
.: /: is a directory' ]
}

@test "umask says which character is wrong" {
	shell -c 'umask 9; umask u=rf; umask u; echo $?'
	prints 1
	complains '9: octal number out of range
.*`f.: invalid symbolic mode character
.*`.: invalid symbolic mode operator'
}

@test "a job without its percent sign is found with a warning, bg of a running job changes nothing" {
	script <<-'END'
		set -m
		sleep 30 &
		jobs sleep >/dev/null
		bg
		kill %1
	END
	complains 'jobs: warning: sleep: job specification requires leading `%.
.*bg: job 1 already in background'
}

@test "test -v NAME[@] knows variables that are no arrays" {
	shell -c 'x=; test -v "x[@]"; echo $?; unset x; [[ -v x[@] ]]; echo $?'
	gives 0 1
}

@test "set -o lists the options where another option stands in place of a name" {
	shell -c 'set -o -f | grep -c noglob; set -o -f >list; grep noglob list'
	gives 1 $'noglob         \toff'
}

@test "a limit may stand behind --" {
	shell -c 'ulimit -n -S -- 50; ulimit -n; ulimit -n -S -- +50; echo $?'
	prints 50 1
	complains '[+]50: invalid number'
}

@test "popd takes nothing behind -- for an operand" {
	shell -c 'cd /; pushd -n /usr >/dev/null; popd -- +8; popd x; echo $?'
	prints /usr 2
	complains 'popd: x: invalid argument'
}

@test "a sourced file that PATH leads to has its pathname in messages and in BASH_SOURCE" {
	mkdir bin
	printf '%s\n' 'echo ${BASH_SOURCE[0]}' 'cd /nosuch' 'f() { echo in ${BASH_SOURCE[0]}; }' >bin/lib
	PATH=$PWD/bin:$PATH shell -c '. lib; f'
	prints "$here/bin/lib" "in $here/bin/lib"
	complains "^$here/bin/lib: line 2: cd: /nosuch"
}

@test "in POSIX mode umask -S with a mask writes nothing" {
	shell --posix -c 'umask -S 027; umask -S'
	prints u=rwx,g=rx,o=
}

@test "a number given to a builtin may have blanks around it and a plus sign before" {
	script <<-'END'
		set -- 1 2 3 4; shift ' 1'; shift '+1 '; echo "$@"
		for x in 1 2; do break ' 1 '; done; echo $x
		f() { return ' 3 '; }; f; echo $?
		read -n ' 2 ' x <<<abc; echo $x
		mapfile -n '+1 ' -O ' 2' x <<<a; echo "${!x[@]}"
		kill -0 " $$"; kill -l ' 9' '+15'
		trap 'echo bye' ' 0'; trap -p
		g() { caller ' 0'; }; g
		read -t ' 1' y <<<b || echo "<$y>"
		shift 1x; echo $?
	END
	prints '3 4' 1 3 ab '0 2' KILL TERM "trap -- 'echo bye' EXIT" "8 main $BATS_TEST_TMPDIR/script" '<>' 2 bye
	complains 'read:  1: invalid timeout.*shift: 1x: numeric argument required'
}

@test "unset -n passes over what is no name" {
	shell -c 'unset -n 1a a-b; echo $?; unset -v 1a; echo $?'
	prints 0 1
	complains 'unset: `1a.: not a valid identifier'
}

@test "wait -n takes a job without its percent sign with a warning" {
	shell -c '/bin/true & wait -n /bin/true; echo $?; wait -n bad; echo $?'
	prints 0 127
	complains 'wait: warning: /bin/true: job specification requires leading `%.*
.*wait: warning: bad: job specification.*
.*wait: `bad.: not a pid or valid job spec'
}

@test "a list of variables does not have the assignments before the command that lists them" {
	script <<-'END'
		z=1
		z=5 set | grep ^z=
		y=5 declare -p | grep ' y='
		z=5 export | grep ' z='
		f() { local z=2; z=3 local; z=4 declare -p z; }; f
		g() { set | grep ^z=; }; z=6 g
	END
	gives z=1 \
		'declare -- z="2"' \
		'declare -x z="4"' \
		z=6
}

@test "kill -l says nothing of signals that have no name" {
	shell -c 'kill -l 32 161 34; echo $?; kill -l 65'
	prints RTMIN 0
	complains '65: invalid signal specification'
}

@test "wait -p names a process that has been waited for before" {
	script <<-'END'
		/bin/true & p=$!
		wait -n
		wait -p q $p; echo "$? $((p == q))"
	END
	gives '0 1'
}

@test "declare -f with an attribute says nothing of what is no function" {
	shell -c 'declare -fx f; echo $?; declare -ft f; echo $?; export -f f; echo $?'
	prints 1 1 1
	complains 'export: f: not a function'
}
