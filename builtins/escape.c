/* Backslash escapes, read and written. */
#include <string.h>
#include "chars.h"
#include "escape.h"
#include "utf8.h"

/* Up to `max` digits; *text moves behind them. */
static uint32_t read_digits(const char **text, int base, int max)
{
	uint32_t value = 0;

	for (; max > 0 && digit_value(**text) < base; max--)
		value = value * (uint32_t)base + (uint32_t)digit_value(*(*text)++);
	return value;
}

static char simple_escape(char c)
{
	switch (c) {
	case '\\':
		return '\\';
	case 'a':
		return '\a';
	case 'b':
		return '\b';
	case 'e':
		return '\033';
	case 'f':
		return '\f';
	case 'n':
		return '\n';
	case 'r':
		return '\r';
	case 't':
		return '\t';
	case 'v':
		return '\v';
	}
	return '\0';
}

static const char *read_octal(const char *text, unsigned dialect, struct escape *escape)
{
	int max = *text == '0' && (dialect & ESCAPE_ZERO_OCTAL) ? 4 : 3;

	escape->bytes[0] = (char)read_digits(&text, 8, max);
	return text;
}

/* \x, \u and \U; text is behind the letter.  NULL when no digit follows. */
static const char *read_hexadecimal(const char *text, char letter, bool utf8, struct escape *escape)
{
	const char *digits = text;
	uint32_t value = read_digits(&text, 16, letter == 'x' ? 2 : letter == 'u' ? 4 : 8);

	if (text == digits)
		return NULL;
	if (letter == 'x')
		escape->bytes[0] = (char)value;
	else
		escape->len = utf8_encode_escape(value, utf8, escape->bytes);
	return text;
}

const char *escape_read(const char *text, unsigned dialect, struct escape *escape)
{
	char letter = text[1];
	const char *after;

	escape->len = 1;
	escape->stop = false;
	escape->lacks_digits = '\0';
	escape->bytes[0] = simple_escape(letter);
	if (escape->bytes[0])
		return text + 2;
	if (letter == 'c' && (dialect & ESCAPE_STOP)) {
		escape->len = 0;
		escape->stop = true;
		return text + 2;
	}
	if ((letter == '0' && (dialect & ESCAPE_ZERO_OCTAL)) ||
	    (letter >= '0' && letter <= '7' && (dialect & ESCAPE_OCTAL)))
		return read_octal(text + 1, dialect, escape);
	if (letter && (dialect & ESCAPE_QUOTES) && strchr("\"'?", letter)) {
		escape->bytes[0] = letter;
		return text + 2;
	}
	if (dialect & ESCAPE_EXTENDED) {
		escape->bytes[0] = '\033';
		if (letter == 'E')
			return text + 2;
		if (letter == 'x' || letter == 'u' || letter == 'U') {
			after = read_hexadecimal(text + 2, letter, dialect & ESCAPE_UTF8, escape);
			if (after)
				return after;
			escape->lacks_digits = letter;
		}
	}
	escape->bytes[0] = '\\';
	return text + 1;
}

bool escape_expand(const char *text, unsigned dialect, struct strbuf *into)
{
	const char *backslash;
	struct escape escape;

	for (; (backslash = strchr(text, '\\'));) {
		strbuf_add(into, text, (size_t)(backslash - text));
		text = escape_read(backslash, dialect, &escape);
		if (escape.stop)
			return false;
		strbuf_add(into, escape.bytes, escape.len);
	}
	strbuf_adds(into, text);
	return true;
}

/* Length of the character at text when it can be printed, else 0. */
static size_t printable(const char *text, const char *end, bool utf8)
{
	uint32_t code;
	size_t len = utf8_decode(text, end, &code);

	if (code >= 0x80 && !utf8)
		return 0;
	return utf8_is(code, UTF8_PRINT) ? len : 0;
}

static bool all_printable(const char *text, const char *end, bool utf8)
{
	size_t len;

	for (; text < end; text += len) {
		len = printable(text, end, utf8);
		if (!len)
			return false;
	}
	return true;
}

static void quote_with_backslashes(const char *text, struct strbuf *into)
{
	char before = ':'; /* behind : and =, and at the beginning, ~ could be a home directory */

	if (*text == '#')
		strbuf_addc(into, '\\');
	for (; *text; before = *text++) {
		bool home = *text == '~' && (before == ':' || before == '=');

		if (home || strchr(" \"'\\`$&|;<>()[]{}*?!^,", *text))
			strbuf_addc(into, '\\');
		strbuf_addc(into, *text);
	}
}

static void quote_as_dollar(const char *text, const char *end, bool utf8, struct strbuf *into)
{
	static const char named[] = "\a\b\033\f\n\r\t\v", letters[] = "abEfnrtv";
	const char *name;
	size_t len;

	strbuf_adds(into, "$'");
	for (; text < end; text += len ? len : 1) {
		len = printable(text, end, utf8);
		name = strchr(named, *text);
		if (name)
			strbuf_addf(into, "\\%c", letters[name - named]);
		else if (!len)
			strbuf_addf(into, "\\%03o", (unsigned)(unsigned char)*text);
		else if (*text == '\'' || *text == '\\')
			strbuf_addf(into, "\\%c", *text);
		else
			strbuf_add(into, text, len);
	}
	strbuf_addc(into, '\'');
}

void escape_quote(const char *text, bool utf8, struct strbuf *into)
{
	const char *end = text + strlen(text);

	if (text == end)
		strbuf_adds(into, "''");
	else if (all_printable(text, end, utf8))
		quote_with_backslashes(text, into);
	else
		quote_as_dollar(text, end, utf8, into);
}
