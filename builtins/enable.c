/*
 * enable: which builtins there are (bash manual, 4.2).  There are none to be loaded from files.
 */
#include <string.h>
#include "builtins.h"
#include "error.h"
#include "path.h"

const struct builtin_option enable_options[] = {
	{'a', NULL, NULL, "list all builtins, with which are disabled"},
	{'d', NULL, NULL, "remove a builtin that was loaded: there are none"},
	{'f', NULL, "FILE",
	 "load builtins from a file: not here, where they could not be isolated"},
	{'n', NULL, NULL, "disable the names, or list what is disabled"},
	{'p', NULL, NULL, "list builtins as commands that can be read back"},
	{'s', NULL, NULL, "only special builtins"},
	{0, NULL, NULL, NULL},
};

struct request {
	bool all, disable, list, special, remove;
	const char *file;
};

static struct symbol *symbol_of(struct shell *sh, const struct builtin *builtin)
{
	return symbol_intern(&sh->symbols, builtin->name, strlen(builtin->name));
}

static void list(struct shell *sh, const struct request *request)
{
	for (const struct builtin *builtin = builtin_table; builtin->name; builtin++) {
		bool on = symbol_of(sh, builtin)->builtin != NULL;

		if (request->special && !(builtin->flags & BUILTIN_SPECIAL))
			continue;
		if (request->all || on != request->disable)
			out_printf(&sh->out, "enable %s%s\n", on ? "" : "-n ", builtin->name);
	}
}

static const struct builtin *builtin_named(const char *name)
{
	const struct builtin *builtin = builtin_table;

	while (builtin->name && strcmp(builtin->name, name) != 0)
		builtin++;
	return builtin->name ? builtin : NULL;
}

static bool change(struct shell *sh, char **argv, const char *name, const struct request *request)
{
	const struct builtin *builtin = builtin_named(name);

	if (!builtin || (request->special && !(builtin->flags & BUILTIN_SPECIAL))) {
		shell_error_in(sh, argv[0], "%s: not a shell builtin", name);
		return false;
	}
	if (request->remove) {
		shell_error_in(sh, argv[0], "%s: not dynamically loaded", name);
		return false;
	}
	if (!request->disable && !symbol_of(sh, builtin)->builtin &&
	    builtin_is_restricted(sh, argv, NULL))
		return false;
	builtin_enable(sh, symbol_of(sh, builtin), request->disable ? NULL : builtin);
	return true;
}

struct flow builtin_enable_command(struct shell *sh, int argc, char **argv)
{
	struct request request = {0};
	struct optscan scan;
	int option, status = 0;

	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, enable_options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return builtin_failure(sh, argv, 2);
		request.all |= option == 'a';
		request.disable |= option == 'n';
		request.list |= option == 'p';
		request.special |= option == 's';
		request.remove |= option == 'd';
		if (option == 'f')
			request.file = scan.argument;
	}
	if ((request.file || request.remove) && builtin_is_restricted(sh, argv, NULL))
		return flow_next(1);
	if (request.file) {
		shell_error_in(sh, argv[0], "%s: builtins cannot be loaded from files",
			       request.file);
		return flow_next(1);
	}
	if (scan.index >= argc || request.list) {
		list(sh, &request);
		return flow_next(0);
	}
	for (int i = scan.index; i < argc; i++)
		if (!change(sh, argv, argv[i], &request))
			status = 1;
	return flow_next(status);
}
