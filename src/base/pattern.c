/*
 * Pattern matching notation (XCU 2.14).  Between two `*` every element of a pattern matches exactly
 * one character, so matching never has to go back behind the last `*`.
 */
#include <stdint.h>
#include <string.h>
#include "pattern_element.h"

/* Start of the character that ends at s (s > start). */
static const char *char_before(const char *start, const char *s, unsigned flags)
{
	if ((unsigned char)s[-1] < 0x80 || !(flags & PATTERN_UTF8))
		return s - 1;
	for (int back = 2; back <= 4 && s - back >= start; back++) {
		if (utf8_next(s - back, s) == (size_t)back)
			return s - back;
	}
	return s - 1;
}

/* ---- bracket expressions ---------------------------------------------------------------- */

/* The kinds of elements of a bracket expression. */
enum element { ELEMENT_CHAR, ELEMENT_CLASS_HIT, ELEMENT_CLASS_MISS };

/* Characters by the names they have in the portable character set (XBD 6.1); the letters are their
 * own. */
static const struct {
	const char *name;
	char c;
} character_names[] = {
	{"NUL", '\0'},
	{"alert", '\a'},
	{"backspace", '\b'},
	{"tab", '\t'},
	{"newline", '\n'},
	{"vertical-tab", '\v'},
	{"form-feed", '\f'},
	{"carriage-return", '\r'},
	{"space", ' '},
	{"exclamation-mark", '!'},
	{"quotation-mark", '"'},
	{"number-sign", '#'},
	{"dollar-sign", '$'},
	{"percent-sign", '%'},
	{"ampersand", '&'},
	{"apostrophe", '\''},
	{"left-parenthesis", '('},
	{"right-parenthesis", ')'},
	{"asterisk", '*'},
	{"plus-sign", '+'},
	{"comma", ','},
	{"hyphen", '-'},
	{"hyphen-minus", '-'},
	{"minus", '-'},
	{"dash", '-'},
	{"period", '.'},
	{"full-stop", '.'},
	{"slash", '/'},
	{"solidus", '/'},
	{"zero", '0'},
	{"one", '1'},
	{"two", '2'},
	{"three", '3'},
	{"four", '4'},
	{"five", '5'},
	{"six", '6'},
	{"seven", '7'},
	{"eight", '8'},
	{"nine", '9'},
	{"colon", ':'},
	{"semicolon", ';'},
	{"less-than-sign", '<'},
	{"equals-sign", '='},
	{"greater-than-sign", '>'},
	{"question-mark", '?'},
	{"commercial-at", '@'},
	{"left-square-bracket", '['},
	{"backslash", '\\'},
	{"reverse-solidus", '\\'},
	{"right-square-bracket", ']'},
	{"circumflex", '^'},
	{"circumflex-accent", '^'},
	{"underscore", '_'},
	{"low-line", '_'},
	{"grave-accent", '`'},
	{"left-brace", '{'},
	{"left-curly-bracket", '{'},
	{"vertical-line", '|'},
	{"right-brace", '}'},
	{"right-curly-bracket", '}'},
	{"tilde", '~'},
	{"DEL", '\177'},
};

static bool character_by_name(const char *name, size_t len, uint32_t *code)
{
	for (size_t i = 0; i < sizeof(character_names) / sizeof(*character_names); i++)
		if (strlen(character_names[i].name) == len &&
		    memcmp(character_names[i].name, name, len) == 0) {
			*code = (unsigned char)character_names[i].c;
			return true;
		}
	return false;
}

/* A class by its name; [:ascii:] and [:word:] as in bash. */
static bool class_has(const char *name, size_t len, uint32_t code)
{
	int cls = utf8_class_by_name(name, len);

	if (cls >= 0)
		return code < UTF8_INVALID && utf8_is(code, (enum utf8_class)cls);
	if (len == 5 && memcmp(name, "ascii", 5) == 0)
		return code < 0x80;
	return len == 4 && memcmp(name, "word", 4) == 0 &&
	       (code == '_' || (code < UTF8_INVALID && utf8_is(code, UTF8_ALNUM)));
}

/* [:class:] [=c=] [.c.]; `p` is behind the inner bracket and its kind.  NULL when it does not
 * end. */
static const char *bracketed_element(const char *p, const char *end, char kind, uint32_t subject,
				     unsigned flags, enum element *what, uint32_t *code)
{
	const char *close = p;

	while (close + 1 < end && !(close[0] == kind && close[1] == ']'))
		close++;
	if (close + 1 >= end)
		return NULL;
	*what = ELEMENT_CLASS_MISS;
	if (kind == ':') {
		if (class_has(p, (size_t)(close - p), subject))
			*what = ELEMENT_CLASS_HIT;
	} else if (p < close &&
		   (decode(p, close, flags, code) == (size_t)(close - p) ||
		    (kind == '.' && character_by_name(p, (size_t)(close - p), code)))) {
		*what = ELEMENT_CHAR;
	}
	return close + 2;
}

/* One element at p (p < end); NULL when the bracket expression cannot be one. */
static const char *read_element(const char *p, const char *end, uint32_t subject, unsigned flags,
				enum element *what, uint32_t *code)
{
	if (*p == '[' && p + 1 < end && (p[1] == ':' || p[1] == '=' || p[1] == '.')) {
		const char *next = bracketed_element(p + 2, end, p[1], subject, flags, what, code);
		if (next)
			return next;
	}
	if (*p == '\\') {
		if (++p == end)
			return NULL;
	}
	*what = ELEMENT_CHAR;
	return p + decode(p, end, flags, code);
}

/* The upper end of a range whose lower end was read, when `-` and an element follow at p; else
 * NULL. */
static const char *range_end(const char *p, const char *end, unsigned flags, uint32_t *code)
{
	enum element what;

	if (end - p < 2 || p[0] != '-' || p[1] == ']')
		return NULL;
	p = read_element(p + 1, end, 0, flags, &what, code);
	return p && what == ELEMENT_CHAR ? p : NULL;
}

const char *pattern_bracket(const char *p, const char *end, uint32_t subject, unsigned flags,
			    bool *matched)
{
	bool negated = p < end && (*p == '!' || *p == '^'), hit = false;

	uint32_t folded = fold(subject, flags);
	if (negated)
		p++;
	for (bool first = true; p && p < end; first = false) {
		enum element what;
		uint32_t low, high;

		if (*p == ']' && !first) {
			*matched = hit != negated;
			return p + 1;
		}
		p = read_element(p, end, subject, flags, &what, &low);
		if (!p)
			return NULL;
		hit |= what == ELEMENT_CLASS_HIT;
		if (what != ELEMENT_CHAR)
			continue;
		const char *after = range_end(p, end, flags, &high);
		if (after)
			p = after;
		else
			high = low;
		hit |= fold(low, flags) <= folded && folded <= fold(high, flags);
	}
	return NULL;
}

/* The length of the literal text that all of [p, end) is, in one piece with the subject's bytes; or
 * SIZE_MAX when something in it is special, escaped, or not to be compared by bytes. */
static size_t literal_run(const char *p, const char *end, unsigned flags)
{
	if (flags & PATTERN_NOCASE)
		return SIZE_MAX;
	for (const char *s = p; s < end; s++) {
		if (*s == '*' || *s == '?' || *s == '[' || *s == '\\')
			return SIZE_MAX;
	}
	/* A byte that may be the middle of a character has to be decoded. */
	if (p < end && (flags & PATTERN_UTF8) && ((unsigned char)*p & 0xc0) == 0x80)
		return SIZE_MAX;
	if (p < end && (flags & PATTERN_UTF8) && (unsigned char)end[-1] >= 0x80)
		return SIZE_MAX;
	return (size_t)(end - p);
}

/* The first place at or behind s where what follows a star could match, going by its first byte. */
static inline const char *next_start(const char *p, const char *s, const char *s_end,
				     unsigned flags)
{
	if (*p == '?' || *p == '[' || *p == '\\' || (unsigned char)*p >= 0x80 ||
	    (flags & PATTERN_NOCASE))
		return s;
	return memchr(s, *p, (size_t)(s_end - s));
}

/* Matches from the start of the subject.  `whole`: to its end; else the match may end anywhere, and
 * the first place where it can is returned.  NULL for no match. */
static const char *match(const char *p, const char *p_end, const char *s, const char *s_end,
			 unsigned flags, bool whole)
{
	const char *star_p = NULL, *star_s = NULL;

	for (;;) {
		if (p == p_end) {
			if (s == s_end || !whole)
				return s;
		} else if (*p == '*') {
			while (p < p_end && *p == '*')
				p++;
			if (p == p_end)
				return whole ? s_end : s;
			size_t tail = whole ? literal_run(p, p_end, flags) : SIZE_MAX;
			if (tail != SIZE_MAX) {
				if (tail <= (size_t)(s_end - s) &&
				    memcmp(s_end - tail, p, tail) == 0)
					return s_end;
				return NULL;
			}
			star_p = p;
			star_s = next_start(p, s, s_end, flags);
			if (!star_s)
				return NULL;
			s = star_s;
			continue;
		} else if (s < s_end && match_one(&p, p_end, &s, s_end, flags)) {
			continue;
		}
		/* Without a star, or with the subject used up, there is no other way. */
		if (!star_p || star_s == s_end || (s == s_end && p < p_end))
			return NULL;
		star_s += char_len(star_s, s_end, flags);
		star_s = next_start(star_p, star_s, s_end, flags);
		if (!star_s)
			return NULL;
		p = star_p;
		s = star_s;
	}
}

/* The match for patterns with groups, or when a leading period counts. */
static __attribute__((noinline)) bool match_with_care(const char *p, const char *p_end,
						      const char *s, const char *s_end,
						      unsigned flags)
{
	if ((flags & PATTERN_EXTGLOB) && extglob_has_group(p, p_end, flags))
		return extglob_match(p, p_end, s, s_end, flags, EXTGLOB_WHOLE) != NULL;
	if ((flags & PATTERN_PATHNAME) && !(flags & PATTERN_DOTS) && s < s_end && *s == '.') {
		const char *first = p;
		if (p_end - p > 1 && *first == '\\')
			first++;
		if (first == p_end || *first != '.')
			return false;
	}
	return match(p, p_end, s, s_end, flags, true) != NULL;
}

bool pattern_match(const char *pattern, size_t pattern_len, const char *subject, size_t subject_len,
		   unsigned flags)
{
	const char *p_end = pattern + pattern_len, *s_end = subject + subject_len;

	if (flags & (PATTERN_EXTGLOB | PATTERN_PATHNAME))
		return match_with_care(pattern, p_end, subject, s_end, flags);
	return match(pattern, p_end, subject, s_end, flags, true) != NULL;
}

bool pattern_is_ends(const char *pattern, size_t len, unsigned flags, struct pattern_ends *ends)
{
	const char *end = pattern + len, *star = memchr(pattern, '*', len);

	if (!star || (flags & PATTERN_EXTGLOB && extglob_has_group(pattern, end, flags)) ||
	    literal_run(pattern, star, flags) == SIZE_MAX ||
	    literal_run(star + 1, end, flags) == SIZE_MAX)
		return false;
	*ends = (struct pattern_ends){(size_t)(star - pattern), (size_t)(end - star) - 1};
	return true;
}

bool pattern_is_special(const char *pattern, size_t len, unsigned flags)
{
	const char *end = pattern + len;

	for (const char *s = pattern; s < end; s++) {
		if (*s == '*' || *s == '?')
			return true;
		if (*s == '[' && memchr(s + 1, ']', (size_t)(end - s - 1)))
			return true;
		if (*s == '\\')
			s++;
	}
	return (flags & PATTERN_EXTGLOB) && extglob_has_group(pattern, end, flags);
}

size_t pattern_unescape(char *out, const char *pattern, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		if (pattern[i] == '\\' && i + 1 < len)
			i++;
		out[n++] = pattern[i];
	}
	return n;
}

/* ---- cutting ---------------------------------------------------------------------------- */

/* A pattern and a subject being cut. */
struct cutter {
	const char *p, *p_end;
	const char *s, *s_end;
	unsigned flags;
};

/* The pattern's last star (the first of several in a row), or NULL. */
static const char *last_star(const char *p, const char *end)
{
	const char *star = NULL;
	bool in_row = false;

	while (p < end) {
		const char *at = p;
		bool matched;
		if (*p == '\\' && p + 1 < end) {
			p += 2;
		} else if (*p == '[') {
			const char *next = pattern_bracket(p + 1, end, 0, 0, &matched);
			p = next ? next : p + 1;
		} else {
			p++;
		}
		if (*at == '*' && !in_row)
			star = at;
		in_row = *at == '*';
	}
	return star;
}

/* The end of the longest prefix that matches, or NULL.  All but the last run of elements is matched
 * as early as possible, and that one as late. */
static const char *longest_prefix(const struct cutter *c)
{
	const char *star = last_star(c->p, c->p_end);

	if (!star)
		return match(c->p, c->p_end, c->s, c->s_end, c->flags, false);
	const char *early = match(c->p, star, c->s, c->s_end, c->flags, false);
	const char *run = star;
	while (run < c->p_end && *run == '*')
		run++;
	if (!early || run == c->p_end)
		return early ? c->s_end : NULL;
	for (const char *s = c->s_end;; s = char_before(early, s, c->flags)) {
		const char *end = match(run, c->p_end, s, c->s_end, c->flags, false);
		if (end)
			return end;
		if (s == early)
			return NULL;
	}
}

/* The start of the shortest suffix that matches, or NULL: the last start there is. */
static const char *shortest_suffix(const struct cutter *c)
{
	const char *p = c->p;

	while (p < c->p_end && *p == '*')
		p++;
	for (const char *s = c->s_end;; s = char_before(c->s, s, c->flags)) {
		if (match(p, c->p_end, s, c->s_end, c->flags, true))
			return s;
		if (s == c->s)
			return NULL;
	}
}

/* The start of the longest suffix that matches, or NULL: the first start there is. */
static const char *longest_suffix(const struct cutter *c)
{
	for (const char *s = c->s;; s += char_len(s, c->s_end, c->flags)) {
		if (match(c->p, c->p_end, s, c->s_end, c->flags, true))
			return s;
		if (s == c->s_end || (c->p < c->p_end && *c->p == '*'))
			return NULL;
	}
}

/* ---- cutting: the common patterns ------------------------------------------------------- */

/* The last place of literal text in the subject, or NULL. */
static const char *find_last(const char *s, size_t len, const char *text, size_t text_len)
{
	if (text_len == 1)
		return memrchr(s, *text, len);
	for (size_t at = len >= text_len ? len - text_len + 1 : 0; at-- > 0;) {
		if (memcmp(s + at, text, text_len) == 0)
			return s + at;
	}
	return NULL;
}

static const char *find_first(const char *s, size_t len, const char *text, size_t text_len)
{
	return text_len == 1 ? memchr(s, *text, len) : memmem(s, len, text, text_len);
}

/* `*text` cut from the front, `text*` from the back: both are a search.  The rest are compared. */
static void cut_starred(const struct cutter *c, enum pattern_cut cut, const char *text, size_t len,
			bool star_first, const char **from, const char **to)
{
	size_t size = (size_t)(c->s_end - c->s);
	const char *at;

	switch (cut) {
	case CUT_PREFIX_SHORT:
	case CUT_PREFIX_LONG:
		if (star_first) {
			at = cut == CUT_PREFIX_SHORT ? find_first(c->s, size, text, len)
						     : find_last(c->s, size, text, len);
			if (at)
				*from = at + len;
		} else if (len <= size && memcmp(c->s, text, len) == 0) {
			*from = cut == CUT_PREFIX_SHORT ? c->s + len : c->s_end;
		}
		return;
	case CUT_SUFFIX_SHORT:
	case CUT_SUFFIX_LONG:
		if (!star_first) {
			at = cut == CUT_SUFFIX_SHORT ? find_last(c->s, size, text, len)
						     : find_first(c->s, size, text, len);
			if (at)
				*to = at;
		} else if (len <= size && memcmp(c->s_end - len, text, len) == 0) {
			*to = cut == CUT_SUFFIX_SHORT ? c->s_end - len : c->s;
		}
	}
}

/* Handles patterns of literal text with one star at most, at an end; false for others. */
static bool cut_simple(const struct cutter *c, enum pattern_cut cut, const char **from,
		       const char **to)
{
	const char *p = c->p, *end = c->p_end;
	size_t size = (size_t)(c->s_end - c->s);
	bool star_first = p < end && *p == '*', star_last = p + 1 < end && end[-1] == '*';

	if (star_first && star_last)
		return false;
	if (star_first)
		p++;
	else if (star_last)
		end--;
	size_t len = literal_run(p, end, c->flags);
	if (len == SIZE_MAX || len == 0)
		return false;
	if (star_first || star_last) {
		cut_starred(c, cut, p, len, star_first, from, to);
	} else if (len <= size) {
		bool prefix = cut == CUT_PREFIX_SHORT || cut == CUT_PREFIX_LONG;
		if (prefix && memcmp(c->s, p, len) == 0)
			*from = c->s + len;
		else if (!prefix && memcmp(c->s_end - len, p, len) == 0)
			*to = c->s_end - len;
	}
	return true;
}

/* With groups, where a suffix begins has to be tried. */
static const char *extended_suffix(const struct cutter *c, bool longest)
{
	const char *s = longest ? c->s : c->s_end;

	for (;;) {
		if (extglob_match(c->p, c->p_end, s, c->s_end, c->flags, EXTGLOB_WHOLE))
			return s;
		if (s == (longest ? c->s_end : c->s))
			return NULL;
		s = longest ? s + char_len(s, c->s_end, c->flags) : char_before(c->s, s, c->flags);
	}
}

static void cut_extended(const struct cutter *c, enum pattern_cut cut, const char **from,
			 const char **to)
{
	const char *edge;

	switch (cut) {
	case CUT_PREFIX_SHORT:
	case CUT_PREFIX_LONG:
		edge = extglob_match(c->p, c->p_end, c->s, c->s_end, c->flags,
				     cut == CUT_PREFIX_SHORT ? EXTGLOB_SHORTEST : EXTGLOB_LONGEST);
		*from = edge ? edge : *from;
		break;
	case CUT_SUFFIX_SHORT:
	case CUT_SUFFIX_LONG:
		edge = extended_suffix(c, cut == CUT_SUFFIX_LONG);
		*to = edge ? edge : *to;
		break;
	}
}

void pattern_cut(const char *pattern, size_t pattern_len, const char *subject, size_t subject_len,
		 enum pattern_cut cut, unsigned flags, size_t *from, size_t *to)
{
	struct cutter c = {pattern, pattern + pattern_len, subject, subject + subject_len, flags};
	const char *left = c.s, *right = c.s_end, *edge;

	if ((flags & PATTERN_EXTGLOB) && extglob_has_group(c.p, c.p_end, flags)) {
		cut_extended(&c, cut, &left, &right);
	} else if (!cut_simple(&c, cut, &left, &right)) {
		switch (cut) {
		case CUT_PREFIX_SHORT:
			edge = match(c.p, c.p_end, c.s, c.s_end, flags, false);
			left = edge ? edge : left;
			break;
		case CUT_PREFIX_LONG:
			edge = longest_prefix(&c);
			left = edge ? edge : left;
			break;
		case CUT_SUFFIX_SHORT:
			edge = shortest_suffix(&c);
			right = edge ? edge : right;
			break;
		case CUT_SUFFIX_LONG:
			edge = longest_suffix(&c);
			right = edge ? edge : right;
			break;
		}
	}
	*from = (size_t)(left - c.s);
	*to = (size_t)(right - c.s);
}

/* ---- finding ------------------------------------------------------------------------- */

bool pattern_find(const char *pattern, size_t pattern_len, const char *subject, size_t subject_len,
		  size_t start, unsigned flags, size_t *from, size_t *to)
{
	struct cutter c = {pattern, pattern + pattern_len, subject + start, subject + subject_len,
			   flags};
	bool groups = (flags & PATTERN_EXTGLOB) && extglob_has_group(c.p, c.p_end, flags);
	size_t literal = groups ? SIZE_MAX : literal_run(c.p, c.p_end, flags);

	if (literal != SIZE_MAX) {
		const char *at = find_first(c.s, (size_t)(c.s_end - c.s), c.p, literal);
		if (!at)
			return false;
		*from = (size_t)(at - subject);
		*to = *from + literal;
		return true;
	}
	for (;; c.s += char_len(c.s, c.s_end, flags)) {
		if (!groups && *c.p != '*')
			c.s = next_start(c.p, c.s, c.s_end, flags);
		if (!c.s)
			return false;
		const char *end =
			groups ? extglob_match(c.p, c.p_end, c.s, c.s_end, flags, EXTGLOB_LONGEST)
			       : longest_prefix(&c);
		if (end) {
			*from = (size_t)(c.s - subject);
			*to = (size_t)(end - subject);
			return true;
		}
		if (c.s == c.s_end)
			return false;
	}
}
