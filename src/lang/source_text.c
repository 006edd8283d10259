/*
 * Words as they were written, for printing them (`declare -f`, jobs, messages).  A copy of the
 * input's bytes serves, but for commands in it, which are printed from their trees, $'...', which
 * bash prints as what it stands for, and what joins lines.
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

static struct source_piece *new_piece(struct parser *ps, const char *text, size_t len)
{
	struct source_piece *piece = arena_alloc(ps->lexer->arena, sizeof *piece);

	*piece = (struct source_piece){.len = (uint32_t)len,
				       .text = arena_strndup(ps->lexer->arena, text, len)};
	return piece;
}

static struct source_piece *append_piece(struct parser *ps, struct source_reader *reader,
					 const char *text, size_t len)
{
	struct source_piece *piece = new_piece(ps, text, len);

	*reader->tail = piece;
	reader->tail = &piece->next;
	return piece;
}

/* Makes a piece of the text that was read since the last one, up to offset `end`. */
static struct source_piece *add_piece(struct parser *ps, struct source_reader *reader, size_t end)
{
	return append_piece(ps, reader, reader->input->text.data + reader->from,
			    end - reader->from);
}

struct source_mark source_mark(const struct parser *ps)
{
	const struct lexer *lx = ps->lexer;
	struct source_reader *reader = current(lx);

	if (!reader)
		return (struct source_mark){0};
	return (struct source_mark){.reader = reader,
				    .tail = reader->tail,
				    .from = reader->from,
				    .at = (size_t)(lx->at - lx->input->text.data)};
}

void source_rewind(const struct source_mark *mark)
{
	if (!mark->reader)
		return;
	mark->reader->tail = mark->tail;
	*mark->tail = NULL;
	mark->reader->from = mark->from;
}

void source_add_command(struct parser *ps, const struct source_mark *mark,
			const struct part *command)
{
	if (!mark->reader)
		return;
	source_rewind(mark);
	add_piece(ps, mark->reader, mark->at)->command = command;
	mark->reader->from = (size_t)(ps->lexer->at - mark->reader->input->text.data);
}

void source_replace(struct parser *ps, const struct source_mark *mark, const char *text, size_t len)
{
	if (!mark->reader)
		return;
	source_rewind(mark);
	if (mark->at > mark->from)
		add_piece(ps, mark->reader, mark->at);
	if (len)
		append_piece(ps, mark->reader, text, len);
	mark->reader->from = (size_t)(ps->lexer->at - mark->reader->input->text.data);
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
	word->source = new_piece(ps, text, len);
}
