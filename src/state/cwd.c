/* Working directory, directory stack and file creation mask. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "cwd.h"
#include "journal.h"
#include "mem.h"
#include "path.h"
#include "var.h"

static char *current_directory_dup(void)
{
	char *path = getcwd(NULL, 0);
	/* from mem.h's side of the heap, and absolute: "(unreachable)/x" is no place (getcwd(3)) */
	char *copy = path && *path == '/' ? mem_strdup(path) : NULL;

	free(path);
	return copy;
}

int cwd_set(struct shell *sh, const char *path)
{
	char *old = sh->cwd;
	int result = 0;

	sh->cwd = path ? mem_strdup(path) : current_directory_dup();
	if (old)
		result |= var_set_by_name(sh, "OLDPWD", old);
	if (sh->cwd)
		result |= var_set_by_name(sh, "PWD", sh->cwd);
	mem_free(old);
	if (sh->path_relative)
		path_forget(sh);
	return result;
}

const char *cwd_physical(struct shell *sh, const char *like)
{
	/* glibc's allocates as much as the path needs, which may exceed PATH_MAX. */
	char *path = getcwd(NULL, 0);
	if (!path)
		return NULL;
	size_t len = strlen(path), more = path_has_two_slashes(like);
	char *copy = arena_alloc(&sh->scratch, len + more + 1);
	copy[0] = '/';
	memcpy(copy + more, path, len + 1);
	free(path);
	return copy;
}

const char *dirstack_at(const struct shell *sh, uint32_t n)
{
	if (n == 0)
		return sh->cwd ? sh->cwd : ".";
	return sh->dirstack && n <= sh->dirstack->count ? sh->dirstack->paths[n - 1] : NULL;
}

void dirstack_set(struct shell *sh, const char *const *paths, uint32_t count)
{
	struct dirstack *stack = NULL;
	size_t size = sizeof(*stack) + count * sizeof(*stack->paths);
	char *text;

	for (uint32_t i = 0; i < count; i++)
		size += strlen(paths[i]) + 1;
	if (count) {
		stack = mem_alloc(size);
		stack->count = count;
		text = (char *)(stack->paths + count);
		for (uint32_t i = 0; i < count; i++) {
			stack->paths[i] = text;
			text = stpcpy(text, paths[i]) + 1;
		}
	}
	journal_save_dirstack(sh);
	mem_free(sh->dirstack);
	sh->dirstack = stack;
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
