/* Functions: what a name runs, and how long its body lives. */
#include <string.h>
#include "error.h"
#include "functions.h"
#include "journal.h"
#include "mem.h"
#include "parser.h"
#include "path.h"
#include "var.h"

void function_release(struct function *function)
{
	if (--function->references > 0)
		return;
	program_release(function->program);
	mem_free(function);
}

static void replace(struct shell *sh, struct symbol *name, struct function *function)
{
	if (name->function_flags & FUNCTION_EXPORT)
		var_environment_changed(sh);
	journal_save_function(sh, name);
	if (name->function)
		function_release(name->function);
	name->function = function;
	commands_changed(sh);
}

void function_define(struct shell *sh, const struct function_definition *definition,
		     struct program *program)
{
	struct function *function = mem_alloc(sizeof(*function));

	*function = (struct function){1, program, definition};
	program_retain(program);
	replace(sh, definition->name, function);
}

void function_unset(struct shell *sh, struct symbol *name)
{
	if (!name->function)
		return;
	replace(sh, name, NULL);
	name->function_flags = 0;
}

bool function_is_readonly(struct shell *sh, const struct symbol *name)
{
	if (!name->function || !(name->function_flags & FUNCTION_READONLY))
		return false;
	shell_error(sh, "%s: readonly function", name->name);
	return true;
}

void function_change_flags(struct shell *sh, struct symbol *name, uint8_t add, uint8_t remove)
{
	uint8_t flags = (uint8_t)((name->function_flags | add) & ~remove);
	struct function *function = name->function;

	if (flags == name->function_flags || !function)
		return;
	function->references++;
	replace(sh, name, function);
	name->function_flags = flags;
	sh->functions_exported |= (flags & FUNCTION_EXPORT) != 0;
	var_environment_changed(sh);
}

/* ---- the environment ----------------------------------------------------------------------- */

static const char import_prefix[] = "BASH_FUNC_";
static const char import_suffix[] = "%%=";

/* The only command of the program, if that defines the function. */
static const struct function_definition *definition_of(const struct program *program,
						       const struct symbol *name)
{
	const struct node *root = program->root;

	if (!root || root->kind != NODE_FUNCTION)
		return NULL;
	const struct function_definition *definition = (const struct function_definition *)root;
	return definition->name == name ? definition : NULL;
}

/* Says what is wrong with the text: its lines count from 0, as in bash. */
static void tell_messages(struct shell *sh, const struct parser *parser, const char *name)
{
	for (const struct parse_message *m = parser->messages; m; m = m->next)
		shell_error_in(sh, name, "line %u: %s", (unsigned)m->line, m->text);
}

static bool import_text(struct shell *sh, struct symbol *name, const char *text)
{
	struct string_source source;
	struct parser parser;
	struct program *program = NULL;
	const struct function_definition *definition = NULL;

	string_source_init(&source, text, strlen(text));
	source.source.name = "environment";
	parser_init(&parser, &sh->symbols, &source.source, &sh->expand_aliases, &sh->guard);
	parser.line = 0;
	if (parse_everything(&parser, &program) != PARSE_OK) {
		tell_messages(sh, &parser, name->name);
	} else {
		definition = definition_of(program, name);
		if (definition) {
			function_define(sh, definition, program);
			name->function_flags = FUNCTION_EXPORT;
			sh->functions_exported = true;
		} else {
			shell_error(sh, "warning: %s: ignoring function definition attempt",
				    name->name);
		}
		program_release(program);
	}
	parser_free(&parser);
	return definition != NULL;
}

const char *function_entry_name(const char *entry, size_t *len)
{
	size_t prefix = sizeof(import_prefix) - 1;

	if (*entry != *import_prefix || strncmp(entry, import_prefix, prefix) != 0)
		return NULL;
	const char *name = entry + prefix, *end = strstr(name, import_suffix);
	if (!end || end == name || memchr(entry, '=', (size_t)(end - entry)))
		return NULL;
	*len = (size_t)(end - name);
	return name;
}

bool function_import(struct shell *sh, const char *entry)
{
	struct strbuf text = STRBUF_INIT;
	size_t len;
	const char *given = function_entry_name(entry, &len);

	if (!given)
		return false;
	const char *body = given + len + sizeof(import_suffix) - 1;
	if (strncmp(body, "() {", 4) != 0 && strncmp(body, "() (", 4) != 0)
		return false;
	strbuf_add(&text, given, len);
	struct symbol *name = symbol_intern(&sh->symbols, strbuf_text(&text), text.len);
	strbuf_addc(&text, ' ');
	strbuf_adds(&text, body);
	/* A pathname in a script is to be the file. */
	if (strchr(name->name, '/') || !import_text(sh, name, strbuf_text(&text)))
		shell_error(sh, "error importing function definition for `%s'", name->name);
	strbuf_free(&text);
	return true;
}

void function_export(const struct symbol *name, struct strbuf *into)
{
	strbuf_addf(into, "%s%s%s", import_prefix, name->name, import_suffix);
	unparse_function(into, name->function->definition, FUNCTION_EXPORTED);
}
