/*
 * Options of programs from their manual pages: the page is found as man(1) finds it, read, and what
 * it says of options kept in a file of the user's cache.  The program itself is never run.
 */
#ifndef COWSH_MANUAL_H
#define COWSH_MANUAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include "arena.h"

struct shell;
struct strbuf;

struct manual_option {
	const char *name;	 /* with its dashes */
	const char *description; /* one line of UTF-8 without control characters; perhaps empty */
	bool equals;		 /* an argument follows behind an = */
};

struct manual_options {
	struct manual_option *items; /* heap; the texts are in the arena */
	uint32_t count, cap;
	struct arena *arena;
};

/* Adds one, unless it is no name of an option, or one of too many. */
void manual_options_add(struct manual_options *options, const char *name, size_t len, bool equals,
			const char *description);
void manual_options_free(struct manual_options *options);

/* ---- manual_roff.c ---- */

/* The options that a page of man(7) or mdoc(7) describes, in its order.  Any text will do. */
void manual_parse(struct manual_options *options, const char *text, size_t len);

/* ---- manual_page.c ---- */

struct manual_page {
	const char *path; /* in the arena */
	struct stat st;	  /* of the file */
	int fd;		  /* -1: there is none */
};

/* The page of a program's name, opened: in MANPATH, else where the directories of PATH have theirs,
 * in the sections 1, 8 and 6. */
struct manual_page manual_find(struct shell *sh, struct arena *arena, const char *name);
/* Its options, from the cache or from the page, which is closed.  A module that cannot be had is
 * told to `errors`, a line. */
void manual_read(struct shell *sh, struct manual_page *page, struct manual_options *options,
		 struct strbuf *errors);

/* ---- manual_cache.c ---- */

/* Gives what the cache keeps of this page, if that is as it was; false when it keeps nothing. */
bool manual_cache_read(struct shell *sh, const struct manual_page *page,
		       struct manual_options *options);
void manual_cache_write(struct shell *sh, const struct manual_page *page,
			const struct manual_options *options);

#endif
