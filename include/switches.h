/*
 * Processes being made, switched to, executing and ending, as perf_event_open(2) shows them to an
 * ordinary user: of this process and all that come of it.
 */
#ifndef COWSH_SWITCHES_H
#define COWSH_SWITCHES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum switch_kind {
	SWITCH_MADE, /* at the end of copy_process, on the parent's processor */
	SWITCH_IN,   /* it runs from now on */
	SWITCH_EXEC,
	SWITCH_EXIT
};

struct switch_event {
	uint64_t time; /* nanoseconds, CLOCK_MONOTONIC */
	uint32_t cpu;
	uint8_t kind;	   /* enum switch_kind */
	pid_t pid, parent; /* of tasks; the parent of one that was made */
	char name[16];	   /* that it executes */
};

struct switch_ring;
struct switches {
	struct switch_ring *rings; /* heap, one a processor */
	size_t count;
};

/* Begins with this task and those that it makes from now on.  No descriptor stays open, and a child
 * does not have the rings.  0, or an errno: EACCES and EPERM where it is not permitted, ENOENT and
 * ENOSYS where the kernel has none of it. */
int switches_begin(struct switches *switches);
/* All that was recorded, in order of time, on the heap; *lost is how much there was no room for, at
 * least.  It ends with that. */
struct switch_event *switches_end_take(struct switches *switches, size_t *count, uint64_t *lost);

#endif
