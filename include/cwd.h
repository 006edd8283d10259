/*
 * Working directory, directory stack and file creation mask, changed through the journal.
 */
#ifndef COWSH_CWD_H
#define COWSH_CWD_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct shell;

/* The directory stack below the working directory, the youngest first: one heap block, never
 * changed but replaced. */
struct dirstack {
	uint32_t count;
	char *paths[]; /* in the block, too */
};

/* Working directory: sets cwd (copied), PWD and OLDPWD; pass NULL to learn cwd from getcwd(3).  0,
 * or -1 after a message: one of the two variables is readonly. */
int cwd_set(struct shell *sh, const char *path);
/* True when a path begins with exactly two slashes, which are kept: they may mean something else
 * than one (XBD 4.16). */
static inline bool path_has_two_slashes(const char *path)
{
	return path[0] == '/' && path[1] == '/' && path[2] != '/';
}
/* The working directory without symbolic links, from getcwd(3), in the scratch arena; with two
 * slashes in front where `like` has them.  NULL with errno. */
const char *cwd_physical(struct shell *sh, const char *like);
/* The directory stack (bash manual, 6.8.1).  `dirstack_set` copies; the paths may be those of the
 * old one.  `dirstack_at`: entry n, of which 0 is the working directory; NULL when there is
 * none. */
void dirstack_set(struct shell *sh, const char *const *paths, uint32_t count);
const char *dirstack_at(const struct shell *sh, uint32_t n);
void umask_set(struct shell *sh, mode_t mask);
mode_t umask_get(struct shell *sh);

#endif
