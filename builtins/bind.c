/*
 * bind: what keys do while a line is edited (bash manual, 4.2).
 */
#include "builtins.h"
#include "edit.h"
#include "error.h"
#include "readahead.h"

const struct builtin_option bind_options[] = {
	{'f', NULL, "FILE", "read bindings from a file"},
	{'l', NULL, NULL, "list the names of the editor's functions"},
	{'m', NULL, "KEYMAP", "use this keymap: emacs, vi-insert, vi-command ..."},
	{'p', NULL, NULL, "list functions and their keys, to be read again"},
	{'P', NULL, NULL, "the same for people"},
	{'q', NULL, "FUNCTION", "say which keys invoke a function"},
	{'r', NULL, "KEYS", "take away what the keys are bound to"},
	{'s', NULL, NULL, "list macros, to be read again"},
	{'S', NULL, NULL, "the same for people"},
	{'u', NULL, "FUNCTION", "take away all keys of a function"},
	{'v', NULL, NULL, "list the editor's variables, to be read again"},
	{'V', NULL, NULL, "the same for people"},
	{'x', NULL, "KEYS:COMMAND", "have the shell run a command when the keys are typed"},
	{'X', NULL, NULL, "list what -x has bound"},
	{0, NULL, NULL, NULL},
};

static const struct {
	char letter;
	enum edit_bind_request request;
} requests[] = {
	{'f', EDIT_BIND_FILE},
	{'l', EDIT_BIND_LIST_NAMES},
	{'p', EDIT_BIND_LIST_FUNCTIONS},
	{'P', EDIT_BIND_SHOW_FUNCTIONS},
	{'q', EDIT_BIND_QUERY},
	{'r', EDIT_BIND_UNBIND_KEYS},
	{'s', EDIT_BIND_LIST_MACROS},
	{'S', EDIT_BIND_SHOW_MACROS},
	{'u', EDIT_BIND_UNBIND_FUNCTION},
	{'v', EDIT_BIND_LIST_VARIABLES},
	{'V', EDIT_BIND_SHOW_VARIABLES},
	{'x', EDIT_BIND_COMMAND},
	{'X', EDIT_BIND_LIST_COMMANDS},
};

static int carry_out(struct shell *sh, char **argv, int letter, const char *keymap,
		     const char *argument)
{
	for (size_t i = 0; i < sizeof(requests) / sizeof(*requests); i++)
		if (requests[i].letter == letter)
			return edit_bind(sh, argv[0], requests[i].request, keymap, argument);
	return 0;
}

/* Looks for -m first, which is meant for all that is asked, and for the operands; false after a
 * report or help. */
static bool find_keymap(struct shell *sh, int argc, char **argv, const char **keymap, int *operands,
			struct flow *end)
{
	struct optscan scan;
	int option;

	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, bind_options)) != -1) {
		*end = option == '?' ? builtin_failure(sh, argv, 2) : flow_next(0);
		if (option == '?' || option == OPTION_HELP)
			return false;
		if (option == 'm')
			*keymap = scan.argument;
	}
	*operands = scan.index;
	return true;
}

struct flow builtin_bind(struct shell *sh, int argc, char **argv)
{
	const char *keymap = NULL;
	struct optscan scan;
	struct flow end;
	int option, operands, status = 0;
	bool listed = false; /* the operands are functions */

	if (!find_keymap(sh, argc, argv, &keymap, &operands, &end))
		return end;
	/* a subshell of an interactive shell has what that has */
	if (!sh->ops.read_line)
		shell_error_in(sh, argv[0], "warning: line editing not enabled");
	readahead_make_room(&sh->fds); /* -f may name the pipe that a `read` looked into */
	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, bind_options)) != -1) {
		bool lists = (option == 'p' || option == 'P') && operands < argc;
		if (!lists && carry_out(sh, argv, option, keymap, scan.argument) < 0)
			status = 1;
		for (int i = operands; lists && i < argc; i++)
			if (carry_out(sh, argv, option, keymap, argv[i]) < 0)
				status = 1;
		listed |= lists;
	}
	for (int i = operands; i < argc && !listed; i++)
		if (edit_bind(sh, argv[0], EDIT_BIND_LINE, keymap, argv[i]) < 0)
			status = 1;
	return flow_next(status);
}
