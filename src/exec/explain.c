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
};

static void explain_part(struct explanation *ex, const struct node *node,
			 const struct placement *place);

#define EXPLAIN_TEXT_MAX 44

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

static void add_choice(struct explanation *ex, const struct node *node, enum spawn_body body,
		       const struct placement *place, bool expands_commands, bool blocks)
{
	struct spawn_facts facts = facts_for(ex->sh, body, place, 0);
	struct strbuf text = STRBUF_INIT;
	facts.expands_commands = expands_commands && (place->async || place->pipeline);
	facts.setup_blocks = blocks;
	struct strategy_choice choice = strategy_choose(&facts, ex->sh->policy);
	unparse(&text, node, false);
	add_line(ex, strbuf_text(&text), &choice);
	strbuf_free(&text);
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
		struct placement inside = PLACEMENT_INIT;
		ex->depth++;
		explain_part(ex, part->command, &inside);
		ex->depth--;
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
		place.last_stage = i + 1 == pipeline->stage_count;
		explain_part(ex, pipeline->stages[i], &place);
	}
	ex->depth--;
}

/* A part that is a compound command: itself when it needs a process, then what it is made of. */
static void explain_children(struct explanation *ex, const struct node *const *children,
			     uint32_t count)
{
	struct placement inside = PLACEMENT_INIT;
	ex->depth++;
	for (uint32_t i = 0; i < count; i++)
		if (children[i])
			explain_part(ex, children[i], &inside);
	ex->depth--;
}

static void explain_case(struct explanation *ex, const struct case_clause *clause)
{
	explain_word(ex, clause->subject);
	for (const struct case_item *item = clause->items; item; item = item->next) {
		const struct node *body = item->body;
		for (uint32_t i = 0; i < item->pattern_count; i++)
			explain_word(ex, item->patterns[i]);
		explain_children(ex, &body, 1);
	}
}

static void explain_compound(struct explanation *ex, const struct node *node)
{
	switch ((enum node_kind)node->kind) {
	case NODE_IF: {
		const struct if_clause *clause = (const struct if_clause *)node;
		const struct node *parts[] = {clause->condition, clause->then_part,
					      clause->else_part};
		explain_children(ex, parts, 3);
		break;
	}
	case NODE_WHILE:
	case NODE_UNTIL: {
		const struct loop *loop = (const struct loop *)node;
		const struct node *parts[] = {loop->condition, loop->body};
		explain_children(ex, parts, 2);
		break;
	}
	case NODE_FOR: {
		const struct for_clause *clause = (const struct for_clause *)node;
		const struct node *body = clause->body;
		for (uint32_t i = 0; i < clause->word_count; i++)
			explain_word(ex, clause->words[i]);
		explain_children(ex, &body, 1);
		break;
	}
	case NODE_CASE:
		explain_case(ex, (const struct case_clause *)node);
		break;
	default: {
		const struct node *body = ((const struct unary *)node)->body;
		explain_children(ex, &body, 1);
	}
	}
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
	case NODE_OR: {
		const struct binary *binary = (const struct binary *)node;
		struct placement inside = PLACEMENT_INIT;
		if (place->async || place->pipeline)
			add_choice(ex, node, BODY_COMPOUND, place, false, false);
		explain_part(ex, binary->left, &inside);
		add_line(ex,
			 node->kind == NODE_AND ? "&& (if that succeeded)" : "|| (if that failed)",
			 NULL);
		explain_part(ex, binary->right, &inside);
		return;
	}
	case NODE_LIST: {
		const struct list *list = (const struct list *)node;
		struct placement inside = PLACEMENT_INIT;
		for (uint32_t i = 0; i < list->count; i++)
			explain_part(ex, list->items[i], &inside);
		return;
	}
	case NODE_ASYNC: {
		struct placement background = PLACEMENT_INIT;
		background.async = true;
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
		explain_compound(ex, node);
	}
}

void explain_node(struct shell *sh, const struct node *node, struct outbuf *out)
{
	struct explanation ex = {.sh = sh, .out = out, .depth = 0};
	struct placement place = PLACEMENT_INIT;
	place.foreground = true;
	explain_part(&ex, node, &place);
}
