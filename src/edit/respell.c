/*
 * The pathname that a misspelt one is for: in each directory along it, the name that is there, else the one that
 * differs by one slip of the fingers.
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "expand.h"
#include "internal.h"

/* Slips, the likelier first. */
enum slip { SLIP_NONE, SLIP_SWAPPED, SLIP_OTHER, SLIP_MISSING, SLIP_ADDED, SLIP_MORE };

/* What was typed, and the name it may be for. */
static enum slip compare(const char *typed, const char *name)
{
	while (*typed && *typed == *name) {
		typed++;
		name++;
	}
	if (!*typed && !*name)
		return SLIP_NONE;
	if (*typed && *name) {
		if (typed[1] == name[0] && name[1] == typed[0] && strcmp(typed + 2, name + 2) == 0)
			return SLIP_SWAPPED;
		if (strcmp(typed + 1, name + 1) == 0)
			return SLIP_OTHER;
	}
	if (*name && strcmp(typed, name + 1) == 0)
		return SLIP_MISSING;
	if (*typed && strcmp(typed + 1, name) == 0)
		return SLIP_ADDED;
	return SLIP_MORE;
}

/* Appends the name of the directory's entry that is most like this one; false when none is. */
static bool add_likeliest(const char *directory, const char *typed, struct strbuf *into)
{
	DIR *dir = opendir(*directory ? directory : ".");
	const struct dirent *entry;
	enum slip best = SLIP_MORE;
	size_t before = into->len;

	while (dir && (entry = readdir(dir))) {
		bool dots = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
		enum slip slip = dots && strcmp(entry->d_name, typed) != 0
					 ? SLIP_MORE
					 : compare(typed, entry->d_name);
		if (slip >= best)
			continue;
		best = slip;
		strbuf_truncate(into, before);
		strbuf_adds(into, entry->d_name);
	}
	if (dir)
		closedir(dir);
	return best != SLIP_MORE;
}

static bool respell(const char *path, struct strbuf *into)
{
	while (*path) {
		size_t slashes = strspn(path, "/"), len = strcspn(path + slashes, "/");
		strbuf_add(into, path, slashes);
		path += slashes;
		if (!len)
			break;
		char *typed = strndup(path, len), *directory = strdup(strbuf_text(into));
		bool found = typed && directory && add_likeliest(directory, typed, into);
		free(typed);
		free(directory);
		if (!found)
			return false;
		path += len;
	}
	return true;
}

char *host_respell(struct editor_host *host, const char *path)
{
	struct shell *sh = host->sh;
	struct strbuf whole = STRBUF_INIT, result = STRBUF_INIT;
	struct arena_mark mark = arena_mark(&sh->scratch);
	size_t name = *path == '~' ? strcspn(path, "/") : 0;
	const char *home = name ? tilde_directory(sh, path + 1, name - 1) : NULL;

	strbuf_adds(&whole, home ? home : "");
	strbuf_adds(&whole, home ? path + name : path);
	arena_release(&sh->scratch, mark);
	char *answer = respell(strbuf_text(&whole), &result) ? strdup(strbuf_text(&result)) : NULL;
	strbuf_free(&whole);
	strbuf_free(&result);
	return answer;
}
