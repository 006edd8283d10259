/*
 * Marks for tests/robustness/mutations, included before each source file: REACHED(N) notes that the
 * process came here, in the file of the case it runs for. All processes of a case share it.
 */
#ifndef __ASSEMBLER__
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* The same place in each program and module: a mark is one store, in the child of vfork too. */
#define REACHED_PLACE ((volatile char *)0x200000000000)
#define REACHED_SIZE  4096
#define REACHED(n)    ((void)(REACHED_PLACE[n] = 1))

/* Value of NAME in the environment with which process PID was started, "" when there is none. */
__attribute__((weak)) void reached_look(int pid, const char *name, char *value, size_t size)
{
	static char environment[65536];
	char path[64];
	snprintf(path, sizeof path, "/proc/%d/environ", pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length = fd < 0 ? 0 : read(fd, environment, sizeof environment - 1);
	if (fd >= 0)
		close(fd);
	environment[length > 0 ? length : 0] = '\0';
	size_t name_length = strlen(name);
	*value = '\0';
	for (char *at = environment; at < environment + length; at += strlen(at) + 1)
		if (strncmp(at, name, name_length) == 0 && at[name_length] == '=')
			snprintf(value, size, "%s", at + name_length + 1);
}

__attribute__((weak)) int reached_parent(int pid)
{
	char path[64], text[512] = "";
	snprintf(path, sizeof path, "/proc/%d/stat", pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	ssize_t length = read(fd, text, sizeof text - 1);
	close(fd);
	const char *name_end = length > 0 ? strrchr(text, ')') : NULL;
	int parent = 0;
	if (name_end)
		sscanf(name_end, ") %*c %d", &parent);
	return parent;
}

/* Without the variables it runs for the case of its nearest parent that has them. */
__attribute__((weak, constructor)) void reached_begin(void)
{
	static int begun;
	if (begun++)
		return;
	char folder[256] = "", number[16] = "", path[300] = "/dev/zero";
	for (int pid = getpid(); pid > 0 && !*folder; pid = reached_parent(pid)) {
		reached_look(pid, "REACHED", folder, sizeof folder);
		if (*folder)
			reached_look(pid, "BATS_TEST_NUMBER", number, sizeof number);
	}
	if (*folder)
		snprintf(path, sizeof path, "%s/%s", folder, *number ? number : "0");
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (fd >= 0 && *folder && (ftruncate(fd, REACHED_SIZE) < 0 || fchmod(fd, 0666) < 0))
		*number = '\0'; /* another user's: it is long enough already */
	int shared = fd >= 0 ? MAP_SHARED : MAP_PRIVATE | MAP_ANONYMOUS;
	mmap((void *)REACHED_PLACE, REACHED_SIZE, PROT_READ | PROT_WRITE, shared | MAP_FIXED, fd,
	     0);
	if (fd >= 0)
		close(fd);
}
#endif
