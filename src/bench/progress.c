/* The line on the terminal that says how far a measurement is; nothing when nobody looks. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "bench_internal.h"
#include "spawn.h"

#define INTERVAL_NS 100000000
#define CLEAR_LINE  "\r\033[K"

/* A terminal that takes the sequence that clears a line: not `dumb`. */
static bool is_shown(void)
{
	const char *term = getenv("TERM");
	return isatty(STDERR_FILENO) && term && strcmp(term, "dumb") != 0;
}

static void write_text(const char *text, size_t len)
{
	ssize_t written = write(STDERR_FILENO, text, len);
	(void)written; /* a terminal that is gone is told nothing */
}

void bench_progress_begin(struct bench_progress *progress)
{
	*progress = (struct bench_progress){is_shown(), spawn_now() + INTERVAL_NS};
}

void bench_progress_say(struct bench_progress *progress, const char *what, uint32_t done,
			uint32_t all)
{
	char line[80];
	if (!progress->shown || spawn_now() < progress->next)
		return;
	progress->next = spawn_now() + INTERVAL_NS;
	int len = snprintf(line, sizeof(line), CLEAR_LINE "%.50s  %3u %%", what,
			   (unsigned)(100ull * done / (all ? all : 1)));
	write_text(line, (size_t)len);
}

void bench_progress_clear(void)
{
	if (is_shown())
		write_text(CLEAR_LINE, sizeof(CLEAR_LINE) - 1);
}
