/*
 * Arithmetic expressions in the text of a script (XCU 2.6.4; bash manual, 3.2.5.2): $(( )), $[ ],
 * (( )) and for (( ; ; )).  They are scanned as if in double quotes, then parsed to a tree when
 * their text is known.
 */
#include "lang.h"

/* The number of times that arithmetic inside other arithmetic may turn out to be a command
 * substitution or subshells after all: each time the text is read again. */
#define RETRY_LIMIT   10000

/* The number of those inside other arithmetic that may be tried again for an error. */
#define FAILURE_LIMIT 100

/* A parameter whose value can take part as a finished number. */
static bool is_operand(const struct param *param)
{
	return param->op == PARAM_PLAIN && !is_among(param->special, "@*");
}

/* Writes the expression to the scratch, parameters as ARITH_PARAM and collected on the stack.
 * False when the text cannot be known before it is expanded. */
static bool flatten_expression(struct lexer *lx, struct part *part)
{
	for (; part; part = part->next) {
		if (part->kind == PART_LITERAL) {
			if (memchr(part->text, ARITH_PARAM, part->len))
				return false;
			strbuf_add(&lx->scratch, part->text, part->len);
		} else if (part->kind == PART_PARAM && is_operand(&part->param)) {
			strbuf_addc(&lx->scratch, ARITH_PARAM);
			stack_push(lx, &part->param);
		} else {
			return false;
		}
	}
	return true;
}

unsigned arith_of_word(struct parser *ps, struct word *source, struct arithmetic *arith)
{
	struct lexer *lx = ps->lexer;
	size_t stack_base = lx->stack_count;
	struct arith *tree = NULL;
	struct arith_error error;
	bool has_params = false;

	struct part lone = {.kind = PART_PARAM};
	struct part *parts = source->kind == WORD_PARTS ? source->parts : &lone;
	if (source->kind == WORD_LITERAL)
		lone = (struct part){
			.kind = PART_LITERAL, .text = source->text, .len = source->len};
	else if (source->kind != WORD_PARTS)
		lone.param = *source->param;
	size_t base = lx->scratch.len;
	if (flatten_expression(lx, parts)) {
		has_params = lx->stack_count > stack_base;
		struct param *const *params =
			has_params ? (struct param *const *)lx->stack + stack_base : NULL;
		/* The tree keeps pointers to them: a lone one must not be on this stack. */
		if (has_params && parts == &lone)
			lx->stack[stack_base] = (void *)source->param;
		size_t len;
		const char *text = scratch_from(lx, base, &len);
		tree = arith_parse_params(lx->arena, ps->symbols, ps->guard, text, len, params,
					  false, &error);
	}
	scratch_check(ps);
	lx->stack_count = stack_base;
	strbuf_truncate(&lx->scratch, base);
	arith->tree = tree;
	arith->source = tree && !has_params ? NULL : source;
	arith->text = source;
	return source->flags & WORD_HAS_COMMAND;
}

/* The expression of what was scanned; its word flags. */
static unsigned finish_arith(struct parser *ps, struct word_builder *inner,
			     struct arithmetic *arith)
{
	return arith_of_word(ps, builder_finish(ps, inner), arith);
}

/* The bytes of the input from offset `start` up to where the builder's text ended. */
static const char *written_text(struct lexer *lx, size_t start, const struct word_builder *b)
{
	return arena_strndup(lx->arena, lx->input->text.data + start, b->arith_end - start);
}

/* True when an error in what was tried as arithmetic, from offset `start` of the input, may be of
 * text that single quotes hide in a command.  In POSIX mode they hide nothing in an expression. */
static bool is_quoted_error(const struct parser *ps, const struct word_builder *inner, size_t start)
{
	const struct lexer *lx = ps->lexer;

	if (!lx->failed || ps->observer || lx->interrupted || lx->starved ||
	    lx->retries > RETRY_LIMIT || (inner->arith_at_end && !ps->posix))
		return false;
	const char *text = lx->input->text.data + start;
	size_t len = (size_t)(lx->at - text);
	return memchr(text, '\'', len) || (ps->posix && memchr(text, '"', len));
}

bool scan_arith(struct parser *ps, struct arithmetic *arith, const char **text, unsigned *flags,
		uint32_t line)
{
	struct lexer *lx = ps->lexer;
	struct heredoc *heredocs = lx->heredocs;
	struct heredoc **tail = lx->heredocs_tail;
	struct word_builder inner;
	size_t base = lx->scratch.len;
	size_t stack_count = lx->stack_count;
	struct pin pin;

	uint32_t mark = observe_mark(ps);
	struct source_mark source = source_mark(ps);
	pin_set(ps, &pin);
	lx->at++;
	builder_init(ps, &inner);
	lx->arith_depth++;
	scan_parts(ps, &inner, SCAN_ARITH);
	lx->arith_depth--;
	/* A command may be a subshell, which is told of for what it is. */
	if (inner.arith_at_end && !text && !inner.shown_parens)
		parse_error_end(ps, line, ")");
	if (is_quoted_error(ps, &inner, pin.start)) {
		parse_forgive(ps, stack_count, base);
		lx->retries += lx->arith_depth ? RETRY_LIMIT / FAILURE_LIMIT : 0;
	}
	bool retry = !lx->failed && !inner.arith_closed;
	if (!retry && !lx->failed && text)
		*text = written_text(lx, pin.start + 1, &inner);
	pin_clear(ps, &pin, retry);
	if (!retry) {
		*flags = lx->failed ? 0 : finish_arith(ps, &inner, arith);
		return true;
	}
	observe_rewind(ps, mark);
	source_rewind(&source);
	lx->heredocs = heredocs;
	lx->heredocs_tail = tail;
	if (heredocs)
		*tail = NULL;
	strbuf_truncate(&lx->scratch, base);
	if (lx->arith_depth && ++lx->retries > RETRY_LIMIT)
		parse_error(ps, line, "syntax error: nested too deeply");
	return false;
}

bool scan_arith_bracket(struct parser *ps, struct arithmetic *arith, unsigned *flags)
{
	struct word_builder inner;

	builder_init(ps, &inner);
	scan_parts(ps, &inner, SCAN_ARITH_BRACKET);
	if (ps->lexer->failed)
		return false;
	*flags = finish_arith(ps, &inner, arith);
	return true;
}

enum clause_end scan_arith_clause(struct parser *ps, struct arith_clause *clause)
{
	struct lexer *lx = ps->lexer;
	struct word_builder inner;
	struct pin pin;

	pin_set(ps, &pin);
	builder_init(ps, &inner);
	scan_parts(ps, &inner, SCAN_ARITH_CLAUSE);
	if (inner.arith_at_end)
		parse_error_end(ps, 0, ")");
	const char *text = lx->failed ? "" : written_text(lx, pin.start, &inner);
	bool closed = !lx->failed && lx->at[-1] == ')';
	pin_clear(ps, &pin, false);
	if (lx->failed)
		return CLAUSE_OTHER;
	finish_arith(ps, &inner, &clause->value);
	text += strspn(text, " \t\n");
	if (*text)
		clause->text = text;
	return inner.arith_closed ? CLAUSE_CLOSED : closed ? CLAUSE_OTHER : CLAUSE_SEMICOLON;
}
