/*
 * The search for commands, and the memory of the places found.
 */
#ifndef COWSH_PATH_H
#define COWSH_PATH_H

#include "shell.h"

/* The search for commands (XCU 2.9.1.4).  path_search: the executable regular file `name` (no
 * slash) in the current PATH, or in `path` when that is not NULL; a string in the scratch arena, or
 * NULL with errno ENOENT (not found) or EACCES (found but not executable; *found then names it when
 * found is not NULL). */
const char *path_search(struct shell *sh, const char *name, const char *path, const char **found);
/* The remembered location of a command, searched and remembered when there is none (unless hashall
 * is off); NULL with errno. */
const char *path_hashed(struct shell *sh, struct symbol *name);
/* The remembered location, or NULL. */
const char *path_remembered(const struct shell *sh, const struct symbol *name);
/* A remembered location as it is told and run: one that is relative, and is there, with `./` before
 * it; in the scratch arena. */
const char *path_told(struct shell *sh, const char *path);
/* Remembers this as the location of the command; forgets it. */
void path_remember(struct shell *sh, struct symbol *name, const char *path);
void path_forget_one(struct shell *sh, struct symbol *name);
/* Forgets remembered locations (`hash -r`, PATH assigned, cd with a relative PATH). */
void path_forget(struct shell *sh);
/* True when a path in /proc means the process that uses it (self, thread-self), which a virtual
 * subshell is not. */
bool path_names_process(const struct shell *sh, const char *path);
bool path_is_directory(const char *path);
/* directory[0, len) and the name behind it, with one slash between; the name alone when the
 * directory is empty.  In the arena. */
char *path_join(struct arena *arena, const char *directory, size_t len, const char *name);
/* Appends the path with small errors in its components mended, by the names that are there.  false
 * when one has no name near it, or memory was short. */
bool path_respell(const char *path, struct strbuf *into);
/* Gives the name its builtin, or (NULL) takes it away. */
void builtin_enable(struct shell *sh, struct symbol *name, const struct builtin *builtin);
/* Bumps command_generation: resolved names are looked up again. */
static inline void commands_changed(struct shell *sh)
{
	sh->command_generation++;
}

/* Why a file may not be remembered as the location of a command, or NULL: in a restricted shell
 * only what PATH leads to may. */
const char *path_refusal(struct shell *sh, const char *path);

#endif
