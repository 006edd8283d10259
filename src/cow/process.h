/*
 * The readings of one process, for all the views of it.
 */
#ifndef COWSH_COW_PROCESS_H
#define COWSH_COW_PROCESS_H

#include "procmem.h"

/* Lines of status, in kB; anyone may read them.  X(enumerator, "name") */
#define STATUS_FIGURES(X)    \
	X(RSS, "VmRSS")      \
	X(ANON, "RssAnon")   \
	X(FILE, "RssFile")   \
	X(SHMEM, "RssShmem") \
	X(TABLES, "VmPTE")   \
	X(SWAP, "VmSwap")

enum status_figure {
#define X(id, name) STATUS_##id,
	STATUS_FIGURES(X)
#undef X
		STATUS_FIGURE_COUNT
};

struct cow_process {
	pid_t pid;
	struct process_stat stat;
	uint64_t status[STATUS_FIGURE_COUNT]; /* kB */
	uint32_t status_known;		      /* bit n: status[n] was there */
	struct memory_figures figures;	      /* smaps_rollup */
	int figures_errno;		      /* why there are none, or 0 */
};

/* Reads all but the mappings.  0; or the errno that there is no such process by. */
int cow_process_read(struct cow_process *process, pid_t pid);
/* True when it has memory of its own: kernel threads and processes that have ended do not. */
bool cow_process_has_memory(const struct cow_process *process);
/* NULL when a process of which cow_process_read gave this error has memory of its own; else why it
 * cannot be shown. */
const char *cow_process_reason(const struct cow_process *process, int error);
/* Mappings with their figures, appended.  0 or errno. */
int cow_mappings_read(pid_t pid, struct mapping_list *list);

#endif
