/*
 * Following processes by ptrace(2); see include/follow.h.  PTRACE_SEIZE and its options make the
 * kernel attach each newborn child by itself, and report its maker's call by an event.  Of the two,
 * the child's first stop and that event, either may come first: a child that is not known yet is
 * held until its maker has told.
 */
#include <dirent.h>
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "follow_internal.h"
#include "mem.h"
#include "procmem.h"

#define NO_RECORD (-1L)

struct follow_task {
	pid_t pid;   /* of the task: a thread has its own */
	pid_t group; /* of the process it belongs to */
	long record; /* what it runs now: the process, or the program that took its place */
	long birth;  /* what ends with it: NO_RECORD for a thread that was there before */
	bool thread;
	bool held; /* stopped at its first step, and nobody has told who made it */
};

static const int follow_options = PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE |
				  PTRACE_O_TRACEEXEC | PTRACE_O_TRACEVFORKDONE;

/* ---- tasks ----------------------------------------------------------------------------- */

static struct follow_task *task_find(const struct follow *follow, pid_t pid)
{
	for (size_t i = follow->task_count; i-- > 0;)
		if (follow->tasks[i].pid == pid)
			return &follow->tasks[i];
	return NULL;
}

static struct follow_task *task_add(struct follow *follow, const struct follow_task *task)
{
	if (follow->task_count == follow->task_cap) {
		follow->task_cap = follow->task_cap ? 2 * follow->task_cap : 64;
		follow->tasks =
			mem_realloc(follow->tasks, follow->task_cap * sizeof(*follow->tasks));
	}
	follow->tasks[follow->task_count] = *task;
	return &follow->tasks[follow->task_count++];
}

static void task_remove(struct follow *follow, struct follow_task *task)
{
	*task = follow->tasks[--follow->task_count];
}

/* ---- records --------------------------------------------------------------------------- */

static struct trace_record *record_at(const struct follow *follow, long index)
{
	return index >= 0 ? &follow->list.records[index] : NULL;
}

/* The index of a new record, which says who made it and that it began now. */
static long record_new(struct follow *follow, enum trace_kind kind, long parent, uint64_t flags)
{
	const struct trace_record *around = record_at(follow, parent);
	struct trace_record record = {
		.id = follow->list.count + 1,
		.parent = around ? around->id : 0,
		.kind = (uint8_t)kind,
		.reason = REASON_COUNT,
		.flags = flags,
		.status = -1,
		.start = spawn_now(),
	};
	if (around)
		memcpy(record.command, around->command, sizeof(record.command));
	list_add(&follow->list, &record);
	return (long)follow->list.count - 1;
}

/* Flags of fork(3) in any libc: nothing is shared. */
#define FORK_FLAGS (CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | CLONE_PARENT_SETTID | SIGCHLD)

static enum strategy strategy_of(uint64_t flags)
{
	if (flags & CLONE_VFORK)
		return STRATEGY_VFORK;
	return flags & ~(uint64_t)FORK_FLAGS ? STRATEGY_CLONE : STRATEGY_FORK;
}

/* The process of a call that made one, or a thread. */
static long record_birth(struct follow *follow, long parent, pid_t maker, pid_t pid, uint64_t flags)
{
	bool thread = flags & CLONE_THREAD;
	long index = record_new(follow, thread ? TRACE_THREAD : TRACE_PROCESS, parent, flags);
	struct trace_record *record = record_at(follow, index);
	record->pid = pid;
	record->shell = maker;
	record->strategy = (uint8_t)strategy_of(flags);
	record->times.call = record->start;
	return index;
}

/* The words the process was executed with, or its name in brackets. */
static void record_command(struct trace_record *record, pid_t pid)
{
	struct strbuf words = STRBUF_INIT, text = STRBUF_INIT;
	struct process_stat stat;

	if (proc_read(pid, "cmdline", &words) == 0 && words.len) {
		const char *at = words.data, *end = words.data + words.len;
		for (; at < end; at += strlen(at) + 1) {
			if (text.len)
				strbuf_addc(&text, ' ');
			strbuf_add_quoted_line(&text, at);
		}
	} else if (stat_read(pid, &stat) == 0) {
		strbuf_addf(&text, "[%s]", stat.name);
	}
	if (text.len)
		record_put_text(record->command, sizeof(record->command), strbuf_text(&text),
				text.len);
	strbuf_free(&words);
	strbuf_free(&text);
}

static void record_end(struct trace_record *record, int wait_status)
{
	record->end = spawn_now();
	record->signal = WIFSIGNALED(wait_status) ? (int16_t)WTERMSIG(wait_status) : 0;
	record->status =
		(int16_t)(record->signal ? 128 + record->signal : WEXITSTATUS(wait_status));
}

static void record_usage(struct trace_record *record, const struct rusage *usage)
{
	record->user_us =
		(uint64_t)usage->ru_utime.tv_sec * 1000000 + (uint64_t)usage->ru_utime.tv_usec;
	record->system_us =
		(uint64_t)usage->ru_stime.tv_sec * 1000000 + (uint64_t)usage->ru_stime.tv_usec;
	record->minor_faults = (uint64_t)usage->ru_minflt;
	record->major_faults = (uint64_t)usage->ru_majflt;
	record->max_rss_kb = (uint64_t)usage->ru_maxrss;
}

/* ---- what happens to a task ------------------------------------------------------------ */

static void task_go_on(pid_t pid, int signal)
{
	ptrace(PTRACE_CONT, pid, NULL, (void *)(long)signal);
}

static void task_begin(struct follow *follow, struct follow_task *task)
{
	struct trace_record *record = record_at(follow, task->birth);
	if (record && record->times.call && !record->times.begun)
		record->times.begun = spawn_now();
	task->held = false;
	task_go_on(task->pid, 0);
}

static void birth_happened(struct follow *follow, const struct follow_task *maker, int event)
{
	unsigned long child = 0;
	if (ptrace(PTRACE_GETEVENTMSG, maker->pid, NULL, &child) < 0)
		return;
	uint64_t flags = follow_call_flags(maker->pid, event);
	pid_t pid = (pid_t)child, group = flags & CLONE_THREAD ? maker->group : pid;
	long birth = record_birth(follow, maker->record, maker->group, pid, flags);
	struct follow_task told = {pid, group, birth, birth, flags & CLONE_THREAD, false};
	struct follow_task *task = task_find(follow, pid);
	if (!task) {
		task_add(follow, &told);
		return;
	}
	*task = told;
	task_begin(follow, task);
}

/* A further program in the same process is a record in the one before. */
static void program_executed(struct follow *follow, struct follow_task *task)
{
	struct trace_record *record = record_at(follow, task->record);
	if (record->times.exec || record->kind == TRACE_ATTACHED) {
		task->record = record_new(follow, TRACE_COMMAND, task->record, 0);
		record = record_at(follow, task->record);
		record->strategy = STRATEGY_EXEC;
		record->shell = task->group;
	}
	record->times.exec = spawn_now();
	record_command(record, task->pid);
}

/* A thread that executes a program becomes its process's only one, and takes its number. */
static void exec_happened(struct follow *follow, struct follow_task *task)
{
	unsigned long former = 0;
	if (ptrace(PTRACE_GETEVENTMSG, task->pid, NULL, &former) == 0 &&
	    (pid_t)former != task->pid) {
		struct follow_task *thread = task_find(follow, (pid_t)former);
		struct trace_record *record = thread ? record_at(follow, thread->birth) : NULL;
		pid_t pid = task->pid;
		if (record)
			record->end = spawn_now();
		if (thread)
			task_remove(follow, thread);
		task = task_find(follow, pid);
	}
	if (task)
		program_executed(follow, task);
}

static void vfork_returned(struct follow *follow, const struct follow_task *task)
{
	unsigned long child = 0;
	if (ptrace(PTRACE_GETEVENTMSG, task->pid, NULL, &child) < 0)
		return;
	for (size_t i = follow->list.count; i-- > 0;) {
		struct trace_record *record = &follow->list.records[i];
		if (record->pid != (pid_t)child)
			continue;
		record->times.returned = spawn_now();
		return;
	}
}

static bool is_stop_signal(int signal)
{
	return signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU;
}

static void task_stopped(struct follow *follow, pid_t pid, int status)
{
	struct follow_task *task = task_find(follow, pid);
	int event = status >> 16, signal = WSTOPSIG(status);

	if (!task) {
		task_add(follow, &(struct follow_task){.pid = pid,
						       .group = pid,
						       .record = NO_RECORD,
						       .birth = NO_RECORD,
						       .held = true});
		return;
	}
	switch (event) {
	case PTRACE_EVENT_FORK:
	case PTRACE_EVENT_VFORK:
	case PTRACE_EVENT_CLONE:
		birth_happened(follow, task, event);
		break;
	case PTRACE_EVENT_EXEC:
		exec_happened(follow, task);
		break;
	case PTRACE_EVENT_VFORK_DONE:
		vfork_returned(follow, task);
		break;
	case PTRACE_EVENT_STOP:
		if (is_stop_signal(signal)) {
			ptrace(PTRACE_LISTEN, pid, NULL, NULL);
			return;
		}
		task_begin(follow, task);
		return;
	default:
		task_go_on(pid, signal);
		return;
	}
	task_go_on(pid, 0);
}

/* Its maker was killed before it could tell: the kernel says whose child it is now. */
static void release_orphans(struct follow *follow, const struct follow_task *dead)
{
	for (size_t i = 0; i < follow->task_count; i++) {
		struct follow_task *task = &follow->tasks[i];
		struct process_stat stat;
		if (!task->held)
			continue;
		stat_read(task->pid, &stat);
		if (task_find(follow, stat.parent))
			continue;
		task->birth = record_birth(follow, dead->record, dead->group, task->pid, 0);
		task->record = task->birth;
		task_begin(follow, task);
	}
}

static void task_ended(struct follow *follow, pid_t pid, int status, const struct rusage *usage)
{
	struct follow_task *task = task_find(follow, pid);
	if (pid == follow->root) {
		follow->root_ended = true;
		follow->root_status = status;
	}
	if (!task)
		return;
	struct follow_task dead = *task;
	task_remove(follow, task);
	for (long at = dead.record; dead.birth >= 0 && at >= dead.birth;
	     at = list_find(&follow->list, record_at(follow, at)->parent)) {
		record_end(record_at(follow, at), status);
		if (at == dead.birth)
			break;
	}
	if (dead.birth >= 0 && !dead.thread)
		record_usage(record_at(follow, dead.birth), usage);
	release_orphans(follow, &dead);
}

/* ---- the loop -------------------------------------------------------------------------- */

/* All that wait4(2) has.  false when nobody is left. */
static bool take_events(struct follow *follow,
			void (*stopped)(struct follow *follow, pid_t pid, int status))
{
	struct rusage usage;
	int status;
	pid_t pid;
	while ((pid = wait4(-1, &status, WNOHANG | __WALL, &usage)) > 0) {
		if (WIFSTOPPED(status))
			stopped(follow, pid, status);
		else
			task_ended(follow, pid, status, &usage);
	}
	return pid == 0 || errno == EINTR;
}

static void task_let_go(struct follow *follow, pid_t pid, int status)
{
	struct follow_task *task = task_find(follow, pid);
	long signal = status >> 16 ? 0 : WSTOPSIG(status);
	ptrace(PTRACE_DETACH, pid, NULL, (void *)signal);
	if (task)
		task_remove(follow, task);
}

/* A task that does not stop in this time is let go by the kernel when this process ends. */
#define LET_GO_NS 1000000000u

static void let_go(struct follow *follow, const sigset_t *child)
{
	uint64_t until = spawn_now() + LET_GO_NS;
	for (size_t i = follow->task_count; i-- > 0;) {
		struct follow_task *task = &follow->tasks[i];
		if (!task->held) {
			ptrace(PTRACE_INTERRUPT, task->pid, NULL, NULL);
			continue;
		}
		ptrace(PTRACE_DETACH, task->pid, NULL, NULL);
		task_remove(follow, task);
	}
	while (follow->task_count && take_events(follow, task_let_go) && follow->task_count &&
	       spawn_now() < until) {
		struct timespec pause = {0, 50000000};
		sigtimedwait(child, NULL, &pause);
	}
}

/* The next signal, or 0 when the time is over. */
static int next_signal(const sigset_t *waited, uint64_t until)
{
	int signal;
	do {
		uint64_t now = spawn_now();
		if (until && now >= until)
			return 0;
		struct timespec left = {(time_t)((until - now) / 1000000000u),
					(long)((until - now) % 1000000000u)};
		signal = sigtimedwait(waited, NULL, until ? &left : NULL);
	} while (signal < 0 && (errno == EINTR || errno == EAGAIN));
	return signal;
}

int follow_run(struct follow *follow, const sigset_t *ends, double seconds)
{
	uint64_t until = seconds > 0 ? spawn_now() + (uint64_t)(seconds * 1e9) : 0;
	const struct sigaction by_default = {.sa_handler = SIG_DFL};
	sigset_t waited = *ends, child;
	int signal;

	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigaddset(&waited, SIGCHLD);
	sigaddset(&waited, SIGINT);
	sigaction(SIGCHLD, &by_default, NULL); /* stops are to be told, too */
	sigprocmask(SIG_BLOCK, &waited, NULL);
	for (;;) {
		if (!take_events(follow, task_stopped))
			return 0;
		signal = next_signal(&waited, until);
		if (signal == SIGINT && !sigismember(ends, SIGINT) && !follow->root_ended)
			continue; /* the command has it too, and decides */
		if (signal != SIGCHLD)
			break;
	}
	follow->list.until = spawn_now();
	let_go(follow, &child);
	return signal;
}

/* ---- taking hold ----------------------------------------------------------------------- */

static int seize(pid_t pid)
{
	return ptrace(PTRACE_SEIZE, pid, NULL, (void *)(long)follow_options) < 0 ? errno : 0;
}

int follow_newborn(struct follow *follow, pid_t pid, uint64_t flags, const char *command)
{
	int error = seize(pid);
	if (error)
		return error;
	long birth = record_birth(follow, NO_RECORD, getpid(), pid, flags);
	task_add(follow, &(struct follow_task){pid, pid, birth, birth, false, false});
	struct trace_record *record = record_at(follow, birth);
	record->times.begun = spawn_now();
	record_put_text(record->command, sizeof(record->command), command, strlen(command));
	follow->root = pid;
	return 0;
}

/* Calls `visit` for each number in a text of numbers. */
static void each_number(struct follow *follow, const char *text, long record,
			void (*visit)(struct follow *follow, pid_t pid, long record))
{
	char *end;
	for (;; text = end) {
		long pid = strtol(text, &end, 10);
		if (end == text)
			return;
		pid_t here = proc_id_here(follow->depth, (pid_t)pid);
		if (here)
			visit(follow, here, record);
	}
}

static int attach_process(struct follow *follow, pid_t pid, long parent);

static void attach_child(struct follow *follow, pid_t pid, long record)
{
	/* One that was born meanwhile is attached already, as its event will tell. */
	attach_process(follow, pid, record);
}

/* The threads that /proc lists; how many were new. */
static unsigned attach_threads(struct follow *follow, pid_t pid, long record)
{
	unsigned added = 0;
	DIR *folder = proc_open_threads(pid);
	pid_t thread;
	while (folder && (thread = proc_next_id(folder, follow->depth))) {
		if (task_find(follow, thread) || seize(thread))
			continue;
		task_add(follow,
			 &(struct follow_task){thread, pid, record, NO_RECORD, true, false});
		added++;
	}
	if (folder)
		closedir(folder);
	return added;
}

static void attach_children(struct follow *follow, pid_t pid, long record)
{
	for (size_t i = 0; i < follow->task_count; i++) {
		struct strbuf text = STRBUF_INIT;
		char name[48];
		if (follow->tasks[i].group != pid)
			continue;
		/* the threads have their numbers, too */
		snprintf(name, sizeof(name), "task/%d/children",
			 (int)proc_id_there(follow->tasks[i].pid));
		if (proc_read(pid, name, &text) == 0)
			each_number(follow, strbuf_text(&text), record, attach_child);
		strbuf_free(&text);
	}
}

static int attach_process(struct follow *follow, pid_t pid, long parent)
{
	struct process_stat stat;
	int error = seize(pid);
	if (error)
		return error;
	long index = record_new(follow, TRACE_ATTACHED, parent, 0);
	struct trace_record *record = record_at(follow, index);
	stat_read(pid, &stat);
	record->pid = pid;
	record->shell = stat.parent;
	record->strategy = STRATEGY_IN_PROCESS;
	record_command(record, pid);
	task_add(follow, &(struct follow_task){pid, pid, index, index, false, false});
	while (attach_threads(follow, pid, index))
		;
	attach_children(follow, pid, index);
	return 0;
}

int follow_attach(struct follow *follow, pid_t pid)
{
	follow->depth = proc_depth();
	return attach_process(follow, pid, NO_RECORD);
}

void follow_free(struct follow *follow)
{
	mem_free(follow->tasks);
	trace_list_free(&follow->list);
	*follow = (struct follow){0};
}
