# For tests of the interactive shell with each line editor: load helper, terminal, then this.
#
#	each_editor COMMAND...  the rest of the test with readline, libedit and none; those that were not
#	                        built are left out
#	editor                  the one at work
#	prompted_and_watched    starts the shell, and shows "ended with STATUS" once it has
#	prompted [WORD...]      starts the shell in a terminal (WORDs: for env(1)), and waits for its prompt
#
# shellcheck shell=bash

editors_setup() {
	in_own_folder
	only_cowsh
	terminal_setup
	export HOME=$here PS1='% ' ENV= HISTFILE=$here/history
	unset HISTSIZE HISTFILESIZE HISTCONTROL HISTIGNORE HISTTIMEFORMAT COWSH_EDIT
}

has_editor() {
	[ "$1" = none ] || has_module "$1"
}

each_editor() {
	local tried=0
	for editor in readline libedit none; do
		has_editor "$editor" || continue
		tried=$((tried + 1))
		until_true rm -rf -- "$here" # a shell that ends may write still
		mkdir "$here"
		cd "$here" || return
		echo "with $editor:"
		"$@"
		term_end
	done
	[ $tried -gt 1 ] || skip "neither readline.so nor libedit.so was built"
}

needs_editor() {
	editor=$1
	has_editor "$1" || skip "$1.so was not built"
}

prompted() {
	TERM_ENV="COWSH_EDIT=$editor $*" term_start "$COWSH"
	term_sees '^%'
}

# The same inside a program that says how the shell ended (tmux does not always know).
prompted_and_watched() {
	# shellcheck disable=SC2016 # for the inner shell
	TERM_ENV="COWSH_EDIT=$editor" term_start sh -c \
		'"$0"; status=$?; echo; echo "ended with $status"; exec sleep 1000' "$COWSH"
	term_sees '^%'
}
