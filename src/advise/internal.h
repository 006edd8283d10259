/*
 * Declarations that the files of src/advise share.
 */
#ifndef COWSH_ADVISE_INTERNAL_H
#define COWSH_ADVISE_INTERNAL_H

#include "advise.h"
#include "parser.h"
#include "strbuf.h"

/* ---- walk.c: through a tree ------------------------------------------------------------------ */

/* Calls that a walk makes before it goes into what they are told; NULL for those nobody wants.
 * They give false to leave that out. */
struct visitor {
	bool (*node)(struct visitor *visitor, const struct node *node);
	bool (*part)(struct visitor *visitor, const struct part *part);
	bool (*redir)(struct visitor *visitor, const struct redir *redir);
	bool (*assign)(struct visitor *visitor, const struct assign *assign);
	bool (*param)(struct visitor *visitor, const struct param *param);
};
void walk_node(struct visitor *visitor, const struct node *node);
void walk_word(struct visitor *visitor, const struct word *word);

/* ---- words.c: what a word is ----------------------------------------------------------------- */

/* The word's text when nothing in it is expanded, else NULL. */
const char *finished_text(const struct word *word);
/* The parameter of a word that is one plain parameter expansion and nothing else, else NULL. */
const struct param *only_param(const struct word *word);
/* Appends what stands between the braces of ${...} for it: false where that takes more than a
 * name. */
bool add_param_name(struct strbuf *into, const struct param *param);
/* A simple command of this literal name, without assignments; else NULL. */
const struct simple *simple_named(const struct node *node, const char *name);
bool has_no_redirs(const struct simple *simple);
/* True when carrying it out changes nothing but what it writes to its output, as far as names
 * tell. */
bool node_is_pure(const struct node *node);
bool word_is_pure(const struct word *word);
/* Appends a command as text that can be run again, its here-documents with it. */
void add_command(struct strbuf *into, const struct node *node);

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
struct regex {
	struct element elements[ELEMENTS_MAX];
	unsigned count;
	bool at_start, at_end;	    /* ^ and $ */
	int group_start, group_end; /* of the only group, -1 for none */
};
/* Reads what a subset of patterns can say; false for anything else.  `extended`: as with -E. */
bool regex_read(struct regex *regex, const char *text, size_t len, bool extended);
/* Appends elements [first, last) as a pattern of the shell; false where there is none for them.
 * `slash`: it is for ${x/pattern/by}. */
bool regex_add_pattern(const struct regex *regex, unsigned first, unsigned last, bool slash,
		       struct strbuf *into);
/* The same for a character; false for what would need quotes. */
bool pattern_add_char(struct strbuf *into, char c, bool slash);

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
