/*
 * . and source: runs the commands of a file in the current environment.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "builtins.h"
#include "error.h"
#include "exec.h"
#include "fdtable.h"
#include "params.h"
#include "var.h"

/* A readable file that is no directory; -1 with errno. */
static int open_script(const char *path)
{
	struct stat status;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	if (fstat(fd, &status) == 0 && S_ISDIR(status.st_mode)) {
		close(fd);
		errno = EISDIR;
		return -1;
	}
	return fd;
}

/* The first such file of this name in PATH; it need not be executable (XCU dot). */
static int open_in_path(struct shell *sh, const char *name)
{
	const char *path = var_get(sh, "PATH");
	size_t name_len = strlen(name);
	while (path) {
		size_t len = strcspn(path, ":");
		char *file = arena_alloc(&sh->scratch, len + 1 + name_len + 1);
		memcpy(file, path, len);
		if (len > 0)
			file[len++] = '/';
		memcpy(file + len, name, name_len + 1);
		int fd = open_script(file);
		if (fd >= 0)
			return fd;
		path = strchr(path, ':');
		if (path)
			path++;
	}
	errno = ENOENT;
	return -1;
}

static int find_script(struct shell *sh, const char *name)
{
	if (strchr(name, '/'))
		return open_script(name);
	int fd = open_in_path(sh, name);
	/* bash looks into the working directory last. */
	if (fd < 0 && !OPT(sh, POSIX))
		fd = open_script(name);
	return fd;
}

static struct flow run_script(struct shell *sh, int fd, const char *name)
{
	sh->dot_depth++;
	struct flow flow = exec_file(sh, fd, name);
	sh->dot_depth--;
	if (flow.kind == FLOW_RETURN)
		flow.kind = FLOW_NEXT;
	return flow;
}

struct flow builtin_dot(struct shell *sh, int argc, char **argv)
{
	int own = -1, first = no_options(sh, argc, argv);

	if (first < 0)
		return builtin_failure(sh, argv, 2);
	if (first >= argc)
		return builtin_usage(sh, argv, "no file name given");
	const char *name = argv[first++];
	if (stack_guard_hit(&sh->guard)) {
		shell_error_in(sh, argv[0], "%s: dot scripts nested too deeply", name);
		return flow_make(FLOW_ERROR, 2);
	}
	int fd = find_script(sh, name);
	if (fd < 0 || fd_own(&sh->fds, fd, &own) < 0) {
		shell_error_in(sh, argv[0], "%s: %s", name, strerror(errno));
		return builtin_failure(sh, argv, 1);
	}
	/* From here the descriptor is exec_file's, which closes it. */
	if (first >= argc || OPT(sh, POSIX))
		return run_script(sh, own, name);
	struct params outer = params_install(sh, argv + first, (uint32_t)(argc - first));
	struct flow flow = run_script(sh, own, name);
	params_restore(sh, outer);
	return flow;
}
