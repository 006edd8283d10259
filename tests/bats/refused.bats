load helper
load told

# What the builtins that change the shell and its jobs show, take and refuse, line by line.

@test "set, shopt and enable show, change and refuse" {
	told <<'END'
set -o nosuch; echo $?; set -Z; echo $?; set +Z; echo $?; set -eu; case $- in *e*u*|*u*e*) echo eu;; esac; set +eu; set -o noglob -o nounset; [[ -o noglob ]] && echo on; set +o noglob +o nounset; set -- -a b; echo $# $1; set - x; echo $1; set -f -- y; echo $1 $-; set +f; set -; echo $#; set --; echo $#; set -o errexit; set +o errexit; set -o; set a b; echo $*; set | grep -c '^BASH='
shopt -s nosuch; echo $?; shopt -q nullglob; echo $?; shopt nullglob; echo $?; shopt -s nullglob; shopt -p nullglob; shopt -q nullglob dotglob; echo $?; shopt -s | grep nullglob; shopt -u nullglob; shopt -o noglob; shopt -so noglob; shopt -po noglob; shopt -uo noglob; shopt -su x; echo $?; shopt -o nosuch; echo $?; shopt -z; echo $?; shopt -q; echo $?; shopt -u extglob nosuch dotglob; echo $?; shopt -p extglob dotglob
enable -n echo; type -t echo; enable | grep -c '^enable echo$'; enable -n | head -3; enable echo; type -t echo; enable nosuch; echo $?; enable -n nosuch; echo $?; enable -s | head -3; enable -d test; echo $?; enable -z; echo $?; builtin echo b; builtin nosuch; echo $?; builtin; echo $?; enable -n builtin; builtin echo x; echo $?
END
	writes <<'OUT'
set: nosuch: invalid option name
2
set: -Z: invalid option
set: usage: set [-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]
2
set: +Z: invalid option
set: usage: set [-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]
2
eu
on
2 -a
x
y fhB
1
0
allexport      	off
braceexpand    	on
emacs          	off
errexit        	off
errtrace       	off
functrace      	off
hashall        	on
histexpand     	off
history        	off
ignoreeof      	off
interactive-comments	on
keyword        	off
monitor        	off
noclobber      	off
noexec         	off
noglob         	off
nolog          	off
notify         	off
nounset        	off
onecmd         	off
physical       	off
pipefail       	off
posix          	off
privileged     	off
verbose        	off
vi             	off
xtrace         	off
a b
1
shopt: nosuch: invalid shell option name
1
1
nullglob            	off
1
shopt -s nullglob
1
nullglob            	on
noglob              	off
set -o noglob
shopt: cannot set and unset shell options simultaneously
1
shopt: nosuch: invalid option name
1
shopt: -z: invalid option
shopt: usage: shopt [-pqsu] [-o] [optname ...]
2
0
shopt: nosuch: invalid shell option name
1
shopt -u extglob
shopt -u dotglob
file
0
enable -n echo
builtin
enable: nosuch: not a shell builtin
1
enable: nosuch: not a shell builtin
1
enable .
enable :
enable break
enable: test: not dynamically loaded
1
enable: -z: invalid option
enable: usage: enable [-a] [-dnps] [-f filename] [name ...]
2
b
builtin: nosuch: not a shell builtin
1
0
builtin: command not found
127
OUT
}

@test "cd, pushd, popd, dirs and pwd go, remember and refuse" {
	told <<-'END'
		mkdir -p a/b c 'd e' x; ln -s a/b link; base=$PWD; show() { echo "${PWD#$base} ${OLDPWD#$base}"; }
		cd a/b; show; cd - | sed "s,$base,B,"; cd nosuch; echo $?; cd a b; echo $?; cd link; show; pwd -P | sed "s,$base,B,"; pwd -L | sed "s,$base,B,"; cd ..; show; cd -P link; show; cd ..; show; cd "$base"; cd ''; echo $?; cd -L link/..; show; cd -P link/..; show; cd "$base"; CDPATH=a:x cd b | sed "s,$base,B,"; cd "$base"; HOME=$base/c; cd; show; cd ~; show; unset HOME; cd; echo $?; cd "$base"; unset OLDPWD; cd -; echo $?; cd -e -P a; show | sed "s,$base,B,"; cd -q; echo $?; pwd -q; echo $?; pwd x | sed "s,$base,B,"; echo $?; cd -- ..; show; touch f; cd f; echo $?; cd ./a/../c/./; show; cd "$base"; n='d e'; cd $n; echo $?; cd "$n"; show; cd /; pwd; cd //; pwd; cd /usr/../usr/./bin/..; pwd; cd "$base"; shopt -s cdable_vars; v=$base/a; cd v | sed "s,$base,B,"; show; cd "$base"; shopt -s autocd; CDPATH=; cd a; show; cd "$base";
		d() { dirs "$@" | sed "s,$base,B,g"; }; pushd a | sed "s,$base,B,g"; pushd a >/dev/null; pushd b >/dev/null; d; pushd "$base/c" >/dev/null; d; d -v; d -p; d -l; d +0; d -0; d +1; d -1; d +9; echo ${PIPESTATUS[0]}; pushd >/dev/null; d; pushd +1 >/dev/null; d; pushd -0 >/dev/null; d; pushd +9; echo $?; pushd nosuch; echo $?; popd >/dev/null; d; popd +1 >/dev/null; d; popd -0 >/dev/null; d; popd +9; echo $?; popd -n >/dev/null; d; pushd -n "$base/x" >/dev/null; d; dirs -c; d; popd; echo $?; pushd; echo $?; dirs -z; echo $?; popd x; echo $?; pushd +x; echo $?; dirs +x; echo $?; echo ${#DIRSTACK[@]}; pushd /tmp >/dev/null; echo ~0 ~1 | sed "s,$base,B,g"; echo ~-0 | sed "s,$base,B,g"; DIRSTACK[1]=/usr; d; popd -q; echo $?
	END
	writes <<-'OUT'
		/a/b
		B
		cd: nosuch: No such file or directory
		1
		cd: too many arguments
		2
		cd: link: No such file or directory
		/a/b
		B/a/b
		B/a/b
		/a /a/b
		cd: link: No such file or directory
		/a /a/b
		 /a
		cd: null directory
		1

		/a
		B/a/b
		/c
		/c /c
		cd: HOME not set
		1
		cd: OLDPWD not set
		1
		/a
		cd: -q: invalid option
		cd: usage: cd [-L|[-P [-e]]] [-@] [dir]
		2
		pwd: -q: invalid option
		pwd: usage: pwd [-LP]
		2
		B/a
		0
		 /a
		cd: f: Not a directory
		1
		/c
		cd: too many arguments
		2
		/d e
		/
		//
		/usr
		B/a
		 /usr
		/a
		B/a B
		B/a/b B/a B
		B/c B/a/b B/a B
		 0  B/c
		 1  B/a/b
		 2  B/a
		 3  B
		B/c
		B/a/b
		B/a
		B
		B/c B/a/b B/a B
		B/c
		B
		B/a/b
		B/a
		dirs: 9: directory stack index out of range
		0
		B/a/b B/c B/a B
		B/c B/a B B/a/b
		B/a/b B/c B/a B
		pushd: +9: directory stack index out of range
		1
		pushd: nosuch: No such file or directory
		1
		B/c B/a B
		B/c B
		B/c
		popd: directory stack empty
		1
		popd: directory stack empty
		B/c
		B/c B/x
		B/c
		popd: directory stack empty
		1
		pushd: no other directory
		1
		dirs: -z: invalid number
		dirs: usage: dirs [-clpv] [+N] [-N]
		2
		popd: x: invalid argument
		popd: usage: popd [-n] [+N | -N]
		2
		pushd: +x: invalid number
		pushd: usage: pushd [-n] [+N | -N | dir]
		2
		dirs: +x: invalid number
		dirs: usage: dirs [-clpv] [+N] [-N]
		2
		1
		/tmp B/c
		B/c
		/tmp /usr
		popd: -q: invalid number
		popd: usage: popd [-n] [+N | -N]
		2
	OUT
}

@test "umask, ulimit, kill, trap, wait, jobs and times take their arguments" {
	! in_valgrind || skip "valgrind loses a signal that comes just before an exec"
	told <<-'END'
		umask 022; umask; umask -S; umask -p; umask -pS; umask u=rwx,g=rx,o=; umask; umask g+w,o-r; umask; umask a=r; umask; umask u+x; umask -S; umask 8; echo $?; umask 99999; echo $?; umask u=q; echo $?; umask x+r; echo $?; umask -x; echo $?; umask u=g; umask -S; umask =; umask; umask +rw; umask -S; umask 077 x; umask; umask -S o+X; umask ug=rwx; umask; umask -p 027; umask
		kill -l 9; kill -l TERM; kill -l SIGINT; kill -l 130; kill -l x; echo $?; kill -l 0; kill -l 999; echo $?; kill; echo $?; kill -9; echo $?; kill x; echo $?; kill -x 1; echo $?; kill -s nosuch 1; echo $?; kill -n 99 1; echo $?; kill -0 $$; echo $?; kill -0 99999999; echo $?; kill %1; echo $?; kill -l 1 2 3; kill -s 0 $$ $$; echo $?; sleep 9 & kill -s term %1; wait %1; echo $?; sleep 9 & kill -n 9 $!; wait $! 2>/dev/null; echo $?; sleep 9 & kill $! 99999999; echo $?; wait $!; kill ''; echo $?; kill -- -x; echo $?
		trap; trap 'echo x' EXIT INT; trap; trap -p EXIT; trap -p int SIGTERM; trap - INT; trap -p; trap 'e' nosuch; echo $?; trap 2; trap '' TERM; trap; trap TERM; trap; trap 'a
		b' USR1; trap -p USR1; trap - USR1 nosuch; echo $?; trap -x; echo $?; trap 'echo d' DEBUG; :; trap - DEBUG; trap 'echo e' ERR; false; trap - ERR; trap -P EXIT; echo; trap -P; echo $?; trap x; echo $?; trap "echo 'q'" 0; trap; (trap; trap - EXIT; trap); trap -- '' 1 2; trap -p | wc -l; trap - 0 1 2 15; trap
		wait; echo $?; wait 1; echo $?; wait x; echo $?; wait %1; echo $?; wait -n; echo $?; (exit 3) & wait $!; echo $?; (exit 4) & wait -n; echo $?; (exit 5) & p=$!; wait -p v $p; echo $? $((v == p)); wait -n -p v; echo $? ${v-unset}; wait -x; echo $?; wait -f $p; echo $?; (exit 6) & a=$!; (exit 7) & wait $a $!; echo $?; : & wait %; echo $?; jobs; jobs %1; echo $?; jobs -x echo y; jobs -z; echo $?; sleep 8 & jobs; jobs -r | wc -l; jobs -s; disown; jobs; disown %1; echo $?; disown -z; echo $?; kill $!; fg; echo $?; bg; echo $?; suspend; echo $?; times x | wc -l; disown -a; echo $?; jobs -p; fg %2; echo $?
	END
	writes <<-'OUT'
		0022
		u=rwx,g=rx,o=rx
		umask 0022
		umask -S u=rwx,g=rx,o=rx
		0027
		0007
		0333
		u=rx,g=r,o=r
		umask: 8: octal number out of range
		1
		umask: 99999: octal number out of range
		1
		umask: `q': invalid symbolic mode character
		1
		umask: `x': invalid symbolic mode operator
		1
		umask: -x: invalid option
		umask: usage: umask [-p] [-S] [mode]
		2
		u=r,g=r,o=r
		0777
		u=rw,g=rw,o=rw
		0077
		u=rwx,g=,o=x
		0006
		0027
		KILL
		15
		2
		INT
		kill: x: invalid signal specification
		1
		EXIT
		kill: 999: invalid signal specification
		1
		kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]
		2
		kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]
		2
		kill: `x': not a pid or valid job spec
		1
		kill: x: invalid signal specification
		1
		kill: nosuch: invalid signal specification
		1
		kill: 99: invalid signal specification
		1
		0
		kill: (99999999) - No such process
		1
		kill: %1: no such job
		1
		HUP
		INT
		QUIT
		0
		143
		137
		kill: (99999999) - No such process
		0
		kill: `': not a pid or valid job spec
		1
		kill: `-x': not a pid or valid job spec
		1
		trap -- 'echo x' EXIT
		trap -- 'echo x' SIGINT
		trap -- 'echo x' EXIT
		trap -- 'echo x' SIGINT
		trap -- 'echo x' EXIT
		trap: nosuch: invalid signal specification
		1
		trap -- 'echo x' EXIT
		trap -- '' SIGTERM
		trap -- 'echo x' EXIT
		trap -- 'a
		b' SIGUSR1
		trap: nosuch: invalid signal specification
		1
		trap: -x: invalid option
		trap: usage: trap [-Plp] [[action] signal_spec ...]
		2
		d
		d
		e
		echo x

		trap: -P requires at least one signal name
		2
		trap: usage: trap [-Plp] [[action] signal_spec ...]
		2
		trap -- 'echo '\''q'\''' EXIT
		trap -- 'echo '\''q'\''' EXIT
		3
		0
		wait: pid 1 is not a child of this shell
		127
		wait: `x': not a pid or valid job spec
		1
		wait: %1: no such job
		127
		127
		3
		4
		5 1
		127 unset
		wait: -x: invalid option
		wait: usage: wait [-fn] [-p var] [id ...]
		2
		5
		7
		0
		jobs: %1: no such job
		1
		y
		jobs: -z: invalid option
		jobs: usage: jobs [-lnprs] [jobspec ...] or jobs -x command [args]
		2
		[1]+  Running                    sleep 8 &
		1
		disown: %1: no such job
		1
		disown: -z: invalid option
		disown: usage: disown [-h] [-ar] [jobspec ... | pid ...]
		2
		fg: no job control
		1
		bg: no job control
		1
		suspend: cannot suspend: no job control
		1
		2
		0
		fg: no job control
		1
	OUT
}
