/* Replacing what matches a pattern: ${x/pattern/word} and its kin (bash manual, 3.5.3). */
#include "engine.h"
#include "utf8.h"

/* Adds what takes the place of a match.  Behind a backslash & and backslash are themselves. */
static bool add_by(struct engine *e, const struct mapping *mapping, const char *match, size_t len,
		   enum segment_kind kind)
{
	const char *s = mapping->by, *end = s + mapping->by_len, *run = s;

	if (!mapping->by_match)
		return engine_add(e, s, mapping->by_len, kind);
	while (s < end) {
		bool escape = *s == '\\' && s + 1 < end && (s[1] == '&' || s[1] == '\\');
		if (!escape && *s != '&') {
			s++;
			continue;
		}
		if (!engine_add(e, run, (size_t)(s - run), kind) ||
		    (!escape && !engine_add(e, match, len, kind)))
			return false;
		run = s + 1;
		s += escape ? 2 : 1;
	}
	return engine_add(e, run, (size_t)(end - run), kind);
}

/* Text with the piece between two offsets replaced. */
static bool add_with(struct engine *e, const struct mapping *mapping, const char *text, size_t len,
		     size_t from, size_t to, enum segment_kind kind)
{
	return engine_add(e, text, from, kind) &&
	       add_by(e, mapping, text + from, to - from, kind) &&
	       engine_add(e, text + to, len - to, kind);
}

/* The first match, or every one. */
static bool add_replacing(struct engine *e, const struct mapping *mapping, const char *text,
			  size_t len, enum segment_kind kind)
{
	unsigned flags = pattern_match_flags(e->sh);
	size_t at = 0, from, to;

	if (mapping->pattern_len == 0)
		return engine_add(e, text, len, kind);
	do {
		if (!pattern_find(mapping->pattern, mapping->pattern_len, text, len, at, flags,
				  &from, &to))
			break;
		if (!engine_add(e, text + at, from - at, kind) ||
		    !add_by(e, mapping, text + from, to - from, kind))
			return false;
		at = to;
		/* Behind a match of nothing a character goes by. */
		if (from == to && at < len && mapping->op == PARAM_REPLACE_ALL) {
			size_t next = e->sh->utf8 ? utf8_next(text + at, text + len) : 1;
			if (!engine_add(e, text + at, next, kind))
				return false;
			at += next;
		}
	} while (mapping->op == PARAM_REPLACE_ALL && at < len);
	return engine_add(e, text + at, len - at, kind);
}

/* Replaces a match at the beginning, or at the end. */
static bool add_replacing_edge(struct engine *e, const struct mapping *mapping, const char *text,
			       size_t len, enum segment_kind kind)
{
	unsigned flags = pattern_match_flags(e->sh);
	bool prefix = mapping->op == PARAM_REPLACE_PREFIX;
	size_t from, to;

	pattern_cut(mapping->pattern, mapping->pattern_len, text, len,
		    prefix ? CUT_PREFIX_LONG : CUT_SUFFIX_LONG, flags, &from, &to);
	bool nothing = from == 0 && to == len;
	if (nothing && !pattern_match(mapping->pattern, mapping->pattern_len, "", 0, flags))
		return engine_add(e, text, len, kind);
	return prefix ? add_with(e, mapping, text, len, 0, from, kind)
		      : add_with(e, mapping, text, len, to, len, kind);
}

/* A pattern that comes out of an expansion may begin with the sign of an edge. */
static void find_edge(const struct param *param, struct mapping *mapping)
{
	const struct word *word = param->replacing->pattern;
	char first = mapping->pattern_len ? *mapping->pattern : 0;

	if (mapping->op != PARAM_REPLACE || (first != '#' && first != '%'))
		return;
	if (word->kind != WORD_PARAM &&
	    (word->kind != WORD_PARTS || word->parts->quoted || word->parts->kind == PART_LITERAL))
		return;
	mapping->op = first == '#' ? PARAM_REPLACE_PREFIX : PARAM_REPLACE_SUFFIX;
	mapping->pattern++;
	mapping->pattern_len--;
}

static bool find_by(struct engine *e, const struct word *word, struct mapping *mapping)
{
	if (!OPT(e->sh, PATSUB_REPLACEMENT) ||
	    (word->kind == WORD_LITERAL && word->flags & WORD_HAS_QUOTE)) {
		mapping->by = expand_string(e->sh, word, &mapping->by_len, e->failure);
		return mapping->by != NULL;
	}
	mapping->by = word->kind == WORD_LITERAL && !(word->flags & WORD_HAS_QUOTE)
			      ? (mapping->by_len = word->len, word->text)
			      : expand_replacement(e->sh, word, &mapping->by_len, e->failure);
	if (!mapping->by)
		return false;
	mapping->by_match = memchr(mapping->by, '&', mapping->by_len) ||
			    memchr(mapping->by, '\\', mapping->by_len);
	return true;
}

static bool find_replacing(struct engine *e, const struct param *param, struct mapping *mapping)
{
	const struct replacing *replacing = param->replacing;

	mapping->pattern =
		expand_pattern(e->sh, replacing->pattern, &mapping->pattern_len, e->failure);
	if (!mapping->pattern || (replacing->by && !find_by(e, replacing->by, mapping)))
		return false;
	find_edge(param, mapping);
	bool edge = mapping->op == PARAM_REPLACE_PREFIX || mapping->op == PARAM_REPLACE_SUFFIX;
	mapping->add = edge ? add_replacing_edge : add_replacing;
	return true;
}

bool add_replaced(struct engine *e, const struct param *param, bool quoted)
{
	struct mapping mapping = {.add = add_replacing, .op = param->op, .by = ""};

	const struct word *pattern = param->replacing->pattern, *by = param->replacing->by;

	if (pattern->kind == WORD_LITERAL && (!by || by->kind == WORD_LITERAL))
		return find_replacing(e, param, &mapping) && engine_map(e, param, &mapping, quoted);
	return engine_map_words(e, param, &mapping, find_replacing,
				may_change(pattern) || may_change(by), quoted);
}
