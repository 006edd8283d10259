/*
 * The rehearsal that `explain` tells of: the executor goes through a command as it would run it, in a frame of the
 * journal that is put back at the end.  It expands, decides and moves descriptors by the code that runs commands, and
 * comes here for the last steps, which are left out: no process is made, /dev/null is opened in place of files, and of the
 * builtins only those are carried out that do nothing but what the journal takes back (BUILTIN_REHEARSED) or run commands
 * (BUILTIN_RUNS).  What only running could tell is a mark in place of the value, and what depends on it is not sure.
 */
#include <fcntl.h>
#include <string.h>
#include "explain.h"
#include "functions.h"
#include "path.h"
#include "mem.h"
#include "traps.h"
#include "virtual.h"

#define UNKNOWN	    "\002unknown\002" /* in place of a value that only running tells */
#define PARTS_MAX   2000
#define CALLS_MAX   12 /* function calls within one another */
#define FD_LOOK_MAX 64

/* Why what comes next may not be reached, though what is around it runs. */
struct doubt {
	bool process;  /* this process, or subshell, may have ended */
	bool loop;     /* the loop around may have been left */
	uint32_t call; /* the function or dot script that deep may have returned; 0: none */
};

struct rehearsal {
	struct explain_plan *plan;
	size_t at;		   /* part that calls are counted for, or NO_PART */
	const struct node *merged; /* its part has been begun already */
	struct fd_calls counted;   /* as of sh->fds, up to the last look */
	struct doubt doubt;
	bool certain;  /* no branch around that may not be taken */
	bool known;    /* sh->status is what it would be */
	bool replaced; /* this process has executed a program: nothing counts any more */
	uint64_t told; /* traps whose actions have been gone through */
	unsigned anew; /* builtins around that read text when they run */
	/* sh->function_depth at the beginning, and at the node around. */
	uint32_t first_call, calls;
};

static bool is_unknown(const char *text)
{
	return strstr(text, UNKNOWN) != NULL;
}

/* ---- parts ----------------------------------------------------------------------------- */

static struct explain_part *part_at(struct rehearsal *r)
{
	return &r->plan->parts[r->at];
}

static bool is_certain(struct shell *sh)
{
	struct rehearsal *r = sh->rehearsal;
	if (sh->function_depth + sh->dot_depth < r->doubt.call)
		r->doubt.call = 0;
	return r->certain && !r->doubt.process && !r->doubt.loop && !r->doubt.call;
}

/* What was called since the last look is not counted. */
static void skip(struct shell *sh)
{
	sh->rehearsal->counted = sh->fds.calls;
}

/* What was called since the last look was called for the part that is current. */
static void charge(struct shell *sh)
{
	struct rehearsal *r = sh->rehearsal;
	if (r->at != NO_PART && !r->replaced) {
		struct fd_calls *calls = &part_at(r)->calls;
		calls->pipes += sh->fds.calls.pipes - r->counted.pipes;
		calls->dups += sh->fds.calls.dups - r->counted.dups;
		calls->opens += sh->fds.calls.opens - r->counted.opens;
	}
	skip(sh);
}

/* A part inside the current one, which becomes current.  Takes the text. */
static void add_part(struct shell *sh, struct strbuf *text)
{
	struct rehearsal *r = sh->rehearsal;
	struct explain_plan *plan = r->plan;

	charge(sh);
	if (plan->count == plan->cap) {
		plan->cap = plan->cap ? 2 * plan->cap : 16;
		plan->parts = mem_realloc(plan->parts, plan->cap * sizeof(*plan->parts));
	}
	plan->parts[plan->count] = (struct explain_part){
		.text = mem_strdup(strbuf_text(text)),
		.depth = r->at == NO_PART ? 0 : part_at(r)->depth + 1,
		.around = r->at,
		.unsure = !is_certain(sh),
		.anew = r->anew > 0,
	};
	r->at = plan->count++;
	strbuf_free(text);
}

static void add_heading(struct shell *sh, const char *heading)
{
	struct strbuf text = STRBUF_INIT;
	strbuf_adds(&text, heading);
	add_part(sh, &text);
}

static void add_node(struct shell *sh, const struct node *node)
{
	struct strbuf text = STRBUF_INIT;
	if (node->kind == NODE_ASYNC)
		strbuf_adds(&text, "in the background");
	else if (node->kind == NODE_COPROC)
		strbuf_adds(&text, "coprocess");
	else if (node->kind != NODE_PIPELINE)
		unparse(&text, node);
	else
		strbuf_adds(&text, ((const struct pipeline *)node)->negated ? "! pipeline of"
									    : "pipeline of");
	add_part(sh, &text);
	part_at(sh->rehearsal)->node = node;
}

/* The part around the current one is current again. */
static void leave_part(struct shell *sh)
{
	struct rehearsal *r = sh->rehearsal;

	charge(sh);
	r->at = part_at(r)->around;
}

/* Gives the current part its strategy; one that has one gets a part inside it, of the node or the words.  Whether
 * that is current now. */
static bool choose(struct shell *sh, struct strategy_choice choice, const struct node *node,
		   char *const *argv)
{
	struct rehearsal *r = sh->rehearsal;
	bool inside = part_at(r)->chosen ||
		      (part_at(r)->substituted && choice.strategy != STRATEGY_IN_PROCESS &&
		       part_at(r)->substituted == node);
	if (inside && argv) {
		struct strbuf text = STRBUF_INIT;
		for (uint32_t i = 0; argv[i]; i++)
			strbuf_addf(&text, "%s%s", i ? " " : "", argv[i]);
		add_part(sh, &text);
		part_at(r)->node = node;
	} else if (inside) {
		add_node(sh, node);
	}
	part_at(r)->chosen = true;
	part_at(r)->choice = choice;
	part_at(r)->processes =
		choice.strategy != STRATEGY_IN_PROCESS && choice.strategy != STRATEGY_EXEC;
	return inside;
}

static struct strategy_choice in_process(enum strategy_reason reason)
{
	return (struct strategy_choice){STRATEGY_IN_PROCESS, (uint8_t)reason, 0};
}

/* ---- what is not sure ------------------------------------------------------------------ */

/* From here on anything may be different. */
static void doubt_all(struct shell *sh)
{
	sh->rehearsal->plan->at_least = true;
	sh->rehearsal->doubt.process = true;
	sh->rehearsal->known = false;
}

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

static void forget_variable(struct shell *sh, const char *name)
{
	struct symbol *symbol = symbol_intern(&sh->symbols, name, strlen(name));
	if (symbol->special)
		sh->rehearsal->doubt.process = true;
	else
		var_set(sh, symbol, UNKNOWN, strlen(UNKNOWN));
}

/* A frame that is no subshell's: what is saved in it is not called for by the command. */
static void enter_frame(struct shell *sh, struct environment_frame *frame)
{
	charge(sh);
	environment_enter(sh, frame, false);
	journal_save_cwd(sh);
	skip(sh);
}

/* What may be run, a node or a text, or (`certain`) is run first and then perhaps again.  What it changes is put back, and
 * not known after it. */
static struct flow branch(struct shell *sh, const struct node *node, const char *text,
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

	enter_frame(sh, &frame);
	r->certain = was_certain && certain;
	if (node)
		flow = exec_node(sh, node, flags);
	else if (text)
		flow = exec_string(sh, text, strlen(text), NULL, 0);
	charge(sh);
	r->certain = was_certain;
	for (const struct save *save = frame.frame.saves; save; save = save->older)
		if (save->kind == SAVE_VARIABLE)
			fields_add(sh, &changed, save->variable.name->name);
	r->doubt.process |= frame.frame.kinds & ways || policy != sh->policy;
	environment_leave(sh, &frame);
	skip(sh);
	if (!certain)
		doubt_after(sh, &flow);
	for (uint32_t i = 0; i < changed.count; i++)
		forget_variable(sh, changed.values[i]);
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

/* ---- compound commands: those whose way depends on a status ---------------------------- */

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
			add_heading(sh, and? "&& (if that succeeded)" : "|| (if that failed)");
			leave_part(sh);
			sh->errexit_ignored += !last;
			if (known)
				flow = exec_node(sh, at->right, last ? flags : 0);
			else
				branch(sh, at->right, NULL, last ? flags : 0, false);
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
		branch(sh, clause->then_part, NULL, flags, false);
		branch(sh, clause->else_part, NULL, flags, false);
		return flow_next(0);
	}
	const struct node *part = flow.status == 0 ? clause->then_part : clause->else_part;
	sh->status = 0;
	return part ? exec_node(sh, part, flags) : flow_next(0);
}

/* The body of a loop, once; `sure` when it is known to run, `once` when it is known to run no more. */
static struct flow go_through_body(struct shell *sh, const struct node *body, bool sure, bool once,
				   size_t from)
{
	struct rehearsal *r = sh->rehearsal;
	bool doubt = r->doubt.loop;

	sh->loop_depth++;
	struct flow flow = sure && once ? exec_node(sh, body, 0) : branch(sh, body, NULL, 0, sure);
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
		counted = counted && !is_unknown(fields.values[i]);
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
	if (!is_unknown(subject))
		return exec_case(sh, clause, flags);
	for (const struct case_item *item = clause->items; item; item = item->next)
		branch(sh, item->body, NULL, item->end == CASE_BREAK ? flags : 0, false);
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

/* Whether it is nothing but the order of what it is made of. */
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
	if (sh->function_depth > calls && r->at != NO_PART && !part_at(r)->chosen)
		choose(sh, in_process(REASON_FUNCTION), node, NULL);
	r->merged = NULL;
	if (r->plan->count >= PARTS_MAX || sh->function_depth > r->first_call + CALLS_MAX) {
		doubt_all(sh);
		return flow_next(0);
	}
	if (own)
		add_node(sh, node);
	r->calls = sh->function_depth;
	struct flow flow = go_through(sh, node, flags);
	r->calls = calls;
	if (own && !heads && !part_at(r)->chosen && !part_at(r)->unknown)
		choose(sh,
		       in_process(node->kind == NODE_SIMPLE ? REASON_NO_COMMAND : REASON_COMPOUND),
		       node, NULL);
	if (own)
		leave_part(sh);
	if (!r->known && flow.kind == FLOW_NEXT && OPT(sh, ERREXIT) && !sh->errexit_ignored)
		r->doubt.process = true;
	return flow;
}

/* ---- simple commands ------------------------------------------------------------------- */

bool rehearse_unknown(struct shell *sh, const char *name, bool own_process, struct flow *flow)
{
	struct doubt doubt = sh->rehearsal->doubt;
	if (!is_unknown(name))
		return false;
	part_at(sh->rehearsal)->unknown = !part_at(sh->rehearsal)->chosen;
	doubt_all(sh);
	if (own_process)
		sh->rehearsal->doubt = doubt;
	*flow = flow_next(0);
	return true;
}

/* Carries it out, without what it says. */
static struct flow carry_out(struct shell *sh, const struct builtin *builtin, int argc, char **argv)
{
	struct rehearsal *r = sh->rehearsal;
	bool runs = (builtin->flags & BUILTIN_RUNS) != 0;
	bool unknown = false;
	int error = sh->out.error;
	size_t written = sh->out.bytes.len;

	for (int i = 1; i < argc; i++)
		unknown = unknown || is_unknown(argv[i]);
	sh->out.error = 1; /* of what is written to a descriptor nothing comes out now */
	r->anew += runs;
	struct flow flow = builtin->run(sh, argc, argv);
	r->anew -= runs;
	sh->out.error = error;
	strbuf_truncate(&sh->out.bytes, written);
	if (unknown && (flow.kind == FLOW_ERROR || flow.status != 0)) {
		doubt_all(sh);
		return flow_next(0);
	}
	return flow;
}

/* Signals with these bits may come, and their actions run. */
static void go_through_actions(struct shell *sh, uint64_t signals)
{
	struct rehearsal *r = sh->rehearsal;
	for (int signal = 1; signal < TRAP_COUNT; signal++) {
		const char *action = sh->traps.at[signal].action;
		uint64_t bit = 1ull << (signal & 63);
		if (!(signals & bit) || r->told & bit || !action || !*action)
			continue;
		r->told |= bit;
		r->anew++;
		branch(sh, NULL, action, 0, false);
		r->anew--;
	}
}

/* What the shell does not know when this has run. */
static void forget_after(struct shell *sh, const struct builtin *builtin, int argc, char **argv,
			 int reason)
{
	struct rehearsal *r = sh->rehearsal;

	r->known = false;
	for (int i = 1; i < argc && builtin->flags & BUILTIN_ASSIGNS; i++)
		if (name_is_valid(argv[i], strlen(argv[i])))
			forget_variable(sh, argv[i]);
	if (builtin->flags & BUILTIN_SPAWNS && (reason >= 0 || !builtin->no_return))
		doubt_all(sh);
	if (builtin->flags & BUILTIN_SIGNALS)
		go_through_actions(sh, ~0ull);
	if (builtin->flags & BUILTIN_WAITS && argc == 1)
		sh->jobs->live = 0;
}

struct flow rehearse_builtin(struct shell *sh, const struct builtin *builtin, int argc, char **argv)
{
	bool inside = choose(sh, in_process(REASON_BUILTIN), NULL, argv);
	int reason = builtin->no_return ? builtin->no_return(sh, argc, argv) : -1;
	struct flow flow = flow_next(0);

	if (reason >= 0)
		virtual_late_fork(sh, reason);
	if (builtin->flags & BUILTIN_READS && readahead_makes_pipe(&sh->fds, sh->in_fd)) {
		fd_count(&sh->fds, 1, 2, 0);
		part_at(sh->rehearsal)->looks = !explain_part_has_calls(part_at(sh->rehearsal));
	}
	if (builtin->flags & (BUILTIN_REHEARSED | BUILTIN_RUNS))
		flow = carry_out(sh, builtin, argc, argv);
	else
		forget_after(sh, builtin, argc, argv, reason);
	if (inside)
		leave_part(sh);
	return flow;
}

/* What a child calls to carry out the plan. */
static void count_plan(struct fd_calls *calls, const struct spawn_plan *plan)
{
	uint64_t open = 0;
	for (int fd = 0; fd < FD_LOOK_MAX; fd++)
		open |= (uint64_t)(fcntl(fd, F_GETFD) >= 0) << fd;
	for (uint32_t i = 0; i < plan->fd_op_count; i++) {
		const struct fd_op *op = &plan->fd_ops[i];
		uint64_t bit = op->fd < FD_LOOK_MAX ? (uint64_t)1 << op->fd : 0;
		switch ((enum fd_op_kind)op->kind) {
		case FD_OP_OPEN:
			calls->opens++;
			calls->dups += !~open || __builtin_ctzll(~open) != op->fd;
			open |= bit;
			break;
		case FD_OP_DUP:
			calls->dups += op->from != op->fd;
			open |= bit;
			break;
		case FD_OP_CLOSE:
			open &= ~bit;
			break;
		}
	}
}

/* A process has been made, whose end may run a trap. */
static void note_child(struct shell *sh)
{
	go_through_actions(sh, 1ull << SIGCHLD);
	sh->rehearsal->known = false;
}

pid_t rehearse_external(struct shell *sh, const struct simple *simple, struct spawn_plan *plan,
			const struct strategy_choice *choice, struct flow *failure)
{
	struct rehearsal *r = sh->rehearsal;
	bool inside = choose(sh, *choice, simple ? &simple->node : NULL, plan->argv);

	count_plan(&sh->fds.calls, plan);
	charge(sh);
	*failure = flow_next(0);
	note_child(sh);
	if (choice->strategy == STRATEGY_EXEC) {
		r->replaced = true;
		*failure = flow_make(FLOW_EXIT, 0);
	}
	if (inside)
		leave_part(sh);
	return 0;
}

struct flow rehearse_replacement(struct shell *sh, char **argv)
{
	struct strategy_choice choice = {STRATEGY_EXEC, REASON_LAST_COMMAND, 0};
	if (choose(sh, choice, NULL, argv))
		leave_part(sh);
	sh->rehearsal->replaced = true;
	return flow_make(FLOW_EXIT, 0);
}

/* ---- subshells and children ------------------------------------------------------------ */

/* What begins anew in a process, and is kept for the one around. */
struct outer_process {
	struct doubt doubt;
	bool replaced, interactive;
	uint32_t live;
};

static struct outer_process state_of(struct shell *sh)
{
	struct rehearsal *r = sh->rehearsal;
	return (struct outer_process){r->doubt, r->replaced, OPT(sh, INTERACTIVE), sh->jobs->live};
}

static void state_return(struct shell *sh, const struct outer_process *state)
{
	sh->rehearsal->doubt = state->doubt;
	sh->rehearsal->replaced = state->replaced;
	sh->jobs->live = state->live;
	option_override(sh, OPTION_INTERACTIVE, state->interactive);
}

/* This process ends: by its EXIT trap. */
static void end_process(struct shell *sh, const struct flow *flow)
{
	struct rehearsal *r = sh->rehearsal;
	r->anew++;
	if (!r->replaced)
		exec_exit_trap(sh, flow->status);
	r->anew--;
	charge(sh);
}

struct flow rehearse_virtual(struct shell *sh, const struct node *body, struct strbuf *output,
			     int input, bool tail, struct ended *ended, enum trace_kind kind)
{
	struct rehearsal *r = sh->rehearsal;
	struct outer_process state = state_of(sh);
	int out_fd = sh->out.fd;
	struct virtual_subshell v;
	struct flow flow = flow_next(1);
	bool inside = choose(sh,
			     in_process(kind != TRACE_STAGE ? REASON_VIRTUAL
					: output	    ? REASON_FIRST_STAGE
							    : REASON_LAST_STAGE),
			     body, NULL);

	if (kind == TRACE_SUBSHELL)
		part_at(r)->subshell = body;
	virtual_enter(sh, &v, output != NULL, tail);
	if (kind == TRACE_SUBSTITUTION)
		substitution_enter(sh);
	else
		plain_subshell_enter(sh);
	if (__builtin_expect(sh->coprocs != NULL, 0) && kind != TRACE_SUBSTITUTION)
		coprocs_leave(sh, &v.environment.frame);
	if (input < 0 || stage_take_input(sh, &v.environment.frame, input))
		flow = exec_node(sh, body, EXEC_TAIL);
	if (v.real)
		end_process(sh, &flow);
	charge(sh);
	virtual_leave(sh, &v, output);
	/* What a process that ends leaves redirected is not put back. */
	if (v.real)
		skip(sh);
	if (!output)
		sh->out.fd = out_fd;
	/* An environment around that collects the output may have become a process with a pipe. */
	for (const struct virtual_subshell *outer = v.outer; outer && !output;
	     outer = outer->outer) {
		if (outer->real)
			sh->out.fd = STDOUT_FILENO;
		if (outer->real || outer->captures)
			break;
	}
	state_return(sh, &state);
	if (inside)
		leave_part(sh);
	if (ended)
		*ended = (struct ended){0, 0};
	return flow_next(flow.status);
}

void rehearse_lastpipe(struct shell *sh, const struct node *node)
{
	choose(sh, in_process(REASON_LASTPIPE), node, NULL);
	if (node->kind != NODE_SIMPLE)
		sh->rehearsal->merged = node;
}

void rehearse_late_fork(struct shell *sh, enum late_fork_reason reason,
			const struct fd_calls *calls)
{
	struct rehearsal *r = sh->rehearsal;
	size_t here = r->at;

	add_heading(sh, "");
	struct explain_part part = *part_at(r);
	part.depth = r->plan->parts[here].depth;
	part.around = r->plan->parts[here].around;
	part.late = (uint8_t)(reason + 1);
	part.processes = 1;
	part.calls = *calls;
	/* before the part that is current */
	memmove(&r->plan->parts[here + 1], &r->plan->parts[here],
		(r->plan->count - 1 - here) * sizeof(part));
	r->plan->parts[here] = part;
	r->at = here + 1;
	for (size_t i = here + 2; i < r->plan->count; i++)
		r->plan->parts[i].around += r->plan->parts[i].around >= here;
	sh->jobs->live = 0;
	option_override(sh, OPTION_INTERACTIVE, false);
	note_child(sh);
	/* In a branch: what comes after it may be in one process or another. */
	r->doubt.process = r->doubt.process || !r->certain;
}

/* In a child the ends of pipes are descriptors 0 and 1 and no longer what they were: they are moved out of the way,
 * and moved back when it has ended. */
static void move_ends(struct shell *sh, const struct placement *place, int moved[3])
{
	const int ends[3] = {place->in, place->out, place->other};
	for (int i = 0; i < 3; i++) {
		moved[i] = ends[i] < 0 ? -1 : fd_own_move(&sh->fds, ends[i], -1);
		if (i == 2 || (moved[i] < 0 && (i == 1 || !place->async)))
			continue;
		journal_save_fd(sh, sh->subshell, i);
		fd_vacate(&sh->fds, i);
		if (moved[i] >= 0)
			dup2(moved[i], i);
	}
}

static void move_ends_back(struct shell *sh, const struct placement *place, const int moved[3])
{
	const int ends[3] = {place->in, place->out, place->other};
	for (int i = 0; i < 3; i++)
		if (moved[i] >= 0)
			fd_own_move(&sh->fds, moved[i], ends[i]);
}

pid_t rehearse_child(struct shell *sh, const struct fork_subject *about, struct flow *failure)
{
	struct rehearsal *r = sh->rehearsal;
	const struct placement *place = about->place;
	struct outer_process state = state_of(sh);
	struct virtual_subshell *virtual = sh->virtual;
	struct environment_frame frame;
	struct strategy_choice choice = {STRATEGY_FORK, (uint8_t)fork_reason(sh, about), SIGCHLD};
	bool failed = failure->kind != FLOW_NEXT;
	int moved[3];
	struct spawn_plan plan;
	bool inside = choose(sh, choice, about->node, about->argv);

	if (about->kind == TRACE_SUBSHELL)
		part_at(r)->subshell = about->node;
	note_child(sh);
	spawn_plan_init(&plan);
	placement_descriptors(sh, &plan, place);
	count_plan(&sh->fds.calls, &plan);
	enter_frame(sh, &frame);
	journal_save_options(sh);
	subshell_become(sh);
	if (place->capture)
		substitution_enter(sh);
	else if (!place->descriptors)
		plain_subshell_enter(sh);
	sh->job_control = false;
	sh->jobs->live = 0;
	move_ends(sh, place, moved);
	skip(sh);
	if (!failed) {
		struct flow flow = child_run(sh, about);
		end_process(sh, &flow);
	}
	environment_leave(sh, &frame);
	move_ends_back(sh, place, moved);
	skip(sh);
	sh->virtual = virtual;
	state_return(sh, &state);
	if (inside)
		leave_part(sh);
	r->known = false;
	*failure = flow_next(0);
	return 0;
}

bool rehearse_keeping(struct shell *sh, int fd)
{
	charge(sh);
	bool kept = journal_save_fd(sh, sh->subshell, fd) == 0;
	skip(sh);
	return kept;
}

/* ---- pipelines, asynchronous lists, substitutions -------------------------------------- */

void rehearse_begin(struct shell *sh, const struct node *node)
{
	add_node(sh, node);
	sh->rehearsal->merged = node->kind == NODE_PIPELINE ? NULL : node;
}

void rehearse_end(struct shell *sh)
{
	sh->rehearsal->merged = NULL;
	leave_part(sh);
}

void rehearse_substitution(struct shell *sh, const struct part *part)
{
	add_heading(sh, part->kind == PART_PROCESS
				? (part->writes ? ">( ) is read by" : "<( ) is written by")
			: part->read_file	      ? "$(<file)"
			: part->brace == BRACE_REPLY  ? "${| } leaves in REPLY what is left by"
			: part->brace == BRACE_OUTPUT ? "${ } collects the output of"
						      : "$( ) collects the output of");
	part_at(sh->rehearsal)->substituted = part->command;
	if (part->read_file)
		choose(sh, in_process(REASON_BUILTIN), NULL, NULL);
}

void rehearse_output(struct shell *sh, struct strbuf *into)
{
	leave_part(sh);
	strbuf_adds(into, UNKNOWN);
	sh->rehearsal->known = false;
}

/* ---- the whole ------------------------------------------------------------------------- */

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

	enter_frame(sh, &frame);
	sh->virtual = NULL;
	struct flow flow = exec_program(sh, program, 0);
	if (flow.kind == FLOW_EXIT || (flow.kind == FLOW_ERROR && !OPT(sh, INTERACTIVE)) ||
	    (flow.kind == FLOW_ABANDON && abandoning_ends(sh)))
		end_process(sh, &flow);
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
