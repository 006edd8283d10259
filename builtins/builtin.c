/*
 * builtin: runs a builtin past functions of its name.
 */
#include <string.h>
#include "builtins.h"
#include "error.h"
#include "exec.h"

struct flow builtin_builtin(struct shell *sh, int argc, char **argv)
{
	unsigned tail = exec_take_tail(sh);
	int first = no_options(sh, argc, argv);

	if (first < 0)
		return builtin_failure(sh, argv, 2);
	if (first >= argc)
		return flow_next(0);
	const struct symbol *name = symbol_find(&sh->symbols, argv[first], strlen(argv[first]));
	if (!name || !name->builtin) {
		shell_error_in(sh, argv[0], "%s: not a shell builtin", argv[first]);
		return flow_next(1);
	}
	return exec_argv(sh, argc - first, argv + first, true, NULL, tail);
}
