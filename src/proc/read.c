/*
 * Files of /proc: whole, and line by line.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "procmem.h"

int proc_read_path(const char *path, struct strbuf *into)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return errno;
	int error = strbuf_read(into, fd);
	close(fd);
	return error;
}

const char *proc_reason(int error)
{
	if ((error == ESRCH || error == ENOENT) && access("/proc/self/stat", F_OK) < 0)
		return access("/proc/stat", F_OK) < 0
			       ? "/proc is not mounted here"
			       : "/proc was mounted in a PID namespace that this shell is not in";
	if (error == ESRCH || error == ENOENT)
		return "the process has ended";
	if ((error == EACCES || error == EPERM) && geteuid() == 0)
		return "permission denied, to root too: the process has capabilities or a security "
		       "label that keep this one from looking";
	if (error == EACCES || error == EPERM)
		return "permission denied: for root, or the process's own user";
	return strerror(error);
}

const char *proc_next_line(const char **next, const char *end, size_t *length)
{
	const char *line = *next;
	if (line >= end)
		return NULL;
	const char *newline = memchr(line, '\n', (size_t)(end - line));
	*length = (size_t)((newline ? newline : end) - line);
	*next = newline ? newline + 1 : end;
	return line;
}
