/*
 * Positional parameters, changed through the journal.
 */
#ifndef COWSH_PARAMS_H
#define COWSH_PARAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct shell;

/* Positional parameters.  values[count] is NULL.  Those of a function call point into the caller's
 * arena; those of `set` own one heap block. */
struct params {
	char **values;
	uint32_t count;
	void *owned; /* heap block to free, or NULL */
};

/* The last argument of the last simple command, which $_ is (bash manual, 3.4.2).  text lies in the
 * buffer, or in the tree of a program that is held; NULL: there was no command yet, and $_ is what
 * the shell was started by. */
struct last_argument {
	const char *text;
	char *buffer; /* heap, cap bytes; of the virtual subshell that runs now alone */
	size_t cap;
};

/* Copies text, which may be the value itself. */
void last_argument_keep(struct shell *sh, const char *text, size_t len);
/* The program whose tree the text may be in goes. */
void last_argument_outlive(struct shell *sh);

/* Positional parameters (set --, shift, function calls).  `params_set` copies; false, with nothing
 * changed, where memory is short. */
bool params_set(struct shell *sh, char *const *values, uint32_t count);
/* false when there are fewer than n. */
bool params_shift(struct shell *sh, uint32_t n);
/* For a function call: installs values that the caller keeps alive, handing back what was there;
 * params_restore frees what `set` may have put in their place. */
struct params params_install(struct shell *sh, char **values, uint32_t count);
void params_restore(struct shell *sh, struct params saved);

#endif
