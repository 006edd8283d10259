/*
 * Classes of characters that mean the same in every locale.
 */
#ifndef COWSH_CHARS_H
#define COWSH_CHARS_H

#include <stdbool.h>
#include <string.h>

static inline bool is_digit(int c)
{
	return c >= '0' && c <= '9';
}
/* True of a character that stands in the text; of NUL and of -1, an end, never. */
static inline bool is_among(int c, const char *characters)
{
	return c > 0 && strchr(characters, c);
}
/* White space of the POSIX locale. */
static inline bool is_space(int c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}
/* Names (XBD 3.216) begin with these, and go on with those. */
static inline bool is_name_start(int c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
/* True of what gets a backslash before it in the subscripts of an expression that is put together
 * from a word. */
static inline bool is_subscript_special(char c)
{
	return c == '[' || c == ']' || c == '$' || c == '`' || c == '"' || c == '\'' || c == '\\' ||
	       c == '~';
}

static inline bool is_name_char(int c)
{
	return is_name_start(c) || is_digit(c);
}
/* A hexadecimal digit's value; 16 for what is none. */
static inline int digit_value(int c)
{
	if (is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 16;
}

#endif
