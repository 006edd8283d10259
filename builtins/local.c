/*
 * local: variables of the running function.
 */
#include "builtins.h"
#include "var.h"

static struct flow list_locals(struct shell *sh)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct symbol **names = symtab_sorted(&sh->symbols, &sh->scratch);
	for (; *names; names++) {
		size_t len;
		if (!((*names)->var.flags & VAR_LOCAL))
			continue;
		const char *value = var_text(sh, *names, &len);
		if (!value)
			continue;
		out_printf(&sh->out, "%s=", (*names)->name);
		out_value(sh, value);
		out_putc(&sh->out, '\n');
	}
	arena_release(&sh->scratch, mark);
	return flow_next(0);
}

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
		return list_locals(sh);
	for (int i = first; i < argc; i++)
		if (!make_local(sh, argv, argv[i]))
			status = 1;
	return flow_next(status);
}
