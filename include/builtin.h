/*
 * Builtins: one file each under builtins/, and one table.  A builtin reads argv like a program's
 * main, writes to sh->out, complains through shell_error_in, and returns a flow: flow_next(status)
 * unless it ends something.  Output errors are the executor's to report: it flushes sh->out after
 * every builtin and turns a failure into a message and status 1.
 */
#ifndef COWSH_BUILTIN_H
#define COWSH_BUILTIN_H

#include "flow.h"
#include "shell.h"
#include "spawn.h"

enum builtin_flags {
	BUILTIN_SPECIAL = 1 << 0,     /* XCU 2.15: assignments stay, errors end the shell */
	BUILTIN_INTRINSIC = 1 << 1,   /* XCU 1.7: found without a PATH search */
	BUILTIN_DECLARATION = 1 << 2, /* NAME=value arguments expand as assignments */
	BUILTIN_PURE =
		1 << 3, /* touches no descriptor but through sh->out, sh->in_fd, sh->err_fd and
	                                 runs no command: redirections need not be made for real */
	BUILTIN_BLOCKS = 1 << 4,    /* may wait for something outside (read, wait, fg) */
	BUILTIN_NO_OPTIONS = 1 << 5 /* its words are all operands: --help is none of its options */
};

/* One option of a builtin.  Tables of them end with an entry that has neither letter nor name. */
struct builtin_option {
	int letter;	      /* what optscan_next_option gives: a letter, or OPTION_LONG + n */
	const char *name;     /* without its dashes, or NULL */
	const char *argument; /* what help calls the argument: "FILE"; NULL when it takes none */
	const char *summary;  /* a line for help, completion and the manual page */
};

#define OPTION_LONG 256	 /* options without a letter are numbered from here */
#define OPTION_HELP 1000 /* --help was given and answered: return flow_next(0) */

struct builtin {
	const char *name;
	struct flow (*run)(struct shell *sh, int argc, char **argv);
	unsigned flags;	     /* enum builtin_flags */
	const char *usage;   /* synopsis after the name: "[-p] [name[=value]...]" */
	const char *summary; /* one line for help and the manual page */
	const struct builtin_option *options; /* NULL: they are in the usage alone */
	const char *description;	      /* paragraphs for help and the manual page, or NULL */
};

/* Sorted by name; ends with a NULL name. */
extern const struct builtin builtin_table[];

/* What `help` can tell besides builtins; ends with a NULL name. */
struct help_subject {
	const char *name;
	const char *summary;
	void (*tell)(struct outbuf *out);
};
extern const struct help_subject help_subjects[];

/* Option scanning in the manner of getopt(3) without its state (XBD 12.2): `--` ends the options. */
struct optscan {
	int argc;
	char **argv;
	int index;   /* next argument to look at; the first operand when optscan_next returned -1 */
	int at;	     /* position inside a cluster */
	char option; /* the offending letter, after '?' or ':' */
	const char *argument;
};
void optscan_init(struct optscan *scan, int argc, char **argv);
/* The next option's letter; -1 at the end; on a letter not in `letters`, or a missing argument, reports it
 * ("cd: -x: unknown option", and the usage) and returns '?'.  letters as for getopt: "ab:c". */
int optscan_next(struct shell *sh, struct optscan *scan, const char *letters);

/* The same from a table, long options included (--name, --name=argument, --name argument; an unambiguous
 * beginning of a name will do).  --help is answered on standard output and gives OPTION_HELP. */
int optscan_next_option(struct shell *sh, struct optscan *scan,
			const struct builtin_option *options);
/* Writes what there is to say of a builtin: usage, summary, description, options. */
void builtin_help(struct outbuf *out, const struct builtin *builtin);

/* Reports a usage error of the running builtin: "NAME: text" and its usage line; a flow of status 2,
 * FLOW_ERROR for special builtins when the shell is not interactive. */
struct flow builtin_usage(struct shell *sh, char **argv, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* An error of a special builtin: FLOW_ERROR with the status, for XCU 2.8.1; plain for others. */
struct flow builtin_failure(struct shell *sh, char **argv, int status);

/* Before something a virtual subshell can neither take back nor hide (a signal sent, a limit lowered): the
 * subshell gets a process of its own.  FLOW_NEXT: go on; else return the flow. */
static inline struct flow builtin_needs_process(struct shell *sh, enum late_fork_reason reason)
{
	return sh->virtual ? sh->ops.late_fork(sh, (int)reason) : flow_next(sh->status);
}

/* Parses a whole decimal number 0..max; false when text is none. */
bool parse_count(const char *text, long max, long *value);

#endif
