load helper
load told

# Traps, jobs and waits in scripts, line by line.

@test "trap shows what is set, in the order of the signals, and quotes it" {
	told <<-'END'
		trap 'echo usr' USR1; trap "it's" INT; trap '' HUP; trap 'x
		y' TERM; trap; trap -p; trap -p USR1 HUP; trap -P USR1; trap -P USR1 INT; trap - USR1; trap -p USR1; trap 1; trap; trap -p EXIT DEBUG ERR RETURN; trap 'echo a' SIGUSR2 usr1 sigHUP; trap; trap 'x' 0; trap -p; trap - 0 EXIT; trap -- '-x' USR1; trap; (trap; trap -p USR1; trap 'echo s' USR2; trap); trap 0 1; trap
	END
	writes <<-'OUT'
		trap -- '' SIGHUP
		trap -- 'it'\''s' SIGINT
		trap -- 'echo usr' SIGUSR1
		trap -- 'x
		y' SIGTERM
		trap -- '' SIGHUP
		trap -- 'it'\''s' SIGINT
		trap -- 'echo usr' SIGUSR1
		trap -- 'x
		y' SIGTERM
		trap -- 'echo usr' SIGUSR1
		trap -- '' SIGHUP
		echo usr
		echo usr
		it's
		trap -- 'it'\''s' SIGINT
		trap -- 'x
		y' SIGTERM
		trap -- 'echo a' SIGHUP
		trap -- 'it'\''s' SIGINT
		trap -- 'echo a' SIGUSR1
		trap -- 'echo a' SIGUSR2
		trap -- 'x
		y' SIGTERM
		trap -- 'x' EXIT
		trap -- 'echo a' SIGHUP
		trap -- 'it'\''s' SIGINT
		trap -- 'echo a' SIGUSR1
		trap -- 'echo a' SIGUSR2
		trap -- 'x
		y' SIGTERM
		trap -- 'echo a' SIGHUP
		trap -- 'it'\''s' SIGINT
		trap -- '-x' SIGUSR1
		trap -- 'echo a' SIGUSR2
		trap -- 'x
		y' SIGTERM
		trap -- 'echo a' SIGHUP
		trap -- 'it'\''s' SIGINT
		trap -- '-x' SIGUSR1
		trap -- 'echo a' SIGUSR2
		trap -- 'x
		y' SIGTERM
		trap -- '-x' SIGUSR1
		trap -- 'echo s' SIGUSR2
		trap -- 'it'\''s' SIGINT
		trap -- '-x' SIGUSR1
		trap -- 'echo a' SIGUSR2
		trap -- 'x
		y' SIGTERM
	OUT
}

@test "DEBUG, RETURN and ERR are shown, run and inherited where they are asked to" {
	told <<-'END'
		trap 'echo d' DEBUG; :; trap -p DEBUG; trap - DEBUG; trap 'echo r' RETURN; f() { :; }; f; declare -ft f; f; trap -p RETURN; trap - RETURN; trap 'echo err $?' ERR; false; trap - ERR
		set -E; trap 'echo E $LINENO' ERR; k() { false; }; k; (false); x=$(false); ! false; false || true; if false; then :; fi; trap - ERR; set -T; trap 'echo D $BASH_COMMAND' DEBUG; k; trap - DEBUG; set +TE
		trap 'y' CHLD; trap -p CHLD; trap - CHLD; trap -p SIGRTMIN SIGRTMIN+1 64 RTMAX; trap 'rt' RTMIN+2 RTMAX-1; trap -p; trap - RTMIN+2 RTMAX-1; trap 99; echo $?; trap 1 99; echo $?
	END
	writes <<-'OUT'
		d
		d
		trap -- 'echo d' DEBUG
		d
		r
		trap -- 'echo r' RETURN
		err 1
		E 3
		E 3
		E 3
		E 3
		E 3
		D k
		D k
		D false
		D trap - DEBUG
		trap -- 'y' SIGCHLD
		trap -- 'rt' SIGRTMIN+2
		trap -- 'rt' SIGRTMAX-1
		trap: usage: trap [-Plp] [[action] signal_spec ...]
		2
		trap: 99: invalid signal specification
		1
	OUT
}

@test "what a trap's action does, it does where the signal came" {
	told <<-'END'
		(trap 'echo sub exit' EXIT; exit 3); echo $?; trap 'echo got; false' USR1; kill -USR1 $$; echo $?; g() { trap 'echo in g' USR1; kill -USR1 $BASHPID; }; g; trap 'return 5' USR1; h() { kill -USR1 $$; echo no; }; h; echo $?; trap 'break' USR1; for i in 1 2; do kill -USR1 $$; echo $i; done; trap '(exit 7)' USR1; kill -USR1 $$; echo $?; trap 'eval "syntax ("' USR1; kill -USR1 $$; echo $?; trap 'echo $BASH_TRAPSIG' USR1; kill -USR1 $$; trap 'trap - USR1; echo once' USR1; kill -USR1 $$; trap -p USR1; trap 'continue 2' USR1; for i in 1 2; do for j in 1 2; do echo $i$j; kill -USR1 $$; echo no; done; done; trap '' USR1; kill -USR1 $$; (trap - USR1; trap -p USR1)
	END
	writes <<-'OUT'
		sub exit
		3
		got
		0
		in g
		5
		0
		eval: line 1: syntax error near unexpected token `newline'
		eval: line 1: `syntax ('
		0
		10
		once
		11
		21
	OUT
}

@test "wait tells of those that are asked for" {
	told <<-'END'
		sleep 9 & kill %%; wait %1; echo $?; wait 99999; echo $?; wait %9; echo $?; wait -p v -n; echo $? ${v-unset}; (exit 3) & wait -p v -n $!; echo $? $(( v == $! )); wait -f; wait -z; echo $?; wait x; echo $?; (exit 4) & p=$!; wait $p; echo $?; true & (exit 2) & wait -n -p w; wait; wait -p; echo $?; wait -p 1x; echo $?; (exit 5) & a=$!; (exit 6) & b=$!; wait $a $b; echo $?; wait -n -p who $a; echo $? $((who == a)); (exit 8) & c=$!; wait -p who $c; echo $? $((who == c)); wait -n 99999; echo $?; wait -n %9; echo $?; readonly ro; (exit 1) & wait -n -p ro; echo $?; wait
	END
	writes <<-'OUT'
		143
		wait: pid 99999 is not a child of this shell
		127
		wait: %9: no such job
		127
		127 unset
		3 1
		wait: -z: invalid option
		wait: usage: wait [-fn] [-p var] [id ...]
		2
		wait: `x': not a pid or valid job spec
		1
		4
		wait: -p: option requires an argument
		wait: usage: wait [-fn] [-p var] [id ...]
		2
		wait: `1x': not a valid identifier
		1
		6
		5 1
		8 1
		wait: `99999': not a pid or valid job spec
		127
		wait: %9: no such job
		127
		wait: ro: cannot unset: readonly variable
		1
	OUT
}
