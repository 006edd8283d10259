/*
 * The way a command ended.  The executor returns this small value, so that every frame is left
 * through its own exit: break, continue, return, exit and a failed expansion all travel up as it
 * does.
 */
#ifndef COWSH_FLOW_H
#define COWSH_FLOW_H

#include <stdbool.h>
#include <stdint.h>

enum flow_kind {
	FLOW_NEXT,     /* go on with the next command */
	FLOW_BREAK,    /* leave `level` enclosing loops */
	FLOW_CONTINUE, /* next round of the loop `level` up */
	FLOW_RETURN,   /* leave the function or dot script */
	FLOW_EXIT,     /* end the shell execution environment (EXIT trap runs where it ends) */
	FLOW_ERROR,    /* a shell error with the consequences of XCU 2.8.1: ends a non-interactive
	                  shell, drops an interactive one to its prompt.  The message is out. */
	FLOW_ABANDON, /* a failed expansion or assignment: the rest of the command line is abandoned, and
	                   whoever reads commands goes on with the next; a subshell ends, and a
	                   non-interactive shell in POSIX mode unless `level` says otherwise.  The
	                   message is out. */
	FLOW_INTERRUPT, /* SIGINT took an interactive shell back to its prompt */
	FLOW_SUBSHELL /* a virtual subshell has been split off into a process, which has ended with
	                   `status`: leave everything up to the frame in shell.leaving */
};

/* Levels of FLOW_ABANDON: it ends no script, not in POSIX mode either. */
enum {
	ABANDON_LINE = 1, /* whoever reads commands goes on */
	ABANDON_READERS	  /* `eval`, `.` and the like end: the reader of the script goes on */
};

struct flow {
	uint8_t kind; /* enum flow_kind */
	uint16_t
		level; /* FLOW_BREAK, FLOW_CONTINUE: loops still to leave, at least 1; FLOW_RETURN: $? before it */
	int32_t status; /* exit status, 0 to 255 */
};

static inline struct flow flow_next(int status)
{
	return (struct flow){FLOW_NEXT, 0, status};
}

static inline struct flow flow_make(enum flow_kind kind, int status)
{
	return (struct flow){(uint8_t)kind, 0, status};
}

#endif
