/*
 * The parser's observer: what each stretch of a text is, and what is still open where the text ends.
 * The editor asks it for colours, for the place of the cursor and for the quoting of a byte, so that
 * nobody but the lexer and the parser knows the grammar.  The text may be unfinished and wrong: after
 * an error the wrong token is reported as such and parsing goes on behind it.
 *
 * Each kind of construct reports itself in its own way (src/lang/lang.h has the calls):
 *  - A word's kind is part of the context that token_peek is given: LEX_AS(SPAN_...).  Quotes and
 *    expansions in it are reported by the lexer.
 *  - An operator, and a reserved word in reserved.c's table, need nothing.
 *  - A compound command that parse_compound dispatches needs nothing.
 *  - A word that turns out to be something else: observe_token while it is the current token.
 *  - A part of a word with delimiters of its own stands between observe_open and observe_close, or, behind
 *    a `$` or at a quote, is a case of open_special or a call of observe_kind.
 *  - A newline is SPAN_NEWLINE unless skip_newlines passes it.
 *  - Text that may have to be read again as something else: observe_mark before, observe_rewind when it is.
 *  - The end of the input, where the construct must go on, is reported by parse_error_end.
 */
#ifndef COWSH_OBSERVER_H
#define COWSH_OBSERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "stackguard.h"

struct arena;
struct program;
struct symtab;
struct word;

enum span_kind {
	SPAN_NONE,
	/* words: what a word in this place of the grammar is */
	SPAN_COMMAND,	 /* name of a command */
	SPAN_ARGUMENT,	 /* of the nearest SPAN_COMMAND before it with the same parent */
	SPAN_ASSIGNMENT, /* NAME=value before a command */
	SPAN_KEYWORD,	 /* any word where only a reserved word can be */
	SPAN_RESERVED,	 /* a reserved word */
	SPAN_TARGET,	 /* target of a redirection */
	SPAN_DESCRIPTOR, /* the same of <& and >& */
	SPAN_DELIMITER,	 /* of a here-document */
	SPAN_VARIABLE,	 /* name of a variable: `for NAME` */
	SPAN_FUNCTION,	 /* name of a function being defined */
	SPAN_WORD,	 /* word of no simple command: of `for`, `case`, [[ ]], NAME=( ) */
	SPAN_PATTERN,	 /* of `case` */
	SPAN_LAST_WORD = SPAN_PATTERN,
	/* other tokens */
	SPAN_OPERATOR,
	SPAN_REDIRECTION, /* operator, with the descriptor before it */
	SPAN_ERROR,	  /* token that cannot be where it is */
	SPAN_LAST_TOKEN = SPAN_ERROR,
	/* what lies between tokens */
	SPAN_NEWLINE,	   /* ends a command, as a semicolon in its place would */
	SPAN_LINEBREAK,	   /* newline that means no more than a blank */
	SPAN_CONTINUATION, /* backslash and newline that are taken out, in a word too */
	/* parts of words */
	SPAN_VALUE, /* behind NAME= */
	SPAN_SINGLE_QUOTES,
	SPAN_DOUBLE_QUOTES,
	SPAN_DOLLAR_QUOTES, /* $'...' */
	SPAN_ESCAPE,	    /* backslash and what it quotes */
	SPAN_PARAMETER,	    /* $x, ${...} */
	SPAN_NAME,	    /* in SPAN_PARAMETER: name of a variable, perhaps not yet begun */
	SPAN_SUBSCRIPT,	    /* behind NAME[, with the closing bracket */
	SPAN_SUBSTITUTION,  /* $(...), `...` */
	SPAN_ARITHMETIC,    /* $((...)), $[...], ((...)) */
	/* around words */
	SPAN_COMPOUND, /* compound command, without its redirections */
	SPAN_COMMENT,
	SPAN_HEREDOC, /* body of a here-document, with the line of its delimiter */
	SPAN_COUNT
};

#define NO_SPAN UINT32_MAX

/* Bytes [start, end) of the text. */
struct span {
	uint32_t start, end;
	uint32_t parent; /* the span it lies in, NO_SPAN for none */
	uint8_t kind;	 /* enum span_kind */
	bool is_open;	 /* the text ended before it did */
};

/* Text left out of an input that was copied from another one: what is at `at` and behind stood `by`
 * bytes further on. */
struct observer_shift {
	uint32_t at, by;
};

/* Bytes [start, end) are what a command of the tree, or the part of a word that is a command
 * substitution, was made of. */
struct observer_place {
	const void *what; /* struct node or struct part */
	uint32_t start, end;
	uint32_t span; /* that of a part, until the text has been read */
};

struct observer {
	struct span *spans; /* heap; in the order of their starts, outer ones first */
	uint32_t count;
	uint32_t innermost; /* of those that are open at the end of the text */
	/* enum span_kind: what the word at the end of the text is, or the next one would be.
	 * SPAN_NAME, SPAN_SUBSCRIPT and SPAN_ARITHMETIC inside of these, SPAN_NONE where no word
	 * can be. */
	uint8_t expected;
	/* the parser's own */
	uint32_t cap;
	uint32_t current; /* innermost that is open now */
	uint32_t token;	  /* span of the last token, NO_SPAN for a newline */
	uint32_t newline; /* span of the last token where it is one, NO_SPAN otherwise */
	bool starved; /* no memory for the text: an empty one was read */
	bool ended;
	uint32_t recovered;	       /* where the last error was left behind */
	struct observer_shift *shifts; /* heap; of all inputs */
	uint32_t shift_count, shift_cap;
	uint32_t copy; /* the first one of the input that is being copied */
	bool keeps_places;
	struct observer_place
		*places; /* heap; in the order of what they are of, once the text has been read */
	uint32_t place_count, place_cap;
};

/* The rules by which a text is read: in POSIX mode, with extended patterns, with # as an ordinary
 * character. */
enum observe_options { OBSERVE_POSIX = 1, OBSERVE_EXTGLOB = 2, OBSERVE_NO_COMMENTS = 4 };

/* Reads text as commands, by enum observe_options; `commands` tells how the arguments of builtins
 * are read.  Aliases are not expanded. */
void observer_read(struct observer *observer, const struct symtab *commands, const char *text,
		   size_t len, unsigned how, struct stack_guard *guard);
/* The same with the tree that it gives, whose pipelines, stages of pipelines, lone commands and
 * command substitutions have their places.  The symbols must live as long as the program, which is
 * the caller's reference; NULL where the text is malformed or unfinished. */
struct program *observer_read_program(struct observer *observer, struct symtab *symbols,
				      const char *text, size_t len, unsigned how,
				      struct stack_guard *guard);
/* The place of a node, or a part, of that tree; NULL when it has none. */
const struct observer_place *observer_place_of(const struct observer *observer, const void *what);
/* Reads text as one word, in which blanks and operators mean nothing: its parts alone are reported.
 * The word is in the arena, as far as the text goes: without an expansion that is open at its
 * end. */
struct word *observer_read_word(struct observer *observer, struct symtab *symbols,
				struct arena *arena, const char *text, size_t len, unsigned how,
				struct stack_guard *guard);
void observer_free(struct observer *observer);

/* The innermost span that the byte is in, NO_SPAN for none. */
uint32_t observer_span_at(const struct observer *observer, size_t at);
/* The nearest span of kinds first to last, the span itself or one around it; NO_SPAN for none. */
uint32_t observer_around(const struct observer *observer, uint32_t span, enum span_kind first,
			 enum span_kind last);

#endif
