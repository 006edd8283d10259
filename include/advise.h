/*
 * Advice on a script: which of its processes it could do without.  Patterns are looked for in the
 * syntax tree; each gives text that can stand in the place of what was found, and two expansions
 * that tell whether it comes to the same.  Those are tried where the script runs: in a forked copy
 * of the shell, just before the command that was found, so that variables, files and working
 * directory are its own.
 */
#ifndef COWSH_ADVISE_H
#define COWSH_ADVISE_H

#include "ast.h"
#include "exec.h"
#include "outbuf.h"
#include "shell.h"
#include "trace.h"

enum advice_language { ADVICE_POSIX, ADVICE_BASH };

/* Which stretch of the script is rewritten. */
enum advice_place {
	ADVICE_WHOLE, /* the substitution or command, by the text */
	ADVICE_INPUT, /* the first stage of a pipeline goes, the text is put behind the second */
	ADVICE_NAME   /* the command's first words, by the text */
};

/* One pattern's advice about a command or substitution that fits it. */
struct advice {
	const char *pattern; /* its name */
	const char *differs; /* where the rewrite could give something else, or NULL */
	uint8_t place;	     /* enum advice_place */
	uint32_t words;	     /* ADVICE_NAME: how many */
	/* Variables name its commands, and only their values when it runs say what they are: the
	 * text is that of the trials, and a pattern without one is for the rest. */
	bool by_value;
	bool must_be_faster; /* a loop in the shell may take longer than a process */
	struct strbuf text;
	/* Expansions, as in double quotes, that are to give the same. */
	struct strbuf before, after;
	/* Of a command, what is timed, and whose processes are counted, in their place. */
	struct strbuf run_before, run_after;
};

/* A command substitution or a command that fits a pattern: false when it fits none.  `assigned`:
 * the name of the variable whose whole value the substitution is, in a command that is nothing but
 * assignments, or NULL; `quoted`: it stands in double quotes; `sh`: the shell that is about to run
 * it, whose functions and variables tell what names mean, or NULL.  *next, 0 at first: how to ask
 * for the advice of a further pattern. */
bool advice_of_part(const struct part *part, enum advice_language language, const char *assigned,
		    bool quoted, const struct shell *sh, unsigned *next, struct advice *advice);
bool advice_of_node(const struct node *node, enum advice_language language, const struct shell *sh,
		    unsigned *next, struct advice *advice);
void advice_free(struct advice *advice);

/* ---- trying it ------------------------------------------------------------------------------- */

/* A command, or its substitution, as it is known in a file: by its line and its text. */
struct advice_trial {
	char *source, *text; /* heap */
	uint32_t line;
	bool same_output, same_status;
	uint64_t before_ns, after_ns; /* shortest of some runs */
	/* Processes each makes here, and as every shell did that forks for each subshell and
	 * command. */
	uint32_t before_processes, after_processes;
	uint32_t before_forks, after_forks;
	char *values;  /* what the two gave, when it is not the same; or NULL */
	char *rewrite; /* the text that was tried, of what variables name */
};

/* Executions of one command. */
struct advice_count {
	uint64_t key; /* hash of its line and text; 0: a free place */
	uint32_t runs;
};

/* Runs of the script that are tried: shared by its subshells. */
struct advice_session {
	enum advice_language language;
	int results;		     /* own descriptor of a memory file */
	int quiet;		     /* own descriptor of /dev/null */
	struct advice_count *counts; /* shared memory: executions so far */
	struct exec_witness witness;
};

/* Makes the session's memory; false with errno.  The session must stay where it is until its
 * end. */
bool advice_session_begin(struct shell *sh, struct advice_session *session,
			  enum advice_language language);
void advice_session_end(struct shell *sh, struct advice_session *session);
/* From here on this shell, and those it forks, try what they are about to run. */
void advice_session_run(struct shell *sh, struct advice_session *session);
/* The advice found: a heap array. */
struct advice_trial *advice_session_trials(struct advice_session *session, size_t *count);
/* The times the script came to a command, by its line and text. */
uint32_t advice_session_runs(const struct advice_session *session, uint32_t line, const char *text);
void advice_trials_free(struct advice_trial *trials, size_t count);

/* ---- the sites of a file --------------------------------------------------------------------- */

struct advice_edit {
	uint32_t start, end; /* bytes of the text; the second of two edits comes behind the first */
	struct strbuf text;
};

enum advice_verdict {
	ADVICE_OFFERED,
	ADVICE_DIFFERS,	  /* it gave something else */
	ADVICE_VARIES,	  /* variables that name its commands had several values */
	ADVICE_UNREACHED, /* the script did not come there, or nothing was tried */
	ADVICE_STATUS,	  /* its exit status is another one, and somebody asks for it */
	ADVICE_NO_GAIN,	  /* neither a process nor time is saved */
	ADVICE_INSIDE	  /* it stands in what another rewrite replaces */
};

struct advice_site {
	uint32_t line;	     /* of the command, for the trace */
	uint32_t start, end; /* what was found */
	struct advice advice;
	struct advice_edit edits[2];
	unsigned edit_count;
	unsigned order; /* of several at one place */
	bool status_seen;
	enum advice_verdict verdict;
	unsigned tried, same;
	uint64_t before_ns, after_ns; /* medians of the trials */
	uint32_t before_processes, after_processes, before_forks,
		after_forks; /* of one run, at most */
	const char *values;  /* a trial's, or NULL */
	const char *rewrite; /* the same */
	char *text;	     /* key of the trials */
	uint32_t runs;	     /* how often the script came there */
};

struct advice_file {
	char *path;
	struct strbuf text;
	struct advice_site *sites; /* heap, by their places */
	size_t count, cap;
	int error;	    /* errno where it cannot be read, EINVAL where it is no file */
	bool changed;	    /* after the trace was written */
	bool malformed;	    /* it is no script that can be read in one piece */
	bool sees_failures; /* set -e or an ERR trap */
};

/* Reads a file for its sites.  `trace`: descriptor of the trace that names it, or -1. */
void advice_file_read(struct shell *sh, struct advice_file *file, const char *path,
		      enum advice_language language, int trace);
/* Appends why there are no rewrites of a file, or not all of them; nothing where there is no such
 * reason. */
void advice_file_add_reason(const struct advice_file *file, struct strbuf *into);
void advice_file_free(struct advice_file *file);
/* Tries the sites on the words that programs had in a trace, without running anything of the
 * script. The flow, when it is not FLOW_NEXT, is where the shell goes. */
struct flow advice_session_replay(struct shell *sh, struct advice_session *session,
				  const struct trace_list *list, const struct advice_file *file);
/* Gives each site what was found out of it. */
void advice_file_judge(struct advice_file *file, const struct advice_session *session,
		       const struct advice_trial *trials, size_t count);

/* ---- what is told ---------------------------------------------------------------------------- */

struct advice_report {
	const char *script;
	enum advice_language language;
	int status;    /* the script's */
	bool recorded; /* `script` is a trace, and nothing was run */
	const struct trace_list *list;
	const struct advice_file *files;
	size_t file_count;
	size_t most; /* lines that make processes, 0 for all */
};
void advice_report_print(const struct advice_report *report, struct outbuf *out);
void advice_report_json(const struct advice_report *report, struct outbuf *out);

/* A unified diff of what is offered, for patch(1). */
void advice_file_diff(const struct advice_file *file, struct outbuf *out);

#endif
