# What people run at a prompt, with the same keys for bash and for cowsh: load helper, terminal, shells, then this.
#
#	programs_vim, programs_less, programs_less_in_pipeline, programs_top, programs_git_log, programs_sudo,
#	programs_pipelines      each a test: with every shell the program is stopped, listed, sent to the background
#	                        and back, left and killed; what the screens have shown is compared, and after each
#	                        step the terminal is as it was before. Skips where the program is missing
#
# shellcheck shell=bash

needs() {
	command -v "$1" >/dev/null || skip "$1 is not installed"
}

# modes_are_back: at a prompt, as at the first one.
modes_are_back() {
	shell_does 'stty -g >modes; clear'
	cmp modes modes.before || {
		echo "of $prompts_seen prompts:" $(<prompts)
		term_history
		return 1
	}
}

shell_starts() {
	seq 1000 >numbers
	# shellcheck disable=SC2016 # for the shell
	echo 'export PATH=$PATH:/usr/sbin LESS= GIT_PAGER=less' >startup
	shell_start
	shell_does ' stty -g >modes.before; clear'
}

# Keeps the screen at a prompt, without what is the shell's own business: process ids, and how a command is spelt.
notes() {
	term_prompts '^\$$'
	term_screen | sed -E -e 's/^(\[[0-9]+\])( |  ?)[0-9]+$/\1 PID/' -e 's/(\[[0-9]\]\+?) +/\1 /' -e 's/  +/ /g' -e 's/([<>]) /\1/g' |
		grep -v '^$' >>"$BATS_TEST_TMPDIR/screens.$person" || true
	echo "----" >>"$BATS_TEST_TMPDIR/screens.$person"
}

# What was noted is the same for all.
agree() {
	local one
	for one in "$BATS_TEST_TMPDIR"/screens.*; do
		diff "$BATS_TEST_TMPDIR/screens.bash" "$one"
	done
}

# stops_and_goes_on COMMAND SIGHT KEY...: SIGHT is on the screen while the program has it, KEYs are what one leaves
# it with. Its status when it has stopped is 148, or stopped_with.
stops_and_goes_on() {
	local command=$1 sight=$2
	shift 2
	shell_starts
	term_line "$command"
	term_sees "$sight"
	term_send C-z
	shell_at_prompt
	[ "$told" = "${stopped_with:-148}" ]
	modes_are_back
	shell_does 'jobs'
	notes
	term_line 'clear; fg'
	term_sees "$sight"
	term_send "$@"
	shell_at_prompt
	[ "$told" = 0 ]
	modes_are_back
	shell_does 'clear; jobs; echo "none"'
	notes
	# and once more, to be killed while it is stopped, and while it has the terminal
	term_line "clear; $command"
	term_sees "$sight"
	term_send C-z
	shell_at_prompt
	shell_does 'clear; kill -s KILL %1; wait %1; echo "status $?"'
	shell_does 'clear; jobs; echo "none"'
	modes_are_back
	term_line "$command"
	term_sees "$sight"
	shell_children | awk '$2 ~ /\+/ { print $1 }' | xargs kill -s KILL
	shell_at_prompt
	[ "$told" = 137 ]
	modes_are_back
	no_children
}

runs_sudo() {
	shell_starts
	shell_does 'sudo -n true; echo "status $?"'
	notes
	term_line 'clear; sudo -n sleep 1000'
	until_true sleeps
	term_send C-z
	shell_at_prompt
	[ "$told" = 148 ]
	modes_are_back
	shell_does 'jobs; bg'
	notes
	term_line 'clear; fg'
	until_true sleeps
	sleep 0.2
	term_send C-c
	shell_at_prompt
	modes_are_back
	until_true no_children
	shell_does 'clear; jobs; echo "none"'
	notes
}

sleeps() {
	shell_children | grep -q 'sleep 1000'
}

runs_pipelines() {
	shell_starts
	shell_does 'yes | head -n 3; echo "status $?"'
	shell_does 'seq 100000 | tail -n 1'
	notes
	term_line 'clear; yes | cat >/dev/null'
	until_true has_children 2
	term_send C-z
	shell_at_prompt
	[ "$told" = 148 ]
	shell_does 'bg; jobs'
	notes
	shell_does 'clear; kill %1; wait; jobs; echo "none"'
	until_true no_children
	modes_are_back
}

has_children() {
	[ "$(shell_children | wc -l)" -ge "$1" ]
}

programs_vim() {
	needs vim.tiny
	for_each_shell stops_and_goes_on 'vim.tiny -u NONE numbers' '^1000$|^23$|^22$' Escape ':q!' Enter
	agree
}

programs_less() {
	needs less
	for_each_shell stops_and_goes_on 'less numbers' '^numbers$|^:$' q
	agree
}

programs_less_in_pipeline() {
	needs less
	for_each_shell stops_and_goes_on 'seq 100000 | less' '^:$' q
	agree
}

programs_top() {
	needs top
	# its own handler ends in SIGSTOP
	stopped_with=147 for_each_shell stops_and_goes_on 'top -d 100' 'PID +USER' q
	agree
}

# git trusts a repository that belongs to whoever asks.
programs_git_log() {
	needs git
	needs less
	# short, so that a job's line fits with every width of its state, which bash 5.3 made greater
	local i repository=${here%/*}/r
	git init -q "$repository"
	for i in $(seq 30); do
		git -C "$repository" -c user.name=test -c user.email=test@example.org \
			commit -q --allow-empty -m "commit number $i"
	done
	for_each_shell reads_git_log "$repository"
	agree
}

reads_git_log() {
	shell_owns "$1"
	stops_and_goes_on "git -C $1 log" 'commit number 30' q
}

programs_sudo() {
	needs sudo
	for_each_shell runs_sudo
	agree
}

programs_pipelines() {
	for_each_shell runs_pipelines
	agree
}
