/*
 * jobs: the state of the jobs this shell knows (XCU jobs), with bash's -n, -r and -s.
 */
#include "jobs.h"
#include "builtins.h"

struct selection {
	char style;	   /* job_print's */
	bool changed_only; /* -n */
	bool running;	   /* -r */
	bool stopped;	   /* -s */
};

static bool selected(const struct selection *selection, const struct job *job)
{
	enum process_state state = job_state(job);

	if (selection->changed_only && !job->changed)
		return false;
	if (!selection->running && !selection->stopped)
		return true;
	return (selection->running && state == PROCESS_RUNNING) ||
	       (selection->stopped && state == PROCESS_STOPPED);
}

/* Prints the job; what was said of it need not be said again before the next prompt. */
static void print_job(struct shell *sh, const struct selection *selection, struct job *job)
{
	if (!selected(selection, job))
		return;
	job_print(sh, &sh->out, job, selection->style);
	if (selection->style != 'p')
		job->changed = false;
}

/* A job whose end was reported leaves the table; POSIX has its process id forgotten too. */
static void drop_reported(struct shell *sh)
{
	if (sh->jobs_inherited)
		return;
	for (struct job *job = sh->jobs->first, *next; job; job = next) {
		next = job->next;
		if (job->changed || job_state(job) != PROCESS_DONE)
			continue;
		if (OPT(sh, POSIX))
			job_remove(sh, job);
		else
			job_retire(sh, job);
	}
}

static bool parse_options(struct shell *sh, struct optscan *scan, struct selection *selection)
{
	int option;

	while ((option = optscan_next(sh, scan, "lpnrs")) != -1) {
		switch (option) {
		case 'l':
		case 'p':
			selection->style = (char)option;
			break;
		case 'n':
			selection->changed_only = true;
			break;
		case 'r':
			selection->running = true;
			break;
		case 's':
			selection->stopped = true;
			break;
		default:
			return false;
		}
	}
	return true;
}

struct flow builtin_jobs(struct shell *sh, int argc, char **argv)
{
	struct selection selection = {0};
	struct optscan scan;
	int status = 0;

	optscan_init(&scan, argc, argv);
	if (!parse_options(sh, &scan, &selection))
		return flow_next(2);
	jobs_poll(sh);
	if (scan.index == argc)
		for (struct job *job = sh->jobs->first; job; job = job->next)
			print_job(sh, &selection, job);
	for (int i = scan.index; i < argc; i++) {
		struct job *job = job_by_spec(sh, argv[0], argv[i]);

		if (job)
			print_job(sh, &selection, job);
		else
			status = 1;
	}
	drop_reported(sh);
	sh->jobs->exit_warned = sh->command_number; /* who has seen them need not be warned */
	return flow_next(status);
}
