/*
 * Waiting at the prompt: for a key, for a signal, for the time that TMOUT allows.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "exec.h"
#include "internal.h"
#include "jobs.h"
#include "marks.h"
#include "signals.h"

/* Others are about to write to the terminal, or commands to run. */
static void step_aside(struct edit_state *edit)
{
	if (edit->has_terminal)
		edit->editor->suspend(&edit->host);
}

static void step_back(struct edit_state *edit)
{
	if (edit->has_terminal)
		edit->editor->resume(&edit->host);
}

/* set -b: a job's end is told at once (XCU set). */
static void child_changed(struct shell *sh)
{
	if (!OPT(sh, NOTIFY))
		return;
	jobs_poll(sh);
	for (struct job *job = sh->jobs->first; job; job = job->next)
		if (job->changed) {
			step_aside(sh->edit);
			jobs_notify(sh);
			step_back(sh->edit);
			return;
		}
}

static void size_changed(struct edit_state *edit)
{
	struct winsize size;
	if (ioctl(edit->host.input, TIOCGWINSZ, &size) < 0)
		return;
	edit->host.columns = size.ws_col;
	edit->host.rows = size.ws_row;
	jobs_terminal_resized(edit->host.sh);
	if (edit->has_terminal)
		edit->editor->resize(&edit->host);
}

/* Takes a pending signal that has no trap. */
static bool take_signal(const struct shell *sh, int signal)
{
	const char *action = sh->traps.at[signal].action;
	if (!signal_pending[signal] || (action && *action))
		return false;
	signal_pending[signal] = 0;
	return true;
}

static bool signal_waits(void)
{
	for (int signal = 1; signal < SIGNAL_LIMIT; signal++)
		if (signal_pending[signal])
			return true;
	return false;
}

/* Acts on a signal that has come to an interactive shell at its prompt.  WAIT_INPUT: go on
 * waiting. */
static enum edit_wait edit_signals(struct shell *sh)
{
	if (take_signal(sh, SIGWINCH))
		size_changed(sh->edit);
	take_signal(sh, SIGQUIT);
	if (take_signal(sh, SIGCHLD))
		child_changed(sh);
	/* The line is given up, whether SIGINT has a trap or not. */
	if (signal_pending[SIGINT])
		return WAIT_INTERRUPTED;
	if (!signal_waits()) {
		signals_pending = 0;
		return WAIT_INPUT;
	}
	step_aside(sh->edit);
	struct flow flow = exec_pending_traps(sh);
	if (flow.kind == FLOW_INTERRUPT) {
		signal_set_pending(SIGINT, SIGNAL_FROM_KERNEL);
		return WAIT_INTERRUPTED;
	}
	if (flow.kind == FLOW_EXIT || flow.kind == FLOW_SUBSHELL)
		exec_terminate(sh, flow);
	step_back(sh->edit);
	return WAIT_INPUT;
}

/* With all signals blocked between the look at the flags and the sleep, none is slept over. */
static int sleep_once(int timeout_ms)
{
	struct pollfd input = {STDIN_FILENO, POLLIN, 0};
	struct timespec left = {timeout_ms / 1000, timeout_ms % 1000 * 1000000L};
	sigset_t all, old;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &old);
	int ready = -1;
	errno = EINTR;
	if (!signals_pending)
		ready = ppoll(&input, 1, timeout_ms < 0 ? NULL : &left, &old);
	int error = errno;
	sigprocmask(SIG_SETMASK, &old, NULL);
	errno = error;
	if (ready > 0 && !(input.revents & POLLIN))
		errno = EIO;
	return ready > 0 && !(input.revents & POLLIN) ? -1 : ready;
}

enum edit_wait edit_sleep(struct shell *sh, int timeout_ms)
{
	marks_at_rest(sh);
	for (;;) {
		if (signals_pending) {
			enum edit_wait result = edit_signals(sh);
			if (result != WAIT_INPUT)
				return result;
		}
		int ready = sleep_once(timeout_ms);
		/* The bytes that can be read were typed after Ctrl-C, which throws away what was
		 * typed before it. */
		if (ready > 0 && signals_pending)
			continue;
		if (ready > 0)
			return WAIT_INPUT;
		if (ready == 0)
			return WAIT_TIMEOUT;
		/* Reading waits, too, though not for the time that was asked. */
		if (errno == ENOMEM)
			return WAIT_INPUT;
		if (errno != EINTR) {
			sh->edit->host.error = errno;
			return WAIT_END;
		}
	}
}
