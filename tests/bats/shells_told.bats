load helper
load told

# How the shell is started, and what its subshells leave behind.

@test "ways of starting the shell are taken or refused" {
	told <<-'END'
		t() { echo "$*:"; "$COWSH" "$@" 2>&1 </dev/null | sed -E 's,^[^ ]*(cowsh|bash): ,,; /^[ \t]*(-|\[|Usage|usage|Shell options)/d; /GNU long|job control|terminal process|bashdb|debugg|invalid option name/d'; echo "${PIPESTATUS[0]}"; }
		echo 'echo "$0" "$@"; echo "$-" | tr -d Hm' >s; t s; t s a b; t -x s; t -u -e s; t -o nounset s; t +o posix s; t -o posix s; t -O extglob s; t -O nosuch s; t +O extglob s; t -c; t -c 'echo $0 $*' n a b; t -ec 'false; echo no'; t -ce 'false; echo no'; t -c -e 'false; echo no'; t -c -- 'echo dd'; t -- s a; t - s a; t nosuch; t /; t .; t s -c; t +x s; t +B s; t -B s; t -n s; t -v s; t -t s; t -f s; t -k s; t -h s; t -p s; t -r s; t -a s; t -b s; t -C s; t -E s; t -T s; t -P s; t -m -c 'echo m'; t -D s; t --posix s; t --norc s; t --noprofile s; t --noediting s; t --restricted s; t --verbose s; t --rcfile x s; t --init-file x s; t --rcfile; t --nosuch s; t --debugger -c 'echo d'; t --dump-strings -c 'echo $"a b" "c" $"d
		e"'; t --dump-po-strings -c 'echo $"a b"'; t --pretty-print s; t -xc 'echo traced'; t -Z s; t +Z s; t -cZ x; t -o errexit -c 'false; echo no'; t +o errexit -e -c 'false; echo no'; t -eo pipefail -c 'false | true; echo no'; t -c ''; t -c ' '; t -c '#'; t -c 'echo a
		echo b'; t -c 'exit 300'; t -c '('; t -c 'echo a; )'; t -c 'nosuch'; t -c 'exec nosuch'; t -c 'echo ${x?}'; t -c 'kill -9 $$'; t -c 'return 3'; t -c 'break'; t -c 'exec -a n /bin/sh -c "echo \$0"'
	END
	writes <<-'OUT'
		s:
		s
		hB
		0
		s a b:
		s a b
		hB
		0
		-x s:
		+ echo s
		s
		+ echo hxB
		+ tr -d Hm
		hxB
		0
		-u -e s:
		s
		ehuB
		0
		-o nounset s:
		s
		huB
		0
		+o posix s:
		s
		hB
		0
		-o posix s:
		s
		hB
		0
		-O extglob s:
		s
		hB
		0
		-O nosuch s:
		line 0: nosuch: invalid shell option name
		2
		+O extglob s:
		s
		hB
		0
		-c:
		2
		-c echo $0 $* n a b:
		n a b
		0
		-ec false; echo no:
		1
		-ce false; echo no:
		1
		-c -e false; echo no:
		1
		-c -- echo dd:
		dd
		0
		-- s a:
		s a
		hB
		0
		- s a:
		s a
		hB
		0
		nosuch:
		nosuch: No such file or directory
		127
		/:
		/: /: Is a directory
		126
		.:
		.: .: Is a directory
		126
		s -c:
		s -c
		hB
		0
		+x s:
		s
		hB
		0
		+B s:
		s
		h
		0
		-B s:
		s
		hB
		0
		-n s:
		0
		-v s:
		echo "$0" "$@"; echo "$-" | tr -d Hm
		s
		hvB
		0
		-t s:
		s
		htB
		0
		-f s:
		s
		fhB
		0
		-k s:
		s
		hkB
		0
		-h s:
		s
		hB
		0
		-p s:
		s
		hpB
		0
		-r s:
		s
		hrB
		0
		-a s:
		s
		ahB
		0
		-b s:
		s
		bhB
		0
		-C s:
		s
		hBC
		0
		-E s:
		s
		hBE
		0
		-T s:
		s
		hBT
		0
		-P s:
		s
		hBP
		0
		-m -c echo m:
		m
		0
		-D s:
		0
		--posix s:
		s
		hB
		0
		--norc s:
		s
		hB
		0
		--noprofile s:
		s
		hB
		0
		--noediting s:
		s
		hB
		0
		--restricted s:
		s
		hrB
		0
		--verbose s:
		echo "$0" "$@"; echo "$-" | tr -d Hm
		s
		hvB
		0
		--rcfile x s:
		s
		hB
		0
		--init-file x s:
		s
		hB
		0
		--rcfile:
		rcfile: option requires an argument
		2
		--nosuch s:
		2
		--debugger -c echo d:
		d
		0
		--dump-strings -c echo $"a b" "c" $"d
		e":
		"a b"
		"d
		e"
		0
		--dump-po-strings -c echo $"a b":
		#: -c:1
		msgid "a b"
		msgstr ""
		0
		--pretty-print s:
		echo "$0" "$@"; echo "$-" | tr -d Hm

		0
		-xc echo traced:
		+ echo traced
		traced
		0
		-Z s:
		2
		+Z s:
		+Z: invalid option
		2
		-cZ x:
		2
		-o errexit -c false; echo no:
		1
		+o errexit -e -c false; echo no:
		1
		-eo pipefail -c false | true; echo no:
		1
		-c :
		0
		-c  :
		0
		-c #:
		0
		-c echo a
		echo b:
		a
		b
		0
		-c exit 300:
		44
		-c (:
		2
		-c echo a; ):
		2
		-c nosuch:
		line 1: nosuch: command not found
		127
		-c exec nosuch:
		line 1: exec: nosuch: not found
		127
		-c echo ${x?}:
		line 1: x: parameter not set
		127
		-c kill -9 $$:
		137
		-c return 3:
		line 1: return: can only `return' from a function or sourced script
		2
		-c break:
		line 1: break: only meaningful in a `for', `while', or `until' loop
		0
		-c exec -a n /bin/sh -c "echo \$0":
		n
		0
	OUT
}

@test "scripts come from files, standard input, directories and binary files" {
	told <<-'END'
		printf 'echo a\nread x; echo "<$x>"\nline\necho b' >s; "$COWSH" <s; cat s | "$COWSH"; "$COWSH" -s x <<<'echo $1'; printf '\177ELF\0\1' >bin; "$COWSH" bin 2>&1 | sed 's,^[^ ]*: ,,'; echo ${PIPESTATUS[0]}; printf 'echo a\0b\n' >nul; "$COWSH" nul 2>&1 | sed 's,^[^ ]*: ,,'; printf 'echo crlf\r\n' >crlf; "$COWSH" crlf | od -An -c; printf '' >empty; "$COWSH" empty; echo $?; printf 'exit 5' >e; "$COWSH" e; echo $?; "$COWSH" e <nosuch; echo $?; mkdir d; echo 'echo in d' >d/p; chmod +x d/p; PATH=$PWD/d:$PATH "$COWSH" p; echo $?; cd d; "$COWSH" p; cd ..; echo 'echo env $0' >env; ENV=$PWD/env BASH_ENV=$PWD/env "$COWSH" -c 'echo c' sh; BASH_ENV='$PWD/env' "$COWSH" -c ':' n; BASH_ENV=nosuch "$COWSH" -c 'echo on'; ENV=$PWD/env "$COWSH" --posix -c 'echo c'; SHELLOPTS=noglob:nosuch:xtrace "$COWSH" -c 'echo *' 2>&1; BASHOPTS=nullglob:nosuch "$COWSH" -c 'shopt -p nullglob'; POSIXLY_CORRECT=1 "$COWSH" -c 'set -o | grep posix'; SHLVL=5 "$COWSH" -c 'echo $SHLVL'; SHLVL=x "$COWSH" -c 'echo $SHLVL'; SHLVL=-1 "$COWSH" -c 'echo $SHLVL'; SHLVL=9999 "$COWSH" -c 'echo $SHLVL' 2>/dev/null; env -i "$COWSH" -c 'echo "${HOME-nohome}" "$IFS" "$PS4" $OPTIND $SHLVL' | cat -A; PWD=/nosuch "$COWSH" -c '[[ $PWD == /*cwd ]] && echo ok'; PWD=$PWD/../cwd "$COWSH" -c 'echo ${PWD##*/}'; PWD=cwd "$COWSH" -c 'echo ${PWD##*/}'; cd d; PWD=$PWD/.. "$COWSH" -c 'echo ${PWD##*/}'; OLDPWD=/ "$COWSH" -c 'cd - '; 'BASH_FUNC_f%%=() { echo imported; }' 2>/dev/null; env 'BASH_FUNC_f%%=() { echo imported; }' "$COWSH" -c 'f'; unset -f $(compgen -A function); env 'BASH_FUNC_f%%=() { echo imp' 'BASH_FUNC_g%%=() { :; }; echo injected' 'BASH_FUNC_h%%=x' 'BASH_FUNC_k=() { :; }' 'BASH_FUNC_a/b%%=() { echo s; }' 'BASH_FUNC_l%%=() { :; } >x' 'BASH_FUNC_m n%%=() { :; }' "$COWSH" -c 'declare -F' 2>&1 | sed 's,^[^ ]*: ,,'
	END
	writes <<-'OUT'
		a
		<line>
		b
		a
		<line>
		b
		x
		bin: cannot execute binary file
		126
		nul: cannot execute binary file
		   c   r   l   f  \r  \n
		0
		5
		nosuch: No such file or directory
		1
		in d
		0
		in d
		env sh
		c
		env n
		on
		c
		SHELLOPTS: readonly variable
		bin crlf d e empty env nul s
		BASHOPTS: readonly variable
		shopt -u nullglob
		posix          	on
		6
		1
		0
		1
		nohome  ^I$
		 +  1 1$
		ok
		cwd
		cwd
		d
		/
		imported
		f: line 1: syntax error: unexpected end of file from `{' command on line 0
		error importing function definition for `f'
		warning: g: ignoring function definition attempt
		error importing function definition for `g'
		error importing function definition for `a/b'
		m n: line 0: syntax error near unexpected token `('
		m n: line 0: `m n () { :; }'
		error importing function definition for `m n'
		declare -fx l
	OUT
}

@test "wait is told what is no child, and gives the status of what is" {
	told <<-'END'
		wait; echo $?; wait 1; echo $?; wait x; echo $?; wait %1; echo $?; wait -n; echo $?; wait -z; echo $?; wait -p; echo $?; wait -p 1x; echo $?; wait -n x; echo $?; wait -n 1; echo $?; wait -f; echo $?; wait 99999999999; echo $?; wait -1; echo $?; wait ''; echo $?; (exit 3) & wait $!; echo $?; wait $!; echo $?; (exit 7) & wait -n; (exit 8) & p=$!; wait -n -p v; echo $? $((v==p)); (exit 9) & p=$!; wait -p v $p; echo $? $((v==p)); wait -p v; echo $? ${v-unset}; (exit 1) & wait $! $!; echo $?; (exit 2) & a=$!; (exit 3) & b=$!; wait $b $a; echo $?; sleep 9 & kill $!; wait $! 2>/dev/null; echo $?; readonly r; (exit 1) & wait -p r $!; echo $?; declare -a arr; (exit 1) & p=$!; wait -p arr[2] $p; echo $? $((arr[2]==p))
	END
	writes <<-'OUT'
		0
		wait: pid 1 is not a child of this shell
		127
		wait: `x': not a pid or valid job spec
		1
		wait: %1: no such job
		127
		127
		wait: -z: invalid option
		wait: usage: wait [-fn] [-p var] [id ...]
		2
		wait: -p: option requires an argument
		wait: usage: wait [-fn] [-p var] [id ...]
		2
		wait: `1x': not a valid identifier
		1
		wait: warning: x: job specification requires leading `%'
		wait: `x': not a pid or valid job spec
		127
		wait: `1': not a pid or valid job spec
		127
		0
		wait: `99999999999': not a pid or valid job spec
		1
		wait: -1: invalid option
		wait: usage: wait [-fn] [-p var] [id ...]
		2
		wait: `': not a pid or valid job spec
		1
		3
		3
		8 1
		9 1
		0 unset
		1
		2
		143
		wait: r: cannot unset: readonly variable
		1
		1 1
	OUT
}

@test "ulimit sets and shows soft and hard limits" {
	! sanitized || skip "a sanitizer opens files of its own"
	told <<-'END'
		ulimit -n 200; ulimit -n; ulimit -Sn 150; ulimit -Sn; ulimit -Hn; ulimit -Hn 180; ulimit -n; ulimit -n 190; echo $?; ulimit -n hard; ulimit -n; ulimit -n soft; ulimit -n x; echo $?; ulimit -n ''; echo $?; ulimit -z; echo $?; ulimit -n 1 2; echo $?; ulimit -c 0; ulimit -c; ulimit -f unlimited; ulimit; ulimit -c unlimited; echo $?; ulimit -Sc -Hn 170; ulimit -n; ulimit -v 99999999999999999999; echo $?; ulimit -t 100; ulimit -St; ulimit -n 160 -c 0; ulimit -n160; ulimit -n; ulimit -- ; ulimit -n --; ulimit -SHn 155; ulimit -Hn; ulimit -n 0x10; echo $?; ulimit -p 8; echo $?; ulimit -p; ulimit -H -S -c
	END
	writes <<-'OUT'
		200
		150
		200
		150
		ulimit: open files: cannot modify limit: Operation not permitted
		1
		180
		ulimit: x: invalid number
		1
		ulimit: : invalid number
		1
		ulimit: -z: invalid option
		ulimit: usage: ulimit [-SHabcdefiklmnpqrstuvxPRT] [limit]
		2
		0
		0
		unlimited
		ulimit: core file size: cannot modify limit: Operation not permitted
		1
		core file size              (blocks, -c) 0
		ulimit: open files: cannot modify limit: Operation not permitted
		1
		ulimit: 99999999999999999999: limit out of range
		1
		100
		ulimit: open files: cannot modify limit: Operation not permitted
		ulimit: open files: cannot modify limit: Operation not permitted
		1
		unlimited
		1
		ulimit: open files: cannot modify limit: Operation not permitted
		1
		ulimit: 0x10: invalid hex number
		1
		ulimit: pipe size: cannot modify limit: Invalid argument
		1
		8
		0
	OUT
}

@test "pushd, popd and dirs turn the stack, and name what is not on it" {
	told <<-'END'
		cd /; pushd; echo $?; pushd /nosuch; echo $?; pushd /tmp; pushd /usr; dirs; dirs -v; dirs -p; dirs -l; dirs +1; dirs -1; dirs +9; echo $?; dirs -9; echo $?; dirs x; echo $?; dirs +x; dirs -z; echo $?; pushd; pushd +1; pushd -1; pushd +9; echo $?; pushd -n +1; dirs; pushd -n /var; dirs; pushd -n; dirs; pushd -x; echo $?; pushd a b; echo $?; pushd -- /; popd; popd +1; popd -0; popd +9; echo $?; popd x; echo $?; popd -n; dirs; popd -n +0; dirs; popd -z; popd a b; dirs -c; popd; echo $?; popd -n; echo $?; pushd -n x; dirs -c; HOME=/tmp; pushd ~; dirs; dirs -l; dirs -v; pushd /tmp/..; dirs; cd /nosuch; cd - ; popd; dirs -c; pushd /usr >/dev/null; (popd; dirs); dirs; x=$(popd); dirs; pushd /tmp /usr; echo $?; pushd -; dirs; popd >/dev/null; pushd -n +5; echo $?; pushd +0; dirs +0 ; dirs -0; popd -p; dirs -v +1; dirs -p -1; mkdir -p /tmp/gone.$$; pushd /tmp/gone.$$ >/dev/null; pushd / >/dev/null; rmdir /tmp/gone.$$; popd 2>/dev/null; echo $?; pushd 2>/dev/null; echo $?; cd /; dirs -c; pushd +1; echo $?; popd +0; echo $?; dirs +0
	END
	writes <<-'OUT'
		pushd: no other directory
		1
		pushd: /nosuch: No such file or directory
		1
		/tmp /
		/usr /tmp /
		/usr /tmp /
		 0  /usr
		 1  /tmp
		 2  /
		/usr
		/tmp
		/
		/usr /tmp /
		/tmp
		/tmp
		dirs: 9: directory stack index out of range
		1
		dirs: 9: directory stack index out of range
		1
		dirs: x: invalid option
		dirs: usage: dirs [-clpv] [+N] [-N]
		2
		dirs: +x: invalid number
		dirs: usage: dirs [-clpv] [+N] [-N]
		dirs: -z: invalid number
		dirs: usage: dirs [-clpv] [+N] [-N]
		2
		/tmp /usr /
		/usr / /tmp
		/ /tmp /usr
		pushd: +9: directory stack index out of range
		1
		/ /usr /
		/ /var /usr /
		/ /var /usr /
		/ /var /usr /
		pushd: -x: invalid number
		pushd: usage: pushd [-n] [+N | -N | dir]
		2
		pushd: too many arguments
		1
		/ / /var /usr /
		/ /var /usr /
		/ /usr /
		/ /usr
		popd: +9: directory stack index out of range
		1
		popd: x: invalid argument
		popd: usage: popd [-n] [+N | -N]
		2
		/
		/
		popd: directory stack empty
		/
		popd: -z: invalid number
		popd: usage: popd [-n] [+N | -N]
		popd: a: invalid argument
		popd: usage: popd [-n] [+N | -N]
		popd: directory stack empty
		1
		popd: directory stack empty
		1
		/ x
		~ /
		~ /
		/tmp /
		 0  ~
		 1  /
		/ ~ /
		/ ~ /
		cd: /nosuch: No such file or directory
		/tmp
		~ /
		~
		~
		/usr ~
		/usr ~
		pushd: too many arguments
		1
		/tmp
		~ /usr ~
		~ /usr ~
		pushd: +5: directory stack index out of range
		1
		/usr ~
		/usr
		~
		popd: -p: invalid number
		popd: usage: popd [-n] [+N | -N]
		 1  ~
		/usr
		1
		1
		pushd: directory stack empty
		1
		popd: directory stack empty
		1
		/
	OUT
}

@test "a subshell's changes of every kind end with it, in a frame and behind a late fork" {
	told <<-'END'
		T=$PWD; alias al='echo outer'; shopt -s expand_aliases nullglob; v=1; export ex=2; declare -i i=3; a=(1 2 3); declare -A m=([k]=v); declare -n ref=v; f() { echo f; }; set -- p q; trap 'echo T' USR1; umask 022; cd /; exec 7>/dev/null; hash -p /bin/true hashed; complete -W w cmd; readonly ro=4; set -o noglob; OPTIND=3; PS4=old; declare -u up=ABC; export -f f; pushd /tmp >/dev/null; cd /; SECONDS=100; RANDOM=5; bind 2>/dev/null; IFS=:; ulimit -c 0; HOME=/h; BASH_ALIASES[ba]=x; enable -n pwd; abbr -a ab abbr 2>/dev/null; set -k; ( : )
		show() { echo "$v $ex $i ${a[@]} ${m[@]} $(type -t f) $# $* $(umask) $PWD $IFS $HOME $OPTIND $PS4 $up ${DIRSTACK[*]} $- "; alias al; hash -t hashed; complete -p cmd; shopt -p nullglob; trap -p USR1; { echo >&7; } 2>&1; enable -n; declare -p v ex i ref ro up a m | cat; (( SECONDS >= 100 && SECONDS < 200 )) || echo seconds; }
		change() { v=x ex=y i=9; a+=(4); a[0]=z; unset 'a[1]'; m[k]=w m[n]=o; ref=viaref; f() { echo new; }; set -- r s t; trap 'echo N' USR1; trap '' USR2; umask 077; cd /usr; exec 7>&-; hash -r; hash -p /bin/false hashed; complete -W z cmd; alias al='echo inner'; unalias al; shopt -u nullglob; set +o noglob; OPTIND=1; PS4=new; up=def; declare +u up; export -n ex; export v; unset -f f; popd; dirs -c; SECONDS=5000; IFS=,; HOME=/g; unset HOME; enable pwd; declare -r newro=1; declare -l i; unset ref; declare -n ref=a; declare -A q; local_new=1; set +k; unset BASH_ALIASES; shopt -s extglob; set -o pipefail; }
		show; (change >/dev/null 2>&1; echo changed); show >$T/s1; show >$T/s2; cmp $T/s1 $T/s2; (change >/dev/null 2>&1; /bin/true; echo late); show >$T/s2; cmp $T/s1 $T/s2; x=$(change >/dev/null 2>&1; echo cs); show >$T/s2; cmp $T/s1 $T/s2; x=$(change >/dev/null 2>&1; /bin/true; : & wait; echo cs); show >$T/s2; cmp $T/s1 $T/s2; { change >/dev/null 2>&1; } | cat; show >$T/s2; cmp $T/s1 $T/s2; echo | change >/dev/null 2>&1; show >$T/s2; cmp $T/s1 $T/s2; cat <(change 2>&1 >/dev/null; :); show >$T/s2; cmp $T/s1 $T/s2; (change >/dev/null 2>&1; (change >/dev/null 2>&1; echo in; (echo deep; /bin/true))); show >$T/s2; cmp $T/s1 $T/s2; y=$(x=$(change >/dev/null 2>&1; echo a); show >$T/s3; cmp $T/s1 $T/s3; (change; /bin/true) >/dev/null 2>&1; show >$T/s3; cmp $T/s1 $T/s3); echo "$y"; g() { local v=l a=(l) ; local -A m=([l]=l); (change >/dev/null 2>&1; echo g; /bin/true); echo $v ${a[@]} ${m[@]}; }; g; show >$T/s2; cmp $T/s1 $T/s2; v=t a=u eval '(change >/dev/null 2>&1; :)'; show >$T/s2; cmp $T/s1 $T/s2; for n in 1 2; do (change >/dev/null 2>&1; exit $n); echo $?; (change >/dev/null 2>&1; break); done; show >$T/s2; cmp $T/s1 $T/s2; (set -e; change >/dev/null 2>&1; false; echo no); echo $?; (change >/dev/null 2>&1; exec /bin/echo ex); (change >/dev/null 2>&1; kill $BASHPID); echo $?; show >$T/s2; cmp $T/s1 $T/s2 && echo same
	END
	writes <<-'OUT'
		1 2 3 1 2 3 v function 0  0022 / : /h 3 old ABC /:/ fhkB
		alias al='echo outer'
		/bin/true
		complete -W 'w' cmd
		shopt -s nullglob
		trap -- 'echo T' SIGUSR1
		enable -n pwd
		declare -- v="1"
		declare -x ex="2"
		declare -i i="3"
		declare -n ref="v"
		declare -r ro="4"
		declare -u up="ABC"
		declare -a a=([0]="1" [1]="2" [2]="3")
		declare -A m=([k]="v" )
		changed
		late
		in
		deep

		g
		1 1 2 3 v
		1
		break: only meaningful in a `for', `while', or `until' loop
		2
		break: only meaningful in a `for', `while', or `until' loop
		1
		ex
		Terminated                 ( change > /dev/null 2>&1; kill $BASHPID )
		143
		same
	OUT
}
