/* The journal's saving half: one function per kind of thing. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "abbreviations.h"
#include "compspec.h"
#include "error.h"
#include "cwd.h"
#include "fdtable.h"
#include "mem.h"
#include "readahead.h"
#include "state.h"
#include "var.h"

static struct save *save_new(struct shell *sh, struct frame *frame, enum save_kind kind)
{
	struct save *save = sh->free_saves;

	if (save) {
		sh->free_saves = save->older;
	} else {
		save = mem_alloc(sizeof(*save));
		save->spare = NULL;
		save->spare_cap = 0;
	}
	save->kind = (uint8_t)kind;
	save_link(frame, save);
	return save;
}

void save_link(struct frame *frame, struct save *save)
{
	save->frame = frame;
	save->older = frame->saves;
	save->link = &frame->saves;
	if (save->older)
		save->older->link = &save->older;
	frame->saves = save;
	frame->kinds |= (uint16_t)(1u << save->kind);
}

void save_unlink(struct save *save)
{
	*save->link = save->older;
	if (save->older)
		save->older->link = save->link;
}

void save_recycle(struct shell *sh, struct save *save)
{
	save->older = sh->free_saves;
	sh->free_saves = save;
}

/* ---- variables ----------------------------------------------------------------------------- */

/* A frame that is saved into is the youngest, but for virtual subshells. */
static bool has_saved_variable(const struct frame *frame, const struct symbol *name)
{
	if (frame->kind == FRAME_SUBSHELL)
		return name->var.epoch >= frame->epoch;
	return name->var.saves && name->var.saves->frame == frame;
}

static struct save *save_binding(struct shell *sh, struct frame *frame, struct symbol *name)
{
	struct save *save = save_new(sh, frame, SAVE_VARIABLE);
	struct variable *old = &save->variable.old;
	save->variable.name = name;
	save->variable.beside = name->special ? special_beside(sh, name) : 0;
	*old = name->var;
	name->var = (struct variable){
		.text = save->spare,
		.cap = save->spare_cap,
		.flags = old->flags & ~(uint32_t)VAR_VALUE,
		/* a binding made inside a virtual subshell goes when that ends */
		.epoch = sh->subshell ? sh->subshell->epoch : 0,
		.saves = save,
	};
	save->spare = NULL;
	save->spare_cap = 0;
	if (old->flags & VAR_EXPORT)
		var_environment_changed(sh);
	return save;
}

void journal_save_hidden(struct shell *sh, struct symbol *name, struct variable *binding)
{
	struct save *save = save_new(sh, sh->subshell, SAVE_HIDDEN);
	struct variable *old = &save->hidden.old;

	save->hidden.name = name;
	*old = (struct variable){
		.flags = binding->flags, .epoch = binding->epoch, .saves = binding->saves};
	if (!variable_copy_value(old, binding))
		shell_error(sh, "out of memory");
	binding->epoch = sh->subshell->epoch;
}

static void begin_scope(struct save *save, struct frame *scope)
{
	uint32_t *flags = &save->variable.name->var.flags;

	/* A local and an assignment before a command begin as scalars. */
	*flags = var_flags_settled(*flags & ~(uint32_t)(VAR_ARRAY | VAR_NAMEREF | VAR_INTEGER |
							VAR_CASE | VAR_TRACE | VAR_DECLARED));
	save->variable.scope = scope;
	save->variable.reveals = save;
}

void save_as_copy(struct save *save)
{
	const struct save *beneath = save->variable.old.saves;

	save->variable.scope = beneath ? beneath->variable.scope : NULL;
	save->variable.reveals = beneath ? beneath->variable.reveals : NULL;
}

void journal_save_variable(struct shell *sh, struct frame *frame, struct symbol *name)
{
	if (has_saved_variable(frame, name))
		return;
	struct save *save = save_binding(sh, frame, name);
	if (frame->kind == FRAME_SUBSHELL)
		save_as_copy(save);
	else
		begin_scope(save, frame);
}

/* True when what is saved in the frame is put back when the innermost virtual subshell ends, if not
 * before. */
static bool is_inside(const struct shell *sh, const struct frame *frame)
{
	return !sh->subshell || frame->epoch >= sh->subshell->epoch;
}

/* The frame to save a local of the function's call in: a virtual subshell that began in the call
 * ends first. */
static struct frame *owner_of_locals(const struct shell *sh, struct frame *function)
{
	return is_inside(sh, function) ? function : sh->subshell;
}

void journal_save_for_local(struct shell *sh, struct frame *function, struct symbol *name)
{
	begin_scope(save_binding(sh, owner_of_locals(sh, function), name), function);
}

/* The save beneath a binding whose scope is to change.  When it belongs to the world outside of the
 * virtual subshell, another one takes its place until that ends. */
static struct save *save_to_change(struct shell *sh, struct symbol *name)
{
	if (!is_inside(sh, name->var.saves->frame)) {
		struct save *save = save_binding(sh, sh->subshell, name);
		save_as_copy(save);
		if (!variable_copy_value(&name->var, &save->variable.old))
			shell_error(sh, "%s: out of memory", name->name);
	}
	return name->var.saves;
}

void journal_adopt_local(struct shell *sh, struct frame *function, struct symbol *name)
{
	struct save *save = save_to_change(sh, name);

	if (save->frame == sh->frame && sh->frame->declaration) {
		/* `a=1 local a`: these assignments end with the builtin */
		save_unlink(save);
		save_link(owner_of_locals(sh, function), save);
		name->var.flags &= ~(uint32_t)VAR_TEMPORARY;
	}
	save->variable.scope = function;
}

/* Shows a copy of what a save holds that belongs to the world outside of the virtual subshell. */
static void copy_from(struct shell *sh, struct symbol *name, const struct save *from)
{
	struct save *save = save_to_change(sh, name);
	const struct save *beneath = from->variable.old.saves;

	save->variable.scope = beneath ? beneath->variable.scope : NULL;
	save->variable.reveals = beneath ? beneath->variable.reveals : NULL;
	variable_free_value(&name->var);
	name->var.flags = var_flags_settled((name->var.flags & VAR_PERMANENT) |
					    (from->variable.old.flags & ~(uint32_t)VAR_VALUE));
	if (!variable_copy_value(&name->var, &from->variable.old))
		shell_error(sh, "%s: out of memory", name->name);
	var_environment_changed(sh);
	if (!name->special)
		return;
	if (name->var.flags & VAR_HOOKED)
		var_hook(sh, name);
	special_restore(sh, name, from->variable.beside);
}

void journal_reveal(struct shell *sh, struct symbol *name)
{
	struct save *save = name->var.saves, *from = save->variable.reveals;

	if (from == save && is_inside(sh, save->frame)) {
		save_unlink(save);
		save_undo(sh, save);
	} else {
		copy_from(sh, name, from);
	}
	if (name->special != SPECIAL_OPTIND)
		return;
	/* getopts begins anew, as it does when OPTIND is unset: in the virtual subshell alone */
	if (!var_save_keeping_value(sh, name))
		shell_error(sh, "%s: out of memory", name->name);
	var_hook(sh, name);
}

/* ---- descriptors ----------------------------------------------------------------------------- */

/* Descriptors from this on share places with others. */
#define FD_SAVES_MAX 65536

/* The head of the descriptor's list of saves. */
static struct save **saves_of_fd(struct shell *sh, int fd)
{
	uint32_t cap = sh->fd_saves_cap ? sh->fd_saves_cap : 8;

	while (cap <= (uint32_t)fd && cap < FD_SAVES_MAX)
		cap *= 2;
	if (cap > sh->fd_saves_cap) {
		/* all that are saved so far are below what there was room for */
		struct save **grown = mem_zalloc(cap * sizeof(*grown));
		if (sh->fd_saves)
			memcpy(grown, sh->fd_saves, sh->fd_saves_cap * sizeof(*grown));
		mem_free(sh->fd_saves);
		sh->fd_saves = grown;
		sh->fd_saves_cap = cap;
	}
	return &sh->fd_saves[(uint32_t)fd % cap];
}

const struct save *save_of_fd(const struct save *youngest, int fd)
{
	while (youngest && youngest->fd.fd != fd)
		youngest = youngest->fd.next;
	return youngest;
}

int journal_save_fd(struct shell *sh, struct frame *frame, int fd)
{
	struct save **youngest = saves_of_fd(sh, fd);
	const struct save *before = save_of_fd(*youngest, fd);

	if (before && before->frame == frame)
		return 0;
	/* what is the shell's own counts as closed for the user */
	if (fd_vacate(&sh->fds, fd) < 0)
		return -1;
	bool private = fd_is_private(&sh->fds, fd);
	readahead_drop(&sh->fds, fd, false);
	struct save *save = save_new(sh, frame, SAVE_FD);
	save->fd.fd = fd;
	save->fd.private = private;
	save->fd.captured = fd == STDOUT_FILENO && sh->out.fd < 0;
	save->fd.saved = -1;
	save->fd.hidden = sh->coprocs && fcntl(fd, F_GETFD) == FD_CLOEXEC;
	if (save->fd.captured) {
		/* what was written so far belongs to the capture, what comes now to the
		 * descriptor */
		strbuf_append(sh->captured, &sh->out.bytes);
		strbuf_reset(&sh->out.bytes);
		sh->out.fd = STDOUT_FILENO;
	}
	if (fd_own_copy(&sh->fds, fd, &save->fd.saved) == 0 || errno == EBADF) {
		save->fd.next = *youngest;
		*youngest = save;
		return 0;
	}
	int error = errno;
	save_unlink(save);
	save_recycle(sh, save);
	errno = error;
	return -1;
}

/* ---- what only virtual subshells save ------------------------------------------------ */

/* A new save of a thing of which a virtual subshell saves many, or NULL when there is none to make:
 * *epoch tells which subshell has saved this one. */
static struct save *save_one(struct shell *sh, struct frame *frame, enum save_kind kind,
			     uint32_t *epoch)
{
	if (!frame || *epoch >= frame->epoch)
		return NULL;
	struct save *save = save_new(sh, frame, kind);
	save->epoch = *epoch;
	*epoch = frame->epoch;
	return save;
}

/* Likewise of a thing that there is once. */
static struct save *save_only(struct shell *sh, enum save_kind kind)
{
	if (!sh->subshell || (sh->subshell->kinds & 1u << kind))
		return NULL;
	return save_new(sh, sh->subshell, kind);
}

void journal_save_function(struct shell *sh, struct symbol *name)
{
	struct save *save = save_one(sh, sh->subshell, SAVE_FUNCTION, &name->function_epoch);

	if (!save)
		return;
	save->function.name = name;
	save->function.old = name->function;
	save->function.flags = name->function_flags;
	name->function = NULL;
}

void journal_save_alias(struct shell *sh, struct symbol *name)
{
	struct save *save = save_one(sh, sh->subshell, SAVE_ALIAS, &name->alias_epoch);

	if (!save)
		return;
	save->alias.name = name;
	save->alias.old = name->alias;
	name->alias = NULL;
}

void journal_save_path(struct shell *sh, struct symbol *name)
{
	struct frame *frame = sh->subshell;

	/* what is found for a stage of a pipeline is found by the shell that starts it */
	while (frame && frame->expansion)
		frame = frame->outer_subshell;
	struct save *save = save_one(sh, frame, SAVE_PATH, &name->path_epoch);
	if (!save)
		return;
	save->path.name = name;
	save->path.old = name->hashed_path;
	save->path.generation = name->hash_generation;
	save->path.hits = name->hash_hits;
	if (name->hashed_path)
		name->hashed_path = mem_strdup(name->hashed_path);
}

/* Each time anew: it hardly ever changes. */
void journal_save_builtin(struct shell *sh, struct symbol *name)
{
	if (!sh->subshell)
		return;
	struct save *save = save_new(sh, sh->subshell, SAVE_BUILTIN);
	save->builtin.name = name;
	save->builtin.old = name->builtin;
}

void journal_save_trap(struct shell *sh, int signal)
{
	struct trap *trap = &sh->traps.at[signal];
	struct save *save = save_one(sh, sh->subshell, SAVE_TRAP, &trap->epoch);

	if (!save)
		return;
	save->trap.signal = signal;
	save->trap.old = trap->action;
	trap->action = NULL;
}

void journal_save_inherited(struct shell *sh)
{
	struct save *save = save_only(sh, SAVE_TRAPS_INHERITED);

	if (!save)
		return;
	save->inherited = sh->traps.inherited;
	sh->traps.inherited = NULL;
}

void journal_keep_options(struct shell *sh)
{
	struct frame *frame = owner_of_locals(sh, frame_innermost_function(sh));

	if (!(frame->kinds & 1u << SAVE_OPTIONS))
		save_new(sh, frame, SAVE_OPTIONS)->options = sh->options;
}

bool journal_keeps_options(struct shell *sh)
{
	struct frame *function = frame_innermost_function(sh);

	return function && owner_of_locals(sh, function)->kinds & 1u << SAVE_OPTIONS;
}

void journal_save_options(struct shell *sh)
{
	struct save *save = save_only(sh, SAVE_OPTIONS);

	if (save)
		save->options = sh->options;
}

void journal_save_params(struct shell *sh)
{
	struct save *save = save_only(sh, SAVE_PARAMS);

	if (!save)
		return;
	/* both see the same values, but only the save owns them */
	save->params = sh->params;
	sh->params.owned = NULL;
}

void journal_save_cwd(struct shell *sh)
{
	struct save *save = save_only(sh, SAVE_CWD);

	if (!save)
		return;
	save->cwd.fd = -1;
	save->cwd.path = sh->cwd ? mem_strdup(sh->cwd) : NULL;
	int fd = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		fd_count(&sh->fds, 0, 0, 1);
		fd_own(&sh->fds, fd, &save->cwd.fd);
	}
}

void journal_save_dirstack(struct shell *sh)
{
	struct save *save = save_only(sh, SAVE_DIRSTACK);

	if (!save)
		return;
	save->dirstack = sh->dirstack;
	sh->dirstack = NULL;
}

void journal_save_umask(struct shell *sh)
{
	struct save *save = save_only(sh, SAVE_UMASK);

	if (save)
		save->umask = umask_get(sh);
}

void journal_save_compspecs(struct shell *sh)
{
	struct save *save = save_only(sh, SAVE_COMPSPECS);

	if (!save)
		return;
	save->compspecs = sh->compspecs;
	if (sh->compspecs)
		sh->compspecs = compspecs_copy(sh->compspecs);
}

void journal_save_abbreviations(struct shell *sh)
{
	struct save *save = save_only(sh, SAVE_ABBREVIATIONS);

	if (!save)
		return;
	save->abbreviations = sh->abbreviations;
	if (sh->abbreviations)
		sh->abbreviations = abbreviations_copy(sh->abbreviations);
}
