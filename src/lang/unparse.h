/*
 * Shared by the two halves of unparsing.
 */
#ifndef COWSH_UNPARSE_H
#define COWSH_UNPARSE_H

#include "lang.h"

struct layout;

/* Lines of nodes as bash counts them: in the text of the innermost substitution as it is
 * printed. */
struct numbering {
	size_t at;
	uint32_t seen;	       /* newlines before offset `at` of the output */
	uint32_t base, origin; /* the line in which that text begins, and those seen there */
	uint32_t command; /* line of the command being printed: its substitutions begin in it */
	bool shifting;	  /* instead, each line is moved by `shift`, which wraps around */
	uint32_t shift;
};

struct printer {
	struct strbuf *out;
	struct layout *layout;	 /* functions are printed with lines and indentation; else NULL */
	struct numbering *lines; /* nodes in substitutions get new lines; else NULL */
	bool coproc; /* the next simple command is behind `coproc`, which could take a name */
	bool braces; /* in ${ command; }, which a command that begins with } would end */
};

/* The place of a word, which decides how it must be quoted. */
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
/* Those from `first` on, by themselves. */
void unparse_parts(struct strbuf *into, const struct part *first, enum print_place place);
void print_part(struct printer *p, const struct part *part, enum print_place place);
void print_simple(struct printer *p, const struct simple *simple);
/* The assignments and the first word of one, and what comes behind them. */
void print_simple_head(struct printer *p, const struct simple *simple);
void print_simple_rest(struct printer *p, const struct simple *simple);
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
/* A semicolon behind `!` or `time` alone, the last of these commands, which nothing but that or a
 * newline ends. */
void print_bare_end(struct printer *p, const struct node *body);
/* `function ` before a name that would be a reserved word or an assignment without it, else "". */
const char *function_keyword(const char *name);

/* While lines are numbered: a node that is being printed, in place of print_simple, words that are
 * printed as they were written, and around the text of a substitution. */
void number_node(struct printer *p, const struct node *node);
void number_simple(struct printer *p, const struct simple *simple);
void number_function(struct printer *p, const struct function_definition *function);
void number_redir(struct printer *p, const struct redir *redir);
void number_text(struct printer *p, const struct word *word, uint32_t line);
uint32_t number_line(struct printer *p);
void number_begin(struct printer *p, struct numbering *outer);
void number_end(struct printer *p, const struct numbering *outer);

#endif
