/*
 * The report of forkbench --like.
 */
#include <errno.h>
#include <string.h>
#include "bench_internal.h"
#include "json.h"
#include "procmem.h"

static void out_size(struct outbuf *out, uint64_t bytes)
{
	struct strbuf text = STRBUF_INIT;
	bench_add_size(&text, bytes);
	out_strbuf(out, &text);
	strbuf_free(&text);
}

static void print_times(const struct bench_result *result, struct outbuf *out)
{
	out_printf(out, "%-18s %10s %10s %10s %10s   %s\n", "", "call", "least", "quarter", "3/4",
		   "to its end");
	for (uint32_t i = 0; i < result->cell_count; i++) {
		const struct bench_cell *cell = &result->cells[i];
		const double figures[] = {cell->call.median, cell->call.least, cell->call.low,
					  cell->call.high, cell->total.median};
		char name[32];
		bench_series_name(cell, name);
		out_printf(out, "%-18s", name);
		if (!bench_cell_measured(cell)) {
			out_printf(out, " %s\n", strerror(cell->error));
			continue;
		}
		for (size_t k = 0; k < 5; k++) {
			struct strbuf text = STRBUF_INIT;
			bench_add_time(&text, figures[k]);
			out_printf(out, k == 4 ? "   %s" : " %10s", strbuf_text(&text));
			strbuf_free(&text);
		}
		out_putc(out, '\n');
	}
	if (result->noise.known && !bench_was_quiet(&result->noise))
		out_printf(out, "The machine was not quiet: others had %.2f of %.0f processors.\n",
			   result->noise.others + result->noise.stolen, result->noise.processors);
}

static double percent_apart(const struct bench_scatter *scatter)
{
	return scatter->pages ? 100 * (double)scatter->apart / (double)scatter->pages : 0;
}

static void print_scatter(const struct bench_like *like, struct outbuf *out)
{
	const struct bench_scatter *its = &like->shape.scatter, *models = &like->result.scatter;

	if (its->pages && models->pages)
		out_printf(out,
			   "%.1f %% of its pages, and %.1f %% of the model's, lie apart from the "
			   "page before in memory: the more do, the longer a fork takes.\n",
			   percent_apart(its), percent_apart(models));
	else
		out_puts(out, "Where its pages lie in memory is shown to root: a fork of pages "
			      "that lie apart takes longer than one of the model.\n");
}

static void print_writes(const struct bench_writes *writes, struct outbuf *out)
{
	if (writes->error) {
		out_printf(out, "What it writes is not known: %s\n", proc_reason(writes->error));
		return;
	}
	out_printf(out, "While a child of fork lives, %s", writes->by_writes ? "" : "at most ");
	out_size(out, writes->bytes);
	out_printf(out, " would be copied in the first %g s: it %s so much of its own memory.\n",
		   writes->seconds, writes->by_writes ? "wrote to" : "used");
	if (!writes->by_writes)
		out_puts(out,
			 "(This kernel does not mark what is written: reading counts, too.)\n");
}

static const char *verdict(const struct bench_limit *limit)
{
	if (!limit->fails)
		return "fits";
	if (limit->of_group)
		return "fork fails, or the kernel kills a process of the group; vfork, clone and "
		       "posix_spawn do not";
	return limit->of_copies ? "fork fails; vfork, clone and posix_spawn do not"
				: "every method fails";
}

static void print_limit(const struct bench_limit *limit, struct outbuf *out)
{
	out_printf(out, "  %-40s ", limit->name);
	if (limit->most == UINT64_MAX) {
		out_puts(out, "no limit\n");
		return;
	}
	if (limit->bytes) {
		out_size(out, limit->used);
		if (limit->cache) {
			out_puts(out, " (");
			out_size(out, limit->cache);
			out_puts(out, " cache)");
		}
		out_puts(out, " of ");
		out_size(out, limit->most);
		out_puts(out, ", and ");
		out_size(out, limit->needed);
	} else {
		out_printf(out, "%llu of %llu, and %llu", (unsigned long long)limit->used,
			   (unsigned long long)limit->most, (unsigned long long)limit->needed);
	}
	out_printf(out, ": %s\n", verdict(limit));
}

void bench_like_print(const struct bench_like *like, struct outbuf *out)
{
	const struct bench_shape *shape = &like->shape;

	out_printf(out, "Process %d (%s): ", (int)like->pid, like->name);
	out_size(out, shape->resident);
	out_puts(out, " resident, ");
	out_size(out, shape->anonymous);
	out_printf(out, " of it its own (");
	out_size(out, shape->huge);
	out_printf(out, " in huge pages), %zu mappings, page tables of ", shape->mappings);
	out_size(out, shape->tables_kb * 1024);
	out_puts(out, "\n\n");
	if (like->measured) {
		print_times(&like->result, out);
		print_scatter(like, out);
	} else {
		out_puts(out,
			 "Not measured: a model of it would take more than three quarters of the "
			 "memory available.\n");
	}
	out_putc(out, '\n');
	print_writes(&like->writes, out);
	out_puts(out, "\nWould it fail?\n");
	for (size_t i = 0; i < like->limits.count; i++)
		print_limit(&like->limits.at[i], out);
}

/* ---- JSON ---------------------------------------------------------------------------------- */

static void quartiles_json(struct json *json, const char *key, const struct bench_quartiles *q)
{
	json_object_begin(json, key);
	json_double(json, "least", q->least, 0);
	json_double(json, "low", q->low, 0);
	json_double(json, "median", q->median, 0);
	json_double(json, "high", q->high, 0);
	json_object_end(json);
}

static void scatter_json(struct json *json, const char *key, const struct bench_scatter *scatter)
{
	if (!scatter->pages) {
		json_null(json, key);
		return;
	}
	json_object_begin(json, key);
	json_uint(json, "pages", scatter->pages);
	json_uint(json, "apart", scatter->apart);
	json_object_end(json);
}

static void times_json(struct json *json, const struct bench_result *result)
{
	for (uint32_t i = 0; i < result->cell_count; i++) {
		const struct bench_cell *cell = &result->cells[i];
		char name[32];
		bench_series_name(cell, name);
		json_object_begin(json, NULL);
		json_string(json, "method", name);
		json_uint(json, "samples", cell->count);
		json_string(json, "error", cell->error ? strerror(cell->error) : NULL);
		quartiles_json(json, "call_ns", &cell->call);
		quartiles_json(json, "total_ns", &cell->total);
		json_object_end(json);
	}
}

void bench_like_print_json(const struct bench_like *like, struct outbuf *out)
{
	const struct bench_shape *shape = &like->shape;
	struct json json;

	json_init(&json, out, true);
	json_object_begin(&json, NULL);
	json_int(&json, "pid", like->pid);
	json_string(&json, "name", like->name);
	json_uint(&json, "resident", shape->resident);
	json_uint(&json, "anonymous", shape->anonymous);
	json_uint(&json, "huge", shape->huge);
	json_uint(&json, "mappings", shape->mappings);
	json_uint(&json, "page_tables", shape->tables_kb * 1024);
	json_array_begin(&json, "methods");
	if (like->measured)
		times_json(&json, &like->result);
	json_array_end(&json);
	scatter_json(&json, "page_frames", &shape->scatter);
	scatter_json(&json, "model_page_frames", &like->result.scatter);
	json_object_begin(&json, "copied");
	json_double(&json, "seconds", like->writes.seconds, 3);
	json_string(&json, "error", like->writes.error ? strerror(like->writes.error) : NULL);
	json_bool(&json, "reading_counts", !like->writes.by_writes);
	json_uint(&json, "bytes", like->writes.bytes);
	json_object_end(&json);
	json_array_begin(&json, "limits");
	for (size_t i = 0; i < like->limits.count; i++) {
		const struct bench_limit *limit = &like->limits.at[i];
		json_object_begin(&json, NULL);
		json_string(&json, "name", limit->name);
		json_uint(&json, "used", limit->used);
		json_uint(&json, "reclaimable", limit->cache);
		if (limit->most == UINT64_MAX)
			json_null(&json, "limit");
		else
			json_uint(&json, "limit", limit->most);
		json_uint(&json, "needed", limit->needed);
		json_bool(&json, "fails", limit->fails);
		json_bool(&json, "fork_alone", limit->of_copies);
		json_object_end(&json);
	}
	json_array_end(&json);
	json_object_end(&json);
	json_end(&json);
}
