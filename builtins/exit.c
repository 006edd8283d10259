/*
 * exit and logout: end the shell execution environment.
 */
#include <errno.h>
#include <stdlib.h>
#include "builtins.h"
#include "error.h"
#include "exec.h"
#include "jobs.h"

/* A status operand, as bash takes it: a sign is allowed, the low eight bits count. */
bool parse_status(const char *text, int *status)
{
	char *end;
	errno = 0;
	long long number = strtoll(text, &end, 10);
	if (end == text || end[strspn(end, " \t")] || errno)
		return false;
	*status = (int)(number & 0xff);
	return true;
}

int default_status(const struct shell *sh)
{
	/* In POSIX mode in the functions that it calls, too (XCU return). */
	bool of_trap = sh->trap_status >= 0 &&
		       (OPT(sh, POSIX) || sh->trap_depth == sh->function_depth + sh->dot_depth);

	return of_trap ? sh->trap_status : sh->status;
}

static struct flow end_shell(struct shell *sh, int argc, char **argv)
{
	int status = sh->exit_trap_running && sh->trap_status >= 0 ? sh->trap_status
								   : default_status(sh);
	/* No options: `exit -1` is a status. */
	int operand = argc > 1 && argv[1][0] == '-' && argv[1][1] == '-' && !argv[1][2] ? 2 : 1;

	if (operand < argc && !parse_status(argv[operand], &status)) {
		shell_error_in(sh, argv[0], "%s: numeric argument required", argv[operand]);
		return builtin_failure(sh, argv, 2);
	}
	if (operand + 1 < argc)
		return builtin_too_many(sh, argv);
	if (!sh->virtual && jobs_hold_exit(sh, false))
		return flow_next(1);
	return flow_make(FLOW_EXIT, exec_exit_trap_here(sh, status));
}

struct flow builtin_exit(struct shell *sh, int argc, char **argv)
{
	return end_shell(sh, argc, argv);
}

struct flow builtin_logout(struct shell *sh, int argc, char **argv)
{
	if (OPT(sh, LOGIN))
		return end_shell(sh, argc, argv);
	shell_error_in(sh, argv[0], "not login shell: use `exit'");
	return flow_next(1);
}
