/*
 * wait: for jobs and processes of this shell (XCU wait), with bash's -n; -f is accepted.  A signal
 * that ends it early stays pending: the executor acts on it next.
 */
#include <limits.h>
#include "builtins.h"
#include "jobs.h"
#include "mem.h"

/* What an operand means. */
struct target {
	struct job *job; /* a job in the table, or NULL */
	int status;	 /* without one: the status remembered, or 127 */
};

/* False when the operand is neither a process id nor a job id (reported). */
static bool find_target(struct shell *sh, char **argv, const char *operand, struct target *target)
{
	long pid;

	*target = (struct target){NULL, 127};
	if (*operand == '%') {
		target->job = job_by_spec(sh, argv[0], operand);
		return true;
	}
	if (!parse_count(operand, INT_MAX, &pid)) {
		shell_error_in(sh, argv[0], "%s: not a process id or job id", operand);
		return false;
	}
	target->job = job_by_pid(sh, (pid_t)pid);
	if (!target->job) {
		int status = jobs_finished_status(sh, (pid_t)pid);

		if (status >= 0)
			target->status = status;
		else if (!OPT(sh, POSIX)) /* to POSIX it is a process that exited with 127 */
			shell_error_in(sh, argv[0], "%s: not a child of this shell", operand);
	}
	return true;
}

static struct flow wait_for_each(struct shell *sh, char **argv, char **operands)
{
	int status = 0;

	for (; *operands; operands++) {
		struct target target;
		bool trapped = false;

		if (!find_target(sh, argv, *operands, &target)) {
			status = 1;
			continue;
		}
		status = target.job ? jobs_wait(sh, target.job, &trapped) : target.status;
		if (trapped)
			break;
	}
	return flow_next(status);
}

static struct flow wait_for_next(struct shell *sh, int argc, char **argv, int first)
{
	struct job **among = mem_alloc((size_t)(argc - first + 1) * sizeof(*among));
	uint32_t count = 0;
	int status = 127;
	bool trapped = false;

	jobs_poll(sh);
	for (int i = first; i < argc; i++) {
		struct target target;

		if (!find_target(sh, argv, argv[i], &target))
			continue;
		if (target.job)
			among[count++] = target.job;
		else if (target.status != 127)
			status = target.status;
	}
	if (first == argc || (count && status == 127))
		status = jobs_wait_next(sh, among, count, &trapped);
	mem_free(among);
	return flow_next(status);
}

struct flow builtin_wait(struct shell *sh, int argc, char **argv)
{
	struct optscan scan;
	bool next = false, trapped = false;
	int option, status;

	optscan_init(&scan, argc, argv);
	while ((option = optscan_next(sh, &scan, "nf")) != -1) {
		if (option == '?')
			return flow_next(2);
		next |= option == 'n';
	}
	if (next)
		return wait_for_next(sh, argc, argv, scan.index);
	if (scan.index < argc)
		return wait_for_each(sh, argv, argv + scan.index);
	status = jobs_wait(sh, NULL, &trapped);
	return flow_next(status);
}
