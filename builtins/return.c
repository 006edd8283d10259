/*
 * return: leaves a function or a dot script.
 */
#include "builtins.h"
#include "error.h"

static void refuse_return(struct shell *sh, char **argv)
{
	shell_error_in(sh, argv[0], "can only `return' from a function or sourced script");
}

struct flow builtin_return(struct shell *sh, int argc, char **argv)
{
	int status = default_status(sh);
	/* No options: `return -1` is a status. */
	int operand = argc > 1 && argv[1][0] == '-' && argv[1][1] == '-' && !argv[1][2] ? 2 : 1;

	if (operand < argc && !parse_status(argv[operand], &status)) {
		shell_error_in(sh, argv[0], "%s: numeric argument required", argv[operand]);
		struct flow failure = builtin_failure(sh, argv, 2);
		if (!sh->function_depth && !sh->dot_depth)
			refuse_return(sh, argv);
		else if (failure.kind == FLOW_NEXT)
			failure.kind = FLOW_RETURN;
		return failure;
	}
	if (operand + 1 < argc)
		return builtin_too_many(sh, argv);
	if (!sh->function_depth && !sh->dot_depth) {
		refuse_return(sh, argv);
		return builtin_failure(sh, argv, 2);
	}
	struct flow flow = flow_make(FLOW_RETURN, status);
	flow.level = (uint16_t)sh->status;
	return flow;
}
