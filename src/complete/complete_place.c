/*
 * The cursor's place in a command, and the quoting of a word, by what the parser reports to its
 * observer.
 */
#include <ctype.h>
#include <string.h>
#include "completion.h"
#include "line_words.h"
#include "mem.h"
#include "options.h"

char span_quote(enum span_kind kind)
{
	return kind == SPAN_SINGLE_QUOTES   ? '\''
	       : kind == SPAN_DOUBLE_QUOTES ? '"'
	       : kind == SPAN_DOLLAR_QUOTES ? '$'
					    : '\0';
}

bool span_braced(const struct observer *o, uint32_t span, const char *text, size_t len)
{
	size_t brace = o->spans[span].start + 1;

	return brace < len && text[brace] == '{';
}

/* The word that the text ends in, NO_SPAN for none, and the innermost quote that is open in it. */
static uint32_t last_word(const struct observer *o, char *quote)
{
	uint32_t span = o->innermost;

	while (span != NO_SPAN &&
	       (o->spans[span].kind == SPAN_NONE || o->spans[span].kind > SPAN_LAST_WORD)) {
		if (o->spans[span].kind == SPAN_SUBSTITUTION)
			return NO_SPAN;
		if (!*quote)
			*quote = span_quote(o->spans[span].kind);
		span = o->spans[span].parent;
	}
	return span;
}

/* The words of the simple command, from its name to the cursor. */
static void take_words(const struct observer *o, uint32_t around, struct line_place *place)
{
	uint32_t at = o->count;

	if (place->kind == SPAN_ARGUMENT)
		while (at > 0 &&
		       (o->spans[--at].kind != SPAN_COMMAND || o->spans[at].parent != around))
			continue;
	place->words = mem_alloc((o->count - at + 1) * sizeof(*place->words));
	for (; at < o->count; at++) {
		const struct span *span = &o->spans[at];
		bool counts = span->kind == SPAN_COMMAND || span->kind == SPAN_ARGUMENT;
		if (counts && span->parent == around && span->start < place->start)
			place->words[place->word_count++] =
				(struct line_word){span->start, span->end};
	}
	place->words[place->word_count++] = (struct line_word){place->start, place->point};
}

void line_place_read(struct line_place *place, struct shell *sh, const char *line, size_t point)
{
	struct observer o;

	observer_read(&o, &sh->symbols, line, point, observe_options(sh), &sh->guard);
	*place = (struct line_place){
		.start = point, .part = point, .point = point, .kind = o.expected};
	uint32_t word = last_word(&o, &place->quote);
	if (word != NO_SPAN)
		place->start = place->part = o.spans[word].start;
	switch (place->kind) {
	case SPAN_COMMAND:
	case SPAN_ARGUMENT:
		take_words(&o, word == NO_SPAN ? o.innermost : o.spans[word].parent, place);
		break;
	case SPAN_ASSIGNMENT:
		place->part =
			o.spans[observer_around(&o, o.innermost, SPAN_VALUE, SPAN_VALUE)].start;
		break;
	case SPAN_NAME:
		place->part = o.spans[o.innermost].start;
		place->brace = span_braced(&o, o.spans[o.innermost].parent, line, point);
		break;
	case SPAN_SUBSCRIPT:
	case SPAN_ARITHMETIC:
		place->part = point;
		while (line[place->part - 1] == '_' ||
		       isalnum((unsigned char)line[place->part - 1]))
			place->part--;
		break;
	default:
		break;
	}
	if (word == NO_SPAN)
		place->start = place->part; /* in a here-document */
	observer_free(&o);
}

void line_place_free(struct line_place *place)
{
	mem_free(place->words);
}

/* ---- quoting ------------------------------------------------------------------------------- */

void quoting_read(struct quoting *quoting, struct shell *sh, const char *line, size_t start,
		  size_t end)
{
	quoting->line = line;
	quoting->start = start;
	quoting->end = end;
	struct arena_mark mark = arena_mark(&sh->scratch);
	observer_read_word(&quoting->observer, &sh->symbols, &sh->scratch, line + start,
			   end - start, observe_options(sh), &sh->guard);
	arena_release(&sh->scratch, mark);
}

size_t quoting_find(const struct quoting *quoting, size_t from, const char *set)
{
	const struct observer *o = &quoting->observer;

	for (; from < quoting->end; from++)
		if (strchr(set, quoting->line[from]) &&
		    observer_span_at(o, from - quoting->start) == NO_SPAN)
			break;
	return from;
}

void quoting_free(struct quoting *quoting)
{
	observer_free(&quoting->observer);
}
