/*
 * The job table: which processes the shell started and knows of, waiting for them, and who has the
 * terminal (XCU 2.11; termios(3), tcsetpgrp(3)).
 */
#ifndef COWSH_JOBS_H
#define COWSH_JOBS_H

#include "shell.h"

struct stand_in;
struct termios;

/* Between two stages in the text of a job. */
#define JOB_STAGE_SEPARATOR " | "

enum process_state { PROCESS_RUNNING, PROCESS_STOPPED, PROCESS_DONE };

struct process {
	pid_t pid;
	int wait_status;  /* wait(2), valid unless running */
	uint8_t state;	  /* enum process_state */
	uint32_t text_at; /* where its stage of the pipeline begins in the job's text */
};

struct job {
	struct job *next; /* by number, ascending */
	int number;  /* %n; 0 for a foreground job that never got one; -1: a process substitution */
	pid_t group; /* process group under job control, else 0 */
	uint32_t process_count;
	struct process
		*processes; /* in the job's own block; the last is the pipeline's last stage */
	char *text;	    /* command for messages, in the job's own block */
	const struct pipeline *pipeline; /* what runs in the foreground without a text, or NULL */
	bool job_control;		 /* started under set -m */
	bool foreground;
	bool pipefail; /* status counts all stages */
	bool negated;
	bool last_here;	       /* lastpipe: the last stage ran in the shell itself */
	bool changed;	       /* state changed since it was last reported */
	bool known;	       /* `wait` may ask for it ($! was or could be used) */
	bool no_hup;	       /* disown -h */
	uint32_t used;	       /* higher is more recent: %+ and %- */
	struct termios *modes; /* the terminal's when it stopped, heap; or NULL */
};

/* A process that has ended, or what ran in place of one. */
struct ended {
	pid_t pid;	 /* 0: there was no process */
	int wait_status; /* wait(2) */
};

struct finished_ring;

struct job_table {
	struct job *first, *last;
	struct job *substitutions; /* process substitutions: not listed, waited for by their pid */
	uint32_t clock;		   /* for `used` */
	uint32_t live;		   /* processes not yet known to be done, for cheap checks */
	uint32_t done;		   /* finished jobs still in the table */
	uint32_t deaths;	   /* children that have ended and no SIGCHLD trap was run for */
	struct finished_ring *finished; /* statuses of jobs that left the table; on first use */
	struct termios *modes;	 /* the shell's own terminal modes, heap; NULL without a terminal */
	int terminal;		 /* own descriptor of the controlling terminal, -1 without one */
	uint16_t lines, columns; /* its size when jobs_terminal_resized last looked; 0: never */
	pid_t shell_group;	 /* the shell's process group under job control */
	pid_t original_group;	 /* what the terminal had before */
	bool stopped_in_front;	 /* the last foreground job stopped, before a person */
	uint32_t exit_warned; /* number of the command that last told of stopped jobs, 0 for none */
};

void jobs_init(struct shell *sh);
void jobs_free(struct shell *sh);
/* Switches job control on (process group of our own, terminal taken) or off.  0, or -1 with a
 * message when there is no terminal and the shell is interactive; a script's `set -m` works without
 * one. */
int jobs_set_control(struct shell *sh, bool on);
/* A forked subshell: keeps the table for `jobs`, waits for none of it, no job control. */
void jobs_enter_subshell(struct shell *sh);

/* A new job of the processes to come (in order); text is copied and may be NULL.  Not in the table
 * until jobs_background or until it stops. */
struct job *job_new(struct shell *sh, uint32_t process_count, const char *text);
/* The next process has come to be; under job control the first one's id is the group's. */
void job_add_process(struct job *job, pid_t pid);
/* A stage of the pipeline that ran without a process, or waited for its own, and has ended: its
 * wait(2) status. */
void job_add_ended(struct job *job, int wait_status);
/* Waits in the foreground until the job is done or stopped (job control), hands the terminal to it
 * and takes it back, reports a signal that killed it as bash does, and frees the job unless it
 * stopped.  Returns its exit status (128+n for a signal, XCU 2.9.1.1...).  *interrupted is set when
 * it died of SIGINT while the shell had received SIGINT too: the shell is to do the same. */
int job_wait_foreground(struct shell *sh, struct job *job, bool *interrupted);
/* The same for one process without job control and without a struct job: the short way of most
 * commands. */
int process_wait_foreground(struct shell *sh, pid_t pid, bool *interrupted);
/* The two halves of it, for a process whose death is to be reported later: the wait, which gives
 * the wait(2) status, and the report, which names the command. */
int process_wait_quietly(struct shell *sh, pid_t pid, bool *interrupted);
/* The same for the process ended->pid, which a stand-in has made.  False when the stand-in is
 * gone. */
bool process_wait_by_stand_in(struct shell *sh, struct stand_in *stand_in, struct ended *ended,
			      bool *interrupted);
/* Ends a stand-in, with all that belongs to it, and says how it did end. */
struct ended process_end_stand_in(struct shell *sh, struct stand_in *stand_in);
void process_report(struct shell *sh, const struct ended *ended, const struct node *node);
/* Puts the job into the table in the background, gives it a number, sets $!; under an interactive
 * shell prints "[n] pid". */
void job_background(struct shell *sh, struct job *job);

/* A child has ended: the trap on SIGCHLD, if there is one, is run once for each, but for what its
 * own action waits for in the foreground. */
void jobs_count_death(struct shell *sh, bool background);
/* A process substitution's process: $! is its pid, by which `wait` finds it. */
void jobs_add_substitution(struct shell *sh, pid_t pid);

/* Puts a job of one process that was found stopped (its wait(2) status) into the table, as %+ with
 * a number, and sets $!. */
void job_stopped(struct shell *sh, struct job *job, int wait_status);

/* Collects every state change there is without waiting. */
void jobs_poll(struct shell *sh);
/* Reports changed jobs (before a prompt, `set -b`, `jobs`) and drops the finished ones. */
void jobs_notify(struct shell *sh);
/* Exit status from a wait(2) status. */
int wait_status_to_exit(int wait_status);
/* Status of a job: of its last process, or by pipefail, negation included. */
int job_status(const struct job *job);
enum process_state job_state(const struct job *job);

/* %%, %+, %-, %n, %text, %?text.  NULL with a message ("no such job", "ambiguous") under `who`, or
 * without one when that is NULL. */
struct job *job_by_spec(struct shell *sh, const char *who, const char *spec);
struct job *job_by_pid(struct shell *sh, pid_t pid);
struct job *job_current(struct shell *sh);
struct job *job_previous(struct shell *sh);
/* Waits for one job, or (NULL) for all known ones, as the wait utility does: returns the exit
 * status; or 128+n with *trapped set when a signal with a trap arrived first (XCU 2.12).  A job
 * that stops has been waited for, unless `ended` asks for its end. */
int jobs_wait(struct shell *sh, struct job *job, bool ended, bool *trapped);
/* wait -n: waits until one of the jobs (count 0: any) is done, and forgets it.  Its exit status and
 * in *pid its last process; 127 and 0 when there is none to wait for; `ended` and *trapped as
 * above. */
int jobs_wait_next(struct shell *sh, struct job *const *among, uint32_t count, bool ended,
		   pid_t *pid, bool *trapped);
/* Exit status of a job that has left the table, by the process id of its last process, and forgets
 * it in posix mode; -1 when it is not known. */
int jobs_finished_status(struct shell *sh, pid_t pid);
/* A finished job leaves the table; its status stays for `wait PID`. */
void job_retire(struct shell *sh, struct job *job);
/* The value of spawn_plan.terminal for a foreground job: the terminal, or -1 when it is not this
 * shell's to hand over (none there, no job control, or the shell itself is in the background). */
int jobs_terminal_to_give(struct shell *sh);
/* The terminal, which is to be the shell's at a prompt, is taken where it is another's: it could
 * not be taken back before, or somebody else has given it away. */
void jobs_take_terminal(struct shell *sh);
/* An interactive shell's terminal may have another size (SIGWINCH came, a prompt is due): if so
 * LINES and COLUMNS become that (bash manual, "Bash Variables").  Does nothing in a virtual
 * subshell, whose variables are not kept. */
void jobs_terminal_resized(struct shell *sh);
/* Continues a job in the foreground or background (fg, bg).  Foreground: waits; returns its status.
 * -1 with errno when the job could not be sent the signal: it is what it was. */
int job_continue(struct shell *sh, struct job *job, bool foreground, bool *interrupted);
/* An interactive shell is about to end, by `exit` or at end of file: whether it stays, because jobs
 * are stopped; it says so then.  Who was told so, or has seen the jobs by `jobs`, and stopped none
 * since, need not be told again when this is the next thing he asks for. */
bool jobs_hold_exit(struct shell *sh, bool at_end_of_file);
/* Stops the shell itself with SIGSTOP, the terminal given back to whoever had it before, until it
 * is continued, and takes the terminal again.  0, or -1 with errno. */
int jobs_suspend_shell(struct shell *sh);
/* Sends SIGHUP to all jobs but those that disown -h spared; stopped ones are continued. */
void jobs_hang_up(struct shell *sh);
/* Sends SIGTERM to stopped jobs, and continues them. */
void jobs_terminate_stopped(struct shell *sh);
/* Said by `kill` after it sent a signal to a process (or group, negative): those it wakes from a
 * stop are not waited for as stopped any more. */
void jobs_signal_sent(struct shell *sh, pid_t pid, int signal);
/* Takes it out of the table and frees it. */
void job_remove(struct shell *sh, struct job *job);
/* The text of a command, for a terminal: control characters but newlines and tabs are made
 * visible. */
void out_command(struct outbuf *out, const char *text, size_t len);
/* One line of `jobs`: style 0, 'l' (with pids) or 'p' (group leader alone). */
void job_print(struct shell *sh, struct outbuf *out, const struct job *job, char style);

#endif
