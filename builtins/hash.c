/*
 * hash: the remembered locations of commands.
 */
#include <errno.h>
#include <string.h>
#include "builtins.h"
#include "error.h"
#include "path.h"

const struct builtin_option hash_options[] = {
	{'r', NULL, NULL, "forget all locations"},
	{0, NULL, NULL, NULL},
};

static void list_remembered(struct shell *sh)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct symbol **names = symtab_sorted(&sh->symbols, &sh->scratch);
	bool any = false;
	for (; *names; names++) {
		const struct symbol *name = *names;
		if (!name->hashed_path || name->hash_generation != sh->hash_generation)
			continue;
		if (!any)
			out_puts(&sh->out, "hits\tcommand\n");
		any = true;
		out_printf(&sh->out, "%4u\t%s\n", (unsigned)name->hash_hits, name->hashed_path);
	}
	arena_release(&sh->scratch, mark);
}

static bool remember(struct shell *sh, char **argv, const char *operand)
{
	/* A pathname is never searched for, a builtin or function is found without a location. */
	if (strchr(operand, '/'))
		return true;
	struct symbol *name = symbol_intern(&sh->symbols, operand, strlen(operand));
	if (name->builtin || name->function || path_hashed(sh, name))
		return true;
	shell_error_in(sh, argv[0], "%s: %s", operand,
		       errno == ENOENT ? "not found" : strerror(errno));
	return false;
}

struct flow builtin_hash(struct shell *sh, int argc, char **argv)
{
	struct optscan scan;
	int option, status = 0;
	bool forget = false;

	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, hash_options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return builtin_failure(sh, argv, 2);
		forget = true;
	}
	if (forget)
		path_forget(sh);
	else if (scan.index >= argc)
		list_remembered(sh);
	for (int i = scan.index; i < argc; i++)
		if (!remember(sh, argv, argv[i]))
			status = 1;
	return flow_next(status);
}
