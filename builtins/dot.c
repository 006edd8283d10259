/*
 * . and source: runs the commands of a file in the current environment.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "builtins.h"
#include "error.h"
#include "exec.h"
#include "fdtable.h"
#include "mem.h"
#include "params.h"
#include "path.h"
#include "source.h"
#include "var.h"

/* A readable file that is no directory; -1 with errno, as exec_open. */
static int open_script(struct shell *sh, const char *path, struct flow *flow)
{
	struct stat status;
	int fd = exec_open(sh, path, O_RDONLY, 0, flow);
	if (fd < 0)
		return -1;
	fd_count(&sh->fds, 0, 0, 1);
	if (fstat(fd, &status) == 0 && S_ISDIR(status.st_mode)) {
		close(fd);
		errno = EISDIR;
		return -1;
	}
	return fd;
}

const struct builtin_option dot_options[] = {
	{'p', NULL, "PATH", "look for the file in these directories alone"},
	{0, NULL, NULL, NULL},
};

/* The first such file of this name in the path, and its pathname; it need not be executable (XCU
 * dot). */
static int open_in_path(struct shell *sh, const char *name, const char *path, const char **found,
			struct flow *flow)
{
	errno = ENAMETOOLONG;
	if (strnlen(name, PATH_MAX) == PATH_MAX)
		return -1;
	while (path) {
		const char *file = path_join(&sh->scratch, path, strcspn(path, ":"), name);
		int fd = open_script(sh, file, flow);
		*found = fd >= 0 ? file : name;
		if (fd >= 0 || errno == EINTR)
			return fd;
		path = strchr(path, ':');
		if (path)
			path++;
	}
	errno = ENOENT;
	return -1;
}

/* *found is the pathname that it has from here on. */
static int find_script(struct shell *sh, const char *name, const char *path, const char **found,
		       struct flow *flow)
{
	*found = name;
	if (strchr(name, '/'))
		return open_script(sh, name, flow);
	int fd = -1;
	errno = ENOENT;
	if (path)
		return open_in_path(sh, name, path, found, flow);
	if (OPT(sh, POSIX) || OPT(sh, SOURCEPATH))
		fd = open_in_path(sh, name, var_get(sh, "PATH"), found, flow);
	/* bash looks into the working directory last. */
	if (fd < 0 && errno != EINTR && !OPT(sh, POSIX))
		fd = open_script(sh, name, flow);
	return fd;
}

/* The absolute pathname of what a descriptor was opened for, in the scratch arena; NULL when it has
 * none. */
static char *path_of(struct shell *sh, int fd)
{
	char link[32], path[PATH_MAX];

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	ssize_t len = readlink(link, path, sizeof(path));
	return len > 0 && path[0] == '/' ? arena_strndup(&sh->scratch, path, (size_t)len) : NULL;
}

static struct flow run_script(struct shell *sh, int fd, char **argv, const char *name)
{
	char *full = OPT(sh, BASH_SOURCE_FULLPATH) ? path_of(sh, fd) : NULL;
	enum file_failure failure;

	sh->dot_depth++;
	struct flow flow = exec_file(sh, fd, full ? full : name, &failure);
	sh->dot_depth--;
	if (failure == FILE_BINARY) {
		shell_error_in(sh, argv[0], "%s: cannot execute binary file", name);
		return flow_next(126);
	}
	if (failure == FILE_UNREAD && (flow.kind == FLOW_NEXT || flow.kind == FLOW_ERROR))
		return builtin_failure(sh, argv, 1);
	if (flow.kind == FLOW_RETURN)
		flow.kind = FLOW_NEXT;
	return flow;
}

/* Says what errno means for the file, which was looked for among directories alone or in the
 * working directory, too. */
static void complain(struct shell *sh, char **argv, const char *name, bool in_path_alone)
{
	if (errno == EISDIR)
		shell_error_in(sh, argv[0], "%s: is a directory", name);
	else if (errno == ENOENT && in_path_alone && !strchr(name, '/'))
		shell_error_in(sh, argv[0], "%s: file not found", name);
	else
		shell_error(sh, "%s: %s", name, strerror(errno));
}

struct flow builtin_dot(struct shell *sh, int argc, char **argv)
{
	struct optscan scan;
	const char *path = NULL;
	int own = -1, option, first;

	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, dot_options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return builtin_failure(sh, argv, 2);
		path = scan.argument;
	}
	first = scan.index;
	if (first >= argc)
		return builtin_usage(sh, argv, "filename argument required");
	const char *name = argv[first++];
	if ((path || strchr(name, '/')) && builtin_is_restricted(sh, argv, name))
		return flow_next(1);
	if (stack_guard_hit(&sh->guard)) {
		shell_error_in(sh, argv[0], "%s: dot scripts nested too deeply", name);
		return flow_make(FLOW_ERROR, 2);
	}
	struct flow flow = builtin_needs_process(sh, path_no_return(sh, argc, argv));
	if (flow.kind != FLOW_NEXT)
		return flow;
	const char *found;
	int fd = find_script(sh, name, path, &found, &flow);
	if (fd < 0 && errno == EINTR)
		return flow;
	if (fd < 0 || fd_own(&sh->fds, fd, &own) < 0) {
		complain(sh, argv, name, path || OPT(sh, POSIX));
		return builtin_failure(sh, argv, 1);
	}
	if (source_is_binary(own)) {
		fd_own_close(&sh->fds, &own);
		shell_error_in(sh, argv[0], "%s: cannot execute binary file", name);
		return builtin_failure(sh, argv, 126);
	}
	/* From here the descriptor is exec_file's, which closes it. */
	if (first >= argc || OPT(sh, POSIX))
		return run_script(sh, own, argv, found);
	struct params outer = params_install(sh, argv + first, (uint32_t)(argc - first));
	flow = run_script(sh, own, argv, found);
	/* what `set` made of them in the file stays, outside of functions */
	if (sh->params.owned && !sh->function_depth)
		mem_free(outer.owned);
	else
		params_restore(sh, outer);
	return flow;
}
