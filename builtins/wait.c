/*
 * wait: for jobs and processes of this shell (XCU wait), with bash's -f, -n and -p.  A signal
 * that ends it early stays pending: the executor acts on it next.
 */
#include <limits.h>
#include <signal.h>
#include <string.h>
#include "builtins.h"
#include "chars.h"
#include "coproc.h"
#include "error.h"
#include "exec.h"
#include "expand.h"
#include "handlers.h"
#include "jobs.h"
#include "mem.h"
#include "readahead.h"
#include "var.h"

/* The meaning of an operand. */
struct target {
	struct job *job; /* a job in the table, or NULL */
	int status;	 /* without one: the status remembered, or 127 */
	pid_t pid;	 /* whose status that is, or 0 */
};

/* A word behind wait -n that is no number may be a job without its percent sign. */
static bool find_bare_job(struct shell *sh, char **argv, const char *operand, struct target *target)
{
	shell_error_in(sh, argv[0], "warning: %s: job specification requires leading `%%'",
		       operand);
	target->job = job_by_spec(sh, NULL, operand);
	if (!target->job)
		shell_error_in(sh, argv[0], "`%s': not a pid or valid job spec", operand);
	return target->job != NULL;
}

/* False when the operand is neither a process id nor a job id (reported).  `unknown` is the message
 * about a process id that is none of a child. */
static bool find_target(struct shell *sh, char **argv, const char *operand, const char *unknown,
			struct target *target)
{
	long pid;

	*target = (struct target){NULL, 127, 0};
	if (*operand == '%') {
		target->job = job_by_spec(sh, argv[0], operand);
		return true;
	}
	if (!is_digit(*operand) || !parse_operand(operand, INT_MAX, &pid)) {
		shell_error_in(sh, argv[0], "`%s': not a pid or valid job spec", operand);
		return false;
	}
	target->job = job_by_pid(sh, (pid_t)pid);
	if (!target->job) {
		int status = jobs_finished_status(sh, (pid_t)pid);

		if (status >= 0) {
			target->status = status;
			target->pid = (pid_t)pid;
			if (sh->coprocs) /* it may be one that ended since, as after any wait */
				coprocs_reap(sh);
		} else if (!OPT(sh, POSIX)) { /* to POSIX it is a process that exited with 127 */
			shell_error_in(sh, argv[0], unknown, operand);
		}
	}
	return true;
}

const struct builtin_option wait_options[] = {
	{'f', NULL, NULL, "wait until the job has ended, not until it stops"},
	{'n', NULL, NULL, "wait for the next of the jobs to end"},
	{'p', NULL, "NAME", "give the variable the process id of the job that was waited for"},
	{0, NULL, NULL, NULL},
};

struct waiting {
	bool next;	      /* -n */
	bool ended;	      /* -f */
	const char *variable; /* -p, or NULL */
	pid_t pid;	      /* of what was waited for; 0 for none */
};

/* Outside POSIX mode the end of a child does not end the wait: a trap on SIGCHLD is run in
 * between. */
static int wait_for(struct shell *sh, struct job *job, bool ended, bool *trapped, struct flow *flow)
{
	pid_t pid = job && job->process_count ? job->processes[job->process_count - 1].pid : 0;

	for (;;) {
		int status = jobs_wait(sh, job, ended, trapped);
		if (!*trapped || status != 128 + SIGCHLD || OPT(sh, POSIX))
			return status;
		*trapped = false;
		*flow = exec_pending_traps(sh);
		if (flow->kind != FLOW_NEXT)
			return status;
		if (job && !(job = job_by_pid(sh, pid)))
			return jobs_finished_status(sh, pid);
	}
}

static int wait_for_each(struct shell *sh, char **argv, char **operands, struct waiting *waiting,
			 struct flow *flow)
{
	int status = 0;

	for (; *operands; operands++) {
		struct target target;
		bool trapped = false;

		if (!find_target(sh, argv, *operands, "pid %s is not a child of this shell",
				 &target)) {
			status = 1;
			continue;
		}
		if (target.job && target.job->process_count)
			waiting->pid = target.job->processes[target.job->process_count - 1].pid;
		else if (!target.job)
			waiting->pid = target.pid;
		status = target.job ? wait_for(sh, target.job, waiting->ended, &trapped, flow)
				    : target.status;
		if (trapped || flow->kind != FLOW_NEXT)
			break;
	}
	return status;
}

static int wait_for_next(struct shell *sh, int argc, char **argv, int first,
			 struct waiting *waiting)
{
	struct job **among = mem_alloc((size_t)(argc - first + 1) * sizeof(*among));
	uint32_t count = 0;
	int status = 127;
	bool trapped = false;

	jobs_poll(sh);
	for (int i = first; i < argc; i++) {
		struct target target = {NULL, 127, 0};
		bool named = !is_digit(*argv[i]) && *argv[i] != '%' && !OPT(sh, POSIX);

		if (named ? !find_bare_job(sh, argv, argv[i], &target)
			  : !find_target(sh, argv, argv[i], "`%s': not a pid or valid job spec",
					 &target))
			continue;
		if (target.job)
			among[count++] = target.job;
		if (!target.pid || waiting->pid)
			continue;
		status = target.status;
		waiting->pid = target.pid;
	}
	if (first == argc || (count && !waiting->pid))
		status = jobs_wait_next(sh, among, count, waiting->ended, &waiting->pid, &trapped);
	mem_free(among);
	return status;
}

/* -1 to go on, else a status. */
static int parse_options(struct shell *sh, char **argv, struct optscan *scan,
			 struct waiting *waiting)
{
	int option;

	while ((option = optscan_next_option(sh, scan, wait_options)) != -1) {
		if (option == OPTION_HELP)
			return 0;
		if (option == '?')
			return 2;
		waiting->next |= option == 'n';
		waiting->ended |= option == 'f';
		if (option != 'p')
			continue;
		if (!operand_names_place(sh, argv, scan->argument)) {
			shell_error_in(sh, argv[0], "`%s': not a valid identifier", scan->argument);
			return 1;
		}
		waiting->variable = scan->argument;
	}
	return -1;
}

/* -p: the variable is unset until there is a process to name. */
static bool unset_result(struct shell *sh, char **argv, const char *variable, struct place *place)
{
	if (!find_place(sh, variable, place))
		return false;
	if (!(place->name->var.flags & VAR_READONLY))
		return place_unset(sh, place) == 0;
	shell_error_in(sh, argv[0], "%s: cannot unset: readonly variable", place->name->name);
	return false;
}

struct flow builtin_wait(struct shell *sh, int argc, char **argv)
{
	struct waiting waiting = {0};
	struct optscan scan;
	bool trapped = false;

	optscan_init(&scan, argc, argv);
	int status = parse_options(sh, argv, &scan, &waiting);
	if (status >= 0)
		return flow_next(status);
	struct place place = {0};
	struct flow flow = flow_next(0);
	if (waiting.variable) {
		builtin_assigns(sh, argv);
		bool ok = unset_result(sh, argv, waiting.variable, &place);
		flow = builtin_assigned(sh, flow_next(!ok));
		if (!ok)
			return flow;
	}
	readahead_make_room(&sh->fds);
	if (waiting.next)
		status = wait_for_next(sh, argc, argv, scan.index, &waiting);
	else if (scan.index < argc)
		status = wait_for_each(sh, argv, argv + scan.index, &waiting, &flow);
	else
		status = wait_for(sh, NULL, waiting.ended, &trapped, &flow);
	if (waiting.variable && waiting.pid)
		place_set_number(sh, &place, waiting.pid);
	/* The EXIT trap is to find $? as it was. */
	if (flow.kind != FLOW_NEXT)
		return flow;
	return flow_next(signals_end_shell(sh) ? sh->status : status);
}
