/*
 * Small errors in pathnames: for `cd` with the option cdspell (bash manual, 4.3.2), and for a key
 * of the line editor.
 */
#include <dirent.h>
#include <limits.h>
#include <string.h>
#include "path.h"
#include "strbuf.h"

/* The distance of a name from the text typed; the smaller, the likelier. */
enum distance { SAME, TWO_EXCHANGED, ONE_WRONG, ONE_MISSING, ONE_ADDED, FAR };

static enum distance distance_of(const char *typed, const char *name)
{
	while (*typed && *typed == *name) {
		typed++;
		name++;
	}
	if (!*typed && !*name)
		return SAME;
	if (*typed && *name) {
		if (typed[1] && typed[0] == name[1] && typed[1] == name[0] &&
		    strcmp(typed + 2, name + 2) == 0)
			return TWO_EXCHANGED;
		if (strcmp(typed + 1, name + 1) == 0)
			return ONE_WRONG;
	}
	if (*name && strcmp(typed, name + 1) == 0)
		return ONE_MISSING;
	return *typed && strcmp(typed + 1, name) == 0 ? ONE_ADDED : FAR;
}

/* Appends the name in the directory `into` (empty: the working directory) that is nearest to what
 * was typed. */
static bool add_nearest(struct strbuf *into, const char *typed)
{
	DIR *directory = opendir(into->len ? strbuf_text(into) : ".");
	enum distance best = FAR;
	struct strbuf found = STRBUF_INIT;
	struct dirent *entry;

	while (directory && best != SAME && (entry = readdir(directory))) {
		enum distance distance = distance_of(typed, entry->d_name);

		/* one letter instead of another is no error but another name */
		if (distance >= best || (distance != SAME && strlen(typed) < 2) ||
		    strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		best = distance;
		strbuf_reset(&found);
		strbuf_adds(&found, entry->d_name);
	}
	if (directory)
		closedir(directory);
	strbuf_add(into, strbuf_text(&found), found.len);
	strbuf_free(&found);
	return best != FAR;
}

bool path_respell(const char *path, struct strbuf *into)
{
	while (*path) {
		size_t slashes = strspn(path, "/"), len;
		char name[NAME_MAX + 1];

		strbuf_add(into, path, slashes);
		path += slashes;
		len = strcspn(path, "/");
		if (len > NAME_MAX)
			return false;
		memcpy(name, path, len);
		name[len] = '\0';
		path += len;
		if (!len || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
			strbuf_adds(into, name);
		else if (!add_nearest(into, name))
			return false;
	}
	return !into->failed;
}
