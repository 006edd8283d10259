/*
 * History expansion of what was typed (bash manual, 9.3), as far as the editor's library has it.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "history.h"
#include "internal.h"
#include "mem.h"

/* Reads a text byte by byte, by as much of XCU 2.2 and 2.3 as exclamation marks need. */
struct reader {
	char quote; /* open before the byte: ' or ", else 0 */
	bool escaped, comment;
};

static void pass(struct reader *reader, const char *text, size_t at)
{
	char c = text[at];

	if (reader->comment)
		reader->comment = c != '\n';
	else if (reader->escaped)
		reader->escaped = false;
	else if (c == '\\' && reader->quote != '\'')
		reader->escaped = true;
	else if (reader->quote == c)
		reader->quote = 0;
	else if (!reader->quote && (c == '\'' || c == '"'))
		reader->quote = c;
	else if (!reader->quote && c == '#')
		reader->comment = at == 0 || strchr(" \t\n;&|()<>", text[at - 1]);
}

/* Whether the exclamation mark text[at] mentions a command (bash manual, 9.3). */
static bool is_event(const struct reader *reader, const char *text, size_t at)
{
	char before = at ? text[at - 1] : '\0', after = text[at + 1];

	if (reader->escaped || reader->comment || reader->quote == '\'')
		return false;
	if (!after || strchr(" \t\n\r=;&|()<>", after) || after == reader->quote)
		return false;
	/* What means something else to the shell: $! ${!x} [!a] */
	if (before == '$' || (before == '{' && at > 1 && text[at - 2] == '$'))
		return false;
	return before != '[' || !strchr(text + at, ']');
}

/* Bytes of what is at text that may hold exclamation marks which belong to the first: !! !?string? */
static size_t event_len(const char *text)
{
	if (text[1] != '?')
		return text[1] == '!' ? 2 : 1;
	size_t len = 2 + strcspn(text + 2, "?\n");
	return len + (text[len] == '?');
}

/* A control character that neither the text nor the history holds; 0 when there is none. */
static char unused_byte(struct editor_host *host, const char *text)
{
	uint32_t first, last, generation;

	host->history_range(host, &first, &last, &generation);
	for (char byte = 1; byte < ' '; byte++) {
		bool used = strchr(text, byte);
		for (uint32_t n = first; n <= last && !used; n++) {
			const char *entry = host->history_entry(host, n);
			used = entry && strchr(entry, byte);
		}
		if (!used)
			return byte;
	}
	return 0;
}

/* As editor.expand_history.  The libraries differ in what they know of quotes and of what else an exclamation
 * mark can mean to a shell: one that mentions no command is hidden from them. */
static int expand_text(struct edit_state *edit, char quote, const char *text, char **result)
{
	struct reader reader = {.quote = quote};
	bool any = *text == '^' && quote != '\'';
	size_t event_end = 0;
	char *copy = mem_strdup(text), hidden = 0;

	*result = NULL;
	for (size_t i = 0; text[i]; pass(&reader, text, i++)) {
		if (text[i] != '!' || i < event_end)
			continue;
		if (is_event(&reader, text, i)) {
			any = true;
			event_end = i + event_len(text + i);
		} else if (hidden || (hidden = unused_byte(&edit->host, text))) {
			copy[i] = hidden;
		}
	}
	int what = any ? edit->editor->expand_history(&edit->host, quote, copy, result) : 0;
	free(copy);
	for (char *c = *result; hidden && c && (c = strchr(c, hidden)); c++)
		*c = '!';
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
	const struct editor *editor = sh->edit->editor;
	char *line = into->data + before, *result = NULL;

	if (!OPT(sh, HISTEXPAND) || !editor || !editor->expand_history ||
	    (!strchr(line, '!') && *line != '^'))
		return;
	const char *lines = strbuf_text(&sh->edit->command);
	struct reader reader = {0};
	for (size_t i = 0; lines[i]; i++)
		pass(&reader, lines, i);
	size_t len = strlen(line);
	if (len && line[len - 1] == '\n')
		line[len - 1] = '\0';
	int what = expand_text(sh->edit, reader.quote, line, &result);
	strbuf_truncate(into, before + strlen(line));
	if (what != 0 && result) {
		strbuf_truncate(into, before);
		if (what > 0) {
			show(result);
			strbuf_adds(into, result);
		} else {
			shell_error(sh, "%s", result);
		}
	}
	if (what == 2) /* :p */
		history_record(sh, result, strlen(result), false);
	if (what == 2 || what < 0)
		strbuf_truncate(into, before);
	strbuf_addc(into, '\n');
	free(result);
}

bool edit_expand_word(struct shell *sh, const char *who, const char *word, struct strbuf *into)
{
	const struct editor *editor = edit_editor(sh);
	char *result = NULL;

	if (!editor || !editor->expand_history) {
		shell_error_in(sh, who, "history expansion needs readline or libedit");
		return false;
	}
	int what = expand_text(sh->edit, 0, word, &result);
	if (what < 0)
		shell_error_in(sh, who, "%s", result ? result : word);
	else
		strbuf_adds(into, result ? result : word);
	free(result);
	return what >= 0;
}
