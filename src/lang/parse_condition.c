/*
 * [[ ]] (bash manual, 3.2.5.2): primaries, with ! ( ) && and || between them, over any number of lines.
 */
#include "lang.h"

#define OPERAND LEX_AS(SPAN_WORD)

/* One [[ ]] while it is read. */
struct condition_parser {
	struct parser *ps;
	uint32_t line; /* of the [[ */
};

static struct condition *parse_or(struct condition_parser *p);

static struct condition *new_condition(struct condition_parser *p, enum condition_kind kind)
{
	struct condition *condition = arena_zalloc(p->ps->lexer->arena, sizeof *condition);

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

static void skip_lines(struct condition_parser *p)
{
	skip_newlines(p->ps, OPERAND);
}

/* The current token cannot be here; `wanted` is what could. */
static struct condition *unexpected(struct condition_parser *p, const char *wanted)
{
	struct parser *ps = p->ps;
	const struct token *token = &ps->lexer->token;

	if (ps->lexer->failed)
		return NULL;
	if (token->kind == T_EOF)
		parse_unexpected(ps, "]]", "[[", p->line);
	else
		parse_error(ps, token->line,
			    "syntax error: unexpected `%s' in the `[[' of line %u (looking for %s)",
			    token_text(ps, token), (unsigned)p->line, wanted);
	return NULL;
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

/* The binary operator that the token is, its index in the table in *text; CONDITION_NOT for none. */
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

/* The word that the token is; NULL, reported, when it is none. */
static struct word *take_operand(struct condition_parser *p, lex_context context)
{
	const struct token *token = token_peek(p->ps, context);
	struct word *word = token->word;

	if (token->kind != T_WORD || is_plain(token, "]]")) {
		unexpected(p, "an operand");
		return NULL;
	}
	token_take(p->ps);
	return word;
}

/* Whether all of the expression is in the script itself. */
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
static struct condition *parse_binary(struct condition_parser *p, struct word *first)
{
	const struct token *token = token_peek(p->ps, OPERAND);
	enum condition_kind kind = binary_operator(token);
	bool ends = token->kind == T_AND_IF || token->kind == T_OR_IF || token->kind == T_RPAREN ||
		    is_plain(token, "]]");

	if (ends) {
		struct condition *alone = new_condition(p, CONDITION_UNARY);
		alone->letter = 'n';
		alone->first = first;
		return alone;
	}
	if (kind == CONDITION_NOT)
		return unexpected(p, "a binary operator");
	struct condition *condition = new_condition(p, kind);
	condition->first = first;
	condition->spelled_short = is_plain(token, "=");
	observe_token(p->ps, SPAN_OPERATOR);
	token_take(p->ps);
	condition->second =
		take_operand(p, OPERAND | (kind == CONDITION_MATCH ? LEX_REGEXP : LEX_GROUPS));
	if (!condition->second)
		return NULL;
	condition->fixed = is_fixed(condition->second);
	return condition;
}

/* -f OPERAND and its like, the operator being the current token. */
static struct condition *parse_unary(struct condition_parser *p)
{
	struct condition *condition = new_condition(p, CONDITION_UNARY);

	condition->letter = plain_text(&p->ps->lexer->token)[1];
	observe_token(p->ps, SPAN_OPERATOR);
	token_take(p->ps);
	condition->first = take_operand(p, OPERAND);
	return condition->first ? condition : NULL;
}

static struct condition *parse_parentheses(struct condition_parser *p)
{
	struct condition *group = new_condition(p, CONDITION_GROUP);

	token_take(p->ps);
	group->left = parse_or(p);
	if (!group->left)
		return NULL;
	if (token_peek(p->ps, OPERAND)->kind != T_RPAREN)
		return unexpected(p, "`)'");
	token_take(p->ps);
	return group;
}

static struct condition *parse_primary(struct condition_parser *p)
{
	skip_lines(p);
	const struct token *token = token_peek(p->ps, OPERAND);

	if (parse_too_deep(p->ps))
		return NULL;
	if (token->kind == T_LPAREN)
		return parse_parentheses(p);
	if (token->kind != T_WORD || is_plain(token, "]]"))
		return unexpected(p, "a condition");
	if (is_plain(token, "!")) {
		struct condition *negated = new_condition(p, CONDITION_NOT);
		observe_token(p->ps, SPAN_OPERATOR);
		token_take(p->ps);
		negated->left = parse_primary(p);
		return negated->left ? negated : NULL;
	}
	if (is_unary_operator(plain_text(token)))
		return parse_unary(p);
	struct word *first = token->word;
	token_take(p->ps);
	return parse_binary(p, first);
}

/* ---- && and || ----------------------------------------------------------------------------- */

/* Conditions of one kind with an operator between them, the first of which has been read: each holds the
 * rest on its right. */
static struct condition *parse_and(struct condition_parser *p)
{
	struct condition *first = parse_primary(p), **last = &first;

	while (*last) {
		skip_lines(p);
		if (token_peek(p->ps, OPERAND)->kind != T_AND_IF)
			return first;
		token_take(p->ps);
		struct condition *both = new_condition(p, CONDITION_AND);
		both->left = *last;
		*last = both;
		both->right = parse_primary(p);
		last = &both->right;
	}
	return NULL;
}

static struct condition *parse_or(struct condition_parser *p)
{
	struct condition *first = parse_and(p), **last = &first;

	while (*last) {
		if (token_peek(p->ps, OPERAND)->kind != T_OR_IF)
			return first;
		token_take(p->ps);
		struct condition *either = new_condition(p, CONDITION_OR);
		either->left = *last;
		*last = either;
		either->right = parse_and(p);
		last = &either->right;
	}
	return NULL;
}

struct node *parse_double_brackets(struct parser *ps, uint32_t line)
{
	struct condition_parser p = {.ps = ps, .line = line};
	struct conditional *conditional = node_new(ps, sizeof *conditional, NODE_CONDITIONAL, line);

	conditional->condition = parse_or(&p);
	if (!conditional->condition)
		return NULL;
	if (!is_plain(token_peek(ps, OPERAND), "]]")) {
		unexpected(&p, "`&&', `||' or `]]'");
		return NULL;
	}
	observe_token(ps, SPAN_RESERVED);
	token_take(ps);
	return &conditional->node;
}
