/*
 * disown: takes jobs out of the table, or marks them to be spared SIGHUP (bash manual, "Job Control
 * Builtins").
 */
#include "builtins.h"
#include "error.h"
#include "jobs.h"
#include "var.h"

const struct builtin_option disown_options[] = {
	{'a', NULL, NULL, "all jobs"},
	{'h', NULL, NULL, "keep them in the table, but send them no SIGHUP when the shell ends"},
	{'r', NULL, NULL, "running jobs alone"},
	{0, NULL, NULL, NULL},
};

struct choice {
	bool all, keep, running;
};

static void disown_job(struct shell *sh, const struct choice *choice, struct job *job)
{
	if (choice->running && job_state(job) != PROCESS_RUNNING)
		return;
	if (choice->keep)
		job->no_hup = true;
	else
		job_remove(sh, job);
}

static void disown_all(struct shell *sh, const struct choice *choice)
{
	for (struct job *job = sh->jobs->first, *next; job; job = next) {
		next = job->next;
		disown_job(sh, choice, job);
	}
}

/* A job id, or the process id of one of its processes. */
static struct job *find_job(struct shell *sh, char **argv, const char *operand)
{
	long pid;
	if (!parse_operand(operand, INT32_MAX, &pid))
		return job_by_spec(sh, argv[0], operand);
	struct job *job = job_by_pid(sh, (pid_t)pid);
	if (!job)
		shell_error_in(sh, argv[0], "%s: no such job", operand);
	return job;
}

struct flow builtin_disown(struct shell *sh, int argc, char **argv)
{
	struct choice choice = {0};
	struct optscan scan;
	int option, status = 0;

	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, disown_options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return flow_next(2);
		choice.all |= option == 'a';
		choice.keep |= option == 'h';
		choice.running |= option == 'r';
	}
	if (sh->jobs_inherited) {
		shell_error_in(sh, argv[0], "the jobs are those of the parent shell");
		return flow_next(1);
	}
	jobs_poll(sh);
	if (scan.index == argc && (choice.all || choice.running)) {
		disown_all(sh, &choice);
	} else if (scan.index == argc) {
		struct job *job = job_current(sh);
		if (!job) {
			shell_error_in(sh, argv[0], "current: no such job");
			return flow_next(1);
		}
		disown_job(sh, &choice, job);
	}
	for (int i = scan.index; i < argc; i++) {
		struct job *job = find_job(sh, argv, argv[i]);
		if (job)
			disown_job(sh, &choice, job);
		else
			status = 1;
	}
	return flow_next(status);
}
