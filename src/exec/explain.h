/*
 * The plan that `explain` tells of a command: a list of parts.  It is made by a rehearsal, in which
 * the executor goes through the command with the last steps left out.
 */
#ifndef COWSH_EXPLAIN_H
#define COWSH_EXPLAIN_H

#include "internal.h"

#define NO_PART SIZE_MAX

struct explain_part {
	char *text; /* heap */
	unsigned depth;
	size_t around; /* the part it is inside of, or NO_PART */
	bool chosen;   /* it has a strategy; else it is a heading */
	struct strategy_choice choice;
	struct spawn_facts facts; /* that it was chosen by */
	uint8_t policy;		  /* enum spawn_policy, likewise */
	bool unknown;		  /* the command's name is known only when it runs */
	bool unsure;		  /* it may not run: not counted */
	bool looks; /* what it calls is what the first look into a pipe takes: it is called once */
	bool anew;  /* its node is made when it runs: no record can be of this one */
	uint8_t late;  /* 1 + enum late_fork_reason: here a virtual subshell forks */
	bool stand_in; /* here a virtual subshell gets one */
	unsigned processes;
	struct fd_calls calls; /* of the shell, and of its children before they execute a program */
	/* Whose records are the part's (trace.h): of the node itself; of the body of a ( ) or $(
	 * ). */
	const struct node *node, *subshell, *substituted;
};

struct explain_plan {
	struct explain_part *parts; /* heap */
	size_t count, cap;
	bool at_least; /* there may be more of all than is counted */
	bool replaces; /* the shell itself is replaced by a program */
};

static inline bool explain_part_has_calls(const struct explain_part *part)
{
	return part->processes || part->calls.pipes || part->calls.dups || part->calls.opens;
}

#endif
