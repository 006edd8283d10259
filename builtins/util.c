/*
 * What the builtins share: option scanning, the ways of failing, numbers, and quoted output.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "builtins.h"

/* ---- options --------------------------------------------------------------------------- */

static const struct builtin *running_builtin(const struct shell *sh, char **argv)
{
	const struct symbol *name = symbol_find(&sh->symbols, argv[0], strlen(argv[0]));
	return name ? name->builtin : NULL;
}

static void show_usage(struct shell *sh, char **argv)
{
	const struct builtin *builtin = running_builtin(sh, argv);
	if (builtin)
		shell_error_in(sh, argv[0], "usage: %s %s", argv[0], builtin->usage);
}

void optscan_init(struct optscan *scan, int argc, char **argv)
{
	*scan = (struct optscan){.argc = argc, .argv = argv, .index = 1};
}

/* An argument that begins a cluster of options was reached: steps into it, or says there is none. */
static bool optscan_enter(struct optscan *scan)
{
	if (scan->index >= scan->argc)
		return false;
	const char *word = scan->argv[scan->index];
	if (word[0] != '-' || word[1] == '\0')
		return false;
	if (word[1] == '-' && word[2] == '\0') {
		scan->index++;
		return false;
	}
	scan->at = 1;
	return true;
}

int optscan_next(struct shell *sh, struct optscan *scan, const char *letters)
{
	scan->argument = NULL;
	if (scan->at == 0 && !optscan_enter(scan))
		return -1;
	const char *word = scan->argv[scan->index];
	char letter = word[scan->at++];
	bool last = word[scan->at] == '\0';
	const char *known = letter == ':' ? NULL : strchr(letters, letter);
	scan->option = letter;
	if (!known) {
		shell_error_in(sh, scan->argv[0], "-%c: unknown option", letter);
		show_usage(sh, scan->argv);
		return '?';
	}
	if (known[1] == ':') {
		if (!last) {
			scan->argument = word + scan->at;
		} else if (scan->index + 1 < scan->argc) {
			scan->argument = scan->argv[++scan->index];
		} else {
			shell_error_in(sh, scan->argv[0], "-%c: argument missing", letter);
			show_usage(sh, scan->argv);
			return '?';
		}
		last = true;
	}
	if (last) {
		scan->index++;
		scan->at = 0;
	}
	return letter;
}

/* ---- failing --------------------------------------------------------------------------- */

struct flow builtin_failure(struct shell *sh, char **argv, int status)
{
	const struct builtin *builtin = running_builtin(sh, argv);
	bool fatal = builtin && (builtin->flags & BUILTIN_SPECIAL) && OPT(sh, POSIX) &&
		     !OPT(sh, INTERACTIVE);
	return flow_make(fatal ? FLOW_ERROR : FLOW_NEXT, status);
}

struct flow builtin_usage(struct shell *sh, char **argv, const char *format, ...)
{
	struct strbuf text = STRBUF_INIT;
	va_list ap;
	va_start(ap, format);
	strbuf_vaddf(&text, format, ap);
	va_end(ap);
	shell_error_in(sh, argv[0], "%s", strbuf_text(&text));
	strbuf_free(&text);
	show_usage(sh, argv);
	return builtin_failure(sh, argv, 2);
}

int no_options(struct shell *sh, int argc, char **argv)
{
	struct optscan scan;
	optscan_init(&scan, argc, argv);
	return optscan_next(sh, &scan, "") == -1 ? scan.index : -1;
}

/* ---- numbers --------------------------------------------------------------------------- */

bool parse_count(const char *text, long max, long *value)
{
	long number = 0;
	if (!*text)
		return false;
	for (; *text; text++) {
		if (*text < '0' || *text > '9')
			return false;
		int digit = *text - '0';
		if (number > (max - digit) / 10)
			return false;
		number = number * 10 + digit;
	}
	*value = number;
	return true;
}

/* ---- output for reinput ---------------------------------------------------------------- */

void add_in_quotes(struct strbuf *into, const char *text)
{
	size_t before = into->len;
	strbuf_add_quoted(into, text);
	if (into->failed || strcmp(strbuf_text(into) + before, text) != 0)
		return;
	/* Nothing needed quoting; it is quoted all the same, as all shells list their values. */
	strbuf_truncate(into, before);
	strbuf_addf(into, "'%s'", text);
}

void out_value(struct shell *sh, const char *value)
{
	struct strbuf quoted = STRBUF_INIT;
	strbuf_add_quoted_line(&quoted, value);
	if (!OPT(sh, POSIX) && strbuf_text(&quoted)[0] == '$')
		out_write(&sh->out, strbuf_text(&quoted), quoted.len);
	else
		out_quoted(&sh->out, value);
	strbuf_free(&quoted);
}

void out_quoted(struct outbuf *out, const char *text)
{
	struct strbuf quoted = STRBUF_INIT;
	add_in_quotes(&quoted, text);
	out_write(out, strbuf_text(&quoted), quoted.len);
	strbuf_free(&quoted);
}
