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

# An interactive shell ignores SIGTERM; its child is held before it can say that it does not.
@test "TERM sent to a child as soon as it exists ends it" {
	only_cowsh
	command -v strace >/dev/null || skip "strace is not installed"
	sanitized && skip "the leak checker does not run under a tracer"
	in_valgrind && skip "strace sees valgrind, not the shell"
	strace -o trace -e inject=rt_sigaction:delay_enter=1 true 2>/dev/null || skip "strace may not trace here"
	check() {
		strace -f -qq -o /dev/null -e inject=rt_sigaction:delay_enter=20000 "$COWSH" --norc -i <<-'END' >out 2>err
			sleep 3 & kill $!; wait $! 2>&-; echo $?
			(sleep 3; :) & kill $!; wait $! 2>&-; echo $?
		END
		[ "$(cat out)" = $'143\n143' ]
	}
	each_policy check
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
	start 'trap "echo trapped" USR1; sleep 1000 & echo ready; wait; echo $?; kill $!'
	until_true asleep
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
	start 'echo ready; sh -c "echo \$\$ >pid; until [ -e go ]; do sleep 0.05; done; exit 6"; echo $?'
	until_true test -s pid
	kill -STOP "$(cat pid)"
	until_true grep -q '^State:.T' "/proc/$(cat pid)/status"
	kill -CONT "$(cat pid)"
	: >go
	finish
	[ "$output" = "$(printf '%s\n' ready 6)" ]
}

asleep() {
	grep -q '^State:.S' "/proc/$pid/status"
}

# until_opened COMMAND...: the shell waits in it for the writing end of p, and a signal comes meanwhile whose trap
# has to run there; then two lines come.
until_opened() {
	rm -f p out
	mkfifo p
	printf '%s\n' 'x=one' 'echo two' >lines
	start "x=; trap 'echo trapped' USR1; echo ready; $1"
	until_true asleep
	kill -USR1 "$pid"
	until_true grep -q trapped out
	cat lines >p # in one write: who reads may take the first alone
	finish
	[ -z "$errors" ] || { echo "$errors"; return 1; }
}

@test "a trap runs while a redirection waits for the other end of a FIFO, which goes on waiting" {
	local waiting
	for waiting in 'read x <p' '{ read x; } <p' 'f() { read x; }; f <p' 'exec 3<p; read x <&3' 'eval "read x" <p' \
		'while [ -z "$x" ]; do read x; done <p' 'command read x <p' 'if :; then read x; fi <p' \
		'for i in 1; do read x; done <p' 'set -C; read x <p; set +C' 'read x 0<>p' '. ./p' \
		'PATH=.:$PATH; . p'; do
		echo "$waiting"
		until_opened "$waiting; echo \$x"
		[[ $output == *trapped*one* ]]
		[ "$status" -eq 0 ]
	done
}

@test "a trap runs while the substitution of a file waits for it, and for its end" {
	until_opened 'x=$(<p); echo "$x"'
	[ "$output" = "$(printf '%s\n' ready trapped x=one 'echo two')" ]
	rm -f p out
	mkfifo p
	start 'trap "echo trapped" USR1; echo ready; x=$(<p); echo "$x"'
	exec 4>p
	until_true asleep
	kill -USR1 "$pid"
	until_true grep -q trapped out
	echo end >&4
	exec 4>&-
	finish
	[ "$output" = "$(printf '%s\n' ready trapped end)" ]
}

@test "a trap runs while a redirection waits for a reader" {
	for waiting in 'echo one >p' '{ echo one; } >p' 'set -C; echo one >p' 'exec >>p; echo one'; do
		rm -f p out
		mkfifo p
		start "trap 'echo trapped >&2' USR1; echo ready; $waiting"
		until_true asleep
		kill -USR1 "$pid"
		until_true grep -q trapped err
		[ "$(cat p)" = one ]
		finish
		[ "$errors" = trapped ]
	done
}

@test "exit, return and break in a trap leave what waits for a FIFO" {
	mkfifo p
	start 'trap "exit 3" USR1; echo ready; exec 3<p; echo no'
	until_true asleep
	kill -USR1 "$pid"
	finish
	[ "$status $output $errors" = '3 ready ' ]
	start 'trap "return 4" USR1; f() { . ./p; echo no; }; echo ready; f; echo $?'
	until_true asleep
	kill -USR1 "$pid"
	finish
	[ "$output$errors" = "$(printf '%s\n' ready 4)" ]
	start 'trap break USR1; echo ready; for i in 1 2; do read x <p; echo no; done; echo left'
	until_true asleep
	kill -USR1 "$pid"
	finish
	[ "$output$errors" = "$(printf '%s\n' ready left)" ]
}

@test "a trap runs while a dot script waits for its next line" {
	mkfifo p
	start 'trap "echo trapped" USR1; echo ready; . ./p; echo after'
	exec 4>p
	echo 'if true' >&4
	until_true asleep
	kill -USR1 "$pid"
	until_true grep -q trapped out
	echo 'then echo line; fi' >&4
	exec 4>&-
	finish
	[ "$output$errors" = "$(printf '%s\n' ready trapped line after)" ]
}

@test "an interrupt ends what waits for a FIFO, without a message" {
	mkfifo p
	for waiting in 'read x <p' 'exec 3<p' 'x=$(<p)' '. ./p' '{ :; } <p' '<p'; do
		start "echo ready; $waiting; echo no"
		until_true asleep
		kill -INT "$pid"
		finish
		[ "$status $output $errors" = '130 ready ' ]
	done
}

@test "an EXIT trap that SIGINT cuts off ends the shell by it" {
	shell -c 'trap "kill -INT $$; echo no" EXIT; echo on'
	prints on
	exits 130
}
