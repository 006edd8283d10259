/*
 * $'...' (XCU 2.2.4; bash manual, 3.1.2.4): text with escapes, which stand for one character each.
 */
#include "lang.h"
#include "utf8.h"

/* At most max digits of the base at the cursor. */
static uint32_t scan_digits(struct parser *ps, int max, unsigned base)
{
	uint32_t value = 0;

	for (; max > 0; max--, ps->lexer->at++) {
		unsigned digit = (unsigned)digit_value(lexer_peek_raw(ps));
		if (digit >= base)
			break;
		value = value * base + digit;
	}
	return value;
}

/* The byte of a one-letter escape, or -1. */
static int simple_escape(int c)
{
	static const char letters[] = "abefnrtvE\"'\\?";
	static const char values[] = "\a\b\033\f\n\r\t\v\033\"'\\?";
	const char *at = c > 0 ? strchr(letters, c) : NULL;

	return at ? values[at - letters] : -1;
}

/* Behind \c: a control character; \c\\ is the one of the backslash. */
static int control_escape(struct parser *ps)
{
	struct lexer *lx = ps->lexer;
	int c = lexer_peek_raw(ps);

	lx->at++;
	if (c == '\\' && lexer_peek_raw(ps) == '\\')
		lx->at++;
	return c == '?' ? 0x7f : c & 0x1f;
}

/* Behind \x, {DIGITS}: the last two count; none of them is a NUL. */
static int braced_byte(struct parser *ps)
{
	struct lexer *lx = ps->lexer;

	lx->at++;
	const char *start = lx->at;
	int byte = (int)(scan_digits(ps, INT_MAX, 16) & 0xff);
	if (lx->at != start && lexer_peek_raw(ps) == '}')
		lx->at++;
	return byte;
}

/* An escape that lacks what its letter asks for is text. */
static bool keep_escape(struct strbuf *out, int letter)
{
	strbuf_addc(out, '\\');
	strbuf_addc(out, (char)letter);
	return true;
}

/* After a backslash: appends what it stands for; false when that is a NUL, which ends the text.
 * `end` is the quote that ends it before, or -1. */
static bool scan_escape(struct parser *ps, struct strbuf *out, int end)
{
	struct lexer *lx = ps->lexer;
	int c = lexer_peek_raw(ps);
	char utf8[12];
	int byte = simple_escape(c);

	if (byte == -1 && c >= '0' && c <= '7') {
		byte = (int)(scan_digits(ps, 3, 8) & 0xff);
	} else if (c == 'u' || c == 'U') {
		lx->at++;
		const char *digits = lx->at;
		uint32_t code = scan_digits(ps, c == 'u' ? 4 : 8, 16);
		if (lx->at == digits)
			return keep_escape(out, c);
		if (code == 0)
			return false;
		strbuf_add(out, utf8, utf8_encode_escape(code, !ps->no_utf8, utf8));
		return true;
	} else if (c == 'x') {
		lx->at++;
		const char *digits = lx->at;
		byte = lexer_peek_raw(ps) == '{' ? braced_byte(ps) : (int)scan_digits(ps, 2, 16);
		if (lx->at == digits)
			return keep_escape(out, c);
	} else if (c == 'c') {
		lx->at++;
		int next = lexer_peek_raw(ps);
		if (next == -1 || next == end)
			return keep_escape(out, c);
		byte = control_escape(ps);
	} else if (byte != -1) {
		lx->at++;
	} else {
		strbuf_addc(out, '\\');
		return true;
	}
	if (byte)
		strbuf_addc(out, (char)byte);
	return byte != 0;
}

/* Text between double quotes in the word of "${x-word}", where single quotes would be part of it.
 * As in bash it stands by itself when nothing in it is special. */
static void add_double_quoted(struct strbuf *quoted, const char *text)
{
	if (!text[strcspn(text, "$`\\\"'}")]) {
		strbuf_adds(quoted, text);
		return;
	}
	strbuf_addc(quoted, '"');
	for (; *text; text++) {
		if (strchr("$`\\\"", *text))
			strbuf_addc(quoted, '\\');
		strbuf_addc(quoted, *text);
	}
	strbuf_addc(quoted, '"');
}

/* The $'...' that begins at the mark is printed as this text in quotes that it may have there. */
static void replace_quoted(struct parser *ps, const struct source_mark *mark, const char *text,
			   enum scan_mode mode)
{
	struct strbuf quoted = STRBUF_INIT;

	if (!mark->reader)
		return;
	if (mode == SCAN_OPERAND_QUOTED)
		add_double_quoted(&quoted, text);
	else
		strbuf_add_single_quoted(&quoted, text);
	source_replace(ps, mark, strbuf_text(&quoted), quoted.len);
	strbuf_free(&quoted);
}

void scan_dollar_quote(struct parser *ps, struct word_builder *b, enum scan_mode mode,
		       const struct source_mark *dollar)
{
	struct lexer *lx = ps->lexer;
	uint32_t line = ps->line;
	bool cut = false;

	builder_literal(ps, b, "", 0, true);
	size_t text = lx->scratch.len;
	size_t keep = 0;
	for (;;) {
		int c = lexer_peek_raw(ps);
		if (c == -1) {
			parse_error_end(ps, line, "'");
			return;
		}
		uint32_t span = c == '\\' ? observe_open(ps, SPAN_ESCAPE) : NO_SPAN;
		lx->at++;
		if (c == '\'')
			break;
		if (c == '\\') {
			observe_end(ps);
			bool goes_on = scan_escape(ps, &lx->scratch, '\'');
			observe_close(ps, span);
			if (!goes_on && !cut) {
				cut = true;
				keep = lx->scratch.len;
			}
			continue;
		}
		strbuf_addc(&lx->scratch, (char)c);
		if (c == '\n')
			lexer_count_line(ps);
	}
	if (cut)
		strbuf_truncate(&lx->scratch, keep);
	size_t len;
	replace_quoted(ps, dollar, scratch_from(lx, text, &len), mode);
}

void parse_escapes(struct parser *ps, const char *text, size_t len, struct strbuf *into)
{
	struct lexer *lx = ps->lexer;
	struct input input;
	bool goes_on = true, failed = lx->failed, starved = lx->starved;
	int c;

	lx->failed = false;
	input_push(ps, &input, text, len, ps->line);
	if (lx->failed) /* no memory */
		strbuf_fail(into);
	lx->failed = failed;
	lx->starved = starved;
	while (goes_on && (c = lexer_peek_raw(ps)) != -1) {
		lx->at++;
		if (c == '\\')
			goes_on = scan_escape(ps, into, -1);
		else
			strbuf_addc(into, (char)c);
	}
	input_pop(ps);
}
