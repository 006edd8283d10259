/*
 * Comparing two tasks.  kcmp(2) compares the kernel's pointers, so that tasks which both have none (no
 * I/O context yet, no semaphore adjustments) compare as equal.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/kcmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "cloneflags.h"
#include "sharing.h"

static const struct {
	const char *what, *source;
	int type;
	uint64_t flag;
	const char *caveat;
} resources[] = {
	{"memory", "KCMP_VM", KCMP_VM, CLONE_VM, NULL},
	{"file descriptors", "KCMP_FILES", KCMP_FILES, CLONE_FILES, NULL},
	{"root, directory, umask", "KCMP_FS", KCMP_FS, CLONE_FS, NULL},
	{"signal handlers", "KCMP_SIGHAND", KCMP_SIGHAND, CLONE_SIGHAND, NULL},
	{"I/O context", "KCMP_IO", KCMP_IO, CLONE_IO,
	 "the same, or neither has one yet: kcmp cannot tell"},
	{"semaphore adjustments", "KCMP_SYSVSEM", KCMP_SYSVSEM, CLONE_SYSVSEM,
	 "the same, or neither has any: kcmp cannot tell"},
};

static const struct {
	const char *what, *source;
	uint64_t flag;
} namespaces[] = {
	{"mount namespace", "ns/mnt", CLONE_NEWNS},
	{"cgroup namespace", "ns/cgroup", CLONE_NEWCGROUP},
	{"UTS namespace", "ns/uts", CLONE_NEWUTS},
	{"IPC namespace", "ns/ipc", CLONE_NEWIPC},
	{"user namespace", "ns/user", CLONE_NEWUSER},
	{"PID namespace", "ns/pid", CLONE_NEWPID},
	{"network namespace", "ns/net", CLONE_NEWNET},
	{"time namespace", "ns/time", CLONE_NEWTIME},
};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
_Static_assert(COUNT(resources) + COUNT(namespaces) <= SHARING_MAX, "rows fit");

static void compare_resource(pid_t one, pid_t other, int type, struct sharing *row)
{
	long result = syscall(SYS_kcmp, one, other, type, 0, 0);
	row->answer = result == 0 ? SHARING_YES : result > 0 ? SHARING_NO : SHARING_UNKNOWN;
	row->error = result < 0 ? errno : 0;
}

static bool read_namespace(pid_t pid, const char *source, char name[NAME_MAX])
{
	char path[64];
	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, source);
	ssize_t len = readlink(path, name, NAME_MAX - 1);
	if (len < 0)
		return false;
	name[len] = '\0';
	return true;
}

static void compare_namespace(pid_t one, pid_t other, const char *source, struct sharing *row)
{
	char first[NAME_MAX], second[NAME_MAX];
	if (!read_namespace(one, source, first) || !read_namespace(other, source, second)) {
		row->answer = SHARING_UNKNOWN;
		row->error = errno;
		return;
	}
	row->answer = strcmp(first, second) == 0 ? SHARING_YES : SHARING_NO;
}

unsigned sharing_compare(pid_t one, pid_t other, struct sharing *rows)
{
	unsigned count = 0;
	for (size_t i = 0; i < COUNT(resources); i++) {
		struct sharing *row = &rows[count++];
		*row = (struct sharing){.what = resources[i].what,
					.source = resources[i].source,
					.flag = resources[i].flag};
		compare_resource(one, other, resources[i].type, row);
		if (row->answer == SHARING_YES)
			row->caveat = resources[i].caveat;
	}
	for (size_t i = 0; i < COUNT(namespaces); i++) {
		struct sharing *row = &rows[count++];
		*row = (struct sharing){.what = namespaces[i].what,
					.source = namespaces[i].source,
					.flag = namespaces[i].flag,
					.is_namespace = true};
		compare_namespace(one, other, namespaces[i].source, row);
	}
	return count;
}

/* A number from /proc/PID/status. */
static long status_number(const char *text, const char *field)
{
	const char *line = strstr(text, field);
	return line ? strtol(line + strlen(field), NULL, 10) : 0;
}

pid_t sharing_counterpart(pid_t pid, bool *is_thread)
{
	char path[64], text[2048];
	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		errno = errno == ENOENT ? ESRCH : errno;
		return 0;
	}
	ssize_t len = read(fd, text, sizeof(text) - 1);
	close(fd);
	text[len > 0 ? len : 0] = '\0';
	pid_t group = (pid_t)status_number(text, "\nTgid:");
	pid_t parent = (pid_t)status_number(text, "\nPPid:");
	*is_thread = group != 0 && group != pid;
	errno = ESRCH;
	return *is_thread ? group : parent;
}
