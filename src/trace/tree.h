/*
 * Records as a tree, and its critical path, for those that show them.
 */
#ifndef COWSH_TRACE_TREE_H
#define COWSH_TRACE_TREE_H

#include "internal.h"

#define TREE_NONE	SIZE_MAX
/* A tree deeper than this (endless recursion) has the rest of its path in the record where it is
 * cut. */
#define TREE_DEPTH_MOST 1000

/* The tree of who is inside whom, by index; the root of all is no record. */
struct branch {
	size_t child; /* the first, TREE_NONE for none */
	size_t next;  /* its next sibling, in the order of their beginning */
	uint64_t from, to;
	bool critical;
};

struct step {
	size_t record; /* the list's count: the root of all, while nothing was running */
	uint64_t from, to;
};

struct tree {
	const struct trace_list *list;
	struct branch *branches; /* heap: one a record, and the root of all behind them */
	struct step *steps;	 /* heap: the critical path, first step first */
	size_t step_count, step_cap;
};

void tree_make(struct tree *tree, const struct trace_list *list);
void tree_free(struct tree *tree);
/* Nanoseconds of the critical path in each record, and behind them in none (heap, the caller's). */
uint64_t *tree_path_sums(const struct tree *tree);
/* "fork", "thread"; "-" for a process that was there before. */
const char *record_how_made(const struct trace_record *record);
/* "0", "sig 9", or "-" where it is not known. */
void record_add_status(struct strbuf *into, const struct trace_record *record);
/* True when the command is what was executed: not when a process goes on with the program of its
 * maker. */
bool record_executes(const struct trace_record *record);

#endif
