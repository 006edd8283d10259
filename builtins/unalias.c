/*
 * unalias: removes aliases.
 */
#include <string.h>
#include "aliases.h"
#include "builtins.h"
#include "error.h"

const struct builtin_option unalias_options[] = {
	{'a', NULL, NULL, "remove all"},
	{0, NULL, NULL, NULL},
};

static void remove_all(struct shell *sh)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct symbol **names = symtab_sorted(&sh->symbols, &sh->scratch);
	for (; *names; names++)
		if ((*names)->alias)
			alias_remove(sh, *names);
	arena_release(&sh->scratch, mark);
}

struct flow builtin_unalias(struct shell *sh, int argc, char **argv)
{
	struct optscan scan;
	int option, status = 0;
	bool all = false;

	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, unalias_options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return builtin_failure(sh, argv, 2);
		all = true;
	}
	if (all) {
		remove_all(sh);
		return flow_next(0);
	}
	if (scan.index >= argc)
		return builtin_misused(sh, argv);
	for (int i = scan.index; i < argc; i++) {
		struct symbol *name = symbol_find(&sh->symbols, argv[i], strlen(argv[i]));
		if (!name || !alias_remove(sh, name)) {
			shell_error_in(sh, argv[0], "%s: not found", argv[i]);
			status = 1;
		}
	}
	return flow_next(status);
}
