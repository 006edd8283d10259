/*
 * Declarations that the rooms of src/spawn share: the context that outlives a plan (child stacks,
 * what the kernel turned out not to know), and the steps from a finished plan to a process.
 */
#ifndef COWSH_CREATION_H
#define COWSH_CREATION_H

#include "spawn.h"

/* Functions that may run in memory or on a stack that is not their process's own. */
#define CHILD_SIDE __attribute__((no_sanitize("address", "undefined")))

/* The call that makes a child with flags of its own; a step down is remembered (valgrind, sandboxes
 * and old kernels do not know clone3). */
enum creation_call { CREATE_CLONE3, CREATE_CLONE, CREATE_VFORK };

/* One mapping: a guard page, a stack, this header, room for a copy of a plan. */
struct spawn_block {
	struct spawn_block *next;
	void *mapping;
	size_t mapping_size;
	char *stack; /* lowest address above the guard page */
	size_t stack_size;
	char *room; /* for the plan's copy */
	size_t room_size;
	uint32_t running; /* cleared and woken by the kernel when the child leaves this memory
	                                by exec or exit (CLONE_CHILD_CLEARTID) */
	void *page;	  /* newborn.c: mapping to give back with it, or NULL */
	size_t page_size;
};

struct spawn_context {
	struct spawn_block *idle;
	struct spawn_block *busy; /* a child may be using it: stopped between creation and exec */
	uint8_t call;		  /* enum creation_call */
	bool no_clear_sighand;	  /* clone3 without CLONE_CLEAR_SIGHAND: before Linux 5.5 */
};

/* context.c */

/* The shell's context, made on first use. */
struct spawn_context *spawn_context_get(struct shell *sh);
/* In a forked child: what is shared with the parent is let go. */
void spawn_context_after_fork(struct spawn_context *context);
/* A block nobody uses, with at least this much room; NULL with errno.  spawn_block_give takes it
 * back and keeps it from use until its child is gone from it. */
struct spawn_block *spawn_block_take(struct spawn_context *context, size_t room_size);
void spawn_block_give(struct spawn_context *context, struct spawn_block *block);

/* copy.c */

/* Bytes that a copy of the plan and all it points to take. */
size_t spawn_plan_copy_size(const struct spawn_plan *plan);
struct spawn_plan *spawn_plan_copy(const struct spawn_plan *plan, char *room);

/* create.c */

/* One child by the strategy, EAGAIN tried again with growing pauses.  The pid, or -1 with errno. */
pid_t spawn_create(struct spawn_context *context, struct spawn_plan *plan, enum strategy strategy);
/* Sleeps before the next try; false when there were enough of them. */
bool spawn_pause(unsigned *tries);
/* fork(2), EAGAIN tried again with growing pauses. */
pid_t spawn_fork(void);

/* create.c: blocks signals (bit n for signal n, bit 0 for 64), so that a child gets those that come
 * before it has set what it does at them, and gives back the mask before, for
 * spawn_release_signals. */
uint64_t spawn_hold_signals(uint64_t signals);
void spawn_release_signals(uint64_t before);

/* Until the child has left this memory, or has been stopped on the way, or is gone. */
void spawn_wait_for_exec(const struct spawn_block *block, pid_t pid);
/* True when the child was stopped, or died, or is none of ours. */
bool spawn_child_has_news(pid_t pid);
/* valgrind ends a program that makes a clone call other than those of fork, vfork and threads. */
bool spawn_under_valgrind(void);
/* clone_*.S: clone3(2) whose child calls fn(arg) on the stack in args; a pid or -errno. */
long spawn_clone3_call(struct clone_args *args, size_t size, int (*fn)(void *), void *arg);

/* spawn.c */

/* Says that there is no process, and sets errno to the error.  -1. */
pid_t spawn_report_failure(struct shell *sh, int error);
/* Pays what is owed to files, so that other processes see them as if nothing had been buffered. */
void spawn_settle_debts(struct shell *sh);
/* First thing in a child that goes on as a shell. */
void spawn_become_subshell(struct shell *sh);

/* body.c */

/* Signals with a handler get their default action; what is ignored stays so, as it would in any
 * child. */
void spawn_handlers_to_default(void);

/* child.c */

/* Steps of a plan, for who takes them in the child's place. */
void spawn_take_terminal(const struct spawn_plan *plan);
/* Bit n stands for signal n, bit 0 for signal 64. */
void spawn_set_signals(uint64_t signals, void (*disposition)(int));

/* The first thing a held child does: waits until the word is not 0. */
void spawn_wait_at_gate(const uint32_t *gate);

/* Carries out the plan in the calling process, which it replaces or ends. */
void spawn_child_run(const struct spawn_plan *plan) __attribute__((noreturn));
/* Its last step: returns only when no file could be executed, with what is to be said of it. */
void spawn_execute(const struct spawn_plan *plan, struct exec_failure *failure);
/* The same as the first function on a stack of its own. */
int spawn_child_start(void *plan);

#endif
