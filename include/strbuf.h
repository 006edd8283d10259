/*
 * A growable byte string on the heap, always NUL-terminated once anything was added, and free to
 * hold NUL bytes.  Failure to grow is sticky: the buffer empties itself, remembers, and ignores
 * what follows, so that callers check once at the end.
 */
#ifndef COWSH_STRBUF_H
#define COWSH_STRBUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct strbuf {
	char *data; /* NULL before the first byte */
	size_t len;
	size_t cap;
	bool failed; /* memory was short, or MEM_STRING_MAX was reached */
};

#define STRBUF_INIT               \
	{                         \
		NULL, 0, 0, false \
	}

/* Room for `more` further bytes and a NUL; false (and sticky failure) when there is none. */
bool strbuf_reserve(struct strbuf *sb, size_t more);
void strbuf_add(struct strbuf *sb, const void *bytes, size_t len);
void strbuf_addc(struct strbuf *sb, char c);
void strbuf_adds(struct strbuf *sb, const char *text);
/* Appends all of another, its failure too. */
void strbuf_append(struct strbuf *sb, const struct strbuf *from);
void strbuf_addf(struct strbuf *sb, const char *format, ...) __attribute__((format(printf, 2, 3)));
void strbuf_vaddf(struct strbuf *sb, const char *format, va_list ap);
/* Appends what can be read of a descriptor up to the end of the file.  0, or an errno. */
int strbuf_read(struct strbuf *sb, int fd);
/* The same of at most `most` bytes: EFBIG when there are more. */
int strbuf_read_most(struct strbuf *sb, int fd, size_t most);
/* Quotes text so that the shell reads it back as one word: as is when nothing needs quoting, else
 * in single quotes (POSIX: "suitable for reinput").  Never empty: '' for the empty string. */
void strbuf_add_quoted(struct strbuf *sb, const char *text);
/* Always in single quotes. */
void strbuf_add_single_quoted(struct strbuf *sb, const char *text);
/* As strbuf_add_quoted on one line: text with control characters as $'...' (XCU 2.2.4). */
void strbuf_add_quoted_line(struct strbuf *sb, const char *text);
/* Adds text for a terminal: a control character as its caret form, ^[ for escape and for those of
 * C1 in UTF-8. */
void strbuf_add_visible(struct strbuf *sb, const char *text, size_t len);
/* The same of lines: newlines and tabs stay. */
void strbuf_add_visible_lines(struct strbuf *sb, const char *text, size_t len);
/* True when that changes the text. */
bool text_has_controls(const char *text, size_t len);
/* Fails as when memory is short: for texts that are to have an end before that.  False. */
bool strbuf_fail(struct strbuf *sb);
/* Shortens to len bytes. */
void strbuf_truncate(struct strbuf *sb, size_t len);
/* Takes NUL bytes out, which no value holds. */
void strbuf_drop_nuls(struct strbuf *sb);
/* Empties, keeping the memory, and forgets a failure. */
void strbuf_reset(struct strbuf *sb);
void strbuf_free(struct strbuf *sb);
/* The bytes, now the caller's to mem_free; never NULL unless failed.  The buffer is empty after. */
char *strbuf_take(struct strbuf *sb);
/* The text as a C string, "" when empty. */
static inline const char *strbuf_text(const struct strbuf *sb)
{
	return sb->data ? sb->data : "";
}

#endif
