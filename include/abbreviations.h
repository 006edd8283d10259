/*
 * Abbreviations: words that give way to a text while a line is typed, defined by `abbr` and changed
 * through the journal.  The editors ask for them (edit.h); what is read from anywhere else knows
 * nothing of them.
 */
#ifndef COWSH_ABBREVIATIONS_H
#define COWSH_ABBREVIATIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct shell;

/* The places where the word may stand. */
enum abbreviation_position {
	ABBREVIATION_COMMAND, /* in the place of a command's name */
	ABBREVIATION_ANYWHERE /* of any word, but in quotes, comments and here-documents */
};

struct abbreviation {
	char *name; /* heap, as the text */
	char *text;
	uint8_t position; /* enum abbreviation_position */
};

/* shell.abbreviations; NULL before the first one. */
struct abbreviations {
	struct abbreviation *items; /* sorted by name */
	uint32_t count, cap;
};

/* True when a word can be this without quotes: no blanks, operators, quotes, expansions, slashes or
 * control characters. */
bool abbreviation_name_is_valid(const char *name);
/* The position of this name, or -1; and back. */
int abbreviation_position_by_name(const char *name);
const char *abbreviation_position_name(enum abbreviation_position position);

/* The one that is called name[0, len), or NULL; valid until the next change. */
const struct abbreviation *abbreviation_find(const struct shell *sh, const char *name, size_t len);
/* Defines one, or defines it anew. */
void abbreviation_define(struct shell *sh, const char *name, const char *text,
			 enum abbreviation_position position);
/* false when there is none of this name. */
bool abbreviation_remove(struct shell *sh, const char *name);

/* For the journal and the shell's end. */
struct abbreviations *abbreviations_copy(const struct abbreviations *table);
void abbreviations_free(struct abbreviations *table);

#endif
