/*
 * Compound commands (XCU 2.9.4).
 */
#include "lang.h"

/* Enters a compound command, in which all is that is read until the outer one is put back. */
static void open_compound(struct parser *ps, struct open_compound *open, const char *name,
			  uint32_t line)
{
	*open = (struct open_compound){ps->lexer->compounds, name, line};
	ps->lexer->compounds = open;
}

/* Passes a reserved word that must come now. */
static bool expect(struct parser *ps, enum reserved rw)
{
	if (token_peek(ps, LEX_ALL_RESERVED)->reserved != rw) {
		parse_unexpected(ps);
		return false;
	}
	token_take(ps);
	return true;
}

/* A compound list that may not be empty. */
static struct node *parse_body(struct parser *ps)
{
	struct node *body = parse_compound_list(ps);

	if (!body)
		parse_unexpected(ps);
	return body;
}

static struct node *parse_group(struct parser *ps, uint32_t line)
{
	struct unary *group = node_new(ps, sizeof *group, NODE_GROUP, line);

	group->body = parse_body(ps);
	if (group->body)
		expect(ps, RW_RBRACE);
	return &group->node;
}

static void number_expression(const struct parser *ps, const struct arith_clause *clause,
			      uint32_t first_line, uint32_t line)
{
	const struct word *source = clause->value.source;

	if (source && lines_are_numbered(ps, first_line))
		number_expansion(source, line);
}

/* (( )): the first parenthesis has been taken, the cursor is at the second.  NULL without an error
 * when they begin two subshells. */
static struct node *parse_arith_command(struct parser *ps, uint32_t line)
{
	struct arith_command *command = node_new(ps, sizeof *command, NODE_ARITH, line);
	unsigned flags;

	uint32_t span = observe_open(ps, SPAN_ARITHMETIC);
	if (!scan_arith(ps, &command->expression.value, &command->expression.text, &flags, line)) {
		observe_rewind(ps, span);
		return NULL;
	}
	observe_close(ps, span);
	command->node.line = ps->line;
	number_expression(ps, &command->expression, line, ps->line);
	return &command->node;
}

void tell_subshell_end(struct lexer *lx, uint32_t *line)
{
	if (!lx->late_lines)
		return;
	struct late_line *late = arena_alloc(lx->arena, sizeof *late);
	*late = (struct late_line){*lx->late_lines, line};
	*lx->late_lines = late;
}

static struct node *parse_subshell(struct parser *ps, uint32_t line)
{
	if (lexer_peek(ps) == '(') {
		struct node *command = parse_arith_command(ps, line);
		if (command || ps->lexer->failed)
			return command;
	}
	struct unary *subshell = node_new(ps, sizeof *subshell, NODE_SUBSHELL, line);
	struct late_line **outer = ps->lexer->late_lines, *late = NULL;

	ps->lexer->late_lines = &late;
	subshell->body = parse_compound_list(ps);
	if (!subshell->body || token_peek(ps, LEX_ALL_RESERVED)->kind != T_RPAREN)
		parse_unexpected(ps);
	for (; late; late = late->next)
		*late->line = ps->lexer->token.line;
	ps->lexer->late_lines = outer;
	token_take(ps);
	return &subshell->node;
}

/* ---- if ------------------------------------------------------------------------------------ */

/* An `elif` is an if clause in the else part of the one before it; made in a loop, so that a long
 * chain needs no stack. */
static struct node *parse_if(struct parser *ps, uint32_t line)
{
	struct if_clause *first = node_new(ps, sizeof *first, NODE_IF, line);
	struct if_clause *clause = first;

	for (;;) {
		clause->condition = parse_body(ps);
		if (!clause->condition || !expect(ps, RW_THEN))
			return NULL;
		clause->then_part = parse_body(ps);
		if (!clause->then_part)
			return NULL;
		const struct token *token = token_peek(ps, LEX_ALL_RESERVED);
		if (token->reserved != RW_ELIF)
			break;
		struct if_clause *elif = node_new(ps, sizeof *elif, NODE_IF, token->line);
		token_take(ps);
		clause->else_part = &elif->node;
		clause = elif;
	}
	if (token_peek(ps, LEX_ALL_RESERVED)->reserved == RW_ELSE) {
		token_take(ps);
		clause->else_part = parse_body(ps);
		if (!clause->else_part)
			return NULL;
	}
	return expect(ps, RW_FI) ? &first->node : NULL;
}

/* ---- loops --------------------------------------------------------------------------------- */

static struct node *parse_do_group(struct parser *ps)
{
	if (!expect(ps, RW_DO))
		return NULL;
	struct node *body = parse_body(ps);
	return body && expect(ps, RW_DONE) ? body : NULL;
}

static struct node *parse_loop(struct parser *ps, enum node_kind kind, uint32_t line)
{
	struct loop *loop = node_new(ps, sizeof *loop, kind, line);

	loop->condition = parse_body(ps);
	if (!loop->condition)
		return NULL;
	loop->body = parse_do_group(ps);
	return &loop->node;
}

static bool parse_for_name(struct parser *ps, struct for_clause *loop)
{
	const struct token *token = token_peek(ps, LEX_AS(SPAN_VARIABLE));

	if (token->kind != T_WORD) {
		parse_unexpected(ps);
		return false;
	}
	const struct word *word = token->word;
	if (word->kind == WORD_LITERAL && !(word->flags & WORD_HAS_QUOTE) &&
	    name_is_valid(word->text, word->len))
		loop->name = symbol_intern(ps->symbols, word->text, word->len);
	else
		loop->name = bad_name(ps, &loop->node, token);
	token_take(ps);
	return true;
}

static void parse_for_words(struct parser *ps, struct for_clause *loop)
{
	struct lexer *lx = ps->lexer;
	size_t base = lx->stack_count, count;

	loop->has_in = true;
	while (token_peek(ps, LEX_AS(SPAN_WORD))->kind == T_WORD) {
		stack_push(lx, lx->token.word);
		token_take(ps);
	}
	loop->words = stack_take(ps, base, &count);
	loop->word_count = (uint32_t)count;
	if (lines_are_numbered(ps, loop->node.line))
		number_words(loop->words, loop->word_count, loop->node.line);
	if (lx->token.kind != T_SEMI && lx->token.kind != T_NEWLINE)
		parse_unexpected(ps);
	token_take(ps);
}

#define DO_OR_GROUP (RW_BIT(RW_DO) | RW_BIT(RW_LBRACE) | LEX_AS(SPAN_KEYWORD))

/* The commands between `do` and `done`, or, as bash has it, between braces. */
static struct node *parse_do_or_group(struct parser *ps)
{
	const struct token *token = token_peek(ps, DO_OR_GROUP);

	if (token->reserved != RW_LBRACE)
		return parse_do_group(ps);
	struct open_compound open;
	open_compound(ps, &open, "{", token->line);
	token_take(ps);
	struct node *body = parse_body(ps);
	bool closed = body && expect(ps, RW_RBRACE);
	ps->lexer->compounds = open.outer;
	return closed ? body : NULL;
}

/* The text between the parentheses of a `for ((` that is wrong, from the pin on. */
static void report_for_arith(struct parser *ps, struct pin *pin, uint32_t line)
{
	struct lexer *lx = ps->lexer;
	struct arith_clause clause;
	unsigned count = 0;

	if (lx->failed || ps->observer) {
		pin_clear(ps, pin, false);
		parse_unexpected(ps);
		return;
	}
	pin_clear(ps, pin, true);
	size_t start = pin->start;
	pin_set(ps, pin);
	enum clause_end end;
	do {
		end = scan_arith_clause(ps, &clause);
		count++;
	} while (end == CLAUSE_SEMICOLON);
	size_t stop = (size_t)(lx->at - lx->input->text.data);
	const char *text = lx->input->text.data + start;
	if (end == CLAUSE_CLOSED) {
		parse_error_detail(ps, line,
				   count < 3 ? "syntax error: arithmetic expression required"
					     : "syntax error: `;' unexpected");
		parse_error(ps, line, "syntax error: `((%.*s))'", (int)(stop - 2 - start), text);
	}
	pin_clear(ps, pin, end == CLAUSE_OTHER);
	parse_unexpected(ps);
}

/* `for ((`, the first parenthesis being the current token and the cursor at the second. */
static struct node *parse_for_arith(struct parser *ps, uint32_t line)
{
	struct arith_loop *loop = node_new(ps, sizeof *loop, NODE_FOR_ARITH, line);
	struct lexer *lx = ps->lexer;
	struct pin pin;

	loop->first.node = loop->condition.node = loop->step.node =
		(struct node){.kind = NODE_ARITH, .line = line};
	uint32_t span = observe_open(ps, SPAN_ARITHMETIC);
	lx->at++;
	pin_set(ps, &pin);
	bool good = scan_arith_clause(ps, &loop->first.expression) == CLAUSE_SEMICOLON &&
		    scan_arith_clause(ps, &loop->condition.expression) == CLAUSE_SEMICOLON &&
		    scan_arith_clause(ps, &loop->step.expression) == CLAUSE_CLOSED;
	observe_close(ps, span);
	if (!good) {
		report_for_arith(ps, &pin, line);
		return NULL;
	}
	pin_clear(ps, &pin, false);
	number_expression(ps, &loop->first.expression, line, line);
	number_expression(ps, &loop->condition.expression, line, line);
	number_expression(ps, &loop->step.expression, line, line);
	token_take(ps);
	const struct token *separator = token_peek(ps, DO_OR_GROUP);
	if (separator->kind == T_SEMI || separator->kind == T_NEWLINE)
		token_take(ps);
	skip_newlines(ps, DO_OR_GROUP);
	loop->body = parse_do_or_group(ps);
	return &loop->node;
}

/* `for` or `select`, which has been taken. */
static struct node *parse_for(struct parser *ps, enum node_kind kind, uint32_t line)
{
	if (kind == NODE_FOR && token_peek(ps, LEX_AS(SPAN_VARIABLE))->kind == T_LPAREN &&
	    lexer_peek(ps) == '(')
		return parse_for_arith(ps, line);
	struct for_clause *loop = node_new(ps, sizeof *loop, kind, line);
	const lex_context in_or_do = RW_BIT(RW_IN) | RW_BIT(RW_DO) | LEX_AS(SPAN_KEYWORD);

	if (!parse_for_name(ps, loop))
		return NULL;
	/* bash complains of a bad name where the function begins, of `for` in its place */
	if (loop->node.flags & NODE_BAD_NAME && kind == NODE_SELECT && ps->lexer->function_line)
		loop->node.line = ps->lexer->function_line;
	if (token_peek(ps, in_or_do)->kind == T_SEMI) {
		token_take(ps);
	} else {
		uint32_t newline = observe_newline(ps);
		skip_newlines(ps, in_or_do | RW_BIT(RW_LBRACE));
		if (ps->lexer->token.reserved == RW_IN) {
			token_take(ps);
			parse_for_words(ps, loop);
		} else { /* `for NAME;` */
			observe_newline_kind(ps, newline, SPAN_NEWLINE);
		}
	}
	if (ps->lexer->failed)
		return NULL;
	skip_newlines(ps, DO_OR_GROUP);
	loop->body = parse_do_or_group(ps);
	return &loop->node;
}

/* ---- case ---------------------------------------------------------------------------------- */

static bool parse_patterns(struct parser *ps, struct case_item *item, uint32_t line)
{
	struct lexer *lx = ps->lexer;
	size_t base = lx->stack_count, count;

	for (;;) {
		if (token_peek(ps, LEX_AS(SPAN_PATTERN))->kind != T_WORD) {
			parse_unexpected(ps);
			return false;
		}
		stack_push(lx, lx->token.word);
		token_take(ps);
		if (token_peek(ps, 0)->kind != T_PIPE)
			break;
		token_take(ps);
	}
	item->patterns = stack_take(ps, base, &count);
	item->pattern_count = (uint32_t)count;
	if (lines_are_numbered(ps, line))
		number_words(item->patterns, item->pattern_count, line);
	if (lx->token.kind != T_RPAREN) {
		parse_unexpected(ps);
		return false;
	}
	token_take(ps);
	return true;
}

/* The commands of an item and what ends it; false when no other item can follow. */
static bool parse_item_body(struct parser *ps, struct case_item *item)
{
	item->body = parse_compound_list(ps);
	switch (token_peek(ps, LEX_ALL_RESERVED)->kind) {
	case T_DSEMI:
		item->end = CASE_BREAK;
		break;
	case T_SEMI_AND:
		item->end = CASE_FALL_THROUGH;
		break;
	case T_DSEMI_AND:
		item->end = CASE_TEST_NEXT;
		break;
	default:
		return false;
	}
	token_take(ps);
	return true;
}

static void parse_items(struct parser *ps, struct case_clause *clause)
{
	struct case_item **tail = &clause->items;
	const lex_context context = RW_BIT(RW_ESAC) | LEX_AS(SPAN_PATTERN);

	while (!ps->lexer->failed) {
		skip_newlines(ps, context);
		if (ps->lexer->failed || ps->lexer->token.reserved == RW_ESAC)
			return;
		if (ps->lexer->token.kind == T_LPAREN)
			token_take(ps);
		struct case_item *item = arena_zalloc(ps->lexer->arena, sizeof *item);
		if (!parse_patterns(ps, item, clause->node.line))
			return;
		*tail = item;
		tail = &item->next;
		if (!parse_item_body(ps, item))
			return;
	}
}

static struct node *parse_case(struct parser *ps, uint32_t line)
{
	struct case_clause *clause = node_new(ps, sizeof *clause, NODE_CASE, line);
	const struct token *token = token_peek(ps, LEX_AS(SPAN_WORD));

	if (token->kind != T_WORD) {
		parse_unexpected(ps);
		return NULL;
	}
	clause->subject = token->word;
	if (lines_are_numbered(ps, line))
		number_words(&clause->subject, 1, line);
	token_take(ps);
	skip_newlines(ps, RW_BIT(RW_IN) | LEX_AS(SPAN_KEYWORD));
	if (!expect(ps, RW_IN))
		return NULL;
	parse_items(ps, clause);
	return !ps->lexer->failed && expect(ps, RW_ESAC) ? &clause->node : NULL;
}

/* ---- all of them --------------------------------------------------------------------------- */

static struct node *with_redirections(struct parser *ps, struct node *body)
{
	struct redir *redirs = NULL, **tail = &redirs;

	/* An alias may hold what follows a command, as an operator; other shells have it so. */
	token_peek(ps, LEX_ALL_RESERVED | LEX_ALIAS);
	while (token_peek(ps, LEX_ALL_RESERVED)->kind == T_REDIR && !ps->lexer->failed)
		tail = parse_redir(ps, tail, NULL);
	if (ps->lexer->failed)
		return NULL;
	if (!redirs)
		return body;
	struct redirected *redirected =
		node_new(ps, sizeof *redirected, NODE_REDIRECTED, body->line);
	redirected->body = body;
	redirected->redirs = redirs;
	for (struct redir *redir = redirs; redir; redir = redir->next) {
		uint32_t line = redir->line;
		redir->line = line_at_end(ps);
		if (!redir->delimiter && lines_are_numbered(ps, line))
			number_words(&redir->target, 1, redir->line);
		tell_subshell_end(ps->lexer, &redir->line);
	}
	return &redirected->node;
}

struct node *parse_compound(struct parser *ps)
{
	const struct token *token = token_peek(ps, LEX_ALL_RESERVED);
	enum reserved rw = token->reserved;
	uint32_t line = token->line, processes = token->processes;
	struct node *node;

	if (token->kind == T_LPAREN)
		rw = RW_NONE;
	else if (!(RW_BIT(rw) & RW_COMPOUND))
		return NULL;
	if (parse_too_deep(ps))
		return NULL;
	uint32_t span = observe_wrap(ps, SPAN_COMPOUND);
	struct open_compound open;
	open_compound(ps, &open, rw ? reserved_name(rw) : "(", line);
	struct late_line **late_lines = ps->lexer->late_lines;
	if (rw == RW_FOR || rw == RW_SELECT || rw == RW_CASE)
		ps->lexer->late_lines = NULL;
	token_take(ps);
	switch (rw) {
	case RW_LBRACE:
		node = parse_group(ps, line);
		break;
	case RW_CONDITION:
		node = parse_double_brackets(ps, line);
		break;
	case RW_CASE:
		node = parse_case(ps, line);
		break;
	case RW_FOR:
		node = parse_for(ps, NODE_FOR, line);
		break;
	case RW_SELECT:
		node = parse_for(ps, NODE_SELECT, line);
		break;
	case RW_IF:
		node = parse_if(ps, line);
		break;
	case RW_UNTIL:
		node = parse_loop(ps, NODE_UNTIL, line);
		break;
	case RW_WHILE:
		node = parse_loop(ps, NODE_WHILE, line);
		break;
	default:
		node = parse_subshell(ps, line);
		break;
	}
	observe_close(ps, span);
	ps->lexer->compounds = open.outer;
	ps->lexer->late_lines = late_lines;
	node = ps->lexer->failed ? NULL : with_redirections(ps, node);
	return with_processes(ps, node, processes);
}

struct node *with_processes(struct parser *ps, struct node *node, uint32_t before)
{
	struct lexer *lx = ps->lexer;

	if (lx->processes == before || lx->failed || !node)
		return node;
	lx->processes = before;
	struct unary *around = node_new(ps, sizeof *around, NODE_PROCESSES, node->line);
	around->body = node;
	return &around->node;
}
