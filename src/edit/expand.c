/*
 * History expansion of what was typed (bash manual, 9.3): which exclamation marks mean a command.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "error.h"
#include "event.h"
#include "history.h"
#include "internal.h"
#include "line_words.h"
#include "var.h"

/* A line on its way, behind the lines before it of the same command. */
struct reading {
	struct shell *sh;
	struct strbuf text; /* both, with `x` for what designators have been expanded */
	size_t before;	    /* where the line begins in it */
	struct observer observer;
};

static void observe(struct reading *reading)
{
	observer_read(&reading->observer, &reading->sh->symbols, strbuf_text(&reading->text),
		      reading->text.len, observe_options(reading->sh), &reading->sh->guard);
}

/* Without history expansion bash's `history -p` knows no $'...': it takes it for a $ and '...',
 * which the first quote ends, behind a backslash too. */
static void forget_dollar_quotes(struct reading *reading)
{
	char *at = reading->text.data ? reading->text.data + reading->before : NULL;

	while (at && (at = strstr(at, "$'")))
		*at++ = 'x';
}

static void read_line(struct reading *reading, const char *before, const char *line)
{
	strbuf_adds(&reading->text, before);
	reading->before = reading->text.len;
	strbuf_adds(&reading->text, line);
	if (!OPT(reading->sh, HISTEXPAND) && !OPT(reading->sh, INTERACTIVE))
		forget_dollar_quotes(reading);
	observe(reading);
}

/* True when the line, or the spans in it, are not what they should be. */
static bool lacks_memory(const struct reading *reading)
{
	return reading->text.failed || reading->observer.starved;
}

/* Quotes in a designator are its own: what follows is read without them. */
static void pass_designator(struct reading *reading, size_t start, size_t end)
{
	memset(reading->text.data + reading->before + start, 'x', end - start);
	observer_free(&reading->observer);
	observe(reading);
}

static void reading_free(struct reading *reading)
{
	observer_free(&reading->observer);
	strbuf_free(&reading->text);
}

/* The double quote around a byte, or 0. */
static char quote_around(const struct reading *reading, size_t at)
{
	const struct observer *o = &reading->observer;
	uint32_t span = observer_span_at(o, reading->before + at);

	while (span != NO_SPAN && o->spans[span].kind != SPAN_SUBSTITUTION) {
		if (o->spans[span].kind == SPAN_DOUBLE_QUOTES)
			return '"';
		span = o->spans[span].parent;
	}
	return '\0';
}

/* True when a byte of the line is in a comment, in a here-document, or in what hides exclamation
 * marks: double quotes too in POSIX mode. */
static bool is_hidden(const struct reading *reading, size_t at)
{
	const struct observer *o = &reading->observer;
	uint32_t span = observer_span_at(o, reading->before + at);
	enum span_kind kind = span == NO_SPAN ? SPAN_NONE : o->spans[span].kind;

	return kind == SPAN_SINGLE_QUOTES || kind == SPAN_DOLLAR_QUOTES || kind == SPAN_COMMENT ||
	       kind == SPAN_ESCAPE || (OPT(reading->sh, POSIX) && quote_around(reading, at)) ||
	       observer_around(o, span, SPAN_HEREDOC, SPAN_HEREDOC) != NO_SPAN;
}

/* In double quotes a backslash may stand for itself, but it hides what follows. */
static bool is_behind_backslash(const struct reading *reading, size_t at)
{
	const struct observer *o = &reading->observer;
	size_t byte = reading->before + at;
	uint32_t span = byte ? observer_span_at(o, byte - 1) : NO_SPAN;

	return span != NO_SPAN && o->spans[span].kind == SPAN_ESCAPE &&
	       o->spans[span].start == byte - 1;
}

/* True when the exclamation mark text[at] mentions a command (bash manual, 9.3); the byte before it
 * is `before`. */
static bool is_event(const struct reading *reading, char before, const char *text, size_t at)
{
	char after = text[at + 1];

	if (!after || strchr(" \t\n\r=;&|()<>", after))
		return false;
	/* These mean something else to the shell: $! ${!x} [!a] */
	if (before == '$' || (before == '{' && at > 1 && text[at - 2] == '$'))
		return false;
	if (before == '[' && strchr(text + at, ']'))
		return false;
	return !is_hidden(reading, at) && !is_behind_backslash(reading, at) &&
	       after != quote_around(reading, at);
}

/* The characters that history expansion goes by (bash manual, "Bash Variables"): of $histchars, the
 * first two. */
struct marks {
	char event, quick; /* 0: there is none */
};

static struct marks marks_of(struct shell *sh)
{
	const char *chars = var_get(sh, "histchars");
	struct marks marks = {'!', '^'};

	if (chars) {
		marks.event = chars[0];
		marks.quick = chars[0] && chars[1] ? chars[1] : marks.quick;
	}
	return marks;
}

/* True when a line may hold a designator. */
static bool may_expand(struct shell *sh, const char *line)
{
	struct marks marks = marks_of(sh);

	return OPT(sh, HISTEXPAND) && marks.event &&
	       (strchr(line, marks.event) || *line == marks.quick);
}

/* History expansion of a line that follows the lines `earlier` of its command, into result, which
 * is empty: 0 it holds none; 1 result is what to run; 2 result is only to be shown; -1 result says
 * what is wrong. */
static int expand_line(struct shell *sh, struct event_memory *memory, const char *earlier,
		       const char *line, struct strbuf *result)
{
	struct strbuf quick = STRBUF_INIT, event = STRBUF_INIT;
	struct reading reading = {.sh = sh};
	struct marks marks = marks_of(sh);
	struct event_place place = {.mark = marks.event, .continued = *earlier};
	int what = 0;

	read_line(&reading, earlier, line);
	/* ^old^new^ is !!:s^old^new^ */
	if (*line == marks.quick && *line && !is_hidden(&reading, 0)) {
		strbuf_addf(&quick, "%c%c:s%s", marks.event, marks.event, line);
		line = strbuf_text(&quick);
		reading_free(&reading);
		reading = (struct reading){.sh = sh};
		read_line(&reading, earlier, line);
	}
	/* The end of an event is not what stands before the next. */
	for (const char *at = line, *event_end = line; *at && !lacks_memory(&reading);) {
		char before = at > event_end ? at[-1] : '\0';
		size_t start = (size_t)(at - line);
		if (*at != marks.event || !is_event(&reading, before, line, start)) {
			strbuf_addc(result, *at++);
			continue;
		}
		strbuf_reset(&event);
		place.quote = quote_around(&reading, start);
		place.so_far = strbuf_text(result);
		int one = event_expand(sh, memory, &place, &at, &event);
		event_end = at;
		pass_designator(&reading, start, (size_t)(at - line));
		if (one < 0)
			strbuf_reset(result);
		strbuf_add(result, strbuf_text(&event), event.len);
		if (one < 0 || one > what)
			what = one;
		if (one < 0 || event.failed || result->failed)
			break;
	}
	if (quick.failed || event.failed || lacks_memory(&reading) || result->failed) {
		strbuf_reset(result);
		strbuf_adds(result, "history expansion: the line becomes too long");
		errno = ENOMEM;
		what = -1;
	}
	reading_free(&reading);
	strbuf_free(&event);
	strbuf_free(&quick);
	return what;
}

static void show(struct shell *sh, const char *line)
{
	struct strbuf text = STRBUF_INIT;
	strbuf_addf(&text, "%s\n", line);
	shell_show(sh, STDERR_FILENO, strbuf_text(&text), text.len);
	strbuf_free(&text);
}

void edit_expand_history(struct shell *sh, struct strbuf *into, size_t before)
{
	char *line = into->data + before;
	struct strbuf result = STRBUF_INIT;

	if (!may_expand(sh, line))
		return;
	size_t len = strlen(line);
	if (len && line[len - 1] == '\n')
		line[len - 1] = '\0';
	int what =
		expand_line(sh, &sh->edit->events, strbuf_text(&sh->edit->command), line, &result);
	if (what > 0) {
		show(sh, strbuf_text(&result));
		strbuf_truncate(into, before);
		strbuf_add(into, strbuf_text(&result), result.len);
	} else {
		strbuf_truncate(into, before + strlen(line));
	}
	if (what < 0)
		shell_error(sh, "%s", strbuf_text(&result));
	if (what == 2) /* :p */
		history_record(sh, strbuf_text(&result), result.len, false);
	if (what == 2 || what < 0)
		strbuf_truncate(into, before);
	strbuf_addc(into, '\n');
	strbuf_free(&result);
}

int edit_rewrite_history(struct shell *sh, const char *line, struct strbuf *result)
{
	if (!may_expand(sh, line))
		return 0;
	return expand_line(sh, &sh->edit->events, strbuf_text(&sh->edit->command), line, result);
}

/* True when a byte of the line stands in quotes, of the innermost substitution. */
static bool is_quoted(const struct reading *reading, size_t at)
{
	return is_hidden(reading, at) || is_behind_backslash(reading, at) ||
	       quote_around(reading, at);
}

void host_delimiters(struct editor_host *host, const char *line, size_t len, uint8_t *into)
{
	struct reading reading = {.sh = host->sh};

	read_line(&reading, strbuf_text(&host->sh->edit->command), line);
	for (size_t i = 0; i < len; i++)
		into[i] = strchr(" \t\n;&|<>()", line[i]) && !is_quoted(&reading, i);
	reading_free(&reading);
}

int edit_expand_word(struct shell *sh, const char *word, struct strbuf *into)
{
	struct event_memory memory = {0};
	struct strbuf result = STRBUF_INIT;

	errno = EINVAL;
	int what = expand_line(sh, &memory, "", word, &result);
	int error = errno;
	if (what >= 0)
		strbuf_add(into, strbuf_text(&result), result.len);
	event_memory_free(&memory);
	strbuf_free(&result);
	errno = error;
	return what >= 0 ? 0 : -1;
}
