/*
 * Pathname expansion (XCU 2.6.6, 2.14.3).  A pattern is gone through component by component: those
 * without special characters are only appended to the path, the others are matched against the names in
 * a directory.  What a directory's entries are is known from the listing; lstat(2) is needed only behind
 * components that were not listed.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "engine.h"
#include "mem.h"
#include "pattern.h"

struct glob {
	struct shell *sh;
	struct fields *fields;
	const char *end; /* of the pattern */
	unsigned flags;	 /* enum pattern_flags */
	char *path;	 /* what is matched so far; in the scratch arena */
	size_t cap;
};

/* An entry of a directory that a component matched. */
struct entry {
	struct entry *next;
	size_t len;
	uint8_t type; /* DT_... of readdir(3) */
	char name[];
};

static void walk(struct glob *g, const char *at, size_t path_len, int type);

static bool path_reserve(struct glob *g, size_t len)
{
	if (len < g->cap)
		return true;
	char *path = arena_try_grow(&g->sh->scratch, g->path, g->cap, 2 * len + 1);
	if (!path) {
		g->fields->failed = true;
		return false;
	}
	g->path = path;
	g->cap = 2 * len + 1;
	return true;
}

/* The end of the component at s: the next slash, behind a backslash or not. */
static const char *component_end(const char *s, const char *end)
{
	while (s < end && *s != '/') {
		if (*s == '\\' && s + 1 < end) {
			if (s[1] == '/')
				break;
			s++;
		}
		s++;
	}
	return s;
}

/* Appends the slashes at `at` to the path. */
static const char *copy_slashes(struct glob *g, const char *at, size_t *path_len)
{
	for (;;) {
		if (at < g->end && *at == '/')
			at++;
		else if (at + 1 < g->end && at[0] == '\\' && at[1] == '/')
			at += 2;
		else
			return at;
		g->path[(*path_len)++] = '/';
	}
}

static void add_match(struct glob *g, size_t path_len)
{
	fields_add(g->sh, g->fields, arena_strndup(&g->sh->scratch, g->path, path_len));
}

/* The end of the pattern was reached.  `type`: of the last name when a listing told it and nothing was
 * appended since, or DT_UNKNOWN. */
static void finish(struct glob *g, size_t path_len, int type)
{
	struct stat st;

	g->path[path_len] = '\0';
	if (type != DT_UNKNOWN || lstat(g->path, &st) == 0)
		add_match(g, path_len);
}

static bool entry_matches(const struct glob *g, const char *pattern, size_t len, const char *name,
			  size_t name_len)
{
	if (name[0] == '.' && (name[1] == '\0' || (name[1] == '.' && name[2] == '\0')))
		return false;
	return pattern_match(pattern, len, name, name_len, g->flags);
}

#define ENTRIES_SIZE 16384

/* The names in the directory g->path that a component matches, in the scratch arena. */
static struct entry *list_directory(struct glob *g, const char *pattern, size_t len,
				    size_t path_len)
{
	struct entry *first = NULL, **last = &first;
	ssize_t got;

	g->path[path_len] = '\0';
	int fd = open(path_len ? g->path : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	/* on the heap: the stack may be small (ulimit -s) */
	char *buffer = mem_alloc(ENTRIES_SIZE);
	while ((got = getdents64(fd, buffer, ENTRIES_SIZE)) > 0) {
		const struct dirent64 *d;
		for (char *p = buffer; p < buffer + got; p += d->d_reclen) {
			d = (const struct dirent64 *)p;
			size_t name_len = strlen(d->d_name);
			if (!entry_matches(g, pattern, len, d->d_name, name_len))
				continue;
			struct entry *entry =
				arena_alloc(&g->sh->scratch, sizeof(*entry) + name_len);
			*entry = (struct entry){.len = name_len, .type = d->d_type};
			memcpy(entry->name, d->d_name, name_len);
			*last = entry;
			last = &entry->next;
		}
	}
	mem_free(buffer);
	close(fd);
	return first;
}

/* A component with special characters. */
static void match_component(struct glob *g, const char *at, const char *end, size_t path_len)
{
	for (struct entry *entry = list_directory(g, at, (size_t)(end - at), path_len); entry;
	     entry = entry->next) {
		bool may_contain =
			entry->type == DT_DIR || entry->type == DT_LNK || entry->type == DT_UNKNOWN;
		if (end < g->end && !may_contain)
			continue;
		if (!path_reserve(g, path_len + entry->len + (size_t)(g->end - end) + 1))
			return;
		memcpy(g->path + path_len, entry->name, entry->len);
		walk(g, end, path_len + entry->len, entry->type);
	}
}

static void walk(struct glob *g, const char *at, size_t path_len, int type)
{
	if (stack_guard_hit(&g->sh->guard) ||
	    !path_reserve(g, path_len + (size_t)(g->end - at) + 1))
		return;
	while (at < g->end) {
		size_t before = path_len;
		at = copy_slashes(g, at, &path_len);
		if (at == g->end && type == DT_DIR && path_len > before)
			break; /* a slash behind what is known to be a directory */
		const char *end = component_end(at, g->end);
		if (pattern_is_special(at, (size_t)(end - at))) {
			match_component(g, at, end, path_len);
			return;
		}
		path_len += pattern_unescape(g->path + path_len, at, (size_t)(end - at));
		type = DT_UNKNOWN;
		at = end;
	}
	finish(g, path_len, type);
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

bool glob_expand(struct shell *sh, const char *pattern, size_t len, struct fields *fields)
{
	uint32_t before = fields->count;
	struct glob g = {
		.sh = sh,
		.fields = fields,
		.end = pattern + len,
		.flags = PATTERN_PATHNAME | (sh->utf8 ? PATTERN_UTF8 : 0),
	};

	walk(&g, pattern, 0, DT_UNKNOWN);
	if (fields->count == before)
		return false;
	if (fields->count - before > 1)
		qsort(fields->values + before, fields->count - before, sizeof(*fields->values),
		      compare);
	return true;
}
