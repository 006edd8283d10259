/*
 * The beginning of a shell for a person: privileges, variables, start-up files, the first greeting.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "edit.h"
#include "error.h"
#include "exec.h"
#include "expand.h"
#include "fdtable.h"
#include "history.h"
#include "internal.h"
#include "jobs.h"
#include "mem.h"
#include "prompt.h"
#include "var.h"

#define SYSTEM_PROFILE "/etc/profile"
#define SYSTEM_RC      "/etc/cowshrc"
#define BASH_RC	       "/etc/bash.bashrc"

/* ---- privileges ------------------------------------------------------------------------- */

/* Variables that would have the shell run something, or something else, for whoever called it. */
static const char *const distrusted[] = {"CDPATH", "ENV", "PROMPT_COMMAND", "PS0", "PS1",
					 "PS2",	   "PS4"};

bool session_check_privileges(struct shell *sh)
{
	if (!shell_is_privileged())
		return true;
	if (!OPT(sh, PRIVILEGED)) {
		if (shell_drop_privileges() == 0)
			return true;
		shell_error(sh, "cannot give up privileges: %s", strerror(errno));
		return false;
	}
	for (size_t i = 0; i < sizeof(distrusted) / sizeof(*distrusted); i++)
		var_unset(sh, symbol_intern(&sh->symbols, distrusted[i], strlen(distrusted[i])));
	return true;
}

void session_begin(struct shell *sh)
{
	sh->session = mem_zalloc(sizeof(*sh->session));
	sh->ops.session_end = session_end;
	/* HOME is the user's where the environment has none */
	symbol_intern(&sh->symbols, "HOME", 4);
	if (OPT(sh, INTERACTIVE)) {
		sh->ops.before_prompt = cycle_before_prompt;
		sh->ops.command_read = cycle_command_read;
		sh->ops.read_line = edit_read_line;
		sh->ops.history_save = history_save;
		jobs_terminal_resized(sh);
		prompt_default(sh);
		mail_begin(sh);
	}
}

void session_free(struct shell *sh)
{
	if (!sh->session)
		return;
	mail_free(sh->session);
	mem_free(sh->session);
	sh->session = NULL;
}

/* ---- start-up files ----------------------------------------------------------------------- */

/* Leaves a start-up file: FLOW_EXIT, or FLOW_NEXT. */
static struct flow file_ended(struct shell *sh, struct flow flow)
{
	if (flow.kind == FLOW_INTERRUPT)
		exec_below_interrupt(sh);
	return flow.kind == FLOW_EXIT ? flow : flow_next(sh->status);
}

/* Runs a file; what goes wrong in it ends the file, not the shell.  FLOW_EXIT, or FLOW_NEXT. */
static struct flow run_file(struct shell *sh, int fd, const char *path)
{
	int own;
	if (fd_own(&sh->fds, fd, &own) < 0)
		return flow_next(sh->status);
	enum file_failure failure;
	sh->dot_depth++;
	struct flow flow = exec_file(sh, own, path, &failure);
	sh->dot_depth--;
	if (failure == FILE_BINARY) {
		shell_error(sh, "%s: cannot execute binary file", path);
		sh->status = 126;
	}
	return file_ended(sh, flow);
}

static bool is_directory(int fd)
{
	struct stat st;
	return fstat(fd, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool is_missing(int error)
{
	return error == ENOENT || error == ENOTDIR;
}

/* That a start-up file is missing is no error, unless it was asked for by name. */
static struct flow run_if_present(struct shell *sh, const char *path, bool asked_for)
{
	struct flow flow;
	int fd = exec_open(sh, path, O_RDONLY, 0, &flow);
	if (fd < 0 && errno == EINTR)
		return file_ended(sh, flow);
	if (fd >= 0 && is_directory(fd)) {
		close(fd);
		errno = EISDIR;
		fd = -1;
	}
	if (fd >= 0)
		return run_file(sh, fd, path);
	if (asked_for || !is_missing(errno))
		shell_error(sh, "%s: %s", path, strerror(errno));
	return flow_next(sh->status);
}

struct flow start_file_in_home(struct shell *sh, const char *name, bool *found)
{
	const char *home = var_get(sh, "HOME");
	struct flow flow = flow_next(sh->status);
	struct strbuf path = STRBUF_INIT;

	if (!home || !*home)
		return flow;
	strbuf_addf(&path, "%s/%s", home, name);
	/* a file that cannot be reached is told of, and nothing is read in its place */
	*found = access(strbuf_text(&path), F_OK) == 0 || !is_missing(errno);
	if (*found)
		flow = run_if_present(sh, strbuf_text(&path), false);
	strbuf_free(&path);
	return flow;
}

/* The value of this variable is expanded, and names a file. */
static struct flow run_env_file(struct shell *sh, const char *variable)
{
	struct strbuf path = STRBUF_INIT;
	struct flow flow = flow_next(sh->status);

	sh->ops.prompt_expand(sh, variable, false, &path);
	if (path.len)
		flow = run_if_present(sh, strbuf_text(&path), false);
	strbuf_free(&path);
	return flow;
}

static struct flow run_profile(struct shell *sh)
{
	bool found = false;
	struct flow flow = run_if_present(sh, SYSTEM_PROFILE, false);
	if (flow.kind == FLOW_EXIT || shell_is_privileged())
		return flow;
	if (!OPT(sh, POSIX) && !sh->called_bash)
		flow = start_file_in_home(sh, ".cowsh_profile", &found);
	if (!found && !OPT(sh, POSIX))
		flow = start_file_in_home(sh, ".bash_profile", &found);
	if (!found && !OPT(sh, POSIX))
		flow = start_file_in_home(sh, ".bash_login", &found);
	if (!found)
		flow = start_file_in_home(sh, ".profile", &found);
	return flow;
}

/* A bash that is a login shell leaves these files to its profile, which reads them in most homes:
 * cowsh does not read them a second time. */
static bool reads_bash_rc(struct shell *sh)
{
	return !OPT(sh, LOGIN);
}

static struct flow run_system_rc(struct shell *sh)
{
	if (!sh->called_bash && access(SYSTEM_RC, F_OK) == 0)
		return run_if_present(sh, SYSTEM_RC, false);
	return reads_bash_rc(sh) ? run_if_present(sh, BASH_RC, false) : flow_next(sh->status);
}

static struct flow run_own_rc(struct shell *sh)
{
	struct flow flow = flow_next(sh->status);
	bool found = false;

	if (!sh->called_bash)
		flow = start_file_in_home(sh, ".cowshrc", &found);
	if (!found && reads_bash_rc(sh))
		flow = start_file_in_home(sh, ".bashrc", &found);
	return flow;
}

static struct flow run_rc(struct shell *sh, const struct start_files *files)
{
	if (sh->called_bash && OPT(sh, LOGIN))
		return flow_next(sh->status);
	struct flow flow = run_system_rc(sh);
	if (flow.kind == FLOW_EXIT || shell_is_privileged())
		return flow;
	return files->rc_file ? run_if_present(sh, files->rc_file, true) : run_own_rc(sh);
}

/* A command that comes over the network, not from a shell that did: Debian's bash reads the rc
 * files for it, where many set PATH. */
static bool runs_for_ssh(struct shell *sh)
{
	int64_t level;

	return OPT(sh, COMMAND) && !OPT(sh, POSIX) && !OPT(sh, LOGIN) &&
	       var_get(sh, "SSH_CLIENT") &&
	       var_number(sh, symbol_intern(&sh->symbols, "SHLVL", 5), &level) && level < 2;
}

/* A shell that runs a script (bash manual, 6.2). */
static bool reads_bash_env(struct shell *sh)
{
	return !OPT(sh, POSIX) && var_get(sh, "BASH_ENV") && !shell_is_privileged();
}

struct flow session_start_files(struct shell *sh, const struct start_files *files)
{
	struct flow flow = flow_next(0);
	if (OPT(sh, LOGIN) && !files->no_profile)
		flow = run_profile(sh);
	if (flow.kind == FLOW_EXIT)
		return flow;
	if (!OPT(sh, INTERACTIVE)) {
		if (!files->no_rc && runs_for_ssh(sh))
			flow = run_rc(sh, files);
		return flow.kind != FLOW_EXIT && reads_bash_env(sh) ? run_env_file(sh, "BASH_ENV")
								    : flow;
	}
	if (!OPT(sh, POSIX))
		return files->no_rc ? flow : run_rc(sh, files);
	return shell_is_privileged() ? flow : run_env_file(sh, "ENV");
}

/* ---- the greeting ------------------------------------------------------------------------- */

/* The files whose presence says that this user has been here before. */
static const char *const traces[] = {".cowshrc", ".cowsh_profile", ".cowsh_history"};

static bool has_been_here(struct shell *sh)
{
	const char *home = var_get(sh, "HOME");
	const char *history = var_get(sh, "HISTFILE");
	struct strbuf path = STRBUF_INIT;
	bool found = !home || (history && access(history, F_OK) == 0);

	for (size_t i = 0; i < sizeof(traces) / sizeof(*traces) && !found; i++) {
		strbuf_reset(&path);
		strbuf_addf(&path, "%s/%s", home, traces[i]);
		found = access(strbuf_text(&path), F_OK) == 0;
	}
	strbuf_free(&path);
	return found;
}

void session_greet(struct shell *sh, const struct start_files *files)
{
	static const char text[] =
		"This is cowsh: type 'help' for what it knows, 'man cowsh' for all of it.\n"
		"'explain COMMAND' says how a command would be run, and why.\n"
		"These lines are not shown again once there is a file ~/.cowshrc.\n";
	if (OPT(sh, POSIX) || sh->called_bash || files->no_rc || files->rc_file || !isatty(0) ||
	    !isatty(2) || has_been_here(sh))
		return;
	if (write(2, text, sizeof(text) - 1) < 0)
		return; /* nobody to greet */
}

/* ---- end of file ---------------------------------------------------------------------------- */

/* The number of ends of file in a row for which the shell stays (bash manual, IGNOREEOF). */
static int64_t eof_limit(struct shell *sh)
{
	struct symbol *name = symbol_intern(&sh->symbols, "IGNOREEOF", 9);
	int64_t limit;
	size_t len;

	if (!var_is_set(name))
		return OPT(sh, IGNOREEOF) ? 10 : 0;
	const char *text = var_text(sh, name, &len);
	if (!text || !*text || !integer_constant(text, len, &limit) || limit < 0)
		return 10;
	return limit;
}

bool session_refuses_eof(struct shell *sh)
{
	struct session *session = sh->session;
	const char *word = OPT(sh, LOGIN) ? "logout" : "exit";

	if (!session || !OPT(sh, INTERACTIVE) || !isatty(0))
		return false;
	if (session->eof_command != sh->command_number)
		session->eof_count = 0;
	session->eof_command = sh->command_number;
	if ((int64_t)session->eof_count++ < eof_limit(sh)) {
		shell_error(sh, "use '%s' to leave the shell", word);
		return true;
	}
	return jobs_hold_exit(sh, true);
}
