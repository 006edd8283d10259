/* Working directory and file creation mask. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "journal.h"
#include "mem.h"
#include "var.h"

static char *current_directory_dup(void)
{
	char *path = getcwd(NULL, 0);
	/* from mem.h's side of the heap, and absolute: "(unreachable)/x" is no place (getcwd(3)) */
	char *copy = path && *path == '/' ? mem_strdup(path) : NULL;

	free(path);
	return copy;
}

void cwd_set(struct shell *sh, const char *path)
{
	char *old = sh->cwd;

	sh->cwd = path ? mem_strdup(path) : current_directory_dup();
	if (old)
		var_set_by_name(sh, "OLDPWD", old);
	if (sh->cwd)
		var_set_by_name(sh, "PWD", sh->cwd);
	mem_free(old);
	if (sh->path_relative)
		path_forget(sh);
}

void umask_set(struct shell *sh, mode_t mask)
{
	journal_save_umask(sh);
	umask(mask);
	sh->umask = mask;
}

mode_t umask_get(struct shell *sh)
{
	if (sh->umask == (mode_t)-1) {
		sh->umask = umask(022);
		umask(sh->umask);
	}
	return sh->umask;
}
