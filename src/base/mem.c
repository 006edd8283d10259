/* The allocator's front: malloc(3) with the two kinds of failure mem.h promises. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "mem.h"

#define RESERVE_SIZE (64 * 1024)
/* The largest size of a small request, whoever makes it. */
#define SMALL	     (16 * 1024)

static struct {
	void *block;
	bool spent;
} reserve;

void mem_reserve_fill(void)
{
	if (!reserve.block)
		reserve.block = malloc(RESERVE_SIZE);
	reserve.spent = false;
}

bool mem_reserve_spent(void)
{
	return reserve.spent;
}

/* True when there was a reserve to give up, so that trying again makes sense. */
static bool reserve_give_up(void)
{
	if (!reserve.block)
		return false;
	free(reserve.block);
	reserve.block = NULL;
	reserve.spent = true;
	return true;
}

static void die(void)
{
	static const char message[] = "cowsh: out of memory\n";
	ssize_t written = write(STDERR_FILENO, message, sizeof(message) - 1);

	(void)written;
	_exit(2);
}

void *mem_realloc(void *old, size_t size)
{
	void *p;

	if (!size)
		size = 1; /* realloc(p, 0) may free */
	do {
		p = realloc(old, size);
		if (p)
			return p;
	} while (reserve_give_up());
	die();
	return NULL;
}

void *mem_alloc(size_t size)
{
	void *p = malloc(size ? size : 1);

	if (!p)
		p = mem_realloc(NULL, size);
	return p;
}

void *mem_zalloc(size_t size)
{
	void *p;

	do {
		p = calloc(1, size ? size : 1);
		if (p)
			return p;
	} while (reserve_give_up());
	die();
	return NULL;
}

void *mem_try_realloc(void *old, size_t size)
{
	if (size > MEM_STRING_MAX)
		return NULL;
	if (size <= SMALL)
		return mem_realloc(old, size);
	return realloc(old, size);
}

void mem_free(void *p)
{
	free(p);
}

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

/* malloc begins with a heap of this size, and asks for as much at a time. */
#define HEAP_STEP (128 * 1024)

const char *mem_heap_ready;

void mem_heap_grown(const void *block, size_t size)
{
	if (!mem_heap_ready) {
		mem_heap_ready = (const char *)block + HEAP_STEP;
		return;
	}
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	char *ready = (char *)(((uintptr_t)mem_heap_ready + page - 1) & -page);
	char *end = sbrk(0);

	/* beyond it is another mapping of malloc's */
	if ((const char *)block + size > end)
		return;
	if (ready < end)
		madvise(ready, (size_t)(end - ready), MADV_POPULATE_WRITE);
	mem_heap_ready = end;
}

void mem_heap_forked(void)
{
	mem_heap_ready = (const char *)UINTPTR_MAX;
}

char *mem_strndup(const char *text, size_t len)
{
	char *copy = mem_alloc(len + 1);

	memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

char *mem_strdup(const char *text)
{
	return mem_strndup(text, strlen(text));
}
