/*
 * fg and bg: go on with a job in the foreground or in the background (XCU fg, bg).
 */
#include <errno.h>
#include <string.h>
#include "builtins.h"
#include "error.h"
#include "jobs.h"
#include "signals.h"

/* Operands of both, after options; NULL with a message when there is no such job. */
static struct job *job_operand(struct shell *sh, char **argv, const char *spec)
{
	struct job *job;

	if (spec)
		job = job_by_spec(sh, argv[0], spec);
	else if (!(job = job_current(sh)))
		shell_error_in(sh, argv[0], "current: no such job");
	if (job && !job->job_control) {
		shell_error_in(sh, argv[0], "job %d started without job control", job->number);
		return NULL;
	}
	return job;
}

/* The index of the first operand; -1 when the utility cannot be used (reported, its status in
 * *status). */
static int first_operand(struct shell *sh, int argc, char **argv, int *status)
{
	struct optscan scan;

	*status = 2;
	optscan_init(&scan, argc, argv);
	if (optscan_none(sh, &scan) != -1)
		return -1;
	*status = 1;
	if (!sh->job_control) {
		/* In a command substitution the jobs are those around, which it cannot have. */
		shell_error_in(sh, argv[0],
			       sh->stops_ignored ? "no current jobs" : "no job control");
		return -1;
	}
	jobs_poll(sh);
	return scan.index;
}

static bool ended(struct shell *sh, char **argv, struct job *job)
{
	if (job_state(job) != PROCESS_DONE)
		return false;
	shell_error_in(sh, argv[0], "job has terminated");
	return true;
}

static int not_continued(struct shell *sh, char **argv, const struct job *job)
{
	shell_error_in(sh, argv[0], "job %d cannot be continued: %s", job->number, strerror(errno));
	return 1;
}

struct flow builtin_fg(struct shell *sh, int argc, char **argv)
{
	bool interrupted = false;
	int status;
	int at = first_operand(sh, argc, argv, &status);
	struct job *job;

	if (at < 0)
		return flow_next(status);
	job = job_operand(sh, argv, argv[at]);
	if (!job || ended(sh, argv, job))
		return flow_next(1);
	out_command(&sh->out, job->text, strlen(job->text));
	out_printf(&sh->out, "\n");
	if (outbuf_flush(&sh->out) < 0)
		shell_error_in(sh, argv[0], "cannot write to standard output");
	status = job_continue(sh, job, true, &interrupted);
	if (status < 0)
		return flow_next(not_continued(sh, argv, job));
	if (interrupted)
		return flow_make(FLOW_INTERRUPT, status);
	return flow_next(status);
}

static int continue_in_background(struct shell *sh, char **argv, const char *spec)
{
	struct job *job = job_operand(sh, argv, spec);
	const char *mark = "";
	bool interrupted = false;

	if (!job || ended(sh, argv, job))
		return 1;
	bool runs = job_state(job) == PROCESS_RUNNING;
	if (runs && !OPT(sh, POSIX)) {
		shell_error_in(sh, argv[0], "job %d already in background", job->number);
		return 0;
	}
	if (!OPT(sh, POSIX) && job == job_current(sh))
		mark = "+";
	else if (!OPT(sh, POSIX) && job == job_previous(sh))
		mark = "-";
	out_printf(&sh->out, "[%d]%s ", job->number, mark);
	out_command(&sh->out, job->text, strlen(job->text));
	out_printf(&sh->out, " &\n");
	if (runs) /* to be shown all the same (XCU bg) */
		return 0;
	if (job_continue(sh, job, false, &interrupted) < 0)
		return not_continued(sh, argv, job);
	sh->last_async = job->processes[job->process_count - 1].pid;
	return 0;
}

struct flow builtin_bg(struct shell *sh, int argc, char **argv)
{
	int status;
	int at = first_operand(sh, argc, argv, &status);

	if (at < 0)
		return flow_next(status);
	if (at == argc)
		return flow_next(continue_in_background(sh, argv, NULL));
	for (status = 0; at < argc; at++)
		status |= continue_in_background(sh, argv, argv[at]);
	return flow_next(status);
}
