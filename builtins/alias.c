/*
 * alias: defines and lists aliases (XCU 2.3.1).
 */
#include <string.h>
#include "aliases.h"
#include "builtins.h"
#include "error.h"
#include "parser.h"

const struct builtin_option alias_options[] = {
	{'p', NULL, NULL, "list aliases; what follows is defined or shown all the same"},
	{0, NULL, NULL, NULL},
};

/* One definition, such that the shell could read it back. */
static void print_alias(struct shell *sh, const struct symbol *name)
{
	if (!OPT(sh, POSIX))
		out_puts(&sh->out, *name->name == '-' ? "alias -- " : "alias ");
	out_puts(&sh->out, name->name);
	out_putc(&sh->out, '=');
	out_quoted(&sh->out, name->alias->value);
	out_putc(&sh->out, '\n');
}

static void print_all(struct shell *sh)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct symbol **names = symtab_sorted(&sh->symbols, &sh->scratch);
	for (; *names; names++)
		if ((*names)->alias)
			print_alias(sh, *names);
	arena_release(&sh->scratch, mark);
}

static bool define_or_print(struct shell *sh, char **argv, const char *operand)
{
	const char *equals = strchr(operand, '=');
	if (!operand_fits(sh, argv, operand))
		return false;
	if (equals && equals > operand) {
		size_t len = (size_t)(equals - operand);
		if (!alias_name_is_valid(operand, len)) {
			shell_error_in(sh, argv[0], "`%.*s': invalid alias name", (int)len,
				       operand);
			return false;
		}
		alias_define(sh, symbol_intern(&sh->symbols, operand, len), equals + 1);
		return true;
	}
	const struct symbol *name = symbol_find(&sh->symbols, operand, strlen(operand));
	if (!name || !name->alias) {
		shell_error_in(sh, argv[0], "%s: not found", operand);
		return false;
	}
	print_alias(sh, name);
	return true;
}

struct flow builtin_alias(struct shell *sh, int argc, char **argv)
{
	struct optscan scan;
	int option, status = 0;
	bool print = argc == 1;

	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, alias_options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return builtin_failure(sh, argv, 2);
		print = true;
	}
	if (print || scan.index >= argc)
		print_all(sh);
	for (int i = scan.index; i < argc; i++)
		if (!define_or_print(sh, argv, argv[i]))
			status = 1;
	return flow_next(status);
}
