/*
 * The call stack (bash manual, 5.2: FUNCNAME, BASH_SOURCE, BASH_LINENO; 4.2: caller): functions,
 * scripts that `.` reads, and the script of the shell itself.  The records lie on the C stack of
 * the executor, which makes them.
 */
#ifndef COWSH_CALLSTACK_H
#define COWSH_CALLSTACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct function;
struct shell;

struct call {
	const struct call *outer;
	const struct function *function; /* NULL: a script */
	uint32_t line;			 /* where it was called; 0 for the shell's own script */
	char **argv;	    /* name and arguments, NULL at the end; of a script, its arguments' */
	const char *source; /* a script's */
};

/* The call's entry in FUNCNAME and in BASH_SOURCE; the text lives as long as the call. */
const char *call_name(const struct call *call);
const char *call_source(const struct shell *sh, const struct call *call);

uint32_t calls_depth(const struct call *call);
/* Calls from now on have their arguments in BASH_ARGV (shopt extdebug; bash manual, 5.2), and of
 * those around them the one that is under way the first time, unless older behaviour was asked
 * for. */
void calls_keep_arguments(struct shell *sh);
/* None of the calls under way will have their arguments there (shopt compat44 and older). */
void calls_keep_later_arguments(struct shell *sh);

#endif
