/*
 * Completion specifications: what `complete` says about the arguments of a command (bash manual
 * 8.6).  They are part of the shell execution environment: a subshell's changes to them end with
 * it.  Here is the data; src/edit makes candidates of it.
 */
#ifndef COWSH_COMPSPEC_H
#define COWSH_COMPSPEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct shell;

/* X(enumerator, letter or 0, "name", "what the candidates are") */
#define COMPLETION_ACTIONS(X)                                                                \
	X(ALIAS, 'a', "alias", "aliases")                                                    \
	X(ARRAYVAR, 0, "arrayvar", "array variables")                                        \
	X(BINDING, 0, "binding", "functions of the line editor for keys")                    \
	X(BUILTIN, 'b', "builtin", "builtins, also those that are disabled")                 \
	X(COMMAND, 'c', "command", "aliases, reserved words, functions, builtins, programs") \
	X(DIRECTORY, 'd', "directory", "directories")                                        \
	X(DISABLED, 0, "disabled", "builtins that are disabled")                             \
	X(ENABLED, 0, "enabled", "builtins that are not disabled")                           \
	X(EXPORT, 'e', "export", "exported variables")                                       \
	X(FILE, 'f', "file", "files")                                                        \
	X(FUNCTION, 0, "function", "functions")                                              \
	X(GROUP, 'g', "group", "groups of users")                                            \
	X(HELPTOPIC, 0, "helptopic", "what help can be asked about")                         \
	X(HOSTNAME, 0, "hostname", "hosts of $HOSTFILE or /etc/hosts, and those ssh knows")  \
	X(JOB, 'j', "job", "jobs, by the first word of their command")                       \
	X(KEYWORD, 'k', "keyword", "reserved words")                                         \
	X(RUNNING, 0, "running", "running jobs")                                             \
	X(SERVICE, 's', "service", "network services")                                       \
	X(SETOPT, 0, "setopt", "options for set -o")                                         \
	X(SHOPT, 0, "shopt", "options for shopt")                                            \
	X(SIGNAL, 0, "signal", "signals")                                                    \
	X(STOPPED, 0, "stopped", "stopped jobs")                                             \
	X(USER, 'u', "user", "users")                                                        \
	X(VARIABLE, 'v', "variable", "variables")

enum completion_action {
#define X(id, letter, name, text) ACTION_##id,
	COMPLETION_ACTIONS(X)
#undef X
		ACTION_COUNT
};

struct completion_action_info {
	char letter; /* of its short option, or 0 */
	const char *name;
	const char *text;
};
extern const struct completion_action_info completion_actions[ACTION_COUNT];
/* By name; -1 for none. */
int completion_action_by_name(const char *name);

/* X(enumerator, "name", "what it does") */
#define COMPLETION_OPTIONS(X)                                                                  \
	X(BASHDEFAULT, "bashdefault", "the shell's own completion when there is no candidate") \
	X(DEFAULT, "default", "file names when there is no candidate")                         \
	X(DIRNAMES, "dirnames", "directories when there is no candidate")                      \
	X(FILENAMES, "filenames", "candidates are file names: quoted, directories marked")     \
	X(FULLQUOTE, "fullquote", "candidates are quoted, file names or not")                  \
	X(NOQUOTE, "noquote", "file names are not quoted")                                     \
	X(NOSORT, "nosort", "candidates stay in the order they came in")                       \
	X(NOSPACE, "nospace", "no space after the only candidate")                             \
	X(PLUSDIRS, "plusdirs", "directories in addition")

enum completion_option {
#define X(id, name, text) COMPOPT_##id,
	COMPLETION_OPTIONS(X)
#undef X
		COMPOPT_COUNT
};

struct completion_option_info {
	const char *name;
	const char *text;
};
extern const struct completion_option_info completion_options[COMPOPT_COUNT];
/* By name; -1 for none. */
int completion_option_by_name(const char *name);

/* One specification.  Immutable once it is in the table, and counted. */
struct compspec {
	uint32_t references;
	uint32_t actions; /* bit per enum completion_action */
	uint32_t options; /* bit per enum completion_option */
	/* heap, or NULL */
	char *glob;	/* -G */
	char *words;	/* -W */
	char *prefix;	/* -P */
	char *suffix;	/* -S */
	char *filter;	/* -X */
	char *function; /* -F */
	char *command;	/* -C */
};

/* The names under which the three special ones are kept; no command has them. */
#define COMPSPEC_DEFAULT "_DefaultCmD_"	 /* complete -D: commands without one */
#define COMPSPEC_EMPTY	 "_EmptycmD_"	 /* complete -E: an empty line */
#define COMPSPEC_INITIAL "_InitialWorD_" /* complete -I: the word in command position */

struct compspec_entry {
	char *name; /* heap */
	struct compspec *spec;
	uint32_t serial; /* grows with every new name */
};

/* shell.compspecs; NULL before the first one. */
struct compspec_table {
	struct compspec_entry *entries; /* sorted by name */
	uint32_t count, cap;
	uint32_t serial;  /* of the latest */
	bool running;	  /* a completion function runs: compopt without names is about it */
	uint32_t options; /* of the completion under way, as compopt left them */
};

/* An empty one, the caller's reference. */
struct compspec *compspec_new(void);
/* A copy that may be changed, the caller's reference. */
struct compspec *compspec_copy(const struct compspec *spec);
void compspec_release(struct compspec *spec);

/* The specification of a name, or NULL; the table's reference. */
struct compspec *compspec_find(const struct shell *sh, const char *name);
/* Sets a name's specification, taking over the caller's reference. */
void compspec_set(struct shell *sh, const char *name, struct compspec *spec);
/* false when the name has none. */
bool compspec_remove(struct shell *sh, const char *name);
void compspec_remove_all(struct shell *sh);
/* The table, made when there is none, about to be changed: saved for the virtual subshell. */
struct compspec_table *compspecs_change(struct shell *sh);

/* For the journal and the shell's end. */
struct compspec_table *compspecs_copy(const struct compspec_table *table);
void compspecs_free(struct compspec_table *table);

#endif
