/*
 * Regular expressions: compiled, kept, matched.
 */
#include <locale.h>
#include <string.h>
#include "mem.h"
#include "regexp.h"
#include "regexp_simple.h"

struct regexp {
	char *text;
	size_t len;
	unsigned flags;
	locale_t locale;	      /* 0: bytes will do */
	struct simple_regexp *simple; /* NULL when it is not that simple */
	regex_t compiled;
	regmatch_t *groups;
};

static int compile(struct regexp *regexp)
{
	locale_t outer = regexp->locale ? uselocale(regexp->locale) : (locale_t)0;
	int flags = REG_EXTENDED | (regexp->flags & REGEXP_NOCASE ? REG_ICASE : 0);
	int error = regcomp(&regexp->compiled, regexp->text, flags);

	if (outer)
		uselocale(outer);
	return error;
}

static void discard(struct regexp *regexp)
{
	if (regexp->locale)
		freelocale(regexp->locale);
	simple_regexp_free(regexp->simple);
	mem_free(regexp->text);
	mem_free(regexp->groups);
	mem_free(regexp);
}

int regexp_compile(struct regexp **kept, const char *text, size_t len, unsigned flags)
{
	struct regexp *regexp = *kept;

	if (regexp && regexp->len == len && regexp->flags == flags &&
	    memcmp(regexp->text, text, len) == 0)
		return 0;
	regexp_free(regexp);
	*kept = NULL;
	regexp = mem_zalloc(sizeof(*regexp));
	regexp->text = mem_strdup(text);
	regexp->len = len;
	regexp->flags = flags;
	if (flags & REGEXP_UTF8)
		regexp->locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	int error = compile(regexp);
	if (error) {
		discard(regexp);
		return error;
	}
	regexp->groups = mem_alloc((regexp->compiled.re_nsub + 1) * sizeof(*regexp->groups));
	if (!(flags & REGEXP_UTF8))
		regexp->simple = simple_regexp_new(text, flags & REGEXP_NOCASE);
	*kept = regexp;
	return 0;
}

static bool match_by_library(struct regexp *regexp, const char *subject)
{
	locale_t outer = regexp->locale ? uselocale(regexp->locale) : (locale_t)0;
	int error = regexec(&regexp->compiled, subject, regexp->compiled.re_nsub + 1,
			    regexp->groups, 0);

	if (outer)
		uselocale(outer);
	return error == 0;
}

bool regexp_match(struct regexp *regexp, const char *subject, const regmatch_t **groups,
		  size_t *count)
{
	enum simple_outcome outcome = SIMPLE_TOO_LONG;

	*groups = regexp->groups;
	*count = regexp->compiled.re_nsub + 1;
	if (regexp->simple)
		outcome = simple_regexp_match(regexp->simple, subject, regexp->groups);
	if (outcome == SIMPLE_TOO_LONG)
		return match_by_library(regexp, subject);
	return outcome == SIMPLE_MATCH;
}

void regexp_free(struct regexp *regexp)
{
	if (!regexp)
		return;
	regfree(&regexp->compiled);
	discard(regexp);
}

void regexp_error(int error, char *text, size_t size)
{
	regerror(error, NULL, text, size);
}
