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
	BUILTIN_DECLARATION = 1 << 2, /* NAME=value arguments are assignments */
	BUILTIN_PURE =
		1 << 3, /* touches no descriptor but through sh->out, sh->in_fd, sh->err_fd and
	                                 runs no command: redirections need not be made for real */
	BUILTIN_BLOCKS = 1 << 4,     /* may wait for something outside (read, wait, fg) */
	BUILTIN_NO_OPTIONS = 1 << 5, /* its words are all operands: --help is none of its options */
	BUILTIN_PREFIX = 1 << 6,     /* its operands are a command: a name and its arguments */
	BUILTIN_KEEPS = 1 << 7,	     /* redirections of it stay (exec) */
	BUILTIN_READS = 1 << 8,	     /* reads lines from its input */
	BUILTIN_ASSIGNS = 1 << 9,    /* an operand that is a name is a variable it gives a value */
	/* For explain: */
	BUILTIN_REHEARSED = 1 << 10, /* does nothing but what the journal takes back: it is done */
	BUILTIN_RUNS = 1 << 11,	     /* does nothing but run commands: it is done as well */
	BUILTIN_SPAWNS = 1 << 12,    /* may make processes by itself, or run anything */
	BUILTIN_SIGNALS = 1 << 13,   /* may send this process a signal, and so run a trap */
	BUILTIN_WAITS = 1 << 14,     /* without operands no job is left when it ends */
	/* For the parser, besides declarations and prefixes: */
	BUILTIN_TEXT = 1 << 15,	   /* its arguments are text in which arrays may be assigned */
	BUILTIN_ALIASES = 1 << 16, /* changes aliases */
	/* For the history: */
	BUILTIN_HISTORY = 1 << 17, /* may take the command that it stands in out of the history */
	/* For the executor: */
	BUILTIN_TAIL = 1 << 18 /* ends with a command that it runs, and asks exec_take_tail() */
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

static inline bool builtin_option_ends(const struct builtin_option *option)
{
	return !option->letter && !option->name;
}

struct builtin {
	const char *name;
	struct flow (*run)(struct shell *sh, int argc, char **argv);
	unsigned flags; /* enum builtin_flags */
	const char *
		usage; /* synopsis after the name, which completion reads: "[-p] [NAME[=VALUE]...]" */
	const char *summary;		      /* one line for help and the manual page */
	const struct builtin_option *options; /* NULL: they are in the usage alone */
	const char *description;	      /* paragraphs for help and the manual page, or NULL */
	/* With these arguments a point of no return for a virtual subshell: enum late_fork_reason,
	 * or -1.  NULL: with none, or the builtin is rehearsed and gets there by itself. */
	int (*no_return)(struct shell *sh, int argc, char **argv);
	const char *
		synopsis; /* the usage in bash's words, for help and messages; NULL where bash has no such builtin */
};

static inline const char *builtin_synopsis(const struct builtin *builtin)
{
	return builtin->synopsis ? builtin->synopsis : builtin->usage;
}

/* The subjects of `help` besides builtins; a NULL name ends the table. */
struct help_subject {
	const char *name;
	const char *summary;
	void (*tell)(struct outbuf *out);
};

/* The text of `help` about a reserved word or compound command; a NULL name ends the table. */
struct help_construct {
	const char *name;
	const char *synopsis;
	const char *summary;
	const char *text; /* lines */
};

/* Appends `before`, the name, and the synopsis; one of our own words is folded to 80 columns. */
void builtin_add_synopsis(struct strbuf *into, const struct builtin *builtin, const char *before,
			  const char *name);
/* Writes the usage line. */
void builtin_help_synopsis(struct outbuf *out, const struct builtin *builtin);
/* Writes what there is to say of a builtin: usage, summary, description, options. */
void builtin_help(struct outbuf *out, const struct builtin *builtin);
/* The same without the usage. */
void builtin_help_body(struct outbuf *out, const struct builtin *builtin);

/* Before something a virtual subshell can neither take back nor hide (a signal sent, a limit
 * lowered): the subshell gets a process of its own.  `reason` is an enum late_fork_reason, -1 for
 * none.  FLOW_NEXT: go on; else return the flow. */
static inline struct flow builtin_needs_process(struct shell *sh, int reason)
{
	return sh->virtual && reason >= 0 ? sh->ops.late_fork(sh, reason) : flow_next(sh->status);
}

#endif
