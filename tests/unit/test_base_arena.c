/* Arenas: include/arena.h. */
#include <string.h>
#include "arena.h"
#include "mem.h"
#include "unit.h"

static void starts_with_nothing(void)
{
	struct arena arena;

	arena_init(&arena, 128);
	CHECK_INT(arena_held(&arena), 0);
	CHECK(arena_alloc(&arena, 0) != NULL);
	CHECK_INT(arena_held(&arena), 0);
	arena_free(&arena);
}

static void blocks_are_aligned_and_apart(void)
{
	struct arena arena;
	char *blocks[200];

	arena_init(&arena, 64);
	for (int i = 0; i < 200; i++) {
		blocks[i] = arena_alloc(&arena, (size_t)i + 1);
		memset(blocks[i], i, (size_t)i + 1);
		CHECK_INT((uintptr_t)blocks[i] % ARENA_ALIGN, 0);
	}
	for (int i = 0; i < 200; i++) {
		CHECK_INT((unsigned char)blocks[i][0], i);
		CHECK_INT((unsigned char)blocks[i][i], i);
	}
	arena_free(&arena);
	CHECK_INT(arena_held(&arena), 0);
}

static void release_gives_the_same_memory_again(void)
{
	struct arena arena;
	struct arena_mark mark;
	char *kept, *first;

	arena_init(&arena, 128);
	kept = arena_strndup(&arena, "kept", 4);
	mark = arena_mark(&arena);
	first = arena_alloc(&arena, 16);
	arena_alloc(&arena, 100000);
	arena_alloc(&arena, 1000000);
	arena_release(&arena, mark);
	CHECK(arena_alloc(&arena, 16) == (void *)first);
	CHECK_STR(kept, "kept");
	arena_free(&arena);
}

static void mark_before_the_first_chunk_releases_everything(void)
{
	struct arena arena;
	struct arena_mark mark;
	void *first;

	arena_init(&arena, 128);
	mark = arena_mark(&arena);
	first = arena_alloc(&arena, 16);
	arena_alloc(&arena, 5000);
	arena_release_fast(&arena, mark);
	CHECK(arena_alloc(&arena, 16) == first);
	arena_free(&arena);
}

static void released_chunk_is_used_again(void)
{
	struct arena arena;
	struct arena_mark mark;
	size_t held;

	arena_init(&arena, 64);
	arena_alloc(&arena, 64);
	mark = arena_mark(&arena);
	arena_alloc(&arena, 4000);
	arena_release(&arena, mark);
	held = arena_held(&arena);
	for (int i = 0; i < 100; i++) {
		arena_alloc(&arena, 4000);
		arena_release(&arena, mark);
	}
	CHECK_INT(arena_held(&arena), (intmax_t)held);
	arena_free(&arena);
}

static void huge_chunk_is_not_kept(void)
{
	struct arena arena;

	arena_init(&arena, 128);
	arena_alloc(&arena, 8);
	arena_alloc(&arena, 10 * 1000 * 1000);
	arena_reset(&arena);
	CHECK(arena_held(&arena) < 1000);
	arena_alloc(&arena, 8);
	arena_free(&arena);
}

static void youngest_block_grows_in_place(void)
{
	struct arena arena;
	char *block, *grown;

	arena_init(&arena, 1024);
	block = arena_try_grow(&arena, NULL, 0, 10);
	strcpy(block, "text");
	grown = arena_try_grow(&arena, block, 10, 500);
	CHECK(grown == block);
	CHECK(arena_alloc(&arena, 8) == (void *)(block + 504));
	grown = arena_try_grow(&arena, block, 500, 600);
	CHECK(grown != block);
	CHECK_STR(grown, "text");
	CHECK(arena_try_grow(&arena, grown, 600, 300) == (void *)grown);
	arena_free(&arena);
}

static void too_much_is_refused(void)
{
	struct arena arena;
	char *block;

	arena_init(&arena, 128);
	CHECK(arena_try_alloc(&arena, MEM_STRING_MAX + 1) == NULL);
	CHECK(arena_try_alloc(&arena, SIZE_MAX) == NULL);
	block = arena_strndup(&arena, "old", 3);
	CHECK(arena_try_grow(&arena, block, 4, SIZE_MAX - 3) == NULL);
	CHECK_STR(block, "old");
	arena_free(&arena);
}

static const struct unit_case cases[] = {
	{"an arena holds nothing before the first allocation", starts_with_nothing},
	{"blocks are aligned and do not overlap", blocks_are_aligned_and_apart},
	{"what was released is given out again", release_gives_the_same_memory_again},
	{"a mark from before the first chunk releases everything",
	 mark_before_the_first_chunk_releases_everything},
	{"a released chunk is kept for the next need", released_chunk_is_used_again},
	{"a chunk out of the ordinary goes back to the heap", huge_chunk_is_not_kept},
	{"the youngest block grows in place, others by copying", youngest_block_grows_in_place},
	{"sizes beyond MEM_STRING_MAX are refused", too_much_is_refused},
};

int main(void)
{
	return UNIT_RUN(cases);
}
