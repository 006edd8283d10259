/*
 * The census: after a step, every page of the memory as the kernel has it for shell and child, held
 * against what copy-on-write makes one expect.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "demo.h"
#include "demo_child.h"
#include "mem.h"
#include "process.h"

#define ENTRIES_AT_ONCE 1024

static bool alone(uint64_t entry)
{
	return (entry & PAGEMAP_PRESENT) && (entry & PAGEMAP_EXCLUSIVE);
}

static bool together(uint64_t entry)
{
	return (entry & PAGEMAP_PRESENT) && !(entry & PAGEMAP_EXCLUSIVE);
}

/* True when a side has the frame of a page that it should: the first writer a new one, the other
 * that of the fork.  When that one has written, too, it may have another: the kernel copies a page
 * that a list of another processor still holds. */
static bool right_frame(const struct demo *demo, uint64_t entry, uint64_t number,
			enum demo_side side)
{
	bool moved = pagemap_frame(entry) != demo->frames[number];

	if (demo->wrote[number] & DEMO_FIRST(side))
		return moved;
	return !moved || (demo->wrote[number] & DEMO_WROTE(side));
}

/* True when the two have a page as they should: a frame each once one of them has written to it,
 * and until then one in common. */
static bool as_expected(const struct demo *demo, const struct demo_page *page, uint64_t number)
{
	bool wrote = demo->wrote[number];

	if (*(volatile char *)(demo->memory + number * demo->page_size) != DEMO_SHELL_BYTE)
		return false;
	for (unsigned side = 0; side < DEMO_SIDES; side++) {
		uint64_t entry = page->entry[side];
		if (wrote ? !alone(entry) : !together(entry))
			return false;
		if (demo->frames && (page->count[side] != (wrote ? 1 : 2) ||
				     !right_frame(demo, entry, number, (enum demo_side)side)))
			return false;
	}
	return true;
}

static void count_kind(struct demo_census *census, enum page_kind kind)
{
	if (kind == PAGE_SWAPPED)
		census->swapped++;
	else if (kind == PAGE_ABSENT)
		census->absent++;
	else if (kind == PAGE_PRIVATE)
		census->private ++;
	else
		census->shared++;
	page_runs_add(&census->runs, kind, 1);
}

static void count_frames(const struct demo *demo, struct demo_census *census,
			 const struct demo_page *page, uint64_t number)
{
	uint64_t count = page->count[DEMO_CHILD];

	for (unsigned side = 0; side < DEMO_SIDES; side++)
		if (pagemap_frame(page->entry[side]) != demo->frames[number])
			census->part[side].new_frames++;
	if (count == 1)
		census->once++;
	else if (count == 2)
		census->twice++;
	else if (count > 2)
		census->more++;
}

static void count_page(const struct demo *demo, struct demo_census *census, uint64_t number)
{
	const struct demo_page *page = &demo->table[number];

	count_kind(census, page_kind_of(page->entry[DEMO_CHILD]));
	if (demo->frames)
		count_frames(demo, census, page, number);
	if (!as_expected(demo, page, number) && census->against++ == 0)
		census->first_against = number;
}

/* ---- reading --------------------------------------------------------------------------- */

static int read_entries(int pagemap, uint64_t first, size_t count, uint64_t *entries)
{
	ssize_t got = pagemap_read(pagemap, first, count, entries);
	if (got < 0)
		return errno;
	return (size_t)got < count ? EIO : 0;
}

/* Counts huge pages of the child that somebody else made of small ones since the last census: no
 * page is the child's alone that nobody has written to, unless it was moved for it, with its
 * neighbours.  `next` is the first page behind the last huge page counted. */
static void count_move(struct demo *demo, uint64_t *next, uint64_t page, uint64_t entry)
{
	uint64_t pages = DEMO_HUGE_PAGE / demo->page_size;

	if (!demo->looked || demo->wrote[page] || page < *next || !alone(entry) ||
	    alone(demo->table[page].entry[DEMO_CHILD]))
		return;
	demo->moved_huge++;
	*next = (page / pages + 1) * pages;
}

static int read_table(struct demo *demo)
{
	uint64_t first = (uint64_t)(uintptr_t)demo->memory / demo->page_size;
	uint64_t *shell = mem_alloc(2 * ENTRIES_AT_ONCE * sizeof(*shell));
	uint64_t *child = shell + ENTRIES_AT_ONCE;
	uint64_t next = 0;
	int error = 0;

	for (uint64_t page = 0; page < demo->pages; page += ENTRIES_AT_ONCE) {
		uint64_t left = demo->pages - page;
		size_t count = left < ENTRIES_AT_ONCE ? (size_t)left : ENTRIES_AT_ONCE;
		error = read_entries(demo->shell_map, first + page, count, shell);
		if (!error)
			error = read_entries(demo->child_map, first + page, count, child);
		if (error)
			break;
		for (size_t i = 0; i < count; i++) {
			count_move(demo, &next, page + i, child[i]);
			demo->table[page + i] = (struct demo_page){
				.entry = {[DEMO_SHELL] = shell[i], [DEMO_CHILD] = child[i]},
			};
		}
	}
	mem_free(shell);
	return error;
}

/* A query's tag is its page, times the number of sides, and its side. */
static int read_counts(struct demo *demo)
{
	size_t count = DEMO_SIDES * demo->pages;

	for (size_t i = 0; i < count; i++) {
		uint64_t entry = demo->table[i / DEMO_SIDES].entry[i % DEMO_SIDES];
		demo->queries[i] = (struct kpage_query){pagemap_frame(entry), 0, i};
	}
	kpage_ask(&demo->counts, demo->queries, count);
	for (size_t i = 0; i < count; i++) {
		size_t tag = demo->queries[i].tag;
		demo->table[tag / DEMO_SIDES].count[tag % DEMO_SIDES] = demo->queries[i].word;
	}
	return demo->counts.error;
}

uint64_t demo_system_collapses(void)
{
	static const char name[] = "\nthp_collapse_alloc ";
	struct strbuf text = STRBUF_INIT;
	const char *at = NULL;

	if (proc_read_path("/proc/vmstat", &text) == 0)
		at = strstr(strbuf_text(&text), name);
	uint64_t count = at ? strtoull(at + sizeof(name) - 1, NULL, 10) : 0;
	strbuf_free(&text);
	return count;
}

/* The memory that was put together since the last census.  A write divides huge pages or leaves
 * them as they are: only a collapse makes more of them; but a step may divide one and see another
 * made, so that the pages moved count too, where the kernel says that it has put any together (one
 * that copies huge pages whole moves them as well).  Of the two sums the larger holds: a collapse
 * may show in the one now and in the other at the next census. */
static uint64_t collapsed_kb(struct demo *demo, const struct demo_census *census)
{
	uint64_t before = demo->collapsed, moved = demo->moved_huge * (DEMO_HUGE_PAGE / 1024);

	if (!demo->looked || !demo->huge)
		return 0;
	if (census->smaps_huge > demo->smaps_huge)
		demo->grown += census->smaps_huge - demo->smaps_huge;
	if (demo->collapsed < demo->grown)
		demo->collapsed = demo->grown;
	if (demo->collapsed < moved && demo_system_collapses() != demo->collapses)
		demo->collapsed = moved;
	return demo->collapsed - before;
}

/* The same once more, as smaps adds it up. */
static int read_smaps(const struct demo *demo, struct demo_census *census)
{
	struct mapping_list list = {0};
	int error = cow_mappings_read(demo->child, &list);

	for (size_t i = 0; i < list.count && !error; i++) {
		const uint64_t *kb = list.at[i].figures.kb;
		if (list.at[i].start != (uint64_t)(uintptr_t)demo->memory)
			continue;
		census->smaps_known = true;
		census->smaps_shared = kb[MEMORY_SHARED_CLEAN] + kb[MEMORY_SHARED_DIRTY];
		census->smaps_private = kb[MEMORY_PRIVATE_CLEAN] + kb[MEMORY_PRIVATE_DIRTY];
		census->smaps_huge = kb[MEMORY_ANON_HUGE];
	}
	mapping_list_free(&list);
	return error;
}

int demo_census_read(struct demo *demo, struct demo_census *census)
{
	uint64_t faults;

	*census = (struct demo_census){0};
	for (unsigned side = 0; side < DEMO_SIDES; side++)
		census->part[side].written = demo->written[side];
	int error = demo_minor_faults(demo->child, &faults);
	if (error)
		return error;
	census->part[DEMO_CHILD].faults = faults - demo->child_faults;
	census->part[DEMO_SHELL].faults = demo->shell_faults;
	error = read_table(demo);
	if (!error && demo->frames)
		error = read_counts(demo);
	if (error)
		return error;
	for (uint64_t page = 0; page < demo->pages; page++)
		count_page(demo, census, page);
	census->first = demo->table[0];
	error = read_smaps(demo, census);
	census->collapsed = collapsed_kb(demo, census);
	demo->smaps_huge = census->smaps_huge;
	demo->looked = true;
	return error;
}

void demo_census_free(struct demo_census *census)
{
	page_runs_free(&census->runs);
}
