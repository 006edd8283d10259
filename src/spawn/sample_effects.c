/*
 * Effects of clone flags beyond what the sample's child and its helper share by themselves: each is
 * shown by something that the child does and the helper sees, or does not.  What takes a privilege,
 * or would touch others, is done where the flag was asked for alone.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>
#include "cloneflags.h"
#include "newborns.h"
#include "rawcall.h"

#define IOPRIO_SELF   1 /* IOPRIO_WHO_PROCESS */
#define IOPRIO_HELPER (2 << 13 | 4)
#define IOPRIO_CHILD  (2 << 13 | 6)
#define CHILDS_NAME   "sample"
#define UNDO_TRIES    40 /* times 5 ms for a child that cannot be waited for */

static void do_nothing(int signal)
{
	(void)signal;
}

/* ---- before there is a child ---------------------------------------------------------------- */

/* Semaphores outlive processes: somebody removes them when the helper is no more, however it
 * ended. */
static void watch_semaphores(struct sample_stage *stage)
{
	int ends[2];
	char byte;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return;
	pid_t pid = fork();
	if (pid == 0) {
		sigset_t all;
		sigfillset(&all);
		sigprocmask(SIG_BLOCK, &all, NULL);
		close(ends[1]);
		while (read(ends[0], &byte, 1) < 0 && errno == EINTR)
			;
		semctl(stage->semaphores, 0, IPC_RMID);
		_exit(0);
	}
	close(ends[0]);
	if (pid < 0)
		close(ends[1]);
	else
		stage->janitor = ends[1];
}

static void make_semaphores(struct sample_stage *stage)
{
	stage->semaphores = semget(IPC_PRIVATE, 1, 0600);
	if (stage->semaphores < 0)
		return;
	watch_semaphores(stage);
	if (stage->janitor < 0) {
		semctl(stage->semaphores, 0, IPC_RMID);
		stage->semaphores = -1;
	}
}

/* A name among those that a network namespace has for itself. */
static void make_socket(struct sample_stage *stage)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	socklen_t len = sizeof(address);

	stage->socket = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (stage->socket < 0)
		return;
	if (bind(stage->socket, (struct sockaddr *)&address, sizeof(address.sun_family)) == 0 &&
	    getsockname(stage->socket, (struct sockaddr *)&address, &len) == 0 &&
	    len <= sizeof(stage->address)) {
		memcpy(stage->address, &address, len);
		stage->address_len = len;
	}
}

static void __attribute__((noreturn)) trace(pid_t helper, long options, const int ends[2])
{
	char byte = 'n';
	int status;
	pid_t pid;

	/* until the helper has permitted it */
	while (read(ends[0], &byte, 1) < 0 && errno == EINTR)
		;
	byte = ptrace(PTRACE_SEIZE, helper, NULL, options) == 0 ? 'y' : 'n';
	if (write(ends[1], &byte, 1) != 1 || byte == 'n')
		_exit(1);
	while ((pid = waitpid(-1, &status, __WALL)) > 0 || errno == EINTR) {
		if (pid <= 0 || !WIFSTOPPED(status))
			continue;
		/* stops of the tracer's own making have an event; signals go on */
		long signal = status >> 16 ? 0 : WSTOPSIG(status);
		ptrace(PTRACE_CONT, pid, NULL, signal);
	}
	_exit(0);
}

/* Somebody who traces the helper: for PTRACE one who does not follow children, for UNTRACED one who
 * does.  A helper that is traced already has one. */
static void make_tracer(uint64_t flags)
{
	long options = flags & CLONE_UNTRACED
			       ? PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE
			       : 0;
	int ends[2];
	char byte = 'g';
	pid_t helper = getpid();

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return;
	pid_t pid = fork();
	if (pid == 0) {
		const int own[2] = {ends[1], ends[1]};
		close(ends[0]);
		trace(helper, options, own);
	}
	close(ends[1]);
	if (pid > 0) {
		prctl(PR_SET_PTRACER, pid);
		if (write(ends[0], &byte, 1) == 1)
			while (read(ends[0], &byte, 1) < 0 && errno == EINTR)
				;
	}
	close(ends[0]);
}

void sample_set_stage(struct sample_stage *stage, uint64_t flags)
{
	struct sigaction handler = {.sa_handler = do_nothing};
	struct utsname name;
	struct stat tmp;

	*stage = (struct sample_stage){
		.flags = flags, .semaphores = -1, .socket = -1, .janitor = -1};
	if (flags & (CLONE_SYSVSEM | CLONE_NEWIPC))
		make_semaphores(stage);
	if (flags & CLONE_NEWNET)
		make_socket(stage);
	if (flags & (CLONE_PTRACE | CLONE_UNTRACED))
		make_tracer(flags);
	if (flags & CLONE_IO)
		syscall(SYS_ioprio_set, IOPRIO_SELF, 0, IOPRIO_HELPER);
	if (flags & CLONE_CLEAR_SIGHAND)
		sigaction(SIGUSR1, &handler, NULL);
	if (uname(&name) == 0)
		memcpy(stage->host_name, name.nodename, sizeof(stage->host_name));
	if (stat("/tmp", &tmp) == 0)
		stage->tmp_device = tmp.st_dev;
}

/* ---- the child -------------------------------------------------------------------------- */

static CHILD_SIDE void read_file(const char *path, char *text, long size)
{
	long fd = rawcall(SYS_openat, AT_FDCWD, (long)path, O_RDONLY | O_CLOEXEC, 0);
	long len = fd < 0 ? 0 : rawcall(SYS_read, fd, (long)text, size - 1, 0);
	text[len > 0 ? len : 0] = '\0';
	if (fd >= 0)
		rawcall(SYS_close, fd, 0, 0, 0);
}

CHILD_SIDE void sample_act(const struct sample_stage *stage, struct newborn_acts *acts)
{
	uint64_t flags = stage->flags;

	if (flags & CLONE_CLEAR_SIGHAND) {
		struct {
			void (*handler)(int);
			unsigned long rest[3];
		} action;
		action.handler = do_nothing;
		rawcall(SYS_rt_sigaction, SIGUSR1, 0, (long)&action, 8);
		acts->default_handler = action.handler == SIG_DFL;
	}
	if (flags & CLONE_IO)
		rawcall(SYS_ioprio_set, IOPRIO_SELF, 0, IOPRIO_CHILD, 0);
	if (stage->semaphores >= 0) {
		struct sembuf add = {0, 1, SEM_UNDO};
		acts->semaphore = rawcall(SYS_semop, stage->semaphores, (long)&add, 1, 0);
	}
	if (stage->address_len) {
		long fd = rawcall(SYS_socket, AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, 0);
		acts->connection =
			rawcall(SYS_connect, fd, (long)stage->address, stage->address_len, 0);
		rawcall(SYS_close, fd, 0, 0, 0);
	}
	if (flags & CLONE_NEWUTS)
		acts->host_name =
			rawcall(SYS_sethostname, (long)CHILDS_NAME, sizeof(CHILDS_NAME) - 1, 0, 0);
	if (flags & CLONE_NEWNS) {
		rawcall5(SYS_mount, 0, (long)"/", 0, MS_REC | MS_PRIVATE, 0);
		acts->mount = rawcall5(SYS_mount, (long)"none", (long)"/tmp", (long)"tmpfs", 0, 0);
	}
	if (flags & CLONE_NEWUSER) {
		acts->uid = (uint32_t)rawcall(SYS_geteuid, 0, 0, 0, 0);
		acts->priority = rawcall(SYS_setpriority, PRIO_PROCESS, 0, -1, 0);
	}
	if (flags & (CLONE_NEWCGROUP | CLONE_INTO_CGROUP))
		read_file("/proc/self/cgroup", acts->cgroup, sizeof(acts->cgroup));
	if (flags & (CLONE_PTRACE | CLONE_UNTRACED))
		read_file("/proc/thread-self/status", acts->status, sizeof(acts->status));
	if (flags & CLONE_NEWTIME)
		rawcall(SYS_readlinkat, AT_FDCWD, (long)"/proc/self/ns/time", (long)acts->time,
			sizeof(acts->time) - 1);
}

/* ---- what the helper sees --------------------------------------------------------------- */

static bool is_readable(int fd)
{
	struct pollfd poller = {fd, POLLIN, 0};
	return fd >= 0 && poll(&poller, 1, 0) == 1 && poller.revents & POLLIN;
}

static bool cgroup_is_other(const struct newborn_acts *acts)
{
	char own[sizeof(acts->cgroup)];
	read_file("/proc/self/cgroup", own, sizeof(own));
	return *own && *acts->cgroup && strcmp(own, acts->cgroup) != 0;
}

static bool time_is_other(const struct newborn_acts *acts)
{
	char own[sizeof(acts->time)] = "";
	return readlink("/proc/self/ns/time", own, sizeof(own) - 1) > 0 && *acts->time &&
	       strcmp(own, acts->time) != 0;
}

static bool tmp_is_as_before(const struct sample_stage *stage)
{
	struct stat tmp;
	return stat("/tmp", &tmp) == 0 && tmp.st_dev == stage->tmp_device;
}

static bool name_is_as_before(const struct sample_stage *stage)
{
	struct utsname name;
	return uname(&name) == 0 && strcmp(name.nodename, stage->host_name) == 0 &&
	       strcmp(name.nodename, CHILDS_NAME) != 0;
}

/* The tracer of the task whose status this is; 0 for none. */
static long tracer_in(const char *status)
{
	const char *line = strstr(status, "TracerPid:");
	return line ? strtol(line + strlen("TracerPid:"), NULL, 10) : 0;
}

static long own_tracer(void)
{
	char text[sizeof(((struct newborn_acts *)0)->status)];

	read_file("/proc/self/status", text, sizeof(text));
	return tracer_in(text);
}

/* Other numbers, or no more power than any user has outside. */
static bool user_is_other(const struct newborn_acts *acts)
{
	return acts->uid != geteuid() ||
	       (acts->priority < 0 && setpriority(PRIO_PROCESS, 0, -1) == 0);
}

uint64_t sample_effects(const struct sample_stage *stage, const struct newborn_acts *acts,
			pid_t child_pid, int pidfd)
{
	bool traces = stage->flags & (CLONE_PTRACE | CLONE_UNTRACED);
	long tracer = traces ? own_tracer() : 0, childs = tracer_in(acts->status);
	const struct {
		uint64_t flag;
		bool seen;
	} effects[] = {
		{CLONE_CLEAR_SIGHAND, acts->default_handler},
		{CLONE_IO, syscall(SYS_ioprio_get, IOPRIO_SELF, 0) == IOPRIO_CHILD},
		{CLONE_NEWIPC, stage->semaphores >= 0 &&
				       (acts->semaphore == -EINVAL || acts->semaphore == -EIDRM)},
		{CLONE_NEWNET, stage->address_len && acts->connection == -ECONNREFUSED},
		{CLONE_NEWUTS, acts->host_name == 0 && name_is_as_before(stage)},
		{CLONE_NEWNS, acts->mount == 0 && tmp_is_as_before(stage)},
		{CLONE_NEWUSER, user_is_other(acts)},
		{CLONE_NEWPID, child_pid == 1},
		{CLONE_NEWCGROUP, strstr(acts->cgroup, "0::/\n") != NULL},
		{CLONE_INTO_CGROUP, cgroup_is_other(acts)},
		{CLONE_NEWTIME, time_is_other(acts)},
		{CLONE_PTRACE, tracer && childs == tracer},
		{CLONE_UNTRACED, tracer && !childs},
		{CLONE_PIDFD, pidfd >= 0 && !is_readable(pidfd)},
	};
	uint64_t seen = 0;

	for (size_t i = 0; i < sizeof(effects) / sizeof(effects[0]); i++)
		if (stage->flags & effects[i].flag && effects[i].seen)
			seen |= effects[i].flag;
	return seen;
}

uint64_t sample_last_effects(const struct sample_stage *stage, uint64_t seen, int pidfd)
{
	int tries = stage->flags & CLONE_PARENT ? UNDO_TRIES : 0;

	if (!is_readable(pidfd))
		seen &= ~(uint64_t)CLONE_PIDFD;
	if (stage->flags & CLONE_SYSVSEM && stage->semaphores >= 0) {
		/* a list of its own is undone at the child's end */
		while (semctl(stage->semaphores, 0, GETVAL) == 1 && tries--)
			usleep(5000);
		if (semctl(stage->semaphores, 0, GETVAL) == 1)
			seen |= CLONE_SYSVSEM;
	}
	return seen;
}

void sample_clear_stage(struct sample_stage *stage)
{
	if (stage->semaphores >= 0)
		semctl(stage->semaphores, 0, IPC_RMID);
	if (stage->janitor >= 0)
		close(stage->janitor);
	if (stage->socket >= 0)
		close(stage->socket);
}
