/*
 * Reading the pages of a mapping.
 */
#include <errno.h>
#include <unistd.h>
#include "mem.h"
#include "pages.h"

#define ENTRIES_AT_ONCE 1024
#define QUERIES_MOST	65536

static const struct {
	uint64_t least;
	const char *name;
} count_classes[MAP_COUNT_CLASSES] = {
	{1, "1"},    {2, "2"},	    {3, "3-4"},	   {5, "5-8"},
	{9, "9-16"}, {17, "17-32"}, {33, "33-64"}, {65, "65+"},
};

const char *cow_map_count_name(unsigned class)
{
	return count_classes[class].name;
}

void cow_pages_open(struct cow_page_source *source, pid_t pid, bool counts)
{
	source->pagemap = pagemap_open(pid);
	source->pagemap_errno = source->pagemap < 0 ? errno : 0;
	source->counts.fd = -1;
	source->counts_errno = counts ? kpage_open(&source->counts, "kpagecount") : ECANCELED;
	source->queries = NULL;
	if (!source->counts_errno)
		source->queries = mem_alloc(QUERIES_MOST * sizeof(*source->queries));
}

void cow_pages_close(struct cow_page_source *source)
{
	if (source->pagemap >= 0)
		close(source->pagemap);
	kpage_close(&source->counts);
	mem_free(source->queries);
}

/* A page that nobody maps any more is not counted: it went away between two looks. */
static void count_mapped(struct cow_pages *pages, uint64_t times)
{
	unsigned class = MAP_COUNT_CLASSES;

	while (class > 0 && times < count_classes[class - 1].least)
		class --;
	if (class > 0)
		pages->counts[class - 1]++;
}

/* Asks for the frames of up to QUERIES_MOST pages. */
static void count_block(struct cow_pages *pages, struct cow_page_source *source, uint64_t first,
			size_t count)
{
	uint64_t *entries = mem_alloc(ENTRIES_AT_ONCE * sizeof(*entries));
	size_t asked = 0;

	while (count) {
		size_t wanted = count < ENTRIES_AT_ONCE ? count : ENTRIES_AT_ONCE;
		ssize_t got = pagemap_read(source->pagemap, first, wanted, entries);
		if (got <= 0)
			break;
		for (ssize_t i = 0; i < got; i++)
			if (pagemap_frame(entries[i]))
				source->queries[asked++].frame = pagemap_frame(entries[i]);
			else if (entries[i] & PAGEMAP_PRESENT) /* root, but in a container */
				source->counts.error = EPERM;
		first += (uint64_t)got;
		count -= (size_t)got;
	}
	mem_free(entries);
	kpage_ask(&source->counts, source->queries, asked);
	for (size_t i = 0; i < asked; i++)
		count_mapped(pages, source->queries[i].word);
}

/* Only of runs that are in memory: the others have no frames.  Counts that cannot be read are
 * missing from here on. */
static void count_pages(struct cow_pages *pages, struct cow_page_source *source, uint64_t first)
{
	for (size_t i = 0; i < pages->runs.count; i++) {
		const struct page_run *run = &pages->runs.at[i];
		bool there = run->kind != PAGE_ABSENT && run->kind != PAGE_SWAPPED &&
			     run->kind != PAGE_ZERO;
		for (uint64_t at = 0; there && at < run->pages; at += QUERIES_MOST)
			count_block(pages, source, first + at,
				    run->pages - at < QUERIES_MOST ? (size_t)(run->pages - at)
								   : QUERIES_MOST);
		first += run->pages;
	}
	source->counts_errno = source->counts.error;
	pages->counted = !source->counts_errno;
}

void cow_pages_read(struct cow_pages *pages, struct cow_page_source *source, uint64_t start,
		    uint64_t end)
{
	*pages = (struct cow_pages){.error = source->pagemap_errno};
	if (!pages->error)
		pages->error = page_runs_read(source->pagemap, start, end, &pages->runs,
					      &pages->zero_known);
	if (pages->error)
		return;
	for (size_t i = 0; i < pages->runs.count; i++)
		pages->total[pages->runs.at[i].kind] += pages->runs.at[i].pages;
	if (!source->counts_errno)
		count_pages(pages, source, start / (uint64_t)sysconf(_SC_PAGESIZE));
}

void cow_pages_free(struct cow_pages *pages)
{
	page_runs_free(&pages->runs);
}
