/*
 * The calls that go against the direction of the layers (shell.h, struct shell_ops).
 */
#include <errno.h>
#include <string.h>
#include "callstack.h"
#include "error.h"
#include "handlers.h"
#include "internal.h"
#include "operations.h"
#include "path.h"
#include "var.h"
#include "virtual.h"

/* The ring stays when recording stops: there may be a report yet. */
static void forktrace_changed(struct shell *sh)
{
	if (!OPT(sh, FORKTRACE) || trace_start(sh) == 0)
		return;
	shell_error_in(sh, "forktrace", "cannot record: %s", strerror(errno));
	option_override(sh, OPTION_FORKTRACE, false);
}

/* bash manual, 6.10. */
static void restricted(struct shell *sh)
{
	static const char *const names[] = {"PATH", "SHELL", "ENV", "BASH_ENV", "HISTFILE"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		var_change_flags(sh, symbol_intern(&sh->symbols, names[i], strlen(names[i])),
				 VAR_READONLY, 0);
}

static void option_changed(struct shell *sh, enum option_index option)
{
	if (option == OPTION_POSIX) {
		commands_changed(sh); /* special builtins come before functions, or not */
		aliases_expand(sh, OPT(sh, POSIX) || OPT(sh, INTERACTIVE));
		signals_prepare_wait(sh); /* for an EXIT trap */
	} else if (option == OPTION_EXPAND_ALIASES) {
		aliases_expand(sh, OPT(sh, EXPAND_ALIASES));
	} else if (option == OPTION_EXTGLOB || option == OPTION_NOCASEMATCH) {
		pattern_hook(sh);
	} else if (option == OPTION_EXTDEBUG) {
		if (OPT(sh, EXTDEBUG))
			calls_keep_arguments(sh);
		option_set(sh, OPTION_FUNCTRACE, OPT(sh, EXTDEBUG));
		option_set(sh, OPTION_ERRTRACE, OPT(sh, EXTDEBUG));
	} else if (option >= OPTION_COMPAT31 && option <= OPTION_COMPAT44) {
		calls_keep_later_arguments(sh);
	} else if (option == OPTION_RESTRICTED) {
		if (OPT(sh, RESTRICTED))
			restricted(sh);
	} else if (option == OPTION_FORKTRACE) {
		forktrace_changed(sh);
	} else if (option == OPTION_MONITOR && OPT(sh, MONITOR) != sh->job_control) {
		if (jobs_set_control(sh, OPT(sh, MONITOR)) < 0)
			option_override(sh, OPTION_MONITOR, false);
	} else if (option == OPTION_NOEXEC && OPT(sh, INTERACTIVE)) {
		option_override(sh, OPTION_NOEXEC, false); /* XCU set, -n */
	} else if (option == OPTION_HISTORY && OPT(sh, HISTORY) && !OPT(sh, INTERACTIVE)) {
		sh->ops.history_begin(sh);
	} else if (option == OPTION_PRIVILEGED && !OPT(sh, PRIVILEGED) && shell_is_privileged()) {
		/* No virtual subshell comes here: `set +p` made it a process. */
		if (shell_drop_privileges() < 0)
			shell_error(sh, "cannot give up privileges: %s", strerror(errno));
	}
}

void operations_init(struct shell *sh)
{
	sh->ops.command_substitute = command_substitute;
	sh->ops.process_substitute = process_substitute;
	sh->ops.trace_list = xtrace_list;
	sh->ops.late_fork = virtual_late_fork;
	sh->ops.option_changed = option_changed;
	sh->ops.trap_changed = signals_update;
}
