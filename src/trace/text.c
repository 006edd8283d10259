/*
 * Records as lines for people.
 */
#include "internal.h"

void trace_add_time(struct strbuf *into, uint64_t ns)
{
	if (ns < 10000000)
		strbuf_addf(into, "%.3g ms", (double)ns / 1e6);
	else if (ns < 1000000000)
		strbuf_addf(into, "%.0f ms", (double)ns / 1e6);
	else
		strbuf_addf(into, "%.2f s", (double)ns / 1e9);
}

static void add_interval(struct strbuf *into, const char *what, uint64_t from, uint64_t to)
{
	if (!from || to < from)
		return;
	strbuf_addf(into, "%s%s ", into->len ? ", " : "", what);
	trace_add_time(into, to - from);
}

static void add_end(struct strbuf *into, const struct trace_record *record)
{
	if (record->strategy == STRATEGY_EXEC)
		strbuf_adds(into, "took the place of its shell, whose end is its end");
	else if (record->status < 0)
		strbuf_addf(into, "%send not seen", into->len ? ", " : "");
	else if (record->signal)
		strbuf_addf(into, ", signal %d", record->signal);
	else
		strbuf_addf(into, ", status %d", record->status);
}

void trace_add_figures(struct strbuf *into, const struct trace_record *record)
{
	struct strbuf text = STRBUF_INIT;
	add_interval(&text, "create", record->times.call, record->times.returned);
	add_interval(&text, "to exec", record->times.call, record->times.exec);
	add_interval(&text, "to end", record->start, record->end);
	if (record->end) {
		strbuf_addf(&text, ", user ");
		trace_add_time(&text, record->user_us * 1000);
		strbuf_adds(&text, ", sys ");
		trace_add_time(&text, record->system_us * 1000);
		strbuf_addf(&text, ", %llu faults", (unsigned long long)record->minor_faults);
	}
	add_end(&text, record);
	strbuf_add(into, strbuf_text(&text), text.len);
	strbuf_free(&text);
}

void record_add_line(struct strbuf *into, const struct trace_record *record)
{
	strbuf_addf(into, "%s%s", record->prefix, strategy_name((enum strategy)record->strategy));
	if (record->flags) {
		strbuf_adds(into, " [");
		clone_flags_text(record->flags, into);
		strbuf_addc(into, ']');
	}
	if (record->late)
		strbuf_addf(into, ", forked late (%s)",
			    late_fork_reason_text((enum late_fork_reason)(record->late - 1)));
	if (record->pid)
		strbuf_addf(into, " pid %d", (int)record->pid);
	strbuf_adds(into, ": ");
	strbuf_add_visible(into, record->command, strlen(record->command));
	strbuf_adds(into, ": ");
	trace_add_figures(into, record);
	strbuf_addc(into, '\n');
}
