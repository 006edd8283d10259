/*
 * The plan that `explain` shows: a part for each command, with the strategy that would run it, the clone
 * flags, why, and the calls that takes.  Nothing is run and nothing is expanded.
 */
#include <string.h>
#include <strings.h>
#include "explain.h"
#include "mem.h"
#include "primary.h"

#define FRAMES_MAX 32

/* The virtual subshells around, from the outermost in: those before `first` have been split off. */
struct frames {
	uint8_t first, count;
	bool captured[FRAMES_MAX]; /* what it writes is collected in memory */
	bool at_tail[FRAMES_MAX];  /* it has nothing left to do after what runs now */
};

struct explanation {
	struct shell *sh;
	struct explain_plan *plan;
	unsigned depth;
	struct frames frames;
	bool forked; /* inside a part that a forked child runs: no traps, no jobs, no job control */
	bool tail;   /* what is explained now is the last thing its process does */
	bool sure;   /* it runs once: no loop, no branch */
	struct strategy_choice last_choice; /* of the part explained last */
};

static void explain_part(struct explanation *ex, const struct node *node,
			 const struct placement *place);

/* ---- parts ----------------------------------------------------------------------------- */

static struct explain_part *add_part(struct explanation *ex, const char *text)
{
	struct explain_plan *plan = ex->plan;
	if (plan->count == plan->cap) {
		plan->cap = plan->cap ? 2 * plan->cap : 16;
		plan->parts = mem_realloc(plan->parts, plan->cap * sizeof(*plan->parts));
	}
	struct explain_part *part = &plan->parts[plan->count++];
	*part = (struct explain_part){
		.text = mem_strdup(text),
		.depth = ex->depth,
		.unsure = !ex->sure,
	};
	return part;
}

static struct explain_part *add_node(struct explanation *ex, const struct node *node)
{
	struct strbuf text = STRBUF_INIT;
	unparse(&text, node, false);
	struct explain_part *part = add_part(ex, strbuf_text(&text));
	strbuf_free(&text);
	part->node = node;
	return part;
}

static void set_choice(struct explain_part *part, const struct strategy_choice *choice)
{
	part->chosen = true;
	part->choice = *choice;
	part->calls.processes =
		choice->strategy != STRATEGY_IN_PROCESS && choice->strategy != STRATEGY_EXEC;
}

/* ---- virtual subshells ----------------------------------------------------------------- */

static bool is_virtual(const struct explanation *ex)
{
	return ex->frames.first < ex->frames.count;
}

/* There is no descriptor 1 yet. */
static bool is_captured(const struct explanation *ex)
{
	for (unsigned i = ex->frames.first; i < ex->frames.count; i++)
		if (ex->frames.captured[i])
			return true;
	return false;
}

static void enter_frame(struct explanation *ex, bool captured, bool tail)
{
	struct frames *frames = &ex->frames;
	if (is_virtual(ex))
		frames->at_tail[frames->count - 1] = tail;
	if (frames->count == FRAMES_MAX)
		return;
	frames->captured[frames->count] = captured;
	frames->at_tail[frames->count] = false;
	frames->count++;
}

/* Subshells that were split off inside are so outside, too: the same child goes on. */
static void leave_to(struct explanation *ex, const struct explanation *outer)
{
	uint8_t first = ex->frames.first;
	*ex = *outer;
	if (first > ex->frames.count)
		first = ex->frames.count;
	if (first > ex->frames.first) {
		ex->frames.first = first;
		ex->forked = true;
	}
}

/* The outermost one that has more to do; -1 when there is none. */
static int unfinished_frame(const struct frames *frames)
{
	for (unsigned i = frames->first; i < frames->count; i++)
		if (!frames->at_tail[i])
			return (int)i;
	return -1;
}

/* Says where virtual subshells fork, late; from there on a child runs them. */
static void add_late_fork(struct explanation *ex, bool tail, enum late_fork_reason reason)
{
	struct frames *frames = &ex->frames;
	int at;
	while (is_virtual(ex)) {
		frames->at_tail[frames->count - 1] = tail;
		at = unfinished_frame(frames);
		if (at < 0)
			return;
		struct explain_part *part = add_part(ex, "");
		part->late = (uint8_t)(reason + 1);
		part->calls.processes = 1;
		for (int i = frames->first; i <= at; i++)
			if (frames->captured[i])
				part->calls.pipes = part->calls.dups = 1;
		frames->first = (uint8_t)(at + 1);
		ex->forked = true;
	}
}

/* ---- points of no return --------------------------------------------------------------- */

/* Word `at` of the command as it is written; "" where an expansion makes it. */
static const char *word_text(const struct simple *simple, uint32_t at)
{
	const char *text = at < simple->word_count ? word_literal(simple->words[at]) : NULL;
	return text ? text : "";
}

/* Whether there is an operand, and none of the options `lists`, with which the builtin only tells. */
static bool has_operand(const struct simple *simple, const char *lists)
{
	for (uint32_t i = 1; i < simple->word_count; i++) {
		const char *text = word_text(simple, i);
		if (text[0] == '-' && text[1] && strpbrk(text + 1, lists))
			return false;
		if (text[0] != '-' || !text[1] || strcmp(text, "--") == 0)
			return true;
	}
	return false;
}

static bool sets_option(const struct simple *simple, enum option_index option)
{
	for (uint32_t i = 1; i < simple->word_count; i++) {
		const char *text = word_text(simple, i);
		if (text[0] != '-' && text[0] != '+')
			break;
		if (option_is_named(option, text, word_text(simple, i + 1)))
			return true;
	}
	return false;
}

/* fc without -l, which only lists; a first argument that is an operand is a call's number or its beginning. */
static bool calls_again(const struct simple *simple)
{
	for (uint32_t i = 1; i < simple->word_count; i++) {
		const char *text = word_text(simple, i);
		if (text[0] != '-' || strcmp(text, "--") == 0)
			break;
		const char *editor = strchr(text, 'e');
		const char *list = strchr(text, 'l');
		if (list && (!editor || list < editor))
			return false;
		if (editor && !editor[1])
			i++;
	}
	return true;
}

static bool tests_descriptor(const struct simple *simple)
{
	for (uint32_t i = 1; i < simple->word_count; i++) {
		const char *text = word_text(simple, i);
		if (strncmp(text, "/dev/", 5) == 0 || strncmp(text, "/proc/", 6) == 0)
			return true;
	}
	return false;
}

/* The reason why this builtin is a point of no return, or -1; what an expansion makes is not known. */
static int point_of_no_return(const struct explanation *ex, const struct simple *simple)
{
	const char *name = simple->name->name;
	if (strcmp(name, "clone") == 0)
		return simple->word_count > 1 ? LATE_FORK_CLONE : -1;
	if (strcmp(name, "exec") == 0)
		return has_operand(simple, "") ? LATE_FORK_EXEC : -1;
	if (strcmp(name, "kill") == 0)
		return simple->word_count > 1 && strcasecmp(word_text(simple, 1), "-l") != 0
			       ? LATE_FORK_KILL
			       : -1;
	if (strcmp(name, "suspend") == 0)
		return LATE_FORK_KILL;
	if (strcmp(name, "trap") == 0)
		return has_operand(simple, "pl") || strcmp(word_text(simple, 1), "-") == 0
			       ? LATE_FORK_TRAP
			       : -1;
	if (strcmp(name, "ulimit") == 0)
		return has_operand(simple, "") ? LATE_FORK_ULIMIT : -1;
	if (strcmp(name, "set") == 0 && sets_option(simple, OPTION_MONITOR))
		return LATE_FORK_MONITOR;
	if (strcmp(name, "set") == 0)
		return shell_is_privileged() && sets_option(simple, OPTION_PRIVILEGED)
			       ? LATE_FORK_PRIVILEGES
			       : -1;
	if (strcmp(name, "fc") == 0)
		return calls_again(simple) ? LATE_FORK_HISTORY : -1;
	if (strcmp(name, "history") == 0)
		return simple->word_count > 1 && word_text(simple, 1)[0] == '-' ? LATE_FORK_HISTORY
										: -1;
	if (strcmp(name, "[") == 0 || strcmp(name, "test") == 0)
		return is_captured(ex) && tests_descriptor(simple) ? LATE_FORK_DESCRIPTOR : -1;
	return -1;
}

static void check_builtin(struct explanation *ex, const struct simple *simple)
{
	int reason = point_of_no_return(ex, simple);
	if (reason >= 0)
		add_late_fork(ex, false, (enum late_fork_reason)reason);
}

/* The node is NULL for a substitution, which is no stage. */
static struct strategy_choice choose(struct explanation *ex, const struct node *node,
				     enum spawn_body body, const struct placement *place,
				     bool expands_commands)
{
	struct spawn_facts facts = node && place->pipeline ? stage_facts(ex->sh, node, place)
							   : facts_for(ex->sh, body, place, 0);
	facts.tail = ex->tail && ex->forked && !is_virtual(ex);
	if (ex->forked) {
		facts.forked = true;
		facts.traps = facts.jobs_or_traces = facts.job_control = false;
	}
	facts.expands_commands = expands_commands && (place->async || place->pipeline);
	return strategy_choose(&facts, ex->sh->policy);
}

static struct explain_part *add_choice(struct explanation *ex, const struct node *node,
				       enum spawn_body body, const struct placement *place,
				       bool expands_commands)
{
	struct explain_part *part = add_node(ex, node);
	struct strategy_choice choice = choose(ex, node, body, place, expands_commands);
	bool inside = choice.strategy == STRATEGY_IN_PROCESS;

	set_choice(part, &choice);
	ex->last_choice = choice;
	if (inside && place->pipeline)
		calls_of_stage_inside(&part->calls, place);
	else if (!inside)
		calls_of_placement(&part->calls, place, ex->sh->job_control && !ex->forked);
	if (body == BODY_EXTERNAL && is_captured(ex))
		calls_of_capture(&part->calls);
	return part;
}

/* Parts that the part just explained is made of.  `forked`: they are a subshell environment, in a child
 * made for them, or under the auto policy in a frame. */
static void explain_inside(struct explanation *ex, const struct node *node, bool forked, bool tail)
{
	struct placement inside = PLACEMENT_INIT;
	struct explanation outer = *ex;
	bool child = forked && ex->last_choice.strategy != STRATEGY_IN_PROCESS;
	if (!node)
		return;
	ex->depth++;
	if (child) {
		ex->forked = true;
		ex->frames = (struct frames){0};
	}
	ex->tail = tail && (ex->forked || is_virtual(ex));
	explain_part(ex, node, &inside);
	if (child)
		*ex = outer;
	else
		leave_to(ex, &outer);
}

/* The body of a virtual subshell; `captured`: its output is collected. */
static void explain_frame(struct explanation *ex, const struct node *node, bool captured, bool tail)
{
	struct explanation outer = *ex;
	enter_frame(ex, captured, tail);
	explain_inside(ex, node, true, true);
	leave_to(ex, &outer);
}

/* ---- command substitutions inside words ------------------------------------------------ */

static void explain_word(struct explanation *ex, const struct word *word);

static void explain_arithmetic(struct explanation *ex, const struct arithmetic *arith)
{
	if (arith->source)
		explain_word(ex, arith->source);
}

/* Run by the shell itself, in a frame, or in a process. */
static bool substitutes_inside(struct explanation *ex, const struct placement *place,
			       struct strategy_choice *choice)
{
	*choice = choose(ex, NULL, BODY_SUBSTITUTION, place, false);
	return choice->strategy == STRATEGY_IN_PROCESS;
}

static void explain_file(struct explanation *ex)
{
	struct strategy_choice choice = {STRATEGY_IN_PROCESS, REASON_BUILTIN, 0};
	struct explain_part *part = add_part(ex, "$(<file)");
	set_choice(part, &choice);
	part->calls.opens = 1;
}

/* A simple command without substitutions in it is started as what it is, not by a child shell. */
static bool starts_external(struct explanation *ex, const struct node *node)
{
	const struct simple *simple = (const struct simple *)node;
	struct resolved what;
	if (node->kind != NODE_SIMPLE || node->flags & NODE_HAS_COMMAND || !simple->name)
		return false;
	resolve_command(ex->sh, simple, simple->name->name, &what);
	return what.kind == COMMAND_EXTERNAL;
}

/* What a process collects comes through a pipe; what the shell collects, only when a command needs a
 * descriptor. */
static void explain_substitution(struct explanation *ex, const struct part *part)
{
	struct placement place = PLACEMENT_INIT;
	struct strategy_choice choice;
	if (!part->command)
		return;
	if (part->read_file) {
		explain_file(ex);
		return;
	}
	place.capture = true;
	bool tail = ex->tail;
	ex->tail = false;
	bool inside = substitutes_inside(ex, &place, &choice);
	if (!inside)
		add_late_fork(ex, false, LATE_FORK_SUBSHELL);
	struct explain_part *head = add_part(ex, "$( ) collects the output of");
	head->substituted = part->command;
	head->calls.pipes = !inside;
	if (!inside && starts_external(ex, part->command)) {
		place.out = 1;
		ex->depth++;
		explain_part(ex, part->command, &place);
		ex->depth--;
		ex->tail = tail;
		return;
	}
	set_choice(head, &choice);
	head->calls.dups = !inside;
	ex->last_choice = choice;
	if (inside)
		explain_frame(ex, part->command, true, false);
	else
		explain_inside(ex, part->command, true, true);
	ex->tail = tail;
}

static void explain_param(struct explanation *ex, const struct param *param)
{
	if (param->subscript)
		explain_word(ex, param->subscript->word);
	if (param->word)
		explain_word(ex, param->word);
}

static void explain_parts(struct explanation *ex, const struct part *part)
{
	for (; part; part = part->next) {
		if (part->kind == PART_COMMAND)
			explain_substitution(ex, part);
		else if (part->kind == PART_PARAM)
			explain_param(ex, &part->param);
		else if (part->kind == PART_ARITH)
			explain_arithmetic(ex, &part->arith);
	}
}

static void explain_word(struct explanation *ex, const struct word *word)
{
	if (word->kind == WORD_PARTS && (word->flags & WORD_HAS_COMMAND))
		explain_parts(ex, word->parts);
}

static void explain_assign(struct explanation *ex, const struct assign *assign)
{
	if (assign->subscript)
		explain_word(ex, assign->subscript->word);
	explain_word(ex, assign->value);
	for (uint32_t i = 0; i < assign->element_count; i++)
		if (assign->elements[i]->assign)
			explain_assign(ex, assign->elements[i]->assign);
		else
			explain_word(ex, assign->elements[i]);
}

static void explain_redirs(struct explanation *ex, const struct redir *redirs)
{
	for (; redirs; redirs = redirs->next)
		explain_word(ex, redirs->target);
}

/* The part explained last is all that a child in the background does. */
static bool is_whole(const struct explanation *ex, const struct placement *place)
{
	return placement_is_background(place) && ex->last_choice.strategy != STRATEGY_IN_PROCESS;
}

/* The redirections of a simple command, in the way its kind of command has them carried out. */
static void count_redirs_of(struct explanation *ex, struct explain_calls *calls,
			    const struct simple *simple, const struct resolved *what,
			    const struct placement *place)
{
	bool child = what->kind == COMMAND_EXTERNAL && simple->word_count;
	bool light = what->kind == COMMAND_BUILTIN && what->builtin->flags & BUILTIN_PURE &&
		     redirect_is_light(ex->sh, simple->redirs);
	if (child)
		calls_of_plan(calls, simple->redirs);
	else if (light)
		calls_of_light(calls, simple->redirs);
	else if (what->kind != COMMAND_UNKNOWN && is_whole(ex, place))
		calls_of_frame(calls, simple->redirs, KEEPS_NOTHING);
	else if (what->kind == COMMAND_BUILTIN && strcmp(what->builtin->name, "exec") == 0)
		calls_of_frame(calls, simple->redirs, KEEPS_ONLY);
	else
		calls_of_frame(calls, simple->redirs, KEEPS_AND_RETURNS);
}

/* ---- commands -------------------------------------------------------------------------- */

static enum spawn_body body_of(struct explanation *ex, const struct simple *simple,
			       struct resolved *what)
{
	resolve_command(ex->sh, simple, simple->name->name, what);
	return what->kind == COMMAND_BUILTIN	? BODY_BUILTIN
	       : what->kind == COMMAND_FUNCTION ? BODY_FUNCTION
						: BODY_EXTERNAL;
}

/* `child`: the process made for the command expands them. */
static void explain_words(struct explanation *ex, const struct simple *simple, bool child)
{
	struct explanation outer = *ex;
	if (child) {
		ex->forked = true;
		ex->frames = (struct frames){0};
	}
	ex->tail = false;
	ex->depth++;
	for (uint32_t i = 0; i < simple->assign_count; i++)
		explain_assign(ex, &simple->assigns[i]);
	for (uint32_t i = 0; i < simple->word_count; i++)
		if (simple->words[i]->assign)
			explain_assign(ex, simple->words[i]->assign);
		else
			explain_word(ex, simple->words[i]);
	explain_redirs(ex, simple->redirs);
	if (child)
		*ex = outer;
	else
		leave_to(ex, &outer);
}

static void explain_simple(struct explanation *ex, const struct simple *simple,
			   const struct placement *place)
{
	bool expands = (simple->node.flags & NODE_HAS_COMMAND) != 0;
	struct resolved what = {.kind = COMMAND_UNKNOWN};
	enum spawn_body body = BODY_NOTHING;
	if (simple->word_count && !simple->name) {
		add_node(ex, &simple->node)->unknown = true;
	} else {
		if (simple->word_count)
			body = body_of(ex, simple, &what);
		if (body == BODY_EXTERNAL && !place->pipeline && !place->async && place->out < 0)
			add_late_fork(ex, ex->tail && !(expands && is_captured(ex)),
				      LATE_FORK_EXTERNAL);
		if (body == BODY_BUILTIN && !place->pipeline && !place->async)
			check_builtin(ex, simple);
		if (body != BODY_EXTERNAL && is_captured(ex) &&
		    redirect_needs_descriptor(simple->redirs))
			add_late_fork(ex, false, LATE_FORK_DESCRIPTOR);
		struct explain_part *part = add_choice(ex, &simple->node, body, place, expands);
		count_redirs_of(ex, &part->calls, simple, &what, place);
	}
	bool child = expands && (place->async || place->pipeline) &&
		     ex->last_choice.strategy == STRATEGY_FORK;
	explain_words(ex, simple, child);
}

static void stage_placement(struct placement *place, const struct pipeline *pipeline, uint32_t at)
{
	*place = (struct placement)PLACEMENT_INIT;
	place->pipeline = pipeline->stage_count > 1;
	place->in = at ? 0 : -1;
	place->last_stage = at + 1 == pipeline->stage_count;
	place->out = place->last_stage ? -1 : 1;
}

static bool needs_process(struct explanation *ex, const struct pipeline *pipeline)
{
	for (uint32_t i = 0; i < pipeline->stage_count; i++) {
		struct placement place;
		stage_placement(&place, pipeline, i);
		if (choose(ex, pipeline->stages[i], BODY_COMPOUND, &place, false).strategy !=
		    STRATEGY_IN_PROCESS)
			return true;
	}
	return false;
}

static void explain_pipeline(struct explanation *ex, const struct pipeline *pipeline, bool async)
{
	bool tail = ex->tail;
	if (pipeline->stage_count > 1 && !async && needs_process(ex, pipeline))
		add_late_fork(ex, tail && !is_captured(ex), LATE_FORK_PIPELINE);
	struct explain_part *head =
		add_part(ex, pipeline->negated ? "! pipeline of" : "pipeline of");
	head->calls.pipes = pipeline->stage_count > 1 ? pipeline->stage_count - 1 : 0;
	ex->depth++;
	ex->tail = false;
	for (uint32_t i = 0; i < pipeline->stage_count; i++) {
		struct placement place;
		stage_placement(&place, pipeline, i);
		place.async = async;
		explain_part(ex, pipeline->stages[i], &place);
	}
	ex->tail = tail;
	ex->depth--;
}

static void explain_case(struct explanation *ex, const struct case_clause *clause, bool forked)
{
	bool sure = ex->sure;
	explain_word(ex, clause->subject);
	ex->sure = false;
	for (const struct case_item *item = clause->items; item; item = item->next) {
		for (uint32_t i = 0; i < item->pattern_count; i++)
			explain_word(ex, item->patterns[i]);
		explain_inside(ex, item->body, forked, item->end == CASE_BREAK);
	}
	ex->sure = sure;
}

static void explain_condition(struct explanation *ex, const struct condition *condition)
{
	bool sure = ex->sure;
	switch ((enum condition_kind)condition->kind) {
	case CONDITION_AND:
	case CONDITION_OR:
		explain_condition(ex, condition->left);
		ex->sure = false;
		explain_condition(ex, condition->right);
		ex->sure = sure;
		break;
	case CONDITION_NOT:
	case CONDITION_GROUP:
		explain_condition(ex, condition->left);
		break;
	case CONDITION_UNARY: {
		const char *operand = word_literal(condition->first);
		explain_word(ex, condition->first);
		if (is_captured(ex) && operand && !strchr("nz", condition->letter) &&
		    primary_names_descriptor(operand))
			add_late_fork(ex, false, LATE_FORK_DESCRIPTOR);
		break;
	}
	case CONDITION_EQUAL:
	case CONDITION_UNEQUAL:
	case CONDITION_MATCH:
	case CONDITION_BEFORE:
	case CONDITION_AFTER:
	case CONDITION_EQ:
	case CONDITION_NE:
	case CONDITION_LT:
	case CONDITION_LE:
	case CONDITION_GT:
	case CONDITION_GE:
	case CONDITION_NEWER:
	case CONDITION_OLDER:
	case CONDITION_SAME_FILE:
		explain_word(ex, condition->first);
		explain_word(ex, condition->second);
		break;
	}
}

/* What a compound command is made of; `forked`: a child runs it. */
static void explain_compound(struct explanation *ex, const struct node *node, bool forked)
{
	bool tail = forked || ex->tail;
	bool sure = ex->sure;
	switch ((enum node_kind)node->kind) {
	case NODE_IF: {
		const struct if_clause *clause = (const struct if_clause *)node;
		explain_inside(ex, clause->condition, forked, false);
		ex->sure = false;
		explain_inside(ex, clause->then_part, forked, tail);
		explain_inside(ex, clause->else_part, forked, tail);
		break;
	}
	case NODE_WHILE:
	case NODE_UNTIL: {
		const struct loop *loop = (const struct loop *)node;
		ex->sure = false;
		explain_inside(ex, loop->condition, forked, false);
		explain_inside(ex, loop->body, forked, false);
		break;
	}
	case NODE_FOR:
	case NODE_SELECT: {
		const struct for_clause *clause = (const struct for_clause *)node;
		for (uint32_t i = 0; i < clause->word_count; i++)
			explain_word(ex, clause->words[i]);
		ex->sure = false;
		explain_inside(ex, clause->body, forked, false);
		break;
	}
	case NODE_CASE:
		explain_case(ex, (const struct case_clause *)node, forked);
		break;
	case NODE_ARITH:
		explain_arithmetic(ex, &((const struct arith_command *)node)->expression.value);
		break;
	case NODE_CONDITIONAL:
		explain_condition(ex, ((const struct conditional *)node)->condition);
		break;
	case NODE_FOR_ARITH: {
		const struct arith_loop *loop = (const struct arith_loop *)node;
		explain_arithmetic(ex, &loop->first.value);
		ex->sure = false;
		explain_arithmetic(ex, &loop->condition.value);
		explain_inside(ex, loop->body, forked, false);
		explain_arithmetic(ex, &loop->step.value);
		break;
	}
	default:
		explain_inside(ex, ((const struct unary *)node)->body, forked, tail);
	}
	ex->sure = sure;
}

/* One after the other, only the last of which can be the last. */
static void explain_sequence(struct explanation *ex, struct node *const *items, uint32_t count)
{
	bool tail = ex->tail;
	for (uint32_t i = 0; i < count; i++) {
		struct placement inside = PLACEMENT_INIT;
		ex->tail = tail && i + 1 == count;
		explain_part(ex, items[i], &inside);
	}
	ex->tail = tail;
}

static void explain_and_or(struct explanation *ex, const struct binary *binary)
{
	struct placement inside = PLACEMENT_INIT;
	bool tail = ex->tail, sure = ex->sure;
	ex->tail = false;
	explain_part(ex, binary->first->left, &inside);
	ex->sure = false;
	for (const struct binary *at = binary->first; at; at = at == binary ? NULL : at->up) {
		add_part(ex, at->node.kind == NODE_AND ? "&& (if that succeeded)"
						       : "|| (if that failed)");
		ex->tail = tail && at == binary;
		explain_part(ex, at->right, &inside);
	}
	ex->sure = sure;
}

/* A compound command, in this environment, as a stage in a frame, or in a child. */
static void explain_stage_or_compound(struct explanation *ex, const struct node *node,
				      const struct placement *place)
{
	struct explanation outer = *ex;
	bool stage = place->async || place->pipeline;
	if (stage && ex->last_choice.strategy == STRATEGY_IN_PROCESS)
		enter_frame(ex, !place->last_stage, false);
	explain_compound(ex, node, stage);
	leave_to(ex, &outer);
}

/* A compound command with redirections: they are this process's, before whatever runs it.  As a stage or in
 * the background the child makes them, which has nothing to put back in the background, or when its last command
 * replaces it. */
static void explain_redirected(struct explanation *ex, const struct redirected *redirected,
			       const struct placement *place)
{
	bool child = place->async || place->pipeline;
	explain_redirs(ex, redirected->redirs);
	if (!child && is_captured(ex) && redirect_needs_descriptor(redirected->redirs))
		add_late_fork(ex, false, LATE_FORK_DESCRIPTOR);
	size_t at = ex->plan->count;
	explain_part(ex, redirected->body, place);
	while (ex->plan->parts[at].late)
		at++;
	struct explain_part *part = &ex->plan->parts[at];
	const struct explain_part *last = &ex->plan->parts[ex->plan->count - 1];
	bool whole = placement_is_background(place) && part->choice.strategy != STRATEGY_IN_PROCESS;
	bool replaced = child && last->chosen && last->choice.strategy == STRATEGY_EXEC;
	calls_of_frame(&part->calls, redirected->redirs,
		       whole	  ? KEEPS_NOTHING
		       : replaced ? KEEPS_ONLY
				  : KEEPS_AND_RETURNS);
	if (child)
		part->node = &redirected->node;
}

/* ( ): a frame, or a process, which no frame around may be left out of.  As a stage or in the background it is
 * a subshell within what was made for that. */
static void explain_subshell(struct explanation *ex, const struct node *node,
			     const struct placement *place)
{
	const struct node *body = ((const struct unary *)node)->body;
	bool stage = place->pipeline || place->async, tail = ex->tail;
	if (!stage && choose(ex, node, BODY_SUBSHELL, place, false).strategy != STRATEGY_IN_PROCESS)
		add_late_fork(ex, false, LATE_FORK_SUBSHELL);
	struct explain_part *part =
		add_choice(ex, node, stage ? BODY_COMPOUND : BODY_SUBSHELL, place, false);
	if (!stage)
		part->subshell = body;
	else
		body = node;
	if (ex->last_choice.strategy == STRATEGY_IN_PROCESS)
		explain_frame(ex, body, false, !stage && tail);
	else
		explain_inside(ex, body, true, true);
}

static void explain_part(struct explanation *ex, const struct node *node,
			 const struct placement *place)
{
	switch ((enum node_kind)node->kind) {
	case NODE_SIMPLE:
		explain_simple(ex, (const struct simple *)node, place);
		return;
	case NODE_PIPELINE:
		explain_pipeline(ex, (const struct pipeline *)node, place->async);
		return;
	case NODE_TIME:
		add_choice(ex, node, BODY_COMPOUND, place, false);
		explain_inside(ex, ((const struct timed *)node)->body,
			       place->async || place->pipeline, false);
		return;
	case NODE_AND:
	case NODE_OR:
		if (place->async || place->pipeline) {
			add_choice(ex, node, BODY_COMPOUND, place, false);
			explain_inside(ex, node, true, true);
			return;
		}
		explain_and_or(ex, (const struct binary *)node);
		return;
	case NODE_LIST: {
		const struct list *list = (const struct list *)node;
		explain_sequence(ex, list->items, list->count);
		return;
	}
	case NODE_ASYNC: {
		struct placement background = PLACEMENT_INIT;
		background.async = true;
		add_late_fork(ex, false, LATE_FORK_ASYNC);
		add_part(ex, "in the background");
		ex->depth++;
		explain_part(ex, ((const struct unary *)node)->body, &background);
		ex->depth--;
		return;
	}
	case NODE_REDIRECTED:
		explain_redirected(ex, (const struct redirected *)node, place);
		return;
	case NODE_FUNCTION:
		add_choice(ex, node, BODY_COMPOUND, place, false);
		return;
	case NODE_SUBSHELL:
		explain_subshell(ex, node, place);
		return;
	default:
		add_choice(ex, node, BODY_COMPOUND, place, false);
		explain_stage_or_compound(ex, node, place);
	}
}

struct explain_plan *explain_make(struct shell *sh, const struct node *node)
{
	struct explain_plan *plan = mem_zalloc(sizeof(*plan));
	struct explanation ex = {.sh = sh, .plan = plan, .sure = true};
	struct placement place = PLACEMENT_INIT;
	place.foreground = true;
	explain_part(&ex, node, &place);
	return plan;
}

void explain_free(struct explain_plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		mem_free(plan->parts[i].text);
	mem_free(plan->parts);
	mem_free(plan);
}
