load helper

# Signals that come from outside while the shell does something.

# start SCRIPT: the shell in the background, its process id in $pid.
start() {
	# shellcheck disable=SC2086
	env --default-signal $COWSH -c "$1" >out 2>err 3>&- </dev/null &
	pid=$!
	until_true test -s out
}

finish() {
	status=0
	wait "$pid" || status=$?
	output=$(cat out)
	errors=$(cat err)
}

@test "TERM ends a shell that waits for a command" {
	start 'echo ready; sleep 5 & wait'
	kill "$pid"
	finish
	[ "$status" -eq 143 ]
}

@test "a trap on TERM runs when the foreground command has ended" {
	start 'trap "echo trapped" TERM; echo ready; sleep 0.6; echo after'
	kill "$pid"
	finish
	[ "$output" = "$(printf '%s\n' ready trapped after)" ]
}

@test "a trap interrupts read" {
	mkfifo in
	# shellcheck disable=SC2086
	env --default-signal $COWSH -c 'trap "echo trapped; exit 4" TERM; echo ready; read x' >out 2>err <>in 3>&- &
	pid=$!
	until_true test -s out
	sleep 0.1
	kill "$pid"
	finish
	[ "$status" -eq 4 ]
	[ "$output" = "$(printf '%s\n' ready trapped)" ]
}

@test "a trap interrupts wait" {
	start 'trap "echo trapped" USR1; sleep 2 & echo ready; wait; echo $?; kill $!'
	sleep 0.1
	kill -USR1 "$pid"
	finish
	[ "$output" = "$(printf '%s\n' ready trapped 138)" ]
}

@test "a trap runs in a loop that runs no command" {
	start 'trap "echo trapped; exit 3" USR1; echo ready; while :; do :; done'
	kill -USR1 "$pid"
	finish
	[ "$status" -eq 3 ]
	[ "$output" = "$(printf '%s\n' ready trapped)" ]
}

@test "a storm of signals while external commands start does no harm" {
	start 'n=0; trap "n=\$((n+1))" USR1; echo ready; i=0; while [ $i -lt 300 ]; do /bin/true || echo bad; i=$((i+1)); done; echo end $((n > 0))'
	while kill -USR1 "$pid" 2>/dev/null; do sleep 0.001; done
	finish
	[ "$status" -eq 0 ]
	[ "$output" = "$(printf '%s\n' ready 'end 1')" ]
	[ -z "$errors" ]
}

@test "HUP and QUIT kill a shell without traps" {
	start 'echo ready; sleep 5 & wait'
	kill -HUP "$pid"
	finish
	[ "$status" -eq 129 ]
}

@test "a stopped child that goes on is waited for" {
	start 'echo ready; sh -c "echo \$\$ >pid; sleep 0.5; exit 6"; echo $?'
	until_true test -s pid
	kill -STOP "$(cat pid)"
	sleep 0.2
	kill -CONT "$(cat pid)"
	finish
	[ "$output" = "$(printf '%s\n' ready 6)" ]
}
