/*
 * [[ ]] (bash manual, 3.2.5.2): primaries, with ! ( ) && and || between them, over any number of
 * lines.
 */
#include "lang.h"

#define OPERAND LEX_AS(SPAN_WORD)

static struct condition *parse_or(struct parser *ps);

static struct condition *new_condition(struct parser *ps, enum condition_kind kind)
{
	struct condition *condition = arena_zalloc(ps->lexer->arena, sizeof *condition);

	condition->kind = (uint8_t)kind;
	return condition;
}

/* An unquoted literal's text, else "". */
static const char *plain_text(const struct token *token)
{
	const char *text = token->kind == T_WORD ? word_literal(token->word) : NULL;

	return text && !(token->word->flags & WORD_HAS_QUOTE) ? text : "";
}

static bool is_plain(const struct token *token, const char *text)
{
	return strcmp(plain_text(token), text) == 0;
}

static void skip_lines(struct parser *ps)
{
	skip_newlines(ps, OPERAND);
}

/* The current token as messages call it. */
static const char *shown(struct parser *ps)
{
	return token_text(ps, &ps->lexer->token);
}

/* Something stands where an operand of this kind of operator should. */
static void unexpected_argument(struct parser *ps, const char *kind)
{
	parse_error_detail(ps, 0, "unexpected argument `%s' to conditional %s operator", shown(ps),
			   kind);
}

/* ---- primaries ----------------------------------------------------------------------------- */

static const struct {
	char text[4];
	uint8_t kind; /* enum condition_kind */
} binary_operators[] = {
	{"=", CONDITION_EQUAL},	      {"==", CONDITION_EQUAL},	{"!=", CONDITION_UNEQUAL},
	{"=~", CONDITION_MATCH},      {"-eq", CONDITION_EQ},	{"-ne", CONDITION_NE},
	{"-lt", CONDITION_LT},	      {"-le", CONDITION_LE},	{"-gt", CONDITION_GT},
	{"-ge", CONDITION_GE},	      {"-nt", CONDITION_NEWER}, {"-ot", CONDITION_OLDER},
	{"-ef", CONDITION_SAME_FILE},
};

/* The binary operator that the token is; CONDITION_NOT for none. */
static enum condition_kind binary_operator(const struct token *token)
{
	if (token->kind == T_REDIR && token->fd < 0)
		return token->redir == REDIR_READ    ? CONDITION_BEFORE
		       : token->redir == REDIR_WRITE ? CONDITION_AFTER
						     : CONDITION_NOT;
	const char *text = plain_text(token);
	for (size_t i = 0; i < sizeof binary_operators / sizeof *binary_operators; i++)
		if (strncmp(binary_operators[i].text, text, sizeof binary_operators[i].text) == 0)
			return binary_operators[i].kind;
	return CONDITION_NOT;
}

static bool is_unary_operator(const char *text)
{
	return text[0] == '-' && text[1] && !text[2] &&
	       strchr("abcdefghknoprstuvwxzGLNORS", text[1]);
}

/* The word that the token is; NULL, told, when it is none.  `kind` is its operator's. */
static struct word *take_operand(struct parser *ps, lex_context context, const char *kind)
{
	const struct token *token = token_peek(ps, context);
	struct word *word = token->word;

	if (token->kind != T_WORD || is_plain(token, "]]")) {
		unexpected_argument(ps, kind);
		return NULL;
	}
	token_take(ps);
	return word;
}

/* True when all of the expression is in the script itself. */
static bool is_fixed(const struct word *word)
{
	if (word->kind == WORD_LITERAL)
		return true;
	if (word->kind != WORD_PARTS)
		return false;
	for (const struct part *part = word->parts; part; part = part->next)
		if (part->kind != PART_LITERAL)
			return false;
	return true;
}

/* OPERAND OPERATOR OPERAND, or an OPERAND alone, the first having been read. */
static struct condition *parse_binary(struct parser *ps, struct word *first)
{
	const struct token *token = token_peek(ps, OPERAND);
	enum condition_kind kind = binary_operator(token);
	bool ends = token->kind == T_AND_IF || token->kind == T_OR_IF || token->kind == T_RPAREN ||
		    is_plain(token, "]]");

	if (ends) {
		struct condition *alone = new_condition(ps, CONDITION_UNARY);
		alone->letter = 'n';
		alone->first = first;
		return alone;
	}
	if (kind == CONDITION_NOT) {
		parse_error_detail(ps, 0,
				   "unexpected token `%s', conditional binary operator expected",
				   shown(ps));
		return NULL;
	}
	struct condition *condition = new_condition(ps, kind);
	condition->first = first;
	condition->spelled_short = is_plain(token, "=");
	observe_token(ps, SPAN_OPERATOR);
	token_take(ps);
	condition->second = take_operand(
		ps, OPERAND | (kind == CONDITION_MATCH ? LEX_REGEXP : LEX_GROUPS), "binary");
	if (!condition->second)
		return NULL;
	condition->fixed = is_fixed(condition->second);
	return condition;
}

/* -f OPERAND and its like, the operator being the current token. */
static struct condition *parse_unary(struct parser *ps)
{
	struct condition *condition = new_condition(ps, CONDITION_UNARY);

	condition->letter = plain_text(&ps->lexer->token)[1];
	observe_token(ps, SPAN_OPERATOR);
	token_take(ps);
	condition->first = take_operand(ps, OPERAND, "unary");
	return condition->first ? condition : NULL;
}

static struct condition *parse_parentheses(struct parser *ps)
{
	struct condition *group = new_condition(ps, CONDITION_GROUP);

	uint32_t line = ps->lexer->token.line;
	token_take(ps);
	group->left = parse_or(ps);
	if (!group->left) {
		parse_error_detail(ps, line, "expected `)'");
		return NULL;
	}
	if (token_peek(ps, OPERAND)->kind != T_RPAREN) {
		parse_error_detail(ps, line, "unexpected token `%s', expected `)'", shown(ps));
		return NULL;
	}
	token_take(ps);
	return group;
}

static struct condition *parse_primary(struct parser *ps)
{
	skip_newlines(ps, OPERAND);
	const struct token *token = token_peek(ps, OPERAND);

	if (parse_too_deep(ps))
		return NULL;
	if (token->kind == T_LPAREN)
		return parse_parentheses(ps);
	if (is_plain(token, "]]"))
		return NULL;
	if (token->kind != T_WORD) {
		parse_error_detail(ps, 0, "unexpected token `%s' in conditional command",
				   shown(ps));
		return NULL;
	}
	if (is_plain(token, "!")) {
		struct condition *negated = new_condition(ps, CONDITION_NOT);
		observe_token(ps, SPAN_OPERATOR);
		token_take(ps);
		negated->left = parse_primary(ps);
		if (!negated->left)
			return NULL;
		struct condition *primary = negated->left;
		while (primary->kind == CONDITION_NOT)
			primary = primary->left;
		primary->negated = !primary->negated;
		return negated;
	}
	if (is_unary_operator(plain_text(token)))
		return parse_unary(ps);
	struct word *first = token->word;
	token_take(ps);
	return parse_binary(ps, first);
}

/* ---- && and || ----------------------------------------------------------------------------- */

/* Conditions of one kind with an operator between them, the first of which has been read: each
 * holds the rest on its right. */
static struct condition *parse_and(struct parser *ps)
{
	struct condition *first = parse_primary(ps), **last = &first;

	while (*last) {
		skip_lines(ps);
		if (token_peek(ps, OPERAND)->kind != T_AND_IF)
			return first;
		token_take(ps);
		struct condition *both = new_condition(ps, CONDITION_AND);
		both->left = *last;
		*last = both;
		both->right = parse_primary(ps);
		last = &both->right;
	}
	return NULL;
}

static struct condition *parse_or(struct parser *ps)
{
	struct condition *first = parse_and(ps), **last = &first;

	while (*last) {
		if (token_peek(ps, OPERAND)->kind != T_OR_IF)
			return first;
		token_take(ps);
		struct condition *either = new_condition(ps, CONDITION_OR);
		either->left = *last;
		*last = either;
		either->right = parse_and(ps);
		last = &either->right;
	}
	return NULL;
}

/* Something else stands where the condition, which began in this line, should end. */
static void not_closed(struct parser *ps, uint32_t line)
{
	if (ps->lexer->token.kind == T_EOF)
		parse_error_detail(ps, line, "unexpected EOF while looking for `]]'");
	else
		parse_error_detail(ps, line,
				   "syntax error in conditional expression: unexpected token `%s'",
				   shown(ps));
}

struct node *parse_double_brackets(struct parser *ps, uint32_t line)
{
	struct conditional *conditional = node_new(ps, sizeof *conditional, NODE_CONDITIONAL, line);

	conditional->condition = parse_or(ps);
	bool good = conditional->condition && is_plain(token_peek(ps, OPERAND), "]]");
	if (!good) {
		if (conditional->condition)
			not_closed(ps, line);
		parse_unexpected_condition(ps);
		return NULL;
	}
	observe_token(ps, SPAN_RESERVED);
	conditional->node.line = ps->line;
	if (lines_are_numbered(ps, line))
		number_condition(conditional);
	token_take(ps);
	return &conditional->node;
}
