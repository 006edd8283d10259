/*
 * A report as JSON.  A value that could not be read is null, with the reason under "missing".
 */
#include <stdio.h>
#include "report.h"

static void write_figures(struct json *json, const struct memory_figures *figures)
{
	json_object_begin(json, "kb");
	for (unsigned i = 0; i < MEMORY_FIGURE_COUNT; i++)
		if (memory_knows(figures, (enum memory_figure)i))
			json_uint(json, memory_figure_name((enum memory_figure)i), figures->kb[i]);
	json_object_end(json);
}

static void write_status(struct json *json, const char *key, const struct cow_process *process,
			 enum status_figure figure)
{
	if (process->status_known >> figure & 1)
		json_uint(json, key, process->status[figure]);
	else
		json_null(json, key);
}

static void write_runs(struct json *json, const struct page_runs *runs)
{
	json_array_begin(json, "runs");
	for (size_t i = 0; i < runs->count; i++) {
		json_object_begin(json, NULL);
		json_string(json, "kind", page_kind_name((enum page_kind)runs->at[i].kind));
		json_uint(json, "pages", runs->at[i].pages);
		json_object_end(json);
	}
	json_array_end(json);
}

static void write_pages(struct json *json, const struct cow_pages *pages)
{
	if (pages->error) {
		json_null(json, "pages");
		json_string(json, "pages_missing", proc_reason(pages->error));
		return;
	}
	json_object_begin(json, "pages");
	for (unsigned i = 0; i < PAGE_KIND_COUNT; i++)
		if (i != PAGE_ZERO || pages->zero_known)
			json_uint(json, page_kind_name((enum page_kind)i), pages->total[i]);
	json_object_end(json);
	write_runs(json, &pages->runs);
	if (!pages->counted) {
		json_null(json, "mapped");
		return;
	}
	json_object_begin(json, "mapped");
	for (unsigned i = 0; i < MAP_COUNT_CLASSES; i++)
		json_uint(json, cow_map_count_name(i), pages->counts[i]);
	json_object_end(json);
}

static void write_mapping(struct json *json, const struct mapping *mapping,
			  const struct cow_pages *pages)
{
	char text[20];

	json_object_begin(json, NULL);
	snprintf(text, sizeof(text), "%llx", (unsigned long long)mapping->start);
	json_string(json, "start", text);
	snprintf(text, sizeof(text), "%llx", (unsigned long long)mapping->end);
	json_string(json, "end", text);
	json_string(json, "permissions", mapping->permissions);
	json_string(json, "name", mapping->name);
	write_figures(json, &mapping->figures);
	write_pages(json, pages);
	json_object_end(json);
}

static void write_missing(struct json *json, const char *key, int error)
{
	if (error)
		json_string(json, key, proc_reason(error));
}

void cow_report_json(struct json *json, const struct cow_report *report)
{
	const struct cow_process *process = &report->process;

	json_object_begin(json, NULL);
	json_int(json, "pid", process->pid);
	json_string(json, "name", process->stat.name);
	write_status(json, "resident_kb", process, STATUS_RSS);
	write_status(json, "page_tables_kb", process, STATUS_TABLES);
	write_status(json, "swapped_kb", process, STATUS_SWAP);
	json_uint(json, "minor_faults", process->stat.minor_faults);
	json_uint(json, "major_faults", process->stat.major_faults);
	if (process->figures_errno)
		json_null(json, "kb");
	else
		write_figures(json, &process->figures);
	json_object_begin(json, "missing");
	write_missing(json, "kb", process->figures_errno);
	if (report->with_pages) {
		write_missing(json, "mappings", report->mappings_errno);
		write_missing(json, "mapped", report->counts_errno);
	}
	json_object_end(json);
	if (report->with_pages) {
		json_array_begin(json, "mappings");
		for (size_t i = 0; i < report->mappings.count; i++)
			write_mapping(json, &report->mappings.at[i], &report->pages[i]);
		json_array_end(json);
	}
	json_object_end(json);
}
