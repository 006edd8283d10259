/*
 * Patterns against a slow, plain matcher that tries every way.  The bytes become a pattern and a
 * subject over few characters, so that most patterns mean something and many match.
 */
#include <string.h>
#include "harness.h"
#include "pattern.h"

#define PATTERN_MAX 20
#define SUBJECT_MAX 9

/* ---- the plain matcher ----------------------------------------------------------------------- */

struct text {
	const char *at, *end;
};

/* Behind the bracket expression that begins at `p`, or NULL when there is none: ] is a member where
 * it comes first, and behind a backslash. */
static const char *bracket_end(const char *p, const char *end)
{
	p++;
	if (p < end && (*p == '!' || *p == '^'))
		p++;
	for (const char *first = p; p < end; p++) {
		if (*p == '\\' && p + 1 < end)
			p++;
		else if (*p == ']' && p > first)
			return p + 1;
	}
	return NULL;
}

static char member(const char **p)
{
	if (**p == '\\')
		(*p)++;
	return *(*p)++;
}

/* True when the character is in the expression, which ends before `end`. */
static bool in_bracket(const char *p, const char *end, char c)
{
	bool negated = *++p == '!' || *p == '^', in = false;

	p += negated;
	end--; /* the ] */
	while (p < end) {
		char low = member(&p), high = low;
		if (p + 1 < end && *p == '-') {
			p++;
			high = member(&p);
		}
		in |= c >= low && c <= high;
	}
	return in != negated;
}

/* Behind the parenthesis that closes a group, whose first byte is `p`; NULL when there is none. */
static const char *group_end(const char *p, const char *end)
{
	unsigned depth = 1;

	while (p < end) {
		const char *next = *p == '[' ? bracket_end(p, end) : NULL;
		if (next) {
			p = next;
			continue;
		}
		if (*p == '\\')
			p++;
		else if (*p == '(')
			depth++;
		else if (*p == ')' && --depth == 0)
			return p + 1;
		p++;
	}
	return NULL;
}

static bool matches(struct text pattern, struct text subject, bool groups);

/* True when one of the alternatives matches all of the subject. */
static bool any_matches(struct text list, struct text subject)
{
	const char *from = list.at;
	unsigned depth = 0;

	for (const char *p = list.at;; p++) {
		const char *next = p < list.end && *p == '[' ? bracket_end(p, list.end) : NULL;
		if (next) {
			p = next - 1;
			continue;
		}
		if (p >= list.end || (*p == '|' && depth == 0)) {
			const char *to = p < list.end ? p : list.end;
			if (matches((struct text){from, to}, subject, true))
				return true;
			if (p >= list.end)
				return false;
			from = p + 1;
		} else if (*p == '\\') {
			p++;
		} else if (*p == '(') {
			depth++;
		} else if (*p == ')') {
			depth--;
		}
	}
}

static bool group_matches(char kind, struct text list, struct text rest, struct text subject,
			  bool once)
{
	if ((kind == '?' || kind == '*') && !once && matches(rest, subject, true))
		return true;
	for (const char *cut = subject.at; cut <= subject.end; cut++) {
		struct text head = {subject.at, cut}, tail = {cut, subject.end};
		bool is = any_matches(list, head);
		if (kind == '!') {
			if (!is && matches(rest, tail, true))
				return true;
			continue;
		}
		if (!is)
			continue;
		if (matches(rest, tail, true))
			return true;
		if ((kind == '*' || kind == '+') && cut > subject.at &&
		    group_matches(kind, list, rest, tail, false))
			return true;
	}
	return false;
}

static bool matches(struct text pattern, struct text subject, bool groups)
{
	if (pattern.at == pattern.end)
		return subject.at == subject.end;
	char c = *pattern.at;
	struct text rest = {pattern.at + 1, pattern.end};
	if (groups && strchr("?*+@!", c) && rest.at < rest.end && *rest.at == '(') {
		const char *end = group_end(rest.at + 1, rest.end);
		if (end)
			return group_matches(c, (struct text){rest.at + 1, end - 1},
					     (struct text){end, rest.end}, subject, false);
	}
	if (c == '*') {
		for (const char *cut = subject.at; cut <= subject.end; cut++)
			if (matches(rest, (struct text){cut, subject.end}, groups))
				return true;
		return false;
	}
	if (subject.at == subject.end)
		return false;
	struct text tail = {subject.at + 1, subject.end};
	const char *end = c == '[' ? bracket_end(pattern.at, pattern.end) : NULL;
	if (end)
		return in_bracket(pattern.at, end, *subject.at) &&
		       matches((struct text){end, pattern.end}, tail, groups);
	if (c == '\\' && rest.at < rest.end) {
		c = *rest.at++;
		return c == *subject.at && matches(rest, tail, groups);
	}
	return (c == '?' || c == *subject.at) && matches(rest, tail, groups);
}

/* ---- the harness ----------------------------------------------------------------------------- */

/* The text that ${x#p} and the others leave, by the plain matcher. */
static void plain_cut(struct text pattern, struct text subject, enum pattern_cut cut, bool groups,
		      size_t *from, size_t *to)
{
	size_t len = (size_t)(subject.end - subject.at);
	bool suffix = cut == CUT_SUFFIX_SHORT || cut == CUT_SUFFIX_LONG;
	bool longest = cut == CUT_PREFIX_LONG || cut == CUT_SUFFIX_LONG;

	*from = 0;
	*to = len;
	for (size_t i = 0; i <= len; i++) {
		size_t part = longest ? len - i : i;
		struct text one = suffix ? (struct text){subject.end - part, subject.end}
					 : (struct text){subject.at, subject.at + part};
		if (!matches(pattern, one, groups))
			continue;
		*(suffix ? to : from) = suffix ? len - part : part;
		return;
	}
}

void harness_try(const uint8_t *data, size_t size)
{
	static const char pattern_bytes[] = "abc*?[]!^-\\()|@+*?ab", subject_bytes[] = "abc*[)\\-";
	char pattern[PATTERN_MAX], subject[SUBJECT_MAX];
	struct choices choices = {data, data + size};
	bool groups = choose(&choices, 2);
	size_t len = choose(&choices, PATTERN_MAX + 1),
	       subject_len = choose(&choices, SUBJECT_MAX + 1);
	size_t from, to, plain_from, plain_to;

	for (size_t i = 0; i < len; i++)
		pattern[i] = pattern_bytes[choose(&choices, sizeof(pattern_bytes) - 1)];
	for (size_t i = 0; i < subject_len; i++)
		subject[i] = subject_bytes[choose(&choices, sizeof(subject_bytes) - 1)];
	/* what a bracket that is not closed leaves of a group is for each shell to say */
	for (size_t i = 0; groups && i < len; i++)
		if (pattern[i] == '[')
			pattern[i] = 'a';
	unsigned flags = groups ? PATTERN_EXTGLOB : 0;
	struct text p = {pattern, pattern + len}, s = {subject, subject + subject_len};
	bool is = pattern_match(pattern, len, subject, subject_len, flags);
	if (is != matches(p, s, groups))
		broken("[%.*s] %s %.*s%s", (int)subject_len, subject,
		       is ? "matches" : "does not match", (int)len, pattern,
		       groups ? " (groups)" : "");
	for (int cut = CUT_PREFIX_SHORT; cut <= CUT_SUFFIX_LONG; cut++) {
		pattern_cut(pattern, len, subject, subject_len, (enum pattern_cut)cut, flags, &from,
			    &to);
		plain_cut(p, s, (enum pattern_cut)cut, groups, &plain_from, &plain_to);
		if (from != plain_from || to != plain_to)
			broken("[%.*s] cut (%d) by %.*s: %zu to %zu, not %zu to %zu",
			       (int)subject_len, subject, cut, (int)len, pattern, from, to,
			       plain_from, plain_to);
	}
}
