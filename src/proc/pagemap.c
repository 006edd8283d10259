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
/* The most that is read entry by entry when the kernel cannot scan, in bytes of address space: 128
 * MiB of entries. */
#define READ_MOST	((uint64_t)64 << 30)

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
	proc_path(path, sizeof(path), pid, "pagemap");
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

/* ---- scanning -------------------------------------------------------------------------- */

/* linux/fs.h of Linux 6.7; older headers do not have it. */
struct scan_request {
	uint64_t size, flags, start, end, walk_end, regions, region_count, page_limit;
	uint64_t inverted, required, any_of, returned;
};
struct scan_region {
	uint64_t start, end, categories;
};
#define SCAN_REQUEST   _IOWR('f', 16, struct scan_request)
#define SCAN_PRESENT   ((uint64_t)1 << 3)
#define SCAN_SWAPPED   ((uint64_t)1 << 4)
#define SCAN_ZERO_PAGE ((uint64_t)1 << 5)
#define SCAN_REGIONS   64

/* Pages of one mapping being read, in order. */
struct reading {
	int pagemap;
	uint64_t page_size;
	uint64_t next; /* address that is to be looked at next */
	struct page_runs *runs;
};

/* Reads the entries up to an address, whatever they are.  0 or errno. */
static int read_up_to(struct reading *reading, uint64_t end)
{
	uint64_t *entries = mem_alloc(ENTRIES_AT_ONCE * sizeof(*entries));
	int error = 0;

	while (reading->next < end) {
		uint64_t left = (end - reading->next) / reading->page_size;
		size_t count = left < ENTRIES_AT_ONCE ? (size_t)left : ENTRIES_AT_ONCE;
		ssize_t got = pagemap_read(reading->pagemap, reading->next / reading->page_size,
					   count, entries);
		if (got < 0) {
			error = errno;
			break;
		}
		for (size_t i = 0; i < count; i++)
			page_runs_add(reading->runs,
				      i < (size_t)got ? page_kind_of(entries[i]) : PAGE_ABSENT, 1);
		reading->next += count * reading->page_size;
	}
	mem_free(entries);
	return error;
}

static void skip_to(struct reading *reading, uint64_t end, enum page_kind kind)
{
	page_runs_add(reading->runs, kind, (end - reading->next) / reading->page_size);
	reading->next = end;
}

static int take_region(struct reading *reading, const struct scan_region *region)
{
	skip_to(reading, region->start, PAGE_ABSENT);
	if (!(region->categories & SCAN_ZERO_PAGE))
		return read_up_to(reading, region->end);
	skip_to(reading, region->end, PAGE_ZERO);
	return 0;
}

/* Lets the kernel find what is there, so that what is not costs nothing: mappings of terabytes are
 * common, and nearly empty.  0; ENOTTY or EINVAL where it cannot; or another errno. */
static int scan_up_to(struct reading *reading, uint64_t end)
{
	/* Cleared for valgrind, which does not know that this call writes there. */
	struct scan_region regions[SCAN_REGIONS] = {0};
	struct scan_request request = {
		.size = sizeof(request),
		.start = reading->next,
		.end = end,
		.regions = (uint64_t)(uintptr_t)regions,
		.region_count = SCAN_REGIONS,
		.any_of = SCAN_PRESENT | SCAN_SWAPPED,
		.returned = SCAN_PRESENT | SCAN_SWAPPED | SCAN_ZERO_PAGE,
	};
	while (request.start < end) {
		int error = 0, count = ioctl(reading->pagemap, SCAN_REQUEST, &request);
		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return errno;
		for (int i = 0; i < count && !error; i++)
			error = take_region(reading, &regions[i]);
		if (error)
			return error;
		if (request.walk_end <= request.start)
			break;
		request.start = request.walk_end;
	}
	skip_to(reading, end, PAGE_ABSENT);
	return 0;
}

int page_runs_read(int pagemap, uint64_t start, uint64_t end, struct page_runs *runs,
		   bool *zero_known)
{
	struct reading reading = {pagemap, (uint64_t)sysconf(_SC_PAGESIZE), start, runs};
	int error = scan_up_to(&reading, end);

	*zero_known = error == 0;
	/* EFAULT: the vsyscall page, which is the kernel's */
	if (error != ENOTTY && error != EINVAL && error != EFAULT)
		return error;
	return end - start > READ_MOST ? EFBIG : read_up_to(&reading, end);
}

/* ---- drawing --------------------------------------------------------------------------- */

/* Steps through runs page by page, in strides. */
struct cursor {
	const struct page_runs *runs;
	size_t run;
	uint64_t left; /* of the run */
};

/* The kind that most of the next `pages` are of; of kinds that are equally many the later one in
 * the table, so that what is there outweighs what is not. */
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
		/* Whole pages, so that the shares differ by one at most; no product overflows:
		 * cells and pages are below 2^32 each. */
		uint64_t until = total / cells * (cell + 1) + total % cells * (cell + 1) / cells;
		drawn[cell] = (uint8_t)most_of(&cursor, until - done);
		done = until;
	}
	return cells;
}
