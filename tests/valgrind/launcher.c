/*
 * The shell under valgrind, for `make test-valgrind`; tests/run builds it as bin/cowsh in FOLDER,
 * where shell/ has a link to the real shell.  Called by another name it makes a link of that name,
 * since the shell gets the path of its file for a name.  It is no script: the environment, the
 * signals that are ignored and descriptor 3 reach the shell as they are.
 *
 * Reports go to shell/report.PID.  A process with an error or a leak ends with status 99.  Children
 * are followed where they are the shell's own forks or run its file, and nowhere else: what a test
 * makes in its directory, a script for the shell or a link to it, comes by here again.
 */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Above what a test uses, and a shell for itself. */
#define REPORT_FD_MIN 500

static _Noreturn void fail(const char *what)
{
	fprintf(stderr, "launcher: %s: %s\n", what, strerror(errno));
	exit(98);
}

static __attribute__((format(printf, 1, 2))) char *text(const char *format, ...)
{
	char *result;
	va_list args;
	va_start(args, format);
	if (vasprintf(&result, format, args) < 0)
		fail("vasprintf");
	va_end(args);
	return result;
}

/* Valgrind moves a file of its own choice out of the way, but leaves the number open where it
 * was. */
static int open_report(void)
{
	char *path = text(FOLDER "/shell/report.%d", (int)getpid());
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0666);
	if (fd < 0)
		fail(path);
	int high = fcntl(fd, F_DUPFD, REPORT_FD_MIN);
	if (high < 0)
		return fd;
	close(fd);
	return high;
}

int main(int argc, char **argv)
{
	char *shell = text(FOLDER "/shell/%s", basename(argv[0]));
	if (access(shell, X_OK) != 0 && symlink("cowsh", shell) != 0 && errno != EEXIST)
		fail(shell);

	char *options[] = {
		"valgrind",
		"-q",
		"--vgdb=no",
		"--error-exitcode=99",
		"--leak-check=full",
		"--show-leak-kinds=definite,indirect",
		"--errors-for-leak-kinds=definite,indirect",
		"--suppressions=" FOLDER "/libraries.supp",
		"--trace-children=yes",
		"--trace-children-skip=/bin/*,/sbin/*,/usr/*,/opt/*,*/bats-run-*," FOLDER "/bin/*",
		text("--log-fd=%d", open_report()),
		shell,
	};
	size_t count = sizeof(options) / sizeof(*options);
	char **words = calloc(count + (size_t)argc, sizeof(*words));
	if (!words)
		fail("calloc");
	memcpy(words, options, sizeof(options));
	memcpy(words + count, argv + 1, ((size_t)argc - 1) * sizeof(*words));
	execv(VALGRIND, words);
	fail(VALGRIND);
}
