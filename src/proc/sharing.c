/*
 * Comparing two tasks.  kcmp(2) compares the kernel's pointers, so that tasks which both have none
 * (no I/O context yet, no semaphore adjustments, nothing at all after their end) compare as equal.
 */
#include <errno.h>
#include <limits.h>
#include <linux/kcmp.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "cloneflags.h"
#include "procmem.h"
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
_Static_assert(COUNT(resources) + 1 + COUNT(namespaces) <= SHARING_MAX, "rows fit");

static void compare_resource(pid_t one, pid_t other, struct sharing *row)
{
	long result = syscall(SYS_kcmp, one, other, row->type, 0, 0);
	row->answer = result == 0 ? SHARING_YES : result > 0 ? SHARING_NO : SHARING_UNKNOWN;
	row->error = result < 0 ? errno : 0;
}

/* The fields of /proc/PID/status of one of the two; zeroed when it cannot be read. */
struct task_status {
	pid_t group, parent; /* by their numbers in /proc */
	bool has_memory;     /* kernel threads and the dead have none */
	bool has_ended;
	int error;
};

static struct task_status read_status(pid_t pid)
{
	struct task_status status = {0};
	struct strbuf text = STRBUF_INIT;
	uint64_t number = 0;

	status.error = proc_read(pid, "status", &text);
	if (status_number(strbuf_text(&text), text.len, "Tgid", &number))
		status.group = (pid_t)number;
	if (status_number(strbuf_text(&text), text.len, "PPid", &number))
		status.parent = (pid_t)number;
	status.has_memory = status_number(strbuf_text(&text), text.len, "VmSize", &number);
	status.has_ended = strstr(strbuf_text(&text), "\nState:\tZ") ||
			   strstr(strbuf_text(&text), "\nState:\tX");
	strbuf_free(&text);
	return status;
}

static void compare_groups(const struct task_status *one, const struct task_status *other,
			   struct sharing *row)
{
	row->error = one->error ? one->error : other->error;
	row->answer = !one->group || !other->group ? SHARING_UNKNOWN
		      : one->group == other->group ? SHARING_YES
						   : SHARING_NO;
}

static bool read_namespace(pid_t pid, const char *source, char name[NAME_MAX])
{
	char path[64];
	proc_path(path, sizeof(path), pid, source);
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

static bool neither_has(const struct sharing *row, const struct task_status *one)
{
	return row->answer == SHARING_YES &&
	       (one->has_ended || (row->type == KCMP_VM && !one->error && !one->has_memory));
}

unsigned sharing_compare(pid_t one, pid_t other, struct sharing *rows)
{
	struct task_status first = read_status(one), second = read_status(other);
	unsigned count = 0;

	for (size_t i = 0; i < COUNT(resources); i++) {
		struct sharing *row = &rows[count++];
		*row = (struct sharing){.what = resources[i].what,
					.source = resources[i].source,
					.type = resources[i].type,
					.flag = resources[i].flag};
		compare_resource(one, other, row);
		if (neither_has(row, &first))
			row->answer = SHARING_NEITHER;
		if (row->answer == SHARING_YES)
			row->caveat = resources[i].caveat;
	}
	rows[count] = (struct sharing){
		.what = "thread group", .source = "Tgid", .type = -1, .flag = CLONE_THREAD};
	compare_groups(&first, &second, &rows[count++]);
	for (size_t i = 0; i < COUNT(namespaces); i++) {
		struct sharing *row = &rows[count++];
		*row = (struct sharing){.what = namespaces[i].what,
					.source = namespaces[i].source,
					.type = -1,
					.flag = namespaces[i].flag,
					.is_namespace = true};
		compare_namespace(one, other, namespaces[i].source, row);
	}
	return count;
}

bool sharing_is_ambiguous(const struct sharing *rows, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		if (rows[i].caveat)
			return true;
	return false;
}

void sharing_settle(pid_t one, const pid_t fresh[2], struct sharing *rows, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		if (!rows[i].caveat ||
		    syscall(SYS_kcmp, fresh[0], fresh[1], rows[i].type, 0, 0) != 0)
			continue;
		long result = syscall(SYS_kcmp, one, fresh[0], rows[i].type, 0, 0);
		if (result < 0)
			continue;
		rows[i].answer = result == 0 ? SHARING_NEITHER : SHARING_YES;
		rows[i].caveat = NULL;
	}
}

pid_t sharing_counterpart(pid_t pid, bool *is_thread)
{
	struct task_status status = read_status(pid);

	*is_thread = status.group != 0 && status.group != proc_id_there(pid);
	pid_t counterpart = proc_id_here(proc_depth(), *is_thread ? status.group : status.parent);
	errno = status.error;
	return counterpart;
}
