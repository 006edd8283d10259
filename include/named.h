/*
 * Arrays of entries that are sorted by name and grow: tables of few names, which are listed in
 * order. An entry's first member is its name, a char *.
 */
#ifndef COWSH_NAMED_H
#define COWSH_NAMED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The index at which the entry called name[0, len) is, or belongs; entries of `size` bytes. */
uint32_t named_place(const void *entries, uint32_t count, size_t size, const char *name, size_t len,
		     bool *found);
/* Makes room for one there, on the heap, and returns the array; its contents are the caller's to
 * write. */
void *named_insert(void *entries, uint32_t *count, uint32_t *cap, size_t size, uint32_t place);
/* Closes the gap of one that the caller has taken out. */
void named_remove(void *entries, uint32_t *count, size_t size, uint32_t place);

#endif
