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
