/*
 * history: lists and changes the history (bash manual, 9.2).
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "builtins.h"
#include "edit.h"
#include "error.h"
#include "history.h"
#include "var.h"

const struct builtin_option history_options[] = {
	{'a', NULL, NULL, "append to the file what it has not got"},
	{'c', NULL, NULL, "forget every entry"},
	{'d', NULL, "OFFSET[-OFFSET]", "take entries out; negative numbers count from the end"},
	{'n', NULL, NULL, "read what other shells have added to the file"},
	{'p', NULL, NULL, "expand the arguments and show what comes of them"},
	{'r', NULL, NULL, "read the file and add it to the list"},
	{'s', NULL, NULL, "add the arguments as one entry"},
	{'w', NULL, NULL, "write the list to the file, in place of what is there"},
	{0, NULL, NULL, NULL},
};

/* ---- listing --------------------------------------------------------------------------- */

/* The time as HISTTIMEFORMAT has it, in the shell's TZ; empty when there is no format. */
static void add_time(struct shell *sh, struct strbuf *into, int64_t when)
{
	const char *format = var_get(sh, "HISTTIMEFORMAT");
	time_t seconds = when;
	char text[256];
	struct tm tm;

	if (!format || !*format)
		return;
	if (when == 0)
		strbuf_adds(into, "??");
	else if (localtime_r(&seconds, &tm) && strftime(text, sizeof(text), format, &tm))
		strbuf_adds(into, text);
}

/* A number, perhaps with a sign; false when the text, up to `len`, is none. */
static bool parse_signed(const char *text, size_t len, int64_t *number)
{
	char digits[24];
	long value;
	size_t blanks = strspn(text, " \t\n");

	if (blanks > len)
		return false;
	text += blanks;
	len -= blanks;
	bool negative = len && *text == '-';
	size_t sign = len && (*text == '-' || *text == '+');

	text += sign;
	len -= sign;
	if (len >= sizeof(digits))
		return false;
	memcpy(digits, text, len);
	digits[len] = '\0';
	if (!parse_operand(digits, INT32_MAX, &value))
		return false;
	*number = negative ? -value : value;
	return true;
}

static struct flow list(struct shell *sh, char **argv, char **operands)
{
	const char *operand = operands[0];
	uint32_t first, last;
	int64_t count;

	history_range(sh, &first, &last);
	if (operand) {
		if (!parse_signed(operand, strlen(operand), &count)) {
			shell_error_in(sh, argv[0], "%s: numeric argument required", operand);
			return flow_next(2);
		}
		if (operands[1])
			return builtin_too_many(sh, argv);
		count = count < 0 ? -count : count;
		if (count < (int64_t)last - first + 1)
			first = (uint32_t)(last - count + 1);
	}
	use_time_zone(sh);
	for (uint32_t number = first; number <= last; number++) {
		const struct history_entry *entry = history_entry(sh, number);
		struct strbuf when = STRBUF_INIT;
		if (!entry)
			continue;
		add_time(sh, &when, entry->when);
		out_visible(&sh->out, "%5u  %s%s\n", (unsigned)number, strbuf_text(&when),
			    entry->text);
		strbuf_free(&when);
	}
	return flow_next(0);
}

/* ---- changing -------------------------------------------------------------------------- */

static struct flow out_of_range(struct shell *sh, char **argv, const char *text, size_t len)
{
	shell_error_in(sh, argv[0], "%.*s: history position out of range", (int)len, text);
	return flow_next(1);
}

/* The entry of a number, which counts from behind the end when it is negative; false when there is
 * none. */
static bool find_position(struct shell *sh, int64_t number, uint32_t *position)
{
	uint32_t first, last;

	history_range(sh, &first, &last);
	number += number < 0 ? (int64_t)last + 1 : 0;
	if (number < first || number > last)
		return false;
	*position = (uint32_t)number;
	return true;
}

static struct flow take_out(struct shell *sh, char **argv, const char *range)
{
	const char *dash = *range ? strchr(range + 1, '-') : NULL;
	size_t len = dash ? (size_t)(dash - range) : strlen(range);
	const char *end = dash ? dash + 1 : range;
	int64_t from, to;
	uint32_t first, last;

	if (!parse_signed(range, len, &from) || !parse_signed(end, dash ? strlen(end) : len, &to)) {
		if (dash)
			return out_of_range(sh, argv, range, strlen(range));
		shell_error_in(sh, argv[0], "%s: invalid number", range);
		return flow_next(1);
	}
	if (!find_position(sh, from, &first))
		return out_of_range(sh, argv, range, len);
	if (!find_position(sh, to, &last))
		return out_of_range(sh, argv, end, strlen(end));
	return flow_next(!history_delete(sh, first, last));
}

static struct flow add(struct shell *sh, char **words)
{
	struct strbuf text = STRBUF_INIT;

	history_forget_current(sh);
	for (char **word = words; *word; word++)
		strbuf_addf(&text, "%s%s", word == words ? "" : " ", *word);
	if (text.len)
		history_add(sh, text.data, text.len);
	strbuf_free(&text);
	return flow_next(0);
}

static struct flow show_expanded(struct shell *sh, char **argv, char **words)
{
	int status = 0;

	history_forget_current(sh);
	for (; *words; words++) {
		struct strbuf text = STRBUF_INIT;
		int result = edit_expand_word(sh, *words, &text);
		if (result == 0)
			out_printf(&sh->out, "%s\n", strbuf_text(&text));
		else if (errno == ENOMEM)
			shell_error_in(sh, argv[0], "the line becomes too long");
		else
			shell_error_in(sh, argv[0], "%s: history expansion failed", *words);
		status |= -result;
		strbuf_free(&text);
	}
	return flow_next(status);
}

static struct flow use_file(struct shell *sh, char **argv, char action, const char *path)
{
	const char *named = path ? path : var_get(sh, "HISTFILE");

	if (!named || !*named) {
		shell_error_in(sh, argv[0], "%s",
			       path ? "empty filename" : "HISTFILE: parameter null or not set");
		return flow_next(!OPT(sh, INTERACTIVE));
	}
	if (strchr(named, '/') && builtin_is_restricted(sh, argv, named))
		return flow_next(1);
	int result = action == 'a'   ? history_append_file(sh, path)
		     : action == 'n' ? history_read_new(sh, path)
		     : action == 'r' ? history_read_file(sh, path)
				     : history_write_file(sh, path);
	if (result == 0)
		return flow_next(0);
	shell_error_in(sh, argv[0], "%s: %s", named, strerror(errno));
	return flow_next(1);
}

/* With an option it changes the list. */
int history_no_return(struct shell *sh, int argc, char **argv)
{
	(void)sh;
	return argc > 1 && argv[1][0] == '-' ? LATE_FORK_HISTORY : -1;
}

/* The one of two actions that comes before the other when both are asked for. */
static char more_urgent(char a, char b)
{
	static const char order[] = "spdanrw";

	return a && strchr(order, a) < strchr(order, b) ? a : b;
}

struct flow builtin_history(struct shell *sh, int argc, char **argv)
{
	const char *range = NULL;
	struct optscan scan;
	bool clear = false;
	char action = 0;
	int option;

	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, history_options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return flow_next(2);
		if (option == 'c') {
			clear = true;
			continue;
		}
		if (option == 'd')
			range = scan.argument;
		if (strchr("anrw", option) && action && strchr("anrw", action) &&
		    action != option) {
			shell_error_in(sh, argv[0], "cannot use more than one of -anrw");
			return flow_next(1);
		}
		action = more_urgent(action, (char)option);
	}
	if (action || clear) {
		/* Writing changes what the list knows of the file, too. */
		struct flow flow = builtin_needs_process(sh, history_no_return(sh, argc, argv));
		if (flow.kind != FLOW_NEXT)
			return flow;
	}
	if (clear)
		history_clear(sh);
	switch (action) {
	case 0:
		return clear ? flow_next(0) : list(sh, argv, argv + scan.index);
	case 'd':
		return take_out(sh, argv, range);
	case 's':
		return add(sh, argv + scan.index);
	case 'p':
		return show_expanded(sh, argv, argv + scan.index);
	default:
		return use_file(sh, argv, action, argv[scan.index]);
	}
}
