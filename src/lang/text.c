/*
 * Texts that are parsed in between, and are no commands: words as in double quotes, subscripts, the
 * elements of arrays.
 */
#include "lang.h"

/* The lexer's state before it was given text to read in between. */
struct detour {
	struct input input;
	struct arena *arena;
	size_t scratch, stack;
	bool continued, have_token;
	struct token token;
};

static void detour_begin(struct parser *ps, struct detour *detour, struct arena *arena,
			 const char *text, size_t len)
{
	struct lexer *lx = ps->lexer;

	detour->arena = lx->arena;
	detour->scratch = lx->scratch.len;
	detour->stack = lx->stack_count;
	detour->continued = lx->continued;
	detour->have_token = lx->have_token;
	detour->token = lx->token;
	lx->have_token = false;
	parse_messages_free(ps);
	lx->failed = lx->starved = false;
	lx->arena = arena;
	input_push(ps, &detour->input, text, len, ps->line);
}

/* Ends the detour.  True when all of the text was read, and without an error. */
static bool detour_end(struct parser *ps, const struct detour *detour)
{
	struct lexer *lx = ps->lexer;
	bool complete = !lx->failed && lexer_peek_raw(ps) == -1;

	input_pop(ps);
	lx->failed = lx->starved = false;
	lx->arena = detour->arena;
	lx->have_token = detour->have_token;
	lx->token = detour->token;
	lx->continued = detour->continued;
	lx->stack_count = detour->stack;
	strbuf_truncate(&lx->scratch, detour->scratch);
	return complete;
}

/* A source may call this for a prompt while a command is being read. */
struct word *parse_text_word(struct parser *ps, struct program *program, const char *text,
			     size_t len)
{
	struct word_builder b;
	struct detour detour;

	detour_begin(ps, &detour, &program->arena, text, len);
	builder_init(ps, &b);
	scan_parts(ps, &b, SCAN_TEXT);
	struct word *word = ps->lexer->failed ? NULL : builder_finish(ps, &b);
	detour_end(ps, &detour);
	return word;
}

/* With the bracket that ends a subscript behind it. */
static char *closed_text(struct arena *arena, const char *text, size_t len)
{
	char *closed = arena_alloc(arena, len + 2);

	memcpy(closed, text, len);
	memcpy(closed + len, "]", 2);
	return closed;
}

void arith_of_text(struct parser *ps, const char *text, size_t len, struct arithmetic *arith)
{
	struct arena *arena = ps->lexer->arena;
	struct observer *observer = ps->observer;
	struct word_builder b;
	struct detour detour;

	ps->observer = NULL; /* it has been told of these bytes */
	detour_begin(ps, &detour, arena, closed_text(arena, text, len), len + 1);
	builder_init(ps, &b);
	scan_parts(ps, &b, SCAN_ARITH_BRACKET);
	struct word *word = ps->lexer->failed ? NULL : builder_finish(ps, &b);
	if (detour_end(ps, &detour) && word)
		arith_of_word(ps, word, arith);
	ps->observer = observer;
}

struct subscript *parse_text_subscript(struct parser *ps, struct program *program, const char *text,
				       size_t len, unsigned *flags)
{
	struct detour detour;

	*flags = 0;
	detour_begin(ps, &detour, &program->arena, closed_text(&program->arena, text, len),
		     len + 1);
	struct subscript *subscript = scan_subscript(ps, flags, false);
	return detour_end(ps, &detour) ? subscript : NULL;
}

struct assign *parse_text_compound(struct parser *ps, struct program *program, struct symbol *name,
				   const char *text, bool append)
{
	struct assign *assign = arena_zalloc(&program->arena, sizeof *assign);
	struct word_builder b;
	struct detour detour;

	detour_begin(ps, &detour, &program->arena, text + 1, strlen(text + 1));
	builder_init(ps, &b);
	read_elements(ps, &b);
	if (!detour_end(ps, &detour))
		return NULL;
	struct word *value = arena_zalloc(&program->arena, sizeof *value);
	value->text = value->pattern = "";
	value->flags = (uint8_t)b.value_flags;
	assign->name = name;
	assign->value = value;
	assign->compound = true;
	assign->append = append;
	assign->elements = b.elements;
	assign->element_count = b.element_count;
	return assign;
}

struct assign *parse_text_assign(struct parser *ps, struct program *program, const char *text,
				 size_t len)
{
	struct detour detour;

	detour_begin(ps, &detour, &program->arena, text, len);
	const struct token *token = token_peek(ps, LEX_ASSIGN | LEX_AS(SPAN_ARGUMENT));
	struct assign *assign = token->kind == T_WORD ? token->assign : NULL;
	return detour_end(ps, &detour) ? assign : NULL;
}
