/*
 * Reports on processes: read, then written.
 */
#include <string.h>
#include "error.h"
#include "json.h"
#include "mem.h"
#include "report.h"

static void read_pages(struct cow_report *report)
{
	struct cow_page_source source;
	struct mapping_list *list = &report->mappings;

	report->mappings_errno = cow_mappings_read(report->process.pid, list);
	report->pages = mem_zalloc((list->count + 1) * sizeof(*report->pages));
	cow_pages_open(&source, report->process.pid, true);
	for (size_t i = 0; i < list->count; i++)
		cow_pages_read(&report->pages[i], &source, list->at[i].start, list->at[i].end);
	report->counts_errno = source.counts_errno;
	cow_pages_close(&source);
}

/* false after a message: there is nothing to report on. */
static bool read_report(struct shell *sh, const char *who, pid_t pid, bool pages,
			struct cow_report *report)
{
	*report = (struct cow_report){.with_pages = pages};
	const char *reason =
		cow_process_reason(&report->process, cow_process_read(&report->process, pid));

	if (reason) {
		shell_error_in(sh, who, "%d: %s", (int)pid, reason);
		return false;
	}
	if (pages)
		read_pages(report);
	return true;
}

static void free_report(struct cow_report *report)
{
	for (size_t i = 0; report->pages && i < report->mappings.count; i++)
		cow_pages_free(&report->pages[i]);
	mem_free(report->pages);
	mapping_list_free(&report->mappings);
}

void cow_write_text(struct shell *sh, const struct cow_style *style, struct outbuf *text)
{
	const struct strbuf *bytes = &text->bytes;

	if (style->folds)
		out_fold(&sh->out, strbuf_text(bytes), bytes->len, style->width);
	else
		out_strbuf(&sh->out, bytes);
	outbuf_free(text);
}

int cow_report(struct shell *sh, const struct cow_style *style, const pid_t *pids, size_t count,
	       bool pages)
{
	struct json json;
	int status = 0;

	json_init(&json, &sh->out, true);
	if (style->json)
		json_array_begin(&json, NULL);
	for (size_t i = 0; i < count; i++) {
		struct cow_report report;
		if (!read_report(sh, style->who, pids[i], pages, &report)) {
			status = 1;
			continue;
		}
		if (style->json)
			cow_report_json(&json, &report);
		else
			cow_report_text(sh, style, &report);
		free_report(&report);
	}
	if (style->json) {
		json_array_end(&json);
		json_end(&json);
	}
	return status;
}
