/*
 * set: options and positional parameters; without arguments, the variables (XCU 2.15 set).
 */
#include <string.h>
#include "builtins.h"
#include "error.h"
#include "params.h"
#include "spawn.h"
#include "var.h"

const struct builtin_option set_options[] = {
	{'a', NULL, NULL, "export every variable that is assigned"},
	{'b', NULL, NULL, "report ended background jobs at once"},
	{'e', NULL, NULL, "exit when a command fails (XCU 2.14 set -e)"},
	{'f', NULL, NULL, "no pathname expansion"},
	{'h', NULL, NULL, "remember where commands were found"},
	{'k', NULL, NULL, "assignments may stand behind a command's name, too"},
	{'m', NULL, NULL, "job control: jobs run in process groups of their own"},
	{'n', NULL, NULL, "read commands but do not execute them"},
	{'p', NULL, NULL, "keep an effective user that differs from the real"},
	{'t', NULL, NULL, "end after one command"},
	{'u', NULL, NULL, "expanding an unset parameter is an error"},
	{'v', NULL, NULL, "write input to standard error as it is read"},
	{'x', NULL, NULL, "write each simple command to standard error before it runs"},
	{'B', NULL, NULL, "expand braces"},
	{'C', NULL, NULL, "> does not overwrite existing regular files"},
	{'E', NULL, NULL, "functions, substitutions and subshells have the ERR trap, too"},
	{'H', NULL, NULL, "expand ! in lines that are typed"},
	{'P', NULL, NULL, "cd and pwd follow no symbolic links back"},
	{'T', NULL, NULL,
	 "functions, substitutions and subshells have the DEBUG and RETURN traps, too"},
	{'o', NULL, "OPTION", "turn an option on by its name (+o: off); without a name list them"},
	{0, NULL, NULL, NULL},
};

/* ---- listings -------------------------------------------------------------------------- */

void list_shopt_option(struct shell *sh, enum option_index option)
{
	out_printf(&sh->out, "%-20s\t%s\n", option_table[option].name,
		   options_have(&sh->options, option) ? "on" : "off");
}

void list_option(struct shell *sh, enum option_index option, bool as_command)
{
	bool on = options_have(&sh->options, option),
	     of_set = option_table[option].group != OPTION_IS_SHOPT;
	const char *name = option_table[option].name;

	if (!as_command && of_set)
		out_printf(&sh->out, "%-15s\t%s\n", name, on ? "on" : "off");
	else if (!as_command)
		list_shopt_option(sh, option);
	else if (of_set)
		out_printf(&sh->out, "set %co %s\n", on ? '-' : '+', name);
	else
		out_printf(&sh->out, "shopt -%c %s\n", on ? 's' : 'u', name);
}

/* `set -o`, and `set +o` as commands that bring the settings back. */
static void list_all_options(struct shell *sh, bool as_commands)
{
	enum option_index names[OPTION_COUNT];
	size_t count = options_by_name(OPTION_IS_SET, names);

	for (size_t i = 0; i < count; i++)
		if (option_is_listed(sh, names[i]))
			list_option(sh, names[i], as_commands);
	if (sh->policy == POLICY_AUTO && !OPT(sh, INTERACTIVE))
		return; /* as with options of our own */
	if (as_commands)
		out_printf(&sh->out, "set -o spawn=%s\n", policy_name(sh->policy));
	else
		out_printf(&sh->out, "%-15s\t%s\n", "spawn", policy_name(sh->policy));
}

/* ---- options --------------------------------------------------------------------------- */

static void change_option(struct shell *sh, enum option_index option, bool on)
{
	if (options_have(&sh->options, option) != on)
		option_set(sh, option, on);
}

/* The name after -o: an option's, or spawn=POLICY. */
static bool change_named_option(struct shell *sh, const char *name, bool on)
{
	int policy;

	if (on && policy_by_option(name, &policy)) {
		if (policy >= 0)
			policy_set(sh, (enum spawn_policy)policy);
		return policy >= 0;
	}
	int option = option_by_name(name);
	if (option < 0 || option_table[option].group != OPTION_IS_SET)
		return false;
	change_option(sh, (enum option_index)option, on);
	return true;
}

/* One argument of option letters.  Moves *index over an option name that it takes.  false after a
 * report, with the consequence in *failure. */
static bool change_cluster(struct shell *sh, int argc, char **argv, int *index,
			   struct flow *failure)
{
	const char *word = argv[*index];
	bool on = word[0] == '-';
	for (const char *letter = word + 1; *letter; letter++) {
		if (*letter == 'o') {
			const char *name = *index + 1 < argc ? argv[*index + 1] : NULL;
			/* an option behind it is none's name */
			if (!name || name[0] == '-' || name[0] == '+') {
				list_all_options(sh, !on);
				continue;
			}
			++*index;
			if (change_named_option(sh, name, on))
				continue;
			shell_error_in(sh, argv[0], "%s: invalid option name", name);
			*failure = builtin_failure(sh, argv, 2);
			return false;
		}
		int option = option_by_letter(*letter);
		if (option < 0 || (option_table[option].group != OPTION_IS_SET &&
				   (option != OPTION_RESTRICTED || (!on && OPT(sh, RESTRICTED))))) {
			*failure =
				builtin_usage(sh, argv, "%c%c: invalid option", word[0], *letter);
			if (option == OPTION_RESTRICTED)
				failure->status = 1;
			return false;
		}
		change_option(sh, (enum option_index)option, on);
	}
	return true;
}

static bool names_option(int argc, char **argv, enum option_index option)
{
	for (int i = 1; i < argc && (argv[i][0] == '-' || argv[i][0] == '+'); i++)
		if (option_is_named(option, argv[i], i + 1 < argc ? argv[i + 1] : ""))
			return true;
	return false;
}

struct flow option_before_change(struct shell *sh, enum option_index option)
{
	if (option == OPTION_MONITOR)
		return builtin_needs_process(sh, LATE_FORK_MONITOR);
	if (option == OPTION_PRIVILEGED && shell_is_privileged())
		return builtin_needs_process(sh, LATE_FORK_PRIVILEGES);
	return flow_next(sh->status);
}

static struct flow before_options(struct shell *sh, int argc, char **argv)
{
	struct flow flow = flow_next(sh->status);

	if (names_option(argc, argv, OPTION_MONITOR))
		flow = option_before_change(sh, OPTION_MONITOR);
	if (flow.kind == FLOW_NEXT && names_option(argc, argv, OPTION_PRIVILEGED))
		flow = option_before_change(sh, OPTION_PRIVILEGED);
	return flow;
}

struct flow builtin_set(struct shell *sh, int argc, char **argv)
{
	int i = 1;
	bool operands = false;
	struct flow failure;

	if (argc == 1)
		return list_everything(sh);
	if (sh->virtual) {
		failure = before_options(sh, argc, argv);
		if (failure.kind != FLOW_NEXT)
			return failure;
	}
	for (; i < argc && !operands; i++) {
		const char *word = argv[i];
		if (word[0] != '-' && word[0] != '+')
			break;
		if (word[0] == '-' && word[1] == '-' && word[2] == '\0') {
			operands = true;
		} else if (word[0] == '-' && word[1] == '\0') {
			/* The historical form: ends the options and switches tracing off. */
			change_option(sh, OPTION_XTRACE, false);
			change_option(sh, OPTION_VERBOSE, false);
			operands = i + 1 < argc;
		} else if (!change_cluster(sh, argc, argv, &i, &failure)) {
			return failure;
		}
	}
	if ((operands || i < argc) && !params_set(sh, argv + i, (uint32_t)(argc - i))) {
		shell_error_in(sh, argv[0], "out of memory");
		return builtin_failure(sh, argv, 1);
	}
	return flow_next(0);
}
