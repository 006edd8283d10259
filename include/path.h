/*
 * Where commands are, and what is remembered of it.
 */
#ifndef COWSH_PATH_H
#define COWSH_PATH_H

#include "shell.h"

/* Where commands are (XCU 2.9.1.4).  path_search: the executable regular file `name` (no slash) in
 * the current PATH, or in `path` when that is not NULL; a string in the scratch arena, or NULL with
 * errno ENOENT (not found) or EACCES (found but not executable; *found then names it when found is not
 * NULL). */
const char *path_search(struct shell *sh, const char *name, const char *path, const char **found);
/* The remembered location of a command, searched and remembered when there is none (unless hashall
 * is off); NULL with errno. */
const char *path_hashed(struct shell *sh, struct symbol *name);
/* Forgets remembered locations (`hash -r`, PATH assigned, cd with a relative PATH). */
void path_forget(struct shell *sh);
/* Bumps command_generation: resolved names are looked up again. */
static inline void commands_changed(struct shell *sh)
{
	sh->command_generation++;
}

#endif
