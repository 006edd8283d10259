/*
 * Where in a command the cursor is.  The text before it is read once, with the rules of XCU 2.2, 2.3 and
 * 2.10, by a reader of its own: the parser gives up at the end of an unfinished command, and that is
 * where this one's answer begins.  It knows nothing but the text.
 */
#ifndef COWSH_LINE_CONTEXT_H
#define COWSH_LINE_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum line_place {
	PLACE_NOTHING,	  /* in a comment, in a here-document, or where no word can be */
	PLACE_COMMAND,	  /* the name of a command, or a reserved word */
	PLACE_ARGUMENT,	  /* an argument of the command words[0] */
	PLACE_FILE,	  /* the target of a redirection */
	PLACE_DESCRIPTOR, /* after <& and >& */
	PLACE_VALUE,	  /* the value of an assignment */
	PLACE_WORD,	  /* a word that belongs to no simple command: of `for` and `case` */
	PLACE_NAME,	  /* `for NAME` */
	PLACE_KEYWORD,	  /* only a reserved word can be here: `for x in`, `case x in` */
	PLACE_VARIABLE,	  /* after $ or ${ */
	PLACE_ARITHMETIC  /* a name inside $(( )) */
};

/* Offsets into the line. */
struct line_word {
	size_t start, end;
};

struct line_context {
	enum line_place place;
	size_t start; /* of the word that the cursor is in or behind; the cursor when it is in none */
	size_t part; /* where what is to be completed begins in it: behind NAME=, $, ${ */
	char quote;  /* what is open at the cursor: ' " or $ (for $'...'), or 0 */
	bool brace;  /* PLACE_VARIABLE was written ${ */
	struct line_word
		*words; /* heap: the simple command from its name to the word at the cursor,
	                            which is the last one (perhaps empty); no assignments, no
	                            redirections.  NULL but for PLACE_COMMAND and PLACE_ARGUMENT */
	uint32_t word_count;
};

/* Reads the `point` bytes of line that are before the cursor. */
void line_context_read(struct line_context *context, const char *line, size_t point);
void line_context_free(struct line_context *context);

/* The end of the word at `from`: words end at unquoted bytes of `delimiters`; quotes, substitutions and
 * expansions are passed over.  At most `end`. */
size_t line_word_end(const char *text, size_t from, size_t end, const char *delimiters);

#endif
