/*
 * forktrace --kernel --cpus: on which processor each process was made, where wake_up_new_task put
 * it, and how long it waited there for its first run.
 */
#include <stdio.h>
#include <string.h>
#include "cloneflags.h"
#include "json.h"
#include "kernel_trace.h"
#include "mem.h"
#include "stats.h"

#define NO_CPU	  (-1)
/* More than any kernel has (CONFIG_NR_CPUS). */
#define CPUS_MOST 16384
#define BAR_WIDTH 40

/* ---- from walks to places ------------------------------------------------------------------ */

static const struct kernel_step *first_step(const struct kernel_task *task,
					    enum kernel_step_kind kind)
{
	for (uint32_t i = 0; i < task->step_count; i++)
		if (task->steps[i].kind == kind)
			return &task->steps[i];
	return NULL;
}

/* A processor by its number; NO_CPU for what is none. */
static int cpu_of(int64_t number)
{
	return number >= 0 && number < CPUS_MOST ? (int)number : NO_CPU;
}

static struct kernel_place place_of(const struct kernel_task *task, bool by_perf)
{
	const struct kernel_step *made = first_step(task, KERNEL_STEP_NEWTASK);
	const struct kernel_step *put = first_step(task, KERNEL_STEP_WAKEUP);
	const struct kernel_step *ran = first_step(task, KERNEL_STEP_FIRST_RUN);
	const struct kernel_step *exec = first_step(task, KERNEL_STEP_EXEC);
	struct kernel_place place = {
		.task = task,
		.made = made ? cpu_of(made->cpu) : NO_CPU,
		.put = put ? cpu_of(put->value) : NO_CPU,
		.ran = ran ? cpu_of(ran->cpu) : NO_CPU,
		.exec = exec ? cpu_of(exec->cpu) : NO_CPU,
		.wait = -1,
	};

	const struct kernel_step *ready = by_perf ? made : put;
	if (ready && ran && ran->time >= ready->time)
		place.wait = (int64_t)(ran->time - ready->time);
	return place;
}

static unsigned class_of(int64_t ns)
{
	unsigned class = 0;

	while (class + 1 < KERNEL_WAIT_CLASSES && ns >= (int64_t)1000 << class)
		class ++;
	return class;
}

static void see_cpu(struct kernel_cpus *cpus, int cpu)
{
	if (cpu >= (int)cpus->cpu_count)
		cpus->cpu_count = (uint32_t)cpu + 1;
}

void kernel_cpus_build(struct kernel_cpus *cpus, const struct kernel_walks *walks, bool by_perf)
{
	int64_t *waits = mem_alloc((walks->task_count + 1) * sizeof(*waits));

	*cpus = (struct kernel_cpus){.count = walks->task_count, .by_perf = by_perf};
	cpus->places = mem_zalloc((walks->task_count + 1) * sizeof(*cpus->places));
	for (uint32_t i = 0; i < walks->task_count; i++) {
		struct kernel_place *place = &cpus->places[i];
		*place = place_of(&walks->tasks[i], by_perf);
		see_cpu(cpus, place->made);
		see_cpu(cpus, place->put);
		see_cpu(cpus, place->ran);
		see_cpu(cpus, place->exec);
		if (place->wait < 0)
			continue;
		waits[cpus->waits_known++] = place->wait;
		cpus->waits[class_of(place->wait)]++;
	}
	stats_sort(waits, cpus->waits_known);
	cpus->wait_median = (int64_t)stats_quantile(waits, cpus->waits_known, 0.5);
	cpus->wait_95 = (int64_t)stats_quantile(waits, cpus->waits_known, 0.95);
	cpus->wait_most = cpus->waits_known ? waits[cpus->waits_known - 1] : 0;
	mem_free(waits);
}

void kernel_cpus_free(struct kernel_cpus *cpus)
{
	mem_free(cpus->places);
	*cpus = (struct kernel_cpus){0};
}

/* ---- sums ---------------------------------------------------------------------------------- */

/* The processes on a processor, of those that were bound to some or of the others. */
struct cpu_sums {
	uint32_t made, put, ran, exec;
};

static struct cpu_sums sums_of(const struct kernel_cpus *cpus, int cpu, bool bound)
{
	struct cpu_sums sums = {0};

	for (uint32_t i = 0; i < cpus->count; i++) {
		const struct kernel_place *place = &cpus->places[i];
		if (place->task->bound != bound)
			continue;
		sums.made += place->made == cpu;
		sums.put += place->put == cpu;
		sums.ran += place->ran == cpu;
		sums.exec += place->exec == cpu;
	}
	return sums;
}

/* The processor it was put on; where that is not shown, the one it first ran on. */
static int chosen(const struct kernel_cpus *cpus, const struct kernel_place *place)
{
	return cpus->by_perf ? place->ran : place->put;
}

/* Counts those of a group that were made on a processor by the one they were put on. */
static void count_put(const struct kernel_cpus *cpus, int made, bool bound, uint32_t *counts)
{
	memset(counts, 0, cpus->cpu_count * sizeof(*counts));
	for (uint32_t i = 0; i < cpus->count; i++) {
		const struct kernel_place *place = &cpus->places[i];
		int put = chosen(cpus, place);
		if (place->task->bound == bound && place->made == made && put >= 0)
			counts[put]++;
	}
}

static uint32_t count_here(const struct kernel_cpus *cpus, bool bound)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < cpus->count; i++) {
		const struct kernel_place *place = &cpus->places[i];
		count += place->task->bound == bound && place->made >= 0 &&
			 chosen(cpus, place) == place->made;
	}
	return count;
}

static uint32_t count_bound(const struct kernel_cpus *cpus, bool bound)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < cpus->count; i++)
		count += cpus->places[i].task->bound == bound;
	return count;
}

/* ---- text ---------------------------------------------------------------------------------- */

static void print_cpu(struct outbuf *out, int width, int cpu)
{
	if (cpu < 0)
		out_printf(out, "%*s", width, "?");
	else
		out_printf(out, "%*d", width, cpu);
}

static const char *call_of(const struct kernel_task *task)
{
	const struct kernel_step *call = first_step(task, KERNEL_STEP_CALL);
	return call && call->text ? call->text : "?";
}

/* The name it executed last, else the one that it had from its parent. */
static const char *program_of(const struct kernel_task *task)
{
	const char *name = task->name;

	for (uint32_t i = 0; i < task->step_count; i++)
		if (task->steps[i].kind == KERNEL_STEP_EXEC && task->steps[i].text)
			name = task->steps[i].text;
	const char *slash = strrchr(name, '/');
	if (!*name)
		return "-";
	return slash && slash[1] ? slash + 1 : name;
}

static void print_places(const struct kernel_cpus *cpus, struct outbuf *out)
{
	struct strbuf program = STRBUF_INIT;

	out_printf(out, "%47s\n", "-------- CPU --------");
	out_printf(out, "%8s %8s %-7s %8s%4s%4s%5s %10s %5s  %s\n", "process", "made by", "call",
		   "made on", "put", "ran", "exec", "waited us", "moved", "program");
	for (uint32_t i = 0; i < cpus->count; i++) {
		const struct kernel_place *place = &cpus->places[i];
		const struct kernel_task *task = place->task;
		out_printf(out, "%8d %8d %-7s ", (int)task->pid, (int)task->parent, call_of(task));
		print_cpu(out, 8, place->made);
		print_cpu(out, 4, place->put);
		print_cpu(out, 4, place->ran);
		if (task->execs)
			print_cpu(out, 5, place->exec);
		else
			out_printf(out, "%5s", "-");
		if (place->wait >= 0)
			out_printf(out, " %10.1f", (double)place->wait / 1000);
		else
			out_printf(out, " %10s", "?");
		const char *name = program_of(task);
		strbuf_reset(&program);
		strbuf_add_visible(&program, name, strlen(name));
		out_printf(out, " %5u%c %.14s\n", task->moves, task->bound ? '*' : ' ',
			   strbuf_text(&program));
	}
	strbuf_free(&program);
}

/* The processors on which the processes of a group were put, by those they were made on. */
static void print_group(const struct kernel_cpus *cpus, bool bound, struct outbuf *out)
{
	uint32_t count = count_bound(cpus, bound), here = count_here(cpus, bound);

	if (!count)
		return;
	out_printf(out, "\n%u %s%s:\n", count, count == 1 ? "process" : "processes",
		   bound ? " bound to some CPUs by sched_setaffinity meanwhile (*)" : "");
	out_printf(out, "%5s %8s %8s %8s %8s\n", "CPU", "made", "put", "ran", "exec");
	for (int cpu = 0; cpu < (int)cpus->cpu_count; cpu++) {
		struct cpu_sums sums = sums_of(cpus, cpu, bound);
		if (sums.made || sums.put || sums.ran || sums.exec)
			out_printf(out, "%5d %8u %8u %8u %8u\n", cpu, sums.made, sums.put, sums.ran,
				   sums.exec);
	}
	const char *what = cpus->by_perf ? "first ran" : "put";
	out_printf(out, "%s on the CPU of the parent: %u (%.1f %%)\n", what, here,
		   100 * (double)here / count);
	uint32_t *counts = mem_alloc((cpus->cpu_count + 1) * sizeof(*counts));
	for (int made = 0; made < (int)cpus->cpu_count; made++) {
		count_put(cpus, made, bound, counts);
		for (int put = 0; put < (int)cpus->cpu_count; put++)
			if (put != made && counts[put])
				out_printf(out, "made on CPU %d, %s on CPU %d: %u (%.1f %%)\n",
					   made, what, put, counts[put],
					   100 * (double)counts[put] / count);
	}
	mem_free(counts);
}

static void print_waits(const struct kernel_cpus *cpus, struct outbuf *out)
{
	unsigned first = 0, last = KERNEL_WAIT_CLASSES;
	uint32_t most = 0;

	if (!cpus->waits_known)
		return;
	while (!cpus->waits[first])
		first++;
	while (!cpus->waits[last - 1])
		last--;
	for (unsigned i = first; i < last; i++)
		if (cpus->waits[i] > most)
			most = cpus->waits[i];
	out_printf(out, "\nfrom %s to first run (%u of %u",
		   cpus->by_perf ? "the end of copy_process" : "wake-up", cpus->waits_known,
		   cpus->count);
	out_puts(out, cpus->waits_known < cpus->count
			      ? "; of the others the kernel did not record it):\n"
			      : "):\n");
	for (unsigned i = first; i < last; i++) {
		unsigned length = (cpus->waits[i] * BAR_WIDTH + most - 1) / most;
		out_printf(out, "%8u to %8u us %7u%s%.*s\n", i ? 1u << (i - 1) : 0, 1u << i,
			   cpus->waits[i], length ? "  " : "", (int)length,
			   "########################################");
	}
	out_printf(out, "median %.1f us, 95 %% within %.1f us, longest %.1f us\n",
		   (double)cpus->wait_median / 1000, (double)cpus->wait_95 / 1000,
		   (double)cpus->wait_most / 1000);
}

void kernel_cpus_print(const struct kernel_cpus *cpus, const struct kernel_walks *walks,
		       const struct kernel_session *session, struct outbuf *out)
{
	out_printf(out, "the shell may run on CPUs %s\n", strbuf_text(&session->allowed));
	if (cpus->by_perf)
		out_printf(
			out,
			"By perf_event_open(2), as an ordinary user is shown it.  The call, the "
			"processor that wake_up_new_task chose and sched_setaffinity are shown to "
			"root (%s).\n",
			strbuf_text(&session->no_functions));
	out_putc(out, '\n');
	if (cpus->count)
		print_places(cpus, out);
	print_group(cpus, false, out);
	print_group(cpus, true, out);
	print_waits(cpus, out);
	if (cpus->count)
		out_putc(out, '\n');
	kernel_gaps_print(walks, session, out);
}

/* ---- JSON ---------------------------------------------------------------------------------- */

static void write_cpu(struct json *json, const char *key, int cpu)
{
	if (cpu < 0)
		json_null(json, key);
	else
		json_int(json, key, cpu);
}

static void write_place(struct json *json, const struct kernel_place *place)
{
	const struct kernel_task *task = place->task;

	json_object_begin(json, NULL);
	json_int(json, "pid", task->pid);
	json_int(json, "parent", task->parent);
	json_string(json, "call", call_of(task));
	json_string(json, "program", program_of(task));
	write_cpu(json, "made_on", place->made);
	write_cpu(json, "put_on", place->put);
	write_cpu(json, "ran_on", place->ran);
	write_cpu(json, "exec_on", place->exec);
	if (place->wait >= 0)
		json_int(json, "wait_ns", place->wait);
	else
		json_null(json, "wait_ns");
	json_uint(json, "moves", task->moves);
	json_bool(json, "bound", task->bound);
	json_object_end(json);
}

static void write_waits(struct json *json, const struct kernel_cpus *cpus)
{
	json_object_begin(json, "waits");
	json_uint(json, "known", cpus->waits_known);
	json_int(json, "median_ns", cpus->wait_median);
	json_int(json, "within_95_ns", cpus->wait_95);
	json_int(json, "most_ns", cpus->wait_most);
	json_array_begin(json, "histogram");
	for (unsigned i = 0; i < KERNEL_WAIT_CLASSES; i++) {
		if (!cpus->waits[i])
			continue;
		json_object_begin(json, NULL);
		json_int(json, "from_us", i ? 1 << (i - 1) : 0);
		json_int(json, "to_us", 1 << i);
		json_uint(json, "processes", cpus->waits[i]);
		json_object_end(json);
	}
	json_array_end(json);
	json_object_end(json);
}

static void write_sums(struct json *json, const struct kernel_cpus *cpus)
{
	json_array_begin(json, "cpus");
	for (int cpu = 0; cpu < (int)cpus->cpu_count; cpu++) {
		struct cpu_sums free = sums_of(cpus, cpu, false), bound = sums_of(cpus, cpu, true);
		json_object_begin(json, NULL);
		json_int(json, "cpu", cpu);
		json_uint(json, "made", free.made + bound.made);
		json_uint(json, "put", free.put + bound.put);
		json_uint(json, "ran", free.ran + bound.ran);
		json_uint(json, "exec", free.exec + bound.exec);
		json_uint(json, "put_bound", bound.put);
		json_object_end(json);
	}
	json_array_end(json);
}

void kernel_cpus_json(const struct kernel_cpus *cpus, const struct kernel_walks *walks,
		      const struct kernel_session *session, struct outbuf *out)
{
	struct json json;

	json_init(&json, out, true);
	json_object_begin(&json, NULL);
	json_uint(&json, "records", walks->events);
	json_int(&json, "shell", session->self);
	json_string(&json, "allowed_cpus", strbuf_text(&session->allowed));
	json_string(&json, "source", cpus->by_perf ? "perf_event_open" : "tracefs");
	json_string(&json, "no_tracefs",
		    cpus->by_perf ? strbuf_text(&session->no_functions) : NULL);
	json_uint(&json, "lost_records", walks->lost);
	json_uint(&json, "damaged_pages", walks->damaged);
	write_sums(&json, cpus);
	write_waits(&json, cpus);
	json_array_begin(&json, "processes");
	for (uint32_t i = 0; i < cpus->count; i++)
		write_place(&json, &cpus->places[i]);
	json_array_end(&json);
	json_object_end(&json);
	json_end(&json);
}
