/*
 * set -x: what is about to run, behind PS4, in a form that could be typed again.
 */
#include <string.h>
#include <unistd.h>
#include "declared.h"
#include "internal.h"
#include "parser.h"

/* What XCU 2.5.3 asks for: parameters, commands and arithmetic, as in a here-document. */
static void expand_plain(struct shell *sh, const char *value, struct strbuf *line)
{
	int status = sh->status, substitution = sh->substitution_status;
	struct program *program = program_new();
	struct word *word = parse_text_word(sh->parser, program, value, strlen(value));
	struct flow failure;
	size_t len;
	const char *text = word ? expand_string(sh, word, &len, &failure) : value;
	if (text)
		strbuf_adds(line, text);
	sh->status = status;
	sh->substitution_status = substitution;
	program_release(program);
}

void trace_prefix_expand(struct shell *sh, const char *name, const char *unset, struct strbuf *line)
{
	const char *value = var_get(sh, name);
	if (!value)
		value = unset;
	if (!strpbrk(value, "$`\\")) {
		strbuf_adds(line, value);
		return;
	}
	bool xtrace = option_override(sh, OPTION_XTRACE, false);
	bool forktrace = option_override(sh, OPTION_FORKTRACE, false);
	if (!OPT(sh, POSIX) && strchr(value, '\\'))
		sh->ops.prompt_expand(sh, name, false, line); /* has the escapes, too */
	else
		expand_plain(sh, value, line);
	option_override(sh, OPTION_XTRACE, xtrace);
	option_override(sh, OPTION_FORKTRACE, forktrace);
}

static void write_line(struct shell *sh, struct strbuf *line)
{
	strbuf_addc(line, '\n');
	readahead_writing(&sh->fds, sh->err_fd);
	if (write(sh->err_fd, strbuf_text(line), line->len) < 0)
		return; /* nowhere to say it */
}

/* In POSIX mode only what every POSIX shell of any age reads back. */
static void add_quoted(struct shell *sh, struct strbuf *line, const char *text)
{
	if (OPT(sh, POSIX))
		strbuf_add_quoted(line, text);
	else if (declared_wants_escapes(sh, text))
		declared_add_escaped(line, sh, text);
	else
		strbuf_add_quoted_line(line, text);
}

void xtrace_assign(struct shell *sh, const struct assign *assign, const char *value)
{
	struct strbuf line = STRBUF_INIT;
	trace_prefix_expand(sh, "PS4", "", &line);
	if (assign->subscript || assign->compound) {
		unparse_assign(&line, assign);
	} else {
		strbuf_addf(&line, "%s=", assign->name->name);
		if (value && *value)
			add_quoted(sh, &line, value);
	}
	write_line(sh, &line);
	strbuf_free(&line);
}

void xtrace_command(struct shell *sh, const struct simple *simple, char **argv, uint32_t argc)
{
	struct strbuf line = STRBUF_INIT;
	(void)simple;
	trace_prefix_expand(sh, "PS4", "", &line);
	for (uint32_t i = 0; i < argc; i++) {
		if (i)
			strbuf_addc(&line, ' ');
		add_quoted(sh, &line, argv[i]);
	}
	write_line(sh, &line);
	strbuf_free(&line);
}

void xtrace_text(struct shell *sh, const char *open, const char *text, const char *close)
{
	struct strbuf line = STRBUF_INIT;
	trace_prefix_expand(sh, "PS4", "", &line);
	strbuf_addf(&line, "%s %s %s", open, text, close);
	write_line(sh, &line);
	strbuf_free(&line);
}
