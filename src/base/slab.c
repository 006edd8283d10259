/* Slabs: pages of equal blocks, found from a block by its address. */
#include <stdint.h>
#include <stdlib.h>
#include "mem.h"
#include "slab.h"

#ifdef __has_feature /* clang */
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

#ifdef __SANITIZE_ADDRESS__

void *slab_alloc(size_t size)
{
	return mem_try_realloc(NULL, size);
}

void slab_free(void *block)
{
	mem_free(block);
}

#else

/* malloc's word in front of the next page fits in: pages that follow each other have nothing
 * between them. */
#define PAGE_ALIGNMENT 4096
#define PAGE_SIZE      (PAGE_ALIGNMENT - sizeof(size_t))
#define STEP	       8

struct block {
	struct block *next;
};

struct page {
	struct page *next, *previous; /* in its list: of its size with room, or empty */
	struct block *freed;	      /* blocks that were given back */
	uint16_t size;		      /* of a block */
	uint16_t used;		      /* blocks that are in use */
	uint16_t untouched;	      /* where the blocks that never were in use begin */
};

static struct {
	struct page
		*with_room[SLAB_MAX / STEP]; /* by the size of their blocks; the first is used */
	/* Empty pages are kept up to half of those in use: malloc, asked for an aligned page, would
	 * not find a single one again that was given back. */
	struct page *empty;
	size_t empty_count;
	size_t in_use;
} slabs;

static struct page **list_of(const struct page *page)
{
	return &slabs.with_room[page->size / STEP - 1];
}

static bool is_full(const struct page *page)
{
	return !page->freed && page->untouched + page->size > PAGE_SIZE;
}

static void link_page(struct page *page)
{
	struct page **first = list_of(page);

	page->previous = NULL;
	page->next = *first;
	if (page->next)
		page->next->previous = page;
	*first = page;
}

static void unlink_page(struct page *page)
{
	if (page->previous)
		page->previous->next = page->next;
	else
		*list_of(page) = page->next;
	if (page->next)
		page->next->previous = page->previous;
}

static struct page *new_page(size_t size)
{
	void *memory = slabs.empty;

	if (memory) {
		slabs.empty = slabs.empty->next;
		slabs.empty_count--;
	} else if (posix_memalign(&memory, PAGE_ALIGNMENT, PAGE_SIZE) != 0) {
		return NULL;
	}
	struct page *page = memory;
	*page = (struct page){.size = (uint16_t)size, .untouched = sizeof(*page)};
	link_page(page);
	slabs.in_use++;
	return page;
}

static void drop_page(struct page *page)
{
	unlink_page(page);
	page->next = slabs.empty;
	slabs.empty = page;
	slabs.empty_count++;
	slabs.in_use--;
	while (slabs.empty_count > slabs.in_use / 2 + 1) {
		page = slabs.empty;
		slabs.empty = page->next;
		slabs.empty_count--;
		free(page);
	}
}

void *slab_alloc(size_t size)
{
	size_t class = (size - 1) / STEP;
	struct page *page = slabs.with_room[class];

	if (!page && !(page = new_page((class + 1) * STEP)))
		return NULL;
	struct block *block = page->freed;
	if (block) {
		page->freed = block->next;
	} else {
		block = (struct block *)((char *)page + page->untouched);
		page->untouched = (uint16_t)(page->untouched + page->size);
	}
	page->used++;
	if (is_full(page))
		unlink_page(page);
	return block;
}

void slab_free(void *memory)
{
	struct block *block = memory;
	struct page *page = (struct page *)((uintptr_t)block & ~(uintptr_t)(PAGE_ALIGNMENT - 1));

	if (is_full(page))
		link_page(page);
	block->next = page->freed;
	page->freed = block;
	if (--page->used == 0)
		drop_page(page);
}

#endif
