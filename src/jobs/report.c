/*
 * Messages about jobs: the lines of `jobs`, notifications before a prompt, and the signal that
 * killed a foreground command.
 */
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "internal.h"
#include "error.h"
#include "handlers.h"
#include "outbuf.h"
#include "parser.h"
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

static const char *core_text(int wait_status)
{
	return WIFSIGNALED(wait_status) && WCOREDUMP(wait_status) ? "(core dumped) " : "";
}

static void add_stop_text(const struct shell *sh, struct strbuf *text, int signal)
{
	if ((signal == SIGTSTP || signal == SIGSTOP) && !OPT(sh, POSIX))
		strbuf_adds(text, "Stopped");
	else
		strbuf_addf(text, "Stopped (SIG%s)", signal_name(signal));
}

/* The <state> of XCU jobs, STDOUT; "Exit n" is bash's word for Done(n). */
static void add_state_text(const struct shell *sh, struct strbuf *text, enum process_state state,
			   const struct process *process, int status)
{
	if (state == PROCESS_RUNNING)
		strbuf_adds(text, "Running");
	else if (state == PROCESS_STOPPED)
		add_stop_text(sh, text, WSTOPSIG(process->wait_status));
	else if (process && WIFSIGNALED(process->wait_status))
		strbuf_adds(text, strsignal(WTERMSIG(process->wait_status)));
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

void out_command(struct outbuf *out, const char *text, size_t len)
{
	struct strbuf visible = STRBUF_INIT;

	strbuf_add_visible_lines(&visible, text, len);
	out_strbuf(out, &visible);
	strbuf_free(&visible);
}

/* The command of one process in the text of its job. */
static void print_stage(struct outbuf *out, const struct job *job, uint32_t i)
{
	if (job->pipeline) {
		struct strbuf stage = STRBUF_INIT;
		unparse_laid_out(&stage, job->pipeline->stages[i]);
		out_command(out, strbuf_text(&stage), stage.len);
		strbuf_free(&stage);
		return;
	}
	const char *text = job->text + job->processes[i].text_at;
	size_t len = strlen(text);

	if (i + 1 < job->process_count)
		len = job->processes[i + 1].text_at - job->processes[i].text_at -
		      strlen(JOB_STAGE_SEPARATOR);
	out_command(out, text, len);
}

#define STATE_WIDTH 27 /* as in bash, whose lines these are */

/* jobs -l: a line for each process, with its state where that is not the first one's. */
static void print_processes(const struct shell *sh, struct outbuf *out, const struct job *job)
{
	const struct process *first = job->processes;
	struct strbuf state = STRBUF_INIT;

	for (uint32_t i = 0; i < job->process_count; i++) {
		const struct process *process = &first[i];
		strbuf_reset(&state);
		if (i == 0 || process->state != first->state ||
		    process->wait_status != first->wait_status)
			add_state_text(sh, &state, (enum process_state)process->state, process,
				       wait_status_to_exit(process->wait_status));
		int padding = i && !state.len ? STATE_WIDTH - 2 : STATE_WIDTH;
		out_printf(out, i ? "\n     %5d %-*s%s| " : "%5d %-*s%s",
			   (int)(process->pid ? process->pid : sh->self_pid), padding,
			   strbuf_text(&state), state.len ? core_text(process->wait_status) : "");
		print_stage(out, job, i);
	}
	strbuf_free(&state);
}

/* The same by XCU jobs: the job's state, and of further processes id and command. */
static void print_processes_plainly(struct outbuf *out, const struct job *job, const char *state)
{
	for (uint32_t i = 0; i < job->process_count; i++) {
		if (i == 0)
			out_printf(out, "%d %s ", (int)job_leader(job), state);
		else
			out_printf(out, "\n      %d | ", (int)job->processes[i].pid);
		print_stage(out, job, i);
	}
}

static void print_job_line(struct outbuf *out, const struct job *job, const char *state, bool posix)
{
	const struct process *speaker = job_speaker(job, job_state(job));
	const char *core =
		speaker && job_state(job) == PROCESS_DONE ? core_text(speaker->wait_status) : "";

	if (posix)
		out_printf(out, "%s %s", state, core);
	else
		out_printf(out, " %-*s%s", STATE_WIDTH, state, core);
	out_command(out, job->text, strlen(job->text));
}

void job_print(struct shell *sh, struct outbuf *out, const struct job *job, char style)
{
	bool posix = shell_is_strict(sh); /* POSIX's own format (XCU jobs) */
	enum process_state job_is = job_state(job);
	struct strbuf state = STRBUF_INIT;

	if (style == 'p') {
		out_printf(out, "%d\n", (int)job_leader(job));
		return;
	}
	out_printf(out, posix ? "[%d] %c " : "[%d]%c ", job->number, job_mark(sh, job));
	add_state_text(sh, &state, job_is, job_speaker(job, job_is), job_status(job));
	if (style != 'l')
		print_job_line(out, job, strbuf_text(&state), posix);
	else if (posix)
		print_processes_plainly(out, job, strbuf_text(&state));
	else
		print_processes(sh, out, job);
	if (!posix && !job->foreground && job_is == PROCESS_RUNNING)
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

/* True when a word is lost about the signal: none in a substitution, whose status is asked for, and
 * POSIX gives a script no such message; dash and bash do. */
static bool is_told(const struct shell *sh, int signal)
{
	if (signal == SIGPIPE || signal == SIGINT || sh->deaths_untold)
		return false;
	return jobs_interactive(sh) || !OPT(sh, POSIX) || !sh->posixly_correct;
}

/* A script is told where, and of which process, unless it was to be expected. */
static bool is_told_whole(const struct shell *sh, int signal)
{
	return !OPT(sh, INTERACTIVE) && signal != SIGTERM && !signal_has_trap(sh, signal);
}

static void report_place(struct shell *sh, struct outbuf *out)
{
	struct strbuf prefix = STRBUF_INIT;

	shell_error_prefix(sh, &prefix);
	out_strbuf(out, &prefix);
	strbuf_free(&prefix);
}

static void report_end(struct outbuf *out)
{
	out_putc(out, '\n');
	outbuf_flush(out);
	outbuf_free(out);
}

void report_death(struct shell *sh, const struct ended *ended, const struct node *node)
{
	int signal = WTERMSIG(ended->wait_status);
	struct strbuf text = STRBUF_INIT;
	struct outbuf out;

	if (!is_told(sh, signal))
		return;
	report_begin(sh, &out);
	if (is_told_whole(sh, signal)) {
		report_place(sh, &out);
		out_printf(&out, "%5d ", (int)(ended->pid ? ended->pid : sh->self_pid));
	}
	unparse_laid_out(&text, node);
	out_printf(&out, "%-26s %s", strsignal(signal), core_text(ended->wait_status));
	out_command(&out, strbuf_text(&text), text.len);
	strbuf_free(&text);
	report_end(&out);
}

void report_job_death(struct shell *sh, const struct job *job)
{
	const struct process *speaker = job_decider(job);
	struct strbuf text = STRBUF_INIT;
	struct outbuf out;

	if (!speaker || !WIFSIGNALED(speaker->wait_status))
		return;
	int signal = WTERMSIG(speaker->wait_status);
	bool whole = is_told_whole(sh, signal);
	if (!is_told(sh, signal) || !(job->foreground || whole))
		return;
	report_begin(sh, &out);
	if (whole) {
		report_place(sh, &out);
		print_processes(sh, &out, job);
	} else {
		if (job->pipeline)
			unparse_laid_out(&text, &job->pipeline->node);
		else
			strbuf_adds(&text, job->text);
		out_printf(&out, "%-26s %s", strsignal(signal), core_text(speaker->wait_status));
		out_command(&out, strbuf_text(&text), text.len);
	}
	strbuf_free(&text);
	report_end(&out);
}

static void print_changes(struct shell *sh, const struct job *front)
{
	struct outbuf out;

	report_begin(sh, &out);
	for (struct job *job = sh->jobs->first; job; job = job->next)
		if (job != front && job->changed)
			job_print(sh, &out, job, 0);
	outbuf_flush(&out);
	outbuf_free(&out);
}

static void drop_finished(struct shell *sh, const struct job *kept)
{
	for (struct job *job = sh->jobs->first, *next; job; job = next) {
		/* cppcheck-suppress nullPointerRedundantCheck ; without one to keep no job is it */
		next = job->next;
		if (job == kept)
			continue;
		job->changed = false;
		if (job_state(job) == PROCESS_DONE)
			job_retire(sh, job);
	}
}

/* The lines come first: %+ and %- in them are those of the whole table. */
void report_changes(struct shell *sh, const struct job *front)
{
	print_changes(sh, front);
	drop_finished(sh, front);
}

void report_waited(struct shell *sh, struct job *waited)
{
	if (!jobs_are_told(sh) || sh->jobs_inherited)
		return;
	print_changes(sh, NULL);
	if (waited)
		waited->changed = false;
	drop_finished(sh, waited);
}

void jobs_notify(struct shell *sh)
{
	if (!sh->jobs->first || sh->jobs_inherited)
		return;
	jobs_poll(sh);
	report_changes(sh, NULL);
}
