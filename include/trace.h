/*
 * What making processes cost: of the last command, for a prompt.
 *
 * All of it hangs off shell.trace, which is NULL while nobody asked for any; that pointer is the one
 * branch that a shell without tracing pays.
 */
#ifndef COWSH_TRACE_H
#define COWSH_TRACE_H

#include "shell.h"
#include "spawn.h"

/* The last complete command that was read and run, as a prompt wants to show it. */
struct trace_last {
	uint8_t strategy;   /* enum strategy of the last process this shell made for it;
	                       STRATEGY_IN_PROCESS: it made none */
	uint32_t processes; /* how many this shell made for it */
	pid_t pid;	    /* the last of them, 0 for none */
	uint64_t elapsed_ns;
	uint64_t user_us, system_us; /* CPU of the shell and of the children it has waited for */
};

/* Keeps struct trace_last from now on; for a shell with a prompt.  Four getrusage(2) calls a complete
 * command. */
void trace_last_keep(struct shell *sh);
/* false, and nothing given, when it is not kept or no command has been run yet. */
bool trace_last(const struct shell *sh, struct trace_last *into);

/* The executor's, around a complete command; only called while shell.trace is set. */
void trace_command_begin(struct shell *sh);
void trace_command_end(struct shell *sh);

/* The executor's, in the parent: a process was made.  Only called while shell.trace is set. */
void trace_process(struct shell *sh, enum strategy strategy, pid_t pid);

void trace_free(struct shell *sh);

#endif
