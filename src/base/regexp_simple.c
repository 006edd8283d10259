/*
 * Matching of simple regular expressions by going back.
 */
#include <ctype.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "mem.h"
#include "regexp_simple.h"
#include "utf8.h"

#define ITEMS_MAX   48
#define REPEATS_MAX 255
#define FOREVER	    UINT32_MAX

/* Bytes, a bit each; never the NUL that ends a subject. */
struct byte_set {
	uint64_t bits[4];
};

enum item_kind { ITEM_BYTES, ITEM_OPEN, ITEM_CLOSE, ITEM_END };

struct item {
	uint8_t kind; /* enum item_kind */
	uint8_t group;
	uint32_t least, most; /* ITEM_BYTES */
	struct byte_set set;
};

struct simple_regexp {
	bool at_start, at_end; /* ^ and $ */
	struct item items[];   /* up to an ITEM_END */
};

/* ---- sets ------------------------------------------------------------------------------ */

static inline bool set_has(const struct byte_set *set, unsigned char byte)
{
	return set->bits[byte >> 6] >> (byte & 63) & 1;
}

static void set_add(struct byte_set *set, unsigned byte)
{
	set->bits[byte >> 6] |= (uint64_t)1 << (byte & 63);
}

static void set_invert(struct byte_set *set)
{
	for (int i = 0; i < 4; i++)
		set->bits[i] = ~set->bits[i];
}

/* Small letters are in it where their capitals are. */
static void set_fold(struct byte_set *set)
{
	for (unsigned byte = 'a'; byte <= 'z'; byte++) {
		set->bits[byte >> 6] &= ~((uint64_t)1 << (byte & 63));
		if (set_has(set, (unsigned char)(byte - 'a' + 'A')))
			set_add(set, byte);
	}
}

/* The members of [:name:]; false when there is no such class. */
static bool set_add_class(struct byte_set *set, const char *name, size_t len, bool nocase)
{
	int class = utf8_class_by_name(name, len);

	if (nocase && (class == UTF8_UPPER || class == UTF8_LOWER))
		class = UTF8_ALPHA;
	for (unsigned byte = 1; class >= 0 && byte < 128; byte++)
		if (utf8_is(byte, (enum utf8_class) class))
			set_add(set, byte);
	return class >= 0;
}

/* ---- compiling ------------------------------------------------------------------------- */

/* A character of the expression: without case, as to the library, its capital stands for both, in
 * ranges too. */
static unsigned char folded(char c, bool nocase)
{
	unsigned char byte = (unsigned char)c;

	return nocase && byte >= 'a' && byte <= 'z' ? (unsigned char)(byte - 'a' + 'A') : byte;
}

/* Reads [:class:] at p.  Gives the place behind it, or NULL. */
static const char *read_class(const char *p, struct byte_set *set, bool nocase)
{
	const char *close = p[1] == ':' ? strstr(p + 2, ":]") : NULL;

	if (!close || !set_add_class(set, p + 2, (size_t)(close - p) - 2, nocase))
		return NULL;
	return close + 2;
}

/* Reads a bracket expression, its opening passed.  Gives the place behind it, or NULL. */
static const char *read_brackets(const char *p, struct byte_set *set, bool nocase)
{
	bool negated = *p == '^';

	p += negated;
	for (bool first = true; first || *p != ']'; first = false) {
		unsigned char low = folded(*p, nocase), high = low;
		if (!low)
			return NULL;
		if (low == '[' && (p[1] == ':' || p[1] == '.' || p[1] == '=')) {
			p = read_class(p, set, nocase);
			if (!p || *p == '-')
				return NULL;
			continue;
		}
		p++;
		if (*p == '-' && p[1] && p[1] != ']') {
			high = folded(p[1], nocase);
			if (high < low || (high == '[' && strchr(":.=", p[2])))
				return NULL;
			p += 2;
		}
		for (unsigned byte = low; byte <= high; byte++)
			set_add(set, byte);
	}
	if (negated)
		set_invert(set);
	return p + 1;
}

/* Reads one character or bracket expression at p.  Gives the place behind it, or NULL. */
static const char *read_bytes(const char *p, struct byte_set *set, bool nocase)
{
	if (*p == '[')
		return read_brackets(p + 1, set, nocase);
	if (*p == '.') {
		set_invert(set);
		return p + 1;
	}
	if (*p == '\\') {
		p++;
		/* The meaning of a letter behind a backslash is the library's own. */
		if (!ispunct((unsigned char)*p) || strchr("<>`'_", *p))
			return NULL;
	} else if (strchr("|*+?{^$()", *p)) {
		return NULL;
	}
	set_add(set, folded(*p, nocase));
	return p + 1;
}

/* Reads a number up to REPEATS_MAX.  Gives the place behind it, or NULL. */
static const char *read_count(const char *p, uint32_t *count)
{
	const char *start = p;

	*count = 0;
	for (; isdigit((unsigned char)*p) && *count <= REPEATS_MAX; p++)
		*count = *count * 10 + (uint32_t)(*p - '0');
	return p > start && *count <= REPEATS_MAX ? p : NULL;
}

/* Reads {least}, {least,} or {least,most}, the brace passed. */
static const char *read_interval(const char *p, struct item *item)
{
	p = read_count(p, &item->least);
	item->most = item->least;
	if (p && *p == ',' && p[1] == '}') {
		item->most = FOREVER;
		p++;
	} else if (p && *p == ',') {
		p = read_count(p + 1, &item->most);
	}
	return p && *p == '}' && item->least <= item->most ? p + 1 : NULL;
}

/* Reads the repetition of an item, if there is one at p. */
static const char *read_repetition(const char *p, struct item *item)
{
	item->least = item->most = 1;
	if (*p == '*' || *p == '+') {
		item->least = *p == '+';
		item->most = FOREVER;
		p++;
	} else if (*p == '?') {
		item->least = 0;
		p++;
	} else if (*p == '{') {
		p = read_interval(p + 1, item);
	}
	return p && *p && strchr("*+?{", *p) ? NULL : p;
}

struct compiler {
	struct item items[ITEMS_MAX];
	unsigned count;
	unsigned groups, depth;
	uint8_t open[ITEMS_MAX];
};

/* Reads a parenthesis at p; NULL when the library is to deal with it. */
static const char *read_parenthesis(struct compiler *c, const char *p, struct item *item)
{
	if (*p == '(') {
		item->kind = ITEM_OPEN;
		item->group = c->open[c->depth++] = (uint8_t)++c->groups;
		return p[1] == ')' ? NULL : p + 1;
	}
	if (c->depth == 0)
		return NULL;
	item->kind = ITEM_CLOSE;
	item->group = c->open[--c->depth];
	return p[1] && strchr("*+?{", p[1]) ? NULL : p + 1;
}

/* Makes the items of the expression; false when it is not that simple. */
static bool compile(struct compiler *c, const char *p, bool nocase, bool *at_end)
{
	while (*p && !(*p == '$' && !p[1])) {
		if (c->count == ITEMS_MAX - 1)
			return false;
		struct item *item = &c->items[c->count];
		*item = (struct item){.kind = ITEM_BYTES};
		if (*p == '(' || *p == ')') {
			p = read_parenthesis(c, p, item);
		} else {
			p = read_bytes(p, &item->set, nocase);
			p = p ? read_repetition(p, item) : NULL;
			item->set.bits[0] &= ~(uint64_t)1;
			if (nocase)
				set_fold(&item->set);
		}
		if (!p)
			return false;
		c->count++;
	}
	*at_end = *p == '$';
	c->items[c->count++] = (struct item){.kind = ITEM_END};
	return c->depth == 0;
}

struct simple_regexp *simple_regexp_new(const char *text, bool nocase)
{
	struct compiler c;
	bool at_start = *text == '^', at_end;

	c.count = c.groups = c.depth = 0;
	if (!compile(&c, text + at_start, nocase, &at_end))
		return NULL;
	struct simple_regexp *regexp = mem_alloc(sizeof(*regexp) + c.count * sizeof(*c.items));
	regexp->at_start = at_start;
	regexp->at_end = at_end;
	memcpy(regexp->items, c.items, c.count * sizeof(*c.items));
	return regexp;
}

void simple_regexp_free(struct simple_regexp *regexp)
{
	mem_free(regexp);
}

/* ---- matching -------------------------------------------------------------------------- */

struct matcher {
	const char *subject;
	regmatch_t *groups;
	bool at_end;
	size_t budget; /* the number of times it may still go back */
};

static const char *match_here(struct matcher *m, const struct item *item, const char *s);

/* Matches as many of the item's bytes as there are, then fewer. */
static const char *match_repeated(struct matcher *m, const struct item *item, const char *s)
{
	const char *end = s;

	while ((size_t)(end - s) < item->most && set_has(&item->set, (unsigned char)*end))
		end++;
	for (; (size_t)(end - s) >= item->least; end--) {
		const char *found = match_here(m, item + 1, end);
		if (found || m->budget == 0)
			return found;
		m->budget--;
		if (end == s)
			break;
	}
	return NULL;
}

/* The end of the match of all items from this one on, or NULL. */
static const char *match_here(struct matcher *m, const struct item *item, const char *s)
{
	for (;; item++) {
		switch ((enum item_kind)item->kind) {
		case ITEM_BYTES:
			if (item->least != 1 || item->most != 1)
				return match_repeated(m, item, s);
			if (!set_has(&item->set, (unsigned char)*s))
				return NULL;
			s++;
			break;
		case ITEM_OPEN:
			m->groups[item->group].rm_so = (regoff_t)(s - m->subject);
			break;
		case ITEM_CLOSE:
			m->groups[item->group].rm_eo = (regoff_t)(s - m->subject);
			break;
		case ITEM_END:
			return m->at_end && *s ? NULL : s;
		}
	}
}

enum simple_outcome simple_regexp_match(const struct simple_regexp *regexp, const char *subject,
					regmatch_t *groups)
{
	const struct item *first = regexp->items;
	struct matcher m = {subject, groups, regexp->at_end, 20000};

	while (first->kind == ITEM_OPEN)
		first++;
	bool needed = first->kind == ITEM_BYTES && first->least > 0;
	for (const char *s = subject;; s++) {
		if (!needed || set_has(&first->set, (unsigned char)*s)) {
			const char *end = match_here(&m, regexp->items, s);
			if (end) {
				groups[0].rm_so = (regoff_t)(s - subject);
				groups[0].rm_eo = (regoff_t)(end - subject);
				return SIMPLE_MATCH;
			}
			if (m.budget == 0)
				return SIMPLE_TOO_LONG;
		}
		if (!*s || regexp->at_start)
			return SIMPLE_NO_MATCH;
	}
}
