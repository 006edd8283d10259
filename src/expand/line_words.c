/*
 * Words of a line through the shell's own parser and expansions.
 */
#include "line_words.h"
#include "ast.h"
#include "mem.h"
#include "parser.h"
#include "strbuf.h"

struct text_word *text_words(struct shell *sh, const char *text, size_t from, uint32_t *count)
{
	struct observer observer;
	size_t end = from;

	observer_read(&observer, &sh->symbols, text, strlen(text), observe_options(sh), &sh->guard);
	struct text_word *words = mem_alloc((observer.count + 1) * sizeof(*words));
	*count = 0;
	for (uint32_t i = 0; i < observer.count; i++) {
		const struct span *span = &observer.spans[i];
		if (span->kind == SPAN_SUBSTITUTION && *count && span->start < end)
			words[*count - 1].runs = true;
		if (span->kind == SPAN_NONE || span->kind > SPAN_LAST_WORD || span->start < end ||
		    span->end == span->start)
			continue;
		words[(*count)++] = (struct text_word){span->start, span->end, span->kind, false};
		end = span->end;
	}
	observer_free(&observer);
	return words;
}

/* The text as an argument of a command; NULL when it is not one word. */
static struct word *parse(struct shell *sh, const char *text, size_t len, struct program **program)
{
	static const bool no_aliases;
	struct strbuf command = STRBUF_INIT;
	struct string_source source;
	struct parser parser;
	struct word *word = NULL;

	strbuf_adds(&command, ": ");
	strbuf_add(&command, text, len);
	string_source_init(&source, strbuf_text(&command), command.len);
	parser_init(&parser, &sh->symbols, &source.source, &no_aliases, &sh->guard);
	enum parse_result result = parse_everything(&parser, program);
	if (result == PARSE_OK && (*program)->root && (*program)->root->kind == NODE_SIMPLE) {
		const struct simple *simple = (const struct simple *)(*program)->root;
		if (simple->word_count == 2 && !simple->redirs)
			word = simple->words[1];
	}
	if (!word && result == PARSE_OK)
		program_release(*program);
	parser_free(&parser);
	strbuf_free(&command);
	return word;
}

/* Out of the program's arena, which goes. */
static char *keep(struct shell *sh, const char *text, size_t len)
{
	return arena_strndup(&sh->scratch, text, len);
}

bool line_word_fields(struct shell *sh, const char *text, size_t len, struct fields *fields)
{
	struct program *program;
	struct flow failure;
	struct word *word = parse(sh, text, len, &program);

	if (!word)
		return false;
	bool ok = expand_words(sh, &word, 1, 0, fields, &failure);
	for (uint32_t i = 0; ok && i < fields->count; i++)
		fields->values[i] = keep(sh, fields->values[i], strlen(fields->values[i]));
	program_release(program);
	return ok;
}
