# The same steps at the prompts of bash and of cowsh with each of its editors: load helper, terminal, then
# this.
#
#	for_each_shell COMMAND...  the rest of the test with each, in a new directory
#	person                  the one at work: bash, or the editor of cowsh: readline, libedit, none
#	shell_start             starts it in a terminal; what startup contains is read first. When it ends,
#	                        the terminal shows "ended with STATUS"
#	shell_does TEXT         types a line, and waits for the next prompt
#	shell_at_prompt         waits for the prompt after the last one that was waited for; its $? is in $told
#	shell_pid               the process id of the shell
#	shell_end               ends it, whatever it does (teardown, too)
#	shell_children          the processes in its session but itself and the one that watches it
#	shell_owns FILE...      gives files to the user it runs as
#
# After logins_setup and logins_sshd (logins.bash) each is a login shell, started by an ssh into an account whose
# shell it is; its environment is that of the login.
#
# Prompts are counted in a file, by PROMPT_COMMAND: what the screen shows may be an older one's.
#
# shellcheck shell=bash

shells_setup() {
	here=$BATS_TEST_TMPDIR/cwd
	only_cowsh
	terminal_setup
	unset HISTSIZE HISTFILESIZE HISTCONTROL HISTIGNORE HISTTIMEFORMAT COWSH_EDIT TMOUT MAIL MAILPATH MAILCHECK
	export HOME=$here ENV='' HISTFILE=''
}

# No `||`, so that a line of the function that fails is the test's failure.
for_each_shell() {
	for person in bash readline libedit none; do
		case $person in
		readline | libedit) has_module "$person" || continue ;;
		esac
		until_true rm -rf -- "$here" # a shell that ends may write still
		mkdir "$here"
		shell_owns "$here"
		cd "$here" || return
		echo "with $person:"
		"$@"
		shell_end
	done
}

# The account to log in to: empty when nobody does.
shell_account() {
	local account=${login_user-}
	[ "$person" != bash ] || account=${login_bash_user-}
	[ -z "${login_ssh-}" ] || echo "$account"
}

shell_owns() {
	local account
	account=$(shell_account)
	[ -z "$account" ] || chown -R "$account" "$@"
}

# The words that start the shell, in `command`; what it reads first is `rc`.
shell_command() {
	local account
	account=$(shell_account)
	if [ "$account" ]; then
		echo "HISTFILE=; cd $here && . ./rc" | tee "$login_dir/home/$account/.bash_profile" \
			>"$login_dir/home/$account/.cowsh_profile"
		command=("${login_ssh[@]}" -o "SetEnv=COWSH_EDIT=$person" "$account@127.0.0.1")
	elif [ "$person" = bash ]; then
		command=(bash --rcfile rc)
	else
		command=("$COWSH" --rcfile rc)
	fi
}

# What is waited for is looked at with as few processes as can be: there are hundreds of waits.
shell_start() {
	local command
	# shellcheck disable=SC2016 # for the shell
	{
		echo 'PS1="\$ " PS2="> " PROMPT_COMMAND='\''told $?'\'
		echo 'told() { echo $1 >>prompts; }; ulimit -c 0; echo $$ >pid'
		[ ! -e startup ] || cat startup
	} >rc
	rm -f prompts
	prompts_seen=0
	shell_command
	# shellcheck disable=SC2016 # for the inner shell
	TERM_ENV="COWSH_EDIT=$person" term_start sh -c \
		'"$@"; status=$?; echo; echo "ended with $status"; exec sleep 1000' sh "${command[@]}"
	shell_at_prompt
	shell_session=$(ps -o sid= -p "$(shell_pid)")
}

shell_pid() {
	cat pid
}

more_prompts() {
	has_lines prompts $((prompts_seen + 1))
}

shell_at_prompt() {
	local lines
	until_true more_prompts || {
		echo "the prompt did not come back; the screen is:"
		term_screen
		return 1
	}
	mapfile -t lines <prompts
	prompts_seen=${#lines[@]}
	told=${lines[prompts_seen - 1]}
}

shell_does() {
	term_line "$1"
	shell_at_prompt
}

shell_children() {
	ps -o pid=,stat=,args= -s "$((shell_session))" | awk -v shell="$(shell_pid)" -v watcher="$((shell_session))" \
		'$1 != shell && $1 != watcher && $2 !~ /^Z/'
}

no_children() {
	[ -z "$(shell_children)" ]
}

# A shell that is busy may not hear that its terminal is gone: the watcher is who leads the session.
shell_end() {
	[ ! -s pid ] || kill -s KILL "$(shell_pid)" 2>/dev/null || true
	term_end
}
