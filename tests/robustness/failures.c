/*
 * failures [-k REGEX] [-c CALLS] [-p POLICY,...] [-n EVERY[/OFFSET]] [-a LIBRARY] [-t SECONDS] [-v]
 *	SHELL SCENARIO...
 *
 * Each scenario is a script. A first run records which system calls the shell and its children make
 * between the scenario's marks ([ -e //inject/on ] and [ -e //inject/off ], seen as calls
 * themselves); then the scenario runs once for each of these calls and each error that fits it,
 * with that one call failing, and what comes of it is judged: everything as in the first run, or a
 * step that failed with a message, and behind the second mark the same as ever.
 *
 * A step is a line `NAME STATUS VALUE` of standard output; one whose name ends in ? may fail
 * without a word. A run is at fault when a process of the shell dies of a signal or hangs; a step's
 * value is another with status 0, or it failed or is missing without a message; the shell ends
 * early with status 0; a line behind `-- after` differs; a process, a file or a terminal's mode is
 * left over.
 *
 * With -a it is the allocations that fail, by a library (allocation.c), one at a time and from one
 * on.
 *
 * A process belongs to the shell until it executes something else. A call is named by the process
 * (0 is the shell, 0.2 its second child), the call, and which of the process's calls of that name
 * it is. The status is 1 when a run was at fault, and 77 where nothing can be traced.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <poll.h>
#include <pty.h>
#include <regex.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>

enum {
	CALLS_MAX = 512,
	TRACEES_MAX = 256,
	POINTS_MAX = 20000,
	NAME_SIZE = 64,
	TEXT_SIZE = 1 << 18
};

#define TRACED                                                                                    \
	(PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | \
	 PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL)

/* The call is carried out on one byte alone, which read(2) and write(2) may do; pread(2) on eight:
 * what the shell reads with it are the kernel's words, of which there are no parts. */
#define SHORT (-1)

struct fault_call {
	const char *name;
	long number;
	int errors[6];
	bool carried_out; /* what fails has happened all the same: close(2) */
	bool lasting;	  /* also fails from this time on, up to the second mark */
};

#define CALL(name, ...)                                         \
	{                                                       \
#name, SYS_##name, {__VA_ARGS__ }, false, false \
	}
#define LASTING(name, ...)                                     \
	{                                                      \
#name, SYS_##name, {__VA_ARGS__ }, false, true \
	}

static const struct fault_call calls[] = {
	LASTING(openat, EMFILE, ENOMEM, EIO),
	CALL(open, EMFILE, ENOMEM, EIO),
	CALL(read, EIO, EINTR, SHORT),
	CALL(pread64, EIO, EINTR, SHORT),
	CALL(write, ENOSPC, EINTR, EIO, SHORT),
	{"close", SYS_close, {EIO, EINTR}, true, false},
	LASTING(pipe2, EMFILE, ENFILE),
	LASTING(pipe, EMFILE, ENFILE),
	CALL(dup, EMFILE),
	CALL(dup2, EMFILE),
	CALL(dup3, EMFILE),
	LASTING(fcntl, EMFILE),
	LASTING(vfork, EAGAIN, ENOMEM, EPERM, ENOSYS),
	LASTING(fork, EAGAIN, ENOMEM, ENOSYS),
	LASTING(clone, EAGAIN, ENOMEM, EPERM, ENOSYS),
	LASTING(clone3, EAGAIN, ENOMEM, EPERM, ENOSYS),
	CALL(execve, ENOMEM, EIO, E2BIG, EACCES, EPERM),
	CALL(wait4, EINTR),
	CALL(waitid, EINTR),
	LASTING(mmap, ENOMEM),
	LASTING(brk, ENOMEM),
	CALL(mremap, ENOMEM),
	CALL(mprotect, ENOMEM),
	CALL(tee, ENOMEM, ENOSYS, EINTR, EPERM),
	CALL(splice, ENOMEM, ENOSYS),
	CALL(memfd_create, EMFILE, ENOMEM, ENOSYS),
	CALL(lseek, ESPIPE, EIO),
	CALL(newfstatat, EIO, ENOMEM, EACCES),
	CALL(stat, EIO, ENOMEM),
	CALL(lstat, EIO, ENOMEM),
	CALL(fstat, EIO, ENOMEM),
	CALL(access, EIO, EACCES),
	CALL(faccessat, EIO, EACCES),
	CALL(faccessat2, EIO, ENOSYS, EPERM),
	CALL(getdents64, EIO, ENOMEM),
	CALL(ioctl, ENOTTY, EIO, EINTR, EPERM),
	CALL(setpgid, EPERM, EACCES, ESRCH),
	CALL(getpgid, ESRCH),
	CALL(kill, EPERM, ESRCH),
	CALL(tgkill, EPERM, ESRCH),
	CALL(pselect6, EINTR, ENOMEM),
	CALL(select, EINTR, ENOMEM),
	CALL(poll, EINTR, ENOMEM),
	CALL(ppoll, EINTR, ENOMEM),
	CALL(futex, EINTR, EAGAIN),
	CALL(getcwd, ENOENT, ENOMEM),
	CALL(chdir, EIO, ENOENT, EACCES),
	CALL(fchdir, EIO, EACCES),
	CALL(ftruncate, ENOSPC, EIO),
	CALL(fsync, EIO),
	CALL(fchmod, EPERM),
	CALL(fchown, EPERM),
	CALL(flock, EINTR, EIO),
	CALL(rename, EIO, ENOSPC, EPERM),
	CALL(renameat2, EIO, ENOSPC, ENOSYS),
	CALL(unlink, EIO, EPERM),
	CALL(mkdir, ENOSPC, EPERM),
	CALL(rmdir, EPERM),
	CALL(link, EPERM),
	CALL(readlink, EIO, EACCES),
	CALL(prlimit64, EPERM, ENOSYS),
	CALL(getrandom, ENOSYS, EINTR),
	CALL(prctl, EINVAL, EPERM),
	CALL(pidfd_open, ENOSYS, EMFILE, EPERM),
	CALL(pidfd_send_signal, ENOSYS, EPERM),
	CALL(kcmp, ENOSYS, EPERM),
	CALL(process_vm_readv, ENOSYS, EPERM),
	CALL(sched_getaffinity, ENOSYS, EPERM),
	CALL(sched_setaffinity, ENOSYS, EPERM),
	CALL(sysinfo, ENOSYS),
	CALL(uname, ENOSYS),
	CALL(utimensat, EPERM),
	CALL(unshare, EPERM, ENOSYS),
	CALL(mount, EPERM),
	CALL(capget, EPERM),
	CALL(seccomp, EPERM),
	CALL(times, ENOSYS),
	CALL(getrusage, ENOSYS),
	CALL(clock_nanosleep, EINTR),
	CALL(nanosleep, EINTR),
	CALL(mknod, EPERM),
	CALL(mknodat, EPERM),
	CALL(pwrite64, ENOSPC, EIO),
	CALL(setresuid, EPERM, EAGAIN),
	CALL(setresgid, EPERM),
	CALL(timerfd_create, EMFILE, ENOSYS),
	CALL(eventfd2, EMFILE),
	CALL(socket, EMFILE, EPERM),
	CALL(connect, EINTR, ECONNREFUSED),
	CALL(readlinkat, EIO, EACCES),
	CALL(madvise, EINVAL, ENOMEM),
	CALL(ptrace, EPERM, ESRCH),
	CALL(perf_event_open, EACCES, ENOSYS),
	CALL(fstatfs, EIO, ENOSYS),
	CALL(statfs, EIO, ENOSYS),
	CALL(userfaultfd, EPERM, ENOSYS),
};

#define CALLS_KNOWN (sizeof(calls) / sizeof(calls[0]))

static const struct fault_call *call_of(long number)
{
	for (size_t i = 0; i < CALLS_KNOWN; i++)
		if (calls[i].number == number)
			return &calls[i];
	return NULL;
}

struct point {
	char process[NAME_SIZE];
	const struct fault_call *call;
	int nth;
};

/* The call that is to fail in a run; without one nothing does, and the calls are recorded. */
struct fault {
	struct point point;
	int error;
	bool lasting;
};

struct tracee {
	pid_t pid;
	char process[NAME_SIZE];
	int children;
	bool known;    /* its parent has been told of it */
	bool held;     /* stopped at its birth before the parent was told */
	bool armed;    /* between the marks */
	bool starting; /* until the loader is done */
	bool failing;  /* the call it is in is to fail at its end */
	int error;
	long wanted_break; /* of the brk(2) it is in that was made to ask only */
	unsigned short made[CALLS_MAX];
};

struct run {
	int status;   /* as waitpid(2) gives it */
	bool reached; /* the call that was to fail was made */
	bool hung;
	char crash[NAME_SIZE * 2];
	char out[TEXT_SIZE], err[TEXT_SIZE], left[900];
};

static const char *shell_path, *policy;
/* With -a: the library that makes allocations fail, and which one. */
static const char *library;
static char allocation[32];
static bool verbose;
/* A run that takes longer hangs. */
static int seconds = 60;
static char folder[256];
static struct tracee tracees[TRACEES_MAX];
static int tracee_count;
static struct point points[POINTS_MAX];
static int point_count;

static void die(const char *what)
{
	perror(what);
	exit(2);
}

static struct tracee *tracee_of(pid_t pid)
{
	for (int i = 0; i < tracee_count; i++)
		if (tracees[i].pid == pid)
			return &tracees[i];
	if (tracee_count == TRACEES_MAX) {
		fprintf(stderr, "too many processes\n");
		exit(2);
	}
	struct tracee *t = &tracees[tracee_count++];

	memset(t, 0, sizeof(*t));
	t->pid = pid;
	return t;
}

static void forget(pid_t pid)
{
	for (int i = 0; i < tracee_count; i++)
		if (tracees[i].pid == pid) {
			tracees[i] = tracees[--tracee_count];
			return;
		}
}

static void go_on(struct tracee *t, int sig)
{
	/* No call is looked at where allocations fail. */
	ptrace(library ? PTRACE_CONT : PTRACE_SYSCALL, t->pid, 0, (void *)(intptr_t)sig);
}

static void text_at(pid_t pid, uint64_t address, char *to, size_t size)
{
	struct iovec local = {to, size - 1}, remote = {(void *)(uintptr_t)address, size - 1};
	ssize_t got = process_vm_readv(pid, &local, 1, &remote, 1, 0);

	to[got > 0 ? got : 0] = '\0';
}

static void poke(struct tracee *t, size_t offset, long value)
{
	if (ptrace(PTRACE_POKEUSER, t->pid, (void *)(offsetof(struct user, regs) + offset),
		   (void *)value) &&
	    errno != ESRCH)
		die("PTRACE_POKEUSER");
}

/* The scenario's marks, and the end of the start, are calls themselves: true for one of them. */
static bool is_mark(struct tracee *t, const struct __ptrace_syscall_info *info)
{
	long number = (long)info->entry.nr;
	char path[32];

	/* The last that the dynamic loader does is to give back its cache. */
	if (number == SYS_munmap && t->starting) {
		t->starting = false;
		t->armed = true;
		return true;
	}
	if (number != SYS_newfstatat && number != SYS_faccessat && number != SYS_faccessat2)
		return false;
	text_at(t->pid, info->entry.args[1], path, sizeof(path));
	if (strncmp(path, "//inject/", 9))
		return false;
	t->armed = !strcmp(path + 9, "on");
	return true;
}

/* True for a call that nobody has to reckon with the failure of. */
static bool never_fails(const struct __ptrace_syscall_info *info)
{
	/* The C library gives up where waking fails, which it does not. */
	if (info->entry.nr == SYS_futex)
		return (info->entry.args[1] & 0x7f) != 0;
	/* A number is made; what is known of one is told in any case. */
	return info->entry.nr == SYS_fcntl && info->entry.args[1] != F_DUPFD &&
	       info->entry.args[1] != F_DUPFD_CLOEXEC;
}

static void record_point(const struct tracee *t, const struct fault_call *call, int nth)
{
	if (point_count == POINTS_MAX)
		return;
	struct point *p = &points[point_count++];

	memcpy(p->process, t->process, sizeof(p->process));
	p->call = call;
	p->nth = nth;
}

/* Changes the call that has begun so that it fails, or is carried out on one byte alone. */
static void inject(struct tracee *t, const struct __ptrace_syscall_info *info,
		   const struct fault *fault)
{
	if (fault->error == SHORT) {
		unsigned left = info->entry.nr == SYS_pread64 ? 8 : 1;

		if (info->entry.args[2] > left)
			poke(t, offsetof(struct user_regs_struct, rdx), left);
		return;
	}
	/* brk(2) fails by giving back what there is. */
	if (info->entry.nr == SYS_brk) {
		t->wanted_break = (long)info->entry.args[0];
		poke(t, offsetof(struct user_regs_struct, rdi), 0);
		return;
	}
	t->failing = true;
	t->error = fault->error;
	if (!fault->point.call->carried_out)
		poke(t, offsetof(struct user_regs_struct, orig_rax), -1);
}

static void call_begins(struct tracee *t, const struct __ptrace_syscall_info *info,
			const struct fault *fault, struct run *run)
{
	long number = (long)info->entry.nr;

	if (is_mark(t, info) || never_fails(info) || library || !t->armed || number < 0 ||
	    number >= CALLS_MAX)
		return;
	const struct fault_call *call = call_of(number);
	int nth = ++t->made[number];

	if (!call)
		return;
	if (!fault) {
		record_point(t, call, nth);
		return;
	}
	if (fault->point.call != call || strcmp(fault->point.process, t->process) ||
	    !(nth == fault->point.nth || (fault->lasting && nth > fault->point.nth)))
		return;
	run->reached = true;
	inject(t, info, fault);
}

static void call_ends(struct tracee *t)
{
	if (t->wanted_break) {
		poke(t, offsetof(struct user_regs_struct, rdi), t->wanted_break);
		t->wanted_break = 0;
	}
	if (!t->failing)
		return;
	t->failing = false;
	poke(t, offsetof(struct user_regs_struct, rax), -t->error);
}

static void at_call(struct tracee *t, const struct fault *fault, struct run *run)
{
	struct __ptrace_syscall_info info;

	if (ptrace(PTRACE_GET_SYSCALL_INFO, t->pid, sizeof(info), &info) > 0) {
		if (info.op == PTRACE_SYSCALL_INFO_ENTRY)
			call_begins(t, &info, fault, run);
		else if (info.op == PTRACE_SYSCALL_INFO_EXIT)
			call_ends(t);
	}
	go_on(t, 0);
}

static void child_is_known(struct tracee *parent)
{
	unsigned long pid = 0;

	if (ptrace(PTRACE_GETEVENTMSG, parent->pid, 0, &pid))
		return;
	struct tracee *child = tracee_of((pid_t)pid);

	snprintf(child->process, sizeof(child->process), "%.50s.%d", parent->process,
		 ++parent->children);
	child->known = true;
	child->armed = parent->armed;
	if (child->held) {
		child->held = false;
		go_on(child, 0);
	}
}

/* Another program is not traced any longer. */
static void executed(struct tracee *t)
{
	char link[64], name[512];

	snprintf(link, sizeof(link), "/proc/%d/exe", t->pid);
	ssize_t len = readlink(link, name, sizeof(name) - 1);

	name[len > 0 ? len : 0] = '\0';
	if (!strcmp(name, shell_path)) {
		go_on(t, 0);
		return;
	}
	ptrace(PTRACE_DETACH, t->pid, 0, 0);
	forget(t->pid);
}

static void stopped(struct tracee *t, int status, const struct fault *fault, struct run *run)
{
	int sig = WSTOPSIG(status), event = status >> 16;

	if (!t->known && event == PTRACE_EVENT_STOP) {
		t->held = true;
		return;
	}
	switch (event) {
	case PTRACE_EVENT_FORK:
	case PTRACE_EVENT_VFORK:
	case PTRACE_EVENT_CLONE:
		child_is_known(t);
		go_on(t, 0);
		return;
	case PTRACE_EVENT_EXEC:
		executed(t);
		return;
	case PTRACE_EVENT_STOP:
		if (sig == SIGSTOP || sig == SIGTSTP || sig == SIGTTIN || sig == SIGTTOU)
			ptrace(PTRACE_LISTEN, t->pid, 0, 0);
		else
			go_on(t, 0);
		return;
	default:
		break;
	}
	if (sig == (SIGTRAP | 0x80))
		at_call(t, fault, run);
	else
		go_on(t, sig);
}

static bool crashed(int sig)
{
	return sig == SIGSEGV || sig == SIGBUS || sig == SIGABRT || sig == SIGILL ||
	       sig == SIGFPE || sig == SIGSYS || sig == SIGTRAP;
}

static long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

/* Children of this process, which adopts orphans, that are left; they are ended. */
static void end_leftovers(struct run *run, bool report)
{
	for (int round = 0; round < 200; round++) {
		char list[4096], path[64];

		snprintf(path, sizeof(path), "/proc/self/task/%d/children", getpid());
		int fd = open(path, O_RDONLY | O_CLOEXEC);
		ssize_t len = fd < 0 ? 0 : read(fd, list, sizeof(list) - 1);

		if (fd >= 0)
			close(fd);
		list[len > 0 ? len : 0] = '\0';
		while (waitpid(-1, NULL, WNOHANG | __WALL) > 0)
			;
		if (!*list)
			return;
		/* Children that the shell has not waited for may still be on their way out. */
		if (round < 50) {
			usleep(2000);
			continue;
		}
		for (char *word = strtok(list, " "); word; word = strtok(NULL, " ")) {
			if (report && round == 50) {
				char name[64] = "";

				snprintf(path, sizeof(path), "/proc/%s/comm", word);
				fd = open(path, O_RDONLY | O_CLOEXEC);
				if (fd >= 0) {
					len = read(fd, name, sizeof(name) - 1);
					name[len > 0 ? len - 1 : 0] = '\0';
					close(fd);
				}
				size_t used = strlen(run->left);

				snprintf(run->left + used, sizeof(run->left) - used, "process %s; ",
					 name);
			}
			kill(atoi(word), SIGKILL);
		}
		usleep(2000);
	}
}

static void read_file(const char *path, char *to)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t len = 0;
	ssize_t got;

	while (fd >= 0 && len < TEXT_SIZE - 1 &&
	       (got = read(fd, to + len, TEXT_SIZE - 1 - len)) > 0)
		len += (size_t)got;
	to[len] = '\0';
	for (size_t i = 0; i < len; i++)
		if (!to[i])
			to[i] = '?';
	if (fd >= 0)
		close(fd);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Empties the folder; what was in it is added to `names`, if that is not NULL. */
static void empty_folder(const char *path, char *names, size_t size)
{
	DIR *dir = opendir(path);
	char *found[256];
	int count = 0;

	for (struct dirent *e; dir && (e = readdir(dir)) && count < 256;)
		if (strcmp(e->d_name, ".") && strcmp(e->d_name, ".."))
			found[count++] = strdup(e->d_name);
	if (dir)
		closedir(dir);
	qsort(found, (size_t)count, sizeof(found[0]), by_name);
	for (int i = 0; i < count; i++) {
		char full[1024];
		size_t used = names ? strlen(names) : 0;

		snprintf(full, sizeof(full), "%s/%s", path, found[i]);
		if (names)
			snprintf(names + used, size - used, "%s; ", found[i]);
		free(found[i]);
		if (unlink(full)) {
			empty_folder(full, names, size);
			rmdir(full);
		}
	}
}

struct scenario {
	const char *name; /* of the file */
	char *script, *typed;
	char script_path[512];
	bool whole; /* everything fails, the start too */
};

static void begin_shell(const struct scenario *s, int terminal, int gate)
{
	char out[512], err[512], home[512], tmp[512], spawn[64], preload[512], which[64], least[64],
		c, *env[16], *argv[8];
	int n = 0;

	snprintf(out, sizeof(out), "%s/out", folder);
	snprintf(err, sizeof(err), "%s/err", folder);
	snprintf(home, sizeof(home), "HOME=%s/work", folder);
	snprintf(tmp, sizeof(tmp), "TMPDIR=%s/tmp", folder);
	snprintf(spawn, sizeof(spawn), "COWSH_SPAWN=%s", policy);
	env[n++] = home;
	env[n++] = tmp;
	env[n++] = spawn;
	env[n++] = "PATH=/usr/bin:/bin";
	env[n++] = "LC_ALL=C";
	env[n++] = "TERM=xterm";
	env[n++] = "PS1=$ ";
	if (library) {
		snprintf(preload, sizeof(preload), "LD_PRELOAD=%s", library);
		snprintf(which, sizeof(which), "COWSH_ALLOCATION=%s", allocation);
		env[n++] = preload;
		env[n++] = which;
		const char *size = getenv("COWSH_ALLOCATION_LEAST");

		if (size) {
			snprintf(least, sizeof(least), "COWSH_ALLOCATION_LEAST=%s", size);
			env[n++] = least;
		}
	}
	env[n] = NULL;
	n = 0;
	argv[n++] = (char *)shell_path;
	if (s->typed)
		argv[n++] = "-i";
	else
		argv[n++] = (char *)s->script_path;
	argv[n] = NULL;
	if (terminal >= 0 && login_tty(terminal))
		die("login_tty");
	int fd = open(out, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);

	dup2(fd, 1);
	if (terminal < 0) {
		setsid();
		dup2(open("/dev/null", O_RDONLY), 0);
		dup2(open(err, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600), 2);
	}
	if (read(gate, &c, 1) != 0)
		_exit(125);
	close_range(3, ~0U, 0);
	if (library) {
		snprintf(out, sizeof(out), "%s/count", folder);
		if (dup2(open(out, O_WRONLY | O_CREAT | O_TRUNC, 0600), 9) < 0)
			_exit(125);
		close_range(3, 8, 0);
	}
	personality(ADDR_NO_RANDOMIZE);
	char work[512];

	snprintf(work, sizeof(work), "%s/work", folder);
	if (chdir(work))
		_exit(125);
	execve(shell_path, argv, env);
	_exit(125);
}

/* Standard error of a terminal's shell is what comes out of the terminal. */
static void drain(int master, struct run *run)
{
	size_t len = strlen(run->err);
	struct pollfd p = {master, POLLIN, 0};

	while (master >= 0 && poll(&p, 1, 0) > 0 && p.revents & POLLIN) {
		char text[4096];
		ssize_t got = read(master, text, sizeof(text));

		if (got <= 0)
			return;
		for (ssize_t i = 0; i < got && len < TEXT_SIZE - 1; i++)
			run->err[len++] = text[i] ? text[i] : '?';
		run->err[len] = '\0';
	}
}

/* Deals with a tracee that stopped, or forgets one that ended: true then. */
static bool has_ended(pid_t pid, int status, const struct fault *fault, struct run *run)
{
	if (WIFSTOPPED(status)) {
		stopped(tracee_of(pid), status, fault, run);
		return false;
	}
	if (WIFSIGNALED(status) && crashed(WTERMSIG(status)))
		snprintf(run->crash, sizeof(run->crash), "process %s died of %s",
			 tracee_of(pid)->process, strsignal(WTERMSIG(status)));
	forget(pid);
	return true;
}

/* A terminal for a scenario that is typed. */
struct terminal {
	int master, slave; /* -1 for none */
	struct termios before;
};

static void open_terminal(struct terminal *terminal)
{
	struct winsize size = {24, 80, 0, 0};

	if (openpty(&terminal->master, &terminal->slave, NULL, NULL, &size))
		die("openpty");
	fcntl(terminal->master, F_SETFD, FD_CLOEXEC);
	tcgetattr(terminal->slave, &terminal->before);
}

static void close_terminal(struct terminal *terminal, struct run *run)
{
	struct termios after;

	drain(terminal->master, run);
	tcgetattr(terminal->slave, &after);
	if (terminal->before.c_lflag != after.c_lflag ||
	    terminal->before.c_iflag != after.c_iflag || terminal->before.c_oflag != after.c_oflag)
		strcat(run->left, "terminal mode; ");
	close(terminal->master);
	close(terminal->slave);
}

static void make_folders(void)
{
	char path[512];

	empty_folder(folder, NULL, 0);
	snprintf(path, sizeof(path), "%s/work", folder);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/tmp", folder);
	mkdir(path, 0700);
}

/* The shell, which begins once it is traced. */
static pid_t start_traced(const struct scenario *s, const struct terminal *terminal)
{
	int gate[2];

	if (pipe2(gate, O_CLOEXEC))
		die("pipe2");
	pid_t shell = fork();

	if (shell < 0)
		die("fork");
	if (!shell) {
		close(gate[1]);
		begin_shell(s, terminal->slave, gate[0]);
	}
	close(gate[0]);
	struct tracee *t = tracee_of(shell);

	strcpy(t->process, "0");
	t->known = true;
	t->starting = s->whole;
	if (ptrace(PTRACE_SEIZE, shell, 0, TRACED) < 0) {
		perror("PTRACE_SEIZE");
		kill(shell, SIGKILL);
		exit(77);
	}
	ptrace(PTRACE_INTERRUPT, shell, 0, 0);
	close(gate[1]);
	if (s->typed && write(terminal->master, s->typed, strlen(s->typed)) < 0)
		die("write to the terminal");
	return shell;
}

/* Until the shell ends, or hangs. */
static void follow_shell(pid_t shell, int master, const struct fault *fault, struct run *run)
{
	const struct timespec pause = {0, 20 * 1000 * 1000};
	long long end = now_ms() + seconds * 1000LL;
	sigset_t child;

	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	for (;;) {
		int status;
		pid_t pid = waitpid(-1, &status, __WALL | WNOHANG);

		if (pid < 0)
			return;
		if (pid == 0) {
			run->hung = now_ms() > end;
			if (run->hung)
				return;
			drain(master, run);
			sigtimedwait(&child, NULL, &pause);
			continue;
		}
		if (has_ended(pid, status, fault, run) && pid == shell) {
			run->status = status;
			return;
		}
	}
}

/* The others of the shell's go on on their own, for a while. */
static void follow_others(const struct fault *fault, struct run *run)
{
	for (int i = 0; i < tracee_count; i++)
		if (run->hung)
			kill(tracees[i].pid, SIGKILL);
	for (long long stop = now_ms() + 500; tracee_count && now_ms() < stop;) {
		int status;
		pid_t pid = waitpid(-1, &status, __WALL | WNOHANG);

		if (pid < 0)
			break;
		if (pid == 0)
			usleep(500);
		else
			has_ended(pid, status, fault, run);
	}
}

static void run_scenario(const struct scenario *s, const struct fault *fault, struct run *run)
{
	struct terminal terminal = {.master = -1, .slave = -1};
	char path[512];

	memset(run, 0, offsetof(struct run, out));
	run->out[0] = run->err[0] = run->left[0] = '\0';
	make_folders();
	tracee_count = 0;
	if (s->typed)
		open_terminal(&terminal);
	pid_t shell = start_traced(s, &terminal);

	follow_shell(shell, terminal.master, fault, run);
	follow_others(fault, run);
	end_leftovers(run, !run->hung);
	if (s->typed) {
		close_terminal(&terminal, run);
	} else {
		snprintf(path, sizeof(path), "%s/err", folder);
		read_file(path, run->err);
	}
	snprintf(path, sizeof(path), "%s/out", folder);
	read_file(path, run->out);
	snprintf(path, sizeof(path), "%s/tmp", folder);
	empty_folder(path, run->left, sizeof(run->left));
}

/* -- judging -- */

static const char *after_mark(const char *out)
{
	return strstr(out, "-- after\n");
}

/* The line of `out` (up to `end`) whose first word is that of `line`, searched from *from on. */
static const char *line_of(const char *line, const char *out, const char *end)
{
	size_t len = strcspn(line, " \n");

	for (const char *p = out; p < end; p = strchr(p, '\n') ? strchr(p, '\n') + 1 : end)
		if (!strncmp(p, line, len) && (p[len] == ' ' || p[len] == '\n'))
			return p;
	return NULL;
}

static int lines(const char *from, const char *end)
{
	int count = 0;

	for (; from < end; from++)
		count += *from == '\n';
	return count;
}

static bool same_line(const char *a, const char *b)
{
	size_t len = strcspn(a, "\n");

	return len == strcspn(b, "\n") && !strncmp(a, b, len);
}

/*
 * The list of descriptors tells the shell's own, too, from 10 up: their numbers are nobody's
 * business, and one may not have been made yet, but none may be new.
 */
static int descriptors(const char *line, uint64_t *users)
{
	int own = 0;
	char *end;

	*users = 0;
	for (line += strcspn(line, " \n"); *line == ' '; line = end) {
		unsigned long fd = strtoul(line + 1, &end, 10);

		if (fd < 10)
			*users |= (uint64_t)1 << fd;
		else
			own++;
	}
	return own;
}

static bool same_afterwards(const char *before, const char *after)
{
	const char *b = strchr(before, '\n') + 1, *a = strchr(after, '\n') + 1;
	uint64_t b_users, a_users;

	if (descriptors(b, &b_users) < descriptors(a, &a_users) || b_users != a_users)
		return false;
	return !strcmp(b + strcspn(b, "\n"), a + strcspn(a, "\n"));
}

/* True when the steps and what comes after them are the same. */
static bool same_output(const char *before, const char *after)
{
	const char *b = after_mark(before), *a = after_mark(after);

	return a && a - after == b - before && !memcmp(before, after, (size_t)(a - after)) &&
	       same_afterwards(b, a);
}

/* Each step against the first run's: NULL when all are in order. */
static const char *judge_steps(const struct run *base, const struct run *run, bool message)
{
	const char *base_after = after_mark(base->out), *run_after = after_mark(run->out);
	static char text[1024];

	for (const char *line = base->out; line < base_after; line = strchr(line, '\n') + 1) {
		const char *found = line_of(line, run->out, run_after);

		if (!found) {
			if (message)
				continue;
			snprintf(text, sizeof(text), "step missing: %.*s",
				 (int)strcspn(line, " \n"), line);
			return text;
		}
		if (same_line(line, found))
			continue;
		const char *status = found + strcspn(found, " \n");

		if (atoi(status) != 0 && (message || status[-1] == '?'))
			continue;
		snprintf(text, sizeof(text), "%s: %.*s",
			 message ? "another value with status 0" : "silent",
			 (int)strcspn(found, "\n"), found);
		return text;
	}
	return NULL;
}

/* NULL when the run is in order. */
static const char *judge(const struct run *base, const struct run *run, const struct fault *fault,
			 bool *reported)
{
	static char text[1024];
	bool message =
		strlen(run->err) > strlen(base->err) || (*run->err && strcmp(run->err, base->err));
	const char *base_after = after_mark(base->out), *run_after = after_mark(run->out);

	*reported = false;
	if (run->hung)
		return "hangs";
	if (*run->crash)
		return run->crash;
	/* A shell that has had to end leaves what it has started in the background. */
	if (strcmp(run->left, base->left) && run_after) {
		snprintf(text, sizeof(text), "left over: %s", run->left);
		return text;
	}
	if (same_output(base->out, run->out) && base->status == run->status)
		return NULL;
	*reported = true;
	if (fault->error == SHORT ||
	    (fault->error == EINTR && fault->point.call->number != SYS_clock_nanosleep)) {
		/* These are no errors. */
		return "does not come to the same";
	}
	if (!run_after) {
		/* Standard output that cannot be put back is closed, and nothing more is seen of
		 * it. */
		if (WIFEXITED(run->status) &&
		    (WEXITSTATUS(run->status) || fault->point.call->number == SYS_dup2) && message)
			return NULL;
		return message ? "ends early with status 0, or of a signal"
			       : "ends early without a message";
	}
	/* Nor is standard input or error that cannot be put back what it was; the message may go
	 * where error went. */
	if (fault->point.call->number == SYS_dup2)
		return NULL;
	if (!same_afterwards(base_after, run_after))
		return "another state afterwards";
	if (lines(run->out, run_after) > lines(base->out, base_after))
		return "more output than without the failure";
	const char *wrong = judge_steps(base, run, message);

	if (wrong)
		return wrong;
	return base->status == run->status ? NULL : "another status";
}

static const char *error_name(int error)
{
	return error == SHORT ? "SHORT" : strerrorname_np(error);
}

static struct run base, one;
static int runs, worked, told, unreached, faults;

static void report(const struct scenario *s, const char *wrong, bool reported, const char *what)
{
	runs++;
	if (wrong) {
		faults++;
		printf("FAULT %s %s %s: %s\n", s->name, policy, what, wrong);
	} else {
		worked += !reported;
		told += reported;
	}
	if (verbose && (wrong || reported))
		printf("%s %s\nstatus %x\n-- out\n%s-- err\n%s\n", wrong ? "FAULT" : "told", what,
		       one.status, one.out, one.err);
	fflush(stdout);
}

static void try_point(const struct scenario *s, const struct fault *fault)
{
	char what[160];
	bool reported;

	run_scenario(s, fault, &one);
	if (!one.reached) {
		unreached++;
		return;
	}
	snprintf(what, sizeof(what), "%s %s#%d%s %s", fault->point.process, fault->point.call->name,
		 fault->point.nth, fault->lasting ? "+" : "", error_name(fault->error));
	const char *wrong = judge(&base, &one, fault, &reported);

	report(s, wrong, reported, what);
}

static regex_t only_calls;
static bool filtered;
static long every = 1, offset;

static void all_points(const struct scenario *s)
{
	static long turn;

	for (int i = 0; i < point_count; i++) {
		struct fault fault = {.point = points[i]};
		char name[160];

		snprintf(name, sizeof(name), "%s %s#%d", fault.point.process,
			 fault.point.call->name, fault.point.nth);
		if (filtered && regexec(&only_calls, name, 0, NULL, 0))
			continue;
		for (int e = 0; e < 6 && fault.point.call->errors[e]; e++)
			for (int lasting = 0; lasting <= fault.point.call->lasting; lasting++) {
				fault.error = fault.point.call->errors[e];
				fault.lasting = lasting;
				/* A call that is interrupted for ever is none. */
				if ((lasting && fault.error == EINTR) || turn++ % every != offset)
					continue;
				try_point(s, &fault);
			}
	}
}

/* Each allocation, and each with all that follow. */
static int all_allocations(const struct scenario *s)
{
	char path[512], count[TEXT_SIZE], what[64];
	struct fault fault = {.point.call = &calls[0], .error = ENOMEM};
	static long turn;
	bool reported;

	snprintf(path, sizeof(path), "%s/count", folder);
	read_file(path, count);
	int total = atoi(count);

	for (int i = 1; i <= total; i++)
		for (int lasting = 0; lasting < 2; lasting++) {
			if (turn++ % every != offset)
				continue;
			snprintf(allocation, sizeof(allocation), "%d%s", i, lasting ? "+" : "");
			run_scenario(s, NULL, &one);
			snprintf(what, sizeof(what), "allocation %s", allocation);
			const char *wrong = judge(&base, &one, &fault, &reported);

			report(s, wrong, reported, what);
		}
	*allocation = '\0';
	return total;
}

static char *whole_file(const char *path)
{
	char *text = malloc(TEXT_SIZE);

	if (!text)
		die("malloc");
	read_file(path, text);
	return text;
}

/* Reads a scenario and puts `after` behind it, with which each of them ends; at a terminal the text
 * is typed, elsewhere it is a script. */
static void take_scenario(const char *path, const char *after, struct scenario *s)
{
	char *text = whole_file(path);

	memset(s, 0, sizeof(*s));
	s->name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	s->whole = strstr(text, "# the start, too") != NULL;
	bool typed = strstr(text, "# at a terminal") != NULL;

	s->script = malloc(2 * TEXT_SIZE);
	if (!s->script)
		die("malloc");
	snprintf(s->script, 2 * TEXT_SIZE, "%s%s", text, after);
	free(text);
	if (typed) {
		s->typed = s->script;
		return;
	}
	snprintf(s->script_path, sizeof(s->script_path), "%s.script", folder);
	FILE *f = fopen(s->script_path, "w");

	if (!f || fputs(s->script, f) < 0 || fclose(f))
		die(s->script_path);
}

static regex_t only_scenarios;
static bool chosen;
static const char *policies = "auto,fork,vfork,clone";

/* False for arguments that cannot be. */
static bool take_arguments(int argc, char **argv)
{
	int opt;

	while ((opt = getopt(argc, argv, "a:k:c:p:n:t:v")) != -1)
		switch (opt) {
		case 'a':
			library = realpath(optarg, NULL);
			break;
		case 'k':
			chosen = !regcomp(&only_scenarios, optarg, REG_EXTENDED | REG_NOSUB);
			break;
		case 'c':
			filtered = !regcomp(&only_calls, optarg, REG_EXTENDED | REG_NOSUB);
			break;
		case 'p':
			policies = optarg;
			break;
		case 'n':
			every = strtol(optarg, NULL, 10);
			offset = strchr(optarg, '/')
					 ? strtol(strchr(optarg, '/') + 1, NULL, 10) % every
					 : 0;
			break;
		case 't':
			seconds = (int)strtol(optarg, NULL, 10);
			break;
		case 'v':
			verbose = true;
			break;
		default:
			return false;
		}
	if (argc - optind >= 2)
		return true;
	fprintf(stderr,
		"usage: failures [-k REGEX] [-c REGEX] [-p POLICIES] [-n EVERY[/OFFSET]] [-a LIBRARY] "
		"[-t SECONDS] [-v] SHELL SCENARIO...\n");
	return false;
}

static void make_own_folder(void)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(folder, sizeof(folder), "%s/failures.XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(folder))
		die(folder);
}

/* A scenario under the current policy: once without a failure, then with each. */
static void try_scenario(const struct scenario *s)
{
	point_count = 0;
	run_scenario(s, NULL, &base);
	if (!after_mark(base.out) || base.hung || *base.crash || *base.left || base.status) {
		faults++;
		printf("FAULT %s %s without a failure: status %x, %s%s\n%s%s", s->name, policy,
		       base.status, base.crash, base.left, base.out, base.err);
		return;
	}
	if (verbose)
		printf("-- %s %s: %d calls\n%s%s", s->name, policy, point_count, base.out,
		       base.err);
	int before[4] = {runs, worked, told, faults};

	if (library)
		point_count = all_allocations(s);
	else
		all_points(s);
	printf("%-16s %-6s %5d places %6d failures: %d the same, %d told, %d faults\n", s->name,
	       policy, point_count, runs - before[0], worked - before[1], told - before[2],
	       faults - before[3]);
	fflush(stdout);
}

static void try_policies(const struct scenario *s)
{
	char list[128], *rest = list;

	snprintf(list, sizeof(list), "%s", policies);
	while ((policy = strsep(&rest, ",")))
		try_scenario(s);
}

int main(int argc, char **argv)
{
	char full[4096], after_path[4096];
	sigset_t chld;

	if (!take_arguments(argc, argv))
		return 2;
	if (!realpath(argv[optind], full))
		die(argv[optind]);
	shell_path = full;
	make_own_folder();
	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	sigprocmask(SIG_BLOCK, &chld, NULL);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	snprintf(after_path, sizeof(after_path), "%.*s/after",
		 (int)(strrchr(argv[optind + 1], '/') - argv[optind + 1]), argv[optind + 1]);
	char *after = whole_file(after_path);

	for (int i = optind + 1; i < argc; i++) {
		struct scenario s;

		if (!strcmp(argv[i], after_path) ||
		    (chosen && regexec(&only_scenarios, argv[i], 0, NULL, 0)))
			continue;
		take_scenario(argv[i], after, &s);
		try_policies(&s);
		if (!s.typed)
			unlink(s.script_path);
		free(s.script);
	}
	free(after);
	empty_folder(folder, NULL, 0);
	rmdir(folder);
	printf("%d injected failures: %d worked all the same, %d were told, %d not reached, %d faults\n",
	       runs, worked, told, unreached, faults);
	return faults != 0;
}
