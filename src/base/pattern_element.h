/*
 * The elements of a pattern that match exactly one character: what pattern.c, for the patterns of
 * POSIX, and extglob.c, for those with groups, have in common.
 */
#ifndef COWSH_EXPAND_PATTERN_ELEMENT_H
#define COWSH_EXPAND_PATTERN_ELEMENT_H

#include <stdint.h>
#include "pattern.h"
#include "utf8.h"

/* ---- characters ------------------------------------------------------------------------- */

static inline size_t char_len(const char *s, const char *end, unsigned flags)
{
	if ((unsigned char)*s < 0x80 || !(flags & PATTERN_UTF8))
		return 1;
	return utf8_next(s, end);
}

/* A byte that is no ASCII character has no properties without UTF-8. */
static inline size_t decode(const char *s, const char *end, unsigned flags, uint32_t *code)
{
	unsigned char c = (unsigned char)*s;

	if (c >= 0x80 && (flags & PATTERN_UTF8))
		return utf8_decode(s, end, code);
	*code = c < 0x80 ? c : UTF8_INVALID + c;
	return 1;
}

static inline uint32_t fold(uint32_t code, unsigned flags)
{
	return flags & PATTERN_NOCASE ? utf8_to_lower(code) : code;
}

/* Reads the bracket expression whose inside begins at p; *matched is true when subject is in it.
 * Returns where the pattern goes on, or NULL when the bracket is not closed and stands for
 * itself. */
const char *pattern_bracket(const char *p, const char *end, uint32_t subject, unsigned flags,
			    bool *matched);

/* ---- elements --------------------------------------------------------------------------- */

/* Matches the element at *p, no star, with the character at *s, and moves both on. */
static inline bool match_one(const char **p, const char *p_end, const char **s, const char *s_end,
			     unsigned flags)
{
	const char *at = *p;
	uint32_t want, have;
	bool matched;

	if (*at == '?') {
		*p = at + 1;
		*s += char_len(*s, s_end, flags);
		return true;
	}
	if (*at == '[') {
		size_t len = decode(*s, s_end, flags, &have);
		const char *next = pattern_bracket(at + 1, p_end, have, flags, &matched);
		if (next) {
			if (!matched)
				return false;
			*p = next;
			*s += len;
			return true;
		}
	} else if (*at == '\\' && at + 1 < p_end) {
		at++;
	}
	if ((unsigned char)*at < 0x80 && !(flags & PATTERN_NOCASE)) {
		if (*at != **s)
			return false;
		*p = at + 1;
		*s += 1;
		return true;
	}
	size_t p_len = decode(at, p_end, flags, &want), s_len = decode(*s, s_end, flags, &have);
	if (fold(want, flags) != fold(have, flags))
		return false;
	*p = at + p_len;
	*s += s_len;
	return true;
}

/* The part of a subject that is to match a pattern with groups: all of it, the shortest or the
 * longest of its beginnings; extglob.c. */
enum extglob_want { EXTGLOB_WHOLE, EXTGLOB_SHORTEST, EXTGLOB_LONGEST };

/* True when a group of bash's extended patterns is in [p, end). */
bool extglob_has_group(const char *p, const char *end, unsigned flags);
/* The end of the beginning of [s, s_end) that matches, or NULL when there is none. */
const char *extglob_match(const char *p, const char *p_end, const char *s, const char *s_end,
			  unsigned flags, enum extglob_want want);

#endif
