/*
 * The views of the `cow` builtin: a process's memory by what is shared and what is its own, page by
 * page, live, and a demonstration in which a child's pages leave the shared set one by one.  Every
 * number is read from the kernel in the run that shows it; what cannot be read is said to be
 * missing, and why.
 */
#ifndef COWSH_COW_H
#define COWSH_COW_H

#include "shell.h"

/* The form in which a report is shown. */
struct cow_style {
	const char *who; /* for messages: the builtin's name */
	unsigned width;	 /* of the output, in columns */
	bool folds;	 /* it is a terminal, whose width no line is to pass */
	bool colour;
	bool json;
	double seconds; /* cow_why: to look for so long */
};

/* Reports on the processes, one after the other; `pages`: mapping by mapping and page by page.
 * Exit status: 0, or 1 when one of them could not be looked at at all (reported). */
int cow_report(struct shell *sh, const struct cow_style *style, const pid_t *pids, size_t count,
	       bool pages);

/* A process with its descendants: what each takes, pages by how many of them map them, and what one
 * more child would come to.  Exit status: 0, or 1 when there is no such process (reported). */
int cow_family(struct shell *sh, const struct cow_style *style, pid_t pid);

/* Which writes of a process break sharing, by what they hit and by whom they are.  Exit status: 0,
 * or 1 when it cannot be looked at (reported). */
int cow_why(struct shell *sh, const struct cow_style *style, pid_t pid);

/* Follows a process in a live view until a key ends it, a signal wants the shell, or the process
 * ends.  Exit status: 0, or 1 when there is no terminal, no such process, or none that may be
 * looked at (reported). */
int cow_live(struct shell *sh, const struct cow_style *style, pid_t pid);

/* The sides that write in the demonstration.  X(enumerator, "name") */
#define COW_WRITERS(X)      \
	X(CHILD, "child")   \
	X(PARENT, "parent") \
	X(BOTH, "both")

enum cow_writer {
#define X(id, name) COW_WRITER_##id,
	COW_WRITERS(X)
#undef X
};

/* The settings of the demonstration. */
struct cow_demo {
	uint64_t size;	/* bytes, more than 0; rounded up to whole pages */
	uint64_t steps; /* 0: as many as suit */
	bool huge;	/* in transparent huge pages, where they are to be had */
	bool frames;	/* show both sides of each page after each step */
	enum cow_writer writer;
};

/* Memory of that size, a child by fork(2) that writes to it step by step, and after each step what
 * the kernel says of every page in both.  Exit status: 0; 1 when something failed (reported) or a
 * page contradicted what was to be expected of it (said in the report); 128 and the signal's number
 * after one that wants the shell. */
int cow_demo(struct shell *sh, const struct cow_style *style, const struct cow_demo *request);
/* The page tables that fork(2) copies of memory of that size, mapped in one way after the other,
 * and of the shell's own mappings.  Exit status as of cow_demo. */
int cow_fork_tables(struct shell *sh, const struct cow_style *style,
		    const struct cow_demo *request);
/* The demonstration in a live view of both sides, a step at each look. */
int cow_live_demo(struct shell *sh, const struct cow_style *style, const struct cow_demo *request);

#endif
