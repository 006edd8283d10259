/* Growable byte strings. */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "mem.h"
#include "strbuf.h"

#define FIRST_CAP  64
#define READ_BLOCK 8192

bool strbuf_fail(struct strbuf *sb)
{
	mem_free(sb->data);
	*sb = (struct strbuf)STRBUF_INIT;
	sb->failed = true;
	return false;
}

static bool strbuf_grow(struct strbuf *sb, size_t needed)
{
	size_t cap = sb->cap ? sb->cap : FIRST_CAP;
	char *data;

	while (cap < needed)
		cap *= 2;
	data = mem_try_realloc(sb->data, cap);
	if (!data)
		return strbuf_fail(sb);
	sb->data = data;
	sb->cap = cap;
	return true;
}

static bool has_room(const struct strbuf *sb, size_t more)
{
	return __builtin_expect(more < sb->cap - sb->len, 1);
}

bool strbuf_reserve(struct strbuf *sb, size_t more)
{
	if (has_room(sb, more))
		return true;
	if (sb->failed)
		return false;
	if (more >= MEM_STRING_MAX - sb->len)
		return strbuf_fail(sb);
	return strbuf_grow(sb, sb->len + more + 1);
}

void strbuf_add(struct strbuf *sb, const void *bytes, size_t len)
{
	if (!has_room(sb, len) && !strbuf_reserve(sb, len))
		return;
	if (len)
		memcpy(sb->data + sb->len, bytes, len);
	sb->len += len;
	sb->data[sb->len] = '\0';
}

void strbuf_addc(struct strbuf *sb, char c)
{
	if (!has_room(sb, 1) && !strbuf_reserve(sb, 1))
		return;
	sb->data[sb->len++] = c;
	sb->data[sb->len] = '\0';
}

void strbuf_adds(struct strbuf *sb, const char *text)
{
	strbuf_add(sb, text, strlen(text));
}

void strbuf_append(struct strbuf *sb, const struct strbuf *from)
{
	if (from->failed)
		strbuf_fail(sb);
	strbuf_add(sb, strbuf_text(from), from->len);
}

void strbuf_vaddf(struct strbuf *sb, const char *format, va_list ap)
{
	va_list again;
	int len;

	if (!strbuf_reserve(sb, FIRST_CAP))
		return;
	va_copy(again, ap);
	len = vsnprintf(sb->data + sb->len, sb->cap - sb->len, format, ap);
	if (len < 0) {
		strbuf_fail(sb);
	} else if ((size_t)len < sb->cap - sb->len) {
		sb->len += (size_t)len;
	} else if (strbuf_reserve(sb, (size_t)len)) {
		vsnprintf(sb->data + sb->len, sb->cap - sb->len, format, again);
		sb->len += (size_t)len;
	}
	va_end(again);
}

void strbuf_addf(struct strbuf *sb, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	strbuf_vaddf(sb, format, ap);
	va_end(ap);
}

int strbuf_read(struct strbuf *sb, int fd)
{
	return strbuf_read_most(sb, fd, SIZE_MAX);
}

int strbuf_read_most(struct strbuf *sb, int fd, size_t most)
{
	size_t before = sb->len;

	for (;;) {
		if (!strbuf_reserve(sb, READ_BLOCK))
			return ENOMEM;
		ssize_t got = read(fd, sb->data + sb->len, sb->cap - sb->len - 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return errno;
		sb->len += (size_t)got;
		sb->data[sb->len] = '\0';
		if (got == 0)
			return 0;
		if (sb->len - before > most)
			return EFBIG;
	}
}

/* True when a byte means nothing to the shell anywhere in a word.  Bytes beyond ASCII do not. */
static bool is_plain(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c >= 0x80 || (c && strchr("_-./:,@%+=", c));
}

void strbuf_add_quoted(struct strbuf *sb, const char *text)
{
	const char *end = text;

	while (is_plain((unsigned char)*end))
		end++;
	if (!*end && end > text) {
		strbuf_add(sb, text, (size_t)(end - text));
		return;
	}
	if (text[0] == '\'' && !text[1]) {
		strbuf_adds(sb, "\\'");
		return;
	}
	strbuf_add_single_quoted(sb, text);
}

void strbuf_add_single_quoted(struct strbuf *sb, const char *text)
{
	const char *end;

	strbuf_addc(sb, '\'');
	for (; (end = strchr(text, '\'')); text = end + 1) {
		strbuf_add(sb, text, (size_t)(end - text));
		strbuf_adds(sb, "'\\''");
	}
	strbuf_adds(sb, text);
	strbuf_addc(sb, '\'');
}

static bool is_control(unsigned char c)
{
	return (c > 0 && c < ' ') || c == 0x7f;
}

/* As two characters these are ESC and the second of the bytes, less 0x40. */
static bool is_c1(unsigned char c, unsigned char next)
{
	return c == 0xc2 && next >= 0x80 && next < 0xa0;
}

static void add_visible(struct strbuf *sb, const char *text, size_t len, bool lines)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];
		unsigned char next = i + 1 < len ? (unsigned char)text[i + 1] : 0;

		if (lines && (c == '\n' || c == '\t')) {
			strbuf_addc(sb, (char)c);
		} else if (c < ' ' || c == 0x7f) {
			strbuf_addc(sb, '^');
			strbuf_addc(sb, (char)(c ^ 0x40));
		} else if (is_c1(c, next)) {
			strbuf_adds(sb, "^[");
			strbuf_addc(sb, (char)(next - 0x40));
			i++;
		} else {
			strbuf_addc(sb, (char)c);
		}
	}
}

void strbuf_add_visible(struct strbuf *sb, const char *text, size_t len)
{
	add_visible(sb, text, len, false);
}

void strbuf_add_visible_lines(struct strbuf *sb, const char *text, size_t len)
{
	add_visible(sb, text, len, true);
}

bool text_has_controls(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if ((c < ' ' && c != '\n' && c != '\t') || c == 0x7f ||
		    is_c1(c, i + 1 < len ? (unsigned char)text[i + 1] : 0))
			return true;
	}
	return false;
}

void strbuf_add_quoted_line(struct strbuf *sb, const char *text)
{
	static const char letters[] = "abtnvfr"; /* from \a, which is 7, on */
	const char *s = text;

	while (*s && !is_control((unsigned char)*s))
		s++;
	if (!*s) {
		strbuf_add_quoted(sb, text);
		return;
	}
	strbuf_adds(sb, "$'");
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;
		if (c >= '\a' && c <= '\r')
			strbuf_addf(sb, "\\%c", letters[c - '\a']);
		else if (is_control(c))
			strbuf_addf(sb, "\\%03o", c);
		else if (c == '\'' || c == '\\')
			strbuf_addf(sb, "\\%c", c);
		else
			strbuf_addc(sb, (char)c);
	}
	strbuf_addc(sb, '\'');
}

void strbuf_truncate(struct strbuf *sb, size_t len)
{
	if (len >= sb->len)
		return;
	sb->len = len;
	sb->data[len] = '\0';
}

void strbuf_drop_nuls(struct strbuf *sb)
{
	if (sb->len == 0 || !memchr(sb->data, '\0', sb->len))
		return;
	size_t out = 0;
	for (size_t in = 0; in < sb->len; in++)
		if (sb->data[in])
			sb->data[out++] = sb->data[in];
	strbuf_truncate(sb, out);
}

void strbuf_reset(struct strbuf *sb)
{
	sb->failed = false;
	strbuf_truncate(sb, 0);
}

void strbuf_free(struct strbuf *sb)
{
	mem_free(sb->data);
	*sb = (struct strbuf)STRBUF_INIT;
}

char *strbuf_take(struct strbuf *sb)
{
	char *data = sb->data;

	if (!data && !sb->failed)
		data = mem_strndup("", 0);
	*sb = (struct strbuf)STRBUF_INIT;
	return data;
}
