/*
 * Declarations that the files of `explain` share while a plan is made (explain.c): the state of the
 * rehearsal, the parts of the plan, and what is known of the way.  Nobody else includes it.
 */
#ifndef COWSH_REHEARSAL_H
#define COWSH_REHEARSAL_H

#include "explain.h"

#define UNKNOWN	  "\002unknown\002" /* in place of a value that only running tells */
#define PARTS_MAX 2000
#define CALLS_MAX 12 /* function calls within one another */

/* Why what comes next may not be reached, though what is around it runs. */
struct doubt {
	bool process;  /* this process, or subshell, may have ended */
	bool loop;     /* the loop around may have been left */
	uint32_t call; /* the function or dot script that deep may have returned; 0: none */
};

struct rehearsal {
	struct explain_plan *plan;
	size_t at;		   /* part that calls are counted for, or NO_PART */
	const struct node *merged; /* its part has been begun already */
	struct fd_calls counted;   /* as of sh->fds, up to the last look */
	struct doubt doubt;
	bool certain;  /* no branch around that may not be taken */
	bool known;    /* sh->status is what it would be */
	bool replaced; /* this process has executed a program: nothing counts any more */
	bool looked;   /* it has looked into a pipe, and has what that takes */
	uint64_t told; /* traps whose actions have been gone through */
	unsigned anew; /* builtins around that read text when they run */
	/* sh->function_depth at the beginning, and at the node around. */
	uint32_t first_call, calls;
};

static inline struct explain_part *rehearsal_part(struct rehearsal *r)
{
	return &r->plan->parts[r->at];
}

static inline struct strategy_choice rehearsal_in_process(enum strategy_reason reason)
{
	return (struct strategy_choice){STRATEGY_IN_PROCESS, (uint8_t)reason, 0};
}

/* explain_parts.c */
bool rehearsal_is_unknown(const char *text);
/* Leaves the calls since the last look uncounted. */
void rehearsal_skip(struct shell *sh);
/* Counts the calls since the last look for the part that is current. */
void rehearsal_charge(struct shell *sh);
/* A part inside the current one, which becomes current. */
void rehearsal_add_heading(struct shell *sh, const char *heading);
void rehearsal_add_node(struct shell *sh, const struct node *node);
/* The part around the current one is current again. */
void rehearsal_leave_part(struct shell *sh);
/* Gives the current part its strategy, which was chosen by these facts (NULL: by nothing but what
 * it is); one that has one gets a part inside it, of the node or the words.  True when that is
 * current now. */
bool rehearsal_choose(struct shell *sh, struct strategy_choice choice,
		      const struct spawn_facts *facts, const struct node *node, char *const *argv);
/* From here on anything may be different. */
void rehearsal_doubt_all(struct shell *sh);
void rehearsal_forget_variable(struct shell *sh, const char *name);
/* A frame that is no subshell's: what is saved in it is not called for by the command. */
void rehearsal_enter_frame(struct shell *sh, struct environment_frame *frame);

/* explain_nodes.c: what may be run, a node or a text, or (`certain`) is run first and then perhaps
 * again.  Its changes are put back, and not known after it. */
struct flow rehearsal_branch(struct shell *sh, const struct node *node, const char *text,
			     unsigned flags, bool certain);

/* explain_commands.c: what a child calls to carry out the plan. */
void rehearsal_count_plan(struct fd_calls *calls, const struct spawn_plan *plan);
/* A process has been made, whose end may run a trap. */
void rehearsal_note_child(struct shell *sh);

/* explain_processes.c: this process ends, by its EXIT trap. */
void rehearsal_end_process(struct shell *sh, const struct flow *flow);

#endif
