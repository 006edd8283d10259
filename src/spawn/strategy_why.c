/*
 * Why a strategy was not chosen: the fewest facts that would have to be otherwise.  strategy_choose
 * is pure, so all sets of facts can be tried; no rule stands here a second time.
 */
#include "spawn.h"

enum fact {
#define X(name, yes, no) FACT_##name,
	STRATEGY_FACTS(X)
#undef X
		FACT_COUNT
};

static uint32_t facts_to_bits(const struct spawn_facts *facts)
{
	uint32_t bits = 0;
#define X(name, yes, no) bits |= (uint32_t)facts->name << FACT_##name;
	STRATEGY_FACTS(X)
#undef X
	return bits;
}

static struct spawn_facts facts_of_bits(uint8_t body, uint32_t bits)
{
	struct spawn_facts facts = {.body = body};
#define X(name, yes, no) facts.name = bits >> FACT_##name & 1;
	STRATEGY_FACTS(X)
#undef X
	return facts;
}

/* True when these facts can hold together. */
static bool are_possible(const struct spawn_facts *facts)
{
	bool external = facts->body == BODY_EXTERNAL;
	if ((facts->last_stage || facts->inside) && !facts->pipeline)
		return false;
	if (facts->here && (!facts->last_stage || facts->async || facts->job_control || external))
		return false;
	if ((facts->setup_blocks || facts->expands_commands) && !external)
		return false;
	if (facts->expands_commands && !facts->async && !facts->pipeline)
		return false;
	if (facts->child_trap && !facts->traps)
		return false;
	return facts->jobs_or_traces || (!facts->traps && !facts->job_control);
}

static bool gives(const struct spawn_facts *facts, enum spawn_policy policy, enum strategy wanted)
{
	return are_possible(facts) && strategy_choose(facts, policy).strategy == wanted;
}

#define BIT(name) (1u << FACT_##name)

/* The part of a change that only follows from the rest of it. */
static uint32_t implied(uint32_t change, uint32_t then)
{
	uint32_t follows = 0;
	if (change & then & (BIT(traps) | BIT(job_control)))
		follows |= change & then & BIT(jobs_or_traces);
	if (change & ~then & BIT(pipeline))
		follows |= change & ~then &
			   (BIT(last_stage) | BIT(inside) | BIT(here) | BIT(expands_commands));
	return follows;
}

unsigned strategy_changes(const struct spawn_facts *facts, enum spawn_policy policy,
			  enum strategy wanted, struct strategy_change *into, unsigned most)
{
	static const enum spawn_policy policies[] = {POLICY_AUTO, POLICY_FORK, POLICY_VFORK,
						     POLICY_CLONE};
	uint32_t now = facts_to_bits(facts);
	unsigned found = 0;

	for (int size = 1; size <= FACT_COUNT && !found; size++)
		for (uint32_t change = 0; change < 1u << FACT_COUNT; change++)
			for (unsigned i = 0; i < sizeof(policies) / sizeof(*policies); i++) {
				bool other = policies[i] != policy;
				uint32_t own = change & ~implied(change, now ^ change);
				if (__builtin_popcount(own) + other != size)
					continue;
				struct spawn_facts then = facts_of_bits(facts->body, now ^ change);
				if (found < most && gives(&then, policies[i], wanted))
					into[found++] = (struct strategy_change){
						change, (uint8_t)policies[i], other};
			}
	return found;
}

void strategy_change_text(const struct strategy_change *change, const struct spawn_facts *facts,
			  struct strbuf *into)
{
	static const char *const texts[FACT_COUNT][2] = {
#define X(name, yes, no) [FACT_##name] = {no, yes},
		STRATEGY_FACTS(X)
#undef X
	};
	uint32_t then = facts_to_bits(facts) ^ change->facts;
	uint32_t own = change->facts & ~implied(change->facts, then);
	const char *before = "";

	for (unsigned fact = 0; fact < FACT_COUNT; fact++) {
		if (!(own >> fact & 1))
			continue;
		strbuf_addf(into, "%s%s", before, texts[fact][then >> fact & 1]);
		before = " and ";
	}
	if (change->other_policy)
		strbuf_addf(into, "%sthe policy were %s (set -o spawn=%s)", before,
			    policy_name((enum spawn_policy)change->policy),
			    policy_name((enum spawn_policy)change->policy));
}

const char *spawn_body_text(enum spawn_body body)
{
	switch (body) {
	case BODY_EXTERNAL:
		return "an external command";
	case BODY_BUILTIN:
		return "a builtin";
	case BODY_FUNCTION:
		return "a function";
	case BODY_COMPOUND:
		return "a compound command";
	case BODY_SUBSHELL:
		return "a subshell";
	case BODY_SUBSTITUTION:
		return "a command substitution";
	case BODY_NOTHING:
		break;
	}
	return "a line without a command";
}
