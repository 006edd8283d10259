/*
 * The parser's outside: setting up, one complete command or everything, and errors.
 */
#include "lang.h"

/* Buffers larger than this are not left for the next parser. */
#define SPARE_MAX 4096

static struct lexer *lexer_new(void)
{
	struct lexer *lx = mem_zalloc(sizeof *lx);

	strbuf_reserve(&lx->script.text, 100);
	return lx;
}

static void lexer_free(struct lexer *lx)
{
	struct lexer *spare;

	for (; lx; lx = spare) {
		spare = lx->spare;
		strbuf_free(&lx->script.text);
		mem_free(lx->script.aliases);
		strbuf_free(&lx->scratch);
		mem_free(lx->stack);
		mem_free(lx);
	}
}

/* The lexer that was left with the outer parser, as new but for its buffers; NULL when there is
 * none. */
static struct lexer *lexer_borrow(struct parser *outer)
{
	struct lexer *lx = outer ? outer->lexer->spare : NULL;

	if (!lx)
		return NULL;
	outer->lexer->spare = NULL;
	struct strbuf text = lx->script.text, scratch = lx->scratch;
	void **stack = lx->stack;
	size_t stack_cap = lx->stack_cap;
	*lx = (struct lexer){
		.script.text = text, .scratch = scratch, .stack = stack, .stack_cap = stack_cap};
	strbuf_truncate(&lx->script.text, 0);
	strbuf_truncate(&lx->scratch, 0);
	return lx;
}

/* Leaves the lexer with the outer parser, if it is small and there is none; false if not. */
static bool lexer_leave(struct parser *outer, struct lexer *lx)
{
	if (!outer || outer->lexer->spare || lx->script.text.cap > SPARE_MAX ||
	    lx->scratch.cap > SPARE_MAX || lx->stack_cap > SPARE_MAX / sizeof *lx->stack ||
	    !lx->script.text.data || lx->script.aliases)
		return false;
	lexer_free(lx->spare);
	lx->spare = NULL;
	outer->lexer->spare = lx;
	return true;
}

static void set_up(struct parser *ps, struct lexer *lx, struct symtab *symbols,
		   struct source *source, const bool *expand_aliases, struct stack_guard *guard)
{
	*ps = (struct parser){.symbols = symbols,
			      .source = source,
			      .expand_aliases = expand_aliases,
			      .guard = guard,
			      .line = source && source->first_line ? source->first_line : 1,
			      .lexer = lx};
	lx->input = &lx->script;
	lx->script.text.data[0] = '\0';
	lx->at = lx->script.text.data;
}

void parser_init(struct parser *ps, struct symtab *symbols, struct source *source,
		 const bool *expand_aliases, struct stack_guard *guard)
{
	set_up(ps, lexer_new(), symbols, source, expand_aliases, guard);
}

void parser_init_inside(struct parser *ps, struct parser *outer, struct symtab *symbols,
			struct source *source, const bool *expand_aliases,
			struct stack_guard *guard)
{
	struct lexer *lx = lexer_borrow(outer);

	set_up(ps, lx ? lx : lexer_new(), symbols, source, expand_aliases, guard);
	ps->outer = outer;
}

void parser_free(struct parser *ps)
{
	if (!lexer_leave(ps->outer, ps->lexer))
		lexer_free(ps->lexer);
	if (ps->messages)
		parse_messages_free(ps);
	ps->lexer = NULL;
}

bool parser_is_at_end(const struct parser *ps)
{
	return ps->source->at_end && ps->source->at_end(ps->source) && !*ps->lexer->at &&
	       !ps->lexer->have_token;
}

/* ---- results ------------------------------------------------------------------------------- */

/* Back to where the next line begins, whatever was under way. */
static void drop_line(struct parser *ps)
{
	struct lexer *lx = ps->lexer;

	for (; *lx->at; lx->at++)
		if (*lx->at == '\n')
			ps->line += lx->script.alias_count == 0;
	lx->script.alias_count = 0;
	lx->have_token = false;
	lx->heredocs = NULL;
	lx->stack_count = 0;
	strbuf_reset(&lx->scratch);
}

static void start(struct parser *ps, struct program **program)
{
	struct lexer *lx = ps->lexer;

	if (ps->messages)
		parse_messages_free(ps);
	ps->in_array = false;
	lx->ended = lx->interrupted = lx->failed = lx->starved = lx->continued = false;
	lx->heredocs = NULL;
	lx->retries = 0;
	lx->quoted_substitutions = 0;
	lx->compounds = NULL;
	lx->late_lines = NULL;
	lx->function_line = 0;
	lx->defines_function = false;
	lx->command_line = 0;
	lx->unaliased = NULL;
	lx->replaced = NULL;
	lx->reading = NULL;
	lx->closer = '\0';
	*program = program_new();
	lx->arena = &(*program)->arena;
}

static enum parse_result fail(struct parser *ps, struct program **program)
{
	bool interrupted = ps->lexer->interrupted;

	drop_line(ps);
	program_release(*program);
	*program = NULL;
	return interrupted ? PARSE_INTERRUPTED : PARSE_SYNTAX;
}

static enum parse_result end(struct parser *ps, struct program **program)
{
	if (ps->lexer->interrupted)
		drop_line(ps); /* the end was the line's, not the input's */
	program_release(*program);
	*program = NULL;
	return ps->lexer->interrupted ? PARSE_INTERRUPTED : PARSE_END;
}

/* Keeps the source's name for the functions that the program defines, which outlive the source. */
static void name_source(struct parser *ps, struct program *program)
{
	const char *name = ps->source ? ps->source->name : NULL;

	if (name)
		program->source = arena_strndup(&program->arena, name, strlen(name));
}

enum parse_result parse_complete_command(struct parser *ps, struct program **program)
{
	struct lexer *lx = ps->lexer;

	start(ps, program);
	const struct token *token = token_peek(ps, LEX_COMMAND);
	while (token->kind == T_NEWLINE && ps->source->passes_blank) {
		token_take(ps);
		token = token_peek(ps, LEX_COMMAND);
	}
	if (token->kind == T_EOF && !lx->failed)
		return end(ps, program);
	(*program)->root = parse_line(ps);
	if (lx->failed || lx->interrupted)
		return fail(ps, program);
	if (lx->defines_function)
		name_source(ps, *program);
	return PARSE_OK;
}

enum parse_result parse_everything(struct parser *ps, struct program **program)
{
	struct lexer *lx = ps->lexer;

	start(ps, program);
	(*program)->root = parse_compound_list(ps);
	if (!lx->failed && token_peek(ps, LEX_COMMAND)->kind != T_EOF)
		parse_unexpected(ps);
	if (lx->failed || lx->interrupted)
		return fail(ps, program);
	token_take(ps);
	if (lx->defines_function)
		name_source(ps, *program);
	return PARSE_OK;
}
