/*
 * shift: drops the first positional parameters.
 */
#include <string.h>
#include "builtins.h"
#include "error.h"
#include "params.h"
#include "var.h"

static bool is_negative(const char *text)
{
	return text[0] == '-' && text[1] && !text[1 + strspn(text + 1, "0123456789")];
}

static struct flow refuse(struct shell *sh, char **argv, const char *count)
{
	shell_error_in(sh, argv[0], "%s: shift count out of range", count);
	return flow_next(1);
}

struct flow builtin_shift(struct shell *sh, int argc, char **argv)
{
	long count = 1;

	if (argc == 2 && is_negative(argv[1]) && !shell_is_strict(sh))
		return refuse(sh, argv, argv[1]);
	if (argc > 1) {
		int operand = number_operand(sh, argc, argv);
		if (operand < 0)
			return builtin_failure(sh, argv, 2);
		if (operand + 1 < argc)
			return builtin_too_many(sh, argv);
		if (operand < argc && is_negative(argv[operand]))
			return refuse(sh, argv, argv[operand]);
		if (operand < argc && !parse_operand(argv[operand], 1L << 62, &count)) {
			shell_error_in(sh, argv[0], "%s: numeric argument required", argv[operand]);
			return builtin_failure(sh, argv, 2);
		}
	}
	if (count > (long)sh->params.count) {
		/* POSIX leaves it open whether this ends a shell (XCU shift); in bash it does not,
		 * and scripts end loops with it. */
		if (OPT(sh, POSIX) || OPT(sh, SHIFT_VERBOSE))
			shell_error_in(sh, argv[0], "%ld: shift count out of range", count);
		return flow_next(1);
	}
	params_shift(sh, (uint32_t)count);
	return flow_next(0);
}
