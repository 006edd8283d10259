/*
 * type: what a name means in command position; and the same for `command -v` and `command -V`.
 */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "builtins.h"
#include "error.h"
#include "functions.h"
#include "parser.h"
#include "path.h"

static bool is_executable_file(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0 && S_ISREG(status.st_mode) && access(path, X_OK) == 0;
}

/* A pathname as it is to be shown: POSIX wants an absolute one (XCU command -v), bash the one that would
 * be executed. */
static const char *shown(struct shell *sh, const char *path)
{
	if (path[0] == '/' || !sh->cwd || !OPT(sh, POSIX))
		return path;
	size_t before = strlen(sh->cwd), len = strlen(path);
	char *joined = arena_alloc(&sh->scratch, before + 1 + len + 1);
	memcpy(joined, sh->cwd, before);
	if (before == 0 || joined[before - 1] != '/')
		joined[before++] = '/';
	memcpy(joined + before, path, len + 1);
	return joined;
}

/* The file that would be executed; NULL for none. */
static const char *find_file(struct shell *sh, const char *name, const char *path)
{
	if (strchr(name, '/'))
		return is_executable_file(name) ? shown(sh, name) : NULL;
	const char *found = path_search(sh, name, path, NULL);
	return found ? shown(sh, found) : NULL;
}

static void print_alias(struct shell *sh, const struct symbol *symbol, enum description description)
{
	if (description == DESCRIBE_BRIEFLY)
		out_printf(&sh->out, "alias %s=", symbol->name);
	else
		out_printf(&sh->out, "%s is an alias for ", symbol->name);
	out_quoted(&sh->out, symbol->alias->value);
	out_putc(&sh->out, '\n');
}

static void print_meaning(struct shell *sh, const char *name, const char *meaning,
			  enum description description)
{
	if (description == DESCRIBE_BRIEFLY)
		out_printf(&sh->out, "%s\n", name);
	else
		out_printf(&sh->out, "%s is %s\n", name, meaning);
}

/* A function is shown with its body. */
static void print_function(struct shell *sh, const struct symbol *symbol,
			   enum description description)
{
	struct strbuf text = STRBUF_INIT;

	print_meaning(sh, symbol->name, "a function", description);
	if (description == DESCRIBE_BRIEFLY)
		return;
	unparse_function(&text, symbol->function->definition, FUNCTION_LISTED);
	strbuf_addc(&text, '\n');
	out_write(&sh->out, strbuf_text(&text), text.len);
	strbuf_free(&text);
}

static void print_file(struct shell *sh, const char *name, const char *file,
		       enum description description)
{
	if (description == DESCRIBE_BRIEFLY)
		out_printf(&sh->out, "%s\n", file);
	else
		out_printf(&sh->out, "%s is %s\n", name, file);
}

static void print_builtin(struct shell *sh, const struct builtin *builtin, const char *path,
			  enum description description)
{
	/* In POSIX's terms a builtin that is not intrinsic is the utility found in PATH. */
	bool in_path = OPT(sh, POSIX) && !(builtin->flags & (BUILTIN_SPECIAL | BUILTIN_INTRINSIC));
	const char *file = in_path ? find_file(sh, builtin->name, path) : NULL;
	if (!file)
		print_meaning(sh, builtin->name,
			      builtin->flags & BUILTIN_SPECIAL ? "a special shell builtin"
							       : "a shell builtin",
			      description);
	else if (description == DESCRIBE_BRIEFLY)
		out_printf(&sh->out, "%s\n", file);
	else
		out_printf(&sh->out, "%s is a shell builtin in place of %s\n", builtin->name, file);
}

static bool describe(struct shell *sh, const char *name, const char *path,
		     enum description description)
{
	const struct symbol *symbol = symbol_find(&sh->symbols, name, strlen(name));
	const struct builtin *builtin = symbol ? symbol->builtin : NULL;
	const char *file;
	bool special = builtin && (builtin->flags & BUILTIN_SPECIAL) && OPT(sh, POSIX);

	if (symbol && symbol->alias && sh->expand_aliases)
		print_alias(sh, symbol, description);
	else if (is_reserved_word(name))
		print_meaning(sh, name, "a shell keyword", description);
	else if (symbol && symbol->function && !special)
		print_function(sh, symbol, description);
	else if (builtin)
		print_builtin(sh, builtin, path, description);
	else if ((file = find_file(sh, name, path)))
		print_file(sh, name, file, description);
	else
		return false;
	return true;
}

bool describe_command(struct shell *sh, const char *name, const char *path,
		      enum description description)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	bool found = describe(sh, name, path, description);
	arena_release(&sh->scratch, mark);
	return found;
}

struct flow builtin_type(struct shell *sh, int argc, char **argv)
{
	int status = 0, first = no_options(sh, argc, argv);

	if (first < 0)
		return builtin_failure(sh, argv, 2);
	for (int i = first; i < argc; i++) {
		if (!describe_command(sh, argv[i], NULL, DESCRIBE_FULLY)) {
			shell_error_in(sh, argv[0], "%s: not found", argv[i]);
			status = 1;
		}
	}
	return flow_next(status);
}
