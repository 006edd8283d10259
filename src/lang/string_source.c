/*
 * A source over text in memory.
 */
#include <string.h>
#include "parser.h"

static int string_next_line(struct source *source, struct strbuf *into, bool continued)
{
	struct string_source *s = source->context;
	const char *text = s->text + s->at;
	size_t left = s->len - s->at;

	(void)continued;
	if (left == 0)
		return 0;
	const char *newline = memchr(text, '\n', left);
	size_t len = newline ? (size_t)(newline - text) + 1 : left;
	strbuf_add(into, text, len);
	s->at += len;
	return 1;
}

static bool string_at_end(struct source *source)
{
	struct string_source *s = source->context;
	return s->at >= s->len;
}

void string_source_init(struct string_source *s, const char *text, size_t len)
{
	*s = (struct string_source){
		.source = {.next_line = string_next_line,
			   .at_end = string_at_end,
			   .context = s,
			   .first_line = 1},
		.text = text,
		.len = len,
	};
}
