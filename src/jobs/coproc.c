/*
 * The list of coprocesses.  A virtual subshell never changes what is on it, for the journal does
 * not know of that: it leaves the whole list, and gets it back at its end.
 */
#include <unistd.h>
#include "coproc.h"
#include "error.h"
#include "jobs.h"
#include "journal.h"
#include "mem.h"
#include "readahead.h"
#include "var.h"

struct coproc *coproc_add(struct shell *sh, struct symbol *name, int output, int input)
{
	struct coproc *coproc = mem_zalloc(sizeof(*coproc));

	coproc->next = sh->coprocs;
	coproc->name = name;
	coproc->output = output;
	coproc->input = input;
	sh->coprocs = coproc;
	return coproc;
}

static void close_one(struct shell *sh, int *fd)
{
	if (*fd < 0)
		return;
	readahead_drop(&sh->fds, *fd, false);
	close(*fd);
	*fd = -1;
}

void coproc_remove(struct shell *sh, struct coproc *coproc)
{
	struct coproc **link = &sh->coprocs;

	while (*link != coproc)
		link = &(*link)->next;
	*link = coproc->next;
	close_one(sh, &coproc->output);
	close_one(sh, &coproc->input);
	mem_free(coproc);
}

/* ---- its variables ----------------------------------------------------------------------- */

static struct symbol *pid_variable(struct shell *sh, const struct coproc *coproc)
{
	struct strbuf name = STRBUF_INIT;

	strbuf_addf(&name, "%s_PID", coproc->name->name);
	struct symbol *symbol = symbol_intern(&sh->symbols, strbuf_text(&name), name.len);
	strbuf_free(&name);
	return symbol;
}

static bool set_descriptor(struct shell *sh, const struct coproc *coproc, int64_t index, int fd)
{
	struct place place = {.name = coproc->name, .kind = PLACE_INDEX, .index = index};

	return place_set_number(sh, &place, fd) == 0;
}

void coproc_tell(struct shell *sh, struct coproc *coproc)
{
	struct place place;

	const char *element = var_follow_names(sh, coproc->name, &place);
	if (element)
		var_refuse_identifier(sh, element);
	if (element || place.kind != PLACE_WHOLE)
		return;
	coproc->name = place.name;
	if (coproc->name->var.flags & VAR_NAMEREF)
		var_drop_nameref(sh, coproc->name);
	if (set_descriptor(sh, coproc, 0, coproc->output) &&
	    set_descriptor(sh, coproc, 1, coproc->input))
		var_set_number(sh, pid_variable(sh, coproc), coproc->pid);
}

void coprocs_lose(struct shell *sh, int fd)
{
	for (struct coproc *coproc = sh->coprocs; coproc; coproc = coproc->next) {
		bool output = coproc->output == fd;
		if (!output && coproc->input != fd)
			continue;
		set_descriptor(sh, coproc, !output, -1);
		if (!sh->virtual && !sh->rehearsal)
			*(output ? &coproc->output : &coproc->input) = -1;
	}
}

/* ---- its end ----------------------------------------------------------------------------- */

/* In bash it is the array alone that may be readonly. */
static void unset_variables(struct shell *sh, struct coproc *coproc)
{
	struct symbol *pid = pid_variable(sh, coproc);

	var_change_flags(sh, pid, 0, VAR_READONLY);
	var_unset(sh, pid);
	if (coproc->name->var.flags & VAR_READONLY)
		shell_error(sh, "%s: cannot unset: readonly variable", coproc->name->name);
	else
		var_unset(sh, coproc->name);
}

/* Its job tells, or the statuses that are kept of those that are no more. */
static bool has_ended(struct shell *sh, const struct coproc *coproc)
{
	if (coproc->pid <= 0)
		return false;
	const struct job *job = job_by_pid(sh, coproc->pid);
	return job ? job_state(job) == PROCESS_DONE : jobs_finished_status(sh, coproc->pid) >= 0;
}

void coprocs_reap(struct shell *sh)
{
	struct coproc *next;

	if (sh->virtual || sh->rehearsal || sh->jobs_inherited)
		return;
	jobs_poll(sh);
	for (struct coproc *coproc = sh->coprocs; coproc; coproc = next) {
		next = coproc->next;
		if (!has_ended(sh, coproc))
			continue;
		unset_variables(sh, coproc);
		coproc_remove(sh, coproc);
	}
}

/* ---- subshells --------------------------------------------------------------------------- */

static void leave_one(struct shell *sh, struct frame *frame, int *fd)
{
	if (!frame) {
		close_one(sh, fd);
	} else if (*fd >= 0 && journal_save_fd(sh, frame, *fd) == 0) {
		readahead_drop(&sh->fds, *fd, false);
		close(*fd);
	}
}

void coprocs_leave(struct shell *sh, struct frame *frame)
{
	for (struct coproc *coproc = sh->coprocs; coproc; coproc = coproc->next) {
		leave_one(sh, frame, &coproc->output);
		leave_one(sh, frame, &coproc->input);
	}
	if (frame)
		sh->coprocs = NULL;
	else
		coprocs_free(sh);
}

void coprocs_free(struct shell *sh)
{
	while (sh->coprocs) {
		struct coproc *coproc = sh->coprocs;
		sh->coprocs = coproc->next;
		mem_free(coproc);
	}
}
