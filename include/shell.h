/*
 * The shell execution environment (XCU 2.13) and all else that may change while the shell runs:
 * struct shell, whose fields are in environment.h.  There is no other mutable state, but for the
 * flags that signal handlers set (signals.h) and the allocator's reserve (mem.h).  Whatever a
 * script can observe is changed through the setters in state/, because there the journal saves the
 * old value (journal.h); they are declared in the headers of what they set: var.h, params.h,
 * functions.h, aliases.h, options.h, traps.h, cwd.h, path.h.
 */
#ifndef COWSH_SHELL_H
#define COWSH_SHELL_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include "arena.h"
#include "ast.h"
#include "environment.h"
#include "fdtable.h"
#include "flow.h"
#include "options.h"
#include "outbuf.h"
#include "params.h"
#include "shell_ops.h"
#include "signals.h"
#include "stackguard.h"
#include "strbuf.h"
#include "symbol.h"
#include "traps.h"

struct call;
struct file_source;
struct compspec_table;
struct coproc;
struct declared;
struct edit_state;
struct exec_witness;
struct frame;
struct job_table;
struct kept_screen;
struct parser;
struct pending_trace;
struct prompt_state;
struct rehearsal;
struct session;
struct shell;
struct spawn_context;
struct spawn_children;
struct trace;
struct virtual_subshell;

/* A string of the environment whose name is no name of the shell language (`my-var=1`): handed on
 * to commands as it is. */
struct foreign {
	char **entries; /* heap; the texts are those main was given */
	uint32_t count;
};

/* Names whose variable has been exported at one time: the environment of commands is looked for
 * among them. */
struct exported_names {
	struct symbol **names; /* heap */
	uint32_t count, cap;
};

struct pipe_statuses {
	int *values; /* heap */
	uint32_t count,
		cap;	  /* count: 0 for a command's status, PIPE_STATUSES_NONE before the first */
	uint32_t pending; /* of the pipeline that ends now */
};
#define PIPE_STATUSES_NONE UINT32_MAX

/* The table in environment.h, as a struct. */
struct shell {
#define X(type, name, rule, text) type name;
	ENVIRONMENT(X)
#undef X
};

enum char_class {
	CHAR_IFS = 1 << 0,	 /* in IFS */
	CHAR_IFS_SPACE = 1 << 1, /* in IFS and white space */
	CHAR_GLOB = 1 << 2 /* * ? [ and backslash: a field with one goes to pathname expansion */
};

enum ifs_state {
	IFS_DEFAULT, /* unset: space, tab, newline; "$*" joins with a space */
	IFS_EMPTY,   /* set and empty: no splitting; "$*" joins with nothing */
	IFS_SET
};

/* Sets up an empty environment: tables, option defaults, IFS; no builtins, no variables from envp.
 * `sh` is zeroed memory or garbage; arg0 is copied. */
void shell_init(struct shell *sh, const char *arg0);
/* $0 is this from now on; in a virtual subshell, until that ends. */
void shell_set_arg0(struct shell *sh, const char *text);
/* Imports the environment (names that are names; the rest is passed on to commands unchanged, and
 * its texts must live as long as the shell), sets PWD, OLDPWD, PPID, OPTIND, PS1..4, IFS (XCU
 * 2.5.3), SHLVL and COWSH_VERSION. */
void shell_import_environment(struct shell *sh, char **envp);
/* True when a shell of this name is a restricted one (rbash, rcowsh). */
bool shell_name_is_restricted(const char *arg0);
/* True when an effective user or group differs from the real one: a setuid or setgid file was
 * executed. */
bool shell_is_privileged(void);
/* Gives the effective ones up; 0, or -1 with errno.  setresuid(2), setresgid(2). */
int shell_drop_privileges(void);
/* True when POSIX is followed to the letter: in POSIX mode of who asked for it by the name sh or by
 * POSIXLY_CORRECT, where `set -o posix` and --posix are bash's mode of that name. */
static inline bool shell_is_strict(const struct shell *sh)
{
	return OPT(sh, POSIX) && (sh->posixly_correct || sh->called_sh);
}
/* True in an interactive shell and in its subshells, to which the option does not belong once they
 * are processes. */
static inline bool shell_is_interactive(const struct shell *sh)
{
	return OPT(sh, INTERACTIVE) || sh->of_interactive;
}
/* This process is a forked subshell from here on: not interactive itself, though it may be one of
 * an interactive shell's. */
void shell_become_subshell(struct shell *sh);
/* Frees everything, for leak checking. */
void shell_free(struct shell *sh);

#endif
