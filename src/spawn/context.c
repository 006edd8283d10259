/*
 * The stacks of children that share memory: they outlive a plan.
 */
#include <errno.h>
#include <linux/sched.h>
#include <sys/mman.h>
#include <unistd.h>
#include "creation.h"
#include "mem.h"

#define STACK_SIZE ((size_t)64 * 1024)
#define ROOM_LEAST ((size_t)32 * 1024)
/* Idle blocks beyond this many go back to the system. */
#define IDLE_MOST  4

struct spawn_context *spawn_context_get(struct shell *sh)
{
	if (!sh->spawn)
		sh->spawn = mem_zalloc(sizeof(*sh->spawn));
	return sh->spawn;
}

static void free_blocks(struct spawn_block *block)
{
	while (block) {
		struct spawn_block *next = block->next;
		munmap(block->mapping, block->mapping_size);
		block = next;
	}
}

void spawn_context_free(struct shell *sh)
{
	struct spawn_context *context = sh->spawn;
	if (!context)
		return;
	free_blocks(context->idle);
	/* A child may still stand on a busy one, which stays for it. */
	mem_free(context);
	sh->spawn = NULL;
}

void spawn_context_after_fork(struct spawn_context *context)
{
	/* The blocks are copies in which nobody runs. */
	while (context->busy) {
		struct spawn_block *block = context->busy;
		context->busy = block->next;
		block->next = context->idle;
		context->idle = block;
	}
}

/* ---- blocks ---------------------------------------------------------------------------- */

static size_t round_up(size_t size, size_t unit)
{
	return (size + unit - 1) / unit * unit;
}

static struct spawn_block *block_map(size_t room_size)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	size_t room = room_size < ROOM_LEAST ? ROOM_LEAST : room_size;
	size_t header = round_up(sizeof(struct spawn_block), 16);
	size_t size = page + STACK_SIZE + round_up(header + room, page);
	char *mapping = mmap(NULL, size, PROT_READ | PROT_WRITE,
			     MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
	if (mapping == MAP_FAILED)
		return NULL;
	if (mprotect(mapping, page, PROT_NONE) < 0) {
		munmap(mapping, size);
		return NULL;
	}
	struct spawn_block *block = (struct spawn_block *)(mapping + page + STACK_SIZE);
	block->mapping = mapping;
	block->mapping_size = size;
	block->stack = mapping + page;
	block->stack_size = STACK_SIZE;
	block->room = (char *)block + header;
	block->room_size = (size_t)(mapping + size - block->room);
	return block;
}

static void block_to_idle(struct spawn_context *context, struct spawn_block *block)
{
	unsigned count = 0;
	if (block->page)
		munmap(block->page, block->page_size);
	block->page = NULL;
	for (const struct spawn_block *other = context->idle; other; other = other->next)
		count++;
	if (count >= IDLE_MOST) {
		munmap(block->mapping, block->mapping_size);
		return;
	}
	block->next = context->idle;
	context->idle = block;
}

static bool block_is_left(const struct spawn_block *block)
{
	return __atomic_load_n(&block->running, __ATOMIC_ACQUIRE) == 0;
}

static void collect_left_blocks(struct spawn_context *context)
{
	struct spawn_block **link = &context->busy;
	while (*link) {
		struct spawn_block *block = *link;
		if (block_is_left(block)) {
			*link = block->next;
			block_to_idle(context, block);
		} else {
			link = &block->next;
		}
	}
}

struct spawn_block *spawn_block_take(struct spawn_context *context, size_t room_size)
{
	struct spawn_block *block = NULL;

	collect_left_blocks(context);
	for (struct spawn_block **link = &context->idle; *link; link = &(*link)->next) {
		if ((*link)->room_size >= room_size) {
			block = *link;
			*link = block->next;
			break;
		}
	}
	if (!block)
		block = block_map(room_size);
	if (block)
		block->running = 0;
	return block;
}

void spawn_block_give(struct spawn_context *context, struct spawn_block *block)
{
	if (block_is_left(block)) {
		block_to_idle(context, block);
		return;
	}
	block->next = context->busy;
	context->busy = block;
}
