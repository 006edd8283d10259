/*
 * The builtins' own header: what each file under builtins/ gives to the table, and the few helpers
 * they share.  Nobody outside builtins/ includes it; the executor sees the table alone (builtin.h).
 */
#ifndef COWSH_BUILTINS_H
#define COWSH_BUILTINS_H

#include "builtin.h"
#include "builtin_table.h"

struct shown_binding;

struct flow builtin_abbr(struct shell *sh, int argc, char **argv);
struct flow builtin_alias(struct shell *sh, int argc, char **argv);
struct flow builtin_bg(struct shell *sh, int argc, char **argv);
struct flow builtin_bind(struct shell *sh, int argc, char **argv);
struct flow builtin_break(struct shell *sh, int argc, char **argv);
struct flow builtin_builtin(struct shell *sh, int argc, char **argv);
struct flow builtin_caller(struct shell *sh, int argc, char **argv);
struct flow builtin_cd(struct shell *sh, int argc, char **argv);
struct flow builtin_clone(struct shell *sh, int argc, char **argv);
struct flow builtin_cloneflags(struct shell *sh, int argc, char **argv);
struct flow builtin_colon(struct shell *sh, int argc, char **argv);
struct flow builtin_command(struct shell *sh, int argc, char **argv);
struct flow builtin_compgen(struct shell *sh, int argc, char **argv);
struct flow builtin_complete(struct shell *sh, int argc, char **argv);
struct flow builtin_compopt(struct shell *sh, int argc, char **argv);
struct flow builtin_continue(struct shell *sh, int argc, char **argv);
struct flow builtin_dot(struct shell *sh, int argc, char **argv);
struct flow builtin_cow(struct shell *sh, int argc, char **argv);
struct flow builtin_declare(struct shell *sh, int argc, char **argv);
struct flow builtin_dirs(struct shell *sh, int argc, char **argv);
struct flow builtin_disown(struct shell *sh, int argc, char **argv);
struct flow builtin_echo(struct shell *sh, int argc, char **argv);
struct flow builtin_enable_command(struct shell *sh, int argc, char **argv);
struct flow builtin_eval(struct shell *sh, int argc, char **argv);
struct flow builtin_exec(struct shell *sh, int argc, char **argv);
struct flow builtin_exit(struct shell *sh, int argc, char **argv);
extern const struct builtin_option explain_options[];
struct flow builtin_explain(struct shell *sh, int argc, char **argv);
struct flow builtin_export(struct shell *sh, int argc, char **argv);
struct flow builtin_false(struct shell *sh, int argc, char **argv);
struct flow builtin_fc(struct shell *sh, int argc, char **argv);
struct flow builtin_fg(struct shell *sh, int argc, char **argv);
struct flow builtin_forkbench(struct shell *sh, int argc, char **argv);
extern const struct builtin_option forktrace_options[];
extern const char forktrace_description[];
struct flow builtin_forktrace(struct shell *sh, int argc, char **argv);
struct flow builtin_getopts(struct shell *sh, int argc, char **argv);
struct flow builtin_hash(struct shell *sh, int argc, char **argv);
struct flow builtin_history(struct shell *sh, int argc, char **argv);
struct flow builtin_help_command(struct shell *sh, int argc, char **argv);
extern const char abbr_description[];
extern const char help_description[];
extern const char shopt_description[];
struct flow builtin_jobs(struct shell *sh, int argc, char **argv);
struct flow builtin_kill(struct shell *sh, int argc, char **argv);
struct flow builtin_let(struct shell *sh, int argc, char **argv);
struct flow builtin_local(struct shell *sh, int argc, char **argv);
struct flow builtin_logout(struct shell *sh, int argc, char **argv);
struct flow builtin_mapfile(struct shell *sh, int argc, char **argv);
struct flow builtin_printf(struct shell *sh, int argc, char **argv);
struct flow builtin_popd(struct shell *sh, int argc, char **argv);
struct flow builtin_pushd(struct shell *sh, int argc, char **argv);
struct flow builtin_pwd(struct shell *sh, int argc, char **argv);
struct flow builtin_read(struct shell *sh, int argc, char **argv);
struct flow builtin_readonly(struct shell *sh, int argc, char **argv);
struct flow builtin_return(struct shell *sh, int argc, char **argv);
struct flow builtin_set(struct shell *sh, int argc, char **argv);
struct flow builtin_shift(struct shell *sh, int argc, char **argv);
struct flow builtin_shopt(struct shell *sh, int argc, char **argv);
struct flow builtin_suspend(struct shell *sh, int argc, char **argv);
struct flow builtin_test(struct shell *sh, int argc, char **argv); /* test and [ */
struct flow builtin_times(struct shell *sh, int argc, char **argv);
struct flow builtin_trap(struct shell *sh, int argc, char **argv);
struct flow builtin_true(struct shell *sh, int argc, char **argv);
struct flow builtin_type(struct shell *sh, int argc, char **argv);
struct flow builtin_ulimit(struct shell *sh, int argc, char **argv);
struct flow builtin_umask(struct shell *sh, int argc, char **argv);
struct flow builtin_unalias(struct shell *sh, int argc, char **argv);
struct flow builtin_unset(struct shell *sh, int argc, char **argv);
struct flow builtin_wait(struct shell *sh, int argc, char **argv);

/* Their options, for table.c. */
extern const struct builtin_option abbr_options[], bind_options[];
extern const struct builtin_option dot_options[], enable_options[], exec_options[], type_options[];
extern const struct builtin_option fc_options[];
extern const struct builtin_option history_options[];
extern const struct builtin_option compgen_options[], complete_options[], compopt_options[];

extern const struct builtin_option dirs_options[], popd_options[], pushd_options[];
extern const char dirs_description[], popd_description[], pushd_description[];

/* Option tables of builtins that are not beside the table. */
extern const struct builtin_option alias_options[], cd_options[], command_options[],
	declare_options[], echo_options[], export_options[], hash_options[], kill_options[],
	printf_options[], pwd_options[], read_options[], readonly_options[], set_options[],
	shopt_options[], trap_options[], ulimit_options[], umask_options[], unalias_options[],
	unset_options[];
extern const struct builtin_option disown_options[], help_options[], jobs_options[],
	mapfile_options[], suspend_options[], wait_options[];

/* ---- util.c ---------------------------------------------------------------------------- */

/* Option scanning in the manner of getopt(3) without its state (XBD 12.2): `--` ends the
 * options. */
struct optscan {
	int argc;
	char **argv;
	int index;   /* next argument to look at; the first operand behind the options */
	int at;	     /* position inside a cluster */
	char option; /* the offending letter, after '?' or ':' */
	const char *argument;
};
void optscan_init(struct optscan *scan, int argc, char **argv);
/* For who takes none: -1 at the operands; '?' after a report of the option that is there
 * ("cd: -x: invalid option", and the usage). */
int optscan_none(struct shell *sh, struct optscan *scan);

/* The next option's letter from a table, -1 at the end, '?' after a report as above; with long
 * options included (--name, --name=argument, --name argument; an
 * unambiguous beginning of a name will do).  --help is answered on standard output and gives
 * OPTION_HELP. */
int optscan_next_option(struct shell *sh, struct optscan *scan,
			const struct builtin_option *options);

/* A number of seconds from least to most, fractions allowed; false when text is none. */
bool parse_duration(const char *text, double least, double most, double *seconds);

/* Reports an argument of the running builtin that is wrong, and its usage, as builtin_usage does:
 * "NAME: argument: wrong", the argument in quotes when it is empty. */
struct flow builtin_wrong(struct shell *sh, char **argv, const char *argument, const char *wrong);
/* Reports a usage error of the running builtin: "NAME: text" and its usage line; a flow of status
 * 2, FLOW_ERROR for special builtins when the shell is not interactive. */
struct flow builtin_usage(struct shell *sh, char **argv, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* The same with the usage line alone, for a builtin that lacks an operand. */
struct flow builtin_misused(struct shell *sh, char **argv);
/* True when there is memory for what the shell makes of an operand to keep it; false after a
 * message. */
bool operand_fits(struct shell *sh, char **argv, const char *operand);
/* "too many arguments", which ends the command that was read, as in bash; in POSIX mode the
 * shell. */
struct flow builtin_too_many(struct shell *sh, char **argv);
/* True when the shell is restricted, which is then the reason for a message: about `what`, or the
 * builtin itself. */
bool builtin_is_restricted(struct shell *sh, char **argv, const char *what);
/* An error of a special builtin: FLOW_ERROR with the status, for XCU 2.8.1; plain for others. */
struct flow builtin_failure(struct shell *sh, char **argv, int status);

/* For builtins without options: skips a `--`; the index of the first operand, or -1 when there was
 * an option (reported). */
int no_options(struct shell *sh, int argc, char **argv);
/* The same for a builtin that takes a number: what begins with a minus is one, if a wrong one. */
int number_operand(struct shell *sh, int argc, char **argv);
/* Appends text in single quotes, or in whatever quotes strbuf_add_quoted finds it needs. */
void add_in_quotes(struct strbuf *into, const char *text);
void out_quoted(struct outbuf *out, const char *text);
/* Before one of these options changes: what a virtual subshell could not take back; see
 * builtin_needs_process. */
struct flow option_before_change(struct shell *sh, enum option_index option);
/* A line with an option's state: NAME on|off, or the command that gives it this state. */
void list_option(struct shell *sh, enum option_index option, bool as_command);
/* A line of a table of options, as shopt writes them. */
void list_shopt_option(struct shell *sh, enum option_index option);
/* The variable that is to become an indexed array, its name given to a builtin; namerefs are
 * followed.  NULL after a message: no name, an associative array, or readonly. */
struct symbol *array_operand(struct shell *sh, char **argv, const char *name);
/* True when the operand was written as NAME[...], not quoted: its subscript has been expanded, and
 * is taken as it is. */
bool operand_is_element(struct shell *sh, char **argv, const char *operand);
/* True when a value can be assigned to what the operand names, by its form; or (assoc_expand_once)
 * by the word's. */
bool operand_names_place(struct shell *sh, char **argv, const char *operand);
/* A builtin assigns to what its operands name, from here to builtin_assigned: its name stands
 * before complaints. */
void builtin_assigns(struct shell *sh, char **argv);
/* The flow of a builtin that assigned: `flow`, but after a wrong expression the command line is
 * abandoned, as in bash. */
struct flow builtin_assigned(struct shell *sh, struct flow flow);

/* The text of a command given as arguments: one argument is shell text; several are the words of
 * one simple command. */
void add_command_text(struct strbuf *into, int count, char **words);
/* Columns that a report may fill: the terminal's that it goes to, else 80. */
unsigned output_width(const struct shell *sh);
bool output_is_terminal(const struct shell *sh);
/* Writes a report that was made in memory, folded where it goes to a terminal, and frees it.
 * Elsewhere its lines stay whole, for programs. */
void out_report(struct shell *sh, struct outbuf *report);

/* ---- forkbench.c ----------------------------------------------------------------------- */

extern const struct builtin_option forkbench_options[];

/* ---- forktrace_kernel.c ---------------------------------------------------------------- */

/* forktrace --kernel [-j] [-o FILE] COMMAND...: argv[first] is what follows --kernel. */
struct flow forktrace_kernel(struct shell *sh, int argc, char **argv, int first);

/* ---- clone.c, cloneflags.c ------------------------------------------------------------- */

extern const struct builtin_option clone_options[], cloneflags_options[];
extern const char clone_description[];
extern const char cloneflags_description[];
struct json;
struct sharing;
/* sharing_compare, its ambiguous rows settled with two processes that are made for it. */
unsigned compare_tasks(struct shell *sh, pid_t one, pid_t other, struct sharing *rows);
/* A line for each row of a comparison, and the same as an array. */
void out_sharing(struct outbuf *out, const struct sharing *rows, unsigned count);
void json_sharing(struct json *json, const char *key, const struct sharing *rows, unsigned count);

/* ---- points of no return (struct builtin) ---------------------------------------------- */

/* For builtins whose operands are paths: one in /proc means this process. */
int path_no_return(struct shell *sh, int argc, char **argv);
int clone_no_return(struct shell *sh, int argc, char **argv);
int fc_no_return(struct shell *sh, int argc, char **argv);
int forktrace_no_return(struct shell *sh, int argc, char **argv);
int history_no_return(struct shell *sh, int argc, char **argv);
int kill_no_return(struct shell *sh, int argc, char **argv);
int suspend_no_return(struct shell *sh, int argc, char **argv);
int test_no_return(struct shell *sh, int argc, char **argv);
int ulimit_no_return(struct shell *sh, int argc, char **argv);

/* ---- exit.c ---------------------------------------------------------------------------- */

/* The operand of exit and return; false when it is no number. */
bool parse_status(const char *text, int *status);
/* The status of exit and return without an operand: $?; in a trap action, and in POSIX mode in the
 * functions that it calls, the one before the action. */
int default_status(const struct shell *sh);

/* ---- kill.c ---------------------------------------------------------------------------- */

/* Writes the signals: kill -l, trap -l.  Their names in one line (XCU kill), or a table with the
 * numbers as bash prints it. */
void list_signals(struct shell *sh, bool one_line);

/* ---- type.c ---------------------------------------------------------------------------- */

enum description {
	DESCRIBE_BRIEFLY, /* command -v: a name, a pathname, an alias definition */
	DESCRIBE_FULLY,	  /* type and command -V: a sentence */
	DESCRIBE_KIND,	  /* type -t: a word */
	DESCRIBE_FILE	  /* type -p: the pathname of a file, else nothing */
};

/* Writes what the name means in command position.  `path`: search there instead of $PATH, or NULL.
 * false when it means nothing; nothing is written then. */
bool describe_command(struct shell *sh, const char *name, const char *path,
		      enum description description);

/* ---- listing.c ------------------------------------------------------------------------- */

/* All variables, and outside POSIX mode the functions: `set` and `declare` without arguments. */
struct flow list_everything(struct shell *sh);
/* `declare -ATTRIBUTES NAME=VALUE` for `command`, one of the declaration utilities.  false, and
 * nothing, when there is no such variable. */
bool out_declaration(struct shell *sh, struct symbol *name, const char *command);
/* Between these, what a list of variables has under the name shows: assignments before the command
 * that lists them are not in it. */
void listing_begin(struct shell *sh, struct symbol *name, struct shown_binding *shown);
void listing_end(struct shell *sh, const struct shown_binding *shown);
/* The same for one of many. */
void out_listed(struct shell *sh, struct symbol *name, const char *command);
/* A function's definition. */
void out_function_text(struct shell *sh, const struct symbol *name);
/* The same, and its attributes as `declare -f NAME`, or these alone. */
void out_function(struct shell *sh, const struct symbol *name, bool name_only);

/* ---- cow.c ----------------------------------------------------------------------------- */

extern const struct builtin_option cow_options[];
extern const char cow_description[];

#endif
