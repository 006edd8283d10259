/*
 * The parts of a plan while it is made: which one is current, what calls are counted for it, and
 * how sure it is.
 */
#include <string.h>
#include "mem.h"
#include "rehearsal.h"

bool rehearsal_is_unknown(const char *text)
{
	return strstr(text, UNKNOWN) != NULL;
}

/* ---- parts ----------------------------------------------------------------------------------- */

static bool is_certain(struct shell *sh)
{
	struct rehearsal *r = sh->rehearsal;
	if (sh->function_depth + sh->dot_depth < r->doubt.call)
		r->doubt.call = 0;
	return r->certain && !r->doubt.process && !r->doubt.loop && !r->doubt.call;
}

void rehearsal_skip(struct shell *sh)
{
	sh->rehearsal->counted = sh->fds.calls;
}

void rehearsal_charge(struct shell *sh)
{
	struct rehearsal *r = sh->rehearsal;
	if (r->at != NO_PART && !r->replaced) {
		struct fd_calls *calls = &rehearsal_part(r)->calls;
		calls->pipes += sh->fds.calls.pipes - r->counted.pipes;
		calls->dups += sh->fds.calls.dups - r->counted.dups;
		calls->opens += sh->fds.calls.opens - r->counted.opens;
	}
	rehearsal_skip(sh);
}

/* A part inside the current one, which becomes current.  Takes the text. */
static void add_part(struct shell *sh, struct strbuf *text)
{
	struct rehearsal *r = sh->rehearsal;
	struct explain_plan *plan = r->plan;

	rehearsal_charge(sh);
	if (plan->count == plan->cap) {
		plan->cap = plan->cap ? 2 * plan->cap : 16;
		plan->parts = mem_realloc(plan->parts, plan->cap * sizeof(*plan->parts));
	}
	plan->parts[plan->count] = (struct explain_part){
		.text = mem_strdup(strbuf_text(text)),
		.depth = r->at == NO_PART ? 0 : rehearsal_part(r)->depth + 1,
		.around = r->at,
		.unsure = !is_certain(sh),
		.anew = r->anew > 0,
	};
	r->at = plan->count++;
	strbuf_free(text);
}

void rehearsal_add_heading(struct shell *sh, const char *heading)
{
	struct strbuf text = STRBUF_INIT;
	strbuf_adds(&text, heading);
	add_part(sh, &text);
}

void rehearsal_add_node(struct shell *sh, const struct node *node)
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
	rehearsal_part(sh->rehearsal)->node = node;
}

void rehearsal_leave_part(struct shell *sh)
{
	struct rehearsal *r = sh->rehearsal;

	rehearsal_charge(sh);
	r->at = rehearsal_part(r)->around;
}

/* Of what has no facts but its body. */
static struct spawn_facts facts_of_reason(enum strategy_reason reason)
{
	enum spawn_body body = reason == REASON_BUILTIN	       ? BODY_BUILTIN
			       : reason == REASON_FUNCTION     ? BODY_FUNCTION
			       : reason == REASON_NO_COMMAND   ? BODY_NOTHING
			       : reason == REASON_LAST_COMMAND ? BODY_EXTERNAL
							       : BODY_COMPOUND;
	return (struct spawn_facts){.body = (uint8_t)body, .tail = reason == REASON_LAST_COMMAND};
}

bool rehearsal_choose(struct shell *sh, struct strategy_choice choice,
		      const struct spawn_facts *facts, const struct node *node, char *const *argv)
{
	struct rehearsal *r = sh->rehearsal;
	bool inside = rehearsal_part(r)->chosen ||
		      (rehearsal_part(r)->substituted && choice.strategy != STRATEGY_IN_PROCESS &&
		       rehearsal_part(r)->substituted == node);
	if (inside && argv) {
		struct strbuf text = STRBUF_INIT;
		for (uint32_t i = 0; argv[i]; i++)
			strbuf_addf(&text, "%s%s", i ? " " : "", argv[i]);
		add_part(sh, &text);
		rehearsal_part(r)->node = node;
	} else if (inside) {
		rehearsal_add_node(sh, node);
	}
	rehearsal_part(r)->chosen = true;
	rehearsal_part(r)->choice = choice;
	rehearsal_part(r)->facts =
		facts ? *facts : facts_of_reason((enum strategy_reason)choice.reason);
	rehearsal_part(r)->policy = (uint8_t)sh->policy;
	rehearsal_part(r)->processes =
		choice.strategy != STRATEGY_IN_PROCESS && choice.strategy != STRATEGY_EXEC;
	return inside;
}

/* ---- what is not sure ------------------------------------------------------------------------ */

void rehearsal_doubt_all(struct shell *sh)
{
	sh->rehearsal->plan->at_least = true;
	sh->rehearsal->doubt.process = true;
	sh->rehearsal->known = false;
}

void rehearsal_forget_variable(struct shell *sh, const char *name)
{
	struct symbol *symbol = symbol_intern(&sh->symbols, name, strlen(name));
	if (symbol->special)
		sh->rehearsal->doubt.process = true;
	else
		var_set(sh, symbol, UNKNOWN, strlen(UNKNOWN));
}

void rehearsal_enter_frame(struct shell *sh, struct environment_frame *frame)
{
	rehearsal_charge(sh);
	environment_enter(sh, frame, false);
	journal_save_cwd(sh);
	rehearsal_skip(sh);
}
