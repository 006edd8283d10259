/* Pattern matching notation (XCU 2.14): include/pattern.h. */
#include <string.h>
#include "pattern.h"
#include "unit.h"

struct row {
	const char *pattern, *subject;
	bool matches;
	unsigned flags;
};

static void check_rows(const struct row *row, size_t count)
{
	for (; count; count--, row++) {
		bool matches = pattern_match(row->pattern, strlen(row->pattern), row->subject,
					     strlen(row->subject), row->flags);

		CHECK_STR(matches == row->matches ? NULL : row->pattern, NULL);
	}
}

#define CHECK_ROWS(rows) check_rows(rows, sizeof(rows) / sizeof((rows)[0]))

static void characters_match_themselves(void)
{
	static const struct row rows[] = {
		{"", "", true, 0},	    {"", "a", false, 0},
		{"abc", "abc", true, 0},    {"abc", "abcd", false, 0},
		{"abc", "ab", false, 0},    {"a\\*c", "a*c", true, 0},
		{"a\\*c", "abc", false, 0}, {"\\\\", "\\", true, 0},
		{"ABC", "abc", false, 0},   {"ABC", "abc", true, PATTERN_NOCASE},
	};

	CHECK_ROWS(rows);
}

static void wildcards(void)
{
	static const struct row rows[] = {
		{"?", "a", true, 0},
		{"?", "", false, 0},
		{"?", "ab", false, 0},
		{"*", "", true, 0},
		{"*", "anything/at all", true, 0},
		{"a*c", "ac", true, 0},
		{"a*c", "abcbc", true, 0},
		{"a*c", "abcb", false, 0},
		{"*a*b*c*", "xxaxxbxxcxx", true, 0},
		{"*a*b*c*", "xxaxxcxxbxx", false, 0},
		{"**?", "a", true, 0},
		{"**?", "", false, 0},
		{"*.[ch]", "arena.c", true, 0},
	};

	CHECK_ROWS(rows);
}

static void many_stars_take_no_time(void)
{
	char pattern[201], subject[2001];

	memset(subject, 'a', 2000);
	subject[2000] = '\0';
	for (int i = 0; i < 200; i += 2)
		memcpy(pattern + i, "*a", 2);
	pattern[200] = '\0';
	CHECK(pattern_match(pattern, 200, subject, 2000, 0));
	pattern[199] = 'b';
	CHECK(!pattern_match(pattern, 200, subject, 2000, 0));
}

static void bracket_expressions(void)
{
	static const struct row rows[] = {
		{"[abc]", "b", true, 0},
		{"[abc]", "d", false, 0},
		{"[!abc]", "d", true, 0},
		{"[!abc]", "a", false, 0},
		{"[a-c]", "b", true, 0},
		{"[a-c]", "d", false, 0},
		{"[]a]", "]", true, 0},
		{"[!]a]", "]", false, 0},
		{"[a-]", "-", true, 0},
		{"[-a]", "-", true, 0},
		{"[a\\-c]", "b", false, 0},
		{"[a\\-c]", "-", true, 0},
		{"[\\]]", "]", true, 0},
		{"[[:digit:]]", "7", true, 0},
		{"[[:digit:]]", "x", false, 0},
		{"[![:space:]x]", "y", true, 0},
		{"[[:alpha:][:digit:]_]", "_", true, 0},
		{"[[.-.]]", "-", true, 0},
		{"[[=a=]]", "a", true, 0},
		{"[abc", "[abc", true, 0}, /* not closed: an ordinary character */
		{"[abc", "a", false, 0},
	};

	CHECK_ROWS(rows);
}

static void characters_beyond_ascii(void)
{
	static const struct row rows[] = {
		{"?", "\xc3\xa9", true, PATTERN_UTF8},
		{"?", "\xc3\xa9", false, 0},
		{"??", "\xc3\xa9", true, 0},
		{"[\xc3\xa0-\xc3\xbf]", "\xc3\xa9", true, PATTERN_UTF8},
		{"[[:alpha:]]", "\xc3\xa9", true, PATTERN_UTF8},
		{"[[:alpha:]]", "\xe9", false, 0},
		{"?", "\xff", true, PATTERN_UTF8}, /* not UTF-8: a character of its own */
		{"[![:alpha:]]", "\xff", true, PATTERN_UTF8},
		{"a\xff*", "a\xff\xfe", true, PATTERN_UTF8},
		{"\xc3\x89", "\xc3\xa9", true, PATTERN_UTF8 | PATTERN_NOCASE},
	};

	CHECK_ROWS(rows);
}

static void leading_period_of_a_file_name(void)
{
	static const struct row rows[] = {
		{"*", ".a", false, PATTERN_PATHNAME},	 {"?a", ".a", false, PATTERN_PATHNAME},
		{"[.]a", ".a", false, PATTERN_PATHNAME}, {".*", ".a", true, PATTERN_PATHNAME},
		{"*", "a.b", true, PATTERN_PATHNAME},	 {"*", ".a", true, 0},
	};

	CHECK_ROWS(rows);
}

static void special_characters_are_found(void)
{
	CHECK(pattern_is_special("a*", 2));
	CHECK(pattern_is_special("a?", 2));
	CHECK(pattern_is_special("[a]", 3));
	CHECK(!pattern_is_special("abc", 3));
	CHECK(!pattern_is_special("a\\*\\?\\[", 7));
}

static void backslashes_are_removed(void)
{
	char text[] = "a\\*b\\\\c";
	size_t len = pattern_unescape(text, text, strlen(text));

	text[len] = '\0';
	CHECK_STR(text, "a*b\\c");
}

static void prefixes_and_suffixes_are_cut(void)
{
	static const struct {
		const char *pattern, *subject;
		const char *left[4]; /* by enum pattern_cut */
	} table[] = {
		{"*/", "a/b/c", {"b/c", "c", "a/b/c", "a/b/c"}},
		{"/*", "a/b/c", {"a/b/c", "a/b/c", "a/b", "a"}},
		{"*", "abc", {"abc", "", "abc", ""}},
		{"abc", "abc", {"", "", "", ""}},
		{"x", "abc", {"abc", "abc", "abc", "abc"}},
		{"", "abc", {"abc", "abc", "abc", "abc"}},
		{"?", "abc", {"bc", "bc", "ab", "ab"}},
		{"?",
		 "\xc3\xa9\xe2\x82\xac",
		 {"\xe2\x82\xac", "\xe2\x82\xac", "\xc3\xa9", "\xc3\xa9"}},
		{"?", "", {"", "", "", ""}},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const char *subject = table[i].subject;

		for (int cut = CUT_PREFIX_SHORT; cut <= CUT_SUFFIX_LONG; cut++) {
			size_t from, to;
			char left[32];

			pattern_cut(table[i].pattern, strlen(table[i].pattern), subject,
				    strlen(subject), (enum pattern_cut)cut, PATTERN_UTF8, &from,
				    &to);
			memcpy(left, subject + from, to - from);
			left[to - from] = '\0';
			CHECK_STR(left, table[i].left[cut]);
		}
	}
}

static const struct unit_case cases[] = {
	{"ordinary and quoted characters match themselves", characters_match_themselves},
	{"? matches one character, * any number", wildcards},
	{"a hundred stars are matched at once", many_stars_take_no_time},
	{"bracket expressions match one of a set", bracket_expressions},
	{"with UTF-8 characters are matched, not bytes", characters_beyond_ascii},
	{"a leading period must be matched explicitly", leading_period_of_a_file_name},
	{"special characters are told from quoted ones", special_characters_are_found},
	{"the backslashes of a literal are removed", backslashes_are_removed},
	{"prefixes and suffixes are cut", prefixes_and_suffixes_are_cut},
};

int main(void)
{
	return UNIT_RUN(cases);
}
