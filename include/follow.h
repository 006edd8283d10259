/*
 * Following the processes of any program, by ptrace(2): who made whom and with which clone flags,
 * what each executed, when it ended and how.  The records are those of trace.h, of the kinds
 * process, thread and attached, so that what reads a shell's trace reads these.
 *
 * The follower is a process of its own, which does nothing else: wait4(2) gives it what happens to
 * all that it follows.  When it ends, the kernel lets go of whom it still holds, and they run on.
 */
#ifndef COWSH_FOLLOW_H
#define COWSH_FOLLOW_H

#include "trace.h"

struct follow_task;

struct follow {
	struct trace_list list;	   /* in the order in which they came to be */
	struct follow_task *tasks; /* heap: who lives */
	size_t task_count, task_cap;
	pid_t root;	/* the command that is followed from its birth; 0 when attached */
	unsigned depth; /* of this PID namespace in that of /proc, for attaching */
	bool root_ended;
	int root_status; /* its wait(2) status, when it has ended */
};

/* Takes hold of a process that is to be followed from its birth, which waits at its gate; `flags`
 * made it to run `command`.  0 or an errno. */
int follow_newborn(struct follow *follow, pid_t pid, uint64_t flags, const char *command);
/* Takes hold of a running process with its threads and descendants.  0, or the errno of the process
 * itself. */
int follow_attach(struct follow *follow, pid_t pid);
/* Follows until all have ended; or one of the signals in `ends` has come, which are blocked from
 * here on; or, once the root has ended, SIGINT has; or `seconds` (0: no limit) are over.  Then
 * those that live are let go.  The signal, or 0. */
int follow_run(struct follow *follow, const sigset_t *ends, double seconds);
void follow_free(struct follow *follow);

#endif
