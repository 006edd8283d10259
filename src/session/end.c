/*
 * The end of a shell for a person: ~/.cowsh_logout, and what becomes of its jobs.
 */
#include <signal.h>
#include <string.h>
#include <unistd.h>
#include "edit.h"
#include "internal.h"
#include "jobs.h"

static void run_logout_file(struct shell *sh)
{
	bool found = false;

	if (shell_is_privileged())
		return;
	if (!sh->called_bash)
		start_file_in_home(sh, ".cowsh_logout", &found);
	if (!found)
		start_file_in_home(sh, ".bash_logout", &found);
}

/* Someone at a prompt sees what became of the shell, as with other shells. */
static void say_goodbye(struct shell *sh)
{
	const char *word = OPT(sh, LOGIN) ? "logout\n" : "exit\n";
	bool terminal = isatty(0) && isatty(2);

	if (!OPT(sh, INTERACTIVE) || !OPT(sh, STDIN) || OPT(sh, POSIX) ||
	    !(terminal || edit_is_edited(sh)))
		return;
	if (write(2, word, strlen(word)) < 0)
		return; /* it is gone */
}

void session_end(struct shell *sh)
{
	if (sh->session->ended)
		return;
	sh->session->ended = true;
	if (!sh->fatal_signal)
		say_goodbye(sh);
	if (OPT(sh, LOGIN) && !OPT(sh, POSIX) && !sh->fatal_signal)
		run_logout_file(sh);
	if (!OPT(sh, INTERACTIVE))
		return;
	if (sh->fatal_signal == SIGHUP || (OPT(sh, HUPONEXIT) && OPT(sh, LOGIN)))
		jobs_hang_up(sh);
	else
		jobs_terminate_stopped(sh);
}
