/*
 * Words as expansion sees them: the bytes are the value of a variable, a pattern and a replacement,
 * in the operators of parameters.  Nothing in a value is code: should any of it run,
 * harness_begin's substitution says so.
 */
#include <stdlib.h>
#include <string.h>
#include "expand.h"
#include "harness.h"
#include "parser.h"
#include "var.h"

static const char *const words[] = {
	"$v",	       "\"$v\"",
	"${v#$w}",     "${v##\"$w\"}",
	"${v%$w}",     "${v%%$w}",
	"${v/$w/$x}",  "${v//$w/$x}",
	"${v/#$w/$x}", "${v/%$w/\"$x\"}",
	"${v^^$w}",    "${v,$w}",
	"${v@Q}",      "${v@E}",
	"${v@K}",      "${v@A}",
	"${!v-}",      "${v:w:x}",
	"$((v))",      "$((w+x))",
	"${a[v]-}",    "${m[$v]-}",
	"${a[@]:$v}",  "\"${a[*]/$w/$x}\"",
	"{$v,$w}",     "~$v",
	"${v:-$w$x}",  "${#v}",
	"\"${v@U}\"",  "$v*",
};

static void expand(struct shell *sh, const char *text)
{
	struct string_source source;
	struct parser parser;
	struct program *program;
	struct stack_guard guard;
	struct fields fields = {0};
	struct flow failure;
	struct parser *outer = sh->parser;
	struct arena_mark mark = arena_mark(&sh->scratch);

	stack_guard_init(&guard);
	string_source_init(&source, text, strlen(text));
	parser_init(&parser, &sh->symbols, &source.source, &sh->expand_aliases, &guard);
	if (parse_everything(&parser, &program) == PARSE_OK) {
		const struct node *root = program->root;
		if (root && root->kind == NODE_SIMPLE) {
			sh->program = program;
			sh->parser = &parser;
			expand_arguments(sh, (const struct simple *)root, &fields, &failure);
			sh->program = NULL;
			sh->parser = outer;
		}
		for (uint32_t i = 0; i < fields.count; i++)
			if (strstr(fields.values[i], "output of a command"))
				broken("a value has run as code in %s", text);
		program_release(program);
	}
	parser_free(&parser);
	arena_release(&sh->scratch, mark);
}

static void set(struct shell *sh, const char *name, const uint8_t *at, size_t len)
{
	char *text = strndup((const char *)at, len);

	var_set_by_name(sh, name, text);
	free(text);
}

void harness_try(const uint8_t *data, size_t size)
{
	struct shell sh;
	struct strbuf command = STRBUF_INIT;

	if (size < 4)
		return;
	harness_begin(&sh);
	option_override(&sh, OPTION_EXTGLOB, data[0] & 64);
	option_override(&sh, OPTION_NOGLOB, true);
	pattern_hook(&sh);
	size_t first = 1 + data[1] % (size - 1), second = first + data[2] % (size - first);
	const char *word = words[data[0] % (sizeof(words) / sizeof(*words))];
	set(&sh, "v", data + 1, first - 1);
	set(&sh, "w", data + first, second - first);
	set(&sh, "x", data + second, size - second);
	strbuf_addf(&command, ": %s", word);
	expand(&sh, strbuf_text(&command));
	strbuf_free(&command);
	harness_end(&sh);
}
