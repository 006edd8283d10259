/*
 * Measuring the page tables that fork(2) copies: see tables.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include "demo_child.h"
#include "error.h"
#include "handlers.h"
#include "mem.h"
#include "process.h"
#include "spawn.h"
#include "stats.h"
#include "tables.h"

/* Forks whose time is taken, for each kind. */
#define FORKS	 9
#define WATCH_MS 100

#ifndef MADV_WIPEONFORK
#define MADV_WIPEONFORK 18
#endif

/* The byte that the shell writes after the fork. */
#define LATER_BYTE 3

struct trial {
	struct shell *sh;
	const char *who;
	uint64_t page_size, size;
	struct demo_room room;
	char *memory;
	struct demo_control *control; /* shared with the child */
	enum demo_result result;
};

/* ---- the mapping ------------------------------------------------------------------------ */

static bool map_at(struct trial *trial, int flags, int fd)
{
	return mmap(trial->memory, trial->size, PROT_READ | PROT_WRITE, flags | MAP_FIXED, fd, 0) !=
	       MAP_FAILED;
}

/* A file in memory whose pages are there already, each beginning with the shell's byte.  It is not
 * mapped for that: page tables would be left of it. */
static int make_file(const struct trial *trial)
{
	static const char byte = DEMO_SHELL_BYTE;
	int fd = memfd_create("cow demo", MFD_CLOEXEC);

	bool made = fd >= 0 && ftruncate(fd, (off_t)trial->size) == 0;
	for (uint64_t at = 0; made && at < trial->size; at += trial->page_size)
		made = lseek(fd, (off_t)at, SEEK_SET) >= 0 && write(fd, &byte, 1) == 1;
	if (fd >= 0 && !made) {
		int error = errno;

		close(fd);
		errno = error;
		return -1;
	}
	return fd;
}

static bool map_file(struct trial *trial, int flags)
{
	int fd = make_file(trial);
	bool mapped = fd >= 0 && map_at(trial, flags, fd);
	int error = errno;

	if (fd >= 0)
		close(fd);
	errno = error;
	return mapped;
}

static void read_all(const struct trial *trial)
{
	for (uint64_t at = 0; at < trial->size; at += trial->page_size)
		(void)*(volatile char *)(trial->memory + at);
}

static bool advise(const struct trial *trial, int advice)
{
	return madvise(trial->memory, trial->size, advice) == 0;
}

/* Maps memory of a kind and has all its pages in the shell's page tables; false with errno. */
static bool map_kind(struct trial *trial, enum table_kind kind)
{
	bool mapped = false;

	switch (kind) {
	case TABLE_ANONYMOUS:
	case TABLE_HUGE:
	case TABLE_WIPEONFORK:
	case TABLE_DONTFORK:
		mapped = map_at(trial, MAP_PRIVATE | MAP_ANONYMOUS, -1);
		break;
	case TABLE_SHARED:
		mapped = map_at(trial, MAP_SHARED | MAP_ANONYMOUS, -1);
		break;
	case TABLE_SHARED_FILE:
		mapped = map_file(trial, MAP_SHARED);
		break;
	case TABLE_PRIVATE_FILE:
	case TABLE_WRITTEN_FILE:
		mapped = map_file(trial, MAP_PRIVATE);
		break;
	case TABLE_KINDS_COUNT:
		break;
	}
	if (!mapped)
		return false;
	advise(trial, kind == TABLE_HUGE ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
	if (kind == TABLE_WIPEONFORK && !advise(trial, MADV_WIPEONFORK))
		return false;
	if (kind == TABLE_PRIVATE_FILE || kind == TABLE_WRITTEN_FILE)
		read_all(trial);
	else
		demo_touch(trial->memory, trial->page_size, 0, trial->size / trial->page_size,
			   DEMO_SHELL_BYTE);
	if (kind == TABLE_WRITTEN_FILE)
		demo_touch(trial->memory, trial->page_size, trial->size / trial->page_size - 1, 1,
			   DEMO_SHELL_BYTE);
	return true;
}

static void unmap(struct trial *trial)
{
	mmap(trial->memory, trial->size, PROT_NONE,
	     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
}

/* ---- the child -------------------------------------------------------------------------- */

/* Waits until the child stands still: all that it does of itself is over then. */
static bool stands_still(struct trial *trial, pid_t child)
{
	struct demo_control *control = trial->control;

	while (!__atomic_load_n(&control->done, __ATOMIC_ACQUIRE)) {
		if (demo_is_interrupted()) {
			trial->result = DEMO_INTERRUPTED;
			return false;
		}
		siginfo_t ended = {0};
		if (waitid(P_PID, (id_t)child, &ended, WEXITED | WNOHANG | WNOWAIT) < 0
			    ? errno != EINTR
			    : ended.si_pid != 0)
			return false;
		demo_sleep(&control->done, 0, WATCH_MS);
	}
	return true;
}

/* A child that stands still, and the time of the call; 0 for none. */
static pid_t make_child(struct trial *trial, int64_t *ns)
{
	*trial->control = (struct demo_control){.order = 1, .memory = trial->memory};
	uint64_t before = spawn_now();
	pid_t pid = spawn_body(trial->sh, demo_child, trial->control);
	*ns = (int64_t)(spawn_now() - before);
	if (pid < 0) {
		trial->result = DEMO_FAILED;
		return 0;
	}
	if (stands_still(trial, pid))
		return pid;
	spawn_kill(pid);
	if (trial->result == DEMO_DONE) {
		shell_error_in(trial->sh, trial->who, "the child ended too early");
		trial->result = DEMO_FAILED;
	}
	return 0;
}

/* ---- looking ---------------------------------------------------------------------------- */

static uint64_t tables_of(pid_t pid)
{
	struct cow_process process;

	return cow_process_read(&process, pid) == 0 ? process.status[STATUS_TABLES] : 0;
}

/* Pages that have an entry.  Address space without end, with hardly a page in it, is no trouble. */
static uint64_t pages_between(pid_t pid, uint64_t start, uint64_t end)
{
	struct page_runs runs = {0};
	bool zero_known;
	uint64_t count = 0;
	int map = pagemap_open(pid);

	if (map >= 0 && page_runs_read(map, start, end, &runs, &zero_known) == 0)
		for (size_t i = 0; i < runs.count; i++)
			if (runs.at[i].kind != PAGE_ABSENT && runs.at[i].kind != PAGE_SWAPPED)
				count += runs.at[i].pages;
	page_runs_free(&runs);
	if (map >= 0)
		close(map);
	return count;
}

/* Memory of the mapping in huge pages, in kB: those have an entry each. */
static uint64_t huge_of(pid_t pid, const struct trial *trial)
{
	struct mapping_list list = {0};
	uint64_t kb = 0, start = (uint64_t)(uintptr_t)trial->memory;

	cow_mappings_read(pid, &list);
	for (size_t i = 0; i < list.count; i++) {
		const uint64_t *figures = list.at[i].figures.kb;
		if (list.at[i].start >= start && list.at[i].start < start + trial->size)
			kb += figures[MEMORY_ANON_HUGE] + figures[MEMORY_SHMEM_HUGE] +
			      figures[MEMORY_FILE_HUGE];
	}
	mapping_list_free(&list);
	return kb;
}

static uint64_t entries_of(pid_t pid, const struct trial *trial)
{
	uint64_t start = (uint64_t)(uintptr_t)trial->memory;
	uint64_t pages = pages_between(pid, start, start + trial->size);
	uint64_t huge = huge_of(pid, trial) * 1024;

	return pages - huge / trial->page_size + huge / DEMO_HUGE_PAGE;
}

/* The first byte as the child reads it; the shell has written to it since the fork. */
static enum table_sight sight_of(pid_t child, const struct trial *trial)
{
	char path[48], byte = 0;

	proc_path(path, sizeof(path), child, "mem");
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return SIGHT_UNKNOWN;
	ssize_t got = pread(fd, &byte, 1, (off_t)(uintptr_t)trial->memory);
	int error = errno;
	close(fd);
	if (got != 1)
		return error == EIO ? SIGHT_NOTHING : SIGHT_UNKNOWN;
	return byte == LATER_BYTE ? SIGHT_SAME : byte == DEMO_SHELL_BYTE ? SIGHT_COPY : SIGHT_ZEROS;
}

/* ---- a kind ----------------------------------------------------------------------------- */

/* The median of the call's time; a child of the last fork is left for the caller, 0 for none. */
static pid_t fork_often(struct trial *trial, int64_t *median)
{
	int64_t ns[FORKS];
	pid_t child = 0;

	for (unsigned i = 0; i < FORKS; i++) {
		if (child)
			spawn_kill(child);
		child = make_child(trial, &ns[i]);
		if (!child)
			return 0;
	}
	stats_sort(ns, FORKS);
	*median = ns[FORKS / 2];
	return child;
}

/* Page tables of a child without the mapping. */
static bool tables_without(struct trial *trial, uint64_t *kb)
{
	int64_t ns;

	advise(trial, MADV_DONTFORK);
	pid_t child = make_child(trial, &ns);
	advise(trial, MADV_DOFORK);
	if (!child)
		return false;
	*kb = tables_of(child);
	spawn_kill(child);
	return true;
}

static void measure_child(struct trial *trial, struct table_row *row, pid_t child, uint64_t without)
{
	row->tables_kb[DEMO_CHILD] = (int64_t)tables_of(child) - (int64_t)without;
	row->entries[DEMO_CHILD] = entries_of(child, trial);
	demo_touch(trial->memory, trial->page_size, 0, 1, LATER_BYTE);
	row->sight = sight_of(child, trial);
	spawn_kill(child);
}

static void measure_kind(struct trial *trial, enum table_kind kind, struct table_row *row)
{
	uint64_t before = tables_of(getpid()), start = (uint64_t)(uintptr_t)trial->memory, without;

	if (!map_kind(trial, kind)) {
		row->error = errno;
		unmap(trial);
		return;
	}
	row->tables_kb[DEMO_SHELL] = (int64_t)tables_of(getpid()) - (int64_t)before;
	row->pages = pages_between(getpid(), start, start + trial->size);
	row->entries[DEMO_SHELL] = entries_of(getpid(), trial);
	row->huge_kb = huge_of(getpid(), trial);
	if (tables_without(trial, &without)) {
		if (kind == TABLE_DONTFORK)
			advise(trial, MADV_DONTFORK);
		pid_t child = fork_often(trial, &row->fork_ns);
		if (child)
			measure_child(trial, row, child, without);
	}
	unmap(trial);
}

/* ---- the shell's own mappings ------------------------------------------------------------ */

/* A fork copies the entries of private mappings that have pages of their own; others the child gets
 * back by faults. */
static bool is_copied(const struct mapping *mapping)
{
	return mapping->permissions[3] == 'p' && mapping->figures.kb[MEMORY_ANONYMOUS] > 0;
}

static void measure_own(struct trial *trial, struct fork_tables *tables)
{
	cow_mappings_read(getpid(), &tables->mappings);
	pid_t child = fork_often(trial, &tables->without_ns);
	if (!child)
		return;
	tables->without_kb = tables_of(child);
	tables->own = mem_zalloc((tables->mappings.count + 1) * sizeof(*tables->own));
	for (size_t i = 0; i < tables->mappings.count; i++) {
		const struct mapping *mapping = &tables->mappings.at[i];
		uint64_t pages[DEMO_SIDES];
		pages[DEMO_SHELL] = pages_between(getpid(), mapping->start, mapping->end);
		pages[DEMO_CHILD] = pages_between(child, mapping->start, mapping->end);
		if (is_copied(mapping))
			tables->own[tables->own_count++] =
				(struct table_own){mapping, {pages[0], pages[1]}};
		for (unsigned side = 0; side < DEMO_SIDES && !is_copied(mapping); side++)
			tables->left[side] += pages[side];
	}
	spawn_kill(child);
}

/* ---- all of it --------------------------------------------------------------------------- */

static void measure(struct trial *trial, struct fork_tables *tables)
{
	trial->control = mmap(NULL, trial->page_size, PROT_READ | PROT_WRITE,
			      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	trial->memory = demo_reserve(&trial->room, trial->page_size, trial->size);
	if (trial->control == MAP_FAILED || !trial->memory) {
		shell_error_in(trial->sh, trial->who, "its memory: %s", strerror(errno));
		trial->result = DEMO_FAILED;
		return;
	}
	measure_own(trial, tables);
	for (unsigned kind = 0; kind < TABLE_KINDS_COUNT && trial->result == DEMO_DONE; kind++)
		measure_kind(trial, (enum table_kind)kind, &tables->rows[kind]);
}

int cow_fork_tables(struct shell *sh, const struct cow_style *style, const struct cow_demo *request)
{
	uint64_t page_size = (uint64_t)sysconf(_SC_PAGESIZE);
	struct fork_tables tables = {
		.page_size = page_size,
		.pages = (request->size + page_size - 1) / page_size,
	};
	struct trial trial = {
		.sh = sh,
		.who = style->who,
		.page_size = page_size,
		.size = tables.pages * page_size,
	};

	signals_prepare_wait(sh);
	outbuf_push(&sh->out);
	if (demo_enough_memory(sh, style->who, trial.size))
		measure(&trial, &tables);
	else
		trial.result = DEMO_FAILED;
	if (trial.result == DEMO_DONE && style->json)
		cow_tables_json(sh, &tables);
	else if (trial.result == DEMO_DONE)
		cow_tables_text(sh, style, &tables);
	demo_room_free(&trial.room);
	if (trial.control && trial.control != MAP_FAILED)
		munmap(trial.control, page_size);
	mem_free(tables.own);
	mapping_list_free(&tables.mappings);
	return trial.result == DEMO_DONE ? 0 : trial.result == DEMO_INTERRUPTED ? 128 + SIGINT : 1;
}
