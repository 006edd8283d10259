/*
 * Files as candidates: of a directory, along a pathname, and the programs in PATH.
 */
#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "completion.h"
#include "expand.h"
#include "var.h"

/* A directory being looked through. */
struct listing {
	struct candidates *c;
	DIR *dir;
	const char *base; /* what names begin with */
	size_t base_len;
	const char *before; /* put in front of each name */
	enum file_kinds kinds;
	bool hidden;
};

static bool is_directory(const struct listing *l, const struct dirent *entry)
{
	struct stat st;

	if (entry->d_type != DT_LNK && entry->d_type != DT_UNKNOWN)
		return entry->d_type == DT_DIR;
	return fstatat(dirfd(l->dir), entry->d_name, &st, 0) == 0 && S_ISDIR(st.st_mode);
}

static bool is_program(const struct listing *l, const char *name)
{
	struct stat st;

	return fstatat(dirfd(l->dir), name, &st, 0) == 0 && S_ISREG(st.st_mode) &&
	       faccessat(dirfd(l->dir), name, X_OK, AT_EACCESS) == 0;
}

static bool is_wanted(const struct listing *l, const char *name)
{
	if (name[0] == '.' && l->base_len == 0 &&
	    (!l->hidden || name[1] == '\0' || (name[1] == '.' && name[2] == '\0')))
		return false;
	return candidates_match(l->c, name, l->c->prefix_len - l->base_len);
}

static void list_entry(struct listing *l, const struct dirent *entry, struct strbuf *value)
{
	if (!is_wanted(l, entry->d_name))
		return;
	bool directory = is_directory(l, entry);
	if (l->kinds == FILES_DIRECTORIES && !directory)
		return;
	if (l->kinds == FILES_PROGRAMS && !directory && !is_program(l, entry->d_name))
		return;
	strbuf_reset(value);
	strbuf_adds(value, l->before);
	strbuf_adds(value, entry->d_name);
	candidates_force(l->c, strbuf_text(value), NULL,
			 CANDIDATE_FILE | (directory ? CANDIDATE_DIRECTORY : 0));
}

static void list(struct listing *l, const char *directory)
{
	struct strbuf value = STRBUF_INIT;
	const struct dirent *entry;

	l->dir = opendir(directory);
	if (!l->dir)
		return;
	while ((entry = readdir(l->dir)) && !candidates_stopped(l->c))
		list_entry(l, entry, &value);
	closedir(l->dir);
	strbuf_free(&value);
}

void source_directory(struct candidates *c, const char *directory, enum file_kinds kinds,
		      bool hidden)
{
	struct listing l = {.c = c,
			    .base = c->prefix,
			    .base_len = c->prefix_len,
			    .before = "",
			    .kinds = kinds,
			    .hidden = hidden};

	list(&l, directory);
}

/* The directory that a prefix ending in a slash names, ~ expanded. */
static const char *directory_of(struct candidates *c, const char *before)
{
	if (!*before)
		return ".";
	if (*before != '~')
		return before;
	const char *slash = strchr(before, '/');
	const char *home = tilde_directory(c->sh, before + 1, (size_t)(slash - before) - 1);
	if (!home)
		return before;
	char *joined = arena_alloc(c->arena, strlen(home) + strlen(slash) + 1);
	return strcat(strcpy(joined, home), slash);
}

void source_files(struct candidates *c, enum file_kinds kinds, bool hidden)
{
	const char *slash = strrchr(c->prefix, '/');
	size_t before_len = slash ? (size_t)(slash - c->prefix) + 1 : 0;
	struct listing l = {.c = c,
			    .base = c->prefix + before_len,
			    .base_len = c->prefix_len - before_len,
			    .before = arena_strndup(c->arena, c->prefix, before_len),
			    .kinds = kinds,
			    .hidden = hidden};

	struct arena_mark mark = arena_mark(&c->sh->scratch);
	list(&l, directory_of(c, l.before));
	arena_release(&c->sh->scratch, mark);
}

/* ---- programs -------------------------------------------------------------------------------- */

static void list_programs(struct candidates *c, const char *directory)
{
	struct listing l = {.c = c, .base = c->prefix, .base_len = c->prefix_len};
	const struct dirent *entry;

	l.dir = opendir(*directory ? directory : ".");
	if (!l.dir)
		return;
	while ((entry = readdir(l.dir)) && !candidates_stopped(c))
		if (entry->d_type != DT_DIR && is_wanted(&l, entry->d_name) &&
		    is_program(&l, entry->d_name))
			candidates_add(c, entry->d_name, NULL, 0);
	closedir(l.dir);
}

void source_programs(struct candidates *c)
{
	const char *path = var_get(c->sh, "PATH");

	while (path && !candidates_stopped(c)) {
		const char *end = strchrnul(path, ':');
		list_programs(c, arena_strndup(c->arena, path, (size_t)(end - path)));
		path = *end ? end + 1 : NULL;
	}
}
