/*
 * Exporters: for other programs' eyes.
 */
#include <string.h>
#include "internal.h"
#include "json.h"
#include "mem.h"

/* ---- one JSON object a line ------------------------------------------------------------ */

void trace_export_ndjson(const struct trace_list *list, struct outbuf *out)
{
	for (size_t i = 0; i < list->count; i++) {
		struct json json;
		json_init(&json, out, false);
		trace_record_json(&json, &list->records[i]);
		json_end(&json);
	}
	struct json json;
	json_init(&json, out, false);
	summary_to_json(&json, list);
	json_end(&json);
}

/* ---- trace events ---------------------------------------------------------------------- */

/* The Trace Event Format that chrome://tracing made common: times are microseconds.  A shell is a
 * process there; what it does itself is its first thread, each of its children a thread beside. */

static void event_begin(struct json *json, const char *phase, const char *name, pid_t pid,
			pid_t tid)
{
	json_object_begin(json, NULL);
	json_string(json, "ph", phase);
	json_string(json, "name", name);
	json_int(json, "pid", pid);
	json_int(json, "tid", tid);
}

static void name_event(struct json *json, const char *what, pid_t pid, pid_t tid, const char *name)
{
	event_begin(json, "M", what, pid, tid);
	json_object_begin(json, "args");
	json_string(json, "name", name);
	json_object_end(json);
	json_object_end(json);
}

static void slice_begin(struct json *json, const char *name, pid_t pid, pid_t tid, uint64_t from,
			uint64_t to)
{
	event_begin(json, "X", name, pid, tid);
	json_string(json, "cat", "forktrace");
	json_double(json, "ts", (double)from / 1e3, 3);
	json_double(json, "dur", (double)(to - from) / 1e3, 3);
}

static void slice(struct json *json, const char *name, pid_t pid, pid_t tid, uint64_t from,
		  uint64_t to)
{
	if (!from || to < from)
		return;
	slice_begin(json, name, pid, tid, from, to);
	json_object_end(json);
}

/* When the record's last known moment was. */
static uint64_t last_seen(const struct trace_record *record)
{
	const struct spawn_times *times = &record->times;
	uint64_t last = record->end;
	if (!last)
		last = times->exec > times->returned ? times->exec : times->returned;
	return last ? last : record->start;
}

static void record_events(struct json *json, const struct trace_record *record)
{
	const struct spawn_times *times = &record->times;
	bool inside = record->strategy == STRATEGY_IN_PROCESS || record->strategy == STRATEGY_EXEC;
	pid_t tid = inside ? record->shell : record->pid;

	slice(json, strategy_name((enum strategy)(record->late ? STRATEGY_FORK : record->strategy)),
	      record->shell, record->shell, times->call, times->returned);
	if (!tid)
		return;
	uint64_t from = inside ? record->start : times->begun ? times->begun : times->call;
	uint64_t to = last_seen(record);
	slice_begin(json, record->command, record->shell, tid, from, to < from ? from : to);
	json_object_begin(json, "args");
	record_to_json_fields(json, record);
	json_object_end(json);
	json_object_end(json);
	if (!inside)
		slice(json, "until exec", record->shell, tid, from, times->exec);
}

void trace_export_chrome(const struct trace_list *list, struct outbuf *out)
{
	struct json json;
	json_init(&json, out, false);
	json_object_begin(&json, NULL);
	json_string(&json, "displayTimeUnit", "ms");
	json_array_begin(&json, "traceEvents");
	for (size_t i = 0; i < list->count; i++) {
		const struct trace_record *record = &list->records[i];
		out_putc(out, '\n');
		/* Said again where shells take turns, which does no harm. */
		if (!i || record->shell != record[-1].shell) {
			name_event(&json, "process_name", record->shell, record->shell,
				   *record->source ? record->source : "cowsh");
			name_event(&json, "thread_name", record->shell, record->shell, "shell");
		}
		record_events(&json, record);
	}
	json_array_end(&json);
	json_object_begin(&json, "otherData");
	losses_to_json(&json, list);
	json_object_end(&json);
	json_object_end(&json);
	json_end(&json);
}

/* ---- folded stacks --------------------------------------------------------------------- */

/* Frames are separated by ";" and the line ends in a number: what could be taken for either
 * goes. */
static void add_frame(struct strbuf *line, const char *text)
{
	if (line->len)
		strbuf_addc(line, ';');
	size_t from = line->len;
	strbuf_add_visible(line, text, strlen(text));
	for (size_t i = from; i < line->len; i++)
		if (line->data[i] == ';')
			line->data[i] = ',';
}

/* A stack's own ";" are between frames. */
static void add_functions(struct strbuf *line, const char *stack)
{
	if (!*stack)
		return;
	strbuf_addc(line, ';');
	strbuf_add_visible(line, stack, strlen(stack));
}

#define FOLDED_DEPTH_MAX 64

/* The records around it, outermost last; how many. */
static unsigned chain_of(const struct trace_list *list, size_t at,
			 const struct trace_record *chain[FOLDED_DEPTH_MAX])
{
	unsigned depth = 0;
	long next = (long)at;
	while (next >= 0 && depth < FOLDED_DEPTH_MAX) {
		chain[depth++] = &list->records[next];
		next = chain[depth - 1]->parent ? list_find(list, chain[depth - 1]->parent) : -1;
	}
	return depth;
}

/* Functions that were running when the record around it began are in that one's frames already. */
static const char *new_functions(const struct trace_record *record,
				 const struct trace_record *outer)
{
	size_t len = outer ? strlen(outer->stack) : 0;
	if (!len)
		return record->stack;
	if (strncmp(record->stack, outer->stack, len) != 0)
		return record->stack;
	return record->stack + len + (record->stack[len] == ';');
}

void trace_export_folded(const struct trace_list *list, struct outbuf *out)
{
	struct own *own = own_compute(list);
	for (size_t i = 0; i < list->count; i++) {
		const struct trace_record *chain[FOLDED_DEPTH_MAX];
		struct strbuf line = STRBUF_INIT;
		uint64_t microseconds = own[i].elapsed_ns / 1000;
		if (list->records[i].kind == TRACE_SAMPLE || !microseconds)
			continue;
		unsigned depth = chain_of(list, i, chain);
		const char *source = chain[depth - 1]->source;
		add_frame(&line, *source ? source : "cowsh");
		for (unsigned at = depth; at-- > 0;) {
			add_functions(&line, new_functions(chain[at],
							   at + 1 < depth ? chain[at + 1] : NULL));
			add_frame(&line, chain[at]->command);
		}
		out_printf(out, "%s %llu\n", strbuf_text(&line), (unsigned long long)microseconds);
		strbuf_free(&line);
	}
	mem_free(own);
}
