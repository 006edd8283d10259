/*
 * The look of a line while it is typed: the style of each of its bytes, by what the parser reports
 * to its observer and by what the shell's tables know of its words; and what the history suggests
 * to follow it.
 */
#include <string.h>
#include <sys/stat.h>
#include "abbreviations.h"
#include "history.h"
#include "internal.h"
#include "mem.h"
#include "line_words.h"
#include "path.h"
#include "spawn.h"

#define SUGGEST_BACK  5000 /* entries looked at, for one key must not take long */
#define KNOWN_BUCKETS 1024
#define LOOK_ALWAYS   16     /* words looked for at each key, however long it takes */
#define LOOK_MOST     300000 /* nanoseconds for more of them */

/* ---- words --------------------------------------------------------------------------------- */

/* A word that has been looked for, until the next line. */
struct known_word {
	struct known_word *next; /* in its bucket */
	uint32_t len;
	uint8_t kind;  /* enum span_kind */
	uint8_t style; /* enum edit_style */
	char text[];
};

struct known_words {
	struct known_word *buckets[KNOWN_BUCKETS];
	struct arena arena;
};

void styles_forget(struct edit_state *edit)
{
	if (!edit->known)
		return;
	arena_free(&edit->known->arena);
	mem_free(edit->known);
	edit->known = NULL;
}

static bool command_exists(struct shell *sh, const char *name)
{
	struct stat st;

	if (strchr(name, '/'))
		return stat(name, &st) == 0 && (S_ISDIR(st.st_mode) || (st.st_mode & 0111));
	const struct symbol *symbol = symbol_find(&sh->symbols, name, strlen(name));
	if (symbol && (symbol->builtin || symbol->function || symbol->alias))
		return true;
	if (sh->edit->host.abbreviates && abbreviation_find(sh, name, strlen(name)))
		return true;
	struct arena_mark mark = arena_mark(&sh->scratch);
	bool found = path_search(sh, name, NULL, NULL) != NULL;
	arena_release(&sh->scratch, mark);
	return found;
}

static enum edit_style look_for(struct shell *sh, enum span_kind kind, const char *word)
{
	struct stat st;

	if (kind == SPAN_COMMAND)
		return command_exists(sh, word) ? STYLE_COMMAND : STYLE_UNKNOWN;
	return stat(word, &st) == 0 ? STYLE_PATH : STYLE_PLAIN;
}

/* A line being coloured. */
struct painter {
	struct shell *sh;
	const struct observer *observer;
	const char *text;
	uint32_t looked_for; /* words */
	uint64_t began;	     /* looking for the first one */
};

/* A line that brings many words at once gets the colours of all of them by and by: a key must not
 * take long. */
static bool may_look(struct painter *p)
{
	if (p->looked_for++ == 0)
		p->began = spawn_now();
	return p->looked_for < LOOK_ALWAYS || spawn_now() - p->began < LOOK_MOST;
}

/* The style of a word that is text[0, len) and nothing else. */
static enum edit_style word_style(struct painter *p, enum span_kind kind, const char *text,
				  uint32_t len)
{
	struct edit_state *edit = p->sh->edit;
	uint32_t hash = kind;

	if (!edit->known) {
		edit->known = mem_zalloc(sizeof(*edit->known));
		arena_init(&edit->known->arena, 4096);
	}
	for (uint32_t i = 0; i < len; i++)
		hash = 31 * hash + (unsigned char)text[i];
	struct known_word **bucket = &edit->known->buckets[hash % KNOWN_BUCKETS], *word;
	for (word = *bucket; word; word = word->next)
		if (word->kind == kind && word->len == len && memcmp(word->text, text, len) == 0)
			return word->style;
	if (!may_look(p))
		return STYLE_PLAIN;
	word = arena_alloc(&edit->known->arena, sizeof(*word) + len + 1);
	*word = (struct known_word){.next = *bucket, .len = len, .kind = (uint8_t)kind};
	memcpy(word->text, text, len);
	word->text[len] = '\0';
	word->style = (uint8_t)look_for(p->sh, kind, word->text);
	*bucket = word;
	return word->style;
}

/* ---- the line ------------------------------------------------------------------------------ */

static enum edit_style style_of(struct painter *p, uint32_t index)
{
	static const uint8_t styles[SPAN_COUNT] = {
		[SPAN_RESERVED] = STYLE_KEYWORD,       [SPAN_OPERATOR] = STYLE_OPERATOR,
		[SPAN_REDIRECTION] = STYLE_OPERATOR,   [SPAN_ERROR] = STYLE_ERROR,
		[SPAN_SINGLE_QUOTES] = STYLE_STRING,   [SPAN_DOUBLE_QUOTES] = STYLE_STRING,
		[SPAN_DOLLAR_QUOTES] = STYLE_STRING,   [SPAN_HEREDOC] = STYLE_STRING,
		[SPAN_PARAMETER] = STYLE_EXPANSION,    [SPAN_NAME] = STYLE_EXPANSION,
		[SPAN_SUBSTITUTION] = STYLE_EXPANSION, [SPAN_ARITHMETIC] = STYLE_EXPANSION,
		[SPAN_COMMENT] = STYLE_COMMENT,
	};
	const struct observer *o = p->observer;
	const struct span *span = &o->spans[index];
	enum span_kind kind = span->kind;
	const char *word = p->text + span->start;
	uint32_t len = span->end - span->start;

	if (kind != SPAN_COMMAND && kind != SPAN_ARGUMENT && kind != SPAN_TARGET &&
	    kind != SPAN_WORD)
		return styles[kind];
	/* With quotes, expansions and line continuations it is more than its own text. */
	if ((index + 1 < o->count && o->spans[index + 1].parent == index) ||
	    memchr(word, '\\', len))
		return STYLE_PLAIN;
	return kind == SPAN_ARGUMENT && *word == '-' ? STYLE_OPTION
						     : word_style(p, kind, word, len);
}

/* True when bytes of this kind look like what is around them, for they are no more than a part of
 * it. */
static bool looks_like_parent(enum span_kind kind)
{
	return kind == SPAN_NONE || kind == SPAN_NEWLINE || kind == SPAN_LINEBREAK ||
	       kind == SPAN_CONTINUATION || kind == SPAN_VALUE || kind == SPAN_SUBSCRIPT ||
	       kind == SPAN_ESCAPE || kind == SPAN_COMPOUND;
}

void host_styles(struct editor_host *host, const char *line, size_t len, uint8_t *styles)
{
	struct shell *sh = host->sh;
	const struct strbuf *before = &sh->edit->command;
	struct strbuf text = STRBUF_INIT;
	struct observer o;
	struct painter p = {.sh = sh, .observer = &o};

	strbuf_add(&text, before->data, before->len);
	strbuf_add(&text, line, len);
	p.text = strbuf_text(&text);
	memset(styles, STYLE_PLAIN, len);
	observer_read(&o, &sh->symbols, p.text, text.len, observe_options(sh), &sh->guard);
	/* Those inside come behind those they are in. */
	for (uint32_t i = 0; i < o.count && !text.failed; i++) {
		const struct span *span = &o.spans[i];
		size_t start = span->start > before->len ? span->start - before->len : 0;
		if (span->end > before->len && !looks_like_parent(span->kind))
			memset(styles + start, style_of(&p, i), span->end - before->len - start);
	}
	observer_free(&o);
	strbuf_free(&text);
}

/* The latest command that begins with the line (without lines before it: they are another
 * entry's). */
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
