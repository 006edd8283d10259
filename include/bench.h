/*
 * forkbench: what creating a process costs, by method and by the size of the memory that the parent
 * has touched; and what one process costs the kernel.  The measuring is done in a process of its
 * own (bench_run): memory that turns out not to be there, or Ctrl-C, then ends that process and not
 * the shell, and nothing of it stays behind.
 */
#ifndef COWSH_BENCH_H
#define COWSH_BENCH_H

#include "measure.h"
#include "procmem.h"
#include "shell.h"

#define BENCH_SIZES_MAX 32
#define BENCH_RUNS_MAX	100000
#define BENCH_IDLE_MOST 5000

/* A mapping of a process that is modelled. */
struct bench_piece {
	uint64_t size, huge;   /* bytes; of them in huge pages */
	bool anonymous;	       /* it has pages of its own, whose entries a fork copies */
	struct page_runs runs; /* which, if so */
};

/* Pages of a process's own, in order of their addresses, and those of them whose page frame is no
 * neighbour of the one before: the kernel goes through its records of the frames when it forks. */
struct bench_scatter {
	uint64_t pages; /* 0: frames are not shown */
	uint64_t apart;
};

/* A process's memory, as far as a fork copies it. */
struct bench_shape {
	struct bench_piece *pieces; /* heap */
	size_t count, mappings;
	uint64_t resident, anonymous, huge; /* bytes */
	uint64_t accountable, largest;	    /* bytes of mappings that overcommitting counts */
	uint64_t tables_kb;
	struct bench_scatter scatter;
};

/* Reads it; 0 or errno (proc_reason). */
int bench_shape_read(struct bench_shape *shape, pid_t pid);
void bench_shape_free(struct bench_shape *shape);

/* A measurement to be made. */
struct bench_plan {
	unsigned methods;		 /* bit per enum measure_method */
	bool exec, bare;		 /* children that execute, children that only exit */
	uint64_t sizes[BENCH_SIZES_MAX]; /* bytes, ascending */
	uint32_t size_count;
	uint32_t runs, warmup;
	bool huge;			 /* ask for transparent huge pages; else ask for none */
	const char *program;		 /* what is executed */
	uint32_t idle;			 /* processes for bench_memory */
	const struct bench_shape *shape; /* memory to have in place of the only size, or NULL */
};

/* One number of interest and how it scatters, in nanoseconds. */
struct bench_quartiles {
	double least, low, median, high;
	double from, to; /* the median's interval of 95 %; both 0 when there are too few rounds */
};

/* One method at one size, with exec or without. */
struct bench_cell {
	uint8_t method; /* enum measure_method */
	bool exec;
	uint32_t size;	/* index into plan.sizes */
	uint32_t count; /* samples */
	int error;	/* errno that ended it, or 0 */
	struct bench_quartiles call, total;
};

/* The machine's work beside the measuring, by /proc/stat. */
struct bench_noise {
	bool known;
	double processors; /* there are */
	double others;	   /* processors that other processes kept busy, on average */
	double stolen;	   /* processors that the host of a virtual machine gave to somebody else */
};
/* True when times measured meanwhile are to be believed. */
bool bench_was_quiet(const struct bench_noise *noise);

/* The outcome of a measurement.  Cells are in the order method, exec, size. */
struct bench_result {
	struct bench_plan plan;
	struct bench_cell *cells; /* heap */
	uint32_t cell_count;
	int size_error[BENCH_SIZES_MAX]; /* errno: this much memory could not be had */
	uint64_t huge_bytes
		[BENCH_SIZES_MAX]; /* of it in transparent huge pages; as smaps_rollup says */
	struct bench_noise noise;
	struct bench_scatter scatter; /* of the models of plan.shape */
};

/* Measures.  Progress goes to standard error when that is a terminal.  false when it did not come
 * to an end, with the flow to return: interrupted, killed, or no process could be made
 * (reported). */
bool bench_run(struct shell *sh, const struct bench_plan *plan, struct bench_result *result,
	       struct flow *flow);
void bench_result_free(struct bench_result *result);

/* The straight line through one series' medians: nanoseconds at 0 and per byte; false when there
 * are fewer than three sizes. */
struct bench_line {
	double base, per_byte, r2;
};
bool bench_fit(const struct bench_result *result, enum measure_method method, bool exec,
	       struct bench_line *line);

/* As tables and charts of at most `width` columns; as one JSON object. */
void bench_print(const struct bench_result *result, struct outbuf *out, unsigned width, bool utf8);
void bench_print_json(const struct bench_result *result, struct outbuf *out);
/* As an image of its own, SVG 1.1. */
void bench_svg(const struct bench_result *result, struct strbuf *into);
/* As a page that needs nothing but itself: charts, tables, and the JSON. */
void bench_html(const struct bench_result *result, struct outbuf *out);

/* ---- what one process costs the kernel ------------------------------------------------- */

#define BENCH_CACHES_MAX 256

/* A slab cache (slabinfo(5)) or a line of /proc/meminfo. */
struct bench_cost {
	char name[32];
	bool cache;
	uint32_t object; /* bytes of one, of a cache */
	double each;	 /* objects, of a cache; else bytes, for one process */
};

struct bench_memory {
	uint32_t made[MEASURE_IDLE_COUNT]; /* processes that the figures are of */
	int error[MEASURE_IDLE_COUNT];	   /* errno that kept it from being as many as asked for */
	int slab_error;			   /* errno of /proc/slabinfo, or 0 */
	uint32_t count[MEASURE_IDLE_COUNT];
	struct bench_cost costs[MEASURE_IDLE_COUNT][BENCH_CACHES_MAX];
};

/* Makes idle processes of each kind, three times over, and divides what the kernel says of
 * plan->idle of them, with as many there before; as bench_run otherwise.  *memory is heap, the
 * caller's to mem_free. */
bool bench_memory(struct shell *sh, const struct bench_plan *plan, struct bench_memory **memory,
		  struct flow *flow);
void bench_memory_print(const struct bench_memory *memory, struct outbuf *out);
void bench_memory_print_json(const struct bench_memory *memory, struct outbuf *out);

/* ---- what it would cost a process that runs ---------------------------------------------- */

/* Own memory that it uses within some time, which a fork would have it copy. */
struct bench_writes {
	double seconds;
	uint64_t bytes;
	bool by_writes; /* written to; else used, for the kernel does not tell */
	int error;	/* errno, or 0 */
};
/* Looks at a process for so long. */
void bench_writes_watch(struct bench_writes *writes, pid_t pid, double seconds);

#define BENCH_LIMITS_MAX 8
struct bench_limit {
	char name[48];
	uint64_t used, needed;
	uint64_t most;	/* UINT64_MAX: none */
	uint64_t cache; /* of what is used: the kernel takes it back before anything fails */
	bool bytes;	/* else processes */
	bool fails;
	bool of_group;	/* a control group's memory: its processes are killed for it, too */
	bool of_copies; /* it holds for fork, and not for children that share memory */
};
struct bench_limits {
	struct bench_limit at[BENCH_LIMITS_MAX];
	size_t count;
};
void bench_limits_read(struct bench_limits *limits, pid_t pid, const struct bench_shape *shape);

struct bench_like {
	pid_t pid;
	char name[64];
	struct bench_shape shape;
	bool measured; /* there was enough memory */
	struct bench_result result;
	struct bench_writes writes;
	struct bench_limits limits;
};
void bench_like_print(const struct bench_like *like, struct outbuf *out);
void bench_like_print_json(const struct bench_like *like, struct outbuf *out);

/* ---- sizes and times ----------------------------------------------------------------- */

/* "64M", "4G", "4096": bytes; false when text is none or too large. */
bool bench_parse_size(const char *text, uint64_t *size);
/* Appends "64 MiB". */
void bench_add_size(struct strbuf *into, uint64_t size);
/* Appends a time with three digits and its unit: "4.27 us", "31.0 ms". */
void bench_add_time(struct strbuf *into, double nanoseconds);
/* Bytes that may be touched without hurting anyone (MemAvailable, less a quarter), or UINT64_MAX
 * when /proc does not say. */
uint64_t bench_memory_limit(void);

#endif
