/* The journal's saving half: one function per kind of thing. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "compspec.h"
#include "cwd.h"
#include "fdtable.h"
#include "mem.h"
#include "readahead.h"
#include "state.h"
#include "var.h"

static struct save *save_new(struct shell *sh, struct frame *frame, enum save_kind kind)
{
	struct save *save = sh->free_saves;

	if (save)
		sh->free_saves = save->older;
	else
		save = mem_alloc(sizeof(*save));
	save->kind = (uint8_t)kind;
	save->frame = frame;
	save->older = frame->saves;
	frame->saves = save;
	frame->kinds |= (uint16_t)(1u << kind);
	return save;
}

void save_recycle(struct shell *sh, struct save *save)
{
	save->older = sh->free_saves;
	sh->free_saves = save;
}

/* ---- variables ----------------------------------------------------------------------------- */

/* A frame that is saved into is the youngest, but for assignments before `local` in a function. */
static bool has_saved_variable(const struct frame *frame, const struct symbol *name)
{
	const struct save *save = name->var.saves;

	if (frame->kind == FRAME_SUBSHELL)
		return name->var.epoch >= frame->epoch;
	while (save && save->frame != frame && frame->kind == FRAME_FUNCTION &&
	       save->frame->kind == FRAME_ASSIGNMENT)
		save = save->variable.old.saves;
	return save && save->frame == frame;
}

void journal_save_variable(struct shell *sh, struct frame *frame, struct symbol *name)
{
	if (has_saved_variable(frame, name))
		return;
	struct save *save = save_new(sh, frame, SAVE_VARIABLE);
	struct variable *old = &save->variable.old;
	save->variable.name = name;
	save->variable.beside = name->special ? special_beside(sh, name) : 0;
	*old = name->var;
	/* A local and an assignment before a command begin as scalars. */
	uint32_t kept = ~(uint32_t)VAR_VALUE;
	if (frame->kind != FRAME_SUBSHELL)
		kept &= ~(uint32_t)(VAR_ARRAY | VAR_NAMEREF | VAR_INTEGER | VAR_CASE | VAR_TRACE);
	name->var = (struct variable){
		.flags = var_flags_settled(old->flags & kept),
		/* a binding made inside a virtual subshell goes when that ends */
		.epoch = sh->subshell ? sh->subshell->epoch : 0,
		.saves = save,
	};
	if (old->flags & VAR_EXPORT)
		var_environment_changed(sh);
}

/* ---- descriptors ----------------------------------------------------------------------------- */

static struct save *find_fd(const struct frame *frame, int fd)
{
	if (!(frame->kinds & 1u << SAVE_FD))
		return NULL;
	for (struct save *save = frame->saves; save; save = save->older)
		if (save->kind == SAVE_FD && save->fd.fd == fd)
			return save;
	return NULL;
}

int journal_save_fd(struct shell *sh, struct frame *frame, int fd)
{
	if (find_fd(frame, fd))
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
	if (save->fd.captured) {
		/* what was written so far belongs to the capture, what comes now to the descriptor */
		strbuf_add(sh->captured, strbuf_text(&sh->out.bytes), sh->out.bytes.len);
		strbuf_reset(&sh->out.bytes);
		sh->out.fd = STDOUT_FILENO;
	}
	if (fd_own_copy(&sh->fds, fd, &save->fd.saved) == 0 || errno == EBADF)
		return 0;
	int error = errno;
	frame->saves = save->older;
	save_recycle(sh, save);
	errno = error;
	return -1;
}

/* ---- what only virtual subshells save ---------------------------------------------------------- */

static bool same_thing(const struct save *a, const struct save *b)
{
	if (a->kind != b->kind)
		return false;
	switch ((enum save_kind)a->kind) {
	case SAVE_FUNCTION:
		return a->function.name == b->function.name;
	case SAVE_ALIAS:
		return a->alias.name == b->alias.name;
	case SAVE_PATH:
		return a->path.name == b->path.name;
	case SAVE_TRAP:
		return a->trap.signal == b->trap.signal;
	case SAVE_FD:
		return a->fd.fd == b->fd.fd;
	default:
		return true;
	}
}

bool frame_has_save(const struct frame *frame, const struct save *save)
{
	if (save->kind == SAVE_VARIABLE)
		return save->variable.old.epoch >= frame->epoch;
	if (!(frame->kinds & 1u << save->kind))
		return false;
	for (const struct save *s = frame->saves; s; s = s->older)
		if (same_thing(s, save))
			return true;
	return false;
}

/* A new save in the virtual subshell, filled from `wanted`, or NULL when there is none to make. */
static struct save *save_once(struct shell *sh, const struct save *wanted)
{
	if (!sh->subshell || frame_has_save(sh->subshell, wanted))
		return NULL;
	struct save *save = save_new(sh, sh->subshell, (enum save_kind)wanted->kind);
	struct save *older = save->older;
	*save = *wanted;
	save->frame = sh->subshell;
	save->older = older;
	return save;
}

void journal_save_function(struct shell *sh, struct symbol *name)
{
	struct save wanted = {.kind = SAVE_FUNCTION, .function = {name, name->function}};

	if (save_once(sh, &wanted))
		name->function = NULL;
}

void journal_save_alias(struct shell *sh, struct symbol *name)
{
	struct save wanted = {.kind = SAVE_ALIAS, .alias = {name, name->alias}};

	if (save_once(sh, &wanted))
		name->alias = NULL;
}

void journal_save_path(struct shell *sh, struct symbol *name)
{
	struct frame *frame = sh->subshell;
	struct save wanted = {.kind = SAVE_PATH, .path = {.name = name}};

	/* what is found for a stage of a pipeline is found by the shell that starts it */
	while (frame && frame->expansion)
		frame = frame->outer_subshell;
	if (!frame || frame_has_save(frame, &wanted))
		return;
	struct save *save = save_new(sh, frame, SAVE_PATH);
	save->path.name = name;
	save->path.old = name->hashed_path;
	save->path.generation = name->hash_generation;
	save->path.hits = name->hash_hits;
	if (name->hashed_path)
		name->hashed_path = mem_strdup(name->hashed_path);
}

void journal_save_trap(struct shell *sh, int signal)
{
	struct save wanted = {.kind = SAVE_TRAP, .trap = {signal, sh->traps.at[signal].action}};

	if (save_once(sh, &wanted))
		sh->traps.at[signal].action = NULL;
}

void journal_save_inherited(struct shell *sh)
{
	struct save wanted = {.kind = SAVE_TRAPS_INHERITED, .inherited = sh->traps.inherited};

	if (save_once(sh, &wanted))
		sh->traps.inherited = NULL;
}

void journal_save_options(struct shell *sh)
{
	struct save wanted = {.kind = SAVE_OPTIONS, .options = sh->options};

	save_once(sh, &wanted);
}

void journal_save_params(struct shell *sh)
{
	struct save wanted = {.kind = SAVE_PARAMS, .params = sh->params};

	/* both see the same values, but only the save owns them */
	if (save_once(sh, &wanted))
		sh->params.owned = NULL;
}

void journal_save_cwd(struct shell *sh)
{
	struct save wanted = {.kind = SAVE_CWD, .cwd = {NULL, -1}};
	struct save *save = save_once(sh, &wanted);

	if (!save)
		return;
	save->cwd.path = sh->cwd ? mem_strdup(sh->cwd) : NULL;
	int fd = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0)
		fd_own(&sh->fds, fd, &save->cwd.fd);
}

void journal_save_dirstack(struct shell *sh)
{
	struct save wanted = {.kind = SAVE_DIRSTACK, .dirstack = sh->dirstack};

	if (save_once(sh, &wanted))
		sh->dirstack = NULL;
}

void journal_save_umask(struct shell *sh)
{
	if (!sh->subshell)
		return;
	struct save wanted = {.kind = SAVE_UMASK, .umask = umask_get(sh)};
	save_once(sh, &wanted);
}

void journal_save_compspecs(struct shell *sh)
{
	struct save wanted = {.kind = SAVE_COMPSPECS, .compspecs = sh->compspecs};

	if (save_once(sh, &wanted) && sh->compspecs)
		sh->compspecs = compspecs_copy(sh->compspecs);
}
