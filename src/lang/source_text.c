/*
 * Words as they were written, for printing them (`declare -f`, jobs, messages).  A copy of the
 * input's bytes serves, but for commands in it, which are printed from their trees, and $'...',
 * which bash prints as what it stands for.
 */
#include "lang.h"

void source_begin(struct parser *ps, struct source_reader *reader)
{
	struct lexer *lx = ps->lexer;

	reader->outer = lx->reading;
	reader->input = lx->input;
	reader->from = (size_t)(lx->at - lx->input->text.data);
	reader->first = NULL;
	reader->tail = &reader->first;
	pin_set(ps, &reader->pin);
	lx->reading = reader;
}

/* The reader of the word around the cursor, when the cursor is in the word's own input. */
static struct source_reader *current(const struct lexer *lx)
{
	return lx->reading && lx->reading->input == lx->input ? lx->reading : NULL;
}

void source_restart(struct parser *ps)
{
	struct source_reader *reader = current(ps->lexer);

	if (!reader)
		return;
	reader->from = (size_t)(ps->lexer->at - ps->lexer->input->text.data);
	reader->first = NULL;
	reader->tail = &reader->first;
}

/* Copies text to `to` without the pairs of a backslash and a newline that continue lines.  Gives
 * the length of the copy.  Quotes in backquotes are by themselves. */
static size_t copy_joined(char *to, const char *from, size_t len)
{
	size_t at = 0;
	char quote = 0, outer = 0;
	bool in_backquotes = false;

	for (size_t i = 0; i < len; i++) {
		char c = from[i];
		if (c == '\\' && quote != '\'' && i + 1 < len) {
			if (from[++i] == '\n')
				continue;
			to[at++] = c;
			c = from[i];
		} else if (c == '"' && quote != '\'') {
			quote = quote ? 0 : c;
		} else if (c == '\'' && quote != '"') {
			quote = quote ? 0 : c;
		} else if (c == '`' && (in_backquotes || quote != '\'')) {
			char inner = quote;
			quote = in_backquotes ? outer : 0;
			outer = inner;
			in_backquotes = !in_backquotes;
		}
		to[at++] = c;
	}
	to[at] = '\0';
	return at;
}

/* A piece and its text, which is copied behind it.  Text of several lines may have some that are
 * continued. */
static struct source_piece *new_piece(struct parser *ps, const char *text, size_t len, bool lines)
{
	struct source_piece *piece = arena_alloc(ps->lexer->arena, sizeof *piece + len + 1);
	char *copy = (char *)(piece + 1);

	if (__builtin_expect(lines, 0)) {
		len = copy_joined(copy, text, len);
	} else {
		memcpy(copy, text, len);
		copy[len] = '\0';
	}
	*piece = (struct source_piece){.len = (uint32_t)len, .text = copy};
	return piece;
}

/* Makes a piece of the text that was read since the last one, up to offset `end`. */
static struct source_piece *add_piece(struct parser *ps, struct source_reader *reader, size_t end)
{
	const struct input *in = reader->input;
	/* Lines are not counted in the text of aliases. */
	bool lines = ps->line != reader->pin.line || in->alias_count;
	struct source_piece *piece =
		new_piece(ps, in->text.data + reader->from, end - reader->from, lines);

	*reader->tail = piece;
	reader->tail = &piece->next;
	return piece;
}

void source_add_command(struct parser *ps, size_t start, const struct part *command)
{
	struct lexer *lx = ps->lexer;
	struct source_reader *reader = current(lx);

	if (!reader || start < reader->from)
		return;
	add_piece(ps, reader, start)->command = command;
	reader->from = (size_t)(lx->at - lx->input->text.data);
}

void source_replace(struct parser *ps, size_t start, const char *text, size_t len)
{
	struct lexer *lx = ps->lexer;
	struct source_reader *reader = current(lx);

	if (!reader || start < reader->from)
		return;
	add_piece(ps, reader, start);
	struct source_piece *piece = arena_alloc(lx->arena, sizeof *piece);
	*piece = (struct source_piece){.len = (uint32_t)len,
				       .text = arena_strndup(lx->arena, text, len)};
	*reader->tail = piece;
	reader->tail = &piece->next;
	reader->from = (size_t)(lx->at - lx->input->text.data);
}

struct source_mark source_mark(const struct parser *ps)
{
	struct source_reader *reader = current(ps->lexer);

	return (struct source_mark){.reader = reader,
				    .tail = reader ? reader->tail : NULL,
				    .from = reader ? reader->from : 0};
}

void source_as_written(const struct source_mark *mark)
{
	if (!mark->reader)
		return;
	mark->reader->tail = mark->tail;
	*mark->tail = NULL;
	mark->reader->from = mark->from;
}

/* True when the text is the one that would be printed of the word: $NAME or "$NAME". */
static bool is_as_printed(const struct word *word, const char *text, size_t len)
{
	size_t quotes = word->kind == WORD_QPARAM;

	if (word->kind != WORD_PARAM && word->kind != WORD_QPARAM)
		return false;
	return word->param->kind == PARAM_NAME && word->param->op == PARAM_PLAIN &&
	       len == 2 * quotes + 1 + word->param->symbol->len && text[quotes] == '$';
}

void source_end(struct parser *ps, struct source_reader *reader, struct word *word, size_t end)
{
	if (word && (word->kind != WORD_LITERAL || word->flags & WORD_HAS_QUOTE) &&
	    !is_as_printed(word, reader->input->text.data + reader->from, end - reader->from)) {
		add_piece(ps, reader, end);
		word->source = reader->first;
	}
	pin_clear(ps, &reader->pin, false);
	ps->lexer->reading = reader->outer;
}

void source_set(struct parser *ps, struct word *word, const char *text, size_t len)
{
	struct source_piece *piece = arena_alloc(ps->lexer->arena, sizeof *piece);

	*piece = (struct source_piece){.len = (uint32_t)len,
				       .text = arena_strndup(ps->lexer->arena, text, len)};
	word->source = piece;
}
