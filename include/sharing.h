/*
 * The resources that two tasks share, by kcmp(2) and by /proc/PID/ns: the other side of clone's
 * flags.
 */
#ifndef COWSH_SHARING_H
#define COWSH_SHARING_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum sharing_answer {
	SHARING_YES,
	SHARING_NO,
	SHARING_UNKNOWN,
	SHARING_NEITHER /* neither of the two has such a thing */
};

struct sharing {
	const char *what;   /* "memory", "mount namespace" */
	const char *source; /* "KCMP_VM" or "ns/mnt" */
	uint64_t flag; /* shared: this flag shares it; a namespace: this flag makes a new one */
	bool is_namespace;
	uint8_t answer;	    /* enum sharing_answer */
	int error;	    /* errno with SHARING_UNKNOWN */
	const char *caveat; /* why YES may mean that neither has one; NULL for nothing to add */
	int type;	    /* KCMP_*, of what is compared by kcmp(2) */
};

#define SHARING_MAX 16

/* Compares two tasks (process or thread ids) into rows[SHARING_MAX]; how many rows. */
unsigned sharing_compare(pid_t one, pid_t other, struct sharing *rows);
/* True when a row has a caveat that sharing_settle may remove. */
bool sharing_is_ambiguous(const struct sharing *rows, unsigned count);
/* Tells tasks that share a thing from tasks that both have none, by two fresh processes, which have
 * none: `one` has what they have, or something else.  A caveat stays where the fresh ones
 * differ. */
void sharing_settle(pid_t one, const pid_t fresh[2], struct sharing *rows, unsigned count);

/* The other task that a single one is best compared with: its thread group's leader when it is a
 * thread, else its parent.  0 when there is none to be seen, with errno of its status file, or 0
 * where that names none. */
pid_t sharing_counterpart(pid_t pid, bool *is_thread);

#endif
