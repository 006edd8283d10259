/*
 * The clone builtin's way from a command to a child with exact flags: what the command's name means
 * decides whether the child executes a file or goes on as a shell.
 */
#include <unistd.h>
#include "handlers.h"
#include "internal.h"
#include "newborn.h"

enum newborn_body exec_newborn_body(struct shell *sh, const char *name)
{
	struct resolved what;
	resolve_command(sh, NULL, name, &what);
	return what.kind == COMMAND_FUNCTION || what.kind == COMMAND_BUILTIN ? NEWBORN_SHELL
									     : NEWBORN_EXEC;
}

static void __attribute__((noreturn))
go_on_as_shell(struct shell *sh, int argc, char **argv, const struct placement *place)
{
	subshell_enter(sh, place);
	exec_terminate(sh, exec_argv(sh, argc, argv, false, NULL, EXEC_TAIL));
}

static int create(struct shell *sh, struct spawn_plan *plan, char **argv,
		  const struct newborn_request *request, struct newborn *newborn)
{
	/* The sample body's end is not this module's to see. */
	if (__builtin_expect(sh->trace != NULL, 0) && request->body != NEWBORN_SAMPLE)
		return traced_newborn(sh, plan, argv, request, newborn);
	return newborn_create(sh, plan, request, newborn);
}

bool exec_newborn(struct shell *sh, int argc, char **argv, const struct newborn_request *request,
		  bool foreground, struct newborn *newborn)
{
	struct placement place = PLACEMENT_INIT;
	struct strbuf prefix = STRBUF_INIT;
	struct spawn_plan plan;
	int result;

	place.foreground = foreground;
	fds_share_all(&sh->fds);
	if (request->body == NEWBORN_EXEC) {
		external_plan(sh, &plan, argv, (uint32_t)argc, &place, &prefix);
		result = create(sh, &plan, argv, request, newborn);
	} else {
		signals_prepare_wait(sh);
		result = create(sh, NULL, argv, request, newborn);
		if (result == 0)
			go_on_as_shell(sh, argc, argv, &place);
		if (result > 0 && sh->job_control && newborn->pid)
			setpgid(newborn->pid, newborn->pid);
	}
	strbuf_free(&prefix);
	return result > 0;
}
