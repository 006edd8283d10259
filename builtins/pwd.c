/*
 * pwd: the working directory, as the shell came to it (-L) or as the kernel has it (-P).
 */
#include <errno.h>
#include <string.h>
#include "builtins.h"
#include "cwd.h"
#include "error.h"

const struct builtin_option pwd_options[] = {
	{'L', NULL, NULL, "the path as it was gone (the default)"},
	{'P', NULL, NULL, "without symbolic links"},
	{0, NULL, NULL, NULL},
};

static struct flow physical(struct shell *sh, char **argv)
{
	const char *path = cwd_physical(sh, sh->cwd ? sh->cwd : "");
	if (!path) {
		shell_error_in(sh, argv[0], "cannot find the working directory: %s",
			       strerror(errno));
		return flow_next(1);
	}
	out_puts(&sh->out, path);
	out_putc(&sh->out, '\n');
	return flow_next(0);
}

struct flow builtin_pwd(struct shell *sh, int argc, char **argv)
{
	struct optscan scan;
	bool is_physical = OPT(sh, PHYSICAL);
	int option;

	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, pwd_options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return builtin_failure(sh, argv, 2);
		is_physical = option == 'P';
	}
	if (is_physical || !sh->cwd)
		return physical(sh, argv);
	out_puts(&sh->out, sh->cwd);
	out_putc(&sh->out, '\n');
	return flow_next(0);
}
