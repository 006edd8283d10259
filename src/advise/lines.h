/*
 * The rewrite of filters as commands of the shell, while it is made: what the files lines*.c share.
 */
#ifndef COWSH_ADVISE_LINES_H
#define COWSH_ADVISE_LINES_H

#include "internal.h"

/* The rewrite while it is made. */
struct work {
	struct template template;
	struct strbuf first;  /* before all lines */
	struct strbuf body;   /* for each line, or for the value */
	struct strbuf behind; /* when the lines are over: there is one value from there on */
	bool lines;	      /* in a loop */
	bool multiple;	      /* files whose names stand before the lines */
	unsigned loops;	      /* around a line */
	bool summed;	      /* `behind` is what is written to */
	bool status;	      /* theirs is asked for */
	bool mute;	      /* the last filter is a grep that writes nothing */
	bool searches;	      /* the last filter is a grep */
	bool may_lack; /* there may be no line, and then it ends before `behind` has a value */
	unsigned counters;
	bool last;	 /* the filter that is being read is the last one */
	bool terminated; /* the value ends in a newline */
	const char *end; /* what is written behind a line */
	const char *differs;
	enum advice_language language;
};

/* Words of a filter that are no options: where its operands begin. */
struct operands {
	struct word *const *words;
	uint32_t count;
};

/* The text to which commands are added now. */
struct strbuf *work_text(struct work *w);
/* They are for each of several lines. */
bool work_in_loop(const struct work *w);
/* Nothing is written for this line. */
const char *work_drop(const struct work *w, bool failed);
/* Adds commands in which v is given a word. */
void work_set_value(struct work *w, const char *word);
/* Goes on when the line is one that matches, or that does not. */
bool work_add_test(struct work *w, const struct regex *re, bool wanted, const char *otherwise);
/* Each character of one text becomes that at its place in the other one. */
bool work_add_translation(struct work *w, const char *from, const char *to, size_t len);
/* Counts lines; the counter's number. */
unsigned work_add_counter(struct work *w);
/* No line behind this one is looked at; the line itself is written.  False for a value. */
bool work_add_head(struct work *w, unsigned long count);
/* Only this line goes on.  False for a value. */
bool work_add_only_line(struct work *w, unsigned long line);
/* The word's text, parameters as bytes of the template; NULL for others.  Heap that the text
 * owns. */
const char *work_template(struct work *w, const struct word *word, struct strbuf *text);
/* The lines are over: their number is the value. */
void work_add_count(struct work *w);
/* Appends the pattern of a character between fields, outside of quotes; false where it is none. */
bool work_add_separator(struct strbuf *into, char separator);
/* Appends a text several times. */
void repeat_text(struct strbuf *into, const char *text, unsigned times);
/* Appends the pattern of `case` for a line in which the expression is found; false where there is
 * none. */
bool work_add_test_pattern(struct strbuf *into, const struct regex *original);
/* Leaves characters [first, last] of $v; last 0: to the end. */
bool work_add_characters(struct work *w, unsigned first, unsigned last);
/* Add what a filter does: false where it cannot be said. */
bool read_sed(struct work *w, const struct simple *sed, struct operands *operands);
bool read_grep(struct work *w, const struct simple *simple, struct operands *operands);
bool read_cut(struct work *w, const struct simple *cut, struct operands *operands);
bool read_tr(struct work *w, const struct simple *tr, struct operands *operands);
bool read_awk(struct work *w, const struct simple *simple, struct operands *operands);

#endif
