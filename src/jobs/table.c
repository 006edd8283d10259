/*
 * The job table: jobs and their numbers, the statuses of those that left it, and finding a job by
 * number, by name or by process.
 */
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include "error.h"
#include "coproc.h"
#include "handlers.h"
#include "internal.h"
#include "mem.h"

void jobs_init(struct shell *sh)
{
	sh->jobs = mem_zalloc(sizeof(*sh->jobs));
	sh->jobs->terminal = -1;
}

/* Frees a job that is not in the table. */
static void job_free(struct job *job)
{
	mem_free(job->modes);
	mem_free(job);
}

static void jobs_clear(struct shell *sh)
{
	struct job_table *table = sh->jobs;

	for (struct job *job = table->first, *next; job; job = next) {
		next = job->next;
		job_free(job);
	}
	for (struct job *job = table->substitutions, *next; job; job = next) {
		next = job->next;
		job_free(job);
	}
	table->first = table->last = table->substitutions = NULL;
	table->live = table->done = 0;
	sh->jobs_inherited = false;
}

void jobs_free(struct shell *sh)
{
	if (!sh->jobs)
		return;
	jobs_clear(sh);
	coprocs_free(sh);
	mem_free(sh->jobs->finished);
	mem_free(sh->jobs->modes);
	mem_free(sh->jobs);
	sh->jobs = NULL;
}

void jobs_enter_subshell(struct shell *sh)
{
	sh->jobs_inherited = true;
	sh->jobs->live = sh->jobs->deaths = 0;
	sh->job_control = false;
	jobs_finished_clear(sh);
}

/* ---- one job ------------------------------------------------------------------------------ */

struct job *job_new(struct shell *sh, uint32_t process_count, const char *text)
{
	size_t processes_size = process_count * sizeof(struct process);
	size_t text_size = text ? strlen(text) + 1 : 1;
	struct job *job = mem_alloc(sizeof(*job) + processes_size + text_size);

	memset(job, 0, sizeof(*job) + processes_size);
	job->processes = (struct process *)(job + 1);
	job->text = (char *)(job->processes + process_count);
	memcpy(job->text, text ? text : "", text_size);
	job->job_control = sh->job_control;
	job->foreground = true;
	job->pipefail = OPT(sh, PIPEFAIL);
	return job;
}

void job_add_process(struct job *job, pid_t pid)
{
	job->processes[job->process_count++].pid = pid;
	if (job->job_control && !job->group)
		job->group = pid;
}

void job_add_ended(struct job *job, int wait_status)
{
	struct process *process = &job->processes[job->process_count++];

	process->wait_status = wait_status;
	process->state = PROCESS_DONE;
}

enum process_state job_state(const struct job *job)
{
	enum process_state state = PROCESS_DONE;

	for (uint32_t i = 0; i < job->process_count; i++) {
		if (job->processes[i].state == PROCESS_RUNNING)
			return PROCESS_RUNNING;
		if (job->processes[i].state == PROCESS_STOPPED)
			state = PROCESS_STOPPED;
	}
	return state;
}

int wait_status_to_exit(int wait_status)
{
	if (WIFSIGNALED(wait_status))
		return 128 + WTERMSIG(wait_status);
	if (WIFSTOPPED(wait_status))
		return 128 + WSTOPSIG(wait_status);
	return WEXITSTATUS(wait_status);
}

const struct process *job_decider(const struct job *job)
{
	bool stopped = job_state(job) == PROCESS_STOPPED;
	const struct process *decider = NULL;

	for (uint32_t i = job->process_count; i-- > 0;) {
		const struct process *process = &job->processes[i];

		if (stopped && process->state != PROCESS_STOPPED)
			continue;
		decider = process;
		if (process->wait_status != 0 || stopped || !job->pipefail)
			break;
	}
	return decider;
}

int job_status(const struct job *job)
{
	const struct process *decider = job_decider(job);
	bool stopped = job_state(job) == PROCESS_STOPPED;
	int status = decider ? wait_status_to_exit(decider->wait_status) : 0;

	return job->negated && !stopped ? status == 0 : status;
}

void job_touch(struct shell *sh, struct job *job)
{
	job->used = ++sh->jobs->clock;
}

void jobs_count_death(struct shell *sh, bool background)
{
	sh->jobs->deaths += signal_has_trap(sh, SIGCHLD) && (background || !sh->child_trap_running);
}

void process_update(struct shell *sh, struct job *job, struct process *process, int wait_status)
{
	bool tabled = job->number != 0;
	enum process_state before = job_state(job), after;

	if (WIFCONTINUED(wait_status)) {
		process->state = PROCESS_RUNNING;
		return;
	}
	process->wait_status = wait_status;
	process->state = WIFSTOPPED(wait_status) ? PROCESS_STOPPED : PROCESS_DONE;
	if (tabled && process->state == PROCESS_DONE)
		sh->jobs->live--;
	if (process->state == PROCESS_DONE)
		jobs_count_death(sh, tabled);
	after = job_state(job);
	if (after == before || after == PROCESS_RUNNING)
		return;
	job->changed = true;
	if (after == PROCESS_STOPPED) {
		job_touch(sh, job);
		sh->jobs->exit_warned = 0; /* of this one nobody was warned */
	} else if (tabled) {
		sh->jobs->done++;
	}
}

/* ---- the table ---------------------------------------------------------------------------- */

static uint32_t job_live_count(const struct job *job)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < job->process_count; i++)
		count += job->processes[i].state != PROCESS_DONE;
	return count;
}

/* Takes the oldest finished jobs out when there are many: a script that never waits must not
 * grow. */
static void jobs_trim(struct shell *sh)
{
	struct job_table *table = sh->jobs;

	for (struct job *job = table->first, *next; job && table->done > JOBS_DONE_KEPT;
	     job = next) {
		next = job->next;
		if (job_state(job) == PROCESS_DONE)
			job_retire(sh, job);
	}
}

void job_enter(struct shell *sh, struct job *job)
{
	struct job_table *table = sh->jobs;

	if (sh->jobs_inherited)
		jobs_clear(sh);
	job->next = NULL;
	job->number = table->last ? table->last->number + 1 : 1;
	if (table->last)
		table->last->next = job;
	else
		table->first = job;
	table->last = job;
	table->live += job_live_count(job);
	table->done += job_state(job) == PROCESS_DONE;
	job_touch(sh, job);
}

static void job_unlink(struct shell *sh, struct job *job)
{
	struct job_table *table = sh->jobs;
	struct job **first = job->number < 0 ? &table->substitutions : &table->first;
	struct job *before = NULL;

	if (job != *first) {
		before = *first;
		while (before->next != job)
			before = before->next;
	}
	*(before ? &before->next : first) = job->next;
	if (table->last == job)
		table->last = before;
	if (!sh->jobs_inherited)
		table->live -= job_live_count(job);
	table->done -= job_state(job) == PROCESS_DONE;
}

void job_remove(struct shell *sh, struct job *job)
{
	if (job->number)
		job_unlink(sh, job);
	job_free(job);
}

void job_background(struct shell *sh, struct job *job)
{
	jobs_poll(sh);
	job->foreground = false;
	job->known = true;
	job_enter(sh, job);
	jobs_trim(sh);
	if (job->process_count)
		sh->last_async = job->processes[job->process_count - 1].pid;
	if (jobs_are_told(sh))
		report_started(sh, job);
}

void jobs_add_substitution(struct shell *sh, pid_t pid)
{
	struct job_table *table = sh->jobs;

	jobs_poll(sh);
	if (sh->jobs_inherited)
		jobs_clear(sh);
	for (struct job *job = table->substitutions, *next; job; job = next) {
		next = job->next;
		if (job_state(job) == PROCESS_DONE)
			job_retire(sh, job);
	}
	struct job *job = job_new(sh, 1, NULL);
	job_add_process(job, pid);
	job->foreground = false;
	job->known = true;
	job->number = -1;
	job->next = table->substitutions;
	table->substitutions = job;
	table->live++;
	sh->last_async = pid;
}

void job_stopped(struct shell *sh, struct job *job, int wait_status)
{
	struct process *process = &job->processes[job->process_count - 1];

	jobs_poll(sh);
	job->foreground = false;
	job->known = true;
	process_update(sh, job, process, wait_status);
	job->changed = false; /* whoever stopped it says so */
	job_enter(sh, job);
	sh->last_async = process->pid;
}

/* ---- statuses of jobs that left the table -------------------------------------------------- */

void jobs_finished_clear(struct shell *sh)
{
	mem_free(sh->jobs->finished);
	sh->jobs->finished = NULL;
}

void job_retire(struct shell *sh, struct job *job)
{
	struct job_table *table = sh->jobs;

	if (job->known && job->process_count && !sh->jobs_inherited) {
		struct finished_ring *ring = table->finished;

		if (!ring)
			ring = table->finished = mem_zalloc(sizeof(*ring));
		ring->at[ring->next] = (struct finished){job->processes[job->process_count - 1].pid,
							 job_status(job)};
		ring->next = (ring->next + 1) % FINISHED_KEPT;
	}
	job_remove(sh, job);
}

int jobs_finished_status(struct shell *sh, pid_t pid)
{
	struct finished_ring *ring = sh->jobs->finished;

	if (!ring || pid <= 0 || sh->jobs_inherited)
		return -1;
	/* the youngest first: the kernel may have given the number twice */
	for (uint32_t i = 1; i <= FINISHED_KEPT; i++) {
		struct finished *slot = &ring->at[(ring->next + FINISHED_KEPT - i) % FINISHED_KEPT];

		if (slot->pid != pid)
			continue;
		if (OPT(sh, POSIX))
			slot->pid = 0;
		return slot->status;
	}
	return -1;
}

/* ---- finding ------------------------------------------------------------------------------ */

struct job *job_find_process(struct shell *sh, pid_t pid, struct process **process)
{
	for (struct job *job = sh->jobs->first; job; job = job->next)
		for (uint32_t i = 0; i < job->process_count; i++)
			if (job->processes[i].pid == pid) {
				*process = &job->processes[i];
				/* a number given twice belongs to the process that lives */
				if ((*process)->state != PROCESS_DONE)
					return job;
			}
	for (struct job *job = sh->jobs->substitutions; job; job = job->next)
		if (job->processes[0].pid == pid) {
			*process = &job->processes[0];
			return job;
		}
	return NULL;
}

struct job *job_by_pid(struct shell *sh, pid_t pid)
{
	struct job *found = NULL;

	if (sh->jobs_inherited)
		return NULL;
	for (struct job *job = sh->jobs->first; job; job = job->next)
		for (uint32_t i = 0; i < job->process_count; i++)
			if (job->processes[i].pid == pid)
				found = job;
	for (struct job *job = sh->jobs->substitutions; job && !found; job = job->next)
		if (job->processes[0].pid == pid)
			found = job;
	return found;
}

/* Stopped jobs come before running ones, and those before finished ones (XBD 3.182); among
 * equals the one used last. */
static bool more_current(const struct job *a, const struct job *b)
{
	static const uint8_t rank[] = {
		[PROCESS_DONE] = 0, [PROCESS_RUNNING] = 1, [PROCESS_STOPPED] = 2};
	uint8_t rank_a, rank_b;

	if (!b)
		return true;
	rank_a = rank[job_state(a)];
	rank_b = rank[job_state(b)];
	return rank_a != rank_b ? rank_a > rank_b : a->used > b->used;
}

static struct job *job_most_current(struct shell *sh, const struct job *but)
{
	struct job *best = NULL;

	for (struct job *job = sh->jobs->first; job; job = job->next)
		if (job != but && more_current(job, best))
			best = job;
	return best;
}

struct job *job_current(struct shell *sh)
{
	return job_most_current(sh, NULL);
}

struct job *job_previous(struct shell *sh)
{
	struct job *current = job_current(sh);

	return current ? job_most_current(sh, current) : NULL;
}

static struct job *job_by_number(struct shell *sh, const char *digits)
{
	char *end;
	long number = strtol(digits, &end, 10);

	if (*end)
		return NULL;
	for (struct job *job = sh->jobs->first; job; job = job->next)
		if (job->number == number)
			return job;
	return NULL;
}

/* %text and %?text. */
static struct job *job_by_text(struct shell *sh, const char *text, bool *ambiguous)
{
	bool anywhere = *text == '?';
	size_t len;
	struct job *found = NULL;

	text += anywhere;
	len = strlen(text);
	for (struct job *job = sh->jobs->first; job; job = job->next) {
		if (anywhere ? !strstr(job->text, text) : strncmp(job->text, text, len) != 0)
			continue;
		if (found) {
			*ambiguous = true;
			return NULL;
		}
		found = job;
	}
	return found;
}

struct job *job_by_spec(struct shell *sh, const char *who, const char *spec)
{
	const char *id = spec + (*spec == '%');
	bool ambiguous = false;
	struct job *job;

	if (who && id == spec && *spec)
		shell_error_in(sh, who, "warning: %s: job specification requires leading `%%'",
			       spec);
	if (!*spec)
		job = NULL;
	else if (!*id || strcmp(id, "%") == 0 || strcmp(id, "+") == 0)
		job = job_current(sh);
	else if (strcmp(id, "-") == 0) /* of one that is alone, it is that (bash manual, 7.1) */
		job = (job = job_previous(sh)) ? job : job_current(sh);
	else if (*id >= '0' && *id <= '9')
		job = job_by_number(sh, id);
	else
		job = job_by_text(sh, id, &ambiguous);
	if (ambiguous && who)
		shell_error_in(sh, who, "%s: ambiguous job spec", id + (*id == '?'));
	else if (!job && who)
		shell_error_in(sh, who, "%s: no such job", spec);
	return job;
}

/* ---- the end of an interactive shell ------------------------------------------------------- */

static bool any_in_state(const struct shell *sh, enum process_state state)
{
	for (const struct job *job = sh->jobs->first; job; job = job->next)
		if (job_state(job) == state)
			return true;
	return false;
}

static void list_all(struct shell *sh)
{
	for (const struct job *job = sh->jobs->first; job; job = job->next)
		job_print(sh, &sh->out, job, 0);
	outbuf_push(&sh->out);
}

/* True when nothing came between the warning and this request: end of file is no command, `exit` is
 * the next. */
static bool was_just_warned(const struct shell *sh, bool at_end_of_file)
{
	uint32_t warned = sh->jobs->exit_warned;
	return warned && (warned == sh->command_number ||
			  (!at_end_of_file && warned + 1 == sh->command_number));
}

bool jobs_hold_exit(struct shell *sh, bool at_end_of_file)
{
	if (!jobs_interactive(sh) || sh->jobs_inherited)
		return false;
	jobs_poll(sh);
	bool stopped = any_in_state(sh, PROCESS_STOPPED);
	bool running = OPT(sh, CHECKJOBS) && any_in_state(sh, PROCESS_RUNNING);
	if (!(stopped || running) || was_just_warned(sh, at_end_of_file))
		return false;
	sh->jobs->exit_warned = sh->command_number;
	shell_error_plain(sh, stopped ? "There are stopped jobs." : "There are running jobs.");
	if (OPT(sh, CHECKJOBS))
		list_all(sh);
	return true;
}

/* To the job's group, or to each of its processes when it has none. */
static void job_signal(const struct job *job, int signal)
{
	if (job->group) {
		kill(-job->group, signal);
		return;
	}
	for (uint32_t i = 0; i < job->process_count; i++)
		if (job->processes[i].state != PROCESS_DONE)
			kill(job->processes[i].pid, signal);
}

void jobs_hang_up(struct shell *sh)
{
	if (sh->jobs_inherited)
		return;
	jobs_poll(sh); /* a number that was given back may be someone else's by now */
	for (const struct job *job = sh->jobs->first; job; job = job->next) {
		enum process_state state = job_state(job);

		if (job->no_hup || state == PROCESS_DONE)
			continue;
		job_signal(job, SIGHUP);
		if (state == PROCESS_STOPPED)
			job_signal(job, SIGCONT);
	}
}

void jobs_terminate_stopped(struct shell *sh)
{
	if (sh->jobs_inherited)
		return;
	jobs_poll(sh);
	for (const struct job *job = sh->jobs->first; job; job = job->next)
		if (job_state(job) == PROCESS_STOPPED) {
			job_signal(job, SIGTERM);
			job_signal(job, SIGCONT);
		}
}
