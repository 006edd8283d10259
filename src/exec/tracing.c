/*
 * The executor's side of trace.h, which makes processes and subshells visible.  Nothing here is
 * reached while shell.trace is NULL.
 */
#include <string.h>
#include <sys/wait.h>
#include "handlers.h"
#include "internal.h"
#include "virtual.h"

/* The line of text has its prefix from when the command began, as set -x has. */
static struct trace_record *open_record(struct shell *sh, const struct trace_subject *subject)
{
	struct trace_record *record = trace_open(sh, subject);
	if (record && trace_wants_text(sh)) {
		struct strbuf prefix = STRBUF_INIT;
		trace_prefix_expand(sh, "FORKTRACE_PS4", "~ ", &prefix);
		size_t len = prefix.len < sizeof(record->prefix) ? prefix.len
								 : sizeof(record->prefix) - 1;
		memcpy(record->prefix, strbuf_text(&prefix), len);
		record->prefix[len] = '\0';
		strbuf_free(&prefix);
	}
	return record;
}

/* ---- external commands ----------------------------------------------------------------- */

/* Should the command be a shell, its records belong to this trace. */
static void hand_over(struct shell *sh, struct spawn_plan *plan, const struct trace_record *record,
		      bool replaces)
{
	char *entry = trace_handover(sh, record, replaces);
	size_t count = 0;
	if (!entry)
		return;
	while (plan->envp[count])
		count++;
	char **envp = arena_alloc(&sh->scratch, (count + 2) * sizeof(*envp));
	memcpy(envp, plan->envp, count * sizeof(*envp));
	envp[count] = entry;
	envp[count + 1] = NULL;
	plan->envp = envp;
}

pid_t traced_external(struct shell *sh, const struct simple *simple, struct spawn_plan *plan,
		      const struct strategy_choice *choice)
{
	struct trace_subject subject = {
		.kind = TRACE_COMMAND,
		.strategy = choice->strategy,
		.reason = choice->reason,
		.flags = choice->flags,
		.node = simple ? &simple->node : NULL,
		.argv = plan->argv,
	};
	/* Its flow is not heeded here: the witness gives it behind the command, too. */
	if (sh->witness && simple)
		sh->witness->command(sh, sh->witness->context, &simple->node);
	struct trace_record *record = open_record(sh, &subject);

	if (choice->strategy == STRATEGY_EXEC)
		trace_replaced(sh, record);
	else if (record)
		plan->times = &record->times;
	hand_over(sh, plan, record, choice->strategy == STRATEGY_EXEC);
	if (choice->strategy == STRATEGY_FORK)
		trace_note_size(sh->trace, record);
	pid_t pid = spawn_external(sh, plan, choice);
	if (record)
		record->flags = plan->clone_flags;
	trace_made(sh, record, (enum strategy)choice->strategy, pid);
	return pid;
}

void traced_replacement(struct shell *sh, struct spawn_plan *plan)
{
	struct trace_subject subject = {
		.kind = TRACE_COMMAND,
		.strategy = STRATEGY_EXEC,
		.reason = REASON_LAST_COMMAND,
		.argv = plan->argv,
	};
	struct trace_record *record = open_record(sh, &subject);

	trace_replaced(sh, record);
	hand_over(sh, plan, record, true);
}

/* A helper between this shell and the child is not recorded; the record has its id, which is whom
 * the shell waits for. */
int traced_newborn(struct shell *sh, struct spawn_plan *plan, char **argv,
		   const struct newborn_request *request, struct newborn *newborn)
{
	struct trace_subject subject = {
		.kind = TRACE_COMMAND,
		.strategy = STRATEGY_CLONE,
		.reason = REASON_EXTERNAL_CLONE,
		.flags = request->flags,
		.argv = argv,
	};
	struct trace_record *record = open_record(sh, &subject);

	if (!(request->flags & CLONE_VM))
		trace_note_size(sh->trace, record);
	if (record)
		record->times.call = spawn_now();
	if (record && plan)
		plan->times = &record->times;
	if (plan)
		hand_over(sh, plan, record, false);
	int result = newborn_create(sh, plan, request, newborn);
	if (record)
		*(result == 0 ? &record->times.begun : &record->times.returned) = spawn_now();
	if (result == 0)
		trace_forked(sh, record);
	else
		trace_made(sh, record, STRATEGY_CLONE, result > 0 ? newborn->waited : -1);
	return result;
}

/* ---- children that go on as a shell ---------------------------------------------------- */

/* Why this node has a process of its own here. */
enum strategy_reason fork_reason(struct shell *sh, const struct fork_subject *about)
{
	struct spawn_facts facts = fork_facts(sh, about);
	struct strategy_choice choice = strategy_choose(&facts, sh->policy);
	return choice.strategy == STRATEGY_FORK ? (enum strategy_reason)choice.reason
						: REASON_GOES_ON_AS_SHELL;
}

struct spawn_facts fork_facts(struct shell *sh, const struct fork_subject *about)
{
	struct spawn_facts facts = about->kind == TRACE_SUBSHELL
					   ? facts_for(sh, BODY_SUBSHELL, about->place, 0)
				   : about->node ? stage_facts(sh, about->node, about->place)
						 : facts_for(sh, BODY_COMPOUND, about->place, 0);
	if (about->place->capture)
		facts.body = BODY_SUBSTITUTION;
	else if (about->node && about->node->kind == NODE_SIMPLE)
		facts.expands_commands =
			simple_has_command((const struct simple *)about->node) != 0;
	return facts;
}

pid_t traced_fork(struct shell *sh, const struct fork_subject *about)
{
	struct trace_subject subject = {
		.kind = (uint8_t)about->kind,
		.strategy = STRATEGY_FORK,
		.reason = (uint8_t)fork_reason(sh, about),
		.flags = SIGCHLD,
		.node = about->node,
		.argv = about->argv,
		.text = about->text,
	};
	struct trace_record *record = open_record(sh, &subject);

	trace_note_size(sh->trace, record);
	pid_t pid = spawn_shell_timed(sh, record ? &record->times : NULL);
	if (pid == 0)
		trace_forked(sh, record);
	else
		trace_made(sh, record, STRATEGY_FORK, pid);
	return pid;
}

/* ---- virtual subshells ----------------------------------------------------------------- */

void traced_enter(struct shell *sh, struct virtual_subshell *v, const struct node *body,
		  enum trace_kind kind)
{
	struct trace_subject subject = {
		.kind = (uint8_t)kind,
		.strategy = STRATEGY_IN_PROCESS,
		.reason = kind != TRACE_STAGE ? REASON_VIRTUAL
			  : v->captures	      ? REASON_FIRST_STAGE
					      : REASON_LAST_STAGE,
		.node = body,
	};
	trace_span_begin(sh, &v->span, open_record(sh, &subject));
}

struct stand_in *traced_stand_in(struct shell *sh)
{
	struct trace_subject subject = {
		.kind = TRACE_STAND_IN,
		.strategy = STRATEGY_CLONE,
		.reason = REASON_STAND_IN,
		.flags = STAND_IN_FLAGS,
		.text = "stand-in",
	};
	struct trace_record *record = open_record(sh, &subject);

	if (record)
		record->times.call = spawn_now();
	struct stand_in *stand_in = stand_in_make(sh, signals_prepare_stand_in(sh));
	if (record)
		record->times.returned = spawn_now();
	trace_made(sh, record, STRATEGY_CLONE, stand_in ? stand_in_pid(stand_in) : -1);
	return stand_in;
}

/* The spans from the youngest out to v go on in the child. */
static void each_span(struct shell *sh, struct virtual_subshell *v,
		      void (*what)(struct trace_span *span))
{
	for (struct virtual_subshell *inner = sh->virtual; inner; inner = inner->outer) {
		what(&inner->span);
		if (inner == v)
			break;
	}
}

pid_t traced_late_fork(struct shell *sh, struct virtual_subshell *v, enum late_fork_reason reason)
{
	struct trace_record *record = v->span.record;

	each_span(sh, v, trace_span_settle);
	trace_note_size(sh->trace, record);
	if (record) {
		record->late = (uint8_t)(reason + 1);
		record->shell = sh->self_pid; /* which the fork around it may have made */
		record->flags = SIGCHLD;
	}
	pid_t pid = spawn_shell_timed(sh, record ? &record->times : NULL);
	if (pid == 0) {
		trace_forked(sh, NULL);
		each_span(sh, v, trace_span_restart);
	} else if (pid > 0) {
		trace_made(sh, record, STRATEGY_FORK, pid);
	} else if (record) {
		record->late = 0;
		record->flags = 0;
	}
	return pid;
}
