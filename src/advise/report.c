/*
 * The report of forktrace advise: the rewrites that are offered, those that are not and why, and
 * where the processes of the script come from.
 */
#include <stdlib.h>
#include <string.h>
#include "internal.h"
#include "json.h"
#include "mem.h"

/* Programs named for a line. */
#define PROGRAMS_MAX 4

/* The processes that one line of the script made. */
struct line_sum {
	char source[TRACE_SOURCE_MAX];
	uint32_t line;
	uint64_t processes, elapsed_ns;
	char programs[PROGRAMS_MAX][24];
	unsigned program_count;
	bool more; /* programs than there is room for */
};

static const char *const verdict_names[] = {
	[ADVICE_OFFERED] = "offered", [ADVICE_DIFFERS] = "differs",
	[ADVICE_VARIES] = "varies",   [ADVICE_UNREACHED] = "unreached",
	[ADVICE_STATUS] = "status",   [ADVICE_NO_GAIN] = "no gain",
	[ADVICE_INSIDE] = "inside",
};

/* ---- sums ---------------------------------------------------------------------------------- */

static bool is_process(const struct trace_record *record)
{
	return record->pid && record->kind != TRACE_SAMPLE;
}

static void add_program(struct line_sum *sum, const struct trace_record *record)
{
	const char *command = record->kind == TRACE_COMMAND ? record->command : "(shell)";
	size_t len = strcspn(command, " ");
	char name[sizeof(sum->programs[0])];

	len = len < sizeof(name) ? len : sizeof(name) - 1;
	memcpy(name, command, len);
	name[len] = '\0';
	for (unsigned i = 0; i < sum->program_count; i++)
		if (strcmp(sum->programs[i], name) == 0)
			return;
	if (sum->program_count == PROGRAMS_MAX)
		sum->more = true;
	else
		memcpy(sum->programs[sum->program_count++], name, sizeof(name));
}

static int compare_sums(const void *a, const void *b)
{
	const struct line_sum *one = a, *other = b;
	if (one->processes != other->processes)
		return one->processes > other->processes ? -1 : 1;
	return one->line < other->line ? -1 : one->line > other->line;
}

static struct line_sum *sums_of(const struct trace_list *list, size_t *count)
{
	struct line_sum *sums = mem_alloc((list->count + 1) * sizeof(*sums));
	*count = 0;
	for (size_t i = 0; i < list->count; i++) {
		const struct trace_record *record = &list->records[i];
		size_t k = 0;
		if (!is_process(record))
			continue;
		while (k < *count && (sums[k].line != record->line ||
				      strcmp(sums[k].source, record->source) != 0))
			k++;
		if (k == *count) {
			sums[(*count)++] = (struct line_sum){.line = record->line};
			memcpy(sums[k].source, record->source, sizeof(sums[k].source));
		}
		sums[k].processes++;
		if (record->end > record->start)
			sums[k].elapsed_ns += record->end - record->start;
		add_program(&sums[k], record);
	}
	qsort(sums, *count, sizeof(*sums), compare_sums);
	return sums;
}

static uint64_t count_processes(const struct trace_list *list)
{
	uint64_t count = 0;
	for (size_t i = 0; i < list->count; i++)
		count += is_process(&list->records[i]);
	return count;
}

static int64_t saved_by(const struct advice_site *site)
{
	return site->verdict == ADVICE_OFFERED
		       ? (int64_t)site->runs *
				 ((int64_t)site->before_processes - (int64_t)site->after_processes)
		       : 0;
}

static int64_t count_saved(const struct advice_report *report)
{
	int64_t saved = 0;
	for (size_t i = 0; i < report->file_count; i++)
		for (size_t k = 0; k < report->files[i].count; k++)
			saved += saved_by(&report->files[i].sites[k]);
	return saved;
}

/* ---- text ---------------------------------------------------------------------------------- */

static void add_place(struct strbuf *into, const struct advice_report *report, const char *source,
		      uint32_t line)
{
	if (strcmp(source, report->script) == 0)
		strbuf_addf(into, "line %u", line);
	else
		strbuf_addf(into, "%s:%u", *source ? source : "(no file)", line);
}

/* The text of the file on one line. */
static void add_found(struct strbuf *into, const struct advice_file *file, uint32_t start,
		      uint32_t end)
{
	const char *text = strbuf_text(&file->text);
	for (uint32_t i = start; i < end; i++) {
		if (text[i] == '\\' && i + 1 < end && text[i + 1] == '\n') {
			i++;
			continue;
		}
		strbuf_addc(into, text[i] == '\n' || text[i] == '\t' ? ' ' : text[i]);
	}
}

/* The text that comes of it. */
static void add_rewritten(struct strbuf *into, const struct advice_file *file,
			  const struct advice_site *site)
{
	uint32_t at = site->start;
	for (unsigned i = 0; i < site->edit_count; i++) {
		add_found(into, file, at, site->edits[i].start);
		strbuf_add(into, strbuf_text(&site->edits[i].text), site->edits[i].text.len);
		at = site->edits[i].end;
	}
	add_found(into, file, at, site->end);
}

static void add_visible_line(struct outbuf *out, const char *before, const struct strbuf *text)
{
	struct strbuf visible = STRBUF_INIT;
	strbuf_add_visible(&visible, strbuf_text(text), text->len);
	out_printf(out, "%s%s\n", before, strbuf_text(&visible));
	strbuf_free(&visible);
}

static void add_short_time(struct strbuf *into, uint64_t ns)
{
	if (ns < 1000000)
		strbuf_addf(into, "%.3g us", (double)ns / 1e3);
	else
		trace_add_time(into, ns);
}

static void print_offered(const struct advice_report *report, const struct advice_file *file,
			  const struct advice_site *site, struct outbuf *out)
{
	struct strbuf text = STRBUF_INIT;

	add_place(&text, report, file->path, site->line);
	strbuf_adds(&text, ": ");
	add_found(&text, file, site->start, site->end);
	add_visible_line(out, "", &text);
	strbuf_truncate(&text, 0);
	add_rewritten(&text, file, site);
	add_visible_line(out, "     -> ", &text);
	strbuf_truncate(&text, 0);
	strbuf_addf(&text, "processes %u -> %u (in a shell that always forks %u -> %u), ",
		    site->before_processes, site->after_processes, site->before_forks,
		    site->after_forks);
	add_short_time(&text, site->before_ns);
	strbuf_adds(&text, " -> ");
	add_short_time(&text, site->after_ns);
	strbuf_addf(&text, "; run %u time%s, tried %u", site->runs, site->runs == 1 ? "" : "s",
		    site->tried);
	add_visible_line(out, "        ", &text);
	if (site->advice.differs)
		out_printf(out, "        differs where %s\n", site->advice.differs);
	strbuf_free(&text);
}

static void print_refused(const struct advice_report *report, const struct advice_file *file,
			  const struct advice_site *site, struct outbuf *out)
{
	struct strbuf text = STRBUF_INIT;

	add_place(&text, report, file->path, site->line);
	strbuf_adds(&text, ": ");
	add_found(&text, file, site->start, site->end);
	add_visible_line(out, "  ", &text);
	switch (site->verdict) {
	case ADVICE_DIFFERS:
		out_printf(out, "    another output in %u of %u trials: %s\n",
			   site->tried - site->same, site->tried, site->values ? site->values : "");
		break;
	case ADVICE_VARIES:
		out_puts(out, "    variables that name its commands had several values\n");
		break;
	case ADVICE_STATUS:
		out_puts(out, "    another exit status, which is asked for\n");
		break;
	case ADVICE_UNREACHED:
		out_puts(out, report->recorded
				      ? "    not tried: the trace does not tell what it was given\n"
				      : "    not tried: this run did not come there, or it may "
					"change something\n");
		break;
	case ADVICE_NO_GAIN:
		out_puts(out, "    neither a process nor time is saved\n");
		break;
	case ADVICE_INSIDE:
	case ADVICE_OFFERED:
		break;
	}
	strbuf_free(&text);
}

static void each_site(const struct advice_report *report, bool offered, struct outbuf *out)
{
	for (size_t i = 0; i < report->file_count; i++) {
		const struct advice_file *file = &report->files[i];
		for (size_t k = 0; k < file->count; k++) {
			const struct advice_site *site = &file->sites[k];
			if (offered && site->verdict == ADVICE_OFFERED)
				print_offered(report, file, site, out);
			else if (!offered && site->verdict != ADVICE_OFFERED &&
				 site->verdict != ADVICE_INSIDE)
				print_refused(report, file, site, out);
		}
	}
}

static size_t count_sites(const struct advice_report *report, bool offered)
{
	size_t count = 0;
	for (size_t i = 0; i < report->file_count; i++)
		for (size_t k = 0; k < report->files[i].count; k++) {
			enum advice_verdict verdict = report->files[i].sites[k].verdict;
			count += offered ? verdict == ADVICE_OFFERED
					 : verdict != ADVICE_OFFERED && verdict != ADVICE_INSIDE;
		}
	return count;
}

static void print_lines(const struct advice_report *report, struct outbuf *out)
{
	size_t count;
	struct line_sum *sums = sums_of(report->list, &count);
	size_t shown = report->most && report->most < count ? report->most : count;

	if (count)
		out_puts(out, "\nProcesses by line\n");
	for (size_t i = 0; i < shown; i++) {
		struct strbuf text = STRBUF_INIT;
		add_place(&text, report, sums[i].source, sums[i].line);
		out_printf(out, "  %-20s %6llu  ", strbuf_text(&text),
			   (unsigned long long)sums[i].processes);
		strbuf_truncate(&text, 0);
		trace_add_time(&text, sums[i].elapsed_ns);
		out_printf(out, "%9s ", strbuf_text(&text));
		for (unsigned k = 0; k < sums[i].program_count; k++)
			out_printf(out, " %s", sums[i].programs[k]);
		out_puts(out, sums[i].more ? " ...\n" : "\n");
		strbuf_free(&text);
	}
	if (shown < count)
		out_printf(out, "  %zu more lines: -n 0 shows all\n", count - shown);
	mem_free(sums);
}

/* Records of the trace that no file can tell more of: -c, standard input. */
static bool names_no_file(const struct advice_report *report)
{
	for (size_t i = 0; i < report->list->count; i++)
		if (is_process(&report->list->records[i]) && !*report->list->records[i].source)
			return true;
	return false;
}

static void print_reasons(const struct advice_report *report, struct outbuf *out)
{
	for (size_t i = 0; i < report->file_count; i++) {
		struct strbuf text = STRBUF_INIT;
		advice_file_add_reason(&report->files[i], &text);
		if (text.len)
			out_printf(out, "%s: %s\n", report->files[i].path, strbuf_text(&text));
		strbuf_free(&text);
	}
	if (report->recorded && names_no_file(report))
		out_puts(out, "(no file): text of -c or of standard input: no rewrites\n");
}

void advice_report_print(const struct advice_report *report, struct outbuf *out)
{
	uint64_t processes = count_processes(report->list);

	struct strbuf status = STRBUF_INIT;
	if (!report->recorded)
		strbuf_addf(&status, "; exit status %d", report->status);
	out_printf(out, "%s: %llu process%s, %lld of them with no need%s\n", report->script,
		   (unsigned long long)processes, processes == 1 ? "" : "es",
		   (long long)count_saved(report), strbuf_text(&status));
	strbuf_free(&status);
	print_reasons(report, out);
	if (count_sites(report, true)) {
		out_puts(out, "\nRewrites: the same output wherever they were tried\n");
		each_site(report, true, out);
	}
	if (count_sites(report, false)) {
		out_puts(out, "\nFound, and not offered\n");
		each_site(report, false, out);
	}
	print_lines(report, out);
}

/* ---- JSON ---------------------------------------------------------------------------------- */

static void pair_json(struct json *json, const char *key, uint64_t before, uint64_t after)
{
	json_object_begin(json, key);
	json_uint(json, "before", before);
	json_uint(json, "after", after);
	json_object_end(json);
}

static void site_json(struct json *json, const struct advice_file *file,
		      const struct advice_site *site)
{
	struct strbuf text = STRBUF_INIT;

	json_object_begin(json, NULL);
	json_string(json, "file", file->path);
	json_uint(json, "line", site->line);
	json_string(json, "pattern", site->advice.pattern);
	json_string_len(json, "found", strbuf_text(&file->text) + site->start,
			site->end - site->start);
	add_rewritten(&text, file, site);
	json_string(json, "rewrite", strbuf_text(&text));
	json_string(json, "verdict", verdict_names[site->verdict]);
	json_uint(json, "runs", site->runs);
	json_uint(json, "tried", site->tried);
	json_uint(json, "same", site->same);
	pair_json(json, "processes", site->before_processes, site->after_processes);
	pair_json(json, "forks", site->before_forks, site->after_forks);
	pair_json(json, "ns", site->before_ns, site->after_ns);
	json_string(json, "differs_where", site->advice.differs);
	json_string(json, "gave", site->verdict == ADVICE_DIFFERS ? site->values : NULL);
	json_object_end(json);
	strbuf_free(&text);
}

static void file_json(struct json *json, const struct advice_file *file)
{
	struct strbuf reason = STRBUF_INIT;

	advice_file_add_reason(file, &reason);
	json_object_begin(json, NULL);
	json_string(json, "file", file->path);
	json_string(json, "wrong", reason.len ? strbuf_text(&reason) : NULL);
	json_object_end(json);
	strbuf_free(&reason);
}

void advice_report_json(const struct advice_report *report, struct outbuf *out)
{
	struct json json;
	size_t count;

	json_init(&json, out, true);
	json_object_begin(&json, NULL);
	json_string(&json, "script", report->script);
	json_string(&json, "language", report->language == ADVICE_BASH ? "bash" : "posix");
	if (report->recorded)
		json_null(&json, "status");
	else
		json_int(&json, "status", report->status);
	json_uint(&json, "processes", count_processes(report->list));
	json_int(&json, "needless", count_saved(report));
	json_array_begin(&json, "files");
	for (size_t i = 0; i < report->file_count; i++)
		file_json(&json, &report->files[i]);
	json_array_end(&json);
	json_array_begin(&json, "sites");
	for (size_t i = 0; i < report->file_count; i++)
		for (size_t k = 0; k < report->files[i].count; k++)
			site_json(&json, &report->files[i], &report->files[i].sites[k]);
	json_array_end(&json);
	json_array_begin(&json, "lines");
	struct line_sum *sums = sums_of(report->list, &count);
	for (size_t i = 0; i < count; i++) {
		json_object_begin(&json, NULL);
		json_string(&json, "file", sums[i].source);
		json_uint(&json, "line", sums[i].line);
		json_uint(&json, "processes", sums[i].processes);
		json_uint(&json, "elapsed_ns", sums[i].elapsed_ns);
		json_array_begin(&json, "programs");
		for (unsigned k = 0; k < sums[i].program_count; k++)
			json_string(&json, NULL, sums[i].programs[k]);
		json_array_end(&json);
		json_object_end(&json);
	}
	mem_free(sums);
	json_array_end(&json);
	json_object_end(&json);
	json_end(&json);
}
