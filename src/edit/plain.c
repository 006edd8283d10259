/*
 * Lines without an editor: as the terminal gives them, with its own erase and kill characters, or
 * from whatever else standard input of an interactive shell is.
 */
#include <errno.h>
#include <unistd.h>
#include "internal.h"
#include "readahead.h"
#include "signals.h"

/* A terminal without an editor has no use for \001 and \002. */
static void write_prompt(const char *prompt)
{
	struct strbuf text = STRBUF_INIT;
	for (; *prompt; prompt++)
		if (*prompt != '\001' && *prompt != '\002')
			strbuf_addc(&text, *prompt);
	write_all(STDERR_FILENO, strbuf_text(&text), text.len);
	strbuf_free(&text);
}

static int give_up(int error, size_t before, struct strbuf *into)
{
	strbuf_truncate(into, before);
	errno = error;
	return -1;
}

int plain_read_line(struct shell *sh, const struct line_request *request, struct strbuf *into)
{
	size_t before = into->len;

	sh->edit->host.error = 0;
	if (request->prompt)
		write_prompt(request->prompt);
	for (;;) {
		enum edit_wait wait = edit_sleep(sh, request->timeout_ms);
		if (wait == WAIT_INTERRUPTED) {
			write_prompt("\n"); /* below the terminal's ^C */
			return give_up(EINTR, before, into);
		}
		if (wait == WAIT_TIMEOUT)
			return give_up(ETIME, before, into);
		int result =
			wait == WAIT_END ? 0 : readahead_line(&sh->fds, STDIN_FILENO, '\n', into);
		if (result < 0 && errno == EINTR)
			continue;
		if (result < 0)
			sh->edit->host.error = errno;
		return result > 0 || into->len > before ? 1 : edit_input_ended(sh->edit);
	}
}
