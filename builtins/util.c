/*
 * Functions that the builtins share: option scanning, the ways of failing, operands, and quoted
 * output.
 */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include "builtins.h"
#include "error.h"
#include "expand.h"
#include "mem.h"
#include "parser.h"
#include "path.h"
#include "var.h"

/* ---- options --------------------------------------------------------------------------- */

static const struct builtin *running_builtin(const struct shell *sh, char **argv)
{
	const struct symbol *name = symbol_find(&sh->symbols, argv[0], strlen(argv[0]));
	return name ? name->builtin : NULL;
}

static void show_usage(struct shell *sh, char **argv)
{
	const struct builtin *builtin = running_builtin(sh, argv);
	if (!builtin)
		return;
	struct strbuf text = STRBUF_INIT, before = STRBUF_INIT;
	strbuf_addf(&before, "%s: usage: ", argv[0]);
	builtin_add_synopsis(&text, builtin, strbuf_text(&before), argv[0]);
	shell_error_plain(sh, "%s", strbuf_text(&text));
	strbuf_free(&text);
	strbuf_free(&before);
}

void optscan_init(struct optscan *scan, int argc, char **argv)
{
	*scan = (struct optscan){.argc = argc, .argv = argv, .index = 1};
}

/* An argument that begins a cluster of options was reached: steps into it, or says there is
 * none. */
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

static int optscan_refuse(struct shell *sh, struct optscan *scan, const char *dashes,
			  const char *name, const char *why)
{
	shell_error_in(sh, scan->argv[0], "%s%s: %s", dashes, name, why);
	show_usage(sh, scan->argv);
	return '?';
}

/* Takes the letter that was reached out of its cluster; `known` and `takes_argument` say what it
 * is. */
static int optscan_letter(struct shell *sh, struct optscan *scan, bool known, bool takes_argument)
{
	const char *word = scan->argv[scan->index];
	char letter = word[scan->at++];
	bool last = word[scan->at] == '\0';
	const char name[] = {letter, '\0'};

	scan->option = letter;
	if (!known)
		return optscan_refuse(sh, scan, "-", name, "invalid option");
	if (takes_argument) {
		if (!last)
			scan->argument = word + scan->at;
		else if (scan->index + 1 < scan->argc)
			scan->argument = scan->argv[++scan->index];
		else
			return optscan_refuse(sh, scan, "-", name, "option requires an argument");
		last = true;
	}
	if (last) {
		scan->index++;
		scan->at = 0;
	}
	return letter;
}

int optscan_none(struct shell *sh, struct optscan *scan)
{
	return optscan_enter(scan) ? optscan_letter(sh, scan, false, false) : -1;
}

/* ---- options from a table -------------------------------------------------------------- */

/* The option with this long name, or the only one that begins so; NULL with the reason. */
static const struct builtin_option *find_long(const struct builtin_option *options,
					      const char *name, size_t len, const char **why)
{
	const struct builtin_option *found = NULL;
	*why = "invalid option";
	for (; !builtin_option_ends(options); options++) {
		if (!options->name || strncmp(options->name, name, len) != 0)
			continue;
		if (!options->name[len])
			return options;
		*why = found ? "ambiguous option" : *why;
		found = found ? NULL : options;
	}
	return found;
}

static bool has_long_options(const struct builtin_option *options)
{
	for (; !builtin_option_ends(options); options++)
		if (options->name)
			return true;
	return false;
}

static int optscan_long(struct shell *sh, struct optscan *scan,
			const struct builtin_option *options)
{
	const char *name = scan->argv[scan->index] + 2, *why;
	const char *equals = strchr(name, '=');
	size_t len = equals ? (size_t)(equals - name) : strlen(name);
	const struct builtin_option *option = find_long(options, name, len, &why);

	scan->at = 0;
	if (!option && strcmp(name, "help") == 0) {
		const struct builtin *builtin = running_builtin(sh, scan->argv);
		if (builtin)
			builtin_help(&sh->out, builtin);
		return OPTION_HELP;
	}
	if (!option && !has_long_options(options))
		return optscan_refuse(sh, scan, "--", "",
				      why); /* a letter that is a dash, as in bash */
	if (!option)
		return optscan_refuse(sh, scan, "--", name, why);
	scan->index++;
	if (equals && !option->argument)
		return optscan_refuse(sh, scan, "--", option->name, "takes no argument");
	if (option->argument && equals)
		scan->argument = equals + 1;
	else if (option->argument && scan->index < scan->argc)
		scan->argument = scan->argv[scan->index++];
	else if (option->argument)
		return optscan_refuse(sh, scan, "--", option->name, "option requires an argument");
	return option->letter;
}

int optscan_next_option(struct shell *sh, struct optscan *scan,
			const struct builtin_option *options)
{
	scan->argument = NULL;
	if (scan->at == 0 && !optscan_enter(scan))
		return -1;
	const char *word = scan->argv[scan->index];
	if (scan->at == 1 && word[1] == '-')
		return optscan_long(sh, scan, options);
	while (!builtin_option_ends(options) && options->letter != word[scan->at])
		options++;
	return optscan_letter(sh, scan, !builtin_option_ends(options), options->argument != NULL);
}

bool parse_duration(const char *text, double least, double most, double *seconds)
{
	char *end;

	*seconds = strtod(text, &end);
	return !*end && end != text && isfinite(*seconds) && *seconds >= least && *seconds <= most;
}

/* ---- failing --------------------------------------------------------------------------- */

struct flow builtin_failure(struct shell *sh, char **argv, int status)
{
	const struct builtin *builtin = running_builtin(sh, argv);
	bool fatal = builtin && (builtin->flags & BUILTIN_SPECIAL) && OPT(sh, POSIX) &&
		     !OPT(sh, INTERACTIVE);
	return flow_make(fatal ? FLOW_ERROR : FLOW_NEXT, status);
}

struct flow builtin_wrong(struct shell *sh, char **argv, const char *argument, const char *wrong)
{
	return builtin_usage(sh, argv, *argument ? "%s: %s" : "`%s': %s", argument, wrong);
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

bool builtin_is_restricted(struct shell *sh, char **argv, const char *what)
{
	if (!OPT(sh, RESTRICTED))
		return false;
	if (what)
		shell_error_in(sh, argv[0], "%s: restricted", what);
	else
		shell_error_in(sh, argv[0], "restricted");
	return true;
}

#define OPERAND_SMALL  4096
#define OPERAND_COPIES 4

bool operand_fits(struct shell *sh, char **argv, const char *operand)
{
	size_t len = strnlen(operand, OPERAND_SMALL);
	void *room;

	if (len < OPERAND_SMALL)
		return true;
	room = mem_try_realloc(NULL, OPERAND_COPIES * (strlen(operand) + OPERAND_SMALL));
	if (!room)
		shell_error_in(sh, argv[0], "out of memory");
	mem_free(room);
	return room != NULL;
}

struct flow builtin_too_many(struct shell *sh, char **argv)
{
	shell_error_in(sh, argv[0], "too many arguments");
	struct flow flow = flow_make(FLOW_ABANDON, 2);
	flow.level = shell_is_strict(sh) ? 0 : ABANDON_READERS;
	return flow;
}

struct flow builtin_misused(struct shell *sh, char **argv)
{
	show_usage(sh, argv);
	return builtin_failure(sh, argv, 2);
}

int no_options(struct shell *sh, int argc, char **argv)
{
	struct optscan scan;
	optscan_init(&scan, argc, argv);
	return optscan_none(sh, &scan) == -1 ? scan.index : -1;
}

int number_operand(struct shell *sh, int argc, char **argv)
{
	if (argc < 2)
		return 1;
	return strcmp(argv[1], "--help") == 0 ? no_options(sh, argc, argv)
					      : 1 + (strcmp(argv[1], "--") == 0);
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

bool operand_is_element(struct shell *sh, char **argv, const char *operand)
{
	const struct simple *command = (const struct simple *)sh->command;
	size_t len = name_length(operand), end = strlen(operand);
	uint32_t i = 0;

	if (len == 0 || operand[len] != '[' || operand[end - 1] != ']' || end < len + 3)
		return false;
	if (!command || command->node.kind != NODE_SIMPLE)
		return false;
	while (argv[i] && argv[i] != operand)
		i++;
	if (i >= command->word_count)
		return false;
	const struct word *word = command->words[i];
	/* a quoted bracket would stand behind a backslash in the pattern */
	if (word->kind != WORD_PARTS)
		return word->kind == WORD_LITERAL && strncmp(word->pattern, operand, len + 1) == 0;
	const struct part *part = word->parts;
	return part->kind == PART_LITERAL && !part->quoted && part->len > len &&
	       strncmp(part->text, operand, len + 1) == 0;
}

bool operand_names_place(struct shell *sh, char **argv, const char *operand)
{
	bool once = OPT(sh, ASSOC_EXPAND_ONCE) || OPT(sh, ARRAY_EXPAND_ONCE);

	return is_place_text(operand) || (once && operand_is_element(sh, argv, operand));
}

void builtin_assigns(struct shell *sh, char **argv)
{
	sh->complainer = argv[0];
	sh->given_up = flow_next(0);
}

struct flow builtin_assigned(struct shell *sh, struct flow flow)
{
	struct flow given_up = sh->given_up;

	sh->complainer = NULL;
	sh->given_up = flow_next(0);
	return given_up.kind != FLOW_NEXT ? given_up : flow;
}

struct symbol *array_operand(struct shell *sh, char **argv, const char *name)
{
	size_t len = strlen(name);
	struct place place;

	if (!name_is_valid(name, len)) {
		shell_error_in(sh, argv[0], "`%s': not a valid identifier", name);
		return NULL;
	}
	const char *element = var_follow_names(sh, symbol_intern(&sh->symbols, name, len), &place);
	if (element) {
		shell_error_in(sh, argv[0], "`%s': not a valid identifier", element);
		return NULL;
	}
	if (place.kind != PLACE_WHOLE)
		return NULL;
	if (place.name->var.flags & VAR_NAMEREF)
		var_drop_nameref(sh, place.name);
	if (place.name->var.flags & VAR_ASSOCIATIVE) {
		shell_error_in(sh, argv[0], "%s: not an indexed array", name);
		return NULL;
	}
	if (place.name->var.flags & VAR_READONLY) {
		var_refuse_readonly(sh, place.name);
		return NULL;
	}
	return place.name;
}

int path_no_return(struct shell *sh, int argc, char **argv)
{
	for (int i = 1; sh->virtual && i < argc; i++)
		if (path_names_process(sh, argv[i]))
			return LATE_FORK_SELF;
	return -1;
}

void out_quoted(struct outbuf *out, const char *text)
{
	struct strbuf quoted = STRBUF_INIT;
	add_in_quotes(&quoted, text);
	out_strbuf(out, &quoted);
	strbuf_free(&quoted);
}

void add_command_text(struct strbuf *into, int count, char **words)
{
	if (count == 1) {
		strbuf_adds(into, words[0]);
		return;
	}
	for (int i = 0; i < count; i++) {
		if (i > 0)
			strbuf_addc(into, ' ');
		if (i == 0 && is_reserved_word(words[i]))
			add_in_quotes(into, words[i]);
		else
			strbuf_add_quoted(into, words[i]);
	}
}

bool output_is_terminal(const struct shell *sh)
{
	return sh->out.fd >= 0 && isatty(sh->out.fd);
}

void out_report(struct shell *sh, struct outbuf *report)
{
	const struct strbuf *bytes = &report->bytes;

	if (output_is_terminal(sh))
		out_fold(&sh->out, strbuf_text(bytes), bytes->len, output_width(sh));
	else
		out_strbuf(&sh->out, bytes);
	outbuf_free(report);
}

unsigned output_width(const struct shell *sh)
{
	struct winsize size;
	if (sh->out.fd >= 0 && ioctl(sh->out.fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	return 80;
}
