/*
 * break and continue: leaving loops, told to them by the flow value.
 */
#include <string.h>
#include "builtins.h"
#include "error.h"
#include "var.h"

#define LEVEL_MAX 65535 /* struct flow keeps the level in 16 bits */

/* Nothing tells how many loops to leave: all of them, for going on could go on for ever. */
static struct flow out_of_range(struct shell *sh, char **argv, const char *operand)
{
	struct flow failure;

	shell_error_in(sh, argv[0], "%s: loop count out of range", operand);
	failure = builtin_failure(sh, argv, 1);
	if (failure.kind == FLOW_NEXT)
		failure = (struct flow){FLOW_BREAK, (uint16_t)sh->loop_depth, failure.status};
	return failure;
}

static bool is_number(const char *text)
{
	text += strspn(text, " \t\n");
	text += *text == '-' || *text == '+';
	size_t digits = strspn(text, "0123456789");
	return digits && !text[digits + strspn(text + digits, " \t")];
}

static struct flow leave_loops(struct shell *sh, int argc, char **argv, enum flow_kind kind)
{
	int operand = number_operand(sh, argc, argv);
	long level = 1;

	if (operand < 0)
		return builtin_failure(sh, argv, 2);
	if (sh->loop_depth == 0) {
		if (!OPT(sh, POSIX))
			shell_error_in(sh, argv[0],
				       "only meaningful in a `for', `while', or `until' loop");
		return flow_next(0);
	}
	if (operand < argc && !is_number(argv[operand])) {
		shell_error_in(sh, argv[0], "%s: numeric argument required", argv[operand]);
		return flow_make(FLOW_ERROR, 2);
	}
	if (operand + 1 < argc)
		return builtin_too_many(sh, argv);
	if (operand < argc && (!parse_operand(argv[operand], 1L << 62, &level) || level == 0))
		return out_of_range(sh, argv, argv[operand]);
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
