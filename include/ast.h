/*
 * The syntax tree (XCU 2.10).  The parser makes it, once, in the arena of a struct program; after
 * that it is immutable but for the command caches, and lives as long as someone holds a reference
 * to its program: a running command, or a function defined in it.
 */
#ifndef COWSH_AST_H
#define COWSH_AST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "arena.h"
#include "symbol.h"

/* ---- programs -------------------------------------------------------------------------- */

/* The unit of parsing: one complete command, or a whole string. */
struct program {
	int references;
	struct arena arena;
	struct node *root;  /* NULL when there was no command */
	const char *source; /* name of the script for messages, in the arena; NULL for none */
	struct regexp_cache *regexps; /* compiled for nodes of the tree, in the arena */
};

/* A regular expression that was compiled when a node was carried out, kept for the next time. */
struct regexp_cache {
	struct regexp_cache *next;
	struct regexp *regexp;
};

struct program *program_new(void);
static inline void program_retain(struct program *program)
{
	program->references++;
}
/* Drops a reference; frees the program with the last one. */
void program_release(struct program *program);

/* ---- arithmetic (XCU 2.6.4) ------------------------------------------------------------ */

enum arith_op {
	AR_NUMBER,   /* number */
	AR_VARIABLE, /* symbol: its value as a number, or as an expression */
	AR_ELEMENT,  /* the same of symbol[subscript] */
	AR_PARAM,    /* param: $x inside the expression, taken as a number when it looks like one */
	AR_NEG,
	AR_PLUS,
	AR_NOT,
	AR_COMPL, /* left */
	AR_PREINC,
	AR_PREDEC,
	AR_POSTINC,
	AR_POSTDEC, /* symbol, perhaps with a subscript */
	AR_MUL,
	AR_DIV,
	AR_MOD,
	AR_ADD,
	AR_SUB,
	AR_SHL,
	AR_SHR,
	AR_LT,
	AR_LE,
	AR_GT,
	AR_GE,
	AR_EQ,
	AR_NE,
	AR_AND,
	AR_XOR,
	AR_OR,
	AR_LAND,
	AR_LOR,
	AR_POW,	     /* left, right */
	AR_COND,     /* left ? right : third */
	AR_COMMA,    /* left, right */
	AR_ASSIGN,   /* symbol = right, perhaps with a subscript */
	AR_ASSIGN_OP /* symbol assign_op= right, the same */
};

struct arith {
	uint8_t op;	   /* enum arith_op */
	uint8_t assign_op; /* AR_MUL ... AR_OR with AR_ASSIGN_OP */
	uint32_t chain; /* operators in a row on the left, this one with them: 1 + 2 + 3 has two */
	struct symbol *symbol;
	const struct subscript *subscript; /* behind symbol, or NULL */
	union {
		int64_t number;
		struct arith *left;
		struct param *param;
	};
	struct arith *right;
	union {
		struct arith *third;
		uint32_t at; /* of what may fail: the place in the text that the message names */
	};
};

/* An expression as it stands in a script. */
struct arithmetic {
	struct arith *tree;  /* NULL: the text is dynamic, expand and parse it each time */
	struct word *source; /* the text; NULL when the tree needs no fallback */
	struct word *text;   /* the same, for messages */
};

/* The text in brackets behind a name (bash manual, 6.7).  The variable's kind tells, when it runs,
 * which of the two ways to look at it is right. */
struct subscript {
	char all; /* '@' or '*' when that is all there is, else 0 */
	bool raw; /* the word is text in which quotes are to be removed and parameters expanded */
	struct word *word;	 /* the key of an associative array */
	struct arithmetic value; /* the index of another; source is NULL or the same word */
};

/* ---- words (XCU 2.6) ------------------------------------------------------------------- */

enum param_kind {
	PARAM_NAME,	  /* $name: symbol */
	PARAM_POSITIONAL, /* $1 ... : number */
	PARAM_SPECIAL, /* $@ $* $# $? $- $$ $! $0: special is the character; $BASHPID: the letter P,
	                     and symbol */
	PARAM_ELEMENT, /* ${name[subscript]}: symbol, subscript */
	PARAM_ARRAY    /* ${name[@]} ${name[*]}: symbol; special is the character */
};

enum param_op {
	PARAM_PLAIN,
	PARAM_LENGTH,	   /* ${#x} */
	PARAM_DEFAULT,	   /* ${x-w} */
	PARAM_ASSIGN,	   /* ${x=w} */
	PARAM_ERROR,	   /* ${x?w} */
	PARAM_ALTERNATIVE, /* ${x+w} */
	PARAM_CUT_PREFIX,  /* ${x#w} */
	PARAM_CUT_PREFIX_LONG,
	PARAM_CUT_SUFFIX, /* ${x%w} */
	PARAM_CUT_SUFFIX_LONG,
	PARAM_KEYS,	      /* ${!x[@]} */
	PARAM_SUBSTRING,      /* ${x:o:l}: range */
	PARAM_REPLACE,	      /* ${x/p/r}: replacing */
	PARAM_REPLACE_ALL,    /* ${x//p/r} */
	PARAM_REPLACE_PREFIX, /* ${x/#p/r} */
	PARAM_REPLACE_SUFFIX, /* ${x/%p/r} */
	PARAM_UPPER,	      /* ${x^w} */
	PARAM_UPPER_ALL,      /* ${x^^w} */
	PARAM_LOWER,	      /* ${x,w} */
	PARAM_LOWER_ALL,      /* ${x,,w} */
	PARAM_TOGGLE,	      /* ${x~w} */
	PARAM_TOGGLE_ALL,     /* ${x~~w} */
	PARAM_TRANSFORM,      /* ${x@Q}: letter */
	PARAM_NAMES,	      /* ${!x*} ${!x@}: names that begin with symbol's */
	PARAM_INDIRECT,	      /* ${!x...}: behind */
	PARAM_BAD /* ${...} that is no parameter expansion: an error when it is expanded */
};

/* ${x:offset:length} */
struct range {
	struct word *offset_text, *length_text; /* as written; no length when it is NULL */
	struct arithmetic offset, length;
};

/* ${x/pattern/by} */
struct replacing {
	struct word *pattern;
	struct word *by; /* NULL: nothing */
};

/* ${...} that is no parameter expansion */
struct bad_braces {
	const char *text; /* as written */
	const char
		*said; /* what the message names: all of the word, of the text in double quotes or
			     of the operand that it stands in */
};

struct param {
	uint8_t kind;	  /* enum param_kind */
	uint8_t op;	  /* enum param_op */
	bool colon : 1;	  /* ${x:-w}: an empty value counts as unset */
	bool bare : 1;	  /* $1, without braces */
	bool unknown : 1; /* for PARAM_BAD: ${x@...}, an error when x is set */
	char special;
	uint32_t number;
	struct symbol *symbol;
	const struct subscript *subscript;
	union {
		struct word *word;	/* operand of op, or NULL */
		struct bad_braces *bad; /* PARAM_BAD */
		const struct range *range;
		const struct replacing *replacing;
		char letter;
		const struct param *behind; /* the operator behind ${!x, of what x names */
	};
};

enum part_kind {
	PART_LITERAL, /* text/len after quote removal; `quoted` says whether it was quoted */
	PART_TILDE,   /* ~user: text/len is the user's name, empty for HOME */
	PART_PARAM,   /* $x ${x...} */
	PART_COMMAND, /* $(...) `...`: command */
	PART_PROCESS, /* <(...) >(...): command, behind a descriptor */
	PART_ARITH    /* $((...)) $[...]: arith */
};

enum brace_substitution {
	BRACE_NONE,
	BRACE_OUTPUT, /* ${ command; }: in this environment, its output */
	BRACE_REPLY   /* ${| command; }: in this environment, what it leaves in REPLY */
};

struct part {
	struct part *next;
	uint8_t kind;	   /* enum part_kind */
	bool quoted;	   /* inside double quotes (or any quotes, for literals) */
	bool opens_quotes; /* the first of those in a pair of double quotes */
	bool read_file;	   /* PART_COMMAND is $(<file) */
	bool writes;	   /* PART_PROCESS is >(...): what is written to the descriptor it reads */
	uint8_t brace;	   /* PART_COMMAND, enum brace_substitution */
	bool brace_line;   /* ${ }: a newline comes before the brace that ends it */
	uint32_t line;
	uint32_t len;
	union {
		const char *text;
		struct param param;
		struct node *command; /* NULL for an empty $( ) */
		struct arithmetic arith;
	};
};

enum word_kind {
	WORD_LITERAL, /* finished: text/len is the value after quote removal */
	WORD_PARAM,   /* exactly one unquoted $x without operator: param */
	WORD_QPARAM,  /* exactly one "$x" without operator, $@ excepted: param */
	WORD_PARTS    /* anything else */
};

enum word_flags {
	WORD_HAS_QUOTE =
		1 << 0, /* any part was quoted: the word never vanishes as empty, is no alias,
	                            no reserved word; and here-document delimiters */
	WORD_HAS_GLOB =
		1 << 1, /* WORD_LITERAL with an unquoted * ? or [ : subject to pathname expansion */
	WORD_HAS_COMMAND = 1 << 2, /* contains a command (or process) substitution at any depth */
	WORD_HAS_BRACES = 1 << 3   /* `braces` says what it is when braces are expanded */
};

/* A word as brace expansion sees it (bash manual, 3.5.1): stretches of parts, and braces.  It
 * contains copies of the word's parts, cut where a brace begins and ends. */
struct brace_item {
	struct brace_item *next;
	struct part *part;   /* or NULL */
	struct brace *brace; /* or NULL */
};

enum brace_kind {
	BRACE_CHOICES /* {a,b} */,
	BRACE_NUMBERS /* {1..9..2} */,
	BRACE_LETTERS /* {a..z} */
};

struct brace_choice {
	struct brace_choice *next;
	struct brace_item *items; /* NULL: nothing */
};

struct brace {
	uint8_t kind;		      /* enum brace_kind */
	uint8_t width;		      /* BRACE_NUMBERS: digits at least, filled up with zeros */
	struct brace_choice *choices; /* BRACE_CHOICES */
	int64_t first, last;	      /* of a sequence, up or down */
	uint64_t step;		      /* at least 1 */
};

/* A word as it was written: text, and behind it a command, which is printed from its tree. */
struct source_piece {
	struct source_piece *next;
	const struct part *command; /* or NULL */
	uint32_t len;
	const char *text;
};

struct word {
	uint8_t kind;  /* enum word_kind */
	uint8_t flags; /* enum word_flags */
	uint32_t len;
	const char *text; /* WORD_LITERAL */
	union {
		const char *pattern; /* WORD_LITERAL: the value as a pattern, quoted characters
		                        behind a backslash; the same pointer as text when nothing
		                        needed one */
		const struct param *param; /* WORD_PARAM, WORD_QPARAM */
		struct part
			*parts; /* WORD_PARTS: at least one part; a quoted empty literal for "" */
	};
	const struct brace_item *braces; /* WORD_HAS_BRACES: the word for brace expansion */
	const struct source_piece
		*source;       /* as it was written; NULL where that is its text, or unknown */
	struct assign *assign; /* set when the word is NAME=... and the argument of a declaration
	                          utility (XCU 2.9.1.4): expand it as this assignment instead */
};

/* ---- commands (XCU 2.9) ---------------------------------------------------------------- */

struct assign {
	struct symbol *name; /* NULL: [subscript]=value among the elements of another one */
	const struct subscript *subscript; /* NAME[subscript]=value, or NULL */
	struct word
		*value; /* never NULL; the empty literal for `x=`, and for a compound one: its flags
	                       are those of all words in it and in the subscript */
	struct word *
		*elements; /* NAME=(elements): words, and those with an `assign` without a name */
	uint32_t element_count;
	bool compound;	  /* NAME=( ) */
	bool append;	  /* NAME+=value */
	bool self_append; /* value begins with $NAME or ${NAME}, what follows it is only literals and
	                       plain parameters other than NAME: may be appended in place */
};

enum redir_kind {
	REDIR_READ,	     /* n<word */
	REDIR_WRITE,	     /* n>word */
	REDIR_CLOBBER,	     /* n>|word */
	REDIR_APPEND,	     /* n>>word */
	REDIR_READWRITE,     /* n<>word */
	REDIR_DUP_IN,	     /* n<&word */
	REDIR_DUP_OUT,	     /* n>&word */
	REDIR_HEREDOC,	     /* n<<word: target is the body */
	REDIR_HEREDOC_STRIP, /* n<<-word */
	REDIR_HERESTRING,    /* n<<<word */
	REDIR_BOTH,	     /* &>word: descriptors 1 and 2 */
	REDIR_BOTH_APPEND    /* &>>word */
};

static inline bool redir_is_heredoc(enum redir_kind kind)
{
	return kind == REDIR_HEREDOC || kind == REDIR_HEREDOC_STRIP;
}
/* Text of the script becomes the input. */
static inline bool redir_is_text(enum redir_kind kind)
{
	return redir_is_heredoc(kind) || kind == REDIR_HERESTRING;
}
static inline bool redir_is_dup(enum redir_kind kind)
{
	return kind == REDIR_DUP_IN || kind == REDIR_DUP_OUT;
}
static inline bool redir_is_both(enum redir_kind kind)
{
	return kind == REDIR_BOTH || kind == REDIR_BOTH_APPEND;
}
/* The descriptor that is redirected where none is named. */
static inline int redir_default_fd(enum redir_kind kind)
{
	return kind == REDIR_WRITE || kind == REDIR_CLOBBER || kind == REDIR_APPEND ||
	       kind == REDIR_DUP_OUT || redir_is_both(kind);
}

struct redir {
	struct redir *next;
	uint8_t kind; /* enum redir_kind */
	int fd;	      /* the descriptor redirected, the default filled in */
	uint32_t line;
	const char *
		variable; /* {name}> or {name[subscript]}>: it gets the number of a new descriptor; or
	                         NULL */
	struct word *target; /* here-documents: the body as one word, its parts quoted as in double
	                          quotes, or one quoted literal when the delimiter was quoted */
	const char *delimiter; /* here-documents: for unparsing */
	bool delimiter_quoted;
};

enum node_kind {
	NODE_SIMPLE,	  /* struct simple */
	NODE_PIPELINE,	  /* struct pipeline: two stages or more, or `!` */
	NODE_TIME,	  /* struct timed: time [-p] pipeline */
	NODE_AND,	  /* struct binary: left && right */
	NODE_OR,	  /* struct binary: left || right */
	NODE_LIST,	  /* struct list: commands one after the other */
	NODE_ASYNC,	  /* struct unary: body & */
	NODE_COPROC,	  /* struct coproc_clause: coproc [name] body */
	NODE_GROUP,	  /* struct unary: { body; } */
	NODE_SUBSHELL,	  /* struct unary: ( body ) */
	NODE_IF,	  /* struct if_clause */
	NODE_WHILE,	  /* struct loop */
	NODE_UNTIL,	  /* struct loop */
	NODE_FOR,	  /* struct for_clause */
	NODE_SELECT,	  /* struct for_clause */
	NODE_CASE,	  /* struct case_clause */
	NODE_ARITH,	  /* struct arith_command */
	NODE_FOR_ARITH,	  /* struct arith_loop */
	NODE_CONDITIONAL, /* struct conditional: [[ ]] */
	NODE_PROCESSES,	  /* struct unary: a command with process substitutions in its own words */
	NODE_FUNCTION,	  /* struct function_definition */
	NODE_REDIRECTED,  /* struct redirected: a compound command with redirections */
	NODE_LATE	  /* struct late_command */
};

struct node {
	uint8_t kind;  /* enum node_kind */
	uint8_t flags; /* enum node_flags */
	uint32_t line;
};

enum node_flags {
	NODE_HAS_COMMAND =
		1 << 0, /* NODE_SIMPLE: a word, assignment or redirection of it contains a
	                             command substitution */
	NODE_HAS_EXPANSION = 1 << 1, /* NODE_SIMPLE: a word of it is to be expanded */
	NODE_ENDS_LINE = 1 << 3,     /* in a list: a newline, not a semicolon, comes behind it */
	NODE_BAD_NAME =
		1 << 2 /* NODE_FOR, NODE_SELECT, NODE_FUNCTION: what stands as its name is none, an
	                     error when it is carried out */
};

/* The last meaning of a simple command's literal name; valid while the generations are
 * current.  A cache, never journalled. */
struct command_cache {
	uint32_t generation; /* of shell.command_generation; 0 for never */
	uint8_t kind;	     /* enum command_kind in exec.h */
};

struct simple {
	struct node node;
	uint16_t assign_count;
	uint16_t redir_count;
	uint32_t word_count;
	struct assign *assigns;
	struct word **words;
	char **argv; /* for each word its text, if nothing in it is expanded, else NULL; and a NULL */
	struct redir *redirs;
	struct symbol *name; /* symbol of words[0] when that is a WORD_LITERAL, else NULL */
	struct command_cache cache;
};

struct pipeline {
	struct node node;
	bool negated;
	uint32_t stage_count; /* 1 with `!` before one command, 0 with `!` alone */
	struct node **stages;
};

struct timed {
	struct node node;
	bool portable;	   /* -p */
	struct node *body; /* a pipeline, or NULL: nothing stood there */
};

/* And-or lists lean to the left, a level for each operator, and may be long: whoever goes through
 * one begins with the first operator's left side, and goes from `first` by `up` to the last
 * operator, which is the node itself. */
struct binary {
	struct node node;
	struct node *left, *right;
	const struct binary *first; /* the first operator of the list that this one ends */
	const struct binary
		*up; /* the next operator, whose left side this one is; NULL behind the last */
};

struct list {
	struct node node;
	uint32_t count;
	struct node **items;
};

struct unary {
	struct node node;
	struct node *body;
};

struct coproc_clause {
	struct node node;
	struct word *name; /* NULL: COPROC */
	struct node *body;
};

struct redirected {
	struct node node;
	struct node *body;
	struct redir *redirs;
};

struct if_clause {
	struct node node;
	struct node *condition, *then_part;
	struct node *else_part; /* NULL, a list, or the NODE_IF of an elif */
};

struct loop {
	struct node node;
	struct node *condition, *body;
};

struct for_clause {
	struct node node;
	struct symbol *name;
	bool has_in; /* without `in`: over "$@" */
	uint32_t word_count;
	struct word **words;
	struct node *body;
};

/* An expression between parentheses. */
struct arith_clause {
	struct arithmetic value;
	const char *text; /* as it was written; NULL for one that was left out */
};

/* (( expression )) */
struct arith_command {
	struct node node;
	struct arith_clause expression;
};

/* for (( first; condition; step )) */
struct arith_loop {
	struct node node;
	struct arith_command first, condition,
		step; /* NODE_ARITH; the text of one left out is NULL */
	struct node *body;
};

enum condition_kind {
	CONDITION_AND,	   /* left && right */
	CONDITION_OR,	   /* left || right */
	CONDITION_NOT,	   /* ! left */
	CONDITION_GROUP,   /* ( left ) */
	CONDITION_UNARY,   /* -letter first; a word alone is -n */
	CONDITION_EQUAL,   /* first == second, a pattern */
	CONDITION_UNEQUAL, /* first != second */
	CONDITION_MATCH,   /* first =~ second, a regular expression */
	CONDITION_BEFORE,  /* first < second */
	CONDITION_AFTER,   /* first > second */
	CONDITION_EQ,	   /* first -eq second, and so on: arithmetic */
	CONDITION_NE,
	CONDITION_LT,
	CONDITION_LE,
	CONDITION_GT,
	CONDITION_GE,
	CONDITION_NEWER,    /* first -nt second */
	CONDITION_OLDER,    /* first -ot second */
	CONDITION_SAME_FILE /* first -ef second */
};

struct condition {
	uint8_t kind; /* enum condition_kind */
	char letter;
	bool negated;	    /* a primary behind an odd number of ! */
	bool spelled_short; /* CONDITION_EQUAL was written = (for unparsing) */
	bool fixed;	    /* second contains no expansion */
	union {
		struct condition *left;
		struct word *first;
	};
	union {
		struct condition *right;
		struct word *second;
	};
	struct regexp_cache *cache; /* CONDITION_MATCH, once it was carried out */
};

/* [[ condition ]] */
struct conditional {
	struct node node;
	struct condition *condition;
};

enum case_end { CASE_BREAK, CASE_FALL_THROUGH /* ;& */, CASE_TEST_NEXT /* ;;& */ };

struct case_item {
	struct case_item *next;
	uint8_t end; /* enum case_end */
	uint32_t pattern_count;
	struct word **patterns;
	struct node *body; /* NULL when empty */
};

struct case_clause {
	struct node node;
	struct word *subject;
	struct case_item *items;
};

struct function_definition {
	struct node node;
	struct symbol *name;
	struct node *body; /* a compound command, perhaps NODE_REDIRECTED */
	uint32_t last_line;
};

/* The text of a command substitution that is parsed when it is carried out: its meaning depends on
 * the aliases there are then, or it stood in backquotes and is malformed. */
struct late_command {
	struct node node;
	/* The text around ends before it does: it is no command, and the expansion fails. */
	bool cut_off;
	uint32_t len;
	const char *text;
};

/* A word's literal text when it has no expansion (WORD_LITERAL), else NULL. */
static inline const char *word_literal(const struct word *word)
{
	return word->kind == WORD_LITERAL ? word->text : NULL;
}

/* True when nothing in the word is expanded: its text is the one field it gives. */
static inline bool word_is_finished(const struct word *word)
{
	return word->kind == WORD_LITERAL && !(word->flags & (WORD_HAS_GLOB | WORD_HAS_BRACES)) &&
	       !word->assign;
}

#endif
