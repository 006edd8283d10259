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

	if (!handler || !handler->function || strchr(name, '/') || path)
		return false;
	return assigns_path(simple) ||
	       !path_hashed(sh, symbol_intern(&sh->symbols, name, strlen(name)));
}

/* A command that has a PATH of its own. */
struct own_path {
	const struct simple *simple;
	char **words; /* the handler's, of which the second is the command's name */
	uint32_t argc;
};

/* In its process: looks for it when PATH has been assigned. */
static struct flow run_own_path(struct shell *sh, void *context)
{
	const struct own_path *command = context;
	struct frame redirs, assigns;
	struct flow flow = flow_next(0);
	struct function *handler =
		symbol_intern_name(&sh->symbols, HANDLER, strlen(HANDLER))->function;
	char **argv = command->words + 1;

	frame_push(sh, &redirs, FRAME_REDIRECTION);
	frame_push(sh, &assigns, FRAME_ASSIGNMENT);
	assigns.call = true;
	if (redirect_apply(sh, command->simple->redirs, &redirs, &flow) &&
	    assign_in_frame(sh, command->simple, &assigns, EXEC_TAIL, &flow)) {
		if (path_hashed(sh, symbol_intern(&sh->symbols, *argv, strlen(*argv))))
			flow = external_run(sh, NULL, argv, command->argc - 1, NULL, EXEC_TAIL);
		else
			flow = exec_function(sh, handler, (int)command->argc, command->words);
	}
	frame_pop(sh, &assigns);
	frame_pop(sh, &redirs);
	return flow;
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
	struct own_path own = {simple, words, argc + 1};
	if (assigns_path(simple)) {
		about.body = run_own_path;
		about.context = &own;
	}
	return child_start(sh, &about, failure);
}
