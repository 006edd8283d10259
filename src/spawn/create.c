/*
 * The creation calls: vfork, clone with flags and a stack of its own, fork.  They differ in how the
 * child comes to be and in nothing else; each child runs spawn_child_run.
 *
 * No signal is blocked around them and no handler is taken out, though the children of vfork and
 * clone run in the shell's memory.  The handler itself sees to that (signals.c): in a process that
 * is not the flags' owner it restores the default and raises the signal again, so that nothing of
 * the shell's is touched and no signal is lost.  That saves the two system calls per command that
 * blocking would take.
 *
 * What the shell ignores is another matter, for an ignored signal is lost.  Where the shell goes on
 * beside a child that has not set these to their defaults yet, it may send one (`sleep 9 & kill $!`
 * at a prompt): they are blocked in the child until it has, for blocked signals are kept
 * (signal(7)).
 */
#include <errno.h>
#include <linux/futex.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "creation.h"
#include "rawcall.h"

/* Pauses of 1, 2, 4 ... 512 ms: a second in all. */
#define PAUSES_MOST    10
/* The time for which the wait for a child's exec sleeps before it looks whether the child was
 * stopped. */
#define WATCH_FIRST_MS 10
#define WATCH_MOST_MS  1000

static struct timespec milliseconds(long ms)
{
	return (struct timespec){ms / 1000, ms % 1000 * 1000000};
}

bool spawn_pause(unsigned *tries)
{
	if (*tries >= PAUSES_MOST)
		return false;
	struct timespec pause = milliseconds(1l << (*tries)++);
	nanosleep(&pause, NULL);
	return true;
}

/* ---- fork and vfork -------------------------------------------------------------------- */

pid_t spawn_fork(void)
{
	unsigned tries = 0;
	pid_t pid;

	do
		pid = fork();
	while (pid < 0 && errno == EAGAIN && spawn_pause(&tries));
	return pid;
}

static pid_t create_by_fork(const struct spawn_plan *plan)
{
	pid_t pid = fork();
	if (pid == 0)
		spawn_child_run(plan);
	return pid;
}

/* Its frame is used by parent and child, so it holds nothing else. */
static __attribute__((noinline)) pid_t vfork_and_run(const struct spawn_plan *plan)
{
	pid_t pid = vfork();
	if (pid == 0)
		spawn_child_run(plan);
	return pid;
}

static pid_t create_by_vfork(const struct spawn_plan *plan)
{
	pid_t pid = vfork_and_run(plan);
	if (pid < 0 && (errno == ENOSYS || errno == EPERM)) /* a filter that does not know it */
		pid = create_by_fork(plan);
	return pid;
}

/* ---- clone ----------------------------------------------------------------------------- */

/* 0 or more: a pid; else -errno. */
static long call_clone3(const struct spawn_plan *childs, struct spawn_block *block, uint64_t flags)
{
	struct clone_args args = {
		.flags = flags & ~(uint64_t)CLONE_EXIT_SIGNAL,
		.exit_signal = flags & CLONE_EXIT_SIGNAL,
		.child_tid = (uint64_t)(uintptr_t)&block->running,
		.stack = (uint64_t)(uintptr_t)block->stack,
		.stack_size = block->stack_size,
	};
	return spawn_clone3_call(&args, sizeof(args), spawn_child_start, (void *)childs);
}

static long call_clone(const struct spawn_plan *childs, struct spawn_block *block, uint64_t flags)
{
	/* The kernel gives the child its own copy of the signal actions anyway; what is lost is
	 * that handlers are taken out, and the handler looks after that. */
	flags &= ~(uint64_t)CLONE_CLEAR_SIGHAND;
	int pid = clone(spawn_child_start, block->stack + block->stack_size, (int)flags,
			(void *)childs, NULL, NULL, &block->running);
	return pid < 0 ? -errno : pid;
}

/* It does not know clone3, and so this is asked only after that was found missing. */
bool spawn_under_valgrind(void)
{
	const char *preload = getenv("LD_PRELOAD");
	return preload && strstr(preload, "vgpreload");
}

/* True when the errno may mean that this way of creating is not to be had here, rather than that
 * this child is not.  All flags are the strategy's: they only shape how the child gets to its exec,
 * and a call without them runs the same command. */
static bool call_is_unknown(long result)
{
	return result == -ENOSYS || result == -EPERM || result == -EINVAL;
}

static long create_by_clone(struct spawn_context *context, uint64_t flags,
			    const struct spawn_plan *childs, struct spawn_block *block)
{
	long result;

	if (context->call == CREATE_CLONE3) {
		if (context->no_clear_sighand)
			flags &= ~(uint64_t)CLONE_CLEAR_SIGHAND;
		result = call_clone3(childs, block, flags);
		if (result == -EINVAL && flags & CLONE_CLEAR_SIGHAND) {
			flags &= ~(uint64_t)CLONE_CLEAR_SIGHAND;
			result = call_clone3(childs, block, flags);
			context->no_clear_sighand = result >= 0;
		}
		if (!call_is_unknown(result))
			return result;
		context->call = spawn_under_valgrind() ? CREATE_VFORK : CREATE_CLONE;
	}
	if (context->call == CREATE_CLONE) {
		result = call_clone(childs, block, flags);
		if (!call_is_unknown(result))
			return result;
		if (result != -ENOSYS)
			context->call = CREATE_VFORK;
	}
	/* The shell is held until the exec, or this is a fork: either way no one writes to the
	 * word. */
	block->running = 0;
	result = create_by_vfork(childs);
	return result < 0 ? -errno : result;
}

/* Then it will not wake the futex (or has). */
bool spawn_child_has_news(pid_t pid)
{
	siginfo_t info = {.si_pid = 0};
	return waitid(P_PID, (id_t)pid, &info, WEXITED | WSTOPPED | WNOHANG | WNOWAIT | __WALL) <
		       0 ||
	       info.si_pid != 0;
}

/* The sleep has an end because a SIGCHLD that comes between two calls wakes nobody. */
void spawn_wait_for_exec(const struct spawn_block *block, pid_t pid)
{
	long watch = WATCH_FIRST_MS;
	uint32_t running; /* 1, or with CLONE_CHILD_SETTID the child's id */
	while ((running = __atomic_load_n(&block->running, __ATOMIC_ACQUIRE))) {
		struct timespec timeout = milliseconds(watch);
		long result = syscall(SYS_futex, &block->running, FUTEX_WAIT, running, &timeout);
		if (result == 0 || errno == EAGAIN)
			continue;
		if (spawn_child_has_news(pid))
			return;
		if (watch < WATCH_MOST_MS)
			watch *= 2;
	}
}

static pid_t create_on_own_stack(struct spawn_context *context, struct spawn_plan *plan)
{
	/* Beside a parent that runs on, the child needs a plan of its own and a way to say it is
	 * done. */
	bool watched = (plan->clone_flags & (CLONE_VM | CLONE_VFORK)) == CLONE_VM;
	if (watched)
		plan->clone_flags |= CLONE_CHILD_CLEARTID;
	size_t room = watched ? spawn_plan_copy_size(plan) : 0;
	struct spawn_block *block = spawn_block_take(context, room);
	/* A limit on the shell's memory (ulimit -v) is none on children, and vfork needs none. */
	if (!block)
		return create_by_vfork(plan);
	const struct spawn_plan *childs = watched ? spawn_plan_copy(plan, block->room) : plan;

	block->running = watched;
	long result = create_by_clone(context, plan->clone_flags, childs, block);
	if (result < 0)
		block->running = 0;
	else if (watched)
		spawn_wait_for_exec(block, (pid_t)result);
	spawn_block_give(context, block);
	if (result >= 0)
		return (pid_t)result;
	errno = (int)-result;
	return -1;
}

/* ---- what the shell ignores ------------------------------------------------------------ */

static uint64_t mask_of(uint64_t signals)
{
	return signals >> 1 | (signals & 1) << 63;
}

uint64_t spawn_hold_signals(uint64_t signals)
{
	uint64_t mask = mask_of(signals), before = 0;

	rawcall(SYS_rt_sigprocmask, SIG_BLOCK, (long)&mask, (long)&before, sizeof(before));
	return before;
}

CHILD_SIDE void spawn_release_signals(uint64_t before)
{
	rawcall(SYS_rt_sigprocmask, SIG_SETMASK, (long)&before, 0, sizeof(before));
}

/* ---- one child ------------------------------------------------------------------------- */

static pid_t create_once(struct spawn_context *context, struct spawn_plan *plan,
			 enum strategy strategy)
{
	switch (strategy) {
	case STRATEGY_VFORK:
		return create_by_vfork(plan);
	case STRATEGY_CLONE:
		return create_on_own_stack(context, plan);
	case STRATEGY_FORK:
		return create_by_fork(plan);
	case STRATEGY_IN_PROCESS:
	case STRATEGY_EXEC:
		break;
	}
	errno = EINVAL;
	return -1;
}

pid_t spawn_create(struct spawn_context *context, struct spawn_plan *plan, enum strategy strategy)
{
	bool waits = strategy == STRATEGY_VFORK ||
		     (strategy == STRATEGY_CLONE && plan->clone_flags & (CLONE_VM | CLONE_VFORK));
	unsigned tries = 0;
	pid_t pid;

	plan->holds_signals = plan->default_signals && !waits;
	if (plan->holds_signals)
		plan->mask_before = spawn_hold_signals(plan->default_signals);
	do
		pid = create_once(context, plan, strategy);
	while (pid < 0 && errno == EAGAIN && spawn_pause(&tries));
	if (plan->holds_signals) {
		int error = errno;

		spawn_release_signals(plan->mask_before);
		errno = error;
	}
	return pid;
}
