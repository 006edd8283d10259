load helper
load terminal
load shells

# Jobs and the terminal at the edges: process groups that nobody could continue, shells without job control on a
# terminal, a shell that is hung up in the middle of a command. What bash does is held against it where bash does it.

setup() {
	shells_setup
}

teardown() {
	shell_end
}

# bash goes on for ever sending itself SIGTTIN, which does not stop such a group.
begins_orphaned() {
	[ "$person" != bash ] || return 0
	shell_start
	shell_does 'stty -g >before'
	# shellcheck disable=SC2016 # for the shell
	shell_does '( (until [ -e go ]; do sleep 0.05; done; PROMPT_COMMAND="" PS1="inner. " "$COWSH" --norc -i </dev/tty; echo $? >ended) & )'
	term_line ': >go'
	shell_at_prompt
	term_sees 'no job control: .* not in its foreground'
	term_sees 'inner\.'
	term_type 'echo "wh'
	shell_does 'ole"; stty -g >after'
	term_sees '^whole$'
	# It looks for itself whether there is a key, which the other may have taken by then.
	ends_at_a_key() {
		term_send Enter
		[ -s ended ]
	}
	until_true ends_at_a_key
	cmp before after
}

@test "a shell in an orphaned background group has no job control, takes nothing typed for another, and ends" {
	for_each_shell begins_orphaned
}

# A group that becomes orphaned with a stopped process in it is sent SIGHUP and SIGCONT (POSIX _Exit); bash sends SIGTERM first.
leaves_a_stopped_job() {
	# shellcheck disable=SC2016 # for the inner shell
	printf '%s\n' '#!/bin/sh' 'trap "echo told >hup; exit" HUP TERM' 'kill -s STOP $$' \
		'while :; do sleep 0.05; done' >stopper
	chmod +x stopper
	# shellcheck disable=SC2016 # for the shell
	printf '%s\n' 'set -m; ./stopper &' 'until grep -q "^State:.T" "/proc/$!/status"; do sleep 0.05; done' \
		'exit 3' >ender
	shell_start
	local inner='"$COWSH"'
	[ "$person" != bash ] || inner=bash
	shell_does "$inner ender"
	[ "$told" = 3 ]
	until_true test -s hup
	until_true no_children || shell_children
	no_children
}

@test "a job that stands still when its shell ends is hung up, not left behind" {
	for_each_shell leaves_a_stopped_job
}

# With job control off the shell and its command are one process group: Ctrl-C reaches both.
interrupted_with_c() {
	local inner='"$COWSH"'
	[ "$person" != bash ] || inner=bash
	printf '%s\n' '#!/bin/sh' 'echo >ready' 'exec sleep 1000' >dies
	printf '%s\n' '#!/bin/sh' 'trap "exit 7" INT' 'echo >ready' 'while :; do sleep 0.05; done' >handles
	printf '%s\n' '#!/bin/sh' 'trap "" INT' 'echo >ready' 'until [ -e go ]; do sleep 0.05; done; exit 8' >ignores
	chmod +x dies handles ignores
	shell_start
	# interrupts SCRIPT late|'' STATUS AFTER TRAPPED: what the two files hold then, "-" for none.
	interrupts() {
		rm -f ready go trapped after
		term_line "$inner -c '$1'"
		until_true test -e ready
		sleep 0.05
		term_send C-c
		[ "$2" != late ] || echo >go
		shell_at_prompt
		local after trapped
		after=$(cat after 2>/dev/null || echo -)
		trapped=$(cat trapped 2>/dev/null || echo -)
		echo "$1: $told, $after, $trapped"
		[ "$told $after $trapped" = "$3 $4 $5" ]
	}
	# A command that dies of it ends the shell in the same way, wherever it is.
	interrupts './dies; echo $? >after' '' 130 - -
	interrupts 'for i in 1 2; do ./dies; done; echo $? >after' '' 130 - -
	interrupts '(./dies; :); echo $? >after' '' 130 - -
	interrupts 'x=$(./dies; :); echo $? >after' '' 130 - -
	interrupts './dies | ./dies; echo $? >after' '' 130 - -
	# One that handles it, as an editor does, goes on, and so does the shell.
	interrupts './handles; echo $? >after' '' 0 7 -
	interrupts './ignores; echo $? >after' late 0 8 -
	# A trap runs when the command is over.
	interrupts 'trap "echo trapped >trapped" INT; ./dies; echo $? >after' '' 0 130 trapped
	interrupts 'trap "echo trapped >trapped" INT; ./handles; echo $? >after' '' 0 7 trapped
	interrupts 'trap "echo trapped >trapped; exit 9" INT; ./ignores; echo $? >after' late 9 - trapped
	interrupts 'trap "" INT; (./ignores); echo $? >after' late 0 8 -
}

@test "Ctrl-C ends a shell with -c as it ended its command, and lets it go on where the command did" {
	for_each_shell interrupted_with_c
}

notifies_behind_fg() {
	[ "$person" != bash ] || return 0 # it tells of it when the command is over
	shell_start
	shell_does 'set -b; mkfifo go stop; { read x <go; } & sleep 0.1'
	term_line 'cat stop'
	# shellcheck disable=SC2016 # for the shell below
	until_true pgrep -x cat -s "$((shell_session))" >/dev/null
	sleep 0.1
	term_send C-z
	shell_at_prompt
	[ "$told" = 148 ]
	term_line 'fg; echo "ov""er $?"'
	term_sees '^cat stop$'
	echo >go
	term_sees '^\[1\][-+]? +Done '
	run term_matches '^over'
	[ "$status" -ne 0 ]
	echo fed >stop
	term_sees '^over 0'
}

@test "set -b tells of a job's end while fg has another in front" {
	for_each_shell notifies_behind_fg
}

# The list of an entry that waits to be written (history -s), and a job that is to hear of it.
hung_up_at() {
	local place
	for place in foreground pipeline subshell substitution wait read loop; do
		rm -f history ready background
		HISTFILE=$here/history shell_start
		shell_does 'sleep 1000 & echo $! >background; trap "" TERM'
		# shellcheck disable=SC2016 # for the shell
		case $place in
		foreground) line='(trap "" HUP; echo >ready; exec sleep 1)' ;;
		pipeline) line='(trap "" HUP; echo >ready; exec sleep 1) | (trap "" HUP; exec cat)' ;;
		subshell) line='(x=1; echo >ready; while :; do :; done)' ;;
		substitution) line='x=$(echo >ready; while :; do :; done)' ;;
		wait) line='echo >ready; wait' ;;
		read) line='echo >ready; read x' ;;
		loop) line='echo >ready; while :; do :; done' ;;
		esac
		echo "at $place"
		term_line "history -s 'kept at $place'; $line; echo after >not"
		until_true test -e ready
		kill -s HUP "$(shell_pid)"
		term_sees '^ended with 129'
		[ ! -e not ]
		grep -q "^kept at $place" history
		until_true eval '! kill -0 "$(cat background)" 2>/dev/null'
		# bash leaves behind what is no job: the process of a substitution.
		[ "$person" != bash ] || shell_children | awk '{ print $1 }' | xargs -r kill -s KILL
		until_true no_children || shell_children
		no_children
		shell_end
	done
}

@test "a shell hung up in the middle of a command tells its jobs, and keeps its history" {
	for_each_shell hung_up_at
}

tells_after_a_wait() {
	local pause=
	! in_valgrind || pause='sleep 2;' # a signal that comes just before an exec is lost by it
	shell_start
	# In bash one that has ended before is not told of.
	shell_does 'sleep 0.5 & wait; echo behind >told'
	term_sees '^\[1\]\+  Done +sleep 0.5$'
	shell_does "sleep 77 & $pause kill %1; wait %1"
	term_sees '^\[1\]\+  Terminated +sleep 77$'
	shell_does 'clear'
	shell_does 'f() { sleep 0.1 & sleep 0.5; echo behind; }; f'
	term_sees '^behind$'
	term_screen | grep -A1 'Done .*sleep 0.1' | grep -x behind
	shell_does 'clear'
	shell_does 'sleep 0.4 & wait -n; (sleep 0 & wait)'
	term_sees 'Done +sleep 0.4$'
	[ "$(term_screen | grep -c Done)" = 1 ]
}

@test "a job that ends while the shell waits is told of when the wait ends, before the next command" {
	for_each_shell tells_after_a_wait
}

# bash 5.2 tells of them at the next prompt, 5.3 does not.
runs_jobs_unseen() {
	[ "$person" != bash ] || return 0
	echo 'sleep 0 & wait' >startup
	shell_start
	rm startup
	echo 'sleep 0 & wait' >script
	shell_does '. ./script'
	shell_does "trap 'sleep 0 & wait' USR1; kill -USR1 \$\$"
	# shellcheck disable=SC2016 # for the shell
	shell_does 'PROMPT_COMMAND+="; sleep 0 & wait"'
	fails_to term_matches '^\[[0-9]\]'
	shell_does 'f() { sleep 0 & wait; }; f'
	term_sees '^\[1\].* Done '
}

@test "jobs of start-up files, dot scripts, traps and PROMPT_COMMAND are not told of, those of functions are" {
	for_each_shell runs_jobs_unseen
}

ends_a_job_unseen() {
	shell_start
	# shellcheck disable=SC2016 # for the shell
	echo 'sleep 0 & until [ -z "$(jobs -r)" ]; do :; done; echo read' >script
	shell_does '. ./script'
	[ "$(term_screen | grep -A 1 '^read' | tail -n 1 | grep -c ' Done ')" = 1 ]
	# shellcheck disable=SC2016 # for the shell
	shell_does 'PROMPT_COMMAND+="; sleep 1000 & kill -TERM \$!; until [ -z \"\$(jobs -r)\" ]; do :; done"; clear'
	term_sees ' Terminated '
	fails_to term_matches '^\[1\] [0-9]'
}

@test "a job that ended unseen in a dot script or PROMPT_COMMAND is told of before the prompt" {
	for_each_shell ends_a_job_unseen
}
