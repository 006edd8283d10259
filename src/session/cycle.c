/*
 * Between two commands at the prompt: notices, mail, PROMPT_COMMAND, PS0.
 */
#include <string.h>
#include <unistd.h>
#include "edit.h"
#include "exec.h"
#include "internal.h"
#include "jobs.h"
#include "marks.h"
#include "mem.h"
#include "var.h"

/* PROMPT_COMMAND sees $? and leaves it as it was (bash manual, "Bash Variables").  FLOW_EXIT when it ended the
 * shell. */
static struct flow run_prompt_command(struct shell *sh)
{
	const char *value = var_get(sh, "PROMPT_COMMAND");
	int status = sh->status;
	uint32_t line = sh->line;

	if (!value || !*value)
		return flow_next(status);
	char *copy = mem_strdup(value);
	struct flow flow = exec_string(sh, copy, strlen(copy), "PROMPT_COMMAND", 0);
	mem_free(copy);
	sh->line = line;
	if (flow.kind == FLOW_EXIT)
		return flow;
	marks_end_line(sh);
	sh->status = status;
	return flow_next(status);
}

struct flow cycle_before_prompt(struct shell *sh)
{
	jobs_poll(sh);
	jobs_terminal_resized(sh);
	marks_end_line(sh);
	jobs_notify(sh);
	mail_check(sh);
	struct flow flow = run_prompt_command(sh);
	if (flow.kind == FLOW_NEXT)
		marks_before_prompt(sh);
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
