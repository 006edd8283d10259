/*
 * The flags that this kernel lets this user use: each word of flags is asked for once, by a process
 * that is given up for it, and what comes to be ends at once.
 */
#include <errno.h>
#include <linux/sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include "newborns.h"
#include "rawcall.h"

#define STACK_SIZE 16384

static CHILD_SIDE int end_at_once(void *unused)
{
	(void)unused;
	for (;;)
		rawcall(SYS_exit, 0, 0, 0, 0);
	return 0;
}

static int ask(uint64_t flags, int cgroup)
{
	static char stack[STACK_SIZE] __attribute__((aligned(16)));
	static uint32_t child_word;
	static pid_t parent_word;
	static int pidfd;
	const struct newborn_request request = {
		.flags = flags,
		.old_call = flags & CLONE_DETACHED,
		.cgroup = cgroup,
	};
	struct newborn_call call = {
		.stack = stack,
		.stack_size = sizeof(stack),
		.child_word = &child_word,
		.parent_word = &parent_word,
		.pidfd = &pidfd,
		.thread_pointer = rawcall_thread_pointer(),
		.run = end_at_once,
	};
	long result = newborn_call(&request, &call);
	return result < 0 ? (int)-result : 0;
}

/* A process for each question: a thread or a sibling that it leads to is gone with it. */
static int ask_in_child(uint64_t flags, int cgroup)
{
	int wait_status;
	pid_t pid = fork();
	if (pid == 0)
		_exit(ask(flags, cgroup));
	if (pid < 0)
		return errno;
	while (waitpid(pid, &wait_status, 0) < 0)
		if (errno != EINTR)
			return errno;
	return WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : EINTR;
}

static void __attribute__((noreturn))
ask_all(const uint64_t *flags, unsigned count, int cgroup, int *errors)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (unsigned i = 0; i < count; i++)
		errors[i] = ask_in_child(flags[i], cgroup);
	/* Siblings of those who asked. */
	while (waitpid(-1, NULL, __WALL) > 0 || errno == EINTR)
		;
	_exit(0);
}

bool newborn_probe(struct shell *sh, const uint64_t *flags, unsigned count, int cgroup, int *errors)
{
	size_t size = count * sizeof(*errors);
	int wait_status;
	int *answers = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (answers == MAP_FAILED)
		return false;
	spawn_settle_debts(sh);
	pid_t pid = fork();
	if (pid == 0)
		ask_all(flags, count, cgroup, answers);
	while (pid > 0 && waitpid(pid, &wait_status, 0) < 0)
		if (errno != EINTR)
			break;
	for (unsigned i = 0; i < count; i++)
		errors[i] = answers[i];
	munmap(answers, size);
	return pid > 0 && WIFEXITED(wait_status) && WEXITSTATUS(wait_status) == 0;
}
