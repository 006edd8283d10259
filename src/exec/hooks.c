/*
 * The traps DEBUG, ERR and RETURN (bash manual, 4.1: trap), and what of them functions and scripts
 * have.
 */
#include "hooks.h"
#include "internal.h"
#include "traps.h"

/* Runs the action, in which the trap does not come again; how it ended goes to *status. */
static struct flow run(struct shell *sh, int trap, int *status)
{
	uint8_t running = sh->traps_running;
	int before = sh->status;

	*status = before;
	if (sh->rehearsal)
		return flow_next(before); /* explain tells of the command alone */
	sh->traps_running |= TRAP_WATCH(trap);
	watch_refresh(sh);
	struct flow flow = trap_run_action(sh, trap, status);
	sh->traps_running = running;
	watch_refresh(sh);
	return flow;
}

/* Before the body of a function it is its call that is told of. */
static bool debug_at(struct shell *sh, uint32_t line, struct flow *flow)
{
	int status;

	sh->line = line;
	*flow = run(sh, TRAP_DEBUG, &status);
	if (flow->kind != FLOW_NEXT)
		return false;
	if (!OPT(sh, EXTDEBUG) || status == 0)
		return true;
	if (status == 2 && (sh->function_depth || sh->dot_depth))
		*flow = flow_make(FLOW_RETURN, 2);
	else
		*flow = flow_next(0);
	sh->status = flow->status;
	return false;
}

bool hook_debug(struct shell *sh, const struct node *node, struct flow *flow)
{
	sh->command = node;
	return debug_at(sh, node->line, flow);
}

/* As in bash, whose message of a readonly variable leaves the shell under set -e. */
static struct flow after_refusal(struct shell *sh, struct flow flow)
{
	sh->refused = false;
	if (flow.kind == FLOW_NEXT)
		return flow_make(FLOW_EXIT, exec_exit_trap_here(sh, 1));
	if (flow.kind == FLOW_ABANDON)
		flow.kind = FLOW_ERROR;
	return flow;
}

struct flow hook_failure(struct shell *sh, struct flow flow, bool trapped)
{
	int ignored;

	if (sh->refused)
		flow = after_refusal(sh, flow);

	/* An error that ends the shell ends it at once under set -e. */
	if (flow.kind == FLOW_ERROR && OPT(sh, ERREXIT) && !OPT(sh, INTERACTIVE))
		flow.status = exec_exit_trap_here(sh, flow.status);
	if (flow.kind != FLOW_NEXT || sh->errexit_ignored)
		return flow;
	if (trapped && sh->watch & WATCH_ERR) {
		struct flow action = run(sh, TRAP_ERR, &ignored);
		if (action.kind != FLOW_NEXT)
			return action;
		sh->status = flow.status;
	}
	if (OPT(sh, ERREXIT)) {
		/* The traps of signals that have come are run before the shell ends. */
		if (signals_pending) {
			struct flow action = exec_pending_traps(sh);
			if (action.kind != FLOW_NEXT)
				return action;
			sh->status = flow.status;
		}
		/* The trap is not for who the failed command's output was for. */
		if (sh->traps.at[0].action && !OPT(sh, POSIX) && !sh->rehearsal)
			journal_undo_redirections(sh);
		flow = flow_make(FLOW_EXIT, exec_exit_trap_here(sh, flow.status));
	}
	return flow;
}

struct flow hook_return(struct shell *sh, struct flow flow, uint32_t line)
{
	uint32_t outer = sh->line;
	int ignored;

	if (flow.kind != FLOW_NEXT && flow.kind != FLOW_RETURN)
		return flow;
	/* `return` has not made its operand $? yet. */
	sh->status = flow.kind == FLOW_RETURN ? flow.level : flow.status;
	sh->line = line;
	struct flow trapped = run(sh, TRAP_RETURN, &ignored);
	sh->line = outer;
	sh->status = flow.status;
	return trapped.kind == FLOW_NEXT ? flow : trapped;
}

struct flow hook_function(struct shell *sh, const struct function *function)
{
	const struct node *body = function->definition->body;
	bool has_trace = (function->definition->name->function_flags & FUNCTION_TRACE) != 0;
	struct hidden_traps hidden;
	bool traced = (sh->watch & WATCH_TRACE) != 0;
	struct flow flow;

	traps_hide(sh, has_trace ? WATCH_ERR : WATCH_TRAPS, &hidden);
	if (traced)
		trace_call(sh, function->definition->name->name);
	/* A function that a DEBUG trap calls has no RETURN trap. */
	if (sh->traps_running & WATCH_DEBUG) {
		sh->traps_hidden |= WATCH_RETURN;
		watch_refresh(sh);
	}
	if (!(sh->watch & WATCH_DEBUG) || debug_at(sh, body->line, &flow))
		flow = exec_node(sh, body, 0);
	if (sh->watch & WATCH_RETURN)
		flow = hook_return(sh, flow, body->line);
	if (traced)
		trace_return(sh);
	traps_show(sh, &hidden, flow.kind == FLOW_SUBSHELL);
	return flow;
}
