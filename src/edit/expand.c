/*
 * History expansion of what was typed (bash manual, 9.3), as far as the editor's library has it.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "history.h"
#include "internal.h"

/* The quotes that the lines before leave open. */
static char open_quote(const struct strbuf *text)
{
	char quote = 0;

	for (size_t i = 0; i < text->len; i++) {
		char c = text->data[i];
		if (c == '\\' && quote != '\'')
			i++;
		else if (quote == c)
			quote = 0;
		else if (!quote && (c == '\'' || c == '"'))
			quote = c;
	}
	return quote;
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
	size_t len = strlen(line);
	if (len && line[len - 1] == '\n')
		line[len - 1] = '\0';
	int what = editor->expand_history(&sh->edit->host, open_quote(&sh->edit->command), line,
					  &result);
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
	int what = editor->expand_history(&sh->edit->host, 0, word, &result);
	if (what < 0)
		shell_error_in(sh, who, "%s", result ? result : word);
	else
		strbuf_adds(into, result ? result : word);
	free(result);
	return what >= 0;
}
