/* Letters in upper and lower case: ${x^pattern} and its kin (bash manual, 3.5.3). */
#include "engine.h"
#include "utf8.h"

static uint32_t in_case(uint32_t code, enum param_op op)
{
	uint32_t upper = utf8_to_upper(code);

	switch (op) {
	case PARAM_UPPER:
	case PARAM_UPPER_ALL:
		return upper;
	case PARAM_LOWER:
	case PARAM_LOWER_ALL:
		return utf8_to_lower(code);
	default: /* PARAM_TOGGLE, PARAM_TOGGLE_ALL */
		return upper == code ? utf8_to_lower(code) : upper;
	}
}

/* ASCII letters, of any locale. */
static char ascii_in_case(char c, enum param_op op)
{
	bool upper = c >= 'A' && c <= 'Z', lower = c >= 'a' && c <= 'z';

	if (op == PARAM_UPPER || op == PARAM_UPPER_ALL)
		upper = false;
	else if (op == PARAM_LOWER || op == PARAM_LOWER_ALL)
		lower = false;
	return upper || lower ? (char)(c ^ 0x20) : c;
}

static bool matches(struct engine *e, const struct mapping *mapping, const char *text, size_t len)
{
	return !mapping->pattern || pattern_match(mapping->pattern, mapping->pattern_len, text, len,
						  pattern_flags(e->sh));
}

/* The first character of text; its length goes to *taken. */
static bool add_char_in_case(struct engine *e, const struct mapping *mapping, const char *text,
			     const char *end, enum segment_kind kind, size_t *taken)
{
	enum param_op op = (enum param_op)mapping->op;
	char changed[4];
	uint32_t code;

	if ((unsigned char)*text < 0x80 || !e->sh->utf8) {
		*taken = 1;
		*changed = matches(e, mapping, text, 1) ? ascii_in_case(*text, op) : *text;
		return engine_add(e, changed, 1, kind);
	}
	*taken = utf8_decode(text, end, &code);
	if (code >= UTF8_INVALID || !matches(e, mapping, text, *taken))
		return engine_add(e, text, *taken, kind);
	size_t len = utf8_encode(in_case(code, op), changed);
	return engine_add(e, changed, len, kind);
}

static bool all_of_it(enum param_op op)
{
	return op == PARAM_UPPER_ALL || op == PARAM_LOWER_ALL || op == PARAM_TOGGLE_ALL;
}

bool add_changed_case(struct engine *e, const struct mapping *mapping, const char *text, size_t len,
		      enum segment_kind kind)
{
	const char *end = text + len;
	bool all = all_of_it((enum param_op)mapping->op);
	size_t taken;

	if (len == 0)
		return engine_add(e, text, len, kind);
	do {
		if (!add_char_in_case(e, mapping, text, end, kind, &taken))
			return false;
		text += taken;
	} while (all && text < end);
	return text == end || engine_add(e, text, (size_t)(end - text), kind);
}

static bool find_pattern(struct engine *e, const struct param *param, struct mapping *mapping)
{
	mapping->pattern = expand_pattern(e->sh, param->word, &mapping->pattern_len, e->failure);
	return mapping->pattern != NULL;
}

bool add_in_case(struct engine *e, const struct param *param, bool quoted)
{
	struct mapping mapping = {.add = add_changed_case, .op = param->op};

	return param->word ? engine_map_words(e, param, &mapping, find_pattern,
					      may_change(param->word), quoted)
			   : engine_map(e, param, &mapping, quoted);
}
