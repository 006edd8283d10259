/*
 * Arithmetic expressions (XCU 2.6.4), by precedence climbing, with ++ -- and ** in addition.
 */
#include "lang.h"

struct arith_parser {
	const char *text, *at, *end;
	const char *token; /* the one that was read last */
	struct arena *arena;
	struct symtab *symbols;
	struct stack_guard *guard;
	unsigned depth;		     /* subscripts around the cursor */
	bool expanded;		     /* nothing in subscripts is special any more */
	struct param *const *params; /* what the next ARITH_PARAM stands for; NULL for none */
	struct arith *pending;	     /* a variable that was read and is the next operand */
	struct arith_error error;    /* the first; parsing goes on to nowhere once it is set */
};

struct binary_operator {
	char text[3];
	uint8_t op;	    /* enum arith_op */
	uint8_t precedence; /* 1 binds loosest */
};

/* Longer ones first.  A following `=` makes most of them assignments, which is checked there. */
static const struct binary_operator operators[] = {
	{"**", AR_POW, 12}, {"||", AR_LOR, 1}, {"&&", AR_LAND, 2}, {"<<", AR_SHL, 8},
	{">>", AR_SHR, 8},  {"<=", AR_LE, 7},  {">=", AR_GE, 7},   {"==", AR_EQ, 6},
	{"!=", AR_NE, 6},   {"|", AR_OR, 3},   {"^", AR_XOR, 4},   {"&", AR_AND, 5},
	{"<", AR_LT, 7},    {">", AR_GT, 7},   {"+", AR_ADD, 9},   {"-", AR_SUB, 9},
	{"*", AR_MUL, 10},  {"/", AR_DIV, 10}, {"%", AR_MOD, 10},
};

static struct arith *parse_comma(struct arith_parser *p);
static struct arith *parse_assignment(struct arith_parser *p);
static struct arith *parse_unary(struct arith_parser *p);

static void *fail_at(struct arith_parser *p, const char *token, const char *message)
{
	if (!p->error.message)
		p->error = (struct arith_error){message, (size_t)(token - p->text),
						(size_t)(p->end - p->text)};
	return NULL;
}

static struct arith *new_node(struct arith_parser *p, enum arith_op op)
{
	struct arith *node = arena_zalloc(p->arena, sizeof *node);

	node->op = (uint8_t)op;
	return node;
}

/* An operator behind its left operand; the right one is still to be read. */
static struct arith *new_operation(struct arith_parser *p, enum arith_op op, struct arith *left)
{
	struct arith *node = new_node(p, op);

	node->left = left;
	node->chain = left->chain + 1;
	return node;
}

static void skip_space(struct arith_parser *p)
{
	while (p->at < p->end && is_among(*p->at, " \t\n"))
		p->at++;
}

/* The token that an error is reported at: the next one, at the end the last. */
static const char *next_token(struct arith_parser *p)
{
	skip_space(p);
	return p->at < p->end ? p->at : p->token;
}

static void *fail(struct arith_parser *p, const char *message)
{
	return fail_at(p, next_token(p), message);
}

static bool is_stray(char c)
{
	return !is_name_char(c) && !is_among(c, "=<>+-*/%!()&|^~?:,");
}

/* Fails at the place of an operator: bytes that are in none have a message of their own, behind a
 * name as well. */
static void *fail_at_operator(struct arith_parser *p, const char *message)
{
	const char *token = next_token(p);

	while (p->at < p->end && is_name_start(*p->at)) {
		while (p->at < p->end && is_name_char(*p->at))
			p->at++;
		skip_space(p);
	}
	if (p->at < p->end && *p->at != '[' && is_stray(*p->at))
		token = p->at;
	bool stray = p->at < p->end && is_stray(*token);

	return fail_at(p, token,
		       stray ? "arithmetic syntax error: invalid arithmetic operator" : message);
}

static void *fail_operand(struct arith_parser *p)
{
	return fail(p, "arithmetic syntax error: operand expected");
}

static bool looking_at(struct arith_parser *p, const char *text)
{
	size_t len = strlen(text);

	skip_space(p);
	return (size_t)(p->end - p->at) >= len && memcmp(p->at, text, len) == 0;
}

/* Passes a token of `len` bytes. */
static void pass(struct arith_parser *p, size_t len)
{
	p->token = p->at;
	p->at += len;
}

static bool take(struct arith_parser *p, const char *text)
{
	if (!looking_at(p, text))
		return false;
	pass(p, strlen(text));
	return true;
}

/* ---- operands ------------------------------------------------------------------------------ */

/* In bases up to 64 (bash manual, 6.5). */
static unsigned digit_in_base(char c, unsigned base)
{
	if (is_digit(c))
		return (unsigned)(c - '0');
	if (c >= 'a' && c <= 'z')
		return (unsigned)(c - 'a') + 10;
	if (c >= 'A' && c <= 'Z') /* lower and upper case differ beyond base 36 */
		return (unsigned)(c - 'A') + (base <= 36 ? 10 : 36);
	return c == '@' ? 62 : c == '_' ? 63 : 64;
}

static bool is_number_char(const struct arith_parser *p, const char *at)
{
	return at < p->end && (is_name_char(*at) || *at == '@');
}

/* The message shows no more than the number. */
static void *fail_number(struct arith_parser *p, const char *start, const char *message)
{
	fail_at(p, start, message);
	while (is_number_char(p, p->at) || (p->at < p->end && *p->at == '#'))
		p->at++;
	p->error.end = (size_t)(p->at - p->text);
	return NULL;
}

static struct arith *parse_number(struct arith_parser *p)
{
	const char *start = p->at;
	bool based = *start == '0'; /* the base is known */
	unsigned base = based ? 8 : 10;
	uint64_t value = 0;

	pass(p, based);
	if (based && p->at < p->end && (*p->at | 0x20) == 'x') {
		base = 16;
		p->at++;
	}
	for (; is_number_char(p, p->at) || (p->at < p->end && *p->at == '#'); p->at++) {
		if (*p->at == '#') {
			if (based)
				return fail_number(p, start, "invalid number");
			if (value < 2 || value > 64)
				return fail_number(p, start, "invalid arithmetic base");
			if (!is_number_char(p, p->at + 1))
				return fail_number(p, start, "invalid integer constant");
			base = (unsigned)value;
			based = true;
			value = 0;
			continue;
		}
		unsigned digit = digit_in_base(*p->at, base);
		if (digit >= base)
			return fail_number(p, start, "value too great for base");
		value = value * base + digit;
	}
	struct arith *node = new_node(p, AR_NUMBER);
	node->number = (int64_t)value;
	return node;
}

/* A name at the cursor. */
static struct symbol *parse_name(struct arith_parser *p)
{
	const char *start = p->at;

	p->token = start;
	while (p->at < p->end && is_name_char(*p->at))
		p->at++;
	return symbol_intern(p->symbols, start, (size_t)(p->at - start));
}

/* The end of a subscript that begins after the bracket at `at`; NULL when there is none. */
static const char *subscript_end(const struct arith_parser *p, const char *at)
{
	for (size_t depth = 0; at < p->end; at++) {
		if (*at == '\\' && !p->expanded && at + 1 < p->end)
			at++;
		else if (*at == '[')
			depth++;
		else if (*at == ']' && --depth == 0)
			return at;
	}
	return NULL;
}

/* A copy of the bytes without the backslashes that quote one of them. */
static char *unescaped(struct arith_parser *p, const char *text, size_t len, uint32_t *out_len)
{
	char *copy = arena_strndup(p->arena, text, len);
	uint32_t out = 0;

	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\\' && !p->expanded && i + 1 < len)
			i++;
		copy[out++] = text[i];
	}
	copy[out] = '\0';
	*out_len = out;
	return copy;
}

/* The bytes as a word, in which parameters are parts. */
static struct word *subscript_word(struct arith_parser *p, const char *text, size_t len)
{
	struct word *word = arena_zalloc(p->arena, sizeof *word);
	struct part **tail = &word->parts;
	const char *end = text + len;

	if (!p->params || !memchr(text, ARITH_PARAM, len)) {
		word->text = word->pattern = unescaped(p, text, len, &word->len);
		word->flags = word->len < len ? WORD_HAS_QUOTE : 0;
		return word;
	}
	word->kind = WORD_PARTS;
	while (text < end) {
		struct part *part = arena_zalloc(p->arena, sizeof *part);
		part->quoted = true;
		if (*text == ARITH_PARAM) {
			part->kind = PART_PARAM;
			part->param = **p->params++;
			text++;
		} else {
			const char *stop = memchr(text, ARITH_PARAM, (size_t)(end - text));
			size_t piece = (size_t)((stop ? stop : end) - text);
			part->text = unescaped(p, text, piece, &part->len);
			text += piece;
		}
		*tail = part;
		tail = &part->next;
	}
	return word;
}

/* True when something special stands there that no backslash quotes. */
static bool needs_expansion(const char *text, const char *end)
{
	for (; text < end && !is_among(*text, "$`'\""); text++)
		text += *text == '\\';
	return text < end;
}

static bool has_params_in(const struct arith_parser *p, const char *text, const char *end)
{
	return p->params && memchr(text, ARITH_PARAM, (size_t)(end - text));
}

/* A subscript that subscripts in it are nested more deeply in is parsed when it is evaluated: each
 * has a copy of its text. */
#define DEPTH_LIMIT 1000

/* [subscript] at the cursor. */
static struct subscript *parse_subscript(struct arith_parser *p)
{
	struct arith_parser inner = *p;
	const char *end = subscript_end(p, p->at);
	bool has_params = p->params != NULL;

	if (!end)
		return fail_at(p, p->token, "bad array subscript");
	if (stack_guard_hit(p->guard) || p->depth == DEPTH_LIMIT)
		return fail(p, "expression nested too deeply");
	struct subscript *subscript = arena_zalloc(p->arena, sizeof *subscript);
	const char *text = p->at + 1;
	subscript->raw = !p->expanded && !has_params_in(p, text, end) && needs_expansion(text, end);
	if (subscript->raw) {
		subscript->word = arena_zalloc(p->arena, sizeof *subscript->word);
		subscript->word->len = (uint32_t)(end - text);
		subscript->word->text = subscript->word->pattern =
			arena_strndup(p->arena, text, subscript->word->len);
	} else {
		subscript->word = subscript_word(p, text, (size_t)(end - text));
	}
	has_params = has_params && subscript->word->kind == WORD_PARTS;
	p->at = end + 1;
	if (end == text + 1 && (*text == '@' || *text == '*')) {
		subscript->all = *text;
		return subscript;
	}
	inner.text = inner.at = inner.token = text;
	inner.end = end;
	inner.depth++;
	subscript->value.tree = parse_comma(&inner);
	skip_space(&inner);
	if (inner.at != end)
		subscript->value.tree = NULL;
	subscript->value.text = subscript->word;
	if (!subscript->value.tree || has_params)
		subscript->value.source = subscript->word;
	return subscript;
}

/* A name at the cursor, with its subscript. */
static struct arith *parse_reference(struct arith_parser *p)
{
	struct arith *node = new_node(p, AR_VARIABLE);

	node->symbol = parse_name(p);
	if (p->at == p->end || *p->at != '[')
		return node;
	node->op = AR_ELEMENT;
	node->subscript = parse_subscript(p);
	return node->subscript ? node : NULL;
}

/* Reads ++ or -- behind a reference. */
static struct arith *parse_postfix(struct arith_parser *p, struct arith *node)
{
	bool up = node && take(p, "++");

	if (up || (node && take(p, "--")))
		node->op = up ? AR_POSTINC : AR_POSTDEC;
	return node;
}

static struct arith *parse_primary(struct arith_parser *p)
{
	if (p->at == p->end)
		return fail_operand(p);
	if (is_digit(*p->at))
		return parse_number(p);
	if (is_name_start(*p->at))
		return parse_postfix(p, parse_reference(p));
	if (*p->at == ARITH_PARAM && p->params) {
		struct arith *node = new_node(p, AR_PARAM);
		node->param = *p->params++;
		pass(p, 1);
		/* Text would grow together with what follows. */
		if (p->at < p->end && (is_name_char(*p->at) || *p->at == '#'))
			return fail_at(p, p->token, "arithmetic syntax error in expression");
		return node;
	}
	if (!take(p, "("))
		return fail_operand(p);
	struct arith *node = parse_comma(p);
	if (node && !take(p, ")"))
		return fail_at_operator(p, "missing `)'");
	return node;
}

/* ++x and --x; anything else after the signs makes them two of a kind. */
static struct arith *parse_prefix_step(struct arith_parser *p)
{
	const char *start = p->at;
	enum arith_op op = *p->at == '+' ? AR_PREINC : AR_PREDEC;

	p->at += 2;
	skip_space(p);
	if (p->at == p->end || !is_name_start(*p->at)) {
		p->at = start;
		return NULL;
	}
	struct arith *node = parse_reference(p);
	if (!node)
		return NULL;
	if (looking_at(p, "++") || looking_at(p, "--"))
		return fail(p, *p->at == '+' ? "++: assignment requires lvalue"
					     : "--: assignment requires lvalue");
	node->op = (uint8_t)op;
	return node;
}

static struct arith *parse_unary(struct arith_parser *p)
{
	static const char signs[] = "-+!~";
	static const uint8_t ops[] = {AR_NEG, AR_PLUS, AR_NOT, AR_COMPL};

	if (p->pending) {
		struct arith *operand = p->pending;
		p->pending = NULL;
		return parse_postfix(p, operand);
	}
	if (stack_guard_hit(p->guard))
		return fail(p, "expression nested too deeply");
	if (looking_at(p, "++") || looking_at(p, "--")) {
		struct arith *step = parse_prefix_step(p);
		if (step || p->error.message)
			return step;
	}
	const char *sign = p->at < p->end && *p->at ? strchr(signs, *p->at) : NULL;
	if (!sign)
		return parse_primary(p);
	pass(p, 1);
	struct arith *node = new_node(p, ops[sign - signs]);
	node->left = parse_unary(p);
	return node->left ? node : NULL;
}

/* ---- operators ----------------------------------------------------------------------------- */

static bool is_assignable(enum arith_op op)
{
	return op == AR_MUL || op == AR_DIV || op == AR_MOD || op == AR_ADD || op == AR_SUB ||
	       op == AR_SHL || op == AR_SHR || op == AR_AND || op == AR_XOR || op == AR_OR;
}

static bool begins_operator(char c)
{
	static const bool begins[128] = {
		['*'] = true, ['/'] = true, ['%'] = true, ['+'] = true, ['-'] = true, ['<'] = true,
		['>'] = true, ['='] = true, ['!'] = true, ['&'] = true, ['^'] = true, ['|'] = true,
	};

	return c > 0 && begins[(unsigned char)c];
}

static const struct binary_operator *find_operator(struct arith_parser *p)
{
	skip_space(p);
	if (p->at == p->end || !begins_operator(*p->at))
		return NULL;
	if (looking_at(p, "++") || looking_at(p, "--")) {
		/* behind an operand it can only be what belongs to the next name */
		const char *next = p->at + 2;
		while (next < p->end && is_among(*next, " \t\n\r"))
			next++;
		if (next < p->end && is_name_start(*next))
			return NULL;
	}
	for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
		const struct binary_operator *op = &operators[i];
		if (p->at < p->end && *p->at == *op->text && looking_at(p, op->text))
			return op;
	}
	return NULL;
}

/* True when a `=` makes an assignment of the operator at the cursor. */
static bool is_assigning(const struct arith_parser *p, const struct binary_operator *op)
{
	size_t len = strlen(op->text);

	return is_assignable(op->op) && (size_t)(p->end - p->at) > len && p->at[len] == '=';
}

/* The assignment operator at the cursor: AR_ASSIGN, or the operation before the `=`; -1 when there
 * is none. */
static int find_assignment(struct arith_parser *p, size_t *len)
{
	*len = 1;
	if (looking_at(p, "="))
		return looking_at(p, "==") ? -1 : AR_ASSIGN;
	const struct binary_operator *op = find_operator(p);
	if (!op || !is_assigning(p, op))
		return -1;
	*len = strlen(op->text) + 1;
	return op->op;
}

static struct arith *parse_binary(struct arith_parser *p, unsigned lowest)
{
	struct arith *left = parse_unary(p);

	while (left) {
		const struct binary_operator *op = find_operator(p);
		if (!op || op->precedence < lowest || is_assigning(p, op))
			break;
		pass(p, strlen(op->text));
		skip_space(p);
		struct arith *node = new_operation(p, op->op, left);
		node->at = (uint32_t)(p->at - p->text);
		/* Only ** groups to the right. */
		node->right =
			parse_binary(p, op->op == AR_POW ? op->precedence : op->precedence + 1u);
		left = node->right ? node : NULL;
		if (left && op->op == AR_POW)
			left->at = (uint32_t)(next_token(p) - p->text);
	}
	return left;
}

static struct arith *parse_conditional(struct arith_parser *p)
{
	struct arith *condition = parse_binary(p, 1);

	if (!condition || !take(p, "?"))
		return condition;
	struct arith *node = new_node(p, AR_COND);
	node->left = condition;
	if (next_token(p) == p->token || *p->at == ':')
		return fail(p, "expression expected");
	node->right = parse_comma(p);
	if (!node->right)
		return NULL;
	if (!take(p, ":"))
		return fail_at_operator(p, "`:' expected for conditional expression");
	if (next_token(p) == p->token)
		return fail(p, "expression expected");
	if (stack_guard_hit(p->guard))
		return fail(p, "expression nested too deeply");
	node->third = parse_conditional(p);
	return node->third ? node : NULL;
}

/* Reads a value that is no variable, and must not be assigned. */
static struct arith *parse_value(struct arith_parser *p)
{
	struct arith *node = parse_conditional(p);
	size_t len;

	if (node && find_assignment(p, &len) != -1)
		return fail(p, "attempted assignment to non-variable");
	return node;
}

static struct arith *parse_assignment(struct arith_parser *p)
{
	skip_space(p);
	if (p->at == p->end || !is_name_start(*p->at))
		return parse_value(p);
	struct arith *reference = parse_reference(p);
	if (!reference)
		return NULL;
	size_t len;
	int op = find_assignment(p, &len);
	if (op == -1) {
		p->pending = reference;
		return parse_value(p);
	}
	pass(p, len);
	if (stack_guard_hit(p->guard))
		return fail(p, "expression nested too deeply");
	struct arith *node = new_node(p, op == AR_ASSIGN ? AR_ASSIGN : AR_ASSIGN_OP);
	node->assign_op = op == AR_ASSIGN ? 0 : (uint8_t)op;
	node->symbol = reference->symbol;
	node->subscript = reference->subscript;
	node->right = parse_assignment(p);
	node->at = (uint32_t)(next_token(p) - p->text);
	return node->right ? node : NULL;
}

static struct arith *parse_comma(struct arith_parser *p)
{
	struct arith *left = parse_assignment(p);

	while (left && take(p, ",")) {
		struct arith *node = new_operation(p, AR_COMMA, left);
		node->right = parse_assignment(p);
		left = node->right ? node : NULL;
	}
	return left;
}

/* ---- entry --------------------------------------------------------------------------------- */

struct arith *arith_parse_params(struct arena *arena, struct symtab *symbols,
				 struct stack_guard *guard, const char *text, size_t len,
				 struct param *const *params, bool expanded,
				 struct arith_error *error)
{
	struct arith_parser p = {.text = text,
				 .at = text,
				 .token = text,
				 .end = text + len,
				 .arena = arena,
				 .symbols = symbols,
				 .guard = guard,
				 .expanded = expanded,
				 .params = params};
	struct arith *tree;

	skip_space(&p);
	if (p.at == p.end)
		tree = new_node(&p, AR_NUMBER);
	else
		tree = parse_comma(&p);
	skip_space(&p);
	if (tree && p.at != p.end)
		tree = fail_at_operator(&p, "arithmetic syntax error in expression");
	*error = p.error;
	return tree;
}

struct arith *arith_parse(struct arena *arena, struct symtab *symbols, struct stack_guard *guard,
			  const char *text, size_t len, bool expanded, struct arith_error *error)
{
	return arith_parse_params(arena, symbols, guard, text, len, NULL, expanded, error);
}
