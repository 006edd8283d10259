/*
 * A child that is no shell: it runs one function in a copy of this memory, and ends.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>
#include "creation.h"
#include "error.h"
#include "signals.h"

/* What is ignored stays so, as it would in any child. */
static void default_signals(void)
{
	struct sigaction action;

	for (int signal = 1; signal < SIGNAL_LIMIT; signal++) {
		if (sigaction(signal, NULL, &action) < 0 || action.sa_handler == SIG_IGN ||
		    action.sa_handler == SIG_DFL)
			continue;
		action.sa_handler = SIG_DFL;
		action.sa_flags = 0;
		sigaction(signal, &action, NULL);
	}
}

static void __attribute__((noreturn)) run(pid_t parent, int (*body)(void *context), void *context)
{
	default_signals();
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent) /* it ended before that */
		_exit(0);
	_exit(body(context) & 0xff);
}

pid_t spawn_body(struct shell *sh, int (*body)(void *context), void *context)
{
	pid_t parent = getpid(), pid;
	unsigned tries = 0;

	do
		pid = fork();
	while (pid < 0 && errno == EAGAIN && spawn_pause(&tries));
	if (pid == 0)
		run(parent, body, context);
	if (pid < 0) {
		int error = errno;
		shell_error(sh, "cannot create process: %s", strerror(error));
		errno = error;
	}
	return pid;
}
