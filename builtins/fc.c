/*
 * fc: lists, edits and re-runs commands from the history.  A shell that is not interactive keeps none.
 */
#include "builtins.h"

struct flow builtin_fc(struct shell *sh, int argc, char **argv)
{
	struct optscan scan;
	int option;

	optscan_init(&scan, argc, argv);
	/* Numbers counted from the end, such as -1, are operands. */
	while (scan.at || scan.index >= argc || argv[scan.index][0] != '-' ||
	       argv[scan.index][1] < '0' || argv[scan.index][1] > '9') {
		option = optscan_next(sh, &scan, "e:lnrs");
		if (option == -1)
			break;
		if (option == '?')
			return builtin_failure(sh, argv, 2);
	}
	shell_error_in(sh, argv[0], "history is not available");
	return flow_next(1);
}
