/*
 * A report as text.  In a pipe it is the same without colours.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "mem.h"
#include "palette.h"
#include "report.h"

/* Letters of a map: not more than this many lines of one mapping, and as many runs in words. */
#define MAP_LINES_MOST 8
#define RUNS_MOST      48
#define MAP_INDENT     4
#define BAR_WIDTH_MOST 46
#define BAR_SHARED     '='
#define BAR_PRIVATE    '#'

static uint64_t page_kb(uint64_t pages)
{
	return pages * ((uint64_t)sysconf(_SC_PAGESIZE) / 1024);
}

/* ---- letters --------------------------------------------------------------------------- */

static void put_signs(struct outbuf *out, const struct cow_style *style, enum page_kind kind,
		      char sign, uint64_t count)
{
	if (!count)
		return;
	if (style->colour)
		out_puts(out, palette_sequence(kind));
	while (count--)
		out_putc(out, sign);
	if (style->colour)
		out_puts(out, PALETTE_END);
}

static void put_letters(struct outbuf *out, const struct cow_style *style, enum page_kind kind,
			uint64_t count)
{
	put_signs(out, style, kind, page_kind_letter(kind), count);
}

/* Resident memory as a bar: the shared part, then the private one.  Its signs are no letters: those
 * stand for single pages, and tell what is anonymous from what is of files. */
static void put_bar(struct outbuf *out, const struct cow_style *style, uint64_t shared,
		    uint64_t private)
{
	uint64_t width = style->width < BAR_WIDTH_MOST + 30 ? 20 : BAR_WIDTH_MOST;
	uint64_t total = shared + private;

	if (!total)
		return;
	uint64_t filled = (shared * width + total / 2) / total;
	out_puts(out, "  [");
	put_signs(out, style, PAGE_SHARED, BAR_SHARED, filled);
	put_signs(out, style, PAGE_PRIVATE, BAR_PRIVATE, width - filled);
	out_putc(out, ']');
}

/* ---- the whole process ----------------------------------------------------------------- */

static void put_kb(struct outbuf *out, const char *label, uint64_t kb)
{
	out_printf(out, "  %-14s %10llu kB", label, (unsigned long long)kb);
}

static void put_status_line(struct outbuf *out, const char *label,
			    const struct cow_process *process, enum status_figure figure)
{
	if (!(process->status_known >> figure & 1))
		return;
	put_kb(out, label, process->status[figure]);
	out_putc(out, '\n');
}

static void put_shared_and_private(struct outbuf *out, const struct cow_style *style,
				   const struct memory_figures *figures)
{
	const uint64_t *kb = figures->kb;
	uint64_t shared = kb[MEMORY_SHARED_CLEAN] + kb[MEMORY_SHARED_DIRTY];
	uint64_t private = kb[MEMORY_PRIVATE_CLEAN] + kb[MEMORY_PRIVATE_DIRTY];

	put_kb(out, "resident", kb[MEMORY_RSS]);
	put_bar(out, style, shared, private);
	out_putc(out, '\n');
	put_kb(out, "  shared  =", shared);
	out_printf(out, "  clean %llu, dirty %llu\n", (unsigned long long)kb[MEMORY_SHARED_CLEAN],
		   (unsigned long long)kb[MEMORY_SHARED_DIRTY]);
	put_kb(out, "  private #", private);
	out_printf(out, "  clean %llu, dirty %llu\n", (unsigned long long)kb[MEMORY_PRIVATE_CLEAN],
		   (unsigned long long)kb[MEMORY_PRIVATE_DIRTY]);
	put_kb(out, "anonymous", kb[MEMORY_ANONYMOUS]);
	out_printf(out, "  in huge pages %llu\n", (unsigned long long)kb[MEMORY_ANON_HUGE]);
	put_kb(out, "swapped", kb[MEMORY_SWAP]);
	out_putc(out, '\n');
}

/* Writes what everyone may know. */
static void put_status(struct outbuf *out, const struct cow_process *process)
{
	put_status_line(out, "resident", process, STATUS_RSS);
	put_status_line(out, "  anonymous", process, STATUS_ANON);
	put_status_line(out, "  of files", process, STATUS_FILE);
	put_status_line(out, "  shared memory", process, STATUS_SHMEM);
	put_status_line(out, "swapped", process, STATUS_SWAP);
	out_printf(out, "  shared and private: not shown (%s)\n",
		   proc_reason(process->figures_errno));
}

static void put_process(struct outbuf *out, const struct cow_style *style,
			const struct cow_process *process)
{
	out_printf(out, "%s (%d)\n", process->stat.name, (int)process->pid);
	if (process->figures_errno)
		put_status(out, process);
	else
		put_shared_and_private(out, style, &process->figures);
	put_status_line(out, "page tables", process, STATUS_TABLES);
	out_printf(out, "  %-14s %10llu minor, %llu major\n", "page faults",
		   (unsigned long long)process->stat.minor_faults,
		   (unsigned long long)process->stat.major_faults);
}

/* ---- mappings -------------------------------------------------------------------------- */

/* One letter a page where that fits, else one for several. */
static void put_map(struct outbuf *out, const struct cow_style *style,
		    const struct cow_pages *pages, uint64_t page_count)
{
	unsigned line = style->width > MAP_INDENT + 64 ? 64 : style->width > 24 ? 16 : 8;
	size_t cells = (size_t)line * MAP_LINES_MOST;
	uint8_t *drawn = mem_alloc(cells);

	cells = page_runs_draw(&pages->runs, cells, drawn);
	for (size_t i = 0; i < cells; i += line) {
		out_printf(out, "%*s", MAP_INDENT, "");
		for (size_t at = i; at < i + line && at < cells;) {
			size_t same = at + 1;
			while (same < i + line && same < cells && drawn[same] == drawn[at])
				same++;
			put_letters(out, style, (enum page_kind)drawn[at], same - at);
			at = same;
		}
		if (i == 0 && cells < page_count)
			out_printf(out, "  1 letter = %llu pages",
				   (unsigned long long)((page_count + cells - 1) / cells));
		out_putc(out, '\n');
	}
	mem_free(drawn);
}

static void put_runs(struct outbuf *out, const struct page_runs *runs)
{
	out_printf(out, "%*spages:", MAP_INDENT, "");
	for (size_t i = 0; i < runs->count && i < RUNS_MOST; i++)
		out_printf(out, " %llu%c", (unsigned long long)runs->at[i].pages,
			   page_kind_letter((enum page_kind)runs->at[i].kind));
	if (runs->count > RUNS_MOST)
		out_printf(out, " and %zu more runs (all of them with --json)",
			   runs->count - RUNS_MOST);
	out_putc(out, '\n');
}

static void put_counts(struct outbuf *out, const struct cow_pages *pages)
{
	bool any = false;

	for (unsigned i = 0; i < MAP_COUNT_CLASSES; i++) {
		if (!pages->counts[i])
			continue;
		if (!any)
			out_printf(out, "%*smapped", MAP_INDENT, "");
		out_printf(out, "%s %s %s: %llu", any ? "," : "", cow_map_count_name(i),
			   i ? "times" : "time", (unsigned long long)pages->counts[i]);
		any = true;
	}
	if (any)
		out_putc(out, '\n');
}

static void put_mapping(struct outbuf *out, const struct cow_style *style,
			const struct mapping *mapping, const struct cow_pages *pages)
{
	uint64_t size = mapping->end - mapping->start;
	const uint64_t *kb = mapping->figures.kb;

	out_printf(out, "%llx-%llx %s %llu kB %s\n", (unsigned long long)mapping->start,
		   (unsigned long long)mapping->end, mapping->permissions,
		   (unsigned long long)(size / 1024), mapping->name);
	if (kb[MEMORY_RSS] || kb[MEMORY_SWAP])
		out_printf(
			out, "%*sresident %llu, shared %llu, private %llu, swapped %llu kB\n",
			MAP_INDENT, "", (unsigned long long)kb[MEMORY_RSS],
			(unsigned long long)(kb[MEMORY_SHARED_CLEAN] + kb[MEMORY_SHARED_DIRTY]),
			(unsigned long long)(kb[MEMORY_PRIVATE_CLEAN] + kb[MEMORY_PRIVATE_DIRTY]),
			(unsigned long long)kb[MEMORY_SWAP]);
	if (pages->error) {
		out_printf(out, "%*spages: not shown (%s)\n", MAP_INDENT, "",
			   proc_reason(pages->error));
		return;
	}
	if (pages->runs.count > 1)
		put_map(out, style, pages, size / (uint64_t)sysconf(_SC_PAGESIZE));
	put_runs(out, &pages->runs);
	put_counts(out, pages);
}

static void put_legend(struct outbuf *out, const struct cow_style *style,
		       const struct cow_report *report)
{
	uint64_t total[PAGE_KIND_COUNT] = {0};
	bool zero_known = true;

	for (size_t i = 0; i < report->mappings.count; i++) {
		zero_known = zero_known && report->pages[i].zero_known;
		for (unsigned kind = 0; kind < PAGE_KIND_COUNT; kind++)
			total[kind] += report->pages[i].total[kind];
	}
	for (unsigned kind = 1; kind < PAGE_KIND_COUNT; kind++) {
		if (kind == PAGE_ZERO && !zero_known && !total[kind])
			continue;
		out_puts(out, "  ");
		put_letters(out, style, (enum page_kind)kind, 1);
		out_printf(out, " %10llu pages, %10llu kB  %s\n", (unsigned long long)total[kind],
			   (unsigned long long)page_kb(total[kind]),
			   page_kind_meaning((enum page_kind)kind));
	}
	out_puts(out, "  . not in memory\n");
}

static void put_mappings(struct outbuf *out, const struct cow_style *style,
			 const struct cow_report *report)
{
	if (report->mappings_errno) {
		out_printf(out, "  mappings and pages: not shown (%s)\n",
			   proc_reason(report->mappings_errno));
		return;
	}
	for (size_t i = 0; i < report->mappings.count; i++)
		put_mapping(out, style, &report->mappings.at[i], &report->pages[i]);
	put_legend(out, style, report);
	if (report->counts_errno)
		out_printf(out, "  how often a page is mapped: not shown (%s)\n",
			   report->counts_errno == EACCES || report->counts_errno == EPERM
				   ? "page frame numbers are for root"
				   : strerror(report->counts_errno));
}

void cow_report_text(struct shell *sh, const struct cow_style *style,
		     const struct cow_report *report)
{
	struct outbuf text;

	outbuf_init(&text, -1);
	put_process(&text, style, &report->process);
	if (report->with_pages)
		put_mappings(&text, style, report);
	cow_write_text(sh, style, &text);
}
