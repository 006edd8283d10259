/*
 * The lines of one command as an entry of the history: in one line, as far as the grammar lets them
 * be (bash manual, "The Shopt Builtin", cmdhist).
 */
#include <string.h>
#include "history_list.h"
#include "line_words.h"
#include "observer.h"
#include "options.h"

/* A text on its way. */
struct joining {
	const char *text;
	struct observer observer;
	size_t end;	/* of the last line that was put there */
	bool commented; /* the last line ends in a comment, or is one that was left out */
};

/* The innermost span around a byte; NULL for none. */
static const struct span *span_at(const struct joining *now, size_t at)
{
	uint32_t span = observer_span_at(&now->observer, at);

	return span == NO_SPAN ? NULL : &now->observer.spans[span];
}

static enum span_kind kind_at(const struct joining *now, size_t at)
{
	const struct span *span = span_at(now, at);

	return span ? (enum span_kind)span->kind : SPAN_NONE;
}

/* True in quotes and in what is delimited as they are: newlines there stay. */
static bool is_literal(const struct joining *now, size_t at)
{
	const struct observer *o = &now->observer;
	uint32_t span = observer_span_at(o, at);

	if (span != NO_SPAN && o->spans[span].kind == SPAN_ESCAPE)
		span = o->spans[span].parent;
	span = observer_around(o, span, SPAN_VALUE, SPAN_HEREDOC);
	if (span == NO_SPAN)
		return false;
	enum span_kind kind = o->spans[span].kind;
	return kind == SPAN_HEREDOC || (kind > SPAN_VALUE && kind < SPAN_COMPOUND);
}

static bool begins_heredoc(const struct joining *now, size_t at)
{
	uint32_t span = observer_span_at(&now->observer, at);

	return observer_around(&now->observer, span, SPAN_HEREDOC, SPAN_HEREDOC) != NO_SPAN;
}

/* True when a here-document is asked for in the line behind a newline. */
static bool asks_for_heredoc(const struct joining *now, const struct span *newline)
{
	const struct observer *o = &now->observer;
	size_t end = newline->end + strcspn(now->text + newline->end, "\n");

	for (const struct span *span = newline; span < o->spans + o->count; span++) {
		if (span->start >= end)
			break;
		if (span->kind == SPAN_DELIMITER)
			return true;
	}
	return false;
}

/* The text in place of the newline at `at`, and of blank lines before it, in front of a line that
 * is neither blank nor a comment.  What the last line ends with is told by its own newline. */
static const char *separator(const struct joining *now, size_t at)
{
	const struct span *newline = span_at(now, now->end);
	enum span_kind kind = kind_at(now, now->end);

	if (is_literal(now, at) || begins_heredoc(now, at + 1))
		return "\n";
	if (kind == SPAN_CONTINUATION)
		return "";
	if ((kind != SPAN_NEWLINE && kind != SPAN_LINEBREAK) || now->commented ||
	    asks_for_heredoc(now, span_at(now, at)))
		return "\n";
	if (kind == SPAN_LINEBREAK)
		return " ";
	bool behind_name = newline > now->observer.spans && newline[-1].kind == SPAN_VARIABLE;
	return behind_name ? ";" : at > now->end ? ";  " : "; "; /* `for NAME` */
}

/* The line [start, end) is put behind the others. */
static void join_line(struct joining *now, size_t start, size_t end, struct strbuf *into)
{
	bool literal = start && (is_literal(now, start - 1) || begins_heredoc(now, start));
	const char *first = now->text + start + strspn(now->text + start, " \t");
	bool comment = end > start && kind_at(now, end - 1) == SPAN_COMMENT;
	bool is_comment = kind_at(now, (size_t)(first - now->text)) == SPAN_COMMENT;
	bool quoted = kind_at(now, end) == SPAN_CONTINUATION && !is_literal(now, end);

	if (start && !literal && (first >= now->text + end || is_comment)) {
		now->commented |= comment;
		return;
	}
	const char *between = start ? separator(now, start - 1) : "";
	if (!literal && *between == ';' && into->len && into->data[into->len - 1] == '\n')
		between++;
	strbuf_adds(into, between);
	strbuf_add(into, now->text + start, end - quoted - start);
	now->commented = comment;
	now->end = end;
}

void history_join_lines(struct shell *sh, const char *text, size_t len, struct strbuf *into)
{
	struct strbuf whole = STRBUF_INIT;
	struct joining now = {0};

	strbuf_add(&whole, text, len);
	strbuf_addc(&whole, '\n');
	now.text = strbuf_text(&whole);
	observer_read(&now.observer, &sh->symbols, now.text, whole.len, observe_options(sh),
		      &sh->guard);
	for (size_t start = 0, end; start < whole.len; start = end + 1) {
		end = start + strcspn(now.text + start, "\n");
		join_line(&now, start, end, into);
	}
	if (is_literal(&now, whole.len - 1)) /* behind a here-document */
		strbuf_addc(into, '\n');
	if (whole.failed)
		strbuf_fail(into);
	observer_free(&now.observer);
	strbuf_free(&whole);
}
