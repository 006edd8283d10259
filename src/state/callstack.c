/* The texts and lines that the records of the call stack give. */
#include "callstack.h"
#include "functions.h"
#include "shell.h"

const char *call_name(const struct call *call)
{
	if (call->function)
		return call->function->definition->name->name;
	return call->line ? "source" : "main";
}

const char *call_source(const struct shell *sh, const struct call *call)
{
	const char *source = call->function ? call->function->program->source : call->source;

	return source ? source : sh->arg0;
}

uint32_t calls_depth(const struct call *call)
{
	uint32_t depth = 0;

	for (; call; call = call->outer)
		depth++;
	return depth;
}

void calls_keep_arguments(struct shell *sh)
{
	sh->arguments_outer = calls_depth(sh->call);
	if (!sh->arguments_base)
		sh->arguments_base = sh->arguments_outer + 1;
}

void calls_keep_later_arguments(struct shell *sh)
{
	if (!sh->arguments_base)
		sh->arguments_base = 1;
}
