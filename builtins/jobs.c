/*
 * jobs: the state of the jobs this shell knows (XCU jobs), with bash's -n, -r, -s and -x.
 */
#include "builtins.h"
#include "error.h"
#include "exec.h"
#include "jobs.h"

struct selection {
	char style;	   /* job_print's */
	bool changed_only; /* -n */
	bool running;	   /* -r */
	bool stopped;	   /* -s */
	bool run;	   /* -x */
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

const struct builtin_option jobs_options[] = {
	{'l', NULL, NULL, "with process ids"},
	{'n', NULL, NULL, "jobs whose state has changed since it was last told"},
	{'p', NULL, NULL, "process ids alone"},
	{'r', NULL, NULL, "running jobs"},
	{'s', NULL, NULL, "stopped jobs"},
	{'x', NULL, NULL, "run a command in which job ids are replaced by process group ids"},
	{0, NULL, NULL, NULL},
};

/* -1 to go on, else a status. */
static int parse_options(struct shell *sh, struct optscan *scan, struct selection *selection)
{
	int option;

	while ((option = optscan_next_option(sh, scan, jobs_options)) != -1) {
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
		case 'x':
			if (selection->style || selection->changed_only) {
				shell_error_in(sh, scan->argv[0],
					       "no other options allowed with `-x'");
				return 1;
			}
			selection->run = true;
			return -1; /* what follows is a command */
		default:
			return option == OPTION_HELP ? 0 : 2;
		}
	}
	return -1;
}

/* jobs -x: a word that is no job id stays as it is. */
static struct flow run_with_ids(struct shell *sh, int argc, char **argv)
{
	char **words = arena_alloc(&sh->scratch, ((size_t)argc + 1) * sizeof(*words));
	struct strbuf id = STRBUF_INIT;

	for (int i = 0; i < argc; i++) {
		struct job *job = argv[i][0] == '%' ? job_by_spec(sh, NULL, argv[i]) : NULL;
		words[i] = argv[i];
		if (!job)
			continue;
		strbuf_reset(&id);
		strbuf_addf(&id, "%d", (int)(job->group ? job->group : job->processes[0].pid));
		words[i] = arena_strndup(&sh->scratch, strbuf_text(&id), id.len);
	}
	words[argc] = NULL;
	strbuf_free(&id);
	return exec_argv(sh, argc, words, false, NULL, 0);
}

struct flow builtin_jobs(struct shell *sh, int argc, char **argv)
{
	struct selection selection = {0};
	struct optscan scan;
	int status;

	optscan_init(&scan, argc, argv);
	status = parse_options(sh, &scan, &selection);
	if (status >= 0)
		return flow_next(status);
	jobs_poll(sh);
	if (selection.run && scan.index < argc)
		return run_with_ids(sh, argc - scan.index, argv + scan.index);
	status = 0;
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
