/*
 * forktrace: what making processes cost, from what `set -o forktrace` or --forktrace recorded.
 */
#include <errno.h>
#include <string.h>
#include "builtins.h"
#include "error.h"
#include "forktrace.h"
#include "json.h"
#include "var.h"

/* Forks made for a report of the running shell, to see what one costs. */
#define SAMPLES	    16
/* Columns from which on a report has all of its own. */
#define WIDE_ENOUGH 120

enum { LONG_BY = OPTION_LONG, LONG_FORMAT, LONG_KERNEL, LONG_CPUS, LONG_DIFF, LONG_LANGUAGE };

const struct builtin_option forktrace_options[] = {
	{LONG_BY, "by", "KEY", "report: sum by line, function, command or strategy"},
	{LONG_FORMAT, "format", "FORMAT", "export: chrome, folded, html or ndjson"},
	{'n', "most", "COUNT", "report, tree, advise: at most so many rows"},
	{'j', "json", NULL, "write JSON (not of clear, export and top)"},
	{LONG_KERNEL, "kernel", NULL,
	 "run a command, and show what the kernel did for its processes"},
	{LONG_CPUS, "cpus", NULL, "--kernel: on which processors its processes were put, and ran"},
	{'o', "output", "FILE", "--kernel, --, attach: where to write that to"},
	{'t', "time", "SECONDS", "attach: let go after so long"},
	{LONG_DIFF, "diff", NULL, "advise: write a diff for patch(1)"},
	{LONG_LANGUAGE, "language", "LANGUAGE", "advise: rewrite in posix or bash"},
	{0, NULL, NULL, NULL},
};

const char forktrace_description[] =
	"Records are made while the option forktrace is on: one for every command that made a\n"
	"process, and for every subshell, substitution and pipeline stage that was spared one.\n"
	"  report [FILE]   sums, and what was saved by not forking\n"
	"  tree [FILE]     who was made inside whom, and the critical path\n"
	"  export [FILE]   all records, for other programs\n"
	"  top [FILE]      a live view\n"
	"  status          whether something is recorded, how much, what was lost\n"
	"  clear           forgets the commands that have ended\n"
	"  -- COMMAND      records of any program's processes, by ptrace(2)\n"
	"  attach PID      the same of a process that runs, with its descendants\n"
	"  advise SCRIPT   runs it, and tells which processes it can do without\n"
	"  advise FILE     the same of a trace, without running the script\n"
	"  kernel COMMAND  the same as --kernel: the kernel's tracepoints, for root\n"
	"FILE is what `cowsh --forktrace=FILE` wrote; without it, it is about this shell.";

/* Which options a command takes: bits. */
enum { TAKES_BY = 1, TAKES_FORMAT = 2, TAKES_MOST = 4, TAKES_JSON = 8, TAKES_FILE = 16 };

static const struct {
	int letter;
	unsigned bit;
} option_bits[] = {
	{LONG_BY, TAKES_BY},
	{LONG_FORMAT, TAKES_FORMAT},
	{'n', TAKES_MOST},
	{'j', TAKES_JSON},
};

/* ---- the commands ---------------------------------------------------------------------- */

bool forktrace_list(struct shell *sh, char **argv, const char *file, struct trace_list *list)
{
	size_t line;
	if (!file) {
		trace_list_ring(sh, list, 0);
		return true;
	}
	if (trace_list_file(list, file, &line) == 0)
		return true;
	if (line)
		shell_error_in(sh, argv[0], "%s: line %zu: not a record of forktrace", file, line);
	else
		shell_error_in(sh, argv[0], "%s: %s", file, strerror(errno));
	trace_list_free(list);
	return false;
}

/* The running shell must have something to tell. */
static bool has_records(struct shell *sh, char **argv, const struct forktrace *wanted)
{
	struct trace_status status;
	trace_get_status(sh, &status);
	if (wanted->file || status.capacity)
		return true;
	shell_error_in(sh, argv[0], "nothing was recorded: set -o forktrace records");
	return false;
}

static struct flow run_report(struct shell *sh, char **argv, const struct forktrace *wanted)
{
	struct trace_list list;
	struct trace_report report;

	if (!has_records(sh, argv, wanted))
		return flow_next(1);
	if (!wanted->file)
		trace_sample_forks(sh, SAMPLES);
	if (!forktrace_list(sh, argv, wanted->file, &list))
		return flow_next(1);
	trace_report_make(&report, &list, wanted->key);
	if (wanted->json) {
		trace_report_json(&report, &list, wanted->key, &sh->out);
	} else {
		struct outbuf text;
		outbuf_init(&text, -1);
		trace_report_print(&report, &list, wanted->key, wanted->most,
				   output_is_terminal(sh) && output_width(sh) < WIDE_ENOUGH, &text);
		out_report(sh, &text);
	}
	trace_report_free(&report);
	trace_list_free(&list);
	return flow_next(0);
}

static struct flow run_tree(struct shell *sh, char **argv, const struct forktrace *wanted)
{
	struct trace_list list;

	if (!has_records(sh, argv, wanted) || !forktrace_list(sh, argv, wanted->file, &list))
		return flow_next(1);
	if (wanted->json)
		trace_tree_json(&list, &sh->out);
	else
		trace_tree_print(&list, output_is_terminal(sh) ? output_width(sh) : 0, wanted->most,
				 &sh->out);
	trace_list_free(&list);
	return flow_next(0);
}

static struct flow run_export(struct shell *sh, char **argv, const struct forktrace *wanted)
{
	struct trace_list list;

	if (!wanted->export)
		return builtin_usage(sh, argv,
				     "export: --format must say chrome, folded, html or ndjson");
	if (!has_records(sh, argv, wanted) || !forktrace_list(sh, argv, wanted->file, &list))
		return flow_next(1);
	wanted->export(&list, &sh->out);
	trace_list_free(&list);
	return flow_next(0);
}

static struct flow run_clear(struct shell *sh, char **argv, const struct forktrace *wanted)
{
	(void)argv;
	(void)wanted;
	trace_clear(sh);
	return flow_next(0);
}

static void status_json(struct shell *sh, const struct trace_status *status)
{
	struct json json;
	json_init(&json, &sh->out, true);
	json_object_begin(&json, NULL);
	json_bool(&json, "recording", status->recording);
	json_bool(&json, "to_file", status->to_file);
	json_uint(&json, "capacity", status->capacity);
	json_uint(&json, "running", status->open);
	json_uint(&json, "ended", status->ended);
	json_uint(&json, "lost", status->lost);
	json_uint(&json, "overwritten", status->overwritten);
	json_uint(&json, "unwritten", status->unwritten);
	json_object_end(&json);
	json_end(&json);
}

static struct flow run_status(struct shell *sh, char **argv, const struct forktrace *wanted)
{
	struct trace_status status;
	(void)argv;
	trace_get_status(sh, &status);
	if (wanted->json) {
		status_json(sh, &status);
		return flow_next(0);
	}
	out_printf(&sh->out, "recording     %s%s\n", status.recording ? "on" : "off",
		   status.to_file ? ", to a file" : "");
	out_printf(&sh->out, "records       %u ended, %u running, room for %u\n", status.ended,
		   status.open, status.capacity);
	out_printf(&sh->out, "lost          %llu for want of room\n",
		   (unsigned long long)status.lost);
	out_printf(&sh->out, "overwritten   %llu by newer ones\n",
		   (unsigned long long)status.overwritten);
	out_printf(&sh->out, "unwritten     %llu that the file did not take\n",
		   (unsigned long long)status.unwritten);
	return flow_next(0);
}

static const struct {
	const char *name;
	struct flow (*run)(struct shell *sh, char **argv, const struct forktrace *wanted);
	unsigned takes;
} commands[] = {
	{"clear", run_clear, 0},
	{"export", run_export, TAKES_FORMAT | TAKES_FILE},
	{"report", run_report, TAKES_BY | TAKES_MOST | TAKES_JSON | TAKES_FILE},
	{"status", run_status, TAKES_JSON},
	{"top", forktrace_top, TAKES_BY | TAKES_FILE},
	{"tree", run_tree, TAKES_MOST | TAKES_JSON | TAKES_FILE},
};
#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

/* ---- the command line ------------------------------------------------------------------ */

static bool set_format(struct forktrace *wanted, const char *name)
{
	static const struct {
		const char *name;
		void (*export)(const struct trace_list *list, struct outbuf *out);
	} formats[] = {
		{"chrome", trace_export_chrome},
		{"folded", trace_export_folded},
		{"html", trace_export_html},
		{"ndjson", trace_export_ndjson},
	};
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (strcmp(formats[i].name, name) == 0)
			wanted->export = formats[i].export;
	return wanted->export != NULL;
}

/* One option.  NULL, or what is wrong with its argument. */
static const char *set_option(struct forktrace *wanted, int option, const char *argument)
{
	int key;
	long most;
	switch (option) {
	case LONG_BY:
		key = trace_key_by_name(argument);
		wanted->key = key < 0 ? wanted->key : (enum trace_key)key;
		return key < 0 ? "no such key (line, function, command, strategy)" : NULL;
	case LONG_FORMAT:
		return set_format(wanted, argument)
			       ? NULL
			       : "no such format (chrome, folded, html, ndjson)";
	case 'n':
		if (!parse_count(argument, INT32_MAX, &most) || most == 0)
			return "not a number of rows";
		wanted->most = (size_t)most;
		return NULL;
	case LONG_KERNEL:
	case LONG_CPUS:
		return "belongs to forktrace --kernel [--cpus] [-j] [-o FILE] COMMAND";
	case 'o':
		return "-o belongs to forktrace --kernel, forktrace -- and forktrace attach";
	case 't':
		return "-t belongs to forktrace attach";
	case LONG_DIFF:
	case LONG_LANGUAGE:
		return "belongs to forktrace advise [OPTION...] SCRIPT|FILE";
	default:
		wanted->json = true;
		return NULL;
	}
}

static unsigned option_bit(int option)
{
	for (size_t i = 0; i < sizeof(option_bits) / sizeof(option_bits[0]); i++)
		if (option_bits[i].letter == option)
			return option_bits[i].bit;
	return 0;
}

static const char *option_name(int option)
{
	size_t i = 0;
	while (forktrace_options[i].letter != option)
		i++;
	return forktrace_options[i].name;
}

/* Options up to the next operand, into wanted and *given.  FLOW_NEXT with status -1: go on. */
static struct flow scan_options(struct shell *sh, struct optscan *scan, struct forktrace *wanted,
				unsigned *given)
{
	int option;
	while ((option = optscan_next_option(sh, scan, forktrace_options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return builtin_failure(sh, scan->argv, 2);
		const char *wrong = set_option(wanted, option, scan->argument);
		if (wrong && scan->argument)
			return builtin_wrong(sh, scan->argv, scan->argument, wrong);
		if (wrong)
			return builtin_usage(sh, scan->argv, "--%s: %s", option_name(option),
					     wrong);
		*given |= option_bit(option);
	}
	return flow_next(-1);
}

struct flow forktrace_scan(struct shell *sh, int argc, char **argv,
			   const struct builtin_option *options,
			   const char *(*set)(void *request, int option, const char *argument),
			   void *request, int *first)
{
	struct optscan scan;
	int option;

	optscan_init(&scan, argc, argv);
	scan.index = *first;
	while ((option = optscan_next_option(sh, &scan, options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return builtin_failure(sh, argv, 2);
		const char *wrong = set(request, option, scan.argument);
		if (wrong)
			return builtin_wrong(sh, argv, scan.argument, wrong);
	}
	*first = scan.index;
	return flow_next(-1);
}

static int find_command(const char *name)
{
	for (size_t i = 0; i < COMMANDS; i++)
		if (strcmp(commands[i].name, name) == 0)
			return (int)i;
	return -1;
}

/* Options and operands may come in any order.  The command and the file are the operands. */
static struct flow scan_line(struct shell *sh, int argc, char **argv, struct forktrace *wanted,
			     const char **command, unsigned *given)
{
	struct optscan scan;
	optscan_init(&scan, argc, argv);
	for (;;) {
		struct flow flow = scan_options(sh, &scan, wanted, given);
		if (flow.status >= 0 || scan.index >= argc)
			return flow;
		const char *operand = argv[scan.index++];
		if (!*command)
			*command = operand;
		else if (!wanted->file)
			wanted->file = operand;
		else
			return builtin_usage(sh, argv, "%s: one operand too many", operand);
	}
}

/* Following processes has a command line of its own. */
enum mode { MODE_RECORDS, MODE_KERNEL, MODE_COMMAND, MODE_ATTACH, MODE_ADVISE };

/* *behind: the index behind the word that says so. */
static enum mode find_mode(int argc, char **argv, int *behind)
{
	if (argc > 1 && (strcmp(argv[1], "--kernel") == 0 || strcmp(argv[1], "kernel") == 0)) {
		*behind = 2;
		return MODE_KERNEL;
	}
	if (argc > 1 && strcmp(argv[1], "advise") == 0) {
		*behind = 2;
		return MODE_ADVISE;
	}
	for (int i = 1; i < argc; i++) {
		*behind = i + 1;
		if (strcmp(argv[i], "--") == 0)
			return MODE_COMMAND;
		if (strcmp(argv[i], "-o") == 0 || strcmp(argv[i], "--output") == 0)
			i++;
		else if (argv[i][0] != '-')
			return i == 1 && strcmp(argv[i], "attach") == 0 ? MODE_ATTACH
									: MODE_RECORDS;
	}
	return MODE_RECORDS;
}

/* A subshell that follows processes must be one. */
int forktrace_no_return(struct shell *sh, int argc, char **argv)
{
	int behind;
	(void)sh;
	return find_mode(argc, argv, &behind) != MODE_RECORDS ? LATE_FORK_KERNEL_TRACE : -1;
}

struct flow builtin_forktrace(struct shell *sh, int argc, char **argv)
{
	struct forktrace wanted = {0};
	const char *name = NULL;
	unsigned given = 0;

	int behind;
	switch (find_mode(argc, argv, &behind)) {
	case MODE_KERNEL:
		return forktrace_kernel(sh, argc, argv, behind);
	case MODE_COMMAND:
		return forktrace_command(sh, argc, argv);
	case MODE_ATTACH:
		return forktrace_attach(sh, argc, argv, behind);
	case MODE_ADVISE:
		return forktrace_advise(sh, argc, argv, behind);
	case MODE_RECORDS:
		break;
	}
	struct flow flow = scan_line(sh, argc, argv, &wanted, &name, &given);
	if (flow.status >= 0)
		return flow;
	if (!name)
		return builtin_usage(
			sh, argv,
			"say what: report, tree, export, top, status, clear, advise, attach or "
			"-- COMMAND");
	int command = find_command(name);
	if (command < 0)
		return builtin_usage(sh, argv, "%s: no such command", name);
	given |= wanted.file ? TAKES_FILE : 0;
	unsigned wrong = given & ~commands[command].takes;
	if (wrong & TAKES_FILE)
		return builtin_usage(sh, argv, "%s takes no operand", name);
	if (wrong)
		return builtin_usage(sh, argv, "%s does not take that option", name);
	/* cppcheck-suppress returnDanglingLifetime ; a struct flow keeps nothing of it */
	return commands[command].run(sh, argv, &wanted);
}
