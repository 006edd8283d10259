/*
 * Pattern matching notation (XCU 2.14).  A pattern is a byte string in which a backslash makes the
 * next character literal; that is how quoting reaches it.
 */
#ifndef COWSH_PATTERN_H
#define COWSH_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

enum pattern_flags {
	PATTERN_UTF8 = 1 << 0,	   /* characters, not bytes */
	PATTERN_PATHNAME = 1 << 1, /* a leading period must be matched explicitly; slash never is
	                                 (one path component at a time is given) */
	PATTERN_NOCASE = 1 << 2,
	PATTERN_EXTGLOB =
		1 << 3, /* ?(a|b) *(a|b) +(a|b) @(a|b) !(a|b) are groups (bash manual, 3.5.8.1) */
	PATTERN_DOTS = 1 << 4 /* with PATTERN_PATHNAME: a leading period is like any character */
};

/* True when the pattern matches all of the subject.  Linear in time but for backtracking over `*`,
 * where it never needs to go back behind the last one; with groups at most a polynomial. */
bool pattern_match(const char *pattern, size_t pattern_len, const char *subject, size_t subject_len,
		   unsigned flags);
/* A pattern of literal text with one star in it, of which it is known how much is before and behind
 * the star. */
struct pattern_ends {
	size_t before, behind; /* bytes */
};
/* false when the pattern is another one, or may only be compared character by character. */
bool pattern_is_ends(const char *pattern, size_t len, unsigned flags, struct pattern_ends *ends);
/* True when the pattern has a special character that is not behind a backslash. */
bool pattern_is_special(const char *pattern, size_t len, unsigned flags);
/* Removes the backslashes of a pattern without special characters; returns the new length.  `out`
 * may be `pattern`. */
size_t pattern_unescape(char *out, const char *pattern, size_t len);

enum pattern_cut { CUT_PREFIX_SHORT, CUT_PREFIX_LONG, CUT_SUFFIX_SHORT, CUT_SUFFIX_LONG };

/* The part of the subject, from *from to *to (offsets), that ${x#p} ${x##p} ${x%p} ${x%%p}
 * leave. */
void pattern_cut(const char *pattern, size_t pattern_len, const char *subject, size_t subject_len,
		 enum pattern_cut cut, unsigned flags, size_t *from, size_t *to);

/* The first place of the subject, from `start` on, where the pattern matches something, and the
 * longest that it matches there: from *from to *to (offsets).  false when there is none. */
bool pattern_find(const char *pattern, size_t pattern_len, const char *subject, size_t subject_len,
		  size_t start, unsigned flags, size_t *from, size_t *to);

#endif
