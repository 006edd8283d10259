/*
 * The shell execution environment (XCU 2.13) and all else that may change while the shell runs:
 * struct shell, whose fields are in environment.h.  There is no other mutable state, but for the flags that signal handlers set
 * (signals.h) and the allocator's reserve.  Whatever a script can observe is changed through the
 * setters in state/, because there the journal saves the old value (journal.h).
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
#include "stackguard.h"
#include "strbuf.h"
#include "symbol.h"

struct compspec_table;
struct edit_state;
struct frame;
struct job_table;
struct parser;
struct prompt_state;
struct session;
struct shell;
struct spawn_context;
struct trace;
struct virtual_subshell;

/* Positional parameters.  values[count] is NULL.  Those of a function call point into the caller's
 * arena; those of `set` own one heap block. */
struct params {
	char **values;
	uint32_t count;
	void *owned; /* heap block to free, or NULL */
};

/* A function: its body and the program that holds it. */
struct function {
	uint32_t references; /* one for the symbol, one per call under way */
	struct program *program;
	const struct function_definition *definition;
};

#define TRAP_COUNT 65 /* EXIT and signals 1 to 64 (signal(7)) */

struct trap {
	char *action; /* heap; NULL for the default, "" to ignore */
};

struct traps {
	struct trap at[TRAP_COUNT]; /* at[0] is EXIT */
	char **inherited;	   /* what the parent shell had when this subshell began, for `trap`
	                                without operands (XCU trap); TRAP_COUNT entries or NULL */
	uint64_t set_mask;	   /* bit n: at[n].action is neither NULL nor ""; bit 63 stands for
	                                signal 64 too */
	uint64_t ignored_on_entry; /* bit n: signal n was ignored when the shell started */
};

/* What the kernel was told about each signal; signals.c's own.  Bit n & 63 is signal n. */
struct dispositions {
	uint64_t seen;	  /* whether it was ignored on entry is known (traps.ignored_on_entry) */
	uint64_t caught;  /* the shell's handler is installed */
	uint64_t ignored; /* SIG_IGN was installed by the shell */
	uint64_t async_ignored; /* ignored in this asynchronous list until a trap says otherwise */
	uint8_t needs;		/* what signals_prepare_wait was last called for */
	bool interactive;	/* the first shell was: signals ignored on entry can be trapped */
};

/* The directory stack below the working directory, the youngest first: one heap block, never changed but replaced. */
struct dirstack {
	uint32_t count;
	char *paths[]; /* in the block, too */
};

enum spawn_policy { POLICY_AUTO, POLICY_FORK, POLICY_VFORK, POLICY_CLONE };

/* One line to be read from the person at the terminal. */
struct line_request {
	const char *prompt; /* expanded; \001 and \002 around what takes no room; NULL for none */
	bool continued;	    /* it goes on with an unfinished command */
	int timeout_ms;	    /* how long to wait for each key; -1 for ever */
};

/* The calls that go against the direction of the layers; filled by main. */
struct shell_ops {
	/* Runs command in a subshell environment and appends what it writes to standard output, NUL
	 * bytes and trailing newlines removed (XCU 2.6.3).  Sets sh->status to the exit status of the
	 * substitution.  flow.kind is FLOW_NEXT unless the shell must stop what it does. */
	struct flow (*command_substitute)(struct shell *sh, const struct part *part,
					  struct strbuf *into);
	/* The running virtual subshell is about to do what cannot be taken back or hidden (`reason`: enum
	 * late_fork_reason): splits it off into a process.  FLOW_NEXT in the child, and where no virtual subshell runs; FLOW_SUBSHELL in
	 * the parent, FLOW_ERROR when no process could be made: give up at once. */
	struct flow (*late_fork)(struct shell *sh, int reason);
	/* An option with effects in upper layers was changed (monitor). */
	void (*option_changed)(struct shell *sh, enum option_index option);
	/* The disposition of a signal must follow a changed or rolled back trap. */
	void (*trap_changed)(struct shell *sh, int signal);
	/* Appends a prompt variable's value as it is to be shown (prompt.h, prompt_expand). */
	void (*prompt_expand)(struct shell *sh, const char *variable, bool marks,
			      struct strbuf *into);
	/* The value of HISTCMD (prompt.h, prompt_history_number); NULL where there is no history. */
	uint32_t (*history_number)(struct shell *sh);
	/* The next line of an interactive shell, and word that a command of such lines is complete and
	 * about to run: edit.h.  NULL where there is nobody to edit for. */
	int (*read_line)(struct shell *sh, const struct line_request *request, struct strbuf *into);
	void (*command_read)(struct shell *sh);
	/* Before a primary prompt.  FLOW_EXIT: the shell is to end. */
	struct flow (*before_prompt)(struct shell *sh);
	/* Before the EXIT trap of an interactive or login shell; NULL in others. */
	void (*session_end)(struct shell *sh);
	/* After it, and before `exec` puts a program in this shell's place: history.h; NULL without a history. */
	void (*history_save)(struct shell *sh);
};

/* The table in environment.h, as a struct. */
struct shell {
#define X(type, name, rule, text) type name;
	ENVIRONMENT(X)
#undef X
};

/* Of these, the plain values that a virtual subshell's frame keeps. */
struct environment_values {
#define X(type, name, rule, text) RULE_VALUE(rule, type name;)
	ENVIRONMENT(X)
#undef X
};

static inline void environment_take(const struct shell *sh, struct environment_values *values)
{
#define X(type, name, rule, text) RULE_VALUE(rule, values->name = sh->name;)
	ENVIRONMENT(X)
#undef X
}

static inline void environment_put_back(struct shell *sh, const struct environment_values *values)
{
#define X(type, name, rule, text) RULE_VALUE(rule, sh->name = values->name;)
	ENVIRONMENT(X)
#undef X
}

enum char_class {
	CHAR_IFS = 1 << 0,	 /* in IFS */
	CHAR_IFS_SPACE = 1 << 1, /* in IFS and white space (space, tab, newline) */
	CHAR_GLOB = 1 << 2 /* * ? [ and backslash: a field with one goes to pathname expansion */
};

enum ifs_state {
	IFS_DEFAULT, /* unset: space, tab, newline; "$*" joins with a space */
	IFS_EMPTY,   /* set and empty: no splitting; "$*" joins with nothing */
	IFS_SET
};

/* Whether an option is on: OPT(sh, XTRACE). */
#define OPT(sh, id) (((sh)->options & OPT_##id) != 0)

/* Sets up an empty environment: tables, option defaults, IFS; no builtins, no variables from envp.
 * `sh` is zeroed memory or garbage; arg0 is copied. */
void shell_init(struct shell *sh, const char *arg0);
/* Imports the environment (names that are names; the rest is passed on to commands unchanged as
 * POSIX allows it to be dropped: it is dropped), sets PWD, OLDPWD, PPID, OPTIND, PS1..4, IFS (XCU 2.5.3),
 * SHLVL and COWSH_VERSION. */
void shell_import_environment(struct shell *sh, char **envp);
/* Whether an effective user or group differs from the real one: a setuid or setgid file was executed. */
bool shell_is_privileged(void);
/* Gives them up; 0, or -1 with errno.  setresuid(2), setresgid(2). */
int shell_drop_privileges(void);
/* Frees everything, for leak checking. */
void shell_free(struct shell *sh);

/* Complaints, on err_fd, in one write: "cowsh: file: line 12: " and the text and a newline.  An
 * interactive shell leaves them out for what is typed.  `shell_error_in` puts "name: " before the text. */
void shell_error(struct shell *sh, const char *format, ...) __attribute__((format(printf, 2, 3)));
void shell_error_in(struct shell *sh, const char *name, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* The prefix alone, for messages a child will write. */
void shell_error_prefix(struct shell *sh, struct strbuf *into);

/* Positional parameters (set --, shift, function calls).  `params_set` copies. */
void params_set(struct shell *sh, char *const *values, uint32_t count);
/* false when there are fewer than n. */
bool params_shift(struct shell *sh, uint32_t n);
/* For a function call: installs values that the caller keeps alive, handing back what was there;
 * params_restore frees what `set` may have put in their place. */
struct params params_install(struct shell *sh, char **values, uint32_t count);
void params_restore(struct shell *sh, struct params saved);

/* Functions.  Defining retains the program; both bump command_generation.  function_unset is quiet
 * when there is none. */
void function_define(struct shell *sh, const struct function_definition *definition,
		     struct program *program);
void function_unset(struct shell *sh, struct symbol *name);
/* Drops a reference, freeing function and program with the last one. */
void function_release(struct function *function);

/* Aliases (XCU 2.3.1). */
void alias_define(struct shell *sh, struct symbol *name, const char *value);
bool alias_remove(struct shell *sh, struct symbol *name);

/* Traps.  action as in struct trap, copied.  Keeps set_mask, saves through the journal, calls
 * ops.trap_changed. */
void trap_set_action(struct shell *sh, int signal, const char *action);
/* What happens to traps when a subshell begins (XCU 2.13): caught ones go back to the default, ignored
 * ones stay; the old actions are kept in `inherited` for `trap` without operands. */
void traps_enter_subshell(struct shell *sh);

/* Working directory: sets cwd (copied), PWD and OLDPWD; pass NULL to learn cwd from getcwd(3). */
void cwd_set(struct shell *sh, const char *path);
/* The directory stack (bash manual, 6.8.1).  `dirstack_set` copies; the paths may be those of the old one.
 * `dirstack_at`: entry n, of which 0 is the working directory; NULL when there is none. */
void dirstack_set(struct shell *sh, const char *const *paths, uint32_t count);
const char *dirstack_at(const struct shell *sh, uint32_t n);
void umask_set(struct shell *sh, mode_t mask);
/* How processes are to be made from now on. */
void policy_set(struct shell *sh, enum spawn_policy policy);
mode_t umask_get(struct shell *sh);

/* Where commands are (XCU 2.9.1.4).  path_search: the executable regular file `name` (no slash) in
 * the current PATH, or in `path` when that is not NULL; a string in the scratch arena, or NULL with
 * errno ENOENT (not found) or EACCES (found but not executable; *found then names it when found is not
 * NULL). */
const char *path_search(struct shell *sh, const char *name, const char *path, const char **found);
/* The remembered location of a command, searched and remembered when there is none (unless hashall
 * is off); NULL with errno. */
const char *path_hashed(struct shell *sh, struct symbol *name);
/* Forgets remembered locations (`hash -r`, PATH assigned, cd with a relative PATH). */
void path_forget(struct shell *sh);
/* Bumps command_generation: resolved names are looked up again. */
static inline void commands_changed(struct shell *sh)
{
	sh->command_generation++;
}

#endif
