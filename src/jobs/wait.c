/*
 * Collecting what the kernel says of our children: in the foreground, in passing, and for `wait`.
 * Children whose end sends another signal than SIGCHLD, or none, are waited for like all others
 * (__WALL). Every process is waited for by its id: children that belong to someone else in this
 * process (a command substitution under way, or what was there before exec) are never taken from
 * them.
 */
#include <errno.h>
#include <sys/wait.h>
#include "coproc.h"
#include "error.h"
#include "handlers.h"
#include "internal.h"
#include "signals.h"
#include "spawn.h"
#include "trace.h"
#include "var.h"

/* The assumed status of a lost child: someone ignored SIGCHLD, or stole it. */
#define STATUS_LOST (127 << 8)

/* As wait4(2); who keeps a record of the process is told. */
static pid_t wait_once(struct shell *sh, pid_t pid, int *wait_status, int options)
{
	struct rusage usage;

	if (__builtin_expect(!sh->trace && !sh->children, 1))
		return wait4(pid, wait_status, options | __WALL, NULL);
	pid = wait4(pid, wait_status, options | __WALL, &usage);
	if (pid > 0 && sh->trace)
		trace_waited(sh, pid, *wait_status, &usage);
	if (pid > 0 && sh->children && !WIFSTOPPED(*wait_status) && !WIFCONTINUED(*wait_status))
		spawn_child_ended(sh, pid);
	return pid;
}

/* A shell that was hung up does not wait: what it waited for is to end too, and is taken to
 * have. */
static int hang_up(pid_t pid)
{
	kill(pid, SIGHUP);
	kill(pid, SIGCONT);
	return W_EXITCODE(0, SIGHUP);
}

/* A signal ends the shell before its child: $? stays for the EXIT trap. */
static int not_waited_for(const struct shell *sh)
{
	return W_EXITCODE(sh->status & 0xff, 0);
}

static int wait_and_bury(struct shell *sh, pid_t pid, int options);
static int wait_and_collect(struct shell *sh, pid_t pid, int options);

static int wait_for_process(struct shell *sh, pid_t pid, int options)
{
	bool interrupted = false;
	int wait_status;

	if (__builtin_expect(sh->children != NULL, 0))
		return wait_and_bury(sh, pid, options);
	if (__builtin_expect(sh->jobs->live != 0, 0) && !sh->jobs_inherited)
		return wait_and_collect(sh, pid, options);
	for (;;) {
		if (__builtin_expect(signals_pending, 0) && signals_end_shell(sh))
			return not_waited_for(sh);
		if (interrupted && signals_hung_up(sh))
			return hang_up(pid);
		if (wait_once(sh, pid, &wait_status, options) >= 0)
			break;
		if (errno != EINTR)
			return STATUS_LOST;
		interrupted = true;
	}
	return wait_status;
}

/*
 * SIGINT while a command ran in the foreground: the shell got it too, but what it means is the
 * command's to say.  One that died of it takes the shell along; one that lived on had its own use
 * for it (an editor), and the shell forgets what came from the keyboard.  A trap overrules both.
 */
static bool foreground_interrupted(struct shell *sh, bool pending_before, int wait_status)
{
	bool died = WIFSIGNALED(wait_status) && WTERMSIG(wait_status) == SIGINT;

	if (!signal_pending[SIGINT] || signal_has_trap(sh, SIGINT))
		return false;
	/* ... and one around a virtual subshell, which ends, has it still */
	if (signal_has_trap_outside(sh, SIGINT))
		signal_put_aside(sh, SIGINT);
	else if (died || (!pending_before && signal_pending[SIGINT] == SIGNAL_FROM_KERNEL))
		signal_pending[SIGINT] = 0;
	return died;
}

/* The foreground command has ended with this status. */
static int waited_for(struct shell *sh, bool pending_before, int wait_status, bool *interrupted)
{
	if (__builtin_expect(signal_pending[SIGINT] != 0, 0) &&
	    foreground_interrupted(sh, pending_before, wait_status))
		*interrupted = true;
	if (__builtin_expect(sh->coprocs != NULL, 0))
		coprocs_reap(sh);
	if (__builtin_expect(sh->jobs->first != NULL, 0) && !sh->jobs_inherited)
		jobs_poll(sh); /* who looks for the process finds none */
	jobs_count_death(sh, false);
	return wait_status;
}

int process_wait_quietly(struct shell *sh, pid_t pid, bool *interrupted)
{
	bool pending_before = signal_pending[SIGINT];

	return waited_for(sh, pending_before, wait_for_process(sh, pid, 0), interrupted);
}

/* ---- stand-ins ----------------------------------------------------------------------------- */

/* The wait status of its child, or -1 when it is gone itself. */
static int wait_by_stand_in(struct shell *sh, struct stand_in *stand_in, pid_t pid)
{
	struct stand_in_child child = {.wait_status = STATUS_LOST};
	bool interrupted = false;

	for (;;) {
		if (__builtin_expect(signals_pending, 0) && signals_end_shell(sh))
			return not_waited_for(sh);
		if (interrupted && signals_hung_up(sh))
			return hang_up(pid);
		switch (stand_in_wait(stand_in, &child)) {
		case STAND_IN_NOTHING:
			break;
		case STAND_IN_SIGNAL:
			interrupted = true;
			break;
		case STAND_IN_GONE:
			return -1;
		case STAND_IN_ENDED:
			if (__builtin_expect(sh->trace != NULL, 0))
				trace_waited(sh, pid, child.wait_status, &child.usage);
			return child.wait_status;
		}
	}
}

bool process_wait_by_stand_in(struct shell *sh, struct stand_in *stand_in, struct ended *ended,
			      bool *interrupted)
{
	bool pending_before = signal_pending[SIGINT];
	int wait_status = wait_by_stand_in(sh, stand_in, ended->pid);

	if (wait_status < 0)
		return false;
	ended->wait_status = waited_for(sh, pending_before, wait_status, interrupted);
	return true;
}

struct ended process_end_stand_in(struct shell *sh, struct stand_in *stand_in)
{
	struct ended ended = {stand_in_pid(stand_in), STATUS_LOST};

	stand_in_dismiss(stand_in);
	while (wait_once(sh, ended.pid, &ended.wait_status, 0) < 0 && errno == EINTR)
		;
	ended.wait_status = stand_in_end_status(ended.wait_status);
	stand_in_free(sh, stand_in);
	return ended;
}

void process_report(struct shell *sh, const struct ended *ended, const struct node *node)
{
	if (__builtin_expect(WIFSIGNALED(ended->wait_status), 0))
		report_death(sh, ended, node);
}

int process_wait_foreground(struct shell *sh, pid_t pid, bool *interrupted)
{
	struct ended ended = {pid, process_wait_quietly(sh, pid, interrupted)};

	process_report(sh, &ended, sh->command);
	if (__builtin_expect(sh->jobs->first != NULL, 0))
		report_waited(sh, NULL);
	return wait_status_to_exit(ended.wait_status);
}

/* Stops are asked for under job control alone; the look and the taking must agree on that. */
static int poll_options(const struct shell *sh)
{
	return WNOHANG | (sh->job_control ? WUNTRACED | WCONTINUED : 0);
}

/* Takes what there is to know of one process of a job in the table; false when there was
 * nothing. */
static bool collect(struct shell *sh, struct job *job, struct process *process)
{
	int wait_status;
	pid_t pid = wait_once(sh, process->pid, &wait_status, poll_options(sh));

	if (pid == 0 || (pid < 0 && errno == EINTR))
		return false;
	process_update(sh, job, process, pid > 0 ? wait_status : STATUS_LOST);
	return true;
}

/* Those that others have left to this process (spawn.h), while it waits for `pid`, 0 for none.  One
 * of the shell's own in front of them hides them, until it is waited for. */
static void bury_adopted(struct shell *sh, pid_t pid)
{
	struct process *process;
	siginfo_t info;

	for (;;) {
		info.si_pid = 0;
		if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT | __WALL) < 0 ||
		    info.si_pid == 0 || info.si_pid == pid)
			return;
		struct job *job = job_find_process(sh, info.si_pid, &process);
		if (job && process->state != PROCESS_DONE)
			collect(sh, job, process);
		else if (!spawn_is_child(sh, info.si_pid))
			wait4(info.si_pid, NULL, WNOHANG | __WALL, NULL);
		else
			return;
	}
}

/* ---- sleeping until a child changes ---------------------------------------------------------- */

/*
 * Blocks all signals while the shell looks whether it has something to do, so that none can arrive
 * between the look and the sleep: sigsuspend(2) alone lets them in.  It needs a handler of SIGCHLD
 * to wake it.
 */
struct sleeper {
	sigset_t mask; /* as it was, and SIGCHLD let in: for the sleep */
	sigset_t old_mask;
	struct sigaction old_chld;
	bool chld_changed;
};

static void wake(int signal)
{
	(void)signal;
}

static void sleeper_begin(struct sleeper *sleeper)
{
	sigset_t all;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &sleeper->old_mask);
	sleeper->mask = sleeper->old_mask;
	sigdelset(&sleeper->mask, SIGCHLD);
	sigaction(SIGCHLD, NULL, &sleeper->old_chld);
	sleeper->chld_changed =
		sleeper->old_chld.sa_handler == SIG_DFL || sleeper->old_chld.sa_handler == SIG_IGN;
	if (sleeper->chld_changed) {
		struct sigaction action = {.sa_handler = wake};

		sigaction(SIGCHLD, &action, NULL);
	}
}

static void sleeper_end(struct sleeper *sleeper)
{
	sigprocmask(SIG_SETMASK, &sleeper->old_mask, NULL);
	/* only after the pending ones came in: SIGCHLD has nobody else to wake */
	if (sleeper->chld_changed)
		sigaction(SIGCHLD, &sleeper->old_chld, NULL);
}

/* ---- foreground jobs ----------------------------------------------------------------------- */

/* Learns what there is to know of the jobs behind the one in front, of which the shell tells at
 * once (set -b; XCU set). */
static void collect_behind(struct shell *sh, const struct job *front, pid_t pid)
{
	(void)pid;
	bool changed = false;

	for (struct job *job = sh->jobs->first; job; job = job->next) {
		if (job == front)
			continue;
		for (uint32_t i = 0; i < job->process_count; i++)
			if (job->processes[i].state != PROCESS_DONE)
				collect(sh, job, &job->processes[i]);
		changed |= job->changed;
	}
	if (changed)
		report_changes(sh, front);
}

/* Waits, and does between changes of any child what `meanwhile` does. */
static int wait_and_do(struct shell *sh, pid_t pid, int options,
		       void (*meanwhile)(struct shell *sh, const struct job *front, pid_t pid),
		       const struct job *front)
{
	struct sleeper sleeper;
	int wait_status = STATUS_LOST;
	pid_t got;

	sleeper_begin(&sleeper);
	for (;;) {
		got = wait_once(sh, pid, &wait_status, options | WNOHANG);
		if (got < 0 && errno == EINTR)
			continue;
		if (got != 0)
			break;
		meanwhile(sh, front, pid);
		if (signals_end_shell(sh)) {
			wait_status = not_waited_for(sh);
			break;
		}
		if (signals_hung_up(sh)) {
			wait_status = hang_up(pid);
			break;
		}
		sigsuspend(&sleeper.mask);
	}
	sleeper_end(&sleeper);
	return got < 0 ? STATUS_LOST : wait_status;
}

static void bury(struct shell *sh, const struct job *front, pid_t pid)
{
	(void)front;
	bury_adopted(sh, pid);
}

static int wait_and_bury(struct shell *sh, pid_t pid, int options)
{
	int wait_status = wait_and_do(sh, pid, options, bury, NULL);

	bury_adopted(sh, 0);
	return wait_status;
}

static bool has_process(const struct job *job, pid_t pid)
{
	for (uint32_t i = 0; i < job->process_count; i++)
		if (job->processes[i].pid == pid)
			return true;
	return false;
}

static void collect_others(struct shell *sh, const struct job *front, pid_t pid)
{
	(void)front;
	for (struct job *job = sh->jobs->first; job; job = job->next)
		for (uint32_t i = 0; i < job->process_count && !has_process(job, pid); i++)
			if (job->processes[i].state != PROCESS_DONE)
				collect(sh, job, &job->processes[i]);
}

/* A process that ends in the background while the shell waits is taken at once, as in bash: a
 * program in front may be looking whether it is still there. */
static int wait_and_collect(struct shell *sh, pid_t pid, int options)
{
	return wait_and_do(sh, pid, options, collect_others, NULL);
}

static bool tells_at_once(const struct shell *sh)
{
	return OPT(sh, NOTIFY) && sh->job_control && jobs_interactive(sh) && !sh->jobs_inherited;
}

static void job_wait_processes(struct shell *sh, struct job *job)
{
	int options = job->job_control ? WUNTRACED : 0;

	for (uint32_t i = 0; i < job->process_count; i++) {
		struct process *process = &job->processes[i];

		if (process->state != PROCESS_RUNNING)
			continue;
		process_update(sh, job, process,
			       tells_at_once(sh)
				       ? wait_and_do(sh, process->pid, options, collect_behind, job)
				       : wait_for_process(sh, process->pid, options));
	}
}

/* While the shell waited for one process of the job, another that had stopped may have gone on. */
static bool job_stopped_moved(struct shell *sh, struct job *job)
{
	bool moved = false;

	for (uint32_t i = 0; i < job->process_count; i++) {
		struct process *process = &job->processes[i];
		int wait_status;

		if (process->state == PROCESS_STOPPED &&
		    wait_once(sh, process->pid, &wait_status, WNOHANG | WUNTRACED | WCONTINUED) >
			    0) {
			process_update(sh, job, process, wait_status);
			moved = true;
		}
	}
	return moved;
}

/* In a process group of its own the job got a typed SIGINT alone: the shell at the prompt acts
 * as if it had been sent to both, though it runs no trap for what it did not get. */
static void interrupt_from_job(struct shell *sh, const struct job *job, int wait_status)
{
	if (!job->group || !jobs_interactive(sh) || signal_has_trap(sh, SIGINT) ||
	    !WIFSIGNALED(wait_status) || WTERMSIG(wait_status) != SIGINT)
		return;
	signal_set_pending(SIGINT, SIGNAL_FROM_KERNEL);
}

/* The kernel has shown ^C, and where a trap catches it nobody else ends that line, as in bash. */
static void end_line_of_interrupt(struct shell *sh, const struct job *job, int wait_status)
{
	if (job->group && jobs_interactive(sh) && signal_has_trap(sh, SIGINT) && !sh->loop_depth &&
	    WIFSIGNALED(wait_status) && WTERMSIG(wait_status) == SIGINT && isatty(sh->err_fd))
		shell_tell(sh, sh->err_fd, "\n", 1);
}

/* Keeps the status of each stage of a pipeline for PIPESTATUS. */
static void keep_statuses(struct shell *sh, const struct job *job)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	int *statuses = arena_alloc(&sh->scratch, job->process_count * sizeof(*statuses));

	for (uint32_t i = 0; i < job->process_count; i++)
		statuses[i] = wait_status_to_exit(job->processes[i].wait_status);
	pipe_statuses_set(sh, statuses, job->process_count);
	arena_release_fast(&sh->scratch, mark);
}

int job_wait_foreground(struct shell *sh, struct job *job, bool *interrupted)
{
	bool pending_before = signal_pending[SIGINT];
	bool given = job->job_control && terminal_give(sh, job);
	int status, last_status;

	do
		job_wait_processes(sh, job);
	while (job->job_control && job_stopped_moved(sh, job));
	if (given)
		terminal_take_back(sh, job);

	status = job_status(job);
	if (job->process_count > 1)
		keep_statuses(sh, job);
	sh->jobs->stopped_in_front = false;
	if (job_state(job) == PROCESS_STOPPED) {
		sh->jobs->stopped_in_front = jobs_interactive(sh);
		job->foreground = false;
		job->known = true;
		if (!job->number)
			job_enter(sh, job);
		report_stop(sh, job);
		return status;
	}
	report_job_death(sh, job);
	last_status = job->process_count ? job->processes[job->process_count - 1].wait_status : 0;
	interrupt_from_job(sh, job, last_status);
	end_line_of_interrupt(sh, job, last_status);
	if (foreground_interrupted(sh, pending_before, last_status))
		*interrupted = true;
	job_remove(sh, job);
	if (__builtin_expect(sh->jobs->first != NULL, 0)) {
		if (!sh->jobs_inherited)
			jobs_poll(sh);
		report_waited(sh, NULL);
	}
	if (__builtin_expect(sh->coprocs != NULL, 0))
		coprocs_reap(sh);
	return status;
}

/* ---- in passing --------------------------------------------------------------------------- */

static void collect_each(struct shell *sh)
{
	for (struct job *job = sh->jobs->first; job; job = job->next)
		for (uint32_t i = 0; i < job->process_count; i++)
			if (job->processes[i].state != PROCESS_DONE)
				collect(sh, job, &job->processes[i]);
	for (struct job *job = sh->jobs->substitutions; job; job = job->next)
		if (job->processes[0].state != PROCESS_DONE)
			collect(sh, job, &job->processes[0]);
}

/*
 * The usual case is one call that finds nothing.  A child that it finds is only looked at
 * (WNOWAIT); one that is not ours would be shown for ever, so then each of ours is asked in turn.
 */
void jobs_poll(struct shell *sh)
{
	int options = WEXITED | WNOWAIT | __WALL | poll_options(sh);
	struct process *process;
	struct job *job;

	if (__builtin_expect(sh->children != NULL, 0)) {
		collect_each(sh);
		bury_adopted(sh, 0);
		return;
	}
	if (sh->jobs->live == 0)
		return;
	do {
		siginfo_t info = {0};

		if (waitid(P_ALL, 0, &info, options) == 0 && info.si_pid == 0)
			return;
		job = job_find_process(sh, info.si_pid, &process);
	} while (job && collect(sh, job, process));
	collect_each(sh);
}

/* ---- the wait utility ---------------------------------------------------------------------- */

/* A signal that ends `wait` early: one with a trap, or SIGINT that the shell itself caught; 0
 * for none. */
static int signal_that_ends_wait(const struct shell *sh)
{
	if (!signals_pending)
		return 0;
	for (int signal = 1; signal < SIGNAL_LIMIT; signal++)
		if (signal_pending[signal] &&
		    (signal == SIGINT || signal_has_trap(sh, signal) ||
		     signal_ends_shell(sh, signal) || (signal == SIGHUP && signals_hung_up(sh))))
			return signal;
	return 0;
}

/* Sleeps until a child changed; 128+n when a signal is to be acted on first, else 0. */
static int sleep_for_change(struct shell *sh, struct sleeper *sleeper)
{
	int signal = signal_that_ends_wait(sh);

	if (signal)
		return 128 + signal;
	sigsuspend(&sleeper->mask);
	jobs_poll(sh);
	return 0;
}

/* True when there is something to wait for. */
static bool may_end(const struct job *job, bool ended)
{
	enum process_state state = job_state(job);

	return state == PROCESS_RUNNING || (ended && state == PROCESS_STOPPED);
}

static bool any_job_running(const struct shell *sh, bool ended)
{
	for (const struct job *job = sh->jobs->first; job; job = job->next)
		if (may_end(job, ended))
			return true;
	/* The last process substitution is waited for while $! is its process, as in bash. */
	const struct job *last = sh->jobs->substitutions;
	return last && last->processes[0].pid == sh->last_async && may_end(last, ended);
}

static void forget_finished_jobs(struct shell *sh)
{
	report_waited(sh, NULL);
	for (struct job *job = sh->jobs->first, *next; job; job = next) {
		next = job->next;
		if (job_state(job) == PROCESS_DONE) {
			report_job_death(sh, job);
			job_remove(sh, job);
		}
	}
	for (struct job *job = sh->jobs->substitutions, *next; job; job = next) {
		next = job->next;
		if (job_state(job) == PROCESS_DONE)
			job_remove(sh, job);
	}
	jobs_finished_clear(sh);
}

/* A finished job was asked for: POSIX forgets it, bash lets a script ask again by process id. */
static int job_take_status(struct shell *sh, struct job *job)
{
	int status = job_status(job);

	if (job_state(job) != PROCESS_DONE)
		return status;
	report_job_death(sh, job);
	report_waited(sh, job);
	if (OPT(sh, POSIX))
		job_remove(sh, job);
	else
		job_retire(sh, job);
	return status;
}

int jobs_wait(struct shell *sh, struct job *job, bool ended, bool *trapped)
{
	struct sleeper sleeper;
	int status = 0;

	if (sh->jobs_inherited)
		return job ? 127 : 0;
	jobs_poll(sh);
	if (job ? may_end(job, ended) : any_job_running(sh, ended)) {
		sleeper_begin(&sleeper);
		jobs_poll(sh); /* what ended before its SIGCHLD could wake anybody */
		while (status == 0 && (job ? may_end(job, ended) : any_job_running(sh, ended)))
			status = sleep_for_change(sh, &sleeper);
		sleeper_end(&sleeper);
	}
	if (status) {
		*trapped = true;
		return status;
	}
	if (sh->coprocs)
		coprocs_reap(sh);
	if (job)
		status = job_take_status(sh, job);
	else
		forget_finished_jobs(sh);
	return status;
}

/* The first finished one among the jobs to choose from, in *found; false when none of them can
 * finish. */
static bool next_finished(struct shell *sh, struct job *const *among, uint32_t count, bool ended,
			  struct job **found)
{
	bool running = false;

	*found = NULL;
	for (struct job *job = sh->jobs->first; job; job = job->next) {
		bool wanted = count == 0;

		for (uint32_t i = 0; i < count && !wanted; i++)
			wanted = among[i] == job;
		if (!wanted)
			continue;
		if (job_state(job) == PROCESS_DONE) {
			*found = job;
			return true;
		}
		running |= may_end(job, ended);
	}
	return running;
}

int jobs_wait_next(struct shell *sh, struct job *const *among, uint32_t count, bool ended,
		   pid_t *pid, bool *trapped)
{
	struct sleeper sleeper;
	struct job *found;
	bool any;
	int status = 0;

	*pid = 0;
	if (sh->jobs_inherited)
		return 127;
	sleeper_begin(&sleeper);
	jobs_poll(sh);
	while ((any = next_finished(sh, among, count, ended, &found)) && !found && status == 0)
		status = sleep_for_change(sh, &sleeper);
	sleeper_end(&sleeper);
	if (found) {
		*pid = found->process_count ? found->processes[found->process_count - 1].pid : 0;
		if (sh->coprocs)
			coprocs_reap(sh);
		return job_take_status(sh, found);
	}
	*trapped = any;
	return any ? status : 127;
}
