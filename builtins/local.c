/*
 * local: variables of the running function.
 */
#include "builtins.h"
#include "error.h"
#include "var.h"

/* A local without a value begins as its caller's in the Almquist shells, unset in bash. */
static bool make_local(struct shell *sh, char **argv, const char *operand)
{
	size_t len = name_length(operand);
	if (len > 0 && (operand[len] == '\0' || operand[len] == '=' || operand[len] == '+') &&
	    var_make_local(sh, symbol_intern(&sh->symbols, operand, len), OPT(sh, POSIX)) < 0)
		return false;
	return declare_one(sh, argv, operand, 0);
}

struct flow builtin_local(struct shell *sh, int argc, char **argv)
{
	int first = no_options(sh, argc, argv);
	int status = 0;

	if (first < 0)
		return builtin_failure(sh, argv, 2);
	if (sh->function_depth == 0) {
		shell_error_in(sh, argv[0], "not in a function");
		return builtin_failure(sh, argv, 1);
	}
	if (first >= argc)
		return list_variables(sh, var_is_local);
	for (int i = first; i < argc; i++)
		if (!make_local(sh, argv, argv[i]))
			status = 1;
	return flow_next(status);
}
