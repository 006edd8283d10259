/*
 * command: runs a simple command past functions and past what is special about special builtins, or
 * says what a name means.
 */
#include <string.h>
#include <unistd.h>
#include "builtins.h"
#include "error.h"
#include "exec.h"

const struct builtin_option command_options[] = {
	{'p', NULL, NULL, "search the path of the standard utilities"},
	{'v', NULL, NULL, "say in a word what the name means"},
	{'V', NULL, NULL, "say in a sentence what the name means"},
	{0, NULL, NULL, NULL},
};

/* The PATH that finds all standard utilities, in the scratch arena. */
static const char *standard_path(struct shell *sh)
{
	size_t size = confstr(_CS_PATH, NULL, 0);
	char *path = arena_alloc(&sh->scratch, size + 1);
	if (confstr(_CS_PATH, path, size) == 0)
		return "/bin:/usr/bin";
	return path;
}

static struct flow describe_all(struct shell *sh, char **argv, char **names, const char *path,
				int option)
{
	int status = 1; /* as in bash, one that is found will do */
	for (; *names; names++) {
		if (describe_command(sh, *names, path,
				     option == 'v' ? DESCRIBE_BRIEFLY : DESCRIBE_FULLY))
			status = 0;
		else if (option == 'V')
			shell_error_in(sh, argv[0], "%s: not found", *names);
	}
	return flow_next(status);
}

struct flow builtin_command(struct shell *sh, int argc, char **argv)
{
	struct optscan scan;
	int option, describe = 0;
	bool standard = false;
	unsigned tail = exec_take_tail(sh);

	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, command_options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return builtin_failure(sh, argv, 2);
		if (option == 'p')
			standard = true;
		else
			describe = option;
	}
	if (standard && builtin_is_restricted(sh, argv, "-p"))
		return flow_next(1);
	if (scan.index >= argc)
		return flow_next(0);
	const char *path = standard ? standard_path(sh) : NULL;
	if (describe)
		return describe_all(sh, argv, argv + scan.index, path, describe);
	return exec_argv(sh, argc - scan.index, argv + scan.index, true, path, tail);
}
