/*
 * Stand-ins: processes that are a virtual subshell to the world while the shell itself goes on in
 * it. What the subshell runs has the stand-in for a parent, and who kills that ends the subshell.
 *
 * A stand-in lives in the shell's memory beside it, on a stack of its own, with the shell's table
 * of descriptors and its directory. So it makes raw calls alone, allocates nothing, and writes to
 * nothing but its own struct; it can be killed at any moment and leaves nothing half done. All
 * that it does is what the shell orders: to make a child by a finished plan, in the way of vfork,
 * on the lower part of its stack, and to wait for it.
 *
 * The word `running` of its block says how far it is: 2n, order n has been begun, 2n + 1, it is
 * done with; the kernel clears it when the stand-in is gone. `order` is the shell's word.
 */
#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <linux/sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "creation.h"
#include "rawcall.h"

#define OWN_STACK      ((size_t)16 * 1024) /* upper part of the block's; the rest is its child's */
#define ORDER_END      UINT32_MAX
#define STATE_IDLE     1
/* The kernel's SA_RESTORER, which signal.h has for itself. */
#define RESTORER_GIVEN 0x04000000ul

struct stand_in {
	struct spawn_block *block; /* this struct lies in its room */
	pid_t pid;
	pid_t shell;	   /* its parent */
	uint64_t mask;	   /* signals that are blocked ordinarily */
	uint64_t defaults; /* what the shell ignores for itself, as plans have it */
	/* the shell's */
	uint32_t order;
	const struct spawn_plan *plan;
	/* its own */
	long result; /* of the call that made the child */
	int wait_status;
	struct rusage usage;
	/* the kernel's, of a child in this memory */
	pid_t made;
	uint32_t inside; /* cleared when the child has left */
};

static CHILD_SIDE uint32_t word_load(const uint32_t *word)
{
	return __atomic_load_n(word, __ATOMIC_ACQUIRE);
}

static CHILD_SIDE void word_store(uint32_t *word, uint32_t value)
{
	__atomic_store_n(word, value, __ATOMIC_RELEASE);
	rawcall(SYS_futex, (long)word, FUTEX_WAKE, INT_MAX, 0);
}

static CHILD_SIDE void word_sleep(const uint32_t *word, uint32_t value)
{
	rawcall(SYS_futex, (long)word, FUTEX_WAIT, value, 0);
}

/* ---- the stand-in's half ----------------------------------------------------------------- */

static CHILD_SIDE void set_mask(uint64_t mask)
{
	rawcall(SYS_rt_sigprocmask, SIG_SETMASK, (long)&mask, 0, sizeof(mask));
}

static CHILD_SIDE void __attribute__((noreturn)) end(void)
{
	for (;;)
		rawcall(SYS_exit_group, 0, 0, 0, 0);
}

/* The end by a signal that dumps core, without one: before Linux 5.16 that would kill all who share
 * the memory. */
static CHILD_SIDE void __attribute__((noreturn)) die_without_core(int signal)
{
	for (;;)
		rawcall(SYS_exit_group, 128 + signal, 0, 0, 0);
}

static CHILD_SIDE void keep_core(void)
{
	static const uint8_t dumping[] = {SIGQUIT, SIGILL,  SIGTRAP, SIGABRT, SIGBUS,
					  SIGFPE,  SIGSEGV, SIGXCPU, SIGXFSZ, SIGSYS};
	/* The kernel's struct sigaction; nobody returns by the restorer. */
	struct {
		void (*handler)(int);
		unsigned long flags;
		void (*restorer)(int);
		uint64_t mask;
	} action = {die_without_core, RESTORER_GIVEN, die_without_core, ~0ull}, before;

	for (size_t i = 0; i < sizeof(dumping); i++)
		if (rawcall(SYS_rt_sigaction, dumping[i], (long)&action, (long)&before,
			    sizeof(before.mask)) == 0 &&
		    before.handler == SIG_IGN)
			rawcall(SYS_rt_sigaction, dumping[i], (long)&before, 0,
				sizeof(before.mask));
}

static CHILD_SIDE long make_child(struct stand_in *stand_in)
{
	const struct spawn_plan *plan = stand_in->plan;
	struct clone_args args = {
		.flags = (plan->clone_flags & ~(uint64_t)CLONE_EXIT_SIGNAL) | CLONE_CLEAR_SIGHAND,
		.exit_signal = plan->clone_flags & CLONE_EXIT_SIGNAL,
		.stack = (uint64_t)(uintptr_t)stand_in->block->stack,
		.stack_size = stand_in->block->stack_size - OWN_STACK,
		.parent_tid = (uint64_t)(uintptr_t)&stand_in->made,
		.child_tid = (uint64_t)(uintptr_t)&stand_in->inside,
	};

	if (plan->clone_flags & CLONE_VM)
		args.flags |= CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID;
	return spawn_clone3_call(&args, sizeof(args), spawn_child_start, (void *)plan);
}

/* A SIGINT from the terminal is the child's to make something of, as for any shell that waits;
 * the one from a process ends it when the child has ended. */
static CHILD_SIDE void wait_for_child(struct stand_in *stand_in)
{
	uint64_t interrupt = 1ull << (SIGINT - 1);
	struct timespec now = {0, 0};
	siginfo_t info;
	long got;

	set_mask(stand_in->mask | interrupt);
	do
		got = rawcall(SYS_wait4, stand_in->result, (long)&stand_in->wait_status, __WALL,
			      (long)&stand_in->usage);
	while (got == -EINTR);
	if (got < 0)
		stand_in->wait_status = 127 << 8;
	if (rawcall(SYS_rt_sigtimedwait, (long)&interrupt, (long)&info, (long)&now,
		    sizeof(interrupt)) == SIGINT &&
	    info.si_code <= 0) {
		rawcall(SYS_kill, rawcall(SYS_getpid, 0, 0, 0, 0), SIGINT, 0, 0);
		set_mask(stand_in->mask);
	}
	set_mask(~0ull);
}

/* Signals that come meanwhile are kept: the plan lets them in where the child has set what it
 * does at them. */
static CHILD_SIDE void __attribute__((noreturn)) live(struct stand_in *stand_in)
{
	uint32_t *state = &stand_in->block->running;
	uint32_t done = 0, order;

	rawcall(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0);
	if (rawcall(SYS_getppid, 0, 0, 0, 0) != stand_in->shell)
		end();
	spawn_set_signals(stand_in->defaults, SIG_DFL);
	keep_core();
	for (;;) {
		set_mask(stand_in->mask);
		while ((order = word_load(&stand_in->order)) == done)
			word_sleep(&stand_in->order, done);
		if (order == ORDER_END)
			end();
		set_mask(~0ull);
		stand_in->result = make_child(stand_in);
		word_store(state, 2 * order);
		if (stand_in->result > 0)
			wait_for_child(stand_in);
		done = order;
		word_store(state, 2 * order + 1);
	}
}

static CHILD_SIDE int start(void *stand_in)
{
	live(stand_in);
}

/* ---- the shell's half -------------------------------------------------------------------- */

bool stand_in_is_possible(const struct shell *sh)
{
	return !sh->children;
}

struct stand_in *stand_in_make(struct shell *sh, uint64_t defaults)
{
	struct spawn_context *context = spawn_context_get(sh);
	struct spawn_block *block = spawn_block_take(context, sizeof(struct stand_in));

	if (!block)
		return NULL;
	struct stand_in *stand_in = (struct stand_in *)block->room;
	*stand_in = (struct stand_in){.block = block, .shell = getpid(), .defaults = defaults};
	struct clone_args args = {
		.flags = STAND_IN_FLAGS & ~(uint64_t)CLONE_EXIT_SIGNAL,
		.exit_signal = STAND_IN_FLAGS & CLONE_EXIT_SIGNAL,
		.child_tid = (uint64_t)(uintptr_t)&block->running,
		.stack = (uint64_t)(uintptr_t)(block->stack + block->stack_size - OWN_STACK),
		.stack_size = OWN_STACK,
	};
	block->running = STATE_IDLE;
	stand_in->mask = spawn_hold_signals(~0ull);
	long pid = spawn_clone3_call(&args, sizeof(args), start, stand_in);
	spawn_release_signals(stand_in->mask);
	if (pid < 0) {
		block->running = 0;
		spawn_block_give(context, block);
		return NULL;
	}
	stand_in->pid = (pid_t)pid;
	return stand_in;
}

pid_t stand_in_pid(const struct stand_in *stand_in)
{
	return stand_in->pid;
}

bool stand_in_is_gone(const struct stand_in *stand_in)
{
	return word_load(&stand_in->block->running) == 0;
}

/* A child that it left in this memory when it was killed is waited for until it has gone, too:
 * what the plan points to is the shell's to change then. */
static pid_t left_behind(struct stand_in *stand_in)
{
	uint32_t inside;

	if (!stand_in->made)
		return stand_in->pid;
	while ((inside = word_load(&stand_in->inside)))
		word_sleep(&stand_in->inside, inside);
	return stand_in->made;
}

static pid_t order(struct stand_in *stand_in, struct spawn_plan *plan)
{
	uint32_t number = stand_in->order + 1, state;

	stand_in->plan = plan;
	stand_in->made = 0;
	stand_in->inside = 1;
	word_store(&stand_in->order, number);
	while ((state = word_load(&stand_in->block->running)) && state < 2 * number)
		word_sleep(&stand_in->block->running, state);
	if (!state)
		return left_behind(stand_in);
	if (stand_in->result > 0)
		return (pid_t)stand_in->result;
	errno = (int)-stand_in->result;
	return -1;
}

pid_t stand_in_start(struct stand_in *stand_in, struct spawn_plan *plan)
{
	unsigned tries = 0;
	pid_t pid;

	plan->holds_signals = true;
	plan->mask_before = stand_in->mask;
	do
		pid = order(stand_in, plan);
	while (pid < 0 && errno == EAGAIN && spawn_pause(&tries));
	return pid;
}

enum stand_in_news stand_in_wait(const struct stand_in *stand_in, struct stand_in_child *child)
{
	uint32_t state = word_load(&stand_in->block->running);

	if (state == 2 * stand_in->order) {
		if (rawcall(SYS_futex, (long)&stand_in->block->running, FUTEX_WAIT, state, 0) ==
		    -EINTR)
			return STAND_IN_SIGNAL;
		state = word_load(&stand_in->block->running);
	}
	if (state == 0)
		return STAND_IN_GONE;
	if (state == 2 * stand_in->order)
		return STAND_IN_NOTHING;
	child->wait_status = stand_in->wait_status;
	child->usage = stand_in->usage;
	return STAND_IN_ENDED;
}

void stand_in_dismiss(struct stand_in *stand_in)
{
	/* it is not looking while a child runs that nobody waits for any longer */
	if (word_load(&stand_in->block->running) == 2 * stand_in->order)
		spawn_signal(stand_in->pid, SIGKILL);
	else
		word_store(&stand_in->order, ORDER_END);
}

int stand_in_end_status(int wait_status)
{
	return WIFEXITED(wait_status) && WEXITSTATUS(wait_status) > 128
		       ? W_EXITCODE(0, WEXITSTATUS(wait_status) - 128)
		       : wait_status;
}

void stand_in_free(struct shell *sh, struct stand_in *stand_in)
{
	struct spawn_block *block = stand_in->block;

	block->running = 0;
	spawn_block_give(spawn_context_get(sh), block);
}
