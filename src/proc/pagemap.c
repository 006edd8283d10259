/*
 * pagemap: what each page of a process is.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "mem.h"
#include "procmem.h"

#define ENTRIES_AT_ONCE 4096

static const struct {
	char letter;
	const char *name, *meaning;
} kinds[PAGE_KIND_COUNT] = {
#define X(id, letter, name, meaning) {letter, name, meaning},
	PAGE_KINDS(X)
#undef X
};

char page_kind_letter(enum page_kind kind)
{
	return kinds[kind].letter;
}

const char *page_kind_name(enum page_kind kind)
{
	return kinds[kind].name;
}

const char *page_kind_meaning(enum page_kind kind)
{
	return kinds[kind].meaning;
}

enum page_kind page_kind_of(uint64_t entry)
{
	bool alone = entry & PAGEMAP_EXCLUSIVE;
	if (entry & PAGEMAP_SWAPPED)
		return PAGE_SWAPPED;
	if (!(entry & PAGEMAP_PRESENT))
		return PAGE_ABSENT;
	if (entry & PAGEMAP_FILE)
		return alone ? PAGE_FILE_ALONE : PAGE_FILE_SHARED;
	return alone ? PAGE_PRIVATE : PAGE_SHARED;
}

/* ---- reading --------------------------------------------------------------------------- */

int pagemap_open(pid_t pid)
{
	char path[64];
	snprintf(path, sizeof(path), "/proc/%d/pagemap", (int)pid);
	return open(path, O_RDONLY | O_CLOEXEC);
}

ssize_t pagemap_read(int fd, uint64_t first, size_t count, uint64_t *entries)
{
	size_t done = 0;
	while (done < count) {
		ssize_t got = pread(fd, entries + done, (count - done) * sizeof(*entries),
				    (off_t)((first + done) * sizeof(*entries)));
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got < (ssize_t)sizeof(*entries))
			break;
		done += (size_t)got / sizeof(*entries);
	}
	return (ssize_t)done;
}

/* ---- the zero page --------------------------------------------------------------------- */

/* linux/fs.h of Linux 6.7; older headers do not have it. */
struct scan_request {
	uint64_t size, flags, start, end, walk_end, regions, region_count, page_limit;
	uint64_t inverted, required, any_of, returned;
};
struct scan_region {
	uint64_t start, end, categories;
};
#define SCAN_REQUEST   _IOWR('f', 16, struct scan_request)
#define SCAN_ZERO_PAGE ((uint64_t)1 << 5)
#define SCAN_REGIONS   64

int pagemap_zero_pages(int fd, uint64_t start, uint64_t end,
		       void (*each)(void *context, uint64_t from, uint64_t to), void *context)
{
	struct scan_region regions[SCAN_REGIONS];
	struct scan_request request = {
		.size = sizeof(request),
		.end = end,
		.regions = (uint64_t)(uintptr_t)regions,
		.region_count = SCAN_REGIONS,
		.required = SCAN_ZERO_PAGE,
		.returned = SCAN_ZERO_PAGE,
	};
	while (start < end) {
		request.start = start;
		int count = ioctl(fd, SCAN_REQUEST, &request);
		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return errno;
		for (int i = 0; i < count; i++)
			each(context, regions[i].start, regions[i].end);
		if (request.walk_end <= start)
			break;
		start = request.walk_end;
	}
	return 0;
}

/* ---- runs ------------------------------------------------------------------------------ */

void page_runs_add(struct page_runs *runs, enum page_kind kind, uint64_t pages)
{
	if (!pages)
		return;
	if (runs->count && runs->at[runs->count - 1].kind == kind) {
		runs->at[runs->count - 1].pages += pages;
		return;
	}
	if (runs->count == runs->cap) {
		runs->cap = runs->cap ? runs->cap * 2 : 16;
		runs->at = mem_realloc(runs->at, runs->cap * sizeof(*runs->at));
	}
	runs->at[runs->count++] = (struct page_run){pages, (uint8_t)kind};
}

void page_runs_free(struct page_runs *runs)
{
	mem_free(runs->at);
	*runs = (struct page_runs){0};
}

/* Pages of one block being read, to be told apart before they become runs. */
struct block {
	uint64_t first; /* page number */
	size_t count;
	uint64_t page_size;
	uint8_t kinds[ENTRIES_AT_ONCE];
};

static void mark_zero(void *context, uint64_t from, uint64_t to)
{
	struct block *block = context;
	for (uint64_t page = from / block->page_size; page < to / block->page_size; page++)
		if (page >= block->first && page - block->first < block->count)
			block->kinds[page - block->first] = PAGE_ZERO;
}

static int read_block(int pagemap, struct block *block, int *zero_errno)
{
	uint64_t entries[ENTRIES_AT_ONCE];
	ssize_t got = pagemap_read(pagemap, block->first, block->count, entries);

	if (got < 0)
		return errno;
	for (size_t i = 0; i < block->count; i++)
		block->kinds[i] =
			(uint8_t)(i < (size_t)got ? page_kind_of(entries[i]) : PAGE_ABSENT);
	if (!*zero_errno)
		*zero_errno = pagemap_zero_pages(pagemap, block->first * block->page_size,
						 (block->first + block->count) * block->page_size,
						 mark_zero, block);
	return 0;
}

int page_runs_read(int pagemap, uint64_t start, uint64_t end, struct page_runs *runs,
		   int *zero_errno)
{
	struct block block = {.page_size = (uint64_t)sysconf(_SC_PAGESIZE)};
	uint64_t last = end / block.page_size;

	*zero_errno = 0;
	for (uint64_t page = start / block.page_size; page < last; page += block.count) {
		block.first = page;
		block.count =
			last - page < ENTRIES_AT_ONCE ? (size_t)(last - page) : ENTRIES_AT_ONCE;
		int error = read_block(pagemap, &block, zero_errno);
		if (error)
			return error;
		for (size_t i = 0; i < block.count; i++)
			page_runs_add(runs, (enum page_kind)block.kinds[i], 1);
	}
	return 0;
}

/* ---- drawing --------------------------------------------------------------------------- */

/* Steps through runs page by page, in strides. */
struct cursor {
	const struct page_runs *runs;
	size_t run;
	uint64_t left; /* of the run */
};

/* The kind that most of the next `pages` are of; of kinds that are equally many the later one in the table, so
 * that what is there outweighs what is not. */
static enum page_kind most_of(struct cursor *cursor, uint64_t pages)
{
	uint64_t count[PAGE_KIND_COUNT] = {0};
	unsigned best = 0;

	while (pages && cursor->run < cursor->runs->count) {
		const struct page_run *run = &cursor->runs->at[cursor->run];
		uint64_t step = cursor->left < pages ? cursor->left : pages;
		count[run->kind] += step;
		pages -= step;
		cursor->left -= step;
		if (!cursor->left && ++cursor->run < cursor->runs->count)
			cursor->left = cursor->runs->at[cursor->run].pages;
	}
	for (unsigned kind = 1; kind < PAGE_KIND_COUNT; kind++)
		if (count[kind] && count[kind] >= count[best])
			best = kind;
	return (enum page_kind)best;
}

size_t page_runs_draw(const struct page_runs *runs, size_t cells, uint8_t *drawn)
{
	struct cursor cursor = {runs, 0, runs->count ? runs->at[0].pages : 0};
	uint64_t total = 0, done = 0;

	for (size_t i = 0; i < runs->count; i++)
		total += runs->at[i].pages;
	if (cells > total)
		cells = (size_t)total;
	for (size_t cell = 0; cell < cells; cell++) {
		/* Whole pages, so that the shares differ by one at most; no product overflows: cells and pages
		 * are below 2^32 each. */
		uint64_t until = total / cells * (cell + 1) + total % cells * (cell + 1) / cells;
		drawn[cell] = (uint8_t)most_of(&cursor, until - done);
		done = until;
	}
	return cells;
}
