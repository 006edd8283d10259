/*
 * Requests to the editor from outside a line: key bindings, and the commands that keys run.
 */
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include "error.h"
#include "exec.h"
#include "internal.h"
#include "jobs.h"
#include "utf8.h"
#include "var.h"

int edit_bind(struct shell *sh, const char *who, enum edit_bind_request request, const char *keymap,
	      const char *text)
{
	const char *why = NULL;
	const struct editor *editor = edit_editor(sh);
	if (!editor || !editor->bind) {
		shell_error_in(sh, who, "there is no line editor");
		return -1;
	}
	/* `set -o vi` may stand before it in the same line */
	sh->edit->host.mode = edit_wanted_mode(sh);
	int result = editor->bind(&sh->edit->host, request, keymap, text, &why);
	edit_follow_mode(sh);
	if (result < 0 && why)
		shell_error_in(sh, who, "%s", why);
	return result;
}

void edit_key_functions(struct shell *sh, struct strbuf *into)
{
	const struct editor *editor = edit_editor(sh);
	struct outbuf outer = sh->out;
	const char *why;

	if (!editor || !editor->bind)
		return;
	outbuf_init(&sh->out, -1);
	editor->bind(&sh->edit->host, EDIT_BIND_LIST_NAMES, NULL, NULL, &why);
	strbuf_add(into, sh->out.bytes.data, sh->out.bytes.len);
	outbuf_free(&sh->out);
	sh->out = outer;
}

void host_list(struct editor_host *host, const char *text, size_t len)
{
	out_write(&host->sh->out, text, len);
}

/* ---- bind -x ------------------------------------------------------------------------------- */

static void export_number(struct shell *sh, const char *name, int64_t value)
{
	struct symbol *symbol = symbol_intern(&sh->symbols, name, strlen(name));

	var_set_number(sh, symbol, value);
	var_change_flags(sh, symbol, VAR_EXPORT, 0);
}

/* Characters before a byte of the line. */
static int64_t characters(const struct shell *sh, const char *line, size_t bytes)
{
	return (int64_t)(sh->utf8 ? utf8_count(line, bytes) : bytes);
}

/* The byte that so many characters stand before; the end for more than there are. */
static size_t bytes_of(const struct shell *sh, const char *line, int64_t count)
{
	const char *at = line, *end = line + strlen(line);

	for (; count > 0 && at < end; count--)
		at += sh->utf8 ? utf8_next(at, end) : 1;
	return (size_t)(at - line);
}

/* The place in the line that the command has set; the old one when it is no number, or unset. */
static size_t place_of(struct shell *sh, const char *name, const char *line, size_t before)
{
	struct symbol *symbol = symbol_find(&sh->symbols, name, strlen(name));
	int64_t number;

	if (!symbol || !var_is_set(symbol) || !var_number(sh, symbol, &number))
		return before;
	return bytes_of(sh, line, number);
}

static void unset(struct shell *sh, const char *name)
{
	struct symbol *symbol = symbol_find(&sh->symbols, name, strlen(name));

	if (symbol)
		var_unset(sh, symbol);
}

/* The terminal's modes stay the editor's, as in bash: jobs find these, and a killed one leaves
 * them. */
static int run_bound_command(struct shell *sh, const char *command)
{
	struct termios before, *modes = sh->jobs->modes;
	int status = sh->status;
	bool had_terminal = sh->edit->has_terminal;

	if (modes) {
		before = *modes;
		tcgetattr(sh->jobs->terminal, modes);
	}
	sh->edit->has_terminal = false;
	struct flow flow = exec_string(sh, command, strlen(command), NULL, 0);
	sh->edit->has_terminal = had_terminal;
	if (modes && modes == sh->jobs->modes)
		*modes = before;
	if (flow.kind == FLOW_EXIT)
		exec_terminate(sh, flow);
	int result = sh->status;
	sh->status = status;
	return result;
}

/* The line and the places in it, in characters, are exported variables for the command, and what it
 * makes of them counts (bash manual, 4.2). */
int host_run(struct editor_host *host, const char *command, struct edited *edited)
{
	struct shell *sh = host->sh;
	struct symbol *text = symbol_intern(&sh->symbols, "READLINE_LINE", 13);

	var_set(sh, text, edited->line, strlen(edited->line));
	var_change_flags(sh, text, VAR_EXPORT, 0);
	export_number(sh, "READLINE_POINT", characters(sh, edited->line, edited->point));
	export_number(sh, "READLINE_MARK", characters(sh, edited->line, edited->mark));
	if (edited->has_argument)
		export_number(sh, "READLINE_ARGUMENT", edited->argument);
	int status = run_bound_command(sh, command);
	if (OPT(sh, VI) || OPT(sh, EMACS)) /* `set -o vi` is for the rest of the line, too */
		host->mode = OPT(sh, VI) ? EDIT_MODE_VI : EDIT_MODE_EMACS;
	const char *changed = var_get(sh, "READLINE_LINE");
	char *line = changed ? strdup(changed) : NULL;
	if (line) {
		free(edited->line);
		edited->line = line;
	}
	edited->point = place_of(sh, "READLINE_POINT", edited->line, edited->point);
	edited->mark = place_of(sh, "READLINE_MARK", edited->line, edited->mark);
	unset(sh, "READLINE_LINE");
	unset(sh, "READLINE_POINT");
	unset(sh, "READLINE_MARK");
	unset(sh, "READLINE_ARGUMENT");
	return status;
}
