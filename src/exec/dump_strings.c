/*
 * The texts to be translated: that of each $"..." that stands in commands, which are not run (bash
 * manual, 3.1.2.5).
 */
#include <errno.h>
#include <unistd.h>
#include "error.h"
#include "exec.h"
#include "observer.h"
#include "strbuf.h"

/* True when the double quotes stand behind a dollar sign that is nothing else. */
static bool is_marked(const struct observer *o, const struct span *quotes, const char *text)
{
	uint32_t start = quotes->start;

	if (start == 0 || text[start - 1] != '$' || quotes->is_open)
		return false;
	uint32_t around = observer_span_at(o, start - 1);
	if (around != NO_SPAN && o->spans[around].end == start &&
	    o->spans[around].start < start - 1)
		return false; /* $$, or a quoted dollar sign */
	/* bash reads what is in backquotes when it runs it */
	for (uint32_t at = quotes->parent; at != NO_SPAN; at = o->spans[at].parent)
		if (o->spans[at].kind == SPAN_SUBSTITUTION && text[o->spans[at].start] == '`')
			return false;
	return true;
}

/* A string of a .po file; one of several lines begins on a line of its own. */
static void write_message(struct outbuf *out, const char *text, size_t len)
{
	out_puts(out, memchr(text, '\n', len) ? "msgid \"\"\n\"" : "msgid \"");
	for (const char *at = text; at < text + len; at++) {
		if (*at == '\n') {
			out_puts(out, "\\n\"\n\"");
			continue;
		}
		if (*at == '"' || *at == '\\')
			out_putc(out, '\\');
		out_putc(out, *at);
	}
	out_puts(out, "\"\nmsgstr \"\"\n");
}

static void write_string(struct shell *sh, const char *text, const struct span *quotes,
			 const char *place)
{
	const char *from = text + quotes->start + 1;
	size_t len = quotes->end - quotes->start - 2;
	uint32_t line = 1;

	if (!place) {
		out_printf(&sh->out, "\"%.*s\"\n", (int)len, from);
		return;
	}
	for (const char *at = text; at < from; at++)
		line += *at == '\n';
	out_printf(&sh->out, "#: %s:%u\n", place, (unsigned)line);
	write_message(&sh->out, from, len);
}

struct flow exec_dump_strings(struct shell *sh, const char *text, size_t len, const char *place)
{
	unsigned how =
		(OPT(sh, POSIX) ? OBSERVE_POSIX : 0) | (OPT(sh, EXTGLOB) ? OBSERVE_EXTGLOB : 0);
	struct observer observer;

	observer_read(&observer, &sh->symbols, text, len, how, &sh->guard);
	for (uint32_t i = 0; i < observer.count; i++)
		if (observer.spans[i].kind == SPAN_DOUBLE_QUOTES &&
		    is_marked(&observer, &observer.spans[i], text))
			write_string(sh, text, &observer.spans[i], place);
	observer_free(&observer);
	outbuf_flush(&sh->out);
	return flow_next(0);
}

struct flow exec_dump_file(struct shell *sh, int fd, const char *name, const char *place)
{
	struct strbuf text = STRBUF_INIT;
	struct flow flow = flow_next(0);
	char block[8192];
	ssize_t got;

	do {
		got = read(fd, block, sizeof(block));
		if (got > 0)
			strbuf_add(&text, block, (size_t)got);
	} while (got > 0 || (got < 0 && errno == EINTR && exec_goes_on(sh, &flow)));
	if (got < 0 && flow.kind == FLOW_NEXT) {
		shell_error(sh, "%s: read error: %s", name, strerror(errno));
		flow = flow_next(1);
	} else if (got == 0) {
		flow = exec_dump_strings(sh, strbuf_text(&text), text.len, place);
	}
	strbuf_free(&text);
	return flow;
}
