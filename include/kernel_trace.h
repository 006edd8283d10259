/*
 * forktrace --kernel: what the kernel itself says of each process that is made while a command
 * runs, from its tracepoints: the walk from kernel_clone over copy_process, dup_task_struct,
 * wake_up_new_task and enqueue_task to the first run, exec and exit.
 *
 * kernel_walks_* is pure, from records to walks; kernel_session_* makes the records.
 */
#ifndef COWSH_KERNEL_TRACE_H
#define COWSH_KERNEL_TRACE_H

#include "shell.h"
#include "switches.h"
#include "tracebuf.h"
#include "tracefs.h"

/* The steps of a walk.  X(enumerator, "name in JSON", "what it means, as a person reads it") */
#define KERNEL_STEPS(X)                                                                   \
	X(CALL, "call", "the call enters kernel_clone")                                   \
	X(FUNCTION, "function", "")                                                       \
	X(NEWTASK, "task_newtask",                                                        \
	  "copy_process has made the task (dup_task_struct and the rest)")                \
	X(FORK, "sched_process_fork", "kernel_clone goes on with the finished task")      \
	X(WAKEUP, "sched_wakeup_new", "wake_up_new_task: enqueue_task has put it on CPU") \
	X(PARENT_OUT, "parent_out", "the parent stops running")                           \
	X(FIRST_RUN, "first_run", "the child runs for the first time")                    \
	X(CHILD_RETURN, "child_return", "the child returns from the call")                \
	X(PREPARE_EXEC, "sched_prepare_exec", "exec: the point of no return, for")        \
	X(EXEC, "sched_process_exec", "exec: the new program is in place:")               \
	X(PARENT_IN, "parent_in", "the parent runs again")                                \
	X(RETURN, "return", "the call returns in the parent")                             \
	X(EXIT, "sched_process_exit", "the child exits")

enum kernel_step_kind {
#define X(id, name, text) KERNEL_STEP_##id,
	KERNEL_STEPS(X)
#undef X
		KERNEL_STEP_COUNT
};

struct kernel_step {
	uint64_t time;	   /* nanoseconds, CLOCK_MONOTONIC */
	uint64_t duration; /* of a function, where the tracer measures it; else 0 */
	uint64_t address;  /* of a function */
	uint32_t cpu;
	uint8_t kind;  /* enum kernel_step_kind */
	int64_t value; /* WAKEUP: the target CPU; PARENT_OUT: its state, 0 when it could go on */
	char *text;    /* heap: a file, a function's name, the name of the call; or NULL */
};

struct kernel_task {
	pid_t pid, parent;
	char name[16]; /* at its birth: its parent's */
	uint64_t
		flags; /* clone flags as the kernel saw them: the exit signal is kept apart there */
	struct kernel_step *steps; /* heap, by time */
	uint32_t step_count;
	uint32_t faults_before, faults_after; /* page faults in user mode, before exec and after */
	uint32_t execs;
	bool start_unseen; /* it ran before the first switch to it that was recorded */
	bool bound;	   /* it, or who made it, had called sched_setaffinity(2) */
	uint32_t moves;	   /* switches to it on another processor than it ran on before */
	int last_cpu;	   /* that it ran on, -1 before that */
};

struct kernel_session;

struct kernel_walks {
	struct kernel_task *tasks; /* heap, in the order of their birth */
	uint32_t task_count;
	uint64_t events;  /* records read that are about processes */
	uint64_t lost;	  /* that the kernel could not keep */
	uint64_t damaged; /* pages that could not be read to their end */
};

/* Which events are wanted: their formats, in the order of kernel_event_names. */
#define KERNEL_EVENTS_MAX 32
struct kernel_formats {
	struct trace_page_layout layout;
	struct trace_format events[KERNEL_EVENTS_MAX]; /* id -1: this kernel does not have it */
};

/* "task/task_newtask" ...; ends with NULL. */
extern const char *const kernel_event_names[];

/* Walks from what a collector wrote: pieces of tracefs.h.  kernel_walks_free. */
void kernel_walks_build(struct kernel_walks *walks, const struct kernel_formats *formats,
			const char *pieces, size_t size);
/* The same from what perf_event_open(2) tells, in order of time: without calls, flags and
 * wake-ups. */
void kernel_walks_from_switches(struct kernel_walks *walks, const struct switch_event *events,
				size_t count);
void kernel_walks_free(struct kernel_walks *walks);
/* Gives the function steps their names, from a text like /proc/kallsyms. */
void kernel_walks_name_functions(struct kernel_walks *walks, const char *kallsyms);
/* The functions that the walk is made of; ends with NULL. */
extern const char *const kernel_functions[];

const char *kernel_step_name(enum kernel_step_kind kind);

/* ---- processors ---------------------------------------------------------------------------- */

/* The processors on which a process was made, put and first run; -1 for what was not recorded. */
struct kernel_place {
	const struct kernel_task *task;
	int made;     /* the parent's processor as copy_process ended */
	int put;      /* chosen by wake_up_new_task */
	int ran;      /* the first run */
	int exec;     /* the first exec */
	int64_t wait; /* nanoseconds from the wake-up to the first run, -1 */
};

/* Waits by powers of two: class 0 is less than a microsecond, class n less than 2 to the n of
 * them. */
#define KERNEL_WAIT_CLASSES 24

struct kernel_cpus {
	struct kernel_place *places; /* heap, for each task */
	uint32_t count;
	uint32_t cpu_count; /* 1 + the highest processor that is named */
	uint32_t waits[KERNEL_WAIT_CLASSES];
	uint32_t waits_known;
	bool by_perf; /* by switches.h: waits are from the end of copy_process on */
	int64_t wait_median, wait_95, wait_most; /* nanoseconds; 0 when none is known */
};

/* `by_perf`: the walks are made of switches. */
void kernel_cpus_build(struct kernel_cpus *cpus, const struct kernel_walks *walks, bool by_perf);
void kernel_cpus_free(struct kernel_cpus *cpus);
/* As text, and as one JSON object. */
void kernel_cpus_print(const struct kernel_cpus *cpus, const struct kernel_walks *walks,
		       const struct kernel_session *session, struct outbuf *out);
void kernel_cpus_json(const struct kernel_cpus *cpus, const struct kernel_walks *walks,
		      const struct kernel_session *session, struct outbuf *out);

/* ---- tracing the shell -------------------------------------------------------------------- */

struct kernel_session {
	struct tracefs trace;
	int file, control; /* own descriptors */
	pid_t collector;
	pid_t self; /* this process, as the kernel numbers it: in a PID namespace another number */
	const char *functions;	    /* the tracer that follows the functions, or NULL */
	struct strbuf no_functions; /* why there is none; of `by_perf`, why there is no tracefs */
	bool by_perf;		    /* without tracefs: switches.h */
	struct strbuf allowed; /* processors that this process might run on as it began: "0-3,6" */
};

/* From here on the kernel records what this process and its descendants do.  *session must stay
 * where it is.  false with one line in *why. */
bool kernel_session_begin(struct shell *sh, struct kernel_session *session, struct strbuf *why);
/* Ends it, removes the instance, and says what was recorded; false with one line in *why. */
bool kernel_session_end(struct shell *sh, struct kernel_session *session,
			struct kernel_walks *walks, struct strbuf *why);
void kernel_session_free(struct kernel_session *session);
/* The processors that this process may run on, as a list with ranges, appended. */
void kernel_allowed_cpus(struct strbuf *into);

/* The number of processes and records, and what is missing among them. */
void kernel_gaps_print(const struct kernel_walks *walks, const struct kernel_session *session,
		       struct outbuf *out);
/* As text, and as one JSON object. */
void kernel_walks_print(const struct kernel_walks *walks, const struct kernel_session *session,
			struct outbuf *out);
void kernel_walks_json(const struct kernel_walks *walks, const struct kernel_session *session,
		       struct outbuf *out);

#endif
