/*
 * Subscripts and compound assignments (bash manual, 6.7): what stands in brackets behind a name,
 * and in parentheses behind NAME=.
 */
#include "lang.h"

/* True when quotes are part of an index, which is taken as in double quotes. */
static bool has_kept_quote(const char *text, size_t len)
{
	return (memchr(text, '\'', len) || memchr(text, '\\', len)) && !memchr(text, '$', len) &&
	       !memchr(text, '`', len);
}

struct subscript *scan_subscript(struct parser *ps, unsigned *flags, bool unquoted)
{
	struct lexer *lx = ps->lexer;
	struct word_builder inner;
	struct pin pin;

	pin_set(ps, &pin);
	builder_init(ps, &inner);
	uint32_t span = observe_open(ps, SPAN_SUBSCRIPT);
	scan_parts(ps, &inner, SCAN_SUBSCRIPT);
	observe_close(ps, span);
	pin_clear(ps, &pin, false);
	if (lx->failed)
		return NULL;
	struct subscript *subscript = arena_zalloc(ps->lexer->arena, sizeof *subscript);
	struct word *word = builder_finish(ps, &inner);
	bool bare = word->kind == WORD_LITERAL && !(word->flags & WORD_HAS_QUOTE) && word->len == 1;
	subscript->word = word;
	if (bare && (*word->text == '@' || *word->text == '*')) {
		subscript->all = *word->text;
		return subscript;
	}
	*flags |= arith_of_word(ps, word, &subscript->value);
	const char *text = lx->input->text.data + pin.start;
	size_t len = (size_t)(lx->at - text) - 1;
	if (word->flags & WORD_HAS_QUOTE && !unquoted && has_kept_quote(text, len))
		arith_of_text(ps, text, len, &subscript->value);
	return subscript;
}

/* The lexer at a place to which it may go back. */
struct attempt {
	struct pin pin;
	struct source_mark source;
	struct heredoc *heredocs, **tail;
	size_t scratch;
	uint32_t mark;
};

static void attempt_begin(struct parser *ps, struct attempt *attempt)
{
	struct lexer *lx = ps->lexer;

	attempt->heredocs = lx->heredocs;
	attempt->tail = lx->heredocs_tail;
	attempt->scratch = lx->scratch.len;
	attempt->mark = observe_mark(ps);
	attempt->source = source_mark(ps);
	pin_set(ps, &attempt->pin);
}

static void attempt_end(struct parser *ps, struct attempt *attempt, bool rewind)
{
	struct lexer *lx = ps->lexer;

	pin_clear(ps, &attempt->pin, rewind);
	if (!rewind)
		return;
	observe_rewind(ps, attempt->mark);
	source_rewind(&attempt->source);
	lx->heredocs = attempt->heredocs;
	lx->heredocs_tail = attempt->tail;
	if (attempt->heredocs)
		*attempt->tail = NULL;
	strbuf_truncate(&lx->scratch, attempt->scratch);
}

struct subscript *scan_assigned_subscript(struct parser *ps, unsigned *flags, bool *append,
					  bool unquoted)
{
	struct lexer *lx = ps->lexer;
	struct attempt attempt;

	attempt_begin(ps, &attempt);
	lx->at++;
	struct source_reader reader;
	source_begin(ps, &reader);
	struct subscript *subscript = scan_subscript(ps, flags, unquoted);
	source_end(ps, &reader, subscript ? subscript->word : NULL,
		   (size_t)(lx->at - lx->input->text.data) - 1);
	int c = subscript ? lexer_peek(ps) : -1;
	*append = c == '+';
	if (c == '+') {
		lx->at++;
		c = lexer_peek(ps);
	}
	bool other = !lx->failed && c != '=';
	attempt_end(ps, &attempt, other);
	if (lx->failed)
		return NULL;
	if (!other) {
		lx->at++;
		return subscript;
	}
	*append = false;
	*flags = 0;
	return NULL;
}

void read_elements(struct parser *ps, struct word_builder *b)
{
	struct lexer *lx = ps->lexer;
	size_t base = lx->stack_count, count;
	uint32_t line = ps->line;

	if (parse_too_deep(ps))
		return;
	for (;;) {
		skip_newlines(ps, LEX_ELEMENT | LEX_AS(SPAN_WORD));
		const struct token *token = &lx->token;
		if (lx->failed)
			return;
		if (token->kind == T_WORD) {
			b->value_flags |= token->word->flags & WORD_HAS_COMMAND;
			stack_push(lx, token->word);
		} else if (token->kind == T_EOF) {
			parse_error_end(ps, line, ")");
			ps->in_array = true;
			return;
		} else if (token->kind != T_RPAREN) {
			parse_unexpected(ps);
			ps->in_array = true;
			return;
		}
		token_take(ps);
		if (token->kind == T_RPAREN)
			break;
	}
	b->elements = stack_take(ps, base, &count);
	b->element_count = (uint32_t)count;
}

bool scan_elements(struct parser *ps, struct word_builder *b)
{
	struct attempt attempt;
	unsigned flags = b->value_flags;

	attempt_begin(ps, &attempt);
	ps->lexer->at++;
	read_elements(ps, b);
	size_t end = (size_t)(ps->lexer->at - ps->lexer->input->text.data);
	int c = ps->lexer->failed ? -1 : lexer_peek(ps);
	bool text = c > 0 && !byte_ends_word(c);
	attempt_end(ps, &attempt, text);
	if (text) {
		b->text_end = end;
		b->elements = NULL;
		b->element_count = 0;
		b->value_flags = flags;
	}
	return !text;
}

bool subscript_is_empty(const struct subscript *subscript)
{
	const struct word *word = subscript->word;

	return word->kind == WORD_LITERAL && word->len == 0 && !(word->flags & WORD_HAS_QUOTE);
}
