load helper
load told

# What builtins say when they are used wrongly, how it ends, and what they do with the rarer of their options.

@test "kill names the signal, the number or the process that is none" {
	told <<-'END'
		kill; echo $?; kill -z 1; echo $?; kill -s; echo $?; kill -s NOSUCH 1; echo $?; kill -n 99 1; echo $?; kill -l 99; echo $?; kill -l x; echo $?; kill -l 9 15 137 HUP SIGINT 0; echo $?
		kill abc; echo $?; kill %9; echo $?; kill -0 999999999; echo $?; kill -TERM; echo $?; kill -9; echo $?; kill -l 128 129 255; kill -s 0 $$; echo $?; kill -n 0 $$; echo $?; kill -SIGusr1 x; kill -usr1 x; kill -INT -- x; kill ''; echo $?; kill -l ''; kill -EXIT $$; echo $?
	END
	writes <<-'OUT'
		kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]
		2
		kill: z: invalid signal specification
		1
		kill: -s: option requires an argument
		1
		kill: NOSUCH: invalid signal specification
		1
		kill: 99: invalid signal specification
		1
		kill: 99: invalid signal specification
		1
		kill: x: invalid signal specification
		1
		KILL
		TERM
		KILL
		1
		2
		EXIT
		0
		kill: `abc': not a pid or valid job spec
		1
		kill: %9: no such job
		1
		kill: (999999999) - No such process
		1
		kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]
		2
		kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]
		2
		kill: 128: invalid signal specification
		HUP
		kill: 255: invalid signal specification
		0
		0
		kill: `x': not a pid or valid job spec
		kill: `x': not a pid or valid job spec
		kill: `x': not a pid or valid job spec
		kill: `': not a pid or valid job spec
		1
		kill: : invalid signal specification
		0
	OUT
}

@test "trap tells what is set, and names the signal that is none" {
	told <<-'END'
		trap; trap -p NOSUCH; echo $?; trap 'x' NOSUCH; echo $?; trap - NOSUCH; echo $?; trap '' 99; echo $?; trap -z; echo $?; trap 'echo a' INT TERM; trap -p; trap -p INT; trap -P INT; echo $?; trap -P; echo $?; trap INT; trap; trap 2 15; trap -; echo $?; trap 'a b' 1; trap -p EXIT HUP; trap - HUP
		trap 'echo "x'\''y"' USR1 SIGUSR2 sigterm 3; trap -p; trap -- '' USR1; trap -- - USR2; trap; trap -Pp USR1; echo $?; trap -P NOSUCH; echo $?; trap 'echo bye' EXIT; (trap -p); (trap 'echo in' EXIT; trap -p); trap - EXIT
	END
	writes <<-'OUT'
		trap: NOSUCH: invalid signal specification
		1
		trap: NOSUCH: invalid signal specification
		1
		trap: NOSUCH: invalid signal specification
		1
		trap: 99: invalid signal specification
		1
		trap: -z: invalid option
		trap: usage: trap [-Plp] [[action] signal_spec ...]
		2
		trap -- 'echo a' SIGINT
		trap -- 'echo a' SIGTERM
		trap -- 'echo a' SIGINT
		echo a
		0
		trap: -P requires at least one signal name
		2
		trap -- 'echo a' SIGTERM
		trap: usage: trap [-Plp] [[action] signal_spec ...]
		2
		trap -- 'a b' SIGHUP
		trap -- 'echo "x'\''y"' SIGQUIT
		trap -- 'echo "x'\''y"' SIGUSR1
		trap -- 'echo "x'\''y"' SIGUSR2
		trap -- 'echo "x'\''y"' SIGTERM
		trap -- 'echo "x'\''y"' SIGQUIT
		trap -- '' SIGUSR1
		trap -- 'echo "x'\''y"' SIGTERM
		trap: cannot specify both -p and -P
		2
		trap: NOSUCH: invalid signal specification
		1
		trap -- 'echo bye' EXIT
		trap -- 'echo "x'\''y"' SIGQUIT
		trap -- '' SIGUSR1
		trap -- 'echo "x'\''y"' SIGTERM
		trap -- 'echo in' EXIT
		trap -- '' SIGUSR1
		in
	OUT
}

@test "wait says which operand is no child, and gives -p nothing then" {
	told <<-'END'
		wait x; echo $?; wait %9; echo $?; wait -n; echo $?; wait -p; echo $?; wait -p 1x; echo $?; wait -z; echo $?
		sleep 0 & wait -p v $!; echo $? $((v == $!)); (exit 3) & (exit 4) & wait -f $!; echo $?; wait; echo $?;
		(exit 3) & (exit 4) & wait -n; a=$?; wait -n; echo $((a + $?)); wait -n -p v; echo $?; (exit 5) & p=$!; wait -n -p v $p 999999999; echo $? $((v == p))
	END
	writes <<-'OUT'
		wait: `x': not a pid or valid job spec
		1
		wait: %9: no such job
		127
		127
		wait: -p: option requires an argument
		wait: usage: wait [-fn] [-p var] [id ...]
		2
		wait: `1x': not a valid identifier
		1
		wait: -z: invalid option
		wait: usage: wait [-fn] [-p var] [id ...]
		2
		0 1
		4
		0
		7
		127
		wait: `999999999': not a pid or valid job spec
		5 1
	OUT
}

@test "jobs, fg, bg and disown name the job that is none" {
	told <<-'END'
		jobs -z; echo $?; jobs %9; echo $?; jobs x; echo $?; jobs -x; echo $?; jobs -x echo %9; disown -z; echo $?; disown %9; echo $?; disown x; echo $?; disown; echo $?; disown -a; echo $?
		fg; echo $?; bg; echo $?; set -m; fg %9; echo $?; bg %9; echo $?; fg -z; echo $?; sleep 5 & bg %1; echo $?; jobs -r; jobs -s; kill %1
	END
	writes <<-'OUT'
		jobs: -z: invalid option
		jobs: usage: jobs [-lnprs] [jobspec ...] or jobs -x command [args]
		2
		jobs: %9: no such job
		1
		jobs: warning: x: job specification requires leading `%'
		jobs: x: no such job
		1
		0
		%9
		disown: -z: invalid option
		disown: usage: disown [-h] [-ar] [jobspec ... | pid ...]
		2
		disown: %9: no such job
		1
		disown: warning: x: job specification requires leading `%'
		disown: x: no such job
		1
		disown: current: no such job
		1
		0
		fg: no job control
		1
		bg: no job control
		1
		fg: %9: no such job
		1
		bg: %9: no such job
		1
		fg: -z: invalid option
		fg: usage: fg [job_spec]
		2
		bg: job 1 already in background
		0
		[1]+  Running                    sleep 5 &
	OUT
}

@test "ulimit refuses what is no limit, and takes soft, hard and unlimited" {
	! in_valgrind || skip "valgrind keeps descriptors for itself"
	told <<-'END'
		ulimit -z; echo $?; ulimit -n x; echo $?; ulimit -n -5; echo $?; ulimit -Sn 100; ulimit -n; ulimit -Hn 200; ulimit -Hn; ulimit -Sn hard; ulimit -n; ulimit -c 0 -n; ulimit -c; ulimit -S -H -n 50; ulimit -n; ulimit -n soft; ulimit 99x; echo $?; ulimit -f unlimited; ulimit; ulimit -n 40 2; echo $?
	END
	writes <<-'OUT'
		ulimit: -z: invalid option
		ulimit: usage: ulimit [-SHabcdefiklmnpqrstuvxPRT] [limit]
		2
		ulimit: x: invalid number
		1
		ulimit: -5: invalid option
		ulimit: usage: ulimit [-SHabcdefiklmnpqrstuvxPRT] [limit]
		2
		100
		200
		200
		open files                          (-n) 200
		0
		50
		ulimit: 99x: invalid number
		1
		unlimited
		0
	OUT
}

@test "umask shows and takes modes of both kinds" {
	told <<-'END'
		umask 022; umask u=rwx,g=,o=; umask; umask g+w,o+x-r; umask -S; umask -p; umask -pS; umask 9; echo $?; umask 77777; echo $?; umask a=; umask; umask =rwx; umask; umask -z; echo $?; umask 022 x; echo $?; umask ug=o; umask; umask u=rwxXst; umask;
	END
	writes <<-'OUT'
		0077
		u=rwx,g=w,o=x
		umask 0056
		umask -S u=rwx,g=w,o=x
		umask: 9: octal number out of range
		1
		umask: 77777: octal number out of range
		1
		0777
		0000
		umask: -z: invalid option
		umask: usage: umask [-p] [-S] [mode]
		2
		0
		0222
		0022
	OUT
}

@test "hash -p without a name is a wrong use, and -d and -t need one" {
	told <<-'END'
		hash -p /x; echo $?; hash; hash -r; hash -t; echo $?; hash -t nosuch; echo $?; hash nosuch; echo $?; hash -d; echo $?; hash -d nosuch; echo $?; hash -p /bin/ls foo; hash -l; hash -p; echo $?; hash -z; echo $?; hash -lt foo; hash -p /nosuch bar; hash -t bar; hash foo nosuch; echo $?; hash /bin/ls; echo $?; hash echo; echo $?; set +h; hash ls; echo $?
	END
	writes <<-'OUT'
		hash: usage: hash [-lr] [-p pathname] [-dt] [name ...]
		2
		hash: hash table empty
		hash: -t: option requires an argument
		1
		hash: nosuch: not found
		1
		hash: nosuch: not found
		1
		hash: -d: option requires an argument
		1
		hash: nosuch: not found
		1
		builtin hash -p /bin/ls foo
		hash: -p: option requires an argument
		hash: usage: hash [-lr] [-p pathname] [-dt] [name ...]
		2
		hash: -z: invalid option
		hash: usage: hash [-lr] [-p pathname] [-dt] [name ...]
		2
		builtin hash -p /bin/ls foo
		/nosuch
		hash: foo: not found
		hash: nosuch: not found
		1
		0
		0
		hash: hashing disabled
		1
	OUT
}

@test "type and command tell what a name is" {
	told <<-'END'
		type; echo $?; type nosuch; echo $?; type -t ls if echo f; f() { :; }; type f; type -a echo; type -at echo; type -f f; echo $?; type -z; echo $?; alias l='ls -l'; shopt -s expand_aliases; type l; type -t l; type -ap if; type -- if; type -tP f; echo $?
		command; command -v nosuch if echo l; echo $?; command -V nosuch; echo $?; command -V if echo cd; command -z; echo $?; command -p ls / >/dev/null; echo $?; command nosuch; echo $?; command -vV echo; command exit 3 | cat; command break; command -- echo hi; command f; echo $?; command eval 'if'; echo $?
	END
	writes <<-'OUT'
		0
		type: nosuch: not found
		1
		file
		keyword
		builtin
		f is a function
		f ()
		{
		    :
		}
		echo is a shell builtin
		echo is /usr/bin/echo
		echo is /bin/echo
		builtin
		file
		file
		type: f: not found
		1
		type: -z: invalid option
		type: usage: type [-afptP] name [name ...]
		2
		l is aliased to `ls -l'
		alias
		if is a shell keyword
		1
		if
		echo
		alias l='ls -l'
		0
		command: nosuch: not found
		1
		if is a shell keyword
		echo is a shell builtin
		cd is a shell builtin
		command: -z: invalid option
		command: usage: command [-pVv] command [arg ...]
		2
		0
		nosuch: command not found
		127
		echo is a shell builtin
		break: only meaningful in a `for', `while', or `until' loop
		hi
		f: command not found
		127
		eval: line 4: syntax error: unexpected end of file from `if' command on line 3
		2
	OUT
}

@test "getopts says what is wrong with its operands, and with the arguments" {
	told <<-'END'
		getopts; echo $?; getopts a; echo $?; getopts a 1x; echo $?; set -- -a -bval -z -c; while getopts ab:c: o; do echo "$o ${OPTARG-unset} $OPTIND"; done; echo $? $o $OPTIND; OPTIND=1; while getopts :ab:c: o; do echo "$o $OPTARG"; done; OPTIND=1; OPTERR=0; getopts x o -q; echo $o; OPTERR=1; OPTIND=1; getopts x o -- -x; echo $? $OPTIND; OPTIND=x; echo $OPTIND; OPTIND=1; readonly o2; getopts x o2 -x; echo $?; getopts -z; echo $?; OPTIND=1; getopts a:b o -a; echo "$o"; OPTIND=1; getopts ab o -ab; echo $o $OPTIND; getopts ab o -ab; echo $o $OPTIND; getopts ab o -ab; echo $?
	END
	writes <<-'OUT'
		getopts: usage: getopts optstring name [arg ...]
		2
		getopts: usage: getopts optstring name [arg ...]
		2
		getopts: `1x': not a valid identifier
		1
		a unset 2
		b val 3
		illegal option -- z
		? unset 4
		option requires an argument -- c
		? unset 5
		0 ? 5
		a
		b val
		? z
		: c
		?
		1 2
		0
		o2: readonly variable
		2
		getopts: -z: invalid option
		getopts: usage: getopts optstring name [arg ...]
		2
		option requires an argument -- a
		?
		a 1
		b 2
		1
	OUT
}

@test "shift and let refuse what is no number, and break and return what is too much" {
	told <<-'END'
		shift 9; echo $?; set -- a b c; shift x; echo $?; shift -1; echo $?; shift 2; echo $#; shopt -s shift_verbose; shift 5; echo $?; shift -z; echo $?; shift --; let; echo $?; let 1 0; echo $?; let 'x='; echo $?; let -- 5; echo $?; let 'a=1,b=2' a+b; echo $? $a
		break; echo $?; continue; echo $?; for i in 1 2; do break 0; echo in; done; echo $?; for i in 1 2; do continue -1; done; echo $?; for i in 1 2; do for j in 1 2; do break 9; done; done; echo $i $j; f() { break; echo inf; }; for i in 1 2; do f; done; echo $i; return; echo $?; f() { return x; }; f; echo $?; f() { return 300; }; f; echo $?; f() { return -1; }; f; echo $?; (exit x); echo $?; (exit 256); echo $?; (shift 1 2; echo in); echo $?; (for i in 1; do break -z; done; echo on); echo $?; (for i in 1; do continue -x; done; echo on); echo $?; (history 1 2; echo in); echo $?; f() { return 1 2; }; f; echo in
	END
	writes <<-'OUT'
		1
		shift: x: numeric argument required
		2
		shift: -1: shift count out of range
		1
		1
		shift: 5: shift count out of range
		1
		shift: -z: numeric argument required
		2
		let: expression expected
		1
		1
		let: x=: arithmetic syntax error: operand expected (error token is "=")
		1
		0
		0 1
		break: only meaningful in a `for', `while', or `until' loop
		0
		continue: only meaningful in a `for', `while', or `until' loop
		0
		break: 0: loop count out of range
		1
		continue: -1: loop count out of range
		1
		1 1
		break: only meaningful in a `for', `while', or `until' loop
		inf
		break: only meaningful in a `for', `while', or `until' loop
		inf
		2
		return: can only `return' from a function or sourced script
		2
		return: x: numeric argument required
		2
		44
		255
		exit: x: numeric argument required
		2
		0
		shift: too many arguments
		2
		break: -z: numeric argument required
		2
		continue: -x: numeric argument required
		2
		history: too many arguments
		2
		return: too many arguments
	OUT
}

@test "fc has nothing to do where there is no history, but -s says so" {
	told <<-'END'
		fc; echo $?; fc -l; echo $?; fc 1; echo $?; fc -l 1; echo $?; fc -e true; echo $?; fc -s; echo $?; fc -s x; echo $?; fc -z; echo $?; fc -e; echo $?
	END
	writes <<-'OUT'
		0
		0
		0
		0
		0
		fc: no command found
		1
		fc: no command found
		1
		fc: -z: invalid option
		fc: usage: fc [-e ename] [-lnr] [first] [last] or fc -s [pat=rep] [command]
		2
		fc: -e: option requires an argument
		fc: usage: fc [-e ename] [-lnr] [first] [last] or fc -s [pat=rep] [command]
		2
	OUT
}

@test "cd and pwd name what they cannot do" {
	told <<-'END'
		cd nosuch; echo $?; cd a b; echo $?; cd -z; echo $?; cd ''; echo $?; cd /; cd -P .; cd -L /tmp; cd -e; cd /tmp; cd -Pe /tmp; pwd -P; pwd -z; echo $?; pwd x; CDPATH=/; cd tmp; echo $?; HOME=; cd; echo $?; unset HOME; cd; echo $?; unset OLDPWD; cd -; echo $?; cd /tmp/; cd ~nosuch; echo $?; cd //; pwd; cd /..; pwd; shopt -s cdable_vars; v=/tmp; cd v; echo $PWD; cd ./nosuch
	END
	writes <<-'OUT'
		cd: nosuch: No such file or directory
		1
		cd: too many arguments
		2
		cd: -z: invalid option
		cd: usage: cd [-L|[-P [-e]]] [-@] [dir]
		2
		cd: null directory
		1
		/tmp
		pwd: -z: invalid option
		pwd: usage: pwd [-LP]
		2
		/tmp
		/tmp
		0
		/
		0
		cd: HOME not set
		1
		cd: OLDPWD not set
		1
		cd: ~nosuch: No such file or directory
		1
		//
		/
		/tmp
		/tmp
		cd: ./nosuch: No such file or directory
	OUT
}

@test "pushd, popd and dirs name the place that is none" {
	told <<-'END'
		cd /; pushd; echo $?; pushd nosuch; echo $?; popd; echo $?; pushd /; pushd /tmp; dirs; dirs -v; dirs -p; dirs -l; dirs +1; dirs -0; dirs +9; echo $?; pushd +1; pushd -0; pushd +9; echo $?; pushd -n /usr; pushd x y; echo $?; popd +9; echo $?; popd -n; popd +1; popd -0; dirs -z; echo $?; pushd -z; echo $?; popd -z; echo $?; dirs x; echo $?; popd x; echo $?; dirs -c; dirs; popd; pushd +x; dirs +x; popd +x; pushd -; echo $?; DIRSTACK[0]=x; dirs; echo ${DIRSTACK[@]} ${#DIRSTACK[@]}
	END
	writes <<-'OUT'
		pushd: no other directory
		1
		pushd: nosuch: No such file or directory
		1
		popd: directory stack empty
		1
		/ /
		/tmp / /
		/tmp / /
		 0  /tmp
		 1  /
		 2  /
		/tmp
		/
		/
		/tmp / /
		/
		/
		dirs: 9: directory stack index out of range
		1
		/ / /tmp
		/tmp / /
		pushd: +9: directory stack index out of range
		1
		/tmp /usr / /
		pushd: too many arguments
		1
		popd: +9: directory stack index out of range
		1
		/tmp / /
		/tmp /
		/tmp
		dirs: -z: invalid number
		dirs: usage: dirs [-clpv] [+N] [-N]
		2
		pushd: -z: invalid number
		pushd: usage: pushd [-n] [+N | -N | dir]
		2
		popd: -z: invalid number
		popd: usage: popd [-n] [+N | -N]
		2
		dirs: x: invalid option
		dirs: usage: dirs [-clpv] [+N] [-N]
		2
		popd: x: invalid argument
		popd: usage: popd [-n] [+N | -N]
		2
		/tmp
		popd: directory stack empty
		pushd: +x: invalid number
		pushd: usage: pushd [-n] [+N | -N | dir]
		dirs: +x: invalid number
		dirs: usage: dirs [-clpv] [+N] [-N]
		popd: +x: invalid number
		popd: usage: popd [-n] [+N | -N]
		/
		/ /tmp
		0
		/ /tmp
		/ /tmp 2
	OUT
}

@test "set and shopt name the option that is none, and tell what is on" {
	told <<-'END'
		set -z; echo $?; set -o nosuch; echo $?; set +o nosuch; set -o pipefail x y; echo $#; set --; echo $#; set - a; echo $1; set -e -- b; echo $1; set +e; set -o errexit; set +o errexit; set -ab c; echo $1 $#; set +ab; set -o posix; set -o | grep posix; set +o posix; set -A; set +; set -o emacs; set -o | grep -E '^(vi|emacs)'; set -P; pwd >/dev/null; set +P; set -B +B; set -o interactive; set -k; set +k
		shopt nosuch; echo $?; shopt -s nosuch; echo $?; shopt -z; echo $?; shopt -su x; echo $?; shopt -q extglob; echo $?; shopt -s extglob; shopt extglob; shopt -p extglob nullglob; echo $?; shopt -u extglob; shopt -o pipefail; shopt -so pipefail; shopt -po pipefail; shopt -qo pipefail nosuch; echo $?; shopt -u | head -1; shopt -p | head -1; shopt -o nosuch; shopt -s -o nosuch; shopt -q; echo $?; shopt -qs; shopt -s compat31; shopt -p | grep compat; shopt -u compat31; shopt -s restricted_shell; echo $?; shopt -u login_shell; echo $?
	END
	writes <<-'OUT'
		set: -z: invalid option
		set: usage: set [-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]
		2
		set: nosuch: invalid option name
		2
		set: nosuch: invalid option name
		2
		0
		a
		b
		c 1
		posix          	on
		set: -A: invalid option
		set: usage: set [-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]
		emacs          	on
		vi             	off
		set: interactive: invalid option name
		shopt: nosuch: invalid shell option name
		1
		shopt: nosuch: invalid shell option name
		1
		shopt: -z: invalid option
		shopt: usage: shopt [-pqsu] [-o] [optname ...]
		2
		shopt: cannot set and unset shell options simultaneously
		1
		1
		extglob             	on
		shopt -s extglob
		shopt -u nullglob
		1
		pipefail            	on
		set -o pipefail
		shopt: nosuch: invalid option name
		1
		array_expand_once   	off
		shopt -u array_expand_once
		shopt: nosuch: invalid option name
		shopt: nosuch: invalid option name
		0
		shopt -s compat31
		shopt -u compat32
		shopt -u compat40
		shopt -u compat41
		shopt -u compat42
		shopt -u compat43
		shopt -u compat44
		0
		0
	OUT
}

@test ". names the file that it does not find, and a path of its own is searched with -p" {
	told <<-'END'
		.; echo $?; . nosuch; echo $?; . /; echo $?; source -z; echo $?; echo 'echo $1 $#; return 3; echo no' >f; . ./f a b; echo $?; . ./f; set -- x; . ./f; echo $1; . f; echo $?; shopt -u sourcepath; . f; echo $?; PATH=.:$PATH; shopt -s sourcepath; . f; mkdir d; . ./d; echo $?; : >e; false; . ./e; echo $?; source -p . f; source -p; echo $?; source -p /nosuch f; echo $?
	END
	writes <<-'OUT'
		.: filename argument required
		.: usage: . [-p path] filename [arguments]
		2
		nosuch: No such file or directory
		1
		.: /: is a directory
		1
		source: -z: invalid option
		source: usage: source [-p path] filename [arguments]
		2
		a 2
		3
		0
		x 1
		x
		x 1
		3
		x 1
		3
		x 1
		.: ./d: is a directory
		1
		0
		x 1
		source: -p: option requires an argument
		source: usage: source [-p path] filename [arguments]
		2
		source: f: file not found
		1
	OUT
}

@test "exec that fails goes on with execfail, and says what it could not open" {
	told <<-'END'
		shopt -s execfail; exec nosuch; echo $?; exec /; echo $?; exec -a; echo $?; exec 9<nosuch; echo $?; exec <&9; echo $?; (exec -a name sh -c 'echo $0'); (exec -z; echo $?)
	END
	writes <<-'OUT'
		exec: nosuch: not found
		127
		/: Is a directory
		126
		exec: -a: option requires an argument
		exec: usage: exec [-cl] [-a name] [command [argument ...]] [redirection ...]
		2
		nosuch: No such file or directory
		1
		9: Bad file descriptor
		1
		name
		exec: -z: invalid option
		exec: usage: exec [-cl] [-a name] [command [argument ...]] [redirection ...]
		2
	OUT
}

@test "alias, unalias and unset name what is not there, or may not be" {
	told <<-'END'
		alias a; echo $?; alias a='b c' d=; alias; alias a; alias -p; unalias; echo $?; unalias a nosuch; echo $?; unalias -z; echo $?; unalias -a; alias; alias -z; echo $?; alias 'x y=z'; echo $?; alias /=1; alias '$=1'; echo $?; alias =x; echo $?; alias -- -x=1; alias; alias a='it'\''s'; alias a
		unset -z; echo $?; unset 1a; echo $?; unset ''; readonly r=1; unset r; echo $?; f() { :; }; unset f; type -t f; unset -f nosuch; echo $?; unset -v nosuch; echo $?; unset -fv x; echo $?; x=1; x() { :; }; unset x; type -t x; unset x; type -t x; a=(1 2 3); unset 'a[1]' 'a[-1]' 'a[9]'; declare -p a; unset 'a[-9]'; echo $?; unset 'a[@]'; declare -p a; unset 'x[0]'; v=1; unset 'v[0]'; echo ${v-gone}; v=1; unset 'v[1]'; echo $?; declare -A m=([@]=1 [k]=2); unset 'm[@]'; declare -p m; unset -n nosuch; unset -n v; unset BASH_VERSINFO UID; echo $?; f() { :; }; readonly -f f; unset -f f; echo $?
	END
	writes <<-'OUT'
		alias: a: not found
		1
		alias a='b c'
		alias d=''
		alias a='b c'
		alias a='b c'
		alias d=''
		unalias: usage: unalias [-a] name [name ...]
		2
		unalias: nosuch: not found
		1
		unalias: -z: invalid option
		unalias: usage: unalias [-a] name [name ...]
		2
		alias: -z: invalid option
		alias: usage: alias [-p] [name[=value] ... ]
		2
		alias: `x y': invalid alias name
		1
		alias: `/': invalid alias name
		alias: `$': invalid alias name
		1
		alias: =x: not found
		1
		alias -- -x='1'
		alias a='it'\''s'
		unset: -z: invalid option
		unset: usage: unset [-f] [-v] [-n] [name ...]
		2
		0
		unset: r: cannot unset: readonly variable
		1
		0
		0
		unset: cannot simultaneously unset a function and a variable
		1
		function
		declare -a a=([0]="1")
		unset: [-9]: bad array subscript
		1
		declare -a a=()
		gone
		unset: v: not an array variable
		1
		declare -A m=([k]="2" )
		unset: BASH_VERSINFO: cannot unset: readonly variable
		unset: UID: cannot unset: readonly variable
		1
		unset: f: cannot unset: readonly function
		1
	OUT
}

@test "test says which operator, number or parenthesis is wrong" {
	told <<-'END'
		test 1 -eq x; echo $?; test -z; echo $?; test a b; echo $?; test a b c; echo $?; test a b c d; echo $?; test !; echo $?; test \( a \); echo $?; test \( a; echo $?; [ a; echo $?; [ ]; echo $?; test a -a b -o ''; echo $?; test -t x; echo $?; test -t 99; echo $?; test 1 -lt 2 -a 3 -gt 2; echo $?; test -Q x; echo $?; test a = b = c; test a '<' b; echo $?; test b '>' a; test x -nt y; echo $?; test -o nosuch; echo $?; test -o posix; test -v x; echo $?; test -R x; echo $?; test '' -o; echo $?; test -n -a -n; echo $?; test \( -a \); echo $?; test a -ef b; echo $?; test -a /; echo $?; test 99999999999999999999 -eq 1; echo $?; test ' 5 ' -eq 5; echo $?; test ! a = a; echo $?; test ! \( a = a \); echo $?; test -k /tmp; echo $?; test -c /dev/null; echo $?; test -s /; echo $?; test '(' ')'; echo $?
	END
	writes <<-'OUT'
		test: x: integer expected
		2
		0
		test: a: unary operator expected
		2
		test: b: binary operator expected
		2
		test: too many arguments
		2
		0
		0
		test: (: unary operator expected
		2
		[: missing `]'
		2
		1
		0
		test: x: integer expected
		2
		1
		0
		test: -Q: unary operator expected
		2
		test: too many arguments
		0
		1
		1
		1
		1
		test: : unary operator expected
		2
		0
		0
		1
		0
		test: 99999999999999999999: integer expected
		2
		0
		1
		1
		0
		0
		0
		test: (: unary operator expected
		2
	OUT
}

@test "printf converts as C does, and names the directive or number that is wrong" {
	! in_valgrind || skip "valgrind computes long doubles in 64 bits"
	told <<-'END'
		printf '%d %i %u %o %x %X %c|%s|%5s|%-5s|%05d|%+d|% d|%#x|%.2f|%e|%g|%a\n' 1 2 3 8 255 255 abc s s s 5 5 5 255 1.5 1.5 1.5 1.5
		printf '%q %q %q\n' "a b" $'a\nb' ''; TZ=UTC printf '%(%Y)T\n' 0; printf '%d\n' abc 0x1g "'a" '"b' 08 99999999999999999999 -99999999999999999999 1.5 ''; echo $?
		printf '%f\n' abc 1e400 "'a" nan inf 1x ''; echo $?; printf '%z\n'; echo $?; printf '%'; echo $?; printf '%5'; echo $?; printf '%*d|%-*d|%*.*f\n' 5 3 5 3 8 2 3.14159; printf '%*d\n' x 3; echo $?; printf '%*d|\n' -5 3
		printf -v; echo $?; printf -v 1x y; echo $?; printf -v a[1] z; declare -p a; printf -v r%s x; readonly ro; printf -v ro x; echo $?; printf; echo $?; printf --; echo $?; printf -z; echo $?; printf -v x '%s' a b; echo $x
		printf '\0101 \101 \x41 \u41 \U41 \" \? \q \xg \u \8\n'; printf '%s\n' a b c; printf 'x\cy'; printf '%b' '\0101\101\x41\c' z; echo; printf '%b\n' 'a\\b' '\"' "\\'" '\?'
		printf '%n' x; echo $?; printf -v v 'abc%n' n; echo $v $n; printf '%hd %ld %lld %jd %zd %td\n' 1 2 3 4 5 6; printf '%5%|%%\n'; printf '%Lf\n' 1.5
	END
	writes <<-'OUT'
		1 2 3 10 ff FF a|s|    s|s    |00005|+5| 5|0xff|1.50|1.500000e+00|1.5|0xcp-3
		a\ b $'a\nb' ''
		1970
		printf: abc: invalid number
		0
		printf: 0x1g: invalid hex number
		1
		97
		98
		printf: 08: invalid octal number
		0
		printf: 99999999999999999999: Numerical result out of range
		9223372036854775807
		printf: -99999999999999999999: Numerical result out of range
		-9223372036854775808
		printf: 1.5: invalid number
		1
		printf: : invalid number
		0
		1
		printf: abc: invalid number
		0.000000
		10000000000000000000281880683947586514586453433629052038625910693539685534008629862039363994848324160522094053927317616200295822777259255734023828976593340661017797447434546173917862448116674971723778943824391593338047470675026246684401359237513603830343735485505244955964979021825038280091068414947402456898653040951017512658092615827588920183472511643316591362664138176309734806343732497430221946880.000000
		97.000000
		nan
		inf
		printf: 1x: invalid number
		1.000000
		printf: : invalid number
		0.000000
		1
		printf: `\': invalid format character
		1
		printf: `%': missing format character
		1
		printf: `%5': missing format character
		1
		    3|3    |    3.14
		printf: x: invalid number
		3
		1
		3    |
		printf: -v: option requires an argument
		printf: usage: printf [-v var] format [arguments]
		2
		printf: `1x': not a valid identifier
		2
		declare -a a=([1]="z")
		printf: `r%s': not a valid identifier
		ro: readonly variable
		1
		printf: usage: printf [-v var] format [arguments]
		2
		printf: usage: printf [-v var] format [arguments]
		2
		printf: -z: invalid option
		printf: usage: printf [-v var] format [arguments]
		2
		ab
		printf: missing hex digit for \x
		printf: missing unicode digit for \u
		1 A A A A " ? \q \xg \u \8
		a
		b
		c
		x\cyAAA
		a\b
		\"
		\'
		\?
		0
		abc 3
		1 2 3 4 5 6
		printf: `%': invalid format character
		1.500000
	OUT
}

@test "read fills names and arrays, and refuses what is no time, number or name" {
	told <<-'END'
		read a b <<<'x y z'; echo "$a|$b"; read -r a <<<'x\y'; echo $a; read a <<<'x\y'; echo $a; read -d: a <<<'p:q'; echo $a; read -n 2 a <<<abc; echo $a; read -N 3 a <<<'a b c'; echo "$a"; read -a arr <<<'1 2 3'; declare -p arr; IFS=: read a b c <<<'1::3'; echo "$a|$b|$c"
		read -t 0 x <<<a; echo $?; read -t x a; echo $?; read -n x a; echo $?; read -u 9 a; echo $?; read -u x a; echo $?; read -z; echo $?; read 1a <<<x; echo $?; readonly ro=1; read ro <<<x; echo $?; read -i; echo $?; read -t -1 a; echo $?; read -N 0 a; echo $?; read -p; echo $?
		readonly q; read -a q <<<1; echo $?; declare -A m; read -a m <<<1; echo $?; read -a 'x[1]' <<<1; echo $?; read 'm[k]' <<<v; declare -p m; read; echo $?; read <<<line; echo $REPLY; read x y <<<"  lead  trail  "; echo "[$x][$y]"; read <<<"  lead "; echo "[$REPLY]"
	END
	writes <<-'OUT'
		x|y z
		x\y
		xy
		p
		ab
		a b
		declare -a arr=([0]="1" [1]="2" [2]="3")
		1||3
		0
		read: x: invalid timeout specification
		1
		read: x: invalid number
		1
		read: 9: invalid file descriptor: Bad file descriptor
		1
		read: x: invalid file descriptor specification
		1
		read: -z: invalid option
		read: usage: read [-Eers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...]
		2
		read: `1a': not a valid identifier
		1
		ro: readonly variable
		1
		read: -i: option requires an argument
		read: usage: read [-Eers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...]
		2
		read: -1: invalid timeout specification
		1
		0
		read: -p: option requires an argument
		read: usage: read [-Eers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...]
		2
		q: readonly variable
		1
		read: m: not an indexed array
		1
		read: `x[1]': not a valid identifier
		1
		declare -A m=([k]="v" )
		1
		line
		[lead][trail]
		[  lead ]
	OUT
}

@test "mapfile takes lines from where it is told to, and refuses what it cannot fill" {
	told <<-'END'
		mapfile -n 2 a <<<$'1\n2\n3'; declare -p a; mapfile -s 1 -t a <<<$'1\n2\n3'; declare -p a; mapfile -O 3 a <<<x; declare -p a; mapfile -d : -t a <<<'p:q'; declare -p a; mapfile -c 2 -C 'echo cb' -t a <<<$'1\n2\n3\n4'; mapfile -u 9 a; echo $?; mapfile -c 0 a; echo $?; mapfile -z; echo $?; readonly ro=(1); mapfile ro <<<x; echo $?; declare -A m; mapfile m <<<x; echo $?; mapfile ''; echo $?
		mapfile -C 'false' -c 1 a <<<$'1\n2'; echo $?; declare -p a; mapfile -u 3 a 3<<<x; declare -p a; mapfile a b <<<x; declare -p a; mapfile <<<d; declare -p MAPFILE; mapfile -t <<<''; declare -p MAPFILE; f() { local -a l; mapfile -t l <<<z; declare -p l; }; f; mapfile -d '' -t a < <(printf 'a\0b\0'); declare -p a
	END
	writes <<-'OUT'
		declare -a a=([0]=$'1\n' [1]=$'2\n')
		declare -a a=([0]="2" [1]="3")
		declare -a a=([0]="2" [1]="3" [3]=$'x\n')
		declare -a a=([0]="p" [1]=$'q\n')
		cb 1 2
		cb 3 4
		mapfile: 9: invalid file descriptor: Bad file descriptor
		1
		mapfile: 0: invalid callback quantum
		1
		mapfile: -z: invalid option
		mapfile: usage: mapfile [-d delim] [-n count] [-O origin] [-s count] [-t] [-u fd] [-C callback] [-c quantum] [array]
		2
		ro: readonly variable
		1
		mapfile: m: not an indexed array
		1
		mapfile: empty array variable name
		2
		0
		declare -a a=([0]=$'1\n' [1]=$'2\n')
		declare -a a=([0]=$'x\n')
		declare -a a=([0]=$'x\n')
		declare -a MAPFILE=([0]=$'d\n')
		declare -a MAPFILE=([0]="")
		declare -a l=([0]="z")
		declare -a a=([0]="a" [1]="b")
	OUT
}

@test "declare refuses names, attributes and elements that cannot be" {
	told <<-'END'
		declare +f x; echo $?; declare -F nosuch; echo $?; declare -aA x; echo $?; declare -A y; declare -a y; echo $?; declare -a z=(1); declare -A z; echo $?; declare -A m; declare m[]=1; echo $?; declare m[' ']=2; declare -p m
		declare "a[0]=1" "a[1]+=2" "1a=3" "a[=4" "a[0" "a[0]x=1" "=5" "" "a b=1"; echo $?; declare -p a; export "a[0]=1"; readonly "b[1]=2"; echo $?; declare -p b; declare -a "c=(1 2)"; declare -p c; v='(p q)'; declare -a d=$v; declare -p d; declare -a 'e[1]=(x)'; declare -p e
		f() { local a=1; readonly a; local a=2; echo $?; declare a=3; echo $?; }; f; readonly q=1; g() { local q=2; echo $? $q; }; g; f() { local -a a=(1 2); local -A a; echo $?; }; f; declare -ga arr=(1); f() { declare -g arr[2]=3; }; f; declare -p arr
		f() { :; }; declare -fr f; f() { echo 2; }; echo $?; unset -f f; echo $?; declare -f +r f; echo $?; export -f nosuch; echo $?; declare -fx 'a=b'; echo $?; readonly -f nosuch; echo $?; declare -p nosuch; echo $?; declare -p -f nosuch; echo $?; declare -fp 'a/b'; echo $?; declare -f a=1; echo $?
		declare -i n=3+4; declare -i n+=1; echo $n; declare +i n; n+=1; echo $n; declare -u u=abc; declare -l u=ABC; echo $u; declare -c c='hello world'; echo $c; declare -p n u c; local x; echo $?; h() { local -p; local x y=2; local; }; h; h() { local -; set -u; }; h; echo ${none}
		declare -I x=1; echo $?; x=5; k() { local -I x; echo $x; local -I y; declare -p y; declare -I -i z=2; declare -p z; }; k; shopt -s localvar_inherit; k() { local x; echo $x; }; k; declare -z; echo $?; declare -- x=1; declare -p x; typeset -p x; declare -; echo $?; declare - x
		declare -A m=([a]=1 b=2 [c]); declare -p m; declare -A n=(a 1 b); declare -p n; m=([x]=1 y); declare -p m; m+=([x]+=2 [z]=3); declare -p m; a=([5]=x y [2]=z w [-1]=q); declare -p a; a=([1+]=2); echo $?; a+=([1]+=b); declare -p a; a[-9]=1; echo $?
		readonly r=(1 2); r[0]=5; echo on; declare -r r; declare +r r; echo $?; unset r; echo $?; unset 'r[0]'; echo $?; export -n x; export x=1; export -n x=2; declare -p x; export 1=2; echo $?; export -z; echo $?
	END
	writes <<-'OUT'
		0
		1
		declare: -a: invalid option
		2
		declare: y: cannot convert associative to indexed array
		1
		declare: z: cannot convert indexed to associative array
		1
		m[]: bad array subscript
		1
		declare -A m=([" "]="2" )
		declare: `1a=3': not a valid identifier
		declare: `a[=4': not a valid identifier
		declare: `a[0': not a valid identifier
		declare: `a[0]x=1': not a valid identifier
		declare: `=5': not a valid identifier
		declare: `': not a valid identifier
		declare: `a b=1': not a valid identifier
		1
		declare -a a=([0]="1" [1]="2")
		export: `a[0]': not a valid identifier
		readonly: `b[1]': not a valid identifier
		1
		declare: b: not found
		declare -a c=([0]="1" [1]="2")
		declare -a d=([0]="p" [1]="q")
		declare -a e=([0]="x")
		local: a: readonly variable
		1
		declare: a: readonly variable
		1
		local: q: readonly variable
		1 1
		local: a: cannot convert indexed to associative array
		1
		declare -a arr=([0]="1" [2]="3")
		f: readonly function
		1
		unset: f: cannot unset: readonly function
		1
		declare: f: readonly function
		1
		export: nosuch: not a function
		1
		declare: cannot use `-f' to make functions
		1
		readonly: nosuch: not a function
		1
		declare: nosuch: not found
		1
		declare: nosuch: not found
		1
		declare: a/b: not found
		1
		declare: cannot use `-f' to make functions
		1
		8
		81
		abc
		Hello world
		declare -- n="81"
		declare -l u="abc"
		declare -ac c=([0]="Hello world" [1]="2")
		local: can only be used in a function
		1
		declare -- x
		declare -- y="2"

		0
		5
		declare -A y
		declare -ai z=([0]="2")
		5
		declare: -z: invalid option
		declare: usage: declare [-aAfFgiIlnrtux] [name[=value] ...] or declare -p [-aAfFilnrtux] [name ...]
		2
		declare -- x="1"
		declare -- x="1"
		declare: `-': not a valid identifier
		1
		declare: `-': not a valid identifier
		m: 'b=2': must use subscript when assigning associative array
		r: readonly variable
	OUT
}

@test "declare -n makes names that lead to others, and refuses those that lead nowhere" {
	told <<-'END'
		declare -n self=self; echo $?; f() { local -n r=r; echo $?; r=1; }; r=0; f; echo $r; declare -n n=1x; echo $?; declare -n n2='a[1'; echo $?; declare -n n3='a[1]'; n3=5; declare -p a; declare -n n4=; echo $?; n4=x; declare -p n4
		declare -n r1; r1=foo; r1=bar; echo $foo; declare -p r1 foo; declare +n r1; declare -p r1; declare -n r2=a; readonly r2; declare +n r2; echo $?; unset -n r2; echo $?; declare -n r3=b; declare -n r4=r3; b=(1 2); echo ${r4[1]}; unset r4; declare -p r3 r4
		declare -n x=y y=x; x=1; echo $? $x; f() { declare -g -n gr=$1; }; f tgt; gr=5; echo $tgt; declare -p gr; f2() { local gr=6; declare -g gr=7; echo $gr; }; f2; echo $tgt
	END
	writes <<-'OUT'
		declare: self: nameref variable self references not allowed
		1
		local: warning: r: circular name reference
		warning: r: circular name reference
		0
		warning: r: maximum nameref depth (8) exceeded
		1
		declare: `1x': invalid variable name for name reference
		1
		declare: `a[1': invalid variable name for name reference
		1
		declare -a a=([1]="5")
		declare: `': not a valid identifier
		1
		declare -- n4="x"
		bar
		declare -n r1="foo"
		declare -- foo="bar"
		declare -- r1="foo"
		0
		0
		2
		declare -n r3="b"
		declare -n r4="r3"
		warning: x: circular name reference
	OUT
}
