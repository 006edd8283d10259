/*
 * Changes that keys make to the line by the shell's rules: aliases, expansions, an editor of its
 * own.
 */
#include <stdlib.h>
#include <string.h>
#include "ast.h"
#include "error.h"
#include "exec.h"
#include "history.h"
#include "internal.h"
#include "line_words.h"
#include "mem.h"
#include "observer.h"
#include "prompt.h"

/* Appends what stands for a word; false when that is the word itself. */
typedef bool replace_word(struct shell *sh, const char *text, const struct text_word *word,
			  void *context, struct strbuf *into);

/* The line, behind those before it of the same command, with its words replaced. */
static void replace_words(struct shell *sh, const char *line, replace_word *replace, void *context,
			  struct strbuf *into)
{
	const struct strbuf *before = &sh->edit->command;
	struct strbuf text = STRBUF_INIT;
	uint32_t count;
	size_t at = before->len;

	strbuf_add(&text, before->data, before->len);
	strbuf_adds(&text, line);
	struct text_word *words = text_words(sh, strbuf_text(&text), at, &count);
	for (uint32_t i = 0; i < count; i++) {
		strbuf_add(into, text.data + at, words[i].start - at);
		if (!replace(sh, text.data, &words[i], context, into))
			strbuf_add(into, text.data + words[i].start, words[i].end - words[i].start);
		at = words[i].end;
	}
	strbuf_adds(into, strbuf_text(&text) + at);
	mem_free(words);
	strbuf_free(&text);
}

/* ---- aliases ---------------------------------------------------------------------------- */

/* Names of commands, and the word behind an alias that ends with a blank.  context: where such a
 * word would begin. */
static bool expand_alias(struct shell *sh, const char *text, const struct text_word *word,
			 void *context, struct strbuf *into)
{
	size_t *next = context, len = word->end - word->start;
	const struct symbol *symbol = symbol_find(&sh->symbols, text + word->start, len);
	bool follows = *next && *next + strspn(text + *next, " \t") == word->start;

	*next = 0;
	if (!symbol || !symbol->alias || (word->kind != SPAN_COMMAND && !follows))
		return false;
	const char *value = symbol->alias->value;
	size_t value_len = strlen(value);
	strbuf_add(into, value, value_len);
	if (value_len && strchr(" \t", value[value_len - 1]))
		*next = word->end;
	return true;
}

/* ---- words ------------------------------------------------------------------------------ */

/* Split as the shell does it, with blanks between; patterns are left alone. */
static bool add_fields(struct shell *sh, const char *text, size_t len, struct strbuf *into)
{
	struct fields fields = {0};
	bool had_noglob = OPT(sh, NOGLOB);

	option_set(sh, OPTION_NOGLOB, true);
	bool ok = line_word_fields(sh, text, len, &fields);
	option_set(sh, OPTION_NOGLOB, had_noglob);
	for (uint32_t i = 0; ok && i < fields.count; i++)
		strbuf_addf(into, "%s%s", i ? " " : "", fields.values[i]);
	return ok;
}

/* A word that cannot be expanded stays as it is.  context: whether quotes stay, and nothing is
 * run. */
static bool expand_word(struct shell *sh, const char *text, const struct text_word *word,
			void *context, struct strbuf *into)
{
	const bool *quoted = context;
	size_t len = word->end - word->start;

	if (word->kind == SPAN_DELIMITER)
		return false;
	text += word->start;
	if (!*quoted)
		return add_fields(sh, text, len, into);
	if (word->runs)
		return false;
	char *copy = mem_strndup(text, len);
	prompt_expand_text(sh, copy, len, into);
	mem_free(copy);
	return true;
}

static void expand_words_in(struct shell *sh, bool quoted, const char *line, struct strbuf *into)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	int status = sh->status;

	replace_words(sh, line, expand_word, &quoted, into);
	sh->status = status;
	arena_release(&sh->scratch, mark);
}

/* ---- the line --------------------------------------------------------------------------- */

static bool rewrite_one(struct shell *sh, unsigned what, struct strbuf *text, char **why)
{
	struct strbuf result = STRBUF_INIT;

	if (what == REWRITE_HISTORY) {
		int found = edit_rewrite_history(sh, strbuf_text(text), &result);
		if (found < 0)
			*why = strdup(strbuf_text(&result));
		if (found <= 0) {
			strbuf_free(&result);
			return found == 0;
		}
	} else if (what == REWRITE_ALIASES) {
		size_t next = 0;
		replace_words(sh, strbuf_text(text), expand_alias, &next, &result);
	} else {
		expand_words_in(sh, what == REWRITE_QUOTED, strbuf_text(text), &result);
	}
	strbuf_free(text);
	*text = result;
	return !text->failed;
}

char *host_rewrite(struct editor_host *host, unsigned what, const char *line, char **why)
{
	static const enum edit_rewrite order[] = {REWRITE_HISTORY, REWRITE_ALIASES, REWRITE_WORDS,
						  REWRITE_QUOTED};
	struct strbuf text = STRBUF_INIT;
	bool ok = true;

	strbuf_adds(&text, line);
	*why = NULL;
	for (size_t i = 0; i < sizeof(order) / sizeof(*order) && ok; i++)
		if (what & order[i])
			ok = rewrite_one(host->sh, order[i], &text, why);
	char *result = ok ? strdup(strbuf_text(&text)) : NULL;
	strbuf_free(&text);
	return result;
}

void host_complain(struct editor_host *host, const char *text)
{
	shell_error(host->sh, "%s", text);
}

/* ---- an editor of its own --------------------------------------------------------------- */

/* `fc` does it: the line is in the history for it, even when it is empty. */
void host_edit_command(struct editor_host *host, const char *line, int number,
		       const char *otherwise)
{
	struct shell *sh = host->sh;
	struct strbuf command = STRBUF_INIT;
	uint32_t draft = line ? history_add_draft(sh, line, strlen(line)) : 0;
	bool empty = line && !line[strspn(line, " \t\n")];

	if (OPT(sh, POSIX))
		strbuf_adds(&command, "fc -e vi");
	else
		strbuf_addf(&command, "fc -e \"${VISUAL:-${EDITOR:-%s}}\"", otherwise);
	strbuf_addf(&command, " -- %lld", line ? (long long)draft : (long long)number);
	bool had_terminal = sh->edit->has_terminal;
	sh->edit->has_terminal = false;
	struct flow flow = exec_string(sh, strbuf_text(&command), command.len, NULL, 0);
	sh->edit->has_terminal = had_terminal;
	strbuf_free(&command);
	if (empty)
		history_delete(sh, draft, draft);
	if (flow.kind == FLOW_EXIT)
		exec_terminate(sh, flow);
}
