/*
 * The order of pathname expansion's results: by name, in the locale's order (XCU 2.14.3), or as
 * GLOBSORT says (bash manual, 5.2).
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "collation.h"
#include "engine.h"
#include "mem.h"

enum sort_key { BY_NAME, BY_NUMBER, BY_SIZE, BY_MTIME, BY_ATIME, BY_CTIME, BY_BLOCKS, UNSORTED };

static const char *const key_names[] = {
	[BY_NAME] = "name",	[BY_NUMBER] = "numeric", [BY_SIZE] = "size",
	[BY_MTIME] = "mtime",	[BY_ATIME] = "atime",	 [BY_CTIME] = "ctime",
	[BY_BLOCKS] = "blocks", [UNSORTED] = "nosort",
};

/* A path with what it is sorted by. */
struct sorted {
	char *path;
	struct timespec value; /* a time; other numbers in tv_sec */
	locale_t locale;       /* of what has the same value: collation.h */
	bool descending;
};

/* A path with the first eight bytes behind what all of them begin with, as one number: most pairs
 * are told apart by that. */
struct keyed {
	uint64_t key;
	char *path;
};

static size_t common_length(char *const *paths, size_t count)
{
	const char *first = paths[0];
	size_t common = strlen(first);

	for (size_t i = 1; i < count; i++) {
		size_t len = 0;
		while (len < common && paths[i][len] == first[len])
			len++;
		common = len;
	}
	return common;
}

static uint64_t key_of(const char *text)
{
	uint64_t key = 0;

	for (int i = 0; i < 8; i++) {
		key = key << 8 | (unsigned char)*text;
		text += *text != '\0';
	}
	return key;
}

static inline bool is_before(const struct keyed *a, const struct keyed *b)
{
	return a->key != b->key ? a->key < b->key : strcmp(a->path, b->path) < 0;
}

/* Few items are put in their places one by one; more, in halves that are merged with the help of
 * `spare`.  qsort(3) with its calls takes a third more instructions for a whole expansion of 100
 * names. */
static void sort_keyed(struct keyed *items, size_t count, struct keyed *spare)
{
	if (count <= 6) {
		for (size_t i = 1; i < count; i++) {
			struct keyed item = items[i];
			size_t at = i;
			for (; at > 0 && is_before(&item, &items[at - 1]); at--)
				items[at] = items[at - 1];
			items[at] = item;
		}
		return;
	}
	size_t half = count / 2;
	const struct keyed *left = spare, *left_end = spare + half;
	const struct keyed *right = items + half, *end = items + count;

	sort_keyed(items, half, spare);
	sort_keyed(items + half, count - half, spare);
	memcpy(spare, items, half * sizeof(*items));
	while (left < left_end)
		*items++ = right < end && is_before(right, left) ? *right++ : *left++;
}

static void sort_by_name(char **paths, size_t count)
{
	struct keyed *items = mem_alloc((count + count / 2) * sizeof(*items));
	size_t common = common_length(paths, count);

	for (size_t i = 0; i < count; i++)
		items[i] = (struct keyed){key_of(paths[i] + common), paths[i]};
	sort_keyed(items, count, items + count);
	for (size_t i = 0; i < count; i++)
		paths[i] = items[i].path;
	mem_free(items);
}

static int compare_sorted(const void *a, const void *b)
{
	const struct sorted *one = a, *other = b;
	const struct timespec *x = &one->value, *y = &other->value;
	int order = x->tv_sec != y->tv_sec     ? (x->tv_sec < y->tv_sec ? -1 : 1)
		    : x->tv_nsec != y->tv_nsec ? (x->tv_nsec < y->tv_nsec ? -1 : 1)
					       : 0;

	if (!order)
		order = collate_by(one->locale, one->path, other->path);
	return one->descending ? -order : order;
}

/* Names that are no numbers come behind all numbers. */
static struct timespec number_of(const char *path)
{
	const char *name = strrchr(path, '/');
	name = name ? name + 1 : path;
	if (!*name || name[strspn(name, "0123456789")])
		return (struct timespec){.tv_sec = INT64_MAX};
	return (struct timespec){.tv_sec = strtoll(name, NULL, 10)};
}

static struct timespec value_of(const char *path, enum sort_key key)
{
	struct stat st = {0};

	if (key == BY_NUMBER)
		return number_of(path);
	if (key != BY_NAME && stat(path, &st) < 0 && lstat(path, &st) < 0)
		return (struct timespec){0};
	switch (key) {
	case BY_SIZE:
		return (struct timespec){.tv_sec = st.st_size};
	case BY_BLOCKS:
		return (struct timespec){.tv_sec = st.st_blocks};
	case BY_MTIME:
		return st.st_mtim;
	case BY_ATIME:
		return st.st_atim;
	case BY_CTIME:
		return st.st_ctim;
	case BY_NAME:
	case BY_NUMBER:
	case UNSORTED:
		break;
	}
	return (struct timespec){0};
}

static void sort_by(char **paths, size_t count, enum sort_key key, locale_t locale, bool descending)
{
	struct sorted *sorted = mem_alloc(count * sizeof(*sorted));

	for (size_t i = 0; i < count; i++)
		sorted[i] = (struct sorted){paths[i], value_of(paths[i], key), locale, descending};
	qsort(sorted, count, sizeof(*sorted), compare_sorted);
	for (size_t i = 0; i < count; i++)
		paths[i] = sorted[i].path;
	mem_free(sorted);
}

void glob_sort(struct shell *sh, char **paths, size_t count)
{
	const char *order = OPT(sh, POSIX) ? NULL : var_get(sh, "GLOBSORT");
	bool descending = order && *order == '-';
	enum sort_key key = BY_NAME;

	if (order && (*order == '-' || *order == '+'))
		order++;
	if (order && *order) {
		while (key <= UNSORTED && strcmp(order, key_names[key]) != 0)
			key++;
		if (key > UNSORTED) { /* no known order: by name */
			key = BY_NAME;
			descending = false;
		}
	}
	if (key == UNSORTED)
		return;
	locale_t locale = collation_locale(sh);
	if (key == BY_NAME && !descending && !locale)
		sort_by_name(paths, count);
	else
		sort_by(paths, count, key, locale, descending);
}
