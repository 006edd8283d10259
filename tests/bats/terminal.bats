load helper
load terminal

# The shell in a real terminal; and that tests/bats/terminal.bash sees what a person would.

setup() {
	in_own_folder
	only_cowsh
	terminal_setup
	export HOME=$here PS1='$ ' ENV=
}

teardown() {
	terminal_teardown
}

@test "a shell on a terminal prompts, runs what is typed, and ends with exit" {
	# tmux does not always collect a program that has ended: so a parent says with what it did.
	term_start sh -c "'$COWSH'; echo ended with \$?; exec sleep 100"
	term_sees '^\$'
	term_line 'echo $((6 * 7)) is it'
	term_sees '^42 is it'
	term_line 'exit 7'
	term_sees '^ended with 7'
}

@test "Ctrl-C at the prompt drops the line and the shell goes on" {
	term_start "$COWSH"
	term_sees '^\$'
	term_type 'echo not this'
	term_sees 'not this$'
	term_send C-c
	term_prompts '^\$$'
	term_line 'echo but "this"'
	term_sees '^but this'
	fails_to term_matches '^not this'
}

@test "Ctrl-C in a here-document drops the command, without a warning" {
	term_start "$COWSH"
	term_sees '^\$'
	term_line 'cat <<E'
	term_prompts '^>$'
	term_line 'not this'
	term_prompts '^>$'
	term_send C-c
	term_prompts '^\$$'
	fails_to term_matches 'warning|^not this'
	term_line 'cat <<E'
	term_prompts '^>$'
	term_line 'this'
	term_send C-d
	term_sees 'warning: here-document'
	term_sees '^this'
}

@test "Ctrl-C ends the wait for a start-up file that is a FIFO, and the prompt has a line of its own" {
	mkfifo .cowshrc
	term_start "$COWSH" -i
	until_true waits_for_fifo
	term_send C-c
	term_prompts '^\$$'
	term_line 'echo status $?'
	term_sees '^status 130'
	[ "$(term_screen | head -n 1)" = '^C' ]
}

# Before its first prompt the shell sleeps nowhere but in open(2).
waits_for_fifo() {
	grep -q '^State:.S' "/proc/$(term_pid)/status"
}

@test "Ctrl-C ends PROMPT_COMMAND, whose prompt has a line of its own and status 130" {
	echo 'PROMPT_COMMAND='\''((n++)) || sleep 1000'\' >.cowshrc
	term_start "$COWSH" -i
	until_true sleeps
	term_send C-c
	term_prompts '^\$$'
	[ "$(term_screen | head -n 1)" = '^C' ]
	term_line 'echo status $?'
	term_sees '^status 130'
}

sleeps() {
	pgrep -P "$(term_pid)" -x sleep >/dev/null
}

@test "Ctrl-Z stops a foreground command, and fg goes on with it" {
	term_start "$COWSH"
	term_sees '^\$'
	term_line 'sleep 1000.5'
	term_runs 'sleep 1000.5'
	term_send C-z
	term_sees 'Stopped'
	term_line 'fg'
	term_sees '^sleep 1000.5'
	term_runs 'sleep 1000.5'
	term_send C-c
	term_prompts '^\$$'
	term_line 'echo status $?'
	term_sees '^status 130'
}
