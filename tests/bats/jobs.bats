load helper

# at_terminal SCRIPT: runs it in a shell whose terminal is a new one; what it showed is the output.
at_terminal() {
	command -v script >/dev/null || skip "script(1) is not installed"
	printf '%s\n' "$1" >"$BATS_TEST_TMPDIR/script"
	local code=0
	timeout $((${LIMIT:-20} * ${SLOWNESS:-1})) script -qec "$COWSH $BATS_TEST_TMPDIR/script" /dev/null \
		>"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" </dev/null 3>&- || code=$?
	sed -i 's/\r$//' "$BATS_TEST_TMPDIR/out"
	collect "$code"
}

@test "without job control commands share the shell's process group" {
	shell -c 'read p c s pp mine rest </proc/$$/stat; sh -c "read p c s pp pg rest </proc/\$\$/stat; [ \$pg = $mine ] && echo same"'
	gives same
}

@test "under set -m every job is a process group of its own" {
	at_terminal 'set -m
	sh -c "read p c s pp pg rest </proc/\$\$/stat; [ \$p = \$pg ] && echo own"
	sh -c "read p c s pp pg rest </proc/\$\$/stat; [ \$p = \$pg ] && echo own" & wait
	(read p c s pp pg rest </proc/self/stat; [ $p = $pg ] && echo own)'
	prints own own own
}

@test "a pipeline is one job" {
	at_terminal 'set -m
	g() { sh -c "read p c s pp pg rest </proc/\$\$/stat; echo \$pg"; }
	{ sh -c "read p c s pp pg rest </proc/\$\$/stat; echo \$pg"; } | { read a; sh -c "read p c s pp pg rest </proc/\$\$/stat; [ \$pg = $a ] && echo same"; }'
	prints same
}

@test "the foreground job has the terminal, and the shell gets it back" {
	at_terminal 'set -m
	check() { sh -c "read p c s pp pg se tt tpg rest </proc/\$\$/stat; [ \$pg = \$tpg ] && echo foreground || echo background"; }
	sh -c "read p c s pp pg se tt tpg rest </proc/\$\$/stat; [ \$pg = \$tpg ] && echo foreground"
	sh -c "read p c s pp pg se tt tpg rest </proc/\$\$/stat; [ \$pg = \$tpg ] || echo background" & wait
	read p c s pp pg se tt tpg rest </proc/$$/stat; [ $pg = $tpg ] && echo shell'
	prints foreground background shell
}

@test "a job that stops itself comes back to the shell" {
	at_terminal 'set -m
	sh -c "kill -STOP \$\$; echo continued; exit 5"
	echo $? | grep -c "14[0-9]"
	jobs | grep -ci stopped
	fg >/dev/null; echo $?'
	prints 1 1 continued 5
}

@test "bg lets a stopped job go on" {
	at_terminal 'set -m
	sh -c "kill -STOP \$\$; echo continued" 2>/dev/null
	bg >/dev/null; wait; echo end'
	prints continued end
}

@test "a child stopped before it has executed its program does not hold the shell" {
	local policy
	for policy in auto fork clone; do
		rm -f fifo stopped
		COWSH_SPAWN=$policy LIMIT=15 at_terminal 'set -m
		cd '"$here"'
		mkfifo fifo
		# The child opens the FIFO and waits there; it is stopped where it stands.
		{ while :; do
			for c in $(cat /proc/$$/task/$$/children); do
				[ $c = $(sh -c "echo \$PPID") ] || kill -STOP $c
			done
			sleep 0.1
			[ -e stopped ] && break
		done; } &
		stopper=$!
		cat <fifo
		st=$?
		: >stopped
		echo $st
		kill -CONT $stopper; wait $stopper 2>/dev/null
		{ echo through >fifo; } &
		fg %2 >/dev/null 2>&1 || fg %1 >/dev/null 2>&1
		echo end'
		[ "$status" -eq 0 ] && [[ $output == *147* && $output == *end* ]] || {
			echo "under policy $policy"
			whole_story
			return 1
		}
	done
}

@test "jobs lists what runs, kill and wait take job ids" {
	shell -c 'set -m 2>/dev/null; sleep 5 & jobs | grep -c "\[1\].*sleep 5"; kill %1; wait %1; echo $?; jobs; sleep 3 & sleep 4 & jobs | wc -l | tr -d " "; kill %sleep\ 3 2>/dev/null || kill %1; kill %%; wait'
	[ "$(sed -n 1,2p <<<"$output" | tr '\n' ,)" = 1,143, ]
	exits 0
}

@test "jobs -p writes process ids, -l both" {
	shell -c 'sleep 5 & [ "$(jobs -p)" = $! ] && echo pid; jobs -l | grep -c $!; kill $!'
	prints pid 1
}

@test "jobs in a pipeline and in a substitution sees what has ended" {
	shell -c 'sleep 0.1 & while [ -e /proc/$! ]; do sleep 0.1; done
	jobs | cat; sleep 5 & echo "$(jobs)"; kill $!'
	grep -q Done <<<"$output" && [ "$(grep -c Running <<<"$output")" -eq 1 ] || {
		whole_story
		return 1
	}
}

@test "job ids name the current and previous job and parts of the command" {
	shell -c 'sleep 7 & a=$!; sleep 8 & b=$!; [ $(jobs -p %%) = $b ] && [ $(jobs -p %+) = $b ] && [ $(jobs -p %-) = $a ] && [ $(jobs -p %1) = $a ] && echo ids; [ "$(jobs -p %?8)" = $b ] && echo part; kill $a $b'
	prints ids part
}

@test "an unknown job is an error" {
	shell -c 'kill %5; echo $?; fg %9; echo $?; wait %7; echo $?'
	complains
	[[ $output != *0* ]]
}

@test "fg and bg without job control are an error" {
	shell -c 'sleep 0 & fg; test $? -ne 0 && echo refused; bg; test $? -ne 0 && echo refused; wait'
	prints refused refused
	complains
}

@test "background jobs under set -m do not ignore INT" {
	at_terminal 'set -m
	sleep 5 & kill -INT $!; wait $!; echo $?'
	[[ $output == *130* ]]
}

@test "kill of a job id reaches the whole group" {
	at_terminal 'set -m
	{ sleep 5; echo no; } & kill %1; wait %1 2>/dev/null; echo $?'
	[[ $output == *143* && $output != *no* ]]
}

@test "set +m ends job control" {
	at_terminal 'set -m; set +m
	read p c s pp mine rest </proc/$$/stat
	sh -c "read p c s pp pg rest </proc/\$\$/stat; [ \$pg = $mine ] && echo same"'
	prints same
}

@test "jobs -x runs a command with process ids for job ids" {
	shell -c 'sleep 5 & [ "$(jobs -x printf %s%s. %1 no%job)" = "$!no%job." ] && echo same; jobs -x kill %1; wait %1; echo $?'
	prints same 143
}

@test "jobs -r and -s list running and stopped jobs" {
	at_terminal 'set -m
	sh -c "kill -STOP \$\$" ; sleep 5 & jobs -r; jobs -s; jobs -rp | grep -c "^$!\$"; kill -CONT %1; kill %2; wait'
	[ "$(grep -c '^\[2\].*sleep 5' <<<"$output")" = 1 ]
	[ "$(grep -c '^\[1\].*kill -STOP' <<<"$output")" = 1 ]
}

@test "disown forgets jobs" {
	shell -c 'sleep 5 & a=$!; sleep 6 & b=$!; disown %1; jobs; disown; jobs; kill $a $b'
	[[ $output == *'sleep 6'* && $output != *'sleep 5'* && $(grep -c . <<<"$output") = 1 ]]
	shell -c 'sleep 5 & a=$!; sleep 6 & disown -a; jobs; kill $a $!; disown %1; echo $?; disown 999999; echo $?; disown; echo $?; disown -z; echo $?'
	prints 1 1 1 2
	complains 'no such job'
	shell -c 'sleep 5 & disown -h; jobs; disown -r; jobs; kill $!'
	[ "$(grep -c 'sleep 5' <<<"$output")" = 1 ]
}

@test "wait -n -p gives the process id of the job that ended" {
	shell -c 'sleep 5 & a=$!; sh -c "exit 3" & b=$!; wait -n -p who; echo $?; [ $who = $b ] && echo second; kill $a
	who=x; wait -n -p who $a; echo $?; [ $who = $a ] && echo first; wait -n -p who; echo $? ${who-unset}; wait -p 1x; echo $?'
	prints 3 second 143 first '127 unset' 1
}

@test "wait -f waits for a stopped job to end" {
	at_terminal 'set -m
	sh -c "kill -STOP \$\$; exit 6" & while ! jobs -s | grep -q .; do sleep 0.1; done
	wait %1; echo $?
	{ sleep 0.3; kill -CONT %1; } &
	wait -f %1; echo $?; wait'
	grep -q '^147$' <<<"$output" && grep -q '^6$' <<<"$output" || {
		whole_story
		return 1
	}
}

@test "suspend needs job control or -f" {
	shell -c 'suspend; echo $?; eval "suspend now; echo no"'
	prints 1
	exits 1
	complains 'no job control'
	shell -c '"$COWSH" -c "suspend -f; echo continued; exit 4" & while read -r p n s r </proc/$!/stat && [ $s != T ]; do sleep 0.1; done; kill -CONT $!; wait $!; echo $?'
	prints continued 4
}

@test "jobs -l shows every process of a pipeline, with its state where that is another" {
	script <<-'END'
		mkfifo p; exec 3<>p; list() { jobs -l | sed 's/[0-9][0-9][0-9]*/PID/;s/  */ /g'; }
		cat <p | cat | cat & list; kill $!
		(exit 3) | cat <p & until jobs -l | grep -q Exit; do :; done; jobs -l %2 | sed 's/[0-9][0-9][0-9]*/PID/;s/  */ /g'; kill $!
	END
	prints '[1]+ PID Running cat <p' ' PID | cat' ' PID | cat &' '[2]+ PID Exit 3 ( exit 3 )' ' PID Running | cat <p &'
}

@test "jobs has POSIX's format where POSIXLY_CORRECT asks for it, not for posix mode alone" {
	shell --posix -c 'sleep 9 & jobs; kill $!'
	gives '[1]+  Running                    sleep 9 &'
	POSIXLY_CORRECT=1 shell -c 'sleep 9 & jobs; kill $!'
	gives '[1] + Running sleep 9'
}

@test "jobs -l for POSIX gives the job's state, and ids and commands of further processes" {
	POSIXLY_CORRECT=1 shell -c 'sleep 9 | sleep 9 & jobs -l | sed "s/[0-9][0-9][0-9]*/PID/"; kill $!'
	gives '[1] + PID Running sleep 9' '      PID | sleep 9'
}

@test "the death of a pipeline is told once, of the process whose status counts" {
	script <<-'END'
		sh -c 'kill -QUIT $$' | sh -c 'kill -QUIT $$'
		echo 2 >&2; sh -c 'kill -KILL $$' | cat; cat </dev/null | sh -c 'kill -KILL $$'
		echo 3 >&2; set -o pipefail; sh -c 'kill -KILL $$' | cat; sh -c 'kill -INT $$' | cat; sh -c 'kill -PIPE $$' | true
	END
	told >seen
	diff -u - seen <<-'END'
		script: line 1: PID Quit                       sh -c 'kill -QUIT $$'
		     PID                          | sh -c 'kill -QUIT $$'
		2
		script: line 2: PID Done                       cat < /dev/null
		     PID Killed                     | sh -c 'kill -KILL $$'
		3
		script: line 3: PID Killed                     sh -c 'kill -KILL $$'
		     PID Done                       | cat
	END
}

# What was said about deaths, without what depends on the machine.
told() {
	sed "s|$BATS_TEST_TMPDIR/||; s/(core dumped) //; s/ \\{1,\\}[0-9]\\{2,\\} / PID /; s/^ PID/     PID/" "$BATS_TEST_TMPDIR/err"
}

@test "the death of a command is told with its place, process and text, but where it was to be expected" {
	script <<-'END'
		a=1 sh -c 'kill -KILL $$' >/dev/null 2>&1
		(sh -c 'kill -HUP $PPID'; echo no) 2>/dev/null
		trap : USR1; sh -c 'kill -USR1 $$'; sh -c 'kill -TERM $$'
		sh -c 'kill -INT $$'; sh -c 'kill -PIPE $$'
		f() { sh -c 'kill -KILL $$'; }; f
	END
	told >seen
	diff -u - seen <<-'END'
		script: line 1: PID Killed                     a=1 sh -c 'kill -KILL $$' > /dev/null 2>&1
		script: line 2: PID Hangup                     ( sh -c 'kill -HUP $PPID'; echo no ) 2> /dev/null
		User defined signal 1      sh -c 'kill -USR1 $$'
		Terminated                 sh -c 'kill -TERM $$'
		script: line 5: PID Killed                     sh -c 'kill -KILL $$'
	END
}

@test "a death in a substitution is not told, but in a subshell inside of it" {
	script <<-'END'
		x=$(sh -c 'kill -KILL $$'; echo 1); x=$(sh -c 'kill -KILL $PPID'; :); cat <(sh -c 'kill -KILL $$'; :)
		x=$( (sh -c 'kill -KILL $$'; :) ); x=$(f() { sh -c 'kill -KILL $$'; }; f)
		x=${ sh -c 'kill -KILL $$'; }; x=$({ sh -c 'kill -KILL $$'; :; } | cat)
	END
	told >seen
	diff -u - seen <<-'END'
		script: line 2: PID Killed                     sh -c 'kill -KILL $$'
		script: line 3: PID Killed                     sh -c 'kill -KILL $$'
		script: line 3: PID Killed                     sh -c 'kill -KILL $$'
	END
}

@test "a script is told of the death of a background command when it waits for it" {
	script <<-'END'
		sh -c 'kill -KILL $$' & wait; sh -c 'kill -KILL $$' & wait $!; echo $?; sh -c 'kill -TERM $$' & wait
	END
	prints 137
	[ "$(told)" = "$(printf 'script: line 1: PID Killed                     sh -c '\''kill -KILL $$'\''\n%.0s' 1 2)" ]
}

@test "an ERR trap does not write where the redirections of a subshell that failed lead" {
	script <<-'END'
		trap 'echo failed' ERR; (exit 3) >/dev/null; (/bin/false; exit 2) >/dev/null
	END
	prints failed failed
}

@test "kill -0 fails for a background command that has ended" {
	script <<-'END'
		sleep 0.1 & while kill -0 $! 2>/dev/null; do sleep 0.1; done; wait $!; echo $?
		set -m
		sleep 0.1 & while kill -0 -- -$! 2>/dev/null; do sleep 0.1; done; echo over
	END
	prints 0 over
}

@test "kill -0 fails in a subshell, too, for a background command that has ended" {
	check() {
		script <<-'END'
			true & p=$!
			while read -r _ _ state _ 2>/dev/null </proc/$p/stat && [ "$state" != Z ]; do :; done
			x=$(kill -0 $p 2>&1); echo $?
			true & p=$!
			while read -r _ _ state _ 2>/dev/null </proc/$p/stat && [ "$state" != Z ]; do :; done
			(kill -0 $p 2>/dev/null; echo $?)
		END
		gives 1 1
	}
	each_policy check
}

@test "a child that closes every descriptor it has closes the script's" {
	! in_valgrind || skip "valgrind has descriptors of its own"
	check() {
		script <<-'END'
			close() {
				local fds fd
				ls /proc/$BASHPID/fd >fds
				mapfile -t fds <fds
				for fd in "${fds[@]}"; do [ $fd -le 2 ] || eval "exec $fd>&-"; done
				ls /proc/$BASHPID/fd >fds
				cat fds
			}
			close &
			wait
			echo on
		END
		gives 0 1 2 on
	}
	each_policy check
}

@test "a subshell that is all of another is told of once, by the shell around both" {
	script <<-'END'
		( (sh -c 'kill -KILL $PPID'; :) ) 2>file; cat file
	END
	prints ''
	[ "$(told)" = "script: line 1: PID Killed                     ( ( sh -c 'kill -KILL \$PPID'; : ) ) 2> file" ]
}

@test "who has ended in the background is gone for a program that runs in front" {
	script <<-'END'
		sleep 0.1 & first=$!
		sleep 0.1 & second=$!
		n=0
		while [ -d /proc/$first ] && [ $n -lt 50 ]; do sleep 0.1; n=$((n + 1)); done
		[ $n -lt 50 ] && echo seen
		sleep 0.1 & third=$!
		sh -c 'n=0; while kill -0 $0 2>/dev/null && [ $n -lt 50 ]; do sleep 0.1; n=$((n + 1)); done
			[ $n -lt 50 ] && echo seen' $third
		wait $second; echo $?
		(exit 3) & fourth=$!
		sleep 0.1 | sleep 0.1
		wait $fourth; echo $?
	END
	gives seen seen 0 3
}

@test "a script has no job control behind an exec that failed" {
	printf '#!/nosuch/interpreter\n' >bad
	chmod +x bad
	script <<-'END'
		shopt -s execfail; exec ./bad
		read -r _ _ _ _ own _ </proc/$$/stat
		sh -c 'read -r _ _ _ _ group _ </proc/$$/stat; [ "$group" = "$1" ] && echo same' sh "$own" & wait
	END
	prints same
}

@test "an empty operand is no job" {
	shell -c 'sleep 5 & for c in jobs "jobs -p" disown "disown -h" "jobs -r"; do $c ""; echo $?; done; kill $!'
	prints 1 1 1 1 1
	complains 'jobs: : no such job
.*jobs: : no such job
.*disown: : no such job'
	shell -c 'set -m; sleep 5 & bg ""; echo $?; fg ""; echo $?; kill $!'
	prints 1 1
	complains 'bg: : no such job
.*fg: : no such job'
}

@test "a text that more than one job has is an ambiguous job spec" {
	shell -c 'sleep 5 & sleep 6 & jobs %sle; echo $?; kill %?lee; echo $?; kill $(jobs -p)'
	prints 1 1
	complains 'jobs: sle: ambiguous job spec
.*kill: lee: ambiguous job spec'
}
