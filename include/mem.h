/*
 * Heap memory with two kinds of failure.  Small requests (nodes, records, names) never
 * return NULL: the last resort is a reserve that is given up once, which the executor
 * notices and turns into an error of the running command.  Large requests (values, output
 * of a command substitution) may fail, and their callers turn that into a value.
 */
#ifndef COWSH_MEM_H
#define COWSH_MEM_H

#include <stdbool.h>
#include <stddef.h>

/* No string or buffer in the shell grows beyond this many bytes. */
#define MEM_STRING_MAX ((size_t)1 << 30)

/* Never NULL.  Gives up the reserve when malloc fails, and ends the process with a message and
 * status 2 when that does not help either. */
void *mem_alloc(size_t size);
/* Zeroed memory; never NULL. */
void *mem_zalloc(size_t size);
/* realloc(3) that never returns NULL. */
void *mem_realloc(void *old, size_t size);
/* realloc(3) that returns NULL, leaving `old` alone, when memory is short or size exceeds
 * MEM_STRING_MAX: for sizes a script decides.  Up to 16 kB it is as mem_realloc, so that a buffer
 * that starts, and a message, need no check. */
void *mem_try_realloc(void *old, size_t size);
void mem_free(void *p);
/* NUL-terminated copy of `len` bytes; the caller's to mem_free. */
char *mem_strndup(const char *text, size_t len);
char *mem_strdup(const char *text);

/* Called with a block that is about to be written from its beginning, one of many that stay: when
 * the heap has grown for it, the kernel is asked for all new pages at once, which takes a third of
 * the time that a fault for each of them takes.  malloc's first step is left alone. */
void mem_heap_grown(const void *block, size_t size);
extern const char *mem_heap_ready; /* pages below are there, or not worth the question */
/* In a child that was forked, which will seldom need much: its pages come one by one. */
void mem_heap_forked(void);
static inline void mem_touch(const void *block, size_t size)
{
	if (__builtin_expect((const char *)block + size > mem_heap_ready, 0))
		mem_heap_grown(block, size);
}

/* Sets the reserve aside (called once by main; again after it was spent). */
void mem_reserve_fill(void);
/* True when the reserve was given up since mem_reserve_fill. */
bool mem_reserve_spent(void);

#endif
