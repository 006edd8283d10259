/*
 * The regular expressions of sed, grep and expr as far as patterns of the shell say the same:
 * characters, ., bracket expressions, .* anywhere, and a star behind a bracket expression where the
 * characters around it make it one.
 */
#include <string.h>
#include "internal.h"

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
		if (text[at] == '\\' || text[at] == '\n')
			return 0;
		if (text[at] == '[' && at + 1 < len && text[at + 1] == ':') {
			const char *end = memchr(text + at + 2, ']', len - at - 2);
			if (!end || end[-1] != ':')
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

/* A backslash and what comes behind it. */
static bool read_escape(struct regex *regex, char c)
{
	if (c == '(') {
		if (regex->group_start >= 0)
			return false;
		regex->group_start = (int)regex->count;
		return true;
	}
	if (c == ')') {
		if (regex->group_start < 0 || regex->group_end >= 0)
			return false;
		regex->group_end = (int)regex->count;
		return true;
	}
	if (!strchr(".*[]^$/\\-,:#@!%&~\"' ", c) || !c)
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
		struct element *last = regex->count ? &regex->elements[regex->count - 1] : NULL;
		if ((c == '$' && at + 1 == len)) {
			regex->at_end = true;
		} else if (c == '*') {
			if (!last || last->star || last->kind == ELEMENT_CHAR ||
			    (int)regex->count == regex->group_start ||
			    (int)regex->count == regex->group_end)
				return false;
			last->star = true;
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
			if (extended && at + 1 < len && strchr("()", text[at + 1]))
				return false;
			if (at + 1 == len || !read_escape(regex, text[++at]))
				return false;
		} else if (c == '\n' || c == '$' || c == '^' ||
			   (extended && strchr("+?|(){}", c))) {
			return false;
		} else if (!add_element(regex, (struct element){.kind = ELEMENT_CHAR, .c = c})) {
			return false;
		}
	}
	return (regex->group_start >= 0) == (regex->group_end >= 0);
}

bool pattern_add_char(struct strbuf *into, char c, bool slash)
{
	if (!c || strchr("\"'\\$`\n", c))
		return false;
	if (strchr("*?[]}#%~()", c) || (slash && c == '/'))
		strbuf_addc(into, '\\');
	strbuf_addc(into, c);
	return true;
}

static bool add_bracket(struct strbuf *into, const struct element *element, bool slash)
{
	const char *text = element->bracket;
	uint32_t len = element->bracket_len;

	strbuf_addc(into, '[');
	if (len && *text == '^') {
		strbuf_addc(into, '!');
		text++;
		len--;
	} else if (len && *text == '!') {
		return false;
	}
	for (uint32_t i = 0; i < len; i++) {
		if (strchr("\"'\\$`}", text[i]))
			return false;
		if (slash && text[i] == '/')
			strbuf_addc(into, '\\');
		strbuf_addc(into, text[i]);
	}
	strbuf_addc(into, ']');
	return true;
}

bool regex_add_pattern(const struct regex *regex, unsigned first, unsigned last, bool slash,
		       struct strbuf *into)
{
	for (unsigned i = first; i < last; i++) {
		const struct element *element = &regex->elements[i];
		switch ((enum element_kind)element->kind) {
		case ELEMENT_CHAR:
			if (!pattern_add_char(into, element->c, slash))
				return false;
			break;
		case ELEMENT_ANY:
			strbuf_addc(into, element->star ? '*' : '?');
			break;
		case ELEMENT_BRACKET:
			if (element->star || !add_bracket(into, element, slash))
				return false;
			break;
		}
	}
	return true;
}
