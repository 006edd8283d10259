/*
 * Rehearsal of simple commands: builtins, which are carried out or forgotten about, and programs,
 * of whose process the plan is counted.
 */
#include <fcntl.h>
#include <string.h>
#include "rehearsal.h"
#include "virtual.h"

#define FD_LOOK_MAX 64

bool rehearse_unknown(struct shell *sh, const char *name, bool own_process, struct flow *flow)
{
	struct doubt doubt = sh->rehearsal->doubt;
	if (!rehearsal_is_unknown(name))
		return false;
	rehearsal_part(sh->rehearsal)->unknown = !rehearsal_part(sh->rehearsal)->chosen;
	rehearsal_doubt_all(sh);
	if (own_process)
		sh->rehearsal->doubt = doubt;
	*flow = flow_next(0);
	return true;
}

/* ---- builtins -------------------------------------------------------------------------------- */

/* Carries it out, without what it says. */
static struct flow carry_out(struct shell *sh, const struct builtin *builtin, int argc, char **argv)
{
	struct rehearsal *r = sh->rehearsal;
	bool runs = (builtin->flags & BUILTIN_RUNS) != 0;
	bool unknown = false;
	int error = sh->out.error;
	size_t written = sh->out.bytes.len;

	for (int i = 1; i < argc; i++)
		unknown = unknown || rehearsal_is_unknown(argv[i]);
	sh->out.error = 1; /* of what is written to a descriptor nothing comes out now */
	r->anew += runs;
	struct flow flow = builtin->run(sh, argc, argv);
	r->anew -= runs;
	sh->out.error = error;
	strbuf_truncate(&sh->out.bytes, written);
	if (unknown && (flow.kind == FLOW_ERROR || flow.status != 0)) {
		rehearsal_doubt_all(sh);
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
		rehearsal_branch(sh, NULL, action, 0, false);
		r->anew--;
	}
}

/* The things that the shell does not know when this has run. */
static void forget_after(struct shell *sh, const struct builtin *builtin, int argc, char **argv,
			 int reason)
{
	struct rehearsal *r = sh->rehearsal;

	r->known = false;
	for (int i = 1; i < argc && builtin->flags & BUILTIN_ASSIGNS; i++)
		if (name_is_valid(argv[i], strlen(argv[i])))
			rehearsal_forget_variable(sh, argv[i]);
	if (builtin->flags & BUILTIN_SPAWNS && (reason >= 0 || !builtin->no_return))
		rehearsal_doubt_all(sh);
	if (builtin->flags & BUILTIN_SIGNALS)
		go_through_actions(sh, ~0ull);
	if (builtin->flags & BUILTIN_WAITS && argc == 1)
		sh->jobs->live = 0;
}

struct flow rehearse_builtin(struct shell *sh, const struct builtin *builtin, int argc, char **argv)
{
	bool inside = rehearsal_choose(sh, rehearsal_in_process(REASON_BUILTIN), NULL, NULL, argv);
	int reason = builtin->no_return ? builtin->no_return(sh, argc, argv) : -1;
	struct flow flow = flow_next(0);

	if (reason >= 0)
		virtual_late_fork(sh, reason);
	if (builtin->flags & BUILTIN_READS && !sh->rehearsal->looked &&
	    readahead_makes_pipe(&sh->fds, sh->in_fd)) {
		fd_count(&sh->fds, 1, 2, 0);
		sh->rehearsal->looked = sh->rehearsal->certain;
		rehearsal_part(sh->rehearsal)->looks =
			!explain_part_has_calls(rehearsal_part(sh->rehearsal));
	}
	if (builtin->flags & (BUILTIN_REHEARSED | BUILTIN_RUNS))
		flow = carry_out(sh, builtin, argc, argv);
	else
		forget_after(sh, builtin, argc, argv, reason);
	if (inside)
		rehearsal_leave_part(sh);
	return flow;
}

/* ---- programs -------------------------------------------------------------------------------- */

void rehearsal_count_plan(struct fd_calls *calls, const struct spawn_plan *plan)
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

void rehearsal_note_child(struct shell *sh)
{
	go_through_actions(sh, 1ull << SIGCHLD);
	sh->rehearsal->known = false;
}

pid_t rehearse_external(struct shell *sh, const struct simple *simple, struct spawn_plan *plan,
			const struct spawn_facts *facts, const struct strategy_choice *choice,
			struct flow *failure)
{
	struct rehearsal *r = sh->rehearsal;
	bool inside =
		rehearsal_choose(sh, *choice, facts, simple ? &simple->node : NULL, plan->argv);

	rehearsal_count_plan(&sh->fds.calls, plan);
	rehearsal_charge(sh);
	*failure = flow_next(0);
	rehearsal_note_child(sh);
	if (choice->strategy == STRATEGY_EXEC) {
		r->replaced = true;
		*failure = flow_make(FLOW_EXIT, 0);
	}
	if (inside)
		rehearsal_leave_part(sh);
	return 0;
}

struct flow rehearse_replacement(struct shell *sh, char **argv)
{
	struct strategy_choice choice = {STRATEGY_EXEC, REASON_LAST_COMMAND, 0};
	if (rehearsal_choose(sh, choice, NULL, NULL, argv))
		rehearsal_leave_part(sh);
	sh->rehearsal->replaced = true;
	return flow_make(FLOW_EXIT, 0);
}
