/*
 * hash: the remembered locations of commands.
 */
#include <errno.h>
#include <string.h>
#include "builtins.h"
#include "error.h"
#include "path.h"
#include "var.h"

const struct builtin_option hash_options[] = {
	{'d', NULL, NULL, "forget the locations of the names"},
	{'l', NULL, NULL, "list them as commands that can be read back"},
	{'p', NULL, "FILE", "remember this as the location of the names"},
	{'r', NULL, NULL, "forget all locations"},
	{'t', NULL, NULL, "write the locations of the names"},
	{0, NULL, NULL, NULL},
};

struct request {
	bool forget, list, forget_all, tell;
	const char *file; /* -p, or NULL */
};

/* In the order of BASH_CMDS, which is bash's. */
static void list_remembered(struct shell *sh, bool as_commands)
{
	const struct array *commands = var_array(sh, symbol_intern(&sh->symbols, "BASH_CMDS", 9));
	struct array_cursor cursor;
	bool any = commands && array_count(commands);

	if (!any && !as_commands && !OPT(sh, POSIX))
		out_puts(&sh->out, "hash: hash table empty\n");
	if (!any)
		return;
	if (!as_commands)
		out_puts(&sh->out, "hits\tcommand\n");
	array_cursor_init(&cursor, commands, 0);
	while (array_next(&cursor)) {
		const struct symbol *name =
			symbol_intern(&sh->symbols, cursor.key, strlen(cursor.key));
		const char *path = path_remembered(sh, name);
		if (as_commands)
			out_visible(&sh->out, "builtin hash -p %s %s\n", path, name->name);
		else
			out_visible(&sh->out, "%4u\t%s\n", (unsigned)name->hash_hits, path);
	}
}

static bool complain(struct shell *sh, char **argv, const char *operand, const char *what)
{
	shell_error_in(sh, argv[0], "%s: %s", operand, what);
	return false;
}

static bool remember(struct shell *sh, char **argv, const char *operand)
{
	/* A pathname is never searched for, a builtin or function is found without a location. */
	if (strchr(operand, '/'))
		return true;
	struct symbol *name = symbol_intern(&sh->symbols, operand, strlen(operand));
	if (name->builtin || name->function)
		return true;
	path_forget_one(sh, name);
	if (path_hashed(sh, name)) {
		name->hash_hits = 0; /* it was not run */
		return true;
	}
	return complain(sh, argv, operand, errno == ENOENT ? "not found" : strerror(errno));
}

static bool remember_file(struct shell *sh, char **argv, const char *operand, const char *file)
{
	if (path_is_directory(file))
		return complain(sh, argv, file, strerror(EISDIR));
	if (!strchr(operand, '/'))
		path_remember(sh, symbol_intern(&sh->symbols, operand, strlen(operand)), file);
	return true;
}

static bool tell(struct shell *sh, char **argv, const char *operand, const struct request *request,
		 bool several)
{
	struct symbol *name = symbol_find(&sh->symbols, operand, strlen(operand));
	const char *path = name ? path_remembered(sh, name) : NULL;

	if (!path)
		return complain(sh, argv, operand, "not found");
	path_hashed(sh, name); /* a question is a hit, as in bash */
	if (request->list)
		out_visible(&sh->out, "builtin hash -p %s %s\n", path, operand);
	else if (several)
		out_visible(&sh->out, "%s\t%s\n", operand, path_told(sh, path));
	else
		out_visible(&sh->out, "%s\n", path_told(sh, path));
	return true;
}

static bool take_operand(struct shell *sh, char **argv, const char *operand,
			 const struct request *request, bool several)
{
	if (!operand_fits(sh, argv, operand) ||
	    (request->file && !operand_fits(sh, argv, request->file)))
		return false;
	if (request->tell)
		return tell(sh, argv, operand, request, several);
	if (request->file)
		return remember_file(sh, argv, operand, request->file);
	if (!request->forget)
		return remember(sh, argv, operand);
	struct symbol *name = symbol_find(&sh->symbols, operand, strlen(operand));
	if (!name || !path_remembered(sh, name))
		return complain(sh, argv, operand, "not found");
	path_forget_one(sh, name);
	return true;
}

struct flow builtin_hash(struct shell *sh, int argc, char **argv)
{
	struct request request = {0};
	struct optscan scan;
	int option, status = 0;

	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, hash_options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return builtin_failure(sh, argv, 2);
		request.forget |= option == 'd';
		request.list |= option == 'l';
		request.forget_all |= option == 'r';
		request.tell |= option == 't';
		if (option == 'p')
			request.file = scan.argument;
	}
	if (!OPT(sh, HASHALL)) {
		shell_error_in(sh, argv[0], "hashing disabled");
		return flow_next(1);
	}
	bool none = scan.index >= argc;
	if (none && request.file)
		return builtin_misused(sh, argv);
	const char *refusal = request.file ? path_refusal(sh, request.file) : NULL;
	if (refusal) {
		complain(sh, argv, request.file, refusal);
		return flow_next(1);
	}
	if (none && (request.tell || request.forget)) {
		shell_error_in(sh, argv[0], "-%c: option requires an argument",
			       request.tell ? 't' : 'd');
		return flow_next(1);
	}
	if (request.forget_all)
		path_forget(sh);
	else if (none)
		list_remembered(sh, request.list);
	for (int i = scan.index; i < argc; i++)
		if (!take_operand(sh, argv, argv[i], &request, argc - scan.index > 1))
			status = 1;
	return flow_next(status);
}
