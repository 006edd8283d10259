/*
 * forkbench: what creating a process costs; see include/bench.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "bench.h"
#include "builtins.h"
#include "error.h"
#include "mem.h"
#include "var.h"

#define DEFAULT_RUNS	20
#define DEFAULT_WARMUP	3
#define DEFAULT_IDLE	300
#define DEFAULT_PROGRAM "/bin/true"

enum {
	OPTION_EXEC = OPTION_LONG,
	OPTION_NO_EXEC,
	OPTION_PROGRAM,
	OPTION_HUGE,
	OPTION_SVG,
	OPTION_HTML,
	OPTION_MEMORY,
	OPTION_LIKE,
};

const struct builtin_option forkbench_options[] = {
	{'m', "methods", "METHODS", "of fork, vfork, clone and posix_spawn, separated by commas"},
	{'s', "sizes", "SIZES", "of memory that the parent has touched: 0,64M,1G"},
	{'n', "runs", "RUNS", "rounds that count (20)"},
	{'w', "warmup", "RUNS", "rounds before them (3)"},
	{OPTION_EXEC, "exec", NULL, "only children that execute a program"},
	{OPTION_NO_EXEC, "no-exec", NULL, "only children that exit at once"},
	{OPTION_PROGRAM, "program", "FILE", "what they execute (/bin/true)"},
	{OPTION_HUGE, "thp", NULL, "ask for transparent huge pages"},
	{OPTION_SVG, "svg", "FILE", "write the charts to a file too"},
	{OPTION_HTML, "html", "FILE", "write charts and tables to a file too, as a page to show"},
	{'j', "json", NULL, "write JSON"},
	{OPTION_MEMORY, "memory", NULL, "measure what one idle process costs the kernel instead"},
	{'c', "count", "COUNT", "how many it is to be divided by (300)"},
	{OPTION_LIKE, "like", "PID",
	 "say what it would cost that process, and whether it would fail"},
	{'t', "time", "SECONDS", "--like: look at what it writes for so long (1)"},
	{0, NULL, NULL, NULL},
};

/* The tasks that there are, as bits: an option is of some of them. */
enum { OF_TIMES = 1, OF_MEMORY = 2, OF_LIKE = 4, OF_ALL = 7 };

static const struct {
	int option;
	unsigned of;
} uses[] = {
	{'m', OF_TIMES | OF_LIKE},
	{'s', OF_TIMES},
	{'n', OF_TIMES | OF_LIKE},
	{'w', OF_TIMES | OF_LIKE},
	{OPTION_EXEC, OF_TIMES | OF_LIKE},
	{OPTION_NO_EXEC, OF_TIMES | OF_LIKE},
	{OPTION_PROGRAM, OF_TIMES | OF_LIKE},
	{OPTION_HUGE, OF_TIMES},
	{OPTION_SVG, OF_TIMES},
	{OPTION_HTML, OF_TIMES},
	{'j', OF_ALL},
	{OPTION_MEMORY, OF_MEMORY},
	{'c', OF_MEMORY},
	{OPTION_LIKE, OF_LIKE},
	{'t', OF_LIKE},
};
#define USES (sizeof(uses) / sizeof(*uses))

struct request {
	unsigned given; /* bit n: uses[n] was given */
	pid_t like;	/* 0: none */
	double seconds;
	struct bench_plan plan;
	const char *svg, *html;
	bool json, memory, sizes_given;
};

/* ---- the command line -------------------------------------------------------------------- */

/* One element of a list separated by commas; false at the end, when *list is NULL. */
static bool next_element(const char **list, char *element, size_t size)
{
	if (!*list)
		return false;
	size_t len = strcspn(*list, ",");
	bool last = (*list)[len] == '\0';
	if (len >= size)
		len = size - 1;
	memcpy(element, *list, len);
	element[len] = '\0';
	*list = last ? NULL : *list + strcspn(*list, ",") + 1;
	return true;
}

static bool take_methods(struct bench_plan *plan, const char *list, char word[32])
{
	plan->methods = 0;
	while (next_element(&list, word, 32)) {
		int method = measure_method_by_name(word);
		if (method < 0)
			return false;
		plan->methods |= 1u << method;
	}
	return plan->methods != 0;
}

/* Into its place among the others; a size that is there already is not put there twice. */
static bool insert_size(struct bench_plan *plan, uint64_t size)
{
	uint32_t at = 0;
	while (at < plan->size_count && plan->sizes[at] < size)
		at++;
	if (at < plan->size_count && plan->sizes[at] == size)
		return true;
	if (plan->size_count >= BENCH_SIZES_MAX)
		return false;
	memmove(&plan->sizes[at + 1], &plan->sizes[at],
		(plan->size_count - at) * sizeof(*plan->sizes));
	plan->sizes[at] = size;
	plan->size_count++;
	return true;
}

static bool take_sizes(struct bench_plan *plan, const char *list, char word[32])
{
	plan->size_count = 0;
	while (next_element(&list, word, 32)) {
		uint64_t size;
		if (!bench_parse_size(word, &size) || !insert_size(plan, size))
			return false;
	}
	return plan->size_count > 0;
}

static bool take_count(const char *text, long least, long most, uint32_t *count)
{
	long value;
	if (!parse_count(text, most, &value) || value < least)
		return false;
	*count = (uint32_t)value;
	return true;
}

/* One option.  NULL, or what is wrong with its argument. */
static const char *take_option(struct request *request, int option, const char *argument,
			       char word[32])
{
	struct bench_plan *plan = &request->plan;
	snprintf(word, 32, "%s", argument ? argument : "");
	long pid;
	switch (option) {
	case OPTION_LIKE:
		if (!parse_count(argument, INT32_MAX, &pid) || pid == 0)
			return "not a process id";
		request->like = (pid_t)pid;
		return NULL;
	case 't':
		return parse_duration(argument, 0.01, 3600, &request->seconds)
			       ? NULL
			       : "not a number of seconds";
	case 'm':
		return take_methods(plan, argument, word)
			       ? NULL
			       : "no such method (fork, vfork, clone, posix_spawn)";
	case 's':
		request->sizes_given = true;
		return take_sizes(plan, argument, word) ? NULL : "not a size";
	case 'n':
		return take_count(argument, 1, BENCH_RUNS_MAX, &plan->runs) ? NULL : "not a count";
	case 'w':
		return take_count(argument, 0, BENCH_RUNS_MAX, &plan->warmup) ? NULL
									      : "not a count";
	case 'c':
		return take_count(argument, 1, BENCH_IDLE_MOST, &plan->idle)
			       ? NULL
			       : "not a count from 1 to 5000";
	case 'j':
		request->json = true;
		return NULL;
	case OPTION_EXEC:
		plan->bare = false;
		return NULL;
	case OPTION_NO_EXEC:
		plan->exec = false;
		return NULL;
	case OPTION_PROGRAM:
		plan->program = argument;
		return NULL;
	case OPTION_HUGE:
		plan->huge = true;
		return NULL;
	case OPTION_SVG:
		request->svg = argument;
		return NULL;
	case OPTION_HTML:
		request->html = argument;
		return NULL;
	default:
		request->memory = true;
		return NULL;
	}
}

static void note_option(struct request *request, int option)
{
	for (size_t i = 0; i < USES; i++)
		if (uses[i].option == option)
			request->given |= 1u << i;
}

static void add_option_name(struct strbuf *into, int option)
{
	const struct builtin_option *at = forkbench_options;
	while (at->letter != option)
		at++;
	strbuf_addf(into, "--%s", at->name);
}

/* Options that do not go with what is asked for.  False after a message. */
static bool options_agree(struct shell *sh, char **argv, const struct request *request)
{
	unsigned asked = request->memory && request->like ? 0
			 : request->memory		  ? OF_MEMORY
			 : request->like		  ? OF_LIKE
							  : OF_TIMES;
	const char *mode = request->memory ? "--memory" : "--like";
	struct strbuf name = STRBUF_INIT;
	size_t i = 0;

	if (!asked) {
		builtin_usage(sh, argv, "--memory and --like exclude each other");
		return false;
	}
	while (i < USES && (!(request->given >> i & 1) || uses[i].of & asked))
		i++;
	if (i == USES)
		return true;
	add_option_name(&name, uses[i].option);
	if (asked == OF_TIMES)
		builtin_usage(sh, argv, "%s goes with %s alone", strbuf_text(&name),
			      uses[i].of & OF_MEMORY ? "--memory" : "--like");
	else
		builtin_usage(sh, argv, "%s does not go with %s", strbuf_text(&name), mode);
	strbuf_free(&name);
	return false;
}

/* ---- what can be known to fail before anything is measured -------------------------------- */

static bool is_directory(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* A file that can be written, or made. */
static bool can_write(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct strbuf directory = STRBUF_INIT;

	if (is_directory(path)) {
		errno = EISDIR;
		return false;
	}
	if (access(path, W_OK) == 0)
		return true;
	if (errno != ENOENT)
		return false;
	strbuf_add(&directory, path, slash ? (size_t)(slash - path + 1) : 0);
	if (!slash)
		strbuf_addc(&directory, '.');
	bool possible = access(strbuf_text(&directory), W_OK | X_OK) == 0;
	int error = errno;
	strbuf_free(&directory);
	errno = error;
	return possible;
}

/* Touching more than there is would have the kernel end processes to make room. */
static bool fit_sizes(struct shell *sh, struct request *request)
{
	struct bench_plan *plan = &request->plan;
	uint64_t limit = bench_memory_limit();
	struct strbuf text = STRBUF_INIT;

	while (!request->sizes_given && plan->size_count > 1 &&
	       plan->sizes[plan->size_count - 1] > limit)
		plan->size_count--;
	uint64_t most = plan->sizes[plan->size_count - 1];
	if (most > limit) {
		bench_add_size(&text, most);
		strbuf_adds(&text, ": more than three quarters of the memory available (");
		bench_add_size(&text, limit >> 20 << 20);
		strbuf_addc(&text, ')');
		shell_error_in(sh, "forkbench", "%s", strbuf_text(&text));
		strbuf_free(&text);
		return false;
	}
	return true;
}

static bool huge_pages_are_possible(struct shell *sh)
{
	static const char path[] = "/sys/kernel/mm/transparent_hugepage/enabled";
	char text[64] = "";
	FILE *file = fopen(path, "re");
	bool known = file && fgets(text, sizeof(text), file);
	if (file)
		fclose(file);
	if (known && !strstr(text, "[never]"))
		return true;
	shell_error_in(sh, "forkbench", "--thp: %s",
		       known ? "transparent huge pages are turned off (/sys/kernel/mm/"
			       "transparent_hugepage/enabled)"
			     : "this kernel has no transparent huge pages");
	return false;
}

static bool is_possible(struct shell *sh, struct request *request)
{
	const struct bench_plan *plan = &request->plan;
	if (plan->exec && (is_directory(plan->program) || access(plan->program, X_OK) < 0)) {
		shell_error_in(sh, "forkbench", "%s: %s", plan->program,
			       strerror(is_directory(plan->program) ? EISDIR : errno));
		return false;
	}
	const char *files[] = {request->svg, request->html};
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		if (!files[i] || can_write(files[i]))
			continue;
		shell_error_in(sh, "forkbench", "%s: %s", files[i], strerror(errno));
		return false;
	}
	return (!plan->huge || huge_pages_are_possible(sh)) && fit_sizes(sh, request);
}

/* ---- carrying it out ---------------------------------------------------------------------- */

static bool write_file(struct shell *sh, const char *path, const struct strbuf *text)
{
	struct outbuf out;
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	bool written = false;

	if (fd >= 0) {
		outbuf_init(&out, fd);
		out_strbuf(&out, text);
		written = outbuf_flush(&out) == 0;
		int error = errno;
		outbuf_free(&out);
		close(fd);
		errno = error;
	}
	if (!written)
		shell_error_in(sh, "forkbench", "%s: %s", path, strerror(errno));
	return written;
}

/* All failed: there is nothing in it for anyone who asked. */
static int status_of(const struct bench_result *result)
{
	for (uint32_t i = 0; i < result->cell_count; i++)
		if (result->cells[i].count && !result->cells[i].error)
			return 0;
	return 1;
}

static struct flow measure_times(struct shell *sh, const struct request *request)
{
	struct bench_result result;
	struct flow flow;

	if (!bench_run(sh, &request->plan, &result, &flow))
		return flow;
	int status = status_of(&result);
	if (request->json)
		bench_print_json(&result, &sh->out);
	else
		bench_print(&result, &sh->out, output_width(sh), sh->utf8);
	if (request->svg) {
		struct strbuf image = STRBUF_INIT;
		bench_svg(&result, &image);
		if (!write_file(sh, request->svg, &image))
			status = 1;
		strbuf_free(&image);
	}
	if (request->html) {
		struct outbuf page;
		outbuf_init(&page, -1);
		bench_html(&result, &page);
		if (!write_file(sh, request->html, &page.bytes))
			status = 1;
		outbuf_free(&page);
	}
	bench_result_free(&result);
	return flow_next(status);
}

static struct flow measure_memory(struct shell *sh, const struct request *request)
{
	struct bench_memory *memory;
	struct flow flow;

	if (!bench_memory(sh, &request->plan, &memory, &flow))
		return flow;
	if (request->json)
		bench_memory_print_json(memory, &sh->out);
	else
		bench_memory_print(memory, &sh->out);
	int status = memory->made[IDLE_PROCESS] ? 0 : 1;
	mem_free(memory);
	return flow_next(status);
}

static void print_like(struct shell *sh, const struct bench_like *like)
{
	struct outbuf text;

	outbuf_init(&text, -1);
	bench_like_print(like, &text);
	out_report(sh, &text);
}

/* forkbench --like: the cost of creating a process for another one. */
static struct flow measure_like(struct shell *sh, const struct request *request)
{
	struct bench_like like = {.pid = request->like};
	struct bench_plan plan = request->plan;
	struct process_stat stat;
	struct flow flow = flow_next(0);

	int error = stat_read(like.pid, &stat);
	if (!error) {
		snprintf(like.name, sizeof(like.name), "%s", stat.name);
		error = bench_shape_read(&like.shape, like.pid);
	}
	if (error) {
		shell_error_in(sh, "forkbench", "--like: %d: %s", (int)like.pid,
			       error == EINVAL && stat.kernel
				       ? "it has no memory of its own: a kernel thread"
			       : error == EINVAL ? "it has no memory of its own: it has ended"
						 : proc_reason(error));
		return flow_next(1);
	}
	bench_writes_watch(&like.writes, like.pid, request->seconds);
	if (like.writes.error == ESRCH || like.writes.error == ENOENT) {
		shell_error_in(sh, "forkbench", "--like: %d: the process has ended meanwhile",
			       (int)like.pid);
		bench_shape_free(&like.shape);
		return flow_next(1);
	}
	bench_limits_read(&like.limits, like.pid, &like.shape);
	plan.size_count = 1;
	plan.sizes[0] = 0;
	plan.shape = &like.shape;
	like.measured = like.shape.anonymous <= bench_memory_limit();
	if (!like.measured || bench_run(sh, &plan, &like.result, &flow)) {
		if (request->json)
			bench_like_print_json(&like, &sh->out);
		else
			print_like(sh, &like);
		if (like.measured)
			bench_result_free(&like.result);
	}
	bench_shape_free(&like.shape);
	return flow;
}

struct flow builtin_forkbench(struct shell *sh, int argc, char **argv)
{
	struct request request = {.seconds = 1,
				  .plan = {
					  .methods = (1u << MEASURE_METHOD_COUNT) - 1,
					  .exec = true,
					  .bare = true,
					  .sizes = {0, 64ull << 20, 256ull << 20, 1ull << 30},
					  .size_count = 4,
					  .runs = DEFAULT_RUNS,
					  .warmup = DEFAULT_WARMUP,
					  .program = DEFAULT_PROGRAM,
					  .idle = DEFAULT_IDLE,
				  }};
	struct optscan scan;
	int option;

	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, forkbench_options)) != -1) {
		char word[32];
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return builtin_failure(sh, argv, 2);
		if ((option == OPTION_PROGRAM || option == OPTION_SVG || option == OPTION_HTML) &&
		    builtin_is_restricted(sh, argv, scan.argument))
			return flow_next(1);
		const char *wrong = take_option(&request, option, scan.argument, word);
		if (wrong)
			return builtin_wrong(sh, argv, word, wrong);
		note_option(&request, option);
	}
	if (scan.index < argc)
		return builtin_usage(sh, argv, "%s: no operands are taken", argv[scan.index]);
	if (!options_agree(sh, argv, &request))
		return flow_next(2);
	if (request.memory)
		return measure_memory(sh, &request);
	if (!request.plan.exec && !request.plan.bare)
		return builtin_usage(sh, argv, "--exec and --no-exec leave nothing to measure");
	if (!request.plan.exec && request.plan.methods == 1u << MEASURE_POSIX_SPAWN)
		return builtin_usage(sh, argv, "posix_spawn has no form without exec");
	if (!is_possible(sh, &request))
		return flow_next(1);
	if (request.like)
		return measure_like(sh, &request);
	return measure_times(sh, &request);
}
