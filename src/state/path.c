/* The places of commands (XCU 2.9.1.4): the search through PATH, and remembering what it found. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "journal.h"
#include "mem.h"
#include "path.h"
#include "pattern.h"
#include "var.h"

void path_forget(struct shell *sh)
{
	sh->hash_generation++;
	sh->path_relative = false;
	commands_changed(sh);
}

/* Writes directory/name at `into`; an empty directory is the current one. */
static void join(char *into, const char *directory, size_t len, const char *name)
{
	if (len == 0) {
		directory = ".";
		len = 1;
	}
	memcpy(into, directory, len);
	if (into[len - 1] != '/')
		into[len++] = '/';
	strcpy(into + len, name);
}

/* 0 for an executable regular file, else errno's value. */
static int examine(const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0 || !S_ISREG(st.st_mode))
		return ENOENT;
	return faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) == 0 ? 0 : EACCES;
}

/* True when one of EXECIGNORE's patterns takes it out of what is found. */
static bool is_ignored(struct shell *sh, const char *candidate)
{
	const char *at = var_get(sh, "EXECIGNORE");
	size_t len;

	for (; at && *at; at += len + (at[len] == ':')) {
		len = strcspn(at, ":");
		if (pattern_match(at, len, candidate, strlen(candidate), sh->pattern_flags))
			return true;
	}
	return false;
}

/* Without PATH a name is that of a file in the working directory, as in bash and dash. */
static const char *search_here(struct shell *sh, const char *name, const char **found)
{
	int error = *name ? examine(name) : ENOENT;

	sh->path_relative = true;
	if (error == 0)
		return arena_strndup(&sh->scratch, name, strlen(name));
	if (error == EACCES && found)
		*found = arena_strndup(&sh->scratch, name, strlen(name));
	errno = error;
	return NULL;
}

const char *path_search(struct shell *sh, const char *name, const char *path, const char **found)
{
	const char *refused = NULL;
	size_t length = 0;
	bool own_path = !path;

	if (own_path) {
		struct symbol *variable = symbol_intern(&sh->symbols, "PATH", 4);
		path = var_text(sh, variable, &length);
	} else {
		length = strlen(path);
	}
	if (!path)
		return search_here(sh, name, found);
	/* no file has so long a name; it may be more than memory holds again */
	if (!*name || strnlen(name, PATH_MAX) == PATH_MAX) {
		errno = ENOENT;
		return NULL;
	}
	char *candidate = arena_alloc(&sh->scratch, length + strlen(name) + 3);
	for (const char *at = path;; at++) {
		size_t len = strcspn(at, ":");
		if (own_path && *at != '/')
			sh->path_relative = true;
		join(candidate, at, len, name);
		int error = examine(candidate);
		if (error == 0 && !is_ignored(sh, candidate))
			return candidate;
		if (error == EACCES && !refused)
			refused = arena_strndup(&sh->scratch, candidate, strlen(candidate));
		at += len;
		if (!*at)
			break;
	}
	if (refused && found)
		*found = refused;
	errno = refused ? EACCES : ENOENT;
	return NULL;
}

char *path_join(struct arena *arena, const char *directory, size_t len, const char *name)
{
	size_t name_len = strlen(name);
	char *path = arena_alloc(arena, len + 1 + name_len + 1);

	memcpy(path, directory, len);
	if (len > 0 && path[len - 1] != '/')
		path[len++] = '/';
	memcpy(path + len, name, name_len + 1);
	return path;
}

bool path_is_directory(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

bool path_names_process(const struct shell *sh, const char *path)
{
	static const char proc[] = "/proc/";
	bool in_proc = strncmp(path, proc, sizeof(proc) - 1) == 0;

	if (!in_proc && (*path == '/' || !sh->cwd || strcmp(sh->cwd, "/proc") != 0))
		return false;
	const char *name = in_proc ? path + sizeof(proc) - 1 : path;
	size_t len = strcspn(name, "/");
	return (len == 4 && memcmp(name, "self", len) == 0) ||
	       (len == 11 && memcmp(name, "thread-self", len) == 0);
}

const char *path_remembered(const struct shell *sh, const struct symbol *name)
{
	return name->hash_generation == sh->hash_generation ? name->hashed_path : NULL;
}

const char *path_told(struct shell *sh, const char *path)
{
	if (*path == '/' || strncmp(path, "./", 2) == 0 || examine(path) != 0)
		return path;
	return path_join(&sh->scratch, ".", 1, path);
}

const char *path_refusal(struct shell *sh, const char *path)
{
	if (!OPT(sh, RESTRICTED))
		return NULL;
	if (strchr(path, '/'))
		return "restricted";
	return path_search(sh, path, NULL, NULL) ? NULL : "not found";
}

void path_remember(struct shell *sh, struct symbol *name, const char *path)
{
	journal_save_path(sh, name);
	if (!name->hashed_path || strcmp(name->hashed_path, path) != 0) {
		mem_free(name->hashed_path);
		name->hashed_path = mem_strdup(path);
	}
	name->hash_generation = sh->hash_generation;
	name->hash_hits = 0;
}

void path_forget_one(struct shell *sh, struct symbol *name)
{
	journal_save_path(sh, name);
	mem_free(name->hashed_path);
	name->hashed_path = NULL;
}

const char *path_hashed(struct shell *sh, struct symbol *name)
{
	if (name->hashed_path && name->hash_generation == sh->hash_generation) {
		journal_save_path(sh, name);
		name->hash_hits++;
		return name->hashed_path;
	}
	const char *path = path_search(sh, name->name, NULL, NULL);
	if (!path || !OPT(sh, HASHALL))
		return path;
	path_remember(sh, name, path);
	name->hash_hits = 1;
	return name->hashed_path;
}

void builtin_enable(struct shell *sh, struct symbol *name, const struct builtin *builtin)
{
	journal_save_builtin(sh, name);
	name->builtin = builtin;
	commands_changed(sh);
}
