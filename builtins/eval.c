/*
 * eval: its arguments, joined by spaces, are a command of the current environment.
 */
#include <string.h>
#include "builtins.h"
#include "error.h"
#include "exec.h"
#include "mem.h"

struct flow builtin_eval(struct shell *sh, int argc, char **argv)
{
	struct strbuf text = STRBUF_INIT;
	unsigned tail = exec_take_tail(sh);
	int first = no_options(sh, argc, argv);

	if (first < 0)
		return builtin_failure(sh, argv, 2);
	if (first >= argc)
		return flow_next(0);
	if (first + 1 == argc)
		return exec_string(sh, argv[first], strlen(argv[first]), argv[0], tail);
	for (int i = first; i < argc; i++) {
		if (i > first)
			strbuf_addc(&text, ' ');
		strbuf_adds(&text, argv[i]);
	}
	if (text.failed) {
		strbuf_free(&text);
		shell_error_in(sh, argv[0], "out of memory");
		return builtin_failure(sh, argv, 2);
	}
	struct flow flow = exec_string(sh, text.data, text.len, argv[0], tail);
	strbuf_free(&text);
	return flow;
}
