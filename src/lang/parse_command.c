/*
 * Commands (XCU 2.9, 2.10): lists, and-or lists, pipelines, simple commands, redirections and
 * function definitions.
 */
#include "lang.h"

/* ---- nodes and children -------------------------------------------------------------------- */

void *node_new(struct parser *ps, size_t size, enum node_kind kind, uint32_t line)
{
	struct node *node = arena_zalloc(ps->lexer->arena, size);

	node->kind = (uint8_t)kind;
	node->line = line;
	return node;
}

void stack_grow(struct lexer *lx)
{
	lx->stack_cap = lx->stack_cap ? lx->stack_cap * 2 : 16;
	lx->stack = mem_realloc(lx->stack, lx->stack_cap * sizeof *lx->stack);
}

void *stack_take(struct parser *ps, size_t base, size_t *count)
{
	struct lexer *lx = ps->lexer;

	*count = lx->stack_count - base;
	lx->stack_count = base;
	if (*count == 0)
		return NULL;
	void *copy = arena_alloc(lx->arena, *count * sizeof *lx->stack);
	memcpy(copy, lx->stack + base, *count * sizeof *lx->stack);
	return copy;
}

/* ---- redirections -------------------------------------------------------------------------- */

static struct redir *parse_one_redir(struct parser *ps, struct node *owner)
{
	const struct token *token = &ps->lexer->token;
	struct redir *redir = arena_zalloc(ps->lexer->arena, sizeof *redir);

	redir->kind = token->redir;
	redir->line = token->line;
	redir->fd = token->fd >= 0 ? token->fd : redir_default_fd(token->redir);
	redir->variable = token->variable;
	token_take(ps);
	bool heredoc = redir_is_heredoc(redir->kind), dup = redir_is_dup(redir->kind);
	token = token_peek(ps, heredoc ? LEX_DELIMITER | LEX_AS(SPAN_DELIMITER)
				       : LEX_AS(dup ? SPAN_DESCRIPTOR : SPAN_TARGET));
	if (token->kind != T_WORD) {
		parse_unexpected(ps);
		return NULL;
	}
	if (heredoc) {
		redir->delimiter = token->word->text;
		if (redir->kind == REDIR_HEREDOC_STRIP)
			redir->delimiter += strspn(redir->delimiter, "\t");
		redir->delimiter_quoted = token->word->flags & WORD_HAS_QUOTE;
		heredoc_expect(ps, redir, owner);
	} else {
		redir->target = token->word;
	}
	token_take(ps);
	return redir;
}

struct redir **parse_redir(struct parser *ps, struct redir **tail, struct node *owner)
{
	struct redir *redir = parse_one_redir(ps, owner);

	if (!redir)
		return tail;
	*tail = redir;
	return &redir->next;
}

/* ---- functions ----------------------------------------------------------------------------- */

void skip_newlines(struct parser *ps, lex_context context)
{
	while (token_peek(ps, context)->kind == T_NEWLINE) {
		observe_newline_kind(ps, observe_newline(ps), SPAN_LINEBREAK);
		token_take(ps);
	}
}

struct symbol *bad_name(struct parser *ps, struct node *node, const struct token *token)
{
	const char *text = token_text(ps, token);

	node->flags |= NODE_BAD_NAME;
	return symbol_intern(ps->symbols, text, strlen(text));
}

/* Parses what follows the name of a function, and its parentheses. */
static struct node *parse_function_body(struct parser *ps, struct function_definition *function)
{
	struct late_line **late_lines = ps->lexer->late_lines;
	uint32_t function_line = ps->lexer->function_line;

	ps->lexer->late_lines = NULL;
	skip_newlines(ps, LEX_ALL_RESERVED);
	ps->lexer->function_line = token_peek(ps, LEX_ALL_RESERVED)->line;
	function->body = parse_compound(ps);
	if (!function->body)
		parse_unexpected(ps);
	ps->lexer->late_lines = late_lines;
	ps->lexer->function_line = function_line;
	const struct token *next = &ps->lexer->token;
	function->last_line = next->kind == T_NEWLINE ? next->line : ps->line;
	tell_subshell_end(ps->lexer, &function->last_line);
	return &function->node;
}

/* A definition of what the word names. */
static struct function_definition *begin_function(struct parser *ps, const struct word *word,
						  uint32_t line)
{
	struct function_definition *function = node_new(ps, sizeof *function, NODE_FUNCTION, line);
	const struct token token = {.kind = T_WORD, .word = (struct word *)word};

	ps->lexer->defines_function = true;
	/* The name of a special builtin is accepted: the builtin comes first when it is called. */
	if (word->kind == WORD_LITERAL && word->len && !(word->flags & WORD_HAS_QUOTE) &&
	    !memchr(word->text, '$', word->len))
		function->name = symbol_intern(ps->symbols, word->text, word->len);
	else
		function->name = bad_name(ps, &function->node, &token);
	return function;
}

/* `name (`, the parenthesis being the current token. */
static struct node *parse_function(struct parser *ps, const struct word *word, uint32_t line)
{
	token_take(ps);
	if (token_peek(ps, 0)->kind != T_RPAREN) {
		parse_unexpected(ps);
		return NULL;
	}
	token_take(ps);
	return parse_function_body(ps, begin_function(ps, word, line));
}

/* `function name` and, perhaps, `()`: the word being the current token (bash manual, 3.3).  Another
 * opening parenthesis begins the body. */
static struct node *parse_function_keyword(struct parser *ps)
{
	struct lexer *lx = ps->lexer;
	uint32_t line = lx->token.line;

	token_take(ps);
	const struct token *token = token_peek(ps, LEX_AS(SPAN_FUNCTION));
	const struct word *word = token->word;
	uint32_t processes = token->processes;
	if (token->kind != T_WORD) {
		parse_unexpected(ps);
		return NULL;
	}
	token_take(ps);
	lx->processes = processes; /* such a word is no name, and is not expanded */
	if (token_peek(ps, LEX_ALL_RESERVED)->kind == T_LPAREN) {
		const char *at = lx->at + strspn(lx->at, " \t");
		if (*at == ')')
			return parse_function(ps, word, line);
	}
	return parse_function_body(ps, begin_function(ps, word, line));
}

/* ---- simple commands ----------------------------------------------------------------------- */

/* `symbol` is the word's, where it is known. */
static enum command_syntax syntax_of(const struct parser *ps, const struct word *word,
				     const struct symbol *symbol)
{
	const struct symtab *commands = ps->symbols->commands ? ps->symbols->commands : ps->symbols;
	const struct symbol *name = symbol && commands == ps->symbols
					    ? symbol
					    : symbol_find(commands, word->text, word->len);

	return name ? (enum command_syntax)name->syntax : SYNTAX_ORDINARY;
}

/* A simple command while it is read. */
struct command_state {
	struct simple *simple;
	size_t assign_base; /* on the stack: assignments, then words */
	size_t word_base;
	lex_context context;
	bool after_prefix; /* only `command` and options so far */
	bool changes_aliases;
	struct redir *redirs, **redir_tail;
	uint32_t redir_count;
	uint32_t first_line; /* the command's own is that in which its first word ends */
	uint8_t flags;	     /* WORD_HAS_COMMAND */
};

/* Sets the context for the words after this one, the first or one behind a prefix. */
static void update_context(struct parser *ps, struct command_state *state, const struct word *word,
			   bool first)
{
	state->context = LEX_AS(SPAN_ARGUMENT) | (ps->posix ? 0 : LEX_TILDE);
	state->after_prefix = false;
	if (!word_literal(word))
		return;
	if (first)
		state->simple->name = symbol_intern(ps->symbols, word->text, word->len);
	switch (syntax_of(ps, word, first ? state->simple->name : NULL)) {
	case SYNTAX_DECLARATION:
		state->context = LEX_AS(SPAN_ARGUMENT) | LEX_DECLARE;
		return;
	case SYNTAX_TEXT:
		state->context |= ps->posix ? 0 : LEX_ARRAY_TEXT;
		return;
	case SYNTAX_PREFIX: /* as in bash, in POSIX mode only (XCU 2.9.1.1) */
		state->after_prefix = ps->posix;
		return;
	case SYNTAX_ALIASES:
		state->changes_aliases = first;
		return;
	case SYNTAX_ORDINARY:
		state->after_prefix = !first && word->text[0] == '-';
		return;
	}
}

static void take_word(struct parser *ps, struct command_state *state)
{
	struct lexer *lx = ps->lexer;
	const struct token *token = &lx->token;

	if (lx->stack_count == state->assign_base && !state->redirs)
		lx->command_line = state->simple->node.line = ps->line;
	if (token->assign && state->context & LEX_ASSIGN) {
		state->flags |= token->assign->value->flags;
		stack_push(lx, token->assign);
		state->word_base++;
	} else {
		struct word *word = token->word;
		bool first = lx->stack_count == state->word_base;
		state->flags |= word->flags;
		stack_push(lx, word);
		if (first || state->after_prefix)
			update_context(ps, state, word, first);
	}
	token_take(ps);
}

static void take_redir(struct parser *ps, struct command_state *state)
{
	struct redir **tail = parse_redir(ps, state->redir_tail, &state->simple->node);

	if (ps->lexer->failed)
		return;
	struct redir *redir = *state->redir_tail;
	if (state->redir_count == 0 && ps->lexer->stack_count == state->assign_base)
		state->simple->node.line = ps->line;
	redir->line = state->simple->node.line;
	state->redir_tail = tail;
	state->redir_count++;
	if (redir->target)
		state->flags |= redir->target->flags;
}

/* Makes these the command's words, and what follows from them. */
static void simple_set_words(struct parser *ps, struct simple *simple, struct word **words,
			     uint32_t count)
{
	simple->words = words;
	simple->word_count = count;
	if (!count)
		return;
	simple->argv = arena_alloc(ps->lexer->arena, (count + 1) * sizeof *simple->argv);
	for (uint32_t i = 0; i < count; i++) {
		bool finished = word_is_finished(words[i]);
		simple->argv[i] = finished ? (char *)words[i]->text : NULL;
		if (!finished)
			simple->node.flags |= NODE_HAS_EXPANSION;
	}
	simple->argv[count] = NULL;
}

/* Makes the assignments above base the command's; the stack is cut back. */
static void simple_set_assigns(struct lexer *lx, struct simple *simple, size_t base)
{
	size_t count = lx->stack_count - base;

	if (!count)
		return;
	simple->assign_count = (uint16_t)count;
	simple->assigns = arena_alloc(lx->arena, count * sizeof *simple->assigns);
	for (size_t i = 0; i < count; i++)
		simple->assigns[i] = *(const struct assign *)lx->stack[base + i];
	lx->stack_count = base;
}

static struct node *finish_simple(struct parser *ps, struct command_state *state)
{
	struct lexer *lx = ps->lexer;
	struct simple *simple = state->simple;
	size_t count;

	lx->command_line = 0;
	if (state->word_base - state->assign_base > UINT16_MAX ||
	    state->redir_count >= UINT16_MAX) { /* `|&` adds one */
		parse_error(ps, simple->node.line, "too many assignments or redirections");
		return NULL;
	}
	struct word **words = stack_take(ps, state->word_base, &count);
	simple_set_words(ps, simple, words, (uint32_t)count);
	simple_set_assigns(lx, simple, state->assign_base);
	simple->redirs = state->redirs;
	simple->redir_count = (uint16_t)state->redir_count;
	if (state->flags & WORD_HAS_COMMAND) {
		simple->node.flags |= NODE_HAS_COMMAND;
		if (lines_are_numbered(ps, state->first_line))
			number_command(simple);
	}
	if (lx->substitutions && state->changes_aliases && *ps->expand_aliases)
		lx->alias_notes++;
	return &simple->node;
}

static void begin_simple(struct parser *ps, struct command_state *state)
{
	struct lexer *lx = ps->lexer;

	*state = (struct command_state){
		.simple = node_new(ps, sizeof *state->simple, NODE_SIMPLE, lx->token.line),
		.assign_base = lx->stack_count,
		.word_base = lx->stack_count,
		.first_line = lx->token.line,
		.context = LEX_ALIAS | LEX_ASSIGN | LEX_AS(SPAN_COMMAND)};
	state->redir_tail = &state->redirs;
}

/* Parses the rest of a simple command.  One whose first word stands behind `coproc` cannot be a
 * function's definition. */
static struct node *go_on_simple(struct parser *ps, struct command_state *state, bool may_define)
{
	struct lexer *lx = ps->lexer;
	uint32_t line = state->simple->node.line;

	for (;;) {
		const struct token *token = token_peek(ps, state->context);
		if (token->kind == T_WORD) {
			take_word(ps, state);
		} else if (token->kind == T_REDIR) {
			take_redir(ps, state);
		} else if (token->kind == T_LPAREN) {
			if (!may_define || lx->stack_count != state->assign_base + 1 ||
			    state->word_base != state->assign_base || state->redirs) {
				parse_unexpected(ps);
				return NULL;
			}
			const struct word *name = lx->stack[--lx->stack_count];
			if (ps->observer)
				observer_renames(ps->observer, SPAN_FUNCTION);
			return parse_function(ps, name, line);
		} else {
			break;
		}
		if (lx->failed)
			return NULL;
	}
	return lx->failed ? NULL : finish_simple(ps, state);
}

static struct node *parse_simple(struct parser *ps)
{
	uint32_t processes = ps->lexer->token.processes;
	struct command_state state;

	begin_simple(ps, &state);
	return with_processes(ps, go_on_simple(ps, &state, true), processes);
}

/* ---- coprocesses --------------------------------------------------------------------------- */

/* A word behind `coproc` is a name when a compound command comes next, else the first one of a
 * simple command. */
static struct node *parse_named(struct parser *ps, struct word **name)
{
	struct lexer *lx = ps->lexer;
	uint32_t processes = lx->token.processes;
	struct command_state state;

	begin_simple(ps, &state);
	take_word(ps, &state);
	if (state.word_base == state.assign_base) {
		const struct token *next = token_peek(ps, state.context | RW_COMPOUND);
		if (next->kind == T_LPAREN || (next->kind == T_WORD && next->reserved)) {
			*name = lx->stack[--lx->stack_count];
			if (ps->observer)
				observer_renames(ps->observer, SPAN_VARIABLE);
			return parse_compound(ps);
		}
	}
	return with_processes(ps, go_on_simple(ps, &state, false), processes);
}

/* `coproc [name] command`, the reserved word being the current token (bash manual, 3.2.6). */
static struct node *parse_coproc(struct parser *ps)
{
	struct coproc_clause *clause =
		node_new(ps, sizeof *clause, NODE_COPROC, ps->lexer->token.line);

	token_take(ps);
	const struct token *token = token_peek(ps, LEX_COMMAND);
	if (token->kind == T_WORD && !token->reserved)
		clause->body = parse_named(ps, &clause->name);
	else if (token->kind == T_REDIR)
		clause->body = parse_simple(ps);
	else
		clause->body = parse_compound(ps);
	if (!clause->body && !ps->lexer->failed)
		parse_unexpected(ps);
	return &clause->node;
}

/* ---- pipelines, and-or lists --------------------------------------------------------------- */

static struct node *parse_command(struct parser *ps)
{
	const struct token *token = token_peek(ps, LEX_COMMAND);

	if (token->kind == T_REDIR || (token->kind == T_WORD && !token->reserved))
		return parse_simple(ps);
	if (token->reserved == RW_FUNCTION)
		return parse_function_keyword(ps);
	if (token->reserved == RW_COPROC)
		return parse_coproc(ps);
	struct node *node = parse_compound(ps);
	if (!node)
		parse_unexpected(ps);
	return node;
}

/* Passes each `!`; whether their number is odd. */
static bool parse_bangs(struct parser *ps, bool *any)
{
	bool negated = false;

	*any = false;
	while (token_peek(ps, LEX_COMMAND)->reserved == RW_BANG) {
		if (*any && ps->posix) {
			parse_unexpected(ps);
			return false;
		}
		*any = true;
		negated = !negated;
		token_take(ps);
	}
	return negated;
}

static struct node *parse_pipeline(struct parser *ps);

/* True at a token before which `!`  and `time` may stand alone. */
static bool ends_command(const struct token *token)
{
	return token->kind == T_NEWLINE || token->kind == T_SEMI || token->kind == T_AMP ||
	       token->kind == T_EOF;
}

/* Passes this word if it comes next and nothing in it is quoted. */
static bool passes_option(struct parser *ps, const char *option)
{
	const struct token *token = token_peek(ps, LEX_COMMAND);
	const char *text =
		token->kind == T_WORD && !token->assign ? word_literal(token->word) : NULL;

	if (!text || token->word->flags & WORD_HAS_QUOTE || strcmp(text, option) != 0)
		return false;
	observe_token(ps, SPAN_ARGUMENT);
	token_take(ps);
	return true;
}

/* `time [-p] [--] [pipeline]`, the word being the current token (bash manual, 3.2.3).  `time time`
 * is one. */
static struct node *parse_time(struct parser *ps)
{
	struct timed *timed = node_new(ps, sizeof *timed, NODE_TIME, ps->lexer->token.line);

	while (token_peek(ps, LEX_COMMAND)->reserved == RW_TIME) {
		token_take(ps);
		if (passes_option(ps, "-p"))
			timed->portable = true;
		if (passes_option(ps, "--")) /* means -p in bash */
			timed->portable = true;
	}
	if (!ends_command(token_peek(ps, LEX_COMMAND)))
		timed->body = parse_pipeline(ps);
	return &timed->node;
}

/* 2>&1, behind the redirections that the command has (bash manual, 3.2.3). */
static struct node *with_both_outputs(struct parser *ps, struct node *stage)
{
	if (stage->kind == NODE_PROCESSES) {
		struct unary *around = (struct unary *)stage;
		around->body = with_both_outputs(ps, around->body);
		return stage;
	}
	struct redir *redir = arena_zalloc(ps->lexer->arena, sizeof *redir);
	struct redir **tail;

	redir->kind = REDIR_DUP_OUT;
	redir->fd = 2;
	redir->line = stage->line;
	redir->target = literal_word(ps, "1", 1, 0);
	if (stage->kind == NODE_SIMPLE) {
		tail = &((struct simple *)stage)->redirs;
		((struct simple *)stage)->redir_count++;
	} else {
		if (stage->kind != NODE_REDIRECTED) {
			struct redirected *redirected =
				node_new(ps, sizeof *redirected, NODE_REDIRECTED, stage->line);
			redirected->body = stage;
			stage = &redirected->node;
		}
		tail = &((struct redirected *)stage)->redirs;
	}
	while (*tail)
		tail = &(*tail)->next;
	*tail = redir;
	return stage;
}

/* One command after the other; `time` is a reserved word at the beginning alone. */
static void parse_stages(struct parser *ps)
{
	struct lexer *lx = ps->lexer;

	while (!lx->failed) {
		token_peek(ps, LEX_COMMAND);
		uint32_t start = observe_start(ps);
		struct node *stage = parse_command(ps);
		if (lx->failed)
			return;
		enum token_kind next = token_peek(ps, LEX_ALL_RESERVED)->kind;
		observe_command(ps, stage, start);
		stack_push(lx, next == T_PIPE_BOTH ? with_both_outputs(ps, stage) : stage);
		if (next != T_PIPE && next != T_PIPE_BOTH)
			return;
		token_take(ps);
		skip_newlines(ps, LEX_COMMAND & ~RW_BIT(RW_TIME));
	}
}

static struct node *parse_pipeline(struct parser *ps)
{
	struct lexer *lx = ps->lexer;
	size_t base = lx->stack_count;
	uint32_t line = token_peek(ps, LEX_COMMAND)->line;
	bool any;
	bool negated = parse_bangs(ps, &any);
	uint32_t start = lx->failed ? 0 : observe_start(ps);

	if (!lx->failed && token_peek(ps, LEX_COMMAND)->reserved == RW_TIME)
		stack_push(lx, parse_time(ps));
	else if (!any || ps->posix || !ends_command(token_peek(ps, LEX_COMMAND)))
		parse_stages(ps);
	if (lx->failed)
		return NULL;
	if (lx->stack_count == base + 1 && !any)
		return lx->stack[--lx->stack_count];
	struct pipeline *pipeline = node_new(ps, sizeof *pipeline, NODE_PIPELINE, line);
	size_t count;
	pipeline->stages = stack_take(ps, base, &count);
	pipeline->stage_count = (uint32_t)count;
	pipeline->negated = negated;
	observe_command(ps, &pipeline->node, start);
	return &pipeline->node;
}

static struct node *parse_and_or(struct parser *ps)
{
	struct node *left = parse_pipeline(ps);
	struct binary *first = NULL, *last = NULL;

	while (!ps->lexer->failed) {
		const struct token *token = token_peek(ps, LEX_ALL_RESERVED);
		if (token->kind != T_AND_IF && token->kind != T_OR_IF)
			return left;
		enum node_kind kind = token->kind == T_AND_IF ? NODE_AND : NODE_OR;
		token_take(ps);
		skip_newlines(ps, LEX_COMMAND);
		struct binary *binary = node_new(ps, sizeof *binary, kind, left->line);
		binary->left = left;
		binary->right = ps->lexer->failed ? NULL : parse_pipeline(ps);
		if (last)
			last->up = binary;
		else
			first = binary;
		binary->first = first;
		last = binary;
		left = &binary->node;
	}
	return NULL;
}

/* ---- lists --------------------------------------------------------------------------------- */

static struct node *async_node(struct parser *ps, struct node *body)
{
	struct unary *unary = node_new(ps, sizeof *unary, NODE_ASYNC, body->line);

	unary->body = body;
	return &unary->node;
}

/* An and-or list and the separator after it, pushed; false when there was no separator. */
static bool parse_item(struct parser *ps)
{
	struct node *node = parse_and_or(ps);

	if (ps->lexer->failed)
		return false;
	enum token_kind kind = token_peek(ps, LEX_ALL_RESERVED)->kind;
	stack_push(ps->lexer, kind == T_AMP ? async_node(ps, node) : node);
	if (kind != T_AMP && kind != T_SEMI)
		return false;
	token_take(ps);
	return true;
}

static struct node *finish_list(struct parser *ps, size_t base)
{
	struct lexer *lx = ps->lexer;
	size_t count = lx->stack_count - base;

	if (lx->failed || count == 0) {
		lx->stack_count = base;
		return NULL;
	}
	if (count == 1)
		return lx->stack[--lx->stack_count];
	struct node *first = lx->stack[base];
	struct list *list = node_new(ps, sizeof *list, NODE_LIST, first->line);
	list->items = stack_take(ps, base, &count);
	list->count = (uint32_t)count;
	return &list->node;
}

/* True when a token can begin a command. */
static bool begins_command(const struct token *token)
{
	const lex_context closing = RW_BIT(RW_THEN) | RW_BIT(RW_DO) | RW_BIT(RW_DONE) |
				    RW_BIT(RW_ELIF) | RW_BIT(RW_ELSE) | RW_BIT(RW_ESAC) |
				    RW_BIT(RW_FI) | RW_BIT(RW_RBRACE) | RW_BIT(RW_IN);

	if (token->kind == T_WORD)
		return !token->reserved || !(closing & RW_BIT(token->reserved));
	return token->kind == T_REDIR || token->kind == T_LPAREN;
}

struct node *parse_compound_list(struct parser *ps)
{
	struct lexer *lx = ps->lexer;
	size_t base = lx->stack_count;

	do {
		skip_newlines(ps, LEX_COMMAND);
		while (!lx->failed && begins_command(token_peek(ps, LEX_COMMAND))) {
			bool separated = parse_item(ps);
			if (lx->failed)
				break;
			if (!separated) {
				if (token_peek(ps, LEX_ALL_RESERVED)->kind != T_NEWLINE)
					break;
				token_take(ps);
				struct node *item = lx->stack[lx->stack_count - 1];
				item->flags |= NODE_ENDS_LINE;
			}
			skip_newlines(ps, LEX_COMMAND);
		}
	} while (ps->observer && observer_recover(ps, base));
	return finish_list(ps, base);
}

struct node *parse_line(struct parser *ps)
{
	struct lexer *lx = ps->lexer;
	size_t base = lx->stack_count;

	while (!lx->failed && token_peek(ps, LEX_COMMAND)->kind != T_NEWLINE) {
		if (lx->stack_count > base && lx->token.kind == T_EOF)
			break;
		if (!parse_item(ps))
			break;
	}
	if (!lx->failed && lx->token.kind != T_NEWLINE && lx->token.kind != T_EOF)
		parse_unexpected(ps);
	token_take(ps);
	return finish_list(ps, base);
}
