/*
 * History expansion of what was typed (bash manual, 9.3): which exclamation marks mean a command.
 */
#include <string.h>
#include <unistd.h>
#include "error.h"
#include "event.h"
#include "history.h"
#include "internal.h"

/* Reads a text byte by byte, by as much of XCU 2.2 and 2.3 as exclamation marks need. */
struct reader {
	char quote;  /* open before the byte: ' or ", else 0 */
	bool dollar; /* the quote is $' */
	bool escaped, comment;
};

static void pass(struct reader *reader, const char *text, size_t at)
{
	char c = text[at];

	if (reader->comment)
		reader->comment = c != '\n';
	else if (reader->escaped)
		reader->escaped = false;
	else if (c == '\\' && (reader->quote != '\'' || reader->dollar))
		reader->escaped = true;
	else if (reader->quote == c)
		reader->quote = 0;
	else if (reader->quote)
		return;
	else if (c == '\'' || c == '"')
		*reader = (struct reader){.quote = c,
					  .dollar = c == '\'' && at && text[at - 1] == '$'};
	else if (c == '#')
		reader->comment = at == 0 || strchr(" \t\n;&|()<>", text[at - 1]);
}

/* Whether the exclamation mark text[at] mentions a command (bash manual, 9.3); the byte before it is `before`. */
static bool is_event(const struct reader *reader, char before, const char *text, size_t at)
{
	char after = text[at + 1];

	if (reader->escaped || reader->comment || reader->quote == '\'')
		return false;
	if (!after || strchr(" \t\n\r=;&|()<>", after) || after == reader->quote)
		return false;
	/* What means something else to the shell: $! ${!x} [!a] */
	if (before == '$' || (before == '{' && at > 1 && text[at - 2] == '$'))
		return false;
	return before != '[' || !strchr(text + at, ']');
}

/* History expansion of a line that begins as the reader says, into result, which is empty: 0 it holds none; 1 result is
 * what to run; 2 result is only to be shown; -1 result says what is wrong. */
static int expand_line(struct shell *sh, struct event_memory *memory, struct reader reader,
		       const char *line, struct strbuf *result)
{
	struct strbuf quick = STRBUF_INIT, event = STRBUF_INIT;
	int what = 0;

	/* ^old^new^ is !!:s^old^new^ */
	if (*line == '^' && reader.quote != '\'') {
		strbuf_addf(&quick, "!!:s%s", line);
		line = strbuf_text(&quick);
	}
	/* What an event ends with is not what stands before the next. */
	for (const char *at = line, *event_end = line; *at;) {
		char before = at > event_end ? at[-1] : '\0';
		if (*at != '!' || !is_event(&reader, before, line, (size_t)(at - line))) {
			strbuf_addc(result, *at);
			pass(&reader, line, (size_t)(at++ - line));
			continue;
		}
		if (event.failed)
			break;
		strbuf_reset(&event);
		int one = event_expand(sh, memory, &at, reader.quote, strbuf_text(result), &event);
		event_end = at;
		if (one < 0)
			strbuf_reset(result);
		strbuf_add(result, strbuf_text(&event), event.len);
		if (one < 0 || one > what)
			what = one;
		if (one < 0)
			break;
	}
	if (quick.failed || event.failed || result->failed) {
		strbuf_reset(result);
		strbuf_adds(result, "history expansion: the line becomes too long");
		what = -1;
	}
	strbuf_free(&event);
	strbuf_free(&quick);
	return what;
}

static void show(const char *line)
{
	struct strbuf text = STRBUF_INIT;
	strbuf_addf(&text, "%s\n", line);
	if (!text.failed && write(STDERR_FILENO, text.data, text.len) < 0)
		text.len = 0; /* there is nobody to be told */
	strbuf_free(&text);
}

void edit_expand_history(struct shell *sh, struct strbuf *into, size_t before)
{
	char *line = into->data + before;
	struct strbuf result = STRBUF_INIT;
	struct reader reader = {0};

	if (!OPT(sh, HISTEXPAND) || (!strchr(line, '!') && *line != '^'))
		return;
	size_t len = strlen(line);
	if (len && line[len - 1] == '\n')
		line[len - 1] = '\0';
	const char *lines = strbuf_text(&sh->edit->command);
	for (size_t i = 0; lines[i]; i++)
		pass(&reader, lines, i);
	int what = expand_line(sh, &sh->edit->events, reader, line, &result);
	if (what > 0) {
		show(strbuf_text(&result));
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

bool edit_expand_word(struct shell *sh, const char *who, const char *word, struct strbuf *into)
{
	struct event_memory memory = {0};
	struct strbuf result = STRBUF_INIT;
	int what = expand_line(sh, &memory, (struct reader){0}, word, &result);

	if (what < 0)
		shell_error_in(sh, who, "%s", strbuf_text(&result));
	else
		strbuf_add(into, strbuf_text(&result), result.len);
	event_memory_free(&memory);
	strbuf_free(&result);
	return what >= 0;
}
