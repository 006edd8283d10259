/*
 * Regular expressions as commands: the value is taken apart from one end, piece by piece, by
 * operators of parameter expansion.  That gives what the expression does where no piece could have
 * taken less so that another one fits: a star's characters are none that may come behind it.
 */
#include <string.h>
#include "internal.h"
#include "utf8.h"

struct set {
	uint64_t bits[4];
};

static void set_add(struct set *set, unsigned char c)
{
	set->bits[c / 64] |= 1ull << (c % 64);
}

/* False for a class whose characters are not told here. */
static bool set_add_class(struct set *set, const char *name, size_t len)
{
	int cls = utf8_class_by_name(name, len);

	for (uint32_t c = 1; c < 128 && cls >= 0; c++)
		if (utf8_is(c, (enum utf8_class)cls))
			set_add(set, (unsigned char)c);
	return cls >= 0;
}

/* The characters that an element stands for. */
static struct set set_of(const struct element *element)
{
	struct set set = {{0}};
	const char *text = element->bracket;
	uint32_t at = 0, len = element->bracket_len;

	if (element->kind == ELEMENT_ANY) {
		memset(&set, 0xff, sizeof(set));
		return set;
	}
	if (element->kind == ELEMENT_CHAR) {
		set_add(&set, (unsigned char)element->c);
		return set;
	}
	bool inverse = *text == '^';
	for (at = inverse; at < len; at++) {
		if (text[at] == '[') {
			/* regex_read lets no other bracket in than that of a class */
			const char *end = memchr(text + at, ']', len - at);
			if (!set_add_class(&set, text + at + 2,
					   (size_t)(end - 1 - (text + at + 2)))) {
				memset(&set, 0xff, sizeof(set));
				return set;
			}
			at = (uint32_t)(end - text);
		} else if (at + 2 < len && text[at + 1] == '-') {
			for (unsigned c = (unsigned char)text[at]; c <= (unsigned char)text[at + 2];
			     c++)
				set_add(&set, (unsigned char)c);
			at += 2;
		} else {
			set_add(&set, (unsigned char)text[at]);
		}
	}
	for (int i = 0; inverse && i < 4; i++)
		set.bits[i] = ~set.bits[i];
	return set;
}

static bool share_characters(const struct element *one, const struct element *other)
{
	struct set a = set_of(one), b = set_of(other);
	for (int i = 0; i < 4; i++)
		if (a.bits[i] & b.bits[i])
			return true;
	return false;
}

/* [!...] for all characters but those of the element, which has a star, and is not `.`: so it is no
 * parameter either. */
static bool add_others(struct strbuf *into, const struct element *element)
{
	if (element->kind == ELEMENT_CHAR) {
		if (strchr("\\!^", element->c))
			return false;
		strbuf_addf(into, strchr("}\"'$` ", element->c) ? "[!\\%c]" : "[!%c]", element->c);
		return true;
	}
	const char *text = element->bracket;
	uint32_t len = element->bracket_len, i = *text == '^';
	strbuf_adds(into, i ? "[" : "[!");
	if (i && (text[1] == '!' || text[1] == '^'))
		return false;
	for (; i < len; i++) {
		if (strchr("} \"'$`\\", text[i]))
			strbuf_addc(into, '\\');
		strbuf_addc(into, text[i]);
	}
	strbuf_addc(into, ']');
	return true;
}

/* A new innermost condition. */
static void enclose(struct matching *m, const char *open)
{
	struct strbuf close = STRBUF_INIT;
	strbuf_adds(&m->open, open);
	strbuf_adds(&close, ";; esac; ");
	strbuf_add(&close, strbuf_text(&m->close), m->close.len);
	strbuf_free(&m->close);
	m->close = close;
}

/* A new innermost condition: elements [first, last) match between `before` and `behind`, in a
 * pattern of `case`, which is given back, too.  False where there is none for them. */
static bool enclose_pattern(struct matching *m, const char *before, const struct regex *re,
			    unsigned first, unsigned last, const char *behind,
			    struct strbuf *pattern)
{
	struct strbuf test = STRBUF_INIT;

	if (!regex_add_pattern(re, first, last, UNQUOTED, pattern))
		return false;
	strbuf_adds(&test, before);
	pattern_add_shielded(&test, pattern);
	strbuf_adds(&test, behind);
	enclose(m, strbuf_text(&test));
	strbuf_free(&test);
	return true;
}

struct walk {
	struct matching *m;
	const struct regex *re;
	bool leftward; /* from the end */
};

/* True where a group begins or ends in front of element `at`. */
static bool is_border(const struct regex *re, unsigned at)
{
	for (unsigned i = 0; i < re->group_count; i++)
		if (re->groups[i].start == (int)at || re->groups[i].end == (int)at)
			return true;
	return false;
}

/* True when the elements that may come behind a star, as the walk goes, up to `last`, have none of
 * its characters. */
static bool is_determined(const struct walk *w, unsigned at, unsigned last)
{
	const struct element *elements = w->re->elements, *star = &elements[at];

	while (at != last) {
		const struct element *other = &elements[w->leftward ? at - 1 : at + 1];
		at = w->leftward ? at - 1 : at + 1;
		if (at == last && !w->leftward)
			break;
		if (element_is_all(other))
			return true;
		if (share_characters(star, other))
			return false;
		if (!other->star)
			return true;
	}
	return true;
}

/* Groups that begin or end in front of element `at`; `first` and `last`: the elements that the walk
 * goes over, others are somebody else's. */
static void note_groups(const struct walk *w, unsigned at, unsigned first, unsigned last)
{
	const struct regex *re = w->re;
	struct strbuf *open = &w->m->open;

	for (unsigned i = 0; i < re->group_count; i++) {
		unsigned start = (unsigned)re->groups[i].start, end = (unsigned)re->groups[i].end;
		bool whole = start >= first && end <= last;
		unsigned begins = w->leftward ? end : start, ends = w->leftward ? start : end;
		if (whole && begins == at && begins == ends) {
			strbuf_addf(open, "g%u=; ", i + 1);
			continue;
		}
		if (begins == at)
			strbuf_addf(open, w->leftward ? "t%u=$r; " : "s%u=$r; ", i + 1);
		if (whole && ends == at)
			strbuf_addf(open,
				    w->leftward ? "g%u=${t%u#\"$r\"}; " : "g%u=${s%u%%\"$r\"}; ",
				    i + 1, i + 1);
	}
}

/* Elements [at, end) without a star or a border between them, in $r, at its end or beginning. */
static bool take_fixed(const struct walk *w, unsigned at, unsigned end)
{
	struct strbuf pattern = STRBUF_INIT;
	bool good = enclose_pattern(w->m, w->leftward ? "case $r in (*" : "case $r in (", w->re, at,
				    end, w->leftward ? ") " : "*) ", &pattern);

	strbuf_addf(&w->m->open, w->leftward ? "r=${r%%%s}; " : "r=${r#%s}; ",
		    strbuf_text(&pattern));
	strbuf_free(&pattern);
	return good;
}

static bool take_star(const struct walk *w, unsigned at, unsigned last)
{
	if (!is_determined(w, at, last))
		return false;
	strbuf_adds(&w->m->open, w->leftward ? "r=${r%\"${r##*" : "r=${r#\"${r%%");
	bool good = add_others(&w->m->open, &w->re->elements[at]);
	strbuf_adds(&w->m->open, w->leftward ? "}\"}; " : "*}\"}; ");
	return good;
}

/* The first element behind `at` that has a star, or a group's border in front. */
static unsigned fixed_end(const struct regex *re, unsigned at, unsigned last, bool borders)
{
	while (at < last && !re->elements[at].star) {
		at++;
		if (borders && is_border(re, at))
			break;
	}
	return at;
}

/* .* and what it goes up to: the last place of it. */
static bool take_all(const struct walk *w, unsigned at, unsigned last, unsigned *next)
{
	struct strbuf pattern = STRBUF_INIT;
	unsigned end = fixed_end(w->re, at + 1, last, false);

	*next = at + 1;
	if (at + 1 == last) {
		strbuf_adds(&w->m->open, "r=; ");
		return true;
	}
	if (end == at + 1)
		return false;
	for (unsigned i = end; i < last; i++)
		w->m->guessed |= !w->re->elements[i].star;
	w->m->guessed |= w->re->at_end && !element_is_all(&w->re->elements[last - 1]);
	bool good = enclose_pattern(w->m, "case $r in (*", w->re, at + 1, end, "*) ", &pattern);
	strbuf_addf(&w->m->open, "p=${r%%%s*}; r=${r#\"$p\"}; ", strbuf_text(&pattern));
	strbuf_free(&pattern);
	return good;
}

static bool walk_rightward(struct walk *w, unsigned first, unsigned last)
{
	w->leftward = false;
	for (unsigned at = first; at < last;) {
		const struct element *element = &w->re->elements[at];
		unsigned next = at + 1;
		bool good;
		note_groups(w, at, first, last);
		if (element_is_all(element)) {
			good = take_all(w, at, last, &next);
		} else if (element->star) {
			good = take_star(w, at, last);
		} else {
			next = fixed_end(w->re, at, last, true);
			good = take_fixed(w, at, next);
		}
		if (!good)
			return false;
		at = next;
	}
	note_groups(w, last, first, last);
	return true;
}

/* There is no .* among them. */
static bool walk_leftward(struct walk *w, unsigned first, unsigned last)
{
	w->leftward = true;
	for (unsigned at = last; at > first;) {
		unsigned next = at - 1;
		note_groups(w, at, first, last);
		if (w->re->elements[next].star) {
			if (!take_star(w, next, first))
				return false;
		} else {
			while (next > first && !w->re->elements[next - 1].star &&
			       !is_border(w->re, next))
				next--;
			if (!take_fixed(w, next, at))
				return false;
		}
		at = next;
	}
	note_groups(w, first, first, last);
	return true;
}

/* For a value whose end is not given: the first place at which the expression's beginning is.  It
 * is where all of it matches when nothing behind can fail that would not fail further on too. Else
 * it is a guess. */
static bool find_first(struct walk *w)
{
	const struct regex *re = w->re;
	struct strbuf pattern = STRBUF_INIT;
	unsigned end = fixed_end(re, 0, re->count, false);

	if (!end)
		return false;
	if (re->at_end && !element_is_all(&re->elements[re->count - 1]))
		w->m->guessed = true;
	for (unsigned i = end; i < re->count; i++) {
		const struct element *element = &re->elements[i];
		bool until = element->kind == ELEMENT_CHAR &&
			     element_is_all_but(element - 1, element->c);
		w->m->guessed |= !element->star && !until;
	}
	bool good = enclose_pattern(w->m, "case $v in (*", re, 0, end, "*) ", &pattern);
	strbuf_addf(&w->m->open, "b=${v%%%%%s*}; r=${v#\"$b\"}; ", strbuf_text(&pattern));
	strbuf_adds(&w->m->before, "${b}");
	strbuf_free(&pattern);
	return good;
}

/* The same when there is nothing but one piece. */
static bool find_fixed(struct walk *w)
{
	const struct regex *re = w->re;
	struct strbuf pattern = STRBUF_INIT;
	bool good = enclose_pattern(w->m, "case $v in (*", re, 0, re->count, "*) ", &pattern);

	strbuf_addf(&w->m->before, "${v%%%%%s*}", strbuf_text(&pattern));
	strbuf_addf(&w->m->behind, "${v#*%s}", strbuf_text(&pattern));
	strbuf_free(&pattern);
	return good;
}

static void require_end(struct walk *w)
{
	enclose(w->m, "case $r in ('') ");
}

/* With one .* and the end given: from the left up to it, then from the right. */
static bool from_both_ends(struct walk *w, unsigned all)
{
	const struct regex *re = w->re;
	struct strbuf *open = &w->m->open;

	strbuf_adds(open, "r=$v; ");
	if (!walk_rightward(w, 0, all))
		return false;
	strbuf_adds(open, "m=$r; ");
	if (!walk_leftward(w, all + 1, re->count))
		return false;
	for (unsigned i = 0; i < re->group_count; i++) {
		unsigned start = (unsigned)re->groups[i].start, end = (unsigned)re->groups[i].end;
		if (start > all || end <= all)
			continue;
		if (start == all)
			strbuf_addf(open, "g%u=$t%u; ", i + 1, i + 1);
		else
			strbuf_addf(open, "g%u=${s%u%%\"$m\"}$t%u; ", i + 1, i + 1, i + 1);
	}
	return true;
}

static bool are_alike(const struct element *one, const struct element *other)
{
	return one->kind == other->kind && one->c == other->c &&
	       one->bracket_len == other->bracket_len &&
	       (!one->bracket || memcmp(one->bracket, other->bracket, one->bracket_len) == 0);
}

/* From the end, x and any number of x are any number of x and x. */
static void turn_pluses(struct regex *re, unsigned from)
{
	for (unsigned i = from; i + 1 < re->count; i++) {
		struct element *one = &re->elements[i], *other = one + 1;
		if (one->star || !other->star || !are_alike(one, other) || is_border(re, i + 1))
			continue;
		one->star = true;
		other->star = false;
		i++;
	}
}

bool matching_make(struct matching *m, const struct regex *original)
{
	struct regex copy = *original;
	struct walk w = {m, &copy, false};
	unsigned alls = 0, all = 0, stars = 0;

	*m = (struct matching){0};
	if (!copy.count) {
		if (copy.at_start && copy.at_end)
			enclose(m, "case $v in ('') ");
		strbuf_adds(copy.at_start ? &m->behind : &m->before, "${v}");
		return copy.at_start || copy.at_end;
	}
	for (unsigned i = 0; i < copy.count; i++) {
		stars += copy.elements[i].star;
		if (element_is_all(&copy.elements[i])) {
			alls++;
			all = i;
		}
	}
	bool at_start = copy.at_start || element_is_all(&copy.elements[0]) ||
			(stars == copy.count && !copy.at_end);
	if (copy.at_end && alls == 1 && at_start) {
		turn_pluses(&copy, all + 1);
		return from_both_ends(&w, all);
	}
	if (copy.at_end && !alls && !copy.at_start) {
		turn_pluses(&copy, 0);
		strbuf_adds(&m->open, "r=$v; ");
		strbuf_adds(&m->before, "${r}");
		return walk_leftward(&w, 0, copy.count);
	}
	if (!at_start && !copy.at_end && !stars && !copy.group_count)
		return find_fixed(&w);
	if (at_start)
		strbuf_adds(&m->open, "r=$v; ");
	else if (!find_first(&w))
		return false;
	if (!walk_rightward(&w, 0, copy.count))
		return false;
	if (copy.at_end)
		require_end(&w);
	else
		strbuf_adds(&m->behind, "$r");
	return true;
}

void matching_free(struct matching *m)
{
	strbuf_free(&m->open);
	strbuf_free(&m->close);
	strbuf_free(&m->before);
	strbuf_free(&m->behind);
}
