/*
 * forkbench --like: what creating a process would cost a process that runs.  Its memory is
 * modelled, mapping by mapping and page by page, in the process that measures; what it writes is
 * watched for a while; and the limits that a fork would meet are read, each by its name.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "bench_internal.h"
#include "error.h"
#include "json.h"
#include "mem.h"
#include "procmem.h"
#include "signals.h"

#define ENTRIES_AT_ONCE 1024

/* ---- the model of its memory ---------------------------------------------------------------- */

static bool is_private_writable(const struct mapping *mapping)
{
	return mapping->permissions[1] == 'w' && mapping->permissions[3] == 'p';
}

/* A mapping that overcommitting counts, when it is made anew for a child. */
static bool is_accountable(const struct mapping *mapping)
{
	if (!(mapping->flags & MAPPING_FLAGS_KNOWN))
		return is_private_writable(mapping);
	return (mapping->flags & (MAPPING_ACCOUNTED | MAPPING_NOT_COPIED)) == MAPPING_ACCOUNTED;
}

/* The mappings whose pages a fork copies entries of: those with anonymous pages, and they alone. */
static void add_piece(struct bench_shape *shape, int pagemap, const struct mapping *mapping)
{
	struct bench_piece piece = {.size = mapping->end - mapping->start,
				    .huge = mapping->figures.kb[MEMORY_ANON_HUGE] * 1024};
	bool zero_known;
	uint64_t anonymous = mapping->figures.kb[MEMORY_ANONYMOUS] * 1024;

	shape->mappings++;
	shape->huge += piece.huge;
	shape->anonymous += anonymous;
	if (is_accountable(mapping)) {
		shape->accountable += piece.size;
		if (piece.size > shape->largest)
			shape->largest = piece.size;
	}
	piece.anonymous = anonymous != 0 && !(mapping->flags & MAPPING_NOT_COPIED);
	if (piece.anonymous && (pagemap < 0 || page_runs_read(pagemap, mapping->start, mapping->end,
							      &piece.runs, &zero_known) != 0))
		page_runs_add(&piece.runs, PAGE_PRIVATE,
			      anonymous / (uint64_t)sysconf(_SC_PAGESIZE));
	shape->pieces[shape->count++] = piece;
}

/* ---- where its pages lie --------------------------------------------------------------------- */

static bool is_copied(uint8_t kind)
{
	return kind == PAGE_PRIVATE || kind == PAGE_SHARED;
}

static void scatter_of_pages(struct bench_scatter *scatter, int pagemap, uint64_t at, uint64_t last,
			     uint64_t *before)
{
	uint64_t entries[ENTRIES_AT_ONCE];

	while (at < last) {
		size_t want = last - at < ENTRIES_AT_ONCE ? last - at : ENTRIES_AT_ONCE;
		ssize_t got = pagemap_read(pagemap, at, want, entries);
		if (got <= 0)
			return;
		for (ssize_t i = 0; i < got; i++) {
			uint64_t frame = pagemap_frame(entries[i]);
			if (!frame)
				continue;
			scatter->pages++;
			scatter->apart += frame != *before + 1 && frame + 1 != *before;
			*before = frame;
		}
		at += (uint64_t)got;
	}
}

/* Only where there are pages: a mapping may be without end, with hardly a page in it. */
static void scatter_of_mapping(struct bench_scatter *scatter, int pagemap,
			       const struct mapping *mapping, uint64_t page)
{
	struct page_runs runs = {0};
	bool zero_known;
	uint64_t at = mapping->start / page, before = 0;

	if (page_runs_read(pagemap, mapping->start, mapping->end, &runs, &zero_known) == 0)
		for (size_t i = 0; i < runs.count; i++) {
			uint64_t to = at + runs.at[i].pages;
			if (is_copied(runs.at[i].kind))
				scatter_of_pages(scatter, pagemap, at, to, &before);
			at = to;
		}
	page_runs_free(&runs);
}

void bench_scatter_add(struct bench_scatter *scatter, pid_t pid)
{
	struct mapping_list mappings = {0};
	struct strbuf text = STRBUF_INIT;
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	int pagemap = pagemap_open(pid);

	if (pagemap >= 0 && !proc_read(pid, "smaps", &text))
		smaps_parse(strbuf_text(&text), text.len, &mappings);
	for (size_t i = 0; i < mappings.count; i++)
		if (mappings.at[i].figures.kb[MEMORY_ANONYMOUS])
			scatter_of_mapping(scatter, pagemap, &mappings.at[i], page);
	if (pagemap >= 0)
		close(pagemap);
	strbuf_free(&text);
	mapping_list_free(&mappings);
}

/* ---- the shape ------------------------------------------------------------------------------- */

int bench_shape_read(struct bench_shape *shape, pid_t pid)
{
	struct mapping_list mappings = {0};
	struct strbuf text = STRBUF_INIT;

	*shape = (struct bench_shape){.pieces = NULL};
	int error = proc_read(pid, "smaps", &text);
	if (!error && !text.len)
		error = EINVAL;
	if (!error && !smaps_parse(strbuf_text(&text), text.len, &mappings))
		error = EIO;
	strbuf_free(&text);
	if (!error) {
		int pagemap = pagemap_open(pid);
		shape->pieces = mem_zalloc((mappings.count + 1) * sizeof(*shape->pieces));
		for (size_t i = 0; i < mappings.count; i++) {
			shape->resident += mappings.at[i].figures.kb[MEMORY_RSS] * 1024;
			add_piece(shape, pagemap, &mappings.at[i]);
		}
		if (pagemap >= 0)
			close(pagemap);
		if (!proc_read(pid, "status", &text))
			status_number(strbuf_text(&text), text.len, "VmPTE", &shape->tables_kb);
		strbuf_free(&text);
		bench_scatter_add(&shape->scatter, pid);
	}
	mapping_list_free(&mappings);
	return error;
}

void bench_shape_free(struct bench_shape *shape)
{
	for (size_t i = 0; i < shape->count; i++)
		page_runs_free(&shape->pieces[i].runs);
	mem_free(shape->pieces);
}

static int take_piece(const struct bench_piece *piece, uint64_t page)
{
	char *memory = mmap(NULL, piece->size + page, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (memory == MAP_FAILED)
		return errno;
	/* A hole between this one and the next, or they would become one mapping. */
	munmap(memory + piece->size, page);
	if (madvise(memory, piece->size, piece->huge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE) < 0 &&
	    piece->huge)
		return errno;
	char *at = memory;
	for (size_t i = 0; i < piece->runs.count; i++) {
		uint64_t length = piece->runs.at[i].pages * page;
		if (length > (uint64_t)(memory + piece->size - at))
			length = (uint64_t)(memory + piece->size - at);
		for (uint64_t k = 0; is_copied(piece->runs.at[i].kind) && k < length; k += page)
			*(volatile char *)(at + k) = 1;
		at += length;
	}
	return 0;
}

int bench_shape_take(const struct bench_shape *shape)
{
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	int error = fd < 0 ? errno : 0;

	for (size_t i = 0; i < shape->count && !error; i++) {
		if (shape->pieces[i].anonymous)
			error = take_piece(&shape->pieces[i], page);
		else if (mmap(NULL, page, PROT_READ, MAP_PRIVATE, fd, 0) == MAP_FAILED)
			error = errno;
	}
	if (fd >= 0)
		close(fd);
	return error;
}

/* ---- what it writes ------------------------------------------------------------------------- */

/* True when this kernel marks pages that are written to: a page that was just written is marked. */
static bool knows_soft_dirty(void)
{
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE), entry = 0;
	char *memory = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int fd = pagemap_open(getpid());

	if (memory != MAP_FAILED && fd >= 0) {
		*(volatile char *)memory = 1;
		if (pagemap_read(fd, (uintptr_t)memory / page, 1, &entry) != 1)
			entry = 0;
	}
	if (fd >= 0)
		close(fd);
	if (memory != MAP_FAILED)
		munmap(memory, page);
	return entry & PAGEMAP_SOFT_DIRTY;
}

static int clear_marks(pid_t pid, bool dirty)
{
	char path[48];
	proc_path(path, sizeof(path), pid, "clear_refs");
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return errno;
	int error = write(fd, dirty ? "4" : "1", 1) == 1 ? 0 : errno;
	close(fd);
	return error;
}

static uint64_t count_dirty(int pagemap, const struct mapping *mapping, uint64_t page)
{
	uint64_t entries[ENTRIES_AT_ONCE], count = 0;
	uint64_t first = mapping->start / page, last = mapping->end / page;

	while (first < last) {
		size_t want = last - first < ENTRIES_AT_ONCE ? last - first : ENTRIES_AT_ONCE;
		ssize_t got = pagemap_read(pagemap, first, want, entries);
		if (got <= 0)
			break;
		for (ssize_t i = 0; i < got; i++)
			count += entries[i] & PAGEMAP_SOFT_DIRTY && entries[i] & PAGEMAP_PRESENT &&
				 !(entries[i] & PAGEMAP_FILE);
		first += (uint64_t)got;
	}
	return count;
}

/* Bytes of private anonymous memory with a mark. */
static int count_marked(pid_t pid, bool dirty, uint64_t *bytes)
{
	struct mapping_list mappings = {0};
	struct strbuf text = STRBUF_INIT;
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	int error = proc_read(pid, "smaps", &text);
	int pagemap = dirty ? pagemap_open(pid) : -1;

	if (!error && !text.len) /* it has ended, and nobody has waited for it yet */
		error = ESRCH;
	if (!error && dirty && pagemap < 0)
		error = errno;
	if (!error)
		smaps_parse(strbuf_text(&text), text.len, &mappings);
	*bytes = 0;
	for (size_t i = 0; i < mappings.count && !error; i++) {
		const struct mapping *mapping = &mappings.at[i];
		uint64_t anonymous = mapping->figures.kb[MEMORY_ANONYMOUS];
		if (!is_private_writable(mapping) || !anonymous)
			continue;
		uint64_t referenced = mapping->figures.kb[MEMORY_REFERENCED];
		if (dirty)
			*bytes += page * count_dirty(pagemap, mapping, page);
		else
			*bytes += 1024 * (referenced < anonymous ? referenced : anonymous);
	}
	if (pagemap >= 0)
		close(pagemap);
	strbuf_free(&text);
	mapping_list_free(&mappings);
	return error;
}

void bench_writes_watch(struct bench_writes *writes, pid_t pid, double seconds)
{
	*writes = (struct bench_writes){.seconds = seconds, .by_writes = knows_soft_dirty()};
	writes->error = clear_marks(pid, writes->by_writes);
	if (writes->error)
		return;
	if (!signals_sleep(seconds)) {
		writes->error = EINTR;
		return;
	}
	writes->error = count_marked(pid, writes->by_writes, &writes->bytes);
}
