/*
 * The helper: a forked copy of the shell that makes a child the shell itself could not stand
 * beside, and then is nothing but that child's creator.  It ends as the child ended, so that
 * whoever waits for it learns what became of the command.
 */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include "newborns.h"
#include "rawcall.h"

/* The child's half has room enough with what other children have. */
#define STACK_SIZE 65536

/* Carries out, before the child exists, the part of the plan that concerns the whole process; with
 * a group and handlers of its own the child would not be where its creator is. */
static void take_over_plan(struct spawn_plan *plan)
{
	if (plan->set_group)
		setpgid(0, plan->group);
	if (plan->terminal >= 0)
		spawn_take_terminal(plan);
	spawn_set_signals(plan->ignore_signals, SIG_IGN);
	spawn_set_signals(plan->default_signals, SIG_DFL);
	plan->set_group = false;
	plan->terminal = -1;
	plan->default_signals = plan->ignore_signals = 0;
}

/* Ends by the same signal, without a core of its own. */
static void __attribute__((noreturn)) end_as(int wait_status)
{
	if (WIFSIGNALED(wait_status)) {
		struct rlimit none = {0, 0};
		struct sigaction fallback = {.sa_handler = SIG_DFL};
		sigset_t set;
		setrlimit(RLIMIT_CORE, &none);
		sigaction(WTERMSIG(wait_status), &fallback, NULL);
		sigemptyset(&set);
		sigaddset(&set, WTERMSIG(wait_status));
		sigprocmask(SIG_UNBLOCK, &set, NULL);
		kill(getpid(), WTERMSIG(wait_status));
		_exit(128 + WTERMSIG(wait_status));
	}
	_exit(WEXITSTATUS(wait_status));
}

/* Waits until the child ends or stops, and leaves the news where it is. */
static bool look_for_news(pid_t pid)
{
	siginfo_t info;
	while (waitid(P_PID, (id_t)pid, &info, WEXITED | WSTOPPED | WNOWAIT | __WALL) < 0)
		if (errno != EINTR)
			return false;
	return true;
}

static const int typed_signals[] = {SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU};

/* Stops by the same signal, until both are told to go on; whoever tells the helper alone means the
 * child. */
static void stop_as(pid_t pid, int signal)
{
	struct sigaction fallback = {.sa_handler = SIG_DFL};
	siginfo_t info = {.si_pid = 0};
	sigset_t set, old;

	sigaction(signal, &fallback, NULL);
	sigemptyset(&set);
	sigaddset(&set, signal);
	kill(getpid(), signal);
	sigprocmask(SIG_UNBLOCK, &set, &old);
	sigprocmask(SIG_SETMASK, &old, NULL);
	if (waitid(P_PID, (id_t)pid, &info, WCONTINUED | WNOHANG | __WALL) < 0 || !info.si_pid)
		kill(pid, SIGCONT);
}

/* Signals typed at the terminal are the child's to act on, and it may have handlers for them; the
 * helper stops when the child has stopped, not before: a shell that took the terminal back while
 * the child still reads from it would lose what is typed next. */
static void __attribute__((noreturn)) wait_and_end(pid_t pid)
{
	int wait_status;
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(typed_signals) / sizeof(*typed_signals); i++)
		sigaddset(&set, typed_signals[i]);
	sigprocmask(SIG_BLOCK, &set, NULL);
	while (look_for_news(pid)) {
		/* It may have gone on in the meantime, or ended. */
		if (waitpid(pid, &wait_status, __WALL | WUNTRACED | WNOHANG) <= 0)
			continue;
		if (!WIFSTOPPED(wait_status))
			end_as(wait_status);
		stop_as(pid, WSTOPSIG(wait_status));
	}
	_exit(127);
}

void newborn_tell(struct newborn_page *page, long result, int pidfd)
{
	page->pid = result < 0 ? 0 : (pid_t)result;
	page->error = result < 0 ? (int)-result : 0;
	page->pidfd = pidfd;
	newborn_set_word(&page->told, 1);
	if (result < 0)
		_exit(127);
}

static long make_child(struct spawn_plan *plan, const struct newborn_request *request, int *pidfd)
{
	static char stack[STACK_SIZE] __attribute__((aligned(16)));
	static uint32_t child_word;
	static pid_t parent_word;
	struct newborn_call call = {
		.child_word = &child_word,
		.parent_word = &parent_word,
		.pidfd = pidfd,
		.thread_pointer = rawcall_thread_pointer(),
		.run = spawn_child_start,
		.argument = plan,
	};
	if (request->body == NEWBORN_EXEC) {
		call.stack = stack;
		call.stack_size = sizeof(stack);
	}
	return newborn_call(request, &call);
}

void newborn_help(struct spawn_plan *plan, const struct newborn_request *request,
		  struct newborn_page *page)
{
	bool sibling = request->flags & CLONE_PARENT;
	int pidfd = -1;

	/* A shell's handlers mean nothing here, and are not to be shared with a command. */
	if (request->body != NEWBORN_SHELL)
		spawn_handlers_to_default();
	if (plan && !sibling)
		take_over_plan(plan);
	if (request->body == NEWBORN_SAMPLE)
		newborn_help_sample(request, page);
	if (sibling)
		prctl(PR_SET_PDEATHSIG, SIGKILL);
	long result = make_child(plan, request, &pidfd);
	if (result == 0)
		return;
	newborn_tell(page, result, pidfd);
	if (sibling) {
		newborn_wait_word(&page->finish, 0);
		_exit(0);
	}
	/* The exec of a thread ends all others, this one too. */
	while (request->flags & CLONE_THREAD)
		pause();
	wait_and_end((pid_t)result);
}
