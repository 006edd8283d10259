/*
 * forkbench's result as a page: what was measured and how, the charts, the table, the lines through
 * the medians, and all of it as JSON.
 */
#include <string.h>
#include <sys/utsname.h>
#include "bench_internal.h"
#include "html.h"

static const char style[] =
	"th:first-child,td:first-child{text-align:left}td.e{text-align:left;color:#c2410c}\n"
	"figure{margin:1rem 0}svg{max-width:100%;height:auto}\n"
	"summary{margin-top:2rem}\n";

/* A time as a person reads it; in the attribute, the nanoseconds. */
static void put_time(struct outbuf *out, double ns)
{
	struct strbuf text = STRBUF_INIT;

	bench_add_time(&text, ns);
	out_printf(out, "<td data-ns=\"%.1f\">", ns);
	html_text(out, strbuf_text(&text));
	strbuf_free(&text);
}

static void put_cell(struct outbuf *out, const struct bench_result *result,
		     const struct bench_cell *cell)
{
	struct strbuf size = STRBUF_INIT;
	char name[32];

	bench_series_name(cell, name);
	bench_add_size(&size, result->plan.sizes[cell->size]);
	out_printf(out, "<tr><td>%s<td data-bytes=\"%llu\">%s<td>%u", name,
		   (unsigned long long)result->plan.sizes[cell->size], strbuf_text(&size),
		   cell->count);
	strbuf_free(&size);
	if (!bench_cell_measured(cell)) {
		out_puts(out, "<td colspan=\"6\" class=\"e\">not measured: ");
		html_text(out, strerror(cell->error));
		out_putc(out, '\n');
		return;
	}
	put_time(out, cell->total.median);
	if (cell->total.to > 0)
		out_printf(out, "<td>%.1f %%",
			   (cell->total.to - cell->total.from) / cell->total.median * 50);
	else
		out_puts(out, "<td>-");
	put_time(out, cell->total.low);
	put_time(out, cell->total.high);
	put_time(out, cell->total.least);
	put_time(out, cell->call.median);
	out_putc(out, '\n');
}

static void put_table(struct outbuf *out, const struct bench_result *result)
{
	out_puts(out, "<h2>Times</h2>\n<table id=\"times\">\n<tr><th>method<th>memory<th>rounds"
		      "<th>median<th>&plusmn;<th>25 %<th>75 %<th>least<th>call\n");
	for (uint32_t i = 0; i < result->cell_count; i++)
		put_cell(out, result, &result->cells[i]);
	out_puts(out, "</table>\n");
}

static void put_fits(struct outbuf *out, const struct bench_result *result)
{
	uint32_t sizes = result->plan.size_count;

	if (sizes < 3)
		return;
	out_puts(out, "<h2>Straight lines through the medians</h2>\n<table id=\"lines\">\n"
		      "<tr><th>method<th>at 0<th>for each MiB<th>r<sup>2</sup>\n");
	for (uint32_t i = 0; i < result->cell_count; i += sizes) {
		const struct bench_cell *cell = &result->cells[i];
		struct bench_line line;
		char name[32];
		if (!bench_fit(result, (enum measure_method)cell->method, cell->exec, &line))
			continue;
		bench_series_name(cell, name);
		out_printf(out, "<tr><td>%s<td>%.1f us<td data-ns=\"%.3f\">%.3f us<td>%.4f\n", name,
			   line.base / 1000, line.per_byte * (1 << 20),
			   line.per_byte * (1 << 20) / 1000, line.r2);
	}
	out_puts(out, "</table>\n");
}

static void put_conditions(struct outbuf *out, const struct bench_result *result)
{
	const struct bench_plan *plan = &result->plan;

	out_printf(out,
		   "<p>%u rounds, from the call until the child was waited for, in %d turns; each "
		   "method has a process of its own in each turn, and %u rounds first to warm "
		   "up. &plusmn;: half of the interval that holds the median with a probability "
		   "of 95 %%.",
		   plan->runs, BENCH_TURNS, plan->warmup);
	if (plan->exec) {
		out_puts(out, " +exec: the child executes <code>");
		html_text(out, plan->program);
		out_puts(out, "</code>.");
	}
	if (plan->huge)
		out_puts(out, " The memory is in transparent huge pages, where there were any.");
	out_puts(out, "</p>\n");
	if (result->noise.known && !bench_was_quiet(&result->noise))
		out_printf(out,
			   "<p>The machine was not quiet, and the times are longer than they need "
			   "be: other processes took %.2f of %.0f processors, its host %.2f.</p>\n",
			   result->noise.others, result->noise.processors, result->noise.stolen);
}

static void put_json(struct outbuf *out, const struct bench_result *result)
{
	struct outbuf json;

	outbuf_init(&json, -1);
	bench_print_json(result, &json);
	out_puts(out, "<details><summary>The same as JSON</summary><pre id=\"json\">");
	html_text(out, strbuf_text(&json.bytes));
	out_puts(out, "</pre></details>\n");
	outbuf_free(&json);
}

void bench_html(const struct bench_result *result, struct outbuf *out)
{
	struct strbuf machine = STRBUF_INIT, image = STRBUF_INIT;
	struct utsname names;

	if (uname(&names) == 0)
		strbuf_addf(&machine, "%s %s %s", names.sysname, names.release, names.machine);
	html_begin(out, "forkbench", strbuf_text(&machine), style);
	put_conditions(out, result);
	bench_svg(result, &image);
	out_puts(out, "<figure>\n");
	out_strbuf(out, &image);
	out_puts(out, "</figure>\n");
	put_table(out, result);
	put_fits(out, result);
	put_json(out, result);
	html_end(out);
	strbuf_free(&machine);
	strbuf_free(&image);
}
