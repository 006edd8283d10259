/*
 * Parameter expansion (XCU 2.6.2), and telling which expansion a dollar sign begins; the others are
 * in substitution.c, scan_arith.c and dollar_quote.c.
 */
#include "lang.h"

/* ---- parameters ---------------------------------------------------------------------------- */

static bool is_special_param(int c)
{
	return is_among(c, "@*#?-$!0");
}

static void set_special(struct param *param, int c)
{
	param->kind = PARAM_SPECIAL;
	param->special = (char)c;
}

/* A name at the cursor, line continuations in it taken out. */
static void scan_name(struct parser *ps, struct param *param)
{
	struct lexer *lx = ps->lexer;
	size_t base = lx->scratch.len;
	int c;

	param->kind = PARAM_NAME;
	uint32_t span = observe_open(ps, SPAN_NAME);
	const char *start = lx->at;
	while (is_name_char((unsigned char)*lx->at))
		lx->at++;
	if (*lx->at != '\\' && *lx->at != '\0') {
		param->symbol = symbol_intern(ps->symbols, start, (size_t)(lx->at - start));
		observe_close(ps, span);
		return;
	}
	strbuf_add(&lx->scratch, start, (size_t)(lx->at - start));
	while (is_name_char(c = lexer_peek(ps))) {
		strbuf_addc(&lx->scratch, (char)c);
		lx->at++;
	}
	observe_end(ps);
	observe_close(ps, span);
	size_t len;
	const char *name = scratch_from(lx, base, &len);
	param->symbol = symbol_intern(ps->symbols, name, len);
	strbuf_truncate(&lx->scratch, base);
}

/* Reports a missing name to the observer: a name could begin here, but the text may have ended. */
static void observe_missing_name(struct parser *ps)
{
	uint32_t span = observe_open(ps, SPAN_NAME);
	observe_end(ps);
	observe_close(ps, span);
}

/* A decimal number; what is too large for any positional parameter stays too large. */
static void scan_positional(struct parser *ps, struct param *param)
{
	uint64_t number = 0;
	int c;

	while (is_digit(c = lexer_peek(ps))) {
		if (number < UINT32_MAX)
			number = number * 10 + (unsigned)(c - '0');
		ps->lexer->at++;
	}
	param->kind = PARAM_POSITIONAL;
	param->number = number > UINT32_MAX ? UINT32_MAX : (uint32_t)number;
	if (number == 0)
		set_special(param, '0');
}

/* The subscript behind a name, if there is one; false after an error, and for one that is empty. */
static bool scan_element(struct parser *ps, struct word_builder *b, struct param *param)
{
	unsigned flags = 0;

	if (lexer_peek(ps) != '[')
		return true;
	ps->lexer->at++;
	const struct subscript *subscript = scan_subscript(ps, &flags, false);
	if (!subscript || subscript_is_empty(subscript))
		return false;
	b->flags |= (uint8_t)flags;
	param->kind = subscript->all ? PARAM_ARRAY : PARAM_ELEMENT;
	param->special = subscript->all;
	param->subscript = subscript;
	return true;
}

/* $'name' inside braces stands for the name; false when it is none. */
static bool scan_quoted_name(struct parser *ps, struct param *param)
{
	struct lexer *lx = ps->lexer;
	struct word_builder inner;

	struct source_mark dollar = source_mark(ps);
	lx->at += 2;
	builder_init(ps, &inner);
	scan_dollar_quote(ps, &inner, SCAN_OPERAND_QUOTED, &dollar);
	if (lx->failed)
		return false;
	struct word *word = builder_finish(ps, &inner);
	if (!name_is_valid(word->text, word->len))
		return false;
	param->kind = PARAM_NAME;
	param->symbol = symbol_intern(ps->symbols, word->text, word->len);
	return true;
}

/* The parameter inside braces; false when there is none. */
static bool scan_braced_name(struct parser *ps, struct word_builder *b, struct param *param)
{
	int c = lexer_peek(ps);

	if (is_name_start(c)) {
		scan_name(ps, param);
		return scan_element(ps, b, param);
	} else if (is_digit(c)) {
		scan_positional(ps, param);
	} else if (is_special_param(c)) {
		if (c == '$' && ps->lexer->at[1] == '\'' && !ps->posix)
			return scan_quoted_name(ps, param);
		set_special(param, c);
		ps->lexer->at++;
	} else {
		if (c == -1)
			observe_missing_name(ps);
		return false;
	}
	return true;
}

/* Scans an operand in a mode of its own, up to what ends it, which is passed: lx->at[-1].  The
 * flags of its contents are carried over to the word it is in.  `first` is a character that was
 * passed before, or empty.  NULL after an error. */
static struct word *scan_inner(struct parser *ps, struct word_builder *b, enum scan_mode mode,
			       const char *first)
{
	struct word_builder inner;

	builder_init(ps, &inner);
	inner.is_operand = inner.tilde = true;
	if (*first)
		builder_literal(ps, &inner, first, 1, false);
	scan_parts(ps, &inner, mode);
	if (ps->lexer->failed)
		return NULL;
	struct word *word = builder_finish(ps, &inner);
	b->flags |= word->flags & WORD_HAS_COMMAND;
	return word;
}

static bool inner_ended_at(struct parser *ps, char c)
{
	return ps->lexer->at[-1] == c;
}

/* After `${x:`.  False when there is no offset. */
static bool scan_range(struct parser *ps, struct word_builder *b, struct param *param)
{
	if (lexer_peek(ps) == '}')
		return false;
	struct range *range = arena_zalloc(ps->lexer->arena, sizeof *range);
	param->op = PARAM_SUBSTRING;
	param->range = range;
	range->offset_text = scan_inner(ps, b, SCAN_RANGE, "");
	if (!range->offset_text)
		return true;
	arith_of_word(ps, range->offset_text, &range->offset);
	if (inner_ended_at(ps, '}'))
		return true;
	range->length_text = scan_inner(ps, b, SCAN_LENGTH, "");
	if (range->length_text)
		arith_of_word(ps, range->length_text, &range->length);
	return true;
}

/* After `${x/`. */
static void scan_replacing(struct parser *ps, struct word_builder *b, struct param *param)
{
	struct lexer *lx = ps->lexer;
	struct replacing *replacing = arena_zalloc(lx->arena, sizeof *replacing);
	int c = lexer_peek(ps);

	param->op = c == '/'   ? PARAM_REPLACE_ALL
		    : c == '#' ? PARAM_REPLACE_PREFIX
		    : c == '%' ? PARAM_REPLACE_SUFFIX
			       : PARAM_REPLACE;
	lx->at += param->op != PARAM_REPLACE;
	param->replacing = replacing;
	/* A third slash is the pattern's first character. */
	bool slash = param->op == PARAM_REPLACE_ALL && lexer_peek(ps) == '/';
	lx->at += slash;
	replacing->pattern = scan_inner(ps, b, SCAN_REPLACED, slash ? "/" : "");
	if (replacing->pattern && inner_ended_at(ps, '/'))
		replacing->by = scan_inner(ps, b, SCAN_OPERAND, "");
}

/* After `${x^`, `${x,` or `${x~`. */
static void scan_case(struct parser *ps, struct word_builder *b, struct param *param, int c)
{
	struct lexer *lx = ps->lexer;
	bool all = lexer_peek(ps) == c;

	lx->at += all;
	param->op = (uint8_t)((c == '^'	  ? PARAM_UPPER
			       : c == ',' ? PARAM_LOWER
					  : PARAM_TOGGLE) +
			      all);
	if (lexer_peek(ps) == '}')
		lx->at++;
	else
		param->word = scan_inner(ps, b, SCAN_OPERAND, "");
}

/* After `${x@`.  False when no operator follows. */
static bool scan_transform(struct parser *ps, struct param *param)
{
	struct lexer *lx = ps->lexer;
	int c = lexer_peek(ps);

	if (!is_among(c, "QEPAaULuKk"))
		return false;
	lx->at++;
	if (lexer_peek(ps) != '}')
		return false;
	lx->at++;
	param->op = PARAM_TRANSFORM;
	param->letter = (char)c;
	return true;
}

/* Carries what an operand contains over to the word it is in. */
static void scan_operand(struct parser *ps, struct word_builder *b, struct param *param,
			 enum scan_mode mode, bool is_pattern)
{
	struct word_builder inner;
	bool quoted = is_quoting(mode) && !is_pattern;

	builder_init(ps, &inner);
	inner.is_operand = true;
	inner.tilde = !quoted;
	inner.colon_tilde = b->colon_tilde;
	inner.extquote = (mode == SCAN_DQUOTE || b->extquote) && !ps->posix;
	inner.flags = quoted ? WORD_HAS_QUOTE : 0;
	scan_parts(ps, &inner, quoted ? SCAN_OPERAND_QUOTED : SCAN_OPERAND);
	if (ps->lexer->failed)
		return;
	bool omitted = !inner.first && !inner.run_open;
	struct word *word = builder_finish(ps, &inner);
	b->flags |= word->flags & WORD_HAS_COMMAND;
	param->word = omitted && param->op == PARAM_ERROR ? NULL : word;
}

static enum param_op value_op(int c)
{
	switch (c) {
	case '-':
		return PARAM_DEFAULT;
	case '=':
		return PARAM_ASSIGN;
	case '?':
		return PARAM_ERROR;
	case '+':
		return PARAM_ALTERNATIVE;
	default:
		return PARAM_BAD;
	}
}

/* True of what may follow a parameter in braces: an operator's first character, and the end. What
 * else there is, a quote may be, is not passed: skip_bad_braces begins with it. */
static bool begins_operator(int c)
{
	return value_op(c) != PARAM_BAD || is_among((char)c, "}:#%/^,~@");
}

/* The operator, whose first character c was passed, and its operand, up to the closing brace.
 * False when it is none. */
static bool scan_operator(struct parser *ps, struct word_builder *b, struct param *param,
			  enum scan_mode mode, int c)
{
	struct lexer *lx = ps->lexer;

	if (c == '#' || c == '%') {
		bool is_long = lexer_peek(ps) == c;
		lx->at += is_long;
		param->op = (uint8_t)((c == '#' ? PARAM_CUT_PREFIX : PARAM_CUT_SUFFIX) + is_long);
		scan_operand(ps, b, param, mode, true);
		return true;
	}
	if (c == '/') {
		scan_replacing(ps, b, param);
		return true;
	}
	if (c == '@') {
		param->unknown = !scan_transform(ps, param);
		if (param->letter == 'P') /* the value's, which a prompt would run */
			b->flags |= WORD_HAS_COMMAND;
		return !param->unknown;
	}
	if (c == '^' || c == ',' || c == '~') {
		scan_case(ps, b, param, c);
		return true;
	}
	if (c == ':') {
		c = lexer_peek(ps);
		if (value_op(c) == PARAM_BAD)
			return scan_range(ps, b, param);
		lx->at++;
		param->colon = true;
	}
	param->op = value_op(c);
	if (param->op == PARAM_BAD)
		return false;
	scan_operand(ps, b, param, mode, false);
	return true;
}

/* After `${#`: the length of a parameter, or the parameter # itself.  False when it is neither. */
static bool scan_hash(struct parser *ps, struct word_builder *b, struct param *param,
		      enum scan_mode mode)
{
	struct lexer *lx = ps->lexer;
	int c = lexer_peek(ps);

	set_special(param, '#');
	if (c == '}') {
		lx->at++;
		return true;
	}
	/* Any other operator needs something behind it. */
	if (is_among(c, "/%=+:^,~")) {
		lx->at++;
		return lexer_peek(ps) != '}' && scan_operator(ps, b, param, mode, c);
	}
	if (c != '#' && c != '?' && c != '-') {
		param->op = PARAM_LENGTH;
		bool closed = scan_braced_name(ps, b, param) && lexer_peek(ps) == '}';
		lx->at += closed;
		return closed;
	}
	/* ${##} is a length, ${##x} cuts a prefix. */
	lx->at++;
	if (lexer_peek(ps) != '}')
		return scan_operator(ps, b, param, mode, c);
	lx->at++;
	set_special(param, c);
	param->op = PARAM_LENGTH;
	return true;
}

/* True when a parameter behind `${!` is one that names another. */
static bool begins_indirection(const struct parser *ps, const char *at)
{
	char c = *at;

	if (is_name_start((unsigned char)c) || is_digit((unsigned char)c) || c == '@' || c == '*')
		return true;
	return !ps->posix && (c == '#' || c == '?');
}

/* After `${!`: the keys of an array, the names with a prefix, or the parameter that another one
 * names, with an operator. */
static bool scan_indirection(struct parser *ps, struct word_builder *b, struct param *param,
			     enum scan_mode mode)
{
	struct lexer *lx = ps->lexer;

	if (!scan_braced_name(ps, b, param))
		return false;
	int c = lexer_peek(ps);
	if (c == -1 || (c != '*' && !begins_operator(c)))
		return false;
	lx->at++;
	if (c == '}' && param->kind == PARAM_ARRAY) {
		param->op = PARAM_KEYS;
		return true;
	}
	if ((c == '@' || c == '*') && param->kind == PARAM_NAME && lexer_peek(ps) == '}') {
		lx->at++;
		param->op = PARAM_NAMES;
		param->special = (char)c;
		return true;
	}
	struct param *behind = arena_zalloc(lx->arena, sizeof *behind);
	param->op = PARAM_INDIRECT;
	param->behind = behind;
	return c == '}' || scan_operator(ps, b, behind, mode, c);
}

static bool scan_braces(struct parser *ps, struct word_builder *b, struct param *param,
			enum scan_mode mode)
{
	struct lexer *lx = ps->lexer;

	if (lexer_peek(ps) == '#') {
		lx->at++;
		return scan_hash(ps, b, param, mode);
	}
	if (lexer_peek(ps) == '!' && begins_indirection(ps, lx->at + 1)) {
		lx->at++;
		return scan_indirection(ps, b, param, mode);
	}
	if (!scan_braced_name(ps, b, param))
		return false;
	int c = lexer_peek(ps);
	if (c == -1)
		return false;
	if (!begins_operator(c))
		return false;
	lx->at++;
	return c == '}' || scan_operator(ps, b, param, mode, c);
}

/* Passes what is in braces and makes no sense, up to the brace that ends it. */
static void skip_bad_braces(struct parser *ps, uint32_t line)
{
	struct lexer *lx = ps->lexer;
	unsigned depth = 1;
	int quote = 0;

	while (depth > 0) {
		int c = lexer_peek_raw(ps);
		if (c == -1) {
			parse_error_end(ps, line, quote == '"' ? "\"" : quote ? "'" : "}");
			return;
		}
		lx->at++;
		if (c == '\n') {
			lexer_count_line(ps);
		} else if (c == '\\' && quote != '\'') {
			if (lexer_peek_raw(ps) == '\n')
				lexer_count_line(ps);
			lx->at += *lx->at != '\0';
		} else if (quote) {
			quote = c == quote ? 0 : quote;
		} else if (c == '\'' || c == '"') {
			quote = c;
		} else if (c == '{') {
			depth++;
		} else if (c == '}') {
			depth--;
		}
	}
}

/* `${`, the cursor being after it. */
static void scan_braced(struct parser *ps, struct word_builder *b, enum scan_mode mode,
			const struct source_mark *dollar)
{
	struct lexer *lx = ps->lexer;
	struct param param = {0};
	struct pin pin;
	uint32_t line = ps->line;

	int c = lexer_peek(ps);
	if (c == '|' || c == ' ' || c == '\t' || c == '\n') {
		scan_brace_command(ps, b, mode, line, dollar);
		return;
	}
	pin_set(ps, &pin);
	struct source_mark source = source_mark(ps);
	bool good = scan_braces(ps, b, &param, mode);
	if (!good && !lx->failed) {
		skip_bad_braces(ps, line);
		source_rewind(&source);
		struct strbuf text = STRBUF_INIT;
		strbuf_adds(&text, "${");
		/* $'...' was read as the text between the quotes */
		for (const char *at = lx->input->text.data + pin.start; at < lx->at; at++)
			if (ps->posix || at[0] != '$' || at[1] != '\'')
				strbuf_addc(&text, *at);
		param.op = PARAM_BAD;
		param.bad = arena_zalloc(lx->arena, sizeof *param.bad);
		param.bad->text = arena_strndup(lx->arena, strbuf_text(&text), text.len);
		b->bad_braces = true;
		strbuf_free(&text);
	}
	pin_clear(ps, &pin, false);
	if (!lx->failed)
		builder_part(ps, b, PART_PARAM, is_quoting(mode), line)->param = param;
}

/* ---- arithmetic ---------------------------------------------------------------------------- */

static void arith_part(struct parser *ps, struct word_builder *b, bool quoted, uint32_t line,
		       const struct arithmetic *arith, unsigned flags)
{
	builder_part(ps, b, PART_ARITH, quoted, line)->arith = *arith;
	b->flags |= flags;
}

/* `$(`, the cursor being after it. */
static void scan_paren(struct parser *ps, struct word_builder *b, enum scan_mode mode,
		       uint32_t line, const struct source_mark *dollar)
{
	struct arithmetic arith = {0};
	unsigned flags = 0;

	observe_kind(ps, SPAN_ARITHMETIC);
	if (lexer_peek(ps) == '(' && scan_arith(ps, &arith, NULL, &flags, line))
		arith_part(ps, b, is_quoting(mode), line, &arith, flags);
	else if (!ps->lexer->failed)
		scan_command(ps, b, mode, line, dollar);
}

/* `$[`, the cursor being after it. */
static void scan_bracket(struct parser *ps, struct word_builder *b, enum scan_mode mode,
			 uint32_t line)
{
	struct arithmetic arith = {0};
	unsigned flags = 0;

	observe_kind(ps, SPAN_ARITHMETIC);
	if (scan_arith_bracket(ps, &arith, &flags))
		arith_part(ps, b, is_quoting(mode), line, &arith, flags);
}

/* ---- at a dollar sign ---------------------------------------------------------------------- */

static bool scan_quoting_dollar(struct parser *ps, struct word_builder *b, enum scan_mode mode,
				int c, const struct source_mark *dollar)
{
	bool arithmetic = mode == SCAN_RANGE || mode == SCAN_LENGTH ||
			  (mode >= SCAN_ARITH && mode <= SCAN_ARITH_BRACKET);

	if (is_quoting(mode) &&
	    !(mode == SCAN_OPERAND_QUOTED && b->extquote && !b->single_quoted) &&
	    !(arithmetic && c == '"'))
		return false;
	if (c == '\'') {
		ps->lexer->at++;
		b->flags |= WORD_HAS_QUOTE;
		observe_kind(ps, SPAN_DOLLAR_QUOTES);
		scan_dollar_quote(ps, b, mode, dollar);
		return true;
	}
	if (c != '"' || ps->posix)
		return false;
	/* $"...": the dollar sign means a translation that there is none for. */
	source_replace(ps, dollar, "", 0);
	return true;
}

/* The character that ends the quotes before `at`, or the end of the line. */
static const char *end_of_quotes(const char *at, char quote)
{
	for (; *at && *at != quote; at++)
		at += quote == '"' && *at == '\\' && at[1];
	return at;
}

bool closes_in_line(const char *at, bool *single)
{
	*single = false;
	for (size_t depth = 1; *at; at++) {
		if (*at == '\\' && at[1]) {
			at++;
		} else if (*at == '"' || *at == '\'') {
			*single |= *at == '\'';
			at = end_of_quotes(at + 1, *at);
			if (!*at)
				break;
		} else if (*at == '(') {
			depth++;
		} else if (*at == ')' && --depth == 0) {
			return true;
		}
	}
	return false;
}

/* True when a single quote comes behind the parenthesis before `at`, but nothing that closes it:
 * what begins there ends with the operand. */
static bool is_cut_off(const char *at)
{
	bool single;

	return !closes_in_line(at, &single) && single;
}

/* The brace that ends the operand in which `at` stands between single quotes; NULL when it is not
 * in this line. */
static const char *end_of_operand(const char *at)
{
	bool single = true;

	for (; *at; at++) {
		if (*at == '\\' && at[1] && !single)
			at++;
		else if (*at == '\'')
			single = !single;
		else if (*at == '}' && !single)
			return at;
	}
	return NULL;
}

/* A substitution that the quotes around it cut off, to the end of the operand: what it lacks is
 * told when it is carried out, the line being what bash counts. */
static bool scan_cut_off(struct parser *ps, struct word_builder *b, uint32_t line)
{
	struct lexer *lx = ps->lexer;
	const char *text = lx->at - 1, *end = end_of_operand(lx->at);

	if (!end || ps->observer)
		return false;
	size_t len = (size_t)(end - text);
	char *command = arena_alloc(lx->arena, len + 1);
	memcpy(command, text, len);
	command[len] = '\n';
	struct part *part = builder_part(ps, b, PART_COMMAND, true, line);
	part->command = late_command(ps, command, len + 1, line + 1);
	((struct late_command *)part->command)->cut_off = true;
	b->flags |= WORD_HAS_COMMAND;
	b->single_quoted = false;
	lx->at += end - lx->at;
	return true;
}

/* $BASHPID is special, and asked for where its command runs, as the output of a command is. */
static void note_process_id(struct word_builder *b)
{
	struct part *part = b->last;

	if (!part || part->kind != PART_PARAM || part->param.kind != PARAM_NAME ||
	    !part->param.symbol || part->param.symbol->special != SPECIAL_BASHPID)
		return;
	b->flags |= WORD_HAS_COMMAND;
	if (part->param.op != PARAM_PLAIN && part->param.op != PARAM_LENGTH &&
	    (part->param.op < PARAM_DEFAULT || part->param.op > PARAM_CUT_SUFFIX_LONG ||
	     part->param.op == PARAM_ASSIGN))
		return;
	part->param.kind = PARAM_SPECIAL;
	part->param.special = 'P';
}

void scan_dollar(struct parser *ps, struct word_builder *b, enum scan_mode mode)
{
	struct lexer *lx = ps->lexer;
	uint32_t line = ps->line;
	bool quoted = is_quoting(mode);
	struct source_mark dollar = source_mark(ps);

	lx->at++;
	int c = lexer_peek(ps);
	if (c == '{') {
		lx->at++;
		scan_braced(ps, b, mode, &dollar);
		note_process_id(b);
	} else if (c == '(' && b->single_quoted && is_cut_off(lx->at + 1)) {
		if (!scan_cut_off(ps, b, line))
			builder_literal(ps, b, "$", 1, quoted);
	} else if (c == '(') {
		lx->at++;
		scan_paren(ps, b, mode, line, &dollar);
	} else if (c == '[') {
		lx->at++;
		scan_bracket(ps, b, mode, line);
	} else if (is_name_start(c)) {
		struct param *param = &builder_part(ps, b, PART_PARAM, quoted, line)->param;
		scan_name(ps, param);
		param->bare = true;
		note_process_id(b);
	} else if (is_digit(c) && c != '0') {
		struct param *param = &builder_part(ps, b, PART_PARAM, quoted, line)->param;
		param->kind = PARAM_POSITIONAL;
		param->number = (uint32_t)(c - '0');
		param->bare = true;
		lx->at++;
	} else if (is_special_param(c)) {
		struct param *param = &builder_part(ps, b, PART_PARAM, quoted, line)->param;
		set_special(param, c);
		param->bare = true;
		lx->at++;
	} else if (!scan_quoting_dollar(ps, b, mode, c, &dollar)) {
		builder_literal(ps, b, "$", 1, quoted);
		if (c == -1)
			observe_missing_name(ps);
		observe_kind(ps, SPAN_NONE);
	}
}
