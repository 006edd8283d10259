/*
 * Why a virtual subshell forks after all.
 */
#ifndef COWSH_LATE_FORK_H
#define COWSH_LATE_FORK_H

/* A virtual subshell's points of no return: what a journal frame can neither take back nor hide.
 * Before each the process forks, late.  X(enumerator, "sentence for explain and the documentation")
 */
#define LATE_FORK_REASONS(X)                                                                      \
	X(EXTERNAL, "an external command that is not the end of the subshell's body: its parent " \
		    "must be the subshell")                                                       \
	X(PIPELINE, "a pipeline with a process in it that is not the end of the subshell's body") \
	X(ASYNC, "an asynchronous list or coprocess: $! and its job belong to the subshell")      \
	X(SUBSHELL, "a subshell that must be a process (traps are set, or the policy says so)")   \
	X(PROCESS, "a process substitution: its process and descriptor are the subshell's")       \
	X(EXEC, "exec replaces the process")                                                      \
	X(KILL, "a signal is sent: the process it is meant for may be this one")                  \
	X(TRAP, "a trap is set: it belongs to the subshell's process alone")                      \
	X(ULIMIT, "a limit that is lowered cannot be raised again")                               \
	X(CLONE, "clone makes a child of the subshell's own")                                     \
	X(MONITOR, "set -m makes process groups")                                                 \
	X(PRIVILEGES, "privileges that are given up (set +p) do not come back")                   \
	X(HISTORY, "the history's list is never put back")                                        \
	X(KERNEL_TRACE, "forktrace follows processes: the subshell must be one")                  \
	X(SELF, "a path in /proc means the process that uses it: the subshell must be one")       \
	X(PID, "$BASHPID tells the subshell's process")                                           \
	X(DESCRIPTOR, "descriptor 1 is needed as a descriptor while output goes to memory")

enum late_fork_reason {
#define X(id, text) LATE_FORK_##id,
	LATE_FORK_REASONS(X)
#undef X
		LATE_FORK_COUNT
};

#endif
