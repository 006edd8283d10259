/*
 * Between two commands at the prompt: notices, mail, PROMPT_COMMAND, PS0.
 */
#include <string.h>
#include <unistd.h>
#include "array.h"
#include "edit.h"
#include "exec.h"
#include "history.h"
#include "internal.h"
#include "jobs.h"
#include "marks.h"
#include "mem.h"
#include "var.h"

/* One command of PROMPT_COMMAND: it sees $? and leaves it as it was (bash manual, "Bash
 * Variables").  FLOW_EXIT when it ended the shell. */
static struct flow run_prompt_command(struct shell *sh, const char *text, size_t len)
{
	int status = sh->status;
	uint32_t line = sh->line;
	char *copy = mem_strndup(text, len); /* it may assign to the variable */
	sh->jobs_untold++;
	struct flow flow = exec_string(sh, copy, len, "PROMPT_COMMAND", 0);
	sh->jobs_untold--;

	mem_free(copy);
	sh->line = line;
	if (flow.kind == FLOW_EXIT)
		return flow;
	/* as in bash, a prompt that Ctrl-C has ended leaves its status */
	if (flow.kind == FLOW_INTERRUPT) {
		exec_below_interrupt(sh);
		status = flow.status;
	}
	marks_end_line(sh);
	sh->status = status;
	return flow_next(status);
}

/* PROMPT_COMMAND may be an array of them, which each may lengthen or shorten: those that were there
 * when the first began are run. */
static struct flow run_prompt_commands(struct shell *sh)
{
	struct symbol *name = symbol_intern(&sh->symbols, "PROMPT_COMMAND", 14);
	struct flow flow = flow_next(sh->status);
	struct array_cursor cursor;
	char digits[24];
	size_t len;

	if (!(name->var.flags & VAR_INDEXED)) {
		const char *value = var_text(sh, name, &len);
		return value && len ? run_prompt_command(sh, value, len) : flow;
	}
	const struct array *now = var_array(sh, name);
	if (!now)
		return flow;
	struct array *commands = array_retain((struct array *)now);
	array_cursor_init(&cursor, commands, 0);
	while (flow.kind != FLOW_EXIT && array_next(&cursor)) {
		const char *text = slot_text(cursor.slot, &len, digits);
		if (len)
			flow = run_prompt_command(sh, text, len);
	}
	array_release(commands);
	return flow;
}

/* $_ is afterwards what the command before them has left, as in bash. */
static struct flow run_prompt_commands_unseen(struct shell *sh)
{
	const struct symbol *name = symbol_find(&sh->symbols, "PROMPT_COMMAND", 14);
	const char *text = sh->last_argument.text;

	if (!name || !var_is_there(name) || !text)
		return run_prompt_commands(sh);
	size_t len = strlen(text);
	char *copy = mem_strndup(text, len);
	struct flow flow = run_prompt_commands(sh);
	last_argument_keep(sh, copy, len);
	mem_free(copy);
	return flow;
}

struct flow cycle_before_prompt(struct shell *sh)
{
	jobs_poll(sh);
	jobs_take_terminal(sh);
	jobs_terminal_resized(sh);
	marks_end_line(sh);
	jobs_notify(sh);
	mail_check(sh);
	/* The command that was typed is over: PROMPT_COMMAND and the commands of keys find it in
	 * the history, as in bash. */
	history_command_over(sh);
	struct flow flow = run_prompt_commands_unseen(sh);
	if (flow.kind == FLOW_NEXT) {
		jobs_notify(sh);
		marks_before_prompt(sh);
	}
	return flow;
}

static void show_ps0(struct shell *sh)
{
	struct strbuf text = STRBUF_INIT;
	sh->ops.prompt_expand(sh, "PS0", false, &text);
	if (text.len && write(2, text.data, text.len) < 0)
		strbuf_reset(&text); /* nowhere to show it */
	strbuf_free(&text);
}

void cycle_command_read(struct shell *sh)
{
	edit_command_read(sh);
	marks_command_read(sh);
	if (!OPT(sh, POSIX) && var_get(sh, "PS0"))
		show_ps0(sh);
	sh->command_number++;
}
