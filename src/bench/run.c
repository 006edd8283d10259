/*
 * The measurement: for each size the memory is mapped and touched, then the methods take turns,
 * round by round; and the sizes take turns, each with a part of its rounds.  So whatever else the
 * machine does meanwhile meets all of them alike.  Each series, a method with exec or without, has
 * a process and memory of its own in every turn: a fork leaves page tables that are
 * write-protected, and a cache in which nothing is left, to the method after it, and vfork would
 * seem to grow with memory that it never looks at.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "bench_internal.h"
#include "error.h"
#include "mem.h"
#include "procmem.h"
#include "stats.h"

#define HUGE_PAGE ((size_t)2 << 20)

/* The memory that parent and child share: the cells' outcome, then the samples, two for each round
 * of each cell. */
struct shared {
	int size_error[BENCH_SIZES_MAX];
	uint64_t huge_bytes[BENCH_SIZES_MAX];
	struct bench_scatter scatter;
	struct {
		uint32_t count;
		int error;
	} cells[];
};

struct job_of_bench {
	const struct bench_plan *plan;
	struct bench_cell *cells;
	uint32_t cell_count;
	int64_t *samples; /* call and total of round r of cell c are at 2 * (c * runs + r) */
};

static size_t shared_size(const struct job_of_bench *job)
{
	size_t cells = job->cell_count * sizeof(((struct shared *)NULL)->cells[0]);
	return sizeof(struct shared) + cells;
}

static size_t samples_size(const struct job_of_bench *job)
{
	return (size_t)job->cell_count * job->plan->runs * 2 * sizeof(int64_t);
}

/* ---- the memory that the parent has ------------------------------------------------------ */

struct ballast {
	char *mapping;
	size_t mapped;
};

/* A page that was never written has no entry in the page tables, and costs a fork nothing. */
static void touch(char *memory, size_t size)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	for (size_t at = 0; at < size; at += page)
		*(volatile char *)(memory + at) = 1;
}

/* 0 or an errno. */
static int ballast_take(struct ballast *ballast, uint64_t size, bool huge)
{
	*ballast = (struct ballast){NULL, size + HUGE_PAGE};
	if (size == 0)
		return 0;
	char *mapping = mmap(NULL, ballast->mapped, PROT_READ | PROT_WRITE,
			     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (mapping == MAP_FAILED)
		return errno;
	ballast->mapping = mapping;
	char *aligned =
		(char *)(((uintptr_t)mapping + HUGE_PAGE - 1) & ~(uintptr_t)(HUGE_PAGE - 1));
	/* A kernel without transparent huge pages says EINVAL: then there are none to be advised
	 * off. */
	if (madvise(mapping, ballast->mapped, huge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE) < 0 && huge)
		return errno;
	touch(aligned, size);
	return 0;
}

static void ballast_drop(struct ballast *ballast)
{
	if (ballast->mapping)
		munmap(ballast->mapping, ballast->mapped);
	ballast->mapping = NULL;
}

/* The part of this process that is in huge pages: the advice may have come to nothing. */
static uint64_t huge_bytes_now(void)
{
	uint64_t kilobytes;
	bool known = proc_number("/proc/self/smaps_rollup", "AnonHugePages", &kilobytes);
	return known ? kilobytes * 1024 : 0;
}

/* ---- rounds -------------------------------------------------------------------------------- */

static void measure_cell(const struct job_of_bench *job, struct shared *shared, uint32_t index,
			 bool keep)
{
	const struct bench_cell *cell = &job->cells[index];
	const char *program = cell->exec ? job->plan->program : NULL;
	struct measure_sample sample = {0};

	if (shared->cells[index].error)
		return;
	int error = measure_once((enum measure_method)cell->method, program, &sample);
	if (error) {
		shared->cells[index].error = error;
		return;
	}
	if (!keep)
		return;
	int64_t *at =
		&job->samples[2 * ((size_t)index * job->plan->runs + shared->cells[index].count++)];
	at[0] = sample.call;
	at[1] = sample.total;
}

/* The first of a turn's rounds, of this many rounds in all. */
static uint32_t turn_start(uint32_t rounds, uint32_t turn)
{
	return (uint32_t)((uint64_t)rounds * turn / BENCH_TURNS);
}

/* One turn of one cell, for a process of its own. */
struct stint {
	const struct job_of_bench *job;
	struct shared *shared;
	uint32_t cell, turn;
	uint32_t done; /* turns of cells before this one */
};

static void measure_rounds(const struct stint *stint)
{
	const struct bench_plan *plan = stint->job->plan;
	uint32_t first = turn_start(plan->runs, stint->turn);
	uint32_t end = turn_start(plan->runs, stint->turn + 1);
	struct bench_progress progress;
	struct strbuf what = STRBUF_INIT;

	bench_progress_begin(&progress);
	strbuf_adds(&what, "forkbench: ");
	bench_add_size(&what, plan->sizes[stint->job->cells[stint->cell].size]);
	for (uint32_t round = 0; round < plan->warmup; round++)
		measure_cell(stint->job, stint->shared, stint->cell, false);
	for (uint32_t round = first; round < end; round++) {
		uint64_t all = (uint64_t)BENCH_TURNS * stint->job->cell_count;
		uint64_t part = (uint64_t)1000 * (round - first) / (end - first);
		bench_progress_say(&progress, strbuf_text(&what),
				   (uint32_t)((1000 * (uint64_t)stint->done + part) / all), 1000);
		measure_cell(stint->job, stint->shared, stint->cell, true);
	}
	strbuf_free(&what);
}

static void measure_stint(void *context)
{
	const struct stint *stint = context;
	const struct bench_plan *plan = stint->job->plan;
	uint32_t size = stint->job->cells[stint->cell].size;
	struct ballast ballast;

	stint->shared->size_error[size] = ballast_take(&ballast, plan->sizes[size], plan->huge);
	if (plan->shape && !stint->shared->size_error[size])
		stint->shared->size_error[size] = bench_shape_take(plan->shape);
	if (plan->shape)
		bench_scatter_add(&stint->shared->scatter, getpid());
	if (plan->huge)
		stint->shared->huge_bytes[size] = huge_bytes_now();
	if (!stint->shared->size_error[size])
		measure_rounds(stint);
	ballast_drop(&ballast);
}

static void measure_everything(void *memory, const void *argument)
{
	const struct job_of_bench *job = argument;
	struct bench_progress progress;
	struct stint stint = {.job = job, .shared = memory};

	bench_progress_begin(&progress);
	for (stint.turn = 0; stint.turn < BENCH_TURNS; stint.turn++) {
		bool rounds = turn_start(job->plan->runs, stint.turn) !=
			      turn_start(job->plan->runs, stint.turn + 1);
		for (uint32_t i = 0; i < job->cell_count; i++, stint.done++) {
			/* The order within a turn is another one each time. */
			stint.cell = (i + stint.turn * job->plan->size_count) % job->cell_count;
			struct shared *shared = stint.shared;
			if (!rounds || shared->cells[stint.cell].error ||
			    shared->size_error[job->cells[stint.cell].size])
				continue;
			int error = measure_apart(measure_stint, &stint);
			if (error)
				shared->cells[stint.cell].error = error;
		}
	}
	if (progress.shown)
		bench_progress_clear();
}

/* ---- from samples to a result ------------------------------------------------------------ */

static struct bench_quartiles quartiles(const int64_t *samples, uint32_t count, int64_t *room)
{
	int64_t from = 0, to = 0;

	for (uint32_t i = 0; i < count; i++)
		room[i] = samples[2 * i];
	stats_sort(room, count);
	stats_median_interval(room, count, &from, &to);
	return (struct bench_quartiles){
		.least = count ? (double)room[0] : 0,
		.low = stats_quantile(room, count, 0.25),
		.median = stats_quantile(room, count, 0.5),
		.high = stats_quantile(room, count, 0.75),
		.from = (double)from,
		.to = (double)to,
	};
}

static void sum_up(const struct job_of_bench *job, const struct shared *shared,
		   struct bench_result *result)
{
	uint32_t runs = job->plan->runs;
	int64_t *room = mem_alloc(runs * sizeof(*room));

	for (uint32_t i = 0; i < job->cell_count; i++) {
		struct bench_cell *cell = &job->cells[i];
		const int64_t *samples = &job->samples[2 * (size_t)i * runs];
		cell->count = shared->cells[i].count;
		cell->error = shared->size_error[cell->size] ? shared->size_error[cell->size]
							     : shared->cells[i].error;
		cell->call = quartiles(samples, cell->count, room);
		cell->total = quartiles(samples + 1, cell->count, room);
	}
	memcpy(result->size_error, shared->size_error, sizeof(result->size_error));
	memcpy(result->huge_bytes, shared->huge_bytes, sizeof(result->huge_bytes));
	result->scatter = shared->scatter;
	mem_free(room);
}

static uint32_t list_cells(const struct bench_plan *plan, struct bench_cell *cells)
{
	uint32_t count = 0;
	for (unsigned method = 0; method < MEASURE_METHOD_COUNT; method++)
		for (int exec = 0; exec < 2; exec++) {
			bool wanted = exec ? plan->exec : plan->bare;
			if (!(plan->methods >> method & 1) || !wanted ||
			    !measure_method_can((enum measure_method)method, exec))
				continue;
			for (uint32_t size = 0; size < plan->size_count; size++)
				cells[count++] = (struct bench_cell){
					.method = (uint8_t)method, .exec = exec, .size = size};
		}
	return count;
}

bool bench_run(struct shell *sh, const struct bench_plan *plan, struct bench_result *result,
	       struct flow *flow)
{
	size_t most = (size_t)MEASURE_METHOD_COUNT * 2 * plan->size_count;
	*result = (struct bench_result){.plan = *plan,
					.cells = mem_zalloc(most * sizeof(*result->cells))};
	result->cell_count = list_cells(plan, result->cells);
	struct job_of_bench job = {&result->plan, result->cells, result->cell_count, NULL};
	struct shared *shared = bench_shared_new(shared_size(&job));
	job.samples = bench_shared_new(samples_size(&job));
	bool done = false;

	if (shared && job.samples) {
		struct bench_load before = bench_load_now();
		done = bench_process_run(sh, measure_everything, shared, &job, flow);
		struct bench_load after = bench_load_now();
		result->noise = bench_noise_between(&before, &after);
	} else {
		shell_error_in(sh, "forkbench", "%s", strerror(errno));
		*flow = flow_next(1);
	}
	if (done)
		sum_up(&job, shared, result);
	bench_shared_free(job.samples, samples_size(&job));
	bench_shared_free(shared, shared_size(&job));
	if (!done)
		bench_result_free(result);
	return done;
}

void bench_result_free(struct bench_result *result)
{
	mem_free(result->cells);
	result->cells = NULL;
}

bool bench_fit(const struct bench_result *result, enum measure_method method, bool exec,
	       struct bench_line *line)
{
	double x[BENCH_SIZES_MAX], y[BENCH_SIZES_MAX];
	size_t count = 0;

	for (uint32_t i = 0; i < result->cell_count; i++) {
		const struct bench_cell *cell = &result->cells[i];
		if (cell->method != method || cell->exec != exec || !bench_cell_measured(cell))
			continue;
		x[count] = (double)result->plan.sizes[cell->size];
		y[count++] = cell->total.median;
	}
	return count >= 3 && stats_line(x, y, count, &line->base, &line->per_byte, &line->r2);
}
