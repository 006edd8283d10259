/*
 * printf and echo over any arguments: the bytes up to a newline are one, printf's first is the
 * format.  printf writes one plain conversion as the C library does, and echo with xpg_echo
 * the same as with -e.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "../../../builtins/builtins.h"
#include "harness.h"
#include "options.h"

#define ARGS_MAX 8

/* The output of the builtin, in memory. */
static void run(struct flow (*builtin)(struct shell *sh, int argc, char **argv), int argc,
		char **argv, bool xpg_echo, struct strbuf *output)
{
	struct shell sh;

	harness_begin(&sh);
	option_override(&sh, OPTION_XPG_ECHO, xpg_echo);
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
	run(builtin_printf, 3, argv, choose(choices, 2), &output);
	if (strcmp(strbuf_text(&output), expected) != 0)
		broken("printf '%s' %s writes [%s], not [%s]", format, digits, strbuf_text(&output),
		       expected);
	strbuf_free(&output);
}

/* argv[1] is a place for an option, and what follows are none. */
static void compare_echoes(int argc, char **argv)
{
	struct strbuf by_option = STRBUF_INIT, by_name = STRBUF_INIT;

	argv[0] = argv[1] = "echo";
	run(builtin_echo, argc - 1, argv + 1, true, &by_option);
	argv[1] = "-e";
	run(builtin_echo, argc, argv, false, &by_name);
	if (by_option.len != by_name.len ||
	    memcmp(strbuf_text(&by_option), strbuf_text(&by_name), by_name.len) != 0)
		broken("echo with xpg_echo writes [%s], with -e [%s]", strbuf_text(&by_option),
		       strbuf_text(&by_name));
	strbuf_free(&by_option);
	strbuf_free(&by_name);
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
	char *room[ARGS_MAX + 3] = {"echo", "printf"}, **argv = room + 1;
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
		run(builtin_printf, argc, argv, false, &output);
	argv[0] = "echo";
	for (unsigned xpg_echo = 0; xpg_echo < 2; xpg_echo++)
		run(builtin_echo, argc, argv, xpg_echo, &output);
	if (argc > 1 && argv[1][0] != '-')
		compare_echoes(argc + 1, room);
	strbuf_free(&output);
	strbuf_free(&text);
}
