/*
 * The rehearsal that `explain` tells of: the executor goes through a command as it would run it, in
 * a frame of the journal that is put back at the end.  It expands, decides and moves descriptors by
 * the code that runs commands, and comes here for the last steps, which are left out: no process is
 * made, /dev/null is opened in place of files, and of the builtins only those are carried out that
 * do nothing but what the journal takes back (BUILTIN_REHEARSED) or run commands (BUILTIN_RUNS).  A
 * value that only running could tell is replaced by a mark, and what depends on it is not sure.
 */
#include "mem.h"
#include "path.h"
#include "rehearsal.h"
#include "virtual.h"

/* ---- pipelines, asynchronous lists, substitutions -------------------------------------------- */

void rehearse_begin(struct shell *sh, const struct node *node)
{
	rehearsal_add_node(sh, node);
	sh->rehearsal->merged = node->kind == NODE_PIPELINE ? NULL : node;
}

void rehearse_end(struct shell *sh)
{
	sh->rehearsal->merged = NULL;
	rehearsal_leave_part(sh);
}

void rehearse_substitution(struct shell *sh, const struct part *part)
{
	rehearsal_add_heading(sh,
			      part->kind == PART_PROCESS
				      ? (part->writes ? ">( ) is read by" : "<( ) is written by")
			      : part->read_file		   ? "$(<file)"
			      : part->brace == BRACE_REPLY ? "${| } leaves in REPLY what is left by"
			      : part->brace == BRACE_OUTPUT ? "${ } collects the output of"
							    : "$( ) collects the output of");
	rehearsal_part(sh->rehearsal)->substituted = part->command;
	if (part->read_file)
		rehearsal_choose(sh, rehearsal_in_process(REASON_BUILTIN), NULL, NULL, NULL);
}

void rehearse_output(struct shell *sh, struct strbuf *into)
{
	rehearsal_leave_part(sh);
	strbuf_adds(into, UNKNOWN);
	sh->rehearsal->known = false;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void option_changed(struct shell *sh, enum option_index option)
{
	if (option == OPTION_MONITOR)
		sh->job_control = OPT(sh, MONITOR);
	else if (option == OPTION_POSIX)
		commands_changed(sh);
}

static void rehearse(struct shell *sh, struct program *program)
{
	struct environment_frame frame;

	rehearsal_enter_frame(sh, &frame);
	sh->virtual = NULL;
	struct flow flow = exec_program(sh, program, 0);
	if (flow.kind == FLOW_EXIT || (flow.kind == FLOW_ERROR && !OPT(sh, INTERACTIVE)) ||
	    (flow.kind == FLOW_ABANDON && abandoning_ends(sh)))
		rehearsal_end_process(sh, &flow);
	environment_leave(sh, &frame);
}

struct explain_plan *explain_make(struct shell *sh, struct program *program)
{
	struct explain_plan *plan = mem_zalloc(sizeof(*plan));
	struct rehearsal r = {
		.plan = plan,
		.at = NO_PART,
		.counted = sh->fds.calls,
		.certain = true,
		.first_call = sh->function_depth,
		.calls = sh->function_depth,
	};
	struct shell_ops ops = sh->ops;
	struct outbuf out = sh->out;
	struct virtual_subshell *virtual = sh->virtual;
	struct trace *trace = sh->trace;
	int err_fd = sh->err_fd, status = sh->status;
	uint32_t live = sh->jobs->live;
	uint64_t private = sh->fds.private;

	sh->rehearsal = &r;
	sh->ops.option_changed = option_changed;
	sh->ops.trap_changed = NULL;
	sh->ops.session_end = NULL;
	sh->ops.history_save = NULL;
	outbuf_init(&sh->out, STDOUT_FILENO);
	sh->trace = NULL;
	watch_refresh(sh);
	sh->err_fd = -1;
	rehearse(sh, program);
	sh->err_fd = err_fd;
	sh->trace = trace;
	outbuf_free(&sh->out);
	sh->out = out;
	sh->virtual = virtual;
	sh->ops = ops;
	sh->status = status;
	sh->jobs->live = live;
	fds_share_again(&sh->fds, private);
	sh->rehearsal = NULL;
	watch_refresh(sh);
	plan->replaces = r.replaced;
	for (size_t i = 0; i < plan->count; i++)
		plan->at_least |= plan->parts[i].unsure && explain_part_has_calls(&plan->parts[i]);
	return plan;
}

bool explain_replaces(const struct explain_plan *plan)
{
	return plan->replaces;
}

void explain_free(struct explain_plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		mem_free(plan->parts[i].text);
	mem_free(plan->parts);
	mem_free(plan);
}
