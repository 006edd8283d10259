/*
 * Shared by the two halves of unparsing.
 */
#ifndef COWSH_UNPARSE_H
#define COWSH_UNPARSE_H

#include "lang.h"

struct layout;

struct printer {
	struct strbuf *out;
	struct layout *layout; /* functions are printed with lines and indentation; else NULL */
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
/* The inside of a command substitution. */
void print_substitution(struct printer *p, const struct part *part);
void layout_substitution(struct printer *p, const struct node *node);
void print_simple(struct printer *p, const struct simple *simple);
void print_arith_command(struct printer *p, const struct arith_command *command);
void print_coproc_name(struct printer *p, const struct coproc_clause *clause);
void print_conditional(struct printer *p, const struct conditional *conditional);
/* `for ((first; condition; step))` */
void print_arith_loop_head(struct printer *p, const struct arith_loop *loop);
/* `case subject in` */
void print_case_head(struct printer *p, const struct case_clause *clause);
/* The patterns of an item and the parenthesis behind them. */
void print_patterns(struct printer *p, const struct case_item *item);
const char *case_end_sign(enum case_end end);
/* The sign with the descriptor before it. */
void print_redir_operator(struct printer *p, const struct redir *redir);
void layout_redir(struct printer *p, const struct redir *redir);
/* A here-document's delimiter. */
void print_delimiter(struct printer *p, const struct redir *redir);
/* A list of redirections; `first`: nothing stands before it. */
void print_redirs(struct printer *p, const struct redir *redir, bool first);

#endif
