/*
 * What is asked of the editor from outside a line: key bindings, and the commands that keys run.
 */
#include <stdlib.h>
#include <string.h>
#include "error.h"
#include "exec.h"
#include "internal.h"
#include "jobs.h"
#include "var.h"

int edit_bind(struct shell *sh, const char *who, enum edit_bind_request request, const char *keymap,
	      const char *text)
{
	const char *why = "no such keymap, function or file";

	/* A subshell of an interactive shell may list. */
	if (!OPT(sh, INTERACTIVE) && !sh->edit) {
		shell_error_in(sh, who, "lines are edited in an interactive shell only");
		return -1;
	}
	const struct editor *editor = edit_editor(sh);
	if (!editor || !editor->bind) {
		shell_error_in(sh, who, "there is no line editor");
		return -1;
	}
	int result = editor->bind(&sh->edit->host, request, keymap, text, &why);
	edit_follow_mode(sh);
	if (result < 0 && why)
		shell_error_in(sh, who, "%s%s%s", text ? text : "", text ? ": " : "", why);
	return result;
}

void host_list(struct editor_host *host, const char *text, size_t len)
{
	out_write(&host->sh->out, text, len);
}

/* bind -x: READLINE_LINE and READLINE_POINT are there for the command, and what it makes of them counts
 * (bash manual, 4.2). */
void host_run(struct editor_host *host, const char *command, char **line, size_t *point)
{
	struct shell *sh = host->sh;
	struct symbol *position = symbol_intern(&sh->symbols, "READLINE_POINT", 14);
	struct symbol *text = symbol_intern(&sh->symbols, "READLINE_LINE", 13);
	int status = sh->status;
	int64_t number;

	var_set(sh, text, *line, strlen(*line));
	var_set_number(sh, position, (int64_t)*point);
	bool had_terminal = sh->edit->has_terminal;
	sh->edit->has_terminal = false;
	struct flow flow = exec_string(sh, command, strlen(command), NULL, 0);
	sh->edit->has_terminal = had_terminal;
	if (flow.kind == FLOW_EXIT)
		exec_terminate(sh, flow);
	sh->status = status;
	const char *changed = var_get(sh, "READLINE_LINE");
	if (changed) {
		free(*line);
		*line = strdup(changed);
	}
	if (var_number(sh, position, &number) && number >= 0)
		*point = (size_t)number;
	var_unset(sh, text);
	var_unset(sh, position);
}
