/*
 * The builtins of this shell: main gives them to the environment.
 */
#ifndef COWSH_BUILTIN_TABLE_H
#define COWSH_BUILTIN_TABLE_H

#include "builtin.h"

/* Lets names stand for the builtins, and gives `help` its subjects. */
void builtins_register(struct shell *sh);

/* Sorted by name; ends with a NULL name. */
extern const struct builtin builtin_table[];
/* Ends with a NULL name. */
extern const struct help_subject help_subjects[];
extern const struct help_construct help_constructs[];

#endif
