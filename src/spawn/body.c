/*
 * A child that is no shell: it runs one function in a copy of this memory, and ends.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "creation.h"
#include "error.h"
#include "signals.h"

void spawn_handlers_to_default(void)
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
	spawn_handlers_to_default();
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent) /* it ended before that */
		_exit(0);
	_exit(body(context) & 0xff);
}

bool spawn_signal(pid_t pid, int signal)
{
	if (kill(pid, signal) == 0)
		return true;
	int error = errno, fd = (int)syscall(SYS_pidfd_open, pid, 0);
	bool sent = fd >= 0 && syscall(SYS_pidfd_send_signal, fd, signal, NULL, 0) == 0;

	if (fd >= 0)
		close(fd);
	errno = error;
	return sent;
}

bool spawn_kill(pid_t pid)
{
	if (!spawn_signal(pid, SIGKILL))
		return false;
	while (waitpid(pid, NULL, __WALL) < 0 && errno == EINTR)
		;
	return true;
}

pid_t spawn_body(struct shell *sh, int (*body)(void *context), void *context)
{
	pid_t parent = getpid(), pid = spawn_fork();

	if (pid == 0)
		run(parent, body, context);
	if (pid > 0 && sh->children)
		spawn_child_made(sh, pid);
	return pid < 0 ? spawn_report_failure(sh, errno) : pid;
}
