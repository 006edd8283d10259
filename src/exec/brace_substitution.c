/*
 * ${ command; } and ${| command; } (bash manual, 3.5.4): command substitutions in the current
 * environment.  The command runs as a function's body does: `return` ends it, its local variables
 * are its own.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "error.h"
#include "internal.h"
#include "var.h"
#include "virtual.h"

/* The command, as a function's body; set -e does not hold in it, as in every command
 * substitution. */
static struct flow run(struct shell *sh, const struct part *part)
{
	bool checked = OPT(sh, POSIX) || OPT(sh, INHERIT_ERREXIT);
	bool errexit = !checked && option_suspend(sh, OPTION_ERREXIT, false);

	/* Nor does a condition around it keep an ERR trap from running, as in bash. */
	uint32_t ignored = sh->errexit_ignored;
	if (!checked)
		sh->errexit_ignored = 0;
	sh->function_depth++;
	sh->trace_level++;
	struct flow flow = exec_node(sh, part->command, 0);
	sh->trace_level--;
	sh->function_depth--;
	if (!checked) {
		sh->errexit_ignored = ignored;
		option_override(sh, OPTION_ERREXIT, errexit);
	}
	if (flow.kind == FLOW_RETURN)
		flow.kind = FLOW_NEXT;
	return flow;
}

/* Descriptor 1 is the file while the frame lasts. */
static bool redirect_output(struct shell *sh, struct frame *frame, int file)
{
	if (fd_vacate(&sh->fds, STDOUT_FILENO) != 0 ||
	    journal_save_fd(sh, frame, STDOUT_FILENO) != 0)
		return false;
	readahead_drop(&sh->fds, STDOUT_FILENO, false);
	return dup2(file, STDOUT_FILENO) >= 0;
}

/* The command's output goes to a file in memory, for which programs have a descriptor like for any
 * other. */
static struct flow collect_output(struct shell *sh, const struct part *part, struct strbuf *into)
{
	struct frame redirection;
	struct flow flow = flow_make(FLOW_ERROR, 1);
	int made = memfd_create("substitution", MFD_CLOEXEC), file = -1;

	if (made >= 0)
		made = above_standard(made);
	if (made < 0) {
		shell_error(sh, "cannot collect output: %s", strerror(errno));
		return flow;
	}
	fd_own_in_place(&sh->fds, made, &file);
	frame_push(sh, &redirection, FRAME_REDIRECTION);
	if (redirect_output(sh, &redirection, file))
		flow = run(sh, part);
	else
		shell_error(sh, "cannot collect output: %s", strerror(errno));
	frame_pop(sh, &redirection);
	if (lseek(file, 0, SEEK_SET) != 0 || !read_output(file, into, sh))
		flow.status = 1;
	fd_own_close(&sh->fds, &file);
	return flow;
}

/* REPLY is local to the command. */
static struct flow take_reply(struct shell *sh, const struct part *part, struct strbuf *into)
{
	struct symbol *reply = symbol_intern(&sh->symbols, "REPLY", 5);
	size_t len;

	if (var_make_local(sh, reply, false) < 0)
		return flow_make(FLOW_ERROR, 1);
	struct flow flow = run(sh, part);
	const char *text = var_text(sh, reply, &len);
	if (text)
		strbuf_add(into, text, len);
	return flow;
}

struct flow brace_substitute(struct shell *sh, const struct part *part, struct strbuf *into)
{
	struct frame frame;

	frame_push(sh, &frame, FRAME_FUNCTION);
	struct flow flow = part->brace == BRACE_REPLY ? take_reply(sh, part, into)
						      : collect_output(sh, part, into);
	frame_pop(sh, &frame);
	return flow;
}
