/*
 * Programs: the unit of parsing, and the owner of a tree's memory.
 */
#include "ast.h"
#include "regexp.h"

/* Most programs are one short command: one small chunk holds them and all they are, from malloc's
 * quick lists. */
#define PROGRAM_CHUNK	  640
/* Others may be functions, which stay: half of the last chunk is what each of them wastes. */
#define PROGRAM_CHUNK_MAX 1000

struct program *program_new(void)
{
	struct arena arena;

	arena_init(&arena, PROGRAM_CHUNK);
	arena.chunk_max = PROGRAM_CHUNK_MAX;
	struct program *program = arena_alloc(&arena, sizeof *program);
	*program = (struct program){.references = 1, .arena = arena};
	return program;
}

void program_release(struct program *program)
{
	if (--program->references > 0)
		return;
	for (const struct regexp_cache *cache = program->regexps; cache; cache = cache->next)
		regexp_free(cache->regexp);
	struct arena arena = program->arena; /* which the program is in */
	arena_free(&arena);
}
