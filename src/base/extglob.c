/*
 * Patterns with bash's groups: ?(a|b) *(a|b) +(a|b) @(a|b) !(a|b) (bash manual, 3.5.8.1).
 *
 * The pattern is compiled to a tree, and matched by sets: an element turns the set of the places
 * where it may begin into the set of those where it may end, a bit for each byte of the subject.  A
 * place is never gone through twice for the same element, and what !( ) gives for a place is kept,
 * so that no pattern takes more than a polynomial number of steps.
 */
#include <string.h>
#include "arena.h"
#include "pattern_element.h"

/* Deeper groups match nothing: what is matched recurses once a level. */
#define DEPTH_LIMIT 1000

enum element_kind { ONE_CHARACTER, STAR, GROUP };

struct sequence;

struct element {
	uint8_t kind;		  /* enum element_kind */
	char group;		  /* GROUP: ? * + @ ! */
	const char *at;		  /* ONE_CHARACTER: where it stands in the pattern */
	struct sequence *choices; /* GROUP: at least one */
	uint64_t **kept; /* !( ): the ends for each beginning, as far as they were asked for */
	struct element *next;
};

/* One alternative. */
struct sequence {
	struct element *first;
	struct sequence *next;
};

struct matcher {
	const char *p_end;
	const char *s;
	size_t len;
	size_t words; /* of a set */
	unsigned flags;
	bool leading_dot;     /* the subject begins with a dot that must be matched by a dot */
	bool deep;	      /* DEPTH_LIMIT was passed */
	uint64_t *boundaries; /* the places where characters begin, and the end */
	struct arena tree;    /* elements and what is kept */
	struct arena sets;    /* used as a stack */
};

/* ---- reading the pattern -------------------------------------------------------------------- */

static bool opens_group(const char *p, const char *end)
{
	return p + 1 < end && p[1] == '(' && memchr("?*+@!", *p, 5);
}

/* Behind the element at p that is no group. */
static const char *skip_one(const char *p, const char *end, unsigned flags)
{
	bool matched;

	if (*p == '\\' && p + 1 < end)
		return p + 1 + char_len(p + 1, end, flags);
	if (*p == '[') {
		const char *next = pattern_bracket(p + 1, end, 0, flags, &matched);
		if (next)
			return next;
	}
	return p + char_len(p, end, flags);
}

static bool is_open_bracket(const char *p, const char *end, unsigned flags)
{
	bool matched;

	return *p == '[' && !pattern_bracket(p + 1, end, 0, flags, &matched);
}

/* The parenthesis that closes the group whose inside begins at p, or NULL: none does behind a
 * bracket that is not closed. */
static const char *group_end(const char *p, const char *end, unsigned flags)
{
	for (size_t depth = 1; p < end;) {
		if (opens_group(p, end)) {
			depth++;
			p += 2;
		} else if (*p == '(') { /* no group, but a pair */
			depth++;
			p++;
		} else if (*p == ')' && --depth == 0) {
			return p;
		} else if (is_open_bracket(p, end, flags)) {
			return NULL;
		} else {
			p = skip_one(p, end, flags);
		}
	}
	return NULL;
}

bool extglob_has_group(const char *p, const char *end, unsigned flags)
{
	while (p < end) {
		if (opens_group(p, end) && group_end(p + 2, end, flags))
			return true;
		p = skip_one(p, end, flags);
	}
	return false;
}

static struct sequence *read_choices(struct matcher *m, const char **at, const char *end,
				     bool in_group, unsigned depth);

static struct element *read_element(struct matcher *m, const char **at, const char *end,
				    unsigned depth)
{
	struct element *element = arena_zalloc(&m->tree, sizeof(*element));
	const char *p = *at;

	/* Inside a group that is closed, so is every group that is opened: one look is enough. */
	if (!m->deep && opens_group(p, end) && (depth > 0 || group_end(p + 2, end, m->flags))) {
		element->kind = GROUP;
		element->group = *p;
		*at = p + 2;
		element->choices = read_choices(m, at, end, true, depth + 1);
	} else if (*p == '*') {
		element->kind = STAR;
		*at = p + 1;
	} else {
		element->kind = ONE_CHARACTER;
		element->at = p;
		*at = skip_one(p, end, m->flags);
	}
	return element;
}

/* Alternatives up to the end, or up to the parenthesis that closes the group, which is passed. */
static struct sequence *read_choices(struct matcher *m, const char **at, const char *end,
				     bool in_group, unsigned depth)
{
	struct sequence *first = arena_zalloc(&m->tree, sizeof(*first)), *last = first;
	struct element **tail = &first->first;
	size_t pairs = 0; /* of parentheses that are characters */

	m->deep |= depth >= DEPTH_LIMIT;
	while (*at < end) {
		char c = **at;
		if (in_group && !pairs && (c == '|' || c == ')')) {
			(*at)++;
			if (c == ')')
				break;
			last = last->next = arena_zalloc(&m->tree, sizeof(*last));
			tail = &last->first;
			continue;
		}
		if (in_group)
			pairs += (size_t)(c == '(') - (size_t)(c == ')');
		*tail = read_element(m, at, end, depth);
		tail = &(*tail)->next;
	}
	return first;
}

/* ---- sets ---------------------------------------------------------------------------- */

static uint64_t *set_new(struct matcher *m)
{
	return arena_zalloc(&m->sets, m->words * sizeof(uint64_t));
}

static void set_add(uint64_t *set, size_t place)
{
	set[place / 64] |= (uint64_t)1 << place % 64;
}

static bool set_has(const uint64_t *set, size_t place)
{
	return set[place / 64] >> place % 64 & 1;
}

static void set_copy(const struct matcher *m, uint64_t *to, const uint64_t *from)
{
	memcpy(to, from, m->words * sizeof(uint64_t));
}

static void set_join(const struct matcher *m, uint64_t *to, const uint64_t *from)
{
	for (size_t i = 0; i < m->words; i++)
		to[i] |= from[i];
}

/* The first place of the set at or behind `place`; SIZE_MAX for none. */
static size_t set_next(const struct matcher *m, const uint64_t *set, size_t place)
{
	size_t word = place / 64;

	if (word >= m->words)
		return SIZE_MAX;
	uint64_t bits = set[word] & UINT64_MAX << place % 64;
	while (!bits) {
		if (++word == m->words)
			return SIZE_MAX;
		bits = set[word];
	}
	return word * 64 + (size_t)__builtin_ctzll(bits);
}

static size_t set_last(const struct matcher *m, const uint64_t *set)
{
	for (size_t word = m->words; word-- > 0;)
		if (set[word])
			return word * 64 + 63 - (size_t)__builtin_clzll(set[word]);
	return SIZE_MAX;
}

/* ---- matching ------------------------------------------------------------------------------- */

static void match_choices(struct matcher *m, const struct sequence *choices, const uint64_t *from,
			  uint64_t *into);

/* All places at or behind `place`: what anything at all may end at.  A dot at the beginning is not
 * just anything. */
static void add_all_behind(const struct matcher *m, size_t place, uint64_t *into)
{
	set_add(into, place);
	if (place == 0 && m->leading_dot)
		return;
	size_t word = place / 64;
	into[word] |= m->boundaries[word] & UINT64_MAX << place % 64;
	for (word++; word < m->words; word++)
		into[word] |= m->boundaries[word];
}

static void match_character(const struct matcher *m, const struct element *element,
			    const uint64_t *from, uint64_t *into)
{
	const char *end = m->s + m->len;
	bool literal = *element->at != '?' && *element->at != '[';

	for (size_t at = set_next(m, from, 0); at < m->len; at = set_next(m, from, at + 1)) {
		const char *p = element->at, *s = m->s + at;
		if (at == 0 && m->leading_dot && !literal)
			continue;
		if (match_one(&p, m->p_end, &s, end, m->flags))
			set_add(into, (size_t)(s - m->s));
	}
}

static void match_star(const struct matcher *m, const uint64_t *from, uint64_t *into)
{
	size_t first = set_next(m, from, 0);

	if (first == SIZE_MAX)
		return;
	add_all_behind(m, first, into);
	size_t second = first == 0 && m->leading_dot ? set_next(m, from, 1) : SIZE_MAX;
	if (second != SIZE_MAX)
		add_all_behind(m, second, into);
}

/* *( ) and +( ): once more from every new place, until there are no new ones. */
static void match_repeated(struct matcher *m, const struct element *element, const uint64_t *from,
			   uint64_t *into)
{
	uint64_t *fresh = set_new(m), *reached = set_new(m);
	bool more = true;

	set_copy(m, fresh, from);
	while (more) {
		memset(reached, 0, m->words * sizeof(uint64_t));
		match_choices(m, element->choices, fresh, reached);
		more = false;
		for (size_t i = 0; i < m->words; i++) {
			fresh[i] = reached[i] & ~into[i];
			into[i] |= reached[i];
			more |= fresh[i] != 0;
		}
	}
}

/* The ends of !( ) when it begins at `place`: every place behind it at which no alternative
 * ends. */
static const uint64_t *ends_of_negation(struct matcher *m, struct element *element, size_t place)
{
	if (!element->kept)
		element->kept = arena_zalloc(&m->tree, (m->len + 1) * sizeof(*element->kept));
	if (element->kept[place])
		return element->kept[place];
	uint64_t *ends = arena_zalloc(&m->tree, m->words * sizeof(uint64_t));
	struct arena_mark mark = arena_mark(&m->sets);
	uint64_t *from = set_new(m), *taken = set_new(m);
	set_add(from, place);
	match_choices(m, element->choices, from, taken);
	add_all_behind(m, place, ends);
	for (size_t i = 0; i < m->words; i++)
		ends[i] &= ~taken[i];
	arena_release(&m->sets, mark);
	element->kept[place] = ends;
	return ends;
}

static void match_group(struct matcher *m, struct element *element, const uint64_t *from,
			uint64_t *into)
{
	switch (element->group) {
	case '?':
		set_join(m, into, from);
		match_choices(m, element->choices, from, into);
		break;
	case '@':
		match_choices(m, element->choices, from, into);
		break;
	case '*':
		match_repeated(m, element, from, into);
		set_join(m, into, from);
		break;
	case '+':
		match_repeated(m, element, from, into);
		break;
	case '!':
		for (size_t at = set_next(m, from, 0); at != SIZE_MAX;
		     at = set_next(m, from, at + 1))
			set_join(m, into, ends_of_negation(m, element, at));
		break;
	}
	/* Only ?( ) and *( ) may be nothing in front of the dot that is to be matched by one. */
	if (m->leading_dot && element->group != '?' && element->group != '*')
		into[0] &= ~(uint64_t)1;
}

static void match_sequence(struct matcher *m, const struct sequence *sequence, const uint64_t *from,
			   uint64_t *into)
{
	struct arena_mark mark = arena_mark(&m->sets);
	uint64_t *now = set_new(m), *then = set_new(m);

	set_copy(m, now, from);
	for (struct element *element = sequence->first; element; element = element->next) {
		memset(then, 0, m->words * sizeof(uint64_t));
		switch ((enum element_kind)element->kind) {
		case ONE_CHARACTER:
			match_character(m, element, now, then);
			break;
		case STAR:
			match_star(m, now, then);
			break;
		case GROUP:
			match_group(m, element, now, then);
			break;
		}
		uint64_t *swap = now;
		now = then;
		then = swap;
		if (set_next(m, now, 0) == SIZE_MAX)
			break;
	}
	set_join(m, into, now);
	arena_release(&m->sets, mark);
}

static void match_choices(struct matcher *m, const struct sequence *choices, const uint64_t *from,
			  uint64_t *into)
{
	for (; choices; choices = choices->next)
		match_sequence(m, choices, from, into);
}

static void find_boundaries(struct matcher *m)
{
	const char *end = m->s + m->len;

	for (const char *s = m->s; s < end; s += char_len(s, end, m->flags))
		set_add(m->boundaries, (size_t)(s - m->s));
	set_add(m->boundaries, m->len);
}

const char *extglob_match(const char *p, const char *p_end, const char *s, const char *s_end,
			  unsigned flags, enum extglob_want want)
{
	struct matcher m = {
		.p_end = p_end,
		.s = s,
		.len = (size_t)(s_end - s),
		.words = (size_t)(s_end - s) / 64 + 1,
		.flags = flags,
		.leading_dot = (flags & PATTERN_PATHNAME) && !(flags & PATTERN_DOTS) && s < s_end &&
			       *s == '.',
	};
	size_t end;

	arena_init(&m.tree, 1000);
	arena_init(&m.sets, 1000);
	struct sequence *choices = read_choices(&m, &p, p_end, false, 0);
	uint64_t *from = set_new(&m), *ends = set_new(&m);
	m.boundaries = set_new(&m);
	find_boundaries(&m);
	set_add(from, 0);
	if (!m.deep)
		match_choices(&m, choices, from, ends);
	if (want == EXTGLOB_WHOLE)
		end = set_has(ends, m.len) ? m.len : SIZE_MAX;
	else
		end = want == EXTGLOB_SHORTEST ? set_next(&m, ends, 0) : set_last(&m, ends);
	arena_free(&m.tree);
	arena_free(&m.sets);
	return end == SIZE_MAX ? NULL : s + end;
}
