load helper

# What explain foretells of many commands, held against what strace(1) sees when they run; see tests/explain.

setup() {
	here=$BATS_TEST_DIRNAME/../explain
	only_cowsh
	command -v strace >/dev/null || skip "strace is not installed"
	command -v python3 >/dev/null || skip "python3 is not installed"
	! sanitized || skip "a sanitizer's own calls would be counted"
	! in_valgrind || skip "valgrind's own calls would be counted"
	strace -o /dev/null true 2>/dev/null || skip "ptrace is not permitted here"
}

hold() {
	python3 "$here/hold" "$@" "$here/commands"
}

@test "processes, clone flags, pipes, dups and opens are as explained" {
	hold auto
}

@test "they are as explained when every subshell and command is forked" {
	hold fork
}

@test "they are as explained under the policy vfork" {
	hold vfork
}

@test "they are as explained under the policy clone" {
	hold clone
}
