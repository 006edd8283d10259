/*
 * The child's half: one routine that carries a finished plan out, the same for every strategy.
 *
 * It may be running in the shell's memory, on a stack of 64 KiB, with the shell stopped in the
 * middle of a call or even running beside it.  So it makes system calls without errno (rawcall.h),
 * allocates nothing, calls nothing in libc but pure functions, and writes to no memory of the
 * shell's but the plan's times and its slot for a script's path.  The sanitizers' run-time does not
 * know this stack and is kept out.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>
#include "creation.h"
#include "rawcall.h"

#define STATUS_REDIRECTION    1
#define STATUS_NOT_EXECUTABLE 126
#define STATUS_NOT_FOUND      127

/* ---- system calls ---------------------------------------------------------------------- */

static CHILD_SIDE int child_open(const char *path, int flags, mode_t mode)
{
	long fd;
	do
		fd = rawcall(SYS_openat, AT_FDCWD, (long)path, flags, (long)mode);
	while (fd == -EINTR);
	return (int)fd;
}

static CHILD_SIDE int child_dup(int from, int fd)
{
	long result;
	do
		result = rawcall(SYS_dup3, from, fd, 0, 0);
	while (result == -EINTR || result == -EBUSY);
	return (int)result;
}

static CHILD_SIDE void child_close(int fd)
{
	rawcall(SYS_close, fd, 0, 0, 0);
}

static CHILD_SIDE void child_set_signal(int signal, void (*disposition)(int))
{
	/* The kernel's struct sigaction, whose handler comes first and which needs nothing else
	 * here. */
	struct {
		void (*handler)(int);
		unsigned long rest[3];
	} action = {disposition, {0}};
	rawcall(SYS_rt_sigaction, signal, (long)&action, 0, 8);
}

static CHILD_SIDE void __attribute__((noreturn)) child_exit(int status)
{
	for (;;)
		rawcall(SYS_exit_group, status, 0, 0, 0);
}

/* ---- saying what went wrong ------------------------------------------------------------ */

/* One character of `text`, as strbuf_add_visible_lines shows it, in up to three bytes; how many of
 * the text it took is added to *taken. */
static CHILD_SIDE size_t show_character(char *into, const char *text, size_t left, size_t *taken)
{
	unsigned char c = (unsigned char)text[0], next = left > 1 ? (unsigned char)text[1] : 0;
	bool c1 = c == 0xc2 && next >= 0x80 && next < 0xa0;
	bool control = (c < ' ' && c != '\n' && c != '\t') || c == 0x7f;

	*taken += 1 + c1;
	into[0] = c1 || control ? '^' : (char)c;
	into[1] = c1 ? '[' : (char)(c ^ 0x40);
	into[2] = (char)(next - 0x40);
	return c1 ? 3 : 1 + control;
}

/* The descriptor for a message once the operations before `end` are carried out: a program has the
 * terminal, but what is said of it is the shell's. */
static CHILD_SIDE int message_fd(const struct spawn_plan *plan, const struct fd_op *end)
{
	if (plan->screen_messages < 0)
		return STDERR_FILENO;
	for (const struct fd_op *op = plan->fd_ops + plan->screen_op_count; op < end; op++)
		if (op->fd == STDERR_FILENO)
			return STDERR_FILENO;
	return plan->screen_messages;
}

/* As shell_show. */
static CHILD_SIDE void child_show(int fd, const struct iovec *parts, int count)
{
	unsigned long mode[16]; /* for the kernel's struct termios */
	char text[256];

	if (rawcall(SYS_ioctl, fd, TCGETS, (long)mode, 0) < 0) {
		rawcall(SYS_writev, fd, (long)parts, count, 0);
		return;
	}
	size_t len = 0;
	for (; count; count--, parts++)
		for (size_t at = 0; at < parts->iov_len;) {
			len += show_character(text + len, (const char *)parts->iov_base + at,
					      parts->iov_len - at, &at);
			if (len + 3 < sizeof(text))
				continue;
			rawcall(SYS_write, fd, (long)text, (long)len, 0);
			len = 0;
		}
	rawcall(SYS_write, fd, (long)text, (long)len, 0);
}

static CHILD_SIDE void __attribute__((noreturn))
child_end(const struct spawn_plan *plan, const struct fd_op *op, int status, size_t prefix_len,
	  const char *subject, const char *text)
{
	struct iovec parts[] = {
		{(void *)plan->message_prefix, prefix_len},
		{(void *)subject, strlen(subject)},
		{(void *)": ", 2},
		{(void *)text, strlen(text)},
		{(void *)"\n", 1},
	};
	child_show(message_fd(plan, op), parts, sizeof(parts) / sizeof(*parts));
	child_exit(status);
}

static CHILD_SIDE void __attribute__((noreturn))
child_fail(const struct spawn_plan *plan, const struct fd_op *op, int status, const char *subject,
	   const char *text)
{
	const char *prefix = plan->message_prefix ? plan->message_prefix : "";

	child_end(plan, op, status, strlen(prefix), subject, text);
}

static CHILD_SIDE const char *error_text(int error)
{
	const char *text = strerrordesc_np(error);
	return text ? text : "Unknown error";
}

/* ---- before the steps ------------------------------------------------------------------ */

/* Should whoever is to open the gate die first, nobody ever would. */
CHILD_SIDE void spawn_wait_at_gate(const uint32_t *gate)
{
	rawcall(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0);
	while (!__atomic_load_n(gate, __ATOMIC_ACQUIRE))
		rawcall(SYS_futex, (long)gate, FUTEX_WAIT, 0, 0);
	rawcall(SYS_prctl, PR_SET_PDEATHSIG, 0, 0, 0);
}

/* Mounts in the new namespace must not show in the old one. */
static CHILD_SIDE int mount_new_proc(void)
{
	long result = rawcall5(SYS_mount, 0, (long)"/", 0, MS_REC | MS_SLAVE, 0);
	if (result < 0)
		return (int)-result;
	return (int)-rawcall5(SYS_mount, (long)"proc", (long)"/proc", (long)"proc",
			      MS_NOSUID | MS_NODEV | MS_NOEXEC, 0);
}

static CHILD_SIDE void be_born(const struct spawn_plan *plan)
{
	if (plan->leaving)
		rawcall(SYS_set_tid_address, (long)plan->leaving, 0, 0, 0);
	if (plan->gate)
		spawn_wait_at_gate(plan->gate);
	int error = plan->mount_proc ? mount_new_proc() : 0;
	if (error)
		child_fail(plan, plan->fd_ops, STATUS_NOT_EXECUTABLE, "cannot mount /proc",
			   error_text(error));
}

/* ---- the steps ------------------------------------------------------------------------- */

static CHILD_SIDE void join_group(const struct spawn_plan *plan)
{
	long result = rawcall(SYS_setpgid, 0, plan->group, 0, 0);
	if (result < 0)
		child_fail(plan, plan->fd_ops, STATUS_NOT_EXECUTABLE, "cannot set process group",
			   error_text((int)-result));
}

/* Taking the terminal from the background raises SIGTTOU, which would stop this process for
 * good. */
CHILD_SIDE void spawn_take_terminal(const struct spawn_plan *plan)
{
	uint64_t blocked = 1ull << (SIGTTOU - 1), before;
	pid_t group = plan->group ? plan->group : (pid_t)rawcall(SYS_getpid, 0, 0, 0, 0);

	rawcall(SYS_rt_sigprocmask, SIG_BLOCK, (long)&blocked, (long)&before, sizeof(before));
	/* A terminal that is gone (a hangup) is no reason not to run the command. */
	rawcall(SYS_ioctl, plan->terminal, TIOCSPGRP, (long)&group, 0);
	rawcall(SYS_rt_sigprocmask, SIG_SETMASK, (long)&before, 0, sizeof(before));
}

static CHILD_SIDE void enter_directory(const struct spawn_plan *plan)
{
	long result = rawcall(SYS_fchdir, plan->directory, 0, 0, 0);
	if (result < 0)
		child_fail(plan, plan->fd_ops, STATUS_NOT_EXECUTABLE,
			   "cannot enter the working directory", error_text((int)-result));
}

CHILD_SIDE void spawn_set_signals(uint64_t signals, void (*disposition)(int))
{
	for (; signals; signals &= signals - 1) {
		int bit = __builtin_ctzll(signals);
		child_set_signal(bit ? bit : 64, disposition);
	}
}

/* ---- redirections ---------------------------------------------------------------------- */

static CHILD_SIDE bool is_regular(int fd)
{
	struct stat status;
	return rawcall(SYS_fstat, fd, (long)&status, 0, 0) == 0 && S_ISREG(status.st_mode);
}

/* XCU 2.7.2: with -C, > fails on an existing regular file, and only on such.  A file that exists is
 * opened as it is, and judged by what was opened: a name may change between two looks. */
static CHILD_SIDE int open_noclobber(const struct fd_op *op, int flags)
{
	int fd = child_open(op->path, flags | O_CREAT | O_EXCL, op->mode);
	if (fd != -EEXIST)
		return fd;
	fd = child_open(op->path, flags & ~(O_CREAT | O_TRUNC | O_EXCL), op->mode);
	if (fd == -ENOENT) /* a symbolic link to nowhere: O_EXCL sees it, open does not */
		return -EEXIST;
	if (fd >= 0 && is_regular(fd)) {
		child_close(fd);
		return -EEXIST;
	}
	return fd;
}

static CHILD_SIDE int do_open(const struct fd_op *op)
{
	/* The shell's own close-on-exec would take the descriptor from the command. */
	int flags = op->flags & ~O_CLOEXEC;
	int fd = op->noclobber ? open_noclobber(op, flags) : child_open(op->path, flags, op->mode);
	if (fd < 0 && op->null) {
		long empty = rawcall(SYS_memfd_create, (long)"null", 0, 0, 0);
		fd = empty < 0 ? fd : (int)empty;
	}
	if (fd < 0 || fd == op->fd)
		return fd;
	int result = child_dup(fd, op->fd);
	child_close(fd);
	return result;
}

static CHILD_SIDE int do_dup(const struct fd_op *op)
{
	if (op->refused_mode >= 0) {
		long flags = rawcall(SYS_fcntl, op->from, F_GETFL, 0, 0);
		if (flags < 0 || (flags & O_ACCMODE) == op->refused_mode)
			return -EBADF;
	}
	if (op->from == op->fd)
		return (int)rawcall(SYS_fcntl, op->fd, F_SETFD, 0, 0);
	return child_dup(op->from, op->fd);
}

/* Writes a number's digits at the end of the buffer; where they begin. */
static CHILD_SIDE const char *digits(int number, char buffer[16])
{
	unsigned rest = number < 0 ? -(unsigned)number : (unsigned)number;
	char *at = buffer + 15;
	*at = '\0';
	do
		*--at = (char)('0' + rest % 10);
	while (rest /= 10);
	if (number < 0)
		*--at = '-';
	return at;
}

static CHILD_SIDE void __attribute__((noreturn))
fail_fd(const struct spawn_plan *plan, const struct fd_op *op, int error)
{
	char number[16];
	const char *subject = op->shown ? op->shown : op->path;
	if (!subject)
		subject = digits(op->kind == FD_OP_DUP ? op->from : op->fd, number);
	const char *text = op->noclobber && error == EEXIST ? "cannot overwrite existing file"
							    : error_text(error);
	child_fail(plan, op, STATUS_REDIRECTION, subject, text);
}

static CHILD_SIDE void place_descriptors(const struct spawn_plan *plan)
{
	for (uint32_t i = 0; i < plan->fd_op_count; i++) {
		const struct fd_op *op = &plan->fd_ops[i];
		int result = 0;
		switch ((enum fd_op_kind)op->kind) {
		case FD_OP_OPEN:
			result = do_open(op);
			break;
		case FD_OP_DUP:
			result = do_dup(op);
			break;
		case FD_OP_CLOSE:
			child_close(op->fd);
			break;
		}
		if (result < 0)
			fail_fd(plan, op, -result);
	}
}

/* ---- the clock ------------------------------------------------------------------------- */

/* Off, this is the branch that is not taken. */
static inline CHILD_SIDE void note_time(const struct spawn_plan *plan, size_t offset)
{
	if (__builtin_expect(plan->times != NULL, 0)) {
		struct timespec now;
		rawcall(SYS_clock_gettime, CLOCK_MONOTONIC, (long)&now, 0, 0);
		*(uint64_t *)((char *)plan->times + offset) =
			(uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
	}
}

/* ---- exec ------------------------------------------------------------------------------ */

/* A file that the kernel does not take for a program is read by a shell (XCU 2.9.1.6). */
static CHILD_SIDE int run_script(const struct spawn_plan *plan, const char *path)
{
	static const char link[] = "/proc/self/exe";
	char self[PATH_MAX];
	if (!plan->script_argv)
		return ENOEXEC;
	plan->script_argv[plan->script_path_at] = (char *)path;
	/* By its name first: under valgrind /proc/self/exe executes valgrind, though the link says
	 * otherwise.  The link itself still leads to a shell whose file was removed or replaced. */
	long length = rawcall(SYS_readlinkat, AT_FDCWD, (long)link, (long)self, sizeof(self) - 1);
	if (length > 0) {
		self[length] = '\0';
		rawcall(SYS_execve, (long)self, (long)plan->script_argv, (long)plan->envp, 0);
	}
	long result = rawcall(SYS_execve, (long)link, (long)plan->script_argv, (long)plan->envp, 0);
	/* Without /proc the system's shell has to do. */
	if (result == -ENOENT)
		result = rawcall(SYS_execve, (long)"/bin/sh", (long)plan->script_argv,
				 (long)plan->envp, 0);
	return (int)-result;
}

static CHILD_SIDE bool can_open(const char *path, int flags)
{
	int fd = child_open(path, O_PATH | O_CLOEXEC | flags, 0);
	if (fd >= 0)
		child_close(fd);
	return fd >= 0;
}

/* Tries the plan's files in turn; the errno that tells the most when none was executed.  *failed is
 * the file it is about. */
static CHILD_SIDE int run_file(const struct spawn_plan *plan, const char **failed)
{
	int result = ENOENT;
	for (uint32_t i = 0; i < plan->path_count; i++) {
		const char *path = plan->paths[i];
		note_time(plan, offsetof(struct spawn_times, exec));
		int error = (int)-rawcall(SYS_execve, (long)path, (long)plan->argv,
					  (long)plan->envp, 0);
		if (error == ENOEXEC)
			error = run_script(plan, path);
		if (error == ENOTDIR && plan->path_count > 1)
			error = ENOENT; /* a file among PATH's directories */
		if (error != ENOENT || !*failed) {
			result = error;
			*failed = path;
		}
		if (error != ENOENT && error != EACCES)
			break;
	}
	return result;
}

static CHILD_SIDE const char *name_of(const struct spawn_plan *plan)
{
	return plan->shown_name ? plan->shown_name : plan->argv[0];
}

/* The command was named by a path, and not looked for in PATH. */
static CHILD_SIDE bool names_path(const struct spawn_plan *plan)
{
	const char *at = name_of(plan);

	while (*at && *at != '/')
		at++;
	return *at != '\0';
}

#define INTERPRETER_MAX 128 /* bytes of a file that its first line is looked for in */

static CHILD_SIDE char *append(char *at, const char *end, const char *text)
{
	while (*text && at < end)
		*at++ = *text++;
	*at = '\0';
	return at;
}

/* The interpreter that the file's first line names, in `into`; false when it names none. */
static CHILD_SIDE bool read_interpreter(const char *path, char into[INTERPRETER_MAX])
{
	int fd = child_open(path, O_RDONLY | O_CLOEXEC, 0);
	long len = fd < 0 ? -1 : rawcall(SYS_read, fd, (long)into, INTERPRETER_MAX - 1, 0);
	char *from = into + 2, *to = into;

	if (fd >= 0)
		child_close(fd);
	if (len < 2 || into[0] != '#' || into[1] != '!')
		return false;
	into[len] = '\0';
	while (*from == ' ' || *from == '\t')
		from++;
	while (*from && *from != ' ' && *from != '\t' && *from != '\n')
		*to++ = *from++;
	*to = '\0';
	return true;
}

/* "INTERPRETER: bad interpreter: WHY", a carriage return at the name's end shown as ^M. */
static CHILD_SIDE void blame_interpreter(struct exec_failure *failure, char *interpreter)
{
	const char *end = failure->room + sizeof(failure->room) - 1;
	size_t len = strlen(interpreter);
	bool from_windows = len && interpreter[len - 1] == '\r';
	char *at = failure->room;

	if (from_windows)
		interpreter[len - 1] = '\0';
	at = append(at, end, interpreter);
	at = append(at, end, from_windows ? "^M: bad interpreter: " : ": bad interpreter: ");
	append(at, end, error_text(failure->error));
	failure->text = failure->room;
	failure->blames_interpreter = true;
	failure->status = STATUS_NOT_EXECUTABLE;
}

/* Finds the reason why a file that is there could not be executed. */
static CHILD_SIDE void blame_file(struct exec_failure *failure, const char *file)
{
	char interpreter[INTERPRETER_MAX];

	if (failure->error == EACCES && can_open(file, O_DIRECTORY))
		failure->text = error_text(EISDIR);
	else if (failure->error != E2BIG && failure->error != ENOMEM &&
		 rawcall(SYS_faccessat, AT_FDCWD, (long)file, X_OK, 0) == 0 &&
		 read_interpreter(file, interpreter))
		blame_interpreter(failure, interpreter);
	else if (failure->error == ENOENT)
		failure->text = "cannot execute: required file not found";
}

CHILD_SIDE void spawn_execute(const struct spawn_plan *plan, struct exec_failure *failure)
{
	const char *file = NULL;
	int error = plan->not_found ? plan->not_found_error : run_file(plan, &file);

	if (plan->times)
		plan->times->exec = 0;
	failure->error = error;
	failure->blames_interpreter = false;
	failure->status = error == ENOENT ? STATUS_NOT_FOUND : STATUS_NOT_EXECUTABLE;
	failure->subject = file ? file : name_of(plan);
	failure->text = error_text(error);
	if (file && can_open(file, 0))
		blame_file(failure, file);
	else if (error == ENOENT && !file && !names_path(plan))
		failure->text = "command not found";
}

static CHILD_SIDE void __attribute__((noreturn)) execute(const struct spawn_plan *plan)
{
	const struct fd_op *end = plan->fd_ops + plan->fd_op_count;
	struct exec_failure failure;

	spawn_execute(plan, &failure);
	if (failure.blames_interpreter) /* bash tells no line of it */
		child_end(plan, end, failure.status, plan->message_name_len, failure.subject,
			  failure.text);
	child_fail(plan, end, failure.status, failure.subject, failure.text);
}

CHILD_SIDE void spawn_child_run(const struct spawn_plan *plan)
{
	note_time(plan, offsetof(struct spawn_times, begun));
	if (__builtin_expect(plan->gate || plan->leaving || plan->mount_proc, 0))
		be_born(plan);
	if (plan->set_group)
		join_group(plan);
	if (plan->terminal >= 0)
		spawn_take_terminal(plan);
	if (plan->directory >= 0)
		enter_directory(plan);
	spawn_set_signals(plan->ignore_signals, SIG_IGN);
	spawn_set_signals(plan->default_signals, SIG_DFL);
	if (__builtin_expect(plan->holds_signals, 0))
		spawn_release_signals(plan->mask_before);
	place_descriptors(plan);
	execute(plan);
}

CHILD_SIDE int spawn_child_start(void *plan)
{
	spawn_child_run(plan);
}
