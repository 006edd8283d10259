/*
 * The value of a designator of the history (bash manual, 9.3.1 to 9.3.3): an event, words of it,
 * modifiers.
 */
#include "event.h"
#include <ctype.h>
#include <string.h>
#include "history.h"
#include "mem.h"
#include "line_words.h"
#include "observer.h"
#include "options.h"

/* Bounds of what a few characters can come to, each twice as long as the one before: bytes before
 * a !#, and those that a substitution adds. */
enum { SO_FAR_MAX = 1 << 16, SUBSTITUTED_MORE = 1 << 20 };

/* One expansion on its way. */
struct expansion {
	struct shell *sh;
	struct event_memory *memory;
	const struct event_place *place;
	const char *at;	       /* how far the designator has been read */
	uint32_t first, last;  /* the events */
	struct strbuf *result; /* the text, or in the end what is wrong */
	bool shown;	       /* :p */
	char quoting;	       /* q, x or 0 */
};

static void remember(char **where, const char *text, size_t len)
{
	char *copy = mem_strndup(text, len);

	mem_free(*where);
	*where = copy;
}

void event_memory_free(struct event_memory *memory)
{
	mem_free(memory->searched);
	mem_free(memory->match);
	mem_free(memory->old_text);
	mem_free(memory->new_text);
	*memory = (struct event_memory){0};
}

static bool is_one_of(char c, const char *set)
{
	return c && strchr(set, c);
}

/* Makes a complaint about the designator's part from `start` to here the result. */
static bool wrong(struct expansion *now, const char *start, const char *what)
{
	strbuf_reset(now->result);
	strbuf_add(now->result, start, (size_t)(now->at - start));
	strbuf_addf(now->result, ": %s", what);
	return false;
}

/* The new text takes the place of the result. */
static void replace_result(struct expansion *now, struct strbuf text)
{
	strbuf_free(now->result);
	*now->result = text;
}

/* ---- words --------------------------------------------------------------------------------- */

/* The words and operators of a text; [start, end) of each. */
struct words {
	const char *text;
	struct word_range {
		size_t start, end;
	} * items; /* heap */
	long count, cap;
};

static void add_range(struct words *words, size_t start, size_t end)
{
	if (words->count == words->cap) {
		words->cap = words->cap ? 2 * words->cap : 16;
		words->items =
			mem_realloc(words->items, (size_t)words->cap * sizeof(*words->items));
	}
	words->items[words->count++] = (struct word_range){start, end};
}

/* Comments and here-documents are words between blanks. */
static void add_blank_separated(struct words *words, const struct span *span)
{
	size_t at = span->start, end;

	for (; at += strspn(words->text + at, " \t\n"), at < span->end; at = end) {
		end = at + strcspn(words->text + at, " \t\n");
		add_range(words, at, end);
	}
}

/* A descriptor that is copied, or closed, is one word with the operator before it. */
static bool belongs_to_operator(const struct words *words, const struct span *span)
{
	return span->kind == SPAN_DESCRIPTOR && words->count &&
	       words->items[words->count - 1].end == span->start &&
	       is_one_of(words->text[span->start], "0123456789-");
}

static void read_words(struct expansion *now, const char *text, struct words *words)
{
	struct observer o;
	uint32_t passed = 0;

	*words = (struct words){.text = text};
	observer_read(&o, &now->sh->symbols, text, strlen(text), observe_options(now->sh),
		      &now->sh->guard);
	for (uint32_t i = 0; i < o.count; i++) {
		const struct span *span = &o.spans[i];
		if (span->start < passed)
			continue;
		if (span->kind == SPAN_COMMENT || span->kind == SPAN_HEREDOC)
			add_blank_separated(words, span);
		else if (span->kind > SPAN_LAST_TOKEN)
			continue;
		else if (belongs_to_operator(words, span))
			words->items[words->count - 1].end = span->end;
		else
			add_range(words, span->start, span->end);
		passed = span->end;
	}
	observer_free(&o);
}

static void words_free(struct words *words)
{
	mem_free(words->items);
}

/* Appends the words first to last, with a blank between them.  False when they are not all
 * there. */
static bool add_words(struct expansion *now, const struct words *words, long first, long last)
{
	if (first < 0 || first > last || last >= words->count)
		return false;
	for (long i = first; i <= last; i++) {
		if (i > first)
			strbuf_addc(now->result, ' ');
		strbuf_add(now->result, words->text + words->items[i].start,
			   words->items[i].end - words->items[i].start);
	}
	return true;
}

/* ---- events -------------------------------------------------------------------------------- */

static const char *entry_text(struct expansion *now, uint32_t number)
{
	const struct history_entry *entry =
		number <= now->last ? history_entry(now->sh, number) : NULL;

	return entry ? entry->text : NULL;
}

/* The word of the entry that holds what was found in it. */
static void remember_match(struct expansion *now, const char *text, size_t found)
{
	struct words words;
	long i = 0;

	read_words(now, text, &words);
	while (i < words.count && words.items[i].end <= found)
		i++;
	if (i < words.count)
		remember(&now->memory->match, text + words.items[i].start,
			 words.items[i].end - words.items[i].start);
	words_free(&words);
}

/* The last place of what is wanted in the text. */
static const char *find_last(const char *text, const char *wanted, size_t len)
{
	const char *found = NULL;

	for (const char *at = text; (at = memmem(at, strlen(at), wanted, len)); at++)
		found = at;
	return found;
}

/* The latest entry that begins with the text, or that holds it. */
static const char *find_entry(struct expansion *now, const char *wanted, size_t len, bool anywhere)
{
	for (uint32_t number = now->last; number >= now->first; number--) {
		const char *text = entry_text(now, number);
		if (text && !anywhere && strncmp(text, wanted, len) == 0)
			return text;
		const char *found = text && anywhere ? find_last(text, wanted, len) : NULL;
		if (found) {
			remember_match(now, text, (size_t)(found - text));
			return text;
		}
	}
	return NULL;
}

static const char *search_event(struct expansion *now)
{
	const char *text = now->at;
	bool anywhere = *text == '?';

	if (anywhere) {
		size_t len = strcspn(++text, "?\n");
		now->at = text + len + (text[len] == '?');
		if (len)
			remember(&now->memory->searched, text, len);
		const char *searched = now->memory->searched;
		return searched ? find_entry(now, searched, strlen(searched), true) : NULL;
	}
	while (*now->at && *now->at != now->place->quote &&
	       !strchr(" \t\n:^$*%;&()|<>", *now->at) && (*now->at != '-' || now->at == text))
		now->at++;
	return find_entry(now, text, (size_t)(now->at - text), false);
}

/* The number at now->at; UINT32_MAX for more than there can be. */
static uint32_t take_number(struct expansion *now)
{
	uint64_t number = 0;

	for (; isdigit((unsigned char)*now->at); now->at++)
		if (number < UINT32_MAX)
			number = 10 * number + (uint64_t)(*now->at - '0');
	return number < UINT32_MAX ? (uint32_t)number : UINT32_MAX;
}

/* The text of the event; NULL when there is none. */
static const char *find_event(struct expansion *now)
{
	now->at++;
	if (is_one_of(*now->at, ":$*%^"))
		return entry_text(now, now->last);
	if (*now->at == now->place->mark || *now->at == '#')
		return *now->at++ == '#' ? now->place->so_far : entry_text(now, now->last);
	bool back = *now->at == '-';
	if (!isdigit((unsigned char)now->at[back]))
		return search_event(now);
	now->at += back;
	uint32_t number = take_number(now);
	if (back)
		number = number <= now->last ? now->last + 1 - number : 0;
	return entry_text(now, number);
}

/* Reads the word designator, and appends the words it names; all of the event when there is
 * none. */
static bool choose_words(struct expansion *now, const struct words *words)
{
	const char *start = now->at;
	long first, last, final = words->count - 1;
	bool colon = *now->at == ':';

	now->at += colon;
	switch (*now->at) {
	case '%':
		now->at++;
		strbuf_adds(now->result, now->memory->match ? now->memory->match : "");
		return true;
	case '*':
		now->at++;
		add_words(now, words, 1, final); /* perhaps none */
		return true;
	case '$':
		now->at++;
		if (!words->count) /* as in bash: then it is what there is */
			strbuf_adds(now->result, words->text);
		else
			add_words(now, words, final, final);
		return true;
	case '-':
		first = 0;
		break;
	case '^':
		first = 1;
		now->at++;
		break;
	default:
		first = take_number(now);
	}
	last = first;
	if (*now->at == '*' || *now->at == '^') {
		last = *now->at++ == '*' ? final : 1;
	} else if (*now->at == '-') {
		now->at++;
		if (isdigit((unsigned char)*now->at))
			last = take_number(now);
		else if (*now->at == '$' || *now->at == '^')
			last = *now->at++ == '$' ? final : 1;
		else
			last = final - 1;
	}
	return add_words(now, words, first, last) || wrong(now, start, "bad word specifier");
}

static bool take_words(struct expansion *now, const char *event)
{
	struct words words;

	if (!is_one_of(*now->at, "%*$-^") &&
	    (*now->at != ':' || !is_one_of(now->at[1], "%*$-^0123456789"))) {
		strbuf_adds(now->result, event);
		return true;
	}
	read_words(now, event, &words);
	bool good = choose_words(now, &words);
	words_free(&words);
	return good;
}

/* ---- modifiers ------------------------------------------------------------------------------- */

/* Takes what is before the delimiter, which a backslash hides, and the delimiter too. */
static void take_text(struct expansion *now, char delimiter, struct strbuf *text)
{
	for (; *now->at && *now->at != delimiter; now->at++) {
		now->at += *now->at == '\\' && now->at[1] == delimiter;
		strbuf_addc(text, *now->at);
	}
	now->at += *now->at == delimiter && delimiter;
}

/* Reads /old/new/ behind an s. */
static void take_substitution(struct expansion *now)
{
	struct event_memory *memory = now->memory;
	struct strbuf old = STRBUF_INIT, new = STRBUF_INIT;
	char delimiter = *now->at;

	if (!delimiter)
		return;
	now->at++;
	take_text(now, delimiter, &old);
	take_text(now, delimiter, &new);
	/* Without an old text the last one is meant, and what was searched for when there has been
	 * none. */
	if (old.len)
		remember(&memory->old_text, strbuf_text(&old), old.len);
	else if (!memory->old_text && memory->searched)
		remember(&memory->old_text, memory->searched, strlen(memory->searched));
	strbuf_reset(&old);
	for (const char *c = strbuf_text(&new); *c; c++) {
		if (*c == '&' && memory->old_text)
			strbuf_adds(&old, memory->old_text);
		else
			strbuf_addc(&old, *(c += *c == '\\' && c[1] == '&'));
	}
	remember(&memory->new_text, strbuf_text(&old), old.len);
	strbuf_free(&old);
	strbuf_free(&new);
}

/* Appends the text with the new text in the old one's place, once or everywhere.  False when it is
 * not in it. */
static bool add_substituted(const struct event_memory *memory, const char *text, size_t len,
			    bool everywhere, struct strbuf *into)
{
	const char *end = text + len, *found;
	size_t old_len = strlen(memory->old_text);
	size_t most = into->len + len + SUBSTITUTED_MORE;
	bool any = false;

	while ((!any || everywhere) && !into->failed &&
	       (found = memmem(text, (size_t)(end - text), memory->old_text, old_len))) {
		strbuf_add(into, text, (size_t)(found - text));
		strbuf_adds(into, memory->new_text);
		text = found + old_len;
		any = true;
		if (into->len > most)
			strbuf_fail(into);
	}
	strbuf_add(into, text, (size_t)(end - text));
	return any;
}

static bool substitute_in_words(struct expansion *now, const char *text, struct strbuf *into)
{
	struct words words;
	size_t at = 0;
	bool any = false;

	read_words(now, text, &words);
	for (long i = 0; i < words.count; i++) {
		const struct word_range *word = &words.items[i];
		strbuf_add(into, text + at, word->start - at);
		at = word->end;
		any |= add_substituted(now->memory, text + word->start, at - word->start, false,
				       into);
	}
	strbuf_adds(into, text + at);
	words_free(&words);
	return any;
}

/* Substitutes in the result: once, everywhere (g), or once in each word (G). */
static bool substitute(struct expansion *now, const char *start, char how)
{
	const struct event_memory *memory = now->memory;
	const char *text = strbuf_text(now->result);
	struct strbuf changed = STRBUF_INIT;
	bool any = false;

	if (!memory->old_text || !memory->new_text)
		return wrong(now, start, "no previous substitution");
	if (how != 'G')
		any = add_substituted(memory, text, now->result->len, how == 'g', &changed);
	else
		any = substitute_in_words(now, text, &changed);
	if (!any) {
		strbuf_free(&changed);
		return wrong(now, start, "substitution failed");
	}
	replace_result(now, changed);
	return true;
}

static void keep_from(struct expansion *now, const char *from)
{
	struct strbuf kept = STRBUF_INIT;

	strbuf_adds(&kept, from);
	replace_result(now, kept);
}

/* Applies the modifier at now->at, a colon. */
static bool take_modifier(struct expansion *now)
{
	const char *start = now->at++, *text = strbuf_text(now->result);
	const char *slash = strrchr(text, '/'), *dot = strrchr(text, '.');
	char how = '\0';

	if (is_one_of(*now->at, "gaG"))
		how = *now->at++ == 'G' ? 'G' : 'g';
	char letter = *now->at;
	const char *itself = now->at;
	now->at += letter != '\0';
	switch (letter) {
	case 'h':
		strbuf_truncate(now->result, slash ? (size_t)(slash - text) : now->result->len);
		return true;
	case 't':
		if (slash)
			keep_from(now, slash + 1);
		return true;
	case 'r':
		strbuf_truncate(now->result, dot ? (size_t)(dot - text) : now->result->len);
		return true;
	case 'e':
		if (dot)
			keep_from(now, dot);
		return true;
	case 'p':
		now->shown = true;
		return true;
	case 'q':
	case 'x':
		now->quoting = letter;
		return true;
	case 's':
		take_substitution(now);
		return substitute(now, start, how);
	case '&':
		return substitute(now, start, how);
	default:
		return wrong(now, itself, "unrecognized history modifier");
	}
}

/* q: in single quotes; x: the same, but for blanks. */
static void quote_result(struct expansion *now)
{
	struct strbuf quoted = STRBUF_INIT;

	strbuf_addc(&quoted, '\'');
	for (const char *c = strbuf_text(now->result); *c; c++) {
		if (*c == '\'')
			strbuf_adds(&quoted, "'\\''");
		else if (now->quoting == 'x' && is_one_of(*c, " \t\n"))
			strbuf_addf(&quoted, "'%c'", *c);
		else
			strbuf_addc(&quoted, *c);
	}
	strbuf_addc(&quoted, '\'');
	replace_result(now, quoted);
}

int event_expand(struct shell *sh, struct event_memory *memory, const struct event_place *place,
		 const char **at, struct strbuf *result)
{
	struct expansion now = {
		.sh = sh, .memory = memory, .place = place, .at = *at, .result = result};
	uint32_t current = place->continued ? history_current(sh) : 0;

	history_range(sh, &now.first, &now.last);
	if (current)
		now.last = current - 1;
	const char *event = find_event(&now);
	if (event && event == place->so_far && strnlen(event, SO_FAR_MAX) == SO_FAR_MAX) {
		strbuf_fail(result);
		*at = now.at;
		return -1;
	}
	bool good = event ? take_words(&now, event) : wrong(&now, *at, "event not found");

	while (good && *now.at == ':' && !result->failed)
		good = take_modifier(&now);
	if (good && now.quoting)
		quote_result(&now);
	*at = now.at;
	return !good ? -1 : now.shown ? 2 : 1;
}
