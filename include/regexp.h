/*
 * Extended regular expressions (XBD 9.4) through regcomp(3), compiled once and kept by whoever
 * holds the struct regexp.  The shell sets no locale for the process: characters beyond ASCII are
 * matched in one of the expression's own.
 */
#ifndef COWSH_REGEXP_H
#define COWSH_REGEXP_H

#include <regex.h>
#include <stdbool.h>
#include <stddef.h>

enum regexp_flags {
	REGEXP_UTF8 = 1 << 0, /* characters, not bytes */
	REGEXP_NOCASE = 1 << 1
};

struct regexp;

/* *kept, which may be NULL, becomes this expression, compiled when it was another one.  0, or the
 * error of regcomp(3), for which *kept is NULL afterwards.  text is NUL-terminated. */
int regexp_compile(struct regexp **kept, const char *text, size_t len, unsigned flags);
/* Matches a NUL-terminated subject; with a match, *groups are the offsets of what matched and what
 * its parentheses did (-1 for those that took no part), *count of them, valid until the expression
 * is used again. */
bool regexp_match(struct regexp *regexp, const char *subject, const regmatch_t **groups,
		  size_t *count);
/* NULL is nothing. */
void regexp_free(struct regexp *regexp);
/* The message for an error of regcomp(3), cut to size. */
void regexp_error(int error, char *text, size_t size);

#endif
