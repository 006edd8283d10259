/*
 * cow: what of a process's memory is shared and what is its own.
 */
#include <limits.h>
#include <string.h>
#include <unistd.h>
#include "bench.h"
#include "builtins.h"
#include "cow.h"
#include "error.h"
#include "jobs.h"
#include "mem.h"
#include "var.h"

enum cow_option {
	OPTION_DEMO = OPTION_LONG,
	OPTION_STEPS,
	OPTION_HUGE,
	OPTION_WRITER,
	OPTION_FRAMES,
	OPTION_TABLES,
	OPTION_TREE,
	OPTION_WHY,
};

const struct builtin_option cow_options[] = {
	{'v', "pages", NULL, "mapping by mapping and page by page"},
	{'w', "watch", NULL, "follow one process in a live view, until q is typed"},
	{'j', "json", NULL, "write JSON"},
	{OPTION_TREE, "tree", NULL, "one process with its descendants, and who shares what"},
	{OPTION_WHY, "why", NULL, "which writes of one process have shared pages copied"},
	{'t', "time", "SECONDS", "--why: look for so long (5)"},
	{OPTION_DEMO, "demo", "SIZE", "fork, and watch SIZE (K, M, G) of memory being copied"},
	{OPTION_WRITER, "writer", "WHO",
	 "of the demonstration: child (the default), parent or both"},
	{OPTION_FRAMES, "frames", NULL,
	 "of the demonstration: parent and child page by page, side by side"},
	{OPTION_TABLES, "tables", NULL,
	 "of the demonstration: the page tables that fork copies, and what spares them"},
	{OPTION_STEPS, "steps", "N", "of the demonstration: in N steps instead of 8"},
	{OPTION_HUGE, "huge", NULL, "of the demonstration: in transparent huge pages"},
	{0, NULL, NULL, NULL},
};

const char cow_description[] =
	"Of each process, the shell itself without an operand: memory that is resident, shared with other\n"
	"processes, private, anonymous, swapped, and what its page tables take, from smaps_rollup.  A page\n"
	"counts as shared when it is mapped more than once in the whole system.";

#define STEPS_MOST    100000
#define SECONDS_MOST  86400
#define SECONDS_LEAST 0.01
#define SECONDS	      5

struct cow_arguments {
	bool pages, watch, json, demo, tree, why;
	double seconds; /* 0: not given */
	bool of_demo;	/* an option was given that only the demonstration knows */
	bool of_steps;	/* one that only its steps know */
	bool tables;
	struct cow_demo request;
};

/* ---- operands -------------------------------------------------------------------------- */

struct pid_list {
	pid_t *at; /* heap */
	size_t count;
};

static void add_pid(struct pid_list *list, pid_t pid)
{
	list->at = mem_realloc(list->at, (list->count + 1) * sizeof(*list->at));
	list->at[list->count++] = pid;
}

/* 0; or the status to end with, after a message. */
static int add_job(struct shell *sh, const char *who, const char *spec, struct pid_list *list)
{
	jobs_poll(sh);
	const struct job *job = job_by_spec(sh, who, spec);
	size_t before = list->count;

	if (!job)
		return 1;
	for (uint32_t i = 0; i < job->process_count; i++)
		if (job->processes[i].state != PROCESS_DONE)
			add_pid(list, job->processes[i].pid);
	if (list->count == before)
		shell_error_in(sh, who, "%s: the job has ended", spec);
	return list->count > before ? 0 : 1;
}

/* The same. */
static int add_operand(struct shell *sh, const char *who, const char *operand,
		       struct pid_list *list)
{
	long number;

	if (*operand == '%')
		return add_job(sh, who, operand, list);
	if (!parse_count(operand, INT_MAX, &number) || number == 0) {
		shell_error_in(sh, who, "`%s': not a pid or valid job spec", operand);
		return 2;
	}
	add_pid(list, (pid_t)number);
	return 0;
}

/* Those of the operands that are there.  0; or the status to end with, when one was not. */
static int take_operands(struct shell *sh, const char *who, char **operands, struct pid_list *list)
{
	int status = 0;

	if (!*operands)
		add_pid(list, getpid());
	for (; *operands; operands++) {
		int wrong = add_operand(sh, who, *operands, list);
		if (wrong > status)
			status = wrong;
	}
	return status;
}

/* ---- options --------------------------------------------------------------------------- */

static bool take_writer(const char *name, enum cow_writer *writer)
{
	static const char *const names[] = {
#define X(id, word) [COW_WRITER_##id] = word,
		COW_WRITERS(X)
#undef X
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (strcmp(names[i], name) == 0) {
			*writer = (enum cow_writer)i;
			return true;
		}
	}
	return false;
}

/* -1 to go on, else the status to end with. */
static int take_option(struct shell *sh, struct optscan *scan, int option,
		       struct cow_arguments *arguments)
{
	long number = 0;

	switch (option) {
	case 'v':
		arguments->pages = true;
		return -1;
	case 'w':
		arguments->watch = true;
		return -1;
	case 'j':
		arguments->json = true;
		return -1;
	case OPTION_DEMO:
		arguments->demo = true;
		if (bench_parse_size(scan->argument, &arguments->request.size) &&
		    arguments->request.size > 0)
			return -1;
		builtin_wrong(sh, scan->argv, scan->argument, "not a size");
		return 2;
	case OPTION_STEPS:
		arguments->of_demo = arguments->of_steps = true;
		if (parse_count(scan->argument, STEPS_MOST, &number) && number > 0) {
			arguments->request.steps = (uint64_t)number;
			return -1;
		}
		builtin_wrong(sh, scan->argv, scan->argument, "not a number of steps");
		return 2;
	case OPTION_WRITER:
		arguments->of_demo = arguments->of_steps = true;
		if (take_writer(scan->argument, &arguments->request.writer))
			return -1;
		builtin_wrong(sh, scan->argv, scan->argument, "not a writer: child, parent, both");
		return 2;
	case OPTION_FRAMES:
		arguments->of_demo = arguments->of_steps = arguments->request.frames = true;
		return -1;
	case OPTION_TABLES:
		arguments->of_demo = arguments->tables = true;
		return -1;
	case OPTION_HUGE:
		arguments->of_demo = arguments->of_steps = arguments->request.huge = true;
		return -1;
	case OPTION_TREE:
		arguments->tree = true;
		return -1;
	case OPTION_WHY:
		arguments->why = true;
		return -1;
	case 't':
		if (parse_duration(scan->argument, SECONDS_LEAST, SECONDS_MOST,
				   &arguments->seconds))
			return -1;
		builtin_wrong(sh, scan->argv, scan->argument, "not a number of seconds");
		return 2;
	case OPTION_HELP:
		return 0;
	default:
		return 2;
	}
}

/* The message about arguments that cannot go together; NULL when all can. */
static const char *contradiction(const struct cow_arguments *arguments, int operands)
{
	if (arguments->demo && operands)
		return "--demo takes no process";
	if (arguments->demo && arguments->pages)
		return "-v and --demo exclude each other";
	if (arguments->watch && (arguments->pages || arguments->json))
		return "-w excludes -v and -j";
	if (arguments->watch && operands > 1)
		return "-w follows one process";
	if (arguments->tree && (arguments->demo || arguments->watch || arguments->pages))
		return "--tree excludes -v, -w and --demo";
	if (arguments->tree && operands > 1)
		return "--tree takes one process";
	if (arguments->why &&
	    (arguments->demo || arguments->watch || arguments->pages || arguments->tree))
		return "--why excludes -v, -w, --tree and --demo";
	if (arguments->why && operands != 1)
		return "--why takes one process";
	if (!arguments->why && arguments->seconds > 0)
		return "-t is for --why";
	if (!arguments->demo && arguments->of_demo)
		return "--steps, --huge, --writer, --frames and --tables are for --demo";
	if (arguments->tables && (arguments->of_steps || arguments->watch))
		return "--tables excludes -w, --steps, --huge, --writer and --frames";
	return NULL;
}

static int take_arguments(struct shell *sh, struct optscan *scan, struct cow_arguments *arguments)
{
	int option, status = -1;

	while (status < 0 && (option = optscan_next_option(sh, scan, cow_options)) != -1)
		status = take_option(sh, scan, option, arguments);
	if (status >= 0)
		return status;
	const char *why = contradiction(arguments, scan->argc - scan->index);
	if (!why)
		return -1;
	builtin_usage(sh, scan->argv, "%s", why);
	return 2;
}

static struct cow_style style_of_output(struct shell *sh, const char *who, bool json)
{
	bool terminal = output_is_terminal(sh);
	const char *no_colour = var_get(sh, "NO_COLOR");

	return (struct cow_style){
		.who = who,
		.width = terminal ? output_width(sh) : 80,
		.folds = terminal,
		.colour = terminal && !json && !(no_colour && *no_colour),
		.json = json,
	};
}

/* Of a job, its last process. */
static int of_one(struct shell *sh, const struct cow_style *style, char **operands,
		  int (*show)(struct shell *sh, const struct cow_style *style, pid_t pid))
{
	struct pid_list list = {0};
	int status = take_operands(sh, style->who, operands, &list);

	if (!status)
		status = show(sh, style, list.at[list.count - 1]);
	mem_free(list.at);
	return status;
}

static int report(struct shell *sh, const struct cow_style *style, char **operands, bool pages)
{
	struct pid_list list = {0};
	int status = take_operands(sh, style->who, operands, &list);

	if (list.count && cow_report(sh, style, list.at, list.count, pages) && !status)
		status = 1;
	mem_free(list.at);
	return status;
}

struct flow builtin_cow(struct shell *sh, int argc, char **argv)
{
	struct cow_arguments arguments = {0};
	struct optscan scan;

	optscan_init(&scan, argc, argv);
	int status = take_arguments(sh, &scan, &arguments);
	if (status >= 0)
		return flow_next(status);
	struct cow_style style = style_of_output(sh, argv[0], arguments.json);
	if (arguments.tables)
		return flow_next(cow_fork_tables(sh, &style, &arguments.request));
	if (arguments.demo && arguments.watch)
		return flow_next(cow_live_demo(sh, &style, &arguments.request));
	if (arguments.demo)
		return flow_next(cow_demo(sh, &style, &arguments.request));
	if (arguments.watch)
		return flow_next(of_one(sh, &style, argv + scan.index, cow_live));
	style.seconds = arguments.seconds > 0 ? arguments.seconds : SECONDS;
	if (arguments.why)
		return flow_next(of_one(sh, &style, argv + scan.index, cow_why));
	if (arguments.tree)
		return flow_next(of_one(sh, &style, argv + scan.index, cow_family));
	return flow_next(report(sh, &style, argv + scan.index, arguments.pages));
}
