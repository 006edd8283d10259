/*
 * coproc: a command in the background between two pipes whose other ends are the shell's (bash
 * manual, 3.2.6).
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "error.h"
#include "internal.h"
#include "virtual.h"

#define NAME_DEFAULT "COPROC"

/* The pipes of one that is made. */
struct ends {
	int theirs_in, theirs_out; /* own descriptors, the process's */
	int output, input;	   /* the user's numbers of the other ends */
};

/* Gives the shell's end of a pipe its number, for the user. */
static bool publish(struct shell *sh, int *end, int number)
{
	bool kept = !sh->rehearsal || rehearse_keeping(sh, number);

	if (number < 0)
		errno = EMFILE;
	kept = kept && number >= 0 && dup3(*end, number, O_CLOEXEC) >= 0;
	if (kept)
		fd_count(&sh->fds, 0, 1, 0);
	else
		shell_error(sh, "cannot make a descriptor: %s", strerror(errno));
	fd_own_close(&sh->fds, end);
	return kept;
}

/* Of four numbers in a row the first and the last are the shell's, as in bash. */
static bool open_ends(struct shell *sh, struct ends *ends)
{
	int output = -1, input = -1;

	if (!pipe_make(sh, &output, &ends->theirs_out))
		return false;
	if (!pipe_make(sh, &ends->theirs_in, &input)) {
		fd_own_close(&sh->fds, &output);
		return false;
	}
	ends->output = high_descriptor(HIGH_DESCRIPTORS);
	ends->input = high_descriptor(high_descriptor(high_descriptor(ends->output)));
	bool published = publish(sh, &output, ends->output);
	if (published && publish(sh, &input, ends->input))
		return true;
	fd_own_close(&sh->fds, &input);
	if (published)
		close(ends->output);
	return false;
}

/* The command in its place; its pid, 0 in a rehearsal, or -1 with *failure. */
static pid_t start(struct shell *sh, const struct coproc_clause *clause, const struct ends *ends,
		   struct flow *failure)
{
	struct placement place = PLACEMENT_INIT;

	place.async = place.coproc = true;
	place.in = ends->theirs_in;
	place.out = ends->theirs_out;
	if (__builtin_expect(sh->rehearsal != NULL, 0))
		rehearse_begin(sh, clause->body);
	pid_t pid = stage_start(sh, clause->body, &place, failure);
	if (__builtin_expect(sh->rehearsal != NULL, 0))
		rehearse_end(sh);
	return pid;
}

static void make_job(struct shell *sh, const struct coproc_clause *clause, pid_t pid)
{
	struct strbuf text = STRBUF_INIT;

	unparse(&text, &clause->node);
	struct job *job = job_new(sh, 1, strbuf_text(&text));
	strbuf_free(&text);
	job_add_process(job, pid);
	job_background(sh, job);
}

static struct flow run(struct shell *sh, const struct coproc_clause *clause, struct symbol *name)
{
	struct ends ends = {.theirs_in = -1, .theirs_out = -1};
	struct flow flow = flow_next(0);
	struct coproc *coproc = NULL;
	pid_t pid = -1;

	if (open_ends(sh, &ends)) {
		/* Known before its process is made, which gives up the descriptors of all
		 * coprocesses. */
		if (!sh->rehearsal)
			coproc = coproc_add(sh, name, ends.output, ends.input);
		pid = start(sh, clause, &ends, &flow);
	} else {
		flow = flow_next(1);
	}
	fd_own_close(&sh->fds, &ends.theirs_in);
	fd_own_close(&sh->fds, &ends.theirs_out);
	if (pid <= 0) {
		if (coproc)
			coproc_remove(sh, coproc);
		return flow_next(flow.status);
	}
	coproc->pid = pid;
	coproc_tell(sh, coproc);
	make_job(sh, clause, pid);
	return flow_next(0);
}

struct flow exec_coproc(struct shell *sh, const struct coproc_clause *clause)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct flow flow = virtual_late_fork(sh, LATE_FORK_ASYNC);
	const char *name = NAME_DEFAULT;

	if (flow.kind != FLOW_NEXT)
		return flow;
	sh->line = clause->node.line;
	if (clause->name)
		name = expand_string(sh, clause->name, NULL, &flow);
	if (name && name_is_valid(name, strlen(name))) {
		flow = run(sh, clause, symbol_intern(&sh->symbols, name, strlen(name)));
		flow.status |= sh->refused;
	} else if (name) {
		shell_error(sh, "`%s': not a valid identifier", name);
		flow = flow_next(1);
	}
	arena_release_fast(&sh->scratch, mark);
	return flow_checked(sh, flow);
}
