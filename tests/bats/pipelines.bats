load helper

@test "a pipeline connects its commands" {
	shell -c 'printf "b\na\n" | sort | tr ab AB; echo x | cat | cat | cat | cat'
	gives A B x
}

@test "its status is that of the last command" {
	shell -c 'false | true; echo $?; true | false; echo $?; true | (exit 7); echo $?; ! true | false; echo $?'
	gives 0 1 7 0
}

@test "pipefail makes it the last failure's" {
	only_cowsh
	shell -c 'set -o pipefail; (exit 3) | true; echo $?; (exit 3) | (exit 4) | true; echo $?; true | true; echo $?; ! false | true; echo $?'
	gives 3 4 0 0
}

@test "every stage may be a builtin, function or compound command" {
	script <<-'END'
		f() { while read x; do echo "f$x"; done; }
		echo a | f | { read y; echo "g$y"; } | (read z; echo "s$z") | while read w; do echo "w$w"; done
		for i in 1 2; do echo $i; done | if read a; then read b; echo $b$a; fi
		case x in x) echo in case;; esac | cat
	END
	gives wsgfa 21 'in case'
}

@test "stages run side by side" {
	LIMIT=20 shell -c 'mkfifo p; { cat p; } | { echo through >p; cat; }; yes | head -n 1'
	gives through y
}

@test "what the stages before the last change does not come back" {
	shell -c 'x=1; x=2 | cat; { x=3; } | cat; echo $x; cd / | cat; test "$(pwd)" != / && echo stayed; exit 3 | cat; echo alive'
	gives 1 stayed alive
}

@test "a command that is not found does not disturb the others" {
	shell -c 'nosuchcommand | cat; echo $?; echo x | nosuchcommand; echo $?; nosuch 2>/dev/null | echo on'
	prints 0 127 on
	complains nosuchcommand
}

@test "a writer whose reader is gone dies of SIGPIPE quietly" {
	shell -c 'yes | head -n 1; { while echo y; do :; done; } | head -n 1; seq 1 100000 | sed 1q'
	prints y y 1
	exits 0
	silent
}

@test "no stage keeps another's end of the pipe open" {
	LIMIT=20 shell -c 'echo a | (cat; echo done) | cat; { echo b; } | { cat; }; echo c | { cat; echo d; }; sleep 0 | cat'
	gives a 'done' b c d
}

@test "standard error is not piped unless asked" {
	shell -c '{ echo out; echo err >&2; } | sed s/^/p:/'
	prints p:out
	[ "$errors" = err ]
	shell -c '{ echo err >&2; } 2>&1 | sed s/^/p:/'
	gives p:err
}

@test "many stages work" {
	shell -c 'echo x | cat | cat | cat | cat | cat | cat | cat | cat | cat | cat | cat | cat | cat | cat | cat | cat | cat | cat | cat | cat'
	gives x
}

@test "the shell waits for every stage" {
	shell -c '{ sleep 0.2; echo late >f; } | true; cat f'
	gives late
}

@test "a large amount goes through builtins" {
	shell -c 'seq 1 30000 | { n=0; while read x; do n=$((n + x)); done; echo $n; }; x=$(seq 1 30000); echo "$x" | tail -n 1'
	gives 450015000 30000
}

@test "an assignment's expansion in a stage happens in its own environment" {
	shell -c 'echo ${x:=5} | cat; echo ${x-unset}; echo ${y?} 2>/dev/null | cat; echo alive'
	prints 5 unset alive
}

@test "the status that a stage finds is that of the command before the pipeline" {
	shell -c 'false; true | echo $?; false; (true) | echo $?; true; false | echo $?'
	prints 1 1 0
}

@test "a stage in parentheses is one subshell" {
	only_cowsh
	shell -c '(echo $BASH_SUBSHELL) | cat; : | (echo $BASH_SUBSHELL); (trap "echo end" EXIT; echo body) | cat'
	prints 1 1 body end
}

@test "what a stage puts into the background reads the stage's input, but in POSIX mode" {
	only_cowsh
	shell -c 'echo a | (cat & wait); echo b | { cat & wait; }; f() { cat & wait; }; echo c | f; cat & wait' </dev/null
	prints a b c
	shell --posix -c 'echo a | { cat & wait; }'
	prints
}

@test "a stage's status counts where the pipeline is the end of a subshell and its last stage becomes a process" {
	script <<-'END'
		set -o pipefail
		(exit 3 | { /bin/true; :; }); echo $?
		(exit 3 | (/bin/true; :)); echo $?
		f() ( exit 4 | { /bin/true; :; } ); f; echo $?
	END
	gives 3 3 4
}

@test "pipes of a first stage that writes more than fits are gone behind it" {
	script <<-'END'
		held() { ls -l /proc/$BASHPID/fd >list; grep -c pipe: list; }
		held
		(printf %100000s x | { cat >/dev/null; held; }; held; true)
		held
	END
	prints 0 1 0 0
}
