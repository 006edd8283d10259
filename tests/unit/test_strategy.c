/* strategy_choose: include/spawn.h.  One row of the table at least for each reason. */
#include <linux/sched.h>
#include "spawn.h"
#include "unit.h"

#define VFORK_FLAGS (CLONE_VM | CLONE_VFORK | SIGCHLD)
#define CLONE_FLAGS (CLONE_VM | CLONE_VFORK | CLONE_CLEAR_SIGHAND | SIGCHLD)
#define JOB_FLAGS   (CLONE_VM | CLONE_CHILD_CLEARTID | SIGCHLD)

struct row {
	enum strategy_reason reason;
	enum spawn_policy policy;
	struct spawn_facts facts;
	enum strategy strategy;
	uint64_t flags;
};

/* clang-format off */
static const struct row rows[] = {
	{REASON_BUILTIN, POLICY_AUTO, {.body = BODY_BUILTIN}, STRATEGY_IN_PROCESS, 0},
	{REASON_BUILTIN, POLICY_FORK, {.body = BODY_BUILTIN, .tail = true}, STRATEGY_IN_PROCESS, 0},
	{REASON_FUNCTION, POLICY_AUTO, {.body = BODY_FUNCTION}, STRATEGY_IN_PROCESS, 0},
	{REASON_COMPOUND, POLICY_AUTO, {.body = BODY_COMPOUND}, STRATEGY_IN_PROCESS, 0},
	{REASON_NO_COMMAND, POLICY_AUTO, {.body = BODY_NOTHING}, STRATEGY_IN_PROCESS, 0},

	{REASON_EXTERNAL, POLICY_AUTO, {.body = BODY_EXTERNAL}, STRATEGY_VFORK, VFORK_FLAGS},
	{REASON_EXTERNAL, POLICY_AUTO, {.body = BODY_EXTERNAL, .async = true},
		STRATEGY_VFORK, VFORK_FLAGS},
	{REASON_EXTERNAL, POLICY_AUTO, {.body = BODY_EXTERNAL, .tail = true, .jobs_or_traces = true},
		STRATEGY_VFORK, VFORK_FLAGS},
	{REASON_EXTERNAL_JOB, POLICY_AUTO, {.body = BODY_EXTERNAL, .job_control = true},
		STRATEGY_CLONE, JOB_FLAGS},
	{REASON_EXTERNAL_JOB, POLICY_AUTO, {.body = BODY_EXTERNAL, .job_control = true, .traps = true},
		STRATEGY_CLONE, JOB_FLAGS | CLONE_CLEAR_SIGHAND},
	{REASON_EXTERNAL_TRAPS, POLICY_AUTO, {.body = BODY_EXTERNAL, .traps = true},
		STRATEGY_CLONE, CLONE_FLAGS},
	{REASON_SETUP_BLOCKS, POLICY_AUTO, {.body = BODY_EXTERNAL, .setup_blocks = true},
		STRATEGY_FORK, SIGCHLD},
	{REASON_SETUP_BLOCKS, POLICY_VFORK, {.body = BODY_EXTERNAL, .setup_blocks = true},
		STRATEGY_FORK, SIGCHLD},
	{REASON_EXPANDS_COMMANDS, POLICY_AUTO,
		{.body = BODY_EXTERNAL, .async = true, .expands_commands = true},
		STRATEGY_FORK, SIGCHLD},
	{REASON_LAST_COMMAND, POLICY_AUTO, {.body = BODY_EXTERNAL, .tail = true},
		STRATEGY_EXEC, 0},

	{REASON_GOES_ON_AS_SHELL, POLICY_AUTO, {.body = BODY_COMPOUND, .async = true},
		STRATEGY_FORK, SIGCHLD},
	{REASON_GOES_ON_AS_SHELL, POLICY_CLONE, {.body = BODY_FUNCTION, .pipeline = true},
		STRATEGY_FORK, SIGCHLD},
	{REASON_VIRTUAL, POLICY_AUTO, {.body = BODY_SUBSHELL}, STRATEGY_IN_PROCESS, 0},
	{REASON_VIRTUAL, POLICY_AUTO, {.body = BODY_SUBSTITUTION}, STRATEGY_IN_PROCESS, 0},
	{REASON_LAST_STAGE, POLICY_AUTO,
		{.body = BODY_COMPOUND, .pipeline = true, .inside = true, .last_stage = true},
		STRATEGY_IN_PROCESS, 0},
	{REASON_LASTPIPE, POLICY_FORK,
		{.body = BODY_COMPOUND, .pipeline = true, .last_stage = true, .here = true},
		STRATEGY_IN_PROCESS, 0},
	{REASON_FIRST_STAGE, POLICY_AUTO, {.body = BODY_BUILTIN, .pipeline = true, .inside = true},
		STRATEGY_IN_PROCESS, 0},
	{REASON_GOES_ON_AS_SHELL, POLICY_AUTO,
		{.body = BODY_COMPOUND, .pipeline = true, .inside = true, .job_control = true},
		STRATEGY_FORK, SIGCHLD},
	{REASON_SUBSHELL, POLICY_AUTO, {.body = BODY_SUBSHELL, .job_control = true},
		STRATEGY_FORK, SIGCHLD},
	{REASON_SUBSHELL, POLICY_VFORK, {.body = BODY_SUBSHELL}, STRATEGY_FORK, SIGCHLD},
	{REASON_SUBSTITUTION, POLICY_FORK, {.body = BODY_SUBSTITUTION}, STRATEGY_FORK, SIGCHLD},

	{REASON_POLICY_FORK, POLICY_FORK, {.body = BODY_EXTERNAL}, STRATEGY_FORK, SIGCHLD},
	{REASON_POLICY_FORK, POLICY_FORK, {.body = BODY_EXTERNAL, .tail = true},
		STRATEGY_FORK, SIGCHLD},
	{REASON_POLICY_VFORK, POLICY_VFORK, {.body = BODY_EXTERNAL, .traps = true},
		STRATEGY_VFORK, VFORK_FLAGS},
	{REASON_POLICY_CLONE, POLICY_CLONE, {.body = BODY_EXTERNAL}, STRATEGY_CLONE, CLONE_FLAGS},
	{REASON_POLICY_CLONE, POLICY_CLONE, {.body = BODY_EXTERNAL, .job_control = true},
		STRATEGY_CLONE, JOB_FLAGS},
};
/* clang-format on */

static const struct row *first_row(enum strategy_reason reason)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].reason == reason)
			return &rows[i];
	}
	return NULL;
}

/* The rows that give this reason.  Only records have EXTERNAL_CLONE, of the clone builtin, and
 * STAND_IN. */
static void check_reason(enum strategy_reason reason)
{
	CHECK((first_row(reason) != NULL) ==
	      (reason != REASON_EXTERNAL_CLONE && reason != REASON_STAND_IN));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct row *row = &rows[i];
		struct strategy_choice choice;

		if (row->reason != reason)
			continue;
		choice = strategy_choose(&row->facts, row->policy);
		CHECK_STR(strategy_reason_name(choice.reason), strategy_reason_name(reason));
		CHECK_STR(strategy_name(choice.strategy), strategy_name(row->strategy));
		CHECK_INT(choice.flags, (intmax_t)row->flags);
	}
}

/* One case for each reason in the closed list. */
#define X(id, text)                                                 \
	static void chooses_##id(void)                              \
	{                                                           \
		CHECK_STR(strategy_reason_name(REASON_##id), #id);  \
		CHECK_STR(strategy_reason_text(REASON_##id), text); \
		check_reason(REASON_##id);                          \
	}
STRATEGY_REASONS(X)
#undef X

static void policies_have_names(void)
{
	static const enum spawn_policy policies[] = {POLICY_AUTO, POLICY_FORK, POLICY_VFORK,
						     POLICY_CLONE};

	for (size_t i = 0; i < sizeof(policies) / sizeof(policies[0]); i++)
		CHECK_INT(policy_by_name(policy_name(policies[i])), policies[i]);
	CHECK_INT(policy_by_name("spoon"), -1);
	CHECK_INT(policy_by_name(""), -1);
}

static void flags_are_spelled_out(void)
{
	struct strbuf text = STRBUF_INIT;

	clone_flags_text(CLONE_VM | CLONE_VFORK | SIGCHLD, &text);
	CHECK_STR(strbuf_text(&text), "CLONE_VM|CLONE_VFORK|SIGCHLD");
	strbuf_free(&text);
}

/* Of the facts of a row, those of the change are the other way. */
static struct spawn_facts changed(struct spawn_facts facts, uint32_t change)
{
	unsigned bit = 0;
#define X(name, yes, no) facts.name = facts.name != (change >> bit++ & 1);
	STRATEGY_FACTS(X)
#undef X
	return facts;
}

/* Each change that is named does give the wanted strategy, and no body has one that never runs
 * so. */
static void changes_give_what_was_wanted(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		for (int wanted = 0; wanted <= STRATEGY_EXEC; wanted++) {
			const struct row *row = &rows[i];
			struct strategy_change found[8];
			unsigned count;
			if (row->strategy == (enum strategy)wanted)
				continue;
			count = strategy_changes(&row->facts, row->policy, (enum strategy)wanted,
						 found, 8);
			for (unsigned at = 0; at < count; at++) {
				struct spawn_facts facts = changed(row->facts, found[at].facts);
				struct strategy_choice choice = strategy_choose(
					&facts, (enum spawn_policy)found[at].policy);
				CHECK_INT(choice.strategy, wanted);
				CHECK_INT(found[at].other_policy, found[at].policy != row->policy);
			}
			/* Only external commands are started by vfork, clone or exec. */
			if (wanted == STRATEGY_VFORK || wanted == STRATEGY_CLONE ||
			    wanted == STRATEGY_EXEC)
				CHECK((count > 0) == (row->facts.body == BODY_EXTERNAL));
		}
}

static const struct unit_case cases[] = {
#define X(id, text) {"because " text, chooses_##id},
	STRATEGY_REASONS(X)
#undef X
		{"policies are known by their names", policies_have_names},
	{"clone flags are spelled out", flags_are_spelled_out},
	{"a change that is named gives the strategy that was wanted", changes_give_what_was_wanted},
};

int main(void)
{
	return UNIT_RUN(cases);
}
