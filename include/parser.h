/*
 * From text to syntax tree: the lexer and the parser (XCU 2.2 to 2.4, 2.10).  Text comes from a
 * struct source, line by line, so that a command can change how the next one is read (aliases).
 * Everything a program needs is in its own arena; the parser keeps nothing of it.
 */
#ifndef COWSH_PARSER_H
#define COWSH_PARSER_H

#include <stdbool.h>
#include <stddef.h>
#include "ast.h"
#include "stackguard.h"
#include "strbuf.h"

/* A source of text.  `next_line` appends the next line, with its newline if it had one, to `into`:
 * 1 when it did, 0 at end of input, -1 on a read error or interrupt (errno set).  `continued` is
 * true when the line continues an unfinished command (PS2). */
struct source {
	int (*next_line)(struct source *source, struct strbuf *into, bool continued);
	/* True when nothing is left to read; NULL when that cannot be known without reading. */
	bool (*at_end)(struct source *source);
	/* Said when what was read so far makes a complete command, which runs next; or NULL. */
	void (*command_read)(struct source *source);
	void *context;	     /* the source's own */
	const char *name;    /* for messages: script name, or NULL */
	uint32_t first_line; /* number of the first line; set to 1 */
	bool clean;	     /* set by next_line: the line is known to have no NUL bytes */
	bool passes_blank;   /* lines with no command in them are passed, not given as programs */
};

/* A source over text in memory, which must outlive it.  text may hold anything, NUL bytes too. */
struct string_source {
	struct source source;
	const char *text;
	size_t len, at;
};
void string_source_init(struct string_source *s, const char *text, size_t len);

struct alias {
	char *value; /* heap */
	uint32_t len;
	uint32_t active; /* expansions of it under way */
};

/* One line of what is said of an error; heap, in a list. */
struct parse_message {
	struct parse_message *next;
	uint32_t line;	/* of the script */
	bool is_source; /* it shows the line of the script: nothing that is new at a prompt */
	char text[];	/* without place or newline */
};

struct observer;

enum parse_result {
	PARSE_OK,     /* *program is the caller's reference; its root is NULL for a blank line */
	PARSE_END,    /* end of input, nothing parsed */
	PARSE_SYNTAX, /* error: parser->messages says what is wrong */
	PARSE_INTERRUPTED /* the source said -1 */
};

struct parser {
	struct symtab *symbols;
	struct source *source;
	const bool *expand_aliases; /* looked at for each command word */
	bool extglob;		    /* @(a|b) and the like are parts of words (shopt extglob) */
	bool no_comments; /* # begins none (an interactive shell without interactive_comments) */
	bool no_utf8;	  /* the locale has bytes alone: \u in $'...' */
	bool posix;	  /* reserved words of bash's language stay names; strict rules */
	struct stack_guard *guard;
	struct parse_message *messages; /* of the last error, in the order in which they are said */
	struct parse_message *last_message; /* of them, when there are any */
	bool in_array; /* PARSE_SYNTAX in a compound assignment: outside POSIX mode a script goes on */
	uint32_t line; /* number of the line being read */
	/* echo of input as it is read, for `set -v`; NULL for none */
	void (*echo)(void *context, const char *text, size_t len);
	void *echo_context;
	/* what is strange but no error, outside posix mode; NULL: nobody wants to know */
	void (*warn)(void *context, uint32_t line, const char *text);
	void *warn_context;
	struct observer *observer; /* what is read is reported to it (observer.h), or NULL */
	struct lexer *lexer;	   /* private */
	struct parser *outer;	   /* it runs the command in which this one works, or NULL */
};

/* The source must outlive the parser.  symbols, guard and expand_aliases are the caller's. */
void parser_init(struct parser *parser, struct symtab *symbols, struct source *source,
		 const bool *expand_aliases, struct stack_guard *guard);
/* The same for text that is parsed and run while `outer`, which may be NULL, waits: memory that the
 * last one has left there serves again. */
void parser_init_inside(struct parser *parser, struct parser *outer, struct symtab *symbols,
			struct source *source, const bool *expand_aliases,
			struct stack_guard *guard);
void parser_free(struct parser *parser);
/* The first line of the message about the last error; "" when there was none. */
const char *parser_error_text(const struct parser *parser);
/* True when nothing is left to be parsed, as far as that is known without reading on. */
bool parser_is_at_end(const struct parser *parser);

/* Parses the next complete command (up to and including its newline), with the bodies of its
 * here-documents.  After PARSE_SYNTAX the rest of the line is dropped and parsing may go on. */
enum parse_result parse_complete_command(struct parser *parser, struct program **program);

/* Parses all that is left as one program (for eval of short strings, traps, functions from the
 * environment): result as above; PARSE_OK with an empty root for no command at all. */
enum parse_result parse_everything(struct parser *parser, struct program **program);

/* Parses text as the inside of a here-document or double quotes (PS1, ENV, PS4: parameter, command
 * and arithmetic expansion, no quotes) into one word in the program's arena.  NULL with
 * parser->messages set when it is malformed. */
struct word *parse_text_word(struct parser *parser, struct program *program, const char *text,
			     size_t len);

/* Parses text as a subscript without its brackets.  NULL with parser->messages set when it is
 * malformed; the word flags go to *flags. */
struct subscript *parse_text_subscript(struct parser *parser, struct program *program,
				       const char *text, size_t len, unsigned *flags);
/* Nothing is written between the brackets. */
bool subscript_is_empty(const struct subscript *subscript);

/* Parses text, which begins with a parenthesis, as the elements of an array that NAME=, or NAME+=,
 * is given. NULL with parser->messages set when it is malformed. */
struct assign *parse_text_compound(struct parser *parser, struct program *program,
				   struct symbol *name, const char *text, bool append);

/* Parses text as an assignment, NAME=value, NAME+=value or NAME[subscript]=value.  NULL when it is
 * none. */
struct assign *parse_text_assign(struct parser *parser, struct program *program, const char *text,
				 size_t len);

/* Appends what text would be as $'text', up to a NUL that an escape in it stands for. */
void parse_escapes(struct parser *parser, const char *text, size_t len, struct strbuf *into);

/* An error in an expression, and its place. */
struct arith_error {
	const char *message; /* NULL: nothing */
	size_t at;
	size_t end; /* of the text that a message shows */
};

/* Parses an arithmetic expression (XCU 2.6.4; bash's operators in addition: ++ -- ** , assignment).
 * Plain text without `$` expansions; quotes and parameters in subscripts are still to be seen
 * unless `expanded`. NULL with what is wrong in *error when it is malformed; an empty expression is
 * 0. */
struct arith *arith_parse(struct arena *arena, struct symtab *symbols, struct stack_guard *guard,
			  const char *text, size_t len, bool expanded, struct arith_error *error);

/* True when text is a reserved word in command position (for `type`, `command -v`). */
bool is_reserved_word(const char *text);
/* Reserved word n, from 0; NULL when there are no more. */
const char *reserved_at(unsigned n);

/* Appends a command as shell text on one line, for `jobs`. */
void unparse(struct strbuf *into, const struct node *node);
/* The same, of a loop over words and of case only what stands before the commands in it. */
void unparse_head(struct strbuf *into, const struct node *node);

/* Appends a command as bash lays it out (`bash --pretty-print`), without a newline at the end. */
void unparse_laid_out(struct strbuf *into, const struct node *node);

/* The layouts in which functions are written. */
enum function_layout {
	FUNCTION_LISTED, /* NAME () and the body in lines that are indented, as `declare -f` has it */
	FUNCTION_EXPORTED /* the same without the name, for the environment */
};
/* Appends a function as bash writes it, without a newline at the end (bash manual, 4.2:
 * declare). */
void unparse_function(struct strbuf *into, const struct function_definition *definition,
		      enum function_layout layout);
/* Appends an assignment as it could have been written. */
void unparse_assign(struct strbuf *into, const struct assign *assign);
/* The same up to its value. */
void unparse_assigned(struct strbuf *into, const struct assign *assign);
/* Appends a word as it could have been written. */
void unparse_word(struct strbuf *into, const struct word *word);
/* The text of an arithmetic expression. */
void unparse_arithmetic(struct strbuf *into, const struct word *word);
/* The operator of a condition with two operands, as it is written. */
const char *condition_sign(const struct condition *condition);

#endif
