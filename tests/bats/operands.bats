load helper
load told

# Builtins by the table of their options and operands, right and wrong ones, as in bash 5.3.

@test "cd goes where it is told, and says why not" {
	told <<-'END'
		mkdir -p a/b 'sp ace' .dot; ln -s a link; ln -s nosuch broken; touch file; mkdir locked; top=$PWD; p() { echo "$? ${PWD#$top} ${OLDPWD#$top}" | sed "s,${top%/*},UP,g"; }
		for c in 'cd a' 'cd b' 'cd ..' 'cd -' 'cd -L ..' "cd $top" 'cd link/b' 'cd ..' 'cd -P .' 'cd -P b/..' "cd $top" 'cd -P link' 'cd -' 'cd nosuch' 'cd file' 'cd broken' 'cd ""' 'cd -@ .' 'cd -z' 'cd a b' 'cd -- a' 'cd ./b' "cd $top/a/./b/../b/" 'cd //' "cd $top" 'cd a//b' 'cd ../.././a' "cd $top" 'cd sp\ ace' 'cd .././' 'cd -LP link' 'cd ..' 'cd -PL link' 'cd nosuch/..' 'cd file/..' 'cd /../..' "cd $top" 'HOME= cd' 'unset HOME; cd' 'HOME=a cd' 'cd ..' 'unset OLDPWD; cd -' 'cd ~+' 'CDPATH=a cd b' "cd $top" 'CDPATH=:a cd b' "cd $top" 'CDPATH=a: cd sp\ ace' "cd $top" 'CDPATH=nosuch:./a cd b' "cd $top" 'CDPATH=a cd ./b' 'CDPATH=. cd a' "cd $top" "CDPATH=$top/a/ cd b" "cd $top"; do eval "$c"; echo "$? ${PWD#$top} ${OLDPWD#$top} $c"; done 2>&1 | sed "s,$top,TOP,g"
		shopt -s cdable_vars cdspell; v=a/b; cd v; p; cd $top; cd nosuchv; p; mkdir spelled; cd speled; p; cd ..; cd spleled; p; cd $top; cd a/bb; p; cd $top; mkdir gone; cd gone; rmdir ../gone; cd -P . 2>/dev/null; echo $?; cd $top; cd a; readonly OLDPWD; cd b; p
	END
	writes <<-'OUT'
		0 /a  cd a
		0 /a/b /a cd b
		0 /a /a/b cd ..
		TOP/a/b
		0 /a/b /a cd -
		0 /a /a/b cd -L ..
		0  /a cd TOP
		0 /link/b  cd link/b
		0 /link /link/b cd ..
		0 /a /link cd -P .
		0 /a /a cd -P b/..
		0  /a cd TOP
		0 /a  cd -P link
		TOP
		0  /a cd -
		cd: nosuch: No such file or directory
		1  /a cd nosuch
		cd: file: Not a directory
		1  /a cd file
		cd: broken: No such file or directory
		1  /a cd broken
		cd: null directory
		1  /a cd ""
		cd: -@: invalid option
		cd: usage: cd [-L|[-P [-e]]] [-@] [dir]
		2  /a cd -@ .
		cd: -z: invalid option
		cd: usage: cd [-L|[-P [-e]]] [-@] [dir]
		2  /a cd -z
		cd: too many arguments
		2  /a cd a b
		0 /a  cd -- a
		0 /a/b /a cd ./b
		0 /a/b /a/b cd TOP/a/./b/../b/
		0 // /a/b cd //
		0  // cd TOP
		0 /a/b  cd a//b
		0 /a /a/b cd ../.././a
		0  /a cd TOP
		0 /sp ace  cd sp\ ace
		0  /sp ace cd .././
		0 /a  cd -LP link
		0  /a cd ..
		0 /link  cd -PL link
		cd: nosuch/..: No such file or directory
		1 /link  cd nosuch/..
		cd: file/..: No such file or directory
		1 /link  cd file/..
		0 / /link cd /../..
		0  / cd TOP
		0   HOME= cd
		cd: HOME not set
		1   unset HOME; cd
		0 /a  HOME=a cd
		0  /a cd ..
		cd: OLDPWD not set
		1   unset OLDPWD; cd -
		0   cd ~+
		TOP/a/b
		0 /a/b  CDPATH=a cd b
		0  /a/b cd TOP
		TOP/a/b
		0 /a/b  CDPATH=:a cd b
		0  /a/b cd TOP
		0 /sp ace  CDPATH=a: cd sp\ ace
		0  /sp ace cd TOP
		TOP/a/b
		0 /a/b  CDPATH=nosuch:./a cd b
		0  /a/b cd TOP
		cd: ./b: No such file or directory
		1  /a/b CDPATH=a cd ./b
		TOP/a
		0 /a  CDPATH=. cd a
		0  /a cd TOP
		TOP/a/b
		0 /a/b  CDPATH=TOP/a/ cd b
		0  /a/b cd TOP
		a/b
		0 /a/b
		cd: nosuchv: No such file or directory
		1  /a/b
		cd: speled: No such file or directory
		1  /a/b
		cd: spleled: No such file or directory
		1 UP
		cd: a/bb: No such file or directory
		1  UP
		0
		OLDPWD: readonly variable
		1 /a/b
	OUT
}

@test "break, continue and exit take a number, or none" {
	told <<-'END'
		for c in 'break' 'break 0' 'break -1' 'break x' 'break 1 2' 'break 99999999999' 'break 99' 'break +1' 'break " 1 "' 'break --' 'break -- 2' 'break ""' 'continue' 'continue 2' 'continue 0' 'continue 1x' 'continue 99'; do (for i in 1 2; do for j in a b; do echo -n "$i$j "; eval "$c"; echo -n "then "; done; echo -n "outer "; done; echo "end $?") 2>&1 | head -3; echo " [$?] $c"; done; break; echo $?; continue 3; echo $?
		for c in exit 'exit 3' 'exit -1' 'exit 256' 'exit 300' 'exit x' 'exit 1 2' 'exit " 4 "' 'exit +5' 'exit 5x' 'exit ""' 'exit -- 6' 'exit --' 'exit 99999999999999999999'; do (false; eval "$c"; echo "on $?") 2>&1 | head -2; echo "${PIPESTATUS[0]} $c"; done; (trap 'echo trapped $?; exit' EXIT; exit 7); echo $?; (trap 'exit 3' EXIT; exit 7); echo $?; (trap '(exit 9); exit' EXIT; false); echo $?; f() { return "$@"; echo not; }; for r in 0 3 -1 256 x '' '1 2'; do f $r; echo "$? $r"; done
	END
	writes <<-'OUT'
		1a outer 2a outer end 0
		 [0] break
		1a break: 0: loop count out of range
		end 1
		 [0] break 0
		1a break: -1: loop count out of range
		end 1
		 [0] break -1
		1a break: x: numeric argument required
		 [0] break x
		1a break: too many arguments
		 [0] break 1 2
		1a end 0
		 [0] break 99999999999
		1a end 0
		 [0] break 99
		1a outer 2a outer end 0
		 [0] break +1
		1a outer 2a outer end 0
		 [0] break " 1 "
		1a outer 2a outer end 0
		 [0] break --
		1a end 0
		 [0] break -- 2
		1a break: : numeric argument required
		 [0] break ""
		1a 1b outer 2a 2b outer end 0
		 [0] continue
		1a 2a end 0
		 [0] continue 2
		1a continue: 0: loop count out of range
		end 1
		 [0] continue 0
		1a continue: 1x: numeric argument required
		 [0] continue 1x
		1a 2a end 0
		 [0] continue 99
		break: only meaningful in a `for', `while', or `until' loop
		0
		continue: only meaningful in a `for', `while', or `until' loop
		0
		1 exit
		3 exit 3
		255 exit -1
		0 exit 256
		44 exit 300
		exit: x: numeric argument required
		on 2
		0 exit x
		exit: too many arguments
		2 exit 1 2
		4 exit " 4 "
		5 exit +5
		exit: 5x: numeric argument required
		on 2
		0 exit 5x
		exit: : numeric argument required
		on 2
		0 exit ""
		6 exit -- 6
		1 exit --
		exit: 99999999999999999999: numeric argument required
		on 2
		0 exit 99999999999999999999
		trapped 7
		7
		3
		1
		0 0
		3 3
		255 -1
		0 256
		return: x: numeric argument required
		2 x
		0
		return: too many arguments
	OUT
}

@test "getopts goes through options, whatever becomes of its variables" {
	told <<-'END'
		go() { local OPTIND=1 o; while getopts "$@"; do echo -n "$o:${OPTARG-un}:$OPTIND "; done; echo "| $? $o $OPTIND"; }
		go ab:c o -a -b x -c y; go ab:c o -abx -cb; go ab:c o -acbx y; go :ab: o -b; go ab: o -b; go :ab: o -z -a; go ab: o -z -a; go ab o -- -a; go ab o - -a; go ab o; go ab o -a -- b; go a:b o -a -b; go a: o -a ''; go '' o -a; go ':' o -a; go 'a-' o -a -- ; go 'a?' o '-?'; go a o +a; go ab o --ab
		OPTIND=1; set -- -ab -c; getopts abc o; echo $o $OPTIND; getopts abc o; echo $o $OPTIND; OPTIND=1; getopts abc o; echo $o $OPTIND; OPTIND=x; getopts abc o 2>&1; echo $? $o $OPTIND; OPTIND=-3; getopts abc o; echo $? $o $OPTIND; OPTIND=99; getopts abc o; echo $? $o $OPTIND; unset OPTIND; getopts abc o; echo $? $o ${OPTIND-un}
		OPTIND=1; readonly ro; getopts a ro -a; echo $? "$ro"; OPTIND=1; getopts a 1x -a; echo $?; OPTIND=1; getopts a; echo $?; getopts; echo $?; getopts -z; echo $?; OPTERR=0; OPTIND=1; getopts a o -z; echo $? $o; OPTERR=x; OPTIND=1; getopts a o -z 2>&1; OPTIND=1; getopts ab arr[2] -b; echo ${arr[2]}; OPTIND=1; declare -n r=tt; getopts a r -a; echo $tt; f() { getopts ab o "$@"; echo $o $OPTIND; }; OPTIND=1; f -ab; f -ab; f -ab; local_() { local OPTIND; getopts ab o -b -a; echo $o $OPTIND; }; OPTIND=1; getopts ab o -ab; local_; getopts ab o -ab; echo $o; readonly OPTARG; OPTIND=1; getopts a: o -a x; echo $?
	END
	writes <<-'OUT'
		a:un:2 b:x:4 c:un:5 | 0 ? 5
		a:un:1 b:x:2 c:un:2 option requires an argument -- b
		?:un:3 | 0 ? 3
		a:un:1 c:un:1 b:x:2 | 0 ? 2
		::b:2 | 0 ? 2
		option requires an argument -- b
		?:un:2 | 0 ? 2
		?:z:2 a:un:3 | 0 ? 3
		illegal option -- z
		?:un:2 a:un:3 | 0 ? 3
		| 0 ? 2
		| 0 ? 1
		| 0 ? 1
		a:un:2 | 0 ? 3
		a:-b:3 | 0 ? 3
		a::3 | 0 ? 3
		illegal option -- a
		?:un:2 | 0 ? 2
		?:a:2 | 0 ? 2
		a:un:2 | 0 ? 3
		?:un:2 | 0 ? 2
		| 0 ? 1
		illegal option -- -
		?:un:1 a:un:1 b:un:2 | 0 ? 2
		a 1
		b 2
		a 1
		0 a 1
		0 a 1
		1 ? 3
		0 a 1
		ro: readonly variable
		2
		getopts: `1x': not a valid identifier
		1
		getopts: usage: getopts optstring name [arg ...]
		2
		getopts: usage: getopts optstring name [arg ...]
		2
		getopts: -z: invalid option
		getopts: usage: getopts optstring name [arg ...]
		2
		0 ?
		getopts: `arr[2]': not a valid identifier

		a
		a 1
		b 2
		? 2
		b 2
		b
		OPTARG: readonly variable
		0
	OUT
}

@test "hash remembers commands, and tells of them" {
	told <<-'END'
		mkdir bin; printf '#!/bin/sh\necho ran\n' | tee bin/pa >bin/pb; chmod +x bin/*; PATH=$PWD/bin:/usr/bin:/bin; f() { :; }
		for c in hash 'hash pa' 'hash pb' hash 'hash -t pa' 'hash -t pa pb' 'hash -t pa nosuch' 'hash -l' 'hash -lt pa' 'hash -d pa' 'hash -d pa' 'hash nosuchcmd' 'hash echo' 'hash f' hash 'hash -r' hash 'hash -p /bin/true mytrue' mytrue hash 'hash -p /bin mydir' 'hash -p /bin/true -d x' 'hash -p' 'hash -z' 'hash ./bin/pa' 'hash ./x' 'hash -r pb' 'hash -t' 'hash -d' 'hash -p /nosuch/prog prog' 'hash -lt mytrue prog' 'pa' 'hash' 'hash -p /bin/pa a b' 'hash -t a b' 'hash -rd a' 'set +h; hash pa' 'set -h; hash pa pb; hash' 'set -o posix; hash -r; hash' 'hash nosuch2'; do eval "$c"; echo "$? $c"; done >out 2>&1; PATH=/usr/bin:/bin; sed "s,$PWD,,g" out
	END
	writes <<-'OUT'
		hash: hash table empty
		0 hash
		0 hash pa
		0 hash pb
		hits	command
		   0	/bin/pa
		   0	/bin/pb
		0 hash
		/bin/pa
		0 hash -t pa
		pa	/bin/pa
		pb	/bin/pb
		0 hash -t pa pb
		pa	/bin/pa
		hash: nosuch: not found
		1 hash -t pa nosuch
		builtin hash -p /bin/pa pa
		builtin hash -p /bin/pb pb
		0 hash -l
		builtin hash -p /bin/pa pa
		0 hash -lt pa
		0 hash -d pa
		hash: pa: not found
		1 hash -d pa
		hash: nosuchcmd: not found
		1 hash nosuchcmd
		0 hash echo
		0 hash f
		hits	command
		   1	/bin/pb
		0 hash
		0 hash -r
		hash: hash table empty
		0 hash
		0 hash -p /bin/true mytrue
		0 mytrue
		hits	command
		   1	/bin/true
		0 hash
		hash: /bin: Is a directory
		1 hash -p /bin mydir
		0 hash -p /bin/true -d x
		hash: -p: option requires an argument
		hash: usage: hash [-lr] [-p pathname] [-dt] [name ...]
		2 hash -p
		hash: -z: invalid option
		hash: usage: hash [-lr] [-p pathname] [-dt] [name ...]
		2 hash -z
		0 hash ./bin/pa
		0 hash ./x
		0 hash -r pb
		hash: -t: option requires an argument
		1 hash -t
		hash: -d: option requires an argument
		1 hash -d
		0 hash -p /nosuch/prog prog
		hash: mytrue: not found
		builtin hash -p /nosuch/prog prog
		1 hash -lt mytrue prog
		ran
		0 pa
		hits	command
		   1	/nosuch/prog
		   1	/bin/pa
		   0	/bin/pb
		0 hash
		0 hash -p /bin/pa a b
		a	/bin/pa
		b	/bin/pa
		0 hash -t a b
		hash: a: not found
		1 hash -rd a
		hash: hashing disabled
		1 set +h; hash pa
		hits	command
		   0	/bin/pa
		   0	/bin/pb
		0 set -h; hash pa pb; hash
		0 set -o posix; hash -r; hash
		hash: nosuch2: not found
		1 hash nosuch2
	OUT
}

@test "kill and its signals are said by name and by number" {
	told <<-'END'
		kill -l 9; kill -l KILL SIGTERM 15 137 0; kill -l 999; echo $?; kill -l x; echo $?; kill -l 128 129; kill -L 2; kill -l EXIT; kill -l RTMIN RTMAX-1 35 64; kill; echo $?; kill -z 1; echo $?; kill -9; echo $?; kill -s; echo $?; kill -n; echo $?; kill -s x 1; echo $?; kill -n 999 1; echo $?; kill -0 $$; echo $?; kill -s 0 $$; echo $?; kill -n 0 $$; kill x; echo $?; kill %9; echo $?; kill 999999999; echo $?; kill -- -; echo $?; kill ''; echo $?; kill -s term -- x; echo $?; kill -sTERM 99999999; echo $?; kill -n0 $$; echo $?; sleep 9 & kill -TERM $!; wait $! 2>/dev/null; echo $?; sleep 9 & kill %1; wait %1 2>/dev/null; echo $?; sleep 9 & kill -s KILL -- $!; wait $! 2>/dev/null; echo $?; kill -l | head -2; kill -EXIT $$; echo $?; kill -SIG 1; echo $?; kill -99 1; echo $?; (trap 'echo usr1' USR1; kill -usr1 $BASHPID); kill -0 $$ x; echo $?; kill -HUP%1; echo $?
	END
	writes <<-'OUT'
		KILL
		9
		15
		TERM
		KILL
		EXIT
		kill: 999: invalid signal specification
		1
		kill: x: invalid signal specification
		1
		kill: 128: invalid signal specification
		HUP
		INT
		0
		34
		63
		RTMIN+1
		RTMAX
		kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]
		2
		kill: z: invalid signal specification
		1
		kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]
		2
		kill: -s: option requires an argument
		1
		kill: -n: option requires an argument
		1
		kill: x: invalid signal specification
		1
		kill: 999: invalid signal specification
		1
		0
		0
		kill: `x': not a pid or valid job spec
		1
		kill: %9: no such job
		1
		kill: (999999999) - No such process
		1
		kill: `-': not a pid or valid job spec
		1
		kill: `': not a pid or valid job spec
		1
		kill: `x': not a pid or valid job spec
		1
		kill: (99999999) - No such process
		1
		0
		143
		143
		137
		 1) SIGHUP	 2) SIGINT	 3) SIGQUIT	 4) SIGILL	 5) SIGTRAP
		 6) SIGABRT	 7) SIGBUS	 8) SIGFPE	 9) SIGKILL	10) SIGUSR1
		0
		kill: SIG: invalid signal specification
		1
		kill: 99: invalid signal specification
		1
		usr1
		kill: `x': not a pid or valid job spec
		0
		kill: HUP%1: invalid signal specification
		1
	OUT
}

@test "dot reads files, with arguments and without" {
	told <<-'END'
		mkdir d; echo 'echo "in $# $1 ${BASH_SOURCE[0]}"; x=set; return 3; echo not' >f; echo 'echo "from path $1"; set -- new; echo $1' >d/g; echo 'shift; echo $#' >h; printf 'a\0b' >bin; echo 'echo (' >bad; echo 'return x' >rx; : >empty
		set -- p q; . ./f; echo $? $x; . ./f one two; echo $? $1; PATH=d:$PATH; . g; echo $1; . g arg; echo $1; . h; echo $#; . h a b c; echo $#; . ./empty; echo $?; . d; echo $?; . ./nosuch; echo $?; . nosuch; echo $?; .; echo $?; . -z; echo $?; . ./bad; echo $?; . ./rx 2>&1; echo $?; . -- ./f; echo $?; . -p d g; echo $?; . -p nosuch g; echo $?; . -p; echo $?; . -p '' g 2>&1; echo $?; . <(echo echo sub); source /dev/stdin <<<'echo in $#'; shopt -u sourcepath; . g; echo $?; . ./f | cat; . --help | head -1; (exit 4); . ./empty; echo $?; echo 'echo one; exit 5' >e; (. ./e; echo not); echo $?; t() { . ./f; echo after; }; t; echo 'break; echo not' >b; for i in 1 2; do . ./b; done; echo $i; chmod 0 f; set -o posix
		. nosuchposix; echo not reached
	END
	writes <<-'OUT'
		in 2 p ./f
		3 set
		in 2 one ./f
		3 p
		from path p
		new
		new
		from path arg
		new
		new
		0
		0
		2
		0
		0
		.: d: is a directory
		1
		./nosuch: No such file or directory
		1
		nosuch: No such file or directory
		1
		.: filename argument required
		.: usage: . [-p path] filename [arguments]
		2
		.: -z: invalid option
		.: usage: . [-p path] filename [arguments]
		2
		./bad: line 1: syntax error near unexpected token `newline'
		./bad: line 1: `echo ('
		2
		./rx: line 1: return: x: numeric argument required
		2
		in 0  ./f
		3
		from path
		new
		0
		.: g: file not found
		1
		.: -p: option requires an argument
		.: usage: . [-p path] filename [arguments]
		2
		.: g: file not found
		1
		sub
		in 1
		g: No such file or directory
		1
		in 1 new ./f
		.: . [-p path] filename [arguments]
		0
		one
		5
		in 0  ./f
		after
		1
		.: nosuchposix: file not found
	OUT
}

@test "complete, compgen and compopt take their options, or refuse them" {
	told <<-'END'
		c() { eval "$1"; echo "$? $1"; }
		for i in 'complete -W "a b" x y' 'complete -p x' 'complete -p nosuch' 'complete -p' 'complete -r nosuch' 'complete -r y' 'complete' 'complete -F f -o nospace -o default z' 'complete -p z' 'complete -A nosuch x' 'complete -A' 'complete -o nosuch x' 'complete -z' 'complete -W' 'complete -a -b -c -d -e -f -g -j -k -s -u -v all' 'complete -p all' 'complete -A arrayvar -A binding -A disabled -A enabled -A function -A helptopic -A hostname -A running -A setopt -A shopt -A signal -A stopped acts' 'complete -p acts' 'complete -G "*.c" -X "!*.h" -P "<" -S ">" -C "cmd x" g' 'complete -p g' 'complete -W "it'"'"'s" q' 'complete -p q' 'complete -pr x' 'complete -p x' 'complete -D -F d' 'complete -E -W e' 'complete -I -W i' 'complete -p -D' 'complete -p -E' 'complete -p -I' 'complete -r -D' 'complete -p -D' 'complete -rE' 'complete -W "" empty' 'complete -p empty' 'complete -W x -' 'complete -- -x' 'complete -p -- -x' 'complete -W x ""' 'complete -o bashdefault -o dirnames -o filenames -o fullquote -o noquote -o nosort -o plusdirs opts' 'complete -p opts' 'complete -V v x' 'complete x' 'complete -p x' 'complete -f -F g -W "p q" two' 'complete -p two' 'complete -r' 'complete -p' 'compopt' 'compopt -o nospace' 'compopt -o nospace nosuch' 'complete -W a k; compopt -o nospace k; complete -p k' 'compopt +o nospace k; complete -p k' 'compopt k' 'compopt -o nosuch k' 'compopt +o nosuch k' 'compopt -z' 'compopt -D -o nosort' 'complete -DW d; compopt -D -o nosort; complete -p -D' 'compopt -E' 'compopt -o' 'compopt -o nosort -o default +o nosort k; compopt k'; do c "$i"; done
	END
	writes <<-'OUT'
		0 complete -W "a b" x y
		complete -W 'a b' x
		0 complete -p x
		complete: nosuch: no completion specification
		1 complete -p nosuch
		complete -W 'a b' y
		complete -W 'a b' x
		0 complete -p
		complete: nosuch: no completion specification
		1 complete -r nosuch
		0 complete -r y
		complete -W 'a b' x
		0 complete
		0 complete -F f -o nospace -o default z
		complete -o default -o nospace -F f z
		0 complete -p z
		complete: nosuch: invalid action name
		2 complete -A nosuch x
		complete: -A: option requires an argument
		complete: usage: complete [-abcdefgjksuv] [-pr] [-DEI] [-o option] [-A action] [-G globpat] [-W wordlist] [-F function] [-C command] [-X filterpat] [-P prefix] [-S suffix] [name ...]
		2 complete -A
		complete: nosuch: invalid option name
		2 complete -o nosuch x
		complete: -z: invalid option
		complete: usage: complete [-abcdefgjksuv] [-pr] [-DEI] [-o option] [-A action] [-G globpat] [-W wordlist] [-F function] [-C command] [-X filterpat] [-P prefix] [-S suffix] [name ...]
		2 complete -z
		complete: -W: option requires an argument
		complete: usage: complete [-abcdefgjksuv] [-pr] [-DEI] [-o option] [-A action] [-G globpat] [-W wordlist] [-F function] [-C command] [-X filterpat] [-P prefix] [-S suffix] [name ...]
		2 complete -W
		0 complete -a -b -c -d -e -f -g -j -k -s -u -v all
		complete -a -b -c -d -e -f -g -j -k -s -u -v all
		0 complete -p all
		0 complete -A arrayvar -A binding -A disabled -A enabled -A function -A helptopic -A hostname -A running -A setopt -A shopt -A signal -A stopped acts
		complete -A arrayvar -A binding -A disabled -A enabled -A function -A helptopic -A hostname -A running -A setopt -A shopt -A signal -A stopped acts
		0 complete -p acts
		0 complete -G "*.c" -X "!*.h" -P "<" -S ">" -C "cmd x" g
		complete -G '*.c' -P '<' -S '>' -X '!*.h' -C 'cmd x' g
		0 complete -p g
		0 complete -W "it's" q
		complete -W 'it'\''s' q
		0 complete -p q
		complete -W 'a b' x
		0 complete -pr x
		complete -W 'a b' x
		0 complete -p x
		0 complete -D -F d
		0 complete -E -W e
		0 complete -I -W i
		complete -F d -D
		0 complete -p -D
		complete -W 'e' -E
		0 complete -p -E
		complete -W 'i' -I
		0 complete -p -I
		0 complete -r -D
		complete: _DefaultCmD_: no completion specification
		1 complete -p -D
		0 complete -rE
		0 complete -W "" empty
		complete -W '' empty
		0 complete -p empty
		0 complete -W x -
		0 complete -- -x
		complete -x
		0 complete -p -- -x
		0 complete -W x ""
		0 complete -o bashdefault -o dirnames -o filenames -o fullquote -o noquote -o nosort -o plusdirs opts
		complete -o bashdefault -o dirnames -o filenames -o fullquote -o noquote -o nosort -o plusdirs opts
		0 complete -p opts
		complete: -V: invalid option
		complete: usage: complete [-abcdefgjksuv] [-pr] [-DEI] [-o option] [-A action] [-G globpat] [-W wordlist] [-F function] [-C command] [-X filterpat] [-P prefix] [-S suffix] [name ...]
		2 complete -V v x
		0 complete x
		complete x
		0 complete -p x
		0 complete -f -F g -W "p q" two
		complete -f -W 'p q' -F g two
		0 complete -p two
		0 complete -r
		0 complete -p
		compopt: not currently executing completion function
		1 compopt
		compopt: not currently executing completion function
		1 compopt -o nospace
		compopt: nosuch: no completion specification
		1 compopt -o nospace nosuch
		complete -o nospace -W 'a' k
		0 complete -W a k; compopt -o nospace k; complete -p k
		complete -W 'a' k
		0 compopt +o nospace k; complete -p k
		compopt +o bashdefault +o default +o dirnames +o filenames +o fullquote +o noquote +o nosort +o nospace +o plusdirs k
		0 compopt k
		compopt: nosuch: invalid option name
		2 compopt -o nosuch k
		compopt: nosuch: invalid option name
		2 compopt +o nosuch k
		compopt: -z: invalid option
		compopt: usage: compopt [-o|+o option] [-DEI] [name ...]
		2 compopt -z
		compopt: _DefaultCmD_: no completion specification
		1 compopt -D -o nosort
		complete -o nosort -W 'd' -D
		0 complete -DW d; compopt -D -o nosort; complete -p -D
		compopt: _EmptycmD_: no completion specification
		1 compopt -E
		compopt: -o: option requires an argument
		compopt: usage: compopt [-o|+o option] [-DEI] [name ...]
		2 compopt -o
		compopt +o bashdefault -o default +o dirnames +o filenames +o fullquote +o noquote +o nosort +o nospace +o plusdirs k
		0 compopt -o nosort -o default +o nosort k; compopt k
	OUT
}

@test "compgen gives what each action has" {
	told <<-'END'
		unset -f bats_readlinkf run_suite; f1() { :; }; alias al=x; arr=(1); readonly ro=1; export ex=1 ; mkdir dir; touch file .hidden; sleep 50 & p=$!
		for a in 'alias al' 'arrayvar a' 'builtin ech' 'command f1' 'directory' 'disabled' 'enabled comp' 'export ex' 'file' 'function f' 'group roo' 'job' 'running' 'setopt no' 'shopt null' 'signal SIGT' 'stopped' 'user roo' 'variable r' 'nosuch'; do compgen -A $a; echo "$? $a"; done 2>&1; kill $p
		compgen -abck -P '<' -S '>' al; compgen -f -X '.*'; compgen -f -X '!d*'; compgen -d; compgen -f nosuch; echo $?; compgen -W 'a b c' -X 'b'; compgen -W 'one two' -- o; compgen -W 'one' o x; compgen -o dirnames x; compgen -o dirnames; compgen -o plusdirs -W 'w'; compgen -o default fi; compgen -V out -W 'p q'; echo "$? ${out[@]}"; compgen -V out -W 'p q' z; echo "$? ${#out[@]}"; compgen -V 1x -W a; echo $?; compgen -V ro -W a; echo $?; compgen -G '*e'; compgen -G 'nosuch*'; echo $?; compgen -F nofunc x 2>&1; echo $?; g() { COMPREPLY=(r1 r2 "$1.$2.$3"); }; compgen -F g x 2>/dev/null; compgen -C 'echo "c1
		c2"; :' c 2>/dev/null; IFS=:; compgen -W 'a b:c d' c; compgen -W "'q r':s" q; unset IFS; compgen -W '$(echo sub) ${ex}y `echo bt` "d q" \e' ; compgen -W 'a
		b c' b; HOME=/h; compgen -W '~ ~/x' ; compgen -W '~ ~/x {a,b} *' | head -2; compgen -S / -d; compgen -A function -A alias; compgen -ev ex; compgen -W 'x' -X '&' x; compgen -W 'x xy' -X '&y' x; compgen -W 'a& b' -X '*\&'; compgen -W 'éa éb' é
	END
	writes <<-'OUT'
		al
		0 alias al
		arr
		0 arrayvar a
		echo
		0 builtin ech
		f1
		0 command f1
		dir
		0 directory
		1 disabled
		compgen
		complete
		compopt
		0 enabled comp
		ex
		0 export ex
		file
		.hidden
		dir
		0 file
		f1
		0 function f
		root
		0 group roo
		sleep
		0 job
		sleep
		0 running
		noclobber
		noexec
		noglob
		nolog
		notify
		nounset
		0 setopt no
		nullglob
		0 shopt null
		SIGTRAP
		SIGTERM
		SIGTSTP
		SIGTTIN
		SIGTTOU
		0 signal SIGT
		1 stopped
		root
		0 user roo
		ro
		0 variable r
		compgen: nosuch: invalid action name
		2 nosuch
		<al>
		<alias>
		<al>
		<alias>
		file
		dir
		dir
		dir
		1
		a
		c
		one
		one
		dir
		w
		dir
		file
		0 p q
		1 0
		compgen: `1x': not a valid identifier
		2
		ro: readonly variable
		1
		file
		1
		compgen: warning: -F option may not work as you expect
		completion: function `nofunc' not found
		1
		r1
		r2
		compgen.x.
		c1
		c2
		c d
		q r
		sub
		1y
		bt
		d q
		e
		b
		/h
		/h/x
		/h
		/h/x
		dir/
		al
		f1
		g
		ex
		ex
		x
		b
		éa
		éb
	OUT
}

@test "help finds topics by name and by pattern, and says when there is none" {
	told <<-'END'
		help -s pwd echo; help -s 'ec*' | head -2; help nosuchtopic; echo $?; help -m true | head -4 | tail -1; help -z; echo $?; help -s '[[]'; help -s -- pwd; help -s 'nosuch*'; echo $?
	END
	writes <<-'OUT'
		pwd: pwd [-LP]
		echo: echo [-neE] [arg ...]
		Shell commands matching keyword `ec*'

		help: no help topics match `nosuchtopic'.  Try `help help' or `man -k nosuchtopic' or `info nosuchtopic'.
		1
		SYNOPSIS
		help: -z: invalid option
		help: usage: help [-dms] [pattern ...]
		2
		Shell commands matching keyword `[[]'

		[: [ arg... ]
		pwd: pwd [-LP]
		Shell commands matching keyword `nosuch*'

		help: no help topics match `nosuch*'.  Try `help help' or `man -k nosuch*' or `info nosuch*'.
		1
	OUT
}

@test "alias, enable, command and the like take their options, or refuse them" {
	told <<-'END'
		for c in 'alias a=1 b="x y"' 'alias a' 'alias' 'alias -p' 'alias nosuch' 'alias a/b=1' 'alias "a b=1"' 'alias =x' 'alias -z' 'unalias b' 'unalias b' 'unalias' 'unalias -z' 'alias -- -d=1' 'alias -p | tail -1' 'unalias -a x' alias 'enable -n echo' 'enable -n' 'type -t echo' 'enable echo' 'enable -p | head -2' 'enable -a | tail -1' 'enable -s | head -2' 'enable -n export' 'enable -ns' 'enable -as | head -1' 'enable -s export' 'enable nosuch' 'enable -z' 'enable -n nosuch echo' 'enable -d echo' 'enable -d nosuch' 'enable -f' 'enable echo export' 'builtin' 'builtin nosuch' 'builtin -z' 'builtin echo x' 'builtin -- echo y' 'caller' 'caller 0' 'caller x' 'caller -1' 'caller 1 2' 'eval' 'eval ""' 'eval -- echo z' 'eval -z' 'command' 'command -v' 'command -v cd nosuch' 'command -V if' 'command -z' 'command -p ls -d /' 'command -pv ls' 'command -- echo q' 'command nosuchcmd' 'disown -z' 'fg' 'bg' 'fg %1' 'bg %1' 'jobs x' 'jobs %1' 'jobs -z' 'jobs -x echo %1' 'jobs -x echo plain' 'jobs -x' 'jobs -lx echo' 'jobs -sx echo' 'jobs -nx' 'jobs -n -r -s -p -l' 'exec -z' 'exec -a' 'exec nosuchcmd' ; do (eval "$c"; echo "$? $c") 2>&1; done
	END
	writes <<-'OUT'
		0 alias a=1 b="x y"
		alias: a: not found
		1 alias a
		0 alias
		0 alias -p
		alias: nosuch: not found
		1 alias nosuch
		alias: `a/b': invalid alias name
		1 alias a/b=1
		alias: `a b': invalid alias name
		1 alias "a b=1"
		alias: =x: not found
		1 alias =x
		alias: -z: invalid option
		alias: usage: alias [-p] [name[=value] ... ]
		2 alias -z
		unalias: b: not found
		1 unalias b
		unalias: b: not found
		1 unalias b
		unalias: usage: unalias [-a] name [name ...]
		2 unalias
		unalias: -z: invalid option
		unalias: usage: unalias [-a] name [name ...]
		2 unalias -z
		0 alias -- -d=1
		0 alias -p | tail -1
		0 unalias -a x
		0 alias
		0 enable -n echo
		0 enable -n
		builtin
		0 type -t echo
		0 enable echo
		enable .
		enable :
		0 enable -p | head -2
		enable wait
		0 enable -a | tail -1
		enable .
		enable :
		0 enable -s | head -2
		0 enable -n export
		0 enable -ns
		enable .
		0 enable -as | head -1
		0 enable -s export
		enable: nosuch: not a shell builtin
		1 enable nosuch
		enable: -z: invalid option
		enable: usage: enable [-a] [-dnps] [-f filename] [name ...]
		2 enable -z
		enable: nosuch: not a shell builtin
		1 enable -n nosuch echo
		enable: echo: not dynamically loaded
		1 enable -d echo
		enable: nosuch: not a shell builtin
		1 enable -d nosuch
		enable: -f: option requires an argument
		enable: usage: enable [-a] [-dnps] [-f filename] [name ...]
		2 enable -f
		0 enable echo export
		0 builtin
		builtin: nosuch: not a shell builtin
		1 builtin nosuch
		builtin: -z: invalid option
		builtin: usage: builtin [shell-builtin [arg ...]]
		2 builtin -z
		x
		0 builtin echo x
		y
		0 builtin -- echo y
		0 NULL
		0 caller
		1 caller 0
		caller: x: invalid number
		caller: usage: caller [expr]
		2 caller x
		caller: -1: invalid option
		caller: usage: caller [expr]
		2 caller -1
		1 caller 1 2
		0 eval
		0 eval ""
		z
		0 eval -- echo z
		eval: -z: invalid option
		eval: usage: eval [arg ...]
		2 eval -z
		0 command
		0 command -v
		cd
		0 command -v cd nosuch
		if is a shell keyword
		0 command -V if
		command: -z: invalid option
		command: usage: command [-pVv] command [arg ...]
		2 command -z
		/
		0 command -p ls -d /
		/bin/ls
		0 command -pv ls
		q
		0 command -- echo q
		nosuchcmd: command not found
		127 command nosuchcmd
		disown: -z: invalid option
		disown: usage: disown [-h] [-ar] [jobspec ... | pid ...]
		2 disown -z
		fg: no job control
		1 fg
		bg: no job control
		1 bg
		fg: no job control
		1 fg %1
		bg: no job control
		1 bg %1
		jobs: warning: x: job specification requires leading `%'
		jobs: x: no such job
		1 jobs x
		jobs: %1: no such job
		1 jobs %1
		jobs: -z: invalid option
		jobs: usage: jobs [-lnprs] [jobspec ...] or jobs -x command [args]
		2 jobs -z
		%1
		0 jobs -x echo %1
		plain
		0 jobs -x echo plain
		0 jobs -x
		jobs: no other options allowed with `-x'
		1 jobs -lx echo

		0 jobs -sx echo
		jobs: no other options allowed with `-x'
		1 jobs -nx
		0 jobs -n -r -s -p -l
		exec: -z: invalid option
		exec: usage: exec [-cl] [-a name] [command [argument ...]] [redirection ...]
		2 exec -z
		exec: -a: option requires an argument
		exec: usage: exec [-cl] [-a name] [command [argument ...]] [redirection ...]
		2 exec -a
		exec: nosuchcmd: not found
	OUT
}

@test "jobs are shown and disowned, by number, by name and by state" {
	told <<-'END'
		sleep 40 & a=$!; sleep 41 & b=$!; (exit 3) & wait $!; sq() { sed 's,  *, ,g;s,'$a',A,g;s,'$b',B,g' out; }
		for c in 'jobs' 'jobs -p' 'jobs -l %1' 'jobs -r' 'jobs -s' 'jobs -n' 'jobs %?41' 'jobs %% %+' 'jobs %3' 'jobs %nosuch' 'jobs -x echo %9 x' 'jobs -r %1' 'disown %1' jobs 'disown -h %2' jobs 'disown -r' jobs 'disown %2' 'disown' 'disown -z' 'fg %1' 'bg'; do eval "$c" >out 2>&1; s=$?; sq; echo "$s $c"; done; kill $a $b; sleep 5 & kill %-; echo $?; wait $!; set -m; sleep 42 & c=$!; bg %1 2>&1; echo $?; kill %1; wait %1; echo $?
	END
	writes <<-'OUT'
		[1]- Running sleep 40 &
		[2]+ Running sleep 41 &
		0 jobs
		A
		B
		0 jobs -p
		[1]- A Running sleep 40 &
		0 jobs -l %1
		[1]- Running sleep 40 &
		[2]+ Running sleep 41 &
		0 jobs -r
		0 jobs -s
		0 jobs -n
		[2]+ Running sleep 41 &
		0 jobs %?41
		[2]+ Running sleep 41 &
		[2]+ Running sleep 41 &
		0 jobs %% %+
		jobs: %3: no such job
		1 jobs %3
		jobs: %nosuch: no such job
		1 jobs %nosuch
		%9 x
		0 jobs -x echo %9 x
		[1]- Running sleep 40 &
		0 jobs -r %1
		0 disown %1
		[2]+ Running sleep 41 &
		0 jobs
		0 disown -h %2
		[2]+ Running sleep 41 &
		0 jobs
		0 disown -r
		0 jobs
		disown: %2: no such job
		1 disown %2
		disown: current: no such job
		1 disown
		disown: -z: invalid option
		disown: usage: disown [-h] [-ar] [jobspec ... | pid ...]
		2 disown -z
		fg: no job control
		1 fg %1
		bg: no job control
		1 bg
		0
		bg: job 1 already in background
		0
		143
	OUT
}
