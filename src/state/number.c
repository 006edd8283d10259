/* Integers and their digits. */
#include "chars.h"
#include "var.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static bool digits_in_base(const char *at, const char *end, unsigned base, uint64_t *value)
{
	uint64_t sum = 0;

	if (at == end)
		return false;
	for (; at < end; at++) {
		unsigned digit = (unsigned)digit_value(*at);
		if (digit >= base)
			return false;
		sum = sum * base + digit;
	}
	*value = sum;
	return true;
}

bool integer_constant(const char *text, size_t len, int64_t *number)
{
	const char *end = text + len;
	bool negative = false;
	unsigned base = 10;
	uint64_t value;

	while (text < end && is_blank(*text))
		text++;
	while (end > text && is_blank(end[-1]))
		end--;
	if (text < end && (*text == '-' || *text == '+'))
		negative = *text++ == '-';
	if (end - text > 1 && *text == '0') {
		base = 8;
		text++;
		if (*text == 'x' || *text == 'X') {
			base = 16;
			text++;
		}
	}
	if (!digits_in_base(text, end, base, &value))
		return false;
	*number = (int64_t)(negative ? -value : value);
	return true;
}

char *integer_digits(int64_t number, char buffer[24])
{
	uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;
	char *at = buffer + 23;

	*at = '\0';
	do {
		*--at = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest);
	if (number < 0)
		*--at = '-';
	return at;
}

bool decimal_integer(const char *text, int64_t *value)
{
	while (is_space(*text))
		text++;
	bool negative = *text == '-';
	if (negative || *text == '+')
		text++;
	if (!is_digit(*text))
		return false;
	uint64_t magnitude = (uint64_t)(*text++ - '0');
	for (; is_digit(*text); text++) {
		uint64_t digit = (uint64_t)(*text - '0');

		if (magnitude > ((uint64_t)INT64_MAX + negative - digit) / 10)
			return false;
		magnitude = magnitude * 10 + digit;
	}
	while (is_space(*text))
		text++;
	*value = (int64_t)(negative ? -magnitude : magnitude);
	return !*text;
}

/* The number that text begins with; NULL, or what stands behind its digits. */
static const char *read_count(const char *text, long max, long *value)
{
	long number = 0;

	if (!is_digit(*text))
		return NULL;
	for (; is_digit(*text); text++) {
		int digit = *text - '0';
		if (number > (max - digit) / 10)
			return NULL;
		number = number * 10 + digit;
	}
	*value = number;
	return text;
}

bool parse_count(const char *text, long max, long *value)
{
	long number;
	const char *end = read_count(text, max, &number);

	if (!end || *end)
		return false;
	*value = number;
	return true;
}

bool parse_operand(const char *text, long max, long *value)
{
	long number;

	text += strspn(text, " \t\n\v\f\r");
	text = read_count(text + (*text == '+'), max, &number);
	if (!text || text[strspn(text, " \t")])
		return false;
	*value = number;
	return true;
}
