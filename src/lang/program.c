/*
 * Programs: the unit of parsing, and the owner of a tree's memory.
 */
#include "ast.h"
#include "mem.h"
#include "regexp.h"

/* Most programs are one short command: one small chunk holds them, from malloc's quick lists. */
#define PROGRAM_CHUNK 512

struct program *program_new(void)
{
	struct program *program = mem_alloc(sizeof *program);

	program->references = 1;
	program->root = NULL;
	program->source = NULL;
	program->regexps = NULL;
	arena_init(&program->arena, PROGRAM_CHUNK);
	return program;
}

void program_release(struct program *program)
{
	if (--program->references > 0)
		return;
	for (const struct regexp_cache *cache = program->regexps; cache; cache = cache->next)
		regexp_free(cache->regexp);
	arena_free(&program->arena);
	mem_free(program);
}
