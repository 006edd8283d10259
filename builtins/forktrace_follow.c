/*
 * forktrace -- COMMAND and forktrace attach PID: follow the processes of any program by ptrace; see
 * include/follow.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <float.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include "builtins.h"
#include "error.h"
#include "exec.h"
#include "fdtable.h"
#include "follow.h"
#include "forktrace.h"
#include "procmem.h"
#include "var.h"

/* Rows of the critical path that are shown. */
#define PATH_ROWS 20

static const struct builtin_option followed_options[] = {
	{'j', "json", NULL, "write JSON"},
	{'o', "output", "FILE", "write the records there, in place of the tree"},
	{0, NULL, NULL, NULL},
};

static const struct builtin_option attach_options[] = {
	{'j', "json", NULL, "write JSON"},
	{'o', "output", "FILE", "write the records there, in place of the tree"},
	{'t', "time", "SECONDS", "let go after so long"},
	{0, NULL, NULL, NULL},
};

struct request {
	char **argv; /* the builtin's */
	bool json;
	const char *path; /* file for the records, or NULL */
	int file;	  /* own descriptor, or -1 */
	double seconds;	  /* 0: no limit */
	int count;	  /* words of the command; 0: attach */
	char **command;
	pid_t pid;
	pid_t parent; /* the shell */
};

static void add_words(struct strbuf *text, char *const *words)
{
	for (; *words; words++) {
		if (text->len)
			strbuf_addc(text, ' ');
		strbuf_add_quoted_line(text, *words);
	}
}

/* ---- in the follower ------------------------------------------------------------------- */

static bool write_records(struct shell *sh, const struct request *request,
			  const struct follow *follow)
{
	struct outbuf out;
	outbuf_init(&out, request->file);
	trace_export_ndjson(&follow->list, &out);
	bool written = outbuf_flush(&out) == 0;
	if (!written)
		shell_error_in(sh, request->argv[0], "%s: %s", request->path, strerror(errno));
	outbuf_free(&out);
	return written;
}

/* false after a message. */
static bool report(struct shell *sh, const struct request *request, struct follow *follow)
{
	bool written = true;
	follow->list.complete = true;
	if (request->file >= 0)
		written = write_records(sh, request, follow);
	if (request->json) {
		trace_tree_json(&follow->list, &sh->out);
	} else if (request->file < 0) {
		trace_tree_print(&follow->list, output_is_terminal(sh) ? output_width(sh) : 0,
				 PATH_ROWS, &sh->out);
		out_putc(&sh->out, '\n');
		trace_followed_print(&follow->list, &sh->out);
	}
	return outbuf_flush(&sh->out) == 0 && written;
}

static bool is_kernel_thread(pid_t pid)
{
	struct process_stat stat;

	return stat_read(pid, &stat) == 0 && stat.kernel;
}

static const char *why_not(pid_t pid, int error)
{
	switch (error) {
	case ESRCH:
		return "no such process";
	case EPERM:
		if (is_kernel_thread(pid))
			return "may not be traced: a kernel thread";
		if (geteuid() == 0)
			return "may not be traced, by root either: traced by somebody already, or "
			       "with capabilities or a security label that forbid it";
		return "may not be traced: another user's or a privileged one, traced by somebody "
		       "already, or kernel.yama.ptrace_scope forbids it (root may)";
	default:
		return strerror(error);
	}
}

/* Ends this process as the command ended, by the same signal. */
static struct flow end_as(int wait_status, bool reported)
{
	if (WIFSIGNALED(wait_status)) {
		const struct rlimit none = {0, 0};
		const struct sigaction by_default = {.sa_handler = SIG_DFL};
		sigset_t one;
		sigemptyset(&one);
		sigaddset(&one, WTERMSIG(wait_status));
		setrlimit(RLIMIT_CORE, &none); /* the command has left one, if it was to */
		sigaction(WTERMSIG(wait_status), &by_default, NULL);
		sigprocmask(SIG_UNBLOCK, &one, NULL);
		raise(WTERMSIG(wait_status));
	}
	int status =
		WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
	return flow_next(status == 0 && !reported ? 1 : status);
}

static void add_ends(sigset_t *ends)
{
	sigemptyset(ends);
	sigaddset(ends, SIGTERM);
	sigaddset(ends, SIGHUP);
}

/* Should the shell be killed, this process is, and the kernel lets go of what it follows. */
static bool die_with(pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	return getppid() == parent;
}

static struct flow follow_command(struct shell *sh, void *context)
{
	const struct request *request = context;
	struct newborn_request wanted = {
		.flags = SIGCHLD,
		.hold = true,
		.cgroup = -1,
		.body = (uint8_t)exec_newborn_body(sh, request->command[0])};
	struct follow follow = {0};
	struct newborn newborn;
	sigset_t ends;

	if (!die_with(request->parent))
		return flow_next(1);
	if (!exec_newborn(sh, request->count, request->command, &wanted, false, &newborn)) {
		shell_error_in(sh, request->argv[0], "cannot create process: %s",
			       strerror(newborn.error));
		return flow_next(126);
	}
	struct strbuf text = STRBUF_INIT;
	add_words(&text, request->command);
	int error = follow_newborn(&follow, newborn.pid, SIGCHLD, strbuf_text(&text));
	strbuf_free(&text);
	if (error && !spawn_signal(newborn.pid, SIGKILL))
		shell_error_in(sh, request->argv[0], "cannot end process %d: %s", (int)newborn.pid,
			       strerror(errno));
	newborn_release(sh, &newborn);
	if (error) {
		shell_error_in(sh, request->argv[0], "%s: %s", request->command[0],
			       why_not(newborn.pid, error));
		waitpid(newborn.pid, NULL, 0);
		return flow_next(1);
	}
	add_ends(&ends);
	int signal = follow_run(&follow, &ends, 0);
	bool reported = report(sh, request, &follow);
	/* W_EXITCODE(0, signal): told to end before the command did */
	int status = follow.root_ended ? follow.root_status : signal;
	follow_free(&follow);
	return end_as(status, reported);
}

static struct flow follow_process(struct shell *sh, void *context)
{
	const struct request *request = context;
	struct follow follow = {0};
	sigset_t ends;

	if (!die_with(request->parent))
		return flow_next(1);
	int error = follow_attach(&follow, request->pid);
	if (error) {
		shell_error_in(sh, request->argv[0], "attach: %d: %s", (int)request->pid,
			       why_not(request->pid, error));
		return flow_next(1);
	}
	add_ends(&ends);
	sigaddset(&ends, SIGINT);
	follow_run(&follow, &ends, request->seconds);
	bool reported = report(sh, request, &follow);
	follow_free(&follow);
	return flow_next(reported ? 0 : 1);
}

/* ---- the command line ------------------------------------------------------------------ */

static const char *set_option(void *context, int option, const char *argument)
{
	struct request *request = context;

	switch (option) {
	case 'j':
		request->json = true;
		return NULL;
	case 'o':
		request->path = argument;
		return NULL;
	default:
		return parse_duration(argument, DBL_MIN, 1e9, &request->seconds)
			       ? NULL
			       : "not a number of seconds";
	}
}

static bool open_output(struct shell *sh, struct request *request)
{
	request->file = -1;
	if (!request->path)
		return true;
	if (builtin_is_restricted(sh, request->argv, request->path))
		return false;
	int fd = open(request->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd >= 0 && fd_own(&sh->fds, fd, &request->file) == 0)
		return true;
	shell_error_in(sh, request->argv[0], "%s: %s", request->path, strerror(errno));
	return false;
}

static struct flow run_request(struct shell *sh, struct request *request,
			       struct flow (*body)(struct shell *sh, void *context))
{
	struct strbuf text = STRBUF_INIT;
	struct flow flow = builtin_needs_process(sh, LATE_FORK_KERNEL_TRACE);
	if (flow.kind != FLOW_NEXT)
		return flow;
	if (!open_output(sh, request))
		return flow_next(1);
	add_words(&text, request->argv);
	request->parent = getpid();
	flow = exec_in_child(sh, strbuf_text(&text), body, request);
	strbuf_free(&text);
	if (request->file >= 0)
		fd_own_close(&sh->fds, &request->file);
	return flow;
}

struct flow forktrace_command(struct shell *sh, int argc, char **argv)
{
	struct request request = {.argv = argv};
	int first = 1;
	struct flow flow =
		forktrace_scan(sh, argc, argv, followed_options, set_option, &request, &first);
	if (flow.status >= 0)
		return flow;
	if (first >= argc)
		return builtin_usage(sh, argv, "--: no command given");
	if (builtin_is_restricted(sh, argv, NULL))
		return flow_next(1);
	request.count = argc - first;
	request.command = argv + first;
	return run_request(sh, &request, follow_command);
}

struct flow forktrace_attach(struct shell *sh, int argc, char **argv, int first)
{
	struct request request = {.argv = argv};
	long pid;
	struct flow flow =
		forktrace_scan(sh, argc, argv, attach_options, set_option, &request, &first);
	if (flow.status >= 0)
		return flow;
	if (first >= argc)
		return builtin_usage(sh, argv, "attach: no process given");
	const char *operand = argv[first++];
	if (!parse_count(operand, INT32_MAX, &pid) || pid == 0)
		return builtin_usage(sh, argv, "attach: %s: not a process id", operand);
	request.pid = (pid_t)pid;
	/* Options may come behind the operand, as with the other commands. */
	flow = forktrace_scan(sh, argc, argv, attach_options, set_option, &request, &first);
	if (flow.status >= 0)
		return flow;
	if (first < argc)
		return builtin_usage(sh, argv, "%s: one operand too many", argv[first]);
	if (request.pid == getpid())
		return builtin_usage(sh, argv, "attach: %d: the shell itself", (int)pid);
	return run_request(sh, &request, follow_process);
}
