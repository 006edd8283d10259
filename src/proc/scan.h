/*
 * Numbers in the kernel's text, with an end that is a pointer.
 */
#ifndef COWSH_PROC_SCAN_H
#define COWSH_PROC_SCAN_H

#include <stdbool.h>
#include <stdint.h>

/* Reads digits (base 10 or 16) from *at on and moves it behind them; false when there are none, or
 * too many. */
static inline bool scan_number(const char **at, const char *end, unsigned base, uint64_t *value)
{
	const char *start = *at;
	uint64_t number = 0;
	for (; *at < end; (*at)++) {
		char c = **at;
		unsigned digit = c >= '0' && c <= '9'	? (unsigned)(c - '0')
				 : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10)
							: 16;
		if (digit >= base)
			break;
		if (number > (UINT64_MAX - digit) / base)
			return false;
		number = number * base + digit;
	}
	*value = number;
	return *at > start;
}

static inline void scan_blanks(const char **at, const char *end)
{
	while (*at < end && (**at == ' ' || **at == '\t'))
		(*at)++;
}

/* One given character; false when another is there. */
static inline bool scan_char(const char **at, const char *end, char c)
{
	if (*at >= end || **at != c)
		return false;
	(*at)++;
	return true;
}

#endif
