load helper

# Some of what `make failures` does: system calls and allocations of the shell fail, one a run, and it works all the same
# or says so (tests/robustness/failures.c).

# failing OPTION...: the scenarios under these.
failing() {
	local tool=${COWSH%/*}/tests/robustness code=0 suite=$BATS_TEST_DIRNAME/../robustness/scenarios
	only_cowsh
	! sanitized || skip "the leak checker does not work under ptrace"
	! in_valgrind || skip "valgrind makes system calls of its own"
	[ -x "$tool/failures" ] || skip "tests/robustness was not built"
	timeout $((300 * ${SLOWNESS:-1})) "$tool/failures" "$@" "$COWSH" "$suite"/* || code=$?
	[ $code -ne 77 ] || skip "no process can be traced here"
	return $code
}

@test "a system call that fails is told, or the shell does without, and is the same afterwards" {
	failing -p auto -n 31/7 -k '/(commands|pipelines|subshells|documents|traps)$'
}

@test "a wait that is interrupted goes on, also where others are looked at meanwhile" {
	failing -p auto -n 1 -c wait -k '/documents$'
}

@test "the same with each command in a process of its own" {
	failing -p fork -n 61/5 -k '/(commands|pipelines|subshells|documents|traps)$'
}

@test "what the kernel says of pages is told to be missing where it cannot be read" {
	failing -p auto -n 37/2 -k '/(pages|demo)$' -c ' pread64#'
}

@test "a child of the laboratory that kill(2) cannot end is ended all the same" {
	failing -p auto -k '/(sharing|demo)$' -c '^0 kill#'
}

@test "an allocation that fails is told, or the shell does without" {
	failing -a "${COWSH%/*}/tests/robustness/allocation.so" -p auto -n 13/3 -k '/(commands|pipelines|subshells|documents|traps)$'
}

@test "a here-document that cannot be written at once, or at all, is told with its reason" {
	failing -p auto -k /documents -c '^0 write#[1-3]$'
}

@test "lines of a pipe that cannot be read or taken out of it come once, or as an error" {
	failing -p auto -k /pipelines -c ' read#'
}

@test "a file or an output that cannot be read is no substitution's value" {
	failing -p auto -k /subshells -c '^0 (openat|read)#[3-6]$'
}

@test "what a pipeline's first stage cannot put into the pipe is told" {
	failing -p auto -k /subshells -c '^0.3 write#1$'
}

@test "a subshell whose output has not come to its place writes nowhere else" {
	failing -p fork -k /subshells -c '[.][0-9]+ dup2#'
}

@test "standard output that cannot be put back is closed, so that the file gets no more" {
	! in_valgrind || skip "valgrind keeps the limit of descriptors from dup2"
	! sanitized || skip "a sanitizer opens files of its own"
	shell -c '{ ulimit -n 1; echo in >&1; } >f; echo lost'
	fails 'cannot restore'
	prints
	[ "$(cat f)" = in ]
}

@test "a stage of a pipeline that is no process has a status for pipefail and PIPESTATUS" {
	failing -p vfork -k /subshells -c '^0.6 clone#1$'
}

@test "a terminal that cannot be read ends the shell with a message and 128" {
	failing -p auto -k /terminal -c '^0 (read#1[0-4]|ppoll#[23])$'
}

@test "the terminal and its mode come back to the shell where that failed at first" {
	failing -p auto -k /terminal -c '^0 ioctl#(2[2-5]|3[0-6])$'
}

@test "a job that cannot be continued is told" {
	failing -p auto -k /terminal -c '^0 kill#2$'
}
