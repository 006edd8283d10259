/*
 * Completion: what could stand where the cursor is.  The line is read with the shell's own rules of
 * quoting and grammar; the candidates come from the completion specification of the command
 * (compspec.h), from the tables of builtins, or from what the place itself calls for: commands,
 * files, variables, users, hosts, jobs.  An editor asks once for each Tab and knows nothing of the
 * shell's language: what it gets can be put into the line as it is.
 */
#ifndef COWSH_COMPLETE_H
#define COWSH_COMPLETE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "arena.h"
#include "flow.h"

struct array;
struct compspec;
struct outbuf;
struct shell;

struct completion {
	const char *text;   /* takes the place of line[start, end), quoted as it must be there;
	                            a quote that was open at the cursor is left open */
	const char *finish; /* what follows when it is the only candidate: the closing quote, and
	                            '/', ' ', '=' or '}'; perhaps empty */
	const char *shown;  /* for a list of candidates: without quotes and leading directories, a
	                            directory with its slash, control characters replaced */
	bool marked;	    /* shown ends with a slash that is no part of the candidate */
	const char *description; /* one line, or NULL */
};

struct completions {
	struct completion
		*items; /* sorted and without doubles, unless a specification says nosort */
	uint32_t count;
	size_t start, end; /* the part of the line they replace; end is the cursor */
	size_t word; /* beginning of the word whose end they replace: before `start` stands what
	                each of them has in the line */
	char quote;  /* open at start: ' " or $, or 0 */
	bool ignore_case, map_case; /* of the request */
	const char *wanted; /* what was typed, if they do not begin with it (set -o loosematch); or
	                       NULL */
	bool opaque;	    /* they say nothing without their descriptions: process ids */
	bool interrupted;   /* SIGINT arrived: count is 0, and the line is to be dropped */
	const char *
		message; /* what failed, and what completion functions and commands wrote to standard
	                        error; lines to be shown once, above the line; NULL for nothing */
	struct arena arena; /* holds all of it */
};

/* Why the editor asks: the value of COMP_TYPE (bash manual 5.2). */
enum completion_type {
	COMPLETE_INSERT = '\t', /* Tab */
	COMPLETE_LIST = '?',	/* the list after a second Tab */
	COMPLETE_MENU = '%',	/* one candidate after the other */
	COMPLETE_ALL = '*'	/* all candidates become part of the line */
};

/* The things that are completed: as the place calls for, or as a key of its own asks (bash manual
 * 8.4.6). */
enum completion_subject {
	SUBJECT_PLACE,
	SUBJECT_FILENAME,
	SUBJECT_USERNAME,
	SUBJECT_HOSTNAME,
	SUBJECT_VARIABLE,
	SUBJECT_COMMAND,
	SUBJECT_GLOB,	   /* what the word matches as a pattern */
	SUBJECT_GLOB_MORE, /* the same with a * behind it */
	SUBJECT_HISTORY,   /* words of earlier commands, sorted */
	SUBJECT_RECENT	   /* the same, the latest first */
};

struct completion_request {
	enum completion_type type;
	enum completion_subject subject;
	bool ignore_case;
	bool map_case; /* `-` and `_` are the same, when case is ignored */
	bool hidden;   /* names with a dot, when none was typed */
};

/* The candidates at byte `point` of `line`.  When a command reaches over several lines, `line` is
 * all of them, with their newlines, so that the grammar is known.  May run completion functions in
 * the current environment, with their standard output thrown away; $? is kept.  Never fails: at
 * worst there is no candidate.  The result is the caller's to free, in any case. */
void complete_request(struct shell *sh, const char *line, size_t point,
		      const struct completion_request *request, struct completions *result);
void completions_free(struct completions *result);

/* The candidates that a specification gives for a word, outside of any line, a line each to `out`,
 * in the order they were made, or (`array`, when it is not NULL) an element each; `command` is what
 * functions get as $1. False when there is none.  *flow is FLOW_NEXT unless what ran ended
 * something. */
bool complete_by_compspec(struct shell *sh, const struct compspec *spec, const char *command,
			  const char *word, struct outbuf *out, struct array **array,
			  struct flow *flow);

/* Bytes of the longest beginning that all texts share; it ends between characters, and not behind a
 * lone backslash. */
size_t completions_common(struct shell *sh, const struct completions *result);

#endif
