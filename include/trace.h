/*
 * The cost of making processes: a record of every command that made a process, or was spared one,
 * in a ring of memory that a shell shares with the shells it forks or executes; and, for a prompt,
 * what the last command cost.
 *
 * All of it hangs off shell.trace, which is NULL while nobody asked for any: that pointer is the
 * one branch that a shell without tracing pays.  Nothing of it belongs to the environment in the
 * sense of XCU 2.13: a subshell's records stay when it is rolled back, and the journal knows
 * nothing of them.  (The option `forktrace` is an option like the others, and is put back.)
 */
#ifndef COWSH_TRACE_H
#define COWSH_TRACE_H

#include <sys/resource.h>
#include "shell.h"
#include "spawn.h"

/* The kinds of records.  X(enumerator, "name", "what it is") */
#define TRACE_KINDS(X)                                                                \
	X(COMMAND, "command", "an external command")                                  \
	X(SUBSHELL, "subshell", "a command in ( )")                                   \
	X(SUBSTITUTION, "substitution", "a command in $( )")                          \
	X(STAGE, "stage", "a stage of a pipeline that the shell itself runs")         \
	X(BACKGROUND, "background", "an asynchronous list the shell itself runs")     \
	X(WRITER, "writer", "what a first stage wrote and the pipe had no room for")  \
	X(STAND_IN, "stand-in", "a process that a virtual subshell has to the world") \
	X(SAMPLE, "sample", "a fork that forktrace made to see what it costs")        \
	X(PROCESS, "process", "a process of a program that was followed")             \
	X(THREAD, "thread", "a thread of such a process")                             \
	X(ATTACHED, "attached", "a process that was there when following it began")

enum trace_kind {
#define X(id, name, text) TRACE_##id,
	TRACE_KINDS(X)
#undef X
		TRACE_KIND_COUNT
};

#define TRACE_SOURCE_MAX   64
#define TRACE_FUNCTION_MAX 40
#define TRACE_STACK_MAX	   96
#define TRACE_COMMAND_MAX  120
#define TRACE_PREFIX_MAX   64

/* One command.  Times are CLOCK_MONOTONIC in nanoseconds, 0 where there is none. */
struct trace_record {
	uint64_t state;	 /* the ring's own */
	uint64_t id;	 /* from 1, in the order in which they began; numbers may be left out */
	uint64_t parent; /* id of the record whose subshell or child shell it ran in, 0 for none */
	uint64_t node;	 /* the command's place in the syntax tree, to find it again; 0 for none */
	uint64_t flags;	 /* clone flags with the exit signal in the low byte, 0 for no process */
	uint64_t start;	 /* the shell began with it */
	struct spawn_times times;    /* of the process, when one was made */
	uint64_t end;		     /* it had ended and the shell was told (wait4(2) returned) */
	uint64_t user_us, system_us; /* CPU: of the process with the children it waited for
	                                 (wait4(2)); of a part that ran in the shell, the shell's */
	uint64_t minor_faults, major_faults; /* likewise */
	uint64_t max_rss_kb; /* of the process; Linux starts it at the shell's own */
	uint64_t
		shell_rss_kb; /* the shell's resident memory and page tables when it forked; 0: it */
	uint64_t shell_page_tables_kb; /* did not */
	uint32_t line;
	pid_t pid;	  /* the process, 0 when there was none */
	pid_t shell;	  /* the shell that made it */
	int16_t status;	  /* exit status, 128 + n for a signal, -1 when it is not known */
	int16_t signal;	  /* that ended it, or 0 */
	uint8_t kind;	  /* enum trace_kind */
	uint8_t strategy; /* enum strategy */
	uint8_t reason;	  /* enum strategy_reason; REASON_COUNT: none */
	uint8_t late;	  /* 1 + enum late_fork_reason: a virtual subshell forked after all; 0 */
	bool written;	  /* it is in the file */
	char source[TRACE_SOURCE_MAX];	   /* script, "" for -c and standard input */
	char function[TRACE_FUNCTION_MAX]; /* innermost, "" outside of functions */
	char stack[TRACE_STACK_MAX];	   /* functions from the outermost in, ";" between */
	char command[TRACE_COMMAND_MAX];   /* text, cut with "..." */
	char prefix[TRACE_PREFIX_MAX];	   /* of its line of text */
};

/* ---- recording: the executor's calls; shell.trace is set ------------------------------------- */

/* The executor's knowledge of a command that begins. */
struct trace_subject {
	uint8_t kind;	  /* enum trace_kind */
	uint8_t strategy; /* enum strategy */
	uint8_t reason;	  /* enum strategy_reason */
	uint64_t flags;
	const struct node *node; /* its tree, or NULL */
	char *const *argv;	 /* its expanded words, or NULL: the tree is the text */
	const char *text;	 /* when there is neither */
};

/* Makes the ring and begins to record.  0, or -1 with errno. */
int trace_start(struct shell *sh);

/* The environment variable by which a shell that is executed finds the trace of the shell that
 * executed it, or of one further up.  It is in the environment of commands while something is
 * recorded, and never among a shell's variables. */
#define TRACE_VARIABLE "COWSH_FORKTRACE"
/* The variable's value for the record's command, in the scratch arena; NULL for none.  `replaces`:
 * the command takes the place of this process, and the descriptors stay open if they are needed. */
char *trace_handover(struct shell *sh, const struct trace_record *record, bool replaces);
/* execve(2) failed, and this process is the shell still: its descriptors are its own again. */
void trace_not_replaced(struct shell *sh);
/* Goes on in the trace of that text.  false when it is not to be had: errno says why, 0 when it is
 * over. */
bool trace_join(struct shell *sh, const char *text);
/* True when records are made now: `set -o forktrace`, or explain -a is running. */
bool trace_is_recording(const struct shell *sh);
/* explain -a: records are made between these, without text, whatever the option says. */
int trace_explain_begin(struct shell *sh);
void trace_explain_end(struct shell *sh);
/* A record begins; NULL when nothing is recorded or the ring has no room (which it counts). */
struct trace_record *trace_open(struct shell *sh, const struct trace_subject *subject);
/* The process was made (pid < 0: could not be): it is recorded until it has been waited for.  Keeps
 * struct trace_last as well.  record may be NULL. */
void trace_made(struct shell *sh, struct trace_record *record, enum strategy strategy, pid_t pid);
/* The shell is about to be replaced by the record's command: what is open is given up. */
void trace_replaced(struct shell *sh, struct trace_record *record);
/* Before a fork: how large this shell is goes into the record (may be NULL). */
void trace_note_size(struct trace *trace, struct trace_record *record);
/* In a forked child: it runs inside `record` (NULL: where its parent was), and the open records are
 * its parent's. */
void trace_forked(struct shell *sh, const struct trace_record *record);
/* A part of the shell's own work: what it used so far is remembered where it runs. */
struct trace_span {
	struct trace_record *record;				 /* NULL: not recorded */
	uint64_t outer;						 /* the record around it */
	uint64_t user_us, system_us, minor_faults, major_faults; /* of this process at its start */
};
void trace_span_begin(struct shell *sh, struct trace_span *span, struct trace_record *record);
/* Adds what was used since it began, or was last settled, to the record. */
void trace_span_settle(struct trace_span *span);
/* In the child of a late fork, whose counters start at nothing. */
void trace_span_restart(struct trace_span *span);
/* It is over, with this wait(2) status; `elsewhere`: in another process, which closes the
 * record. */
void trace_span_end(struct shell *sh, struct trace_span *span, int wait_status, bool elsewhere);

/* A process was waited for: its wait(2) status.  Stops and continuations are no end. */
void trace_waited(struct shell *sh, pid_t pid, int wait_status, const struct rusage *usage);
/* Function calls, for records made inside them. */
void trace_call(struct shell *sh, const char *name);
void trace_return(struct shell *sh);

/* ---- where it goes ------------------------------------------------------------------- */

/* Records are appended to `path` as they end, a JSON object a line; it is truncated first.  0, or
 * -1 with errno. */
int trace_to_file(struct shell *sh, const char *path);
/* True when a line of text is to be written for each record. */
bool trace_wants_text(const struct shell *sh);
/* Between these the shell shows the records of the ring on its terminal: no shell that writes to
 * the ring writes lines of text to a terminal. */
void trace_view_begin(struct shell *sh);
void trace_view_end(struct shell *sh);
/* Before this process ends: records whose end is not known are written down as such; the first
 * shell also measures what a fork costs and says in the file what was lost. */
void trace_finish(struct shell *sh);
void trace_free(struct shell *sh);

/* ---- the last command, for a prompt -------------------------------------------------- */

/* The last complete command that was read and run. */
struct trace_last {
	uint8_t strategy;   /* enum strategy of the last process this shell made for it;
	                       STRATEGY_IN_PROCESS: it made none */
	uint32_t processes; /* how many this shell made for it */
	pid_t pid;	    /* the last of them, 0 for none */
	uint64_t elapsed_ns;
	uint64_t user_us, system_us; /* CPU of the shell and of the children it has waited for */
};

/* Keeps struct trace_last from now on; for a shell with a prompt.  Four getrusage(2) calls a
 * complete command. */
void trace_last_keep(struct shell *sh);
/* false, and nothing given, when it is not kept or no command has been run yet. */
bool trace_last(const struct shell *sh, struct trace_last *into);
/* The executor's, around a complete command; shell.trace is set. */
void trace_command_begin(struct shell *sh);
void trace_command_end(struct shell *sh);

/* ---- reading it ---------------------------------------------------------------------- */

/* Records, from the ring or from a file, and what is known of them as a whole. */
struct trace_list {
	struct trace_record *records; /* heap, in the order in which they began */
	size_t count, cap;
	uint64_t lost;	      /* records there was no room for */
	uint64_t overwritten; /* older ones that are gone */
	uint64_t unwritten;   /* lines that could not be written to the file */
	uint64_t until;	      /* who was followed and has no end was let go then; 0: nobody was */
	bool complete;	      /* from a file: it says how it ended */
};

/* Lists the records in the ring; those of id `after` and less are left out. */
void trace_list_ring(struct shell *sh, struct trace_list *list, uint64_t after);
/* The id that the next record will have at least. */
uint64_t trace_next_id(const struct shell *sh);
/* Lists the records in a file.  Gives 0; else -1 with *error_line 0 and errno, or the line that is
 * not understood. */
int trace_list_file(struct trace_list *list, const char *path, size_t *error_line);
void trace_list_free(struct trace_list *list);

/* Forks `count` times, each a record of kind sample.  Gives the number that could be made. */
unsigned trace_sample_forks(struct shell *sh, unsigned count);
/* Forgets what has ended. */
void trace_clear(struct shell *sh);

struct trace_status {
	bool recording;
	bool to_file;
	uint32_t capacity; /* records the ring has room for, 0: there is none */
	uint32_t open, ended;
	uint64_t lost, overwritten, unwritten;
};
void trace_get_status(const struct shell *sh, struct trace_status *status);

enum trace_key { TRACE_BY_LINE, TRACE_BY_FUNCTION, TRACE_BY_COMMAND, TRACE_BY_STRATEGY };
/* Key by its name ("line"...), or -1. */
int trace_key_by_name(const char *name);
const char *trace_key_name(enum trace_key key);

/* A row of a report: the records with one key. */
struct trace_row {
	char key[TRACE_SOURCE_MAX + TRACE_COMMAND_MAX];
	uint64_t count;
	uint64_t processes;  /* made for them */
	uint64_t elapsed_ns; /* of those whose end is known */
	uint64_t create_ns;  /* the shell stood still to make them */
	uint64_t user_us, system_us, minor_faults, major_faults;
};

/* Quartiles of a set of times, in nanoseconds. */
struct trace_spread {
	size_t count;
	uint64_t low, median, high;
};

/* The forks that were not made, and what they would have cost here: differences of medians that
 * were measured in the same run. */
struct trace_saved {
	uint64_t in_process;		 /* parts that ran in the shell, without any process */
	uint64_t late;			 /* parts that began so, and forked after all */
	uint64_t vforked;		 /* commands started by vfork or clone instead of fork */
	uint64_t replaced;		 /* commands that took their shell's place */
	uint64_t forked;		 /* forks that were made */
	struct trace_spread fork_call;	 /* sampled: until fork returned in the shell */
	struct trace_spread fork_begun;	 /* sampled: until the child's first step */
	struct trace_spread fork_cycle;	 /* sampled: until the child had been waited for */
	struct trace_spread vfork_begun; /* recorded: until the child's first step */
	uint64_t in_process_ns;		 /* saved by the first, 0 without samples */
	uint64_t vforked_ns;		 /* and by the third */
	/* The trace is of a program that was followed (follow.h): none of it counts. */
	bool followed;
};

struct trace_report {
	struct trace_row *rows; /* heap; longest elapsed first */
	size_t count;
	struct trace_row total;
	struct trace_saved saved;
};
void trace_report_make(struct trace_report *report, const struct trace_list *list,
		       enum trace_key key);
void trace_report_free(struct trace_report *report);

/* Table for people; at most `most` rows (0: all). */
void trace_report_print(const struct trace_report *report, const struct trace_list *list,
			enum trace_key key, size_t most, bool narrow, struct outbuf *out);
void trace_report_json(const struct trace_report *report, const struct trace_list *list,
		       enum trace_key key, struct outbuf *out);

/* Writes the processes that a program that was followed made, by what call, its threads, and what
 * was executed. */
void trace_followed_print(const struct trace_list *list, struct outbuf *out);

/* The records as a tree, who was made inside whom, and the critical path through it: from the last
 * end back, each time the record that ended last before, down to the first start.  Work beside that
 * path made nothing later.  `width` (0: none) cuts lines; of the path at most `most` rows are shown
 * (0: all). */
void trace_tree_print(const struct trace_list *list, unsigned width, size_t most,
		      struct outbuf *out);
void trace_tree_json(const struct trace_list *list, struct outbuf *out);

/* Exporters: the file format again; trace events that Chrome's and Perfetto's viewers open; stacks
 * with their own microseconds, for flame graphs. */
void trace_export_ndjson(const struct trace_list *list, struct outbuf *out);
void trace_export_chrome(const struct trace_list *list, struct outbuf *out);
/* One page that needs nothing else: no file, no script, no network. */
void trace_export_html(const struct trace_list *list, struct outbuf *out);
void trace_export_folded(const struct trace_list *list, struct outbuf *out);

/* The record as a JSON object, as in the file. */
struct json;
void trace_record_json(struct json *json, const struct trace_record *record);

/* A time to read: "1.25 ms", "830 us". */
void trace_add_time(struct strbuf *into, uint64_t ns);
/* The record's measured figures as words, for its line of text and for explain -a. */
void trace_add_figures(struct strbuf *into, const struct trace_record *record);

#endif
