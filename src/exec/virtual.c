/*
 * Virtual subshells: entering and leaving the frame, and the late fork.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "error.h"
#include "handlers.h"
#include "traps.h"
#include "virtual.h"

/* ---- the frame ------------------------------------------------------------------------- */

void virtual_enter(struct shell *sh, struct virtual_subshell *v, bool captures, bool tail)
{
	v->outer = sh->virtual;
	v->span.record = NULL;
	v->at_tail = v->real = v->stand_in_told = false;
	v->stand_in = NULL;
	v->ended = (struct ended){0, 0};
	v->captures = captures;
	if (v->outer) {
		v->outer_at_tail = v->outer->at_tail;
		v->outer->at_tail = tail;
	}
	signals_prepare_virtual(sh);
	sh->virtual = v;
	environment_enter(sh, &v->environment, false);
	if (captures) {
		v->bytes = (struct strbuf)STRBUF_INIT;
		v->outer_out = sh->out;
		v->outer_captured = sh->captured;
		outbuf_init(&sh->out, -1);
		sh->out.gives_up = v->outer_out.gives_up; /* should it get a descriptor */
		sh->out.context = v->outer_out.context;
		sh->captured = &v->bytes;
		/* a substitution stays in the shell's process group */
		sh->stops_ignored |= sh->job_control;
		sh->job_control = false;
	}
	if (sh->traps.set_mask || sh->traps.hooks) {
		sh->traps_outside |= sh->traps.set_mask;
		traps_enter_subshell(sh);
	}
	sh->exit_trap_running = sh->child_trap_running = false;
	sh->trap_status = -1;
	sh->jobs_inherited = true;
}

/* Moves what was written to memory behind the output; its buffer itself, when nothing is before
 * it. */
static void hand_over_output(struct shell *sh, struct virtual_subshell *v, struct strbuf *output)
{
	struct strbuf *bytes = &sh->out.bytes;

	if (output->len == 0 && v->bytes.len == 0 && !output->failed && !v->bytes.failed) {
		struct strbuf unused = *output;
		*output = *bytes;
		*bytes = unused;
	} else {
		strbuf_append(output, &v->bytes);
		strbuf_append(output, bytes);
	}
}

void virtual_leave(struct shell *sh, struct virtual_subshell *v, struct strbuf *output)
{
	environment_leave(sh, &v->environment);
	if (v->outer)
		v->outer->at_tail = v->outer_at_tail;
	if (output) {
		hand_over_output(sh, v, output);
		strbuf_free(&v->bytes);
		outbuf_free(&sh->out);
		sh->out = v->outer_out;
		sh->captured = v->outer_captured;
	}
	/* The environment around may have been rehearsed as a process meanwhile. */
	sh->virtual = v->outer && v->outer->real ? NULL : v->outer;
	if (__builtin_expect(sh->traps_waiting != 0, 0))
		signals_go_on(sh);
}

bool stage_take_input(struct shell *sh, struct frame *frame, int input)
{
	bool taken = journal_save_fd(sh, frame, STDIN_FILENO) == 0 &&
		     fd_dup2(&sh->fds, input, STDIN_FILENO) >= 0;
	fd_own_close(&sh->fds, &input);
	if (taken)
		fd_set_private(&sh->fds, STDIN_FILENO, true);
	else
		shell_error(sh, "standard input: %s", strerror(errno));
	return taken;
}

struct frame *redirection_frame(const struct shell *sh, unsigned flags, struct frame *own)
{
	if (!(flags & EXEC_WHOLE))
		return own;
	/* what is a process in a rehearsal puts nothing back either */
	return sh->virtual && !sh->virtual->real ? sh->subshell : NULL;
}

/* ---- stand-ins ------------------------------------------------------------------------- */

struct stand_in *virtual_stand_in(const struct shell *sh)
{
	return sh->virtual && sh->virtual->outer ? sh->virtual->outer->stand_in : NULL;
}

/* True when a stand-in is there for the program that is to run, where that is sufficient: at the
 * end of a substitution within the subshell, whose output is read to its end in any case.  In
 * prompts and completions alone: a script may ask a program for its parent by
 * `sh -c 'echo $PPID'`, and use the answer behind a late fork, whose process is another. */
static bool stands_in(struct shell *sh, bool tail)
{
	struct virtual_subshell *outer = sh->virtual->outer;

	if (!tail || !outer || !sh->virtual->captures || sh->policy != POLICY_AUTO ||
	    !(sh->prompting || sh->kept_screen) || !stand_in_is_possible(sh))
		return false;
	if (__builtin_expect(sh->rehearsal != NULL, 0)) {
		if (!outer->stand_in_told)
			rehearse_stand_in(sh);
		return outer->stand_in_told = true;
	}
	if (!outer->stand_in)
		outer->stand_in = __builtin_expect(sh->trace != NULL, 0)
					  ? traced_stand_in(sh)
					  : stand_in_make(sh, signals_prepare_stand_in(sh));
	return outer->stand_in != NULL;
}

static struct flow stand_in_gone(struct shell *sh, struct virtual_subshell *v)
{
	v->ended = process_end_stand_in(sh, v->stand_in);
	v->stand_in = NULL;
	sh->leaving = v;
	return flow_make(FLOW_SUBSHELL, wait_status_to_exit(v->ended.wait_status));
}

struct flow virtual_stand_in_gone(struct shell *sh)
{
	return stand_in_gone(sh, sh->virtual->outer);
}

struct flow virtual_look_at_stand_ins(struct shell *sh)
{
	struct virtual_subshell *found = NULL;

	for (struct virtual_subshell *v = sh->virtual; v; v = v->outer)
		if (v->stand_in && stand_in_is_gone(v->stand_in))
			found = v;
	return found ? stand_in_gone(sh, found) : flow_next(sh->status);
}

/* The body is over.  Something may have killed the stand-in before; a process that took the body
 * over has an end of its own. */
static void leave_stand_in(struct shell *sh, struct virtual_subshell *v, struct flow *flow)
{
	bool gone = stand_in_is_gone(v->stand_in);
	struct ended ended = process_end_stand_in(sh, v->stand_in);

	v->stand_in = NULL;
	if (!gone || flow->kind == FLOW_SUBSHELL)
		return;
	v->ended = ended;
	flow->status = wait_status_to_exit(ended.wait_status);
}

struct flow virtual_run(struct shell *sh, const struct node *body, enum trace_kind kind,
			struct strbuf *output, int input, unsigned flags, struct ended *ended)
{
	struct virtual_subshell v;
	int status = sh->status;

	if (__builtin_expect(sh->rehearsal != NULL, 0))
		return rehearse_virtual(sh, body, output, input, flags, ended, kind);
	virtual_enter(sh, &v, output != NULL, (flags & EXEC_TAIL) != 0);
	if (__builtin_expect(sh->trace != NULL, 0))
		traced_enter(sh, &v, body, kind);
	if (kind == TRACE_SUBSTITUTION)
		substitution_enter(sh, true);
	else
		plain_subshell_enter(sh);
	/* ( ( ) ) is one environment, as it is one process elsewhere (child_run) */
	if (kind == TRACE_SUBSHELL && body->kind == NODE_SUBSHELL && !(sh->watch & WATCH_ERR)) {
		body = ((const struct unary *)body)->body;
		plain_subshell_enter(sh);
	}
	sh->parenthesized |= kind == TRACE_SUBSHELL || flags & EXEC_PARENTHESES;
	flags &= ~(unsigned)EXEC_PARENTHESES;
	if (__builtin_expect(sh->coprocs != NULL, 0) && kind != TRACE_SUBSTITUTION)
		coprocs_leave(sh, &v.environment.frame);
	struct flow flow = flow_next(1);
	sh->stdin_given |= input >= 0;
	if (input < 0 || stage_take_input(sh, &v.environment.frame, input))
		flow = exec_node(sh, body, flags | EXEC_TAIL);
	if (v.real)
		exec_terminate(sh, flow);
	if (__builtin_expect(v.stand_in != NULL, 0))
		leave_stand_in(sh, &v, &flow);
	bool elsewhere = flow.kind == FLOW_SUBSHELL && sh->leaving != &v;
	virtual_leave(sh, &v, output);
	if (__builtin_expect(sh->coprocs != NULL, 0))
		coprocs_reap(sh); /* as after the wait for a process */
	if (__builtin_expect(v.span.record != NULL, 0))
		trace_span_end(sh, &v.span,
			       v.ended.wait_status ? v.ended.wait_status
						   : W_EXITCODE(flow.status & 0xff, 0),
			       elsewhere);
	*ended = v.ended;
	if (!WIFSIGNALED(ended->wait_status))
		ended->wait_status = W_EXITCODE(flow.status & 0xff, 0);
	/* A trap here overrules what SIGINT did to a subshell. */
	if (flow.kind == FLOW_INTERRUPT && signal_has_trap(sh, SIGINT))
		return flow_next(flow.status);
	if (flow.kind == FLOW_INTERRUPT || elsewhere)
		return flow;
	if (__builtin_expect(signals_pending, 0) && signals_end_shell(sh))
		return flow_next(status); /* its EXIT trap finds $? as it was */
	return flow_next(flow.status);
}

/* ---- the late fork --------------------------------------------------------------------- */

/* The destination of the output of v's commands, seen from deep inside it. */
struct destination {
	struct outbuf *out; /* sh->out, unless a substitution inside v has put that aside */
	struct save
		*redirected; /* with out over memory before: the redirection of descriptor 1 that
	                            will end inside v, or NULL */
	struct strbuf *collected; /* what was written to memory so far; NULL: it is a descriptor */
};

static struct destination destination_of(struct shell *sh, struct virtual_subshell *v)
{
	struct destination d = {.out = &sh->out};
	struct frame *youngest = sh->frame;
	struct virtual_subshell *capturing = v;

	for (struct virtual_subshell *inner = sh->virtual; inner != v; inner = inner->outer)
		if (inner->captures) {
			d.out = &inner->outer_out;
			youngest = inner->environment.frame.parent;
		}
	while (capturing && !capturing->captures && !capturing->real)
		capturing = capturing->outer;
	d.redirected = journal_captured_output(youngest, &v->environment.frame);
	if (d.redirected)
		d.collected = &capturing->bytes;
	else if (d.out->fd < 0)
		d.collected = &d.out->bytes;
	return d;
}

/* From now on it is a pipe, which is there already. */
static void become_pipe(struct destination *d)
{
	if (d->redirected) {
		d->redirected->fd.captured = false;
	} else {
		strbuf_reset(&d->out->bytes);
		d->out->fd = STDOUT_FILENO;
	}
}

/* The child's output is the pipe from now on; what was collected stays the parent's.  -1 with
 * errno. */
static int child_output(struct shell *sh, struct virtual_subshell *v, struct destination *d,
			int *end)
{
	struct save *save = journal_outermost_output(sh->frame, &v->environment.frame);
	int result = 0;

	if (save) {
		/* Descriptor 1 is elsewhere just now, and is to come back as the pipe. */
		fd_own_close(&sh->fds, &save->fd.saved);
		fd_own_rehold(&sh->fds, *end, &save->fd.saved);
		*end = -1;
	} else {
		result = dup2(*end, STDOUT_FILENO);
	}
	become_pipe(d);
	return result;
}

/* Of a late fork's child: it is the parent's. */
static void stand_in_forget(struct shell *sh, struct virtual_subshell *v)
{
	if (v->stand_in)
		stand_in_free(sh, v->stand_in);
	v->stand_in = NULL;
}

/* The child is the subshell v, with all that runs inside it. */
static void become(struct shell *sh, struct virtual_subshell *v)
{
	struct virtual_subshell *inner = sh->virtual;

	frames_become_process(sh, &v->environment.frame);
	v->real = true;
	v->outer = NULL;
	if (v->stand_in)
		sh->stood_for = stand_in_pid(v->stand_in);
	stand_in_forget(sh, v);
	if (inner == v)
		sh->virtual = NULL;
	else
		while (stand_in_forget(sh, inner), inner->outer != v)
			inner = inner->outer;
	if (inner != v)
		inner->outer = NULL;
	environment_become_process(sh, NULL);
	jobs_enter_subshell(sh);
	signals_enter_subshell(sh, false);
}

/* The same for explain: this process goes on as the child, until v ends. */
static struct flow rehearse_fork(struct shell *sh, struct virtual_subshell *v,
				 enum late_fork_reason reason)
{
	struct frame *frame = &v->environment.frame;
	struct destination d = destination_of(sh, v);
	struct fd_calls calls = {.pipes = d.collected != NULL};

	/* Both processes put back what is redirected around this place. */
	calls.dups = journal_saved_fds(sh->frame, frame) +
		     (d.collected && !journal_outermost_output(sh->frame, frame));
	if (d.collected)
		become_pipe(&d);
	v->real = true;
	if (sh->virtual == v)
		sh->virtual = NULL;
	environment_become_process(sh, frame);
	rehearse_late_fork(sh, reason, &calls);
	return flow_next(sh->status);
}

/* The parent of a late fork holds nothing open that is redirected inside v: a file could not be
 * executed, and a FIFO would have no end, until the child is gone. */
static void leave_redirections(struct shell *sh, struct virtual_subshell *v)
{
	struct virtual_subshell *inner = sh->virtual;
	struct outbuf *out = &sh->out;

	for (struct frame *frame = sh->frame; frame; frame = frame->parent) {
		journal_undo_frame_redirections(sh, frame, out);
		if (frame == &v->environment.frame)
			break;
		if (frame == &inner->environment.frame) {
			if (inner->captures)
				out = &inner->outer_out;
			inner = inner->outer;
		}
	}
}

static struct flow fork_late(struct shell *sh, struct virtual_subshell *v,
			     enum late_fork_reason reason)
{
	if (__builtin_expect(sh->rehearsal != NULL, 0))
		return rehearse_fork(sh, v, reason);
	struct destination d = destination_of(sh, v);
	int in = -1, out = -1;
	bool interrupted = false;

	if (d.collected && !pipe_make(sh, &in, &out))
		return flow_make(FLOW_ERROR, 2);
	signals_prepare_wait(sh);
	jobs_poll(sh); /* as before any fork: what has ended is nobody for the child's kill */
	fds_share_all(&sh->fds);
	pid_t pid = __builtin_expect(sh->trace != NULL, 0) ? traced_late_fork(sh, v, reason)
							   : spawn_shell(sh);
	if (pid == 0) {
		fd_own_close(&sh->fds, &in);
		int placed = out >= 0 ? child_output(sh, v, &d, &out) : 0;
		int error = errno;
		fd_own_close(&sh->fds, &out);
		become(sh, v);
		errno = error;
		subshell_has_descriptor(sh, placed, STDOUT_FILENO);
		return flow_next(sh->status);
	}
	fd_own_close(&sh->fds, &out);
	if (pid < 0) {
		fd_own_close(&sh->fds, &in);
		return flow_make(FLOW_ERROR, 126);
	}
	leave_redirections(sh, v);
	bool read = in < 0 || read_output(in, d.collected, sh);
	fd_own_close(&sh->fds, &in);
	v->ended = (struct ended){pid, process_wait_quietly(sh, pid, &interrupted)};
	sh->leaving = v;
	return flow_make(interrupted ? FLOW_INTERRUPT : FLOW_SUBSHELL,
			 read ? wait_status_to_exit(v->ended.wait_status) : 1);
}

/* The outermost virtual subshell that has more to do: what is done now is not its last.  Later ones
 * are part of it. */
static struct virtual_subshell *outermost_unfinished(struct shell *sh)
{
	struct virtual_subshell *found = NULL;
	for (struct virtual_subshell *v = sh->virtual; v && !v->real; v = v->outer)
		if (!v->at_tail)
			found = v;
	return found;
}

struct flow virtual_before_process(struct shell *sh, bool tail, enum late_fork_reason reason)
{
	/* In the child of one late fork the inner subshells are virtual still, and may need the
	 * next. */
	while (__builtin_expect(sh->virtual != NULL, 0)) {
		sh->virtual->at_tail = tail;
		struct virtual_subshell *v = outermost_unfinished(sh);
		if (!v || (reason == LATE_FORK_EXTERNAL && stands_in(sh, tail)))
			break;
		struct flow flow = fork_late(sh, v, reason);
		if (flow.kind != FLOW_NEXT)
			return flow;
	}
	return flow_next(sh->status);
}

struct flow virtual_late_fork(struct shell *sh, enum late_fork_reason reason)
{
	return virtual_before_process(sh, false, reason);
}
