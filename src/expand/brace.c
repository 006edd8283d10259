/*
 * Brace expansion (bash manual, 3.5.1): the words that a word with braces stands for, made one
 * after the other and expanded as they are made.
 */
#include <stdio.h>
#include "chars.h"
#include "engine.h"
#include "error.h"

/* More words than this are a mistake: nothing could hold them. */
#define WORDS_LIMIT 100000000

/* The items that follow those of a choice. */
struct behind {
	const struct brace_item *items;
	const struct behind *outer;
};

struct maker {
	struct shell *sh;
	struct fields *fields;
	struct flow *failure;
	const struct part **parts; /* of the word being made */
	size_t count, cap;
};

static bool make(struct maker *m, const struct brace_item *items, const struct behind *behind);

/* ---- how many words ------------------------------------------------------------------------ */

static uint64_t steps_of(const struct brace *brace)
{
	uint64_t distance = brace->first <= brace->last
				    ? (uint64_t)brace->last - (uint64_t)brace->first
				    : (uint64_t)brace->first - (uint64_t)brace->last;
	return distance / brace->step;
}

/* The number of words that items make, or more than WORDS_LIMIT for any number above that. */
static uint64_t count_words(const struct brace_item *items)
{
	uint64_t words = 1;

	for (; items && words <= WORDS_LIMIT; items = items->next) {
		const struct brace *brace = items->brace;
		uint64_t here = brace ? 0 : 1;
		if (brace && brace->kind != BRACE_CHOICES)
			here = steps_of(brace) + 1;
		for (const struct brace_choice *choice = brace ? brace->choices : NULL;
		     choice && here <= WORDS_LIMIT; choice = choice->next)
			here += count_words(choice->items);
		/* all numbers of 64 bits are one more than there is a number for */
		words = here && here <= WORDS_LIMIT ? words * here : WORDS_LIMIT + 1;
	}
	return words;
}

/* ---- a finished word ----------------------------------------------------------------------- */

static bool all_plain(const struct maker *m, size_t *len)
{
	*len = 0;
	for (size_t i = 0; i < m->count; i++) {
		if (m->parts[i]->kind != PART_LITERAL)
			return false;
		*len += m->parts[i]->len;
	}
	return true;
}

/* A word of literal text with nothing special in it is a field. */
static bool add_plain(struct maker *m, size_t len)
{
	struct shell *sh = m->sh;
	unsigned special = OPT(sh, NOGLOB) ? 0 : CHAR_GLOB, seen = 0;
	char *text = arena_try_alloc(&sh->scratch, len + 1), *to = text;
	bool quoted = false;

	if (!text) {
		m->fields->failed = true;
		return true;
	}
	for (size_t i = 0; i < m->count; i++) {
		const struct part *part = m->parts[i];
		quoted |= part->quoted;
		for (uint32_t at = 0; at < part->len; at++)
			seen |= part->quoted ? 0 : sh->char_class[(unsigned char)part->text[at]];
		memcpy(to, part->text, part->len);
		to += part->len;
	}
	*to = '\0';
	if ((seen & special) || (*text == '~' && !m->parts[0]->quoted))
		return false;
	if (len || quoted)
		fields_add(sh, m->fields, text);
	return true;
}

static bool is_bare_literal(const struct part *part)
{
	return part->kind == PART_LITERAL && !part->quoted;
}

/* The tilde-prefix that the parts begin with becomes a part of its own: up to a slash, or to the
 * end, of what is not quoted. */
static struct part *split_tilde(struct shell *sh, struct part *first)
{
	struct part *last = first;
	size_t len = 0, whole = 0;

	if (!is_bare_literal(first) || *first->text != '~')
		return first;
	for (;; last = last->next) {
		len = strcspn(last->text, "/");
		whole += len;
		if (len < last->len || !last->next)
			break;
		if (!is_bare_literal(last->next))
			return first;
	}
	char *user = arena_alloc(&sh->scratch, whole), *end = user;
	for (const struct part *part = first; part != last; part = part->next)
		end = mempcpy(end, part->text, part->len);
	memcpy(end, last->text, len);
	struct part *rest = arena_alloc(&sh->scratch, sizeof(*rest));
	*rest = *last;
	rest->text += len;
	rest->len -= (uint32_t)len;
	struct part *tilde = arena_zalloc(&sh->scratch, sizeof(*tilde));
	tilde->kind = PART_TILDE;
	tilde->line = first->line;
	tilde->text = user + 1;
	tilde->len = (uint32_t)whole - 1;
	tilde->next = rest->len ? rest : rest->next;
	return tilde;
}

/* Text out of a brace behind a bare $name may make the name longer, as if it had stood there. */
static void grow_name(struct shell *sh, struct part *param)
{
	struct strbuf name = STRBUF_INIT;
	struct part *next = param->next;

	for (; next && next->kind == PART_LITERAL && !next->quoted; next = next->next) {
		uint32_t taken = 0;
		while (taken < next->len && is_name_char((unsigned char)next->text[taken]))
			taken++;
		if (taken && !name.len)
			strbuf_adds(&name, param->param.symbol->name);
		strbuf_add(&name, next->text, taken);
		next->text += taken;
		next->len -= taken;
		if (next->len)
			break;
	}
	param->next = next;
	if (name.len)
		param->param.symbol = symbol_intern(&sh->symbols, strbuf_text(&name), name.len);
	strbuf_free(&name);
}

/* Any other goes the way of words. */
static bool add_parts(struct maker *m)
{
	struct shell *sh = m->sh;
	struct part *copies = arena_try_alloc(&sh->scratch, m->count * sizeof(*copies));
	struct engine e;

	if (!copies)
		return expansion_out_of_memory(sh, m->failure);
	for (size_t i = 0; i < m->count; i++) {
		copies[i] = *m->parts[i];
		copies[i].next = i + 1 < m->count ? &copies[i + 1] : NULL;
	}
	for (struct part *part = copies; part; part = part->next)
		if (part->kind == PART_PARAM && part->param.bare && !part->quoted &&
		    part->param.kind == PARAM_NAME)
			grow_name(sh, part);
	engine_init(&e, sh, ENGINE_FIELDS, m->failure);
	if (!engine_parts(&e, split_tilde(sh, copies), false, false))
		return false;
	engine_finish(&e);
	return engine_split(&e, m->fields);
}

static bool finish(struct maker *m)
{
	size_t len;

	return !m->count || (all_plain(m, &len) && add_plain(m, len)) || add_parts(m);
}

/* ---- items, one after the other ------------------------------------------------------ */

static bool with_part(struct maker *m, const struct part *part, const struct brace_item *next,
		      const struct behind *behind)
{
	if (m->count == m->cap) {
		size_t cap = m->cap ? 2 * m->cap : 16;
		m->parts = arena_try_grow(&m->sh->scratch, m->parts, m->cap * sizeof(*m->parts),
					  cap * sizeof(*m->parts));
		if (!m->parts)
			return expansion_out_of_memory(m->sh, m->failure);
		m->cap = cap;
	}
	m->parts[m->count++] = part;
	bool good = make(m, next, behind);
	m->count--;
	return good;
}

static bool with_sequence(struct maker *m, const struct brace *brace, const struct brace_item *next,
			  const struct behind *behind)
{
	uint64_t steps = steps_of(brace), value = (uint64_t)brace->first;
	char text[UINT8_MAX + 24];
	struct part part = {.kind = PART_LITERAL, .text = text};

	for (uint64_t i = 0; i <= steps; i++) {
		if (brace->kind == BRACE_LETTERS) {
			/* A backslash quotes nothing, and is gone with that. */
			part.quoted = value == '\\';
			part.len = !part.quoted;
			text[0] = part.quoted ? '\0' : (char)value;
			text[1] = '\0';
		} else if (brace->width) {
			part.len = (uint32_t)snprintf(text, sizeof(text), "%0*lld", brace->width,
						      (long long)value);
		} else {
			char digits[24], *start = integer_digits((int64_t)value, digits);
			part.len = (uint32_t)(digits + sizeof(digits) - 1 - start);
			memcpy(text, start, part.len + 1);
		}
		if (!with_part(m, &part, next, behind))
			return false;
		value += brace->first <= brace->last ? brace->step : -brace->step;
	}
	return true;
}

static bool make(struct maker *m, const struct brace_item *items, const struct behind *behind)
{
	while (!items && behind) {
		items = behind->items;
		behind = behind->outer;
	}
	if (!items)
		return finish(m);
	if (stack_guard_hit(&m->sh->guard)) {
		shell_error(m->sh, "braces nested too deeply");
		return expansion_failed(m->failure);
	}
	if (items->part)
		return with_part(m, items->part, items->next, behind);
	if (items->brace->kind != BRACE_CHOICES)
		return with_sequence(m, items->brace, items->next, behind);
	struct behind here = {items->next, behind};
	for (const struct brace_choice *choice = items->brace->choices; choice;
	     choice = choice->next)
		if (!make(m, choice->items, &here))
			return false;
	return true;
}

bool expand_braces(struct shell *sh, const struct word *word, struct fields *fields,
		   struct flow *failure)
{
	struct maker m = {.sh = sh, .fields = fields, .failure = failure};

	if (count_words(word->braces) > WORDS_LIMIT) {
		shell_error(sh, "braces that make more than %d words", WORDS_LIMIT);
		return expansion_failed(failure);
	}
	return make(&m, word->braces, NULL);
}
