/*
 * Arenas: memory that is given back all at once.  The parser builds each program's tree in an
 * arena of its own; expansion works in the shell's scratch arena between a mark and its release.
 * A pointer from an arena lives until its mark is released.
 */
#ifndef COWSH_ARENA_H
#define COWSH_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena_chunk {
	struct arena_chunk *below;
	char *end;
	/* the chunk's bytes follow */
};

struct arena {
	struct arena_chunk *chunk; /* youngest; NULL before the first allocation */
	char *next;		   /* first free byte of the youngest chunk */
	char *end;		   /* its end */
	size_t chunk_size;	   /* size of the next ordinary chunk; doubles up to a bound */
	size_t chunk_max;	   /* the bound */
	struct arena_chunk *spare; /* one released chunk kept for the next need */
};

struct arena_mark {
	struct arena_chunk *chunk;
	char *next;
};

#define ARENA_ALIGN sizeof(void *)

/* `first_chunk`: bytes of the first chunk, allocated on first use. */
void arena_init(struct arena *arena, size_t first_chunk);
/* Slow path of arena_alloc: starts a new chunk.  Never NULL (mem_alloc's rule). */
void *arena_alloc_slow(struct arena *arena, size_t size);
/* Like arena_alloc but NULL when memory is short: for sizes a script decides. */
void *arena_try_alloc(struct arena *arena, size_t size);
/* Makes an allocation of old_size bytes at least new_size: in place when it is the youngest, else
 * by copying.  NULL when memory is short (the old block stays).  old may be NULL with old_size
 * 0. */
void *arena_try_grow(struct arena *arena, void *old, size_t old_size, size_t new_size);
/* NUL-terminated copy of len bytes. */
char *arena_strndup(struct arena *arena, const char *text, size_t len);
void arena_release(struct arena *arena, struct arena_mark mark);
/* Forgets everything, keeping the oldest chunk for reuse. */
void arena_reset(struct arena *arena);
/* Gives all memory back. */
void arena_free(struct arena *arena);
/* Bytes held from the heap. */
size_t arena_held(const struct arena *arena);

/* `size` bytes aligned for any pointer.  Never NULL. */
static inline void *arena_alloc(struct arena *arena, size_t size)
{
	size = (size + ARENA_ALIGN - 1) & ~(ARENA_ALIGN - 1);
	if (size > (size_t)(arena->end - arena->next))
		return arena_alloc_slow(arena, size);
	void *p = arena->next;
	arena->next += size;
	return p;
}

/* The same where the youngest chunk has room; else NULL. */
static inline void *arena_take(struct arena *arena, size_t size)
{
	size = (size + ARENA_ALIGN - 1) & ~(ARENA_ALIGN - 1);
	if (size > (size_t)(arena->end - arena->next))
		return NULL;
	void *p = arena->next;
	arena->next += size;
	return p;
}

static inline void *arena_zalloc(struct arena *arena, size_t size)
{
	return memset(arena_alloc(arena, size), 0, size);
}

static inline struct arena_mark arena_mark(const struct arena *arena)
{
	return (struct arena_mark){arena->chunk, arena->next};
}

/* True when nothing was allocated beyond the mark's chunk, so that release is two stores. */
static inline void arena_release_fast(struct arena *arena, struct arena_mark mark)
{
	if (arena->chunk == mark.chunk)
		arena->next = mark.next;
	else
		arena_release(arena, mark);
}

#endif
