/*
 * How a shell for a person ends: ~/.cowsh_logout, and what becomes of its jobs.
 */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>
#include "edit.h"
#include "exec.h"
#include "fdtable.h"
#include "internal.h"
#include "jobs.h"
#include "var.h"

static void run_logout_file(struct shell *sh)
{
	static const char *const names[] = {".cowsh_logout", ".bash_logout"};
	const char *home = var_get(sh, "HOME");
	struct strbuf path = STRBUF_INIT;
	struct flow flow;
	int own;

	if (!home || !*home || geteuid() != getuid())
		return;
	strbuf_addf(&path, "%s/%s", home, names[sh->called_bash]);
	if (!sh->called_bash && !OPT(sh, POSIX) && access(strbuf_text(&path), F_OK) < 0) {
		strbuf_reset(&path);
		strbuf_addf(&path, "%s/%s", home, names[1]);
	}
	int fd = exec_open(sh, strbuf_text(&path), O_RDONLY, 0, &flow);
	if (fd >= 0 && fd_own(&sh->fds, fd, &own) == 0) {
		sh->dot_depth++;
		exec_file(sh, own, strbuf_text(&path), NULL);
		sh->dot_depth--;
	}
	strbuf_free(&path);
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
