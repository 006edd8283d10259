/*
 * The coverage counters of a program or module, kept in a file that all processes of it share: what
 * a shell counted is there however it ends, by _exit(2), a signal or another program in its place,
 * and none of them spends time on merging. gcov's own files are written by a process that is
 * started with COWSH_COVERAGE_DUMP, a list of the modules, in its environment, and does nothing
 * else.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef COVERAGE_FOLDER
#define COVERAGE_FOLDER "."
#endif

extern char coverage_start[] __attribute__((visibility("hidden")));
extern char coverage_end[] __attribute__((visibility("hidden")));
void __gcov_dump(void);
void __wrap___gcov_exit(void);

/* libgcov's way of writing at the end of a process. */
void __wrap___gcov_exit(void)
{
}

/* The file that this code was loaded from; false for the program itself. */
static bool in_module(const char **file)
{
	Dl_info info;
	bool module = dladdr(coverage_start, &info) && strstr(info.dli_fname, ".so");

	if (module)
		*file = info.dli_fname;
	return module;
}

/* FOLDER/NAME.TIME.counters, for the file that this code was loaded from and its time: another
 * build counts anew. */
static int counters_open(void)
{
	struct stat built;
	char *path, self[PATH_MAX];
	const char *from;

	if (!in_module(&from)) {
		ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);

		if (length < 0)
			return -1;
		self[length] = '\0';
		from = self;
	}
	const char *slash = strrchr(from, '/');

	if (stat(from, &built) != 0 ||
	    asprintf(&path, "%s/%s.%lld.counters", COVERAGE_FOLDER, slash ? slash + 1 : from,
		     (long long)built.st_mtime) < 0)
		return -1;
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);

	free(path);
	if (fd >= 0)
		fchmod(fd, 0666); /* other users run it too */
	return fd;
}

/* They find an empty list. */
static void dump_modules(const char *list)
{
	char *modules = strdup(list);

	setenv("COWSH_COVERAGE_DUMP", "", 1);
	for (char *name = strtok(modules, " "); name; name = strtok(NULL, " "))
		dlopen(name, RTLD_LAZY);
	free(modules);
}

__attribute__((constructor)) static void counters_share(void)
{
	size_t size = (size_t)(coverage_end - coverage_start);
	const char *modules = getenv("COWSH_COVERAGE_DUMP"), *file;
	int fd = counters_open();
	struct stat status;

	if (fd < 0)
		return;
	if (fstat(fd, &status) == 0 &&
	    ((size_t)status.st_size == size || ftruncate(fd, (off_t)size) == 0) &&
	    mmap(coverage_start, size, PROT_READ | PROT_WRITE,
		 MAP_FIXED | (modules ? MAP_PRIVATE : MAP_SHARED), fd, 0) == MAP_FAILED)
		perror("coverage counters");
	close(fd);
	if (modules) {
		__gcov_dump();
		if (*modules)
			dump_modules(modules);
		if (!in_module(&file))
			_exit(0);
	}
}
