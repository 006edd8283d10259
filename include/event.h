/*
 * Designators of the history: !event:words:modifiers (bash manual, 9.3.1 to 9.3.3).
 */
#ifndef COWSH_EVENT_H
#define COWSH_EVENT_H

#include "shell.h"
#include "strbuf.h"

/* The memory that one expansion leaves to the next; heap. */
struct event_memory {
	char *searched;		   /* by the last !?string? */
	char *match;		   /* the word it was found in: % */
	char *old_text, *new_text; /* of the last substitution */
};

void event_memory_free(struct event_memory *memory);

/* The place of a designator. */
struct event_place {
	char mark;  /* what it begins with: the first of $histchars */
	char quote; /* around it: " or 0 */
	bool continued; /* in a command's second line or behind: the entry of that command is no event */
	const char *so_far; /* the line before it, already expanded (!#) */
};

/* Reads the designator at *at, its mark, and moves *at behind it.  1: result, which was empty, is
 * its text; 2: the same, but the line is only to be shown (:p); -1: result says what is wrong with
 * it. */
int event_expand(struct shell *sh, struct event_memory *memory, const struct event_place *place,
		 const char **at, struct strbuf *result);

#endif
