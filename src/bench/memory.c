/*
 * The cost of one process to the kernel: many idle ones are made, and what slabinfo(5) and
 * /proc/meminfo say before and after is divided by their number.  Three times over, because other
 * processes come and go meanwhile; the median counts.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include "bench_internal.h"
#include "error.h"
#include "json.h"
#include "mem.h"
#include "spawn.h"
#include "stats.h"

#define ROUNDS	      3
/* Less than this of an object for each process is somebody else's, or shared by many. */
#define LEAST_OBJECTS 0.05
/* Of the growth for one process, which need not be whole. */
#define SCALE	      1000

/* ---- reading the kernel's figures ---------------------------------------------------------- */

struct reading {
	char name[32];
	uint32_t object; /* bytes of one, or 0 for a line of meminfo */
	uint64_t value;	 /* objects, or bytes */
	int64_t grown[ROUNDS];
};

struct readings {
	uint32_t count;
	int slab_error;
	struct reading at[BENCH_CACHES_MAX];
};

static void add_reading(struct readings *readings, const char *name, uint32_t object,
			uint64_t value)
{
	if (readings->count >= BENCH_CACHES_MAX)
		return;
	struct reading *reading = &readings->at[readings->count++];
	*reading = (struct reading){.object = object, .value = value};
	snprintf(reading->name, sizeof(reading->name), "%s", name);
}

static void read_meminfo(struct readings *readings)
{
	static const char *const wanted[] = {"KernelStack", "PageTables", "SUnreclaim", "Percpu"};
	FILE *file = fopen("/proc/meminfo", "re");
	unsigned long long kilobytes;
	char line[128], name[32];

	while (file && fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%31[^:]: %llu kB", name, &kilobytes) != 2)
			continue;
		for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++)
			if (strcmp(name, wanted[i]) == 0)
				add_reading(readings, name, 0, kilobytes * 1024);
	}
	if (file)
		fclose(file);
}

static void read_slabinfo(struct readings *readings)
{
	FILE *file = fopen("/proc/slabinfo", "re");
	unsigned long long active;
	unsigned object;
	char line[512], name[32];

	if (!file) {
		readings->slab_error = errno;
		return;
	}
	while (fgets(line, sizeof(line), file))
		if (line[0] != '#' && sscanf(line, "%31s %llu %*u %u", name, &active, &object) == 3)
			add_reading(readings, name, object, active);
	fclose(file);
}

static void read_all_figures(struct readings *readings)
{
	readings->count = 0;
	readings->slab_error = 0;
	read_meminfo(readings);
	read_slabinfo(readings);
}

/* ---- making them --------------------------------------------------------------------------- */

struct crowd {
	pid_t *pids;
	uint32_t count;
	char *stacks;
	size_t stacks_size;
	int ready[2]; /* a pipe: each says when it goes to sleep */
};

/* Until each has run and has all it will ever have. */
static void await_ready(const struct crowd *crowd, uint32_t count)
{
	char bytes[512];
	while (count) {
		size_t wanted = count < sizeof(bytes) ? count : sizeof(bytes);
		ssize_t got = read(crowd->ready[0], bytes, wanted);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return;
		count -= (uint32_t)got;
	}
}

/* Makes it as many as this.  0, or the errno that kept it smaller. */
static int crowd_grow(struct crowd *crowd, enum measure_idle kind, uint32_t wanted,
		      struct bench_progress *progress)
{
	uint32_t before = crowd->count;
	int error = 0;
	while (!error && crowd->count < wanted) {
		char *stack = crowd->stacks + (size_t)(crowd->count + 1) * MEASURE_IDLE_STACK;
		pid_t pid = measure_idle(kind, stack, crowd->ready[1]);
		if (pid < 0)
			error = errno;
		else
			crowd->pids[crowd->count++] = pid;
		bench_progress_say(progress, "forkbench: idle processes", crowd->count, wanted);
	}
	await_ready(crowd, crowd->count - before);
	return error;
}

static void crowd_send_home(struct crowd *crowd)
{
	for (uint32_t i = 0; i < crowd->count; i++)
		spawn_kill(crowd->pids[i]);
	crowd->count = 0;
}

static uint64_t kernel_stacks(void)
{
	struct readings *readings = mem_zalloc(sizeof(*readings));
	uint64_t bytes = 0;
	read_meminfo(readings);
	for (uint32_t i = 0; i < readings->count; i++)
		if (strcmp(readings->at[i].name, "KernelStack") == 0)
			bytes = readings->at[i].value;
	mem_free(readings);
	return bytes;
}

/* The kernel frees what the dead leave behind some time later: until it has, as its stacks tell, or
 * for two seconds.  Memory freed while the next are counted would be taken off their cost. */
static void await_burial(uint64_t stacks_before)
{
	for (int tries = 0; tries < 100 && kernel_stacks() > stacks_before + (64 << 10); tries++)
		usleep(20000);
	usleep(100000);
}

/*
 * The kernel keeps a store of each kind of object and counts what is in store for a processor as in
 * use, so that the first processes seem to cost less than they do.  The first half of the crowd
 * uses the stores up; what the second half adds is what counts.  The number that was added.
 */
static uint32_t measure_crowd(struct crowd *crowd, enum measure_idle kind, uint32_t wanted,
			      struct bench_progress *progress, struct readings *before,
			      struct readings *after, int *error)
{
	uint64_t stacks = kernel_stacks();
	*error = crowd_grow(crowd, kind, wanted, progress);
	uint32_t half = crowd->count;
	read_all_figures(before);
	if (!*error)
		*error = crowd_grow(crowd, kind, 2 * wanted, progress);
	uint32_t added = crowd->count - half;
	read_all_figures(after);
	crowd_send_home(crowd);
	await_burial(stacks);
	return added;
}

/* ---- summing up ------------------------------------------------------------------------------ */

/* Caches are listed in the same order every time; one that came or went in between is left out. */
static void note_growth(struct readings *sum, const struct readings *before,
			const struct readings *after, uint32_t added, unsigned round)
{
	if (round == 0)
		*sum = *after;
	for (uint32_t i = 0; i < sum->count; i++) {
		struct reading *reading = &sum->at[i];
		bool same = i < before->count && i < after->count &&
			    strcmp(before->at[i].name, reading->name) == 0 &&
			    strcmp(after->at[i].name, reading->name) == 0;
		int64_t grown = same ? (int64_t)(after->at[i].value - before->at[i].value) : 0;
		reading->grown[round] = added ? grown * SCALE / added : 0;
	}
}

/* The lines of meminfo first, as they come; then the caches, the dearest first. */
static int compare_costs(const void *a, const void *b)
{
	const struct bench_cost *left = a, *right = b;
	if (!left->cache || !right->cache)
		return left->cache - right->cache;
	double difference = right->each * right->object - left->each * left->object;
	return (difference > 0) - (difference < 0);
}

static void sum_up(struct readings *sum, uint32_t made, struct bench_memory *memory,
		   enum measure_idle kind)
{
	memory->made[kind] = made;
	memory->slab_error = sum->slab_error;
	for (uint32_t i = 0; made && i < sum->count; i++) {
		struct reading *reading = &sum->at[i];
		stats_sort(reading->grown, ROUNDS);
		double each = stats_quantile(reading->grown, ROUNDS, 0.5) / SCALE;
		if (reading->object && each < LEAST_OBJECTS)
			continue;
		struct bench_cost *cost = &memory->costs[kind][memory->count[kind]++];
		*cost = (struct bench_cost){
			.cache = reading->object != 0, .object = reading->object, .each = each};
		snprintf(cost->name, sizeof(cost->name), "%s", reading->name);
	}
	qsort(memory->costs[kind], memory->count[kind], sizeof(*memory->costs[kind]),
	      compare_costs);
}

static void measure_kind(struct crowd *crowd, enum measure_idle kind, uint32_t wanted,
			 struct bench_progress *progress, struct bench_memory *memory)
{
	struct readings *room = mem_zalloc(3 * sizeof(*room));
	uint32_t made = 0;

	for (unsigned round = 0; round < ROUNDS; round++) {
		int error;
		uint32_t added =
			measure_crowd(crowd, kind, wanted, progress, &room[0], &room[1], &error);
		if (error)
			memory->error[kind] = error;
		if (round == 0 || added < made)
			made = added;
		note_growth(&room[2], &room[0], &room[1], added, round);
	}
	sum_up(&room[2], made, memory, kind);
	mem_free(room);
}

static void measure_memory(void *shared, const void *argument)
{
	const struct bench_plan *plan = argument;
	struct bench_progress progress;
	uint32_t most = 2 * plan->idle;
	struct crowd crowd = {.stacks_size = (size_t)most * MEASURE_IDLE_STACK};

	crowd.pids = mem_alloc(most * sizeof(*crowd.pids));
	crowd.stacks = mmap(NULL, crowd.stacks_size, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (crowd.stacks == MAP_FAILED || pipe2(crowd.ready, O_CLOEXEC) < 0) {
		struct bench_memory *memory = shared;
		for (int kind = 0; kind < MEASURE_IDLE_COUNT; kind++)
			memory->error[kind] = errno;
		return;
	}
	bench_progress_begin(&progress);
	for (int kind = 0; kind < MEASURE_IDLE_COUNT; kind++)
		measure_kind(&crowd, (enum measure_idle)kind, plan->idle, &progress, shared);
	if (progress.shown)
		bench_progress_clear();
}

bool bench_memory(struct shell *sh, const struct bench_plan *plan, struct bench_memory **memory,
		  struct flow *flow)
{
	struct bench_memory *shared = bench_shared_new(sizeof(*shared));
	bool done = false;

	*memory = NULL;
	if (access("/proc/meminfo", R_OK) < 0) {
		shell_error_in(sh, "forkbench",
			       "/proc/meminfo: %s: --memory has nothing else to read from",
			       strerror(errno));
		*flow = flow_next(1);
	} else if (shared) {
		done = bench_process_run(sh, measure_memory, shared, plan, flow);
	} else {
		shell_error_in(sh, "forkbench", "%s", strerror(errno));
		*flow = flow_next(1);
	}
	if (done) {
		*memory = mem_alloc(sizeof(**memory));
		**memory = *shared;
	}
	bench_shared_free(shared, sizeof(*shared));
	return done;
}

/* ---- writing it -------------------------------------------------------------------------- */

static const struct {
	const char *name, *text;
} kinds[MEASURE_IDLE_COUNT] = {
	[IDLE_PROCESS] = {"process", "a process (fork)"},
	[IDLE_LIGHTWEIGHT] = {"lightweight",
			      "a lightweight process (clone: VM, FS, FILES, SIGHAND shared)"},
};

/* Some caches come more than once under names of one beginning; what the kernel lists is what is
 * shown. */
static double cache_bytes(const struct bench_memory *memory, int kind)
{
	double sum = 0;
	for (uint32_t i = 0; i < memory->count[kind]; i++)
		if (memory->costs[kind][i].cache)
			sum += memory->costs[kind][i].each * memory->costs[kind][i].object;
	return sum;
}

static void print_kind(const struct bench_memory *memory, int kind, struct outbuf *out)
{
	out_printf(out, "%s, by %u of them:\n", kinds[kind].text, memory->made[kind]);
	for (uint32_t i = 0; i < memory->count[kind]; i++) {
		const struct bench_cost *cost = &memory->costs[kind][i];
		if (cost->cache)
			out_printf(out, "  %-24s%8.2f objects of%6u bytes%9.0f bytes\n", cost->name,
				   cost->each, cost->object, cost->each * cost->object);
		else
			out_printf(out, "  %-24s%38.0f bytes\n", cost->name, cost->each);
	}
	if (!memory->slab_error)
		out_printf(out, "  %-24s%38.0f bytes\n", "all caches above",
			   cache_bytes(memory, kind));
	if (memory->error[kind])
		out_printf(out, "  fewer than asked for: %s\n", strerror(memory->error[kind]));
}

void bench_memory_print(const struct bench_memory *memory, struct outbuf *out)
{
	for (int kind = 0; kind < MEASURE_IDLE_COUNT; kind++) {
		if (kind)
			out_putc(out, '\n');
		print_kind(memory, kind, out);
	}
	if (memory->slab_error)
		out_printf(out, "\nnot shown: the kernel's objects (/proc/slabinfo: %s)\n",
			   strerror(memory->slab_error));
}

void bench_memory_print_json(const struct bench_memory *memory, struct outbuf *out)
{
	struct json json;

	json_init(&json, out, true);
	json_object_begin(&json, NULL);
	json_string(&json, "slabinfo_error",
		    memory->slab_error ? strerror(memory->slab_error) : NULL);
	for (int kind = 0; kind < MEASURE_IDLE_COUNT; kind++) {
		json_object_begin(&json, kinds[kind].name);
		json_uint(&json, "processes", memory->made[kind]);
		json_string(&json, "error",
			    memory->error[kind] ? strerror(memory->error[kind]) : NULL);
		json_array_begin(&json, "costs");
		for (uint32_t i = 0; i < memory->count[kind]; i++) {
			const struct bench_cost *cost = &memory->costs[kind][i];
			json_object_begin(&json, NULL);
			json_string(&json, "name", cost->name);
			if (cost->cache) {
				json_double(&json, "objects", cost->each, 3);
				json_uint(&json, "object_bytes", cost->object);
			}
			json_double(&json, "bytes",
				    cost->cache ? cost->each * cost->object : cost->each, 1);
			json_object_end(&json);
		}
		json_array_end(&json);
		json_object_end(&json);
	}
	json_object_end(&json);
	json_end(&json);
}
