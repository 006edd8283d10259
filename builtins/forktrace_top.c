/*
 * forktrace top: the report as it grows, or the tree of processes, redrawn every second.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "builtins.h"
#include "forktrace.h"
#include "screen.h"

#define REFRESH_MS 1000
#define HEAD_ROWS  4
#define FIGURES	   54 /* columns of a row's figures */
#define NAME_MIN   18 /* columns that a name has, before there are bars */
#define NAME_MAX   60
#define BAR_MIN	   6

/* The columns that rows can be sorted by, the greatest first. */
static const struct {
	const char *name;
	int width;
} figures[] = {{"runs", 6},	  {"procs", 6},	 {"own ms", 9},
	       {"create ms", 10}, {"cpu ms", 9}, {"faults", 8}};
#define FIGURE_COUNT 6
#define FIGURE_OWN   2

struct view {
	struct shell *sh;
	char **argv;
	const struct forktrace *wanted;
	struct screen *screen;
	enum trace_key key;
	size_t first;	  /* row at the top */
	uint64_t records; /* when it was drawn last, for the rate */
	int bar;	  /* columns for the bars, which have what figures and names leave */
	unsigned figure;  /* that rows are sorted by, and bars show */
	bool tree;	  /* who was made inside whom, in place of sums */
};

static double figure_of(const struct trace_row *row, unsigned figure)
{
	const double all[FIGURE_COUNT] = {
		(double)row->count,
		(double)row->processes,
		(double)row->elapsed_ns / 1e6,
		(double)row->create_ns / 1e6,
		(double)(row->user_us + row->system_us) / 1e3,
		(double)row->minor_faults,
	};
	return all[figure];
}

static int compare_rows(const void *a, const void *b, void *context)
{
	const struct trace_row *one = a, *other = b;
	unsigned figure = *(const unsigned *)context;
	double x = figure_of(one, figure), y = figure_of(other, figure);

	return x != y ? (x > y ? -1 : 1) : strcmp(one->key, other->key);
}

/* The names of the columns, that which rows are sorted by with a mark. */
static void draw_names(struct view *view, int columns)
{
	int column = 0;

	for (unsigned i = 0; i < FIGURE_COUNT; i++) {
		char name[16];
		snprintf(name, sizeof(name), "%s%s", i == view->figure ? ">" : "", figures[i].name);
		column = screen_put(view->screen, 3, column,
				    i == view->figure ? SCREEN_REVERSE | SCREEN_BOLD
						      : SCREEN_REVERSE,
				    "%*s", figures[i].width + (i > 0), name);
	}
	screen_put(view->screen, 3, column, SCREEN_REVERSE, "  %-*s", columns, "");
	screen_put(view->screen, 3, column + 2 + view->bar, SCREEN_REVERSE, "%s",
		   trace_key_name(view->key));
	if (view->bar)
		screen_put(view->screen, 3, column + 2, SCREEN_REVERSE, "%.*s", view->bar - 1,
			   figures[view->figure].name);
}

static void draw_head(struct view *view, const struct trace_report *report,
		      const struct trace_list *list, int columns)
{
	const struct trace_saved *saved = &report->saved;
	uint64_t rate = report->total.count - view->records;
	screen_put(view->screen, 0, 0, SCREEN_BOLD,
		   "forktrace: %llu commands (+%llu), %llu processes; records lost %llu, "
		   "overwritten %llu",
		   (unsigned long long)report->total.count, (unsigned long long)rate,
		   (unsigned long long)report->total.processes, (unsigned long long)list->lost,
		   (unsigned long long)list->overwritten);
	screen_put(view->screen, 1, 0, SCREEN_PLAIN,
		   "forks made %llu (late %llu), avoided: in process %llu, vfork or clone %llu",
		   (unsigned long long)saved->forked, (unsigned long long)saved->late,
		   (unsigned long long)saved->in_process, (unsigned long long)saved->vforked);
	screen_put(view->screen, 2, 0, SCREEN_DIM,
		   "by %s: l line, f function, c command, s strategy; < > sort; t %s; q ends",
		   trace_key_name(view->key), view->tree ? "sums" : "tree");
	if (!view->tree)
		draw_names(view, columns);
	view->records = report->total.count;
}

static void draw_row(struct view *view, int row, const struct trace_row *data, double most)
{
	int column = 0;

	for (unsigned i = 0; i < FIGURE_COUNT; i++) {
		bool whole = i < FIGURE_OWN || i == FIGURE_COUNT - 1;
		column = screen_put(view->screen, row, column, SCREEN_PLAIN, "%*.*f",
				    figures[i].width + (i > 0), whole ? 0 : 2, figure_of(data, i));
	}
	column += 2;
	if (most > 0 && view->bar)
		screen_bar(view->screen, row, column, view->bar - 1, SCREEN_CYAN,
			   figure_of(data, view->figure) / most);
	screen_put(view->screen, row, column + view->bar, SCREEN_PLAIN, "%s", data->key);
}

static void draw_rows(struct view *view, struct trace_report *report, int rows)
{
	qsort_r(report->rows, report->count, sizeof(*report->rows), compare_rows, &view->figure);
	if (view->first >= report->count)
		view->first = report->count ? report->count - 1 : 0;
	double most = report->count ? figure_of(&report->rows[0], view->figure) : 0;
	for (int row = HEAD_ROWS; row < rows; row++) {
		size_t at = view->first + (size_t)(row - HEAD_ROWS);
		if (at < report->count)
			draw_row(view, row, &report->rows[at], most);
	}
}

static void draw_tree(struct view *view, const struct trace_list *list, int rows, int columns)
{
	struct outbuf text;
	size_t line = 0;

	outbuf_init(&text, -1);
	trace_tree_print(list, (unsigned)columns, 0, &text);
	out_putc(&text, '\0');
	char *at = text.bytes.data;
	for (int row = HEAD_ROWS - 1; at && *at && row < rows; line++) {
		size_t len = strcspn(at, "\n");
		if (line >= view->first)
			screen_put(view->screen, row++, 0, line ? SCREEN_PLAIN : SCREEN_REVERSE,
				   "%.*s", (int)len, at);
		at += len + (at[len] == '\n');
	}
	outbuf_free(&text);
}

/* Columns that bars have: what is left, as far as names need it not. */
static int bar_width(int columns)
{
	int rest = columns - FIGURES, name = rest * 2 / 5;

	name = name < NAME_MIN ? NAME_MIN : name > NAME_MAX ? NAME_MAX : name;
	return rest - name > BAR_MIN ? rest - name : 0;
}

/* false when the records cannot be had any more. */
static bool draw(struct view *view)
{
	struct trace_list list;
	struct trace_report report;
	int rows, columns;

	if (!forktrace_list(view->sh, view->argv, view->wanted->file, &list))
		return false;
	trace_report_make(&report, &list, view->key);
	screen_size(view->screen, &rows, &columns);
	view->bar = bar_width(columns);
	screen_clear(view->screen);
	draw_head(view, &report, &list, columns);
	if (view->tree)
		draw_tree(view, &list, rows, columns);
	else
		draw_rows(view, &report, rows);
	screen_refresh(view->screen);
	trace_report_free(&report);
	trace_list_free(&list);
	return true;
}

/* false when the view is over. */
static bool act_on(struct view *view, int key)
{
	static const char keys[] = "lfcs";
	switch (key) {
	case 'q':
	case 'Q':
	case 27:
	case SCREEN_KEY_STOP:
		return false;
	case SCREEN_KEY_DOWN:
		view->first++;
		return true;
	case SCREEN_KEY_UP:
		view->first -= view->first > 0;
		return true;
	case SCREEN_KEY_PAGE_DOWN:
		view->first += 10;
		return true;
	case SCREEN_KEY_PAGE_UP:
		view->first -= view->first < 10 ? view->first : 10;
		return true;
	case SCREEN_KEY_HOME:
		view->first = 0;
		return true;
	case '>':
	case SCREEN_KEY_RIGHT:
		view->figure = (view->figure + 1) % FIGURE_COUNT;
		return true;
	case '<':
	case SCREEN_KEY_LEFT:
		view->figure = (view->figure + FIGURE_COUNT - 1) % FIGURE_COUNT;
		return true;
	case 't':
		view->tree = !view->tree;
		view->first = 0;
		return true;
	default:
		for (int i = 0; keys[i]; i++)
			if (key == keys[i])
				view->key = (enum trace_key)i;
		return true;
	}
}

struct flow forktrace_top(struct shell *sh, char **argv, const struct forktrace *wanted)
{
	struct view view = {
		.sh = sh, .argv = argv, .wanted = wanted, .key = wanted->key, .figure = FIGURE_OWN};
	struct trace_list list;
	bool good = true;

	/* Errors in the file are reported before the screen is taken. */
	if (!forktrace_list(sh, argv, wanted->file, &list))
		return flow_next(1);
	trace_list_free(&list);
	/* Jobs in the background would write text meanwhile, which the screen has no place for. */
	trace_view_begin(sh);
	view.screen = screen_open(sh, argv[0]);
	if (!view.screen) {
		trace_view_end(sh);
		return flow_next(1);
	}
	while ((good = draw(&view)))
		if (!act_on(&view, screen_key(view.screen, REFRESH_MS)))
			break;
	screen_close(view.screen);
	trace_view_end(sh);
	return flow_next(good ? 0 : 1);
}
