/* Frames: opened, left with everything put back, or left with everything kept. */
#include <unistd.h>
#include "fdtable.h"
#include "mem.h"
#include "state.h"

void frame_push(struct shell *sh, struct frame *frame, enum frame_kind kind)
{
	*frame = (struct frame){.parent = sh->frame, .kind = (uint8_t)kind};
	sh->frame = frame;
	frame->epoch = sh->subshell ? sh->subshell->epoch : 0;
	if (kind == FRAME_SUBSHELL) {
		frame->epoch = ++sh->next_epoch;
		frame->outer_subshell = sh->subshell;
		sh->subshell = frame;
	}
}

static struct save *take_youngest(struct frame *frame)
{
	struct save *save = frame->saves;

	save_unlink(save);
	return save;
}

/* First, so that nothing that follows is saved into the frame that ends. */
static void close_frame(struct shell *sh, struct frame *frame)
{
	sh->frame = frame->parent;
	if (frame->kind == FRAME_SUBSHELL)
		sh->subshell = frame->outer_subshell;
}

void frame_pop(struct shell *sh, struct frame *frame)
{
	close_frame(sh, frame);
	while (frame->saves)
		save_undo(sh, take_youngest(frame));
}

/* True when the virtual subshell, or a frame inside it, puts this back anyhow.  Of the kinds of
 * things, these two are saved in other frames than virtual subshells'. */
static bool is_put_back(const struct shell *sh, const struct save *save)
{
	if (save->kind == SAVE_VARIABLE)
		return save->variable.old.epoch >= sh->subshell->epoch;
	const struct save *older = save_of_fd(save->fd.next, save->fd.fd);
	return older && older->frame->epoch >= sh->subshell->epoch;
}

/* The virtual subshell around must still be able to go back behind what now stays. */
static void hand_over(struct frame *outer, struct save *save)
{
	save_link(outer, save);
	if (save->kind == SAVE_VARIABLE)
		save_as_copy(save);
}

/* The binding above this save outlives the save's frame. */
static void keep_binding(struct shell *sh, struct save *save)
{
	save_unlink(save);
	save->variable.name->var.flags &= ~(uint32_t)VAR_TEMPORARY;
	if (sh->subshell && !is_put_back(sh, save))
		hand_over(sh->subshell, save);
	else
		save_discard(sh, save);
}

void journal_keep_assignment(struct shell *sh, struct symbol *name)
{
	struct save *save = name->var.saves;

	if (save && save->frame == sh->frame && sh->frame->declaration)
		keep_binding(sh, save);
}

void journal_keep_beyond_call(struct shell *sh, struct symbol *name)
{
	const struct frame *scope = variable_scope(&name->var);
	struct save *save = name->var.saves;

	if (scope && scope->call && save->frame == scope &&
	    (!sh->subshell || scope->epoch >= sh->subshell->epoch))
		keep_binding(sh, save);
}

void environment_enter(struct shell *sh, struct environment_frame *frame, bool expansion)
{
	environment_take(sh, &frame->values);
	sh->last_argument.buffer = NULL;
	sh->last_argument.cap = 0;
	sh->random_inherited = true;
	frame_push(sh, &frame->frame, FRAME_SUBSHELL);
	frame->frame.expansion = expansion;
}

void environment_leave(struct shell *sh, struct environment_frame *frame)
{
	/* Values last: what is undone has effects on them. */
	frame_pop(sh, &frame->frame);
	mem_free(sh->last_argument.buffer);
	environment_put_back(sh, &frame->values);
	watch_refresh(sh);
}

void environment_become_process(struct shell *sh, const struct frame *outermost)
{
	shell_become_subshell(sh);
	sh->jobs_inherited = true;
	for (struct frame *frame = sh->subshell; frame && frame != outermost;
	     frame = frame->outer_subshell) {
		struct environment_frame *inner = (struct environment_frame *)frame;
		inner->values.is_subshell = inner->values.jobs_inherited = true;
		inner->values.of_interactive = sh->of_interactive;
		inner->values.traps_outside = 0;
		inner->values.job_control = false;
	}
}

void frame_commit(struct shell *sh, struct frame *frame)
{
	struct save *kept = NULL;

	close_frame(sh, frame);
	while (frame->saves) {
		struct save *save = take_youngest(frame);
		if (sh->subshell && !is_put_back(sh, save)) {
			save->older = kept;
			kept = save;
		} else {
			save_discard(sh, save);
		}
	}
	/* oldest first, so that the youngest is put back first */
	while (kept) {
		struct save *save = kept;
		kept = save->older;
		hand_over(sh->subshell, save);
	}
}

/* All but the scopes of variables. */
static void give_up_saves(struct shell *sh, struct frame *frame)
{
	struct save *older;

	for (struct save *save = frame->saves; save; save = older) {
		older = save->older;
		if (save->kind == SAVE_VARIABLE && save->variable.reveals == save)
			continue;
		save_unlink(save);
		if (save->kind == SAVE_VARIABLE)
			save_discard_copy(sh, save);
		else
			save_discard(sh, save);
	}
}

/* Saves of hidden bindings, in the frames inside of this one, tell theirs by the save beneath it,
 * which may be given up. */
static void find_hidden_bindings(struct frame *youngest, const struct frame *outer)
{
	for (struct frame *frame = youngest; frame != outer; frame = frame->parent)
		if (frame->kinds & 1u << SAVE_HIDDEN)
			for (struct save *save = frame->saves; save; save = save->older)
				if (save->kind == SAVE_HIDDEN)
					save->hidden.binding = save_hidden_binding(save);
}

static void tell_hidden_bindings(struct frame *youngest, const struct frame *outer)
{
	for (struct frame *frame = youngest; frame != outer; frame = frame->parent)
		if (frame->kinds & 1u << SAVE_HIDDEN)
			for (struct save *save = frame->saves; save; save = save->older)
				if (save->kind == SAVE_HIDDEN)
					save->hidden.old.saves = save->hidden.binding->saves;
}

void frames_become_process(struct shell *sh, struct frame *outermost)
{
	struct frame **innermost = &sh->subshell;

	for (struct frame *inner = sh->frame; inner != outermost; inner = inner->parent)
		if (inner->kind == FRAME_SUBSHELL)
			innermost = &inner->outer_subshell;
	*innermost = NULL;
	find_hidden_bindings(sh->frame, outermost);
	for (struct frame *frame = outermost; frame; frame = frame->parent)
		give_up_saves(sh, frame);
	tell_hidden_bindings(sh->frame, outermost);
}

void frames_forget(struct shell *sh)
{
	struct frame *parent;

	for (struct frame *frame = sh->frame; frame; frame = parent) {
		parent = frame->parent;
		while (frame->saves)
			save_discard(sh, take_youngest(frame));
		/* should its owner still close it, that is harmless */
		frame->parent = NULL;
		frame->outer_subshell = NULL;
	}
	sh->frame = sh->subshell = NULL;
}

/* The outermost save of descriptor 1 in these frames; only one made while output was over memory,
 * if that is asked for. */
static struct save *outermost_output(struct frame *youngest, const struct frame *oldest,
				     bool captured)
{
	struct save *found = NULL;

	for (const struct frame *f = youngest; f; f = f->parent) {
		for (struct save *save = f->saves; save; save = save->older)
			if (save->kind == SAVE_FD && save->fd.fd == STDOUT_FILENO &&
			    (save->fd.captured || !captured))
				found = save;
		if (f == oldest)
			break;
	}
	return found;
}

void journal_undo_frame_redirections(struct shell *sh, struct frame *frame, struct outbuf *out)
{
	struct save *older;

	for (struct save *save = frame->saves; save; save = older) {
		bool captured = save->kind == SAVE_FD && save->fd.captured;
		int fd = sh->out.fd;

		older = save->older;
		if (save->kind != SAVE_FD)
			continue;
		save_unlink(save);
		save_undo(sh, save);
		if (captured && out != &sh->out) {
			sh->out.fd = fd;
			out->fd = -1;
		}
	}
}

void journal_undo_redirections(struct shell *sh)
{
	for (struct frame *f = sh->frame; f && f->kind != FRAME_SUBSHELL; f = f->parent)
		journal_undo_frame_redirections(sh, f, &sh->out);
}

unsigned journal_saved_fds(struct frame *youngest, const struct frame *oldest)
{
	unsigned count = 0;

	for (const struct frame *f = youngest; f; f = f->parent) {
		for (const struct save *save = f->saves; save; save = save->older)
			count += save->kind == SAVE_FD && save->fd.saved >= 0;
		if (f == oldest)
			break;
	}
	return count;
}

struct save *journal_captured_output(struct frame *youngest, const struct frame *oldest)
{
	return outermost_output(youngest, oldest, true);
}

struct save *journal_outermost_output(struct frame *youngest, const struct frame *oldest)
{
	return outermost_output(youngest, oldest, false);
}

struct frame *frame_innermost_function(const struct shell *sh)
{
	struct frame *frame = sh->frame;

	while (frame && frame->kind != FRAME_FUNCTION)
		frame = frame->parent;
	return frame;
}
