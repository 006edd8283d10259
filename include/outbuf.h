/*
 * The output of builtins: a buffer over a descriptor, or over memory when the shell itself reads
 * the result.  Builtins never know which.  Over a descriptor it is flushed at the end of every
 * builtin.
 */
#ifndef COWSH_OUTBUF_H
#define COWSH_OUTBUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include "strbuf.h"

struct outbuf {
	struct strbuf bytes;
	int fd;	     /* descriptor, or -1 for memory only */
	size_t gone; /* bytes that are no longer in the buffer: outbuf_total */
	int error;   /* errno of the first write that failed since the last outbuf_flush, or 0 */
	bool (*gives_up)(
		void *context); /* asked when not all was written at once, as after a signal:
	                                    whether the rest is dropped, which fails with EINTR; NULL:
	                                    never */
	void *context;
};

void outbuf_init(struct outbuf *out, int fd);
void outbuf_free(struct outbuf *out);
void out_write(struct outbuf *out, const void *bytes, size_t len);
void out_puts(struct outbuf *out, const char *text);
void out_putc(struct outbuf *out, char c);
/* A text for which there was no memory is an output that failed. */
void out_strbuf(struct outbuf *out, const struct strbuf *text);
/* Lines for people, as they are or, where they go to a terminal, with what strbuf_add_visible_lines
 * shows. */
void out_visible(struct outbuf *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
void out_printf(struct outbuf *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Writes lines so that none is wider than `width` columns: broken at blanks where that is possible,
 * what follows below the line's last column, or indented.  Of escape sequences colours may be in
 * it. */
void out_fold(struct outbuf *out, const char *text, size_t len, unsigned width);
/* The same for running text: nothing is indented but what was. */
void out_fill(struct outbuf *out, const char *text, size_t len, unsigned width);
/* The number of bytes written since outbuf_init, for the difference between two moments. */
static inline size_t outbuf_total(const struct outbuf *out)
{
	return out->gone + out->bytes.len;
}
/* Writes out what is buffered (nothing for memory).  0, or -1 with errno of the failure; the
 * buffer is empty and its error cleared afterwards either way. */
int outbuf_flush(struct outbuf *out);

/* True when outbuf_flush has something to write or to tell. */
static inline bool outbuf_is_pending(const struct outbuf *out)
{
	return out->fd >= 0 && (out->bytes.len || out->error || out->bytes.failed);
}

/* Writes out what is buffered before something else is written elsewhere; a failure is remembered
 * for outbuf_flush. */
void outbuf_push(struct outbuf *out);
/* The same with whole lines alone, before a message: as with a line-buffered stream, a line that is
 * begun comes after it. */
void outbuf_push_lines(struct outbuf *out);

/* write(2) until all of it is out, past signals; false with errno. */
bool write_all(int fd, const void *bytes, size_t len);

#endif
