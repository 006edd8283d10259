/* Arenas: chunks linked from the youngest down, of which only the youngest is allocated from. */
#include "arena.h"
#include "mem.h"

/* Ordinary chunks grow up to this size, and larger ones are not kept when they are released. */
#define CHUNK_MAX ((size_t)256 * 1024)

static size_t aligned(size_t size)
{
	return (size + ARENA_ALIGN - 1) & ~(ARENA_ALIGN - 1);
}

static char *chunk_begin(struct arena_chunk *chunk)
{
	return (char *)(chunk + 1);
}

static size_t chunk_bytes(const struct arena_chunk *chunk)
{
	return (size_t)(chunk->end - (const char *)chunk);
}

/* No chunk: an empty range that is not NULL, so that a request for no bytes is not NULL either. */
static void arena_make_empty(struct arena *arena)
{
	arena->chunk = NULL;
	arena->next = arena->end = (char *)arena;
}

void arena_init(struct arena *arena, size_t first_chunk)
{
	arena_make_empty(arena);
	arena->chunk_size = aligned(first_chunk + sizeof(struct arena_chunk));
	arena->chunk_max = CHUNK_MAX;
	arena->spare = NULL;
}

static void chunk_push(struct arena *arena, struct arena_chunk *chunk)
{
	chunk->below = arena->chunk;
	arena->chunk = chunk;
	arena->next = chunk_begin(chunk);
	arena->end = chunk->end;
}

/* The spare chunk, if `size` bytes fit into it. */
static struct arena_chunk *spare_take(struct arena *arena, size_t size)
{
	struct arena_chunk *chunk = arena->spare;

	if (!chunk || chunk_bytes(chunk) < size + sizeof(*chunk))
		return NULL;
	arena->spare = NULL;
	return chunk;
}

/* The size of a new chunk that has room for `size`; ordinary chunks double each time. */
static size_t chunk_size_for(struct arena *arena, size_t size)
{
	size_t ordinary = arena->chunk_size;

	if (size + sizeof(struct arena_chunk) > ordinary)
		return size + sizeof(struct arena_chunk);
	if (ordinary < arena->chunk_max)
		arena->chunk_size = ordinary * 2;
	return ordinary;
}

/* A chunk with room for `size`; NULL when memory is short, if that may be. */
static struct arena_chunk *chunk_get(struct arena *arena, size_t size, bool may_fail)
{
	struct arena_chunk *chunk = spare_take(arena, size);

	if (chunk)
		return chunk;
	size_t bytes = chunk_size_for(arena, size);
	chunk = may_fail ? mem_try_realloc(NULL, bytes) : mem_alloc(bytes);
	if (chunk) {
		mem_touch(chunk, bytes);
		chunk->end = (char *)chunk + bytes;
	}
	return chunk;
}

void *arena_alloc_slow(struct arena *arena, size_t size)
{
	chunk_push(arena, chunk_get(arena, size, false));
	arena->next += size;
	return arena->next - size;
}

void *arena_try_alloc(struct arena *arena, size_t size)
{
	if (size > MEM_STRING_MAX - sizeof(struct arena_chunk) - ARENA_ALIGN)
		return NULL;
	size = aligned(size);
	if (size <= (size_t)(arena->end - arena->next)) {
		arena->next += size;
		return arena->next - size;
	}
	struct arena_chunk *chunk = chunk_get(arena, size, true);
	if (!chunk)
		return NULL;
	chunk_push(arena, chunk);
	arena->next += size;
	return arena->next - size;
}

void *arena_try_grow(struct arena *arena, void *old, size_t old_size, size_t new_size)
{
	char *block = old;
	void *bigger;

	if (!block)
		return arena_try_alloc(arena, new_size);
	if (new_size <= old_size)
		return block;
	if (new_size > MEM_STRING_MAX)
		return NULL;
	if (block + aligned(old_size) == arena->next &&
	    aligned(new_size) <= (size_t)(arena->end - block)) {
		arena->next = block + aligned(new_size);
		return block;
	}
	bigger = arena_try_alloc(arena, new_size);
	if (bigger)
		memcpy(bigger, block, old_size);
	return bigger;
}

char *arena_strndup(struct arena *arena, const char *text, size_t len)
{
	char *copy = arena_alloc(arena, len + 1);

	memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

/* Keeps the larger of the released chunk and the spare, unless it is out of the ordinary. */
static void chunk_release(struct arena *arena, struct arena_chunk *chunk)
{
	struct arena_chunk *loser = chunk;

	if (chunk_bytes(chunk) <= CHUNK_MAX &&
	    (!arena->spare || chunk_bytes(arena->spare) < chunk_bytes(chunk))) {
		loser = arena->spare;
		arena->spare = chunk;
	}
	mem_free(loser);
}

void arena_release(struct arena *arena, struct arena_mark mark)
{
	/* A mark from before the first chunk: that chunk stays, empty, or every such mark and
	 * release would take the slow path again. */
	while (arena->chunk != mark.chunk && (mark.chunk || arena->chunk->below)) {
		struct arena_chunk *chunk = arena->chunk;

		arena->chunk = chunk->below;
		chunk_release(arena, chunk);
	}
	if (!arena->chunk)
		return;
	arena->next = mark.chunk ? mark.next : chunk_begin(arena->chunk);
	arena->end = arena->chunk->end;
	if (!mark.chunk && chunk_bytes(arena->chunk) > CHUNK_MAX) {
		mem_free(arena->chunk);
		arena_make_empty(arena);
	}
}

void arena_reset(struct arena *arena)
{
	arena_release(arena, (struct arena_mark){NULL, NULL});
}

void arena_free(struct arena *arena)
{
	while (arena->chunk) {
		struct arena_chunk *below = arena->chunk->below;

		mem_free(arena->chunk);
		arena->chunk = below;
	}
	mem_free(arena->spare);
	arena->spare = NULL;
	arena_make_empty(arena);
}

size_t arena_held(const struct arena *arena)
{
	size_t bytes = arena->spare ? chunk_bytes(arena->spare) : 0;

	for (const struct arena_chunk *chunk = arena->chunk; chunk; chunk = chunk->below)
		bytes += chunk_bytes(chunk);
	return bytes;
}
