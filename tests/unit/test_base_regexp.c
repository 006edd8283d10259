/* Regular expressions: include/regexp.h, and the simple ones against regexec(3). */
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../../src/base/regexp_simple.h"
#include "regexp.h"
#include "unit.h"

static bool matches(const char *text, const char *subject, unsigned flags)
{
	struct regexp *regexp = NULL;
	const regmatch_t *groups;
	size_t count;

	CHECK(regexp_compile(&regexp, text, strlen(text), flags) == 0);
	bool result = regexp && regexp_match(regexp, subject, &groups, &count);
	regexp_free(regexp);
	return result;
}

static void expressions_are_matched_anywhere(void)
{
	CHECK(matches("b", "abc", 0));
	CHECK(matches("", "abc", 0));
	CHECK(!matches("^b", "abc", 0));
	CHECK(matches("c$", "abc", 0));
	CHECK(matches("(a|b)+c", "xabc", 0));
	CHECK(!matches("B", "abc", 0));
	CHECK(matches("B", "abc", REGEXP_NOCASE));
	CHECK(matches("[A-C]{3}", "abc", REGEXP_NOCASE));
	CHECK(matches("^.$", "\xc3\xa9", REGEXP_UTF8));
	CHECK(!matches("^.$", "\xc3\xa9", 0));
}

static void groups_are_offsets(void)
{
	struct regexp *regexp = NULL;
	const regmatch_t *groups;
	size_t count;

	CHECK(regexp_compile(&regexp, "([a-z]+)-([0-9]*)(x)?", 21, 0) == 0);
	CHECK(regexp_match(regexp, "+ab-12", &groups, &count));
	CHECK(count == 4);
	CHECK(groups[0].rm_so == 1 && groups[0].rm_eo == 6);
	CHECK(groups[1].rm_so == 1 && groups[1].rm_eo == 3);
	CHECK(groups[2].rm_so == 4 && groups[2].rm_eo == 6);
	CHECK(groups[3].rm_so == -1);
	/* An expression that is kept is used again, or makes room for another one. */
	struct regexp *before = regexp;
	CHECK(regexp_compile(&regexp, "([a-z]+)-([0-9]*)(x)?", 21, 0) == 0);
	CHECK(regexp == before);
	CHECK(regexp_compile(&regexp, "b", 1, 0) == 0);
	CHECK(regexp_match(regexp, "ab", &groups, &count));
	CHECK(count == 1 && groups[0].rm_so == 1);
	CHECK(regexp_compile(&regexp, "(", 1, 0) != 0);
	CHECK(regexp == NULL);
}

/* ---- simple ones against the library ----------------------------------------------------- */

static uint32_t state = 1;

static unsigned below(unsigned n)
{
	state = state * 1664525 + 1013904223;
	return (state >> 8) % n;
}

static const char *one_of(const char *const *texts, unsigned count)
{
	return texts[below(count)];
}

static void make_expression(char *out, size_t size)
{
	static const char *const atoms[] = {"a",   "b",	   ".",	    "[ab]",	    "[^a]",
					    "\\.", "[]b]", "[b-d]", "[[:digit:]a]", "[a-]"};
	static const char *const repetitions[] = {"",  "",    "",     "*",    "+",
						  "?", "{2}", "{1,}", "{0,2}"};
	unsigned depth = 0, count = 1 + below(6);
	size_t len = (size_t)snprintf(out, size, "%s", below(4) ? "" : "^");

	for (unsigned i = 0; i < count; i++) {
		bool opens = below(3) == 0;
		depth += opens;
		len += (size_t)snprintf(out + len, size - len, "%s%s%s", opens ? "(" : "",
					one_of(atoms, 10), one_of(repetitions, 9));
		for (; depth && below(2); depth--)
			len += (size_t)snprintf(out + len, size - len, ")");
	}
	for (; depth; depth--)
		len += (size_t)snprintf(out + len, size - len, ")");
	snprintf(out + len, size - len, "%s", below(4) ? "" : "$");
}

static void make_subject(char *out)
{
	unsigned len = below(9);

	for (unsigned i = 0; i < len; i++)
		out[i] = "aabbcd.]1-"[below(10)];
	out[len] = '\0';
}

static void simple_ones_match_as_the_library_does(void)
{
	char text[200], subject[16];
	regmatch_t want[16], have[16];
	unsigned simple = 0, wrong = 0;

	for (unsigned i = 0; i < 20000 && !wrong; i++) {
		regex_t compiled;
		make_expression(text, sizeof(text));
		struct simple_regexp *regexp = simple_regexp_new(text, false);
		if (!regexp)
			continue;
		simple++;
		if (regcomp(&compiled, text, REG_EXTENDED) != 0) {
			CHECK_STR(text, "an expression");
			break;
		}
		for (int j = 0; j < 5; j++) {
			make_subject(subject);
			bool matched = regexec(&compiled, subject, 16, want, 0) == 0;
			enum simple_outcome outcome = simple_regexp_match(regexp, subject, have);
			wrong += matched != (outcome == SIMPLE_MATCH);
			for (size_t g = 0; matched && g <= compiled.re_nsub; g++)
				wrong += want[g].rm_so != have[g].rm_so ||
					 want[g].rm_eo != have[g].rm_eo;
			if (wrong) {
				CHECK_STR(text, subject);
				break;
			}
		}
		regfree(&compiled);
		simple_regexp_free(regexp);
	}
	CHECK(simple > 10000);
	CHECK(!wrong);
}

static void others_are_left_to_the_library(void)
{
	static const char *const texts[] = {"a|b", "(a)*",  "()",      "\\w",	  "*a",
					    "a**", "a{,2}", "a{",      "x^",	  "a$b",
					    "(",   ")",	    "[[.a.]]", "[[=a=]]", "[z-a]",
					    "[a",  "a\\",   "a{3,2}",  "a{300}",  "(a"};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct simple_regexp *regexp = simple_regexp_new(texts[i], false);
		if (regexp)
			CHECK_STR(texts[i], "not simple");
		simple_regexp_free(regexp);
	}
}

static void going_back_too_often_is_given_up(void)
{
	struct simple_regexp *regexp = simple_regexp_new("a*a*a*a*a*a*a*a*b", false);
	char subject[101];
	regmatch_t groups[1];

	memset(subject, 'a', 100);
	subject[100] = '\0';
	CHECK(simple_regexp_match(regexp, subject, groups) == SIMPLE_TOO_LONG);
	simple_regexp_free(regexp);
	CHECK(!matches("a*a*a*a*a*a*a*a*b", subject, 0));
}

int main(void)
{
	static const struct unit_case cases[] = {
		{"an expression is matched anywhere in the subject",
		 expressions_are_matched_anywhere},
		{"groups are offsets, and what is kept is compiled once", groups_are_offsets},
		{"simple expressions match as regexec(3) does",
		 simple_ones_match_as_the_library_does},
		{"others are left to the library", others_are_left_to_the_library},
		{"going back too often is given up", going_back_too_often_is_given_up},
	};

	return UNIT_RUN(cases);
}
