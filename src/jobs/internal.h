/*
 * Declarations that the files of the job module share among themselves.
 */
#ifndef COWSH_JOBS_INTERNAL_H
#define COWSH_JOBS_INTERNAL_H

#include "jobs.h"

/* Finished jobs that stay in the table, to be found by %n and listed by `jobs`.  Older ones
 * leave it, their status goes to the ring. */
#define JOBS_DONE_KEPT 256
/* Statuses kept for `wait PID` beyond those. */
#define FINISHED_KEPT  1024

struct finished {
	pid_t pid; /* 0: forgotten */
	int status;
};

struct finished_ring {
	uint32_t next; /* slot written next */
	struct finished at[FINISHED_KEPT];
};

/* True when a person sits in front of this very process. */
static inline bool jobs_interactive(const struct shell *sh)
{
	return OPT(sh, INTERACTIVE) && !sh->is_subshell;
}

/* True when a person is told of jobs that start in the background and end: as in bash not while
 * start-up files, dot scripts, traps and PROMPT_COMMAND run. */
static inline bool jobs_are_told(const struct shell *sh)
{
	return jobs_interactive(sh) && !sh->dot_depth && !sh->jobs_untold;
}

/* table.c */
/* Gives the job a number and puts it at the end of the table. */
void job_enter(struct shell *sh, struct job *job);
/* A process changed: keeps state, counters and `changed` right. */
void process_update(struct shell *sh, struct job *job, struct process *process, int wait_status);
/* The process whose status is the job's: the last one, by pipefail the last that failed, of a
 * stopped job the last that stopped.  NULL for a job without processes. */
const struct process *job_decider(const struct job *job);
/* Most recent use: it becomes %+. */
void job_touch(struct shell *sh, struct job *job);
/* Forgets all statuses of finished jobs. */
void jobs_finished_clear(struct shell *sh);
/* The job with this process and where it is in it; NULL for none. */
struct job *job_find_process(struct shell *sh, pid_t pid, struct process **process);

/* terminal.c */
/* Lets the job's group have the terminal.  False when it is not ours to give. */
bool terminal_give(struct shell *sh, struct job *job);
/* Takes it back after terminal_give; keeps or restores modes by what became of the job. */
void terminal_take_back(struct shell *sh, struct job *job);

/* report.c */
/* Says which signal killed a process that ran in the foreground. */
void report_death(struct shell *sh, const struct ended *ended, const struct node *node);
/* Says which signal killed the process that speaks for the job; nothing when none did. */
void report_job_death(struct shell *sh, const struct job *job);
/* Tells the person at the prompt that the foreground job stopped. */
void report_stop(struct shell *sh, struct job *job);
void report_started(struct shell *sh, const struct job *job);
/* Tells of all jobs that have changed but the one in front (NULL for none), and drops those that
 * have finished. */
void report_changes(struct shell *sh, const struct job *front);
/* Tells a person of all jobs that have changed, as bash does whenever it has waited for something,
 * and drops those that have finished, but the one that was waited for (NULL for none), which is the
 * caller's to drop. */
void report_waited(struct shell *sh, struct job *waited);

#endif
