/* Pathname expansion over listings that do not tell types: include/expand.h, glob_expand. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "expand.h"
#include "options.h"
#include "unit.h"

/* In place of the C library's: as on a file system that knows no types. */
ssize_t getdents64(int fd, void *buffer, size_t size)
{
	long len = syscall(SYS_getdents64, fd, buffer, size);
	char *at = buffer;

	for (long i = 0; i < len; i += ((struct dirent64 *)(void *)(at + i))->d_reclen)
		((struct dirent64 *)(void *)(at + i))->d_type = DT_UNKNOWN;
	return len;
}

/* The names that the pattern gives, in order, each behind a blank. */
static const char *names(const char *pattern)
{
	static char shown[256];
	struct fields fields = {0};
	struct shell sh;

	shell_init(&sh, "test");
	option_set(&sh, OPTION_GLOBSTAR, true);
	*shown = '\0';
	if (glob_expand(&sh, pattern, strlen(pattern), &fields))
		for (uint32_t i = 0; i < fields.count; i++)
			strcat(strcat(shown, " "), fields.values[i]);
	shell_free(&sh);
	return shown;
}

static void every_depth_is_reached(void)
{
	CHECK_STR(names("**"), " a a/b a/b/c a/f link");
	CHECK_STR(names("**/"), " a/ a/b/ link/");
	CHECK_STR(names("**/c"), " a/b/c");
}

static void components_lead_into_directories(void)
{
	CHECK_STR(names("*/*"), " a/b a/f link/b link/f");
	CHECK_STR(names("*/"), " a/ link/");
}

int main(void)
{
	static const struct unit_case cases[] = {
		{"** comes to every depth", every_depth_is_reached},
		{"a component leads into directories", components_lead_into_directories},
	};
	char folder[] = "/tmp/test_glob.XXXXXX";

	if (!mkdtemp(folder) || chdir(folder) < 0 || mkdir("a", 0700) < 0 ||
	    mkdir("a/b", 0700) < 0 || symlink("a", "link") < 0 || mknod("a/f", S_IFREG, 0) < 0 ||
	    mknod("a/b/c", S_IFREG, 0) < 0)
		return 2;
	int status = UNIT_RUN(cases);
	unlink("a/b/c");
	unlink("a/f");
	rmdir("a/b");
	unlink("link");
	rmdir("a");
	return chdir("/") < 0 || rmdir(folder) < 0 ? 2 : status;
}
