/*
 * The live view's screen: a head with the sums, a list of mappings with a map each, or one
 * mapping's map over all of it, and a foot with the keys.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "live.h"
#include "mem.h"
#include "palette.h"

#define HEAD_ROWS   5
#define KIND_TEXT   48 /* a kind's name and figures in the legend */
#define LABEL_WIDTH 35 /* columns before a map in the list */
#define NAME_WIDTH  16

static unsigned long long number(uint64_t value)
{
	return (unsigned long long)value;
}

/* ---- which ----------------------------------------------------------------------------- */

size_t live_listed(const struct live *live, size_t *list)
{
	const struct live_look *now = &live->now;
	size_t count = 0;

	for (size_t i = 0; i < now->mappings.count; i++) {
		uint64_t size = now->mappings.at[i].end - now->mappings.at[i].start;
		uint64_t absent = now->pages[i].total[PAGE_ABSENT];
		if (live->empty_too || absent < size / (uint64_t)sysconf(_SC_PAGESIZE))
			list[count++] = i;
	}
	return count;
}

/* ---- one letter ------------------------------------------------------------------------ */

/* One letter; what changed since the look before stands out by not being a block. */
static void draw_cell(struct live *live, int row, int column, enum page_kind kind, bool changed)
{
	unsigned style = palette_style(kind);

	if (changed)
		style |= SCREEN_BOLD | SCREEN_UNDERLINE;
	else if (kind != PAGE_ABSENT)
		style |= SCREEN_REVERSE;
	screen_put(live->screen, row, column, style, "%c", page_kind_letter(kind));
}

/* ---- the legend ------------------------------------------------------------------------ */

/* The kinds that there are, and those that this is about. */
static bool in_legend(const struct live *live, unsigned kind)
{
	return live->now.total[kind] || kind == PAGE_SHARED || kind == PAGE_PRIVATE;
}

/* The meaning of a letter and its colour, and its share of all that is there; the text's length. */
static int legend_text(const struct live *live, unsigned kind, char text[KIND_TEXT])
{
	uint64_t all = 0;

	for (unsigned other = 1; other < PAGE_KIND_COUNT; other++)
		all += live->now.total[other];
	return snprintf(text, KIND_TEXT, "%s %llu, %llu %%", page_kind_name((enum page_kind)kind),
			number(live->now.total[kind]),
			number(all ? (100 * live->now.total[kind] + all / 2) / all : 0));
}

/* The rows that it takes; drawn from this row on, if it is one (from 0). */
static int legend(struct live *live, int columns, int row)
{
	char text[KIND_TEXT];
	int rows = 1, column = 0;

	for (unsigned kind = 1; kind < PAGE_KIND_COUNT; kind++) {
		if (!in_legend(live, kind))
			continue;
		int width = 2 + legend_text(live, kind, text);
		if (column && column + width > columns) {
			rows++;
			column = 0;
		}
		if (row >= 0) {
			draw_cell(live, row + rows - 1, column, (enum page_kind)kind, false);
			screen_put(live->screen, row + rows - 1, column + 2, SCREEN_PLAIN, "%s",
				   text);
		}
		column += width + 2;
	}
	return rows;
}

int live_page(struct live *live)
{
	int rows, columns;
	screen_size(live->screen, &rows, &columns);
	int page = rows - HEAD_ROWS - 1 - legend(live, columns, -1);
	return page > 1 ? page : 1;
}

/* The mapping that the keys act on: the selected one, or the next behind it. */
static size_t selected_at(const struct live *live, const size_t *list, size_t count)
{
	size_t at = 0;
	while (at + 1 < count && live->now.mappings.at[list[at]].start < live->selected)
		at++;
	return at;
}

/* The same mapping at the look before; NULL when it was not there, or was not as large. */
static const struct cow_pages *pages_before(const struct live *live, const struct mapping *mapping)
{
	const struct mapping_list *list = &live->before.mappings;

	for (size_t i = 0; i < list->count; i++)
		if (list->at[i].start == mapping->start && list->at[i].end == mapping->end)
			return &live->before.pages[i];
	return NULL;
}

/* ---- maps ------------------------------------------------------------------------------ */

/* A mapping over so many rows and columns; the pages that a letter stands for. */
static uint64_t draw_map(struct live *live, size_t which, int row, int rows, int column,
			 int columns)
{
	const struct mapping *mapping = &live->now.mappings.at[which];
	const struct cow_pages *before = pages_before(live, mapping);
	size_t most = (size_t)rows * (size_t)columns;
	uint8_t *now = mem_alloc(2 * most), *then = now + most;
	size_t cells = page_runs_draw(&live->now.pages[which].runs, most, now);
	size_t old = before ? page_runs_draw(&before->runs, most, then) : 0;

	for (size_t i = 0; i < cells; i++)
		draw_cell(live, row + (int)(i / (size_t)columns),
			  column + (int)(i % (size_t)columns), (enum page_kind)now[i],
			  old == cells && now[i] != then[i]);
	mem_free(now);
	uint64_t pages = (mapping->end - mapping->start) / (uint64_t)sysconf(_SC_PAGESIZE);
	return cells ? (pages + cells - 1) / cells : 1;
}

/* ---- head and foot --------------------------------------------------------------------- */

static int draw_figure(struct live *live, int row, int column, const char *label, uint64_t kb,
		       unsigned style)
{
	column = screen_put(live->screen, row, column, style, "%s", label);
	return screen_put(live->screen, row, column, SCREEN_BOLD, " %llu kB", number(kb)) + 2;
}

static void draw_figures(struct live *live)
{
	const uint64_t *kb = live->now.process.figures.kb;
	int column = draw_figure(live, 1, 0, "resident", kb[MEMORY_RSS], SCREEN_PLAIN);

	column = draw_figure(live, 1, column, "shared",
			     kb[MEMORY_SHARED_CLEAN] + kb[MEMORY_SHARED_DIRTY], SCREEN_GREEN);
	column = draw_figure(live, 1, column, "private",
			     kb[MEMORY_PRIVATE_CLEAN] + kb[MEMORY_PRIVATE_DIRTY], SCREEN_RED);
	draw_figure(live, 1, column, "swapped", kb[MEMORY_SWAP], SCREEN_MAGENTA);
}

static void draw_faults(struct live *live)
{
	const struct process_stat *now = &live->now.process.stat;
	uint64_t before = live->before.process.pid ? live->before.process.stat.minor_faults
						   : now->minor_faults;
	int column = draw_figure(live, 2, 0, "page tables", live->now.process.status[STATUS_TABLES],
				 SCREEN_PLAIN);

	screen_put(live->screen, 2, column, SCREEN_PLAIN,
		   "page faults %llu minor (+%llu), %llu major", number(now->minor_faults),
		   number(now->minor_faults - before), number(now->major_faults));
}

/* All pages that are there, kind by kind, as parts of one bar. */
static void draw_bar(struct live *live, int columns)
{
	const uint64_t *total = live->now.total;
	uint64_t all = 0, sum = 0;
	int column = 0;

	for (unsigned kind = 1; kind < PAGE_KIND_COUNT; kind++)
		all += total[kind];
	for (unsigned kind = 1; kind < PAGE_KIND_COUNT; kind++) {
		sum += total[kind];
		for (int end = all ? (int)(sum * (uint64_t)columns / all) : 0; column < end;
		     column++)
			draw_cell(live, 3, column, (enum page_kind)kind, false);
	}
}

static void draw_head(struct live *live, int columns)
{
	const struct cow_process *process = &live->now.process;
	int column = screen_put(live->screen, 0, 0, SCREEN_BOLD, "%s (%d)", process->stat.name,
				(int)process->pid);

	screen_put(live->screen, 0, column + 2, SCREEN_PLAIN, "state %c, %s %d ms",
		   process->stat.state, live->pace.paused ? "paused, else every" : "every",
		   live->pace.interval_ms);
	draw_figures(live);
	draw_faults(live);
	draw_bar(live, columns);
}

static void draw_foot(struct live *live, int rows, int columns)
{
	legend(live, columns, rows - 1 - legend(live, columns, -1));
	screen_put(live->screen, rows - 1, 0, SCREEN_DIM,
		   "q quit  space pause  n next  + - speed  arrows select  Enter %s  e empty ones",
		   live->zoomed ? "list" : "zoom");
}

/* ---- body ------------------------------------------------------------------------------ */

/* The short name of a mapping: the last component of its file's path. */
static const char *short_name(const struct mapping *mapping)
{
	const char *slash = mapping->name[0] == '/' ? strrchr(mapping->name, '/') : NULL;
	return slash ? slash + 1 : mapping->name[0] ? mapping->name : "anonymous";
}

static void draw_line(struct live *live, int row, int columns, size_t which, bool selected)
{
	const struct mapping *mapping = &live->now.mappings.at[which];

	screen_put(live->screen, row, 0, selected ? SCREEN_REVERSE : SCREEN_PLAIN,
		   "%9llu kB %s %-*.*s", number((mapping->end - mapping->start) / 1024),
		   mapping->permissions, NAME_WIDTH, NAME_WIDTH, short_name(mapping));
	if (columns > LABEL_WIDTH)
		draw_map(live, which, row, 1, LABEL_WIDTH, columns - LABEL_WIDTH);
}

static void draw_list(struct live *live, int columns, const size_t *list, size_t count)
{
	size_t page = (size_t)live_page(live), selected = selected_at(live, list, count);
	size_t top = selected < page / 2 || count <= page ? 0 : selected - page / 2;

	if (count > page && top > count - page)
		top = count - page;
	for (size_t i = top; i < count && i < top + page; i++)
		draw_line(live, HEAD_ROWS + (int)(i - top), columns, list[i], i == selected);
}

static void draw_zoomed(struct live *live, int columns, size_t which)
{
	const struct mapping *mapping = &live->now.mappings.at[which];
	int rows = live_page(live) - 1;
	uint64_t pages = rows > 0 ? draw_map(live, which, HEAD_ROWS + 1, rows, 0, columns) : 1;
	int column =
		screen_put(live->screen, HEAD_ROWS, 0, SCREEN_BOLD, "%llx %llu kB %s %s",
			   number(mapping->start), number((mapping->end - mapping->start) / 1024),
			   mapping->permissions, short_name(mapping));

	screen_put(live->screen, HEAD_ROWS, column + 2, SCREEN_PLAIN, "1 letter = %llu page%s",
		   number(pages), pages == 1 ? "" : "s");
}

void live_draw(struct live *live)
{
	size_t *list = mem_alloc((live->now.mappings.count + 1) * sizeof(*list));
	size_t count = live_listed(live, list);
	int rows, columns;

	screen_size(live->screen, &rows, &columns);
	screen_clear(live->screen);
	draw_head(live, columns);
	if (count && live->zoomed)
		draw_zoomed(live, columns, list[selected_at(live, list, count)]);
	else
		draw_list(live, columns, list, count);
	draw_foot(live, rows, columns);
	screen_refresh(live->screen);
	mem_free(list);
}
