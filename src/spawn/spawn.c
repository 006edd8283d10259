/*
 * The two ways out of this module: an external command's plan to a process, and a child that goes
 * on as a shell.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "creation.h"
#include "error.h"
#include "mem.h"
#include "readahead.h"
#include "signals.h"

void spawn_settle_debts(struct shell *sh)
{
	readahead_pay(&sh->fds);
	if (sh->out.bytes.len && sh->out.fd >= 0 && outbuf_flush(&sh->out) < 0)
		sh->out.error = errno; /* whoever wrote it is told at its own flush */
}

pid_t spawn_report_failure(struct shell *sh, int error)
{
	shell_error(sh, "cannot create process: %s", strerror(error));
	errno = error;
	return -1;
}

static void __attribute__((noreturn)) replace_shell(struct spawn_plan *plan)
{
	/* A signal that came now would set a flag that exec forgets; with no owner it takes its
	 * default action, as it will after the exec. */
	signals_owner = 0;
	spawn_child_run(plan);
}

void spawn_replace(struct shell *sh, const struct spawn_plan *plan, struct exec_failure *failure)
{
	const struct sigaction initial = {.sa_handler = SIG_DFL};
	struct sigaction *before = mem_alloc(SIGNAL_LIMIT * sizeof(*before));
	uint64_t changed = plan->default_signals;

	spawn_settle_debts(sh);
	signals_owner = 0; /* see replace_shell */
	for (int signal = 1; signal < SIGNAL_LIMIT; signal++)
		if (changed >> (signal & 63) & 1)
			sigaction(signal, &initial, &before[signal]);
	spawn_execute(plan, failure);
	for (int signal = 1; signal < SIGNAL_LIMIT; signal++)
		if (changed >> (signal & 63) & 1)
			sigaction(signal, &before[signal], NULL);
	mem_free(before);
	signals_owner = sh->self_pid;
}

pid_t spawn_external(struct shell *sh, struct spawn_plan *plan,
		     const struct strategy_choice *choice)
{
	spawn_settle_debts(sh);
	plan->clone_flags = choice->flags;
	if (choice->strategy == STRATEGY_EXEC)
		replace_shell(plan);

	struct spawn_context *context = spawn_context_get(sh);
	if (__builtin_expect(plan->times != NULL, 0))
		plan->times->call = spawn_now();
	pid_t pid = plan->stand_in ? stand_in_start(plan->stand_in, plan)
				   : spawn_create(context, plan, (enum strategy)choice->strategy);
	if (__builtin_expect(plan->times != NULL, 0))
		plan->times->returned = spawn_now();
	if (pid < 0)
		return spawn_report_failure(sh, errno);
	/* Parent and child both do this, and whoever is first wins; after the exec it fails,
	 * rightly. */
	if (plan->set_group)
		setpgid(pid, plan->group ? plan->group : pid);
	if (__builtin_expect(sh->children != NULL, 0))
		spawn_child_made(sh, pid);
	return pid;
}

/* A command that runs once in a subshell does not pay for a copy of the page with its cache: so
 * many are left as they are. */
#define CACHES_LEFT_ALONE 100

/* Flags that were set before the fork are the parent's to act on.  A signal that comes before the
 * handler knows its new owner takes its default action: right for a subshell, whose traps are
 * reset. */
void spawn_become_subshell(struct shell *sh)
{
	signals_pending = 0;
	for (int i = 0; i < SIGNAL_LIMIT; i++)
		signal_pending[i] = 0;
	sh->traps_waiting = 0;
	sh->self_pid = getpid();
	signals_owner = sh->self_pid;
	sh->is_subshell = true;
	sh->stood_for = 0;
	sh->caches_left_alone = CACHES_LEFT_ALONE;
	mem_heap_forked();
	spawn_children_free(sh);
	readahead_forget(&sh->fds);
	if (sh->spawn)
		spawn_context_after_fork(sh->spawn);
}

uint64_t spawn_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

pid_t spawn_shell(struct shell *sh)
{
	return spawn_shell_timed(sh, NULL);
}

/* SIGTERM, which an interactive shell ignores and its subshells do not; see create.c.  The stops
 * are for who has the terminal, and a subshell does not have it yet. */
static uint64_t ignored_for_itself(const struct shell *sh)
{
	uint64_t term = 1ull << SIGTERM;

	return sh->traps.at[SIGTERM].action ? 0 : term & sh->dispositions.ignored;
}

pid_t spawn_shell_timed(struct shell *sh, struct spawn_times *times)
{
	uint64_t held = ignored_for_itself(sh), before = 0;

	spawn_settle_debts(sh);
	if (times)
		times->call = spawn_now();
	if (held)
		before = spawn_hold_signals(held);
	pid_t pid = spawn_fork();
	if (times)
		*(pid == 0 ? &times->begun : &times->returned) = spawn_now();
	if (pid == 0) {
		spawn_become_subshell(sh);
		spawn_set_signals(held, SIG_DFL);
		sh->dispositions.ignored &= ~held;
	}
	if (held) {
		int error = errno;

		spawn_release_signals(before);
		errno = error;
	}
	if (pid == 0)
		return 0;
	if (pid < 0)
		spawn_report_failure(sh, errno);
	else if (sh->children)
		spawn_child_made(sh, pid);
	return pid;
}

pid_t spawn_sample(struct spawn_times *times)
{
	times->call = spawn_now();
	pid_t pid = fork();
	if (pid == 0) {
		times->begun = spawn_now();
		_exit(0);
	}
	times->returned = spawn_now();
	return pid;
}
