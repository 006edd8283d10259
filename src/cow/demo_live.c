/*
 * The demonstration as a live view: both sides of the memory beside one another, by themselves or
 * step by step, each side writing where and when it is told to.
 */
#include <string.h>
#include <unistd.h>
#include "error.h"
#include "demo.h"
#include "mem.h"
#include "pace.h"
#include "palette.h"
#include "process.h"
#include "screen.h"

#define STEPS_DEFAULT 64

#define HEAD_ROWS     6
#define FOOT_ROWS     4
#define GAP	      2 /* columns between the two maps */

struct view {
	struct shell *sh;
	const struct cow_style *style;
	const struct cow_demo *request;
	struct screen *screen;
	struct demo demo;
	struct demo_census census;
	uint64_t step, steps;
	uint64_t selected; /* page */
	struct pace pace;
	bool maps;  /* the two maps, else page by page */
	int unread; /* why the census could not be read: errno, or 0 */
};

static unsigned long long number(uint64_t value)
{
	return (unsigned long long)value;
}

static double percent(const struct view *view, uint64_t pages)
{
	return 100 * (double)pages / (double)view->demo.pages;
}

/* ---- kinds of pages as colours ---------------------------------------------------------- */

/* A page of one side: its kind; and a private one that is in a new frame stands out. */
struct cell {
	uint8_t kind;
	bool copied;
};

static struct cell cell_of(const struct view *view, uint64_t number, enum demo_side side)
{
	uint64_t entry = view->demo.table[number].entry[side];
	struct cell cell = {(uint8_t)page_kind_of(entry), false};

	cell.copied = demo_page_letter(&view->demo, number, side) == DEMO_COPY_LETTER;
	return cell;
}

static char letter(struct cell cell)
{
	return cell.copied ? DEMO_COPY_LETTER : page_kind_letter((enum page_kind)cell.kind);
}

static unsigned colour(struct cell cell)
{
	return cell.copied ? SCREEN_YELLOW : palette_style((enum page_kind)cell.kind);
}

static int put_cell(struct view *view, int row, int column, struct cell cell)
{
	return screen_put(view->screen, row, column, colour(cell) | SCREEN_REVERSE, "%c",
			  letter(cell));
}

/* ---- head ------------------------------------------------------------------------------- */

static void draw_side(struct view *view, int row, enum demo_side side)
{
	static const char *const names[] = {[DEMO_SHELL] = "shell", [DEMO_CHILD] = "child"};
	const struct demo_part *part = &view->census.part[side];
	int column = screen_put(view->screen, row, 0, SCREEN_BOLD, "%s %-9d", names[side],
				side == DEMO_SHELL ? (int)getpid() : (int)view->demo.child);

	column = screen_put(view->screen, row, column, SCREEN_PLAIN,
			    "wrote %7llu (%5.1f %%)  faults %7llu", number(part->written),
			    percent(view, part->written), number(part->faults));
	if (view->demo.frames)
		screen_put(view->screen, row, column, SCREEN_PLAIN, "  copied %7llu",
			   number(part->new_frames));
}

static void draw_sums(struct view *view)
{
	const struct demo_census *census = &view->census;
	int column =
		screen_put(view->screen, 3, 0, palette_style(PAGE_SHARED), "shared %llu (%.1f %%)",
			   number(census->shared), percent(view, census->shared));

	screen_put(view->screen, 3, column + 2, palette_style(PAGE_PRIVATE),
		   "private %llu (%.1f %%)", number(census->private),
		   percent(view, census->private));
}

/* All pages as one bar: shared, then private. */
static void draw_bar(struct view *view, int columns)
{
	const struct demo_census *census = &view->census;
	const uint64_t sums[] = {census->shared, census->private, census->swapped, census->absent};
	static const uint8_t kinds[] = {PAGE_SHARED, PAGE_PRIVATE, PAGE_SWAPPED, PAGE_ABSENT};
	uint64_t sum = 0;
	int column = 0;

	for (size_t i = 0; i < sizeof(kinds); i++) {
		sum += sums[i];
		for (int end = (int)(sum * (uint64_t)columns / view->demo.pages); column < end;)
			column = put_cell(view, 4, column, (struct cell){kinds[i], false});
	}
}

static void draw_head(struct view *view, int columns)
{
	int column = screen_put(view->screen, 0, 0, SCREEN_BOLD, "%llu pages of %llu kB",
				number(view->demo.pages), number(view->demo.page_size / 1024));

	if (demo_is_done(&view->demo, view->request->writer))
		screen_put(view->screen, 0, column + 2, SCREEN_PLAIN, "all is written");
	else if (view->pace.paused)
		screen_put(view->screen, 0, column + 2, SCREEN_PLAIN, "step %llu of %llu, paused",
			   number(view->step), number(view->steps));
	else
		screen_put(view->screen, 0, column + 2, SCREEN_PLAIN,
			   "step %llu of %llu, every %d ms", number(view->step),
			   number(view->steps), view->pace.interval_ms);
	draw_side(view, 1, DEMO_SHELL);
	draw_side(view, 2, DEMO_CHILD);
	draw_sums(view);
	draw_bar(view, columns);
}

/* ---- foot ------------------------------------------------------------------------------- */

static int draw_meaning(struct view *view, int row, int column, struct cell cell, const char *text)
{
	column = put_cell(view, row, column, cell);
	return screen_put(view->screen, row, column, SCREEN_PLAIN, " %s", text) + 2;
}

static void draw_foot(struct view *view, int rows)
{
	int row = rows - FOOT_ROWS, column = 0;
	bool frames = view->demo.frames != NULL;

	column = draw_meaning(view, row, 0, (struct cell){PAGE_SHARED, false},
			      "shared: one frame, copied when written to");
	draw_meaning(view, row, column, (struct cell){PAGE_PRIVATE, false},
		     frames ? "alone in its frame" : "private: a frame of its own");
	if (frames)
		draw_meaning(view, row + 1, 0, (struct cell){PAGE_PRIVATE, true},
			     "a copy, in a frame that it was not in at the fork");
	else
		screen_put(view->screen, row + 1, 0, SCREEN_PLAIN,
			   "page frames and map counts are shown to root");
	screen_put(view->screen, rows - 2, 0, SCREEN_DIM,
		   "c child writes  p parent writes  n next step  space %s  + - speed",
		   view->pace.paused ? "go on" : "pause");
	screen_put(view->screen, rows - 1, 0, SCREEN_DIM, "q quit  arrows select  Enter %s",
		   view->maps ? "page by page" : "maps");
}

/* ---- body ------------------------------------------------------------------------------- */

static int body_rows(const struct view *view)
{
	int rows, columns;

	screen_size(view->screen, &rows, &columns);
	return rows - HEAD_ROWS - FOOT_ROWS > 1 ? rows - HEAD_ROWS - FOOT_ROWS : 1;
}

static void draw_pages(struct view *view)
{
	uint64_t page = (uint64_t)body_rows(view), top = 0, pages = view->demo.pages;
	struct strbuf line = STRBUF_INIT;

	if (pages > page && view->selected > page / 2)
		top = view->selected - page / 2 < pages - page ? view->selected - page / 2
							       : pages - page;
	screen_put(view->screen, HEAD_ROWS - 1, 0, SCREEN_BOLD, "%8s  %-*s  %-*s", "page",
		   DEMO_SIDE_WIDTH, "the shell's", DEMO_SIDE_WIDTH, "the child's");
	for (uint64_t i = top; i < pages && i < top + page; i++) {
		strbuf_reset(&line);
		demo_page_line(&view->demo, i, &line);
		unsigned style = colour(cell_of(
			view, i,
			view->demo.wrote[i] & DEMO_FIRST(DEMO_SHELL) ? DEMO_SHELL : DEMO_CHILD));
		screen_put(view->screen, HEAD_ROWS + (int)(i - top), 0,
			   i == view->selected ? style | SCREEN_REVERSE : style, "%s",
			   strbuf_text(&line));
	}
	strbuf_free(&line);
}

/* The cell that most of some pages of a side are. */
static struct cell cell_of_several(const struct view *view, uint64_t from, uint64_t to,
				   enum demo_side side)
{
	uint64_t counts[2][PAGE_KIND_COUNT] = {0};
	struct cell most = {PAGE_SHARED, false};
	uint64_t best = 0;

	for (uint64_t page = from; page < to; page++) {
		struct cell cell = cell_of(view, page, side);
		counts[cell.copied][cell.kind]++;
	}
	for (unsigned i = 0; i < 2 * PAGE_KIND_COUNT; i++) {
		uint64_t count = counts[i / PAGE_KIND_COUNT][i % PAGE_KIND_COUNT];
		if (count > best) {
			best = count;
			most = (struct cell){(uint8_t)(i % PAGE_KIND_COUNT), i >= PAGE_KIND_COUNT};
		}
	}
	return most;
}

/* The pages of the selected cell, so many to a cell. */
static uint64_t draw_map(struct view *view, enum demo_side side, int column, int columns)
{
	uint64_t pages = view->demo.pages;
	uint64_t room = (uint64_t)(body_rows(view) * columns), each = (pages + room - 1) / room;

	for (uint64_t at = 0, i = 0; at < pages; at += each, i++) {
		uint64_t to = at + each < pages ? at + each : pages;
		struct cell cell = cell_of_several(view, at, to, side);
		bool selected = view->selected >= at && view->selected < to;
		screen_put(view->screen, HEAD_ROWS + (int)(i / (uint64_t)columns),
			   column + (int)(i % (uint64_t)columns),
			   selected ? colour(cell) | SCREEN_BOLD | SCREEN_UNDERLINE
				    : colour(cell) | SCREEN_REVERSE,
			   "%c", letter(cell));
	}
	return each;
}

static void draw_maps(struct view *view, int columns)
{
	int width = (columns - GAP) / 2 > 0 ? (columns - GAP) / 2 : 1, row = HEAD_ROWS - 1;
	uint64_t each = draw_map(view, DEMO_SHELL, 0, width);

	draw_map(view, DEMO_CHILD, width + GAP, width);
	screen_put(view->screen, row, 0, SCREEN_BOLD, "the shell's");
	screen_put(view->screen, row, width + GAP, SCREEN_BOLD,
		   "the child's, 1 letter = %llu page%s", number(each), each == 1 ? "" : "s");
}

static void draw(struct view *view)
{
	int rows, columns;

	screen_size(view->screen, &rows, &columns);
	screen_clear(view->screen);
	draw_head(view, columns);
	if (view->maps)
		draw_maps(view, columns);
	else
		draw_pages(view);
	draw_foot(view, rows);
	screen_refresh(view->screen);
}

/* ---- keys ------------------------------------------------------------------------------- */

static void select_page(struct view *view, int64_t by)
{
	int64_t last = (int64_t)view->demo.pages - 1, to = (int64_t)view->selected + by;

	view->selected = (uint64_t)(to < 0 ? 0 : to > last ? last : to);
}

/* A side writes to the selected page; what goes by itself stands still from then on. */
static enum demo_result write_selected(struct view *view, enum demo_side side)
{
	view->pace.paused = true;
	return demo_write(&view->demo, side, view->selected, 1);
}

static enum demo_result next_step(struct view *view)
{
	if (demo_is_done(&view->demo, view->request->writer) || view->step == view->steps)
		return DEMO_DONE;
	return demo_step(&view->demo, view->request->writer, ++view->step, view->steps);
}

static enum demo_result obey(struct view *view, int key)
{
	int page = body_rows(view);

	switch (key) {
	case SCREEN_KEY_UP:
	case 'k':
		select_page(view, -1);
		break;
	case SCREEN_KEY_DOWN:
	case 'j':
		select_page(view, 1);
		break;
	case SCREEN_KEY_PAGE_UP:
		select_page(view, -page);
		break;
	case SCREEN_KEY_PAGE_DOWN:
		select_page(view, page);
		break;
	case SCREEN_KEY_HOME:
		view->selected = 0;
		break;
	case SCREEN_KEY_END:
		view->selected = view->demo.pages - 1;
		break;
	case '\n':
		view->maps = !view->maps;
		break;
	case 'c':
		return write_selected(view, DEMO_CHILD);
	case 'p':
		return write_selected(view, DEMO_SHELL);
	case 'n':
		view->pace.paused = true;
		return next_step(view);
	}
	return DEMO_DONE;
}

/* ---- the course of it ------------------------------------------------------------------- */

/* The result of what was last done, or of looking at what came of it. */
static enum demo_result look(struct view *view, enum demo_result result)
{
	if (result != DEMO_DONE)
		return result;
	demo_census_free(&view->census);
	int error = demo_census_read(&view->demo, &view->census);
	if (!error)
		return DEMO_DONE;
	view->unread = error;
	return DEMO_FAILED;
}

static enum demo_result follow(struct view *view)
{
	enum demo_result result = DEMO_DONE;

	pace_begin(&view->pace);
	while (result == DEMO_DONE) {
		draw(view);
		int key = screen_key(view->screen, pace_left(&view->pace));
		if (key == SCREEN_KEY_STOP)
			return DEMO_INTERRUPTED;
		if (key == 'q' || key == 'Q')
			return DEMO_DONE;
		result = pace_obey(&view->pace, key) ? DEMO_DONE : obey(view, key);
		if (result == DEMO_DONE && pace_is_due(&view->pace)) {
			result = next_step(view);
			pace_begin(&view->pace);
		}
		result = look(view, result);
	}
	return result;
}

static int show(struct view *view)
{
	view->screen = screen_open(view->sh, view->style->who);
	if (!view->screen)
		return 1;
	view->demo.quiet = true;
	enum demo_result result = follow(view);
	screen_close(view->screen);
	if (result == DEMO_FAILED && view->unread)
		demo_report_unread(&view->demo, DEMO_UNREAD, view->unread);
	else if (result == DEMO_FAILED && view->demo.problem)
		demo_report_problem(&view->demo);
	return result == DEMO_FAILED ? 1 : 0;
}

int cow_live_demo(struct shell *sh, const struct cow_style *style, const struct cow_demo *request)
{
	struct view view = {
		.sh = sh,
		.style = style,
		.request = request,
		.pace = PACE_INIT,
		.steps = request->steps ? request->steps : STEPS_DEFAULT,
	};
	int status = 1;

	if (demo_begin(&view.demo, sh, request, style->who) == DEMO_DONE) {
		if (view.steps > view.demo.pages)
			view.steps = view.demo.pages;
		view.maps = view.demo.pages > STEPS_DEFAULT && !request->frames;
		if (look(&view, DEMO_DONE) == DEMO_DONE)
			status = show(&view);
		else
			demo_report_unread(&view.demo, DEMO_UNREAD, view.unread);
	}
	demo_census_free(&view.census);
	demo_end(&view.demo);
	return status;
}
