load helper
load terminal
load shells
load programs

# Programs that people run at a prompt: stopped, listed, sent to the background and back, killed and left.
# The same keys go to bash and to cowsh with each of its editors, and the screens are compared; after each
# program the terminal is to be as it was before.

setup() {
	shells_setup
}

teardown() {
	shell_end
}

@test "vim stops, goes on, is left and is killed as in bash" {
	programs_vim
}

@test "less stops, goes on, is left and is killed as in bash" {
	programs_less
}

@test "less at the end of a pipeline stops with the whole of it" {
	programs_less_in_pipeline
}

@test "top stops, goes on, is left and is killed as in bash" {
	programs_top
}

@test "git log in a pager stops, goes on, is left and is killed as in bash" {
	programs_git_log
}

@test "what sudo runs stops, goes on and is interrupted as in bash" {
	sudo -n true 2>/dev/null || skip "sudo is missing, or asks for a password"
	programs_sudo
}

@test "pipelines end early, stop and are killed as in bash" {
	programs_pipelines
}
