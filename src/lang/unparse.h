/*
 * Shared by the two halves of unparsing.
 */
#ifndef COWSH_UNPARSE_H
#define COWSH_UNPARSE_H

#include "lang.h"

struct printer {
	struct strbuf *out;
	bool multi_line; /* a command to a line; else one line */
	bool bodies;	 /* here-documents with their bodies */
	unsigned indent;
	const struct redir **heredocs; /* heap: bodies due at the next newline */
	size_t heredoc_count, heredoc_cap;
};

/* Where a word stands, which decides how it must be quoted. */
enum print_place {
	PRINT_WORD,	      /* a word, or the operand of an unquoted expansion, or a pattern */
	PRINT_OPERAND_QUOTED, /* operand inside double quotes */
	PRINT_TEXT,	      /* here-document */
	PRINT_ARITH	      /* inside $(( )) */
};

/* [subscript] */
void print_subscript(struct printer *p, const struct subscript *subscript, enum print_place place);
void print_word(struct printer *p, const struct word *word, enum print_place place);
/* The inside of a command substitution: on one line, but for here-documents. */
void print_substitution(struct printer *p, const struct part *part);
/* Text in quotes, in any case. */
void print_quoted(struct strbuf *out, const char *text, size_t len);

#endif
