/*
 * Running trap actions (XCU 2.15 trap, 2.12), and the ends of shell environments.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "handlers.h"
#include "internal.h"
#include "mem.h"
#include "readahead.h"
#include "traps.h"
#include "virtual.h"

/* A trap's action, in messages about its text. */
static const char *text_name(int trap)
{
	switch (trap) {
	case 0:
		return "exit trap";
	case TRAP_DEBUG:
		return "debug trap";
	case TRAP_ERR:
		return "error trap";
	case TRAP_RETURN:
		return "return trap";
	default:
		return "trap";
	}
}

/* PIPESTATUS is afterwards what it was before, too. */
static void put_back_stages(struct shell *sh, const struct pipe_statuses *before, const int *values)
{
	uint32_t kept = before->pending;

	if (before->count != PIPE_STATUSES_NONE && before->count > kept)
		kept = before->count;

	if (kept)
		pipe_statuses_set(sh, values, kept);
	sh->pipe_statuses.count = before->count;
	sh->pipe_statuses.pending = before->pending;
}

/* An action may change or remove its own trap: it runs from a copy. */
struct flow trap_run_action(struct shell *sh, int trap, int *result)
{
	char *copy = mem_strdup(sh->traps.at[trap].action);
	int status = sh->status, outer = sh->trap_status, substitution = sh->substitution_status;
	uint32_t line = sh->line, outer_depth = sh->trap_depth;
	const struct node *command = sh->command, *outer_command = sh->trap_command;
	struct pipe_statuses stages = sh->pipe_statuses;
	struct arena_mark mark = arena_mark(&sh->scratch);
	size_t stages_size = stages.cap * sizeof(int);
	int *stage_values = arena_alloc(&sh->scratch, stages_size);
	if (stages_size)
		memcpy(stage_values, stages.values, stages_size);
	sh->trap_status = trap == TRAP_DEBUG ? -1 : status;
	sh->trap_depth = sh->function_depth + sh->dot_depth;
	if (!outer_command)
		sh->trap_command = command;
	/* The lines of a signal's or EXIT's action count from 1, as in bash. */
	if (trap < TRAP_DEBUG)
		sh->line = 1;
	struct symbol *number = symbol_intern(&sh->symbols, "BASH_TRAPSIG", 12);
	int64_t outer_number;
	bool nested = var_is_set(number) && var_number(sh, number, &outer_number);
	var_set_number(sh, number, trap);
	sh->jobs_untold++;
	struct flow flow = exec_string(sh, copy, strlen(copy), text_name(trap), 0);
	sh->jobs_untold--;
	if (nested)
		var_set_number(sh, number, outer_number);
	else
		var_unset(sh, number);
	sh->trap_command = outer_command;
	sh->command = command;
	sh->trap_status = outer;
	sh->trap_depth = outer_depth;
	sh->substitution_status = substitution;
	sh->line = line;
	mem_free(copy);
	put_back_stages(sh, &stages, stage_values);
	arena_release_fast(&sh->scratch, mark);
	if (result)
		*result = sh->status;
	if (flow.kind == FLOW_NEXT)
		sh->status = status;
	return flow;
}

/* SIGINT without a trap: an interactive shell goes back to its prompt, another dies of it. */
static struct flow interrupt(struct shell *sh)
{
	sh->status = 128 + SIGINT;
	return flow_make(FLOW_INTERRUPT, sh->status);
}

/* SIGPIPE is caught only so that it ends a virtual subshell and not the shell. */
static struct flow broken_pipe(struct shell *sh)
{
	if (!sh->virtual) {
		trace_finish(sh);
		signal_die(sh, SIGPIPE);
	}
	sh->status = 128 + SIGPIPE;
	return flow_make(FLOW_EXIT, sh->status);
}

/* SIGQUIT does nothing to an interactive shell, or runs the trap of an environment around; a
 * virtual subshell dies of what the terminal sent, as a real one would that got it too. */
static struct flow quit(struct shell *sh)
{
	sh->virtual->ended.wait_status = W_EXITCODE(0, SIGQUIT);
	if (sh->virtual->outer) /* which comes to see it when this one has been left */
		signal_pending[SIGQUIT] = SIGNAL_FROM_KERNEL;
	sh->status = 128 + SIGQUIT;
	return flow_make(FLOW_EXIT, sh->status);
}

/* SIGHUP is caught by an interactive shell alone: its jobs are to hear of it, then it dies of
 * it. */
static struct flow hung_up(struct shell *sh)
{
	sh->fatal_signal = SIGHUP;
	signal_pending[SIGHUP] = 1; /* to end all virtual subshells, and the shell */
	sh->status = 128 + SIGHUP;
	return flow_make(FLOW_EXIT, sh->status);
}

/* It would have ended the shell at once, were there no EXIT trap, which finds $? as it is. */
static struct flow end_shell(struct shell *sh, int signal, enum signal_origin origin)
{
	sh->fatal_signal = signal;
	signal_pending[signal] =
		(sig_atomic_t)origin; /* to end all virtual subshells, and the shell */
	return flow_make(FLOW_EXIT, sh->status);
}

/* The trap on SIGCHLD: once for each child that has ended, as in bash; what its action runs in the
 * foreground is not counted, so that an action that runs a program does not go on for ever. */
static struct flow children_ended(struct shell *sh)
{
	struct flow flow = flow_next(sh->status);

	if (sh->child_trap_running)
		return flow; /* who runs it looks again at the end */
	sh->child_trap_running = true;
	jobs_poll(sh);
	do {
		sh->jobs->deaths -= sh->jobs->deaths > 0;
		const char *action = sh->traps.at[SIGCHLD].action;
		if (!action || !*action)
			break;
		flow = trap_run_action(sh, SIGCHLD, NULL);
		jobs_poll(sh);
	} while (sh->jobs->deaths && flow.kind == FLOW_NEXT);
	sh->child_trap_running = false;
	if (signal_pending[SIGCHLD] == SIGNAL_FROM_KERNEL)
		signal_pending[SIGCHLD] = 0; /* all that have ended were looked at */
	return flow;
}

/* Acts on one signal that has come. */
static struct flow act_on(struct shell *sh, int signal)
{
	enum signal_origin origin = (enum signal_origin)signal_pending[signal];
	const char *action = sh->traps.at[signal].action;
	bool outside = !action && signal_has_trap_outside(sh, signal);
	bool ends_shell = signal_ends_shell(sh, signal);

	signal_pending[signal] = 0;
	if (ends_shell)
		return end_shell(sh, signal, origin);
	if (action && *action)
		return signal == SIGCHLD ? children_ended(sh) : trap_run_action(sh, signal, NULL);
	if (action)
		return flow_next(sh->status);
	if (signal == SIGCHLD && sh->virtual)
		return virtual_look_at_stand_ins(sh);
	/* A signal from a process is for the shell.  One from the terminal a real subshell would
	 * get, too, and SIGPIPE nobody else. */
	if (outside && (signal != SIGPIPE || origin == SIGNAL_FROM_PROCESS))
		signal_put_aside(sh, signal);
	if (signal == SIGINT && (!outside || origin == SIGNAL_FROM_KERNEL))
		return interrupt(sh);
	if (signal == SIGPIPE && (!outside || origin == SIGNAL_FROM_KERNEL))
		return broken_pipe(sh);
	if (signal == SIGQUIT && sh->virtual && origin == SIGNAL_FROM_KERNEL)
		return quit(sh);
	if (signal == SIGHUP && !outside)
		return hung_up(sh);
	return flow_next(sh->status);
}

struct flow exec_pending_traps(struct shell *sh)
{
	struct flow flow = flow_next(sh->status);
	while (signals_pending && !sh->rehearsal) {
		signals_pending = 0;
		for (int signal = 1; signal < TRAP_COUNT; signal++) {
			if (!signal_pending[signal])
				continue;
			flow = act_on(sh, signal);
			if (flow.kind != FLOW_NEXT) {
				signals_pending = 1; /* whatever else came is looked at later */
				return flow;
			}
		}
	}
	return flow;
}

bool exec_goes_on(struct shell *sh, struct flow *flow)
{
	bool undone = sh->subshell && sh->subshell->expansion;

	if (!undone || signals_end_command(sh))
		*flow = exec_pending_traps(sh);
	else
		*flow = flow_next(sh->status);
	return flow->kind == FLOW_NEXT;
}

int exec_open(struct shell *sh, const char *path, int flags, mode_t mode, struct flow *flow)
{
	readahead_make_room(&sh->fds);
	for (;;) {
		int fd = open(path, flags | O_CLOEXEC, mode);
		if (fd >= 0 || errno != EINTR)
			return fd;
		if (!exec_goes_on(sh, flow)) {
			errno = EINTR;
			return -1;
		}
	}
}

static int run_exit_trap(struct shell *sh, int status)
{
	const char *action = sh->traps.at[0].action;

	sh->status = status;
	if (!action || !*action || sh->exit_trap_running)
		return status;
	sh->exit_trap_running = true;
	signals_prepare_wait(sh);
	sh->errexit_ignored = 0;
	struct flow flow = trap_run_action(sh, 0, NULL);
	/* The action was ended by it, and so is the shell. */
	if (flow.kind == FLOW_INTERRUPT && !OPT(sh, INTERACTIVE))
		sh->fatal_signal = SIGINT;
	return flow.kind == FLOW_EXIT || flow.kind == FLOW_ERROR || flow.kind == FLOW_ABANDON
		       ? flow.status
		       : status;
}

int exec_exit_trap_here(struct shell *sh, int status)
{
	/* A login shell's logout file comes first. */
	if (sh->rehearsal || OPT(sh, POSIX) || OPT(sh, LOGIN))
		return status;
	return run_exit_trap(sh, status);
}

int exec_exit_trap(struct shell *sh, int status)
{
	if (signals_end_shell(sh))
		exec_pending_traps(sh);
	signal_pending[sh->fatal_signal] = 0; /* what is to be run now is not cut off by it */
	sh->status = status;
	if (sh->ops.session_end && !sh->is_subshell)
		sh->ops.session_end(sh);
	status = run_exit_trap(sh, status);
	if (sh->ops.history_save && !sh->is_subshell && !sh->virtual)
		sh->ops.history_save(sh);
	outbuf_flush(&sh->out);
	readahead_pay(&sh->fds);
	return status;
}

void exec_terminate(struct shell *sh, struct flow flow)
{
	bool interrupted = flow.kind == FLOW_INTERRUPT;
	int status = exec_exit_trap(sh, flow.status);
	if (__builtin_expect(sh->trace != NULL, 0))
		trace_finish(sh);
	if (sh->job_control && !sh->is_subshell)
		jobs_set_control(sh, false); /* whoever started the shell has the terminal again */
	if (interrupted || sh->fatal_signal)
		signal_die(sh, sh->fatal_signal ? sh->fatal_signal : SIGINT);
	_exit(status & 0xff);
}
