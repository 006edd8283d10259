/*
 * Declarations that the files of completion share: words as typed and as meant, candidates and
 * where they come from.
 */
#ifndef COWSH_COMPLETION_H
#define COWSH_COMPLETION_H

#include "compspec.h"
#include "complete.h"
#include "observer.h"
#include "shell.h"
#include "strbuf.h"

/* ---- where the cursor is (complete_place.c) ------------------------------------------------- */

/* Offsets into the line. */
struct line_word {
	size_t start, end;
};

struct line_place {
	uint8_t kind; /* enum span_kind: observer.expected */
	size_t start; /* of the word that the cursor is in or behind; the cursor when it is in none */
	size_t part; /* where what is to be completed begins in it: behind NAME=, $, ${ */
	size_t point;
	char quote; /* what is open at the cursor: ' " or $ (for $'...'), or 0 */
	bool brace; /* SPAN_NAME was written ${ */
	/* heap: the simple command from its name to the word at the cursor, which is the last one
	 * (perhaps empty); no assignments, no redirections.  NULL but for SPAN_COMMAND and
	 * SPAN_ARGUMENT. */
	struct line_word *words;
	uint32_t word_count;
};

/* The quote that a span of this kind is in: ' " or $ (for $'...'), 0 for none. */
char span_quote(enum span_kind kind);
/* True when the parameter, a span of text[0, len), is written ${ there. */
bool span_braced(const struct observer *o, uint32_t span, const char *text, size_t len);
/* Reads the `point` bytes of line that are before the cursor. */
void line_place_read(struct line_place *place, struct shell *sh, const char *line, size_t point);
void line_place_free(struct line_place *place);

/* ---- quoting (complete_place.c) -------------------------------------------------------------- */

/* The bytes line[start, end), of which quotes and expansions are known. */
struct quoting {
	struct observer observer;
	const char *line;
	size_t start, end;
};

void quoting_read(struct quoting *quoting, struct shell *sh, const char *line, size_t start,
		  size_t end);
/* The first byte of `set` at or behind `from` that is in no quotes and no expansion; the end when
 * there is none. */
size_t quoting_find(const struct quoting *quoting, size_t from, const char *set);
void quoting_free(struct quoting *quoting);

/* ---- words (complete_word.c) --------------------------------------------------------------- */

/* A word, or the end of one, as it was typed: line[start, end). */
struct typed_word {
	/* Quotes removed, variables replaced; in the arena.  With `tilde`, a ~ stands before it. */
	const char *value;
	size_t len;
	size_t base;	    /* offset in value of what is behind the last slash */
	size_t line_base;   /* offset in the line of what is behind the last slash typed */
	size_t line_end;    /* a backslash that quotes nothing yet is not part of it */
	char quote;	    /* open at its end: ' " or $, or 0 */
	size_t quote_start; /* offset in the line behind that quote */
	bool tilde;	    /* ~ and a name, without a slash: value is what is behind the ~ */
	bool unknown;	    /* holds a substitution: its value is not known */
};

/* Reads the word, or the rest of one behind a place where `quote` is open (0: none). */
void word_read(struct shell *sh, struct arena *arena, const char *line, size_t start, size_t end,
	       char quote, struct typed_word *word);
/* The offset behind the last unquoted byte of `breaks` in the word; `start` when there is none. */
size_t word_break(struct shell *sh, const char *line, size_t start, size_t end, const char *breaks);
/* Appends text as it must be typed inside this quote (0: none).  `first`: it begins a word;
 * `breaks`: bytes that are quoted, too. */
void word_add_quoted(struct strbuf *into, const char *text, size_t len, char quote, bool first,
		     const char *breaks);

/* The most of the first len bytes of such a text, behind an open `quote`, that ends where a
 * character does. */
size_t word_whole_length(struct shell *sh, const char *text, size_t len, char quote);

/* ---- candidates (complete.c) --------------------------------------------------------- */

enum candidate_flags {
	CANDIDATE_FILE = 1 << 0,      /* to be quoted */
	CANDIDATE_DIRECTORY = 1 << 1, /* a slash follows, and no space */
	CANDIDATE_NO_SPACE = 1 << 2,
	CANDIDATE_EQUALS = 1 << 3, /* `=` follows, and no space */
	CANDIDATE_OPAQUE = 1 << 4  /* says nothing without its description */
};

struct candidate {
	const char *value; /* what is meant, without quotes */
	const char *description;
	uint32_t order;
	uint8_t flags; /* enum candidate_flags */
};

/* Candidates being collected. */
struct candidates {
	struct shell *sh;
	struct arena *arena; /* for what they are made of */
	const char *prefix;  /* what was typed of them: those that do not begin so are left out */
	size_t prefix_len;
	bool ignore_case, map_case; /* when comparing with it */
	struct candidate *items;    /* heap */
	uint32_t count, cap;
	bool interrupted;
};

void candidates_init(struct candidates *c, struct shell *sh, struct arena *arena,
		     const char *prefix);
void candidates_free(struct candidates *c);
/* Adds one that begins with the prefix; value is copied, description is not.  True when it was
 * added. */
bool candidates_add(struct candidates *c, const char *value, const char *description,
		    unsigned flags);
/* The same whatever it begins with. */
void candidates_force(struct candidates *c, const char *value, const char *description,
		      unsigned flags);
/* True when text begins with the prefix, from its byte `from` on. */
bool candidates_match(const struct candidates *c, const char *text, size_t from);
/* True when Ctrl-C was typed meanwhile: give up. */
bool candidates_stopped(struct candidates *c);

/* ---- candidates that begin otherwise (complete_loose.c) ------------------------------ */

/* The ways in which a candidate has in it what was typed; the first ones are better. */
enum looseness {
	LOOSE_CASE,   /* begins so, in other case */
	LOOSE_MIDDLE, /* in the middle */
	LOOSE_BOTH,   /* in the middle, in other case */
	LOOSE_NOT
};
enum looseness loose_match(struct arena *arena, const char *text, const char *wanted);
/* The place in the line from which on the word at the cursor says what candidates are to have in
 * them, and not where to look; *wanted: what it means.  The cursor when there is none. */
size_t loose_cut(struct shell *sh, struct arena *arena, const char *line,
		 const struct line_place *place, const char **wanted);

/* ---- sources (complete_sources.c, complete_files.c, complete_names.c) ---------------- */

/* The candidates of one action of `complete -A`. */
void source_action(struct candidates *c, enum completion_action action);

enum file_kinds {
	FILES_ALL,
	FILES_DIRECTORIES,
	FILES_PROGRAMS /* executable files and directories */
};
/* Files that begin with the prefix, a pathname in which ~ is understood.  Their values begin as the
 * prefix does.  `hidden`: names with a dot without asking for them. */
void source_files(struct candidates *c, enum file_kinds kinds, bool hidden);
/* The files of `directory` whose names begin with the prefix; their values are the names. */
void source_directory(struct candidates *c, const char *directory, enum file_kinds kinds,
		      bool hidden);
/* Executable files in the directories of PATH. */
void source_programs(struct candidates *c);
/* Aliases, reserved words, functions, builtins and the programs in PATH. */
void source_commands(struct candidates *c);
/* Abbreviations, with what they stand for. */
void source_abbreviations(struct candidates *c);
void source_variables(struct candidates *c);
void source_users(struct candidates *c);
void source_groups(struct candidates *c);
void source_services(struct candidates *c);
void source_hosts(struct candidates *c);
/* %1, %2 and so on, with their commands. */
void source_job_ids(struct candidates *c);
/* The processes that this user may signal, with their commands. */
void source_processes(struct candidates *c);
void source_signals(struct candidates *c, const char *before);
/* Words of the commands in the history, the latest first. */
void source_history(struct candidates *c);
/* The spawn policies. */
void source_policies(struct candidates *c);
/* Open descriptors, and what they are. */
void source_descriptors(struct candidates *c);

/* ---- builtins (complete_builtin.c) --------------------------------------------------- */

struct builtin;

/* A command's words as meant; the last is the one being completed. */
struct command_words {
	const char **values;
	uint32_t count;
};

/* The kind of operand that a place in a builtin's arguments calls for. */
struct operand {
	const char *names; /* the metavariables of its usage, "PID|JOB"; NULL for nothing known */
	size_t len;
	bool option;   /* an option can begin here */
	bool attached; /* the names are of what is behind the = of a long option */
	uint32_t
		command; /* index of the word that is the name of a command, if COMMAND came before */
};

/* Reads the words before the last one by the builtin's options and usage. */
void builtin_operand(const struct builtin *builtin, const struct command_words *words,
		     struct operand *operand);
/* Adds the options of a builtin that begin with the prefix. */
void builtin_options(struct candidates *c, const struct builtin *builtin);
/* Adds what the operand calls for.  False when that is files, which the caller knows to quote. */
bool builtin_arguments(struct candidates *c, const struct builtin *builtin,
		       const struct operand *operand, enum file_kinds *kinds);

/* ---- specifications (complete_spec.c) ------------------------------------------------ */

/* One completion by a specification. */
struct spec_request {
	const struct compspec *spec;
	const char *command;	  /* $1 */
	const char *word;	  /* $2 */
	const char *previous;	  /* $3 */
	const char *line;	  /* COMP_LINE */
	size_t point;		  /* COMP_POINT: bytes */
	int type;		  /* COMP_TYPE */
	const char *const *words; /* COMP_WORDS */
	uint32_t word_count;
	uint32_t index;	       /* COMP_CWORD */
	struct strbuf *errors; /* for a line: standard error goes here, standard output nowhere;
	                            NULL for compgen */
	/* out */
	uint32_t options; /* enum completion_option bits, as compopt left them */
	bool again;	  /* the function ended with 124: it may have defined what to use */
	struct flow flow; /* what the function or command ended with, when not FLOW_NEXT */
};

/* Adds what the specification gives for the word, which is c->prefix. */
void spec_candidates(struct candidates *c, struct spec_request *request);

#endif
