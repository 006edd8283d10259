load helper
load terminal
load logins

# Logging in as a user whose shell is cowsh: su and sshd.

setup_file() {
	logins_setup_file
	[ -z "${login_user-}" ] || printf '%s\n' 'PS1="login> "' >"$login_dir/home/$login_user/.cowshrc"
}

teardown_file() {
	logins_teardown_file
}

setup() {
	logins_setup
}

teardown() {
	logins_teardown
	[ -z "${term_socket-}" ] || terminal_teardown
}

# What a person does first in a session.
looks_around() {
	term_sees '^login> *$'
	term_line 'echo "I am $(id -un), $HOME, $SHLVL, $0"'
	term_sees "^I am $login_user, $login_dir/home/$login_user, 1, -cowsh"
	term_line 'ls -d / | cat'
	term_sees '^/$'
	term_line 'sleep 1000.25'
	term_runs 'sleep 1000.25'
	term_send C-z
	term_sees 'Stopped'
	term_line 'kill %1; wait; jobs; echo "over"'
	term_sees '^over'
	term_line 'exit 3'
}

@test "su - gives a login shell with job control" {
	command -v su >/dev/null || skip "su is not installed"
	# su and ssh close the terminal before they end; tmux then may hang them up, and the status is lost.
	term_start sh -c "su - $login_user; echo status \$?; sleep 1000"
	looks_around
	term_sees '^status 3'
}

@test "ssh gives a login shell, and ssh COMMAND runs a command" {
	logins_sshd
	local ssh=("${login_ssh[@]}" "$login_user@127.0.0.1")
	run "${ssh[@]}" 'echo "$0 $-"; exit 4' 3>&-
	[ "$status" -eq 4 ]
	[[ $output == *cowsh* && $output != *i* ]]
	run bash -c 'printf "echo from \$HOME\n" | "$@"' x "${ssh[@]}" 3>&-
	[[ $output == *"from $login_dir/home/$login_user"* ]]
	term_start sh -c '"$@"; echo "status $?"; sleep 1000' sh "${ssh[@]}"
	looks_around
	term_sees '^status 3'
}
