/*
 * The cost of the last command: the difference of two looks at the clocks, and the processes
 * counted in between.
 */
#include <sys/resource.h>
#include "internal.h"
#include "mem.h"
#include "traps.h"

struct trace *trace_get(struct shell *sh)
{
	if (!sh->trace) {
		sh->trace = mem_zalloc(sizeof(*sh->trace));
		sh->trace->file = sh->trace->memory = -1;
		watch_refresh(sh);
	}
	return sh->trace;
}

void trace_free(struct shell *sh)
{
	struct trace *trace = sh->trace;
	if (!trace)
		return;
	ring_free(trace->ring);
	mem_free(trace->open);
	mem_free(trace->calls);
	mem_free(trace);
	sh->trace = NULL;
	watch_refresh(sh);
}

static struct trace_usage usage_now(void)
{
	struct trace_usage usage = {.at_ns = spawn_now()};
	static const int whose[] = {RUSAGE_SELF, RUSAGE_CHILDREN};
	for (int i = 0; i < 2; i++) {
		struct rusage used;
		if (getrusage(whose[i], &used) < 0)
			continue;
		usage.user_us += microseconds(&used.ru_utime);
		usage.system_us += microseconds(&used.ru_stime);
	}
	return usage;
}

void trace_last_keep(struct shell *sh)
{
	trace_get(sh)->keeps_last = true;
}

bool trace_last(const struct shell *sh, struct trace_last *into)
{
	if (!sh->trace || !sh->trace->has_last)
		return false;
	*into = sh->trace->last;
	return true;
}

void trace_command_begin(struct shell *sh)
{
	struct trace *trace = sh->trace;
	if (!trace->keeps_last)
		return;
	trace->running = (struct trace_last){.strategy = STRATEGY_IN_PROCESS};
	trace->began = usage_now();
}

void trace_command_end(struct shell *sh)
{
	struct trace *trace = sh->trace;
	if (!trace->keeps_last || !trace->began.at_ns)
		return;
	struct trace_usage end = usage_now();
	trace->running.elapsed_ns = end.at_ns - trace->began.at_ns;
	trace->running.user_us = end.user_us - trace->began.user_us;
	trace->running.system_us = end.system_us - trace->began.system_us;
	trace->last = trace->running;
	trace->has_last = true;
}
