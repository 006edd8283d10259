/*
 * cow --tree: a process with its descendants.  The kernel's figures for each alone count shared
 * pages again and again; here the page frames of all are laid side by side, so that each is counted
 * once, by how many map it.
 */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "error.h"
#include "mem.h"
#include "report.h"

#define ENTRIES_AT_ONCE 1024
/* Pages of all members together: half a gigabyte of numbers. */
#define FRAMES_MOST	((size_t)1 << 26)
#define NAME_COLUMNS	30

struct member {
	struct cow_process process;
	unsigned depth; /* below the one that was asked for */
};

/* Pages by who maps them. */
struct sharers {
	uint64_t anonymous, file; /* pages */
};

/* A frame, shifted, with the lowest bit for pages of files. */
struct frames {
	uint64_t *at; /* heap */
	size_t count, cap;
};

struct family {
	struct member *members; /* heap; depth first */
	size_t count, cap;
	struct sharers *sharers; /* heap: [n] of pages that n members map, 1 to count */
	const char *no_sharers;	 /* why there are none, or NULL */
	size_t children;	 /* direct ones with figures */
	uint64_t worker_own_kb;	 /* median of theirs: private memory */
	uint64_t worker_tables_kb;
};

/* ---- who is in it ---------------------------------------------------------------------- */

struct kin {
	pid_t pid, parent;
};

struct kin_list {
	struct kin *at; /* heap, by pid */
	size_t count, cap;
};

static int compare_kin(const void *a, const void *b)
{
	const struct kin *one = a, *other = b;
	return (one->pid > other->pid) - (one->pid < other->pid);
}

/* Every process there is, with its parent. */
static void read_kin(struct kin_list *list)
{
	DIR *folder = opendir("/proc");
	unsigned depth = proc_depth();
	pid_t pid;
	while (folder && (pid = proc_next_id(folder, depth))) {
		struct process_stat stat;
		if (stat_read(pid, &stat) != 0)
			continue;
		if (list->count == list->cap) {
			list->cap = list->cap ? 2 * list->cap : 256;
			list->at = mem_realloc(list->at, list->cap * sizeof(*list->at));
		}
		list->at[list->count++] = (struct kin){pid, stat.parent};
	}
	if (folder)
		closedir(folder);
	if (list->count)
		qsort(list->at, list->count, sizeof(*list->at), compare_kin);
}

/* This process and those below it; one that has ended meanwhile, or has no memory, is left out. */
static void add_members(struct family *family, const struct kin_list *kin, pid_t pid,
			unsigned depth)
{
	struct member member = {.depth = depth};
	if (depth > kin->count)
		return;
	if (cow_process_read(&member.process, pid) == 0 &&
	    cow_process_has_memory(&member.process)) {
		if (family->count == family->cap) {
			family->cap = family->cap ? 2 * family->cap : 16;
			family->members = mem_realloc(family->members,
						      family->cap * sizeof(*family->members));
		}
		family->members[family->count++] = member;
	}
	for (size_t i = 0; i < kin->count; i++)
		if (kin->at[i].parent == pid)
			add_members(family, kin, kin->at[i].pid, depth + 1);
}

/* ---- figures --------------------------------------------------------------------------- */

static uint64_t own_kb(const struct cow_process *process)
{
	const uint64_t *kb = process->figures.kb;
	return kb[MEMORY_PRIVATE_CLEAN] + kb[MEMORY_PRIVATE_DIRTY] + kb[MEMORY_PRIVATE_HUGETLB];
}

static int compare_numbers(const void *a, const void *b)
{
	uint64_t one = *(const uint64_t *)a, other = *(const uint64_t *)b;
	return (one > other) - (one < other);
}

static void find_worker(struct family *family)
{
	uint64_t *own = mem_alloc((family->count + 1) * sizeof(*own));
	uint64_t *tables = mem_alloc((family->count + 1) * sizeof(*tables));
	size_t count = 0;

	for (size_t i = 0; i < family->count; i++) {
		const struct member *member = &family->members[i];
		if (member->depth != 1 || member->process.figures_errno)
			continue;
		own[count] = own_kb(&member->process);
		tables[count++] = member->process.status[STATUS_TABLES];
	}
	family->children = count;
	if (count) {
		qsort(own, count, sizeof(*own), compare_numbers);
		qsort(tables, count, sizeof(*tables), compare_numbers);
		family->worker_own_kb = own[count / 2];
		family->worker_tables_kb = tables[count / 2];
	}
	mem_free(own);
	mem_free(tables);
}

/* ---- frames ---------------------------------------------------------------------------- */

/* false when there are too many. */
static bool add_frame(struct frames *frames, uint64_t entry)
{
	if (frames->count == FRAMES_MOST)
		return false;
	if (frames->count == frames->cap) {
		frames->cap = frames->cap ? 2 * frames->cap : 65536;
		frames->at = mem_realloc(frames->at, frames->cap * sizeof(*frames->at));
	}
	frames->at[frames->count++] = pagemap_frame(entry) << 1 | (entry & PAGEMAP_FILE ? 1 : 0);
	return true;
}

/* The pages of a run; NULL, or why not. */
static const char *add_run(struct frames *frames, int pagemap, uint64_t first, uint64_t count)
{
	uint64_t entries[ENTRIES_AT_ONCE];
	while (count) {
		size_t wanted = count < ENTRIES_AT_ONCE ? (size_t)count : ENTRIES_AT_ONCE;
		ssize_t got = pagemap_read(pagemap, first, wanted, entries);
		if (got <= 0)
			return NULL; /* the process has ended, or unmapped it */
		for (ssize_t i = 0; i < got; i++) {
			if (!(entries[i] & PAGEMAP_PRESENT))
				continue;
			if (!pagemap_frame(entries[i]))
				return "page frames are shown to root alone";
			if (!add_frame(frames, entries[i]))
				return "there are too many pages to compare";
		}
		first += (uint64_t)got;
		count -= (uint64_t)got;
	}
	return NULL;
}

static const char *add_mapping(struct frames *frames, int pagemap, const struct mapping *mapping)
{
	uint64_t first = mapping->start / (uint64_t)sysconf(_SC_PAGESIZE);
	struct page_runs runs = {0};
	bool zero_known;
	const char *why = NULL;

	if (page_runs_read(pagemap, mapping->start, mapping->end, &runs, &zero_known) == 0)
		for (size_t i = 0; i < runs.count && !why; i++) {
			unsigned kind = runs.at[i].kind;
			if (kind != PAGE_ABSENT && kind != PAGE_SWAPPED && kind != PAGE_ZERO)
				why = add_run(frames, pagemap, first, runs.at[i].pages);
			first += runs.at[i].pages;
		}
	page_runs_free(&runs);
	return why;
}

/* A frame that a process maps twice is mapped by one. */
static void drop_twins(struct frames *frames, size_t from)
{
	size_t kept = from;
	qsort(frames->at + from, frames->count - from, sizeof(*frames->at), compare_numbers);
	for (size_t i = from; i < frames->count; i++)
		if (i == from || frames->at[i] != frames->at[kept - 1])
			frames->at[kept++] = frames->at[i];
	frames->count = kept;
}

static const char *add_process(struct frames *frames, pid_t pid)
{
	struct mapping_list list = {0};
	size_t before = frames->count;
	const char *why = NULL;
	int pagemap = pagemap_open(pid);

	if (pagemap < 0 || cow_mappings_read(pid, &list) != 0)
		why = "the pages of one of them may not be looked at";
	for (size_t i = 0; i < list.count && !why; i++)
		why = add_mapping(frames, pagemap, &list.at[i]);
	if (!why && frames->count > before)
		drop_twins(frames, before);
	mapping_list_free(&list);
	if (pagemap >= 0)
		close(pagemap);
	return why;
}

static void count_sharers(struct family *family)
{
	struct frames frames = {0};

	for (size_t i = 0; i < family->count && !family->no_sharers; i++)
		family->no_sharers = add_process(&frames, family->members[i].process.pid);
	family->sharers = mem_zalloc((family->count + 1) * sizeof(*family->sharers));
	if (!family->no_sharers && frames.count) {
		qsort(frames.at, frames.count, sizeof(*frames.at), compare_numbers);
		for (size_t i = 0, next; i < frames.count; i = next) {
			for (next = i + 1; next < frames.count; next++)
				if (frames.at[next] != frames.at[i])
					break;
			if (frames.at[i] & 1)
				family->sharers[next - i].file++;
			else
				family->sharers[next - i].anonymous++;
		}
	}
	mem_free(frames.at);
}

/* ---- text ------------------------------------------------------------------------------ */

static uint64_t page_kb(uint64_t pages)
{
	return pages * ((uint64_t)sysconf(_SC_PAGESIZE) / 1024);
}

static void put_member(struct outbuf *out, const struct member *member)
{
	const struct cow_process *process = &member->process;
	int indent = member->depth < 10 ? (int)(2 * member->depth) : 20;

	out_printf(out, "%8d %9llu", (int)process->pid,
		   (unsigned long long)process->status[STATUS_RSS]);
	if (process->figures_errno)
		out_printf(out, " %9s %9s", "-", "-");
	else
		out_printf(out, " %9llu %9llu", (unsigned long long)process->figures.kb[MEMORY_PSS],
			   (unsigned long long)own_kb(process));
	out_printf(out, " %7llu  %*s%.*s\n", (unsigned long long)process->status[STATUS_TABLES],
		   indent, "", NAME_COLUMNS, process->stat.name);
}

static void put_sums(struct outbuf *out, const struct family *family)
{
	uint64_t rss = 0, pss = 0, own = 0, tables = 0;
	int unread = 0;

	for (size_t i = 0; i < family->count; i++) {
		const struct cow_process *process = &family->members[i].process;
		rss += process->status[STATUS_RSS];
		tables += process->status[STATUS_TABLES];
		if (process->figures_errno) {
			unread = process->figures_errno;
			continue;
		}
		pss += process->figures.kb[MEMORY_PSS];
		own += own_kb(process);
	}
	out_printf(out, "%8s %9llu %9llu %9llu %7llu\n", "in all", (unsigned long long)rss,
		   (unsigned long long)pss, (unsigned long long)own, (unsigned long long)tables);
	if (unread)
		out_printf(out, "Pss and private memory of some: %s.\n", proc_reason(unread));
}

static void put_sharers(struct outbuf *out, const struct family *family)
{
	if (family->no_sharers) {
		out_printf(out, "\nPages by how many of them map them: %s.\n", family->no_sharers);
		return;
	}
	out_printf(out, "\n%8s %9s %13s %13s\n", "mapped by", "pages", "anonymous kB",
		   "of files kB");
	for (size_t n = 1; n <= family->count; n++) {
		const struct sharers *at = &family->sharers[n];
		if (at->anonymous + at->file)
			out_printf(out, "%9zu %9llu %13llu %13llu%s\n", n,
				   (unsigned long long)(at->anonymous + at->file),
				   (unsigned long long)page_kb(at->anonymous),
				   (unsigned long long)page_kb(at->file),
				   n == family->count && n > 1 ? "  all of them" : "");
	}
}

static void put_worker(struct outbuf *out, const struct family *family)
{
	if (!family->children) {
		out_puts(out, "\nIt has no children: what one more would come to is not known.\n");
		return;
	}
	out_printf(out,
		   "\nOne more child, when it has come to be like the other %zu (median of each): "
		   "%llu kB,\n%llu kB of its own and %llu kB of page tables.\n",
		   family->children,
		   (unsigned long long)(family->worker_own_kb + family->worker_tables_kb),
		   (unsigned long long)family->worker_own_kb,
		   (unsigned long long)family->worker_tables_kb);
}

static void write_text(struct shell *sh, const struct cow_style *style, const struct family *family)
{
	struct outbuf out;

	outbuf_init(&out, -1);
	out_printf(&out, "%8s %9s %9s %9s %7s  %s\n", "pid", "Rss kB", "Pss kB", "own kB", "tables",
		   "process");
	for (size_t i = 0; i < family->count; i++)
		put_member(&out, &family->members[i]);
	put_sums(&out, family);
	put_sharers(&out, family);
	put_worker(&out, family);
	cow_write_text(sh, style, &out);
}

/* ---- JSON ------------------------------------------------------------------------------ */

static void member_to_json(struct json *json, const struct member *member)
{
	const struct cow_process *process = &member->process;

	json_object_begin(json, NULL);
	json_int(json, "pid", process->pid);
	json_int(json, "parent", process->stat.parent);
	json_string(json, "name", process->stat.name);
	json_uint(json, "depth", member->depth);
	json_uint(json, "rss_kb", process->status[STATUS_RSS]);
	json_uint(json, "tables_kb", process->status[STATUS_TABLES]);
	if (process->figures_errno) {
		json_null(json, "pss_kb");
		json_null(json, "own_kb");
		json_string(json, "missing", proc_reason(process->figures_errno));
	} else {
		json_uint(json, "pss_kb", process->figures.kb[MEMORY_PSS]);
		json_uint(json, "own_kb", own_kb(process));
	}
	json_object_end(json);
}

static void sharers_to_json(struct json *json, const struct family *family)
{
	if (family->no_sharers) {
		json_null(json, "mapped_by");
		json_string(json, "missing", family->no_sharers);
		return;
	}
	json_array_begin(json, "mapped_by");
	for (size_t n = 1; n <= family->count; n++) {
		json_object_begin(json, NULL);
		json_uint(json, "processes", n);
		json_uint(json, "anonymous_kb", page_kb(family->sharers[n].anonymous));
		json_uint(json, "file_kb", page_kb(family->sharers[n].file));
		json_object_end(json);
	}
	json_array_end(json);
}

static void write_json(struct shell *sh, const struct family *family)
{
	struct json json;

	json_init(&json, &sh->out, true);
	json_object_begin(&json, NULL);
	json_array_begin(&json, "processes");
	for (size_t i = 0; i < family->count; i++)
		member_to_json(&json, &family->members[i]);
	json_array_end(&json);
	sharers_to_json(&json, family);
	if (family->children) {
		json_object_begin(&json, "one_more_child");
		json_uint(&json, "like", family->children);
		json_uint(&json, "own_kb", family->worker_own_kb);
		json_uint(&json, "tables_kb", family->worker_tables_kb);
		json_object_end(&json);
	} else {
		json_null(&json, "one_more_child");
	}
	json_object_end(&json);
	json_end(&json);
}

int cow_family(struct shell *sh, const struct cow_style *style, pid_t pid)
{
	struct family family = {0};
	struct kin_list kin = {0};
	struct cow_process process;
	int error = cow_process_read(&process, pid);
	const char *reason = cow_process_reason(&process, error);

	if (reason) {
		shell_error_in(sh, style->who, "%d: %s", (int)pid, reason);
		return 1;
	}
	read_kin(&kin);
	add_members(&family, &kin, pid, 0);
	find_worker(&family);
	count_sharers(&family);
	if (style->json)
		write_json(sh, &family);
	else
		write_text(sh, style, &family);
	mem_free(kin.at);
	mem_free(family.members);
	mem_free(family.sharers);
	return 0;
}
