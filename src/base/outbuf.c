/* Output of builtins: collected, and written in as few write(2)s as possible. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "outbuf.h"

/* More than this is not held back over a descriptor. */
#define FLUSH_AT (64 * 1024)

void outbuf_init(struct outbuf *out, int fd)
{
	out->bytes = (struct strbuf)STRBUF_INIT;
	out->fd = fd;
	out->gone = 0;
	out->error = 0;
	out->gives_up = NULL;
	out->context = NULL;
}

void outbuf_free(struct outbuf *out)
{
	strbuf_free(&out->bytes);
}

/* write(2) until all is out; after a failure the rest is dropped, and so is what follows it. */
static void write_out(struct outbuf *out, const char *bytes, size_t len)
{
	while (len && !out->error) {
		ssize_t n = write(out->fd, bytes, len);

		if (n < 0 && errno != EINTR) {
			out->error = errno;
			return;
		}
		if (n > 0) {
			bytes += n;
			len -= (size_t)n;
		}
		/* a signal lets write(2) fail, or come back early */
		if (len && out->gives_up && out->gives_up(out->context))
			out->error = EINTR;
	}
}

bool write_all(int fd, const void *bytes, size_t len)
{
	for (const char *at = bytes; len;) {
		ssize_t put = write(fd, at, len);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return false;
		at += put;
		len -= (size_t)put;
	}
	return true;
}

/* Writes out what is buffered, remembering an error for outbuf_flush. */
static void write_buffered(struct outbuf *out)
{
	if (out->bytes.failed && !out->error)
		out->error = ENOMEM;
	write_out(out, strbuf_text(&out->bytes), out->bytes.len);
	out->gone += out->bytes.len;
	strbuf_reset(&out->bytes);
}

void out_write(struct outbuf *out, const void *bytes, size_t len)
{
	if (out->fd < 0 || out->bytes.len + len <= FLUSH_AT) {
		strbuf_add(&out->bytes, bytes, len);
		return;
	}
	write_buffered(out);
	if (len <= FLUSH_AT) {
		strbuf_add(&out->bytes, bytes, len);
		return;
	}
	write_out(out, bytes, len);
	out->gone += len;
}

void out_puts(struct outbuf *out, const char *text)
{
	out_write(out, text, strlen(text));
}

void out_putc(struct outbuf *out, char c)
{
	if (out->fd >= 0 && out->bytes.len >= FLUSH_AT)
		write_buffered(out);
	strbuf_addc(&out->bytes, c);
}

void out_printf(struct outbuf *out, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	strbuf_vaddf(&out->bytes, format, ap);
	va_end(ap);
	if (out->fd >= 0 && out->bytes.len > FLUSH_AT)
		write_buffered(out);
}

void out_visible(struct outbuf *out, const char *format, ...)
{
	struct strbuf text = STRBUF_INIT;
	va_list ap;

	va_start(ap, format);
	strbuf_vaddf(&text, format, ap);
	va_end(ap);
	if (out->fd >= 0 && text_has_controls(strbuf_text(&text), text.len) && isatty(out->fd)) {
		struct strbuf shown = STRBUF_INIT;
		strbuf_add_visible_lines(&shown, text.data, text.len);
		strbuf_free(&text);
		text = shown;
	}
	out_strbuf(out, &text);
	strbuf_free(&text);
}

void out_strbuf(struct outbuf *out, const struct strbuf *text)
{
	if (text->failed)
		strbuf_fail(&out->bytes);
	out_write(out, strbuf_text(text), text->len);
}

void outbuf_push(struct outbuf *out)
{
	if (out->fd >= 0 && (out->bytes.len || out->bytes.failed))
		write_buffered(out);
}

void outbuf_push_lines(struct outbuf *out)
{
	const char *bytes = strbuf_text(&out->bytes);
	const char *end = memrchr(bytes, '\n', out->bytes.len);
	size_t len = end ? (size_t)(end + 1 - bytes) : 0;

	if (out->fd < 0 || !len)
		return;
	write_out(out, bytes, len);
	out->gone += len;
	memmove(out->bytes.data, bytes + len, out->bytes.len - len);
	strbuf_truncate(&out->bytes, out->bytes.len - len);
}

int outbuf_flush(struct outbuf *out)
{
	if (out->fd < 0)
		return 0;
	outbuf_push(out);
	if (!out->error)
		return 0;
	errno = out->error;
	out->error = 0;
	return -1;
}
