/*
 * forktrace --kernel: runs a command, and shows what the kernel did for each process that came of
 * it; see include/kernel_trace.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "builtins.h"
#include "error.h"
#include "exec.h"
#include "fdtable.h"
#include "kernel_trace.h"
#include "mem.h"

enum { OPTION_CPUS = OPTION_LONG };

static const struct builtin_option options[] = {
	{OPTION_CPUS, "cpus", NULL, "on which processors its processes were made, put and run"},
	{'j', "json", NULL, "write JSON"},
	{'o', "output", "FILE", "where to write it to"},
	{0, NULL, NULL, NULL},
};

struct request {
	bool json, cpus;
	const char *path; /* where it goes, or NULL */
	int file;	  /* own descriptor, or -1 */
};

static bool open_output(struct shell *sh, char **argv, struct request *request)
{
	request->file = -1;
	if (!request->path)
		return true;
	if (builtin_is_restricted(sh, argv, request->path))
		return false;
	int fd = open(request->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd >= 0 && fd_own(&sh->fds, fd, &request->file) == 0)
		return true;
	shell_error_in(sh, argv[0], "%s: %s", request->path, strerror(errno));
	return false;
}

static void write_cpus(const struct request *request, const struct kernel_walks *walks,
		       const struct kernel_session *session, struct outbuf *out)
{
	struct kernel_cpus cpus;

	kernel_cpus_build(&cpus, walks, session->by_perf);
	if (request->json)
		kernel_cpus_json(&cpus, walks, session, out);
	else
		kernel_cpus_print(&cpus, walks, session, out);
	kernel_cpus_free(&cpus);
}

static void write_walks(const struct request *request, const struct kernel_walks *walks,
			const struct kernel_session *session, struct outbuf *out)
{
	if (request->cpus)
		write_cpus(request, walks, session, out);
	else if (request->json)
		kernel_walks_json(walks, session, out);
	else
		kernel_walks_print(walks, session, out);
}

/* false after a message. */
static bool report(struct shell *sh, char **argv, const struct request *request,
		   const struct kernel_walks *walks, const struct kernel_session *session)
{
	struct outbuf out;
	if (request->file < 0) {
		outbuf_init(&out, -1);
		write_walks(request, walks, session, &out);
		out_report(sh, &out);
		return true;
	}
	outbuf_init(&out, request->file);
	write_walks(request, walks, session, &out);
	bool written = outbuf_flush(&out) == 0;
	if (!written)
		shell_error_in(sh, argv[0], "%s: %s", request->path, strerror(errno));
	outbuf_free(&out);
	return written;
}

/* Processors are shown to an ordinary user, too.  `why`: the reason for which root's way is
 * closed. */
static struct flow trace_switches(struct shell *sh, char **argv, const struct request *request,
				  const struct strbuf *command, const struct strbuf *why)
{
	struct kernel_session session = {
		.file = -1, .control = -1, .self = getpid(), .by_perf = true};
	struct kernel_walks walks;
	struct switches switches;
	uint64_t lost;
	size_t count;

	int error = switches_begin(&switches);
	if (error) {
		shell_error_in(sh, argv[0], "no kernel trace: %s; perf_event_open: %s",
			       strbuf_text(why), strerror(error));
		return flow_next(1);
	}
	kernel_allowed_cpus(&session.allowed);
	strbuf_adds(&session.no_functions, strbuf_text(why));
	struct flow flow = exec_string(sh, strbuf_text(command), command->len, argv[0], 0);
	struct switch_event *events = switches_end_take(&switches, &count, &lost);
	kernel_walks_from_switches(&walks, events, count);
	walks.lost = lost;
	mem_free(events);
	bool done = report(sh, argv, request, &walks, &session);
	kernel_walks_free(&walks);
	kernel_session_free(&session);
	if (!done && flow.kind == FLOW_NEXT && flow.status == 0)
		flow.status = 1;
	return flow;
}

/* The command's flow, whatever became of the trace; but for a status of 0, when that came to
 * nothing. */
static struct flow trace_command(struct shell *sh, char **argv, const struct request *request,
				 const struct strbuf *command)
{
	struct kernel_session session;
	struct kernel_walks walks;
	struct strbuf why = STRBUF_INIT;

	/* Its instance has this process's number for a name. */
	if (sh->kernel_traced == getpid()) {
		shell_error_in(sh, argv[0], "no kernel trace: this shell is being traced already");
		return flow_next(1);
	}
	if (!kernel_session_begin(sh, &session, &why)) {
		if (request->cpus) {
			struct flow by_perf = trace_switches(sh, argv, request, command, &why);
			strbuf_free(&why);
			return by_perf;
		}
		shell_error_in(sh, argv[0], "no kernel trace: %s", strbuf_text(&why));
		strbuf_free(&why);
		return flow_next(1);
	}
	pid_t outer = sh->kernel_traced;
	sh->kernel_traced = getpid();
	struct flow flow = exec_string(sh, strbuf_text(command), command->len, argv[0], 0);
	sh->kernel_traced = outer;
	bool done = kernel_session_end(sh, &session, &walks, &why);
	if (done) {
		done = report(sh, argv, request, &walks, &session);
		kernel_walks_free(&walks);
	} else {
		shell_error_in(sh, argv[0], "no kernel trace: %s", strbuf_text(&why));
	}
	kernel_session_free(&session);
	strbuf_free(&why);
	if (!done && flow.kind == FLOW_NEXT && flow.status == 0)
		flow.status = 1;
	return flow;
}

struct flow forktrace_kernel(struct shell *sh, int argc, char **argv, int first)
{
	struct request request = {0};
	struct optscan scan;
	int option;

	optscan_init(&scan, argc, argv);
	scan.index = first;
	while ((option = optscan_next_option(sh, &scan, options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return builtin_failure(sh, argv, 2);
		if (option == 'j')
			request.json = true;
		else if (option == OPTION_CPUS)
			request.cpus = true;
		else
			request.path = scan.argument;
	}
	if (scan.index >= argc)
		return builtin_usage(sh, argv, "--kernel: no command given");
	struct flow flow = builtin_needs_process(sh, forktrace_no_return(sh, argc, argv));
	if (flow.kind != FLOW_NEXT)
		return flow;
	if (!open_output(sh, argv, &request))
		return flow_next(1);
	struct strbuf command = STRBUF_INIT;
	add_command_text(&command, argc - scan.index, argv + scan.index);
	flow = trace_command(sh, argv, &request, &command);
	strbuf_free(&command);
	if (request.file >= 0)
		fd_own_close(&sh->fds, &request.file);
	return flow;
}
