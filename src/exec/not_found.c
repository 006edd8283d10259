/*
 * Commands that are not found, when there is a function for them (bash manual, 3.7.2).
 */
#include <string.h>
#include "internal.h"
#include "path.h"

#define HANDLER "command_not_found_handle"

static bool assigns_path(const struct simple *simple)
{
	for (unsigned i = 0; simple && i < simple->assign_count; i++)
		if (strcmp(simple->assigns[i].name->name, "PATH") == 0)
			return true;
	return false;
}

bool not_found_is_handled(struct shell *sh, const struct simple *simple, const char *name,
			  const char *path)
{
	const struct symbol *handler = symbol_find(&sh->symbols, HANDLER, strlen(HANDLER));

	if (!handler || !handler->function || strchr(name, '/') || assigns_path(simple) || path)
		return false;
	return !path_hashed(sh, symbol_intern(&sh->symbols, name, strlen(name)));
}

pid_t not_found_start(struct shell *sh, const struct simple *simple, char **argv, uint32_t argc,
		      const struct placement *place, struct flow *failure)
{
	struct simple command = simple ? *simple : (struct simple){.node.kind = NODE_SIMPLE};
	char **words = arena_alloc(&sh->scratch, (argc + 2) * sizeof *words);

	words[0] = HANDLER;
	memcpy(words + 1, argv, (argc + 1) * sizeof *words);
	command.name = NULL; /* the function is called in its place */
	struct fork_subject about = {.kind = place->pipeline ? TRACE_STAGE : TRACE_SUBSHELL,
				     .place = place,
				     .node = &command.node,
				     .argv = words,
				     .argc = argc + 1};
	return child_start(sh, &about, failure);
}
