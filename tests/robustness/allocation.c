/*
 * A library to be loaded before libc: the COWSH_ALLOCATION_th allocation of a process fails,
 * counted from the call test(1) makes for //inject/on, and with a + behind the number all that
 * follow, up to //inject/off. With the number 0 none fails, and the number of allocations is
 * written to descriptor 9 at the second mark.
 *
 * COWSH_ALLOCATION_LEAST is the size of the smallest that counts.
 */
#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);

static long wanted, made;
static size_t least;
static bool armed, lasting;

static bool fails(size_t size)
{
	if (!armed || size < least)
		return false;
	made++;
	if (!wanted || !(made == wanted || (lasting && made > wanted)))
		return false;
	errno = ENOMEM;
	return true;
}

void *malloc(size_t size)
{
	return fails(size) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return fails(count * size) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
	return fails(size) ? NULL : __libc_realloc(old, size);
}

static void mark(const char *path)
{
	if (strncmp(path, "//inject/", 9) != 0)
		return;
	armed = strcmp(path + 9, "on") == 0;
	if (armed) {
		const char *number = getenv("COWSH_ALLOCATION"),
			   *size = getenv("COWSH_ALLOCATION_LEAST");
		char *end;

		wanted = strtol(number ? number : "0", &end, 10);
		lasting = *end == '+';
		least = size ? strtoul(size, NULL, 10) : 0;
		made = 0;
	} else if (!wanted && made) {
		dprintf(9, "%ld\n", made);
	}
}

int stat(const char *path, struct stat *st)
{
	static int (*real)(const char *path, struct stat *st);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "stat");
	mark(path);
	return real(path, st);
}
