/* forkbench's tables and charts, and the same as JSON. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "bench_internal.h"
#include "chart.h"
#include "json.h"

/* ---- the table --------------------------------------------------------------------------- */

static void add_column(struct strbuf *line, const struct strbuf *text, int width)
{
	strbuf_addf(line, "%*s", width, strbuf_text(text));
}

static void add_time_column(struct strbuf *line, double nanoseconds, int width)
{
	struct strbuf text = STRBUF_INIT;
	bench_add_time(&text, nanoseconds);
	add_column(line, &text, width);
	strbuf_free(&text);
}

/* Half the median's interval, in parts of the median. */
static void add_interval_column(struct strbuf *line, const struct bench_quartiles *quartiles)
{
	if (quartiles->to > 0)
		strbuf_addf(line, "%6.1f %%",
			    (quartiles->to - quartiles->from) / quartiles->median * 50);
	else
		strbuf_addf(line, "%8s", "-");
}

static void print_cell(const struct bench_result *result, const struct bench_cell *cell,
		       struct outbuf *out)
{
	struct strbuf line = STRBUF_INIT, size = STRBUF_INIT;
	char name[32];

	bench_series_name(cell, name);
	bench_add_size(&size, result->plan.sizes[cell->size]);
	strbuf_addf(&line, "%-16s", name);
	add_column(&line, &size, 9);
	if (bench_cell_measured(cell)) {
		add_time_column(&line, cell->total.median, 10);
		add_interval_column(&line, &cell->total);
		add_time_column(&line, cell->total.low, 9);
		add_time_column(&line, cell->total.high, 9);
		add_time_column(&line, cell->total.least, 9);
		add_time_column(&line, cell->call.median, 9);
	} else {
		strbuf_addf(&line, "  not measured: %s", strerror(cell->error));
	}
	out_printf(out, "%s\n", strbuf_text(&line));
	strbuf_free(&line);
	strbuf_free(&size);
}

static void print_table(const struct bench_result *result, struct outbuf *out)
{
	out_printf(out, "%-16s%9s%10s%8s%9s%9s%9s%9s\n", "method", "memory", "median", "+-", "25 %",
		   "75 %", "least", "call");
	for (uint32_t i = 0; i < result->cell_count; i++)
		print_cell(result, &result->cells[i], out);
}

/* ---- the charts -------------------------------------------------------------------------- */

/* A series is the cells of one method, with exec or without: `size_count` of them in a row. */
static uint32_t series_count(const struct bench_result *result)
{
	return result->plan.size_count ? result->cell_count / result->plan.size_count : 0;
}

static void print_lines(const struct bench_result *result, struct strbuf *into, unsigned width,
			bool utf8)
{
	uint32_t sizes = result->plan.size_count, count = series_count(result);
	double values[MEASURE_METHOD_COUNT * 2][BENCH_SIZES_MAX];
	char names[MEASURE_METHOD_COUNT * 2][32];
	struct chart_series series[MEASURE_METHOD_COUNT * 2] = {0};
	struct strbuf labels[BENCH_SIZES_MAX];
	const char *columns[BENCH_SIZES_MAX] = {0};

	for (uint32_t i = 0; i < sizes; i++) {
		labels[i] = (struct strbuf)STRBUF_INIT;
		bench_add_size(&labels[i], result->plan.sizes[i]);
		columns[i] = strbuf_text(&labels[i]);
	}
	for (uint32_t i = 0; i < count; i++) {
		const struct bench_cell *cells = &result->cells[i * sizes];
		bench_series_name(cells, names[i]);
		for (uint32_t j = 0; j < sizes; j++)
			values[i][j] = bench_cell_measured(&cells[j]) ? cells[j].total.median : -1;
		series[i] = (struct chart_series){names[i], values[i]};
	}
	chart_lines(into, series, count, columns, sizes, width, utf8, bench_add_time);
	for (uint32_t i = 0; i < sizes; i++)
		strbuf_free(&labels[i]);
}

/* The bars of one size. */
static void print_bars(const struct bench_result *result, uint32_t size, struct strbuf *into,
		       unsigned width, bool utf8)
{
	struct chart_bar bars[MEASURE_METHOD_COUNT * 2] = {0};
	char names[MEASURE_METHOD_COUNT * 2][32];
	struct strbuf texts[MEASURE_METHOD_COUNT * 2];
	uint32_t count = series_count(result);

	for (uint32_t i = 0; i < count; i++) {
		const struct bench_cell *cell = &result->cells[i * result->plan.size_count + size];
		bool measured = bench_cell_measured(cell);
		texts[i] = (struct strbuf)STRBUF_INIT;
		bench_series_name(cell, names[i]);
		if (measured)
			bench_add_time(&texts[i], cell->total.median);
		else
			strbuf_adds(&texts[i], strerror(cell->error));
		bars[i] = (struct chart_bar){names[i], strbuf_text(&texts[i]),
					     measured ? cell->total.median : -1};
	}
	chart_bars(into, bars, count, width, utf8);
	for (uint32_t i = 0; i < count; i++)
		strbuf_free(&texts[i]);
}

/* ---- what follows from it ------------------------------------------------------------------ */

static void print_line_of(const struct bench_result *result, const struct bench_cell *cell,
			  struct outbuf *out)
{
	struct strbuf text = STRBUF_INIT;
	struct bench_line line;
	char name[32];

	if (!bench_fit(result, (enum measure_method)cell->method, cell->exec, &line))
		return;
	bench_series_name(cell, name);
	bench_add_time(&text, line.base > 0 ? line.base : 0);
	strbuf_adds(&text, line.per_byte < 0 ? " - " : " + ");
	double per_mebibyte = line.per_byte * (1 << 20);
	bench_add_time(&text, per_mebibyte < 0 ? -per_mebibyte : per_mebibyte);
	out_printf(out, "%-17s%s per MiB (r2 %.4f)\n", name, strbuf_text(&text), line.r2);
	strbuf_free(&text);
}

static void print_conditions(const struct bench_result *result, struct outbuf *out)
{
	const struct bench_plan *plan = &result->plan;
	out_printf(out,
		   "%u rounds, from the call until the child was waited for, in %d turns; each\n"
		   "method has a process of its own in each turn, and %u rounds first to warm up\n",
		   plan->runs, BENCH_TURNS, plan->warmup);
	out_puts(out,
		 "+-: half of the interval that holds the median with a probability of 95 %\n");
	if (plan->exec)
		out_printf(out, "+exec: the child executes %s\n", plan->program);
	if (plan->bare && plan->methods >> MEASURE_POSIX_SPAWN & 1)
		out_puts(out, "posix_spawn has no form without exec\n");
	for (uint32_t i = 0; plan->huge && i < plan->size_count; i++) {
		struct strbuf have = STRBUF_INIT;
		bench_add_size(&have, plan->sizes[i]);
		strbuf_adds(&have, ": in huge pages ");
		bench_add_size(&have, result->huge_bytes[i]);
		out_printf(out, "%s\n", strbuf_text(&have));
		strbuf_free(&have);
	}
}

static void print_noise(const struct bench_noise *noise, struct outbuf *out)
{
	if (bench_was_quiet(noise))
		return;
	out_printf(out, "the machine was not quiet, and the times are longer than they need be:\n");
	out_printf(out, "  other processes took %.2f of %.0f processors", noise->others,
		   noise->processors);
	out_printf(out, ", its host %.2f\n", noise->stolen);
}

void bench_print(const struct bench_result *result, struct outbuf *out, unsigned width, bool utf8)
{
	uint32_t last = result->plan.size_count - 1;
	struct strbuf chart = STRBUF_INIT;

	print_table(result, out);
	if (result->plan.size_count > 1) {
		strbuf_addc(&chart, '\n');
		print_lines(result, &chart, width, utf8);
	}
	strbuf_adds(&chart, "\nwith ");
	bench_add_size(&chart, result->plan.sizes[last]);
	strbuf_adds(&chart, " of memory touched:\n");
	print_bars(result, last, &chart, width, utf8);
	out_strbuf(out, &chart);
	strbuf_free(&chart);
	if (result->plan.size_count > 2) {
		out_puts(out, "\nstraight line through the medians:\n");
		for (uint32_t i = 0; i < series_count(result); i++)
			print_line_of(result, &result->cells[i * result->plan.size_count], out);
	}
	out_putc(out, '\n');
	print_conditions(result, out);
	print_noise(&result->noise, out);
}

/* ---- JSON -------------------------------------------------------------------------------- */

static void write_quartiles(struct json *json, const char *key,
			    const struct bench_quartiles *quartiles)
{
	json_object_begin(json, key);
	json_double(json, "least", quartiles->least, 1);
	json_double(json, "lower_quartile", quartiles->low, 1);
	json_double(json, "median", quartiles->median, 1);
	json_double(json, "upper_quartile", quartiles->high, 1);
	if (quartiles->to > 0) {
		json_double(json, "median_from", quartiles->from, 1);
		json_double(json, "median_to", quartiles->to, 1);
	}
	json_object_end(json);
}

static void write_cell(struct json *json, const struct bench_result *result,
		       const struct bench_cell *cell)
{
	json_object_begin(json, NULL);
	json_string(json, "method", measure_method_name((enum measure_method)cell->method));
	json_bool(json, "exec", cell->exec);
	json_uint(json, "memory_bytes", result->plan.sizes[cell->size]);
	json_uint(json, "samples", cell->count);
	if (cell->error)
		json_string(json, "error", strerror(cell->error));
	if (bench_cell_measured(cell)) {
		write_quartiles(json, "total_ns", &cell->total);
		write_quartiles(json, "call_ns", &cell->call);
	}
	json_object_end(json);
}

static void write_lines(struct json *json, const struct bench_result *result)
{
	json_array_begin(json, "lines");
	for (uint32_t i = 0; i < series_count(result); i++) {
		const struct bench_cell *cell = &result->cells[i * result->plan.size_count];
		struct bench_line line;
		if (!bench_fit(result, (enum measure_method)cell->method, cell->exec, &line))
			continue;
		json_object_begin(json, NULL);
		json_string(json, "method", measure_method_name((enum measure_method)cell->method));
		json_bool(json, "exec", cell->exec);
		json_double(json, "base_ns", line.base, 1);
		json_double(json, "ns_per_mebibyte", line.per_byte * (1 << 20), 3);
		json_double(json, "r2", line.r2, 6);
		json_object_end(json);
	}
	json_array_end(json);
}

void bench_print_json(const struct bench_result *result, struct outbuf *out)
{
	const struct bench_plan *plan = &result->plan;
	struct json json;

	json_init(&json, out, true);
	json_object_begin(&json, NULL);
	json_uint(&json, "runs", plan->runs);
	json_uint(&json, "warmup", plan->warmup);
	json_string(&json, "program", plan->exec ? plan->program : NULL);
	json_bool(&json, "huge_pages_asked_for", plan->huge);
	if (plan->huge) {
		json_array_begin(&json, "huge_page_bytes");
		for (uint32_t i = 0; i < plan->size_count; i++)
			json_uint(&json, NULL, result->huge_bytes[i]);
		json_array_end(&json);
	}
	json_array_begin(&json, "results");
	for (uint32_t i = 0; i < result->cell_count; i++)
		write_cell(&json, result, &result->cells[i]);
	json_array_end(&json);
	write_lines(&json, result);
	json_object_begin(&json, "machine");
	if (result->noise.known) {
		json_bool(&json, "quiet", bench_was_quiet(&result->noise));
		json_double(&json, "processors", result->noise.processors, 0);
		json_double(&json, "busy_with_others", result->noise.others, 3);
		json_double(&json, "stolen", result->noise.stolen, 3);
	}
	json_object_end(&json);
	json_object_end(&json);
	json_end(&json);
}
