/*
 * Processes made to be measured: see measure.h.
 */
#include <errno.h>
#include <linux/sched.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "creation.h"
#include "measure.h"
#include "rawcall.h"

#define CLONE_STACK	   ((size_t)16 * 1024)
/* A shell's status for a command that could not be executed, which no program tried here ends
 * with. */
#define STATUS_EXEC_FAILED 127

extern char **environ;

/* posix_spawn(3).  Its header has the name of one of ours; of its types only null pointers are
 * used. */
int posix_spawn(pid_t *pid, const char *path, const void *file_actions, const void *attributes,
		char *const argv[], char *const envp[]);

static const struct {
	const char *name;
	bool bare;
} methods[] = {
#define X(id, name, bare) {name, bare},
	MEASURE_METHODS(X)
#undef X
};

const char *measure_method_name(enum measure_method method)
{
	return methods[method].name;
}

int measure_method_by_name(const char *name)
{
	for (int i = 0; i < MEASURE_METHOD_COUNT; i++)
		if (strcmp(methods[i].name, name) == 0)
			return i;
	return -1;
}

bool measure_method_can(enum measure_method method, bool with_exec)
{
	return with_exec || methods[method].bare;
}

/* ---- the child ------------------------------------------------------------------------- */

/* The program that the child is to execute; program NULL: none. */
struct errand {
	const char *program;
	char *const *argv;
};

static CHILD_SIDE void __attribute__((noreturn)) child_run(const struct errand *errand)
{
	int status = 0;
	if (errand->program) {
		rawcall(SYS_execve, (long)errand->program, (long)errand->argv, (long)environ, 0);
		status = STATUS_EXEC_FAILED;
	}
	for (;;)
		rawcall(SYS_exit_group, status, 0, 0, 0);
}

static CHILD_SIDE int child_start(void *errand)
{
	child_run(errand);
}

/* ---- one creation call each ------------------------------------------------------------ */

static pid_t by_fork(const struct errand *errand)
{
	pid_t pid = fork();
	if (pid == 0)
		child_run(errand);
	return pid;
}

/* Its frame is used by parent and child, so it holds nothing else. */
static __attribute__((noinline)) pid_t by_vfork(const struct errand *errand)
{
	pid_t pid = vfork();
	if (pid == 0)
		child_run(errand);
	return pid;
}

/* CLONE_VFORK holds the parent, so that its own stack may lend the room. */
static pid_t by_clone(const struct errand *errand)
{
	char stack[CLONE_STACK] __attribute__((aligned(16)));
	return clone(child_start, stack + sizeof(stack), CLONE_VM | CLONE_VFORK | SIGCHLD,
		     (void *)errand);
}

static pid_t by_posix_spawn(const struct errand *errand)
{
	pid_t pid;
	int error = posix_spawn(&pid, errand->program, NULL, NULL, errand->argv, environ);
	if (error == 0)
		return pid;
	errno = error;
	return -1;
}

static pid_t create(enum measure_method method, const struct errand *errand)
{
	switch (method) {
	case MEASURE_FORK:
		return by_fork(errand);
	case MEASURE_VFORK:
		return by_vfork(errand);
	case MEASURE_CLONE:
		return by_clone(errand);
	case MEASURE_POSIX_SPAWN:
		return by_posix_spawn(errand);
	case MEASURE_METHOD_COUNT:
		break;
	}
	errno = EINVAL;
	return -1;
}

int measure_once(enum measure_method method, const char *program, struct measure_sample *sample)
{
	char *argv[] = {(char *)program, NULL};
	struct errand errand = {program, argv};
	int wait_status;

	uint64_t start = spawn_now();
	pid_t pid = create(method, &errand);
	uint64_t called = spawn_now();
	if (pid < 0)
		return errno;
	while (waitpid(pid, &wait_status, 0) < 0)
		if (errno != EINTR)
			return errno;
	*sample =
		(struct measure_sample){(int64_t)(called - start), (int64_t)(spawn_now() - start)};
	if (program && WIFEXITED(wait_status) && WEXITSTATUS(wait_status) == STATUS_EXEC_FAILED)
		return ENOEXEC;
	return 0;
}

int measure_apart(void (*work)(void *context), void *context)
{
	pid_t parent = getpid(), pid = fork();
	int wait_status;

	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() == parent)
			work(context);
		_exit(0);
	}
	if (pid < 0)
		return errno;
	while (waitpid(pid, &wait_status, 0) < 0)
		if (errno != EINTR)
			return errno;
	if (WIFSIGNALED(wait_status))
		raise(WTERMSIG(wait_status));
	return 0;
}

/* ---- idle ones ------------------------------------------------------------------------- */

struct idle_errand {
	pid_t parent;
	int ready;
};

static CHILD_SIDE void __attribute__((noreturn)) sleep_for_ever(const struct idle_errand *errand)
{
	rawcall(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0);
	if (rawcall(SYS_getppid, 0, 0, 0, 0) != errand->parent)
		rawcall(SYS_exit_group, 0, 0, 0, 0);
	rawcall(SYS_write, errand->ready, (long)"", 1, 0);
	for (;;)
		rawcall(SYS_ppoll, 0, 0, 0, 0);
}

static CHILD_SIDE int start_sleeping(void *errand)
{
	sleep_for_ever(errand);
}

pid_t measure_idle(enum measure_idle kind, void *stack, int ready)
{
	static const int lightweight = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | SIGCHLD;
	struct idle_errand errand = {getpid(), ready};

	if (kind == IDLE_LIGHTWEIGHT) {
		/* The child reads this when our frame may be gone: it lies on the child's own
		 * stack. */
		struct idle_errand *kept = (struct idle_errand *)((char *)stack - 16);
		*kept = errand;
		return clone(start_sleeping, kept, lightweight, kept);
	}
	pid_t pid = fork();
	if (pid == 0)
		sleep_for_ever(&errand);
	return pid;
}
