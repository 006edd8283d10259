/*
 * Words: scanning them to parts, with quoting (XCU 2.2) and the places of tilde-prefixes, and
 * making the finished word of them in the simplest kind that fits.
 */
#include "lang.h"
#include "unparse.h"

/* ---- which characters interest a scan ----------------------------------------------------- */

enum {
	IN_WORD = 1 << 0,
	IN_OPERAND = 1 << 1,
	IN_DQUOTE = 1 << 2,
	IN_OPERAND_QUOTED = 1 << 3,
	IN_TEXT = 1 << 4,
	IN_ARITH = 1 << 5,
	IN_ARITH_CLAUSE = 1 << 6,
	IN_ARITH_BRACKET = 1 << 7,
	IN_REGEXP = 1 << 8,
	ENDS_WORD = 1 << 9,
	IN_SUBSCRIPT = 1 << 10,
	IN_REPLACED = 1 << 11,
	IN_RANGE = 1 << 12,
	IN_ANY_OPERAND = IN_OPERAND | IN_REPLACED,
	IN_BARE = IN_WORD | IN_ANY_OPERAND | IN_REGEXP,
	REGEXP_END = IN_WORD | IN_REGEXP | ENDS_WORD,
	IN_PARENS = IN_ARITH | IN_ARITH_CLAUSE,
	IN_ANY_ARITH = IN_PARENS | IN_ARITH_BRACKET,
	QUOTED_INSIDE = IN_DQUOTE | IN_OPERAND_QUOTED | IN_TEXT | IN_ANY_ARITH | IN_RANGE,
	EVERYWHERE = IN_BARE | IN_SUBSCRIPT | QUOTED_INSIDE
};

static const uint16_t mode_bit[] = {
	[SCAN_WORD] = IN_WORD,
	[SCAN_REGEXP] = IN_REGEXP,
	[SCAN_DQUOTE] = IN_DQUOTE,
	[SCAN_OPERAND] = IN_OPERAND,
	[SCAN_OPERAND_QUOTED] = IN_OPERAND_QUOTED,
	[SCAN_REPLACED] = IN_REPLACED,
	[SCAN_RANGE] = IN_RANGE,
	[SCAN_LENGTH] = IN_RANGE,
	[SCAN_TEXT] = IN_TEXT,
	[SCAN_ARITH] = IN_ARITH,
	[SCAN_ARITH_CLAUSE] = IN_ARITH_CLAUSE,
	[SCAN_ARITH_BRACKET] = IN_ARITH_BRACKET,
	[SCAN_SUBSCRIPT] = IN_SUBSCRIPT,
};

static const uint16_t char_bits[256] = {
	['\0'] = EVERYWHERE,
	['\n'] = EVERYWHERE | ENDS_WORD,
	['\\'] = EVERYWHERE,
	['$'] = EVERYWHERE,
	['`'] = EVERYWHERE,
	[' '] = REGEXP_END,
	['\t'] = REGEXP_END,
	[';'] = REGEXP_END | IN_ARITH_CLAUSE,
	['&'] = REGEXP_END,
	['|'] = IN_WORD | ENDS_WORD,
	['<'] = REGEXP_END | IN_ANY_OPERAND,
	['>'] = REGEXP_END | IN_ANY_OPERAND,
	['('] = REGEXP_END | IN_PARENS | IN_RANGE,
	[')'] = REGEXP_END | IN_PARENS | IN_RANGE,
	['\''] = IN_BARE | IN_SUBSCRIPT | IN_OPERAND_QUOTED | IN_ANY_ARITH,
	['"'] = IN_BARE | IN_SUBSCRIPT | IN_DQUOTE | IN_OPERAND_QUOTED | IN_ANY_ARITH | IN_RANGE,
	['*'] = IN_WORD | IN_ANY_OPERAND,
	['?'] = IN_WORD | IN_ANY_OPERAND | IN_RANGE,
	['['] = IN_WORD | IN_ANY_OPERAND | IN_SUBSCRIPT | IN_ANY_ARITH | IN_RANGE,
	[']'] = IN_SUBSCRIPT | IN_ARITH_BRACKET,
	['~'] = IN_BARE,
	[':'] = IN_WORD | IN_ANY_OPERAND | IN_RANGE,
	['='] = IN_WORD,
	['{'] = IN_WORD,
	['}'] = IN_ANY_OPERAND | IN_OPERAND_QUOTED | IN_RANGE,
	['/'] = IN_REPLACED,
};

/* ---- the builder --------------------------------------------------------------------------- */

void builder_init(struct parser *ps, struct word_builder *b)
{
	*b = (struct word_builder){.run = ps->lexer->scratch.len};
	b->tail = &b->first;
}

static void append_part(struct word_builder *b, struct part *part)
{
	*b->tail = part;
	b->tail = &part->next;
	b->last = part;
}

/* The open run becomes a part, or grows the part before it when that is alike. */
static void close_run(struct parser *ps, struct word_builder *b)
{
	struct lexer *lx = ps->lexer;

	if (!b->run_open)
		return;
	b->run_open = false;
	size_t len;
	const char *text = scratch_from(lx, b->run, &len);
	if (b->last && b->last->kind == PART_LITERAL && b->last->quoted == b->run_quoted) {
		char *joined = arena_alloc(lx->arena, b->last->len + len + 1);
		memcpy(joined, b->last->text, b->last->len);
		memcpy(joined + b->last->len, text, len);
		joined[b->last->len + len] = '\0';
		b->last->text = joined;
		b->last->len += (uint32_t)len;
	} else if (len || b->run_quoted) {
		struct part *part = arena_zalloc(lx->arena, sizeof *part);
		part->kind = PART_LITERAL;
		part->quoted = b->run_quoted;
		part->line = ps->line;
		part->len = (uint32_t)len;
		part->text = arena_strndup(lx->arena, text, len);
		append_part(b, part);
	}
	strbuf_truncate(&lx->scratch, b->run);
}

/* Makes sure that a run of this quoting is open. */
static inline void open_run(struct parser *ps, struct word_builder *b, bool quoted)
{
	if (b->run_open && b->run_quoted == quoted)
		return;
	close_run(ps, b);
	b->run_open = true;
	b->run_quoted = quoted;
	b->run = ps->lexer->scratch.len;
}

void builder_literal(struct parser *ps, struct word_builder *b, const char *text, size_t len,
		     bool quoted)
{
	open_run(ps, b, quoted);
	strbuf_add(&ps->lexer->scratch, text, len);
}

static void add_char(struct parser *ps, struct word_builder *b, int c, bool quoted)
{
	open_run(ps, b, quoted);
	strbuf_addc(&ps->lexer->scratch, (char)c);
}

struct part *builder_part(struct parser *ps, struct word_builder *b, enum part_kind kind,
			  bool quoted, uint32_t line)
{
	close_run(ps, b);
	struct part *part = arena_zalloc(ps->lexer->arena, sizeof *part);
	part->kind = (uint8_t)kind;
	part->quoted = quoted;
	part->line = line;
	append_part(b, part);
	return part;
}

/* ---- finished words ------------------------------------------------------------------------ */

static struct word *new_word(struct parser *ps, enum word_kind kind, unsigned flags)
{
	struct word *word = arena_alloc(ps->lexer->arena, sizeof *word);

	*word = (struct word){.kind = (uint8_t)kind, .flags = (uint8_t)flags};
	return word;
}

struct word *literal_word(struct parser *ps, const char *text, size_t len, unsigned flags)
{
	struct word *word = arena_alloc(ps->lexer->arena, sizeof *word + len + 1);
	char *copy = (char *)(word + 1);

	memcpy(copy, text, len);
	copy[len] = '\0';
	*word = (struct word){.kind = WORD_LITERAL,
			      .flags = (uint8_t)flags,
			      .len = (uint32_t)len,
			      .text = copy,
			      .pattern = copy};
	return word;
}

/* Characters that mean something in a pattern, and those that do between brackets. */
enum { IN_PATTERN = 1 << 0, IN_BRACKETS = 1 << 1 };

static const uint8_t pattern_bits[256] = {
	['*'] = IN_PATTERN,  ['?'] = IN_PATTERN,  ['['] = IN_PATTERN,  [']'] = IN_PATTERN,
	['\\'] = IN_PATTERN, ['('] = IN_PATTERN,  ['|'] = IN_PATTERN,  [')'] = IN_PATTERN,
	['!'] = IN_BRACKETS, ['^'] = IN_BRACKETS, ['-'] = IN_BRACKETS, [':'] = IN_BRACKETS,
	['='] = IN_BRACKETS, ['.'] = IN_BRACKETS,
};

static bool has_open_bracket(const struct part *parts)
{
	for (const struct part *p = parts; p; p = p->next)
		if (!p->quoted && memchr(p->text, '[', p->len))
			return true;
	return false;
}

/* Text and pattern of a word all of whose parts are literals. */
static struct word *join_literals(struct parser *ps, const struct part *parts, unsigned flags)
{
	struct word *word = new_word(ps, WORD_LITERAL, flags);
	unsigned special = has_open_bracket(parts) ? IN_PATTERN | IN_BRACKETS : IN_PATTERN;
	size_t len = 0, specials = 0;

	for (const struct part *p = parts; p; p = p->next) {
		len += p->len;
		for (uint32_t i = 0; p->quoted && i < p->len; i++)
			specials += (pattern_bits[(unsigned char)p->text[i]] & special) != 0;
	}
	if (specials == 0 && !parts->next) {
		word->text = word->pattern = parts->text;
		word->len = (uint32_t)len;
		return word;
	}
	char *text = arena_alloc(ps->lexer->arena, len + 1);
	char *pattern = specials ? arena_alloc(ps->lexer->arena, len + specials + 1) : NULL;
	word->text = text;
	word->pattern = pattern ? pattern : text;
	word->len = (uint32_t)len;
	for (const struct part *p = parts; p; p = p->next) {
		memcpy(text, p->text, p->len);
		text += p->len;
		for (uint32_t i = 0; pattern && i < p->len; i++) {
			if (p->quoted && pattern_bits[(unsigned char)p->text[i]] & special)
				*pattern++ = '\\';
			*pattern++ = p->text[i];
		}
	}
	*text = '\0';
	if (pattern)
		*pattern = '\0';
	return word;
}

static bool all_literal(const struct part *part)
{
	for (; part; part = part->next)
		if (part->kind != PART_LITERAL)
			return false;
	return true;
}

static bool is_lone_param(const struct part *part)
{
	return !part->next && part->kind == PART_PARAM && part->param.op == PARAM_PLAIN &&
	       !(part->quoted && part->param.special == '@');
}

/* Gives the text of these parts to the bad substitutions among them that have none yet. */
static __attribute__((noinline)) void name_bad_braces(struct parser *ps, struct part *first,
						      enum scan_mode mode)
{
	enum print_place place = mode_bit[mode] & (IN_ANY_ARITH | IN_RANGE) ? PRINT_ARITH
				 : mode == SCAN_TEXT || mode == SCAN_DQUOTE ? PRINT_TEXT
				 : mode == SCAN_OPERAND_QUOTED		    ? PRINT_OPERAND_QUOTED
									    : PRINT_WORD;
	struct strbuf text = STRBUF_INIT;

	unparse_parts(&text, first, place);
	const char *said = arena_strndup(ps->lexer->arena, strbuf_text(&text), text.len);
	strbuf_free(&text);
	for (struct part *part = first; part; part = part->next)
		if (part->kind == PART_PARAM && part->param.op == PARAM_BAD &&
		    !part->param.bad->said)
			part->param.bad->said = said;
}

/* A word that is one quoted text, in which nothing would mean anything in a pattern; else NULL. */
static struct word *quoted_word(struct parser *ps, struct word_builder *b)
{
	struct strbuf *scratch = &ps->lexer->scratch;
	size_t len;
	const char *text = scratch_from(ps->lexer, b->run, &len);

	for (size_t i = 0; i < len; i++)
		if (pattern_bits[(unsigned char)text[i]] & IN_PATTERN)
			return NULL;
	struct word *word = literal_word(ps, text, len, b->flags);
	b->run_open = false;
	strbuf_truncate(scratch, b->run);
	return word;
}

struct word *builder_finish(struct parser *ps, struct word_builder *b)
{
	struct lexer *lx = ps->lexer;

	if (!b->first && (!b->run_open || !b->run_quoted)) {
		size_t len = 0;
		const char *text = b->run_open ? scratch_from(lx, b->run, &len) : "";
		if (len == 1 && *text == '[')
			b->flags &= ~WORD_HAS_GLOB; /* no bracket expression can end in it */
		struct word *word = literal_word(ps, text, len, b->flags);
		if (b->run_open)
			strbuf_truncate(&lx->scratch, b->run);
		return word;
	}
	if (!b->first) {
		struct word *word = quoted_word(ps, b);
		if (word)
			return word;
	}
	close_run(ps, b);
	if (b->bad_braces)
		name_bad_braces(ps, b->first, (enum scan_mode)b->mode);
	if (all_literal(b->first) && !(b->is_operand && b->first->next))
		return join_literals(ps, b->first, b->flags);
	struct word *word = new_word(ps, WORD_PARTS, b->flags & ~WORD_HAS_GLOB);
	if (is_lone_param(b->first)) {
		word->kind = b->first->quoted ? WORD_QPARAM : WORD_PARAM;
		word->param = &b->first->param;
	} else {
		word->parts = b->first;
	}
	return word;
}

/* ---- quotes -------------------------------------------------------------------------------- */

/* '...', the opening quote being the current character. */
static void scan_single_quotes(struct parser *ps, struct word_builder *b)
{
	struct lexer *lx = ps->lexer;
	uint32_t line = ps->line;

	lx->at++;
	open_run(ps, b, true);
	for (;;) {
		size_t len = strcspn(lx->at, "'\n");
		builder_literal(ps, b, lx->at, len, true);
		lx->at += len;
		int c = lexer_peek_raw(ps);
		if (c == -1) {
			parse_error_end(ps, line, "'");
			return;
		}
		if (c == '\'')
			break;
		if (c == '\n') {
			add_char(ps, b, c, true);
			lx->at++;
			lexer_count_line(ps);
		}
	}
	lx->at++;
}

/* "...", the opening quote being the current character. */
static void scan_double_quotes(struct parser *ps, struct word_builder *b)
{
	struct part *last = b->last;

	ps->lexer->at++;
	if (b->run_open && !b->run_quoted) {
		close_run(ps, b);
		last = b->last;
	}
	bool grows_run = b->run_open;
	scan_parts(ps, b, SCAN_DQUOTE);
	if (ps->lexer->failed)
		return;
	if (b->last == last) {
		if (!b->run_open)
			open_run(ps, b, true);
		return;
	}
	/* Behind the text that stood before. */
	struct part *first = last ? last->next : b->first;
	if (grows_run)
		first = first->next;
	if (first)
		first->opens_quotes = true;
	if (first && b->bad_braces) {
		close_run(ps, b);
		name_bad_braces(ps, first, SCAN_DQUOTE);
	}
}

/* Which characters a backslash quotes inside the quoting modes; elsewhere it stays. */
static bool backslash_quotes(enum scan_mode mode, int c)
{
	if (c == '$' || c == '`' || c == '\\')
		return true;
	if (c == '"')
		return mode != SCAN_TEXT;
	return c == '}' && mode == SCAN_OPERAND_QUOTED;
}

/* True of what means nothing to the end of arithmetic after a backslash, which is kept. */
static bool quotes_in_arith(const struct parser *ps, enum scan_mode mode, int c)
{
	if (c == '\'')
		return true;
	return !ps->posix && mode_bit[mode] & IN_ANY_ARITH && is_among(c, "();[]");
}

/* A backslash that does not continue the line (lexer_peek passed those). */
static void scan_backslash(struct parser *ps, struct word_builder *b, enum scan_mode mode,
			   bool quoted)
{
	struct lexer *lx = ps->lexer;

	lx->at++;
	int c = lexer_peek_raw(ps);
	if (!quoted)
		b->flags |= WORD_HAS_QUOTE;
	if (c == -1)
		observe_end(ps);
	if (c == '"' && b->in_arith && mode == SCAN_SUBSCRIPT) {
		add_char(ps, b, c, false);
		lx->at++;
		return;
	}
	if (c == -1 || (quoted && !backslash_quotes(mode, c) && !b->in_operand)) {
		add_char(ps, b, '\\', true);
		if (!(b->single_quoted ? b->dollar_quoted && c == '\''
				       : quotes_in_arith(ps, mode, c)))
			return;
	}
	add_char(ps, b, c, true);
	lx->at++;
}

/* ---- tildes and assignments ---------------------------------------------------------------- */

static bool ends_tilde(const struct parser *ps, const struct word_builder *b, enum scan_mode mode,
		       int c)
{
	bool at_colon = b->colon_tilde || (mode == SCAN_OPERAND && !ps->posix);

	if (c == -1 || c == '/' || (c == ':' && at_colon))
		return true;
	return mode == SCAN_OPERAND || mode == SCAN_REPLACED ? c == '}' : char_bits[c] & ENDS_WORD;
}

/* A ~ where a tilde-prefix may be (XCU 2.6.1): PART_TILDE if the login name is unquoted. */
static void scan_tilde(struct parser *ps, struct word_builder *b, enum scan_mode mode)
{
	struct lexer *lx = ps->lexer;
	int c;

	close_run(ps, b);
	size_t start = lx->scratch.len;
	strbuf_addc(&lx->scratch, '~');
	lx->at++;
	while (c = lexer_peek(ps),
	       c == '.' || c == '-' || c == '+' || c == '@' || c >= 128 || is_name_char(c)) {
		strbuf_addc(&lx->scratch, (char)c);
		lx->at++;
	}
	if (!ends_tilde(ps, b, mode, c)) {
		b->run = start;
		b->run_open = true;
		b->run_quoted = false;
		return;
	}
	size_t len;
	const char *user = scratch_from(lx, start + 1, &len);
	user = arena_strndup(lx->arena, user, len);
	strbuf_truncate(&lx->scratch, start);
	struct part *part = builder_part(ps, b, PART_TILDE, false, ps->line);
	part->text = user;
	part->len = (uint32_t)len;
}

/* True when the cursor stands in front of this offset of the input. */
static bool is_before(const struct parser *ps, size_t offset)
{
	return (size_t)(ps->lexer->at - ps->lexer->input->text.data) < offset;
}

/* Blanks, newlines and comments in NAME=( ) that is text: `between` comes of them, a blank or
 * nothing, and nothing in front of the closing parenthesis, as in bash. */
static void join_elements(struct parser *ps, struct word_builder *b, const char *between)
{
	struct source_mark start = source_mark(ps);

	while (lexer_skip_blanks(ps) == '\n') {
		ps->lexer->at++;
		lexer_count_line(ps);
	}
	/* one that begins an element is text up to its partner, blanks and all */
	b->bracketed = lexer_peek(ps) == '[';
	if (!is_before(ps, b->text_end - 1))
		between = "";
	source_replace(ps, &start, between, strlen(between));
	if (*between)
		add_char(ps, b, *between, false);
}

/* The value of an assignment begins here. */
static void begin_value(struct parser *ps, struct word_builder *b, unsigned context)
{
	struct lexer *lx = ps->lexer;

	if (b->run_open)
		strbuf_truncate(&lx->scratch, b->run);
	b->run_open = false;
	b->flags = 0;
	b->tilde = b->colon_tilde = true;
	b->assignment = true;
	if (context & LEX_ASSIGN)
		observe_kind(ps, SPAN_ASSIGNMENT);
	observe_open(ps, SPAN_VALUE);
	source_restart(ps);
	/* an element of an array is no array */
	if (context & LEX_ELEMENT || lexer_peek(ps) != '(')
		return;
	b->compound = scan_elements(ps, b);
	if (!b->compound) {
		add_char(ps, b, '(', false);
		lx->at++;
		join_elements(ps, b, "");
	}
}

/* True when the bracket at the cursor is closed in front of what ends a word. */
static bool is_unbroken_subscript(const char *at)
{
	size_t brackets = 0;

	for (; *at; at++) {
		if (*at == '\\' && at[1])
			at++;
		else if (*at == '$' || *at == '`')
			return true; /* whatever is in an expansion is the parser's to find out */
		else if (*at == '\'' || *at == '"')
			at = strchr(at + 1, *at);
		else if (char_bits[(unsigned char)*at] & ENDS_WORD)
			return false;
		else if (*at == '[')
			brackets++;
		else if (*at == ']' && --brackets == 0)
			return true;
		if (!at)
			return true;
	}
	return false;
}

/* At a `[`: whether what was scanned so far and a subscript make the word an assignment. */
static bool begins_with_subscript(struct parser *ps, struct word_builder *b)
{
	struct lexer *lx = ps->lexer;
	unsigned context = b->context;
	const char *name = b->run_open ? strbuf_text(&lx->scratch) + b->run : "";
	size_t len = b->run_open ? lx->scratch.len - b->run : 0;

	b->context = 0;
	if (b->first || b->flags & WORD_HAS_QUOTE)
		return false;
	if (context & LEX_ELEMENT ? len != 0 : !name_is_valid(name, len))
		return false;
	/* the arguments of declare are split before anybody looks for subscripts */
	if (context & LEX_DECLARE && !(context & LEX_ASSIGN) && !is_unbroken_subscript(lx->at))
		return false;
	if (len)
		b->assign_name = symbol_intern(ps->symbols, name, len);
	bool unquoted = (context & (LEX_ELEMENT | LEX_DECLARE)) != 0;
	b->subscript = scan_assigned_subscript(ps, &b->value_flags, &b->append, unquoted);
	if (b->subscript)
		begin_value(ps, b, context);
	else
		b->bracketed = context & (LEX_ELEMENT | LEX_ASSIGN) && !lx->failed;
	return b->subscript != NULL;
}

/* An element that begins with a bracket, or a command that begins with NAME[, and is no assignment:
 * up to the bracket that closes it nothing ends the word. */
static void scan_bracketed(struct parser *ps, struct word_builder *b)
{
	b->bracketed = false;
	ps->lexer->at++;
	add_char(ps, b, '[', false);
	scan_parts(ps, b, SCAN_SUBSCRIPT);
	b->paren_depth = 0;
	add_char(ps, b, ']', false);
}

/* At a `=`: whether what was scanned so far makes the word an assignment. */
static void scan_equals(struct parser *ps, struct word_builder *b)
{
	struct lexer *lx = ps->lexer;
	unsigned context = b->context;

	b->context = 0;
	lx->at++;
	if (!context || b->first || !b->run_open || b->flags & WORD_HAS_QUOTE) {
		add_char(ps, b, '=', false);
		return;
	}
	const char *name = lx->scratch.data + b->run;
	size_t len = lx->scratch.len - b->run;
	bool append = len > 1 && name[len - 1] == '+';
	if (!name_is_valid(name, len - append)) {
		add_char(ps, b, '=', false);
		return;
	}
	b->tilde = b->colon_tilde = true;
	if (!(context & (LEX_ASSIGN | LEX_DECLARE))) {
		add_char(ps, b, '=', false);
		return;
	}
	b->assign_name = symbol_intern(ps->symbols, name, len - append);
	b->append = append;
	begin_value(ps, b, context);
}

bool byte_ends_word(int c)
{
	return char_bits[c] & ENDS_WORD;
}

/* The bytes of the input in front of the cursor. */
static size_t input_place(const struct lexer *lx)
{
	return lx->input->dropped + (size_t)(lx->at - lx->input->text.data);
}

/* True of a bracket that is known to be without a partner.  One that was asked for, and those in
 * front of it, are forgotten. */
static bool is_open_bracket(struct open_brackets *open, size_t place)
{
	while (open->count && (uintptr_t)*open->places < place) {
		open->places++;
		open->count--;
	}
	return open->count && (uintptr_t)*open->places == place;
}

/* True when the bracket at the cursor has a partner in front of anything that ends an expression,
 * and quotes between them.  In POSIX mode quotes hide no parenthesis.
 *
 * A bracket in it that has no partner either would be looked for again: its place is kept, on the
 * lexer's stack at first. */
static bool has_quoted_subscript(struct parser *ps, struct word_builder *b, enum scan_mode mode)
{
	struct lexer *lx = ps->lexer;
	size_t brackets = 0, parens = 0, braces = 0, base = lx->stack_count;
	size_t place = input_place(lx);
	bool found = false, quoted = false;
	char quote = 0;
	struct pin pin;

	struct open_brackets *open = &b->open_brackets[b->single_quoted || b->double_quoted];
	if (place < b->plain_end || is_open_bracket(open, place))
		return false;
	pin_set(ps, &pin);
	int c;
	for (; (c = lexer_peek_raw(ps)) != -1; lx->at++) {
		if (c == '\\' && quote != '\'') {
			quoted = true;
			lx->at += lx->at[1] != '\0';
		} else if (quote ? c == quote : c == '\'' || c == '"') {
			quoted = true;
			quote = quote ? 0 : (char)c;
		} else if (c == '(' && (!quote || ps->posix)) {
			parens++;
		} else if (c == ')' && (!quote || ps->posix) && parens-- == 0) {
			break;
		} else if (c == '{' && !quote) {
			braces++;
		} else if (c == '}' && !quote && braces-- == 0 && mode_bit[mode] == IN_RANGE) {
			break;
		} else if (c == '[' && !quote) {
			if (brackets++)
				stack_push(lx, (void *)(uintptr_t)input_place(lx));
		} else if (c == ']' && !quote) {
			found = --brackets == 0;
			if (found)
				break;
			lx->stack_count--;
		}
	}
	if (!quoted)
		b->plain_end = input_place(lx);
	else if (!found)
		open->places = stack_take(ps, base, &open->count);
	lx->stack_count = base;
	pin_clear(ps, &pin, true);
	return found && quoted;
}

/* ---- scanning ------------------------------------------------------------------------------ */

/* The character at the cursor stands for itself. */
static void take_char(struct parser *ps, struct word_builder *b, int c, bool quoted)
{
	add_char(ps, b, c, quoted);
	ps->lexer->at++;
	if (c == '\n')
		lexer_count_line(ps);
}

/* Behind the opening parenthesis of NAME=( ) that is text: one of a group, the closing one, or what
 * stands between elements. */
static void take_array_char(struct parser *ps, struct word_builder *b, int c)
{
	b->paren_depth += c == '(' ? 1 : c == ')' && b->paren_depth ? -1 : 0;
	if (b->paren_depth == 0 && is_among(c, " \t\n"))
		join_elements(ps, b, " ");
	else
		take_char(ps, b, c, false);
}

/* A parenthesis in a regular expression or a group of alternatives, or what ends a word where it is
 * in none. False at the end. */
static bool scan_regexp_special(struct parser *ps, struct word_builder *b, int c)
{
	if (b->paren_depth == 0 && c != '(')
		return false;
	b->paren_depth += c == '(' ? 1 : c == ')' ? -1 : 0;
	take_char(ps, b, c, false);
	return true;
}

/* True for a character that makes a parenthesis behind it a group of alternatives (bash manual,
 * 3.5.8.1). */
static bool opens_group(char c)
{
	return is_among(c, "?*+@!");
}

/* At a `(`: whether NAME= or NAME+= stands before it. */
static bool ends_array_name(struct parser *ps, const struct word_builder *b)
{
	const struct strbuf *scratch = &ps->lexer->scratch;
	const char *text = scratch->data + b->run;
	size_t len = scratch->len - b->run;

	if (b->first || len < 2 || text[len - 1] != '=')
		return false;
	len -= text[len - 2] == '+' ? 2 : 1;
	return name_is_valid(text, len);
}

/* At a `(`: whether it opens one. */
static bool begins_group(struct parser *ps, const struct word_builder *b)
{
	const struct strbuf *scratch = &ps->lexer->scratch;

	if (!b->run_open || b->run_quoted || scratch->len == b->run)
		return false;
	char last = scratch->data[scratch->len - 1];
	return (b->extglob && opens_group(last)) || (b->array_text && ends_array_name(ps, b));
}

/* The special characters of unquoted text.  False at the end of the word. */
static bool scan_unquoted_special(struct parser *ps, struct word_builder *b, enum scan_mode mode,
				  int c)
{
	bool tilde = b->tilde;

	b->tilde = false;
	if (mode == SCAN_REGEXP && char_bits[c] & ENDS_WORD)
		return scan_regexp_special(ps, b, c);
	if (mode == SCAN_WORD && char_bits[c] & ENDS_WORD && is_before(ps, b->text_end)) {
		take_array_char(ps, b, c);
		return true;
	}
	if (mode == SCAN_WORD && (b->extglob || b->array_text) && char_bits[c] & ENDS_WORD &&
	    (b->paren_depth || (c == '(' && begins_group(ps, b)))) {
		b->flags |= WORD_HAS_GLOB;
		return scan_regexp_special(ps, b, c);
	}
	switch (c) {
	case '\'':
		b->flags |= WORD_HAS_QUOTE;
		scan_single_quotes(ps, b);
		return true;
	case '"':
		b->flags |= WORD_HAS_QUOTE;
		scan_double_quotes(ps, b);
		return true;
	case '[':
		if (b->context & (LEX_ASSIGN | LEX_DECLARE | LEX_ELEMENT) &&
		    begins_with_subscript(ps, b))
			return !b->compound;
		if (ps->lexer->failed)
			return false;
		b->paren_depth += mode == SCAN_SUBSCRIPT;
		b->flags |= WORD_HAS_GLOB;
		if (b->bracketed) {
			scan_bracketed(ps, b);
			return true;
		}
		break;
	case ']':
		if (b->paren_depth-- == 0) {
			ps->lexer->at++;
			return false;
		}
		break;
	case '*':
	case '?':
		b->flags |= WORD_HAS_GLOB;
		break;
	case '{':
		b->brace = true;
		break;
	case '~':
		if (tilde) {
			scan_tilde(ps, b, mode);
			return true;
		}
		break;
	case ':':
		b->tilde = b->colon_tilde &&
			   (mode == SCAN_WORD || (mode == SCAN_OPERAND && !ps->posix));
		break;
	case '=':
		scan_equals(ps, b);
		return !b->compound;
	case '/':
	case '}':
		ps->lexer->at++;
		return false;
	case '<':
	case '>':
		if (begins_process(ps)) {
			scan_process(ps, b);
			return true;
		}
		if (mode == SCAN_WORD)
			return false;
		break;
	case '\n':
		if (mode == SCAN_WORD)
			return false;
		break;
	default:
		return false;
	}
	take_char(ps, b, c, false);
	return true;
}

/* The end of input where text that began in this line should have ended first. */
static void end_inside(struct parser *ps, struct word_builder *b, enum scan_mode mode,
		       uint32_t line)
{
	if (mode == SCAN_REGEXP || (mode == SCAN_WORD && (b->extglob || b->array_text))) {
		if (b->paren_depth)
			parse_error_end(ps, line, ")");
	} else if (b->single_quoted || b->double_quoted) {
		parse_error_end(ps, line, b->single_quoted ? "'" : "\"");
	} else if (mode != SCAN_WORD && mode != SCAN_TEXT &&
		   !(mode == SCAN_ARITH && b->shown_parens)) {
		b->arith_at_end = mode == SCAN_ARITH;
		parse_error_end(ps, line,
				mode == SCAN_DQUOTE				       ? "\""
				: mode == SCAN_ARITH_BRACKET || mode == SCAN_SUBSCRIPT ? "]"
				: mode_bit[mode] & IN_PARENS			       ? ")"
										       : "}");
	}
}

/* True when nothing comes behind the newline at the cursor. */
static bool is_last_newline(const struct parser *ps)
{
	const struct source *source = ps->source;

	return !ps->lexer->at[1] && source && source->at_end && source->at_end(ps->source);
}

/* A parenthesis in arithmetic.  False at the one that ends it; arith_closed when another follows,
 * arith_at_end when nothing does. */
static bool scan_arith_paren(struct parser *ps, struct word_builder *b, int c)
{
	struct lexer *lx = ps->lexer;

	b->arith_end = (size_t)(lx->at - lx->input->text.data);
	lx->at++;
	if (c == '(') {
		b->paren_depth++;
	} else if (b->paren_depth == 0) {
		int next = lexer_peek(ps);
		b->arith_closed = next == ')';
		lx->at += b->arith_closed;
		b->arith_at_end = next == -1 || (next == '\n' && is_last_newline(ps));
		return false;
	} else {
		b->paren_depth--;
	}
	add_char(ps, b, c, true);
	return true;
}

/* A bracket in $[ ].  False at the one that ends it. */
static bool scan_arith_bracket_char(struct parser *ps, struct word_builder *b, int c)
{
	ps->lexer->at++;
	if (c == '[')
		b->paren_depth++;
	else if (b->paren_depth-- == 0)
		return false;
	add_char(ps, b, c, true);
	return true;
}

/* A semicolon in for (( ; ; )).  False at one that is in no parentheses. */
static bool scan_clause_end(struct parser *ps, struct word_builder *b)
{
	struct lexer *lx = ps->lexer;

	b->arith_end = (size_t)(lx->at - lx->input->text.data);
	lx->at++;
	if (b->paren_depth == 0)
		return false;
	add_char(ps, b, ';', true);
	return true;
}

/* Deals with a character that may end the offset or the length of a substring.  False when it does:
 * at a brace, and at a colon which no question mark waits for, outside of parentheses. */
static bool scan_range_special(struct parser *ps, struct word_builder *b, enum scan_mode mode,
			       int c)
{
	ps->lexer->at++;
	if (c == '"')
		return true;
	if (c == '}' ||
	    (c == ':' && mode == SCAN_RANGE && b->paren_depth == 0 && b->conditions == 0))
		return false;
	if (c == '(')
		b->paren_depth++;
	else if (c == ')')
		b->paren_depth -= b->paren_depth > 0;
	else if (b->paren_depth == 0 && mode == SCAN_RANGE)
		b->conditions += c == '?' ? 1 : c == ':' ? -1 : 0;
	add_char(ps, b, c, true);
	if (c == '\n')
		lexer_count_line(ps);
	return true;
}

/* A subscript in arithmetic whose quotes are those of a word: what they quote has a backslash
 * before it in the expression (arith_parse.c).  False when the bracket begins none, or one without
 * quotes, which needs no care. */
static bool scan_arith_subscript(struct parser *ps, struct word_builder *b, enum scan_mode mode)
{
	struct lexer *lx = ps->lexer;
	struct word_builder inner;

	if (!b->run_open || lx->scratch.len == b->run ||
	    !is_name_char(lx->scratch.data[lx->scratch.len - 1]) ||
	    !has_quoted_subscript(ps, b, mode))
		return false;
	lx->at++;
	add_char(ps, b, '[', true);
	close_run(ps, b);
	builder_init(ps, &inner);
	inner.in_arith = true;
	scan_parts(ps, &inner, SCAN_SUBSCRIPT);
	close_run(ps, &inner);
	bool quotes = false; /* \" has come, which is no other character */
	bool had_quotes = false;
	const struct part *opening = b->last;
	for (struct part *part = inner.first, *next; part; part = next) {
		next = part->next;
		if (part->kind == PART_LITERAL) {
			for (uint32_t i = 0; i < part->len; i++) {
				char c = part->text[i];
				if (c == '"' && !part->quoted) {
					quotes = !quotes;
					had_quotes = true;
					continue;
				}
				if ((part->quoted || quotes) && is_subscript_special(c))
					add_char(ps, b, '\\', true);
				add_char(ps, b, c, true);
			}
			continue;
		}
		close_run(ps, b);
		part->quoted = true;
		part->next = NULL;
		append_part(b, part);
	}
	/* quotes around nothing are the index 0; no subscript would be none */
	if (had_quotes && !b->run_open && b->last == opening) {
		add_char(ps, b, '"', true);
		add_char(ps, b, '"', true);
	}
	b->flags |= inner.flags & WORD_HAS_COMMAND;
	add_char(ps, b, ']', true);
	return true;
}

/* The special characters of quoted text.  False at its end. */
static bool scan_quoted_special(struct parser *ps, struct word_builder *b, enum scan_mode mode,
				int c)
{
	if (c == '[' && scan_arith_subscript(ps, b, mode))
		return true;
	if (mode_bit[mode] == IN_RANGE)
		return scan_range_special(ps, b, mode, c);
	if ((b->single_quoted || b->double_quoted) && mode_bit[mode] & IN_ANY_ARITH && c != '\'' &&
	    c != '"') {
		take_char(ps, b, c, true);
		return true;
	}
	switch (c) {
	case '\'':
		b->shown_parens |= ps->posix;
		b->single_quoted = !b->single_quoted && !b->double_quoted && !ps->posix;
		b->dollar_quoted = b->single_quoted &&
				   ps->lexer->at > ps->lexer->input->text.data &&
				   ps->lexer->at[-1] == '$';
		break;
	case '"':
		if (b->single_quoted) {
			ps->lexer->at++;
			return true;
		}
		if (mode == SCAN_OPERAND_QUOTED) {
			b->in_operand = true;
			scan_double_quotes(ps, b);
			b->in_operand = false;
			return true;
		}
		ps->lexer->at++;
		if (!(mode_bit[mode] & IN_ANY_ARITH))
			return false;
		b->shown_parens |= ps->posix;
		b->double_quoted = !b->double_quoted && !ps->posix;
		return true;
	case '(':
	case ')':
		return scan_arith_paren(ps, b, c);
	case '[':
	case ']':
		if (mode != SCAN_ARITH_BRACKET)
			break;
		return scan_arith_bracket_char(ps, b, c);
	case ';':
		return scan_clause_end(ps, b);
	case '}':
		if (b->single_quoted)
			break;
		ps->lexer->at++;
		return false;
	}
	take_char(ps, b, c, true);
	return true;
}

/* Reports what begins at a special character to the observer; NO_SPAN when nothing does. */
static __attribute__((noinline)) uint32_t open_special(struct parser *ps, enum scan_mode mode,
						       int c)
{
	switch (c) {
	case '\\':
		return observer_open(ps, SPAN_ESCAPE);
	case '\'':
		if (is_quoting(mode))
			return NO_SPAN;
		return observer_open(ps, SPAN_SINGLE_QUOTES);
	case '"':
		if (mode == SCAN_DQUOTE || mode_bit[mode] & (IN_ANY_ARITH | IN_RANGE))
			return NO_SPAN;
		return observer_open(ps, SPAN_DOUBLE_QUOTES);
	case '$':
		return observer_open(ps, SPAN_PARAMETER);
	case '`':
		return observer_open(ps, SPAN_SUBSTITUTION);
	default:
		return NO_SPAN;
	}
}

static void note_special(struct parser *ps, struct word_builder *b)
{
	const struct lexer *lx = ps->lexer;

	b->special = (size_t)(lx->at - lx->input->text.data);
	b->special_scratch = lx->scratch.len;
	b->special_line = ps->line;
}

static void scan_loop(struct parser *ps, struct word_builder *b, enum scan_mode mode)
{
	struct lexer *lx = ps->lexer;
	bool quoted = is_quoting(mode);
	unsigned bit = mode_bit[mode];
	uint32_t line = ps->line;

	while (!lx->failed) {
		const char *start = lx->at;
		char *at = lx->at;
		while (!(char_bits[(unsigned char)*at] & bit))
			at++;
		lx->at = at;
		if (at != start) {
			b->tilde = false;
			builder_literal(ps, b, start, (size_t)(at - start), quoted);
		}
		int c = lexer_peek(ps);
		if (c == -1) {
			observe_end(ps);
			end_inside(ps, b, mode, line);
			return;
		}
		if (!(char_bits[c] & bit))
			continue;
		uint32_t span = ps->observer ? open_special(ps, mode, c) : NO_SPAN;
		if (mode == SCAN_TEXT)
			note_special(ps, b);
		if (c == '\\') {
			b->tilde = false;
			scan_backslash(ps, b, mode, quoted);
		} else if (c == '$') {
			b->tilde = false;
			scan_dollar(ps, b, mode);
		} else if (c == '`') {
			b->tilde = false;
			scan_backquote(ps, b, mode);
		} else if (!(quoted ? scan_quoted_special(ps, b, mode, c)
				    : scan_unquoted_special(ps, b, mode, c))) {
			return;
		}
		if (span != NO_SPAN)
			observer_close(ps, span);
	}
}

void scan_parts(struct parser *ps, struct word_builder *b, enum scan_mode mode)
{
	if (parse_too_deep(ps))
		return;
	scan_loop(ps, b, mode);
	b->mode = (uint8_t)mode;
	scratch_check(ps);
}

/* ---- assignments --------------------------------------------------------------------------- */

static bool is_plain_name(const struct param *param, const struct symbol *name)
{
	return param->op == PARAM_PLAIN && param->kind == PARAM_NAME && param->symbol == name;
}

/* True when value is $NAME followed by nothing that looks at NAME or changes anything. */
static bool appends_to_itself(const struct symbol *name, const struct word *value)
{
	if (value->kind == WORD_PARAM || value->kind == WORD_QPARAM)
		return is_plain_name(value->param, name);
	if (value->kind != WORD_PARTS || value->parts->kind != PART_PARAM ||
	    !is_plain_name(&value->parts->param, name))
		return false;
	for (const struct part *p = value->parts->next; p; p = p->next) {
		if (p->kind == PART_LITERAL)
			continue;
		if (p->kind != PART_PARAM || p->param.op != PARAM_PLAIN ||
		    is_plain_name(&p->param, name))
			return false;
	}
	return true;
}

/* The whole word of an assignment with a subscript or to an array, as it was written. */
static struct word *array_word(struct parser *ps, struct assign *assign)
{
	struct strbuf text = STRBUF_INIT;

	unparse_assign(&text, assign);
	struct word *word = literal_word(ps, strbuf_text(&text), text.len, assign->value->flags);
	strbuf_free(&text);
	word->assign = assign;
	return word;
}

/* The whole word NAME=value, for a declaration utility's argument. */
static struct word *declaration_word(struct parser *ps, struct assign *assign)
{
	struct word_builder b;
	struct strbuf *scratch = &ps->lexer->scratch;
	const struct word *value = assign->value;

	builder_init(ps, &b);
	b.flags = value->flags;
	builder_literal(ps, &b, assign->name->name, assign->name->len, false);
	strbuf_adds(scratch, assign->append ? "+=" : "=");
	if (value->kind == WORD_LITERAL) {
		size_t prefix = scratch->len - b.run;
		strbuf_adds(scratch, value->pattern);
		struct word *word =
			literal_word(ps, scratch->data + b.run, scratch->len - b.run, value->flags);
		if (value->pattern != value->text) {
			strbuf_truncate(scratch, b.run + prefix);
			strbuf_add(scratch, value->text, value->len);
			word->len = (uint32_t)(prefix + value->len);
			word->text =
				arena_strndup(ps->lexer->arena, scratch->data + b.run, word->len);
		}
		strbuf_truncate(scratch, b.run);
		word->assign = assign;
		return word;
	}
	if (value->kind == WORD_PARTS) {
		close_run(ps, &b);
		*b.tail = value->parts;
	} else {
		struct part *part =
			builder_part(ps, &b, PART_PARAM, value->kind == WORD_QPARAM, ps->line);
		part->param = *value->param;
	}
	struct word *word = new_word(ps, WORD_PARTS, value->flags);
	word->parts = b.first;
	word->assign = assign;
	return word;
}

/* Copies of the parts at the end; a tilde-prefix is text. */
static void append_copies(struct parser *ps, struct word_builder *b, const struct part *parts)
{
	for (; parts; parts = parts->next) {
		struct part *part = arena_alloc(ps->lexer->arena, sizeof *part);
		*part = *parts;
		part->next = NULL;
		if (part->kind == PART_TILDE) {
			char *text = arena_alloc(ps->lexer->arena, part->len + 2);
			*text = '~';
			memcpy(text + 1, parts->text, parts->len);
			text[++part->len] = '\0';
			part->text = text;
			part->kind = PART_LITERAL;
		}
		append_part(b, part);
	}
}

static bool has_open_brace(const struct word *word)
{
	if (word->kind == WORD_LITERAL)
		return !(word->flags & WORD_HAS_QUOTE) && memchr(word->text, '{', word->len);
	if (word->kind != WORD_PARTS)
		return false;
	for (const struct part *part = word->parts; part; part = part->next)
		if (part->kind == PART_LITERAL && !part->quoted &&
		    memchr(part->text, '{', part->len))
			return true;
	return false;
}

static void append_word(struct parser *ps, struct word_builder *b, const struct word *word)
{
	if (word->kind == WORD_LITERAL) {
		builder_literal(ps, b, word->text, word->len, !has_open_brace(word));
	} else if (word->kind == WORD_PARTS) {
		close_run(ps, b);
		append_copies(ps, b, word->parts);
	} else {
		struct part *part =
			builder_part(ps, b, PART_PARAM, word->kind == WORD_QPARAM, ps->line);
		part->param = *word->param;
	}
}

/* The words that brace expansion makes of NAME=value as an argument; NULL when it makes one.  As in
 * bash they are like any others: split, and without a tilde-prefix. */
static const struct brace_item *assignment_braces(struct parser *ps, struct word_builder *b)
{
	struct word_builder whole;

	close_run(ps, b);
	builder_init(ps, &whole);
	builder_literal(ps, &whole, b->assign_name->name, b->assign_name->len, false);
	if (b->subscript && b->subscript->word) {
		builder_literal(ps, &whole, "[", 1, false);
		append_word(ps, &whole, b->subscript->word);
		builder_literal(ps, &whole, "]", 1, false);
	}
	if (b->append)
		builder_literal(ps, &whole, "+", 1, false);
	builder_literal(ps, &whole, "=", 1, false);
	close_run(ps, &whole);
	append_copies(ps, &whole, b->first);
	return brace_parse(ps, whole.first);
}

/* True of NAME[subscript]=value that may be several words to a declaration utility. */
static bool has_braces(const struct word_builder *b)
{
	return b->brace ||
	       (b->subscript && b->subscript->word && has_open_brace(b->subscript->word));
}

static struct assign *new_assignment(struct parser *ps, struct word_builder *b)
{
	struct assign *assign = arena_zalloc(ps->lexer->arena, sizeof *assign);

	assign->name = b->assign_name;
	assign->subscript = b->subscript;
	assign->append = b->append;
	assign->compound = b->compound;
	assign->elements = b->elements;
	assign->element_count = b->element_count;
	assign->value = builder_finish(ps, b);
	assign->value->flags |= (uint8_t)b->value_flags;
	assign->self_append = !b->append && !b->subscript && !b->compound &&
			      appends_to_itself(assign->name, assign->value);
	return assign;
}

static void finish_assignment(struct parser *ps, struct token *token, struct assign *assign,
			      unsigned context)
{
	if (context & LEX_ELEMENT) {
		token->word = literal_word(ps, "", 0, assign->value->flags);
		token->word->assign = assign;
		return;
	}
	token->assign = assign;
	if (context & LEX_DECLARE)
		token->word = assign->subscript || assign->compound ? array_word(ps, assign)
								    : declaration_word(ps, assign);
}

/* Past text at s that is nothing but itself. */
static const char *skip_plain(const char *s)
{
	while (!(char_bits[(unsigned char)*s] & IN_WORD))
		s++;
	return s;
}

/* True where <( or >( may stand: lines may be joined between the two. */
static bool may_begin_process(const char *at)
{
	return (*at == '<' || *at == '>') && (at[1] == '(' || at[1] == '\\');
}

/* True when a word of such text, from `start`, ends at `at`. */
static bool ends_plain(const char *start, const char *at, bool extglob, bool array_text)
{
	return at != start && char_bits[(unsigned char)*at] & ENDS_WORD && !may_begin_process(at) &&
	       !(*at == '(' && ((extglob && opens_group(at[-1])) || (array_text && at[-1] == '=')));
}

/* NAME=text, NAME being plain text up to `equals`. */
static bool scan_plain_assignment(struct parser *ps, struct token *token, lex_context context,
				  const char *equals)
{
	struct lexer *lx = ps->lexer;
	size_t len = (size_t)(equals - lx->at);
	const char *value = equals + 1, *end = skip_plain(value);

	if (!name_is_valid(lx->at, len) || !ends_plain(value, end, ps->extglob, false))
		return false;
	struct assign *assign = arena_zalloc(lx->arena, sizeof *assign);
	assign->name = symbol_intern(ps->symbols, lx->at, len);
	assign->value = literal_word(ps, value, (size_t)(end - value), 0);
	lx->at += len + 1 + assign->value->len;
	finish_assignment(ps, token, assign, (unsigned)context);
	return true;
}

/* Most words and assignments are plain: taken from the buffer as they are. */
static bool scan_plain_word(struct parser *ps, struct token *token, lex_context context,
			    bool extglob, bool array_text)
{
	struct lexer *lx = ps->lexer;
	const char *end = skip_plain(lx->at);

	if (*end == '=' && context & (LEX_ASSIGN | LEX_DECLARE) && !ps->observer)
		return scan_plain_assignment(ps, token, context, end);
	if (!ends_plain(lx->at, end, extglob, array_text))
		return false;
	token->word = literal_word(ps, lx->at, (size_t)(end - lx->at), 0);
	lx->at += token->word->len;
	return true;
}

void scan_word(struct parser *ps, struct token *token, lex_context context)
{
	struct word_builder b;
	bool regexp = context & LEX_REGEXP;
	bool extglob = ps->extglob || context & LEX_GROUPS, array_text = context & LEX_ARRAY_TEXT;

	if (!regexp && scan_plain_word(ps, token, context, extglob, array_text))
		return;
	struct source_reader reader;
	source_begin(ps, &reader);
	builder_init(ps, &b);
	b.context = context & (LEX_ASSIGN | LEX_DECLARE | LEX_ELEMENT | LEX_TILDE);
	b.tilde = true;
	b.extglob = extglob;
	b.array_text = array_text;
	b.is_operand = regexp; /* what is quoted is to be told from what is not */
	scan_parts(ps, &b, regexp ? SCAN_REGEXP : SCAN_WORD);
	size_t end = (size_t)(ps->lexer->at - ps->lexer->input->text.data);
	if (ps->lexer->failed) {
		source_end(ps, &reader, NULL, end);
		return;
	}
	const struct brace_item *braces = NULL;
	if (b.assignment) {
		if (context & LEX_DECLARE && !b.compound && has_braces(&b))
			braces = assignment_braces(ps, &b);
		struct assign *assign = new_assignment(ps, &b);
		source_end(ps, &reader, assign->value, end);
		finish_assignment(ps, token, assign, context);
	} else {
		if (b.brace) {
			close_run(ps, &b);
			braces = brace_parse(ps, b.first);
		}
		token->word = builder_finish(ps, &b);
		source_end(ps, &reader, token->word, end);
	}
	if (braces) {
		token->word->flags |= WORD_HAS_BRACES;
		token->word->braces = braces;
	}
}
