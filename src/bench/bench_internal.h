/*
 * Declarations that the files of src/bench share.
 */
#ifndef COWSH_BENCH_INTERNAL_H
#define COWSH_BENCH_INTERNAL_H

#include "bench.h"

/* The number of times that the memory is made anew.  In every turn there are rounds that do not
 * count. */
#define BENCH_TURNS 5

/* ---- process.c: the process that measures ---------------------------------------------- */

/* Runs work(shared, argument) in a child with signals at their defaults, which dies with this
 * shell, and waits for it.  `shared` is memory that both see.  true when it came to its end; else
 * *flow says what the builtin is to return: it was interrupted, or killed (reported), or could not
 * be made (reported). */
bool bench_process_run(struct shell *sh, void (*work)(void *shared, const void *argument),
		       void *shared, const void *argument, struct flow *flow);
/* Shared memory, zeroed, for at least size bytes; NULL with errno.  bench_shared_free gives it
 * back. */
void *bench_shared_new(size_t size);
void bench_shared_free(void *shared, size_t size);

/* ---- like.c ------------------------------------------------------------------------------ */

/* Makes memory of this shape in this process; 0 or errno. */
int bench_shape_take(const struct bench_shape *shape);
/* Adds the pages of a process, where their frames are shown. */
void bench_scatter_add(struct bench_scatter *scatter, pid_t pid);

/* ---- noise.c: what else the machine does ----------------------------------------------- */

struct bench_load {
	bool known;
	int64_t at;	     /* CLOCK_MONOTONIC nanoseconds */
	double busy, stolen; /* seconds of all processors */
	double own;	     /* seconds of CPU of the children that were waited for */
};

struct bench_load bench_load_now(void);
struct bench_noise bench_noise_between(const struct bench_load *before,
				       const struct bench_load *after);

/* ---- progress.c: a line that says how far it is ----------------------------------------- */

struct bench_progress {
	bool shown;    /* standard error is a terminal */
	uint64_t next; /* not before then, CLOCK_MONOTONIC nanoseconds */
};

void bench_progress_begin(struct bench_progress *progress);
/* `what`, and the part that is done; written at most ten times a second. */
void bench_progress_say(struct bench_progress *progress, const char *what, uint32_t done,
			uint32_t all);
/* Takes the line away. */
void bench_progress_clear(void);

/* ---- format.c ---------------------------------------------------------------------------- */

/* "fork", "fork+exec": a series' name. */
void bench_series_name(const struct bench_cell *cell, char name[32]);

/* True when the cell has figures. */
static inline bool bench_cell_measured(const struct bench_cell *cell)
{
	return cell->count > 0 && !cell->error;
}

#endif
