/*
 * Trace files.  The first byte says how: the bytes are a file, which may be anything, or choices of
 * which records are made.  Reports in all their forms are of what was read: their sums add up, no
 * control character is among them, JSON and HTML are well-formed; and what is exported as a file
 * again is read as the same.
 */
#include <stdio.h>
#include <string.h>
#include "../../../src/trace/fields.h"
#include "../../../src/trace/tree.h"
#include "harness.h"
#include "mem.h"
#include "shown.h"
#include "utf8.h"

#define RECORDS_MOST 20
/* Sums of figures larger than this are no sums. */
#define FIGURE_MOST  ((uint64_t)1 << 50)

/* No text among the records has such numbers of its own. */
static bool is_made;

/* ---- records that are made ------------------------------------------------------------------- */

static void make_text(struct choices *choices, char *into, size_t size)
{
	static const char *const pieces[] = {
		"a",
		"b",
		";",
		" ",
		"\n",
		"\t",
		"\033[1m",
		"\x7f",
		"<",
		"&",
		"\"",
		"\\",
		"]]>",
		"/",
		"%s",
		"\u00e9",
		"=",
		"\302\233",
		"\u2028",
		"\U0001f600",
		"</title><b>",
		"'",
		"\r",
		"\b",
		":",
		"(",
		"a longer",
		"{}",
		"\357\277\275",
		"...",
		"#",
		"-1",
	};
	size_t len = 0;

	for (unsigned count = choose(choices, 8); count--;) {
		const char *piece = pieces[choose(choices, sizeof(pieces) / sizeof(*pieces))];
		size_t more = strlen(piece), times = choose(choices, 16) == 15 ? 15 : 1;
		for (; times && len + more < size; times--, len += more)
			memcpy(into + len, piece, more);
	}
	into[len] = '\0';
}

static uint64_t make_time(struct choices *choices, uint64_t from)
{
	static const uint64_t units[] = {1, 999, 1000, 1000000, 12345678, 1000000000};
	unsigned count = choose(choices, 16);

	return count ? from + count * units[choose(choices, 6)] : 0;
}

static uint64_t make_figure(struct choices *choices)
{
	unsigned bits = choose(choices, 40);

	return choose(choices, 256) * (bits < 32 ? 1 : (uint64_t)1 << bits);
}

static void make_record(struct choices *choices, struct trace_list *list)
{
	const struct trace_record *before = list->count ? &list->records[list->count - 1] : NULL;
	struct trace_record record = {.id = (before ? before->id : 0) + 1 + choose(choices, 2)};

	unsigned inside = choose(choices, RECORDS_MOST);
	record.parent = inside < list->count ? list->records[inside].id : inside == 19;
	if (record.parent >= record.id)
		record.parent = 0;
	record.kind = (uint8_t)choose(choices, TRACE_KIND_COUNT);
	record.strategy = (uint8_t)choose(choices, STRATEGY_EXEC + 1);
	record.reason = (uint8_t)choose(choices, REASON_COUNT + 1);
	record.late = (uint8_t)(choose(choices, 2) ? choose(choices, LATE_FORK_COUNT + 1) : 0);
	record.flags =
		choose(choices, 2) ? (uint64_t)choose(choices, 256) << choose(choices, 56) : 0;
	record.pid = (pid_t)choose(choices, 8);
	record.shell = (pid_t)choose(choices, 8);
	record.start = make_time(choices, before ? before->start : 0);
	record.times.call = make_time(choices, record.start);
	record.times.returned = make_time(choices, record.times.call);
	record.times.begun = make_time(choices, record.times.call);
	record.times.exec = make_time(choices, record.times.begun);
	record.end = make_time(choices, record.start);
	record.user_us = make_figure(choices);
	record.system_us = make_figure(choices);
	record.minor_faults = make_figure(choices);
	record.major_faults = make_figure(choices);
	record.max_rss_kb = make_figure(choices);
	record.shell_rss_kb = make_figure(choices);
	record.shell_page_tables_kb = make_figure(choices);
	record.line = choose(choices, 4);
	record.status = (int16_t)(choose(choices, 200) - 1);
	record.signal = (int16_t)(choose(choices, 4) ? 0 : choose(choices, 65));
	make_text(choices, record.source, sizeof(record.source));
	make_text(choices, record.function, sizeof(record.function));
	make_text(choices, record.stack, sizeof(record.stack));
	make_text(choices, record.command, sizeof(record.command));
	list_add(list, &record);
}

static void make_list(struct choices *choices, struct trace_list *list)
{
	*list = (struct trace_list){.lost = choose(choices, 3), .complete = true};
	list->overwritten = choose(choices, 3);
	list->unwritten = choose(choices, 3);
	list->until = make_time(choices, 1000);
	for (unsigned count = choose(choices, RECORDS_MOST); count--;)
		make_record(choices, list);
}

/* ---- what was read --------------------------------------------------------------------------- */

static bool is_utf8(const char *text)
{
	uint32_t code;

	for (const char *end = text + strlen(text); text < end;
	     text += utf8_decode(text, end, &code))
		if (utf8_decode(text, end, &code) && code >= UTF8_INVALID)
			return false;
	return true;
}

/* True when all texts are as JSON can have them. */
static bool is_told_whole(const struct trace_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct trace_record *record = &list->records[i];
		if (!is_utf8(record->source) || !is_utf8(record->function) ||
		    !is_utf8(record->stack) || !is_utf8(record->command))
			return false;
	}
	return true;
}

static void check_list(const struct trace_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct trace_record *record = &list->records[i];
		if (i && record->id < record[-1].id)
			broken("record %zu has a lower id than the one before", i);
		if (record->parent && record->parent >= record->id)
			broken("record %zu is inside of a later one", i);
		if (record->kind >= TRACE_KIND_COUNT || record->strategy > STRATEGY_EXEC ||
		    record->reason > REASON_COUNT || record->late > LATE_FORK_COUNT)
			broken("record %zu has a name that there is not", i);
#define X(member, kind, key, text)                                                                \
	if (strcmp(#kind, "TEXT") == 0 && !memchr(&record->member, '\0', sizeof(record->member))) \
		broken("record %zu: the end of " key " is not in its place", i);
		TRACE_FIELDS(X)
#undef X
	}
}

static bool differs(const void *a, const void *b, size_t size, const char *kind)
{
	return strcmp(kind, "TEXT") == 0 ? strcmp(a, b) != 0 : memcmp(a, b, size) != 0;
}

static void check_same(const struct trace_list *one, const struct trace_list *other,
		       const struct outbuf *file)
{
	if (one->count != other->count || one->lost != other->lost ||
	    one->overwritten != other->overwritten || one->unwritten != other->unwritten ||
	    one->until != other->until)
		broken("another number of records is read of\n%s", strbuf_text(&file->bytes));
	for (size_t i = 0; i < one->count; i++) {
		const struct trace_record *a = &one->records[i], *b = &other->records[i];
#define X(member, kind, key, text)                                                \
	if (differs(&a->member, &b->member, sizeof(a->member), #kind))            \
		broken("record %zu: " key " is read as something else of\n%s", i, \
		       strbuf_text(&file->bytes));
		TRACE_FIELDS(X)
#undef X
	}
}

/* ---- reports --------------------------------------------------------------------------------- */

/* True when no sum of it overflows. */
static bool is_small(const struct trace_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct trace_record *record = &list->records[i];
		const uint64_t figures[] = {
			record->start,		record->end,	      record->times.call,
			record->times.returned, record->user_us,      record->system_us,
			record->minor_faults,	record->major_faults,
		};
		for (size_t j = 0; j < sizeof(figures) / sizeof(*figures); j++)
			if (figures[j] > FIGURE_MOST)
				return false;
	}
	return true;
}

/* A difference below nothing, as a number. */
static void check_numbers(const char *what, const struct outbuf *out)
{
	if (is_made && strstr(strbuf_text(&out->bytes), "18446744"))
		broken("%s has a number below nothing:\n%s", what, strbuf_text(&out->bytes));
}

static size_t count_lines(const struct outbuf *out)
{
	size_t lines = 0;

	for (const char *at = strbuf_text(&out->bytes); *at; at++)
		lines += *at == '\n';
	return lines;
}

static void check_sum(const char *what, uint64_t sum, uint64_t total, uint64_t most)
{
	if (sum != total)
		broken("%s: the rows have %llu, and their total is %llu", what,
		       (unsigned long long)sum, (unsigned long long)total);
	if (total > most)
		broken("%s: the total is %llu of %llu", what, (unsigned long long)total,
		       (unsigned long long)most);
}

static void check_sums(const struct trace_list *list, const struct trace_report *report)
{
	struct trace_row sum = {0}, most = {0};
	bool small = is_small(list);

	for (size_t i = 0; i < report->count; i++) {
		const struct trace_row *row = &report->rows[i];
		sum.count += row->count;
		sum.processes += row->processes;
		sum.elapsed_ns += row->elapsed_ns;
		sum.create_ns += row->create_ns;
		sum.user_us += row->user_us;
		sum.system_us += row->system_us;
		sum.minor_faults += row->minor_faults;
		sum.major_faults += row->major_faults;
		if (i && row->elapsed_ns > row[-1].elapsed_ns)
			broken("row %zu is longer than the one before", i);
		for (size_t j = 0; j < i; j++)
			if (strcmp(report->rows[j].key, row->key) == 0)
				broken("two rows have the key [%s]", row->key);
	}
	for (size_t i = 0; i < list->count; i++) {
		const struct trace_record *record = &list->records[i];
		if (record->kind == TRACE_SAMPLE)
			continue;
		most.count++;
		most.elapsed_ns += record->end ? record->end - record->start : 0;
		most.create_ns +=
			record->times.returned ? record->times.returned - record->times.call : 0;
		most.user_us += record->user_us;
		most.system_us += record->system_us;
		most.minor_faults += record->minor_faults;
		most.major_faults += record->major_faults;
	}
	if (most.count != report->total.count)
		broken("%zu records are told of as %llu", (size_t)most.count,
		       (unsigned long long)report->total.count);
#define CHECK_SUM(member) \
	check_sum(#member, sum.member, report->total.member, small ? most.member : UINT64_MAX)
	CHECK_SUM(count);
	CHECK_SUM(elapsed_ns);
	CHECK_SUM(create_ns);
	CHECK_SUM(user_us);
	CHECK_SUM(system_us);
	CHECK_SUM(minor_faults);
	CHECK_SUM(major_faults);
#undef CHECK_SUM
	check_sum("processes", sum.processes, report->total.processes, most.count);
	const struct trace_saved *saved = &report->saved;
	uint64_t ways = saved->in_process + saved->vforked + saved->forked + saved->replaced;
	if (ways > most.count)
		broken("%llu ways to run %llu commands", (unsigned long long)ways,
		       (unsigned long long)most.count);
}

static void check_reports(const struct trace_list *list, struct outbuf *out)
{
	for (int key = TRACE_BY_LINE; key <= TRACE_BY_STRATEGY; key++) {
		struct trace_report report;
		trace_report_make(&report, list, (enum trace_key)key);
		check_sums(list, &report);
		trace_report_json(&report, list, (enum trace_key)key, out);
		check_json("a report as JSON", out, false);
		strbuf_reset(&out->bytes);
		report_notes_print(&report, list, out);
		size_t notes = count_lines(out);
		for (int narrow = 0; narrow <= 1; narrow++) {
			strbuf_reset(&out->bytes);
			trace_report_print(&report, list, (enum trace_key)key, 0, narrow, out);
			check_text("a report", out);
			check_numbers("a report", out);
			/* heads, the total and an empty line */
			if (count_lines(out) != notes + report.count + 3)
				broken("a report has not one line a row:\n%s",
				       strbuf_text(&out->bytes));
		}
		strbuf_reset(&out->bytes);
		trace_report_free(&report);
	}
}

/* ---- trees ----------------------------------------------------------------------------------- */

static void check_path(const struct tree *tree)
{
	const struct branch *all = &tree->branches[tree->list->count];
	uint64_t at = all->from;

	for (size_t i = 0; i < tree->step_count; i++) {
		const struct step *step = &tree->steps[i];
		const struct branch *branch = &tree->branches[step->record];
		if (step->from != at || step->to <= at)
			broken("the critical path is interrupted at step %zu", i);
		if (step->from < branch->from || step->to > branch->to)
			broken("step %zu is not within its record", i);
		if (!branch->critical)
			broken("step %zu is in a record that is not on the path", i);
		at = step->to;
	}
	if (tree->step_count && at != all->to)
		broken("the critical path ends before the last record");
}

static void check_trees(const struct trace_list *list, struct outbuf *out)
{
	struct tree tree;
	size_t samples = 0, rows = 0;

	tree_make(&tree, list);
	check_path(&tree);
	for (size_t i = 0; i < list->count; i++)
		samples += list->records[i].kind == TRACE_SAMPLE;
	uint64_t *sums = tree_path_sums(&tree);
	for (size_t i = 0; i <= list->count; i++)
		rows += sums[i] != 0;
	trace_tree_print(list, 0, 0, out);
	check_text("a tree", out);
	/* heads of the tree and of the path, behind an empty line */
	if (count_lines(out) != 1 + list->count - samples + (rows ? 2 + rows : 0))
		broken("a tree has not one line a record:\n%s", strbuf_text(&out->bytes));
	strbuf_reset(&out->bytes);
	trace_tree_print(list, 40, 2, out);
	check_text("a tree of 40 columns", out);
	strbuf_reset(&out->bytes);
	trace_tree_json(list, out);
	check_json("a tree as JSON", out, false);
	check_numbers("a tree as JSON", out);
	strbuf_reset(&out->bytes);
	mem_free(sums);
	tree_free(&tree);
}

/* ---- exports --------------------------------------------------------------------------------- */

static void check_folded(const struct trace_list *list, struct outbuf *out)
{
	struct own *own = own_compute(list);

	trace_export_folded(list, out);
	check_text("what is folded", out);
	const char *line = strbuf_text(&out->bytes);
	for (size_t i = 0; i < list->count; i++) {
		uint64_t us = own[i].elapsed_ns / 1000;
		char number[32];
		if (list->records[i].kind == TRACE_SAMPLE || !us)
			continue;
		const char *end = strchr(line, '\n');
		size_t len =
			(size_t)snprintf(number, sizeof(number), " %llu", (unsigned long long)us);
		if (!end || (size_t)(end - line) <= len || memcmp(end - len, number, len) != 0)
			broken("record %zu's line does not end in%s in:\n%s", i, number,
			       strbuf_text(&out->bytes));
		line = end + 1;
	}
	if (*line)
		broken("a line that is folded is of no record: %s", line);
	mem_free(own);
	strbuf_reset(&out->bytes);
}

static void check_exports(const struct trace_list *list, struct outbuf *out)
{
	struct strbuf lines = STRBUF_INIT;

	check_folded(list, out);
	trace_export_chrome(list, out);
	check_json("events for Chrome", out, false);
	check_numbers("events for Chrome", out);
	strbuf_reset(&out->bytes);
	trace_export_html(list, out);
	check_html("a page", out);
	check_numbers("a page", out);
	strbuf_reset(&out->bytes);
	trace_followed_print(list, out);
	for (size_t i = 0; i < list->count; i++)
		record_add_line(&lines, &list->records[i]);
	out_write(out, strbuf_text(&lines), lines.len);
	check_text("lines of records", out);
	if (count_lines(out) != list->count + 2)
		broken("a record has not one line in:\n%s", strbuf_text(&out->bytes));
	strbuf_reset(&out->bytes);
	strbuf_free(&lines);
}

/* As trace_list_file, of a file with these bytes. */
static int read_bytes(struct trace_list *list, const void *bytes, size_t size, size_t *line)
{
	return trace_list_file(list, harness_file(bytes, size), line);
}

/* The file that the list comes to, and the list that this comes to.  Gives its records. */
static void read_again(const struct trace_list *list, struct trace_list *again, struct outbuf *out)
{
	size_t line;

	strbuf_reset(&out->bytes);
	trace_export_ndjson(list, out);
	check_json("what is exported", out, true);
	if (read_bytes(again, strbuf_text(&out->bytes), out->bytes.len, &line) < 0)
		broken("line %zu of what is exported is not understood:\n%s", line,
		       strbuf_text(&out->bytes));
}

void harness_try(const uint8_t *data, size_t size)
{
	struct trace_list list, again, third;
	struct outbuf out;

	if (!size)
		return;
	is_made = !(data[0] & 1);
	if (!is_made) {
		size_t line;
		int result = read_bytes(&list, data + 1, size - 1, &line);
		if (result < 0 ? !line : line)
			broken("line %zu is not understood, and it is said to be", line);
		if (result < 0) {
			trace_list_free(&list);
			return;
		}
	} else {
		struct choices choices = {data + 1, data + size};
		make_list(&choices, &list);
	}
	outbuf_init(&out, -1);
	check_list(&list);
	check_reports(&list, &out);
	check_trees(&list, &out);
	check_exports(&list, &out);
	read_again(&list, &again, &out);
	if (is_told_whole(&list))
		check_same(&list, &again, &out);
	read_again(&again, &third, &out);
	check_same(&again, &third, &out);
	trace_list_free(&list);
	trace_list_free(&again);
	trace_list_free(&third);
	outbuf_free(&out);
}
