/*
 * forktrace advise SCRIPT [ARGUMENT...]: runs a script, and tells which of its processes it could
 * do without; see include/advise.h.  In place of a script, a trace of one that was recorded.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "advise.h"
#include "builtins.h"
#include "error.h"
#include "exec.h"
#include "forktrace.h"
#include "mem.h"
#include "var.h"
#include "options.h"
#include "params.h"
#include "source.h"

/* Lines that are shown of those that make processes. */
#define LINES_SHOWN 15

enum { LONG_DIFF = OPTION_LONG, LONG_LANGUAGE };

static const struct builtin_option advise_options[] = {
	{'j', "json", NULL, "write JSON"},
	{LONG_DIFF, "diff", NULL, "write a diff for patch(1)"},
	{LONG_LANGUAGE, "language", "LANGUAGE", "rewrite in posix or bash"},
	{'n', "most", "COUNT", "at most so many lines (15; 0: all)"},
	{0, NULL, NULL, NULL},
};

struct request {
	char **argv; /* the builtin's */
	bool json, diff;
	int language; /* enum advice_language, or -1 */
	long most;
	const char *script;
	int script_fd;
	bool posix;	  /* the script's first line says sh */
	char **arguments; /* the script's */
	int count;
	struct advice_session session;
	int trace;     /* own descriptor of the memory file for the records */
	bool recorded; /* the script is a trace */
};

/* ---- the script's first line ---------------------------------------------------------------- */

/* The interpreter's name without its path, in `name`; "" when none is named. */
static void read_interpreter(int fd, char name[32])
{
	char line[128];
	ssize_t got = pread(fd, line, sizeof(line) - 1, 0);

	*name = '\0';
	if (got < 2 || line[0] != '#' || line[1] != '!')
		return;
	line[got] = '\0';
	line[strcspn(line, "\n")] = '\0';
	char *word = line + 2 + strspn(line + 2, " \t");
	char *end = word + strcspn(word, " \t");
	if (end - word >= 4 && strncmp(end - 4, "/env", 4) == 0) {
		word = end + strspn(end, " \t");
		end = word + strcspn(word, " \t");
	}
	*end = '\0';
	const char *base = strrchr(word, '/') ? strrchr(word, '/') + 1 : word;
	snprintf(name, 32, "%s", base);
}

/* True when the file begins as a trace does. */
static bool is_trace(int fd)
{
	static const char beginning[] = "{\"type\": \"record\"";
	char text[sizeof(beginning) - 1];

	return pread(fd, text, sizeof(text), 0) == (ssize_t)sizeof(text) &&
	       memcmp(text, beginning, sizeof(text)) == 0;
}

static bool open_script(struct shell *sh, struct request *request)
{
	char interpreter[32];
	struct stat st;
	int fd = open(request->script, O_RDONLY | O_CLOEXEC);

	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
		close(fd);
		fd = -1;
		errno = EISDIR;
	}
	if (fd < 0 || fd_own(&sh->fds, fd, &request->script_fd) < 0) {
		shell_error_in(sh, request->argv[0], "%s: %s", request->script, strerror(errno));
		return false;
	}
	if (source_is_binary(request->script_fd)) {
		shell_error_in(sh, request->argv[0], "%s: cannot execute binary file",
			       request->script);
		fd_own_close(&sh->fds, &request->script_fd);
		return false;
	}
	request->recorded = is_trace(request->script_fd);
	read_interpreter(request->script_fd, interpreter);
	request->posix = strcmp(interpreter, "sh") == 0 || strcmp(interpreter, "dash") == 0 ||
			 (!*interpreter && OPT(sh, POSIX));
	if (request->language < 0)
		request->language = request->posix ? ADVICE_POSIX : ADVICE_BASH;
	return true;
}

/* ---- in the child --------------------------------------------------------------------------- */

/* Runs the script, whose standard output goes to standard error: the report is alone on the
 * other. */
static struct flow run_script(struct shell *sh, void *context)
{
	static const char beginning[] = "exec >&2";
	struct request *request = context;
	char path[32];
	enum file_failure failure;

	exec_string(sh, beginning, sizeof(beginning) - 1, NULL, 0);
	if (request->posix)
		option_set(sh, OPTION_POSIX, true);
	sh->trace = NULL; /* the records have a ring of their own */
	snprintf(path, sizeof(path), "/proc/self/fd/%d", request->trace);
	if (trace_to_file(sh, path) < 0 || trace_explain_begin(sh) < 0) {
		shell_error_in(sh, request->argv[0], "cannot record: %s", strerror(errno));
		return flow_next(1);
	}
	shell_set_arg0(sh, request->script);
	if (!params_set(sh, request->arguments, (uint32_t)request->count)) {
		shell_error_in(sh, request->argv[0], "out of memory");
		return flow_next(1);
	}
	advice_session_run(sh, &request->session);
	sh->source = request->script;
	return exec_file(sh, request->script_fd, request->script, &failure);
}

/* ---- afterwards ----------------------------------------------------------------------------- */

/* The script, and the files that it read by `.`. */
struct files {
	struct advice_file *items; /* heap */
	size_t count;
};

static void add_file(struct shell *sh, const struct request *request, struct files *files,
		     const char *path)
{
	for (size_t i = 0; i < files->count; i++)
		if (strcmp(files->items[i].path, path) == 0)
			return;
	if (!*path)
		return;
	files->items = mem_realloc(files->items, (files->count + 1) * sizeof(*files->items));
	advice_file_read(sh, &files->items[files->count++], path,
			 (enum advice_language)request->language,
			 request->recorded ? request->script_fd : -1);
}

/* A diff says nothing of what it cannot have. */
static void tell_diff(struct shell *sh, const struct request *request,
		      const struct advice_report *report)
{
	for (size_t i = 0; i < report->file_count; i++) {
		const struct advice_file *file = &report->files[i];
		struct strbuf reason = STRBUF_INIT;
		advice_file_add_reason(file, &reason);
		if (reason.len)
			shell_error_in(sh, request->argv[0], "%s: %s", file->path,
				       strbuf_text(&reason));
		strbuf_free(&reason);
		advice_file_diff(file, &sh->out);
	}
}

static void tell(struct shell *sh, const struct request *request,
		 const struct advice_report *report)
{
	struct outbuf text;

	if (request->json) {
		advice_report_json(report, &sh->out);
		return;
	}
	if (request->diff) {
		tell_diff(sh, request, report);
		return;
	}
	outbuf_init(&text, -1);
	advice_report_print(report, &text);
	out_report(sh, &text);
}

/* The files that a trace's records name, and what it tells of them. */
static struct flow replay(struct shell *sh, struct request *request, struct files *files,
			  struct trace_list *list)
{
	struct flow flow = flow_next(0);

	if (!forktrace_list(sh, request->argv, request->script, list))
		return flow_next(1);
	for (size_t i = 0; i < list->count; i++)
		add_file(sh, request, files, list->records[i].source);
	for (size_t i = 0; i < files->count && flow.kind == FLOW_NEXT; i++)
		flow = advice_session_replay(sh, &request->session, list, &files->items[i]);
	return flow;
}

static void read_records(struct shell *sh, struct request *request, struct files *files,
			 struct trace_list *list)
{
	size_t line;
	char path[32];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", request->trace);
	if (trace_list_file(list, path, &line) < 0)
		shell_error_in(sh, request->argv[0], "the records cannot be read");
	add_file(sh, request, files, request->script);
}

static void sum_up(struct shell *sh, struct request *request, struct trace_list list,
		   struct files files, int status)
{
	size_t count;
	struct advice_trial *trials = advice_session_trials(&request->session, &count);
	for (size_t i = 0; i < count; i++)
		add_file(sh, request, &files, trials[i].source);
	for (size_t i = 0; i < files.count; i++)
		advice_file_judge(&files.items[i], &request->session, trials, count);
	const struct advice_report report = {.script = request->script,
					     .language = (enum advice_language)request->language,
					     .status = status,
					     .recorded = request->recorded,
					     .list = &list,
					     .files = files.items,
					     .file_count = files.count,
					     .most = (size_t)request->most};
	tell(sh, request, &report);
	for (size_t i = 0; i < files.count; i++)
		advice_file_free(&files.items[i]);
	mem_free(files.items);
	advice_trials_free(trials, count);
	trace_list_free(&list);
}

/* ---- the command line ------------------------------------------------------------------------ */

static const char *set_option(void *context, int option, const char *argument)
{
	struct request *request = context;

	switch (option) {
	case LONG_DIFF:
		request->diff = true;
		return NULL;
	case LONG_LANGUAGE:
		request->language = strcmp(argument, "posix") == 0  ? ADVICE_POSIX
				    : strcmp(argument, "bash") == 0 ? ADVICE_BASH
								    : -1;
		return request->language < 0 ? "no such language (posix, bash)" : NULL;
	case 'n':
		return parse_count(argument, INT32_MAX, &request->most) ? NULL
									: "not a number of lines";
	default:
		request->json = true;
		return NULL;
	}
}

static struct flow run_request(struct shell *sh, struct request *request)
{
	struct trace_list list = {0};
	struct files files = {0};
	struct flow flow = builtin_needs_process(sh, LATE_FORK_KERNEL_TRACE);
	if (flow.kind != FLOW_NEXT)
		return flow;
	if (!open_script(sh, request))
		return flow_next(1);
	int records = memfd_create("cowsh records", MFD_CLOEXEC);
	if (records < 0 || fd_own(&sh->fds, records, &request->trace) < 0 ||
	    !advice_session_begin(sh, &request->session, (enum advice_language)request->language)) {
		shell_error_in(sh, request->argv[0], "cannot record: %s", strerror(errno));
		flow = flow_next(1);
	} else {
		outbuf_push(&sh->out);
		flow = request->recorded ? replay(sh, request, &files, &list)
					 : exec_in_child(sh, request->script, run_script, request);
		if (flow.kind == FLOW_NEXT && !(request->recorded && flow.status)) {
			if (!request->recorded)
				read_records(sh, request, &files, &list);
			sum_up(sh, request, list, files, flow.status);
			flow.status = 0;
		}
		advice_session_end(sh, &request->session);
	}
	fd_own_close(&sh->fds, &request->trace);
	fd_own_close(&sh->fds, &request->script_fd);
	return flow;
}

struct flow forktrace_advise(struct shell *sh, int argc, char **argv, int first)
{
	struct request request = {
		.argv = argv, .language = -1, .most = LINES_SHOWN, .script_fd = -1, .trace = -1};
	struct flow flow =
		forktrace_scan(sh, argc, argv, advise_options, set_option, &request, &first);
	if (flow.status >= 0)
		return flow;
	if (first >= argc)
		return builtin_usage(sh, argv, "advise: no script or trace given");
	if (request.json && request.diff)
		return builtin_usage(sh, argv, "advise: --json and --diff exclude each other");
	request.script = argv[first++];
	request.arguments = argv + first;
	request.count = argc - first;
	if (builtin_is_restricted(sh, argv, request.script))
		return flow_next(1);
	return run_request(sh, &request);
}
