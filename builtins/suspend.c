/*
 * suspend: stops the shell until it is continued (bash manual, "Job Control Builtins").
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include "builtins.h"
#include "error.h"
#include "jobs.h"
#include "readahead.h"

const struct builtin_option suspend_options[] = {
	{'f', NULL, NULL, "a login shell too, and one without job control"},
	{0, NULL, NULL, NULL},
};

/* Unless -f is given it may be refused. */
int suspend_no_return(struct shell *sh, int argc, char **argv)
{
	(void)argv;
	return argc > 1 || (sh->job_control && !OPT(sh, LOGIN)) ? LATE_FORK_KILL : -1;
}

struct flow builtin_suspend(struct shell *sh, int argc, char **argv)
{
	struct optscan scan;
	bool force = false;
	int option;

	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, suspend_options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return flow_next(2);
		force = true;
	}
	if (scan.index < argc)
		return builtin_too_many(sh, argv);
	if (!force && !sh->job_control) {
		shell_error_in(sh, argv[0], "cannot suspend: no job control");
		return flow_next(1);
	}
	if (!force && OPT(sh, LOGIN)) {
		shell_error_in(sh, argv[0], "cannot suspend a login shell");
		return flow_next(1);
	}
	struct flow flow = builtin_needs_process(sh, suspend_no_return(sh, argc, argv));
	if (flow.kind != FLOW_NEXT)
		return flow;
	readahead_pay(&sh->fds);
	outbuf_flush(&sh->out);
	if (jobs_suspend_shell(sh) < 0) {
		shell_error_in(sh, argv[0], "%s", strerror(errno));
		return flow_next(1);
	}
	return flow_next(0);
}
