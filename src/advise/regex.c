/*
 * The regular expressions of sed, grep and expr as far as patterns of the shell say the same:
 * characters, ., bracket expressions, .* anywhere, and a star behind a bracket expression where the
 * characters around it make it one.
 */
#include <string.h>
#include "internal.h"
#include "utf8.h"

/* The bracket expression that begins at text, behind its bracket; its length, 0 when it is not
 * plain. */
static size_t bracket_length(const char *text, size_t len)
{
	size_t at = 0;
	if (at < len && text[at] == '^')
		at++;
	if (at < len && text[at] == ']')
		at++;
	while (at < len && text[at] != ']') {
		if (text[at] == '\n' || (unsigned char)text[at] <= TEMPLATE_PARAMS_MAX)
			return 0;
		if (text[at] == '[' && at + 1 < len && text[at + 1] == ':') {
			const char *name = text + at + 2;
			const char *end = memchr(name, ']', len - at - 2);
			if (!end || end == name || end[-1] != ':' ||
			    utf8_class_by_name(name, (size_t)(end - name) - 1) < 0)
				return 0;
			at = (size_t)(end - text);
		} else if (text[at] == '[') {
			return 0;
		}
		at++;
	}
	return at < len ? at : 0;
}

static bool add_element(struct regex *regex, struct element element)
{
	if (regex->count == ELEMENTS_MAX)
		return false;
	regex->elements[regex->count++] = element;
	return true;
}

/* A parenthesis of a group. */
static bool read_group(struct regex *regex, char c)
{
	if (c == '(') {
		if (regex->group_count == GROUPS_MAX)
			return false;
		regex->groups[regex->group_count].start = (int)regex->count;
		regex->groups[regex->group_count++].end = -1;
	} else {
		unsigned at = regex->group_count;
		while (at && regex->groups[at - 1].end >= 0)
			at--;
		if (!at)
			return false;
		regex->groups[at - 1].end = (int)regex->count;
	}
	regex->group_start = regex->groups[0].start;
	regex->group_end = regex->groups[0].end;
	return true;
}

/* True where a group begins or ends just here, so that a star would be the group's. */
static bool at_group(const struct regex *regex)
{
	for (unsigned i = 0; i < regex->group_count; i++)
		if (regex->groups[i].start == (int)regex->count ||
		    regex->groups[i].end == (int)regex->count)
			return true;
	return false;
}

/* A star, or a plus: the element again, with a star. */
static bool repeat(struct regex *regex, bool again)
{
	struct element *last = regex->count ? &regex->elements[regex->count - 1] : NULL;

	if (!last || last->star || at_group(regex) ||
	    (last->kind == ELEMENT_CHAR && (unsigned char)last->c <= TEMPLATE_PARAMS_MAX))
		return false;
	if (again) {
		struct element copy = *last;
		copy.star = true;
		return add_element(regex, copy);
	}
	last->star = true;
	return true;
}

/* A backslash and the character behind it. */
static bool read_escape(struct regex *regex, char c, bool extended)
{
	if (!extended && (c == '(' || c == ')'))
		return read_group(regex, c);
	if (!extended && c == '+')
		return repeat(regex, true);
	if (!strchr(extended ? ".*[]^$/\\-,:#@!%&~\"' ()+?{}|" : ".*[]^$/\\-,:#@!%&~\"' ", c))
		return false;
	return add_element(regex, (struct element){.kind = ELEMENT_CHAR, .c = c});
}

bool regex_read(struct regex *regex, const char *text, size_t len, bool extended)
{
	*regex = (struct regex){.group_start = -1, .group_end = -1};
	size_t at = 0;

	if (at < len && text[at] == '^') {
		regex->at_start = true;
		at++;
	}
	for (; at < len; at++) {
		char c = text[at];
		if ((c == '$' && at + 1 == len)) {
			regex->at_end = true;
		} else if (c == '*' || (extended && c == '+')) {
			if (!repeat(regex, c == '+'))
				return false;
		} else if (extended && (c == '(' || c == ')')) {
			if (!read_group(regex, c))
				return false;
		} else if (c == '.') {
			if (!add_element(regex, (struct element){.kind = ELEMENT_ANY}))
				return false;
		} else if (c == '[') {
			size_t width = bracket_length(text + at + 1, len - at - 1);
			if (!width ||
			    !add_element(regex, (struct element){.kind = ELEMENT_BRACKET,
								 .bracket = text + at + 1,
								 .bracket_len = (uint32_t)width}))
				return false;
			at += width + 1;
		} else if (c == '\\') {
			if (at + 1 == len || !read_escape(regex, text[++at], extended))
				return false;
		} else if (c == '\n' || c == '$' || c == '^' || (extended && strchr("?|{}", c))) {
			return false;
		} else if (!add_element(regex, (struct element){.kind = ELEMENT_CHAR, .c = c})) {
			return false;
		}
	}
	for (unsigned i = 0; i < regex->group_count; i++)
		if (regex->groups[i].end < 0)
			return false;
	return true;
}

bool element_is_all(const struct element *element)
{
	return element->kind == ELEMENT_ANY && element->star;
}

bool element_is_char(const struct element *element)
{
	return element->kind == ELEMENT_CHAR && !element->star;
}

bool element_is_all_but(const struct element *element, char c)
{
	return element->kind == ELEMENT_BRACKET && element->star && element->bracket_len == 2 &&
	       element->bracket[0] == '^' && element->bracket[1] == c;
}

bool pattern_add_char(struct strbuf *into, char c, enum pattern_place place)
{
	bool quoting = strchr("\"'\\$`", c);
	if (c == '\n' || (quoting && place != UNQUOTED))
		return false;
	if (quoting || strchr("*?[]}#%~()", c) || (place == SLASHED && c == '/'))
		strbuf_addc(into, '\\');
	strbuf_addc(into, c);
	return true;
}

void pattern_add_shielded(struct strbuf *into, const struct strbuf *pattern)
{
	for (size_t i = 0; i < pattern->len; i++) {
		if (strchr(" \t|&;<>", pattern->data[i]))
			strbuf_addc(into, '\\');
		strbuf_addc(into, pattern->data[i]);
	}
}

static bool add_bracket(struct strbuf *into, const struct element *element,
			enum pattern_place place)
{
	const char *text = element->bracket;
	uint32_t len = element->bracket_len;

	strbuf_addc(into, '[');
	if (*text == '^') {
		strbuf_addc(into, '!');
		text++;
		len--;
	} else if (*text == '!') {
		return false;
	}
	for (uint32_t i = 0; i < len; i++) {
		bool quoting = strchr("\"'$`}\\", text[i]);
		if (quoting && place != UNQUOTED)
			return false;
		/* a parenthesis would end the pattern in a case */
		if (quoting || strchr("()", text[i]) || (place == SLASHED && text[i] == '/'))
			strbuf_addc(into, '\\');
		strbuf_addc(into, text[i]);
	}
	strbuf_addc(into, ']');
	return true;
}

bool regex_add_pattern(const struct regex *regex, unsigned first, unsigned last,
		       enum pattern_place place, struct strbuf *into)
{
	for (unsigned i = first; i < last; i++) {
		const struct element *element = &regex->elements[i];
		switch ((enum element_kind)element->kind) {
		case ELEMENT_CHAR:
			if (element->star || !pattern_add_char(into, element->c, place))
				return false;
			break;
		case ELEMENT_ANY:
			strbuf_addc(into, element->star ? '*' : '?');
			break;
		case ELEMENT_BRACKET:
			if (element->star || !add_bracket(into, element, place))
				return false;
			break;
		}
	}
	return true;
}

/* The length of a bracket expression that begins at the text, or 0. */
static size_t bracket_width(const char *text)
{
	size_t at = 1;
	if (text[at] == '^')
		at++;
	if (text[at] == ']')
		at++;
	for (; text[at] && text[at] != ']'; at++)
		if (text[at] == '[' && text[at + 1] == ':' && strchr(text + at, ']'))
			at = (size_t)(strchr(text + at, ']') - text);
	return text[at] ? at + 1 : 0;
}

const char *expression_part(const char *text, char delimiter, bool expression, struct strbuf *into)
{
	for (; *text && *text != delimiter; text++) {
		size_t width = expression && *text == '[' ? bracket_width(text) : 0;
		if (width) {
			strbuf_add(into, text, width);
			text += width - 1;
			continue;
		}
		if (*text == '\\' && text[1] == delimiter) {
			strbuf_addc(into, *++text);
			continue;
		}
		if (*text == '\\' && text[1])
			strbuf_addc(into, *text++);
		strbuf_addc(into, *text);
	}
	return *text ? text + 1 : NULL;
}
