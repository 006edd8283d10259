/*
 * How many pipe, dup and open calls a part takes: the counterparts of redirect.c, pipeline.c and subshell.c,
 * on paper.  They depend on which descriptors are open, which is asked of this process as it is.
 */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "explain.h"

void calls_of_placement(struct explain_calls *calls, const struct placement *place,
			bool job_control)
{
	calls->dups += (place->in >= 0) + (place->out >= 0);
	if (place->async && !job_control && place->in < 0) {
		calls->opens++;
		calls->dups++;
	}
}

void calls_of_stage_inside(struct explain_calls *calls, const struct placement *place)
{
	/* Descriptor 0 is saved, replaced and put back. */
	if (place->in >= 0)
		calls->dups += 3;
}

void calls_of_capture(struct explain_calls *calls)
{
	calls->pipes++;
	calls->dups++;
}

/* ---- redirections ---------------------------------------------------------------------- */

/* Descriptors that are open, of the first 64, as the redirections before have left them. */
static uint64_t open_now(void)
{
	uint64_t open = 0;
	for (int fd = 0; fd < 64; fd++)
		if (fcntl(fd, F_GETFD) >= 0)
			open |= (uint64_t)1 << fd;
	return open;
}

static bool is_open(uint64_t open, int fd)
{
	return fd < 64 && open >> fd & 1;
}

static int lowest_free(uint64_t open)
{
	return ~open ? __builtin_ctzll(~open) : 64;
}

static bool is_text(const struct redir *redir)
{
	return redir_is_text(redir->kind);
}

static bool is_dup(const struct redir *redir)
{
	return redir_is_dup(redir->kind);
}

/* A text that does not fit into a pipe is put into a file in memory. */
static bool fits_pipe(const struct redir *redir)
{
	return redir->target->kind != WORD_LITERAL || redir->target->len <= PIPE_BUF;
}

/* {name}>: what is opened is moved to a number that is free. */
static void count_new(struct explain_calls *calls, const struct redir *redir)
{
	const char *word = word_literal(redir->target);

	if (is_text(redir))
		calls->pipes += fits_pipe(redir);
	else if (!is_dup(redir))
		calls->opens++;
	calls->dups += !(is_dup(redir) && word && strcmp(word, "-") == 0);
}

/* What it takes to give the descriptor its new meaning. */
static void count_one(struct explain_calls *calls, const struct redir *redir, uint64_t *open)
{
	const char *word = word_literal(redir->target);
	uint64_t bit = redir->fd < 64 ? (uint64_t)1 << redir->fd : 0;

	if (redir->variable) {
		count_new(calls, redir);
		return;
	}
	if (is_text(redir)) {
		calls->pipes += fits_pipe(redir);
		calls->dups++;
	} else if (is_dup(redir) && word && strcmp(word, "-") == 0) {
		*open &= ~bit;
		return;
	} else if (is_dup(redir)) {
		char number[16];
		snprintf(number, sizeof(number), "%d", redir->fd);
		calls->dups += !word || strcmp(word, number) != 0;
	} else {
		calls->opens++;
		calls->dups += lowest_free(*open) != redir->fd;
		calls->dups += redir_is_both(redir->kind);
	}
	*open |= bit;
}

void calls_of_plan(struct explain_calls *calls, const struct redir *redirs)
{
	uint64_t open = open_now();
	for (const struct redir *redir = redirs; redir; redir = redir->next) {
		count_one(calls, redir, &open);
		calls->dups += is_text(redir); /* up, out of the way of the others */
	}
}

/* What keeping a descriptor takes, the first time that it is redirected. */
static void keep(struct explain_calls *calls, int fd, uint64_t open, uint64_t *saved,
		 enum explain_keeping keeping)
{
	if (is_open(open, fd) && !is_open(*saved, fd))
		calls->dups += keeping;
	if (fd < 64)
		*saved |= (uint64_t)1 << fd;
}

void calls_of_frame(struct explain_calls *calls, const struct redir *redirs,
		    enum explain_keeping keeping)
{
	uint64_t open = open_now(), saved = 0;
	for (const struct redir *redir = redirs; redir; redir = redir->next) {
		if (!redir->variable) {
			keep(calls, redir->fd, open, &saved, keeping);
			if (redir_is_both(redir->kind))
				keep(calls, STDERR_FILENO, open, &saved, keeping);
		}
		count_one(calls, redir, &open);
	}
}

void calls_of_light(struct explain_calls *calls, const struct redir *redirs)
{
	for (const struct redir *redir = redirs; redir; redir = redir->next) {
		if (is_text(redir))
			calls->pipes += fits_pipe(redir);
		else if (!is_dup(redir))
			calls->opens++;
	}
}

struct explain_calls calls_in_all(const struct explain_plan *plan)
{
	struct explain_calls all = {0};
	for (size_t i = 0; i < plan->count; i++) {
		const struct explain_calls *calls = &plan->parts[i].calls;
		all.processes += calls->processes;
		all.pipes += calls->pipes;
		all.dups += calls->dups;
		all.opens += calls->opens;
	}
	return all;
}
