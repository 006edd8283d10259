/*
 * break and continue: leaving loops, told to them by the flow value.
 */
#include "builtins.h"
#include "var.h"

#define LEVEL_MAX 65535 /* struct flow keeps the level in 16 bits */

static struct flow leave_loops(struct shell *sh, int argc, char **argv, enum flow_kind kind)
{
	long level = 1;
	int operand = no_options(sh, argc, argv);

	if (operand < 0)
		return builtin_failure(sh, argv, 2);
	if (operand + 1 < argc)
		return builtin_usage(sh, argv, "too many arguments");
	if (operand < argc && (!parse_count(argv[operand], 1L << 62, &level) || level == 0)) {
		struct flow failure = builtin_usage(
			sh, argv, "%s: not a number of loops, 1 or more", argv[operand]);
		/* Going on in the loop could go on for ever. */
		if (failure.kind == FLOW_NEXT && sh->loop_depth)
			return (struct flow){FLOW_BREAK, (uint16_t)sh->loop_depth, failure.status};
		return failure;
	}
	if (sh->loop_depth == 0)
		return flow_next(0);
	if (level > (long)sh->loop_depth)
		level = sh->loop_depth;
	if (level > LEVEL_MAX)
		level = LEVEL_MAX;
	return (struct flow){(uint8_t)kind, (uint16_t)level, 0};
}

struct flow builtin_break(struct shell *sh, int argc, char **argv)
{
	return leave_loops(sh, argc, argv, FLOW_BREAK);
}

struct flow builtin_continue(struct shell *sh, int argc, char **argv)
{
	return leave_loops(sh, argc, argv, FLOW_CONTINUE);
}
