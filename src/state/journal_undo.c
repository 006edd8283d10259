/* The journal's other half: what was saved is put back, or given up. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "abbreviations.h"
#include "compspec.h"
#include "error.h"
#include "fdtable.h"
#include "functions.h"
#include "mem.h"
#include "params.h"
#include "path.h"
#include "readahead.h"
#include "state.h"
#include "var.h"

/* ---- variables ----------------------------------------------------------------------------- */

/* A buffer larger than this is not kept. */
#define SPARE_MAX 256

static void replace_binding(struct shell *sh, struct save *save)
{
	struct symbol *name = save->variable.name;
	const struct variable *old = &save->variable.old;
	uint32_t touched = name->var.flags | old->flags;

	if (name->var.cap <= SPARE_MAX && !save->spare) {
		save->spare = name->var.text;
		save->spare_cap = name->var.cap;
		name->var.text = NULL;
	}
	variable_free_value(&name->var);
	name->var = *old;
	if (touched & VAR_EXPORT)
		var_environment_changed(sh);
}

/* The younger save of the same name, whose binding this one's replaced; NULL for the youngest. */
static struct save *younger_save(const struct save *save)
{
	struct save *younger = save->variable.name->var.saves;

	if (younger == save)
		return NULL;
	while (younger->variable.old.saves != save)
		younger = younger->variable.old.saves;
	return younger;
}

static void undo_variable(struct shell *sh, struct save *save)
{
	struct symbol *name = save->variable.name;
	struct save *younger = younger_save(save);

	if (younger) {
		/* taken out of the middle: the binding it restores is what the younger one will */
		variable_free_value(&younger->variable.old);
		younger->variable.old = save->variable.old;
		younger->variable.beside = save->variable.beside;
		return;
	}
	replace_binding(sh, save);
	if (!name->special)
		return;
	int64_t beside = save->variable.beside;
	/* these complain of a bad value, or shorten a file, which they did when that was assigned;
	 * posix mode may be on without its variable */
	bool once = name->special == SPECIAL_COWSH_SPAWN || name->special == SPECIAL_XTRACEFD ||
		    name->special == SPECIAL_HISTFILESIZE;
	if ((name->var.flags & VAR_HOOKED) && !once && name->special != SPECIAL_POSIXLY_CORRECT &&
	    name->special != SPECIAL_IGNOREEOF)
		var_hook(sh, name);
	special_restore(sh, name, beside);
}

struct variable *save_hidden_binding(const struct save *save)
{
	struct variable *binding = &save->hidden.name->var;

	while (binding->saves != save->hidden.old.saves)
		binding = &binding->saves->variable.old;
	return binding;
}

static void undo_hidden(struct shell *sh, struct save *save)
{
	struct variable *binding = save_hidden_binding(save);

	if ((binding->flags | save->hidden.old.flags) & VAR_EXPORT)
		var_environment_changed(sh);
	variable_free_value(binding);
	*binding = save->hidden.old;
}

static void discard_variable(struct save *save)
{
	struct save *younger = younger_save(save);

	if (younger)
		younger->variable.old.saves = save->variable.old.saves;
	else
		save->variable.name->var.saves = save->variable.old.saves;
	variable_free_value(&save->variable.old);
}

void save_discard_copy(struct shell *sh, struct save *save)
{
	struct save *reveals = save->variable.reveals;

	while (save->variable.old.saves != reveals) {
		struct save *hidden = save->variable.old.saves;
		save_unlink(hidden);
		save->variable.old.saves = hidden->variable.old.saves;
		variable_free_value(&hidden->variable.old);
		save_recycle(sh, hidden);
	}
	if (reveals)
		reveals->variable.scope = save->variable.scope;
	save_discard(sh, save);
}

/* ---- descriptors --------------------------------------------------------------------- */

/* Takes the save out of those of its descriptor. */
static void forget_fd(struct shell *sh, const struct save *save)
{
	struct save **link = &sh->fd_saves[(uint32_t)save->fd.fd % sh->fd_saves_cap];

	while (*link != save)
		link = &(*link)->fd.next;
	*link = save->fd.next;
}

static void undo_fd(struct shell *sh, struct save *save)
{
	int fd = save->fd.fd;

	forget_fd(sh, save);
	if (save->fd.captured)
		sh->out.fd = -1;
	readahead_drop(&sh->fds, fd, true);
	if (save->fd.saved < 0) {
		if (!fd_is_own(&sh->fds, fd))
			close(fd);
		return;
	}
	if (fd_vacate(&sh->fds, fd) < 0 || fd_dup2(&sh->fds, save->fd.saved, fd) < 0) {
		shell_error(sh, "%d: cannot restore the file descriptor: %s", fd, strerror(errno));
		/* Output to it is to go nowhere rather than to another file. */
		if (!fd_is_own(&sh->fds, fd))
			close(fd);
	}
	fd_own_close(&sh->fds, &save->fd.saved);
	if (save->fd.hidden)
		fcntl(fd, F_SETFD, FD_CLOEXEC);
	fd_set_private(&sh->fds, fd, save->fd.private);
}

/* ---- the rest ------------------------------------------------------------------------ */

static void undo_function(struct shell *sh, struct save *save)
{
	struct symbol *name = save->function.name;

	if (name->function)
		function_release(name->function);
	if ((name->function_flags | save->function.flags) & FUNCTION_EXPORT)
		var_environment_changed(sh);
	name->function = save->function.old;
	name->function_flags = save->function.flags;
	name->function_epoch = save->epoch;
	commands_changed(sh);
}

static void undo_options(struct shell *sh, struct save *save)
{
	bool before = OPT(sh, IGNOREEOF);

	options_restore(sh, &save->options);
	/* a virtual subshell has the variable's own save */
	if (save->frame->kind != FRAME_FUNCTION)
		return;
	if (OPT(sh, IGNOREEOF) != before)
		options_follow_ignoreeof(sh);
	options_follow_posix(sh);
}

static void undo_path(struct save *save)
{
	struct symbol *name = save->path.name;

	mem_free(name->hashed_path);
	name->hashed_path = save->path.old;
	name->hash_generation = save->path.generation;
	name->hash_hits = save->path.hits;
	name->path_epoch = save->epoch;
}

static void undo_trap(struct shell *sh, struct save *save)
{
	int signal = save->trap.signal;

	mem_free(sh->traps.at[signal].action);
	sh->traps.at[signal].action = save->trap.old;
	sh->traps.at[signal].epoch = save->epoch;
	trap_note(&sh->traps, signal);
	if (signal >= TRAP_COUNT)
		watch_refresh(sh);
	else if (sh->ops.trap_changed)
		sh->ops.trap_changed(sh, signal);
}

/* Going on in the wrong directory would be worse than ending. */
static void undo_cwd(struct shell *sh, struct save *save)
{
	bool back = save->cwd.fd >= 0 && fchdir(save->cwd.fd) == 0;

	if (!back && (!save->cwd.path || chdir(save->cwd.path) < 0)) {
		shell_error(sh, "%s: cannot go back to this directory: %s",
			    save->cwd.path ? save->cwd.path : ".", strerror(errno));
		outbuf_flush(&sh->out);
		_exit(2);
	}
	fd_own_close(&sh->fds, &save->cwd.fd);
	mem_free(sh->cwd);
	sh->cwd = save->cwd.path;
	if (sh->path_relative)
		path_forget(sh);
}

void save_undo(struct shell *sh, struct save *save)
{
	switch ((enum save_kind)save->kind) {
	case SAVE_VARIABLE:
		undo_variable(sh, save);
		break;
	case SAVE_HIDDEN:
		undo_hidden(sh, save);
		break;
	case SAVE_FUNCTION:
		undo_function(sh, save);
		break;
	case SAVE_ALIAS:
		alias_free(save->alias.name->alias);
		save->alias.name->alias = save->alias.old;
		save->alias.name->alias_epoch = save->epoch;
		commands_changed(sh);
		break;
	case SAVE_PATH:
		undo_path(save);
		break;
	case SAVE_BUILTIN:
		save->builtin.name->builtin = save->builtin.old;
		commands_changed(sh);
		break;
	case SAVE_TRAP:
		undo_trap(sh, save);
		break;
	case SAVE_TRAPS_INHERITED:
		inherited_free(sh->traps.inherited);
		sh->traps.inherited = save->inherited;
		break;
	case SAVE_OPTIONS:
		undo_options(sh, save);
		break;
	case SAVE_PARAMS:
		params_restore(sh, save->params);
		break;
	case SAVE_CWD:
		undo_cwd(sh, save);
		break;
	case SAVE_DIRSTACK:
		mem_free(sh->dirstack);
		sh->dirstack = save->dirstack;
		break;
	case SAVE_UMASK:
		umask(save->umask);
		sh->umask = save->umask;
		break;
	case SAVE_COMPSPECS:
		compspecs_free(sh->compspecs);
		sh->compspecs = save->compspecs;
		break;
	case SAVE_ABBREVIATIONS:
		abbreviations_free(sh->abbreviations);
		sh->abbreviations = save->abbreviations;
		break;
	case SAVE_FD:
		undo_fd(sh, save);
		break;
	case SAVE_KIND_COUNT:
		break;
	}
	save_recycle(sh, save);
}

void save_discard(struct shell *sh, struct save *save)
{
	switch ((enum save_kind)save->kind) {
	case SAVE_VARIABLE:
		discard_variable(save);
		break;
	case SAVE_HIDDEN:
		variable_free_value(&save->hidden.old);
		break;
	case SAVE_FUNCTION:
		if (save->function.old)
			function_release(save->function.old);
		break;
	case SAVE_ALIAS:
		alias_free(save->alias.old);
		break;
	case SAVE_PATH:
		mem_free(save->path.old);
		break;
	case SAVE_TRAP:
		mem_free(save->trap.old);
		break;
	case SAVE_TRAPS_INHERITED:
		inherited_free(save->inherited);
		break;
	case SAVE_PARAMS:
		if (!save->params.owned)
			break;
		save->older = sh->kept_params;
		sh->kept_params = save;
		return;
	case SAVE_CWD:
		fd_own_close(&sh->fds, &save->cwd.fd);
		mem_free(save->cwd.path);
		break;
	case SAVE_DIRSTACK:
		mem_free(save->dirstack);
		break;
	case SAVE_COMPSPECS:
		compspecs_free(save->compspecs);
		break;
	case SAVE_ABBREVIATIONS:
		abbreviations_free(save->abbreviations);
		break;
	case SAVE_FD:
		forget_fd(sh, save);
		fd_own_close(&sh->fds, &save->fd.saved);
		break;
	case SAVE_BUILTIN:
	case SAVE_OPTIONS:
	case SAVE_UMASK:
	case SAVE_KIND_COUNT:
		break;
	}
	save_recycle(sh, save);
}
