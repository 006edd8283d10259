/*
 * What is said about jobs: the lines of `jobs`, notifications before a prompt, and the signal that
 * killed a foreground command.
 */
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "internal.h"
#include "outbuf.h"
#include "readahead.h"
#include "signals.h"

/* The process whose status speaks for the job: the last one in the job's state. */
static const struct process *job_speaker(const struct job *job, enum process_state state)
{
	for (uint32_t i = job->process_count; i-- > 0;)
		if (job->processes[i].state == state)
			return &job->processes[i];
	return NULL;
}

static void add_signal_text(struct strbuf *text, int wait_status)
{
	strbuf_adds(text, strsignal(WTERMSIG(wait_status)));
	if (WCOREDUMP(wait_status))
		strbuf_adds(text, " (core dumped)");
}

static void add_stop_text(const struct shell *sh, struct strbuf *text, int signal)
{
	if ((signal == SIGTSTP || signal == SIGSTOP) && !OPT(sh, POSIX))
		strbuf_adds(text, "Stopped");
	else
		strbuf_addf(text, "Stopped (SIG%s)", signal_name(signal));
}

/* The <state> of XCU jobs, STDOUT; "Exit n" is bash's word for Done(n). */
static void add_state_text(const struct shell *sh, struct strbuf *text, const struct job *job)
{
	enum process_state state = job_state(job);
	const struct process *process = job_speaker(job, state);
	int status = job_status(job);

	if (state == PROCESS_RUNNING)
		strbuf_adds(text, "Running");
	else if (state == PROCESS_STOPPED)
		add_stop_text(sh, text, WSTOPSIG(process->wait_status));
	else if (process && WIFSIGNALED(process->wait_status))
		add_signal_text(text, process->wait_status);
	else if (status == 0)
		strbuf_adds(text, "Done");
	else
		strbuf_addf(text, OPT(sh, POSIX) ? "Done(%d)" : "Exit %d", status);
}

static pid_t job_leader(const struct job *job)
{
	if (job->group)
		return job->group;
	return job->process_count ? job->processes[0].pid : 0;
}

static char job_mark(struct shell *sh, const struct job *job)
{
	if (job == job_current(sh))
		return '+';
	return job == job_previous(sh) ? '-' : ' ';
}

void job_print(struct shell *sh, struct outbuf *out, const struct job *job, char style)
{
	bool posix = OPT(sh, POSIX);
	struct strbuf state = STRBUF_INIT;

	if (style == 'p') {
		out_printf(out, "%d\n", (int)job_leader(job));
		return;
	}
	add_state_text(sh, &state, job);
	out_printf(out, posix ? "[%d] %c " : "[%d]%c  ", job->number, job_mark(sh, job));
	if (style == 'l')
		out_printf(out, "%d ", (int)job_leader(job));
	out_printf(out, posix ? "%s %s" : "%-23s %s", strbuf_text(&state), job->text);
	if (!posix && !job->foreground && job_state(job) == PROCESS_RUNNING)
		out_puts(out, " &");
	out_putc(out, '\n');
	strbuf_free(&state);
}

static void report_begin(struct shell *sh, struct outbuf *out)
{
	readahead_writing(&sh->fds, sh->err_fd);
	outbuf_init(out, sh->err_fd);
}

void report_started(struct shell *sh, const struct job *job)
{
	struct outbuf out;

	if (!job->process_count)
		return;
	report_begin(sh, &out);
	out_printf(&out, "[%d] %d\n", job->number, (int)job->processes[job->process_count - 1].pid);
	outbuf_flush(&out);
	outbuf_free(&out);
}

void report_stop(struct shell *sh, struct job *job)
{
	struct outbuf out;

	if (!jobs_interactive(sh))
		return;
	report_begin(sh, &out);
	out_putc(&out, '\n'); /* after the terminal's ^Z */
	job_print(sh, &out, job, 0);
	outbuf_flush(&out);
	outbuf_free(&out);
	job->changed = false;
}

void report_death(struct shell *sh, int wait_status)
{
	int signal = WTERMSIG(wait_status);
	struct strbuf text = STRBUF_INIT;
	struct outbuf out;

	if (signal == SIGPIPE || signal == SIGINT)
		return;
	/* POSIX gives a script no such message; dash and bash do. */
	if (OPT(sh, POSIX) && !jobs_interactive(sh))
		return;
	report_begin(sh, &out);
	add_signal_text(&text, wait_status);
	out_printf(&out, "%s\n", strbuf_text(&text));
	strbuf_free(&text);
	outbuf_flush(&out);
	outbuf_free(&out);
}

void report_changes(struct shell *sh, const struct job *front)
{
	struct outbuf out;

	report_begin(sh, &out);
	for (struct job *job = sh->jobs->first; job; job = job->next)
		if (job != front && job->changed)
			job_print(sh, &out, job, 0);
	/* only now: %+ and %- in the lines are those of the whole table */
	for (struct job *job = sh->jobs->first, *next; job; job = next) {
		/* cppcheck-suppress nullPointerRedundantCheck ; without a front no job is it */
		next = job->next;
		if (job == front)
			continue;
		job->changed = false;
		if (job_state(job) == PROCESS_DONE)
			job_retire(sh, job);
	}
	outbuf_flush(&out);
	outbuf_free(&out);
}

void jobs_notify(struct shell *sh)
{
	if (!sh->jobs->first || sh->jobs_inherited)
		return;
	jobs_poll(sh);
	report_changes(sh, NULL);
}
