/* The help on a builtin, from its entry in the table. */
#include <string.h>
#include "builtin.h"

/* "-f, --flags FLAGS", as wide as it comes. */
static void add_option_names(struct strbuf *into, const struct builtin_option *option)
{
	bool short_form = option->letter && option->letter < OPTION_LONG;
	if (short_form)
		strbuf_addf(into, "-%c", option->letter);
	if (option->name)
		strbuf_addf(into, "%s--%s", short_form ? ", " : "    ", option->name);
	if (option->argument)
		strbuf_addf(into, " %s", option->argument);
}

#define HELP_COLUMN 23 /* where the summaries of options begin */
#define HELP_WIDTH  76 /* of the text, which is indented by four columns */

static void help_option(struct outbuf *out, const struct builtin_option *option)
{
	struct strbuf names = STRBUF_INIT, line = STRBUF_INIT;
	add_option_names(&names, option);
	strbuf_addf(&line, "  %-*s  %s\n", HELP_COLUMN, strbuf_text(&names), option->summary);
	out_fold(out, strbuf_text(&line), line.len, HELP_WIDTH);
	strbuf_free(&names);
	strbuf_free(&line);
}

/* A description's lines come as they are written in its source: they are joined and folded anew,
 * but for those that begin with blanks. */
static void help_description(struct outbuf *out, const char *text)
{
	struct strbuf line = STRBUF_INIT;

	for (const char *end; *text; text = *end ? end + 1 : end) {
		end = strchrnul(text, '\n');
		if (line.len && (*text == ' ' || *text == '\n')) {
			out_fill(out, strbuf_text(&line), line.len, HELP_WIDTH);
			strbuf_reset(&line);
		}
		if (*text == ' ' || *text == '\n') {
			out_fold(out, text, (size_t)(end - text) + (*end != '\0'), HELP_WIDTH);
			continue;
		}
		if (line.len)
			strbuf_addc(&line, ' ');
		strbuf_add(&line, text, (size_t)(end - text));
	}
	if (line.len)
		out_fill(out, strbuf_text(&line), line.len, HELP_WIDTH);
	strbuf_free(&line);
}

static void help_text(struct outbuf *out, const struct builtin *builtin)
{
	out_printf(out, "%s\n", builtin->summary);
	if (builtin->description) {
		out_putc(out, '\n');
		help_description(out, builtin->description);
	}
	if (!builtin->options)
		return;
	out_putc(out, '\n');
	for (const struct builtin_option *option = builtin->options; !builtin_option_ends(option);
	     option++)
		help_option(out, option);
	if (!(builtin->flags & BUILTIN_NO_OPTIONS))
		out_printf(out, "  %-*s  %s\n", HELP_COLUMN, "    --help", "this text");
}

void builtin_help_body(struct outbuf *out, const struct builtin *builtin)
{
	struct outbuf text;

	outbuf_init(&text, -1);
	help_text(&text, builtin);
	for (const char *line = strbuf_text(&text.bytes), *end; (end = strchr(line, '\n'));
	     line = end + 1)
		out_printf(out, "    %.*s\n", (int)(end - line), line);
	outbuf_free(&text);
}

/* ---- synopses ---------------------------------------------------------------------------- */

#define SYNOPSIS_WIDTH	80
#define SYNOPSIS_INDENT 4

/* Behind the next word: a blank in brackets does not end it. */
static const char *synopsis_word_end(const char *at)
{
	for (int depth = 0; *at && (depth || *at != ' '); at++)
		depth += (*at == '[') - (*at == ']');
	return at;
}

/* Each alternative begins a line, and the lines of one are filled. */
static void fold_synopsis(struct strbuf *into, size_t start, int indent, const char *synopsis)
{
	for (const char *end; *synopsis; synopsis = end + strspn(end, " ")) {
		end = synopsis_word_end(synopsis);
		size_t len = (size_t)(end - synopsis);
		bool is_bar = len == 1 && *synopsis == '|';
		if (is_bar || into->len - start + 1 + len > SYNOPSIS_WIDTH) {
			strbuf_addc(into, '\n');
			start = into->len;
			strbuf_addf(into, "%*s", indent, "");
		} else {
			strbuf_addc(into, ' ');
		}
		strbuf_add(into, synopsis, len);
	}
}

void builtin_add_synopsis(struct strbuf *into, const struct builtin *builtin, const char *before,
			  const char *name)
{
	const char *synopsis = builtin_synopsis(builtin);
	size_t start = into->len;

	strbuf_addf(into, "%s%s", before, name);
	size_t len = into->len - start + 1 + strlen(synopsis);
	/* bash's words are on one line, as there. */
	if (!builtin->synopsis && len > SYNOPSIS_WIDTH)
		fold_synopsis(into, start, SYNOPSIS_INDENT + (int)strspn(before, " "), synopsis);
	else if (*synopsis)
		strbuf_addf(into, " %s", synopsis);
}

void builtin_help_synopsis(struct outbuf *out, const struct builtin *builtin)
{
	struct strbuf text = STRBUF_INIT, before = STRBUF_INIT;

	strbuf_addf(&before, "%s: ", builtin->name);
	builtin_add_synopsis(&text, builtin, strbuf_text(&before), builtin->name);
	out_printf(out, "%s\n", strbuf_text(&text));
	strbuf_free(&text);
	strbuf_free(&before);
}

void builtin_help(struct outbuf *out, const struct builtin *builtin)
{
	builtin_help_synopsis(out, builtin);
	builtin_help_body(out, builtin);
}
