/*
 * Words as they are typed and as they are meant: quotes taken away, and put where they are needed.
 */
#include <string.h>
#include "completion.h"
#include "line_words.h"
#include "utf8.h"
#include "expand.h"
#include "options.h"
#include "var.h"

/* ---- reading ------------------------------------------------------------------------------- */

/* ~ or ~user before a slash gives way to the directory. */
static void add_tilde(struct shell *sh, struct strbuf *value, const struct part *tilde)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	const char *home = tilde_directory(sh, tilde->text, tilde->len);

	if (home) {
		strbuf_adds(value, home);
	} else {
		strbuf_addc(value, '~');
		strbuf_add(value, tilde->text, tilde->len);
	}
	arena_release(&sh->scratch, mark);
}

/* Appends the value of $NAME or ${NAME}; false for any other parameter. */
static bool add_parameter(struct shell *sh, struct strbuf *value, const struct param *param)
{
	if (param->op != PARAM_PLAIN || param->kind != PARAM_NAME)
		return false;
	const char *text = var_get(sh, param->symbol->name);
	strbuf_adds(value, text ? text : "");
	return true;
}

/* Appends what the part means now.  False when that is not known. */
static bool add_part(struct shell *sh, struct strbuf *value, const struct part *part)
{
	switch ((enum part_kind)part->kind) {
	case PART_LITERAL:
		strbuf_add(value, part->text, part->len);
		return true;
	case PART_TILDE:
		add_tilde(sh, value, part);
		return true;
	case PART_PARAM:
		return add_parameter(sh, value, &part->param);
	case PART_COMMAND:
	case PART_PROCESS:
	case PART_ARITH:
		return false;
	}
	return false;
}

/* Appends what the word means now.  False when that is not known. */
static bool add_word(struct shell *sh, struct strbuf *value, const struct word *word)
{
	if (word->kind == WORD_LITERAL) {
		strbuf_add(value, word->text, word->len);
		return true;
	}
	if (word->kind != WORD_PARTS)
		return add_parameter(sh, value, word->param);
	for (const struct part *part = word->parts; part; part = part->next)
		if (!add_part(sh, value, part))
			return false;
	return true;
}

/* Finds what is open at the end of the text: a quote, or a backslash that quotes nothing; false
 * when it is more than that: in braces, in a substitution. */
static bool read_end(const struct observer *o, struct typed_word *word, const char *text,
		     size_t len)
{
	uint32_t span = o->innermost;

	if (span != NO_SPAN && o->spans[span].kind == SPAN_NAME) {
		span = o->spans[span].parent;
		if (span_braced(o, span, text, len))
			return false;
		span = o->spans[span].parent;
	}
	if (span != NO_SPAN && o->spans[span].kind == SPAN_ESCAPE) {
		word->line_end--;
		span = o->spans[span].parent;
	}
	if (span != NO_SPAN && (word->quote = span_quote(o->spans[span].kind))) {
		word->quote_start = o->spans[span].start + (word->quote == '$' ? 2 : 1);
		span = o->spans[span].parent;
	}
	return span == NO_SPAN;
}

/* The offset behind the last slash that is in no expansion. */
static size_t behind_slash(const struct observer *o, const char *text, size_t len)
{
	while (len > 0 && (text[len - 1] != '/' ||
			   observer_around(o, observer_span_at(o, len - 1), SPAN_PARAMETER,
					   SPAN_ARITHMETIC) != NO_SPAN))
		len--;
	return len;
}

void word_read(struct shell *sh, struct arena *arena, const char *line, size_t start, size_t end,
	       char quote, struct typed_word *typed)
{
	struct strbuf value = STRBUF_INIT;
	struct observer o;

	/* The quote itself is read, too. */
	size_t first = start - (quote == '$' ? 2 : quote ? 1 : 0);
	const char *text = line + first;
	*typed = (struct typed_word){.line_end = end};
	const struct word *word = observer_read_word(&o, &sh->symbols, arena, text, end - first,
						     observe_options(sh), &sh->guard);
	bool ended = read_end(&o, typed, text, end - first);
	bool added = add_word(sh, &value, word);
	typed->unknown = !ended || !added;
	typed->quote_start = typed->quote ? typed->quote_start + first : start;
	typed->line_base = first + behind_slash(&o, text, end - first);
	if (typed->line_base < start)
		typed->line_base = start;
	/* A backslash that quotes nothing yet stands for itself. */
	if (typed->line_end < end && value.len)
		strbuf_truncate(&value, value.len - 1);
	observer_free(&o);
	typed->tilde =
		word->kind == WORD_PARTS && word->parts->kind == PART_TILDE && !word->parts->next;
	if (typed->tilde) {
		strbuf_reset(&value);
		strbuf_addc(&value, '~');
		strbuf_add(&value, word->parts->text, word->parts->len);
	}
	typed->len = value.len - typed->tilde;
	typed->value = arena_strndup(arena, strbuf_text(&value), value.len) + typed->tilde;
	const char *slash = memrchr(typed->value, '/', typed->len);
	typed->base = slash ? (size_t)(slash - typed->value) + 1 : 0;
	strbuf_free(&value);
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

/* The number of bytes at text that the line cannot show: control characters, and what is no UTF-8.
 * *shown: bytes that it can show when that is 0. */
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

static bool needs_escape(char c, char quote, bool first, const char *breaks)
{
	if (quote == '"')
		return strchr("$`\"\\", c) != NULL;
	return !quote && (strchr(" '\"\\<>;|&()$`?*[]!{}", c) || (first && strchr("~#", c)) ||
			  strchr(breaks, c));
}

/* One that can be shown. */
static void add_character(struct strbuf *into, const char *text, size_t len, char quote, bool first,
			  const char *breaks)
{
	if (quote == '\'' && *text == '\'')
		strbuf_adds(into, "'\\'");
	else if (quote == '"' && *text == '!')
		strbuf_adds(into, "\"\\"); /* within the quotes it would be an event */
	else if (needs_escape(*text, quote, first, breaks))
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

void word_add_quoted(struct strbuf *into, const char *text, size_t len, char quote, bool first,
		     const char *breaks)
{
	for (size_t at = 0, shown; at < len;) {
		size_t count = unshowable(text + at, len - at, &shown);
		if (count == 0 && quote == '$' && shown == 1) {
			add_escaped(into, text[at++]);
			continue;
		}
		if (count == 0) {
			add_character(into, text + at, shown, quote, first && at == 0, breaks);
			at += shown;
			continue;
		}
		add_spelling(into, text + at, count, quote);
		at += count;
	}
}

/* ---- where such a text may be cut ---------------------------------------------------------- */

/* The quote that is open at the end of a text was closed and opened again for what it cannot
 * hold. */
struct reopened {
	uint8_t kind; /* enum span_kind of the quote; SPAN_NONE for none */
	bool seen;
	size_t closed; /* where the last one's closing quote is */
};

static uint8_t open_quote(const struct observer *o)
{
	uint32_t span = o->innermost;

	while (span != NO_SPAN && !span_quote(o->spans[span].kind))
		span = o->spans[span].parent;
	return span == NO_SPAN ? SPAN_NONE : o->spans[span].kind;
}

/* The text that stands for one character and ends with the span, or with the quote that it opens:
 * where it begins, and in *end where it ends.  Both are the same for a span that stands for
 * none. */
static size_t spelling(const struct span *span, struct reopened *quote, size_t *end)
{
	size_t start = span->start;

	*end = start;
	if (quote->kind != SPAN_NONE && span->kind == quote->kind) {
		if (quote->seen) {
			start = quote->closed;
			*end = span->start + 1;
		}
		quote->seen = true;
		quote->closed = span->end - 1;
	} else if (span->kind == SPAN_ESCAPE || span->kind == SPAN_DOLLAR_QUOTES) {
		*end = span->end;
	}
	return start;
}

size_t word_whole_length(struct shell *sh, const char *text, size_t len, char quote)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct strbuf word = STRBUF_INIT;
	struct observer o;

	/* The quote itself is read, too. */
	if (quote == '$')
		strbuf_adds(&word, "$'");
	else if (quote)
		strbuf_addc(&word, quote);
	size_t before = word.len, whole = before + len, end;
	strbuf_adds(&word, text);
	observer_read_word(&o, &sh->symbols, &sh->scratch, word.data, word.len, observe_options(sh),
			   &sh->guard);
	struct reopened reopened = {.kind = open_quote(&o)};
	for (uint32_t i = 0; i < o.count; i++) {
		size_t start = spelling(&o.spans[i], &reopened, &end);
		/* a text that ends the quote before it goes on as a word */
		if (start < whole && end > before + len)
			whole = start > before ? start : before;
	}
	observer_free(&o);
	strbuf_free(&word);
	arena_release(&sh->scratch, mark);
	whole -= before;
	while (whole > 0 && text[whole] && ((unsigned char)text[whole] & 0xc0) == 0x80)
		whole--;
	return whole;
}
