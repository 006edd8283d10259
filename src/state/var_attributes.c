/* Attributes that change what is assigned: integer, and those of case. */
#include <string.h>
#include "state.h"
#include "utf8.h"

static uint32_t convert_code(uint32_t code, uint32_t flags, bool first)
{
	bool upper = (flags & VAR_UPPER) || ((flags & VAR_CAPITAL) && first);

	return upper ? utf8_to_upper(code) : utf8_to_lower(code);
}

static char convert_byte(char c, uint32_t flags, bool first)
{
	return (unsigned char)c < 0x80 ? (char)convert_code((unsigned char)c, flags, first) : c;
}

const char *convert_case(struct shell *sh, uint32_t flags, const char *text, size_t *len)
{
	/* A character grows by a byte at most. */
	char *converted = arena_try_alloc(&sh->scratch, 2 * *len + 5);
	char *out = converted;

	if (!converted)
		return NULL;
	for (const char *at = text, *end = text + *len; at < end;) {
		uint32_t code = (unsigned char)*at;
		size_t size = 1;
		if (sh->utf8 && code >= 0x80)
			size = utf8_decode(at, end, &code);
		if (code < 0x80 || code >= UTF8_INVALID || !sh->utf8)
			*out++ = convert_byte(*at, flags, at == text);
		else
			out += utf8_encode(convert_code(code, flags, at == text), out);
		at += size;
	}
	*out = '\0';
	*len = (size_t)(out - converted);
	return converted;
}

bool integer_value(struct shell *sh, const char *old, size_t old_len, const char *text, size_t len,
		   int64_t *value)
{
	int64_t before = 0;

	if (old && !integer_constant(old, old_len, &before) &&
	    !sh->ops.evaluate(sh, old, old_len, &before))
		return false;
	if (!integer_constant(text, len, value) && !sh->ops.evaluate(sh, text, len, value))
		return false;
	*value = (int64_t)((uint64_t)*value + (uint64_t)before);
	return true;
}
