/*
 * usage: colours [BYTES]: how long it takes to colour a line of so many bytes (10,000), as it is
 * done at each key: the first time and the best and the median of 200, in microseconds.  Three
 * lines are measured: a few commands again and again; words that are all different, so that every
 * one is looked for among the files; expansions and operators alone.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "../../src/edit/internal.h"
#include "builtin_table.h"
#include "jobs.h"
#include "operations.h"
#include "shell.h"
#include "var.h"

#define ROUNDS 200

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void measure(struct shell *sh, const char *what, const char *line, size_t len)
{
	struct editor_host *host = &edit_state_of(sh)->host;
	uint8_t *styles = malloc(len);
	double times[ROUNDS];

	for (int i = 0; i < ROUNDS; i++) {
		double start = now();
		host->styles(host, line, len, styles);
		times[i] = now() - start;
	}
	double first = times[0];
	qsort(times, ROUNDS, sizeof(*times), by_value);
	printf("%-28s %8.0f first %8.0f best %8.0f median\n", what, first, times[0],
	       times[ROUNDS / 2]);
	free(styles);
}

int main(int argc, char **argv)
{
	static const char piece[] =
		"if [ \"$x\" = 'a b' ]; then echo ${y:-$(date +%s)} >>log 2>&1; fi; ls -l src | wc; ";
	size_t bytes = argc > 1 ? strtoul(argv[1], NULL, 10) : 10000;
	char *line = malloc(bytes + 100);
	struct shell sh;

	shell_init(&sh, "cowsh");
	operations_init(&sh);
	jobs_init(&sh);
	var_set_by_name(&sh, "PATH", getenv("PATH"));
	size_t len = 0;
	while (len < bytes)
		len += (size_t)sprintf(line + len, "%s", piece);
	measure(&sh, "the same commands", line, bytes);
	unsigned word = 0;
	for (len = 0; len < bytes; word++)
		len += (size_t)sprintf(line + len, word % 8 ? "word%u " : "; cmd%u ", word);
	measure(&sh, "words all different", line, bytes);
	for (len = 0; len < bytes; word++)
		len += (size_t)sprintf(line + len, "$a;");
	measure(&sh, "expansions and operators", line, bytes);
	return 0;
}
