/*
 * The sample body: a child that runs no program and none of the shell's code, but changes one thing
 * of each kind that can be shared, for its creator to see whether it changed there too.  It may be
 * a thread of the helper, so it makes raw calls alone.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "newborns.h"
#include "rawcall.h"

#define STACK_SIZE    65536
#define HELPERS_UMASK 022
#define CHILDS_UMASK  0123
#define SAMPLE_SIGNAL SIGUSR2
#define END_TRIES     200 /* times 5 ms for a task that cannot be waited for to be gone */

/* The helper's memory, of which the child has a copy or not. */
struct sample {
	struct newborn_page *page;
	bool hold, reads_word;
	bool wait; /* stays until it may end; a creator held by CLONE_VFORK could not say so */
	uint32_t written;
	uint32_t child_word;
	pid_t parent_word;
	struct sample_stage stage;
	uintptr_t storage[64]; /* what CLONE_SETTLS makes the child's thread pointer point to */
	char stack[STACK_SIZE] __attribute__((aligned(16)));
};

/* ---- the child -------------------------------------------------------------------------- */

static CHILD_SIDE void set_word(uint32_t *word)
{
	__atomic_store_n(word, 1, __ATOMIC_RELEASE);
	rawcall(SYS_futex, (long)word, FUTEX_WAKE, 1000, 0);
}

static CHILD_SIDE void ignore_signal(void)
{
	struct {
		void (*handler)(int);
		unsigned long rest[3];
	} action = {SIG_IGN, {0}};
	rawcall(SYS_rt_sigaction, SAMPLE_SIGNAL, (long)&action, 0, 8);
}

static CHILD_SIDE int sample_child(void *argument)
{
	struct sample *sample = argument;
	struct newborn_page *page = sample->page;

	if (sample->reads_word)
		page->sample.child_word = (pid_t)sample->child_word;
	if (sample->hold)
		spawn_wait_at_gate(&page->gate);
	/* Without helper and shell nobody would tell it to end. */
	rawcall(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0);
	page->sample.child_pid = (pid_t)rawcall(SYS_getpid, 0, 0, 0, 0);
	page->sample.child_tid = (pid_t)rawcall(SYS_gettid, 0, 0, 0, 0);
	page->sample.child_parent = (pid_t)rawcall(SYS_getppid, 0, 0, 0, 0);
	page->child_pointer = rawcall_thread_pointer();
	sample->written = 1;
	rawcall(SYS_umask, CHILDS_UMASK, 0, 0, 0);
	page->opened = (int)rawcall(SYS_openat, AT_FDCWD, (long)"/", O_PATH | O_CLOEXEC, 0);
	ignore_signal();
	sample_act(&sample->stage, &page->acts);
	set_word(&page->acted);
	while (sample->wait && !__atomic_load_n(&page->finish, __ATOMIC_ACQUIRE))
		rawcall(SYS_futex, (long)&page->finish, FUTEX_WAIT, 0, 0);
	page->acts.left = 1;
	for (;;)
		rawcall(SYS_exit, 0, 0, 0, 0);
	return 0;
}

/* ---- the helper ------------------------------------------------------------------------- */

static bool task_is_gone(pid_t pid)
{
	return kill(pid, 0) < 0 && errno == ESRCH;
}

static void pause_briefly(void)
{
	usleep(5000);
}

/* Like newborn_wait_word, for a child that may be a thread. */
static void wait_for_child(const uint32_t *word, pid_t pid)
{
	while (!__atomic_load_n(word, __ATOMIC_ACQUIRE) && !task_is_gone(pid)) {
		siginfo_t info = {.si_pid = 0};
		if (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT | __WALL) == 0 &&
		    info.si_pid)
			return;
		pause_briefly();
	}
}

/* A thread, or a child whose parent is the shell, cannot be waited for. */
static void wait_for_end(pid_t pid, const struct sample *sample, uint64_t flags)
{
	if (!(flags & (CLONE_THREAD | CLONE_PARENT))) {
		while (waitpid(pid, NULL, __WALL) < 0 && errno == EINTR)
			;
		return;
	}
	bool word_tells = flags & CLONE_VM && flags & CLONE_CHILD_CLEARTID;
	for (int tries = 0; tries < END_TRIES; tries++) {
		if (word_tells ? sample->child_word == 0 : task_is_gone(pid))
			return;
		if (!word_tells && flags & CLONE_PARENT)
			return;
		pause_briefly();
	}
}

static void compare(struct sample *sample, int pidfd)
{
	struct newborn_sample *seen = &sample->page->sample;
	struct sigaction action;
	struct stat opened; /* a number alone could be the helper's own: its pidfd */

	seen->helper_pid = getpid();
	seen->helper_parent = getppid();
	seen->memory = sample->written;
	seen->umask = umask(0) == CHILDS_UMASK;
	seen->files = sample->page->opened >= 0 && fstat(sample->page->opened, &opened) == 0 &&
		      S_ISDIR(opened.st_mode);
	seen->handlers =
		sigaction(SAMPLE_SIGNAL, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
	seen->parent_word = sample->parent_word;
	seen->own_pointer = sample->page->child_pointer != rawcall_thread_pointer();
	seen->effects |=
		sample_effects(&sample->stage, &sample->page->acts, seen->child_pid, pidfd);
}

static void prepare(struct sample *sample, const struct newborn_request *request,
		    struct newborn_page *page)
{
	struct sigaction fallback = {.sa_handler = SIG_DFL};

	sigaction(SAMPLE_SIGNAL, &fallback, NULL);
	umask(HELPERS_UMASK);
	sample->page = page;
	sample->hold = request->hold;
	sample->reads_word = request->flags & CLONE_CHILD_SETTID;
	sample->child_word = 1; /* for CLONE_CHILD_CLEARTID to clear */
	sample->wait = !(request->flags & CLONE_VFORK);
	/* The head of thread-local storage points to itself, and what the compiler keeps there (a
	 * stack protector's secret) must be the helper's. */
	memcpy(sample->storage, (void *)rawcall_thread_pointer(), sizeof(sample->storage) / 2);
	sample->storage[0] = (uintptr_t)sample->storage;
}

void newborn_help_sample(const struct newborn_request *request, struct newborn_page *page)
{
	static struct sample sample;
	int pidfd = -1;

	/* The shell is to say when this ends; without it nobody would. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prepare(&sample, request, page);
	sample_set_stage(&sample.stage, request->flags);
	struct newborn_call call = {
		.stack = sample.stack,
		.stack_size = sizeof(sample.stack),
		.child_word = &sample.child_word,
		.parent_word = &sample.parent_word,
		.pidfd = &pidfd,
		.thread_pointer = (uintptr_t)sample.storage,
		.run = sample_child,
		.argument = &sample,
	};
	long result = newborn_call(request, &call);
	/* its last step was taken before this one went on */
	if (request->flags & CLONE_VFORK && __atomic_load_n(&page->acts.left, __ATOMIC_ACQUIRE))
		page->sample.effects = CLONE_VFORK;
	if (result < 0)
		sample_clear_stage(&sample.stage);
	newborn_tell(page, result, pidfd);
	wait_for_child(&page->acted, (pid_t)result);
	compare(&sample, pidfd);
	newborn_set_word(&page->compared, 1);
	newborn_wait_word(&page->finish, 0);
	wait_for_end((pid_t)result, &sample, request->flags);
	page->sample.cleared = request->flags & CLONE_CHILD_CLEARTID && request->flags & CLONE_VM &&
			       sample.child_word == 0;
	page->sample.effects = sample_last_effects(&sample.stage, page->sample.effects, pidfd);
	sample_clear_stage(&sample.stage);
	page->sample.complete = true;
	_exit(0);
}
