/*
 * set -x: what is about to run, behind PS4, in a form that could be typed again.
 */
#include <string.h>
#include <unistd.h>
#include "declared.h"
#include "error.h"
#include "internal.h"
#include "parser.h"
#include "utf8.h"
#include "virtual.h"

/* Expands what XCU 2.5.3 asks for: parameters, commands and arithmetic, as in a here-document. */
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

bool xtrace_prepare(struct shell *sh, struct flow *flow)
{
	const char *prefix = sh->virtual ? var_get(sh, "PS4") : NULL;

	if (!prefix || !prompt_needs_process(prefix))
		return true;
	*flow = virtual_late_fork(sh, LATE_FORK_SUBSHELL);
	return flow->kind == FLOW_NEXT;
}

void trace_prefix_expand(struct shell *sh, const char *name, const char *unset, struct strbuf *line)
{
	const char *value = var_get(sh, name);
	if (!value)
		value = unset;
	/* a late fork in the middle of a line could not be told to the command */
	if (!strpbrk(value, "$`\\") || (sh->virtual && prompt_needs_process(value))) {
		strbuf_adds(line, value);
		return;
	}
	bool xtrace = option_suspend(sh, OPTION_XTRACE, false);
	bool forktrace = option_suspend(sh, OPTION_FORKTRACE, false);
	if (!OPT(sh, POSIX) && strchr(value, '\\'))
		sh->ops.prompt_expand(sh, name, false, line); /* has the escapes, too */
	else
		expand_plain(sh, value, line);
	option_override(sh, OPTION_XTRACE, xtrace);
	option_override(sh, OPTION_FORKTRACE, forktrace);
}

/* ---- lines ------------------------------------------------------------------------------- */

/* PS4, its first character once more for each text or substitution around that is run in between;
 * not in POSIX mode, which writes the value as it is. */
static void begin_line(struct shell *sh, struct strbuf *line)
{
	struct strbuf prefix = STRBUF_INIT;

	trace_prefix_expand(sh, "PS4", "", &prefix);
	const char *text = strbuf_text(&prefix);
	size_t first = !*text ? 0 : sh->utf8 ? utf8_next(text, text + prefix.len) : 1;
	for (uint32_t i = 0; i < sh->trace_level && !OPT(sh, POSIX); i++)
		strbuf_add(line, text, first);
	strbuf_add(line, text, prefix.len);
	strbuf_free(&prefix);
}

/* The descriptor for lines: BASH_XTRACEFD, or standard error as it was before the redirections of
 * the command. */
static int line_descriptor(const struct shell *sh)
{
	if (sh->xtrace_fd >= 0)
		return sh->xtrace_fd;
	return sh->pending_trace && sh->pending_trace->fd >= 0 ? sh->pending_trace->fd : sh->err_fd;
}

static void write_line(struct shell *sh, struct strbuf *line)
{
	strbuf_addc(line, '\n');
	shell_tell(sh, line_descriptor(sh), strbuf_text(line), line->len);
}

/* Text that is not quoted so that control characters show. */
static void add_text(const struct shell *sh, struct strbuf *line, const char *text)
{
	size_t len = strlen(text);

	if (text_has_controls(text, len) && isatty(line_descriptor(sh)))
		strbuf_add_visible_lines(line, text, len);
	else
		strbuf_add(line, text, len);
}

/* In POSIX mode only what every POSIX shell of any age reads back. */
static void add_quoted(struct shell *sh, struct strbuf *line, const char *text)
{
	if (OPT(sh, POSIX)) {
		struct strbuf quoted = STRBUF_INIT;
		strbuf_add_quoted(&quoted, text);
		add_text(sh, line, strbuf_text(&quoted));
		strbuf_free(&quoted);
	} else if (declared_wants_escapes(sh, text)) {
		declared_add_escaped(line, sh, text);
	} else {
		strbuf_add_quoted_line(line, text);
	}
}

/* ---- assignments --------------------------------------------------------------------------- */

void xtrace_assign(struct shell *sh, const struct assign *assign, const char *value)
{
	struct strbuf line = STRBUF_INIT;

	begin_line(sh, &line);
	if (assign->compound) {
		unparse_assign(&line, assign);
	} else {
		unparse_assigned(&line, assign);
		if (*value)
			add_quoted(sh, &line, value);
	}
	write_line(sh, &line);
	strbuf_free(&line);
}

void xtrace_value(struct shell *sh, const char *name, const char *value)
{
	struct strbuf line = STRBUF_INIT;

	begin_line(sh, &line);
	strbuf_addf(&line, "%s=", name);
	if (*value)
		add_quoted(sh, &line, value);
	write_line(sh, &line);
	strbuf_free(&line);
}

void xtrace_list(struct shell *sh, const struct strbuf *list)
{
	struct strbuf line = STRBUF_INIT;

	begin_line(sh, &line);
	strbuf_add(&line, list->data, list->len);
	write_line(sh, &line);
	strbuf_free(&line);
}

/* ---- simple commands ------------------------------------------------------------------------- */

/* An argument that is an assignment of a list was shown before: what is left is its name. */
static void add_argument(struct shell *sh, struct strbuf *line, const char *text)
{
	const struct assign *assign =
		__builtin_expect(sh->declared != NULL, 0) ? declared_assign(sh, text) : NULL;

	if (assign && assign->compound)
		strbuf_adds(line, assign->name->name);
	else
		add_quoted(sh, line, text);
}

static void add_command(struct shell *sh, struct strbuf *line, char **argv, uint32_t argc)
{
	begin_line(sh, line);
	for (uint32_t i = 0; i < argc; i++) {
		if (i)
			strbuf_addc(line, ' ');
		add_argument(sh, line, argv[i]);
	}
}

void xtrace_command(struct shell *sh, char **argv, uint32_t argc)
{
	struct strbuf line = STRBUF_INIT;

	add_command(sh, &line, argv, argc);
	write_line(sh, &line);
	strbuf_free(&line);
}

void xtrace_hold(struct shell *sh, struct pending_trace *pending, bool redirected, char **argv,
		 uint32_t argc)
{
	*pending =
		(struct pending_trace){.outer = sh->pending_trace, .fd = -1, .line = STRBUF_INIT};
	if (redirected && sh->xtrace_fd < 0)
		fd_own_copy(&sh->fds, line_descriptor(sh), &pending->fd);
	sh->pending_trace = pending;
	if (argc)
		add_command(sh, &pending->line, argv, argc);
}

void xtrace_release(struct shell *sh)
{
	struct pending_trace *pending = sh->pending_trace;

	if (pending && pending->line.len)
		write_line(sh, &pending->line);
	if (!pending)
		return;
	strbuf_reset(&pending->line);
	fd_own_close(&sh->fds, &pending->fd);
}

void xtrace_drop(struct shell *sh, struct pending_trace *pending)
{
	sh->pending_trace = pending->outer;
	fd_own_close(&sh->fds, &pending->fd);
	strbuf_free(&pending->line);
}

/* ---- compound commands ----------------------------------------------------------------------- */

void xtrace_text(struct shell *sh, const char *open, const char *text, const char *close)
{
	struct strbuf line = STRBUF_INIT;

	begin_line(sh, &line);
	strbuf_addf(&line, "%s ", open);
	add_text(sh, &line, text);
	strbuf_addf(&line, " %s", close);
	write_line(sh, &line);
	strbuf_free(&line);
}

void xtrace_for(struct shell *sh, const struct for_clause *clause)
{
	struct strbuf line = STRBUF_INIT;

	begin_line(sh, &line);
	strbuf_addf(&line, "%s %s in", clause->node.kind == NODE_FOR ? "for" : "select",
		    clause->name->name);
	if (!clause->has_in)
		strbuf_adds(&line, " \"$@\"");
	for (uint32_t i = 0; i < clause->word_count; i++) {
		strbuf_addc(&line, ' ');
		unparse_word(&line, clause->words[i]);
	}
	write_line(sh, &line);
	strbuf_free(&line);
}

void xtrace_case(struct shell *sh, const struct case_clause *clause)
{
	struct strbuf subject = STRBUF_INIT;

	unparse_word(&subject, clause->subject);
	xtrace_text(sh, "case", strbuf_text(&subject), "in");
	strbuf_free(&subject);
}
