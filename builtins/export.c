/*
 * export and readonly: attributes of variables; and what declaration utilities share.
 */
#include <string.h>
#include "builtins.h"
#include "journal.h"
#include "error.h"
#include "var.h"

const struct builtin_option export_options[] = {
	{'n', NULL, NULL, "take the names out of the environment"},
	{'p', NULL, NULL, "list as commands"},
	{0, NULL, NULL, NULL},
};

const struct builtin_option readonly_options[] = {
	{'p', NULL, NULL, "list as commands"},
	{0, NULL, NULL, NULL},
};

bool declare_one(struct shell *sh, char **argv, const char *operand, unsigned flags)
{
	size_t len = name_length(operand);
	const char *rest = operand + len;
	bool append = rest[0] == '+' && rest[1] == '=';
	if (len == 0 || (*rest != '\0' && *rest != '=' && !append)) {
		shell_error_in(sh, argv[0], "%s: not a variable name", operand);
		return false;
	}
	struct symbol *name = symbol_intern(&sh->symbols, operand, len);
	journal_keep_assignment(sh, name);
	if (*rest) {
		const char *value = rest + 1 + append;
		size_t value_len = strlen(value);
		if ((append ? var_append(sh, name, value, value_len)
			    : var_set(sh, name, value, value_len)) < 0)
			return false;
	}
	if (flags)
		var_change_flags(sh, name, flags, 0);
	return true;
}

static struct flow list_declared(struct shell *sh, const char *command, unsigned flag)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct symbol **names = symtab_sorted(&sh->symbols, &sh->scratch);
	for (; *names; names++) {
		size_t len;
		if (!((*names)->var.flags & flag))
			continue;
		out_printf(&sh->out, "%s %s", command, (*names)->name);
		const char *value = var_text(sh, *names, &len);
		if (value) {
			out_putc(&sh->out, '=');
			out_value(sh, value);
		}
		out_putc(&sh->out, '\n');
	}
	arena_release(&sh->scratch, mark);
	return flow_next(0);
}

/* export -n: the variables stay, the environment forgets them. */
static struct flow withdraw(struct shell *sh, char **argv, char **operands)
{
	bool ok = true;
	for (; *operands; operands++) {
		if (!declare_one(sh, argv, *operands, 0)) {
			ok = false;
			continue;
		}
		struct symbol *name =
			symbol_intern(&sh->symbols, *operands, name_length(*operands));
		var_change_flags(sh, name, 0, VAR_EXPORT);
	}
	return ok ? flow_next(0) : builtin_failure(sh, argv, 1);
}

/* export and readonly: `flag` is VAR_EXPORT or VAR_READONLY. */
static struct flow declare_common(struct shell *sh, int argc, char **argv, unsigned flag)
{
	struct optscan scan;
	int option;
	bool remove = false, ok = true;
	const struct builtin_option *options =
		flag == VAR_EXPORT ? export_options : readonly_options;

	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return builtin_failure(sh, argv, 2);
		remove = option == 'n';
	}
	if (scan.index >= argc)
		return list_declared(sh, argv[0], flag);
	if (remove)
		return withdraw(sh, argv, argv + scan.index);
	for (int i = scan.index; i < argc; i++)
		ok &= declare_one(sh, argv, argv[i], flag);
	return ok ? flow_next(0) : builtin_failure(sh, argv, 1);
}

struct flow builtin_export(struct shell *sh, int argc, char **argv)
{
	return declare_common(sh, argc, argv, VAR_EXPORT);
}

struct flow builtin_readonly(struct shell *sh, int argc, char **argv)
{
	return declare_common(sh, argc, argv, VAR_READONLY);
}
