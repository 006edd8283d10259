/*
 * trap: what happens when signals arrive and when the shell exits (XCU trap).
 */
#include <string.h>
#include "builtins.h"
#include "error.h"
#include "handlers.h"
#include "signals.h"
#include "traps.h"
#include "var.h"

const struct builtin_option trap_options[] = {
	{'l', NULL, NULL, "list signals"},
	{'p', NULL, NULL, "list actions as commands that set them"},
	{'P', NULL, NULL, "write the actions of the conditions alone"},
	{0, NULL, NULL, NULL},
};

/* ---- listing --------------------------------------------------------------------------- */

/* The action of a condition for listings: in a subshell that has set none yet, the parent's.  A
 * signal ignored on entry stays so. */
static const char *shown_action(struct shell *sh, int signal)
{
	if (trap_is_hidden(sh, signal))
		return NULL;
	const char *action =
		sh->traps.inherited ? sh->traps.inherited[signal] : sh->traps.at[signal].action;
	return !action && signal < TRAP_COUNT && signal_ignored_on_entry(sh, signal) ? "" : action;
}

static void print_trap(struct shell *sh, int signal, const char *action)
{
	const char *name = trap_name(signal);
	if (!name)
		return;
	out_puts(&sh->out, "trap -- ");
	if (action)
		out_quoted(&sh->out, action);
	else
		out_putc(&sh->out, '-');
	out_printf(&sh->out, " %s%s\n",
		   signal > 0 && signal < TRAP_COUNT && !OPT(sh, POSIX) ? "SIG" : "", name);
}

/* `defaults`: conditions in their default state as well, as POSIX's -p wants it. */
static struct flow list_all(struct shell *sh, bool defaults)
{
	for (int signal = 0; signal < TRAP_LIMIT; signal++) {
		const char *action = shown_action(sh, signal);
		if (action || (defaults && signal != SIGKILL && signal != SIGSTOP))
			print_trap(sh, signal, action);
	}
	return flow_next(0);
}

/* `bare`: the actions alone. */
static struct flow list_some(struct shell *sh, char **argv, char **conditions, bool bare)
{
	int status = 0;
	for (; *conditions; conditions++) {
		int signal = trap_number(*conditions);
		if (signal < 0) {
			shell_error_in(sh, argv[0], "%s: invalid signal specification",
				       *conditions);
			status = 1;
			continue;
		}
		const char *action = shown_action(sh, signal);
		if (bare && action)
			out_printf(&sh->out, "%s\n", action);
		else if (!bare && (action || OPT(sh, POSIX)))
			print_trap(sh, signal, action);
	}
	return flow_next(status);
}

/* ---- setting --------------------------------------------------------------------------- */

static bool is_unsigned_integer(const char *text)
{
	long ignored;
	return parse_count(text, 1L << 62, &ignored);
}

static bool set_condition(struct shell *sh, char **argv, const char *condition, const char *action)
{
	int signal = trap_number(condition);
	if (signal < 0) {
		shell_error_in(sh, argv[0], "%s: invalid signal specification", condition);
		return false;
	}
	if (action && !operand_fits(sh, argv, action))
		return false;
	if (signal == SIGKILL || signal == SIGSTOP)
		return true;
	/* A signal ignored on entry stays ignored, and nothing is said (XCU trap). */
	if (signal > 0 && signal < TRAP_COUNT && !OPT(sh, INTERACTIVE) &&
	    signal_ignored_on_entry(sh, signal))
		return true;
	trap_set_action(sh, signal, action);
	return true;
}

struct flow builtin_trap(struct shell *sh, int argc, char **argv)
{
	struct optscan scan;
	int option, status = 0;
	bool print = false, bare = false, plain = false;

	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, trap_options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return builtin_failure(sh, argv, 2);
		if (option == 'l') {
			list_signals(sh, false);
			return flow_next(0);
		}
		bare |= option == 'P';
		plain |= option == 'p';
		print = true;
	}
	int first = scan.index;
	if (bare && plain) {
		shell_error_in(sh, argv[0], "cannot specify both -p and -P");
		return flow_next(2);
	}
	if (bare && first >= argc) {
		shell_error_in(sh, argv[0], "-P requires at least one signal name");
		return builtin_failure(sh, argv, 2);
	}
	if (first >= argc)
		return list_all(sh, print && OPT(sh, POSIX));
	if (print)
		return list_some(sh, argv, argv + first, bare);

	const char *action = NULL;
	if (!is_unsigned_integer(argv[first]) ||
	    (!OPT(sh, POSIX) && trap_number(argv[first]) < 0)) {
		/* `trap INT` alone resets, too, as in other shells; POSIX has an action here. */
		if (first + 1 < argc || OPT(sh, POSIX) || trap_number(argv[first]) < 0)
			action = argv[first++];
		if (first >= argc)
			return builtin_misused(sh, argv);
		if (action && strcmp(action, "-") == 0)
			action = NULL;
	}
	struct flow flow = builtin_needs_process(sh, LATE_FORK_TRAP);
	if (flow.kind != FLOW_NEXT)
		return flow;
	for (int i = first; i < argc; i++)
		if (!set_condition(sh, argv, argv[i], action))
			status = 1;
	return flow_next(status);
}
