/* Complaints: the place they come from, the text, one write. */
#include <errno.h>
#include <unistd.h>
#include "error.h"
#include "readahead.h"
#include "shell.h"

size_t shell_error_prefix(struct shell *sh, struct strbuf *into)
{
	if (shell_is_interactive(sh)) {
		strbuf_adds(into, sh->called_sh ? "sh: " : sh->called_bash ? "bash: " : "cowsh: ");
		if (!sh->source || sh->called_bash)
			return into->len;
	}
	strbuf_adds(into, sh->source ? sh->source : sh->arg0);
	strbuf_adds(into, ": ");
	size_t without_line = into->len;
	if (sh->line && OPT(sh, GNU_ERRFMT)) {
		strbuf_truncate(into, into->len - 1);
		strbuf_addf(into, "%u: ", sh->line);
	} else if (sh->line) {
		strbuf_addf(into, "line %u: ", sh->line);
	}
	return without_line;
}

struct flow shell_give_up(const struct shell *sh)
{
	struct flow flow = flow_make(OPT(sh, COMMAND) ? FLOW_EXIT : FLOW_ABANDON, 1);

	flow.level = shell_is_strict(sh) ? 0 : ABANDON_READERS;
	return flow;
}

void shell_tell(struct shell *sh, int fd, const char *text, size_t len)
{
	readahead_writing(&sh->fds, fd);
	write_all(fd, text, len);
}

void shell_show(struct shell *sh, int fd, const char *text, size_t len)
{
	struct strbuf visible = STRBUF_INIT;

	if (!text_has_controls(text, len) || !isatty(fd)) {
		shell_tell(sh, fd, text, len);
		return;
	}
	strbuf_add_visible_lines(&visible, text, len);
	shell_tell(sh, fd, strbuf_text(&visible), visible.len);
	strbuf_free(&visible);
}

/* `message` holds what stands before the text; it is freed. */
static void complain(struct shell *sh, struct strbuf message, const char *format, va_list ap)
{
	int error = errno;

	strbuf_vaddf(&message, format, ap);
	strbuf_addc(&message, '\n');
	if (message.failed) {
		strbuf_reset(&message);
		strbuf_adds(&message, "cowsh: out of memory\n");
	}
	outbuf_push_lines(&sh->out);
	shell_show(sh, sh->err_fd, strbuf_text(&message), message.len);
	strbuf_free(&message);
	errno = error;
}

void shell_error(struct shell *sh, const char *format, ...)
{
	struct strbuf prefix = STRBUF_INIT;
	va_list ap;

	shell_error_prefix(sh, &prefix);
	va_start(ap, format);
	complain(sh, prefix, format, ap);
	va_end(ap);
}

void shell_error_in(struct shell *sh, const char *name, const char *format, ...)
{
	struct strbuf prefix = STRBUF_INIT;
	va_list ap;

	shell_error_prefix(sh, &prefix);
	if (name) {
		strbuf_adds(&prefix, name);
		strbuf_adds(&prefix, ": ");
	}
	va_start(ap, format);
	complain(sh, prefix, format, ap);
	va_end(ap);
}

void shell_error_plain(struct shell *sh, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	complain(sh, (struct strbuf)STRBUF_INIT, format, ap);
	va_end(ap);
}
