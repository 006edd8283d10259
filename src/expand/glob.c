/*
 * Pathname expansion (XCU 2.6.6, 2.14.3).  A pattern is gone through component by component: those
 * without special characters are only appended to the path, the others are matched against the
 * names in a directory.  The types of a directory's entries are known from the listing; lstat(2) is
 * needed only behind components that were not listed.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "engine.h"
#include "late_fork.h"
#include "listing.h"
#include "mem.h"
#include "path.h"
#include "pattern.h"

struct glob {
	struct shell *sh;
	struct fields *fields;
	const char *end;   /* of the pattern */
	unsigned flags;	   /* enum pattern_flags */
	bool skips_dots;   /* . and .. are never matched (globskipdots) */
	bool any_depth;	   /* ** goes into directories (globstar) */
	const char *start; /* of the pattern */
	char *path;	   /* what is matched so far; in the scratch arena */
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

/* The end of the pattern was reached.  `type`: of the last name when a listing told it and nothing
 * was appended since, or DT_UNKNOWN. */
static void finish(struct glob *g, size_t path_len, int type)
{
	struct stat st;

	g->path[path_len] = '\0';
	if (type != DT_UNKNOWN || lstat(g->path, &st) == 0)
		add_match(g, path_len);
}

/* A component that names in a directory are held against. */
struct component {
	const char *pattern;
	size_t len;
	bool by_ends; /* and `ends` says which bytes of a name are to be the pattern's */
	struct pattern_ends ends;
};

static bool matches_by_pattern(const struct glob *g, const struct component *c, const char *name,
			       size_t len)
{
	unsigned flags = g->flags;

	if (name[0] == '.' && (name[1] == '\0' || (name[1] == '.' && name[2] == '\0'))) {
		if (g->skips_dots)
			return false;
		flags &= ~(unsigned)PATTERN_DOTS;
	}
	return pattern_match(c->pattern, c->len, name, len, flags);
}

static inline bool matches(const struct glob *g, const struct component *c, const char *name,
			   size_t len)
{
	const struct pattern_ends *ends = &c->ends;

	if (!c->by_ends || *name == '.')
		return matches_by_pattern(g, c, name, len);
	if (len < ends->before + ends->behind)
		return false;
	const char *behind = name + len - ends->behind, *wanted = c->pattern + ends->before + 1;
	return (!ends->before || memcmp(name, c->pattern, ends->before) == 0) &&
	       (!ends->behind || (name[len - 1] == c->pattern[c->len - 1] &&
				  memcmp(behind, wanted, ends->behind) == 0));
}

/* A name in the directory g->path that matches the last component is one of the results. */
static void add_name(struct glob *g, size_t path_len, const char *name, size_t len)
{
	char *path = arena_alloc(&g->sh->scratch, path_len + len + 1);

	memcpy(path, g->path, path_len);
	memcpy(path + path_len, name, len + 1);
	fields_add(g->sh, g->fields, path);
}

/* The search through one directory. */
struct search {
	struct glob *g;
	struct component component;
	size_t path_len;	       /* of the directory's path */
	bool is_last;		       /* component: what matches it is a result */
	struct entry *first, **behind; /* otherwise the matches, and where the next one goes */
};

/* Takes what matches out of records of getdents64(2). */
static void search_records(struct search *s, const char *records, size_t len)
{
	struct glob *g = s->g;
	const struct component component = s->component;
	size_t path_len = s->path_len;
	bool is_last = s->is_last;
	const struct dirent64 *d;

	for (const char *p = records; p < records + len; p += d->d_reclen) {
		d = (const struct dirent64 *)p;
		size_t name_len = strlen(d->d_name);
		if (!matches(g, &component, d->d_name, name_len))
			continue;
		if (is_last) {
			add_name(g, path_len, d->d_name, name_len);
			continue;
		}
		struct entry *entry = arena_alloc(&g->sh->scratch, sizeof(*entry) + name_len);
		*entry = (struct entry){.len = name_len, .type = d->d_type};
		memcpy(entry->name, d->d_name, name_len);
		*s->behind = entry;
		s->behind = &entry->next;
	}
}

static void search_directory(struct search *s, int fd, const struct listing_visit *visit)
{
	/* on the heap: the stack may be small (ulimit -s) */
	char *buffer = mem_alloc(LISTING_SIZE_MAX);
	ssize_t got, whole = 0;
	unsigned reads = 0;

	while ((got = getdents64(fd, buffer, LISTING_SIZE_MAX)) > 0) {
		search_records(s, buffer, (size_t)got);
		whole = got;
		reads++;
	}
	if (visit->is_to_be_kept && got == 0 && reads == 1)
		listing_keep(s->g->sh->listings, visit, buffer, (size_t)whole);
	mem_free(buffer);
}

/* The names in the directory g->path that a component matches, in the scratch arena; of the
 * pattern's last component they are results at once, and NULL is returned. */
static struct entry *list_directory(struct glob *g, const char *pattern, size_t len,
				    size_t path_len, bool is_last)
{
	struct search s = {
		.g = g,
		.component = {.pattern = pattern, .len = len},
		.path_len = path_len,
		.is_last = is_last,
		.behind = &s.first,
	};
	struct listing_visit visit;
	size_t known_len;

	g->path[path_len] = '\0';
	const char *path = path_len ? g->path : ".";
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	fd_count(&g->sh->fds, 0, 0, 1);
	s.component.by_ends = pattern_is_ends(pattern, len, g->flags, &s.component.ends);
	const char *known = listing_find(&g->sh->listings, path, fd, &visit, &known_len);
	if (known)
		search_records(&s, known, known_len);
	else
		search_directory(&s, fd, &visit);
	close(fd);
	return s.first;
}

/* A component with special characters. */
static void match_component(struct glob *g, const char *at, const char *end, size_t path_len)
{
	for (struct entry *entry =
		     list_directory(g, at, (size_t)(end - at), path_len, end == g->end);
	     entry; entry = entry->next) {
		if (entry->type != DT_DIR && entry->type != DT_LNK && entry->type != DT_UNKNOWN)
			continue; /* contains nothing */
		if (!path_reserve(g, path_len + entry->len + (size_t)(g->end - end) + 1))
			return;
		memcpy(g->path + path_len, entry->name, entry->len);
		walk(g, end, path_len + entry->len, entry->type);
	}
}

/* `**` as a whole component. */
static bool is_any_depth(const struct glob *g, const char *at, const char *end)
{
	return g->any_depth && end - at == 2 && at[0] == '*' && at[1] == '*';
}

/* The same of a directory, behind whose name there is a slash. */
static void finish_directory(struct glob *g, size_t path_len, int type, bool keeps_slash)
{
	struct stat st;

	g->path[path_len] = '\0';
	if (type != DT_DIR && stat(g->path, &st) != 0)
		return;
	while (!keeps_slash && path_len > 1 && g->path[path_len - 1] == '/')
		path_len--;
	add_match(g, path_len);
}

/* Behind the slashes at `at`. */
static const char *skip_slashes(const struct glob *g, const char *at)
{
	while (at < g->end && *at == '/')
		at++;
	return at;
}

/* The type of what is at the path, which not every file system tells in its listings. */
static uint8_t type_at(struct glob *g, size_t path_len)
{
	struct stat st;

	g->path[path_len] = '\0';
	return lstat(g->path, &st) == 0 ? IFTODT(st.st_mode) : DT_UNKNOWN;
}

/* Everything below the path: each name, or where more follows each directory, as if it stood there
 * in place of `**`.  Symbolic links are no way down, for there might be no end to it. */
static void descend(struct glob *g, const char *end, size_t path_len)
{
	const char *rest = skip_slashes(g, end);
	struct entry *entry =
		stack_guard_hit(&g->sh->guard) ? NULL : list_directory(g, "*", 1, path_len, false);

	for (; entry; entry = entry->next) {
		size_t len = path_len + entry->len;
		if (!path_reserve(g, len + (size_t)(g->end - end) + 2))
			return;
		memcpy(g->path + path_len, entry->name, entry->len);
		if (entry->type == DT_UNKNOWN)
			entry->type = type_at(g, len);
		bool is_link_to_list = entry->type == DT_LNK && rest == g->end;
		if (end < g->end && entry->type != DT_DIR && !is_link_to_list)
			continue;
		walk(g, end, len, entry->type);
		if (entry->type != DT_DIR)
			continue;
		g->path[len] = '/';
		descend(g, end, len + 1);
	}
}

/* `**` at `at`: nothing at all, or any number of directories.  Another one behind it adds nothing.
 * `type`: of the directory that was come to, when it is known to be one. */
static void match_any_depth(struct glob *g, const char *at, const char *end, size_t path_len,
			    int type)
{
	/* The directory itself keeps its slash where it was written as it is (bash). */
	bool keeps_slash = !pattern_is_special(g->start, (size_t)(at - g->start), g->flags);

	for (const char *next = end; next < g->end; next = end) {
		next = skip_slashes(g, next);
		const char *next_end = component_end(next, g->end);
		if (!is_any_depth(g, next, next_end))
			break;
		end = next_end;
		keeps_slash = false;
	}
	const char *rest = skip_slashes(g, end);
	if (rest < g->end)
		walk(g, rest, path_len, DT_DIR);
	else if (path_len > 0)
		finish_directory(g, path_len, type, keeps_slash || end < g->end);
	descend(g, end, path_len);
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
		if (is_any_depth(g, at, end)) {
			match_any_depth(g, at, end, path_len, type);
			return;
		}
		if (pattern_is_special(at, (size_t)(end - at), g->flags)) {
			match_component(g, at, end, path_len);
			return;
		}
		path_len += pattern_unescape(g->path + path_len, at, (size_t)(end - at));
		type = DT_UNKNOWN;
		at = end;
	}
	finish(g, path_len, type);
}

/* ---- what is left out ---------------------------------------------------------------------- */

/* Behind the bracket expression that begins at p, or p when none does. */
static const char *skip_bracket(const char *p)
{
	const char *at = p + 1;

	at += *at == '!' || *at == '^';
	at += *at == ']';
	while (*at && *at != ']') {
		char kind = *at == '[' && at[1] && strchr(":.=", at[1]) ? at[1] : 0;
		const char *inner = kind ? strchr(at + 2, kind) : NULL;
		at = inner && inner[1] == ']' ? inner + 2 : at + 1;
	}
	return *at ? at + 1 : p;
}

/* The length of the first pattern of GLOBIGNORE: up to a colon in neither brackets nor a group. */
static size_t ignored_length(const char *ignore, bool groups)
{
	const char *at = ignore, *next;
	size_t depth = 0;

	while (*at && (*at != ':' || depth)) {
		if (*at == '\\' && at[1]) {
			at += 2;
			continue;
		}
		if (*at == '[' && (next = skip_bracket(at)) != at) {
			at = next;
			continue;
		}
		if (groups && *at == '(' && at > ignore && strchr("?*+@!", at[-1]))
			depth++;
		else if (*at == ')' && depth)
			depth--;
		at++;
	}
	return *at || !depth ? (size_t)(at - ignore) : strcspn(ignore, ":");
}

/* A path as a whole, component by component: a star stands for no slash. */
static bool path_matches(const char *pattern, size_t len, const char *path, unsigned flags)
{
	for (;;) {
		const char *slash = memchr(pattern, '/', len);
		size_t part = slash ? (size_t)(slash - pattern) : len,
		       path_part = strcspn(path, "/");
		if (!slash != !path[path_part] ||
		    !pattern_match(pattern, part, path, path_part, flags))
			return false;
		if (!slash)
			return true;
		pattern += part + 1;
		len -= part + 1;
		path += path_part + 1;
	}
}

/* Leaves out what a pattern of GLOBIGNORE, between colons, matches. */
static void leave_out(struct glob *g, uint32_t first, const char *ignore)
{
	struct fields *fields = g->fields;
	unsigned flags = g->flags & ~(unsigned)(PATTERN_DOTS | PATTERN_PATHNAME);
	uint32_t kept = first;

	for (uint32_t i = first; i < fields->count; i++) {
		const char *path = fields->values[i];
		bool matched = false;
		for (const char *p = ignore; *p && !matched;) {
			size_t len = ignored_length(p, flags & PATTERN_EXTGLOB);
			matched = len && path_matches(p, len, path, flags);
			p += len + (p[len] == ':');
		}
		if (!matched)
			fields->values[kept++] = fields->values[i];
	}
	fields->count = kept;
}

/* ---- what a pattern that matches nothing gives --------------------------------------- */

/* Deals with a pattern that has no match.  False when it stands for itself. */
static bool without_match(struct shell *sh, const char *pattern, size_t len, struct fields *fields)
{
	if (OPT(sh, FAILGLOB) && !fields->no_match) {
		char *text = arena_strndup(&sh->scratch, pattern, len);
		text[pattern_unescape(text, text, len)] = '\0';
		fields->no_match = text;
		return true;
	}
	return OPT(sh, NULLGLOB);
}

bool glob_expand(struct shell *sh, const char *pattern, size_t len, struct fields *fields)
{
	uint32_t before = fields->count;
	const char *ignore = OPT(sh, POSIX) ? NULL : var_get(sh, "GLOBIGNORE");
	if (ignore && !*ignore)
		ignore = NULL;
	struct glob g = {
		.sh = sh,
		.fields = fields,
		.start = pattern,
		.end = pattern + len,
		.flags = PATTERN_PATHNAME | pattern_flags(sh) |
			 (OPT(sh, NOCASEGLOB) ? PATTERN_NOCASE : 0) |
			 (OPT(sh, DOTGLOB) || ignore ? PATTERN_DOTS : 0),
		.skips_dots = OPT(sh, GLOBSKIPDOTS) || ignore,
		.any_depth = OPT(sh, GLOBSTAR),
	};

	if (sh->virtual && path_names_process(sh, pattern)) {
		fields->left = sh->ops.late_fork(sh, LATE_FORK_SELF);
		if (fields->left.kind != FLOW_NEXT) {
			fields->failed = true;
			return true;
		}
	}
	walk(&g, pattern, 0, DT_UNKNOWN);
	if (__builtin_expect(ignore != NULL, 0))
		leave_out(&g, before, ignore);
	if (fields->count - before > 1)
		glob_sort(sh, fields->values + before, fields->count - before);
	return fields->count != before || without_match(sh, pattern, len, fields);
}
