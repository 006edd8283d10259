/*
 * The machine's other work while something is measured: the processors' time in /proc/stat, less
 * what the measuring itself has used.
 */
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>
#include "bench_internal.h"
#include "spawn.h"

/* Parts of one processor. */
#define OTHERS_MOST 0.10
#define STOLEN_MOST 0.01

static double seconds(const struct timeval *time)
{
	return (double)time->tv_sec + (double)time->tv_usec / 1e6;
}

struct bench_load bench_load_now(void)
{
	struct bench_load load = {.known = false};
	unsigned long long user, nice, system, idle, wait, irq, softirq, stolen;
	double ticks = (double)sysconf(_SC_CLK_TCK);
	FILE *file = fopen("/proc/stat", "re");
	struct rusage usage;

	if (file && fscanf(file, "cpu %llu %llu %llu %llu %llu %llu %llu %llu", &user, &nice,
			   &system, &idle, &wait, &irq, &softirq, &stolen) == 8) {
		load.known = true;
		load.busy = (double)(user + nice + system + irq + softirq) / ticks;
		load.stolen = (double)stolen / ticks;
	}
	if (file)
		fclose(file);
	getrusage(RUSAGE_CHILDREN, &usage);
	load.own = seconds(&usage.ru_utime) + seconds(&usage.ru_stime);
	load.at = (int64_t)spawn_now();
	return load;
}

struct bench_noise bench_noise_between(const struct bench_load *before,
				       const struct bench_load *after)
{
	double elapsed = (double)(after->at - before->at) / 1e9;
	double own = after->own - before->own;

	if (!before->known || !after->known || elapsed <= 0)
		return (struct bench_noise){.known = false};
	double others = (after->busy - before->busy - own) / elapsed;
	return (struct bench_noise){
		.known = true,
		.processors = (double)sysconf(_SC_NPROCESSORS_ONLN),
		.others = others > 0 ? others : 0,
		.stolen = (after->stolen - before->stolen) / elapsed,
	};
}

bool bench_was_quiet(const struct bench_noise *noise)
{
	return !noise->known || (noise->others <= OTHERS_MOST && noise->stolen <= STOLEN_MOST);
}
