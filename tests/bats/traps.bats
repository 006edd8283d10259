load helper

@test "the EXIT trap runs once, at the end" {
	shell -c 'trap "echo bye" EXIT; echo hi'
	gives hi bye
	shell -c 'trap "echo bye" 0; exit 3'
	prints bye
	exits 3
	script <<-'END'
		trap 'echo bye $?' EXIT
		false
	END
	prints 'bye 1'
	exits 1
}

@test "exit in the EXIT trap changes the status" {
	shell -c 'trap "exit 7" EXIT; exit 3'
	exits 7
	shell -c 'trap "false" EXIT; exit 3'
	exits 3
	shell -c 'trap "(exit 9); exit" EXIT; exit 3'
	exits 3
}

@test "a subshell has an EXIT trap of its own" {
	shell -c 'trap "echo outer" EXIT; (echo sub); (trap "echo inner" EXIT; :); x=$(trap "echo subst" EXIT; echo y); echo $x; true'
	gives sub inner 'y subst' outer
}

@test "the EXIT trap runs before exec fails but not when it works" {
	shell -c 'trap "echo no" EXIT; exec echo replaced'
	gives replaced
}

@test "the last command is not executed in place of the shell while a trap is set" {
	shell -c 'trap "echo bye" EXIT; /bin/echo last'
	gives last bye
	shell -c 'trap "echo usr" USR1; sh -c "kill -USR1 \$PPID"; echo end'
	gives usr end
	shell -c 'trap "echo usr" USR1; sh -c "kill -USR1 \$PPID"'
	prints usr
}

@test "a signal's trap runs after the command that was running" {
	shell -c 'trap "echo trapped" TERM; sh -c "kill -TERM \$PPID; echo child"; echo after'
	gives child trapped after
}

@test "kill of the shell itself runs the trap before the next command" {
	shell -c 'trap "echo trapped" USR1; kill -USR1 $$; echo after; kill -USR1 $$; echo end'
	gives trapped after trapped end
}

@test "an action sees and keeps \$?" {
	shell -c 'trap "echo in \$?; false" USR1; (exit 4); kill -USR1 $$; echo $?; false || kill -USR1 $$; echo $?'
	gives 'in 0' 0 'in 0' 0
}

@test "an ignored signal is ignored, by commands too" {
	shell -c 'trap "" TERM USR1; kill $$; sh -c "kill \$\$; kill -USR1 \$\$; echo child alive"; (kill -USR1 $$); echo alive'
	gives 'child alive' alive
}

@test "a caught signal is deadly again for commands and subshells" {
	shell -c 'trap "echo caught" USR1; sh -c "kill -USR1 \$\$; echo no" 2>/dev/null; echo $?; (sh -c "kill -USR1 \$PPID"; echo no) 2>/dev/null; echo $?'
	prints 138 138
}

@test "a reset trap is the default again" {
	shell -c 'trap "echo no" TERM; trap - TERM; kill $$; echo no'
	prints
	exits 143
	shell -c 'trap "" TERM; trap TERM; kill $$; echo no' || :
	shell -c 'trap "echo no" TERM USR1; trap 15; kill $$; echo no'
	prints
	exits 143
}

@test "trap prints commands that restore the traps" {
	script <<-'END'
		trap 'echo "it'\''s"' USR1; trap '' USR2; trap 'echo x' EXIT
		saved=$(trap)
		trap - USR1 USR2 EXIT
		eval "$saved"
		kill -USR1 $$; kill -USR2 $$; echo alive
	END
	gives "it's" alive x
}

@test "trap in a subshell shows the parent's traps until one is set" {
	shell -c 'trap "echo a" USR1; x=$(trap); case $x in *"echo a"*USR1*) echo shown;; esac; (trap "echo b" USR2; trap | grep -c "echo a")'
	prints shown 0
}

@test "signals are known by name and by number, in capitals" {
	shell -c 'trap "echo hup" 1; kill -HUP $$; trap - HUP; trap "echo int" INT; kill -s INT $$; kill -2 $$; trap | grep -c INT'
	gives hup int int 1
}

@test "an unknown signal is an error" {
	shell -c 'trap "echo x" NOSUCHSIG; echo $?'
	[ "$output" != 0 ]
	complains
}

# The shell sleeps nowhere but where it waits; see proc_pid_stat(5).
@test "a trap interrupts wait, which returns above 128" {
	cat >sends <<-'END'
		until read -r state </proc/$$/stat && [[ $state == *') S '* ]]; do /bin/sleep 0.05; done
		kill -USR1 $$
	END
	shell -c 'trap "echo trapped" USR1; . ./sends & sleep 1000 & wait $!; echo $?; kill $!'
	prints trapped 138
	shell -c 'trap "echo trapped" USR1; { . ./sends; until [ -e go ]; do sleep 0.05; done; } & wait; echo $?; : >go; wait; echo $?'
	prints trapped 138 0
}

@test "a trap waits for the foreground command" {
	shell -c 'trap "echo trapped" USR1; { until [ -e begun ]; do sleep 0.05; done; kill -USR1 $$; : >sent; } &
		sh -c ": >begun; until [ -e sent ]; do sleep 0.05; done; echo command"; echo after; wait'
	gives command trapped after
}

@test "a trap may itself run commands, functions and substitutions" {
	shell -c 'f() { echo "f $1 $(echo sub)"; /bin/echo external; }; trap "f arg; x=set" USR1; kill -USR1 $$; echo $x'
	gives 'f arg sub' external 'set'
}

@test "break, return and exit in a trap act where it ran" {
	shell -c 'trap "exit 5" USR1; kill -USR1 $$; echo no'
	prints
	exits 5
	shell -c 'f() { kill -USR1 $$; echo no; }; trap "return 6" USR1; f; echo $?'
	prints 6
}

@test "a trap set inside a function stays" {
	shell -c 'f() { trap "echo set in f" EXIT; }; f; echo body'
	gives body 'set in f'
}

@test "a trap may change itself while it runs" {
	shell -c 'trap "trap \"echo second\" USR1; echo first" USR1; kill -USR1 $$; kill -USR1 $$; trap "trap - USR1; echo last" USR1; kill -USR1 $$'
	gives first second last
}

@test "signals that come during a trap run theirs after it, or inside" {
	shell -c 'trap "kill -USR2 \$\$; echo one" USR1; trap "echo two" USR2; kill -USR1 $$; echo end'
	prints one two end || prints two one end
	exits 0
}

@test "many signals to a shell that runs commands lose nothing and break nothing" {
	LIMIT=60 shell -c 'n=0; trap "n=\$((n + 1))" USR1; i=0; while [ $i -lt 200 ]; do /bin/kill -USR1 $$; i=$((i + 1)); done; echo $n'
	gives 200
}

@test "a shell that dies of a signal dies of it" {
	shell -c 'kill -TERM $$; echo no'
	exits 143
	prints
	shell -c '(kill -KILL $(sh -c "echo \$PPID")); echo $?' 2>/dev/null
	prints 137
}

@test "errexit and traps: the EXIT trap sees the status" {
	shell -ec 'trap "echo exit \$?" EXIT; trap "echo usr1" USR1; kill -USR1 $$; sh -c "exit 6"'
	prints usr1 'exit 6'
	exits 6
}

@test "asynchronous lists ignore INT and QUIT when there is no job control" {
	shell -c 'sh -c "kill -INT \$\$; kill -QUIT \$\$; echo survived" & wait'
	gives survived
	shell -c '{ sh -c "kill -INT \$\$; echo survived"; echo group; } & wait'
	gives survived group
}

@test "INT kills a foreground command and then the shell" {
	shell -c 'sh -c "kill -INT \$\$"; echo after'
	[ "$status" -eq 130 ] || prints after
}

@test "a trap on CHLD does not disturb waiting" {
	shell -c 'trap ":" CHLD; true; /bin/true; x=$(echo a; /bin/echo b); echo $x; sleep 0.1 & wait $!; echo $?'
	[ "${output%%$'\n'*}" = 'a b' ]
	exits 0
}

@test "PIPE can be trapped and ignored" {
	shell -c 'trap "" PIPE; { sleep 0.1; echo x; echo $? >st; } 2>/dev/null | :; cat st'
	prints 1
}

@test "KILL and STOP cannot be trapped, and that is no crash" {
	shell -c 'trap "echo no" KILL; trap "echo no" STOP; echo on'
	[[ $output == *on* || $status -lt 128 ]]
}

@test "a signal that arrives in an expansion is acted on before the body" {
	check() {
		script <<'END'
trap 'echo usr1' USR1
for w in $(kill -USR1 $$; echo word); do echo "for $w"; done
case $(kill -USR1 $$; echo word) in *) echo case;; esac
f() { echo "f $1"; }
f $(kill -USR1 $$; echo word)
END
		gives usr1 'for word' usr1 case usr1 'f word'
	}
	each_policy check
}

@test "a trap does not write to the redirections of a subshell" {
	check() {
		script <<'END'
trap 'echo usr1' USR1
(kill -USR1 $$; echo sent) >f
echo "in f: $(cat f)"
END
		gives usr1 'in f: sent'
	}
	each_policy check
}

@test "signals that were ignored on entry are listed as ignored" {
	run bash -c 'trap "" USR1 HUP CHLD; exec $COWSH -c "trap; trap -p USR1; trap \"echo x\" USR1 TERM; trap -p USR1; (trap); x=\$(trap); echo \"\$x\""'
	[ "$output" = "$(printf "trap -- %s\n" "'' SIGHUP" "'' SIGUSR1" "'' SIGCHLD" "'' SIGUSR1" "'' SIGUSR1" \
		"'' SIGHUP" "'' SIGUSR1" "'echo x' SIGTERM" "'' SIGCHLD" "'' SIGHUP" "'' SIGUSR1" "'echo x' SIGTERM" "'' SIGCHLD")" ]
	run bash -c 'trap "" USR1; exec $COWSH --posix -c trap'
	[ "$output" = "trap -- '' USR1" ]
}

@test "the EXIT trap has the variables, arguments and call records of where exit was called" {
	check() {
		script <<'END'
show() { trap 'echo "$v $1 ${FUNCNAME[*]} $LINENO"' EXIT; }
v=global
(show; f() { local v=local; exit 3; }; f arg); echo $?
(show; f() { local v=local; set -e; false; }; f arg); echo $?
(show; v=before eval 'exit 4'); echo $?
(show; { exit; } >out); cat out
show; set -- one
END
		prints 'local arg f main 1' 3 'local arg f main 1' 1 'before   1' 4 'global   1' 'global one  1'
	}
	each_policy check
}

@test "the EXIT trap of a script that has come to its end still knows its source" {
	script <<'END'
set -u
trap 'echo "${BASH_SOURCE##*/}"' EXIT
END
	gives script
}

@test "lines of a signal's action count from 1" {
	script <<'END'

trap 'echo $LINENO
echo $LINENO' USR1
kill -USR1 $$
echo $LINENO
END
	gives 1 2 5
}

@test "PIPESTATUS is there in an ERR trap, and unchanged by it" {
	script <<'END'
trap 'echo "${PIPESTATUS[@]}"; : | (exit 2) | :' ERR
: | false; echo "${PIPESTATUS[@]}"
END
	prints '0 1' '0 1'
}

# Outside POSIX mode; values of bash 5.3.

@test "an EXIT trap runs, once, when a signal ends the shell" {
	for signal in HUP USR1 USR2 PIPE ALRM TERM XCPU XFSZ VTALRM PROF INT; do
		shell -c "trap 'echo exit' EXIT; kill -$signal \$\$; echo no"
		prints exit
		exits $((128 + $(kill -l "$signal")))
	done
}

# The signal comes from a process in the background, when the script is at work.
@test "an EXIT trap runs whatever the shell does when the signal comes, and finds \$? as it was" {
	mkfifo fifo
	echo 'sleep 5' >sourced
	for command in 'sleep 5' '(while [ -e ready ]; do :; done)' 'x=$(sleep 5)' 'x=$(while [ -e ready ]; do :; done)' wait 'wait -n' \
		'sleep 5 | sleep 5' '(sleep 5; :)' 'read x <fifo' '. ./fifo' '. ./sourced' 'eval "sleep 5"' 'echo $(sleep 5; echo no)' \
		'echo $(echo $(sleep 5))' 'f() { { sleep 5; }; }; (exit 3); f'; do
		shell -c "trap 'echo exit \$?' EXIT
{ until [ -e ready ]; do sleep .1; done; sleep .5; kill -TERM \$\$; } & : >ready; (exit 3); $command; echo no"
		rm ready
		prints 'exit 3'
		exits 143
	done
}

@test "a signal in an EXIT trap ends it, and one without it, or with a trap of its own, is as ever" {
	shell -c "trap 'echo exit; kill -TERM \$\$; echo no' EXIT; kill -USR1 \$\$; echo no"
	prints exit
	exits 143
	shell -c "trap 'echo exit' EXIT; trap - EXIT; kill -USR1 \$\$; echo no"
	prints
	exits 138
	shell -c "trap 'echo exit' EXIT; trap 'echo term' TERM; kill \$\$; trap '' TERM; kill \$\$; trap - TERM; kill \$\$; echo no"
	prints term exit
	exits 143
	shell -c "trap 'echo exit' EXIT; (sh -c 'kill \$PPID'; echo no); echo \$?"
	prints 143 exit
}

@test "in POSIX mode a signal ends the shell without its EXIT trap" {
	shell --posix -c "trap 'echo exit' EXIT; kill -TERM \$\$; echo no"
	prints
	exits 143
	shell -c "trap 'echo exit' EXIT; set -o posix; kill -TERM \$\$; echo no"
	prints
	exits 143
}

@test "the action of a trap on SIGCHLD may run programs and end, and is run for a job that ended meanwhile" {
	only_cowsh
	check() {
		shell -c 'trap "echo t; /bin/true; /bin/true | cat" CHLD; /bin/true; echo a; /bin/true; echo b'
		gives t a t b
		shell --posix -c 'trap "echo t; (trap \"echo in\" CHLD; /bin/true; :); kill -CHLD \$\$" CHLD; /bin/true; echo a'
		gives t in a
		shell -c 'trap "echo t; sleep .3" CHLD; sleep .1 & /bin/true; echo a'
		gives t t a
	}
	each_policy check
}

@test "outside POSIX mode the trap on SIGCHLD runs once for each child, and does not end a wait" {
	only_cowsh
	shell -c 'trap "echo child" CHLD; sleep .1 & sleep .2 & sleep .3 & wait; echo $?; sleep .1; echo on'
	gives child child child 0 child on
}

@test "BASH_TRAPSIG is the number of the trap that runs" {
	only_cowsh
	shell -c 'trap "echo \$BASH_TRAPSIG; (exit 3) || :" USR1; trap "echo exit \$BASH_TRAPSIG" EXIT; kill -USR1 $$; echo ${BASH_TRAPSIG-unset}'
	gives 10 unset 'exit 0'
}

# XCU return; elsewhere as in bash: the status of the function's last command.
@test "in POSIX mode return in a function that a trap calls has the status from before the trap" {
	shell --posix -c 'f() { true; return; }; trap '\''f; echo $?'\'' USR1; (exit 19); (kill -s USR1 $$; exit 19); :'
	prints 19
}

@test "the EXIT trap finds \$? as it was when SIGHUP came while a command ran" {
	script <<-'END'
		for i in 1 2 3 4 5; do (trap 'echo "$?"' EXIT; sh -c 'kill -HUP $PPID; sleep 0.1'; echo no) 2>/dev/null; done 2>/dev/null
	END
	prints 0 0 0 0 0
}

@test "the EXIT trap of a stage writes where the stage has redirected" {
	script <<-'END'
		: | { trap 'echo one >&2' EXIT; } 2>f; cat f
		{ trap 'echo two >&2' EXIT; } 2>&1 | cat
		f() { trap 'echo three >&2' EXIT; }
		: | f 2>f; cat f
		: | eval "trap 'echo four' EXIT" >f; cat f
		echo after
	END
	gives one two three four after
}

@test "a builtin says that it could not write where SIGPIPE is trapped" {
	each() {
		shell -c 'x=$(trap "echo trapped >&2" PIPE; exec 3> >(:); wait $!; echo a >&3; echo $?; printf b >&3; echo $?); echo $x'
		prints '1 1'
		complains 'echo: write error: Broken pipe.trapped.*printf: write error: Broken pipe.trapped'
	}
	each_policy each
}

@test "in POSIX mode a condition alone is an action without a condition" {
	only_cowsh
	for condition in INT EXIT SIGINT -; do
		shell -c 'set -o posix; trap '$condition'; echo no'
		exits 2
		complains 'trap: usage: trap'
	done
	shell -c 'set -o posix; trap "echo x" INT EXIT; trap 2 0; trap; trap "echo y" INT; trap - INT; trap'
	gives
	shell -c 'trap "echo x" INT; trap INT; trap'
	gives
}

@test "trap -l has a table in POSIX mode, too" {
	only_cowsh
	shell -c 'set -o posix; trap -l >table; read -r line <table; echo "$line"'
	gives $'1) SIGHUP\t 2) SIGINT\t 3) SIGQUIT\t 4) SIGILL\t 5) SIGTRAP'
}
