/*
 * exec: replaces the shell by a command.  Without a command it is there for its redirections, which the
 * executor leaves in place.
 */
#include "builtins.h"
#include "exec.h"

struct flow builtin_exec(struct shell *sh, int argc, char **argv)
{
	int first = no_options(sh, argc, argv);

	if (first < 0)
		return builtin_failure(sh, argv, 2);
	if (first >= argc)
		return flow_next(0);
	struct flow flow = exec_replace(sh, argc - first, argv + first);
	if (flow.kind != FLOW_ERROR)
		return flow; /* a virtual subshell became a process, which has ended */
	return flow_make(OPT(sh, INTERACTIVE) || OPT(sh, EXECFAIL) ? FLOW_NEXT : FLOW_EXIT,
			 flow.status);
}
