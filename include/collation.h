/*
 * The order of strings by the locale (XBD 7.3.2): by the bytes in the POSIX locale and in C.UTF-8,
 * else as LC_ALL, LC_COLLATE or LANG name it.  A locale is loaded when strings are first compared
 * under it, not when it is named.
 */
#ifndef COWSH_COLLATION_H
#define COWSH_COLLATION_H

#include <locale.h>
#include <string.h>
#include "shell.h"

/* The locale that decides; (locale_t)0 when the bytes do, also where the locale is not there.
 * Valid until a variable that names it changes. */
locale_t collation_locale(struct shell *sh);
/* As strcmp(3); strings that the locale holds for equal are told apart by their bytes. */
int collate_by(locale_t locale, const char *a, const char *b);
/* Sets shell.collates from the variables: called by their hook. */
void collation_hook(struct shell *sh);
void collation_free(struct shell *sh);

static inline int collate(struct shell *sh, const char *a, const char *b)
{
	return __builtin_expect(sh->collates, 0) ? collate_by(collation_locale(sh), a, b)
						 : strcmp(a, b);
}

#endif
