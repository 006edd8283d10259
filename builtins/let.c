/*
 * let: arithmetic expressions, a word each (bash manual, 4.2).
 */
#include <string.h>
#include "builtins.h"
#include "error.h"
#include "expand.h"

struct flow builtin_let(struct shell *sh, int argc, char **argv)
{
	struct flow flow = flow_next(1);
	int first = argc > 1 && strcmp(argv[1], "--") == 0 ? 2 : 1;
	int64_t value = 0;
	bool once = OPT(sh, ASSOC_EXPAND_ONCE) || OPT(sh, ARRAY_EXPAND_ONCE);

	if (first == argc)
		shell_error_in(sh, argv[0], "expression expected");
	for (int i = first; i < argc; i++)
		if (!arith_command_text(sh, argv[i], strlen(argv[i]), once, argv[0], &value, &flow))
			return flow;
	flow.status = value == 0;
	return flow;
}
