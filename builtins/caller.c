/*
 * caller: where the function or script that runs was called (bash manual, 4.2).
 */
#include "builtins.h"
#include "callstack.h"
#include "error.h"
#include "var.h"

struct flow builtin_caller(struct shell *sh, int argc, char **argv)
{
	int first = no_options(sh, argc, argv);
	const struct call *call = sh->call;
	long level = 0;

	if (first < 0)
		return builtin_failure(sh, argv, 2);
	if (call && first < argc && !parse_operand(argv[first], INT32_MAX, &level))
		return builtin_usage(sh, argv, "%s: invalid number", argv[first]);
	for (; call && level > 0; level--)
		call = call->outer;
	if (!call || (first < argc && !call->outer))
		return flow_next(1);
	out_printf(&sh->out, "%u ", (unsigned)call->line);
	if (first < argc)
		out_printf(&sh->out, "%s ", call_name(call->outer));
	out_printf(&sh->out, "%s\n", call->outer ? call_source(sh, call->outer) : "NULL");
	return flow_next(0);
}
