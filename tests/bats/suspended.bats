load helper
load terminal

# Interactive shells that are stopped by suspend, and the jobs that they leave behind.

setup() {
	in_own_folder
	only_cowsh
	terminal_setup
	unset PROMPT_COMMAND
}

teardown() {
	[ -z "${left-}" ] || kill -KILL $left 2>/dev/null || :
	terminal_teardown
}

# A shell with the prompt outer>, and in it one with inner>, in the process group of what started it when `by` says so.
shell_in_shell() {
	term_start "$COWSH" --norc -i
	term_line 'PS1="outer> "; echo set'
	term_prompts '^outer>$'
	term_line "$1 $COWSH --norc -i${2-}"
	term_line 'PS1="inner> "; echo set'
	term_prompts '^inner>$'
}

@test "suspend stops a shell that goes on in the foreground later, with its terminal" {
	shell_in_shell env
	term_line 'suspend'
	term_sees '^\[1\]\+ +Stopped'
	term_prompts '^outer>$'
	term_line 'echo outer is $((40 + 2)); fg'
	term_sees '^outer is 42'
	term_prompts '^inner>$'
	term_line 'sleep 0; echo inner is $((40 + 3))'
	term_sees '^inner is 43'
	term_line 'exit 5'
	term_prompts '^outer>$'
	term_line 'echo status $?'
	term_sees '^status 5'
}

@test "suspend in the process group of another stops that as well" {
	shell_in_shell "sh -c '" "; echo behind \$?'"
	term_line 'suspend'
	term_sees '^\[1\]\+ +Stopped'
	term_prompts '^outer>$'
	term_line 'fg'
	term_prompts '^inner>$'
	term_line 'sh -c "exit 3"; echo $? $(stty size)'
	term_sees '^3 24 80'
	term_line 'exit 6'
	term_sees '^behind 6'
	term_prompts '^outer>$'
}

@test "suspend of a login shell is refused, but for -f" {
	term_start "$COWSH" --noprofile --norc -li
	term_line 'PS1="> "; suspend; echo status $?'
	term_sees 'suspend: '
	term_sees '^status 1'
}

@test "a login shell with huponexit hangs up its jobs, the stopped ones too, but for those that are disowned" {
	term_start "$COWSH" --noprofile --norc -li
	term_line 'PS1="> "; shopt -s huponexit; echo set'
	term_prompts '^>$'
	for n in 1 2 3; do
		term_line "sh -c 'trap \"echo HUP >hup$n; exit\" HUP; echo \$\$ >pid$n; while :; do sleep 0.1; done' &"
		until_true test -s pid$n
	done
	left="$(cat pid1) $(cat pid2) $(cat pid3)"
	term_line 'disown -h %2; kill -STOP %3; echo stopped'
	until_true grep -q '^State:.T' "/proc/$(cat pid3)/status"
	term_line 'exit'
	term_line 'exit'
	term_gone
	until_true test -s hup1
	until_true test -s hup3
	[ ! -e hup2 ]
	kill -0 "$(cat pid2)"
}
