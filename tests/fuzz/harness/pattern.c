/*
 * Patterns against a slow, plain matcher that tries every way, over characters that were decoded
 * before.  The bytes become a pattern and a subject of a few pieces, so that most patterns mean
 * something and many match: groups in groups, classes, ranges, bytes that are no UTF-8.
 */
#include <string.h>
#include "harness.h"
#include "pattern.h"
#include "utf8.h"

#define PATTERN_MAX 40
#define SUBJECT_MAX 9 /* pieces */
/* The plain matcher is left alone after so many steps. */
#define STEPS_MOST  300000

/* ---- the plain matcher ----------------------------------------------------------------------- */

struct text {
	const uint32_t *at, *end;
};

static unsigned how; /* enum pattern_flags */
static unsigned long steps;

static uint32_t folded(uint32_t c)
{
	return how & PATTERN_NOCASE ? utf8_to_lower(c) : c;
}

/* True when the ASCII text stands here. */
static bool stands(const uint32_t *p, const uint32_t *end, const char *text)
{
	for (; *text && p < end && *p == (unsigned char)*text; text++)
		p++;
	return !*text;
}

static bool in_class(struct text name, uint32_t c)
{
	char bytes[16] = "";
	size_t len = (size_t)(name.end - name.at);

	if (len >= sizeof(bytes))
		return false;
	for (size_t i = 0; i < len; i++)
		bytes[i] = name.at[i] < 0x80 ? (char)name.at[i] : '?';
	int class = utf8_class_by_name(bytes, len);
	return class >= 0 && c < UTF8_INVALID && utf8_is(c, (enum utf8_class) class);
}

/* A member of a bracket expression: a character, or what is a class (`*is_class`) and has the
 * subject's, or not. */
static const uint32_t *member(const uint32_t *p, const uint32_t *end, uint32_t c, bool *is_class,
			      bool *has, uint32_t *code)
{
	*is_class = *has = false;
	for (const char *kind = ":=."; *p == '[' && *kind; kind++) {
		if (p + 1 == end || p[1] != (unsigned char)*kind)
			continue;
		const uint32_t *close = p + 2;
		while (close + 1 < end && (*close != (unsigned char)*kind || close[1] != ']'))
			close++;
		if (close + 1 >= end)
			break;
		struct text name = {p + 2, close};
		if (*kind != ':' && name.end - name.at == 1) {
			*code = *name.at;
		} else if (*kind == '.' && stands(name.at, name.end, "hyphen") &&
			   name.end - name.at == 6) {
			*code = '-';
		} else {
			*is_class = true;
			*has = *kind == ':' && in_class(name, c);
		}
		return close + 2;
	}
	if (*p == '\\' && ++p == end)
		return NULL;
	*code = *p;
	return p + 1;
}

/* Behind the bracket expression that begins at `p`, or NULL when there is none: ] is a member where
 * it comes first, and behind a backslash. */
static const uint32_t *bracket(const uint32_t *p, const uint32_t *end, uint32_t c, bool *in)
{
	bool negated = ++p < end && (*p == '!' || *p == '^'), is_class, has;

	*in = false;
	p += negated;
	for (const uint32_t *first = p; p < end;) {
		uint32_t low = 0, high = 0;
		if (*p == ']' && p > first) {
			*in = *in != negated;
			return p + 1;
		}
		p = member(p, end, c, &is_class, &has, &low);
		if (!p)
			return NULL;
		*in |= has;
		if (is_class)
			continue;
		high = low;
		if (end - p > 1 && *p == '-' && p[1] != ']') {
			uint32_t code = 0;
			const uint32_t *behind = member(p + 1, end, 0, &is_class, &has, &code);
			if (behind && !is_class) {
				high = code;
				p = behind;
			}
		}
		*in |= folded(low) <= folded(c) && folded(c) <= folded(high);
	}
	return NULL;
}

/* Behind one character of the pattern, a bracket expression or what is escaped, which begins at
 * `p`. */
static const uint32_t *skip(const uint32_t *p, const uint32_t *end)
{
	bool in;
	const uint32_t *behind = *p == '[' ? bracket(p, end, 0, &in) : NULL;

	return behind ? behind : p + 1 + (*p == '\\' && p + 1 < end);
}

/* Behind the parenthesis that closes a group, whose first character is `p`; NULL when there is
 * none. */
static const uint32_t *group_end(const uint32_t *p, const uint32_t *end)
{
	unsigned depth = 1;

	for (; p < end; p = skip(p, end)) {
		if (*p == '(')
			depth++;
		else if (*p == ')' && --depth == 0)
			return p + 1;
	}
	return NULL;
}

static bool opens_group(const uint32_t *p, const uint32_t *end)
{
	return end - p > 1 && *p < 0x80 && *p && strchr("?*+@!", (int)*p) && p[1] == '(';
}

static bool matches(struct text pattern, struct text subject);

/* True when one of the alternatives matches all of the subject. */
static bool any_matches(struct text list, struct text subject)
{
	const uint32_t *from = list.at, *p = list.at;
	unsigned depth = 0;

	for (;; p = skip(p, list.end)) {
		if (p >= list.end || (*p == '|' && depth == 0)) {
			if (matches((struct text){from, p}, subject))
				return true;
			if (p >= list.end)
				return false;
			from = p + 1;
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
	if ((kind == '?' || kind == '*') && !once && matches(rest, subject))
		return true;
	for (const uint32_t *cut = subject.at; cut <= subject.end; cut++) {
		struct text head = {subject.at, cut}, tail = {cut, subject.end};
		bool is = any_matches(list, head);
		if (kind == '!') {
			if (!is && matches(rest, tail))
				return true;
			continue;
		}
		if (!is)
			continue;
		if (matches(rest, tail))
			return true;
		if ((kind == '*' || kind == '+') && cut > subject.at &&
		    group_matches(kind, list, rest, tail, false))
			return true;
	}
	return false;
}

static bool matches(struct text pattern, struct text subject)
{
	if (pattern.at == pattern.end)
		return subject.at == subject.end;
	if (++steps > STEPS_MOST)
		return false;
	uint32_t c = *pattern.at;
	struct text rest = {pattern.at + 1, pattern.end};
	if (how & PATTERN_EXTGLOB && opens_group(pattern.at, pattern.end)) {
		const uint32_t *end = group_end(rest.at + 1, rest.end);
		if (end)
			return group_matches((char)c, (struct text){rest.at + 1, end - 1},
					     (struct text){end, rest.end}, subject, false);
	}
	if (c == '*') {
		for (const uint32_t *cut = subject.at; cut <= subject.end; cut++)
			if (matches(rest, (struct text){cut, subject.end}))
				return true;
		return false;
	}
	if (subject.at == subject.end)
		return false;
	bool in;
	struct text tail = {subject.at + 1, subject.end};
	const uint32_t *end = c == '[' ? bracket(pattern.at, pattern.end, *subject.at, &in) : NULL;
	if (end)
		return in && matches((struct text){end, pattern.end}, tail);
	if (c == '\\' && rest.at < rest.end) {
		c = *rest.at++;
		return folded(c) == folded(*subject.at) && matches(rest, tail);
	}
	return (c == '?' || folded(c) == folded(*subject.at)) && matches(rest, tail);
}

/* ---- pieces ---------------------------------------------------------------------------------- */

/* Bytes, and the characters they are. */
struct pieces {
	char bytes[PATTERN_MAX + 1];
	size_t len;
	uint32_t codes[PATTERN_MAX];
	size_t places[PATTERN_MAX + 1]; /* of the characters among the bytes, and the end */
	size_t count;
};

static void make(struct choices *choices, struct pieces *into, unsigned most,
		 const char *const *pieces, unsigned count)
{
	into->len = into->count = 0;
	for (unsigned left = choose(choices, most + 1); left--;) {
		const char *piece = pieces[choose(choices, count)];
		size_t len = strlen(piece);
		if (into->len + len > PATTERN_MAX)
			break;
		memcpy(into->bytes + into->len, piece, len);
		into->len += len;
	}
	into->bytes[into->len] = '\0';
}

static void decode(struct pieces *pieces)
{
	const char *end = pieces->bytes + pieces->len;

	pieces->count = 0;
	for (const char *at = pieces->bytes; at < end;) {
		uint32_t code = (unsigned char)*at;
		size_t len = 1;
		if (how & PATTERN_UTF8)
			len = utf8_decode(at, end, &code);
		else if (code >= 0x80)
			code += UTF8_INVALID;
		pieces->places[pieces->count] = (size_t)(at - pieces->bytes);
		pieces->codes[pieces->count++] = code;
		at += len;
	}
	pieces->places[pieces->count] = pieces->len;
}

/* A bracket that is not closed: what it leaves of a group is for each shell to say. */
static bool has_open_bracket(struct text pattern)
{
	bool in;

	for (const uint32_t *p = pattern.at; p < pattern.end; p = skip(p, pattern.end))
		if (*p == '[' && !bracket(p, pattern.end, 0, &in))
			return true;
	return false;
}

static bool has_group(struct text pattern)
{
	for (const uint32_t *p = pattern.at; p < pattern.end; p = skip(p, pattern.end))
		if (opens_group(p, pattern.end) && group_end(p + 2, pattern.end))
			return true;
	return false;
}

/* ---- the harness ----------------------------------------------------------------------------- */

/* The text that ${x#p} and the others leave, by the plain matcher. */
static void plain_cut(struct text pattern, struct text subject, enum pattern_cut cut, size_t *from,
		      size_t *to)
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
		if (!matches(pattern, one))
			continue;
		*(suffix ? to : from) = suffix ? len - part : part;
		return;
	}
}

static bool plain_find(struct text pattern, struct text subject, size_t start, size_t *from,
		       size_t *to)
{
	size_t len = (size_t)(subject.end - subject.at);

	for (*from = start; *from <= len; ++*from)
		for (*to = len + 1; (*to)-- > *from;)
			if (matches(pattern, (struct text){subject.at + *from, subject.at + *to}))
				return true;
	return false;
}

static void check_cuts(const struct pieces *pattern, const struct pieces *subject, struct text p,
		       struct text s)
{
	size_t from, to, plain_from, plain_to;

	for (int cut = CUT_PREFIX_SHORT; cut <= CUT_SUFFIX_LONG; cut++) {
		pattern_cut(pattern->bytes, pattern->len, subject->bytes, subject->len,
			    (enum pattern_cut)cut, how, &from, &to);
		plain_cut(p, s, (enum pattern_cut)cut, &plain_from, &plain_to);
		if (steps <= STEPS_MOST &&
		    (from != subject->places[plain_from] || to != subject->places[plain_to]))
			broken("[%s] cut (%d) by %s (flags %u): %zu to %zu, not %zu to %zu",
			       subject->bytes, cut, pattern->bytes, how, from, to,
			       subject->places[plain_from], subject->places[plain_to]);
	}
	for (size_t start = 0; start <= subject->count; start += subject->count + !subject->count) {
		bool found = pattern_find(pattern->bytes, pattern->len, subject->bytes,
					  subject->len, subject->places[start], how, &from, &to);
		bool plain = plain_find(p, s, start, &plain_from, &plain_to);
		if (steps <= STEPS_MOST &&
		    (found != plain || (found && (from != subject->places[plain_from] ||
						  to != subject->places[plain_to]))))
			broken("%s found in [%s] from %zu on (flags %u): %d, from %zu to %zu, not "
			       "%d, from %zu to %zu",
			       pattern->bytes, subject->bytes, start, how, found, from, to, plain,
			       subject->places[plain_from], subject->places[plain_to]);
	}
}

/* Ways around the matcher for patterns that are plain, or nearly so. */
static void check_shortcuts(const struct pieces *pattern, const struct pieces *subject, bool is)
{
	struct pattern_ends ends;
	char text[PATTERN_MAX];

	if (pattern_is_ends(pattern->bytes, pattern->len, how, &ends)) {
		const char *behind = pattern->bytes + pattern->len - ends.behind;
		bool has = subject->len >= ends.before + ends.behind &&
			   memcmp(subject->bytes, pattern->bytes, ends.before) == 0 &&
			   memcmp(subject->bytes + subject->len - ends.behind, behind,
				  ends.behind) == 0;
		if (ends.before + ends.behind + 1 != pattern->len || has != is)
			broken("[%s] by the ends of %s (flags %u): %d, not %d", subject->bytes,
			       pattern->bytes, how, has, is);
	}
	if (how & PATTERN_NOCASE || pattern_is_special(pattern->bytes, pattern->len, how))
		return;
	size_t len = pattern_unescape(text, pattern->bytes, pattern->len);
	if ((len == subject->len && memcmp(text, subject->bytes, len) == 0) != is)
		broken("%s is not special, and matches [%s]: %d (flags %u)", pattern->bytes,
		       subject->bytes, is, how);
}

/* A dot in front is matched by a dot alone. */
static void check_pathname(const struct pieces *pattern, const struct pieces *subject, bool is)
{
	unsigned flags = how | PATTERN_PATHNAME;
	const char *first = pattern->bytes + (pattern->bytes[0] == '\\' && pattern->len > 1);
	bool shown = is && (subject->bytes[0] != '.' || *first == '.');

	if (pattern_match(pattern->bytes, pattern->len, subject->bytes, subject->len, flags) !=
	    shown)
		broken("%s %s the name [%s] (flags %u)", pattern->bytes,
		       shown ? "does not match" : "matches", subject->bytes, flags);
	flags |= PATTERN_DOTS;
	if (pattern_match(pattern->bytes, pattern->len, subject->bytes, subject->len, flags) != is)
		broken("%s %s the name [%s] (flags %u)", pattern->bytes,
		       is ? "does not match" : "matches", subject->bytes, flags);
}

void harness_try(const uint8_t *data, size_t size)
{
	static const char *const pattern_pieces[] = {
		"a",
		"b",
		"A",
		"*",
		"?",
		"[",
		"]",
		"!",
		"^",
		"-",
		"\\",
		"(",
		")",
		"|",
		"@",
		"+",
		"*",
		"?",
		"*(",
		"?(",
		"+(",
		"@(",
		"!(",
		"@(a|",
		"|)",
		"*)",
		"[ab]",
		"[!a]",
		"[^b]",
		"[a-c]",
		"[]a]",
		"[b-a]",
		"[\\]]",
		"[(|)]",
		"[[:alpha:]]",
		"[[:upper:]]",
		"[[:nosuch:]]",
		"[![:punct:]]",
		"[[:digit:]-z]",
		"[[=a=]]",
		"[[.a.]]",
		"[[.hyphen.]]",
		"[a-[.c.]]",
		"[[.ab.]]",
		"[[:alpha]",
		"[:",
		":]",
		"[=",
		"=]",
		"[.",
		".]",
		".",
		"\\.",
		"1",
		"\303\251",
		"\303\211",
		"\303",
		"\251",
		"\342\202\254",
		"\377",
		"[\303]",
		"[!\303\251]",
		"[\303\240-\303\274]",
		"[\303\274",
		"\342\202",
		"[[=\303\251=]]",
	};
	static const char *const subject_pieces[] = {
		"a",	"b",	    "c",	"A",	    "B",    "*",    "[",
		"]",	")",	    "(",	"\\",	    "-",    "|",    ":",
		".",	"1",	    "\303\251", "\303\211", "\303", "\251", "\342\202\254",
		"\377", "\303\274", "\342\202",
	};
	static struct pieces pattern, subject;
	struct choices choices = {data, data + size};

	how = choose(&choices, 2) ? PATTERN_EXTGLOB : 0;
	how |= choose(&choices, 2) ? PATTERN_UTF8 : 0;
	how |= choose(&choices, 4) == 3 ? PATTERN_NOCASE : 0;
	make(&choices, &pattern, PATTERN_MAX, pattern_pieces,
	     sizeof(pattern_pieces) / sizeof(*pattern_pieces));
	make(&choices, &subject, SUBJECT_MAX, subject_pieces,
	     sizeof(subject_pieces) / sizeof(*subject_pieces));
	decode(&pattern);
	decode(&subject);
	struct text p = {pattern.codes, pattern.codes + pattern.count};
	struct text s = {subject.codes, subject.codes + subject.count};
	if (has_open_bracket(p))
		how &= ~(unsigned)PATTERN_EXTGLOB;
	steps = 0;
	bool is = pattern_match(pattern.bytes, pattern.len, subject.bytes, subject.len, how);
	bool plain = matches(p, s);
	if (steps > STEPS_MOST)
		return;
	if (is != plain)
		broken("[%s] %s %s (flags %u)", subject.bytes, is ? "matches" : "does not match",
		       pattern.bytes, how);
	check_shortcuts(&pattern, &subject, is);
	if (!(how & PATTERN_EXTGLOB && has_group(p)))
		check_pathname(&pattern, &subject, is);
	check_cuts(&pattern, &subject, p, s);
}
