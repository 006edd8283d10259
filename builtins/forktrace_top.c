/*
 * forktrace top: the report as it grows, redrawn every second.
 */
#include "builtins.h"
#include "forktrace.h"
#include "screen.h"

#define REFRESH_MS  1000
#define HEAD_ROWS   4
/* From so many columns on there is room for bars beside the names. */
#define WIDE_ENOUGH 100

struct view {
	struct shell *sh;
	char **argv;
	const struct forktrace *wanted;
	struct screen *screen;
	enum trace_key key;
	size_t first;	  /* row at the top */
	uint64_t records; /* when it was drawn last, for the rate */
	int bar;	  /* columns for the bars: none in a narrow terminal */
};

static void draw_head(struct view *view, const struct trace_report *report,
		      const struct trace_list *list)
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
		   "by %s; l line, f function, c command, s strategy; arrows move; q ends",
		   trace_key_name(view->key));
	screen_put(view->screen, 3, 0, SCREEN_REVERSE, "%6s %6s %9s %9s %9s %8s  %-*s", "runs",
		   "procs", "own ms", "create ms", "cpu ms", "faults", 40 + view->bar,
		   trace_key_name(view->key));
	view->records = report->total.count;
}

static void draw_row(struct view *view, int row, const struct trace_row *data, uint64_t most)
{
	int column = screen_put(
		view->screen, row, 0, SCREEN_PLAIN, "%6llu %6llu %9.2f %9.2f %9.2f %8llu  ",
		(unsigned long long)data->count, (unsigned long long)data->processes,
		(double)data->elapsed_ns / 1e6, (double)data->create_ns / 1e6,
		(double)(data->user_us + data->system_us) / 1e3,
		(unsigned long long)data->minor_faults);
	if (most && view->bar)
		screen_bar(view->screen, row, column, view->bar - 1, SCREEN_CYAN,
			   (double)data->elapsed_ns / (double)most);
	screen_put(view->screen, row, column + view->bar, SCREEN_PLAIN, "%s", data->key);
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
	view->bar = columns >= WIDE_ENOUGH ? 11 : 0;
	screen_clear(view->screen);
	draw_head(view, &report, &list);
	if (view->first >= report.count)
		view->first = report.count ? report.count - 1 : 0;
	uint64_t most = report.count ? report.rows[0].elapsed_ns : 0;
	for (int row = HEAD_ROWS; row < rows; row++) {
		size_t at = view->first + (size_t)(row - HEAD_ROWS);
		if (at < report.count)
			draw_row(view, row, &report.rows[at], most);
	}
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
	default:
		for (int i = 0; keys[i]; i++)
			if (key == keys[i])
				view->key = (enum trace_key)i;
		return true;
	}
}

struct flow forktrace_top(struct shell *sh, char **argv, const struct forktrace *wanted)
{
	struct view view = {.sh = sh, .argv = argv, .wanted = wanted, .key = wanted->key};
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
