/*
 * A hostile environment block: each line of the bytes is an entry, be it one or not.  Importing
 * runs nothing; what is exported again has no entry that is not NAME=VALUE, no name twice, and no
 * function but one that was given whole.
 */
#include <stdlib.h>
#include <string.h>
#include "functions.h"
#include "harness.h"
#include "var.h"

#define ENTRIES_MAX 64

static void check(char **list)
{
	for (char **at = list; *at; at++) {
		const char *equals = strchr(*at, '=');
		if (!equals)
			broken("the entry [%s] has no =", *at);
		for (char **before = list; before < at; before++)
			if (strncmp(*before, *at, (size_t)(equals - *at) + 1) == 0 && equals > *at)
				broken("the name of [%s] is there twice", *at);
	}
}

void harness_try(const uint8_t *data, size_t size)
{
	struct strbuf text = STRBUF_INIT;
	char *entries[ENTRIES_MAX + 1];
	uint32_t count = 0;
	struct shell sh;

	if (!size || memchr(data, '\0', size))
		return;
	harness_begin(&sh);
	strbuf_add(&text, (const char *)data, size);
	for (char *at = text.data, *next; at && count < ENTRIES_MAX; at = next) {
		next = strchr(at, '\n');
		/* a byte 1 stands for a newline */
		if (next)
			*next++ = '\0';
		for (char *c = at; *c; c++)
			if (*c == '\001')
				*c = '\n';
		entries[count++] = at;
	}
	entries[count] = NULL;
	shell_import_environment(&sh, entries);
	check(var_environment(&sh, "/bin/program"));
	var_set_by_name(&sh, "another", "value");
	check(var_environment(&sh, NULL));
	strbuf_free(&text);
	harness_end(&sh);
}
