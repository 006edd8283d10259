/*
 * The shell's side of children with exact flags: the call itself, and the gate behind which a child
 * waits while it is looked at.
 */
#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "newborns.h"
#include "rawcall.h"

#define PAGE_SIZE     4096
#define LOOK_EVERY_MS 20
_Static_assert(sizeof(struct newborn_page) <= PAGE_SIZE, "the page is one page");

/* ---- words that processes wait for ------------------------------------------------------ */

void newborn_set_word(uint32_t *word, uint32_t value)
{
	__atomic_store_n(word, value, __ATOMIC_RELEASE);
	syscall(SYS_futex, word, FUTEX_WAKE, INT_MAX);
}

bool newborn_wait_word(const uint32_t *word, pid_t pid)
{
	struct timespec timeout = {0, LOOK_EVERY_MS * 1000000l};
	while (!__atomic_load_n(word, __ATOMIC_ACQUIRE)) {
		if (syscall(SYS_futex, word, FUTEX_WAIT, 0, &timeout) == 0 || errno == EAGAIN)
			continue;
		/* Its steps before its end count. */
		if (pid && spawn_child_has_news(pid))
			return __atomic_load_n(word, __ATOMIC_ACQUIRE) != 0;
	}
	return true;
}

/* ---- the call --------------------------------------------------------------------------- */

static long call_once(const struct newborn_request *request, const struct newborn_call *call)
{
	struct clone_args args = {
		.flags = request->flags & ~CLONE_EXIT_SIGNAL,
		.exit_signal = request->flags & CLONE_EXIT_SIGNAL,
		.pidfd = (uintptr_t)(request->flags & CLONE_PIDFD ? call->pidfd : NULL),
		.child_tid = (uintptr_t)call->child_word,
		.parent_tid = (uintptr_t)call->parent_word,
		.tls = request->flags & CLONE_SETTLS ? call->thread_pointer : 0,
		.stack = (uintptr_t)call->stack,
		.stack_size = call->stack_size,
		.cgroup = request->flags & CLONE_INTO_CGROUP ? (uint64_t)request->cgroup : 0,
	};
	if (call->stack)
		return spawn_clone3_call(&args, sizeof(args), call->run, call->argument);
	long result = syscall(SYS_clone3, &args, sizeof(args));
	return result < 0 ? -errno : result;
}

/* clone(2) has one argument for the pidfd and the parent's word. */
static long old_call_once(const struct newborn_request *request, const struct newborn_call *call)
{
	if (request->flags >> 32 || request->flags & CLONE_NEWTIME || spawn_under_valgrind())
		return -ENOSYS;
	void *parent_word =
		request->flags & CLONE_PIDFD ? (void *)call->pidfd : (void *)call->parent_word;
	if (!call->stack) {
#if defined(__x86_64__)
		long result = syscall(SYS_clone, request->flags, NULL, parent_word,
				      call->child_word, call->thread_pointer);
#else
		long result = syscall(SYS_clone, request->flags, NULL, parent_word,
				      call->thread_pointer, call->child_word);
#endif
		return result < 0 ? -errno : result;
	}
	int pid = clone(call->run, call->stack + call->stack_size, (int)request->flags,
			call->argument, parent_word, call->thread_pointer, call->child_word);
	return pid < 0 ? -errno : pid;
}

long newborn_call(const struct newborn_request *request, const struct newborn_call *call)
{
	unsigned tries = 0;
	long result;
	do {
		result =
			request->old_call ? old_call_once(request, call) : call_once(request, call);
		if (result == -ENOSYS && !request->old_call)
			result = old_call_once(request, call);
	} while (result == -EAGAIN && spawn_pause(&tries));
	return result;
}

/* ---- with a helper ---------------------------------------------------------------------- */

/* A thread cannot be told from its creator by job control, handlers that are shared cannot be made
 * ready for a command without changing the shell's, and a sibling of the shell is not the shell's
 * to wait for.  A shell that shares a table of descriptors would close what this one has open. */
bool newborn_needs_helper(const struct newborn_request *request)
{
	if (request->body == NEWBORN_SAMPLE ||
	    request->flags & (CLONE_THREAD | CLONE_SIGHAND | CLONE_PARENT))
		return true;
	return request->body == NEWBORN_SHELL && request->flags & CLONE_FILES;
}

static int create_by_helper(struct spawn_plan *plan, const struct newborn_request *request,
			    struct newborn *newborn)
{
	struct newborn_page *page = newborn->page;
	pid_t pid = spawn_fork();

	if (pid < 0) {
		newborn->error = errno;
		return -1;
	}
	if (pid == 0) {
		newborn_help(plan, request, page);
		return 0; /* the child that goes on as a shell */
	}
	newborn->creator = newborn->waited = pid;
	if (plan && plan->set_group && !(request->flags & CLONE_PARENT))
		setpgid(pid, plan->group ? plan->group : pid);
	if (!newborn_wait_word(&page->told, pid))
		return 1; /* stopped or killed; whoever waits for it will see */
	newborn->pid = page->pid;
	newborn->pidfd = page->pidfd;
	newborn->error = page->error;
	if (newborn->error) {
		waitpid(pid, NULL, 0);
		return -1;
	}
	if (request->flags & CLONE_PARENT && request->body != NEWBORN_SAMPLE)
		newborn->waited = newborn->pid;
	return 1;
}

/* ---- without one ------------------------------------------------------------------------ */

static int call_to_newborn(long result, struct newborn *newborn)
{
	if (result < 0) {
		newborn->error = (int)-result;
		return -1;
	}
	newborn->pid = newborn->waited = (pid_t)result;
	return result > 0;
}

static int create_shell(const struct newborn_request *request, struct newborn *newborn)
{
	uint32_t child_word = 0;
	pid_t parent_word = 0;
	struct newborn_call call = {
		.child_word = &child_word,
		.parent_word = &parent_word,
		.pidfd = &newborn->pidfd,
		.thread_pointer = rawcall_thread_pointer(),
	};
	return call_to_newborn(newborn_call(request, &call), newborn);
}

static int create_command(struct shell *sh, struct spawn_plan *plan,
			  const struct newborn_request *request, struct newborn *newborn)
{
	struct spawn_context *context = spawn_context_get(sh);
	bool watched = (request->flags & (CLONE_VM | CLONE_VFORK)) == CLONE_VM;
	struct spawn_block *block =
		spawn_block_take(context, watched ? spawn_plan_copy_size(plan) : 0);
	pid_t parent_word = 0;

	if (!block) {
		newborn->error = errno;
		return -1;
	}
	if (watched) {
		plan->leaving = &block->running;
		block->running = 1;
	}
	struct newborn_call call = {
		.stack = block->stack,
		.stack_size = block->stack_size,
		.child_word = &block->running,
		.parent_word = &parent_word,
		.pidfd = &newborn->pidfd,
		.thread_pointer = rawcall_thread_pointer(),
		.run = spawn_child_start,
		.argument = watched ? spawn_plan_copy(plan, block->room) : plan,
	};
	int result = call_to_newborn(newborn_call(request, &call), newborn);
	/* CLONE_CHILD_SETTID wrote to it in our memory; a child that is held or gone does not use
	 * it. */
	if (!watched || result < 0)
		block->running = 0;
	newborn->block = block;
	newborn->watched = watched && result > 0;
	if (result > 0 && plan->set_group)
		setpgid(newborn->pid, plan->group ? plan->group : newborn->pid);
	return result;
}

/* ---- from creation to release ----------------------------------------------------------- */

static void drop_page(struct newborn *newborn)
{
	if (newborn->page)
		munmap(newborn->page, PAGE_SIZE);
	newborn->page = NULL;
}

/* A child that was stopped still needs the gate: the page goes with the block. */
static void drop_block(struct shell *sh, struct newborn *newborn)
{
	struct spawn_block *block = newborn->block;
	if (!block)
		return;
	newborn->block = NULL;
	if (newborn->watched) {
		block->page = newborn->page;
		block->page_size = PAGE_SIZE;
		newborn->page = NULL;
	}
	spawn_block_give(spawn_context_get(sh), block);
}

static void prepare_plan(struct spawn_plan *plan, const struct newborn_request *request,
			 struct newborn_page *page)
{
	plan->mount_proc = request->mount_proc;
	if (request->hold)
		plan->gate = &page->gate;
}

int newborn_create(struct shell *sh, struct spawn_plan *plan, const struct newborn_request *request,
		   struct newborn *newborn)
{
	int result;

	*newborn = (struct newborn){.pidfd = -1, .creator = getpid()};
	newborn->page =
		mmap(NULL, PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (newborn->page == MAP_FAILED) {
		newborn->page = NULL;
		newborn->error = errno;
		return -1;
	}
	if (plan)
		prepare_plan(plan, request, newborn->page);
	spawn_settle_debts(sh);
	if (newborn_needs_helper(request))
		result = create_by_helper(plan, request, newborn);
	else if (request->body == NEWBORN_SHELL)
		result = create_shell(request, newborn);
	else
		result = create_command(sh, plan, request, newborn);
	if (result == 0) {
		if (request->hold)
			spawn_wait_at_gate(&newborn->page->gate);
		spawn_become_subshell(sh);
	} else if (result < 0) {
		drop_block(sh, newborn);
		drop_page(newborn);
	}
	return result;
}

/* The helper stands beside a child whose parent is this shell until the child may go on. */
static void dismiss_helper(struct newborn *newborn)
{
	if (newborn->creator == getpid() || newborn->waited == newborn->creator)
		return;
	newborn_set_word(&newborn->page->finish, 1);
	while (waitpid(newborn->creator, NULL, 0) < 0 && errno == EINTR)
		;
}

void newborn_release(struct shell *sh, struct newborn *newborn)
{
	if (!newborn->page)
		return;
	newborn_set_word(&newborn->page->gate, 1);
	dismiss_helper(newborn);
	if (newborn->watched)
		spawn_wait_for_exec(newborn->block, newborn->pid);
	drop_block(sh, newborn);
	drop_page(newborn);
}

struct newborn_sample newborn_sample_finish(struct newborn *newborn,
					    void (*look)(const struct newborn *newborn,
							 void *context),
					    void *context)
{
	struct newborn_page *page = newborn->page;

	newborn_set_word(&page->gate, 1);
	newborn_wait_word(&page->compared, newborn->creator);
	look(newborn, context);
	newborn_set_word(&page->finish, 1);
	while (waitpid(newborn->creator, NULL, 0) < 0 && errno == EINTR)
		;
	/* Of PARENT; a child of the helper's is none of ours. */
	if (newborn->pid)
		while (waitpid(newborn->pid, NULL, __WALL) < 0 && errno == EINTR)
			;
	struct newborn_sample sample = page->sample;
	drop_page(newborn);
	return sample;
}
