/*
 * Declarations that the files of the forktrace builtin share.
 */
#ifndef COWSH_FORKTRACE_H
#define COWSH_FORKTRACE_H

#include "builtin.h"
#include "trace.h"

/* The request of the command line. */
struct forktrace {
	enum trace_key key;
	void (*export)(const struct trace_list *list, struct outbuf *out);
	size_t most; /* rows, 0 for all */
	bool json;
	const char *file; /* NULL: this shell */
};

/* The options of a command of its own, from argv[*first] on: each goes to `set`, which says what is
 * wrong with its argument, or NULL.  FLOW_NEXT with status -1, and the first operand in *first: go
 * on. */
struct flow forktrace_scan(struct shell *sh, int argc, char **argv,
			   const struct builtin_option *options,
			   const char *(*set)(void *request, int option, const char *argument),
			   void *request, int *first);
/* The records asked for; false after a message. */
bool forktrace_list(struct shell *sh, char **argv, const char *file, struct trace_list *list);
/* forktrace [OPTION...] -- COMMAND; and attach, whose word is argv[first - 1]. */
struct flow forktrace_command(struct shell *sh, int argc, char **argv);
struct flow forktrace_attach(struct shell *sh, int argc, char **argv, int first);
/* forktrace advise, whose word is argv[first - 1]. */
struct flow forktrace_advise(struct shell *sh, int argc, char **argv, int first);
/* The live view. */
struct flow forktrace_top(struct shell *sh, char **argv, const struct forktrace *wanted);

#endif
