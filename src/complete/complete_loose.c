/*
 * Candidates that do not begin with what was typed: in other case, or with it in their middle.  The
 * word is cut down to a beginning that says where to look (directories, dashes, NAME=, a quote),
 * completed as it is then, and what was cut off chooses among the candidates.
 */
#include <string.h>
#include "completion.h"
#include "utf8.h"

static size_t later(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* The part of a word from place->part on. */
static size_t cut_word(struct shell *sh, struct arena *arena, const char *line,
		       const struct line_place *place, const char **wanted)
{
	size_t part = place->part, point = place->point;
	struct typed_word typed, kept;

	word_read(sh, arena, line, part, point, 0, &typed);
	if (typed.unknown)
		return point;
	size_t cut = typed.tilde ? part + 1 : later(part, typed.line_base);
	cut = later(cut, word_break(sh, line, part, point, "=:"));
	if (typed.quote)
		cut = later(cut, typed.quote_start);
	if (cut == place->start)
		cut += strspn(line + cut, "-");
	if (cut >= point)
		return point;
	word_read(sh, arena, line, part, cut, 0, &kept);
	*wanted = typed.value + (kept.len < typed.len ? kept.len : typed.len);
	return cut;
}

size_t loose_cut(struct shell *sh, struct arena *arena, const char *line,
		 const struct line_place *place, const char **wanted)
{
	switch ((enum span_kind)place->kind) {
	case SPAN_COMMAND:
	case SPAN_ARGUMENT:
	case SPAN_ASSIGNMENT:
	case SPAN_KEYWORD:
	case SPAN_TARGET:
	case SPAN_WORD:
	case SPAN_PATTERN:
		return cut_word(sh, arena, line, place, wanted);
	case SPAN_VARIABLE:
	case SPAN_NAME:
	case SPAN_SUBSCRIPT:
	case SPAN_ARITHMETIC:
		*wanted = arena_strndup(arena, line + place->part, place->point - place->part);
		return place->part;
	default:
		return place->point;
	}
}

/* Text in lower case. */
static const char *fold_case(struct arena *arena, const char *text)
{
	const char *end = text + strlen(text);
	/* no character grows to more than the four bytes that the longest has */
	char *folded = arena_alloc(arena, 4 * (size_t)(end - text) + 1), *into = folded;
	uint32_t code;

	while (text < end) {
		size_t len = utf8_decode(text, end, &code);
		if (len == 1 && (unsigned char)*text >= 0x80)
			*into++ = *text; /* no character */
		else
			into += utf8_encode(utf8_to_lower(code), into);
		text += len;
	}
	*into = '\0';
	return folded;
}

enum looseness loose_match(struct arena *arena, const char *text, const char *wanted)
{
	const char *folded = fold_case(arena, text), *folded_wanted = fold_case(arena, wanted);

	if (strncmp(folded, folded_wanted, strlen(folded_wanted)) == 0)
		return LOOSE_CASE;
	if (strstr(text, wanted))
		return LOOSE_MIDDLE;
	return strstr(folded, folded_wanted) ? LOOSE_BOTH : LOOSE_NOT;
}
