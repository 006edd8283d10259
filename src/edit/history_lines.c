/*
 * The lines of one command as an entry of the history: in one line, as far as the grammar lets them
 * be (bash manual, "The Shopt Builtin", cmdhist).
 */
#include <string.h>
#include "history_list.h"
#include "internal.h"
#include "observer.h"
#include "options.h"

/* A text on its way. */
struct joining {
	const char *text;
	struct observer observer;
	uint32_t next;			       /* the first span that has not been looked at */
	size_t passed;			       /* where the last token ends */
	const struct span *last, *before_last; /* the tokens before the line's end; NULL for none */
};

static enum span_kind kind_of(const struct span *span)
{
	return span ? (enum span_kind)span->kind : SPAN_NONE;
}

static bool is_text(const struct joining *now, const struct span *span, const char *text)
{
	size_t len = strlen(text);

	return span && span->end - span->start == len &&
	       memcmp(now->text + span->start, text, len) == 0;
}

/* Looks at the tokens before a place; those in other tokens count as part of these. */
static void pass_tokens(struct joining *now, size_t end)
{
	const struct observer *o = &now->observer;

	for (; now->next < o->count && o->spans[now->next].start < end; now->next++) {
		const struct span *span = &o->spans[now->next];
		if (span->kind > SPAN_ERROR || span->start < now->passed)
			continue;
		now->before_last = now->last;
		now->last = span;
		now->passed = span->end;
	}
}

/* The innermost span around a byte that says what a newline there is. */
static const struct span *around(const struct joining *now, size_t at)
{
	const struct observer *o = &now->observer;
	uint32_t span = observer_span_at(o, at);

	while (span != NO_SPAN && o->spans[span].kind < SPAN_VALUE)
		span = o->spans[span].parent;
	if (span != NO_SPAN && o->spans[span].kind == SPAN_ESCAPE)
		span = o->spans[span].parent;
	return span == NO_SPAN ? NULL : &o->spans[span];
}

/* In quotes and what is delimited as they are, newlines stay. */
static bool is_literal(const struct joining *now, size_t at)
{
	enum span_kind kind = kind_of(around(now, at));

	return kind == SPAN_HEREDOC || (kind > SPAN_VALUE && kind < SPAN_COMPOUND);
}

static bool begins_heredoc(const struct joining *now, size_t at)
{
	uint32_t span = observer_span_at(&now->observer, at);

	return observer_around(&now->observer, span, SPAN_HEREDOC, SPAN_HEREDOC) != NO_SPAN;
}

/* True when a command, or a list of patterns, goes on behind the last token. */
static bool goes_on(const struct joining *now)
{
	static const char *const words[] = {"{",  "(",	";",  "&",    "|",    "|&",    "&&",
					    "||", ";;", ";&", ";;&",  "case", "do",    "elif",
					    "if", "in", "!",  "else", "then", "until", "while"};
	enum span_kind kind = kind_of(now->last);

	if (kind == SPAN_FUNCTION)
		return true;
	if (is_text(now, now->last, ")"))
		return is_text(now, now->before_last, "(") ||
		       kind_of(now->before_last) == SPAN_PATTERN;
	if (kind == SPAN_WORD)
		return is_text(now, now->before_last, "case");
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if ((kind == SPAN_OPERATOR || kind == SPAN_RESERVED) &&
		    is_text(now, now->last, words[i]))
			return true;
	return false;
}

/* True when an arithmetic command, or the one of `for`, is the last thing before a place. */
static bool ends_arithmetic(const struct joining *now, size_t at)
{
	while (at > now->passed && (now->text[at - 1] == ' ' || now->text[at - 1] == '\t'))
		at--;
	return at > now->passed && kind_of(around(now, at - 1)) == SPAN_ARITHMETIC;
}

/* What takes the place of the newline at `at`, before a line that is not blank. */
static const char *separator(struct joining *now, size_t at)
{
	const char *next = now->text + at + 1;
	const struct span *outer = around(now, at);

	next += strspn(next, " \t");
	pass_tokens(now, at);
	if (is_literal(now, at) || begins_heredoc(now, at + 1))
		return "\n";
	if (kind_of(outer) == SPAN_VALUE) /* NAME=(...) */
		return " ";
	if (kind_of(outer) == SPAN_COMPOUND && strncmp(now->text + outer->start, "[[", 2) == 0)
		return " ";
	if (memmem(next, strcspn(next, "\n"), "<<", 2))
		return "\n";
	if (is_text(now, now->last, ")") && *next && strchr("&|;", *next))
		return "\n";
	if (kind_of(now->last) == SPAN_VARIABLE)
		return strncmp(next, "in", 2) == 0 ? " " : ";";
	if (now->passed < at && ends_arithmetic(now, at)) /* for (( )) */
		return "; ";
	return goes_on(now) ? " " : "; ";
}

/* The end of a line without a backslash that quotes its newline. */
static size_t without_backslash(const struct joining *now, size_t start, size_t end)
{
	bool quotes = end > start && now->text[end - 1] == '\\' &&
		      (end - start < 2 || now->text[end - 2] != '\\') && !is_literal(now, end) &&
		      kind_of(around(now, end - 1)) != SPAN_COMMENT;

	return end - quotes;
}

static bool is_left_out(const struct joining *now, size_t start, size_t end)
{
	start += strspn(now->text + start, " \t");
	return start >= end || now->text[start] == '#';
}

void history_join_lines(struct shell *sh, const char *text, size_t len, struct strbuf *into)
{
	struct strbuf whole = STRBUF_INIT;
	struct joining now = {0};
	bool commented = false;

	strbuf_add(&whole, text, len);
	strbuf_addc(&whole, '\n');
	now.text = strbuf_text(&whole);
	observer_read(&now.observer, &sh->symbols, now.text, whole.len, observe_options(sh),
		      &sh->guard);
	for (size_t start = 0, end; start < whole.len; start = end + 1) {
		end = start + strcspn(now.text + start, "\n");
		const char *between = start ? separator(&now, start - 1) : "";
		bool literal =
			start && (is_literal(&now, start - 1) || begins_heredoc(&now, start));
		bool comment = end > start && kind_of(around(&now, end - 1)) == SPAN_COMMENT;
		if (start && !literal && is_left_out(&now, start, end)) {
			commented |= comment;
			continue;
		}
		size_t before = start ? without_backslash(&now, 0, start - 1) : 0;
		bool after_newline = into->len && into->data[into->len - 1] == '\n';
		if (start && before < start - 1)
			between = "";
		else if (commented && !literal)
			between = "\n";
		else if (!literal && after_newline && *between == ';')
			between++;
		strbuf_adds(into, between);
		strbuf_add(into, now.text + start, without_backslash(&now, start, end) - start);
		commented = comment;
	}
	if (is_literal(&now, whole.len - 1)) /* behind a here-document */
		strbuf_addc(into, '\n');
	into->failed |= whole.failed;
	observer_free(&now.observer);
	strbuf_free(&whole);
}
