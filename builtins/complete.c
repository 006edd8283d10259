/*
 * complete, compgen, compopt: completion specifications, their candidates, their options (bash
 * manual 8.7).
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "array.h"
#include "builtins.h"
#include "complete.h"
#include "compspec.h"
#include "error.h"
#include "mem.h"
#include "var.h"

/* The options that make a specification, for complete and compgen. */
#define SPECIFICATION_OPTIONS                                                                     \
	{'a', NULL, NULL, "aliases"}, {'b', NULL, NULL, "builtins"},                              \
		{'c', NULL, NULL, "commands"}, {'d', NULL, NULL, "directories"},                  \
		{'e', NULL, NULL, "exported variables"}, {'f', NULL, NULL, "files"},              \
		{'g', NULL, NULL, "groups of users"}, {'j', NULL, NULL, "jobs"},                  \
		{'k', NULL, NULL, "reserved words"}, {'s', NULL, NULL, "network services"},       \
		{'u', NULL, NULL, "users"}, {'v', NULL, NULL, "variables"},                       \
		{'A', NULL, "ACTION", "candidates of this kind"},                                 \
		{'o', NULL, "OPTION", "how candidates are treated"},                              \
		{'G', NULL, "PATTERN", "files that match it"},                                    \
		{'W', NULL, "WORDS", "these words, split by IFS and expanded"},                   \
		{'F', NULL, "FUNCTION", "what this function leaves in COMPREPLY"},                \
		{'C', NULL, "COMMAND", "the lines that this command writes"},                     \
		{'X', NULL, "FILTER", "without those that match it; with !, without the others"}, \
		{'P', NULL, "PREFIX", "put in front of each"},                                    \
	{                                                                                         \
		'S', NULL, "SUFFIX", "put behind each"                                            \
	}

const struct builtin_option complete_options[] = {
	SPECIFICATION_OPTIONS,
	{'D', NULL, NULL, "for commands that have no specification"},
	{'E', NULL, NULL, "for an empty line"},
	{'I', NULL, NULL, "for the first word of a line"},
	{'p', NULL, NULL, "list specifications as commands"},
	{'r', NULL, NULL, "remove specifications, or all"},
	{0, NULL, NULL, NULL},
};

const struct builtin_option compgen_options[] = {
	SPECIFICATION_OPTIONS,
	{'V', NULL, "NAME", "an element each into this array"},
	{0, NULL, NULL, NULL},
};

const struct builtin_option compopt_options[] = {
	{'o', NULL, "OPTION", "switch it on; with +o, off"},
	{'D', NULL, NULL, "of the specification for commands that have none"},
	{'E', NULL, NULL, "of the one for an empty line"},
	{'I', NULL, NULL, "of the one for the first word of a line"},
	{0, NULL, NULL, NULL},
};

/* ---- the arguments ------------------------------------------------------------------- */

/* The names that -D, -E and -I stand for; each takes precedence over those behind it. */
static const struct {
	char letter;
	const char *name;
} specials[] = {
	{'D', COMPSPEC_DEFAULT},
	{'E', COMPSPEC_EMPTY},
	{'I', COMPSPEC_INITIAL},
};

#define SPECIAL_COUNT (sizeof(specials) / sizeof(*specials))

static const char *special_name(int letter)
{
	for (size_t i = 0; i < SPECIAL_COUNT; i++)
		if (specials[i].letter == letter)
			return specials[i].name;
	return NULL;
}

/* The one that a command is about which has had these. */
static const char *special_over(const char *one, const char *other)
{
	for (size_t i = 0; i < SPECIAL_COUNT; i++)
		if (specials[i].name == one || specials[i].name == other)
			return specials[i].name;
	return other;
}

static void replace_text(char **text, const char *value)
{
	mem_free(*text);
	*text = mem_strdup(value);
}

static char **text_of(struct compspec *spec, int letter)
{
	switch (letter) {
	case 'G':
		return &spec->glob;
	case 'W':
		return &spec->words;
	case 'F':
		return &spec->function;
	case 'C':
		return &spec->command;
	case 'X':
		return &spec->filter;
	case 'P':
		return &spec->prefix;
	case 'S':
		return &spec->suffix;
	default:
		return NULL;
	}
}

static bool unknown_word(struct shell *sh, char **argv, const char *word, const char *what)
{
	shell_error_in(sh, argv[0], "%s: invalid %s name", word, what);
	return false;
}

/* One option taken into the specification; false after a report. */
static bool take_option(struct shell *sh, char **argv, struct compspec *spec, int letter,
			const char *argument)
{
	char **text = text_of(spec, letter);
	int number;

	if (letter == 'F' && strpbrk(argument, " \t\n;&|<>()$`\\\"'")) {
		shell_error_in(sh, argv[0], "`%s': not a valid identifier", argument);
		return false;
	}
	if (text) {
		replace_text(text, argument);
		return true;
	}
	if (letter == 'o') {
		number = completion_option_by_name(argument);
		if (number < 0)
			return unknown_word(sh, argv, argument, "option");
		spec->options |= 1u << number;
		return true;
	}
	if (letter == 'A') {
		number = completion_action_by_name(argument);
		if (number < 0)
			return unknown_word(sh, argv, argument, "action");
	} else {
		for (number = 0; completion_actions[number].letter != letter; number++)
			;
	}
	spec->actions |= 1u << number;
	return true;
}

/* ---- listing ------------------------------------------------------------------------- */

static void print_text(struct outbuf *out, const char *option, const char *text, bool always)
{
	struct strbuf quoted = STRBUF_INIT;

	if (!text)
		return;
	if (always)
		add_in_quotes(&quoted, text);
	else
		strbuf_add_quoted(&quoted, text);
	out_printf(out, " %s %s", option, strbuf_text(&quoted));
	strbuf_free(&quoted);
}

static void print_actions(struct outbuf *out, const struct compspec *spec)
{
	for (int i = 0; i < ACTION_COUNT; i++)
		if ((spec->actions & 1u << i) && completion_actions[i].letter)
			out_printf(out, " -%c", completion_actions[i].letter);
	for (int i = 0; i < ACTION_COUNT; i++)
		if ((spec->actions & 1u << i) && !completion_actions[i].letter)
			out_printf(out, " -A %s", completion_actions[i].name);
}

static void print_name(struct outbuf *out, const char *name)
{
	struct strbuf quoted = STRBUF_INIT;

	for (size_t i = 0; i < SPECIAL_COUNT; i++)
		if (strcmp(name, specials[i].name) == 0) {
			out_printf(out, " -%c", specials[i].letter);
			return;
		}
	strbuf_add_quoted(&quoted, name);
	out_printf(out, " %s", strbuf_text(&quoted));
	strbuf_free(&quoted);
}

/* As the command that makes it; in bash's order. */
static void print_spec(struct outbuf *out, const char *name, const struct compspec *spec)
{
	out_puts(out, "complete");
	for (int i = 0; i < COMPOPT_COUNT; i++)
		if (spec->options & 1u << i)
			out_printf(out, " -o %s", completion_options[i].name);
	print_actions(out, spec);
	print_text(out, "-G", spec->glob, true);
	print_text(out, "-W", spec->words, true);
	print_text(out, "-P", spec->prefix, true);
	print_text(out, "-S", spec->suffix, true);
	print_text(out, "-X", spec->filter, true);
	print_text(out, "-C", spec->command, true);
	print_text(out, "-F", spec->function, false);
	print_name(out, name);
	out_putc(out, '\n');
}

#define BUCKETS 512 /* of bash's table */

/* The order in which bash lists: bucket by bucket of its table, the latest first in each. */
static int compare_entries(const void *a, const void *b)
{
	const struct compspec_entry *left = *(const struct compspec_entry *const *)a;
	const struct compspec_entry *right = *(const struct compspec_entry *const *)b;
	uint32_t left_bucket = array_hash(left->name) % BUCKETS;
	uint32_t right_bucket = array_hash(right->name) % BUCKETS;

	if (left_bucket != right_bucket)
		return left_bucket < right_bucket ? -1 : 1;
	return left->serial > right->serial ? -1 : left->serial < right->serial;
}

static void print_all(struct shell *sh)
{
	const struct compspec_table *table = sh->compspecs;
	uint32_t count = table ? table->count : 0;
	struct arena_mark mark = arena_mark(&sh->scratch);
	const struct compspec_entry **entries =
		arena_alloc(&sh->scratch, (count + 1) * sizeof(*entries));

	for (uint32_t i = 0; i < count; i++)
		entries[i] = &table->entries[i];
	qsort(entries, count, sizeof(*entries), compare_entries);
	for (uint32_t i = 0; i < count; i++)
		print_spec(&sh->out, entries[i]->name, entries[i]->spec);
	arena_release(&sh->scratch, mark);
}

/* ---- complete ------------------------------------------------------------------------ */

/* The names a command is about: a special one given by options, or the operands. */
struct names {
	const char *special;
	char **operands;
	uint32_t operand_count;
};

static uint32_t name_count(const struct names *names)
{
	return names->special ? 1 : names->operand_count;
}

static const char *name_at(const struct names *names, uint32_t i)
{
	return names->special ? names->special : names->operands[i];
}

static bool no_spec(struct shell *sh, char **argv, const char *name)
{
	shell_error_in(sh, argv[0], "%s: no completion specification", name);
	return false;
}

static bool print_one(struct shell *sh, char **argv, const char *name)
{
	const struct compspec *spec = compspec_find(sh, name);

	if (!spec)
		return no_spec(sh, argv, name);
	print_spec(&sh->out, name, spec);
	return true;
}

static struct flow list_or_remove(struct shell *sh, char **argv, const struct names *names,
				  bool remove)
{
	int status = 0;

	if (name_count(names) == 0 && remove)
		compspec_remove_all(sh);
	else if (name_count(names) == 0)
		print_all(sh);
	for (uint32_t i = 0; i < name_count(names); i++) {
		const char *name = name_at(names, i);
		bool done = remove ? compspec_remove(sh, name) || no_spec(sh, argv, name)
				   : print_one(sh, argv, name);
		if (!done)
			status = 1;
	}
	return flow_next(status);
}

static struct flow define(struct shell *sh, char **argv, const struct names *names,
			  struct compspec *spec)
{
	if (name_count(names) == 0)
		return builtin_misused(sh, argv);
	for (uint32_t i = 0; i < name_count(names); i++) {
		spec->references++;
		compspec_set(sh, name_at(names, i), spec);
	}
	return flow_next(0);
}

static struct flow complete_with(struct shell *sh, int argc, char **argv, struct compspec *spec)
{
	struct names names = {.special = NULL};
	struct optscan scan;
	bool print = argc == 1, remove = false;
	int option;

	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, complete_options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return builtin_failure(sh, argv, 2);
		if (option == 'p') {
			print = true;
		} else if (option == 'r') {
			remove = true;
		} else if (special_name(option)) {
			names.special = special_over(names.special, special_name(option));
		} else if (!take_option(sh, argv, spec, option, scan.argument)) {
			return builtin_failure(sh, argv, 2);
		}
	}
	names.operands = argv + scan.index;
	names.operand_count = (uint32_t)(argc - scan.index);
	return print || remove ? list_or_remove(sh, argv, &names, remove && !print)
			       : define(sh, argv, &names, spec);
}

struct flow builtin_complete(struct shell *sh, int argc, char **argv)
{
	struct compspec *spec = compspec_new();
	struct flow flow = complete_with(sh, argc, argv, spec);

	compspec_release(spec);
	return flow;
}

/* ---- compgen ------------------------------------------------------------------------- */

static struct flow compgen_with(struct shell *sh, int argc, char **argv, struct compspec *spec)
{
	struct optscan scan;
	struct flow flow;
	struct symbol *name = NULL;
	struct array *array = NULL;
	int option;

	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, compgen_options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == 'V') {
			name = array_operand(sh, argv, scan.argument);
			bool named = name_is_valid(scan.argument, strlen(scan.argument));
			if (!name)
				return builtin_failure(sh, argv, named ? 1 : 2);
			continue;
		}
		if (option == '?' || !take_option(sh, argv, spec, option, scan.argument))
			return builtin_failure(sh, argv, 2);
	}
	if (spec->function)
		shell_error_in(sh, argv[0], "warning: -F option may not work as you expect");
	if (spec->command)
		shell_error_in(sh, argv[0], "warning: -C option may not work as you expect");
	if (argc == 1)
		return flow_next(0);
	const char *word = scan.index < argc ? argv[scan.index] : "";
	if (name)
		array = array_new(false);
	bool any = complete_by_compspec(sh, spec, argv[0], word, &sh->out, name ? &array : NULL,
					&flow);
	if (name && var_set_array(sh, name, array) < 0)
		any = false;
	return flow.kind == FLOW_NEXT ? flow_next(any ? 0 : 1) : flow;
}

struct flow builtin_compgen(struct shell *sh, int argc, char **argv)
{
	struct compspec *spec = compspec_new();
	struct flow flow = compgen_with(sh, argc, argv, spec);

	compspec_release(spec);
	return flow;
}

/* ---- compopt ------------------------------------------------------------------------- */

static void print_options(struct outbuf *out, const char *name, uint32_t options)
{
	out_puts(out, "compopt");
	for (int i = 0; i < COMPOPT_COUNT; i++)
		out_printf(out, " %co %s", options & 1u << i ? '-' : '+',
			   completion_options[i].name);
	if (name)
		print_name(out, name);
	out_putc(out, '\n');
}

/* Options of a name's specification: shown when none are to change. */
static bool change_spec(struct shell *sh, char **argv, const char *name, uint32_t on, uint32_t off)
{
	const struct compspec *old = compspec_find(sh, name);

	if (!old)
		return no_spec(sh, argv, name);
	if (!on && !off) {
		print_options(&sh->out, name, old->options);
		return true;
	}
	struct compspec *spec = compspec_copy(old);
	spec->options = (old->options | on) & ~off;
	compspec_set(sh, name, spec);
	return true;
}

/* Those of the completion under way. */
static struct flow change_running(struct shell *sh, char **argv, uint32_t on, uint32_t off)
{
	if (!sh->compspecs || !sh->compspecs->running) {
		shell_error_in(sh, argv[0], "not currently executing completion function");
		return flow_next(1);
	}
	if (!on && !off)
		print_options(&sh->out, NULL, sh->compspecs->options);
	else
		compspecs_change(sh)->options = (sh->compspecs->options | on) & ~off;
	return flow_next(0);
}

/* +o and its argument, which are no options by XBD 12.2; the index behind them, -1 after a
 * report. */
static int take_plus(struct shell *sh, int argc, char **argv, int index, uint32_t *off)
{
	const char *name = argv[index][2]     ? argv[index] + 2
			   : index + 1 < argc ? argv[++index]
					      : NULL;
	int number = name ? completion_option_by_name(name) : -1;

	if (!name) {
		builtin_usage(sh, argv, "+o: option requires an argument");
		return -1;
	}
	if (number < 0) {
		unknown_word(sh, argv, name, "option");
		return -1;
	}
	*off |= 1u << number;
	return index + 1;
}

static bool is_plus(const char *word)
{
	return word[0] == '+' && word[1] == 'o';
}

struct flow builtin_compopt(struct shell *sh, int argc, char **argv)
{
	struct names names = {.special = NULL};
	struct compspec spec = {.references = 1};
	struct optscan scan;
	uint32_t off = 0;
	int option, status = 0;

	optscan_init(&scan, argc, argv);
	for (;;) {
		option = optscan_next_option(sh, &scan, compopt_options);
		if (option == -1 && scan.index < argc && is_plus(argv[scan.index]) &&
		    strcmp(argv[scan.index - 1], "--") != 0) {
			scan.index = take_plus(sh, argc, argv, scan.index, &off);
			if (scan.index < 0)
				return builtin_failure(sh, argv, 2);
			continue;
		}
		if (option == -1)
			break;
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return builtin_failure(sh, argv, 2);
		if (!special_name(option)) {
			if (!take_option(sh, argv, &spec, option, scan.argument))
				return builtin_failure(sh, argv, 2);
		} else {
			names.special = special_over(names.special, special_name(option));
		}
	}
	names.operands = argv + scan.index;
	names.operand_count = (uint32_t)(argc - scan.index);
	if (name_count(&names) == 0)
		return change_running(sh, argv, spec.options, off);
	for (uint32_t i = 0; i < name_count(&names); i++)
		if (!change_spec(sh, argv, name_at(&names, i), spec.options, off))
			status = 1;
	return flow_next(status);
}
