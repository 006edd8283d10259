/*
 * Which way a command is run, and why: a readable sequence of rules over facts, one reason each.
 * Nothing here asks the system or the shell, so that `explain` and the tests see what will happen.
 */
#include <linux/sched.h>
#include <signal.h>
#include <string.h>
#include "spawn.h"

static const char *const strategy_names[] = {
	[STRATEGY_IN_PROCESS] = "in-process",
	[STRATEGY_VFORK] = "vfork",
	[STRATEGY_CLONE] = "clone",
	[STRATEGY_FORK] = "fork",
	[STRATEGY_EXEC] = "exec",
};

static const char *const reason_names[REASON_COUNT] = {
#define X(id, text) [REASON_##id] = #id,
	STRATEGY_REASONS(X)
#undef X
};

static const char *const reason_texts[REASON_COUNT] = {
#define X(id, text) [REASON_##id] = text,
	STRATEGY_REASONS(X)
#undef X
};

static struct strategy_choice choice(enum strategy strategy, enum strategy_reason reason)
{
	static const uint64_t flags[] = {
		[STRATEGY_VFORK] = CLONE_VM | CLONE_VFORK | SIGCHLD,
		[STRATEGY_CLONE] = CLONE_VM | CLONE_VFORK | CLONE_CLEAR_SIGHAND | SIGCHLD,
		[STRATEGY_FORK] = SIGCHLD,
		[STRATEGY_EXEC] = 0,
	};
	return (struct strategy_choice){(uint8_t)strategy, (uint8_t)reason, flags[strategy]};
}

/* Under job control the parent waits on the futex that CLONE_CHILD_CLEARTID wakes, and can stop
 * waiting when the child is stopped; a parent held by CLONE_VFORK could not. */
static struct strategy_choice choice_job(const struct spawn_facts *facts,
					 enum strategy_reason reason)
{
	struct strategy_choice chosen = choice(STRATEGY_CLONE, reason);
	chosen.flags = CLONE_VM | CLONE_CHILD_CLEARTID | SIGCHLD;
	if (facts->traps)
		chosen.flags |= CLONE_CLEAR_SIGHAND;
	return chosen;
}

static struct strategy_choice choose_external(const struct spawn_facts *facts,
					      enum spawn_policy policy)
{
	/* No policy can change where this work must be done. */
	if (facts->expands_commands)
		return choice(STRATEGY_FORK, REASON_EXPANDS_COMMANDS);

	/* A child that was forked for this command becomes it even when forks are asked for: one
	 * more process in between, and `kill $!` would miss the command. */
	if (facts->tail && !facts->async && !facts->pipeline && !facts->job_control &&
	    !facts->jobs_or_traces && (policy != POLICY_FORK || facts->forked))
		return choice(STRATEGY_EXEC, REASON_LAST_COMMAND);
	if (policy == POLICY_FORK)
		return choice(STRATEGY_FORK, REASON_POLICY_FORK);
	if (facts->setup_blocks)
		return choice(STRATEGY_FORK, REASON_SETUP_BLOCKS);

	if (policy == POLICY_VFORK)
		return choice(STRATEGY_VFORK, REASON_POLICY_VFORK);
	if (policy == POLICY_CLONE)
		return facts->job_control ? choice_job(facts, REASON_POLICY_CLONE)
					  : choice(STRATEGY_CLONE, REASON_POLICY_CLONE);
	if (facts->job_control)
		return choice_job(facts, REASON_EXTERNAL_JOB);
	if (facts->traps)
		return choice(STRATEGY_CLONE, REASON_EXTERNAL_TRAPS);
	return choice(STRATEGY_VFORK, REASON_EXTERNAL);
}

/* A frame cannot be a job, nor the child whose end runs a trap.  A substitution is no job. */
static struct strategy_choice choose_subshell(const struct spawn_facts *facts,
					      enum spawn_policy policy, enum strategy_reason reason)
{
	bool job = facts->job_control && facts->body != BODY_SUBSTITUTION;
	if (policy != POLICY_AUTO || facts->child_trap || facts->async || facts->pipeline || job)
		return choice(STRATEGY_FORK, reason);
	return choice(STRATEGY_IN_PROCESS, REASON_VIRTUAL);
}

struct strategy_choice strategy_choose(const struct spawn_facts *facts, enum spawn_policy policy)
{
	static const uint8_t reason_in_process[] = {
		[BODY_BUILTIN] = REASON_BUILTIN,
		[BODY_FUNCTION] = REASON_FUNCTION,
		[BODY_COMPOUND] = REASON_COMPOUND,
		[BODY_NOTHING] = REASON_NO_COMMAND,
	};

	if (facts->here)
		return choice(STRATEGY_IN_PROCESS, REASON_LASTPIPE);
	switch ((enum spawn_body)facts->body) {
	case BODY_EXTERNAL:
		return choose_external(facts, policy);
	case BODY_SUBSHELL:
		return choose_subshell(facts, policy, REASON_SUBSHELL);
	case BODY_SUBSTITUTION:
		return choose_subshell(facts, policy, REASON_SUBSTITUTION);
	case BODY_BUILTIN:
	case BODY_FUNCTION:
	case BODY_COMPOUND:
	case BODY_NOTHING:
		break;
	}
	if (facts->pipeline && facts->inside && !facts->async && policy == POLICY_AUTO &&
	    !facts->child_trap && !facts->job_control)
		return choice(STRATEGY_IN_PROCESS,
			      facts->last_stage ? REASON_LAST_STAGE : REASON_FIRST_STAGE);
	if (facts->async || facts->pipeline)
		return choice(STRATEGY_FORK, REASON_GOES_ON_AS_SHELL);
	return choice(STRATEGY_IN_PROCESS, reason_in_process[facts->body]);
}

int strategy_by_name(const char *name)
{
	for (int i = 0; i <= STRATEGY_EXEC; i++)
		if (strcmp(strategy_names[i], name) == 0)
			return i;
	return -1;
}

const char *strategy_name(enum strategy strategy)
{
	return strategy_names[strategy];
}

const char *strategy_reason_text(enum strategy_reason reason)
{
	return reason_texts[reason];
}

const char *strategy_reason_name(enum strategy_reason reason)
{
	return reason_names[reason];
}

const char *late_fork_reason_text(enum late_fork_reason reason)
{
	static const char *const texts[LATE_FORK_COUNT] = {
#define X(id, text) [LATE_FORK_##id] = text,
		LATE_FORK_REASONS(X)
#undef X
	};
	return texts[reason];
}

const char *late_fork_reason_name(enum late_fork_reason reason)
{
	static const char *const names[LATE_FORK_COUNT] = {
#define X(id, text) [LATE_FORK_##id] = #id,
		LATE_FORK_REASONS(X)
#undef X
	};
	return names[reason];
}
