/* Frames: opened, left with everything put back, or left with everything kept. */
#include <unistd.h>
#include "fdtable.h"
#include "state.h"

void frame_push(struct shell *sh, struct frame *frame, enum frame_kind kind)
{
	*frame = (struct frame){.parent = sh->frame, .kind = (uint8_t)kind};
	sh->frame = frame;
	if (kind == FRAME_SUBSHELL) {
		frame->epoch = ++sh->next_epoch;
		frame->outer_subshell = sh->subshell;
		sh->subshell = frame;
	}
}

static struct save *take_youngest(struct frame *frame)
{
	struct save *save = frame->saves;

	frame->saves = save->older;
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

/* Whether the virtual subshell, or a frame inside it, puts this back anyhow. */
static bool is_put_back(const struct shell *sh, const struct save *save)
{
	for (const struct frame *frame = sh->frame; frame; frame = frame->parent) {
		if ((frame == sh->subshell || save->kind != SAVE_VARIABLE) &&
		    frame_has_save(frame, save))
			return true;
		if (frame == sh->subshell)
			break;
	}
	return false;
}

/* The virtual subshell around must still be able to go back behind what now stays. */
static void hand_over(struct frame *outer, struct save *save)
{
	save->frame = outer;
	save->older = outer->saves;
	outer->saves = save;
	outer->kinds |= (uint16_t)(1u << save->kind);
}

void environment_enter(struct shell *sh, struct environment_frame *frame, bool expansion)
{
	environment_take(sh, &frame->values);
	sh->random_inherited = true;
	frame_push(sh, &frame->frame, FRAME_SUBSHELL);
	frame->frame.expansion = expansion;
}

void environment_leave(struct shell *sh, struct environment_frame *frame)
{
	/* Values last: what is undone has effects on them. */
	frame_pop(sh, &frame->frame);
	environment_put_back(sh, &frame->values);
}

void environment_become_process(struct shell *sh)
{
	sh->is_subshell = sh->jobs_inherited = true;
	sh->traps_outside = 0;
	for (struct frame *frame = sh->subshell; frame; frame = frame->outer_subshell) {
		struct environment_frame *inner = (struct environment_frame *)frame;
		inner->values.is_subshell = inner->values.jobs_inherited = true;
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

void frames_forget_from(struct shell *sh, struct frame *frame)
{
	struct frame *inner = sh->frame;

	/* The frames inside keep what they are to put back, and end where the forgotten ones begin. */
	while (inner && inner != frame) {
		if (inner->kind == FRAME_SUBSHELL && inner->outer_subshell == frame)
			inner->outer_subshell = NULL;
		if (inner->parent == frame)
			inner->parent = NULL;
		inner = inner->parent;
	}
	if (sh->frame == frame)
		sh->frame = NULL;
	if (sh->subshell == frame)
		sh->subshell = NULL;
	while (frame) {
		struct frame *parent = frame->parent;
		while (frame->saves)
			save_discard(sh, take_youngest(frame));
		/* should its owner still close it, that is harmless */
		frame->parent = NULL;
		frame->outer_subshell = NULL;
		frame = parent;
	}
}

void frames_forget(struct shell *sh)
{
	frames_forget_from(sh, sh->frame);
	sh->subshell = NULL;
}

/* The outermost save of descriptor 1 in these frames; only one made while output was over memory, if that
 * is asked for. */
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

struct save *journal_captured_output(struct frame *youngest, const struct frame *oldest)
{
	return outermost_output(youngest, oldest, true);
}

struct save *journal_outermost_output(struct frame *youngest, const struct frame *oldest)
{
	return outermost_output(youngest, oldest, false);
}
