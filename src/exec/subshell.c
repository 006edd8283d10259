/*
 * Subshell environments that are processes of their own: ( ), $( ), and what a forked child does
 * first (XCU 2.13, 2.6.3).
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "error.h"
#include "handlers.h"
#include "internal.h"
#include "path.h"
#include "signals.h"
#include "source.h"
#include "traps.h"
#include "virtual.h"

void subshell_has_descriptor(struct shell *sh, int result, int fd)
{
	if (result >= 0)
		return;
	shell_error(sh, "%d: %s", fd, strerror(errno));
	exec_terminate(sh, flow_make(FLOW_EXIT, 126));
}

/* Gives a pipe end its number; the end itself is close-on-exec and the shell's own. */
static void place_fd(struct shell *sh, int end, int fd)
{
	if (end == fd) {
		subshell_has_descriptor(sh, fcntl(fd, F_SETFD, 0), fd);
		return;
	}
	subshell_has_descriptor(sh, end < 0 ? end : fd_vacate(&sh->fds, fd), fd);
	subshell_has_descriptor(sh, dup2(end, fd), fd);
	fd_own_close(&sh->fds, &end);
	fd_set_private(&sh->fds, fd, true);
}

void subshell_become(struct shell *sh)
{
	sh->virtual = NULL;
	shell_become_subshell(sh);
	sh->random_inherited = true;
	sh->trap_status = -1;
	traps_enter_subshell(sh);
}

void subshell_enter(struct shell *sh, const struct placement *place)
{
	bool job_control = sh->job_control;
	bool async = place->async && !job_control;
	struct spawn_plan plan;

	spawn_plan_init(&plan);
	placement_descriptors(sh, &plan, place);
	process_substitution_enter(place->descriptors);
	if (placement_leaves_coprocs(sh, place))
		coprocs_leave(sh, NULL);
	frames_become_process(sh, sh->frame);
	if (job_control) {
		setpgid(0, place->group);
		int terminal = place->foreground ? jobs_terminal_to_give(sh) : -1;
		if (terminal >= 0)
			tcsetpgrp(terminal, getpgrp());
	}
	if (place->async || place->pipeline || place->in >= 0)
		sh->stdin_given = place->in >= 0;
	bool inside = sh->traps.inherited != NULL;
	subshell_become(sh);
	if (place->descriptors && !inside)
		traps_forget_inherited(sh);
	file_sources_close(sh);
	jobs_enter_subshell(sh);
	signals_enter_subshell(sh, async);
	int other = place->other;
	fd_own_close(&sh->fds, &other);
	for (uint32_t i = 0; i < plan.fd_op_count; i++) {
		const struct fd_op *op = &plan.fd_ops[i];
		int fd = op->kind == FD_OP_OPEN ? fd_open_null(op->flags) : op->from;
		place_fd(sh, fd, op->fd);
	}
	if (place->capture) {
		substitution_enter(sh, !place->descriptors);
	} else if (place->descriptors) {
		sh->subshell_depth++;
		sh->trace_level++;
		sh->deaths_untold = true;
	} else {
		plain_subshell_enter(sh);
		sh->parenthesized = place->coproc;
	}
}

struct flow exec_in_child(struct shell *sh, const char *text,
			  struct flow (*body)(struct shell *sh, void *context), void *context)
{
	struct placement place = PLACEMENT_INIT;
	bool interrupted = false;
	struct flow flow = flow_next(0);

	place.foreground = true;
	struct fork_subject about = {.kind = TRACE_SUBSHELL,
				     .place = &place,
				     .text = text,
				     .body = body,
				     .context = context};
	pid_t pid = child_start(sh, &about, &flow);
	if (pid <= 0)
		return flow;
	if (sh->job_control)
		return wait_for_job(sh, pid, text);
	int status = process_wait_foreground(sh, pid, &interrupted);
	return flow_after_wait(status, interrupted);
}

struct flow exec_subshell(struct shell *sh, const struct unary *subshell, unsigned flags,
			  struct ended *ended)
{
	struct placement place = PLACEMENT_INIT;
	bool interrupted = false;

	sh->line = subshell->node.line;
	sh->command = &subshell->node;
	place.foreground = true;
	struct spawn_facts facts = facts_for(sh, BODY_SUBSHELL, &place, 0);
	if (strategy_choose(&facts, sh->policy).strategy == STRATEGY_IN_PROCESS)
		return virtual_run(sh, subshell->body, TRACE_SUBSHELL, NULL, -1,
				   (flags & EXEC_TAIL) | lone_flag(subshell->body), ended);
	struct flow flow = virtual_late_fork(sh, LATE_FORK_SUBSHELL);
	if (flow.kind != FLOW_NEXT)
		return flow;
	struct fork_subject about = {
		.kind = TRACE_SUBSHELL, .place = &place, .node = subshell->body};
	pid_t pid = child_start(sh, &about, &flow);
	if (pid <= 0)
		return flow;
	if (sh->job_control) {
		struct strbuf text = STRBUF_INIT;
		unparse(&text, &subshell->node);
		flow = wait_for_job(sh, pid, strbuf_text(&text));
		strbuf_free(&text);
		return flow;
	}
	*ended = (struct ended){pid, process_wait_quietly(sh, pid, &interrupted)};
	return flow_after_wait(wait_status_to_exit(ended->wait_status), interrupted);
}

/* ---- command substitution -------------------------------------------------------------- */

/* Reads a descriptor to its end.  With a flow traps run meanwhile.  0, or an errno: EINTR when
 * *flow says where the shell goes (exec_goes_on), or the shell is to end (signals_end_shell). */
static int read_all(int fd, struct strbuf *into, struct shell *sh, struct flow *flow)
{
	for (;;) {
		if (!strbuf_reserve(into, 4096))
			return ENOMEM;
		if (!flow && signals_pending && signals_end_shell(sh))
			return EINTR;
		ssize_t got = read(fd, into->data + into->len, into->cap - into->len - 1);
		if (got < 0 && errno == EINTR) {
			if (flow && !exec_goes_on(sh, flow))
				return EINTR;
			continue;
		}
		if (got <= 0)
			return got < 0 ? errno : 0;
		into->len += (size_t)got;
		into->data[into->len] = '\0';
	}
}

bool read_output(int fd, struct strbuf *into, struct shell *sh)
{
	int error = read_all(fd, into, sh, NULL);

	/* A user who asked for more than there is memory for is told with the value, and a signal
	 * ends the shell. */
	if (!error || error == EINTR || into->failed)
		return true;
	shell_error(sh, "command substitution: %s", strerror(error));
	return false;
}

/* NUL bytes cannot be in a variable; trailing newlines go (XCU 2.6.3). */
static void trim_output(struct strbuf *into, size_t from)
{
	if (!into->data)
		return;
	char *nul = memchr(into->data + from, '\0', into->len - from);
	if (nul) {
		size_t to = (size_t)(nul - into->data);
		for (size_t i = to; i < into->len; i++)
			if (into->data[i])
				into->data[to++] = into->data[i];
		strbuf_truncate(into, to);
	}
	while (into->len > from && into->data[into->len - 1] == '\n')
		into->len--;
	strbuf_truncate(into, into->len);
}

/* $(<file): the shell reads the file itself. */
static struct flow substitute_file(struct shell *sh, const struct part *part, struct strbuf *into)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	const struct simple *simple = (const struct simple *)part->command;
	struct flow flow;
	char *path = redirection_word(sh, simple->redirs->target, &flow);
	if (path && sh->virtual && path_names_process(sh, path)) {
		flow = virtual_late_fork(sh, LATE_FORK_SELF);
		if (flow.kind != FLOW_NEXT)
			path = NULL;
	}
	if (path) {
		fd_count(&sh->fds, 0, 0, 1);
		int fd = sh->rehearsal ? fd_open_null(O_RDONLY)
				       : exec_open(sh, path, O_RDONLY, 0, &flow);
		int error = fd < 0 ? errno : read_all(fd, into, sh, &flow);
		if (fd >= 0)
			close(fd);
		if (error && !into->failed && error != EINTR)
			shell_error_in(sh, path, "%s", strerror(error));
		if (error != EINTR)
			flow = flow_next(error && !into->failed);
	}
	arena_release_fast(&sh->scratch, mark);
	return flow;
}

/* Collects a child's output and its status. */
static struct flow substitute_process(struct shell *sh, const struct part *part,
				      struct strbuf *into)
{
	struct placement place = PLACEMENT_INIT;
	bool interrupted = false, job_control = sh->job_control, stops_ignored = sh->stops_ignored;
	struct flow flow = virtual_before_process(sh, false, LATE_FORK_SUBSHELL);
	int in = -1, out = -1;

	if (flow.kind != FLOW_NEXT)
		return flow;
	if (!pipe_make(sh, &in, &out))
		return flow_make(FLOW_ERROR, 2);
	place.capture = true;
	place.out = out;
	place.other = in;
	/* a substitution stays in the shell's process group */
	sh->stops_ignored |= job_control;
	sh->job_control = false;
	pid_t pid = stage_start(sh, part->command, &place, &flow);
	sh->stops_ignored = stops_ignored;
	sh->job_control = job_control;
	fd_own_close(&sh->fds, &out);
	bool read = pid <= 0 || read_output(in, into, sh);
	fd_own_close(&sh->fds, &in);
	if (pid <= 0)
		return flow_next(flow.status);
	int wait_status = process_wait_quietly(sh, pid, &interrupted);
	return flow_after_wait(read ? wait_status_to_exit(wait_status) : 1, interrupted);
}

static struct flow substitute_command(struct shell *sh, const struct part *part,
				      struct strbuf *into)
{
	struct placement place = PLACEMENT_INIT;
	struct ended ended;
	place.capture = true;
	struct spawn_facts facts = facts_for(sh, BODY_SUBSTITUTION, &place, 0);
	if (strategy_choose(&facts, sh->policy).strategy == STRATEGY_IN_PROCESS)
		return virtual_run(sh, part->command, TRACE_SUBSTITUTION, into, -1, 0, &ended);
	return substitute_process(sh, part, into);
}

/* Complains of a text that is no command, and so is no expansion either. */
static struct flow refuse_substitution(struct shell *sh, const struct node *command)
{
	struct flow flow = exec_node(sh, command, 0);

	return flow.kind == FLOW_NEXT ? flow_make(FLOW_ABANDON, 1) : flow;
}

static bool is_cut_off(const struct node *node)
{
	return node->kind == NODE_LATE && ((const struct late_command *)node)->cut_off;
}

struct flow command_substitute(struct shell *sh, const struct part *part, struct strbuf *into)
{
	size_t from = into->len;
	uint32_t line = sh->line;
	struct flow flow = flow_next(0);

	if (__builtin_expect(sh->witness != NULL, 0) && part->command) {
		flow = sh->witness->substitution(sh, sh->witness->context, part);
		if (flow.kind != FLOW_NEXT)
			return flow;
	}
	bool rehearsed = __builtin_expect(sh->rehearsal != NULL, 0) && part->command;
	if (rehearsed)
		rehearse_substitution(sh, part);
	if (part->command && part->read_file)
		flow = substitute_file(sh, part, into);
	else if (part->command && part->brace)
		flow = brace_substitute(sh, part, into);
	else if (part->command && is_cut_off(part->command))
		flow = refuse_substitution(sh, part->command);
	else if (part->command)
		flow = substitute_command(sh, part, into);
	if (rehearsed)
		rehearse_output(sh, into);
	sh->line = line;
	sh->status = flow.status;
	if (!into->failed && part->brace != BRACE_REPLY)
		trim_output(into, from);
	/* Its output is not complete, and no command is to have it. */
	if (__builtin_expect(signals_pending, 0) && signals_end_shell(sh))
		return exec_pending_traps(sh);
	return flow;
}
