/* Functions: what a name runs, and how long its body lives. */
#include "functions.h"
#include "journal.h"
#include "mem.h"
#include "path.h"

void function_release(struct function *function)
{
	if (--function->references > 0)
		return;
	program_release(function->program);
	mem_free(function);
}

static void replace(struct shell *sh, struct symbol *name, struct function *function)
{
	journal_save_function(sh, name);
	if (name->function)
		function_release(name->function);
	name->function = function;
	commands_changed(sh);
}

void function_define(struct shell *sh, const struct function_definition *definition,
		     struct program *program)
{
	struct function *function = mem_alloc(sizeof(*function));

	*function = (struct function){1, program, definition};
	program_retain(program);
	replace(sh, definition->name, function);
}

void function_unset(struct shell *sh, struct symbol *name)
{
	if (name->function)
		replace(sh, name, NULL);
}
