/*
 * Positional parameters, changed through the journal.
 */
#ifndef COWSH_PARAMS_H
#define COWSH_PARAMS_H

#include <stdbool.h>
#include <stdint.h>

struct shell;

/* Positional parameters.  values[count] is NULL.  Those of a function call point into the caller's
 * arena; those of `set` own one heap block. */
struct params {
	char **values;
	uint32_t count;
	void *owned; /* heap block to free, or NULL */
};

/* Positional parameters (set --, shift, function calls).  `params_set` copies. */
void params_set(struct shell *sh, char *const *values, uint32_t count);
/* false when there are fewer than n. */
bool params_shift(struct shell *sh, uint32_t n);
/* For a function call: installs values that the caller keeps alive, handing back what was there;
 * params_restore frees what `set` may have put in their place. */
struct params params_install(struct shell *sh, char **values, uint32_t count);
void params_restore(struct shell *sh, struct params saved);

#endif
