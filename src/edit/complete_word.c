/*
 * Words as they are typed and as they are meant: quotes taken away, and put where they are needed.
 */
#include <string.h>
#include "completion.h"
#include "utf8.h"
#include "expand.h"
#include "symbol.h"
#include "utf8.h"
#include "var.h"

/* ---- reading ------------------------------------------------------------------------------- */

/* A word being read. */
struct reading {
	struct shell *sh;
	const char *line;
	size_t at, end;
	struct strbuf value;
	struct typed_word *word;
};

/* $NAME and ${NAME} are replaced by the value there is now; anything else is not known. */
static void read_dollar(struct reading *r)
{
	size_t start = r->at + 1;
	bool brace = start < r->end && r->line[start] == '{';
	char name[256];

	start += brace;
	size_t len = 0;
	while (start + len < r->end && len < sizeof(name) - 1 &&
	       name_is_valid(r->line + start, len + 1))
		len++;
	if (!len && !brace && (start == r->end || !strchr("(@*#?-$!", r->line[start]))) {
		strbuf_addc(&r->value, '$');
		r->at++;
		return;
	}
	memcpy(name, r->line + start, len);
	name[len] = '\0';
	r->at = start + len;
	if (!len || (brace && (r->at == r->end || r->line[r->at] != '}'))) {
		r->word->unknown = true;
		r->at = r->end;
		return;
	}
	r->at += brace;
	const char *value = var_get(r->sh, name);
	strbuf_adds(&r->value, value ? value : "");
}

/* Digits of a number in this base, at most `most`. */
static unsigned read_number(struct reading *r, unsigned base, int most)
{
	unsigned value = 0;

	for (; most > 0 && r->at < r->end; most--, r->at++) {
		char c = r->line[r->at];
		unsigned digit = c >= '0' && c <= '9' ? (unsigned)(c - '0')
				 : (c | 0x20) >= 'a' && (c | 0x20) <= 'f'
					 ? (unsigned)((c | 0x20) - 'a') + 10
					 : base;
		if (digit >= base)
			break;
		value = value * base + digit;
	}
	return value;
}

/* What follows a backslash inside $'...' (XCU 2.2.4). */
static void read_escape(struct reading *r)
{
	static const char letters[] = "abtnvfr"; /* from \a, which is 7, on */
	char c = r->line[r->at], code[4];
	const char *letter = c ? strchr(letters, c) : NULL;

	if (c >= '0' && c <= '7') {
		strbuf_addc(&r->value, (char)read_number(r, 8, 3));
		return;
	}
	r->at++;
	if (letter) {
		strbuf_addc(&r->value, (char)('\a' + (letter - letters)));
	} else if (c == 'e' || c == 'E') {
		strbuf_addc(&r->value, '\033');
	} else if (c == 'x') {
		strbuf_addc(&r->value, (char)read_number(r, 16, 2));
	} else if (c == 'u' || c == 'U') {
		size_t len = utf8_encode(read_number(r, 16, c == 'u' ? 4 : 8), code);
		strbuf_add(&r->value, code, len);
	} else if (c == 'c' && r->at < r->end) {
		strbuf_addc(&r->value, (char)(r->line[r->at++] & 0x1f));
	} else {
		strbuf_addc(&r->value, c);
	}
}

/* A backslash, and what it quotes. */
static void read_backslash(struct reading *r)
{
	char quote = r->word->quote;

	if (r->at + 1 == r->end) {
		r->word->line_end = r->at++;
		return;
	}
	char c = r->line[r->at + 1];
	if (quote == '$') {
		r->at++;
		read_escape(r);
		return;
	}
	r->at += 2;
	if (c == '\n')
		return;
	if (quote == '"' && !strchr("$`\"\\", c))
		strbuf_addc(&r->value, '\\');
	strbuf_addc(&r->value, c);
}

/* The quote that opens or closes here; false when the byte is none. */
static bool read_quote(struct reading *r)
{
	char c = r->line[r->at], open = r->word->quote;

	if (open) {
		if (c != (open == '$' ? '\'' : open))
			return false;
		r->word->quote = 0;
	} else if (c == '\'' || c == '"') {
		r->word->quote = c;
		r->word->quote_start = r->at + 1;
	} else if (c == '$' && r->at + 1 < r->end && r->line[r->at + 1] == '\'') {
		r->word->quote = '$';
		r->word->quote_start = ++r->at + 1;
	} else {
		return false;
	}
	r->at++;
	return true;
}

static void read_one(struct reading *r)
{
	struct typed_word *word = r->word;
	char c = r->line[r->at], open = word->quote;

	if (read_quote(r))
		return;
	if (c == '\\' && open != '\'') {
		read_backslash(r);
	} else if (c == '$' && open != '\'' && open != '$') {
		read_dollar(r);
	} else if (c == '`' && open != '\'' && open != '$') {
		word->unknown = true;
		r->at = r->end;
	} else {
		strbuf_addc(&r->value, c);
		r->at++;
		if (c == '/') {
			word->base = r->value.len;
			word->line_base = r->at;
		}
	}
}

/* ~ or ~user before the first slash gives way to the directory. */
static void expand_tilde(struct shell *sh, struct arena *arena, struct typed_word *word)
{
	const char *slash = memchr(word->value, '/', word->len);

	if (!slash) {
		word->tilde = true;
		word->value++;
		word->len--;
		return;
	}
	struct arena_mark mark = arena_mark(&sh->scratch);
	const char *home = tilde_directory(sh, word->value + 1, (size_t)(slash - word->value) - 1);
	if (home) {
		size_t home_len = strlen(home), rest = word->len - (size_t)(slash - word->value);
		char *joined = arena_alloc(arena, home_len + rest + 1);
		memcpy(joined, home, home_len);
		memcpy(joined + home_len, slash, rest + 1);
		word->base += home_len + rest - word->len;
		word->value = joined;
		word->len = home_len + rest;
	}
	arena_release(&sh->scratch, mark);
}

void word_read(struct shell *sh, struct arena *arena, const char *line, size_t start, size_t end,
	       char quote, struct typed_word *word)
{
	struct reading r = {.sh = sh, .line = line, .at = start, .end = end, .word = word};
	bool tilde = start < end && line[start] == '~' && !quote;

	*word = (struct typed_word){
		.quote = quote, .quote_start = start, .line_base = start, .line_end = end};
	while (r.at < end)
		read_one(&r);
	word->len = r.value.len;
	word->value = arena_strndup(arena, strbuf_text(&r.value), r.value.len);
	strbuf_free(&r.value);
	if (tilde)
		expand_tilde(sh, arena, word);
	/* a slash that a variable brought */
	const char *slash = memrchr(word->value, '/', word->len);
	if (slash && (size_t)(slash - word->value) >= word->base)
		word->base = (size_t)(slash - word->value) + 1;
}

size_t word_break(struct shell *sh, const char *line, size_t start, size_t end, const char *breaks)
{
	struct quoting quoting;
	size_t at, last = start;

	quoting_read(&quoting, sh, line, start, end);
	while ((at = quoting_find(&quoting, last, breaks)) < end)
		last = at + 1;
	quoting_free(&quoting);
	return last;
}

/* ---- quoting ------------------------------------------------------------------------------- */

static bool is_control(char c)
{
	return (unsigned char)c < ' ' || c == 0x7f;
}

static void add_escaped(struct strbuf *into, char c)
{
	static const char letters[] = "abtnvfr"; /* from \a, which is 7, on */

	if (c >= '\a' && c <= '\r')
		strbuf_addf(into, "\\%c", letters[c - '\a']);
	else if (is_control(c) || (unsigned char)c >= 0x80)
		strbuf_addf(into, "\\%03o", (unsigned char)c);
	else if (c == '\'' || c == '\\')
		strbuf_addf(into, "\\%c", c);
	else
		strbuf_addc(into, c);
}

/* How many bytes at text the line cannot show: control characters, and what is no UTF-8.  *shown: bytes that it can
 * show when that is 0. */
static size_t unshowable(const char *text, size_t len, size_t *shown)
{
	size_t count = 0;

	*shown = 1;
	while (count < len) {
		unsigned char c = (unsigned char)text[count];
		size_t bytes = c < 0x80 ? 1 : utf8_next(text + count, text + len);
		bool valid = c < 0x80 || bytes > 1;
		if (valid && !is_control(text[count])) {
			*shown = bytes;
			break;
		}
		count++;
	}
	return count;
}

static bool needs_escape(char c, char quote, bool first)
{
	if (quote == '"')
		return strchr("$`\"\\", c) != NULL;
	return !quote && (strchr(" '\"\\<>;|&()$`?*[]!{}", c) || (first && strchr("~#", c)));
}

/* One that can be shown. */
static void add_character(struct strbuf *into, const char *text, size_t len, char quote, bool first)
{
	if (quote == '\'' && *text == '\'')
		strbuf_adds(into, "'\\'");
	else if (quote == '"' && *text == '!')
		strbuf_adds(into, "\"\\"); /* within the quotes it would be an event */
	else if (needs_escape(*text, quote, first))
		strbuf_addc(into, '\\');
	strbuf_add(into, text, len);
	if (quote == '"' && *text == '!')
		strbuf_addc(into, '"');
}

/* Bytes that cannot be shown: in $'...', for which another quote is closed and opened again. */
static void add_spelling(struct strbuf *into, const char *text, size_t len, char quote)
{
	if (quote && quote != '$')
		strbuf_addc(into, quote);
	if (quote != '$')
		strbuf_adds(into, "$'");
	for (size_t i = 0; i < len; i++)
		add_escaped(into, text[i]);
	if (quote != '$')
		strbuf_addc(into, '\'');
	if (quote && quote != '$')
		strbuf_addc(into, quote);
}

void word_add_quoted(struct strbuf *into, const char *text, size_t len, char quote, bool first)
{
	for (size_t at = 0, shown; at < len;) {
		size_t count = unshowable(text + at, len - at, &shown);
		if (count == 0 && quote == '$' && shown == 1) {
			add_escaped(into, text[at++]);
			continue;
		}
		if (count == 0) {
			add_character(into, text + at, shown, quote, first && at == 0);
			at += shown;
			continue;
		}
		add_spelling(into, text + at, count, quote);
		at += count;
	}
}

/* The end of $'...' at text + at. */
static size_t dollar_quote_end(const char *text, size_t at)
{
	for (at += 2; text[at] && text[at] != '\''; at++)
		at += text[at] == '\\' && text[at + 1];
	return at + (text[at] != '\0');
}

/* The end of what is written within a quote that is closed and opened again for it; 0 when nothing is. */
static size_t interruption_end(const char *text, size_t at, char quote)
{
	size_t end = 0;

	if (text[at] != quote || (quote != '"' && quote != '\''))
		return 0;
	if (text[at + 1] == '\\' && text[at + 2])
		end = at + 3;
	else if (text[at + 1] == '$' && text[at + 2] == '\'')
		end = dollar_quote_end(text, at + 1);
	return end && text[end] == quote ? end + 1 : 0;
}

/* The end of what stands for one character at text + at, in `quote`, which it may change; for what word_add_quoted
 * writes. */
static size_t spelling_end(const char *text, size_t at, char *quote)
{
	char c = text[at], next = text[at + 1];
	size_t end = interruption_end(text, at, *quote);

	if (end)
		return end;
	if (*quote == '$' && c == '\\' && next >= '0' && next <= '3')
		return at + 4;
	if (c == '\\' && *quote != '\'' && next)
		return at + 2;
	if (!*quote && c == '$' && next == '\'')
		return dollar_quote_end(text, at);
	if (!*quote && (c == '"' || c == '\''))
		*quote = c;
	else if (*quote && c == (*quote == '$' ? '\'' : *quote))
		*quote = 0;
	return at + 1;
}

size_t word_whole_length(const char *text, size_t len, char quote)
{
	size_t whole = 0;

	for (size_t at = 0; at < len;) {
		at = spelling_end(text, at, &quote);
		if (at <= len)
			whole = at;
	}
	while (whole > 0 && text[whole] && ((unsigned char)text[whole] & 0xc0) == 0x80)
		whole--;
	return whole;
}
