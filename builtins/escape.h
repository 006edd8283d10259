/*
 * The backslash escapes of echo and printf, and printf's way of quoting: what the two builtins
 * share, each with a dialect of its own.
 */
#ifndef COWSH_ESCAPE_H
#define COWSH_ESCAPE_H

#include <stddef.h>
#include "shell.h"
#include "strbuf.h"

/* The dialects of escapes: what is understood beyond \\ \a \b \e \f \n \r \t \v. */
enum escape_dialect {
	ESCAPE_STOP = 1 << 0,	    /* \c: no more output */
	ESCAPE_OCTAL = 1 << 1,	    /* \d, \dd, \ddd */
	ESCAPE_ZERO_OCTAL = 1 << 2, /* \0, \0d, \0dd, \0ddd */
	ESCAPE_EXTENDED = 1 << 3,   /* \E \xHH \uHHHH \UHHHHHHHH */
	ESCAPE_QUOTES = 1 << 4,	    /* \" \' \? */
	ESCAPE_UTF8 = 1 << 5,	    /* what \u and \U stand for can be said: escape_dialect */

	/* printf's format (XCU printf; bash: $'...' beyond it) and its %b */
	ESCAPE_FORMAT = ESCAPE_OCTAL | ESCAPE_EXTENDED | ESCAPE_QUOTES,
	ESCAPE_PERCENT_B = ESCAPE_STOP | ESCAPE_OCTAL | ESCAPE_ZERO_OCTAL | ESCAPE_EXTENDED,
	/* echo by XCU, and bash's echo -e */
	ESCAPE_ECHO_XSI = ESCAPE_STOP | ESCAPE_OCTAL | ESCAPE_ZERO_OCTAL,
	ESCAPE_ECHO_E = ESCAPE_STOP | ESCAPE_ZERO_OCTAL | ESCAPE_EXTENDED,
};

struct escape {
	char bytes[12];	   /* what it stands for */
	size_t len;	   /* 0 for \c */
	bool stop;	   /* \c */
	char lacks_digits; /* x, u or U, behind which stand none; else NUL */
};

/* The dialect in the shell's locale. */
static inline unsigned escape_dialect(const struct shell *sh, unsigned dialect)
{
	return dialect | (sh->utf8 ? ESCAPE_UTF8 : 0);
}

/* Reads the escape at text, which points to a backslash; returns the text after it.  A text that is
 * no escape in this dialect stands for the backslash alone. */
const char *escape_read(const char *text, unsigned dialect, struct escape *escape);
/* Appends text with its escapes carried out; false when \c ended it. */
bool escape_expand(const char *text, unsigned dialect, struct strbuf *into);
/* Appends text quoted as bash's %q does: with backslashes, or as $'...' when something in it cannot
 * be printed; '' when empty. */
void escape_quote(const char *text, bool utf8, struct strbuf *into);

#endif
