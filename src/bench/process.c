/*
 * The process that measures: a child of the shell with nothing of the shell's about it but its
 * memory.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>
#include "bench_internal.h"
#include "handlers.h"
#include "jobs.h"
#include "signals.h"
#include "spawn.h"

void *bench_shared_new(size_t size)
{
	void *shared = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return shared == MAP_FAILED ? NULL : shared;
}

void bench_shared_free(void *shared, size_t size)
{
	if (shared)
		munmap(shared, size);
}

/* Ctrl-C, hang-ups and the like end this process at once; what the shell ignores for job control's
 * sake stays ignored, so that Ctrl-Z does not stop it without the shell. */
static void take_default_signals(void)
{
	static const int ends[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGCHLD};
	struct sigaction action = {.sa_handler = SIG_DFL};
	sigset_t none;

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		sigaction(ends[i], &action, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

bool bench_process_run(struct shell *sh, void (*work)(void *shared, const void *argument),
		       void *shared, const void *argument, struct flow *flow)
{
	bool interrupted = false;
	pid_t parent = getpid();

	signals_prepare_wait(sh);
	pid_t pid = spawn_shell(sh);
	if (pid < 0) {
		*flow = flow_next(126);
		return false;
	}
	if (pid == 0) {
		take_default_signals();
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() == parent)
			work(shared, argument);
		_exit(0);
	}
	int wait_status = process_wait_quietly(sh, pid, &interrupted);
	if (wait_status == 0)
		return true;
	bench_progress_clear();
	process_report(sh, &(struct ended){pid, wait_status}, sh->command);
	int status = wait_status_to_exit(wait_status);
	*flow = flow_make(interrupted ? FLOW_INTERRUPT : FLOW_NEXT, status);
	return false;
}
