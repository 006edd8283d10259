/*
 * What the rooms of `explain` share: the plan as a list of parts, and counting the calls of each.
 */
#ifndef COWSH_EXPLAIN_H
#define COWSH_EXPLAIN_H

#include "internal.h"

/* Expected system calls: of the shell, and of its children before they execute a program. */
struct explain_calls {
	unsigned processes; /* fork, vfork, clone */
	unsigned pipes;
	unsigned dups;	/* dup2(2), dup3(2), fcntl(2) with F_DUPFD */
	unsigned opens; /* of redirections */
};

struct explain_part {
	char *text; /* heap */
	unsigned depth;
	bool chosen; /* it has a strategy; else it is a heading */
	struct strategy_choice choice;
	bool unknown; /* the command's name is known only when it has been expanded */
	bool unsure;  /* in a loop or a branch: once, for the count */
	uint8_t late; /* 1 + enum late_fork_reason: here a virtual subshell forks */
	struct explain_calls calls;
	/* Whose records are the part's (trace.h): of the node itself; of the body of a ( ) or $( ). */
	const struct node *node, *subshell, *substituted;
};

struct explain_plan {
	struct explain_part *parts; /* heap */
	size_t count, cap;
};

/* explain_calls.c */

/* The ends of pipes, and /dev/null in the background, become descriptors of a child. */
void calls_of_placement(struct explain_calls *calls, const struct placement *place,
			bool job_control);
/* A pipeline's stage without a process. */
void calls_of_stage_inside(struct explain_calls *calls, const struct placement *place);
/* An external command whose output the shell collects. */
void calls_of_capture(struct explain_calls *calls);
/* What becomes of a descriptor that was open before a redirection. */
enum explain_keeping {
	KEEPS_NOTHING,	  /* a child was made for the command: nothing is put back */
	KEEPS_ONLY,	  /* it is kept, and given up when the command is done */
	KEEPS_AND_RETURNS /* it is kept, and put back */
};
/* Redirections as a child's plan, on this process, and lightly. */
void calls_of_plan(struct explain_calls *calls, const struct redir *redirs);
void calls_of_frame(struct explain_calls *calls, const struct redir *redirs,
		    enum explain_keeping keeping);
void calls_of_light(struct explain_calls *calls, const struct redir *redirs);
/* All parts together. */
struct explain_calls calls_in_all(const struct explain_plan *plan);

#endif
