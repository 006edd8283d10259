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
#include "var.h"

const struct builtin_option type_options[] = {
	{'a', NULL, NULL, "all meanings, not only the one that counts"},
	{'f', NULL, NULL, "no functions"},
	{'p', NULL, NULL, "only the file that would be executed, if it is one"},
	{'P', NULL, NULL, "only the file in PATH, whatever else the name means"},
	{'t', NULL, NULL, "only the kind: alias, keyword, function, builtin or file"},
	{0, NULL, NULL, NULL},
};

/* A question, and what was found for it. */
struct query {
	struct shell *sh;
	const char *name;
	struct symbol *symbol; /* NULL: the shell has never heard the name */
	const char *path;      /* in place of $PATH, or NULL */
	enum description description;
	bool all, no_functions, files_only;
	bool found;
};

static bool is_executable_file(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0 && S_ISREG(status.st_mode) && access(path, X_OK) == 0;
}

/* A pathname as it is to be shown: POSIX wants an absolute one (XCU command -v), bash the one that
 * would be executed. */
static const char *shown(struct shell *sh, const char *path)
{
	bool as_it_is = !OPT(sh, POSIX) && strchr(path, '/');
	if (path[0] == '/' || !sh->cwd || as_it_is)
		return path;
	return path_join(&sh->scratch, sh->cwd, strlen(sh->cwd), path);
}

/* The file that would be executed; NULL for none. */
static const char *find_file(struct shell *sh, const char *name, const char *path)
{
	if (strchr(name, '/'))
		return is_executable_file(name) ? shown(sh, name) : NULL;
	const char *refused = NULL;
	const char *found = path_search(sh, name, path, &refused);
	/* For bash one that may not be executed is found, too, if there is no other. */
	if (!found && !OPT(sh, POSIX))
		found = refused;
	return found ? shown(sh, found) : NULL;
}

/* ---- one meaning ------------------------------------------------------------------------- */

static void tell_alias(struct query *q)
{
	struct outbuf *out = &q->sh->out;
	const char *value = q->symbol->alias->value;

	switch (q->description) {
	case DESCRIBE_BRIEFLY:
		out_printf(out, "alias %s=", q->name);
		out_quoted(out, value);
		out_putc(out, '\n');
		break;
	case DESCRIBE_FULLY:
		out_visible(out, "%s is aliased to `%s'\n", q->name, value);
		break;
	case DESCRIBE_KIND:
		out_puts(out, "alias\n");
		break;
	case DESCRIBE_FILE:
		break;
	}
}

/* A meaning that is not a file. */
static void tell(struct query *q, const char *kind, const char *sentence)
{
	struct outbuf *out = &q->sh->out;

	switch (q->description) {
	case DESCRIBE_BRIEFLY:
		out_visible(out, "%s\n", q->name);
		break;
	case DESCRIBE_FULLY:
		out_visible(out, "%s is %s\n", q->name, sentence);
		break;
	case DESCRIBE_KIND:
		out_printf(out, "%s\n", kind);
		break;
	case DESCRIBE_FILE:
		break;
	}
}

static void tell_function(struct query *q)
{
	struct strbuf text = STRBUF_INIT;

	tell(q, "function", "a function");
	if (q->description != DESCRIBE_FULLY)
		return;
	unparse_function(&text, q->symbol->function->definition, FUNCTION_LISTED);
	out_strbuf(&q->sh->out, &text);
	out_putc(&q->sh->out, '\n');
	strbuf_free(&text);
}

static void tell_file(struct query *q, const char *file, bool remembered)
{
	struct outbuf *out = &q->sh->out;

	q->found = true;
	switch (q->description) {
	case DESCRIBE_BRIEFLY:
	case DESCRIBE_FILE:
		out_visible(out, "%s\n", file);
		break;
	case DESCRIBE_FULLY:
		out_visible(out, remembered ? "%s is hashed (%s)\n" : "%s is %s\n", q->name, file);
		break;
	case DESCRIBE_KIND:
		out_puts(out, "file\n");
		break;
	}
}

static void tell_builtin(struct query *q)
{
	const struct builtin *builtin = q->symbol->builtin;
	bool posix = OPT(q->sh, POSIX);
	/* In POSIX's terms a builtin that is not intrinsic is the utility found in PATH. */
	bool in_path = posix && !(builtin->flags & (BUILTIN_SPECIAL | BUILTIN_INTRINSIC));
	const char *file = in_path ? find_file(q->sh, builtin->name, q->path) : NULL;

	if (file && q->description == DESCRIBE_BRIEFLY)
		out_visible(&q->sh->out, "%s\n", file);
	else if (file && q->description == DESCRIBE_FULLY)
		out_visible(&q->sh->out, "%s is a shell builtin in place of %s\n", q->name, file);
	else
		tell(q, "builtin",
		     posix && builtin->flags & BUILTIN_SPECIAL ? "a special shell builtin"
							       : "a shell builtin");
}

/* ---- all meanings ------------------------------------------------------------------------ */

/* True when the search is to end: one meaning is enough. */
static bool enough(struct query *q)
{
	q->found = true;
	return !q->all;
}

/* Asks the shell itself what it makes of the name. */
static void ask_shell(struct query *q)
{
	const struct symbol *symbol = q->symbol;
	const struct builtin *builtin = symbol ? symbol->builtin : NULL;
	bool special = builtin && builtin->flags & BUILTIN_SPECIAL && OPT(q->sh, POSIX);

	if (symbol && symbol->alias && q->sh->expand_aliases) {
		tell_alias(q);
		if (enough(q))
			return;
	}
	if (is_reserved_word(q->name)) {
		tell(q, "keyword", "a shell keyword");
		if (enough(q))
			return;
	}
	if (special) {
		tell_builtin(q);
		if (enough(q))
			return;
	}
	if (symbol && symbol->function && !q->no_functions) {
		tell_function(q);
		if (enough(q))
			return;
	}
	if (builtin && !special) {
		tell_builtin(q);
		enough(q);
	}
}

/* The file in each directory of PATH. */
static void ask_directories(struct query *q)
{
	const char *path = q->path ? q->path : var_get(q->sh, "PATH");

	for (; path; path = *path ? path + 1 : NULL) {
		size_t len = strcspn(path, ":");
		const char *directory = arena_strndup(&q->sh->scratch, path, len);
		const char *file = path_search(q->sh, q->name, directory, NULL);

		if (file)
			tell_file(q, shown(q->sh, file), false);
		path += len;
	}
}

static void ask_files(struct query *q)
{
	struct symbol *symbol = q->symbol;
	const char *file;

	if (symbol && path_remembered(q->sh, symbol) && !q->path && !q->all) {
		/* a question is a hit, as in bash */
		tell_file(q, shown(q->sh, path_told(q->sh, path_hashed(q->sh, symbol))),
			  q->description == DESCRIBE_FULLY);
	} else if (q->all && !strchr(q->name, '/')) {
		ask_directories(q);
	} else if ((file = find_file(q->sh, q->name, q->path))) {
		tell_file(q, file, false);
	}
}

static bool answer(struct query *q)
{
	struct arena_mark mark = arena_mark(&q->sh->scratch);

	q->found = false;
	q->symbol = symbol_find(&q->sh->symbols, q->name, strlen(q->name));
	if (!q->files_only)
		ask_shell(q);
	if (!q->found || q->all)
		ask_files(q);
	arena_release(&q->sh->scratch, mark);
	return q->found;
}

bool describe_command(struct shell *sh, const char *name, const char *path,
		      enum description description)
{
	struct query query = {.sh = sh, .name = name, .path = path, .description = description};

	return answer(&query);
}

/* -all, -path and -type are older spellings (bash manual, type). */
static char *modern_spelling(char *word)
{
	const char *name = word[0] == '-' ? word + 1 + (word[1] == '-') : "";

	return strcmp(name, "all") == 0	   ? (char *)"-a"
	       : strcmp(name, "path") == 0 ? (char *)"-p"
	       : strcmp(name, "type") == 0 ? (char *)"-t"
					   : word;
}

struct flow builtin_type(struct shell *sh, int argc, char **argv)
{
	struct query query = {.sh = sh, .description = DESCRIBE_FULLY};
	struct optscan scan;
	int option, status = 0;

	for (int i = 1; i < argc && argv[i][0] == '-'; i++)
		argv[i] = modern_spelling(argv[i]);
	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, type_options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return builtin_failure(sh, argv, 2);
		query.all |= option == 'a';
		query.no_functions |= option == 'f';
		query.files_only |= option == 'P';
		if (option == 't')
			query.description = DESCRIBE_KIND;
		else if (option == 'p' || option == 'P')
			query.description = DESCRIBE_FILE;
	}
	for (int i = scan.index; i < argc; i++) {
		query.name = argv[i];
		if (answer(&query))
			continue;
		status = 1;
		if (query.description == DESCRIBE_FULLY)
			shell_error_in(sh, argv[0], "%s: not found", argv[i]);
	}
	return flow_next(status);
}
