/*
 * Words of a line through the shell's own parser and expansions: for keys that expand them in
 * place.
 */
#ifndef COWSH_LINE_WORDS_H
#define COWSH_LINE_WORDS_H

#include "expand.h"
#include "observer.h"
#include "options.h"
#include "shell.h"

/* The options (observer.h) with which the shell would read a line. */
static inline unsigned observe_options(struct shell *sh)
{
	bool no_comments = OPT(sh, INTERACTIVE) && !OPT(sh, INTERACTIVE_COMMENTS);

	return (OPT(sh, POSIX) ? OBSERVE_POSIX : 0) | (OPT(sh, EXTGLOB) ? OBSERVE_EXTGLOB : 0) |
	       (no_comments ? OBSERVE_NO_COMMENTS : 0);
}

/* Bytes [start, end) of a text. */
struct text_word {
	uint32_t start, end;
	uint8_t kind; /* enum span_kind */
	bool runs;    /* holds a substitution */
};

/* The words of a text, as commands, that begin at `from` or behind; none that is part of another
 * one.  Heap. */
struct text_word *text_words(struct shell *sh, const char *text, size_t from, uint32_t *count);

/* All expansions of a text that is one word; the fields are in the scratch arena.  false when it is
 * none, or after a report. */
bool line_word_fields(struct shell *sh, const char *text, size_t len, struct fields *fields);

#endif
