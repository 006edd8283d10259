/*
 * The primaries of conditional expressions (XCU test; bash manual, 6.4) that test, [ and [[ ]]
 * share.
 */
#ifndef COWSH_PRIMARY_H
#define COWSH_PRIMARY_H

#include <stdbool.h>
#include <stdint.h>
#include "chars.h"
#include "shell.h"

/* -v of the text of a word NAME[subscript], whose subscript has been expanded. */
bool primary_is_element_set(struct shell *sh, const char *text);
/* -letter operand: one of the unary operators, which the caller has made sure of. */
bool primary_unary(struct shell *sh, char letter, const char *operand);
/* True when the operand is one for this operator: that of -t must be a number. */
bool primary_operand_fits(char letter, const char *operand);
/* path -nt than: an existing file is newer than one that does not exist. */
bool primary_is_newer(const struct shell *sh, const char *path, const char *than);
/* path -ef other: both are the same file. */
bool primary_is_same_file(const struct shell *sh, const char *path, const char *other);
/* As decimal_integer (var.h) where it is nothing but a few digits. */
static inline bool primary_short_integer(const char *text, int64_t *value)
{
	const char *s = text;
	uint64_t number = 0;
	unsigned digit;

	for (; (digit = (unsigned)(unsigned char)*s - '0') <= 9; s++)
		number = 10 * number + digit;
	*value = (int64_t)number;
	return !*s && (size_t)(s - text) - 1 < 18;
}
/* True when a path may lead to one of the process's descriptors: while output is collected in
 * memory, descriptor 1 must be made first. */
bool primary_names_descriptor(const char *operand);

#endif
