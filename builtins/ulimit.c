/*
 * ulimit: resource limits of the shell and its children (XCU ulimit; getrlimit(2)).
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include "builtins.h"
#include "error.h"
#include "var.h"

/* Units of -c and -f: POSIX counts blocks of 512 bytes, bash outside POSIX mode 1024. */
#define UNIT_BLOCK    0

/* The most that the kernel writes to a pipe at once: a limit that cannot be changed. */
#define RESOURCE_PIPE (-1)

/* COUNTED is for what has a unit, NUMBER for what has none. */
#define LIMITS(COUNTED, NUMBER)                                                       \
	COUNTED('R', RLIMIT_RTTIME, 1, "real-time non-blocking time", "microseconds") \
	COUNTED('c', RLIMIT_CORE, UNIT_BLOCK, "core file size", "blocks")             \
	COUNTED('d', RLIMIT_DATA, 1024, "data seg size", "kbytes")                    \
	NUMBER('e', RLIMIT_NICE, "scheduling priority")                               \
	COUNTED('f', RLIMIT_FSIZE, UNIT_BLOCK, "file size", "blocks")                 \
	NUMBER('i', RLIMIT_SIGPENDING, "pending signals")                             \
	COUNTED('l', RLIMIT_MEMLOCK, 1024, "max locked memory", "kbytes")             \
	COUNTED('m', RLIMIT_RSS, 1024, "max memory size", "kbytes")                   \
	NUMBER('n', RLIMIT_NOFILE, "open files")                                      \
	COUNTED('p', RESOURCE_PIPE, 512, "pipe size", "512 bytes")                    \
	COUNTED('q', RLIMIT_MSGQUEUE, 1, "POSIX message queues", "bytes")             \
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
	if (limit->resource == RESOURCE_PIPE) {
		values->rlim_cur = values->rlim_max = PIPE_BUF;
		return true;
	}
	if (getrlimit((__rlimit_resource_t)limit->resource, values) == 0)
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
		strbuf_addf(&place, "(%s%s-%c) ", limit->unit_name, *limit->unit_name ? ", " : "",
			    limit->letter);
		out_printf(&sh->out, "%-20s %20s", limit->name, strbuf_text(&place));
		strbuf_free(&place);
	}
	rlim_t value = hard ? values.rlim_max : values.rlim_cur;
	if (value == RLIM_INFINITY)
		out_puts(&sh->out, "unlimited\n");
	else
		out_printf(&sh->out, "%llu\n", (unsigned long long)(value / unit_of(sh, limit)));
	return true;
}

static bool all_digits(const char *text)
{
	return *text && !text[strspn(text, "0123456789")];
}

/* A new limit: a number of units, or one of the words.  False with ERANGE for a number that is too
 * large, and EINVAL for what is none. */
static bool parse_limit(const char *text, rlim_t unit, const struct rlimit *now, rlim_t *value)
{
	long number;

	errno = 0;
	if (strcmp(text, "unlimited") == 0)
		*value = RLIM_INFINITY;
	else if (strcmp(text, "hard") == 0)
		*value = now->rlim_max;
	else if (strcmp(text, "soft") == 0)
		*value = now->rlim_cur;
	else if (!parse_count(text, INT64_MAX, &number))
		return errno = all_digits(text) ? ERANGE : EINVAL, false;
	else if ((rlim_t)number > (RLIM_INFINITY - 1) / unit)
		return errno = ERANGE, false;
	else
		*value = (rlim_t)number * unit;
	return true;
}

static int set_limit(struct shell *sh, char **argv, const struct limit *limit, bool soft, bool hard,
		     const char *text)
{
	struct rlimit values;
	rlim_t value;
	if (!read_limit(sh, argv, limit, &values))
		return 1;
	if (!parse_limit(text, unit_of(sh, limit), &values, &value)) {
		if (errno == ERANGE)
			shell_error_in(sh, argv[0], "%s: limit out of range", text);
		else
			shell_error_in(sh, argv[0], "%s: invalid %snumber", text,
				       text[0] == '0' && text[1] == 'x' ? "hex " : "");
		return OPT(sh, POSIX) ? 2 : 1;
	}
	if (hard)
		values.rlim_max = value;
	if (soft)
		values.rlim_cur = value;
	if (limit->resource == RESOURCE_PIPE) {
		shell_error_in(sh, argv[0], "%s: cannot modify limit: %s", limit->name,
			       strerror(EINVAL));
		return 1;
	}
	if (setrlimit((__rlimit_resource_t)limit->resource, &values) == 0) {
		if (limit->resource == RLIMIT_STACK)
			stack_guard_init(&sh->guard);
		return 0;
	}
	shell_error_in(sh, argv[0], "%s: cannot modify limit: %s", limit->name, strerror(errno));
	return 1;
}

static const struct limit *limit_by_letter(int letter)
{
	const struct limit *limit = limits;
	while (limit->letter != letter)
		limit++;
	return limit;
}

/* With an operand, or a number behind a letter, it sets a limit. */
int ulimit_no_return(struct shell *sh, int argc, char **argv)
{
	(void)sh;
	for (int i = 1; i < argc; i++)
		if (argv[i][0] != '-' || strpbrk(argv[i], "0123456789"))
			return LATE_FORK_ULIMIT;
	return -1;
}

/* One limit asked for, or set. */
struct change {
	const struct limit *limit;
	const char *text; /* NULL: it is shown */
};

/* The value that may stand behind a letter, in the same word when it is a number, or in the next
 * one. */
static const char *value_behind(struct optscan *scan)
{
	if (scan->at) {
		const char *rest = scan->argv[scan->index] + scan->at;
		if (*rest < '0' || *rest > '9')
			return NULL;
		scan->at = 0;
		scan->index++;
		return rest;
	}
	if (scan->index < scan->argc && scan->argv[scan->index][0] != '-')
		return scan->argv[scan->index++];
	return NULL;
}

struct flow builtin_ulimit(struct shell *sh, int argc, char **argv)
{
	/* a letter each, and one more of each word */
	size_t room = LIMIT_COUNT + 1;
	for (int i = 1; i < argc; i++)
		room += argv[i][0] == '-' ? strlen(argv[i]) : 1;
	struct change *changes = arena_try_alloc(&sh->scratch, room * sizeof(*changes));
	if (!changes) {
		shell_error_in(sh, argv[0], "out of memory");
		return flow_next(1);
	}
	uint32_t count = 0;
	struct optscan scan;
	int option, status = 0;
	bool soft = false, hard = false, all = false;

	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, ulimit_options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return builtin_failure(sh, argv, 2);
		if (option == 'S')
			soft = true;
		else if (option == 'H')
			hard = true;
		else if (option == 'a')
			all = true;
		else
			changes[count++] =
				(struct change){limit_by_letter(option), value_behind(&scan)};
	}
	if (all) {
		count = 0;
		for (size_t i = 0; i < LIMIT_COUNT; i++)
			changes[count++] = (struct change){&limits[i], NULL};
	} else if (count == 0) {
		changes[count++] = (struct change){limit_by_letter('f'),
						   scan.index < argc ? argv[scan.index++] : NULL};
	}
	if (count == 1 && !changes[0].text && scan.index < argc)
		changes[0].text = argv[scan.index];
	struct flow flow = builtin_needs_process(sh, ulimit_no_return(sh, argc, argv));
	if (flow.kind != FLOW_NEXT)
		return flow;
	for (uint32_t i = 0; i < count; i++) {
		const struct limit *limit = changes[i].limit;
		const char *text = changes[i].text;
		if (text)
			status |= set_limit(sh, argv, limit, soft || !hard, hard || !soft, text);
		else if (!print_limit(sh, argv, limit, hard && !soft, count > 1))
			status |= 1;
	}
	return flow_next(status);
}
