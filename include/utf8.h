/*
 * UTF-8 without locales: decoding that lets bytes which are not UTF-8 through unharmed, and tables
 * of our own for character classes and case.  A byte that is not part of a valid sequence counts
 * as one character, with a code point of UTF8_INVALID + byte.
 */
#ifndef COWSH_UTF8_H
#define COWSH_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_INVALID 0x110000u

/* Decodes one character at s (s < end) into *code; returns its length in bytes, at least 1. */
size_t utf8_decode(const char *s, const char *end, uint32_t *code);
/* Length in bytes of the character at s (s < end). */
size_t utf8_next(const char *s, const char *end);
/* Encodes into out[4]; returns the length, 0 for what is not a code point. */
size_t utf8_encode(uint32_t code, char *out);
/* The bytes that \u and \U stand for, code point or not, into out[12]: without UTF-8, where only
 * ASCII can be said, the escape itself. */
size_t utf8_encode_escape(uint32_t number, bool utf8, char *out);
/* Characters in len bytes. */
size_t utf8_count(const char *s, size_t len);

enum utf8_class {
	UTF8_ALNUM,
	UTF8_ALPHA,
	UTF8_BLANK,
	UTF8_CNTRL,
	UTF8_DIGIT,
	UTF8_GRAPH,
	UTF8_LOWER,
	UTF8_PRINT,
	UTF8_PUNCT,
	UTF8_SPACE,
	UTF8_UPPER,
	UTF8_XDIGIT,
	UTF8_CLASS_COUNT
};

/* The class of this name ("alpha"), or -1. */
int utf8_class_by_name(const char *name, size_t len);
bool utf8_is(uint32_t code, enum utf8_class cls);
uint32_t utf8_to_lower(uint32_t code);
uint32_t utf8_to_upper(uint32_t code);

#endif
