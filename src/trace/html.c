/*
 * A trace as one page: tables, timeline, critical path and tree.  All of it is text and SVG; what
 * folds does so by itself, what is pointed at shows its figures as a title.
 */
#include <stdlib.h>
#include <string.h>
#include "html.h"
#include "mem.h"
#include "tree.h"

/* Bars of the timeline. */
#define BARS_MOST    1000
#define BAR_HEIGHT   16
#define WIDTH	     1000
#define LABEL_ROOM   8
/* Of a letter of 10 pixels in a monospaced face. */
#define LETTER_WIDTH 6.1
#define ROWS_MOST    40
#define TEXT_COLUMN  60

static const char style[] =
	"th:last-child,td:last-child{text-align:left;font-family:ui-monospace,monospace;"
	"overflow-wrap:anywhere}\n"
	".p{color:#c2410c;font-weight:600}.n{color:#777}\n"
	"svg{width:100%;height:auto;font:10px ui-monospace,monospace}\n"
	"rect{fill:#7aa2d6}rect.v{fill:#59b389}rect.t{fill:#b6a6dd}rect.i{fill:#c9c9c9}"
	"rect.c{stroke:#c2410c;stroke-width:1.5}text{fill:#222}line{stroke:#8886}\n"
	"@media(prefers-color-scheme:dark){text{fill:#ddd}rect{fill:#3c6399}rect.v{fill:#2f7a58}"
	"rect.t{fill:#6e5ca3}rect.i{fill:#555}}\n";

/* ---- text ------------------------------------------------------------------------------ */

static double ms(uint64_t ns)
{
	return (double)ns / 1e6;
}

static void put_command(struct outbuf *out, const struct trace_record *record)
{
	bool program = record_executes(record);
	out_puts(out, program ? "" : "(");
	html_text(out, record->command);
	out_puts(out, program ? "" : ")");
}

/* All that is known, in a line. */
static void put_figures(struct outbuf *out, const struct trace_record *record,
			const struct branch *branch)
{
	struct strbuf status = STRBUF_INIT;
	record_add_status(&status, record);
	out_printf(out, "%.2f ms, cpu %.2f ms, %s", ms(branch->to - branch->from),
		   (double)(record->user_us + record->system_us) / 1e3, record_how_made(record));
	if (record->pid)
		out_printf(out, ", pid %d", (int)record->pid);
	out_printf(out, ", status %s", strbuf_text(&status));
	if (record->flags) {
		strbuf_reset(&status);
		clone_flags_text(record->flags, &status);
		out_puts(out, ", ");
		html_text(out, strbuf_text(&status));
	}
	if (record->line) {
		out_puts(out, ", ");
		html_text(out, record->source);
		out_printf(out, "%sline %u", *record->source ? " " : "", record->line);
	}
	strbuf_free(&status);
}

/* ---- tables ---------------------------------------------------------------------------- */

static void put_row(struct outbuf *out, const struct trace_row *row, const char *name)
{
	out_printf(out, "<tr><td>%llu<td>%llu<td>%.2f<td>%.2f<td>%.2f<td>%llu<td>",
		   (unsigned long long)row->count, (unsigned long long)row->processes,
		   ms(row->elapsed_ns), ms(row->create_ns),
		   (double)(row->user_us + row->system_us) / 1e3,
		   (unsigned long long)row->minor_faults);
	html_text(out, name);
	out_putc(out, '\n');
}

static void put_table(struct outbuf *out, const struct trace_report *report, const char *by)
{
	out_printf(out,
		   "<h2>By %s</h2>\n<table>\n<tr><th>commands<th>processes<th>own ms<th>create ms"
		   "<th>cpu ms<th>faults<th>%s\n",
		   by, by);
	for (size_t i = 0; i < report->count && i < ROWS_MOST; i++)
		put_row(out, &report->rows[i], report->rows[i].key);
	if (report->count > ROWS_MOST)
		out_printf(out, "<tr><td><td><td><td><td><td><td>... %zu more\n",
			   report->count - ROWS_MOST);
	put_row(out, &report->total, "in all");
	out_puts(out, "</table>\n");
}

static void put_notes(struct outbuf *out, const struct trace_report *report,
		      const struct trace_list *list)
{
	struct outbuf notes;
	outbuf_init(&notes, -1);
	report_notes_print(report, list, &notes);
	out_puts(out, "<pre>");
	html_text(out, strbuf_text(&notes.bytes));
	out_puts(out, "</pre>\n");
	outbuf_free(&notes);
}

static void put_reports(struct outbuf *out, const struct trace_list *list)
{
	static const struct {
		enum trace_key key;
		const char *name;
	} tables[] = {{TRACE_BY_COMMAND, "command"}, {TRACE_BY_LINE, "line"}};

	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++) {
		struct trace_report report;
		trace_report_make(&report, list, tables[i].key);
		if (i == 0)
			put_notes(out, &report, list);
		/* Other programs have no lines. */
		if (tables[i].key != TRACE_BY_LINE || !report.saved.followed)
			put_table(out, &report, tables[i].name);
		trace_report_free(&report);
	}
}

/* ---- timeline -------------------------------------------------------------------------- */

struct timeline {
	struct outbuf *out;
	const struct tree *tree;
	uint64_t from, whole; /* what the width stands for */
	uint64_t shortest;    /* that is shown; of those as short as it so many */
	size_t as_short;
	unsigned rows;
};

static int compare_down(const void *a, const void *b)
{
	uint64_t one = *(const uint64_t *)a, other = *(const uint64_t *)b;
	return (one < other) - (one > other);
}

/* So that the bars are not too many. */
static void choose_shortest(struct timeline *timeline)
{
	const struct tree *tree = timeline->tree;
	size_t count = tree->list->count, at = BARS_MOST;

	timeline->as_short = count;
	if (count <= BARS_MOST)
		return;
	uint64_t *times = mem_alloc(count * sizeof(*times));
	for (size_t i = 0; i < count; i++)
		times[i] = tree->branches[i].to - tree->branches[i].from;
	qsort(times, count, sizeof(*times), compare_down);
	timeline->shortest = times[BARS_MOST - 1];
	while (at > 0 && times[at - 1] == timeline->shortest)
		at--;
	timeline->as_short = BARS_MOST - at;
	mem_free(times);
}

static bool is_shown(struct timeline *timeline, const struct branch *branch)
{
	uint64_t time = branch->to - branch->from;
	if (time != timeline->shortest)
		return time > timeline->shortest;
	if (!timeline->as_short)
		return false;
	timeline->as_short--;
	return true;
}

static const char *bar_class(const struct trace_record *record)
{
	if (record->kind == TRACE_THREAD)
		return "t";
	if (record->late)
		return "f";
	switch ((enum strategy)record->strategy) {
	case STRATEGY_VFORK:
	case STRATEGY_CLONE:
		return "v";
	case STRATEGY_FORK:
		return "f";
	case STRATEGY_IN_PROCESS:
	case STRATEGY_EXEC:
		break;
	}
	return "i";
}

static void put_bar(struct timeline *timeline, size_t at)
{
	const struct trace_record *record = &timeline->tree->list->records[at];
	const struct branch *branch = &timeline->tree->branches[at];
	struct outbuf *out = timeline->out;
	double x = (double)(branch->from - timeline->from) * WIDTH / (double)timeline->whole;
	double width = (double)(branch->to - branch->from) * WIDTH / (double)timeline->whole;
	unsigned y = timeline->rows++ * BAR_HEIGHT;

	out_printf(out, "<g><title>%.2f ms: ", ms(branch->from - timeline->from));
	put_figures(out, record, branch);
	out_puts(out, "\n");
	put_command(out, record);
	out_printf(out,
		   "</title><rect class=\"%s%s\" x=\"%.2f\" y=\"%u\" width=\"%.2f\" "
		   "height=\"%d\"/>",
		   bar_class(record), branch->critical ? " c" : "", x, y + 1,
		   width < 0.5 ? 0.5 : width, BAR_HEIGHT - 3);
	struct strbuf label = STRBUF_INIT;
	size_t len = strlen(record->command);
	while (len > TEXT_COLUMN || (len && ((unsigned char)record->command[len] & 0xc0) == 0x80))
		len--;
	/* Within its bar, or beside it where there is more room. */
	bool within = (double)len * LETTER_WIDTH + LABEL_ROOM < width;
	bool left = !within && x > WIDTH * 0.6;
	out_printf(out, "<text x=\"%.2f\" y=\"%u\"%s>",
		   left	    ? x - 4
		   : within ? x + 4
			    : x + width + 4,
		   y + 11, left ? " text-anchor=\"end\"" : "");
	strbuf_add(&label, record->command, len);
	html_text(out, strbuf_text(&label));
	strbuf_free(&label);
	out_puts(out, "</text></g>\n");
}

static void put_bars(struct timeline *timeline, size_t outer, unsigned depth)
{
	const struct branch *branches = timeline->tree->branches;
	for (size_t i = branches[outer].child; i != TREE_NONE; i = branches[i].next) {
		if (is_shown(timeline, &branches[i]))
			put_bar(timeline, i);
		if (depth < TREE_DEPTH_MOST)
			put_bars(timeline, i, depth + 1);
	}
}

/* Ten lines across, behind the bars. */
static void put_grid(struct outbuf *out, uint64_t whole, unsigned rows)
{
	unsigned bottom = rows * BAR_HEIGHT;
	for (int i = 0; i <= 10; i++) {
		out_printf(out, "<line x1=\"%d\" y1=\"0\" x2=\"%d\" y2=\"%u\"/>", i * WIDTH / 10,
			   i * WIDTH / 10, bottom);
		out_printf(out, "<text x=\"%d\" y=\"%u\"%s>%.1f ms</text>\n", i * WIDTH / 10,
			   bottom + 12,
			   i == 0    ? ""
			   : i == 10 ? " text-anchor=\"end\""
				     : " text-anchor=\"middle\"",
			   ms(whole) * i / 10);
	}
}

static void put_timeline(struct outbuf *out, const struct tree *tree)
{
	const struct branch *all = &tree->branches[tree->list->count];
	struct outbuf bars;
	struct timeline timeline = {.out = &bars,
				    .tree = tree,
				    .from = all->from,
				    .whole = all->to > all->from ? all->to - all->from : 1};

	outbuf_init(&bars, -1);
	choose_shortest(&timeline);
	put_bars(&timeline, tree->list->count, 0);
	out_puts(out,
		 "<h2>Timeline</h2>\n<p>Blue: fork; green: vfork and clone; violet: threads; grey: "
		 "no process. Bars with an edge are on the critical path.");
	if (timeline.rows == BARS_MOST)
		out_printf(out, " The longest %u records.", timeline.rows);
	out_printf(out,
		   "</p>\n<svg viewBox=\"-%d 0 %d %u\" role=\"img\" aria-label=\"timeline\">\n",
		   LABEL_ROOM, WIDTH + 2 * LABEL_ROOM, timeline.rows * BAR_HEIGHT + BAR_HEIGHT);
	put_grid(out, timeline.whole, timeline.rows);
	out_strbuf(out, &bars.bytes);
	out_puts(out, "</svg>\n");
	outbuf_free(&bars);
}

/* ---- critical path and tree ------------------------------------------------------------ */

static void put_path(struct outbuf *out, const struct tree *tree)
{
	size_t count = tree->list->count, rows = 0;
	const struct branch *all = &tree->branches[count];
	uint64_t *sums = tree_path_sums(tree);

	out_printf(out,
		   "<h2>Critical path</h2>\n<p>Of %.2f ms in all.</p>\n<table>\n<tr><th>ms<th>%%"
		   "<th>command\n",
		   ms(all->to - all->from));
	for (size_t i = 0; i < tree->step_count && rows < ROWS_MOST; i++) {
		size_t at = tree->steps[i].record;
		if (!sums[at])
			continue;
		out_printf(out, "<tr><td>%.2f<td>%.1f<td>", ms(sums[at]),
			   100.0 * (double)sums[at] / (double)(all->to - all->from));
		html_text(out,
			  at == count ? "(nothing was running)" : tree->list->records[at].command);
		out_putc(out, '\n');
		sums[at] = 0;
		rows++;
	}
	out_puts(out, "</table>\n");
	mem_free(sums);
}

static void put_leaf(struct outbuf *out, const struct tree *tree, size_t at)
{
	const struct trace_record *record = &tree->list->records[at];
	out_printf(out, "<span%s>", tree->branches[at].critical ? " class=\"p\"" : "");
	put_command(out, record);
	out_puts(out, "</span> <span class=\"n\">");
	put_figures(out, record, &tree->branches[at]);
	out_puts(out, "</span>");
}

static void put_branches(struct outbuf *out, const struct tree *tree, size_t outer, unsigned depth)
{
	out_puts(out, "<ul>\n");
	for (size_t i = tree->branches[outer].child; i != TREE_NONE; i = tree->branches[i].next) {
		bool inner = tree->branches[i].child != TREE_NONE && depth < TREE_DEPTH_MOST;
		out_puts(out, inner ? "<li><details open><summary>" : "<li>");
		put_leaf(out, tree, i);
		if (inner) {
			out_puts(out, "</summary>\n");
			put_branches(out, tree, i, depth + 1);
			out_puts(out, "</details>");
		}
		out_puts(out, "</li>\n");
	}
	out_puts(out, "</ul>\n");
}

/* ---- the page -------------------------------------------------------------------------- */

static const char *title_of(const struct trace_list *list)
{
	if (!list->count)
		return "nothing";
	return *list->records[0].source ? list->records[0].source : list->records[0].command;
}

void trace_export_html(const struct trace_list *list, struct outbuf *out)
{
	struct tree tree;

	tree_make(&tree, list);
	html_begin(out, "forktrace", title_of(list), style);
	put_reports(out, list);
	if (tree.step_count) {
		put_timeline(out, &tree);
		put_path(out, &tree);
	}
	out_puts(out, "<h2>Tree</h2>\n");
	put_branches(out, &tree, list->count, 0);
	html_end(out);
	tree_free(&tree);
}
