load helper
load terminal
load shells
load logins
load programs

# terminal_programs.bats through ssh: into an account whose shell is cowsh, and one whose shell is bash.

setup_file() {
	logins_setup_file
	[ -d /etc/sudoers.d ] && [ "${login_user-}" ] || return 0
	printf '%s ALL=(ALL) NOPASSWD: ALL\n' "$login_user" "$login_bash_user" >"/etc/sudoers.d/$login_user"
	chmod 440 "/etc/sudoers.d/$login_user"
}

teardown_file() {
	[ -z "${login_user-}" ] || rm -f "/etc/sudoers.d/$login_user"
	logins_teardown_file
}

setup() {
	logins_setup
	shells_setup
	here=$login_dir/test/cwd
	mkdir -p "$here"
	logins_sshd
}

teardown() {
	shell_end
	logins_teardown
	[ -z "${login_dir-}" ] || rm -rf "$login_dir/test"
}

@test "the shell of the account is the one that ssh gives" {
	is_the_login_shell() {
		shell_start
		# shellcheck disable=SC2016 # for the shell
		shell_does 'echo "$0 $SHELL ${COWSH_EDIT-}"'
		term_sees "^-(bash|cowsh) $(getent passwd "$(shell_account)" | cut -d : -f 7) $person\$"
	}
	for_each_shell is_the_login_shell
}

@test "through ssh vim stops, goes on, is left and is killed as in bash" {
	programs_vim
}

@test "through ssh less stops, goes on, is left and is killed as in bash" {
	programs_less
}

@test "through ssh less at the end of a pipeline stops with the whole of it" {
	programs_less_in_pipeline
}

@test "through ssh top stops, goes on, is left and is killed as in bash" {
	programs_top
}

@test "through ssh git log in a pager stops, goes on, is left and is killed as in bash" {
	programs_git_log
}

@test "through ssh what sudo runs stops, goes on and is interrupted as in bash" {
	"${login_ssh[@]}" "$login_user@127.0.0.1" sudo -n true 2>/dev/null 3>&- ||
		skip "sudo is missing, or asks for a password"
	programs_sudo
}

@test "through ssh pipelines end early, stop and are killed as in bash" {
	programs_pipelines
}
