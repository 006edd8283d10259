/*
 * Unicode's character classes and simple case mappings, as ranges to be searched.  The tables are
 * written by make_utf8_tables.pl from the properties perl knows.
 */
#ifndef COWSH_UTF8_TABLES_H
#define COWSH_UTF8_TABLES_H

#include <stddef.h>
#include <stdint.h>

/* Every step-th code point from first to first + span. */
struct utf8_range {
	uint32_t first;
	uint16_t span;
	uint16_t step;
};

struct utf8_ranges {
	const struct utf8_range *range; /* sorted */
	size_t count;
};

/* The same code points, and what to add to one to change its case. */
struct utf8_mapping {
	uint32_t first;
	uint16_t span;
	uint16_t step;
	int32_t delta;
};

struct utf8_mappings {
	const struct utf8_mapping *mapping; /* sorted */
	size_t count;
};

/* Bit n: the code point is in class n (enum utf8_class). */
extern const uint16_t utf8_latin1[256];

/* From U+0100 on. */
extern const struct utf8_ranges utf8_alpha, utf8_lower, utf8_upper, utf8_space, utf8_print;

/* From U+0080 on. */
extern const struct utf8_mappings utf8_lower_mappings, utf8_upper_mappings;

#endif
