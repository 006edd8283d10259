/*
 * Finding version 2 control groups: the mount by /proc/self/mountinfo, the own group by
 * /proc/self/cgroup.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>
#include <unistd.h>
#include "cgroup.h"

/* The fifth field of a line of mountinfo is the mount point, with blanks as \040. */
static void add_mount_point(struct strbuf *into, const char *line)
{
	for (int field = 1; field < 5; field++) {
		line = strchr(line, ' ');
		if (!line)
			return;
		line++;
	}
	for (; *line && *line != ' '; line++) {
		if (line[0] == '\\' && strspn(line + 1, "01234567") >= 3) {
			char octal[4] = {line[1], line[2], line[3], '\0'};
			strbuf_addc(into, (char)strtol(octal, NULL, 8));
			line += 3;
		} else {
			strbuf_addc(into, *line);
		}
	}
}

/* Appends where the version 2 hierarchy is mounted, by /proc/self/mountinfo; false when it is
 * not. */
static bool cgroup_mount_point(struct strbuf *into)
{
	char *line = NULL;
	size_t size = 0;
	bool found = false;
	FILE *file = fopen("/proc/self/mountinfo", "re");

	if (!file)
		return false;
	while (!found && getline(&line, &size, file) > 0) {
		found = strstr(line, " - cgroup2 ") != NULL;
		if (found)
			add_mount_point(into, line);
	}
	free(line);
	fclose(file);
	return found;
}

bool cgroup_own_directory(struct strbuf *into)
{
	char *line = NULL;
	size_t size = 0;
	bool found = false;
	FILE *file = fopen("/proc/self/cgroup", "re");

	if (!file)
		return false;
	while (!found && getline(&line, &size, file) > 0) {
		if (strncmp(line, "0::", 3) != 0)
			continue;
		line[strcspn(line, "\n")] = '\0';
		found = cgroup_mount_point(into);
		if (found)
			strbuf_adds(into, line + 3);
	}
	free(line);
	fclose(file);
	return found;
}

static int open_group(const char *path)
{
	struct statfs status;
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	if (fstatfs(fd, &status) == 0 && status.f_type == CGROUP2_SUPER_MAGIC)
		return fd;
	close(fd);
	errno = ENOTSUP;
	return -1;
}

int cgroup_open(const char *name)
{
	struct strbuf path = STRBUF_INIT;
	int fd = open_group(name), error = errno;

	if (fd < 0 && error != EACCES && cgroup_mount_point(&path)) {
		strbuf_addc(&path, '/');
		strbuf_adds(&path, name);
		fd = open_group(strbuf_text(&path));
	}
	strbuf_free(&path);
	if (fd < 0)
		errno = error;
	return fd;
}
