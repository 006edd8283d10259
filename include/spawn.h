/*
 * The only place processes come from.  strategy_choose is a pure function from facts to a strategy;
 * a struct spawn_plan is complete before the child exists; one child routine carries it out, the
 * same for every strategy, and only the creation call differs.
 *
 * Between creation and exec a child that shares memory calls async-signal-safe functions only,
 * allocates nothing and writes nothing the parent could later read but the plan's times and its
 * slot for a script's path.
 */
#ifndef COWSH_SPAWN_H
#define COWSH_SPAWN_H

#include <linux/sched.h>
#include <signal.h>
#include <sys/resource.h>
#include "cloneflags.h"
#include "late_fork.h"
#include "shell.h"

/* ---- choosing --------------------------------------------------------------------------- */

enum strategy {
	STRATEGY_IN_PROCESS, /* no process */
	STRATEGY_VFORK,	     /* vfork(2) and execve(2) */
	STRATEGY_CLONE,	     /* clone3(2) on a stack of its own and execve(2) */
	STRATEGY_FORK,	     /* fork(2); exec or go on as a shell */
	STRATEGY_EXEC	     /* execve(2) in this process */
};

/* The kind of thing that is to run. */
enum spawn_body {
	BODY_EXTERNAL,
	BODY_BUILTIN,
	BODY_FUNCTION,
	BODY_COMPOUND,	   /* any compound command in the current environment */
	BODY_SUBSHELL,	   /* ( ) */
	BODY_SUBSTITUTION, /* $( ) */
	BODY_NOTHING	   /* assignments or redirections alone */
};

struct spawn_facts {
	uint8_t body;	   /* enum spawn_body */
	bool async;	   /* followed by & */
	bool pipeline;	   /* a stage of a pipeline of two or more */
	bool last_stage;   /* of the pipeline */
	bool job_control;  /* set -m: process groups and perhaps the terminal are involved */
	bool traps;	   /* a signal trap is set */
	bool child_trap;   /* one on SIGCHLD: the end of each process shows */
	bool setup_blocks; /* a redirection opens a FIFO or terminal, and someone must not wait */
	bool expands_commands; /* async or pipeline stage whose words contain a command substitution */
	bool inside; /* a stage that needs no process of its own: the last one, or a first one
	                          that cannot block */
	bool here;   /* the last stage, which lastpipe wants in the shell itself */
	bool tail;   /* the last thing this process will do */
	bool forked; /* this process was forked by a shell: with `tail`, for this command */
	bool jobs_or_traces; /* jobs, traps on EXIT or tracing must outlive the command */
};

/* The facts that may be one way or the other.  X(member, "it would be so, if ...", "it would not,
 * if ...") */
#define STRATEGY_FACTS(X)                                                                      \
	X(async, "it were followed by &", "it were not followed by &")                         \
	X(pipeline, "it were a stage of a pipeline", "it were no stage of a pipeline")         \
	X(last_stage, "it were the last stage", "it were not the last stage")                  \
	X(job_control, "job control were on (set -m)", "job control were off (set +m)")        \
	X(traps, "a trap on a signal were set", "no trap on a signal were set")                \
	X(child_trap, "a trap on CHLD were set", "no trap on CHLD were set")                   \
	X(setup_blocks, "a redirection opened a FIFO or a terminal",                           \
	  "no redirection opened a FIFO or a terminal")                                        \
	X(expands_commands, "its words held a command substitution",                           \
	  "its words held no command substitution")                                            \
	X(inside,                                                                              \
	  "it needed no process of its own as a stage (the last one, or a first one that "     \
	  "cannot block)",                                                                     \
	  "it needed a process of its own as a stage")                                         \
	X(here, "lastpipe were on", "lastpipe were off")                                       \
	X(tail, "it were the last thing the shell does", "the shell had something left to do") \
	X(forked, "the shell had been forked", "the shell had not been forked")                \
	X(jobs_or_traces, "a job, a trap, a prompt or a trace had to outlive it",              \
	  "no job, trap, prompt or trace had to outlive it")

/* Why: the closed list.  X(enumerator, "sentence for explain and the manual").  strategy_choose
 * gives all of them but STAND_IN and EXTERNAL_CLONE, which stand in the records of stand-ins and of
 * what the clone builtin made. */
#define STRATEGY_REASONS(X)                                                                        \
	X(BUILTIN, "a builtin runs in the shell itself")                                           \
	X(FUNCTION, "a function runs in the shell itself")                                         \
	X(COMPOUND, "a compound command runs in the shell itself")                                 \
	X(NO_COMMAND, "there is no command to run, only assignments or redirections")              \
	X(EXTERNAL, "an external command needs nothing of the shell's memory: vfork and exec")     \
	X(EXTERNAL_JOB, "job control: a child stopped before exec must not hold the shell, which " \
			"vfork would")                                                             \
	X(EXTERNAL_TRAPS, "traps are set: CLONE_CLEAR_SIGHAND keeps handlers from running in a "   \
			  "child that shares memory")                                              \
	X(STAND_IN, "a program's parent must be the subshell, which is a frame: a process stands " \
		    "for it")                                                                      \
	X(EXTERNAL_CLONE, "flags were asked for that vfork does not take")                         \
	X(SETUP_BLOCKS, "a redirection may block until another process opens the other end")       \
	X(EXPANDS_COMMANDS,                                                                        \
	  "its words contain a command substitution, which must run in the child")                 \
	X(GOES_ON_AS_SHELL, "the child goes on as a shell")                                        \
	X(VIRTUAL,                                                                                 \
	  "a subshell environment is a frame of the undo journal, until something cannot be "      \
	  "undone")                                                                                \
	X(LAST_STAGE,                                                                              \
	  "the last stage of a pipeline is a frame of the undo journal, as a subshell is")         \
	X(LASTPIPE, "lastpipe: the last stage of a pipeline runs in the shell itself")             \
	X(FIRST_STAGE, "a first stage that cannot block: its output goes into the pipe at once")   \
	X(SUBSHELL, "a subshell environment needs a copy of the shell")                            \
	X(SUBSTITUTION, "a command substitution needs a copy of the shell")                        \
	X(LAST_COMMAND, "the last thing this shell does: no child at all")                         \
	X(POLICY_FORK, "the fork policy forks for every external command and subshell")            \
	X(POLICY_VFORK, "the vfork policy asks for vfork")                                         \
	X(POLICY_CLONE, "the clone policy asks for clone")

enum strategy_reason {
#define X(id, text) REASON_##id,
	STRATEGY_REASONS(X)
#undef X
		REASON_COUNT
};

struct strategy_choice {
	uint8_t strategy; /* enum strategy */
	uint8_t reason;	  /* enum strategy_reason */
	uint64_t flags;	  /* clone flags with the exit signal in the low byte; 0 for none */
};

/* Pure: no system call, no state. */
struct strategy_choice strategy_choose(const struct spawn_facts *facts, enum spawn_policy policy);
/* Facts that are to be the other way, and a policy, with which the choice would be another. */
struct strategy_change {
	uint32_t facts; /* by their place in STRATEGY_FACTS */
	uint8_t policy; /* enum spawn_policy */
	bool other_policy;
};

/* The smallest changes with which the strategy would be the wanted one, all of the same size, at
 * most `most`.  Gives their number; 0 when this body never runs so. */
unsigned strategy_changes(const struct spawn_facts *facts, enum spawn_policy policy,
			  enum strategy wanted, struct strategy_change *into, unsigned most);
/* As a clause behind "if". */
void strategy_change_text(const struct strategy_change *change, const struct spawn_facts *facts,
			  struct strbuf *into);
const char *spawn_body_text(enum spawn_body body); /* "a builtin" */
/* The strategy of that name, or -1. */
int strategy_by_name(const char *name);
const char *strategy_name(enum strategy strategy); /* "vfork" */
const char *strategy_reason_text(enum strategy_reason reason);
const char *strategy_reason_name(enum strategy_reason reason); /* "EXTERNAL" */
const char *late_fork_reason_text(enum late_fork_reason reason);
const char *late_fork_reason_name(enum late_fork_reason reason); /* "EXTERNAL" */

/* ---- planning --------------------------------------------------------------------------- */

enum fd_op_kind {
	FD_OP_OPEN, /* open path with flags and mode, give it number fd */
	FD_OP_DUP, /* make fd a duplicate of from (no effect on the number alone: clears CLOEXEC when
	                they are equal) */
	FD_OP_CLOSE /* close fd, quietly when it is not open */
};

struct fd_op {
	uint8_t kind;	/* enum fd_op_kind */
	bool noclobber; /* FD_OP_OPEN under set -C with > */
	bool null;	/* FD_OP_OPEN of /dev/null, which may be missing: as fd_open_null */
	int fd;
	int from;
	int refused_mode; /* FD_OP_DUP: O_RDONLY or O_WRONLY when a source open only in this mode is
	                        refused, as by POSIX's letter, else -1 */
	int flags;	  /* open(2) */
	mode_t mode;
	const char *path;
	const char *shown; /* what the user typed, for the message */
};

/* When a process came to be: CLOCK_MONOTONIC in nanoseconds, 0 where nobody looked or it did not
 * happen.  It lies in memory that a forked child shares too. */
struct spawn_times {
	uint64_t call;	   /* the parent is about to make the creation call */
	uint64_t returned; /* the parent goes on: after fork at once, after vfork and clone when the
	                        child has left its memory by exec or exit */
	uint64_t begun;	   /* the child's first step */
	uint64_t exec;	   /* the child makes the execve(2) that succeeded */
};

/* Why nothing was executed: "SUBJECT: TEXT", and the status that follows. */
struct exec_failure {
	int error;  /* errno */
	int status; /* 126 or 127 */
	const char *subject;
	const char *text;
	bool blames_interpreter; /* `#!` names a file that there is none of */
	char room[256];		 /* for a text that is made up */
};

/* Everything a child needs, finished before it exists.  The caller builds it in the scratch arena;
 * what it points to must live until spawn_external returns. */
struct spawn_plan {
	char **argv;
	char **envp;
	const char *
		*paths; /* files to try in order; ENOENT, ENOTDIR and EACCES go on to the next */
	uint32_t path_count;
	char **script_argv; /* for ENOEXEC: argv of the shell that reads the file as a script;
	                             [1 + ...] must be the path: slot script_path_at is filled in */
	uint32_t script_path_at;
	struct fd_op *fd_ops; /* carried out in order */
	uint32_t fd_op_count, fd_op_cap;
	uint32_t screen_op_count; /* the first of them, which give a program the terminal */
	int screen_messages; /* what takes messages in the terminal's place, or -1: nothing does */
	const char *message_prefix; /* "cowsh: file: line 3: " for the child's messages */
	size_t message_name_len;    /* of the "cowsh: file: " in it */
	const char *shown_name;	    /* command name as typed, for "NAME: not found" */
	bool not_found;	     /* no file to try: only the redirections and then the message, 127 */
	int not_found_error; /* ENOENT (127) or EACCES and others (126) */

	/* process group and terminal, under job control */
	bool set_group; /* setpgid in child and parent */
	pid_t group;	/* 0: its own */
	int terminal;	/* descriptor whose foreground group it becomes, or -1 */

	/* signals: bit n for signal n, bit 0 for signal 64 */
	uint64_t ignore_signals;  /* SIG_IGN in the child (async without job control: INT, QUIT) */
	uint64_t default_signals; /* SIG_DFL in the child, though the shell ignores them */
	bool holds_signals;   /* set by spawn_create: they are blocked until then, as not before: */
	uint64_t mask_before; /* bit n - 1 for signal n, as the kernel has it */

	int directory;		   /* descriptor to fchdir to first, or -1 */
	uint64_t clone_flags;	   /* set by spawn_external: those the child was asked for with */
	struct stand_in *stand_in; /* the process that is to be its parent, or NULL: the shell */
	struct spawn_times *times; /* filled in by parent and child, or NULL: nobody asks */

	/* newborn.h's */
	uint32_t *gate;	   /* the child waits before its first step until this is not 0; or NULL */
	uint32_t *leaving; /* cleared by the kernel when the child has left this memory; or NULL */
	bool mount_proc;   /* mount a new /proc, in a mount namespace of its own */
};

/* Empty plan: no group, no terminal, no directory. */
void spawn_plan_init(struct spawn_plan *plan);
/* Appends an operation (in the scratch arena) and returns it zeroed for the caller to fill. */
struct fd_op *spawn_plan_add_fd(struct shell *sh, struct spawn_plan *plan, enum fd_op_kind kind,
				int fd);

/* Creates the child by the chosen strategy and carries out the plan in it.  The child's pid; or -1
 * with errno when no child could be made (EAGAIN was retried with growing pauses first).  With
 * STRATEGY_EXEC: does not return on success; on failure the process exits as the child would have.
 * Pays read-ahead debts and flushes output first.  With STRATEGY_CLONE under job control everything
 * the plan points to is copied into the child's own block first: the child may still need it when
 * this has returned (stopped before exec). */
pid_t spawn_external(struct shell *sh, struct spawn_plan *plan,
		     const struct strategy_choice *choice);
/* Puts the plan's program in this process's place, for `exec` (XCU 2.15 exec): of the plan the
 * files, argv, envp and default_signals count.  Returns only when that failed, with the errno and
 * what is to be said of it; the shell is as it was. */
void spawn_replace(struct shell *sh, const struct spawn_plan *plan, struct exec_failure *failure);

/* fork(2) for a child that goes on as a shell.  As fork: 0 in the child, where signal handlers,
 * pids and the spawn context have been made the child's own and read-ahead was forgotten;
 * everything else (traps, jobs, frames) is the caller's.  -1 with errno after retries.  Flushes and
 * pays first. */
pid_t spawn_shell(struct shell *sh);
/* The same, with the times put down unless `times` is NULL. */
pid_t spawn_shell_timed(struct shell *sh, struct spawn_times *times);

/* fork(2) of this shell as it is now, for the sake of its cost: the child puts down when it began
 * and ends.  The caller waits for it.  The pid, or -1 with errno. */
pid_t spawn_sample(struct spawn_times *times);

/* ---- stand-ins --------------------------------------------------------------------------- */

/* Those of a stand-in: it shares what the shell changes in a virtual subshell and puts back. */
#define STAND_IN_FLAGS                                                        \
	((uint64_t)CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_CHILD_CLEARTID | \
	 CLONE_CLEAR_SIGHAND | SIGCHLD)

/* False in the first process of a PID namespace, which would have to tell a stand-in's children
 * from those that are left to it. */
bool stand_in_is_possible(const struct shell *sh);
/* Makes a process that stands for a virtual subshell (stand_in.c); `defaults`: signals that the
 * shell ignores and the subshell does not.  NULL when there can be none here: the caller forks
 * instead.  It dies with the shell. */
struct stand_in *stand_in_make(struct shell *sh, uint64_t defaults);
pid_t stand_in_pid(const struct stand_in *stand_in);
/* True when something has ended it. */
bool stand_in_is_gone(const struct stand_in *stand_in);
/* Has it carry the plan out: the child's pid when that has left this memory, or -1 with errno, as
 * from a creation call.  One that is gone meanwhile gives a pid, too: the wait tells. */
pid_t stand_in_start(struct stand_in *stand_in, struct spawn_plan *plan);

struct stand_in_child {
	int wait_status;
	struct rusage usage;
};

enum stand_in_news { STAND_IN_NOTHING, STAND_IN_SIGNAL, STAND_IN_ENDED, STAND_IN_GONE };

/* Sleeps until the child of the last stand_in_start has ended, the stand-in is gone, or a signal
 * has come to the shell. */
enum stand_in_news stand_in_wait(const struct stand_in *stand_in, struct stand_in_child *child);
/* Has it end; who waits for its process then calls stand_in_free. */
void stand_in_dismiss(struct stand_in *stand_in);
/* Its end as a subshell's, from its wait(2) status. */
int stand_in_end_status(int wait_status);
/* It is gone; or, in a forked child, it is the parent's. */
void stand_in_free(struct shell *sh, struct stand_in *stand_in);

/* CLOCK_MONOTONIC in nanoseconds. */
uint64_t spawn_now(void);

/* fork(2) for a child that runs one function and ends with the status it returns: no shell.  Its
 * signals are at their defaults, and it is killed when the shell ends.  The function writes to its
 * own copy of the memory; it is to write little, and to end the process by returning.  Gives the
 * pid, or -1 with errno after retries (reported).  The caller waits for it. */
pid_t spawn_body(struct shell *sh, int (*body)(void *context), void *context);
/* Sends a child a signal by its number, or by a descriptor where a filter of system calls refuses
 * that.  False with errno when neither is let. */
bool spawn_signal(pid_t pid, int signal);
/* Kills a child and waits for it.  One that a filter of system calls does not let be killed is left
 * as it is: false with errno. */
bool spawn_kill(pid_t pid);

void spawn_context_free(struct shell *sh);

/* ---- adopted processes ------------------------------------------------------------------- */

/* For the first process of a PID namespace: from now on the shell keeps a list of its own children,
 * sh->children, which is NULL in all other shells; the functions below are for when it is not. */
void spawn_children_begin(struct shell *sh);
void spawn_children_free(struct shell *sh);
void spawn_child_made(struct shell *sh, pid_t pid);
/* It has been waited for. */
void spawn_child_ended(struct shell *sh, pid_t pid);
bool spawn_is_child(const struct shell *sh, pid_t pid);

#endif
