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
		{"[[:lower:]]", "A", false},
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
	CHECK(pattern_is_special("a*", 2, 0));
	CHECK(pattern_is_special("[a]", 3, 0));
	CHECK(!pattern_is_special("[", 1, 0));
	CHECK(!pattern_is_special("a\\*", 3, 0));
	CHECK(!pattern_is_special("abc", 3, 0));
	CHECK(!pattern_is_special("+(a)", 4, 0));
	CHECK(pattern_is_special("+(a)", 4, PATTERN_EXTGLOB));
	CHECK(!pattern_is_special("+(a", 3, PATTERN_EXTGLOB));
	CHECK(!pattern_is_special("+\\(a)", 5, PATTERN_EXTGLOB));
}

static void check_ends(const char *pattern, unsigned flags, size_t before, size_t behind)
{
	struct pattern_ends ends;

	CHECK(pattern_is_ends(pattern, strlen(pattern), flags, &ends));
	CHECK_INT(ends.before, before);
	CHECK_INT(ends.behind, behind);
}

static void patterns_of_two_ends_are_told(void)
{
	static const char *const others[] = {"",      "abc",	"a*b*",	 "a*?",
					     "?*",    "[a]*",	"a\\*b", "*\\*",
					     "*\xa9", "a\xc3*", "@(a)*", "*\xc3\xa9"};
	struct pattern_ends ends;

	check_ends("*", 0, 0, 0);
	check_ends("*.c", PATTERN_UTF8, 0, 2);
	check_ends("lib*.so", PATTERN_EXTGLOB, 3, 3);
	check_ends("@(a*", PATTERN_EXTGLOB, 3, 0);
	check_ends("*\xa9", 0, 0, 1);
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		CHECK(!pattern_is_ends(others[i], strlen(others[i]), PATTERN_UTF8 | PATTERN_EXTGLOB,
				       &ends));
	CHECK(!pattern_is_ends("*.c", 3, PATTERN_NOCASE, &ends));
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

/* ---- groups, against a matcher that tries everything ---------------------------------------- */

static bool plain_match(const char *p, const char *p_end, const char *s, const char *s_end);

static const char *plain_close(const char *p)
{
	for (int depth = 1;; p++) {
		depth += *p == '(' ? 1 : *p == ')' ? -1 : 0;
		if (!depth)
			return p;
	}
}

/* True when an alternative of [p, close) matches all of [s, s_end). */
static bool plain_choice(const char *p, const char *close, const char *s, const char *s_end)
{
	const char *from = p;
	int depth = 0;

	for (;; p++) {
		if (p == close || (*p == '|' && !depth)) {
			if (plain_match(from, p, s, s_end))
				return true;
			if (p == close)
				return false;
			from = p + 1;
		} else {
			depth += *p == '(' ? 1 : *p == ')' ? -1 : 0;
		}
	}
}

static bool plain_group(const char *p, const char *close, const char *p_end, const char *s,
			const char *s_end)
{
	char kind = *p;

	if ((kind == '?' || kind == '*') && plain_match(close + 1, p_end, s, s_end))
		return true;
	for (const char *end = s; end <= s_end; end++) {
		bool choice = plain_choice(p + 2, close, s, end);
		if (kind == '!' ? choice : !choice)
			continue;
		if (plain_match(close + 1, p_end, end, s_end))
			return true;
		if ((kind == '*' || kind == '+') && end > s &&
		    plain_group(p, close, p_end, end, s_end))
			return true;
	}
	return false;
}

static bool plain_match(const char *p, const char *p_end, const char *s, const char *s_end)
{
	if (p == p_end)
		return s == s_end;
	if (p + 1 < p_end && p[1] == '(' && strchr("?*+@!", *p))
		return plain_group(p, plain_close(p + 2), p_end, s, s_end);
	if (*p == '*') {
		for (; s <= s_end; s++)
			if (plain_match(p + 1, p_end, s, s_end))
				return true;
		return false;
	}
	return s < s_end && (*p == '?' || *p == *s) && plain_match(p + 1, p_end, s + 1, s_end);
}

static uint32_t next_random(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 16;
}

static char *random_pattern(uint32_t *random, char *out, int depth)
{
	static const char kinds[] = "?*+@!";

	for (int n = (int)(next_random(random) % 4); n > 0; n--) {
		uint32_t what = next_random(random) % 8;
		if (what < 4) {
			*out++ = (char)('a' + what % 2);
		} else if (what == 4) {
			*out++ = '?';
		} else if (what == 5) {
			*out++ = '*';
		} else if (depth < 2) {
			*out++ = kinds[next_random(random) % 5];
			*out++ = '(';
			out = random_pattern(random, out, depth + 1);
			if (next_random(random) % 2) {
				*out++ = '|';
				out = random_pattern(random, out, depth + 1);
			}
			*out++ = ')';
		}
	}
	return out;
}

static void groups_match_as_a_plain_matcher_says(void)
{
	uint32_t random = 1;
	char pattern[1000], subject[8];
	int matches = 0;

	for (int i = 0; i < 20000; i++) {
		char *end = random_pattern(&random, pattern, 0);
		size_t len = next_random(&random) % 7;
		for (size_t at = 0; at < len; at++)
			subject[at] = (char)('a' + next_random(&random) % 2);
		subject[len] = *end = '\0';
		bool wanted = plain_match(pattern, end, subject, subject + len);
		bool given = pattern_match(pattern, (size_t)(end - pattern), subject, len,
					   PATTERN_EXTGLOB);
		if (wanted != given)
			CHECK_STR(subject, pattern);
		CHECK(wanted == given);
		matches += given;
	}
	CHECK(matches > 1000 && matches < 19000);
}

static void first_and_longest_is_found(void)
{
	static const struct {
		const char *pattern, *subject;
		int from, to; /* -1: nowhere */
	} rows[] = {
		{"b", "abcb", 1, 2},	   {"b*", "abcb", 1, 4},      {"x", "abc", -1, -1},
		{"?", "abc", 0, 1},	   {"", "abc", 0, 0},	      {"[bc]", "abc", 1, 2},
		{"+(b|c)", "abcbd", 1, 4}, {"@(b|bc)", "abcd", 1, 3}, {"*(x)", "abc", 0, 0},
		{"b*c", "abccd", 1, 4},	   {"!(a)", "ab", 0, 2},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t from = 99, to = 99;
		bool found = pattern_find(rows[i].pattern, strlen(rows[i].pattern), rows[i].subject,
					  strlen(rows[i].subject), 0, PATTERN_EXTGLOB, &from, &to);
		CHECK(found == (rows[i].from >= 0));
		if (found && ((int)from != rows[i].from || (int)to != rows[i].to))
			CHECK_STR(rows[i].subject, rows[i].pattern);
	}
}

int main(void)
{
	static const struct unit_case cases[] = {
		{"groups match as a plain matcher says", groups_match_as_a_plain_matcher_says},
		{"what a pattern matches first is found, the longest", first_and_longest_is_found},
		{"stars and question marks match what they should", stars_and_question_marks},
		{"a backslash makes the next character literal", backslash_makes_literal},
		{"bracket expressions know ranges, classes and negation", brackets},
		{"an unterminated bracket stands for itself", unterminated_bracket_is_literal},
		{"characters of several bytes are one character", characters_of_several_bytes},
		{"a leading period in a pathname must be written out", leading_period_in_pathnames},
		{"case can be ignored", case_can_be_ignored},
		{"many stars take no exponential time", stars_do_not_explode},
		{"special characters are told from quoted ones", special_characters_are_found},
		{"a pattern that is two ends is told from others", patterns_of_two_ends_are_told},
		{"unescaping removes the backslashes", unescape_removes_backslashes},
		{"prefixes are cut, the shortest and the longest", prefixes_are_cut},
		{"suffixes are cut, the shortest and the longest", suffixes_are_cut},
	};

	return UNIT_RUN(cases);
}
