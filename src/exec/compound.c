/*
 * Compound commands and lists (XCU 2.9.3, 2.9.4), function definitions (2.9.5), and the switch that
 * everything goes through.
 */
#include <string.h>
#include <unistd.h>
#include "error.h"
#include "functions.h"
#include "internal.h"
#include "pattern.h"
#include "var.h"

static struct flow exec_list(struct shell *sh, const struct list *list, unsigned flags)
{
	struct flow flow = flow_next(0);
	uint32_t last = list->count - 1;
	for (uint32_t i = 0; i < last; i++) {
		flow = exec_node(sh, list->items[i], 0);
		if (flow.kind != FLOW_NEXT)
			return flow;
		if (OPT(sh, NOEXEC))
			return flow;
	}
	return exec_node(sh, list->items[last], flags);
}

/* A part whose failure set -e does not see: conditions, all of an and-or list but its last
 * command. */
static inline struct flow exec_condition(struct shell *sh, const struct node *node)
{
	sh->errexit_ignored++;
	struct flow flow = exec_node(sh, node, 0);
	sh->errexit_ignored--;
	return flow;
}

static struct flow exec_and_or(struct shell *sh, const struct binary *binary, unsigned flags)
{
	const struct binary *at = binary->first;
	struct flow flow = exec_condition(sh, at->left);
	for (;; at = at->up) {
		if (flow.kind != FLOW_NEXT)
			return flow;
		bool runs = (flow.status == 0) == (at->node.kind == NODE_AND);
		if (at == binary)
			return runs ? exec_node(sh, at->right, flags) : flow;
		if (runs)
			flow = exec_condition(sh, at->right);
	}
}

static struct flow exec_if(struct shell *sh, const struct if_clause *clause, unsigned flags)
{
	for (;;) {
		struct flow flow = exec_condition(sh, clause->condition);
		if (flow.kind != FLOW_NEXT)
			return flow;
		if (flow.status == 0)
			return exec_node(sh, clause->then_part, flags);
		if (!clause->else_part) {
			sh->status = 0;
			return flow_next(0);
		}
		if (clause->else_part->kind != NODE_IF)
			return exec_node(sh, clause->else_part, flags);
		clause = (const struct if_clause *)clause->else_part;
	}
}

static struct flow exec_loop(struct shell *sh, const struct loop *loop)
{
	bool until = loop->node.kind == NODE_UNTIL;
	struct flow result = flow_next(0);
	sh->loop_depth++;
	for (;;) {
		struct flow flow = exec_condition(sh, loop->condition);
		bool continued = flow.kind == FLOW_CONTINUE;
		if (flow.kind != FLOW_NEXT && loop_ends(&flow)) {
			result = flow;
			break;
		}
		if (continued)
			continue;
		if ((flow.status == 0) == until)
			break;
		result = exec_node(sh, loop->body, 0);
		if (result.kind != FLOW_NEXT && loop_ends(&result))
			break;
	}
	sh->loop_depth--;
	sh->status = result.status;
	return result;
}

bool loop_words(struct shell *sh, const struct for_clause *clause, struct fields *fields,
		struct flow *failure)
{
	if (clause->has_in)
		return expand_words(sh, clause->words, clause->word_count, 0, fields, failure);
	/* "$@" as it is now: the body may change it. */
	for (uint32_t i = 0; i < sh->params.count; i++)
		fields_add(sh, fields,
			   arena_strndup(&sh->scratch, sh->params.values[i],
					 strlen(sh->params.values[i])));
	return true;
}

/* A name reference is made to stand for each value in turn. */
static inline __attribute__((always_inline)) int set_loop_variable(struct shell *sh,
								   struct symbol *name,
								   const char *value)
{
	if (!(name->var.flags & VAR_NAMEREF))
		return var_set(sh, name, value, strlen(value));
	if (is_place_text(value))
		return var_point_nameref(sh, name, value);
	return var_refuse_identifier(sh, value);
}

struct flow exec_bad_name(struct shell *sh, const struct symbol *name)
{
	shell_error(sh, "`%s': not a valid identifier", name->name);
	sh->status = 1;
	if (OPT(sh, POSIX))
		return flow_make(FLOW_ERROR, 1);
	return flow_checked(sh, flow_next(1));
}

/* True of `break` and `continue`, of a DEBUG trap here. */
static bool leaves_loop(struct flow flow)
{
	return flow.kind == FLOW_BREAK || flow.kind == FLOW_CONTINUE;
}

/* A round of `for` that its DEBUG trap skips: true when the loop is over.  The variable has its
 * value before the trap's break or continue takes effect. */
__attribute__((noinline)) static bool round_skipped(struct shell *sh,
						    const struct for_clause *clause,
						    const char *value, struct flow *flow)
{
	if (leaves_loop(*flow))
		set_loop_variable(sh, clause->name, value);
	return flow->kind != FLOW_NEXT && loop_ends(flow);
}

static struct flow exec_for(struct shell *sh, const struct for_clause *clause)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct flow flow = flow_next(0);
	struct fields fields = {0};

	sh->line = clause->node.line;
	if (__builtin_expect(clause->node.flags & NODE_BAD_NAME, 0))
		return exec_bad_name(sh, clause->name);
	if (!loop_words(sh, clause, &fields, &flow)) {
		arena_release_fast(&sh->scratch, mark);
		return flow_checked(sh, flow);
	}
	sh->loop_depth++;
	for (uint32_t i = 0; i < fields.count; i++) {
		if (__builtin_expect(OPT(sh, XTRACE), 0))
			xtrace_for(sh, clause);
		if (__builtin_expect(sh->watch & WATCH_DEBUG, 0) &&
		    !hook_debug(sh, &clause->node, &flow)) {
			if (round_skipped(sh, clause, fields.values[i], &flow))
				break;
			continue;
		}
		if (set_loop_variable(sh, clause->name, fields.values[i]) < 0) {
			flow = flow_checked(sh, loop_variable_failure(sh));
			break;
		}
		flow = exec_node(sh, clause->body, 0);
		if (flow.kind != FLOW_NEXT && loop_ends(&flow))
			break;
	}
	sh->loop_depth--;
	arena_release_fast(&sh->scratch, mark);
	sh->status = flow.status;
	return flow;
}

/* ---- arithmetic ------------------------------------------------------------------------ */

/* Evaluates a clause and shows it as it is evaluated: expanded once. */
static bool eval_traced(struct shell *sh, const struct arith_clause *clause, int64_t *value,
			struct flow *failure)
{
	const struct word *source = clause->value.text;
	size_t len = 0;
	const char *text = source ? expand_string(sh, source, &len, failure) : "";

	if (!text)
		return false;
	/* the blanks that `for` leaves out of a clause */
	size_t blanks = clause->text && *clause->text != *text ? strspn(text, " \t\n") : 0;
	text += blanks;
	len -= blanks;
	xtrace_text(sh, "((", text, "))");
	return arith_command_text(sh, text, len, false, "((", value, failure);
}

static inline bool eval_clause(struct shell *sh, const struct arith_clause *clause, int64_t *value,
			       struct flow *failure)
{
	if (__builtin_expect(OPT(sh, XTRACE), 0))
		return eval_traced(sh, clause, value, failure);
	return arith_command_clause(sh, clause, "((", value, failure);
}

static struct flow exec_arith(struct shell *sh, const struct arith_command *command)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct flow flow = flow_next(0);
	int64_t value;

	sh->line = command->node.line;
	sh->command = &command->node;
	if (__builtin_expect(sh->watch & WATCH_DEBUG, 0) && !hook_debug(sh, &command->node, &flow))
		return flow;
	if (eval_clause(sh, &command->expression, &value, &flow))
		flow.status = value == 0;
	arena_release_fast(&sh->scratch, mark);
	return flow_checked(sh, flow);
}

/* An expression of for (( )), before which the DEBUG trap comes; one that was left out leaves
 * *value. */
static inline bool eval_part(struct shell *sh, const struct arith_command *part, int64_t *value,
			     struct flow *failure)
{
	const struct arith_clause *clause = &part->expression;

	if (__builtin_expect(sh->watch & WATCH_DEBUG, 0) && !hook_debug(sh, &part->node, failure)) {
		struct flow ignored;
		if (leaves_loop(*failure) && clause->text)
			eval_clause(sh, clause, value, &ignored); /* all the same */
		*value = 0;
		return failure->kind == FLOW_NEXT;
	}
	if (clause->text)
		return eval_clause(sh, clause, value, failure);
	if (__builtin_expect(OPT(sh, XTRACE), 0))
		xtrace_text(sh, "((", "1", "))");
	return true;
}

/* The flow of a for (( )) of which an expression fails, or a DEBUG trap leaves the loop. */
static struct flow arith_loop_failure(struct shell *sh, struct flow failure)
{
	if (leaves_loop(failure)) {
		loop_ends(&failure);
		return failure;
	}
	return flow_checked(sh, failure);
}

/* A condition that was left out is true. */
static struct flow exec_for_arith(struct shell *sh, const struct arith_loop *loop)
{
	struct flow flow = flow_next(0), failure = flow;
	int64_t value = 1;

	sh->line = loop->node.line;
	sh->loop_depth++;
	bool begun = eval_part(sh, &loop->first, &value, &failure);
	if (!begun)
		flow = arith_loop_failure(sh, failure);
	while (begun) {
		sh->line = loop->node.line;
		value = 1;
		if (!eval_part(sh, &loop->condition, &value, &failure)) {
			flow = arith_loop_failure(sh, failure);
			break;
		}
		if (value == 0)
			break;
		flow = exec_node(sh, loop->body, 0);
		if (flow.kind != FLOW_NEXT && loop_ends(&flow))
			break;
		sh->line = loop->node.line;
		if (!eval_part(sh, &loop->step, &value, &failure)) {
			flow = arith_loop_failure(sh, failure);
			break;
		}
	}
	sh->loop_depth--;
	sh->status = flow.status;
	return flow;
}

/* ---- case ------------------------------------------------------------------------------ */

/* 1 when the subject matches, 0 when not, -1 after a failed expansion. */
static int case_word_matches(struct shell *sh, const struct word *word, const char *subject,
			     size_t len, struct flow *failure)
{
	if (word->kind == WORD_LITERAL && !(word->flags & WORD_HAS_GLOB) &&
	    !(sh->pattern_flags & PATTERN_NOCASE))
		return word->len == len && memcmp(word->text, subject, len) == 0;
	size_t pattern_len;
	unsigned flags = pattern_match_flags(sh);
	if (word->kind == WORD_LITERAL) {
		pattern_len = word->pattern == word->text ? word->len : strlen(word->pattern);
		return pattern_match(word->pattern, pattern_len, subject, len, flags);
	}
	const char *pattern = expand_pattern(sh, word, &pattern_len, failure);
	if (!pattern)
		return -1;
	return pattern_match(pattern, pattern_len, subject, len, flags);
}

static int case_item_matches(struct shell *sh, const struct case_item *item, const char *subject,
			     size_t len, struct flow *failure)
{
	for (uint32_t i = 0; i < item->pattern_count; i++) {
		int matches = case_word_matches(sh, item->patterns[i], subject, len, failure);
		if (matches)
			return matches;
	}
	return 0;
}

struct flow exec_case(struct shell *sh, const struct case_clause *clause, unsigned flags)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct flow flow = flow_next(0);
	bool fall_through = false, ran = false;
	size_t len;

	sh->line = clause->node.line;
	sh->substitution_status = -1;
	if (__builtin_expect(OPT(sh, XTRACE), 0))
		xtrace_case(sh, clause);
	if (__builtin_expect(sh->watch & WATCH_DEBUG, 0) && !hook_debug(sh, &clause->node, &flow))
		return flow;
	const char *subject = expand_string(sh, clause->subject, &len, &flow);
	if (!subject) {
		arena_release_fast(&sh->scratch, mark);
		return flow_checked(sh, flow);
	}
	for (const struct case_item *item = clause->items; item; item = item->next) {
		if (!fall_through) {
			int matches = case_item_matches(sh, item, subject, len, &flow);
			if (matches < 0) {
				flow = flow_checked(sh, flow);
				ran = true;
				break;
			}
			if (!matches)
				continue;
		}
		bool last = item->end == CASE_BREAK;
		ran = item->body != NULL;
		flow = ran ? exec_node(sh, item->body, last ? flags : 0) : flow_next(0);
		fall_through = item->end == CASE_FALL_THROUGH;
		if (last || flow.kind != FLOW_NEXT)
			break;
	}
	arena_release_fast(&sh->scratch, mark);
	if (!ran)
		sh->status = flow.status;
	return flow;
}

/* ---- the rest -------------------------------------------------------------------------- */

/* The redirections of a compound command failed; PIPESTATUS stays, as in bash. */
static struct flow refuse_redirected(struct shell *sh, struct flow flow)
{
	uint32_t count = sh->pipe_statuses.count;
	int before = sh->status;

	if (count == 0)
		pipe_statuses_set(sh, &before, 1);
	flow = flow_checked(sh, flow);
	sh->pipe_statuses.count = count ? count : sh->pipe_statuses.pending;
	sh->pipe_statuses.pending = 0;
	return flow;
}

static struct flow exec_redirected(struct shell *sh, const struct redirected *node, unsigned flags)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct ended ended = {0, 0};
	struct frame frame;
	struct flow flow;

	sh->line = node->node.line;
	bool subshell = node->body->kind == NODE_SUBSHELL;
	bool given = sh->stdin_given;
	for (const struct redir *redir = node->redirs; redir; redir = redir->next)
		sh->stdin_given |= redir->fd == STDIN_FILENO && !redir->variable;
	frame_push(sh, &frame, FRAME_REDIRECTION);
	if (!redirect_apply(sh, node->redirs, redirection_frame(sh, flags, &frame), &flow))
		flow = subshell ? flow_checked(sh, flow) : refuse_redirected(sh, flow);
	else if (subshell)
		flow = exec_subshell(sh, (const struct unary *)node->body, flags & ~EXEC_WHOLE,
				     &ended);
	else
		flow = exec_node(sh, node->body, flags & ~EXEC_WHOLE);
	frame_pop(sh, &frame);
	sh->stdin_given = given;
	arena_release_fast(&sh->scratch, mark);
	if (!subshell)
		return flow;
	/* Its redirections are its own: a report or a trap of this shell does not write there. */
	process_report(sh, &ended, &node->node);
	return flow_checked(sh, flow);
}

/* A subshell without redirections of its own. */
static struct flow exec_plain_subshell(struct shell *sh, const struct unary *subshell,
				       unsigned flags)
{
	bool given = sh->stdin_given;

	sh->stdin_given = false;
	struct ended ended = {0, 0};
	struct flow flow = exec_subshell(sh, subshell, flags, &ended);
	sh->stdin_given = given;
	process_report(sh, &ended, &subshell->node);
	return flow_checked(sh, flow);
}

/* In POSIX mode a special builtin comes before the function, which would never be called (XCU
 * 2.9.1.4).  bash refuses the definition; to the letter of POSIX that is unspecified, and the
 * others take it. */
static struct flow refuse_special(struct shell *sh, const struct symbol *name)
{
	shell_error(sh, "`%s': is a special builtin", name->name);
	sh->status = 2;
	return flow_make(FLOW_ERROR, 2);
}

static struct flow exec_define(struct shell *sh, const struct function_definition *definition)
{
	/* Messages are about the end of the definition, as in bash. */
	sh->line = definition->last_line;
	if (definition->node.flags & NODE_BAD_NAME)
		return exec_bad_name(sh, definition->name);
	if (OPT(sh, POSIX) && !shell_is_strict(sh) && definition->name->builtin &&
	    definition->name->builtin->flags & BUILTIN_SPECIAL)
		return refuse_special(sh, definition->name);
	if (function_is_readonly(sh, definition->name))
		return flow_checked(sh, flow_next(1));
	function_define(sh, definition, sh->program);
	sh->status = 0;
	return flow_next(0);
}

static struct flow exec_late(struct shell *sh, const struct late_command *late)
{
	sh->line = late->node.line;
	sh->trace_level--; /* it counts once */
	struct flow flow = exec_string(sh, late->text, late->len, "command substitution", 0);
	sh->trace_level++;
	return flow;
}

static struct flow too_deep(struct shell *sh)
{
	shell_error(sh, "commands nested too deeply");
	sh->status = 2;
	return flow_make(FLOW_ERROR, 2);
}

/* Apart, so that a simple command pays for nothing of it. */
__attribute__((noinline)) struct flow exec_compound(struct shell *sh, const struct node *node,
						    unsigned flags)
{
	struct flow begun;

	if (__builtin_expect(sh->watch & WATCH_XTRACE, 0) && !xtrace_prepare(sh, &begun))
		return begun;
	switch ((enum node_kind)node->kind) {
	case NODE_SIMPLE:
		return exec_simple(sh, (const struct simple *)node, flags);
	case NODE_PIPELINE:
		return flow_after_command(sh,
					  exec_pipeline(sh, (const struct pipeline *)node, flags));
	case NODE_TIME:
		return exec_time(sh, (const struct timed *)node);
	case NODE_AND:
	case NODE_OR:
		return exec_and_or(sh, (const struct binary *)node, flags);
	case NODE_LIST:
		return exec_list(sh, (const struct list *)node, flags);
	case NODE_ASYNC:
		return flow_after_command(sh, exec_async(sh, (const struct unary *)node));
	case NODE_COPROC:
		return flow_after_command(sh, exec_coproc(sh, (const struct coproc_clause *)node));
	case NODE_PROCESSES:
		return exec_with_processes(sh, (const struct unary *)node, flags);
	case NODE_GROUP:
		return exec_node(sh, ((const struct unary *)node)->body, flags);
	case NODE_SUBSHELL:
		return flow_after_command(
			sh, exec_plain_subshell(sh, (const struct unary *)node, flags));
	case NODE_IF:
		return exec_if(sh, (const struct if_clause *)node, flags);
	case NODE_WHILE:
	case NODE_UNTIL:
		return exec_loop(sh, (const struct loop *)node);
	case NODE_FOR:
		return exec_for(sh, (const struct for_clause *)node);
	case NODE_ARITH:
		return flow_after_command(sh, exec_arith(sh, (const struct arith_command *)node));
	case NODE_CONDITIONAL:
		return flow_after_command(sh,
					  exec_conditional(sh, (const struct conditional *)node));
	case NODE_FOR_ARITH:
		return exec_for_arith(sh, (const struct arith_loop *)node);
	case NODE_SELECT:
		return exec_select(sh, (const struct for_clause *)node);
	case NODE_CASE:
		return exec_case(sh, (const struct case_clause *)node, flags);
	case NODE_FUNCTION:
		return exec_define(sh, (const struct function_definition *)node);
	case NODE_LATE:
		return exec_late(sh, (const struct late_command *)node);
	case NODE_REDIRECTED:
		return flow_after_command(
			sh, exec_redirected(sh, (const struct redirected *)node, flags));
	}
	return flow_next(0);
}

struct flow exec_node(struct shell *sh, const struct node *node, unsigned flags)
{
	if (__builtin_expect(stack_guard_hit(&sh->guard), 0))
		return too_deep(sh);
	if (__builtin_expect(sh->rehearsal != NULL, 0))
		return rehearse_node(sh, node, flags);
	if (__builtin_expect(signals_pending, 0)) {
		/* Signals that arrived in the expansions of a compound command or a call are dealt
		 * with before its body. */
		struct flow flow = exec_pending_traps(sh);
		if (flow.kind != FLOW_NEXT)
			return flow;
	}
	if (node->kind == NODE_SIMPLE)
		return exec_simple(sh, (const struct simple *)node, flags);
	return exec_compound(sh, node, flags);
}
