/* Pattern matching and cutting: include/pattern.h. */
#include <string.h>
#include "pattern.h"
#include "unit.h"

struct row {
	const char *pattern, *subject;
	bool matches;
};

static void check_rows(const struct row *rows, size_t count, unsigned flags)
{
	for (size_t i = 0; i < count; i++) {
		const struct row *r = &rows[i];
		bool is = pattern_match(r->pattern, strlen(r->pattern), r->subject,
					strlen(r->subject), flags);

		if (is != r->matches) /* says which row it was */
			CHECK_STR(r->subject, r->pattern);
		CHECK(is == r->matches);
	}
}
#define CHECK_ROWS(rows, flags) check_rows(rows, sizeof(rows) / sizeof((rows)[0]), flags)

static void stars_and_question_marks(void)
{
	static const struct row rows[] = {
		{"", "", true},		  {"", "a", false},
		{"a", "a", true},	  {"a", "ab", false},
		{"*", "", true},	  {"**", "ab", true},
		{"?", "", false},	  {"?", "a", true},
		{"?*", "a", true},	  {"*?", "ab", true},
		{"??", "a", false},	  {"*.c", "x.c", true},
		{"*.c", "x.h", false},	  {"a*", "abc", true},
		{"*b*", "abc", true},	  {"*a*b*c", "xaxbxc", true},
		{"*ab*ab", "abab", true}, {"*ab*ab", "ab", false},
	};

	CHECK_ROWS(rows, 0);
	CHECK_ROWS(rows, PATTERN_UTF8);
}

static void backslash_makes_literal(void)
{
	static const struct row rows[] = {
		{"\\*", "*", true},	{"\\*", "a", false},	 {"\\a", "a", true},
		{"\\\\", "\\", true},	{"[\\]]", "]", true},	 {"[\\]]", "\\", false},
		{"[\\!a]", "!", true},	{"[a\\-c]", "b", false}, {"[a\\-c]", "-", true},
		{"\\[a]", "[a]", true},
	};

	CHECK_ROWS(rows, 0);
}

static void brackets(void)
{
	static const struct row rows[] = {
		{"[abc]", "b", true},	      {"[a-c]", "b", true},
		{"[a-c]", "d", false},	      {"[!a-c]", "d", true},
		{"[^a-c]", "b", false},	      {"[]a]", "]", true},
		{"[!]a]", "]", false},	      {"[a-]", "-", true},
		{"[-a]", "-", true},	      {"[[:alpha:]]", "x", true},
		{"[[:alpha:]]", "1", false},  {"[[:digit:][:upper:]]", "X", true},
		{"[[.a.]]", "a", true},	      {"[[=a=]]", "a", true},
		{"[[.0.]-[.2.]]", "1", true}, {"[[:nosuch:]]", "a", false},
		{"[[:nosuch:]a]", "a", true},
	};

	CHECK_ROWS(rows, 0);
}

static void unterminated_bracket_is_literal(void)
{
	static const struct row rows[] = {
		{"[", "[", true},	    {"[a", "[a", true}, {"[a", "a", false},
		{"[!", "[!", true},	    {"[]", "[]", true}, {"a[b", "a[b", true},
		{"[[:alpha:]", "x", false},
	};

	CHECK_ROWS(rows, 0);
}

static void characters_of_several_bytes(void)
{
	static const struct row rows[] = {
		{"?", "é", true},	{"??", "é", false},	  {"[é]", "é", true},
		{"[à-ü]", "é", true},	{"[!a]", "é", true},	  {"[[:alpha:]]", "é", true},
		{"*é", "aé", true},	{"\\é", "é", true},	  {"?", "\xff", true},
		{"\xff", "\xff", true}, {"[\xff]", "\xff", true}, {"\xc3*", "é", false},
		{"*\xa9", "é", false},
	};
	static const struct row bytes[] = {
		{"?", "é", false},
		{"??", "é", true},
		{"\xc3*", "é", true},
		{"[[:alpha:]]", "\xe9", false},
	};

	CHECK_ROWS(rows, PATTERN_UTF8);
	CHECK_ROWS(bytes, 0);
}

static void leading_period_in_pathnames(void)
{
	static const struct row rows[] = {
		{"*", ".a", false}, {"?a", ".a", false},  {"[.]a", ".a", false},
		{".*", ".a", true}, {"\\.a", ".a", true}, {"*", "a.", true},
	};

	CHECK_ROWS(rows, PATTERN_PATHNAME);
}

static void case_can_be_ignored(void)
{
	static const struct row rows[] = {
		{"aBc", "AbC", true},
		{"[a-c]", "B", true},
		{"[[:lower:]]", "A", true},
		{"é", "É", true},
	};

	CHECK_ROWS(rows, PATTERN_UTF8 | PATTERN_NOCASE);
}

static void stars_do_not_explode(void)
{
	char subject[2000];

	memset(subject, 'a', sizeof(subject));
	CHECK(!pattern_match("*a*a*a*a*a*a*a*a*a*a*a*a?b*a", 28, subject, sizeof(subject), 0));
}

static void special_characters_are_found(void)
{
	CHECK(pattern_is_special("a*", 2));
	CHECK(pattern_is_special("[a]", 3));
	CHECK(!pattern_is_special("[", 1));
	CHECK(!pattern_is_special("a\\*", 3));
	CHECK(!pattern_is_special("abc", 3));
}

static void unescape_removes_backslashes(void)
{
	char text[] = "a\\*b\\\\";

	CHECK_INT(pattern_unescape(text, text, strlen(text)), 4);
	CHECK(memcmp(text, "a*b\\", 4) == 0);
}

static void check_cut(enum pattern_cut cut, const char *subject, const char *pattern,
		      const char *expected)
{
	size_t from, to;
	char left[64];

	pattern_cut(pattern, strlen(pattern), subject, strlen(subject), cut, PATTERN_UTF8, &from,
		    &to);
	memcpy(left, subject + from, to - from);
	left[to - from] = '\0';
	CHECK_STR(left, expected);
}

static void prefixes_are_cut(void)
{
	check_cut(CUT_PREFIX_SHORT, "1-2-3", "*-", "2-3");
	check_cut(CUT_PREFIX_LONG, "1-2-3", "*-", "3");
	check_cut(CUT_PREFIX_SHORT, "/usr/bin/cc", "*/", "usr/bin/cc");
	check_cut(CUT_PREFIX_LONG, "/usr/bin/cc", "*/", "cc");
	check_cut(CUT_PREFIX_SHORT, "1-2-3", "*", "1-2-3");
	check_cut(CUT_PREFIX_LONG, "1-2-3", "*", "");
	check_cut(CUT_PREFIX_SHORT, "abc", "x", "abc");
	check_cut(CUT_PREFIX_LONG, "a-b-c-d", "a*[bc]-", "d");
	check_cut(CUT_PREFIX_SHORT, "a-b-c-d", "a*[bc]-", "c-d");
	check_cut(CUT_PREFIX_LONG, "éaé", "?", "aé");
	check_cut(CUT_PREFIX_SHORT, "***", "\\*", "**");
	check_cut(CUT_PREFIX_SHORT, "", "*", "");
}

static void suffixes_are_cut(void)
{
	check_cut(CUT_SUFFIX_SHORT, "a.tar.gz", ".*", "a.tar");
	check_cut(CUT_SUFFIX_LONG, "a.tar.gz", ".*", "a");
	check_cut(CUT_SUFFIX_SHORT, "1-2-3-4", "-*4", "1-2-3");
	check_cut(CUT_SUFFIX_LONG, "1-2-3-4", "-*4", "1");
	check_cut(CUT_SUFFIX_SHORT, "1-2-3-4", "*4", "1-2-3-");
	check_cut(CUT_SUFFIX_LONG, "1-2-3-4", "*4", "");
	check_cut(CUT_SUFFIX_SHORT, "main.c", ".c", "main");
	check_cut(CUT_SUFFIX_SHORT, "main.c", ".h", "main.c");
	check_cut(CUT_SUFFIX_SHORT, "abé", "?", "ab");
	check_cut(CUT_SUFFIX_LONG, "abé", "[bé]*", "a");
	check_cut(CUT_SUFFIX_SHORT, "é", "\xa9", "é");
}

int main(void)
{
	static const struct unit_case cases[] = {
		{"stars and question marks match what they should", stars_and_question_marks},
		{"a backslash makes the next character literal", backslash_makes_literal},
		{"bracket expressions know ranges, classes and negation", brackets},
		{"an unterminated bracket stands for itself", unterminated_bracket_is_literal},
		{"characters of several bytes are one character", characters_of_several_bytes},
		{"a leading period in a pathname must be written out", leading_period_in_pathnames},
		{"case can be ignored", case_can_be_ignored},
		{"many stars take no exponential time", stars_do_not_explode},
		{"special characters are told from quoted ones", special_characters_are_found},
		{"unescaping removes the backslashes", unescape_removes_backslashes},
		{"prefixes are cut, the shortest and the longest", prefixes_are_cut},
		{"suffixes are cut, the shortest and the longest", suffixes_are_cut},
	};

	return UNIT_RUN(cases);
}
