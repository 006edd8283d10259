/*
 * The reserved words (XCU 2.4).
 */
#include "lang.h"

/* By enum reserved.  The words of bash's language go here too, once their commands exist. */
static const char names[RW_COUNT][6] = {
	[RW_BANG] = "!",      [RW_LBRACE] = "{",  [RW_RBRACE] = "}",  [RW_CASE] = "case",
	[RW_DO] = "do",	      [RW_DONE] = "done", [RW_ELIF] = "elif", [RW_ELSE] = "else",
	[RW_ESAC] = "esac",   [RW_FI] = "fi",	  [RW_FOR] = "for",   [RW_IF] = "if",
	[RW_IN] = "in",	      [RW_THEN] = "then", [RW_TIME] = "time", [RW_UNTIL] = "until",
	[RW_WHILE] = "while",
};

/* First candidate for each first letter, so that most words are turned away by one look. */
static enum reserved first_with(char c)
{
	switch (c) {
	case '!':
		return RW_BANG;
	case '{':
		return RW_LBRACE;
	case '}':
		return RW_RBRACE;
	case 'c':
		return RW_CASE;
	case 'd':
		return RW_DO;
	case 'e':
		return RW_ELIF;
	case 'f':
		return RW_FI;
	case 'i':
		return RW_IF;
	case 't':
		return RW_THEN;
	case 'u':
		return RW_UNTIL;
	case 'w':
		return RW_WHILE;
	default:
		return RW_NONE;
	}
}

enum reserved reserved_word(const char *text, size_t len)
{
	if (len == 0 || len > 5)
		return RW_NONE;
	unsigned rw = first_with(text[0]);
	if (rw == RW_NONE)
		return RW_NONE;
	for (; rw < RW_COUNT && names[rw][0] == text[0]; rw++)
		if (strncmp(names[rw], text, len) == 0 && names[rw][len] == '\0')
			return rw;
	return RW_NONE;
}

const char *reserved_name(enum reserved rw)
{
	return names[rw];
}

bool is_reserved_word(const char *text)
{
	return reserved_word(text, strlen(text)) != RW_NONE;
}
