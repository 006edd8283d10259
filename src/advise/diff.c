/*
 * A unified diff of what is offered for a file.
 */
#include <stdlib.h>
#include <string.h>
#include "internal.h"
#include "mem.h"

#define CONTEXT 3

/* An edit in bytes, as lines: [first, last) of the old text become the new one. */
struct change {
	size_t first, last;
	struct strbuf text;
};

struct lines {
	const char *text;
	size_t *starts; /* heap; starts[count] is the end */
	size_t count;
	bool ends_open; /* no newline at the end */
};

static void lines_init(struct lines *lines, const struct strbuf *text)
{
	size_t cap = 2;
	lines->text = strbuf_text(text);
	for (size_t i = 0; i < text->len; i++)
		cap += lines->text[i] == '\n';
	lines->starts = mem_alloc(cap * sizeof(*lines->starts));
	lines->count = 0;
	lines->ends_open = text->len && lines->text[text->len - 1] != '\n';
	for (size_t at = 0; at < text->len; lines->count++) {
		lines->starts[lines->count] = at;
		const char *end = memchr(lines->text + at, '\n', text->len - at);
		at = end ? (size_t)(end - lines->text) + 1 : text->len;
	}
	lines->starts[lines->count] = text->len;
}

static size_t line_of(const struct lines *lines, size_t at)
{
	size_t low = 0, high = lines->count;
	while (high - low > 1) {
		size_t middle = (low + high) / 2;
		if (lines->starts[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static int compare_edits(const void *a, const void *b)
{
	const struct advice_edit *one = *(const struct advice_edit *const *)a;
	const struct advice_edit *other = *(const struct advice_edit *const *)b;
	if (one->start != other->start)
		return one->start < other->start ? -1 : 1;
	return one->end < other->end ? -1 : one->end > other->end;
}

static const struct advice_edit **edits_of(const struct advice_file *file, size_t *count)
{
	const struct advice_edit **edits = mem_alloc((2 * file->count + 1) * sizeof(*edits));
	*count = 0;
	for (size_t i = 0; i < file->count; i++)
		if (file->sites[i].verdict == ADVICE_OFFERED)
			for (unsigned k = 0; k < file->sites[i].edit_count; k++)
				edits[(*count)++] = &file->sites[i].edits[k];
	qsort(edits, *count, sizeof(*edits), compare_edits);
	return edits;
}

/* Edits of the same lines become one change. */
static struct change *changes_of(const struct lines *lines, const struct advice_edit **edits,
				 size_t edit_count, size_t *count)
{
	struct change *changes = mem_alloc((edit_count + 1) * sizeof(*changes));
	*count = 0;
	for (size_t i = 0; i < edit_count;) {
		struct change *change = &changes[(*count)++];
		change->text = (struct strbuf)STRBUF_INIT;
		change->first = line_of(lines, edits[i]->start);
		size_t at = lines->starts[change->first];
		do {
			strbuf_add(&change->text, lines->text + at, edits[i]->start - at);
			strbuf_add(&change->text, strbuf_text(&edits[i]->text), edits[i]->text.len);
			at = edits[i]->end;
			size_t last = at > edits[i]->start ? at - 1 : at;
			change->last = line_of(lines, last) + 1;
			i++;
		} while (i < edit_count && line_of(lines, edits[i]->start) < change->last);
		strbuf_add(&change->text, lines->text + at, lines->starts[change->last] - at);
	}
	return changes;
}

static size_t count_lines(const struct strbuf *text)
{
	size_t count = text->len && text->data[text->len - 1] != '\n';
	for (size_t i = 0; i < text->len; i++)
		count += text->data[i] == '\n';
	return count;
}

static void out_lines(struct outbuf *out, char sign, const char *text, size_t len)
{
	while (len) {
		const char *end = memchr(text, '\n', len);
		size_t width = end ? (size_t)(end - text) + 1 : len;
		out_putc(out, sign);
		out_write(out, text, width);
		if (!end)
			out_puts(out, "\n\\ No newline at end of file\n");
		text += width;
		len -= width;
	}
}

static void out_old(struct outbuf *out, const struct lines *lines, char sign, size_t first,
		    size_t last)
{
	out_lines(out, sign, lines->text + lines->starts[first],
		  lines->starts[last] - lines->starts[first]);
}

/* Changes [first, last) in one hunk; *moved: lines that the new text is longer by so far. */
static void out_hunk(struct outbuf *out, const struct lines *lines, const struct change *changes,
		     size_t first, size_t last, long *moved)
{
	size_t start = changes[first].first > CONTEXT ? changes[first].first - CONTEXT : 0;
	size_t end = changes[last - 1].last + CONTEXT;
	long more = 0;

	end = end < lines->count ? end : lines->count;
	for (size_t i = first; i < last; i++)
		more += (long)count_lines(&changes[i].text) -
			(long)(changes[i].last - changes[i].first);
	out_printf(out, "@@ -%zu,%zu +%ld,%ld @@\n", start + 1, end - start,
		   (long)start + 1 + *moved, (long)(end - start) + more);
	*moved += more;
	size_t at = start;
	for (size_t i = first; i < last; i++) {
		out_old(out, lines, ' ', at, changes[i].first);
		out_old(out, lines, '-', changes[i].first, changes[i].last);
		out_lines(out, '+', strbuf_text(&changes[i].text), changes[i].text.len);
		at = changes[i].last;
	}
	out_old(out, lines, ' ', at, end);
}

void advice_file_diff(const struct advice_file *file, struct outbuf *out)
{
	struct lines lines;
	size_t edit_count, count;
	long moved = 0;

	const struct advice_edit **edits = edits_of(file, &edit_count);
	lines_init(&lines, &file->text);
	struct change *changes = changes_of(&lines, edits, edit_count, &count);
	if (count)
		out_printf(out, "--- %s\n+++ %s\n", file->path, file->path);
	for (size_t i = 0; i < count;) {
		size_t last = i + 1;
		while (last < count && changes[last].first <= changes[last - 1].last + 2 * CONTEXT)
			last++;
		out_hunk(out, &lines, changes, i, last, &moved);
		i = last;
	}
	for (size_t i = 0; i < count; i++)
		strbuf_free(&changes[i].text);
	mem_free(changes);
	mem_free(lines.starts);
	mem_free(edits);
}
