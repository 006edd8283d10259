/*
 * Brace expansion's view of a word (bash manual, 3.5.1): found when the word is read, so that
 * nothing has to be looked for when it is expanded.
 */
#include <errno.h>
#include <stdlib.h>
#include "lang.h"

/* A byte of unquoted literal text, or a part of another kind. */
struct piece {
	const struct part *part;
	uint32_t at;
	char c; /* '\0' for what is no unquoted text */
};

struct brace_reader {
	struct arena *arena;
	struct piece *pieces; /* heap */
	size_t count;
};

/* ---- pieces -------------------------------------------------------------------------- */

static bool is_text(const struct part *part)
{
	return part->kind == PART_LITERAL && !part->quoted;
}

static size_t count_pieces(const struct part *parts)
{
	size_t count = 0;

	for (; parts; parts = parts->next)
		count += is_text(parts) ? parts->len : 1;
	return count;
}

static void cut(struct brace_reader *r, const struct part *parts)
{
	for (; parts; parts = parts->next) {
		if (!is_text(parts))
			r->pieces[r->count++] = (struct piece){.part = parts};
		for (uint32_t i = 0; is_text(parts) && i < parts->len; i++)
			r->pieces[r->count++] = (struct piece){parts, i, parts->text[i]};
	}
}

/* ---- sequences ----------------------------------------------------------------------- */

/* A whole number that all of text is. */
static bool read_number(const char *text, int64_t *number)
{
	char *end;

	if (!*text || (*text != '-' && *text != '+' && !is_digit((unsigned char)*text)))
		return false;
	errno = 0;
	*number = strtoll(text, &end, 10);
	return *end == '\0' && end != text && errno == 0;
}

static bool has_leading_zero(const char *text)
{
	if (*text == '-')
		text++;
	return text[0] == '0' && text[1];
}

static bool is_letter(const char *text)
{
	return ((text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z')) &&
	       !text[1];
}

/* first..last, with ..step or without. */
static bool read_sequence(char *text, struct brace *brace)
{
	char *last = strstr(text, ".."), *step;
	int64_t by = 1;

	if (!last)
		return false;
	*last = '\0';
	last += 2;
	step = strstr(last, "..");
	if (step) {
		*step = '\0';
		if (!read_number(step + 2, &by))
			return false;
	}
	brace->step = by < 0 ? -(uint64_t)by : by > 0 ? (uint64_t)by : 1;
	if (read_number(text, &brace->first) && read_number(last, &brace->last)) {
		brace->kind = BRACE_NUMBERS;
		if (has_leading_zero(text) || has_leading_zero(last)) {
			size_t one = strlen(text), other = strlen(last);
			size_t width = one > other ? one : other;
			if (width > UINT8_MAX)
				return false;
			brace->width = (uint8_t)width;
		}
		return true;
	}
	brace->kind = BRACE_LETTERS;
	brace->first = (unsigned char)*text;
	brace->last = (unsigned char)*last;
	return is_letter(text) && is_letter(last);
}

/* The sequence between two braces, or NULL when there is none. */
static struct brace *sequence(struct brace_reader *r, size_t from, size_t to)
{
	struct brace brace = {0};
	char text[100];
	size_t len = 0;

	for (; from < to && len + 1 < sizeof(text) && r->pieces[from].c; from++)
		text[len++] = r->pieces[from].c;
	text[len] = '\0';
	if (from < to || !read_sequence(text, &brace))
		return NULL;
	struct brace *found = arena_alloc(r->arena, sizeof(*found));
	*found = brace;
	return found;
}

/* ---- which braces belong together ---------------------------------------------------- */

/* The brace that closes the one at `open`, or 0: the first at its own level behind a comma or two
 * dots. */
static size_t find_close(const struct brace_reader *r, size_t open, size_t end, bool *comma)
{
	bool dots = false;
	size_t level = 0;

	*comma = false;
	if (open + 1 < end && r->pieces[open + 1].c == '}')
		return 0; /* {} is text: find(1) has a use for it */
	for (size_t at = open + 1; at < end; at++) {
		char c = r->pieces[at].c;
		if (c == '{')
			level++;
		else if (c == '}' && level)
			level--;
		else if (level)
			continue;
		else if (c == ',')
			*comma = true;
		else if (c == '.' && r->pieces[at - 1].c == '.')
			dots = true;
		else if (c == '}' && (*comma || dots))
			return at;
	}
	return 0;
}

/* ---- items --------------------------------------------------------------------------- */

static struct brace_item **add_item(struct brace_reader *r, struct brace_item **tail,
				    struct part *part, struct brace *brace)
{
	struct brace_item *item = arena_alloc(r->arena, sizeof(*item));

	*item = (struct brace_item){.part = part, .brace = brace};
	*tail = item;
	return &item->next;
}

/* The pieces from `from` to `to` as copies of their parts. */
static struct brace_item **add_plain(struct brace_reader *r, struct brace_item **tail, size_t from,
				     size_t to)
{
	while (from < to) {
		const struct piece *piece = &r->pieces[from];
		struct part *part = arena_alloc(r->arena, sizeof(*part));
		*part = *piece->part;
		part->next = NULL;
		size_t next = from + 1;
		if (piece->c) {
			while (next < to && r->pieces[next].part == piece->part)
				next++;
			part->len = (uint32_t)(next - from);
			part->text =
				arena_strndup(r->arena, piece->part->text + piece->at, part->len);
		}
		tail = add_item(r, tail, part, NULL);
		from = next;
	}
	return tail;
}

static struct brace_item *read_items(struct brace_reader *r, size_t from, size_t to, bool *any,
				     unsigned depth);

/* Reads the choices between commas. */
static struct brace *choices(struct brace_reader *r, size_t from, size_t to, unsigned depth)
{
	struct brace *brace = arena_zalloc(r->arena, sizeof(*brace));
	struct brace_choice **tail = &brace->choices;
	size_t level = 0;
	bool any;

	brace->kind = BRACE_CHOICES;
	for (size_t at = from; at <= to; at++) {
		char c = at < to ? r->pieces[at].c : ',';
		level += c == '{';
		level -= c == '}' && level;
		if (c != ',' || (level && at < to))
			continue;
		struct brace_choice *choice = arena_zalloc(r->arena, sizeof(*choice));
		choice->items = read_items(r, from, at, &any, depth + 1);
		*tail = choice;
		tail = &choice->next;
		from = at + 1;
	}
	return brace;
}

/* Deeper braces stand for themselves. */
#define DEPTH_LIMIT 1000

static struct brace_item *read_items(struct brace_reader *r, size_t from, size_t to, bool *any,
				     unsigned depth)
{
	struct brace_item *first = NULL, **tail = &first;
	size_t plain = from;

	for (size_t at = from; at < to; at++) {
		bool comma = false;
		size_t close = 0;
		if (r->pieces[at].c == '{' && depth < DEPTH_LIMIT)
			close = find_close(r, at, to, &comma);
		if (!close)
			continue;
		struct brace *brace =
			comma ? choices(r, at + 1, close, depth) : sequence(r, at + 1, close);
		if (!brace)
			continue;
		*any = true;
		tail = add_plain(r, tail, plain, at);
		tail = add_item(r, tail, NULL, brace);
		at = close;
		plain = close + 1;
	}
	add_plain(r, tail, plain, to);
	return first;
}

const struct brace_item *brace_parse(struct parser *ps, const struct part *parts)
{
	struct brace_reader r = {.arena = ps->lexer->arena};
	size_t room = count_pieces(parts) + 1;
	bool any = false;

	r.pieces = mem_alloc(room * sizeof(*r.pieces));
	cut(&r, parts);
	struct brace_item *items = read_items(&r, 0, r.count, &any, 0);
	mem_free(r.pieces);
	return any ? items : NULL;
}
