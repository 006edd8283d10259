/*
 * printf and echo over any arguments: the bytes up to a newline are one, printf's first is the
 * format.  printf writes one plain conversion as the C library does.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "../../../builtins/builtins.h"
#include "harness.h"

#define ARGS_MAX 8

/* The output of the builtin, in memory. */
static void run(struct flow (*builtin)(struct shell *sh, int argc, char **argv), int argc,
		char **argv, struct strbuf *output)
{
	struct shell sh;

	harness_begin(&sh);
	sh.out.fd = -1;
	builtin(&sh, argc, argv);
	strbuf_add(output, strbuf_text(&sh.out.bytes), sh.out.bytes.len);
	harness_end(&sh);
}

static void compare_conversion(struct choices *choices)
{
	static const char flags[] = "-+ #0", conversions[] = "diouxX";
	static const int64_t numbers[] = {0, 1, -1, 42, INT64_MAX, INT64_MIN, 255};
	char format[64] = "%", c_format[64], expected[512], digits[32];
	char *argv[] = {"printf", format, digits, NULL};
	struct strbuf output = STRBUF_INIT;
	size_t len = 1;

	for (unsigned i = choose(choices, 4); i > 0; i--)
		format[len++] = flags[choose(choices, 5)];
	if (choose(choices, 2))
		len += (size_t)sprintf(format + len, "%u", 1 + choose(choices, 30));
	if (choose(choices, 2))
		len += (size_t)sprintf(format + len, ".%u", choose(choices, 25));
	char conversion = conversions[choose(choices, 6)];
	snprintf(c_format, sizeof(c_format), "%.*sll%c", (int)len, format, conversion);
	format[len] = conversion;
	format[len + 1] = '\0';
	int64_t number = numbers[choose(choices, 7)];
	snprintf(digits, sizeof(digits), "%" PRId64, number);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	snprintf(expected, sizeof(expected), c_format, (long long)number);
#pragma GCC diagnostic pop
	run(builtin_printf, 3, argv, &output);
	if (strcmp(strbuf_text(&output), expected) != 0)
		broken("printf '%s' %s writes [%s], not [%s]", format, digits, strbuf_text(&output),
		       expected);
	strbuf_free(&output);
}

/* Wide fields would write gigabytes. */
static bool is_wide(const char *text)
{
	unsigned digits = 0;

	for (; *text; text++) {
		digits = *text >= '0' && *text <= '9' ? digits + 1 : 0;
		if (digits > 4 || *text == '*')
			return true;
	}
	return false;
}

void harness_try(const uint8_t *data, size_t size)
{
	struct choices choices = {data, data + size};
	char *argv[ARGS_MAX + 2] = {"printf"};
	struct strbuf text = STRBUF_INIT, output = STRBUF_INIT;
	int argc = 1;

	compare_conversion(&choices);
	strbuf_add(&text, (const char *)data, size);
	for (char *at = strbuf_text(&text) ? text.data : NULL, *next; at && argc < ARGS_MAX;
	     at = next) {
		next = strchr(at, '\n');
		if (next)
			*next++ = '\0';
		if (is_wide(at))
			break;
		argv[argc++] = at;
	}
	argv[argc] = NULL;
	if (argc > 1 && argv[1][0] != '-')
		run(builtin_printf, argc, argv, &output);
	argv[0] = "echo";
	run(builtin_echo, argc, argv, &output);
	strbuf_free(&output);
	strbuf_free(&text);
}
