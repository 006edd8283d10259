/*
 * Declarations that the modules of line editors share.  Each of them includes it: they see nothing
 * of the executable.
 */
#ifndef COWSH_EDITOR_MODULE_H
#define COWSH_EDITOR_MODULE_H

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include "editor.h"

/* The terminal says so itself, where no locale does. */
static inline bool terminal_is_utf8(int terminal)
{
	struct termios modes;
	return tcgetattr(terminal, &modes) == 0 && (modes.c_iflag & IUTF8);
}

/* The libraries ask the process environment; the shell's variables are what the user set. */
static inline void give_environment(struct editor_host *host)
{
	static const char *const names[] = {"TERM",	"TERMINFO", "TERMINFO_DIRS", "COLORTERM",
					    "INPUTRC",	"EDITRC",   "HOME",	     "LC_ALL",
					    "LC_CTYPE", "LANG"};
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const char *value = host->variable(host, names[i]);
		if (value)
			setenv(names[i], value, 1);
		else
			unsetenv(names[i]);
	}
	const char *locale = setlocale(LC_CTYPE, "");
	bool none = !locale || strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0;
	if (none && (host->utf8 || terminal_is_utf8(host->input)))
		setenv("LC_ALL", setlocale(LC_CTYPE, "C.UTF-8") ? "C.UTF-8" : "C", 1);
}

/* The listing, in memory, that a library writes for `bind`; `file` is NULL when there is none. */
struct listing {
	FILE *file;
	char *text;
	size_t len;
};

static inline void listing_begin(struct listing *listing)
{
	listing->text = NULL;
	listing->len = 0;
	listing->file = open_memstream(&listing->text, &listing->len);
}

/* The library writes elsewhere again: the list goes to the shell. */
static inline void listing_end(struct listing *listing, struct editor_host *host)
{
	if (listing->file) {
		fclose(listing->file);
		host->list(host, listing->text, listing->len);
	}
	free(listing->text);
}

#endif
