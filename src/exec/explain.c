/*
 * What `explain` prints: a line for each part of a command, with the strategy that would run it, the
 * clone flags, and why.  Nothing is run and nothing is expanded.
 */
#include <string.h>
#include "internal.h"

struct explanation {
	struct shell *sh;
	struct outbuf *out;
	unsigned depth;
	bool virtual; /* inside a virtual subshell that has not come to its point of no return */
	bool forked; /* inside a part that a forked child runs: no traps, no jobs, no job control */
	bool tail;   /* what is explained now is the last thing its process does */
	struct strategy_choice last_choice; /* of the part explained last */
};

static void explain_part(struct explanation *ex, const struct node *node,
			 const struct placement *place);

#define EXPLAIN_TEXT_MAX 44

static void add_plain(struct explanation *ex, const char *text)
{
	out_printf(ex->out, "%*s%s\n", (int)(2 * ex->depth), "", text);
}

static void add_line(struct explanation *ex, const char *text, const struct strategy_choice *choice)
{
	struct strbuf line = STRBUF_INIT;
	for (unsigned i = 0; i < ex->depth; i++)
		strbuf_adds(&line, "  ");
	size_t len = strlen(text);
	if (len > EXPLAIN_TEXT_MAX) {
		strbuf_add(&line, text, EXPLAIN_TEXT_MAX - 3);
		strbuf_adds(&line, "...");
	} else {
		strbuf_add(&line, text, len);
	}
	if (choice) {
		strbuf_addf(&line, ": %s", strategy_name((enum strategy)choice->strategy));
		if (choice->flags) {
			strbuf_adds(&line, " [");
			clone_flags_text(choice->flags, &line);
			strbuf_addc(&line, ']');
		}
		strbuf_addf(&line, ": %s",
			    strategy_reason_text((enum strategy_reason)choice->reason));
	}
	strbuf_addc(&line, '\n');
	out_write(ex->out, strbuf_text(&line), line.len);
	strbuf_free(&line);
}

/* Says where a virtual subshell forks, late; from there on a child runs it. */
static void add_late_fork(struct explanation *ex, enum late_fork_reason reason)
{
	struct strbuf line = STRBUF_INIT;
	if (!ex->virtual)
		return;
	strbuf_addf(&line, "(here the subshell forks: %s)", late_fork_reason_text(reason));
	add_plain(ex, strbuf_text(&line));
	strbuf_free(&line);
	ex->virtual = false;
	ex->forked = true;
}

/* The builtins that are points of no return, as far as can be told from their names. */
static void check_builtin(struct explanation *ex, const struct simple *simple)
{
	static const struct {
		const char *name;
		enum late_fork_reason reason;
	} points[] = {
		{"clone", LATE_FORK_CLONE}, {"exec", LATE_FORK_EXEC},	  {"kill", LATE_FORK_KILL},
		{"trap", LATE_FORK_TRAP},   {"ulimit", LATE_FORK_ULIMIT},
	};
	for (size_t i = 0; i < sizeof(points) / sizeof(*points); i++)
		if (simple->word_count > 1 && strcmp(simple->name->name, points[i].name) == 0)
			add_late_fork(ex, points[i].reason);
}

static void add_choice(struct explanation *ex, const struct node *node, enum spawn_body body,
		       const struct placement *place, bool expands_commands, bool blocks)
{
	struct spawn_facts facts = place->pipeline ? stage_facts(ex->sh, node, place)
						   : facts_for(ex->sh, body, place, 0);
	facts.tail = ex->tail && ex->forked;
	struct strbuf text = STRBUF_INIT;
	if (ex->forked) {
		facts.forked = true;
		facts.traps = facts.jobs_or_traces = facts.job_control = false;
	}
	facts.expands_commands = expands_commands && (place->async || place->pipeline);
	facts.setup_blocks = blocks;
	struct strategy_choice choice = strategy_choose(&facts, ex->sh->policy);
	ex->last_choice = choice;
	unparse(&text, node, false);
	add_line(ex, strbuf_text(&text), &choice);
	strbuf_free(&text);
}

/* Parts that the part just explained is made of.  `forked`: they are a subshell environment, in a child
 * made for them, or under the auto policy in a frame. */
static void explain_inside(struct explanation *ex, const struct node *node, bool forked, bool tail)
{
	struct placement inside = PLACEMENT_INIT;
	struct explanation outer = *ex;
	if (!node)
		return;
	ex->depth++;
	bool virtual = forked && ex->last_choice.strategy == STRATEGY_IN_PROCESS;
	ex->virtual = virtual || (!forked && outer.virtual);
	ex->forked = (outer.forked && !virtual) || (forked && !virtual);
	ex->tail = tail && (forked || outer.forked || outer.virtual);
	explain_part(ex, node, &inside);
	bool split = !forked && outer.virtual && !ex->virtual;
	*ex = outer;
	if (split) {
		ex->virtual = false;
		ex->forked = true;
	}
}

/* ---- command substitutions inside words ------------------------------------------------ */

static void explain_word(struct explanation *ex, const struct word *word);

static void explain_substitution(struct explanation *ex, const struct part *part)
{
	struct placement place = PLACEMENT_INIT;
	if (!part->command)
		return;
	if (part->read_file) {
		struct strategy_choice choice = {STRATEGY_IN_PROCESS, REASON_BUILTIN, 0};
		add_line(ex, "$(<file)", &choice);
		return;
	}
	place.capture = true;
	add_line(ex, "$( ) collects the output of", NULL);
	ex->depth++;
	if (part->command->kind == NODE_SIMPLE && !(part->command->flags & NODE_HAS_COMMAND)) {
		explain_part(ex, part->command, &place);
	} else {
		add_choice(ex, part->command, BODY_SUBSTITUTION, &place, false, false);
		explain_inside(ex, part->command, true, true);
	}
	ex->depth--;
}

static void explain_parts(struct explanation *ex, const struct part *part)
{
	for (; part; part = part->next) {
		if (part->kind == PART_COMMAND)
			explain_substitution(ex, part);
		else if (part->kind == PART_PARAM && part->param.word)
			explain_word(ex, part->param.word);
		else if (part->kind == PART_ARITH && part->arith.source)
			explain_word(ex, part->arith.source);
	}
}

static void explain_word(struct explanation *ex, const struct word *word)
{
	if (word->kind == WORD_PARTS && (word->flags & WORD_HAS_COMMAND))
		explain_parts(ex, word->parts);
}

static void explain_redirs(struct explanation *ex, const struct redir *redirs)
{
	for (; redirs; redirs = redirs->next)
		explain_word(ex, redirs->target);
}

/* ---- commands -------------------------------------------------------------------------- */

static void explain_simple(struct explanation *ex, const struct simple *simple,
			   const struct placement *place)
{
	bool expands = (simple->node.flags & NODE_HAS_COMMAND) != 0;
	enum spawn_body body = BODY_NOTHING;
	if (simple->word_count && !simple->name) {
		add_line(ex, "(the command's name is known only when it has been expanded)", NULL);
	} else {
		if (simple->word_count) {
			struct resolved what;
			resolve_command(ex->sh, simple, simple->name->name, &what);
			body = what.kind == COMMAND_BUILTIN    ? BODY_BUILTIN
			       : what.kind == COMMAND_FUNCTION ? BODY_FUNCTION
							       : BODY_EXTERNAL;
		}
		if (body == BODY_EXTERNAL && !ex->tail && !place->pipeline)
			add_late_fork(ex, LATE_FORK_EXTERNAL);
		if (body == BODY_BUILTIN)
			check_builtin(ex, simple);
		add_choice(ex, &simple->node, body, place, expands, false);
	}
	ex->depth++;
	for (uint32_t i = 0; i < simple->assign_count; i++)
		explain_word(ex, simple->assigns[i].value);
	for (uint32_t i = 0; i < simple->word_count; i++)
		explain_word(ex, simple->words[i]);
	explain_redirs(ex, simple->redirs);
	ex->depth--;
}

static void explain_pipeline(struct explanation *ex, const struct pipeline *pipeline)
{
	add_line(ex, pipeline->negated ? "! pipeline of" : "pipeline of", NULL);
	ex->depth++;
	for (uint32_t i = 0; i < pipeline->stage_count; i++) {
		struct placement place = PLACEMENT_INIT;
		place.pipeline = pipeline->stage_count > 1;
		place.in = i ? 0 : -1;
		place.last_stage = i + 1 == pipeline->stage_count;
		explain_part(ex, pipeline->stages[i], &place);
	}
	ex->depth--;
}

static void explain_case(struct explanation *ex, const struct case_clause *clause, bool forked)
{
	explain_word(ex, clause->subject);
	for (const struct case_item *item = clause->items; item; item = item->next) {
		for (uint32_t i = 0; i < item->pattern_count; i++)
			explain_word(ex, item->patterns[i]);
		explain_inside(ex, item->body, forked, item->end == CASE_BREAK);
	}
}

/* What a compound command is made of; `forked`: a child runs it. */
static void explain_compound(struct explanation *ex, const struct node *node, bool forked)
{
	bool tail = forked || ex->tail;
	switch ((enum node_kind)node->kind) {
	case NODE_IF: {
		const struct if_clause *clause = (const struct if_clause *)node;
		explain_inside(ex, clause->condition, forked, false);
		explain_inside(ex, clause->then_part, forked, tail);
		explain_inside(ex, clause->else_part, forked, tail);
		break;
	}
	case NODE_WHILE:
	case NODE_UNTIL: {
		const struct loop *loop = (const struct loop *)node;
		explain_inside(ex, loop->condition, forked, false);
		explain_inside(ex, loop->body, forked, false);
		break;
	}
	case NODE_FOR: {
		const struct for_clause *clause = (const struct for_clause *)node;
		for (uint32_t i = 0; i < clause->word_count; i++)
			explain_word(ex, clause->words[i]);
		explain_inside(ex, clause->body, forked, false);
		break;
	}
	case NODE_CASE:
		explain_case(ex, (const struct case_clause *)node, forked);
		break;
	default:
		explain_inside(ex, ((const struct unary *)node)->body, forked, tail);
	}
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
	bool tail = ex->tail;
	ex->tail = false;
	explain_part(ex, binary->left, &inside);
	add_line(ex,
		 binary->node.kind == NODE_AND ? "&& (if that succeeded)" : "|| (if that failed)",
		 NULL);
	ex->tail = tail;
	explain_part(ex, binary->right, &inside);
}

static void explain_part(struct explanation *ex, const struct node *node,
			 const struct placement *place)
{
	switch ((enum node_kind)node->kind) {
	case NODE_SIMPLE:
		explain_simple(ex, (const struct simple *)node, place);
		return;
	case NODE_PIPELINE:
		explain_pipeline(ex, (const struct pipeline *)node);
		return;
	case NODE_AND:
	case NODE_OR:
		if (place->async || place->pipeline) {
			add_choice(ex, node, BODY_COMPOUND, place, false, false);
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
		add_late_fork(ex, LATE_FORK_ASYNC);
		add_line(ex, "in the background", NULL);
		ex->depth++;
		explain_part(ex, ((const struct unary *)node)->body, &background);
		ex->depth--;
		return;
	}
	case NODE_REDIRECTED: {
		const struct redirected *redirected = (const struct redirected *)node;
		explain_redirs(ex, redirected->redirs);
		explain_part(ex, redirected->body, place);
		return;
	}
	case NODE_FUNCTION:
		add_choice(ex, node, BODY_COMPOUND, place, false, false);
		return;
	default:
		add_choice(ex, node, node->kind == NODE_SUBSHELL ? BODY_SUBSHELL : BODY_COMPOUND,
			   place, false, false);
		explain_compound(ex, node,
				 node->kind == NODE_SUBSHELL || place->async || place->pipeline);
	}
}

void explain_node(struct shell *sh, const struct node *node, struct outbuf *out)
{
	struct explanation ex = {.sh = sh, .out = out};
	struct placement place = PLACEMENT_INIT;
	place.foreground = true;
	explain_part(&ex, node, &place);
}
