/*
 * ulimit: resource limits of the shell and its children (XCU ulimit; getrlimit(2)).
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include "builtins.h"
#include "error.h"
#include "var.h"

/* Units of -c and -f: POSIX counts blocks of 512 bytes, bash outside POSIX mode 1024. */
#define UNIT_BLOCK 0

/* COUNTED is for what has a unit, NUMBER for what has none. */
#define LIMITS(COUNTED, NUMBER)                                                       \
	COUNTED('c', RLIMIT_CORE, UNIT_BLOCK, "core file size", "blocks")             \
	COUNTED('d', RLIMIT_DATA, 1024, "data seg size", "kbytes")                    \
	NUMBER('e', RLIMIT_NICE, "scheduling priority")                               \
	COUNTED('f', RLIMIT_FSIZE, UNIT_BLOCK, "file size", "blocks")                 \
	NUMBER('i', RLIMIT_SIGPENDING, "pending signals")                             \
	COUNTED('l', RLIMIT_MEMLOCK, 1024, "max locked memory", "kbytes")             \
	COUNTED('m', RLIMIT_RSS, 1024, "max memory size", "kbytes")                   \
	NUMBER('n', RLIMIT_NOFILE, "open files")                                      \
	COUNTED('q', RLIMIT_MSGQUEUE, 1, "POSIX message queues", "bytes")             \
	COUNTED('R', RLIMIT_RTTIME, 1, "real-time non-blocking time", "microseconds") \
	NUMBER('r', RLIMIT_RTPRIO, "real-time priority")                              \
	COUNTED('s', RLIMIT_STACK, 1024, "stack size", "kbytes")                      \
	COUNTED('t', RLIMIT_CPU, 1, "cpu time", "seconds")                            \
	NUMBER('u', RLIMIT_NPROC, "max user processes")                               \
	COUNTED('v', RLIMIT_AS, 1024, "virtual memory", "kbytes")                     \
	NUMBER('x', RLIMIT_LOCKS, "file locks")

#define COUNTED_OPTION(letter, resource, unit, name, unit_name) \
	{letter, NULL, NULL, name ", in " unit_name},
#define NUMBER_OPTION(letter, resource, name) {letter, NULL, NULL, name},

const struct builtin_option ulimit_options[] = {
	{'H', NULL, NULL, "the hard limit, which cannot be raised again"},
	{'S', NULL, NULL, "the soft limit, which is in force"},
	{'a', NULL, NULL, "list all limits"},
	LIMITS(COUNTED_OPTION, NUMBER_OPTION){0, NULL, NULL, NULL},
};

#define COUNTED_LIMIT(letter, resource, unit, name, unit_name) \
	{letter, resource, unit, name, unit_name},
#define NUMBER_LIMIT(letter, resource, name) {letter, resource, 1, name, ""},

static const struct limit {
	char letter;
	int resource;
	unsigned unit; /* in what getrlimit(2) counts, or UNIT_BLOCK */
	const char *name;
	const char *unit_name;
} limits[] = {LIMITS(COUNTED_LIMIT, NUMBER_LIMIT)};

#define LIMIT_COUNT (sizeof(limits) / sizeof(limits[0]))

static rlim_t unit_of(const struct shell *sh, const struct limit *limit)
{
	if (limit->unit != UNIT_BLOCK)
		return limit->unit;
	return OPT(sh, POSIX) ? 512 : 1024;
}

static bool read_limit(struct shell *sh, char **argv, const struct limit *limit,
		       struct rlimit *values)
{
	if (getrlimit(limit->resource, values) == 0)
		return true;
	shell_error_in(sh, argv[0], "%s: %s", limit->name, strerror(errno));
	return false;
}

/* One value, behind its name when several are listed. */
static bool print_limit(struct shell *sh, char **argv, const struct limit *limit, bool hard,
			bool labelled)
{
	struct rlimit values;
	if (!read_limit(sh, argv, limit, &values))
		return false;
	if (labelled) {
		struct strbuf place = STRBUF_INIT;
		strbuf_addf(&place, "(%s%s-%c)", limit->unit_name, *limit->unit_name ? ", " : "",
			    limit->letter);
		out_printf(&sh->out, "%-30s%20s ", limit->name, strbuf_text(&place));
		strbuf_free(&place);
	}
	rlim_t value = hard ? values.rlim_max : values.rlim_cur;
	if (value == RLIM_INFINITY)
		out_puts(&sh->out, "unlimited\n");
	else
		out_printf(&sh->out, "%llu\n", (unsigned long long)(value / unit_of(sh, limit)));
	return true;
}

/* A new limit: a number of units, or one of the words. */
static bool parse_limit(const char *text, rlim_t unit, const struct rlimit *now, rlim_t *value)
{
	long number;
	if (strcmp(text, "unlimited") == 0)
		*value = RLIM_INFINITY;
	else if (strcmp(text, "hard") == 0)
		*value = now->rlim_max;
	else if (strcmp(text, "soft") == 0)
		*value = now->rlim_cur;
	else if (parse_count(text, INT64_MAX / (long)unit, &number))
		*value = (rlim_t)number * unit;
	else
		return false;
	return true;
}

static struct flow set_limit(struct shell *sh, char **argv, const struct limit *limit, bool soft,
			     bool hard, const char *text)
{
	struct rlimit values;
	rlim_t value;
	if (!read_limit(sh, argv, limit, &values))
		return flow_next(1);
	if (!parse_limit(text, unit_of(sh, limit), &values, &value)) {
		shell_error_in(sh, argv[0], "%s: not a limit", text);
		return flow_next(2);
	}
	if (hard)
		values.rlim_max = value;
	if (soft)
		values.rlim_cur = value;
	if (setrlimit(limit->resource, &values) == 0)
		return flow_next(0);
	shell_error_in(sh, argv[0], "%s: %s", limit->name,
		       errno == EINVAL ? "the soft limit may not exceed the hard one"
				       : strerror(errno));
	return flow_next(1);
}

static const struct limit *limit_by_letter(int letter)
{
	const struct limit *limit = limits;
	while (limit->letter != letter)
		limit++;
	return limit;
}

/* With an operand it sets a limit. */
int ulimit_no_return(struct shell *sh, int argc, char **argv)
{
	(void)sh;
	for (int i = 1; i < argc; i++)
		if (argv[i][0] != '-')
			return LATE_FORK_ULIMIT;
	return -1;
}

struct flow builtin_ulimit(struct shell *sh, int argc, char **argv)
{
	struct optscan scan;
	int option, status = 0;
	bool soft = false, hard = false;
	uint32_t wanted = 0; /* bit n: limits[n] */
	const struct limit *last = limit_by_letter('f');

	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, ulimit_options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return builtin_failure(sh, argv, 2);
		if (option == 'S') {
			soft = true;
		} else if (option == 'H') {
			hard = true;
		} else if (option == 'a') {
			wanted = (1u << LIMIT_COUNT) - 1;
		} else {
			last = limit_by_letter(option);
			wanted |= 1u << (last - limits);
		}
	}
	bool several = (wanted & (wanted - 1)) != 0;
	if (scan.index < argc) {
		if (scan.index + 1 < argc)
			return builtin_usage(sh, argv, "too many operands");
		if (several)
			return builtin_usage(sh, argv, "only one limit can be set at a time");
		struct flow flow = builtin_needs_process(sh, ulimit_no_return(sh, argc, argv));
		if (flow.kind != FLOW_NEXT)
			return flow;
		return set_limit(sh, argv, last, soft || !hard, hard || !soft, argv[scan.index]);
	}
	if (!wanted)
		wanted = 1u << (last - limits);
	for (size_t i = 0; i < LIMIT_COUNT; i++)
		if ((wanted >> i & 1) && !print_limit(sh, argv, &limits[i], hard && !soft, several))
			status = 1;
	return flow_next(status);
}
