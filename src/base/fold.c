/*
 * Lines folded to the width of a terminal.
 */
#include <string.h>
#include "outbuf.h"
#include "utf8.h"

/* A column that begins further to the right than this part of the width leaves too little room to
 * its right. */
#define HANG_PART 2
#define HANG	  4

/* The column at which the rest of a folded line begins: below the last column of a table that
 * begins in the left part of the line, else a little to the right of the line's own beginning. */
static size_t hang_of(const char *line, size_t len, size_t width)
{
	size_t indent = 0, hang;

	while (indent < len && line[indent] == ' ')
		indent++;
	hang = indent + HANG;
	for (size_t i = indent; i + 2 < len && i + 2 <= width / HANG_PART; i++)
		if (line[i] == ' ' && line[i + 1] == ' ' && line[i + 2] != ' ')
			hang = i + 2;
	return hang <= width / HANG_PART ? hang : 0;
}

static bool breaks_after(const char *line, size_t at)
{
	return line[at] == ' ' || line[at] == '|' || (line[at] == ',' && line[at + 1] != ' ');
}

/* The next character, or a colour sequence, which takes no column. */
static size_t next_of(const char *at, const char *end, size_t *columns)
{
	const char *letter = *at == '\033' ? memchr(at, 'm', (size_t)(end - at)) : NULL;

	if (letter)
		return (size_t)(letter + 1 - at);
	(*columns)++;
	return utf8_next(at, end);
}

static size_t columns_of(const char *line, size_t len)
{
	size_t columns = 0;
	for (size_t at = 0; at < len;)
		at += next_of(line + at, line + len, &columns);
	return columns;
}

/* The number of bytes of the line that fit into so many columns, at a place where it may be broken
 * if there is one. */
static size_t piece_of(const char *line, size_t len, size_t room)
{
	size_t fits = 0, broken = 0;

	for (size_t columns = 0; fits < len && columns < room;)
		fits += next_of(line + fits, line + len, &columns);
	if (fits == len)
		return len;
	if (line[fits] == ' ')
		return fits;
	for (size_t i = 0; i < fits; i++)
		if (breaks_after(line, i) && line[i + 1] != ' ')
			broken = i + 1;
	return broken ? broken : fits;
}

static void fold_line(struct outbuf *out, const char *line, size_t len, size_t width, bool hangs)
{
	size_t hang = hangs ? hang_of(line, len, width) : 0, room = width;
	size_t indent = strspn(line, " ");

	/* Blanks at its beginning are no place to break at. */
	if (indent > len)
		indent = len;
	out_printf(out, "%*s", (int)indent, "");
	line += indent;
	len -= indent;
	for (room -= indent < width ? indent : 0; len; room = width - hang) {
		size_t piece = piece_of(line, len, room), shown = piece;
		while (shown && line[shown - 1] == ' ')
			shown--;
		out_write(out, line, shown);
		line += piece;
		len -= piece;
		while (len && *line == ' ') {
			line++;
			len--;
		}
		if (len)
			out_printf(out, "\n%*s", (int)hang, "");
	}
	out_putc(out, '\n');
}

static void fold(struct outbuf *out, const char *text, size_t len, unsigned width, bool hangs)
{
	while (len) {
		const char *newline = memchr(text, '\n', len);
		size_t line = newline ? (size_t)(newline - text) : len;
		if (columns_of(text, line) <= width || width < 2 * HANG) {
			out_write(out, text, line);
			out_putc(out, '\n');
		} else {
			fold_line(out, text, line, width, hangs);
		}
		line += newline != NULL;
		text += line;
		len -= line;
	}
}

void out_fold(struct outbuf *out, const char *text, size_t len, unsigned width)
{
	fold(out, text, len, width, true);
}

void out_fill(struct outbuf *out, const char *text, size_t len, unsigned width)
{
	fold(out, text, len, width, false);
}
