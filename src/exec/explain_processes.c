/*
 * Rehearsal of subshells and children: what begins anew in a process is kept for the one around it.
 */
#include <unistd.h>
#include "rehearsal.h"
#include "traps.h"
#include "virtual.h"

/* ---- subshells ------------------------------------------------------------------------------- */

/* State that begins anew in a process, and is kept for the one around. */
struct outer_process {
	struct doubt doubt;
	bool replaced, looked, interactive, of_interactive;
	uint32_t live;
};

static struct outer_process state_of(struct shell *sh)
{
	struct rehearsal *r = sh->rehearsal;
	return (struct outer_process){r->doubt,		  r->replaced,
				      r->looked,	  OPT(sh, INTERACTIVE),
				      sh->of_interactive, sh->jobs->live};
}

static void state_return(struct shell *sh, const struct outer_process *state)
{
	sh->rehearsal->doubt = state->doubt;
	sh->rehearsal->replaced = state->replaced;
	sh->rehearsal->looked = state->looked;
	sh->jobs->live = state->live;
	option_override(sh, OPTION_INTERACTIVE, state->interactive);
	sh->of_interactive = state->of_interactive;
}

void rehearsal_end_process(struct shell *sh, const struct flow *flow)
{
	struct rehearsal *r = sh->rehearsal;
	r->anew++;
	if (!r->replaced)
		exec_exit_trap(sh, flow->status);
	r->anew--;
	rehearsal_charge(sh);
}

/* True when one of these has become a process. */
static bool is_inside_real(const struct virtual_subshell *v)
{
	while (v && !v->real)
		v = v->outer;
	return v;
}

static struct spawn_facts virtual_facts(struct shell *sh, bool last, enum trace_kind kind)
{
	struct placement place = PLACEMENT_INIT;
	place.pipeline = kind == TRACE_STAGE;
	place.last_stage = place.pipeline && last;
	place.capture = kind == TRACE_SUBSTITUTION;
	enum spawn_body body = kind == TRACE_STAGE	    ? BODY_COMPOUND
			       : kind == TRACE_SUBSTITUTION ? BODY_SUBSTITUTION
							    : BODY_SUBSHELL;
	struct spawn_facts facts = facts_for(sh, body, &place, 0);
	facts.inside = place.pipeline;
	return facts;
}

struct flow rehearse_virtual(struct shell *sh, const struct node *body, struct strbuf *output,
			     int input, unsigned flags, struct ended *ended, enum trace_kind kind)
{
	struct rehearsal *r = sh->rehearsal;
	struct outer_process state = state_of(sh);
	int out_fd = sh->out.fd;
	struct virtual_subshell v;
	struct flow flow = flow_next(1);
	bool was_real = is_inside_real(sh->virtual);
	struct spawn_facts facts = virtual_facts(sh, output == NULL, kind);
	bool inside = rehearsal_choose(sh,
				       rehearsal_in_process(kind != TRACE_STAGE ? REASON_VIRTUAL
							    : output		? REASON_FIRST_STAGE
								     : REASON_LAST_STAGE),
				       &facts, body, NULL);

	if (kind == TRACE_SUBSHELL)
		rehearsal_part(r)->subshell = body;
	virtual_enter(sh, &v, output != NULL, (flags & EXEC_TAIL) != 0);
	if (kind == TRACE_SUBSTITUTION)
		substitution_enter(sh, true);
	else
		plain_subshell_enter(sh);
	if (__builtin_expect(sh->coprocs != NULL, 0) && kind != TRACE_SUBSTITUTION)
		coprocs_leave(sh, &v.environment.frame);
	if (input < 0 || stage_take_input(sh, &v.environment.frame, input))
		flow = exec_node(sh, body, EXEC_TAIL | (flags & EXEC_WHOLE));
	if (v.real)
		rehearsal_end_process(sh, &flow);
	rehearsal_charge(sh);
	if (!v.real)
		state.looked |= r->looked;
	else if (!was_real && is_inside_real(v.outer))
		state.looked = false;
	virtual_leave(sh, &v, output);
	/* A process that ends puts back nothing that it has redirected. */
	if (v.real)
		rehearsal_skip(sh);
	if (!output)
		sh->out.fd = out_fd;
	/* An environment around that collects the output may have become a process with a pipe. */
	for (const struct virtual_subshell *outer = v.outer; outer && !output;
	     outer = outer->outer) {
		if (outer->real)
			sh->out.fd = STDOUT_FILENO;
		if (outer->real || outer->captures)
			break;
	}
	state_return(sh, &state);
	if (inside)
		rehearsal_leave_part(sh);
	if (ended)
		*ended = (struct ended){0, 0};
	return flow_next(flow.status);
}

void rehearse_lastpipe(struct shell *sh, const struct node *node)
{
	struct placement place = PLACEMENT_INIT;
	place.pipeline = place.last_stage = true;
	struct spawn_facts facts = facts_for(sh, BODY_COMPOUND, &place, 0);
	facts.inside = facts.here = true;
	rehearsal_choose(sh, rehearsal_in_process(REASON_LASTPIPE), &facts, node, NULL);
	if (node->kind != NODE_SIMPLE)
		sh->rehearsal->merged = node;
}

/* A process that is no command's, before the part that is current. */
static struct explain_part *add_process_before(struct shell *sh)
{
	struct rehearsal *r = sh->rehearsal;
	size_t here = r->at;

	rehearsal_add_heading(sh, "");
	struct explain_part part = *rehearsal_part(r);
	part.depth = r->plan->parts[here].depth;
	part.around = r->plan->parts[here].around;
	part.processes = 1;
	memmove(&r->plan->parts[here + 1], &r->plan->parts[here],
		(r->plan->count - 1 - here) * sizeof(part));
	r->plan->parts[here] = part;
	r->at = here + 1;
	for (size_t i = here + 2; i < r->plan->count; i++)
		r->plan->parts[i].around += r->plan->parts[i].around >= here;
	return &r->plan->parts[here];
}

void rehearse_stand_in(struct shell *sh)
{
	add_process_before(sh)->stand_in = true;
}

void rehearse_late_fork(struct shell *sh, enum late_fork_reason reason,
			const struct fd_calls *calls)
{
	struct rehearsal *r = sh->rehearsal;
	struct explain_part *part = add_process_before(sh);

	part->late = (uint8_t)(reason + 1);
	part->calls = *calls;
	sh->jobs->live = 0;
	r->looked = false;
	rehearsal_note_child(sh);
	/* In a branch: what comes after it may be in one process or another. */
	r->doubt.process = r->doubt.process || !r->certain;
}

/* ---- children -------------------------------------------------------------------------------- */

/* In a child the ends of pipes are descriptors 0 and 1 and no longer what they were: they are moved
 * out of the way, and moved back when it has ended. */
static void move_ends(struct shell *sh, const struct placement *place, int moved[3])
{
	const int ends[3] = {place->in, place->out, place->other};
	for (int i = 0; i < 3; i++) {
		moved[i] = ends[i] < 0 ? -1 : fd_own_move(&sh->fds, ends[i], -1);
		if (i == 2 || (moved[i] < 0 && (i == 1 || !place->async)))
			continue;
		journal_save_fd(sh, sh->subshell, i);
		fd_vacate(&sh->fds, i);
		if (moved[i] >= 0)
			dup2(moved[i], i);
	}
}

static void move_ends_back(struct shell *sh, const struct placement *place, const int moved[3])
{
	const int ends[3] = {place->in, place->out, place->other};
	for (int i = 0; i < 3; i++)
		if (moved[i] >= 0)
			fd_own_move(&sh->fds, moved[i], ends[i]);
}

pid_t rehearse_child(struct shell *sh, const struct fork_subject *about, struct flow *failure)
{
	struct rehearsal *r = sh->rehearsal;
	const struct placement *place = about->place;
	struct outer_process state = state_of(sh);
	struct virtual_subshell *virtual = sh->virtual;
	struct environment_frame frame;
	struct strategy_choice choice = {STRATEGY_FORK, (uint8_t)fork_reason(sh, about), SIGCHLD};
	bool failed = failure->kind != FLOW_NEXT;
	int moved[3];
	struct spawn_plan plan;
	struct spawn_facts facts = fork_facts(sh, about);
	bool inside = rehearsal_choose(sh, choice, &facts, about->node, about->argv);

	if (about->kind == TRACE_SUBSHELL)
		rehearsal_part(r)->subshell = about->node;
	rehearsal_note_child(sh);
	spawn_plan_init(&plan);
	placement_descriptors(sh, &plan, place);
	rehearsal_count_plan(&sh->fds.calls, &plan);
	rehearsal_enter_frame(sh, &frame);
	journal_save_options(sh);
	subshell_become(sh);
	if (place->capture)
		substitution_enter(sh, !place->descriptors);
	else if (!place->descriptors)
		plain_subshell_enter(sh);
	sh->job_control = false;
	sh->jobs->live = 0;
	r->looked = false;
	move_ends(sh, place, moved);
	rehearsal_skip(sh);
	if (!failed) {
		struct flow flow = child_run(sh, about);
		rehearsal_end_process(sh, &flow);
	}
	environment_leave(sh, &frame);
	move_ends_back(sh, place, moved);
	rehearsal_skip(sh);
	sh->virtual = virtual;
	state_return(sh, &state);
	if (inside)
		rehearsal_leave_part(sh);
	r->known = false;
	*failure = flow_next(0);
	return 0;
}

bool rehearse_keeping(struct shell *sh, int fd)
{
	rehearsal_charge(sh);
	bool kept = journal_save_fd(sh, sh->subshell, fd) == 0;
	rehearsal_skip(sh);
	return kept;
}
