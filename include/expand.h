/*
 * Word expansion (XCU 2.6): words to fields.  Results are in the shell's scratch arena and live
 * until the caller's mark is released.  A failure has been reported when these return false: the
 * caller gives up the command with the flow found in *failure.
 */
#ifndef COWSH_EXPAND_H
#define COWSH_EXPAND_H

#include "ast.h"
#include "pattern.h"
#include "shell.h"
#include "var.h"

/* The flags (enum pattern_flags) for patterns for which case always counts: those that remove
 * prefixes and suffixes. */
static inline unsigned pattern_flags(const struct shell *sh)
{
	return sh->pattern_flags & ~(unsigned)PATTERN_NOCASE;
}
/* The same for case, [[ ]] and substitution, where nocasematch is heard. */
static inline unsigned pattern_match_flags(const struct shell *sh)
{
	return sh->pattern_flags;
}

/* The argument of a declaration utility that is an assignment with a subscript or to an array:
 * carried out as the parser saw it, and found by the address of the field that stands for it. */
struct declared {
	struct declared *next;
	const char *field;
	const struct assign *assign;
};
/* The assignment that the argument stands for; NULL for an argument that is its text. */
const struct assign *declared_assign(const struct shell *sh, const char *field);

/* Fields collected: a NULL-terminated argv that grows in the scratch arena. */
struct fields {
	char **values; /* values[count] is NULL once expand_words has returned */
	uint32_t count, cap;
	uint32_t reserve; /* empty slots in front of values[0] */
	uint32_t word_count; /* of `words` */
	bool failed;	  /* some are missing: memory was short, or `left` */
	struct flow left; /* not FLOW_NEXT: where the shell goes instead of on, after a late fork */
	const char *
		no_match; /* under failglob: a pattern that matched nothing; expand_words reports it */
	struct declared *declared; /* fields that are more than their text */
	/* The words, where a command in one of them may change what the patterns of others match:
	 * those wait until all words have been expanded. */
	struct word *const *words;
	struct pending_pattern *pending; /* the last in a ring */
};

/* All expansions of each word, field splitting and pathname expansion included; words of
 * declaration utilities (word->assign) as assignments.  `reserve` leaves that many empty slots
 * before values[0] (for a second argv with an interpreter in front). */
bool expand_words(struct shell *sh, struct word *const *words, uint32_t count, uint32_t reserve,
		  struct fields *fields, struct flow *failure);

/* The same of the words of a simple command. */
bool expand_arguments(struct shell *sh, const struct simple *simple, struct fields *fields,
		      struct flow *failure);

/* True when the text, expanded as a prompt is, may ask for a process: a command in it, or $BASHPID.
 * A virtual subshell then becomes one before, for a prompt is no place to leave it from. */
bool prompt_needs_process(const char *text);
/* Expansion to one string without field splitting and pathname expansion: assignment values (tilde
 * after = and :), redirection targets, case subjects.  NULL on failure.  The result may be the
 * word's own literal text: do not write to it. */
char *expand_string(struct shell *sh, const struct word *word, size_t *len, struct flow *failure);
/* Expansion to a pattern for pattern.h: quoted characters come behind a backslash. */
char *expand_pattern(struct shell *sh, const struct word *word, size_t *len, struct flow *failure);

/* Expansion to an extended regular expression, quoted characters behind a backslash where it takes
 * one. */
char *expand_regexp(struct shell *sh, const struct word *word, size_t *len, struct flow *failure);

/* One assignment (XCU 2.9.1.2) carried out: value expanded and set; in place when it appends to its
 * own name. */
bool expand_assign(struct shell *sh, const struct assign *assign, struct flow *failure);
/* The compound assignment with all its words expanded, in the scratch arena: what a local takes
 * from the variable that it is going to hide.  NULL after an error. */
const struct assign *expand_compound(struct shell *sh, const struct assign *assign,
				     bool associative, struct flow *failure);

/* The same with the value expanded already, of one that is not compound. */
bool assign_text(struct shell *sh, const struct assign *assign, const char *text, size_t len,
		 struct flow *failure);

/* The place that name[subscript] stands for, namerefs followed (var.h).  false after an error was
 * reported. */
bool expand_place(struct shell *sh, struct symbol *name, const struct subscript *subscript,
		  struct place *place, struct flow *failure);
/* The place that such text stands for: of builtins that are given the name of a variable, and of
 * namerefs (shell.ops).  Parameters in the subscript are expanded, commands are not run.  false
 * after an error was reported. */
bool find_place(struct shell *sh, const char *text, struct place *place);
/* Likewise of text whose subscript has been expanded as the subscript of a word NAME[...] of the
 * script. */
bool find_expanded_place(struct shell *sh, const char *text, struct place *place);
/* For shell.ops. */
bool evaluate_for_assignment(struct shell *sh, const char *text, size_t len, int64_t *value);

/* An expression's text with its expansions, in the scratch arena: what they give inside of a
 * subscript is behind backslashes.  `is_word`: its quotes are those of a word.  NULL after an
 * error. */
const char *arith_text(struct shell *sh, const struct word *word, bool is_word, size_t *len,
		       struct flow *failure);
/* Parses and evaluates text (for `$((` with dynamic text, and builtins that take expressions). */
bool arith_eval_text(struct shell *sh, const char *text, size_t len, int64_t *value,
		     struct flow *failure);

/* Likewise what is assigned to an integer variable: a builtin's name stands before a complaint
 * (sh->complainer). */
bool arith_assigned_text(struct shell *sh, const char *text, size_t len, int64_t *value,
			 struct flow *failure);

/* The value of an expression that is a command, or part of one: `command` is its name for messages.
 * False when there is none: a wrong expression makes the command fail, FLOW_NEXT with status 1
 * (bash manual, 3.2.5.2), where an expansion's failure is what it always is.  `expanded`: quotes
 * and parameters in subscripts mean nothing any more. */
bool arith_command_clause(struct shell *sh, const struct arith_clause *clause, const char *command,
			  int64_t *value, struct flow *failure);
bool arith_command_text(struct shell *sh, const char *text, size_t len, bool expanded,
			const char *command, int64_t *value, struct flow *failure);

/* Pathname expansion (XCU 2.6.6): appends the sorted matches of a pattern (quoted characters behind
 * backslashes); when there is none, returns false and appends nothing.  True as well when the
 * pattern vanishes: with nullglob, and with failglob, where fields->no_match says so. */
bool glob_expand(struct shell *sh, const char *pattern, size_t len, struct fields *fields);

/* Appends a field to fields (the array grows in the scratch arena; the string is not copied). */
void fields_add(struct shell *sh, struct fields *fields, char *value);
/* Adds the files that a pattern matches, as glob_expand does; or has it wait for the expansion of
 * the other words, as in bash: then the field that is added next is the pattern's place. */
bool fields_add_matches(struct shell *sh, struct fields *fields, const char *pattern, size_t len);

/* Splits text by IFS for `read` (XCU read): into at most `max` fields, the last one holding the
 * rest.  `literal` marks bytes that a backslash made literal (same length as text; may be NULL).
 * Returns the number of fields; start/end offsets into text. */
struct read_field {
	size_t start, end;
};
uint32_t split_for_read(struct shell *sh, const char *text, const char *literal, size_t len,
			uint32_t max, struct read_field *fields);

/* Home directory of a user (getpwnam(3)), or of nobody in particular: $HOME.  Scratch arena; NULL
 * when unknown. */
const char *tilde_directory(struct shell *sh, const char *user, size_t len);

#endif
