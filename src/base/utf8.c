/* UTF-8: decoding and encoding, and the questions to the tables in utf8_tables.c. */
#include <string.h>
#include <stdio.h>
#include "utf8.h"
#include "utf8_tables.h"

/* Length of the sequence a lead byte announces, 0 for a byte that cannot begin one. */
static size_t sequence_length(unsigned char lead)
{
	if (lead < 0xc2 || lead > 0xf4)
		return 0;
	return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

size_t utf8_decode(const char *s, const char *end, uint32_t *code)
{
	/* what fits into fewer bytes must not be written in more */
	static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
	unsigned char lead = (unsigned char)*s;
	size_t len;
	uint32_t value;

	*code = lead;
	if (lead < 0x80)
		return 1;
	*code = UTF8_INVALID + lead;
	len = sequence_length(lead);
	if (!len || (size_t)(end - s) < len)
		return 1;
	value = lead & (0x7fu >> len);
	for (size_t i = 1; i < len; i++) {
		if (((unsigned char)s[i] & 0xc0) != 0x80)
			return 1;
		value = value << 6 | ((unsigned char)s[i] & 0x3f);
	}
	if (value < smallest[len] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
		return 1;
	*code = value;
	return len;
}

size_t utf8_next(const char *s, const char *end)
{
	uint32_t code;

	return (unsigned char)*s < 0x80 ? 1 : utf8_decode(s, end, &code);
}

/* Encodes any number of 31 bits, code point or not, into out[6]. */
static size_t encode_number(uint32_t number, char *out)
{
	static const unsigned char leads[] = {0, 0, 0xc0, 0xe0, 0xf0, 0xf8, 0xfc};
	size_t len = 2;

	if (number < 0x80) {
		out[0] = (char)number;
		return 1;
	}
	if (number > 0x7fffffff)
		return 0;
	while (number >> (5 * len + 1))
		len++;
	for (size_t i = len; i-- > 1; number >>= 6)
		out[i] = (char)(0x80 | (number & 0x3f));
	out[0] = (char)(leads[len] | number);
	return len;
}

size_t utf8_encode(uint32_t code, char *out)
{
	if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff)
		return 0;
	return encode_number(code, out);
}

size_t utf8_encode_escape(uint32_t number, bool utf8, char *out)
{
	if (utf8 || number < 0x80)
		return encode_number(number, out);
	return (size_t)snprintf(out, 12, number < 0x10000 ? "\\u%04X" : "\\U%08X", number);
}

size_t utf8_count(const char *s, size_t len)
{
	const char *end = s + len;
	size_t count = 0;
	uint64_t word;

	while (s < end) {
		/* eight bytes of ASCII at a time */
		while ((size_t)(end - s) >= sizeof(word)) {
			memcpy(&word, s, sizeof(word));
			if (word & 0x8080808080808080u)
				break;
			s += sizeof(word);
			count += sizeof(word);
		}
		for (; s < end && (unsigned char)*s < 0x80; s++)
			count++;
		if (s < end) {
			s += utf8_next(s, end);
			count++;
		}
	}
	return count;
}

int utf8_class_by_name(const char *name, size_t len)
{
	static const char names[UTF8_CLASS_COUNT][8] = {
		[UTF8_ALNUM] = "alnum", [UTF8_ALPHA] = "alpha", [UTF8_BLANK] = "blank",
		[UTF8_CNTRL] = "cntrl", [UTF8_DIGIT] = "digit", [UTF8_GRAPH] = "graph",
		[UTF8_LOWER] = "lower", [UTF8_PRINT] = "print", [UTF8_PUNCT] = "punct",
		[UTF8_SPACE] = "space", [UTF8_UPPER] = "upper", [UTF8_XDIGIT] = "xdigit",
	};

	for (int i = 0; i < UTF8_CLASS_COUNT; i++) {
		if (strlen(names[i]) == len && memcmp(names[i], name, len) == 0)
			return i;
	}
	return -1;
}

static bool in_ranges(uint32_t code, const struct utf8_ranges *ranges)
{
	size_t low = 0, high = ranges->count;

	/* the last range that begins at or before code */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (ranges->range[middle].first <= code)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low)
		return false;
	code -= ranges->range[low - 1].first;
	return code <= ranges->range[low - 1].span && code % ranges->range[low - 1].step == 0;
}

/* Classes without a table of their own follow from the others, as XBD 7.3.1 relates them. */
static bool is_beyond_latin1(uint32_t code, enum utf8_class cls)
{
	bool is_separator = code == 0x2028 || code == 0x2029; /* line and paragraph separator */

	switch (cls) {
	case UTF8_ALNUM:
	case UTF8_ALPHA:
		return in_ranges(code, &utf8_alpha);
	case UTF8_LOWER:
		return in_ranges(code, &utf8_lower);
	case UTF8_UPPER:
		return in_ranges(code, &utf8_upper);
	case UTF8_SPACE:
		return in_ranges(code, &utf8_space);
	case UTF8_BLANK:
		return !is_separator && in_ranges(code, &utf8_space);
	case UTF8_PRINT:
		return in_ranges(code, &utf8_print);
	case UTF8_GRAPH:
		return in_ranges(code, &utf8_print) && !in_ranges(code, &utf8_space);
	case UTF8_PUNCT:
		return in_ranges(code, &utf8_print) && !in_ranges(code, &utf8_space) &&
		       !in_ranges(code, &utf8_alpha);
	case UTF8_CNTRL:
		return is_separator;
	case UTF8_DIGIT:
	case UTF8_XDIGIT:
	case UTF8_CLASS_COUNT:
		break;
	}
	return false;
}

bool utf8_is(uint32_t code, enum utf8_class cls)
{
	if (code < 256)
		return utf8_latin1[code] >> cls & 1;
	return is_beyond_latin1(code, cls);
}

static uint32_t map_case(uint32_t code, const struct utf8_mappings *mappings)
{
	size_t low = 0, high = mappings->count;
	const struct utf8_mapping *found;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (mappings->mapping[middle].first <= code)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low)
		return code;
	found = &mappings->mapping[low - 1];
	if (code - found->first > found->span || (code - found->first) % found->step)
		return code;
	return code + (uint32_t)found->delta;
}

uint32_t utf8_to_lower(uint32_t code)
{
	if (code < 0x80)
		return code >= 'A' && code <= 'Z' ? code + ('a' - 'A') : code;
	return map_case(code, &utf8_lower_mappings);
}

uint32_t utf8_to_upper(uint32_t code)
{
	if (code < 0x80)
		return code >= 'a' && code <= 'z' ? code - ('a' - 'A') : code;
	return map_case(code, &utf8_upper_mappings);
}
