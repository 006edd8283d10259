/*
 * What a line looks like while it is typed: the style of each of its bytes, by what the parser reports to its
 * observer and by what the shell's tables know of its words; and what the history suggests to follow it.
 */
#include <string.h>
#include <sys/stat.h>
#include "history.h"
#include "internal.h"
#include "mem.h"
#include "observer.h"
#include "path.h"

#define SUGGEST_BACK 5000 /* entries looked at, for one key must not take long */

static bool command_exists(struct shell *sh, const char *name)
{
	struct stat st;

	if (strchr(name, '/'))
		return stat(name, &st) == 0 && (S_ISDIR(st.st_mode) || (st.st_mode & 0111));
	const struct symbol *symbol = symbol_find(&sh->symbols, name, strlen(name));
	if (symbol && (symbol->builtin || symbol->function || symbol->alias))
		return true;
	struct arena_mark mark = arena_mark(&sh->scratch);
	bool found = path_search(sh, name, NULL, NULL) != NULL;
	arena_release(&sh->scratch, mark);
	return found;
}

/* A word that is nothing but its own text; the caller's to free, NULL for others. */
static char *plain_text_dup(const struct observer *o, uint32_t word, const char *text)
{
	const struct span *span = &o->spans[word];
	size_t len = span->end - span->start;

	if ((word + 1 < o->count && o->spans[word + 1].parent == word) ||
	    memchr(text + span->start, '\\', len))
		return NULL;
	return mem_strndup(text + span->start, len);
}

static enum edit_style word_style(struct shell *sh, enum span_kind kind, const char *word)
{
	struct stat st;

	if (kind == SPAN_COMMAND)
		return command_exists(sh, word) ? STYLE_COMMAND : STYLE_UNKNOWN;
	if (kind == SPAN_ARGUMENT && *word == '-')
		return STYLE_OPTION;
	return stat(word, &st) == 0 ? STYLE_PATH : STYLE_PLAIN;
}

static enum edit_style style_of(struct shell *sh, const struct observer *o, uint32_t span,
				const char *text)
{
	static const uint8_t styles[] = {
		[SPAN_RESERVED] = STYLE_KEYWORD,       [SPAN_OPERATOR] = STYLE_OPERATOR,
		[SPAN_REDIRECTION] = STYLE_OPERATOR,   [SPAN_ERROR] = STYLE_ERROR,
		[SPAN_SINGLE_QUOTES] = STYLE_STRING,   [SPAN_DOUBLE_QUOTES] = STYLE_STRING,
		[SPAN_DOLLAR_QUOTES] = STYLE_STRING,   [SPAN_HEREDOC] = STYLE_STRING,
		[SPAN_PARAMETER] = STYLE_EXPANSION,    [SPAN_NAME] = STYLE_EXPANSION,
		[SPAN_SUBSTITUTION] = STYLE_EXPANSION, [SPAN_ARITHMETIC] = STYLE_EXPANSION,
		[SPAN_COMMENT] = STYLE_COMMENT,
	};
	enum span_kind kind = o->spans[span].kind;

	if (kind != SPAN_COMMAND && kind != SPAN_ARGUMENT && kind != SPAN_TARGET &&
	    kind != SPAN_WORD)
		return styles[kind];
	char *word = plain_text_dup(o, span, text);
	enum edit_style style = word ? word_style(sh, kind, word) : STYLE_PLAIN;
	mem_free(word);
	return style;
}

/* Whether bytes of this kind look like what is around them, for they are no more than a part of it. */
static bool looks_like_parent(enum span_kind kind)
{
	return kind == SPAN_NONE || kind == SPAN_VALUE || kind == SPAN_ESCAPE ||
	       kind == SPAN_COMPOUND;
}

void host_styles(struct editor_host *host, const char *line, size_t len, uint8_t *styles)
{
	struct shell *sh = host->sh;
	const struct strbuf *before = &sh->edit->command;
	struct strbuf text = STRBUF_INIT;
	struct observer o;

	strbuf_add(&text, before->data, before->len);
	strbuf_add(&text, line, len);
	memset(styles, STYLE_PLAIN, len);
	observer_read(&o, strbuf_text(&text), text.len, OPT(sh, POSIX), &sh->guard);
	/* Those inside come behind those they are in. */
	for (uint32_t i = 0; i < o.count && !text.failed; i++) {
		const struct span *span = &o.spans[i];
		size_t start = span->start > before->len ? span->start - before->len : 0;
		if (span->end > before->len && !looks_like_parent(span->kind))
			memset(styles + start, style_of(sh, &o, i, text.data),
			       span->end - before->len - start);
	}
	observer_free(&o);
	strbuf_free(&text);
}

/* The latest command that begins with the line (without lines before it: they are another entry's). */
const char *host_suggestion(struct editor_host *host, const char *line, size_t len)
{
	uint32_t first, last;

	if (host->sh->edit->command.len || !len)
		return NULL;
	history_range(host->sh, &first, &last);
	for (uint32_t n = last, left = SUGGEST_BACK; n >= first && n && left; n--, left--) {
		const struct history_entry *entry = history_entry(host->sh, n);
		if (entry && strncmp(entry->text, line, len) == 0 && entry->text[len] &&
		    !strchr(entry->text, '\n'))
			return entry->text + len;
	}
	return NULL;
}
