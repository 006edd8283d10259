load helper
load told

# The traps DEBUG, ERR, RETURN and EXIT, and those of signals, in every construct.

@test "with extdebug a DEBUG trap leaves out what it returns 1 for, in every construct" {
	told <<-'END'
		shopt -s extdebug; skip() { case $BASH_COMMAND in *skip*) return 1;; esac; }; trap skip DEBUG
		echo a; echo skip; for skip in 1 2; do echo f$skip; done; for i in 1 skip; do echo $i; done; for ((skip=0; skip<2; skip++)); do echo never $skip; done; for ((i=0; i<2; i++)); do echo i$i; done; case skip in s*) echo c;; esac; case b in *) echo b;; esac; ((skip=5)); echo s$((skip)); [[ skip == x ]] || echo t; [[ a == a ]] && echo u; while [[ -n skip ]]; do echo w; break; done; until false skip; do echo x; break; done; if skip; then echo then; else echo else; fi; echo p | cat skip | cat; echo skip | cat; echo q | cat; ! skip; echo $?; skip && echo and; skip || echo or; (echo skip; echo sub); { echo skip; echo grp; }; skip=1; echo "<$skip>"; x=1 skip; f() { echo skip; echo in; }; f; f skip; echo $(echo skip; echo cs) `skip`; select skip in a b; do echo no; done <<<1; time echo tm 2>/dev/null; echo skip & wait; echo bg & wait; eval 'echo skip; echo ev'; . /dev/stdin <<<'echo skip; echo src'; trap - DEBUG; echo skip end
	END
	writes <<-'OUT'
		a
		i0
		i1
		b
		u
		w
		then
		q
		1
		and
		sub
		grp
		in
		tm

		real	xmx.xs
		user	xmx.xs
		sys	xmx.xs
		bg
		skip end
	OUT
}

@test "a DEBUG trap may return 2, exit, break or fail, in every construct, first" {
	told <<-'END'
		shopt -s extdebug; ret() { case $BASH_COMMAND in *RET*) return 2;; esac; }; trap ret DEBUG; f() { echo in; echo RET; echo never; }; f; echo $?; g() { for RET in 1; do echo no; done; echo never; }; g; h() { case RET in *) echo no;; esac; echo never; }; h; i() { ((RET=1)); echo never; }; i; j() { [[ RET ]]; echo never; }; j; k() { for ((RET=0;;)); do echo no; done; echo never; }; k; l() { select RET in a; do echo no; done <<<1; echo never; }; l; m() { echo a | cat RET; echo never; }; m; n() { RET=1; echo never; }; n; echo 'echo src; echo RET; echo never' >s; . ./s; echo $?; echo RET; echo top; trap - DEBUG
	END
	writes <<-'OUT'
		in
		2
		./s: No such file or directory
		1
		top
	OUT
}

@test "a DEBUG trap may return 2, exit, break or fail, in every construct, then" {
	told <<-'END'
		for c in 'for EX in 1; do :; done' 'case EX in *) :;; esac' '((EX=1))' '[[ EX ]]' 'for ((EX=0;EX<1;EX++)); do :; done' 'select EX in a; do :; done <<<1' 'echo EX | cat' 'echo b | cat EX' 'EX=1' 'echo EX' 'f() { echo EX; }; f' '(echo EX; echo sub)' 'echo $(echo EX)' 'if EX; then :; fi' 'echo EX & wait' '! EX' 'EX && :' '{ EX; }' 'coproc EX' 'eval echo EX' 'while EX; do :; done' 'time EX'; do (shopt -s extdebug; t() { case $BASH_COMMAND in *EX*) exit 7;; esac; }; trap t DEBUG; eval "$c"; trap - DEBUG; echo not) 2>/dev/null; echo "$? $c"; done
	END
	writes <<-'OUT'
		7 for EX in 1; do :; done
		7 case EX in *) :;; esac
		7 ((EX=1))
		7 [[ EX ]]
		7 for ((EX=0;EX<1;EX++)); do :; done
		7 select EX in a; do :; done <<<1
		7 echo EX | cat
		7 echo b | cat EX
		7 EX=1
		7 echo EX
		7 f() { echo EX; }; f
		not
		0 (echo EX; echo sub)
		7 echo $(echo EX)
		7 if EX; then :; fi
		7 echo EX & wait
		7 ! EX
		7 EX && :
		7 { EX; }
		not
		0 coproc EX
		7 eval echo EX
		7 while EX; do :; done
		7 time EX
	OUT
}

@test "a DEBUG trap is told the command of each construct" {
	told <<-'END'
		trap 'false' DEBUG; echo on; trap - DEBUG; set -T; t() { echo "D:$BASH_COMMAND"; }; trap t DEBUG; f() { echo f; }; f; (echo sub); x=$(echo cs); { echo g; }; trap - DEBUG; set +T; trap 'echo "D:$BASH_COMMAND"' DEBUG; f; for i in 1; do :; done; case x in x) ;; esac; ((1)); [[ 1 ]]; for ((;0;)); do :; done; x=1; x=$(:); a=(1 2); a[1]=3; echo >/dev/null; ! :; : & wait; trap - DEBUG
	END
	writes <<-'OUT'
		on
		D:f
		D:f
		D:echo f
		f
		D:echo sub
		sub
		D:x=$(echo cs)
		D:echo g
		g
		D:trap - DEBUG
		D:f
		f
		D:for i in 1
		D::
		D:case x in
		D:((1))
		D:[[ -n 1 ]]
		D:((1))
		D:((0))
		D:x=1
		D:x=$(:)
		D:a=(1 2)
		D:a[1]=3
		D:echo > /dev/null
		D::
		D::
		D:wait
		D:trap - DEBUG
	OUT
}

@test "ERR and RETURN traps run for what fails and returns, once, first" {
	told <<-'END'
		trap 'echo "E$? $BASH_COMMAND $LINENO"' ERR; false; ! false; false || true; false && true; if false; then :; fi; while false; do :; done; false | true; true | false; (false); { false; }; x=$(false); x=$(false) true; ((0)); [[ a == b ]]; f() { false; }; f; set -E; f; (false); echo $(false); set +E; eval false; . /dev/stdin <<<false; nosuch_command; cat nosuch; cd nosuch; ! true; false & wait $!; for ((;0;)); do :; done; case x in x) false;; esac; let 0; unset -z; x=1 false; { false; } | true; set -o pipefail; false | true; set +o pipefail; ${x-false}; command false; builtin false; trap - ERR; false; trap 'false; echo in' ERR; false; trap 'return 3' ERR; g() { false; echo no; }; g; set -E; g; echo $?; set +E; trap 'exit 4' ERR; (false; echo no); echo $?; trap - ERR
	END
	writes <<-'OUT'
		E1 false 2
		E1 false 2
		E1 ( false ) 2
		E1 false 2
		E1 x=$(false) 2
		E1 ((0)) 2
		E1 [[ a == b ]] 2
		E1 false 2
		E1 false 2
		E1 false 2
		E1 false 2
		E1 ( false ) 2
		E1 false 2
		E1 false 2
		E1 eval false 2
		E1 false 1
		E1 . /dev/stdin <<< false 2
		nosuch_command: command not found
		E127 nosuch_command 2
		cat: nosuch: No such file or directory
		E1 cat nosuch 2
		cd: nosuch: No such file or directory
		E1 cd nosuch 2
		E1 wait $! 2
		E1 false 2
		E1 let 0 2
		unset: -z: invalid option
		unset: usage: unset [-f] [-v] [-n] [name ...]
		E2 unset -z 2
		E1 x=1 false 2
		E1 true 2
		E1 command false 2
		E1 builtin false 2
		in
		no
		return: can only `return' from a function or sourced script
		3
		no
		0
	OUT
}

@test "ERR and RETURN traps run for what fails and returns, once, then" {
	told <<-'END'
		trap 'echo "R$?"' RETURN; f() { return 3; }; f; set -T; f; g() { f; }; g; . /dev/stdin <<<'return 2'; . /dev/stdin <<<:; eval 'f'; set +T; f() { trap 'echo own' RETURN; false; }; f; f; g; trap - RETURN; f; trap - RETURN; i() { trap 'exit 5' RETURN; }; (i; echo no); echo $?; j() { trap 'false' RETURN; return 0; }; j; echo $?; declare -t -f f; f; declare -ft g; trap 'echo T' RETURN; g; declare +t -f g; g; trap - RETURN
	END
	writes <<-'OUT'
		R0
		R0
		R3
		R3
		R0
		R0
		own
		own
		own
		own
		own
		5
		0
		own
		own
		own
		own
		own
	OUT
}

@test "ERR and RETURN traps run for what fails and returns, once, at the exit" {
	told <<-'END'
		trap 'echo X$?' EXIT; (exit 3); (trap 'echo sub' EXIT; exit 2); echo $?; (trap - EXIT; exit 1); x=$(trap 'echo cs' EXIT); echo $x; (trap 'exit 9' EXIT; exit 1); echo $?; (trap 'false' EXIT; exit 1); echo $?; (trap 'return 3' EXIT; exit 1); echo $?; (trap 'break' EXIT; exit 1); echo $?; (trap '${x?}' EXIT; exit 1); echo $?; (trap 'echo a; trap "echo b" EXIT' EXIT; exit 1); (trap '' EXIT; exit 6); echo $?; (trap 'echo $(exit 4)$?' EXIT); (set -e; trap 'echo e; false; echo no' EXIT; false); echo $?; (trap 'kill -TERM $BASHPID' EXIT; exit 1) 2>/dev/null; echo $?; (trap 'echo t' TERM; trap 'kill $BASHPID' EXIT); (trap 'exec echo ex' EXIT); (trap 'nosuch(' EXIT; exit 2); echo $?; f() { trap 'echo f' EXIT; }; (f); exit 5
	END
	writes <<-'OUT'
		sub
		2
		cs
		9
		1
		return: can only `return' from a function or sourced script
		1
		break: only meaningful in a `for', `while', or `until' loop
		1
		cs: command not found
		1
		a
		6
		4
		e
		1
		Terminated                 ( trap 'kill -TERM $BASHPID' EXIT; exit 1 ) 2> /dev/null
		143
		t
		ex
		exit trap: line 1: syntax error near unexpected token `newline'
		exit trap: line 1: `nosuch('
		2
		f
		X5
	OUT
}

@test "signals run traps between commands, in functions, subshells, loops and substitutions, first" {
	told <<-'END'
		trap 'echo U$?' USR1; kill -USR1 $$; (exit 4) || kill -USR1 $$; f() { kill -USR1 $$; echo in; }; f; (kill -USR1 $$; echo sub); x=$(kill -USR1 $$; echo cs); echo $x; for i in 1 2; do kill -USR1 $$; done; trap 'echo r; return 5; echo no' USR1; g() { kill -USR1 $$; echo no; }; g; echo $?; trap 'break' USR1; for i in 1 2; do kill -USR1 $$; echo no; done; trap 'continue' USR1; for i in 1 2; do kill -USR1 $$; echo no; done; trap 'echo n; trap - USR1' USR1; kill -USR1 $$; trap '' USR1; kill -USR1 $$; (kill -USR1 $BASHPID; echo ign); sh -c 'kill -USR1 $$; echo ign'; trap - USR1; { (kill -USR1 $BASHPID; echo no); echo $?; } 2>/dev/null; trap 'exit 6' USR1; (trap 'exit 7' USR1; kill -USR1 $BASHPID; echo no); echo $?; trap 'echo a' USR1; trap 'echo b; kill -USR1 $$' USR2; kill -USR2 $$; trap 'x=${y?}' USR1; kill -USR1 $$; echo on; trap 'nosuch(' USR1; kill -USR1 $$; echo on; trap 'f() { echo defd; }' USR1; kill -USR1 $$; f; trap 'set -- q' USR1; kill -USR1 $$; echo $1; trap 'false' USR1; true; kill -USR1 $$; echo $?; trap 'kill -USR2 $$' USR1; trap 'echo u2' USR2; kill -USR1 $$
	END
	writes <<-'OUT'
		U0
		U0
		U0
		in
		sub
		U0
		U0
		cs
		U0
		U0
		r
		5
		n
		ign
		ign
		138
		7
		b
		a
		y: parameter not set
	OUT
}

@test "signals run traps between commands, in functions, subshells, loops and substitutions, then" {
	told <<-'END'
		trap 'echo I' INT; kill -INT $$; trap 'echo Q' QUIT; kill -QUIT $$; trap 'echo H' HUP; kill -HUP $$; trap 'echo T' TERM; kill $$; trap 'echo P' PIPE; kill -PIPE $$; trap 'echo A' ALRM; kill -ALRM $$; trap 'echo C' CHLD; /bin/true; trap - CHLD; trap 'echo W' WINCH; kill -WINCH $$; trap 'echo O' CONT; kill -CONT $$; trap 'echo S' TSTP; kill -TSTP $$; trap 'echo RT' RTMIN RTMIN+1 RTMAX-1 SIGRTMAX 40; kill -RTMIN $$; kill -s RTMIN+1 $$; kill -40 $$; kill -RTMAX $$; kill -s SIGRTMAX-1 $$; trap -p RTMIN RTMAX 40 | cut -c1-10; trap 'x' RTMIN+99; trap x RTMAX-99; trap x RTMIN- ; trap x RTMIN+x; trap x RTMIN+; trap x SIGNOSUCH; trap -l | wc -l; trap; trap - INT QUIT HUP TERM PIPE ALRM WINCH CONT TSTP; (kill -INT $BASHPID; echo no); echo $?; { (kill -HUP $BASHPID); echo $?; } 2>/dev/null; (kill -PIPE $BASHPID; echo no); echo $?; x=$(kill -PIPE $BASHPID; echo no); echo "$? $x"; x=$(kill -TERM $BASHPID) 2>/dev/null; echo $?; { (kill -QUIT $BASHPID); echo $?; } 2>/dev/null; { kill -TERM $BASHPID; echo no; } 2>/dev/null | cat; echo ${PIPESTATUS[0]}
	END
	writes <<-'OUT'
		I
		Q
		H
		T
		P
		A
		C
		W
		O
		S
		RT
		RT
		RT
		RT
		RT
		trap -- 'e
		trap -- 'e
		trap -- 'e
		trap: RTMIN+99: invalid signal specification
		trap: RTMAX-99: invalid signal specification
		trap: RTMIN-: invalid signal specification
		trap: RTMIN+x: invalid signal specification
		trap: RTMIN+: invalid signal specification
		trap: SIGNOSUCH: invalid signal specification
		13
		trap -- 'echo H' SIGHUP
		trap -- 'echo I' SIGINT
		trap -- 'echo Q' SIGQUIT
		trap -- 'echo P' SIGPIPE
		trap -- 'echo A' SIGALRM
		trap -- 'echo T' SIGTERM
		trap -- 'echo O' SIGCONT
		trap -- 'echo S' SIGTSTP
		trap -- 'echo W' SIGWINCH
		trap -- 'echo RT' SIGRTMIN
		trap -- 'echo RT' SIGRTMIN+1
		trap -- 'echo RT' SIGRTMIN+6
		trap -- 'echo RT' SIGRTMAX-1
		trap -- 'echo RT' SIGRTMAX
		130
		129
		141
		141
		143
		131
		143
	OUT
}
