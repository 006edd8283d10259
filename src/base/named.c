/* Arrays of entries that are sorted by name. */
#include "named.h"
#include <string.h>
#include "mem.h"

uint32_t named_place(const void *entries, uint32_t count, size_t size, const char *name, size_t len,
		     bool *found)
{
	uint32_t low = 0, high = count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		const char *other =
			*(char *const *)(const void *)((const char *)entries + middle * size);
		int order = strncmp(other, name, len);
		if (order == 0)
			order = other[len] != '\0';
		if (order == 0) {
			*found = true;
			return middle;
		}
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*found = false;
	return low;
}

void *named_insert(void *entries, uint32_t *count, uint32_t *cap, size_t size, uint32_t place)
{
	if (*count == *cap) {
		*cap = *cap ? 2 * *cap : 8;
		entries = mem_realloc(entries, *cap * size);
	}
	char *entry = (char *)entries + place * size;
	memmove(entry + size, entry, ((*count)++ - place) * size);
	return entries;
}

void named_remove(void *entries, uint32_t *count, size_t size, uint32_t place)
{
	char *entry = (char *)entries + place * size;

	(*count)--;
	memmove(entry, entry + size, (*count - place) * size);
}
