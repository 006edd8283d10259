/*
 * Reading a text for its spans.  The text is the parser's only input, so that offsets in its buffer
 * are offsets in the text; texts laid over it say where they were copied from.
 */
#include <stdlib.h>
#include "lang.h"

/* ---- where the cursor is ------------------------------------------------------------------- */

/* The number of bytes before `at` that the original of an input has and the copy lacks. */
static uint32_t bytes_left_out(const struct observer *o, const struct input *in, size_t at)
{
	uint32_t low = in->shifts, high = in->shift_end;

	while (low < high) {
		uint32_t middle = (low + high) / 2;
		if (o->shifts[middle].at <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low == in->shifts ? 0 : o->shifts[low - 1].by;
}

/* A newline put in for the end of a text is not in it. */
static uint32_t in_text(const struct parser *ps, uint32_t offset)
{
	size_t len = ps->lexer->script.text.len;

	return offset < len ? offset : (uint32_t)len;
}

/* The offset in the text of the byte `back` bytes before the cursor. */
static uint32_t offset_before(const struct parser *ps, size_t back)
{
	const struct lexer *lx = ps->lexer;
	size_t at = (size_t)(lx->at - lx->input->text.data) - back;

	for (const struct input *in = lx->input; in != &lx->script; in = in->outer)
		at += in->origin + bytes_left_out(ps->observer, in, at);
	return (uint32_t)at;
}

void observer_left_out(struct parser *ps, size_t at, size_t bytes)
{
	struct observer *o = ps->observer;

	if (o->shift_count == o->shift_cap) {
		o->shift_cap = o->shift_cap ? 2 * o->shift_cap : 16;
		o->shifts = mem_realloc(o->shifts, o->shift_cap * sizeof *o->shifts);
	}
	uint32_t before = o->shift_count > o->copy ? o->shifts[o->shift_count - 1].by : 0;
	o->shifts[o->shift_count++] =
		(struct observer_shift){(uint32_t)at, before + (uint32_t)bytes};
}

/* ---- spans --------------------------------------------------------------------------------- */

static uint32_t add_span(struct observer *o, enum span_kind kind, uint32_t start)
{
	if (o->count == o->cap) {
		o->cap = o->cap ? 2 * o->cap : 64;
		o->spans = mem_realloc(o->spans, o->cap * sizeof *o->spans);
	}
	o->spans[o->count] = (struct span){
		.start = start, .end = start, .parent = o->current, .kind = (uint8_t)kind};
	return o->count++;
}

uint32_t observer_open(struct parser *ps, enum span_kind kind)
{
	struct observer *o = ps->observer;

	return o->current = add_span(o, kind, in_text(ps, offset_before(ps, 0)));
}

uint32_t observer_leaf(struct parser *ps, enum span_kind kind, uint32_t len)
{
	uint32_t start = in_text(ps, offset_before(ps, 0));
	uint32_t end = in_text(ps, start + len);

	if (end == start) /* a newline put in for the end of the text */
		return NO_SPAN;
	uint32_t span = add_span(ps->observer, kind, start);
	ps->observer->spans[span].end = end;
	return span;
}

void observer_close(struct parser *ps, uint32_t span)
{
	struct observer *o = ps->observer;
	bool moved = ps->lexer->at > ps->lexer->input->text.data;
	uint32_t end = in_text(ps, moved ? offset_before(ps, 1) + 1 : offset_before(ps, 0));
	uint32_t inner, last = o->spans[o->count - 1].end;

	/* The last span in it may have begun behind what is left out at a text's end. */
	if (end < last)
		end = last;
	do {
		inner = o->current;
		if (end > o->spans[inner].start)
			o->spans[inner].end = end;
		o->current = o->spans[inner].parent;
	} while (inner != span);
}

uint32_t observer_wrap(struct parser *ps, enum span_kind kind)
{
	struct observer *o = ps->observer;
	uint32_t token = o->token;
	uint32_t inner = token + 1;

	/* Line continuations in the token. */
	for (uint32_t moved = add_span(o, SPAN_NONE, 0); moved > inner; moved--) {
		o->spans[moved] = o->spans[moved - 1];
		o->spans[moved].parent = inner;
	}
	o->spans[inner] = o->spans[token];
	o->spans[inner].parent = token;
	o->spans[token].kind = (uint8_t)kind;
	o->token = inner;
	return o->current = token;
}

void observer_renames(struct observer *o, enum span_kind kind)
{
	uint32_t name = o->count;

	while (name-- > 0)
		if (o->spans[name].parent == o->current && o->spans[name].kind == SPAN_COMMAND)
			break;
	if (name < o->count)
		o->spans[name].kind = (uint8_t)kind;
}

/* ---- places of nodes ----------------------------------------------------------------------- */

/* The span of the current token; the number of spans at the end of the text. */
static uint32_t token_span(const struct observer *o)
{
	return o->token != NO_SPAN ? o->token : o->newline != NO_SPAN ? o->newline : o->count;
}

uint32_t observer_token_start(const struct parser *ps)
{
	const struct observer *o = ps->observer;
	uint32_t span = token_span(o);

	return span < o->count ? o->spans[span].start : in_text(ps, offset_before(ps, 0));
}

/* The end of the last token before the current one. */
static uint32_t end_of_last(const struct observer *o)
{
	uint32_t span = token_span(o);

	while (span-- > 0) {
		enum span_kind kind = o->spans[span].kind;
		uint32_t around = span;
		while (around != NO_SPAN && o->spans[around].parent != o->current)
			around = o->spans[around].parent;
		if (around == NO_SPAN)
			continue;
		if (around != span)
			return o->spans[around].end;
		if (kind != SPAN_LINEBREAK && kind != SPAN_CONTINUATION && kind != SPAN_COMMENT)
			return o->spans[span].end;
	}
	return 0;
}

void observer_add_place(struct parser *ps, const void *what, uint32_t start, bool is_part)
{
	struct observer *o = ps->observer;

	if (o->place_count == o->place_cap) {
		o->place_cap = o->place_cap ? 2 * o->place_cap : 64;
		o->places = mem_realloc(o->places, o->place_cap * sizeof *o->places);
	}
	o->places[o->place_count++] =
		(struct observer_place){.what = what,
					.start = start,
					.end = is_part ? start : end_of_last(o),
					.span = is_part ? o->current : NO_SPAN};
}

static int compare_places(const void *a, const void *b)
{
	const struct observer_place *one = a, *other = b;

	return one->what < other->what ? -1 : one->what > other->what;
}

/* Parts get the ends of their spans, which are known now. */
static void finish_places(struct observer *o)
{
	for (uint32_t i = 0; i < o->place_count; i++) {
		struct observer_place *place = &o->places[i];
		if (place->span == NO_SPAN || place->span >= o->count)
			continue;
		place->start = o->spans[place->span].start;
		place->end = o->spans[place->span].end;
	}
	if (o->place_count)
		qsort(o->places, o->place_count, sizeof *o->places, compare_places);
}

const struct observer_place *observer_place_of(const struct observer *o, const void *what)
{
	const struct observer_place wanted = {.what = what};

	return o->place_count ? bsearch(&wanted, o->places, o->place_count, sizeof *o->places,
					compare_places)
			      : NULL;
}

/* ---- the end of the text ------------------------------------------------------------------- */

static bool is_quotes(enum span_kind kind)
{
	return kind == SPAN_SINGLE_QUOTES || kind == SPAN_DOUBLE_QUOTES ||
	       kind == SPAN_DOLLAR_QUOTES;
}

static bool is_at_end(const struct lexer *lx)
{
	if (*lx->at)
		return false;
	for (const struct input *in = lx->input; in != &lx->script; in = in->outer)
		if (!in->is_last)
			return false;
	return true;
}

/* The kind of thing that the end of the text is part of: a word in whose own characters it is, a
 * name, an arithmetic expression. */
static enum span_kind kind_at_end(const struct observer *o)
{
	uint32_t span = o->current;

	if (span != NO_SPAN && o->spans[span].kind == SPAN_ESCAPE)
		span = o->spans[span].parent;
	if (span != NO_SPAN && is_quotes(o->spans[span].kind))
		span = o->spans[span].parent;
	if (span != NO_SPAN && o->spans[span].kind == SPAN_VALUE)
		span = o->spans[span].parent;
	enum span_kind kind = span == NO_SPAN ? SPAN_NONE : o->spans[span].kind;
	bool counts = kind <= SPAN_LAST_WORD || kind == SPAN_NAME || kind == SPAN_SUBSCRIPT ||
		      kind == SPAN_ARITHMETIC;
	return counts ? kind : SPAN_NONE;
}

void observer_end(struct parser *ps)
{
	struct observer *o = ps->observer;

	if (o->ended || !is_at_end(ps->lexer))
		return;
	o->ended = true;
	o->innermost = o->current;
	for (uint32_t span = o->current; span != NO_SPAN; span = o->spans[span].parent)
		o->spans[span].is_open = true;
	o->expected = (uint8_t)kind_at_end(o);
}

void observer_end_before(struct parser *ps, enum span_kind word)
{
	if (ps->observer->ended)
		return;
	observer_end(ps);
	if (ps->observer->ended)
		ps->observer->expected = (uint8_t)word;
}

/* Behind the body of a here-document, perhaps without the newline that is to follow its
 * delimiter. */
void observer_end_heredoc(struct parser *ps, bool ended)
{
	const char *at = ps->lexer->at;

	if (!ended || at == ps->lexer->input->text.data || at[-1] != '\n')
		observer_end(ps);
}

/* ---- errors -------------------------------------------------------------------------------- */

void observer_error(struct parser *ps)
{
	struct observer *o = ps->observer;

	if (ps->lexer->have_token && o->token != NO_SPAN && !o->ended)
		o->spans[o->token].kind = SPAN_ERROR;
}

/* True when no command that is open waits for the current token. */
static bool is_stray(const struct parser *ps)
{
	const struct token *token = &ps->lexer->token;
	const struct observer *o = ps->observer;

	switch ((enum token_kind)token->kind) {
	case T_EOF:
	case T_NEWLINE:
		return false;
	case T_WORD:
		if (!token->reserved)
			return true;
		break;
	case T_REDIR:
	case T_SEMI:
	case T_AMP:
	case T_PIPE:
	case T_PIPE_BOTH:
	case T_AND_IF:
	case T_OR_IF:
	case T_LPAREN:
		return true;
	case T_DSEMI:
	case T_SEMI_AND:
	case T_DSEMI_AND:
	case T_RPAREN:
		break;
	}
	uint32_t around = observer_around(o, o->current, SPAN_SUBSTITUTION, SPAN_COMPOUND);
	if (around == NO_SPAN)
		return true;
	if (o->spans[around].kind == SPAN_COMPOUND)
		return false;
	return token->kind != T_RPAREN ||
	       ps->lexer->script.text.data[o->spans[around].start] == '`';
}

/* At the end of a list of commands: passes a token that is in nobody's place, or that parsing has
 * failed at.  False when there is none, or the text has ended. */
bool observer_recover(struct parser *ps, size_t stack_base)
{
	struct observer *o = ps->observer;
	struct lexer *lx = ps->lexer;

	if (o->ended || (!lx->failed && !is_stray(ps)))
		return false;
	/* A separator of commands may follow an error. */
	if (!lx->failed && (lx->token.kind == T_WORD || o->token == 0 ||
			    o->spans[o->token - 1].kind != SPAN_ERROR))
		observer_error(ps);
	lx->failed = false;
	parse_messages_free(ps);
	uint32_t here = offset_before(ps, 0);
	if (here == o->recovered && lx->token.kind == T_EOF)
		lx->at += *lx->at != '\0';
	o->recovered = here;
	token_take(ps);
	/* The nodes parsed so far are of no use, but the list is not empty. */
	lx->stack_count = stack_base;
	stack_push(lx, node_new(ps, sizeof(struct simple), NODE_SIMPLE, ps->line));
	return true;
}

/* ---- reading ------------------------------------------------------------------------------- */

static const bool no_aliases = false;

static void begin(struct observer *o, struct parser *ps, struct symtab *symbols, const char *text,
		  size_t len, unsigned how, struct stack_guard *guard)
{
	*o = (struct observer){.innermost = NO_SPAN,
			       .current = NO_SPAN,
			       .token = NO_SPAN,
			       .newline = NO_SPAN,
			       .recovered = NO_SPAN};
	parser_init(ps, symbols, NULL, &no_aliases, guard);
	ps->posix = how & OBSERVE_POSIX;
	ps->extglob = how & OBSERVE_EXTGLOB;
	ps->no_comments = how & OBSERVE_NO_COMMENTS;
	ps->observer = o;
	struct input *script = &ps->lexer->script;
	strbuf_add(&script->text, text, strnlen(text, len));
	o->starved = script->text.failed;
	if (o->starved) {
		strbuf_reset(&script->text);
		strbuf_reserve(&script->text, 1);
		script->text.data[0] = '\0';
	}
	script->fixed = true;
	ps->lexer->at = script->text.data;
}

void observer_read(struct observer *o, const struct symtab *commands, const char *text, size_t len,
		   unsigned how, struct stack_guard *guard)
{
	struct program *program;
	struct symtab symbols;
	struct parser ps;

	symtab_init(&symbols);
	symbols.commands = commands;
	begin(o, &ps, &symbols, text, len, how, guard);
	if (parse_everything(&ps, &program) == PARSE_OK)
		program_release(program);
	parser_free(&ps);
	symtab_free(&symbols);
}

static bool has_error(const struct observer *o)
{
	if (o->innermost != NO_SPAN)
		return true;
	for (uint32_t i = 0; i < o->count; i++)
		if (o->spans[i].kind == SPAN_ERROR)
			return true;
	return false;
}

struct program *observer_read_program(struct observer *o, struct symtab *symbols, const char *text,
				      size_t len, unsigned how, struct stack_guard *guard)
{
	struct program *program;
	struct parser ps;

	begin(o, &ps, symbols, text, len, how, guard);
	o->keeps_places = true;
	bool parsed = parse_everything(&ps, &program) == PARSE_OK;
	parser_free(&ps);
	if (parsed && has_error(o)) {
		program_release(program);
		parsed = false;
	}
	finish_places(o);
	return parsed ? program : NULL;
}

struct word *observer_read_word(struct observer *o, struct symtab *symbols, struct arena *arena,
				const char *text, size_t len, unsigned how,
				struct stack_guard *guard)
{
	struct word_builder builder;
	struct parser ps;

	begin(o, &ps, symbols, text, len, how, guard);
	ps.lexer->arena = arena;
	builder_init(&ps, &builder);
	builder.tilde = true;
	/* As the word of ${x-word}, which ends at each unquoted brace. */
	while (scan_parts(&ps, &builder, SCAN_OPERAND), !o->ended && !ps.lexer->failed)
		builder_literal(&ps, &builder, "}", 1, false);
	struct word *word = builder_finish(&ps, &builder);
	parser_free(&ps);
	return word;
}

void observer_free(struct observer *o)
{
	mem_free(o->spans);
	mem_free(o->shifts);
	mem_free(o->places);
}

/* ---- questions ----------------------------------------------------------------------------- */

uint32_t observer_span_at(const struct observer *o, size_t at)
{
	uint32_t low = 0, high = o->count;

	while (low < high) {
		uint32_t middle = (low + high) / 2;
		if (o->spans[middle].start <= at)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0)
		return NO_SPAN;
	uint32_t span = low - 1;
	while (span != NO_SPAN && o->spans[span].end <= at)
		span = o->spans[span].parent;
	return span;
}

uint32_t observer_around(const struct observer *o, uint32_t span, enum span_kind first,
			 enum span_kind last)
{
	while (span != NO_SPAN && (o->spans[span].kind < first || o->spans[span].kind > last))
		span = o->spans[span].parent;
	return span;
}
