/*
 * Declarations that the files of src/advise share.
 */
#ifndef COWSH_ADVISE_INTERNAL_H
#define COWSH_ADVISE_INTERNAL_H

#include "advise.h"
#include "parser.h"
#include "strbuf.h"

/* ---- trial.c --------------------------------------------------------------------------------- */

/* Appends the text by which a pattern's advice on a command is known in trials. */
void advice_add_key(struct strbuf *into, const struct node *command, bool substitution,
		    const char *pattern);

/* Tries it in a forked copy of the shell, unless it was often tried, and counts the execution.  The
 * flow as of exec_in_child. */
struct flow advice_try(struct shell *sh, struct advice_session *session, const char *source,
		       uint32_t line, const char *key, const struct advice *advice);

/* ---- patterns.c ------------------------------------------------------------------------------ */

/* Appends the first words of a command, which are literal ones. */
void advice_add_words(struct strbuf *into, const struct simple *simple, unsigned count);

/* ---- outputs.c ------------------------------------------------------------------------------- */

/* A copy of the command with nothing but its input redirected: where its output goes does not
 * matter. */
const struct node *without_output(const struct node *node, struct simple *copy,
				  struct redir redirs[4]);
/* A copy of a command, or of a pipeline, whose output goes to a file or another descriptor, without
 * that, which is appended to `behind` as it is written; NULL for others. */
const struct node *without_files(struct arena *arena, const struct node *node,
				 struct strbuf *behind);

/* ---- walk.c: through a tree ------------------------------------------------------------------ */

/* Calls that a walk makes before it goes into what they are told; NULL for those nobody wants. */
struct visitor {
	bool (*node)(struct visitor *visitor, const struct node *node); /* false: not into it */
	void (*part)(struct visitor *visitor, const struct part *part);
	void (*redir)(struct visitor *visitor, const struct redir *redir);
	void (*assign)(struct visitor *visitor, const struct assign *assign);
	void (*param)(struct visitor *visitor, const struct param *param);
};
void walk_node(struct visitor *visitor, const struct node *node);
void walk_word(struct visitor *visitor, const struct word *word);

/* ---- words.c: what a word is ----------------------------------------------------------------- */

/* The word's text when nothing in it is expanded, else NULL. */
const char *finished_text(const struct word *word);
/* The parameter of a word that is one plain parameter expansion and nothing else, else NULL. */
const struct param *only_param(const struct word *word);
/* No pathname and no brace expansion makes several words of it. */
bool is_one_word(const struct word *word);
/* An expansion in it is not in double quotes: its value becomes several words, or file names. */
bool is_split(const struct word *word);
#define DIFFERS_SPLIT "the value is split into words, or has more lines than one"
/* Appends what stands between the braces of ${...} for it: false where that takes more than a
 * name. */
bool add_param_name(struct strbuf *into, const struct param *param);
/* A simple command of this literal name, without assignments; else NULL. */
const struct simple *simple_named(const struct node *node, const char *name);
bool has_no_redirs(const struct simple *simple);
/* Its output goes to /dev/null, or is none (`quiet`), and nothing else is redirected but errors. */
bool output_goes_nowhere(const struct simple *simple, bool quiet);
/* No redirections but 2>/dev/null. */
bool errors_go_nowhere(const struct simple *simple);
/* True when carrying it out changes nothing but what it writes to its output, and the shell, as far
 * as names tell.  `sh`: the shell that is about to run it, whose functions are looked into; NULL:
 * an unknown name may be that of one. */
bool node_is_pure(const struct node *node, const struct shell *sh);
bool word_is_pure(const struct word *word, const struct shell *sh);
/* Appends a command as text that can be run again, its here-documents with it. */
void add_command(struct strbuf *into, const struct node *node);
/* True of a command with a here-document in it. */
bool has_document(const struct node *node);

/* ---- templates.c: words with parameters in them -------------------------------------- */

/* A word as text, in which the bytes 1 to 8 stand for parameters. */
#define TEMPLATE_PARAMS_MAX 8
struct template
{
	struct strbuf params[TEMPLATE_PARAMS_MAX]; /* each with its dollar sign and braces */
	unsigned count;
	bool positional; /* there is a $1 among them */
};
/* Appends the word; parameters are numbered on from those that the template has.  False for words
 * that have more than text and plain parameters. */
bool template_add(struct template *template, const struct word *word, struct strbuf *text);
/* Appends text that was made from such a one, its parameters put in, in double quotes. */
void template_fill(const struct template *template, const struct strbuf *text, struct strbuf *into);
void template_free(struct template *template);
/* Appends characters of a template as a part of a word that means them. */
void template_add_literal(struct strbuf *into, const char *text, size_t len);

/* ---- regex.c: basic regular expressions as patterns ------------------------------------------ */

enum element_kind { ELEMENT_CHAR, ELEMENT_ANY, ELEMENT_BRACKET };
struct element {
	uint8_t kind;
	bool star;
	char c;
	const char *bracket; /* text between the brackets */
	uint32_t bracket_len;
};
#define ELEMENTS_MAX 64
#define GROUPS_MAX   9
struct regex {
	struct element elements[ELEMENTS_MAX];
	unsigned count;
	bool at_start, at_end;	    /* ^ and $ */
	int group_start, group_end; /* of the first group, -1 for none */
	unsigned group_count;
	struct {
		int start, end;
	} groups[GROUPS_MAX];
};
/* Reads characters, ., bracket expressions, these with a star or a plus, and groups; false for
 * anything else.  `extended`: as with -E. */
bool regex_read(struct regex *regex, const char *text, size_t len, bool extended);
/* The place of a pattern.  Outside of double quotes, any character can be quoted. */
enum pattern_place {
	QUOTED,	 /* perhaps in double quotes */
	SLASHED, /* the same, in ${x/pattern/by} */
	UNQUOTED
};
/* Appends elements [first, last) as a pattern of the shell; false where there is none for them.
 */
bool regex_add_pattern(const struct regex *regex, unsigned first, unsigned last,
		       enum pattern_place place, struct strbuf *into);
/* A pattern in a command's text, where blanks and operators would end it. */
void pattern_add_shielded(struct strbuf *into, const struct strbuf *pattern);
/* .* */
bool element_is_all(const struct element *element);
/* A character, once. */
bool element_is_char(const struct element *element);
/* [^c]* */
bool element_is_all_but(const struct element *element, char c);
/* A part of a sed command up to its delimiter, behind which it gives back, with \DELIMITER taken as
 * the character; in an expression brackets hide the delimiter.  NULL when it has no end. */
const char *expression_part(const char *text, char delimiter, bool expression, struct strbuf *into);
/* The same for a character, which is not NUL. */
bool pattern_add_char(struct strbuf *into, char c, enum pattern_place place);

/* ---- matching.c: regular expressions as commands ------------------------------------- */

/* Commands that take the value of $v apart: `open`, then what is to be done when it matches, then
 * `close`.  `before` and `behind` are what stands around the match, as parts of a word; groups are
 * in $g1 and so on. */
struct matching {
	struct strbuf open, close, before, behind;
	bool guessed; /* it may fail where the expression would match further on, or before */
};
bool matching_make(struct matching *matching, const struct regex *regex);
void matching_free(struct matching *matching);

/* ---- names.c: commands under other names --------------------------------------------- */

/* The command as it would be without `command`, a path, a backslash, `env`, assignments of the
 * locale, or a parameter in place of its name: the same node, or one in the scratch program's
 * arena.  `sh`: the shell that is about to run it, whose variables tell; NULL: names are guessed.
 * *by_value: words come from the value of a variable. */
const struct node *plain_node(struct program *scratch, const struct node *node,
			      const struct shell *sh, bool *by_value);
/* A command, or one of a pipeline, is named by a variable whose value might be anything. */
bool names_by_variable(const struct node *node);

/* ---- lines_cut.c: cut's arguments ---------------------------------------------------- */

struct cut_request {
	char delimiter;
	bool characters;      /* else fields */
	unsigned first, last; /* from 1; last 0: to the end */
	uint32_t operands;    /* the index of the first one among the words */
};

/* false for options that are not known here, and for a list of several ranges. */
bool cut_request_read(const struct simple *cut, struct cut_request *request);

/* ---- lines.c: filters as commands ---------------------------------------------------- */

/* Appends commands that write what `echo WORD | FILTER...` or `FILTER FILE | FILTER...` writes, to
 * be put in $( ), or, with `status`, to stand for themselves and have its status, too.  `one`: a
 * command in front is taken to write one line.  `copies`: cat alone will do.  *differs: where
 * they would not. */
bool lines_rewrite(const struct node *node, enum advice_language language, bool status, bool one,
		   bool copies, struct strbuf *into, const char **differs);

/* ---- filters.c: sed, cut, tr, awk as operators ----------------------------------------------- */

#define STEPS_MAX 6
/* Operators for ${name...}, one after the other. */
struct steps {
	struct strbuf steps[STEPS_MAX];
	unsigned count;
	/* or positional parameter number `field` of the value split into fields */
	unsigned field;
	/* or, as the only one, the first occurrence of a pattern replaced by a text */
	struct strbuf pattern, by;
	bool at_start, at_end; /* it is looked for there alone */
	const char *differs;
};
/* Appends the filter's work to the steps; false where it cannot be said. */
bool filter_steps(const struct simple *filter, enum advice_language language, struct steps *steps);
void steps_free(struct steps *steps);

#endif
