/* Complaints: the place they come from, the text, one write. */
#include <errno.h>
#include <unistd.h>
#include "error.h"
#include "readahead.h"
#include "shell.h"

void shell_error_prefix(struct shell *sh, struct strbuf *into)
{
	strbuf_adds(into, sh->called_sh ? "sh: " : "cowsh: ");
	if (OPT(sh, INTERACTIVE) && !sh->source)
		return;
	if (sh->source) {
		strbuf_adds(into, sh->source);
		strbuf_adds(into, ": ");
	}
	if (sh->line)
		strbuf_addf(into, "line %u: ", sh->line);
}

static void complain(struct shell *sh, const char *name, const char *format, va_list ap)
{
	struct strbuf message = STRBUF_INIT;
	int error = errno;

	shell_error_prefix(sh, &message);
	if (name) {
		strbuf_adds(&message, name);
		strbuf_adds(&message, ": ");
	}
	strbuf_vaddf(&message, format, ap);
	strbuf_addc(&message, '\n');
	if (message.failed) {
		strbuf_reset(&message);
		strbuf_adds(&message, "cowsh: out of memory\n");
	}
	outbuf_push(&sh->out); /* what came first is to be read first */
	readahead_writing(&sh->fds, sh->err_fd);
	ssize_t written;
	do
		written = write(sh->err_fd, strbuf_text(&message), message.len);
	while (written < 0 && errno == EINTR);
	strbuf_free(&message);
	errno = error;
}

void shell_error(struct shell *sh, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	complain(sh, NULL, format, ap);
	va_end(ap);
}

void shell_error_in(struct shell *sh, const char *name, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	complain(sh, name, format, ap);
	va_end(ap);
}
