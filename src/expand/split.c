/*
 * Field splitting (XCU 2.6.5), for words and for `read`.  IFS white space and the other delimiters
 * are told apart by the table sh->char_class; only an IFS with characters of several bytes needs
 * more.
 */
#include "engine.h"
#include "pattern.h"
#include "utf8.h"

/* True when IFS contains the character of `len` bytes at s. */
static bool ifs_contains(struct shell *sh, const char *s, size_t len)
{
	size_t ifs_len;
	const char *ifs = var_text(sh, sh->ifs_name, &ifs_len);

	if (!ifs)
		return false;
	for (const char *end = ifs + ifs_len; ifs < end;) {
		size_t n = utf8_next(ifs, end);
		if (n == len && memcmp(ifs, s, n) == 0)
			return true;
		ifs += n;
	}
	return false;
}

/* The class of the character at s (CHAR_IFS and CHAR_IFS_SPACE only), and its length. */
static inline unsigned ifs_class(struct shell *sh, const char *s, const char *end, size_t *len)
{
	unsigned cls = sh->char_class[(unsigned char)*s] & (CHAR_IFS | CHAR_IFS_SPACE);

	*len = 1;
	if (!sh->ifs_multibyte || (unsigned char)*s < 0x80)
		return cls;
	*len = utf8_next(s, end);
	return cls && ifs_contains(sh, s, *len) ? CHAR_IFS : 0;
}

void split_plain(struct shell *sh, char *text, size_t len, struct fields *fields)
{
	const uint8_t *class = sh->char_class;
	char *s = text, *end = text + len;

	while (s < end && (class[(unsigned char)*s] & CHAR_IFS_SPACE))
		s++;
	while (s < end) {
		char *start = s;
		while (s < end && !(class[(unsigned char)*s] & CHAR_IFS))
			s++;
		char *stop = s;
		while (s < end && (class[(unsigned char)*s] & CHAR_IFS_SPACE))
			s++;
		if (s < end &&
		    (class[(unsigned char)*s] & (CHAR_IFS | CHAR_IFS_SPACE)) == CHAR_IFS) {
			s++;
			while (s < end && (class[(unsigned char)*s] & CHAR_IFS_SPACE))
				s++;
		}
		*stop = '\0';
		fields_add(sh, fields, start);
	}
}

/* ---- the engine's segments to fields ---------------------------------------------------- */

/* The field being collected.  Its bytes are contiguous in the engine's text, because delimiters
 * never stand inside a field. */
struct collector {
	struct engine *e;
	struct fields *fields;
	size_t start;		/* of the field */
	uint32_t first_segment; /* the segment `start` is in */
	bool open;		/* the field has content, or quotes that make it one */
	bool after_space;	/* the last field ended with IFS white space only */
	bool special;		/* unquoted * ? [ were seen in it */
};

static size_t segment_end(const struct engine *e, uint32_t index)
{
	return index + 1 < e->segment_count ? e->segments[index + 1].start : e->len;
}

/* Pathname expansion of the field that ends at `end`; false when there is no match. */
static bool glob_field(struct collector *c, size_t end)
{
	struct engine *e = c->e;
	struct shell *sh = e->sh;
	struct arena_mark mark = arena_mark(&sh->scratch);
	char *pattern = arena_try_alloc(&sh->scratch, 2 * (end - c->start) + 1);

	if (!pattern) {
		c->fields->failed = true;
		return false;
	}
	char *out = pattern;
	size_t at = c->start;
	for (uint32_t i = c->first_segment; at < end; i++) {
		size_t stop = segment_end(e, i);
		if (stop > end)
			stop = end;
		if (e->segments[i].kind == SEGMENT_QUOTED) {
			out = pattern_escape(pattern, out, e->text + at, stop - at);
		} else {
			memcpy(out, e->text + at, stop - at);
			out += stop - at;
		}
		at = stop;
	}
	size_t len = (size_t)(out - pattern);
	if (pattern_is_special(pattern, len, pattern_flags(sh)) &&
	    fields_add_matches(sh, c->fields, pattern, len))
		return true;
	if (!c->fields->pending) /* else it may be among those that wait */
		arena_release_fast(&sh->scratch, mark);
	return false;
}

/* Ends the field at `end`, where a delimiter, a break or the end of the text leaves room for a
 * NUL. */
static void end_field(struct collector *c, size_t end)
{
	bool matched = c->special && glob_field(c, end);

	if (!matched) {
		c->e->text[end] = '\0';
		fields_add(c->e->sh, c->fields, c->e->text + c->start);
	}
	c->open = false;
	c->special = false;
}

static inline void open_field(struct collector *c, size_t start, uint32_t segment)
{
	if (c->open)
		return;
	c->open = true;
	c->after_space = false;
	c->start = start;
	c->first_segment = segment;
}

static void split_segment(struct collector *c, uint32_t index, size_t at, size_t end, unsigned glob)
{
	struct shell *sh = c->e->sh;
	char *text = c->e->text;

	while (at < end) {
		size_t len;
		unsigned cls = ifs_class(sh, text + at, text + end, &len);
		if (!cls) {
			open_field(c, at, index);
			c->special |= (sh->char_class[(unsigned char)text[at]] & glob) != 0;
		} else if (cls & CHAR_IFS_SPACE) {
			if (c->open) {
				end_field(c, at);
				c->after_space = true;
			}
		} else if (c->after_space) {
			c->after_space =
				false; /* belongs to the white space that ended the last field */
		} else {
			open_field(c, at, index);
			end_field(c, at);
		}
		at += len;
	}
}

static bool has_special(const struct shell *sh, const char *s, const char *end, unsigned glob)
{
	unsigned seen = 0;

	for (; s < end; s++)
		seen |= sh->char_class[(unsigned char)*s];
	return (seen & glob) != 0;
}

bool engine_split(struct engine *e, struct fields *fields)
{
	struct collector c = {.e = e, .fields = fields};
	unsigned glob = OPT(e->sh, NOGLOB) ? 0 : CHAR_GLOB;

	for (uint32_t i = 0; i < e->segment_count; i++) {
		size_t start = e->segments[i].start, end = segment_end(e, i);
		switch (e->segments[i].kind) {
		case SEGMENT_LITERAL:
			open_field(&c, start, i);
			c.special |= has_special(e->sh, e->text + start, e->text + end, glob);
			break;
		case SEGMENT_QUOTED:
			open_field(&c, start, i);
			break;
		case SEGMENT_SPLIT:
			split_segment(&c, i, start, end, glob);
			break;
		case SEGMENT_BREAK:
			if (c.open)
				end_field(&c, start);
			c.after_space = false;
			break;
		}
	}
	if (c.open)
		end_field(&c, e->len);
	return true;
}

/* ---- read ------------------------------------------------------------------------------- */

/* The line that `read` is going through. */
struct reader {
	struct shell *sh;
	const char *text, *literal;
	size_t len;
};

/* ifs_class of the character at offset `at`, which a backslash may have made literal. */
static inline unsigned read_class(const struct reader *r, size_t at, size_t *len)
{
	if (__builtin_expect(!r->literal && !r->sh->ifs_multibyte, 1)) {
		*len = 1;
		return r->sh->char_class[(unsigned char)r->text[at]] & (CHAR_IFS | CHAR_IFS_SPACE);
	}
	unsigned cls = ifs_class(r->sh, r->text + at, r->text + r->len, len);
	return r->literal && r->literal[at] ? 0 : cls;
}

static size_t skip_space(const struct reader *r, size_t at)
{
	size_t n;

	while (at < r->len && (read_class(r, at, &n) & CHAR_IFS_SPACE))
		at += n;
	return at;
}

/* The end of the field that begins at `at`. */
static size_t skip_field(const struct reader *r, size_t at)
{
	size_t n;

	while (at < r->len && !read_class(r, at, &n))
		at += n;
	return at;
}

/* Past the delimiter at `at`: white space with at most one other delimiter in it. */
static size_t skip_delimiter(const struct reader *r, size_t at)
{
	size_t n;

	at = skip_space(r, at);
	if (at < r->len && read_class(r, at, &n))
		at = skip_space(r, at + n);
	return at;
}

/* The end of the text without the IFS white space behind `start`.  bash does not see the backslash
 * that made some of it literal; by POSIX it stays. */
static size_t trim_space(const struct reader *r, size_t start)
{
	const char *literal = OPT(r->sh, POSIX) ? r->literal : NULL;
	size_t end = r->len;

	while (end > start &&
	       (r->sh->char_class[(unsigned char)r->text[end - 1]] & CHAR_IFS_SPACE) &&
	       !(literal && literal[end - 1]))
		end--;
	return end;
}

uint32_t split_for_read(struct shell *sh, const char *text, const char *literal, size_t len,
			uint32_t max, struct read_field *fields)
{
	struct reader r = {sh, text, literal, len};
	uint32_t count = 0;
	size_t at = skip_space(&r, 0);

	while (at < len && count < max) {
		size_t end = skip_field(&r, at), next = skip_delimiter(&r, end);
		if (count + 1 == max &&
		    next < len) { /* more than one field is left: they stay together */
			end = trim_space(&r, at);
			next = len;
		}
		fields[count++] = (struct read_field){at, end};
		at = next;
	}
	return count;
}
