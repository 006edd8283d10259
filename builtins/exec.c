/*
 * exec: replaces the shell by a command.  Without a command it is there for its redirections, which
 * the executor leaves in place.
 */
#include "builtins.h"
#include "exec.h"

const struct builtin_option exec_options[] = {
	{'a', NULL, "NAME", "the command's own name for itself, its zeroth argument"},
	{'c', NULL, NULL, "with an empty environment"},
	{'l', NULL, NULL, "as a login shell: with a dash before that name"},
	{0, NULL, NULL, NULL},
};

struct flow builtin_exec(struct shell *sh, int argc, char **argv)
{
	struct replacement how = {0};
	struct optscan scan;
	int option;

	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, exec_options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return builtin_failure(sh, argv, 2);
		if (option == 'a')
			how.name = scan.argument;
		how.empty_environment |= option == 'c';
		how.login |= option == 'l';
	}
	if (scan.index >= argc)
		return flow_next(0);
	if (builtin_is_restricted(sh, argv, NULL))
		return flow_next(1);
	struct flow flow = exec_replace(sh, argc - scan.index, argv + scan.index, &how);
	if (flow.kind != FLOW_ERROR)
		return flow; /* a virtual subshell became a process, which has ended */
	bool stays = (OPT(sh, INTERACTIVE) || OPT(sh, EXECFAIL)) && !sh->is_subshell;
	return flow_make(stays ? FLOW_NEXT : FLOW_EXIT, flow.status);
}
