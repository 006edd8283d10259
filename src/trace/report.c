/*
 * Reports: records summed by a key, and what was saved by not forking.
 */
#include <stdlib.h>
#include <string.h>
#include "internal.h"
#include "json.h"
#include "mem.h"

static const char *const key_names[] = {
	[TRACE_BY_LINE] = "line",
	[TRACE_BY_FUNCTION] = "function",
	[TRACE_BY_COMMAND] = "command",
	[TRACE_BY_STRATEGY] = "strategy",
};

int trace_key_by_name(const char *name)
{
	for (size_t i = 0; i < sizeof(key_names) / sizeof(key_names[0]); i++)
		if (strcmp(key_names[i], name) == 0)
			return (int)i;
	return -1;
}

const char *trace_key_name(enum trace_key key)
{
	return key_names[key];
}

/* ---- rows ------------------------------------------------------------------------------ */

/* The first word of an external command; the whole text of what the shell runs itself. */
static void add_command_key(struct strbuf *key, const struct trace_record *record)
{
	size_t len = strlen(record->command);
	if (record->kind == TRACE_COMMAND)
		len = strcspn(record->command, " ");
	strbuf_add(key, record->command, len);
}

static void add_key(struct strbuf *key, const struct trace_record *record, enum trace_key by)
{
	switch (by) {
	case TRACE_BY_LINE:
		strbuf_addf(key, "%s%s%u", record->source, *record->source ? ":" : "line ",
			    record->line);
		break;
	case TRACE_BY_FUNCTION:
		strbuf_adds(key, *record->function ? record->function : "(no function)");
		break;
	case TRACE_BY_COMMAND:
		add_command_key(key, record);
		break;
	case TRACE_BY_STRATEGY:
		strbuf_addf(key, "%s%s", strategy_name((enum strategy)record->strategy),
			    record->late ? ", forked late" : "");
		break;
	}
}

static void fill_row(struct trace_row *row, const struct trace_record *record,
		     const struct own *own, enum trace_key by)
{
	struct strbuf key = STRBUF_INIT;
	add_key(&key, record, by);
	*row = (struct trace_row){
		.count = 1,
		.processes = record->pid != 0 && record->kind != TRACE_THREAD &&
			     record->kind != TRACE_ATTACHED,
		.elapsed_ns = own->elapsed_ns,
		.create_ns =
			record->times.returned ? record->times.returned - record->times.call : 0,
		.user_us = own->user_us,
		.system_us = own->system_us,
		.minor_faults = own->minor_faults,
		.major_faults = own->major_faults,
	};
	size_t len = key.len < sizeof(row->key) ? key.len : sizeof(row->key) - 1;
	memcpy(row->key, strbuf_text(&key), len);
	strbuf_free(&key);
}

static void add_row(struct trace_row *sum, const struct trace_row *row)
{
	sum->count += row->count;
	sum->processes += row->processes;
	sum->elapsed_ns += row->elapsed_ns;
	sum->create_ns += row->create_ns;
	sum->user_us += row->user_us;
	sum->system_us += row->system_us;
	sum->minor_faults += row->minor_faults;
	sum->major_faults += row->major_faults;
}

static int compare_keys(const void *a, const void *b)
{
	return strcmp(((const struct trace_row *)a)->key, ((const struct trace_row *)b)->key);
}

static int compare_elapsed(const void *a, const void *b)
{
	const struct trace_row *one = a, *other = b;
	if (one->elapsed_ns != other->elapsed_ns)
		return one->elapsed_ns < other->elapsed_ns ? 1 : -1;
	return compare_keys(a, b);
}

/* Rows of equal keys become one. */
static size_t merge_rows(struct trace_row *rows, size_t count)
{
	size_t merged = 0;
	if (!count)
		return 0;
	qsort(rows, count, sizeof(*rows), compare_keys);
	for (size_t i = 1; i < count; i++) {
		if (strcmp(rows[merged].key, rows[i].key) == 0)
			add_row(&rows[merged], &rows[i]);
		else
			rows[++merged] = rows[i];
	}
	qsort(rows, merged + 1, sizeof(*rows), compare_elapsed);
	return merged + 1;
}

static void make_rows(struct trace_report *report, const struct trace_list *list, enum trace_key by)
{
	struct own *own = own_compute(list);
	report->rows = mem_zalloc((list->count + 1) * sizeof(*report->rows));
	size_t count = 0;
	for (size_t i = 0; i < list->count; i++) {
		if (list->records[i].kind == TRACE_SAMPLE)
			continue;
		fill_row(&report->rows[count], &list->records[i], &own[i], by);
		add_row(&report->total, &report->rows[count]);
		count++;
	}
	report->count = merge_rows(report->rows, count);
	mem_free(own);
}

/* ---- what was saved -------------------------------------------------------------------- */

struct times_set {
	uint64_t *ns; /* heap */
	size_t count;
};

static void times_add(struct times_set *set, uint64_t from, uint64_t to)
{
	if (from && to >= from)
		set->ns[set->count++] = to - from;
}

static int compare_times(const void *a, const void *b)
{
	uint64_t one = *(const uint64_t *)a, other = *(const uint64_t *)b;
	return (one > other) - (one < other);
}

static struct trace_spread times_spread(struct times_set *set)
{
	struct trace_spread spread = {.count = set->count};
	if (set->count) {
		qsort(set->ns, set->count, sizeof(*set->ns), compare_times);
		spread.low = set->ns[set->count / 4];
		spread.median = set->ns[set->count / 2];
		spread.high = set->ns[set->count * 3 / 4];
	}
	return spread;
}

enum { FORK_CALL, FORK_BEGUN, FORK_CYCLE, VFORK_BEGUN, SETS };

static bool was_followed(const struct trace_record *record)
{
	return record->kind == TRACE_PROCESS || record->kind == TRACE_THREAD ||
	       record->kind == TRACE_ATTACHED;
}

static void count_saved(struct trace_saved *saved, const struct trace_record *record)
{
	switch ((enum strategy)record->strategy) {
	case STRATEGY_IN_PROCESS:
		saved->in_process += !record->late;
		saved->late += record->late != 0;
		saved->forked += record->late != 0;
		break;
	case STRATEGY_VFORK:
	case STRATEGY_CLONE:
		saved->vforked++;
		break;
	case STRATEGY_FORK:
		saved->forked++;
		break;
	case STRATEGY_EXEC:
		saved->replaced++;
		break;
	}
}

static void make_saved(struct trace_saved *saved, const struct trace_list *list)
{
	struct times_set sets[SETS];
	for (int i = 0; i < SETS; i++)
		sets[i] = (struct times_set){mem_alloc((list->count + 1) * sizeof(uint64_t)), 0};
	for (size_t i = 0; i < list->count; i++) {
		const struct trace_record *record = &list->records[i];
		const struct spawn_times *times = &record->times;
		saved->followed |= was_followed(record);
		if (record->kind == TRACE_SAMPLE) {
			times_add(&sets[FORK_CALL], times->call, times->returned);
			times_add(&sets[FORK_BEGUN], times->call, times->begun);
			times_add(&sets[FORK_CYCLE], times->call, record->end);
			continue;
		}
		if (record->kind == TRACE_STAND_IN)
			continue;
		count_saved(saved, record);
		if (record->strategy == STRATEGY_VFORK || record->strategy == STRATEGY_CLONE)
			times_add(&sets[VFORK_BEGUN], times->call, times->begun);
	}
	saved->fork_call = times_spread(&sets[FORK_CALL]);
	saved->fork_begun = times_spread(&sets[FORK_BEGUN]);
	saved->fork_cycle = times_spread(&sets[FORK_CYCLE]);
	saved->vfork_begun = times_spread(&sets[VFORK_BEGUN]);
	for (int i = 0; i < SETS; i++)
		mem_free(sets[i].ns);
	saved->in_process_ns = saved->in_process * saved->fork_cycle.median;
	if (saved->fork_begun.median > saved->vfork_begun.median && saved->vfork_begun.count)
		saved->vforked_ns =
			saved->vforked * (saved->fork_begun.median - saved->vfork_begun.median);
}

void trace_report_make(struct trace_report *report, const struct trace_list *list,
		       enum trace_key key)
{
	*report = (struct trace_report){0};
	make_rows(report, list, key);
	make_saved(&report->saved, list);
}

void trace_report_free(struct trace_report *report)
{
	mem_free(report->rows);
	*report = (struct trace_report){0};
}

/* ---- for people ------------------------------------------------------------------------ */

/* In a narrow terminal CPU time is one column, and what the row is about has its room. */
static void print_row(struct outbuf *out, const struct trace_row *row, const char *key, bool narrow)
{
	struct strbuf visible = STRBUF_INIT;

	strbuf_add_visible(&visible, key, strlen(key));
	const char *name = strbuf_text(&visible);
	if (narrow) {
		out_printf(out, "%6llu %6llu %9.2f %9.2f %9.2f %8llu  %s\n",
			   (unsigned long long)row->count, (unsigned long long)row->processes,
			   (double)row->elapsed_ns / 1e6, (double)row->create_ns / 1e6,
			   (double)(row->user_us + row->system_us) / 1e3,
			   (unsigned long long)row->minor_faults, name);
	} else {
		out_printf(out, "%8llu %9llu %10.2f %10.2f %10.2f %10.2f %10llu  %s\n",
			   (unsigned long long)row->count, (unsigned long long)row->processes,
			   (double)row->elapsed_ns / 1e6, (double)row->create_ns / 1e6,
			   (double)row->user_us / 1e3, (double)row->system_us / 1e3,
			   (unsigned long long)row->minor_faults, name);
	}
	strbuf_free(&visible);
}

static void print_spread(struct outbuf *out, const char *what, const struct trace_spread *spread)
{
	struct strbuf text = STRBUF_INIT;
	trace_add_time(&text, spread->median);
	strbuf_adds(&text, " (quartiles ");
	trace_add_time(&text, spread->low);
	strbuf_adds(&text, ", ");
	trace_add_time(&text, spread->high);
	out_printf(out, "  %s %s)\n", what, strbuf_text(&text));
	strbuf_free(&text);
}

static void print_saved_time(struct outbuf *out, uint64_t ns)
{
	struct strbuf text = STRBUF_INIT;
	trace_add_time(&text, ns);
	out_printf(out, ": %s saved", strbuf_text(&text));
	strbuf_free(&text);
}

static void print_saved(struct outbuf *out, const struct trace_saved *saved)
{
	bool sampled = saved->fork_cycle.count != 0;
	out_printf(out, "Forks made: %llu, of which %llu late.\nForks avoided:\n",
		   (unsigned long long)saved->forked, (unsigned long long)saved->late);
	out_printf(out, "  %llu parts ran in the shell itself",
		   (unsigned long long)saved->in_process);
	if (sampled)
		print_saved_time(out, saved->in_process_ns);
	out_printf(out, "\n  %llu commands were started by vfork or clone",
		   (unsigned long long)saved->vforked);
	if (sampled && saved->vfork_begun.count)
		print_saved_time(out, saved->vforked_ns);
	out_printf(out, "\n  %llu commands took the place of a shell that had nothing left to do\n",
		   (unsigned long long)saved->replaced);
	if (!sampled) {
		out_puts(out, "What a fork costs was not measured in this trace.\n");
		return;
	}
	out_printf(out, "A fork of this shell, median of %zu that were made to measure it:\n",
		   saved->fork_cycle.count);
	print_spread(out, "until fork returned   ", &saved->fork_call);
	print_spread(out, "until the child ran   ", &saved->fork_begun);
	print_spread(out, "until it was waited for", &saved->fork_cycle);
	if (saved->vfork_begun.count)
		print_spread(out, "until a child of vfork or clone ran", &saved->vfork_begun);
}

/* Other programs make their processes as they do: nothing was saved by a choice of the shell's. */
void trace_followed_print(const struct trace_list *list, struct outbuf *out)
{
	uint64_t made[STRATEGY_EXEC + 1] = {0}, threads = 0, programs = 0;
	for (size_t i = 0; i < list->count; i++) {
		const struct trace_record *record = &list->records[i];
		threads += record->kind == TRACE_THREAD;
		programs += record->times.exec != 0;
		if (record->kind == TRACE_PROCESS)
			made[record->strategy]++;
	}
	out_printf(out, "Processes made by fork: %llu, by vfork: %llu, by clone: %llu.\n",
		   (unsigned long long)made[STRATEGY_FORK],
		   (unsigned long long)made[STRATEGY_VFORK],
		   (unsigned long long)made[STRATEGY_CLONE]);
	out_printf(out, "Threads: %llu.  Programs executed: %llu.\n", (unsigned long long)threads,
		   (unsigned long long)programs);
}

static void print_losses(struct outbuf *out, const struct trace_list *list)
{
	if (list->lost)
		out_printf(out, "Lost: %llu records, for which the ring had no room.\n",
			   (unsigned long long)list->lost);
	if (list->overwritten)
		out_printf(out, "Overwritten: the oldest %llu records.\n",
			   (unsigned long long)list->overwritten);
	if (list->unwritten)
		out_printf(out, "Not in the file: %llu records that could not be written.\n",
			   (unsigned long long)list->unwritten);
	if (!list->complete)
		out_puts(out,
			 "The file does not say how the shell ended: records may be missing.\n");
}

void report_notes_print(const struct trace_report *report, const struct trace_list *list,
			struct outbuf *out)
{
	if (report->saved.followed)
		trace_followed_print(list, out);
	else
		print_saved(out, &report->saved);
	print_losses(out, list);
}

void trace_report_print(const struct trace_report *report, const struct trace_list *list,
			enum trace_key key, size_t most, bool narrow, struct outbuf *out)
{
	if (most == 0 || most > report->count)
		most = report->count;
	if (narrow)
		out_printf(out, "%6s %6s %9s %9s %9s %8s  %s\n", "runs", "procs", "own ms",
			   "create ms", "cpu ms", "faults", key_names[key]);
	else
		out_printf(out, "%8s %9s %10s %10s %10s %10s %10s  %s\n", "commands", "processes",
			   "own ms", "create ms", "user ms", "sys ms", "faults", key_names[key]);
	for (size_t i = 0; i < most; i++)
		print_row(out, &report->rows[i], report->rows[i].key, narrow);
	if (most < report->count)
		out_printf(out, "     ... %zu more\n", report->count - most);
	print_row(out, &report->total, "in all", narrow);
	out_putc(out, '\n');
	report_notes_print(report, list, out);
}

/* ---- for programs ---------------------------------------------------------------------- */

static void row_to_json(struct json *json, const char *key, const struct trace_row *row)
{
	json_object_begin(json, key);
	if (!key)
		json_string(json, "key", row->key);
	json_uint(json, "commands", row->count);
	json_uint(json, "processes", row->processes);
	json_uint(json, "own_ns", row->elapsed_ns);
	json_uint(json, "create_ns", row->create_ns);
	json_uint(json, "user_us", row->user_us);
	json_uint(json, "system_us", row->system_us);
	json_uint(json, "minor_faults", row->minor_faults);
	json_uint(json, "major_faults", row->major_faults);
	json_object_end(json);
}

static void spread_to_json(struct json *json, const char *key, const struct trace_spread *spread)
{
	if (!spread->count) {
		json_null(json, key);
		return;
	}
	json_object_begin(json, key);
	json_uint(json, "samples", spread->count);
	json_uint(json, "low_ns", spread->low);
	json_uint(json, "median_ns", spread->median);
	json_uint(json, "high_ns", spread->high);
	json_object_end(json);
}

static void saved_to_json(struct json *json, const struct trace_saved *saved)
{
	json_object_begin(json, "forks");
	json_uint(json, "made", saved->forked);
	json_uint(json, "late", saved->late);
	json_uint(json, "avoided_in_process", saved->in_process);
	json_uint(json, "avoided_by_vfork", saved->vforked);
	json_uint(json, "avoided_by_exec", saved->replaced);
	if (saved->fork_cycle.count) {
		json_uint(json, "saved_in_process_ns", saved->in_process_ns);
		json_uint(json, "saved_by_vfork_ns", saved->vforked_ns);
	} else {
		json_null(json, "saved_in_process_ns");
		json_null(json, "saved_by_vfork_ns");
	}
	spread_to_json(json, "fork_call", &saved->fork_call);
	spread_to_json(json, "fork_begun", &saved->fork_begun);
	spread_to_json(json, "fork_cycle", &saved->fork_cycle);
	spread_to_json(json, "vfork_begun", &saved->vfork_begun);
	json_object_end(json);
}

void trace_report_json(const struct trace_report *report, const struct trace_list *list,
		       enum trace_key key, struct outbuf *out)
{
	struct json json;
	json_init(&json, out, true);
	json_object_begin(&json, NULL);
	json_string(&json, "by", key_names[key]);
	json_array_begin(&json, "rows");
	for (size_t i = 0; i < report->count; i++)
		row_to_json(&json, NULL, &report->rows[i]);
	json_array_end(&json);
	row_to_json(&json, "total", &report->total);
	saved_to_json(&json, &report->saved);
	losses_to_json(&json, list);
	json_bool(&json, "complete", list->complete);
	json_object_end(&json);
	json_end(&json);
}
