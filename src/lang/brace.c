/*
 * Brace expansion's view of a word (bash manual, 3.5.1): found when the word is read, so that
 * nothing has to be looked for when it is expanded.
 */
#include <errno.h>
#include <stdlib.h>
#include "lang.h"

#define NO_PIECE UINT32_MAX

/* A byte of unquoted literal text, or a part of another kind. */
struct piece {
	const struct part *part;
	uint32_t at;
	char c;		/* '\0' for what is no unquoted text */
	bool comma;	/* a brace: there is a comma between it and the one that closes it */
	uint32_t close; /* a brace: the one that closes it, or 0 */
	uint32_t next;	/* a brace: in struct braces */
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
			r->pieces[r->count++] =
				(struct piece){.part = parts, .at = i, .c = parts->text[i]};
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

/* Opening braces that have not been closed, in a list. */
struct braces {
	uint32_t first, last; /* NO_PIECE when there are none */
};

/* Those that the cursor is in, and in nothing between. */
struct level {
	struct braces bare, dots, commas; /* by what has come behind them, commas before dots */
};

static const struct level empty_level = {
	{NO_PIECE, NO_PIECE}, {NO_PIECE, NO_PIECE}, {NO_PIECE, NO_PIECE}};

/* Puts those of `from` behind those of `to`. */
static void move_braces(struct brace_reader *r, struct braces *to, struct braces *from)
{
	if (from->first == NO_PIECE)
		return;
	if (to->first == NO_PIECE)
		to->first = from->first;
	else
		r->pieces[to->last].next = from->first;
	to->last = from->last;
	*from = empty_level.bare;
}

static void add_brace(struct brace_reader *r, struct braces *to, uint32_t at)
{
	struct braces one = {at, at};

	r->pieces[at].next = NO_PIECE;
	move_braces(r, to, &one);
}

static void close_braces(struct brace_reader *r, struct braces *list, uint32_t close, bool comma)
{
	for (uint32_t at = list->first; at != NO_PIECE; at = r->pieces[at].next) {
		r->pieces[at].close = close;
		r->pieces[at].comma = comma;
	}
	*list = empty_level.bare;
}

/* Finds what closes each brace: the first at its own level behind a comma or two dots.  One in
 * front of these closes nothing, but the level ends with it for the braces around. */
static void pair_braces(struct brace_reader *r)
{
	struct piece *pieces = r->pieces;
	size_t opening = 0;

	for (size_t at = 0; at < r->count; at++)
		opening += pieces[at].c == '{';
	struct level *level = mem_alloc((opening + 1) * sizeof *level), *outermost = level;
	*level = empty_level;
	for (uint32_t at = 0; at < r->count; at++) {
		switch (pieces[at].c) {
		case '{':
			*++level = empty_level;
			/* {} is text: find(1) has a use for it */
			if (at + 1 < r->count && pieces[at + 1].c != '}')
				add_brace(r, &level->bare, at);
			break;
		case '}':
			close_braces(r, &level->dots, at, false);
			close_braces(r, &level->commas, at, true);
			if (level == outermost)
				break;
			move_braces(r, &level[-1].bare, &level->bare);
			level--;
			break;
		case ',':
			move_braces(r, &level->commas, &level->dots);
			move_braces(r, &level->commas, &level->bare);
			break;
		case '.':
			if (at && pieces[at - 1].c == '.')
				move_braces(r, &level->dots, &level->bare);
			break;
		}
	}
	mem_free(outermost);
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
		size_t close = r->pieces[at].close;
		if (!close || close >= to || depth >= DEPTH_LIMIT)
			continue;
		struct brace *brace = r->pieces[at].comma ? choices(r, at + 1, close, depth)
							  : sequence(r, at + 1, close);
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
	pair_braces(&r);
	struct brace_item *items = read_items(&r, 0, r.count, &any, 0);
	mem_free(r.pieces);
	return any ? items : NULL;
}
