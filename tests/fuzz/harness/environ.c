/*
 * A hostile environment block: each line of the bytes is an entry, be it one or not.  Importing
 * runs nothing; what is exported again has no entry that is not NAME=VALUE, no name twice, and no
 * function but all of one that was given.
 */
#include <stdlib.h>
#include <string.h>
#include "functions.h"
#include "harness.h"
#include "parser.h"
#include "var.h"

#define ENTRIES_MAX 64

/* A function as it is handed on, from the text behind the = of its entry, `() { ...; }`; nothing
 * when that is no single definition. */
static void print_function(struct shell *sh, const char *body, struct strbuf *into)
{
	struct string_source source;
	struct parser parser;
	struct program *program;
	struct strbuf text = STRBUF_INIT;

	strbuf_addf(&text, "f %s", body);
	string_source_init(&source, strbuf_text(&text), text.len);
	parser_init(&parser, &sh->symbols, &source.source, &sh->expand_aliases, &sh->guard);
	if (parse_everything(&parser, &program) == PARSE_OK) {
		if (program->root && program->root->kind == NODE_FUNCTION)
			unparse_function(into, (struct function_definition *)program->root,
					 FUNCTION_EXPORTED);
		program_release(program);
	}
	parser_free(&parser);
	strbuf_free(&text);
}

static bool is_function(const char *entry)
{
	size_t len;
	const char *body = function_entry_name(entry, &len) ? strchr(entry, '=') + 1 : "";

	return strncmp(body, "() {", 4) == 0 || strncmp(body, "() (", 4) == 0;
}

/* True when the text, all of it, is handed on as this one. */
static bool is_handed_on_as(struct shell *sh, const char *body, const char *as)
{
	struct strbuf text = STRBUF_INIT;

	print_function(sh, body, &text);
	bool same = text.len && strcmp(strbuf_text(&text), as) == 0;
	strbuf_free(&text);
	return same;
}

/* A function is handed on as all of an entry by its name that was given, and as itself from then
 * on. */
static void check_function(struct shell *sh, const char *entry, char **given)
{
	size_t name = (size_t)(strchr(entry, '=') - entry) + 1;

	if (!is_handed_on_as(sh, entry + name, entry + name))
		broken("the function [%s] would be handed on as another", entry);
	while (*given && (strncmp(*given, entry, name) != 0 ||
			  !is_handed_on_as(sh, *given + name, entry + name)))
		given++;
	if (!*given)
		broken("the function [%s] was not given so", entry);
}

static void check(struct shell *sh, char **list, char **given)
{
	for (char **at = list; *at; at++) {
		const char *equals = strchr(*at, '=');
		if (!equals)
			broken("the entry [%s] has no =", *at);
		for (char **before = list; before < at; before++)
			if (strncmp(*before, *at, (size_t)(equals - *at) + 1) == 0 && equals > *at)
				broken("the name of [%s] is there twice", *at);
		if (is_function(*at))
			check_function(sh, *at, given);
	}
}

void harness_try(const uint8_t *data, size_t size)
{
	struct strbuf text = STRBUF_INIT;
	char *entries[ENTRIES_MAX + 1];
	uint32_t count = 0;
	struct shell sh;

	if (!size || memchr(data, '\0', size))
		return;
	harness_begin(&sh);
	strbuf_add(&text, (const char *)data, size);
	for (char *at = text.data, *next; at && count < ENTRIES_MAX; at = next) {
		next = strchr(at, '\n');
		/* a byte 1 stands for a newline */
		if (next)
			*next++ = '\0';
		for (char *c = at; *c; c++)
			if (*c == '\001')
				*c = '\n';
		entries[count++] = at;
	}
	entries[count] = NULL;
	shell_import_environment(&sh, entries);
	check(&sh, var_environment(&sh, "/bin/program"), entries);
	var_set_by_name(&sh, "another", "value");
	check(&sh, var_environment(&sh, NULL), entries);
	strbuf_free(&text);
	harness_end(&sh);
}
