/*
 * Two tasks' files under /proc side by side: what a new task has from its creator, shares with it,
 * or has anew.  Reads status, stat, sched, limits, cgroup, ns, fd and maps (proc(5)).
 */
#ifndef COWSH_TASKDIFF_H
#define COWSH_TASKDIFF_H

#include <stdint.h>
#include <sys/types.h>

enum taskdiff_verdict {
	TASKDIFF_COPIED, /* the same value, in a structure of the task's own */
	TASKDIFF_SHARED, /* one structure: kcmp(2) says so, or both are links to one thing */
	TASKDIFF_RESET,	 /* 0 in the newborn */
	TASKDIFF_OWN,	 /* another value */
	TASKDIFF_GONE,	 /* the creator alone has it */
	TASKDIFF_ADDED	 /* the newborn alone has it */
};

struct taskdiff_row {
	const char *file; /* "status" */
	const char *key;
	const char *creator, *newborn; /* NULL where there is none */
	uint8_t verdict;	       /* enum taskdiff_verdict */
};

/* The function that taskdiff calls for a row, or (row NULL) for a file that could not be read, with
 * errno. */
typedef void taskdiff_receiver(void *context, const char *file, const struct taskdiff_row *row,
			       int error);

/* Compares, file by file.  `shared` is a word of clone flags: of CLONE_VM, FILES, FS, SIGHAND,
 * THREAD those that the two have in common. */
void taskdiff(pid_t creator, pid_t newborn, uint64_t shared, taskdiff_receiver *receive,
	      void *context);
/* The verdict on a pair of values; pure. */
enum taskdiff_verdict taskdiff_judge(const char *file, const char *key, const char *creator,
				     const char *newborn, uint64_t shared);
const char *taskdiff_word(enum taskdiff_verdict verdict); /* "copied" */

#endif
