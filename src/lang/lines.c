/*
 * An index of the lines of a text, by their bytes: here-documents that stand in one another are
 * found without reading the innermost lines once for each of them.
 */
#include "lang.h"

#define NO_LINE UINT32_MAX

struct line_index {
	const char **starts; /* of each line, and the text's end */
	uint32_t count;
	uint32_t mask;	 /* places in the next two, less one */
	uint32_t *first; /* by hash: the first line, or NO_LINE */
	uint32_t *seen;	 /* by hash: a line that is not behind where the last search began */
	uint32_t *next;	 /* of each line: the next one with its hash */
};

static uint32_t hash_line(const char *line, size_t len)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)line[i]) * 16777619u;
	return hash ^ hash >> 16;
}

static size_t line_length(const struct line_index *index, uint32_t line)
{
	size_t len = (size_t)(index->starts[line + 1] - index->starts[line]);

	return len && index->starts[line][len - 1] == '\n' ? len - 1 : len;
}

static void find_starts(struct line_index *index, const char *text, size_t len)
{
	uint32_t cap = 64;

	index->starts = mem_alloc(cap * sizeof(*index->starts));
	for (const char *at = text, *end = text + len; at < end; index->count++) {
		if (index->count + 1 == cap) {
			cap *= 2;
			index->starts = mem_realloc(index->starts, cap * sizeof(*index->starts));
		}
		index->starts[index->count] = at;
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		at = newline ? newline + 1 : end;
	}
	index->starts[index->count] = text + len;
}

struct line_index *line_index_new(const char *text, size_t len)
{
	struct line_index *index = mem_zalloc(sizeof(*index));

	find_starts(index, text, len);
	index->mask = 63;
	while (index->mask < index->count)
		index->mask = 2 * index->mask + 1;
	index->first = mem_alloc((index->mask + 1) * sizeof(*index->first));
	index->seen = mem_alloc((index->mask + 1) * sizeof(*index->seen));
	index->next = mem_alloc((index->count + 1) * sizeof(*index->next));
	memset(index->first, 0xff, (index->mask + 1) * sizeof(*index->first));
	for (uint32_t i = index->count; i-- > 0;) {
		uint32_t place = hash_line(index->starts[i], line_length(index, i)) & index->mask;
		index->next[i] = index->first[place];
		index->first[place] = i;
	}
	memcpy(index->seen, index->first, (index->mask + 1) * sizeof(*index->seen));
	return index;
}

void line_index_free(struct line_index *index)
{
	if (!index)
		return;
	mem_free(index->starts);
	mem_free(index->first);
	mem_free(index->seen);
	mem_free(index->next);
	mem_free(index);
}

uint32_t line_index_at(const struct line_index *index, const char *at)
{
	uint32_t low = 0, high = index->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (index->starts[middle] < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const char *line_index_find(struct line_index *index, const char *text, uint32_t *line)
{
	size_t len = strlen(text);
	uint32_t place = hash_line(text, len) & index->mask, i = index->seen[place];

	if (i == NO_LINE || i > *line)
		i = index->first[place];
	while (i != NO_LINE && i < *line)
		i = index->next[i];
	index->seen[place] = i;
	while (i != NO_LINE &&
	       (line_length(index, i) != len || memcmp(index->starts[i], text, len) != 0))
		i = index->next[i];
	if (i == NO_LINE)
		return NULL;
	*line = i;
	return index->starts[i];
}
