/*
 * The abbreviation that the cursor is behind: a whole word of the line, by what the parser reports
 * to its observer.
 */
#include <string.h>
#include "abbreviations.h"
#include "internal.h"
#include "line_words.h"

/* Bytes that no name of an abbreviation has: one begins behind the last of them. */
static const char ends[] = " \t\n\\'\"`$/;&|<>()=";

/* True when the text's last word begins at `start`, without quotes or anything else in it, where an
 * abbreviation of this position may stand. */
static bool is_in_place(struct shell *sh, const char *text, size_t len, size_t start,
			enum abbreviation_position position)
{
	struct observer o;
	bool found = false;

	observer_read(&o, &sh->symbols, text, len, observe_options(sh), &sh->guard);
	for (uint32_t i = 0; i < o.count && !found; i++) {
		const struct span *span = &o.spans[i];
		found = span->start == start && span->end == len &&
			(span->kind == SPAN_COMMAND ||
			 (position == ABBREVIATION_ANYWHERE &&
			  (span->kind == SPAN_ARGUMENT || span->kind == SPAN_TARGET ||
			   span->kind == SPAN_WORD || span->kind == SPAN_PATTERN)));
	}
	observer_free(&o);
	return found;
}

const char *host_abbreviation(struct editor_host *host, const char *line, size_t point,
			      size_t *start)
{
	struct shell *sh = host->sh;
	const struct strbuf *before = &sh->edit->command;
	struct strbuf text = STRBUF_INIT;
	size_t from = point;

	if (line[point] && !strchr(" \t\n;&|<>()", line[point]))
		return NULL;
	while (from > 0 && !strchr(ends, line[from - 1]))
		from--;
	const struct abbreviation *item = abbreviation_find(sh, line + from, point - from);
	if (!item)
		return NULL;
	strbuf_add(&text, before->data, before->len);
	strbuf_add(&text, line, point);
	bool found =
		!text.failed && is_in_place(sh, strbuf_text(&text), text.len, before->len + from,
					    (enum abbreviation_position)item->position);
	strbuf_free(&text);
	*start = from;
	return found && strcmp(item->text, item->name) != 0 ? item->text : NULL;
}
