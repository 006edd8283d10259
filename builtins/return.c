/*
 * return: leaves a function or a dot script.
 */
#include "builtins.h"
#include "error.h"

struct flow builtin_return(struct shell *sh, int argc, char **argv)
{
	int status = default_status(sh);
	/* No options: `return -1` is a status. */
	int operand = argc > 1 && argv[1][0] == '-' && argv[1][1] == '-' && !argv[1][2] ? 2 : 1;

	if (operand < argc && !parse_status(argv[operand], &status)) {
		shell_error_in(sh, argv[0], "%s: numeric argument required", argv[operand]);
		struct flow failure = builtin_failure(sh, argv, 2);
		if (failure.kind == FLOW_NEXT && (sh->function_depth || sh->dot_depth))
			failure.kind = FLOW_RETURN;
		return failure;
	}
	if (operand + 1 < argc)
		return builtin_too_many(sh, argv);
	if (!sh->function_depth && !sh->dot_depth) {
		shell_error_in(sh, argv[0], "can only `return' from a function or sourced script");
		return builtin_failure(sh, argv, 2);
	}
	struct flow flow = flow_make(FLOW_RETURN, status);
	flow.level = (uint16_t)sh->status;
	return flow;
}
