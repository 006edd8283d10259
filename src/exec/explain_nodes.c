/*
 * Rehearsal of nodes: compound commands whose way depends on a status have a way of their own here,
 * in which each branch that may be taken is gone through; all others are run by the executor.
 */
#include <string.h>
#include "rehearsal.h"

/* ---- branches -------------------------------------------------------------------------------- */

/* A branch that may be taken ends so. */
static void doubt_after(struct shell *sh, const struct flow *flow)
{
	struct doubt *doubt = &sh->rehearsal->doubt;
	bool leaves_loop = flow->kind == FLOW_BREAK || flow->kind == FLOW_CONTINUE;

	if (flow->kind == FLOW_RETURN)
		doubt->call = sh->function_depth + sh->dot_depth;
	else if (leaves_loop && flow->level <= 1)
		doubt->loop = true;
	else if (flow->kind != FLOW_NEXT)
		doubt->process = true;
}

struct flow rehearsal_branch(struct shell *sh, const struct node *node, const char *text,
			     unsigned flags, bool certain)
{
	const unsigned ways = 1u << SAVE_FUNCTION | 1u << SAVE_TRAP | 1u << SAVE_OPTIONS |
			      1u << SAVE_PARAMS | 1u << SAVE_FD;
	struct rehearsal *r = sh->rehearsal;
	struct environment_frame frame;
	struct fields changed = {0};
	bool was_certain = r->certain;
	enum spawn_policy policy = sh->policy;
	struct flow flow = flow_next(0);

	rehearsal_enter_frame(sh, &frame);
	r->certain = was_certain && certain;
	if (node)
		flow = exec_node(sh, node, flags);
	else if (text)
		flow = exec_string(sh, text, strlen(text), NULL, 0);
	rehearsal_charge(sh);
	r->certain = was_certain;
	for (const struct save *save = frame.frame.saves; save; save = save->older)
		if (save->kind == SAVE_VARIABLE)
			fields_add(sh, &changed, save->variable.name->name);
	r->doubt.process |= frame.frame.kinds & ways || policy != sh->policy;
	environment_leave(sh, &frame);
	rehearsal_skip(sh);
	if (!certain)
		doubt_after(sh, &flow);
	for (uint32_t i = 0; i < changed.count; i++)
		rehearsal_forget_variable(sh, changed.values[i]);
	r->known = false;
	return flow;
}

/* Parts from here on may run more than once. */
static void repeat(struct shell *sh, size_t from)
{
	struct explain_plan *plan = sh->rehearsal->plan;
	for (size_t i = from; i < plan->count; i++)
		plan->at_least |= explain_part_has_calls(&plan->parts[i]) && !plan->parts[i].looks;
}

/* ---- compound commands: those whose way depends on a status ---------------------------------- */

static struct flow condition(struct shell *sh, const struct node *node)
{
	sh->errexit_ignored++;
	struct flow flow = exec_node(sh, node, 0);
	sh->errexit_ignored--;
	return flow;
}

static struct flow go_through_and_or(struct shell *sh, const struct binary *binary, unsigned flags)
{
	const struct binary *at = binary->first;
	struct flow flow = condition(sh, at->left);
	for (;; at = at->up) {
		bool and = at->node.kind == NODE_AND, last = at == binary;
		bool known = sh->rehearsal->known;
		if (flow.kind != FLOW_NEXT)
			return flow;
		if (!known || (flow.status == 0) == and) {
			rehearsal_add_heading(sh, and? "&& (if that succeeded)"
						     : "|| (if that failed)");
			rehearsal_leave_part(sh);
			sh->errexit_ignored += !last;
			if (known)
				flow = exec_node(sh, at->right, last ? flags : 0);
			else
				rehearsal_branch(sh, at->right, NULL, last ? flags : 0, false);
			sh->errexit_ignored -= !last;
		}
		if (last)
			return flow;
	}
}

static struct flow go_through_if(struct shell *sh, const struct if_clause *clause, unsigned flags)
{
	struct flow flow = condition(sh, clause->condition);
	if (flow.kind != FLOW_NEXT)
		return flow;
	if (!sh->rehearsal->known) {
		rehearsal_branch(sh, clause->then_part, NULL, flags, false);
		rehearsal_branch(sh, clause->else_part, NULL, flags, false);
		return flow_next(0);
	}
	const struct node *part = flow.status == 0 ? clause->then_part : clause->else_part;
	sh->status = 0;
	return part ? exec_node(sh, part, flags) : flow_next(0);
}

/* The body of a loop, once; `sure` when it is known to run, `once` when it is known to run no
 * more. */
static struct flow go_through_body(struct shell *sh, const struct node *body, bool sure, bool once,
				   size_t from)
{
	struct rehearsal *r = sh->rehearsal;
	bool doubt = r->doubt.loop;

	sh->loop_depth++;
	struct flow flow =
		sure && once ? exec_node(sh, body, 0) : rehearsal_branch(sh, body, NULL, 0, sure);
	sh->loop_depth--;
	bool leaves = flow.kind == FLOW_BREAK || flow.kind == FLOW_CONTINUE;
	if (!once && !(sure && flow.kind == FLOW_BREAK))
		repeat(sh, from);
	r->doubt.loop = doubt;
	if (!sure || (leaves && flow.level <= 1))
		return flow_next(0);
	if (leaves)
		flow.level--;
	return flow;
}

static struct flow go_through_loop(struct shell *sh, const struct loop *loop)
{
	struct rehearsal *r = sh->rehearsal;
	size_t from = r->plan->count;

	sh->loop_depth++;
	struct flow flow = condition(sh, loop->condition);
	sh->loop_depth--;
	if (flow.kind != FLOW_NEXT)
		return flow.kind == FLOW_BREAK && flow.level <= 1 ? flow_next(0) : flow;
	if (r->known && (flow.status == 0) == (loop->node.kind == NODE_UNTIL))
		return flow_next(0);
	return go_through_body(sh, loop->body, r->known, false, from);
}

static struct flow go_through_for(struct shell *sh, const struct for_clause *clause)
{
	struct fields fields = {0};
	struct flow flow;
	bool counted = clause->node.kind == NODE_FOR;

	if (!loop_words(sh, clause, &fields, &flow))
		return flow;
	for (uint32_t i = 0; i < fields.count; i++)
		counted = counted && !rehearsal_is_unknown(fields.values[i]);
	if (fields.count)
		var_set(sh, clause->name, fields.values[0], strlen(fields.values[0]));
	if (!fields.count)
		return flow_next(0);
	return go_through_body(sh, clause->body, counted, counted && fields.count == 1,
			       sh->rehearsal->plan->count);
}

static struct flow go_through_case(struct shell *sh, const struct case_clause *clause,
				   unsigned flags)
{
	struct flow flow;
	size_t len;
	const char *subject = expand_string(sh, clause->subject, &len, &flow);
	if (!subject)
		return flow;
	if (!rehearsal_is_unknown(subject))
		return exec_case(sh, clause, flags);
	for (const struct case_item *item = clause->items; item; item = item->next)
		rehearsal_branch(sh, item->body, NULL, item->end == CASE_BREAK ? flags : 0, false);
	return flow_next(0);
}

/* (( )) and [[ ]]: evaluated as things are now; `whole`: all of it is. */
static struct flow go_through_expression(struct shell *sh, const struct node *node, bool whole)
{
	struct rehearsal *r = sh->rehearsal;
	bool certain = r->certain;
	r->certain = certain && whole;
	exec_compound(sh, node, 0);
	r->certain = certain;
	r->known = false;
	return flow_next(0);
}

/* The commands that an expression's text substitutes. */
static void go_through_clause(struct shell *sh, const struct arith_clause *clause, bool sure)
{
	struct rehearsal *r = sh->rehearsal;
	struct arena_mark mark = arena_mark(&sh->scratch);
	bool certain = r->certain;
	struct flow failure;

	r->certain = certain && sure;
	if (clause->value.source)
		expand_string(sh, clause->value.source, NULL, &failure);
	r->certain = certain;
	arena_release(&sh->scratch, mark);
}

static struct flow go_through_for_arith(struct shell *sh, const struct arith_loop *loop)
{
	go_through_clause(sh, &loop->first.expression, true);
	go_through_clause(sh, &loop->condition.expression, true);
	struct flow flow =
		go_through_body(sh, loop->body, false, false, sh->rehearsal->plan->count);
	go_through_clause(sh, &loop->step.expression, false);
	sh->rehearsal->known = false;
	return flow;
}

/* ---- nodes ----------------------------------------------------------------------------------- */

static struct flow go_through(struct shell *sh, const struct node *node, unsigned flags)
{
	struct rehearsal *r = sh->rehearsal;
	struct flow flow;

	switch ((enum node_kind)node->kind) {
	case NODE_AND:
	case NODE_OR:
		return go_through_and_or(sh, (const struct binary *)node, flags);
	case NODE_IF:
		return go_through_if(sh, (const struct if_clause *)node, flags);
	case NODE_WHILE:
	case NODE_UNTIL:
		return go_through_loop(sh, (const struct loop *)node);
	case NODE_FOR:
	case NODE_SELECT:
		return go_through_for(sh, (const struct for_clause *)node);
	case NODE_FOR_ARITH:
		return go_through_for_arith(sh, (const struct arith_loop *)node);
	case NODE_CASE:
		return go_through_case(sh, (const struct case_clause *)node, flags);
	case NODE_REDIRECTED:
		r->merged = ((const struct redirected *)node)->body;
		break;
	case NODE_PIPELINE:
		r->known = true;
		flow = exec_compound(sh, node, flags);
		r->known = r->known && ((const struct pipeline *)node)->stage_count == 1;
		return flow;
	case NODE_ARITH:
		return go_through_expression(sh, node, true);
	case NODE_CONDITIONAL: {
		unsigned kind = ((const struct conditional *)node)->condition->kind;
		return go_through_expression(sh, node,
					     kind != CONDITION_AND && kind != CONDITION_OR);
	}
	case NODE_ASYNC:
	case NODE_COPROC:
		flow = exec_compound(sh, node, flags);
		sh->jobs->live++;
		return flow;
	case NODE_SIMPLE:
	case NODE_FUNCTION:
		r->known = true;
		break;
	case NODE_TIME:
	case NODE_LIST:
	case NODE_GROUP:
	case NODE_SUBSHELL:
	case NODE_PROCESSES:
	case NODE_LATE:
		break;
	}
	return exec_compound(sh, node, flags);
}

/* True of a node that is nothing but the order of its parts. */
static bool only_orders(const struct node *node)
{
	return node->kind == NODE_LIST || node->kind == NODE_AND || node->kind == NODE_OR;
}

struct flow rehearse_node(struct shell *sh, const struct node *node, unsigned flags)
{
	struct rehearsal *r = sh->rehearsal;
	if (node->kind == NODE_PROCESSES) {
		if (r->merged == node)
			r->merged = ((const struct unary *)node)->body;
		return exec_compound(sh, node, flags);
	}
	bool own = node != r->merged && !only_orders(node);
	bool heads = node->kind == NODE_PIPELINE || node->kind == NODE_ASYNC ||
		     node->kind == NODE_COPROC;

	uint32_t calls = r->calls;

	/* The body of a function is what the current part calls. */
	if (sh->function_depth > calls && r->at != NO_PART && !rehearsal_part(r)->chosen)
		rehearsal_choose(sh, rehearsal_in_process(REASON_FUNCTION), NULL, node, NULL);
	r->merged = NULL;
	if (r->plan->count >= PARTS_MAX || sh->function_depth > r->first_call + CALLS_MAX) {
		rehearsal_doubt_all(sh);
		return flow_next(0);
	}
	if (own)
		rehearsal_add_node(sh, node);
	r->calls = sh->function_depth;
	struct flow flow = go_through(sh, node, flags);
	r->calls = calls;
	if (own && !heads && !rehearsal_part(r)->chosen && !rehearsal_part(r)->unknown)
		rehearsal_choose(sh,
				 rehearsal_in_process(node->kind == NODE_SIMPLE ? REASON_NO_COMMAND
										: REASON_COMPOUND),
				 NULL, node, NULL);
	if (own)
		rehearsal_leave_part(sh);
	if (!r->known && flow.kind == FLOW_NEXT && OPT(sh, ERREXIT) && !sh->errexit_ignored)
		r->doubt.process = true;
	return flow;
}
