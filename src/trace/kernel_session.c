/* Tracing the shell itself: the instance, its events, and the process that collects them. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "fdtable.h"
#include "kernel_trace.h"
#include "mem.h"
#include "procmem.h"
#include "spawn.h"

/* Without these there is no walk. */
static const char *const needed[] = {"task/task_newtask", "sched/sched_process_fork",
				     "sched/sched_wakeup_new", "sched/sched_switch"};

static bool is_needed(const char *name)
{
	for (size_t i = 0; i < sizeof(needed) / sizeof(*needed); i++)
		if (strcmp(needed[i], name) == 0)
			return true;
	return false;
}

/* ---- setting it up ------------------------------------------------------------------------- */

static int write_number(const struct tracefs *trace, const char *file, long number)
{
	char text[24];
	snprintf(text, sizeof(text), "%ld", number);
	return tracefs_write(trace, file, text);
}

/* The number that events have for this process, read off one that it makes itself: a line of
 * `trace` begins with the command's name, a dash and that number.  0 where it is not to be had. */
static pid_t number_in_events(const struct tracefs *trace)
{
	struct strbuf text = STRBUF_INIT;
	int number = 0;

	tracefs_write(trace, "tracing_on", "1");
	int error = tracefs_write(trace, "trace_marker", "cowsh looks for itself\n");
	tracefs_write(trace, "tracing_on", "0");
	if (!error)
		error = tracefs_read(trace, "trace", &text);
	char *mark = error || !text.data ? NULL : strstr(text.data, "cowsh looks for itself");
	if (mark) {
		*mark = '\0';
		const char *line = strrchr(text.data, '\n');
		line = line ? line + 1 : text.data;
		const char *cpu = strstr(line, " [");
		while (cpu && cpu > line && *cpu != '-')
			cpu--;
		if (cpu && cpu > line)
			sscanf(cpu, "-%d", &number);
	}
	strbuf_free(&text);
	return number;
}

/* Events that this kernel does not have are done without; the tracers' own are not switched on
 * here. */
static bool enable_events(const struct tracefs *trace, struct strbuf *why)
{
	for (size_t i = 0; kernel_event_names[i]; i++) {
		const char *name = kernel_event_names[i];
		char file[80];
		if (strncmp(name, "ftrace/", 7) == 0)
			continue;
		snprintf(file, sizeof(file), "events/%s/enable", name);
		int error = tracefs_write(trace, file, "1");
		if (error && is_needed(name)) {
			strbuf_addf(why, "%s/%s: %s", strbuf_text(&trace->path), file,
				    strerror(error));
			return false;
		}
	}
	return true;
}

static bool has_word(const char *text, const char *word)
{
	size_t len = strlen(word);
	for (const char *at = text; (at = strstr(at, word)); at += len)
		if ((at == text || at[-1] == ' ') && strchr(" \n", at[len]))
			return true;
	return false;
}

/* A tracer that follows the functions of the walk and nothing else.  0 or an errno. */
static int follow_functions(const struct tracefs *trace, const char *tracer, pid_t self)
{
	int error = ENOENT;
	bool any = false;
	for (size_t i = 0; kernel_functions[i]; i++) {
		/* One that the compiler has put into its caller is not among those to choose
		 * from. */
		int result = tracefs_write(trace, "set_ftrace_filter", kernel_functions[i]);
		any |= result == 0;
		if (result)
			error = result;
	}
	if (!any)
		return error;
	tracefs_write(trace, "options/function-fork", "1");
	error = write_number(trace, "set_ftrace_pid", self);
	return error ? error : tracefs_write(trace, "current_tracer", tracer);
}

static void enable_functions(struct kernel_session *session)
{
	static const char *const tracers[] = {"function_graph", "function"};
	struct strbuf available = STRBUF_INIT;
	int error = tracefs_read(&session->trace, "available_tracers", &available);

	session->functions = NULL;
	for (size_t i = 0; !error && i < 2; i++) {
		if (!has_word(strbuf_text(&available), tracers[i]))
			continue;
		int result = follow_functions(&session->trace, tracers[i], session->self);
		if (result == 0) {
			session->functions = tracers[i];
			break;
		}
		strbuf_addf(&session->no_functions, "%sthe kernel refuses its %s tracer: %s",
			    session->no_functions.len ? "; " : "", tracers[i], strerror(result));
	}
	if (!session->functions && !session->no_functions.len)
		strbuf_adds(&session->no_functions,
			    error ? strerror(error) : "this kernel has no function tracer");
	strbuf_free(&available);
}

/* ---- the collector -------------------------------------------------------------------------- */

static void __attribute__((noreturn))
run_collector(const struct kernel_session *session, int control, int owner)
{
	sigset_t all;
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	setsid();
	/* Either may have got the number of a standard one that was closed. */
	control = fcntl(control, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	if (owner >= 0)
		owner = fcntl(owner, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	if (control < 0)
		_exit(errno);
	/* Nobody is to wait for the end of what only this process still holds open. */
	int null = fd_open_null(O_RDWR);
	for (int fd = 0; null >= 0 && fd < 3; fd++)
		dup2(null, fd);
	_exit(tracefs_collect(&session->trace, session->file, control, owner));
}

/* 0 or an errno. */
static int start_collector(struct shell *sh, struct kernel_session *session)
{
	int ends[2];
	/* Before Linux 5.3 there are none; the collector then waits for the other end of the socket
	 * to go. */
	int owner = (int)syscall(SYS_pidfd_open, getpid(), 0);
	if (owner < 0 && errno != ENOSYS)
		return errno;
	/* No pipe: a write to one whose reader was killed would end the shell of SIGPIPE. */
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0) {
		int error = errno;
		if (owner >= 0)
			close(owner);
		return error;
	}
	session->collector = spawn_shell(sh);
	int error = session->collector < 0 ? errno : 0;
	if (session->collector == 0) {
		close(ends[1]);
		run_collector(session, ends[0], owner);
	}
	if (owner >= 0)
		close(owner);
	close(ends[0]);
	if (error)
		close(ends[1]);
	else if (fd_own(&sh->fds, ends[1], &session->control) < 0)
		error = errno;
	return error;
}

/* The collector's status: 0, or the errno of what it could not do. */
static int stop_collector(struct shell *sh, struct kernel_session *session)
{
	int status;
	if (session->control >= 0) {
		ssize_t written = send(session->control, "q", 1, MSG_NOSIGNAL);
		(void)written; /* closing says the same, unless a subshell holds a copy */
		fd_own_close(&sh->fds, &session->control);
	}
	if (session->collector <= 0)
		return 0;
	while (waitpid(session->collector, &status, 0) < 0)
		if (errno != EINTR)
			return errno;
	session->collector = 0;
	return WIFEXITED(status) ? WEXITSTATUS(status) : EINTR;
}

/* ---- from begin to end --------------------------------------------------------------- */

void kernel_session_free(struct kernel_session *session)
{
	strbuf_free(&session->no_functions);
	strbuf_free(&session->allowed);
}

static void abandon(struct shell *sh, struct kernel_session *session)
{
	stop_collector(sh, session);
	if (session->file >= 0)
		fd_own_close(&sh->fds, &session->file);
	tracefs_close(&session->trace);
	kernel_session_free(session);
}

static bool prepare(struct shell *sh, struct kernel_session *session, struct strbuf *why)
{
	const struct tracefs *trace = &session->trace;
	int file = memfd_create("cowsh-kernel-trace", MFD_CLOEXEC);
	if (file < 0 || fd_own(&sh->fds, file, &session->file) < 0) {
		strbuf_addf(why, "memfd_create: %s", strerror(errno));
		return false;
	}
	session->self = number_in_events(trace);
	if (session->self <= 0)
		session->self = getpid();
	int error = tracefs_write(trace, "trace_clock", "mono");
	if (!error)
		error = tracefs_write(trace, "options/event-fork", "1");
	if (error) {
		strbuf_addf(why, "%s: %s", strbuf_text(&trace->path), strerror(error));
		return false;
	}
	return enable_events(trace, why);
}

void kernel_allowed_cpus(struct strbuf *into)
{
	struct strbuf text = STRBUF_INIT;
	const char *at;

	if (proc_read_path("/proc/self/status", &text) == 0 &&
	    (at = strstr(strbuf_text(&text), "Cpus_allowed_list:"))) {
		at += strlen("Cpus_allowed_list:");
		at += strspn(at, " \t");
		strbuf_add(into, at, strcspn(at, "\n"));
	}
	strbuf_free(&text);
}

bool kernel_session_begin(struct shell *sh, struct kernel_session *session, struct strbuf *why)
{
	*session = (struct kernel_session){.file = -1, .control = -1};
	if (!tracefs_open(&session->trace, why))
		return false;
	kernel_allowed_cpus(&session->allowed);
	bool ready = prepare(sh, session, why);
	if (ready) {
		enable_functions(session);
		int error = start_collector(sh, session);
		if (!error)
			error = write_number(&session->trace, "set_event_pid", session->self);
		if (!error)
			error = tracefs_write(&session->trace, "tracing_on", "1");
		if (error)
			strbuf_addf(why, "%s: %s", strbuf_text(&session->trace.path),
				    strerror(error));
		ready = error == 0;
	}
	if (!ready)
		abandon(sh, session);
	return ready;
}

/* The formats of the events that this kernel has. */
static bool read_formats(const struct tracefs *trace, struct kernel_formats *formats)
{
	struct strbuf text = STRBUF_INIT;
	struct trace_format header;

	for (size_t i = 0; i < KERNEL_EVENTS_MAX; i++)
		formats->events[i].id = -1;
	for (size_t i = 0; kernel_event_names[i]; i++) {
		struct strbuf file = STRBUF_INIT;
		strbuf_reset(&text);
		strbuf_addf(&file, "events/%s/format", kernel_event_names[i]);
		if (tracefs_read(trace, strbuf_text(&file), &text) == 0)
			trace_format_parse(strbuf_text(&text), &formats->events[i]);
		strbuf_free(&file);
	}
	/* These are the whole buffer's, and not in an instance. */
	struct tracefs root = {.path = trace->root};
	strbuf_reset(&text);
	bool known = (tracefs_read(trace, "events/header_page", &text) == 0 ||
		      tracefs_read(&root, "events/header_page", &text) == 0) &&
		     trace_format_parse(strbuf_text(&text), &header) &&
		     trace_page_layout(&header, &formats->layout);
	strbuf_free(&text);
	return known;
}

static bool build_walks(const struct kernel_session *session, const struct kernel_formats *formats,
			struct kernel_walks *walks, struct strbuf *why)
{
	struct stat status;
	if (fstat(session->file, &status) < 0) {
		strbuf_addf(why, "the collected records: %s", strerror(errno));
		return false;
	}
	size_t size = (size_t)status.st_size;
	void *pieces = size ? mmap(NULL, size, PROT_READ, MAP_SHARED, session->file, 0) : NULL;
	if (pieces == MAP_FAILED) {
		strbuf_addf(why, "the collected records: %s", strerror(errno));
		return false;
	}
	kernel_walks_build(walks, formats, pieces, size);
	if (pieces)
		munmap(pieces, size);
	return true;
}

static void name_functions(struct kernel_walks *walks)
{
	const struct tracefs proc = {.path = {.data = (char *)"/proc", .len = 5, .cap = 6}};
	struct strbuf symbols = STRBUF_INIT;
	if (tracefs_read(&proc, "kallsyms", &symbols) == 0)
		kernel_walks_name_functions(walks, strbuf_text(&symbols));
	strbuf_free(&symbols);
}

bool kernel_session_end(struct shell *sh, struct kernel_session *session,
			struct kernel_walks *walks, struct strbuf *why)
{
	struct kernel_formats *formats = mem_zalloc(sizeof(*formats));
	int error = stop_collector(sh, session);
	uint64_t lost = tracefs_lost(&session->trace);
	bool known = read_formats(&session->trace, formats);
	bool done = false;

	if (error)
		strbuf_addf(why, "the collector of the kernel's records: %s", strerror(error));
	else if (!known)
		strbuf_addf(why, "%s/events: a format that is not understood",
			    strbuf_text(&session->trace.root));
	else
		done = build_walks(session, formats, walks, why);
	fd_own_close(&sh->fds, &session->file);
	tracefs_close(&session->trace);
	mem_free(formats);
	if (!done)
		return false;
	walks->lost = lost;
	if (session->functions)
		name_functions(walks);
	return true;
}
