/*
 * without CALL,... COMMAND [ARGUMENT]...: executes the command where these system calls are unknown
 * (ENOSYS), or, with an = and an error behind the name, fail with that (seccomp(2)). linux-4.9
 * stands for all that came after that version. The status is 77 where no filter can be made.
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

struct call {
	const char *name;
	long number;
	unsigned after; /* the version that has it, times 100; 0 for older ones */
};

#define CALL(name, after)                \
	{                                \
#name, SYS_##name, after \
	}

static const struct call calls[] = {
#ifdef SYS_vfork
	CALL(vfork, 0),
#endif
#ifdef SYS_fork
	CALL(fork, 0),
#endif
	CALL(clone, 0),
	CALL(tee, 0),
	CALL(splice, 0),
	CALL(kcmp, 0),
	CALL(memfd_create, 0),
	CALL(prlimit64, 0),
	CALL(getrandom, 0),
	CALL(process_vm_readv, 0),
	CALL(ptrace, 0),
	CALL(pipe2, 0),
	CALL(dup3, 0),
	CALL(renameat2, 0),
	CALL(waitid, 0),
	CALL(kill, 0),
	CALL(ppoll, 0),
	CALL(sched_setaffinity, 0),
	CALL(statx, 411),
	CALL(rseq, 418),
	CALL(pidfd_send_signal, 501),
	CALL(pidfd_open, 503),
	CALL(clone3, 503),
	CALL(close_range, 509),
	CALL(openat2, 506),
	CALL(pidfd_getfd, 506),
	CALL(faccessat2, 508),
#ifdef SYS_epoll_pwait2
	CALL(epoll_pwait2, 511),
#endif
#ifdef SYS_futex_waitv
	CALL(futex_waitv, 516),
#endif
};

#define CALLS (sizeof(calls) / sizeof(calls[0]))

static struct sock_filter filter[2 * CALLS + 8];
static unsigned short length;

static void add(unsigned short code, unsigned k, unsigned char yes, unsigned char no)
{
	filter[length++] = (struct sock_filter){code, yes, no, k};
}

static void refuse(long number, int error)
{
	add(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)number, 0, 1);
	add(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (unsigned)error, 0, 0);
}

static int error_of(const char *name)
{
	static const int errors[] = {EPERM, EAGAIN, ENOMEM, EINVAL, EACCES, ENOSYS};

	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (!strcmp(strerrorname_np(errors[i]), name))
			return errors[i];
	fprintf(stderr, "without: %s: an error that is not known here\n", name);
	exit(2);
}

static void refuse_named(const char *name, int error)
{
	for (size_t i = 0; i < CALLS; i++)
		if (!strcmp(calls[i].name, name)) {
			refuse(calls[i].number, error);
			return;
		}
	fprintf(stderr, "without: %s: a call that is not known here\n", name);
	exit(2);
}

int main(int argc, char **argv)
{
	if (argc < 3) {
		fprintf(stderr, "usage: without CALL[=ERROR],... COMMAND [ARGUMENT]...\n");
		return 2;
	}
	add(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr), 0, 0);
	for (char *name = strtok(argv[1], ","); name; name = strtok(NULL, ",")) {
		char *error = strchr(name, '=');

		if (error)
			*error++ = '\0';
		if (strcmp(name, "linux-4.9") != 0) {
			refuse_named(name, error ? error_of(error) : ENOSYS);
			continue;
		}
		for (size_t i = 0; i < CALLS; i++)
			if (calls[i].after > 409)
				refuse(calls[i].number, ENOSYS);
	}
	add(BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
	struct sock_fprog program = {length, filter};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) {
		perror("without: seccomp");
		return 77;
	}
	execvp(argv[2], argv + 2);
	perror(argv[2]);
	return 127;
}
