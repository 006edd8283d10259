/*
 * The reserved words (XCU 2.4).
 */
#include "lang.h"

/* As large as the longest of them, with its NUL. */
union longest {
#define X(name, text) char name[sizeof(text)];
	RESERVED_WORDS(X)
#undef X
};

static const char names[RW_COUNT][sizeof(union longest)] = {
#define X(name, text) [RW_##name] = text,
	RESERVED_WORDS(X)
#undef X
};

/* First candidate for each first letter, so that most words are turned away by one look. */
static enum reserved first_with(char c)
{
	switch (c) {
	case '!':
		return RW_BANG;
	case '[':
		return RW_CONDITION;
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
	case 's':
		return RW_SELECT;
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
	if (len == 0 || len >= sizeof(union longest))
		return RW_NONE;
	unsigned rw = first_with(text[0]);
	if (rw == RW_NONE)
		return RW_NONE;
	for (; rw < RW_COUNT && names[rw][0] == text[0]; rw++) {
		size_t same = 1;
		while (same < len && names[rw][same] == text[same])
			same++;
		if (same == len && names[rw][len] == '\0')
			return rw;
	}
	return RW_NONE;
}

const char *reserved_name(enum reserved rw)
{
	return names[rw];
}

const char *reserved_at(unsigned n)
{
	if (n + 1 == RW_COUNT)
		return "]]"; /* the end of a command, and no word that begins one */
	return n + 1 < RW_COUNT ? names[n + 1] : NULL;
}

bool is_reserved_word(const char *text)
{
	return reserved_word(text, strlen(text)) != RW_NONE;
}
