/*
 * Process ids of this PID namespace and the numbers that /proc has for them.  They differ where
 * /proc was mounted in a namespace around this one, as after unshare(1) without --mount-proc: to
 * take one for the other would be to look at somebody else.  A pidfd leads to the number of any
 * process; NSpid of pid_namespaces(7) back from it.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "procmem.h"

#define PIDFD_OF_A_THREAD O_EXCL /* Linux 6.9 */

/* The numbers behind NSpid, from the namespace of /proc inwards: their count, and the one that is
 * `wanted` places in (from 1); 0 where there is none. */
static unsigned read_numbers(const char *path, unsigned wanted, pid_t *number)
{
	struct strbuf text = STRBUF_INIT;
	unsigned count = 0;

	*number = 0;
	const char *line =
		proc_read_path(path, &text) == 0 ? strstr(strbuf_text(&text), "\nNSpid:") : NULL;
	for (char *end, *at = line ? (char *)line + strlen("\nNSpid:") : NULL; at; at = end) {
		long value = *at == '\n' ? 0 : strtol(at, &end, 10);
		if (value <= 0)
			break;
		if (++count == wanted)
			*number = (pid_t)value;
	}
	strbuf_free(&text);
	return count;
}

static pid_t own_number(void)
{
	char number[24];
	ssize_t len = readlink("/proc/self", number, sizeof(number) - 1);
	number[len > 0 ? len : 0] = '\0';
	return (pid_t)atoi(number);
}

unsigned proc_depth(void)
{
	pid_t number;
	unsigned depth = read_numbers("/proc/self/status", 1, &number);
	/* A kernel without PID namespaces tells no NSpid. */
	return depth ? depth : own_number() == getpid();
}

unsigned proc_depth_of(pid_t number)
{
	char path[48];
	pid_t first;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)number);
	return read_numbers(path, 1, &first);
}

/* True where a number in /proc is the id here, as far as there is a /proc at all. */
static bool has_own_ids(void)
{
	unsigned depth = proc_depth();
	return depth == 1 || (depth == 0 && access("/proc/stat", F_OK) < 0);
}

pid_t proc_id_here(unsigned depth, pid_t number)
{
	char path[48];
	pid_t here;

	if (depth == 1 || number <= 0)
		return number > 0 ? number : 0;
	snprintf(path, sizeof(path), "/proc/%d/status", (int)number);
	read_numbers(path, depth, &here);
	/* One in another namespace as deep has such a number, too. */
	return here && proc_id_there(here) == number ? here : 0;
}

static int open_pidfd(pid_t pid)
{
	long fd = syscall(SYS_pidfd_open, pid, 0);
	return (int)(fd < 0 ? syscall(SYS_pidfd_open, pid, PIDFD_OF_A_THREAD) : fd);
}

pid_t proc_id_there(pid_t pid)
{
	struct strbuf text = STRBUF_INIT;
	uint64_t number = 0;
	char path[48];
	pid_t own = pid == getpid() ? own_number() : 0;
	int fd = pid > 0 && !own ? open_pidfd(pid) : -1;

	if (own)
		return own;
	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", fd);
	bool told = fd >= 0 && proc_read_path(path, &text) == 0 &&
		    status_number(strbuf_text(&text), text.len, "Pid", &number);
	if (fd >= 0)
		close(fd);
	strbuf_free(&text);
	/* Not where it has ended, or an old kernel has no pidfd of a thread. */
	return told ? (pid_t)number : has_own_ids() ? pid : 0;
}

void proc_path(char *path, size_t size, pid_t pid, const char *name)
{
	snprintf(path, size, "/proc/%d/%s", (int)proc_id_there(pid), name);
}

int proc_read(pid_t pid, const char *name, struct strbuf *into)
{
	char path[64];
	proc_path(path, sizeof(path), pid, name);
	return proc_read_path(path, into);
}

pid_t proc_next_id(DIR *folder, unsigned depth)
{
	struct dirent *entry;
	while ((entry = readdir(folder))) {
		pid_t id = proc_id_here(depth, (pid_t)atoi(entry->d_name));
		if (id > 0)
			return id;
	}
	return 0;
}

DIR *proc_open_threads(pid_t pid)
{
	char path[48];
	proc_path(path, sizeof(path), pid, "task");
	return opendir(path);
}
