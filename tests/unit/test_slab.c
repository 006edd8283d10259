/* Slabs, against a simple model: include/slab.h. */
#include <malloc.h>
#include <string.h>
#include "slab.h"
#include "unit.h"

enum { BLOCKS = 6000, STEPS = 300000 };

/* The allocations in use, each filled with a byte of its own. */
static struct model {
	unsigned char *block; /* or NULL */
	size_t size;
	unsigned char byte;
} model[BLOCKS];

static uint32_t seed = 1;

static uint32_t any(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return seed % below;
}

static bool take(struct model *m, size_t size)
{
	*m = (struct model){slab_alloc(size), size, (unsigned char)any(256)};
	if (!m->block || (uintptr_t)m->block % 8)
		return false;
	memset(m->block, m->byte, size);
	return true;
}

/* False when somebody else wrote there. */
static bool give_back(struct model *m)
{
	bool intact = true;

	for (size_t i = 0; i < m->size; i++)
		intact &= m->block[i] == m->byte;
	slab_free(m->block);
	m->block = NULL;
	return intact;
}

static bool give_all_back(void)
{
	bool intact = true;

	for (int i = 0; i < BLOCKS; i++)
		if (model[i].block)
			intact &= give_back(&model[i]);
	return intact;
}

/* Bytes that malloc has given away; nothing where it does not tell, or is not the one in use. */
static size_t bytes_taken(void)
{
#if __GLIBC_PREREQ(2, 33) && !defined(__SANITIZE_ADDRESS__)
	return mallinfo2().uordblks;
#else
	return 0;
#endif
}

static void blocks_are_apart_whatever_order_they_come_and_go_in(void)
{
	for (int step = 0; step < STEPS; step++) {
		/* now many, now few at a time */
		struct model *m = &model[any(step / 20000 % 2 ? BLOCKS : 50)];
		if (m->block)
			CHECK(give_back(m));
		else
			CHECK(take(m, 1 + any(SLAB_MAX)));
	}
	CHECK(give_all_back());
}

static void blocks_take_little_more_than_their_bytes(void)
{
	size_t before = bytes_taken();

	for (int i = 0; i < BLOCKS; i++)
		CHECK(take(&model[i], 24));
	CHECK((bytes_taken() - before) / BLOCKS < 26);
	CHECK(give_all_back());
}

static void memory_goes_back_with_the_last_block(void)
{
	size_t before = bytes_taken();

	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < BLOCKS; i++)
			CHECK(take(&model[i], 17 + any(SLAB_MAX - 16)));
		CHECK(give_all_back());
		CHECK(bytes_taken() <= before + 4096);
	}
}

/* As when a table is spread: the new entries are all there before the old ones go. */
static void pages_between_others_are_used_again(void)
{
	size_t most = 0;

	for (int i = 0; i < BLOCKS; i++)
		CHECK(take(&model[i], i / 100 % 2 ? 24 : 40));
	for (int round = 0; round < 50; round++) {
		for (int i = 0; i < BLOCKS; i++)
			if (i / 100 % 2 == 0) {
				CHECK(give_back(&model[i]));
				CHECK(take(&model[i], round % 2 ? 40 : 48));
			}
		if (round == 2)
			most = bytes_taken();
	}
	CHECK(bytes_taken() <= most + 2 * 4096);
	CHECK(give_all_back());
}

int main(void)
{
	static const struct unit_case cases[] = {
		{"blocks are apart, whatever order they come and go in",
		 blocks_are_apart_whatever_order_they_come_and_go_in},
		{"memory goes back with the last block", memory_goes_back_with_the_last_block},
		{"blocks take little more than their bytes",
		 blocks_take_little_more_than_their_bytes},
		{"pages between others are used again", pages_between_others_are_used_again},
	};

	return UNIT_RUN(cases);
}
