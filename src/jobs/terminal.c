/*
 * The terminal and who has it: process groups, tcsetpgrp(3), terminal modes, and switching job
 * control on and off.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include "error.h"
#include "fdtable.h"
#include "handlers.h"
#include "internal.h"
#include "mem.h"
#include "signals.h"
#include "var.h"

/* Tries to come to the foreground before the shell gives up: an orphaned process group is never
 * stopped by SIGTTIN, and would go on for ever. */
#define FOREGROUND_TRIES 100

/* terminfo's size of most terminals. */
#define USUAL_LINES	 24
#define USUAL_COLUMNS	 80

/* ---- its size ----------------------------------------------------------------------------- */

static bool look_at_size(const struct shell *sh, struct winsize *size)
{
	int terminal = sh->jobs->terminal;

	if (!jobs_interactive(sh) || sh->subshell)
		return false;
	return ioctl(terminal >= 0 ? terminal : STDERR_FILENO, TIOCGWINSZ, size) == 0;
}

/* A terminal that does not tell its size, as a serial line, has the one that the variable says. */
static void set_size(struct shell *sh, const char *variable, uint16_t size, uint16_t usual)
{
	struct symbol *name = symbol_intern(&sh->symbols, variable, strlen(variable));
	int64_t now;

	if (name->var.flags & VAR_READONLY || (!size && var_is_set(name)))
		return;
	if (!size)
		size = usual;
	if (!var_is_set(name) || !var_number(sh, name, &now) || now != size)
		var_set_number(sh, name, size);
}

static void set_sizes(struct shell *sh, const struct winsize *size)
{
	set_size(sh, "LINES", size->ws_row, USUAL_LINES);
	set_size(sh, "COLUMNS", size->ws_col, USUAL_COLUMNS);
}

void jobs_terminal_resized(struct shell *sh)
{
	struct job_table *table = sh->jobs;
	struct winsize size;

	if (!look_at_size(sh, &size))
		return;
	uint16_t lines = size.ws_row ? size.ws_row : USUAL_LINES;
	uint16_t columns = size.ws_col ? size.ws_col : USUAL_COLUMNS;
	if (lines == table->lines && columns == table->columns)
		return;
	table->lines = lines;
	table->columns = columns;
	set_sizes(sh, &size);
}

/* ---- handing it over ----------------------------------------------------------------------- */

int jobs_terminal_to_give(struct shell *sh)
{
	int terminal = sh->jobs->terminal;

	if (!sh->job_control || terminal < 0 || tcgetpgrp(terminal) != sh->jobs->shell_group)
		return -1;
	return terminal;
}

/* tcsetpgrp(3) from the background raises SIGTTOU unless that is ignored, as it is under job
 * control, or blocked, as it must be while it has a trap. */
static int set_foreground(struct shell *sh, pid_t group)
{
	bool trapped = sh->traps.set_mask >> SIGTTOU & 1;
	sigset_t blocked, old;

	if (trapped) {
		sigemptyset(&blocked);
		sigaddset(&blocked, SIGTTOU);
		sigprocmask(SIG_BLOCK, &blocked, &old);
	}
	int result = tcsetpgrp(sh->jobs->terminal, group);
	int error = errno;
	if (trapped)
		sigprocmask(SIG_SETMASK, &old, NULL);
	errno = error;
	return result;
}

bool terminal_give(struct shell *sh, struct job *job)
{
	int terminal = sh->jobs->terminal;
	pid_t owner;

	if (terminal < 0 || !job->group)
		return false;
	owner = tcgetpgrp(terminal);
	if (owner == job->group)
		return true; /* the child was quicker */
	if (owner != sh->jobs->shell_group)
		return false;
	set_foreground(sh, job->group);
	return true;
}

static bool job_killed(const struct job *job)
{
	for (uint32_t i = 0; i < job->process_count; i++)
		if (job->processes[i].state == PROCESS_DONE &&
		    WIFSIGNALED(job->processes[i].wait_status))
			return true;
	return false;
}

void jobs_take_terminal(struct shell *sh)
{
	struct job_table *table = sh->jobs;

	if (sh->job_control && table->terminal >= 0 && !sh->subshell &&
	    tcgetpgrp(table->terminal) != table->shell_group)
		set_foreground(sh, table->shell_group);
}

void terminal_take_back(struct shell *sh, struct job *job)
{
	struct job_table *table = sh->jobs;
	bool stopped = job_state(job) == PROCESS_STOPPED;
	struct winsize size;

	if (set_foreground(sh, table->shell_group) < 0 && tcgetpgrp(table->terminal) < 0 &&
	    errno == EIO) {
		/* It hung up, which the kernel told to the session's leader and to the job that was
		 * in the foreground, but not to the shell, where that is neither. */
		raise(SIGHUP);
		return;
	}
	if (look_at_size(sh, &size)) /* SIGWINCH went to the job; bash: checkwinsize */
		set_sizes(sh, &size);
	if (stopped) {
		if (!job->modes)
			job->modes = mem_alloc(sizeof(*job->modes));
		tcgetattr(table->terminal, job->modes);
	}
	if (stopped || job_killed(job))
		tcsetattr(table->terminal, TCSADRAIN, table->modes);
	else /* what a command like stty(1) did is to last */
		tcgetattr(table->terminal, table->modes);
}

/* SIGCONT for what has not ended of it.  false with errno when nobody could be sent it. */
static bool send_continue(struct job *job)
{
	bool sent = job->group && job_state(job) != PROCESS_DONE ? kill(-job->group, SIGCONT) == 0
								 : true;

	for (uint32_t i = 0; sent && i < job->process_count; i++) {
		struct process *process = &job->processes[i];

		if (!job->group && process->state != PROCESS_DONE)
			sent = kill(process->pid, SIGCONT) == 0;
		if (sent && process->state == PROCESS_STOPPED)
			process->state = PROCESS_RUNNING;
	}
	return sent;
}

int job_continue(struct shell *sh, struct job *job, bool foreground, bool *interrupted)
{
	job_touch(sh, job);
	job->foreground = foreground;
	if (foreground && job->job_control) {
		/* its modes first: the shell may not set them any more once it gave the terminal */
		if (job->modes && jobs_terminal_to_give(sh) >= 0)
			tcsetattr(sh->jobs->terminal, TCSADRAIN, job->modes);
		terminal_give(sh, job);
	}
	if (!send_continue(job)) {
		int error = errno;

		jobs_take_terminal(sh);
		job->foreground = false;
		errno = error;
		return -1;
	}
	job->changed = false;
	return foreground ? job_wait_foreground(sh, job, interrupted) : 0;
}

void jobs_signal_sent(struct shell *sh, pid_t pid, int signal)
{
	if (signal != SIGCONT && signal != SIGKILL)
		return;
	for (struct job *job = sh->jobs->first; job; job = job->next)
		for (uint32_t i = 0; i < job->process_count; i++) {
			struct process *process = &job->processes[i];

			if (process->state == PROCESS_STOPPED &&
			    (process->pid == pid || (job->group && job->group == -pid)))
				process->state = PROCESS_RUNNING;
		}
}

/* ---- switching ---------------------------------------------------------------------------- */

/* Our own descriptor of the terminal: /dev/tty, or what the standard ones are open on. */
static int terminal_open(struct shell *sh)
{
	static const int candidates[] = {2, 0, 1};
	int *holder = &sh->jobs->terminal;
	int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);

	if (fd >= 0)
		return fd_own(&sh->fds, fd, holder);
	for (size_t i = 0; i < sizeof(candidates) / sizeof(*candidates); i++)
		if (isatty(candidates[i]))
			return fd_own_copy(&sh->fds, candidates[i], holder);
	return -1;
}

static void terminal_close(struct shell *sh)
{
	if (sh->jobs->terminal >= 0)
		fd_own_close(&sh->fds, &sh->jobs->terminal);
	mem_free(sh->jobs->modes);
	sh->jobs->modes = NULL;
}

/* Lets whoever started the shell in the background stop it until it is brought to the
 * foreground. */
static bool wait_for_foreground(const struct job_table *table)
{
	struct sigaction fallback = {.sa_handler = SIG_DFL}, old;
	bool ours = false;

	sigaction(SIGTTIN, &fallback, &old);
	for (int i = 0; i < FOREGROUND_TRIES; i++) {
		pid_t owner = tcgetpgrp(table->terminal);

		ours = owner >= 0 && owner == getpgrp();
		if (ours || owner < 0)
			break;
		kill(0, SIGTTIN);
	}
	sigaction(SIGTTIN, &old, NULL);
	return ours;
}

/* The shell's own signals follow sh->job_control. */
static void control_signals(struct shell *sh)
{
	static const int signals[] = {SIGTSTP, SIGTTIN, SIGTTOU, SIGCHLD};

	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		signals_update(sh, signals[i]);
	signals_prepare_wait(sh);
}

static int control_on(struct shell *sh)
{
	struct job_table *table = sh->jobs;
	bool interactive = jobs_interactive(sh);

	/* a descriptor left from a parent shell is as good */
	if (table->terminal < 0)
		terminal_open(sh);
	if (table->terminal >= 0 && tcgetpgrp(table->terminal) < 0)
		terminal_close(sh); /* not our controlling terminal */
	if (interactive && (table->terminal < 0 || !wait_for_foreground(table))) {
		terminal_close(sh);
		shell_error(sh, "no job control: no terminal, or not in its foreground");
		return -1;
	}
	table->original_group = getpgrp();
	if (interactive && table->original_group != getpid())
		setpgid(0, 0);
	table->shell_group = getpgrp();
	sh->job_control = true;
	control_signals(sh);
	if (table->terminal < 0)
		return 0;
	if (interactive)
		set_foreground(sh, table->shell_group);
	if (!table->modes)
		table->modes = mem_alloc(sizeof(*table->modes));
	tcgetattr(table->terminal, table->modes);
	return 0;
}

static void control_off(struct shell *sh)
{
	struct job_table *table = sh->jobs;

	if (table->shell_group != table->original_group) {
		if (table->terminal >= 0 && tcgetpgrp(table->terminal) == table->shell_group)
			set_foreground(sh, table->original_group);
		setpgid(0, table->original_group);
	}
	terminal_close(sh);
	sh->job_control = false;
	control_signals(sh);
}

int jobs_set_control(struct shell *sh, bool on)
{
	if (on == sh->job_control)
		return 0;
	if (on)
		return control_on(sh);
	control_off(sh);
	return 0;
}

int jobs_suspend_shell(struct shell *sh)
{
	struct job_table *table = sh->jobs;
	bool gives = sh->job_control && table->terminal >= 0 && jobs_interactive(sh);

	/* Whoever started the shell waits for its group: it goes back there, to be stopped with
	 * it. */
	if (gives && table->original_group != table->shell_group) {
		set_foreground(sh, table->original_group);
		setpgid(0, table->original_group);
	}
	int result = kill(gives ? 0 : getpid(), SIGSTOP);
	if (!gives)
		return result;
	wait_for_foreground(table);
	if (table->original_group != table->shell_group)
		setpgid(0, table->shell_group);
	set_foreground(sh, table->shell_group);
	tcsetattr(table->terminal, TCSADRAIN, table->modes);
	return result;
}
