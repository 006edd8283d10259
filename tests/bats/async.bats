load helper

@test "& runs a command beside the shell" {
	shell -c 'sleep 0.2 & echo first; wait; echo last'
	gives first last
	shell -c '{ sleep 0.2; echo late; } & echo early; wait'
	gives early late
}

@test "\$! is the process id and wait gives its status" {
	shell -c 'sh -c "exit 7" & wait $!; echo $?; (exit 8) & p=$!; true; wait $p; echo $?; false & wait; echo $?'
	gives 7 8 0
}

@test "wait for several gives the last one's status" {
	shell -c '(exit 3) & a=$!; (exit 4) & b=$!; wait $a $b; echo $?'
	gives 4
}

@test "wait for an unknown process gives 127" {
	shell -c 'wait 99999999; echo $?; wait 1; echo $?'
	prints 127 127
}

@test "a status is remembered until it is asked for" {
	shell -c '(exit 5) & p=$!; (exit 6) & q=$!; sleep 0.2; /bin/true; x=$(echo); wait $q; echo $?; wait $p; echo $?'
	gives 6 5
}

@test "a process killed by a signal gives 128 and more" {
	# Valgrind loses a signal that comes while it executes a program.
	local first=:
	! in_valgrind || first='until read -r name </proc/$!/comm && [ "$name" = sleep ]; do :; done'
	shell -c "sleep 9 & $first; "'kill $!; wait $!; echo $?; sleep 9 & kill -9 $!; wait $!; echo $?'
	prints 143 137
}

@test "standard input of an asynchronous list is empty" {
	fed -c 'cat & wait; { cat; } & wait; (read x; echo "[$x]") & wait; cat' <<-'END'
		data
	END
	gives '[]' data
}

@test "a redirected standard input is taken, though" {
	shell -c 'echo data >f; cat <f & wait; { cat; } <f & wait; echo x | cat & wait'
	gives data data x
}

@test "a whole and-or list or pipeline goes into the background" {
	shell -c 'sleep 0.1 && echo and & wait; false || echo or & wait; echo x | tr x y & wait; ! true & wait $!; echo $?'
	gives and or y 1
}

@test "changes in the background do not come back" {
	shell -c 'x=1; x=2 & wait; echo $x; { cd /; x=3; } & wait; echo $x; test "$(pwd)" != / && echo stayed'
	gives 1 1 stayed
}

@test "functions and builtins run in the background" {
	shell -c 'f() { sleep 0.1; echo f $1; return 9; }; f a & p=$!; echo b & wait $p; echo $?'
	prints b 'f a' 9
}

@test "errors of a background command's expansion end only it" {
	shell -c 'echo ${y?} & wait $!; test $? -ne 0 && echo failed; echo alive'
	prints failed alive
	complains y
}

@test "a redirection to a FIFO in the background does not stop the shell" {
	LIMIT=20 shell -c 'mkfifo p; cat <p & echo data >p; wait; echo other >p & cat p; wait'
	gives data other
}

@test "a command substitution in the background does not stop the shell" {
	LIMIT=20 shell -c 'echo $(sleep 0.3; echo late) & echo early; wait'
	gives early late
}

@test "\$! is not set by foreground commands, and a subshell sees its parent's" {
	shell -c '/bin/true; echo "[$!]"; sleep 0 & p=$!; /bin/true; [ "$p" = "$!" ] && [ "$(echo $!)" = "$p" ] && echo kept; wait'
	gives '[]' kept
}

@test "the status of & is 0" {
	shell -c 'false & echo $?; wait; nosuch 2>/dev/null & echo $?; wait'
	gives 0 0
}

@test "a background command that is not found says so and gives 127" {
	shell -c 'nosuchcommand & wait $!; echo $?'
	prints 127
	complains nosuchcommand
}

@test "many background commands are waited for" {
	LIMIT=60 shell -c 'i=0; while [ $i -lt 200 ]; do /bin/true & i=$((i + 1)); done; wait; echo all; ls /proc/$$/task/$$/children >/dev/null && cat /proc/$$/task/$$/children | wc -w'
	[ "${output%%$'\n'*}" = all ]
	exits 0
}

@test "the shell may end before its background commands" {
	shell -c '{ sleep 0.2; echo late >f; } & echo end'
	gives end
	until_true test -s f
}
