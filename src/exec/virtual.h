/*
 * Virtual subshells: a subshell environment (XCU 2.13) as a frame on the undo journal of this
 * process. It lasts until the body ends, or until something is about to happen that a frame cannot
 * take back or hide; then the process forks, late: the child drops the frame and goes on as the
 * subshell, the parent waits and rolls the frame back.
 */
#ifndef COWSH_VIRTUAL_H
#define COWSH_VIRTUAL_H

#include "internal.h"

/* Lives on the C stack of virtual_run. */
struct virtual_subshell {
	struct virtual_subshell *outer;
	struct environment_frame environment;
	struct trace_span span; /* when it is recorded */
	bool at_tail;		/* what runs now is the last command of the body */
	bool outer_at_tail;	/* the same of the one around, before this one */
	struct ended ended; /* the process it became at its end: a death by signal is reported when
	                        the frame is gone, as a real subshell's is by its parent */
	struct stand_in *stand_in; /* the process it has to the world, or NULL: none yet */
	bool stand_in_told;	   /* explain has told of it */
	bool real;	     /* this process is the late fork's child: the body's end is its end */
	bool captures;	     /* output goes to memory */
	struct strbuf bytes; /* output collected, but for what still is in sh->out */
	struct outbuf outer_out; /* sh->out of the environment around */
	struct strbuf *outer_captured;
};

/* The frame is entered, and left: what was written to memory is appended to `output`, NULL unless
 * it captures. */
void virtual_enter(struct shell *sh, struct virtual_subshell *v, bool captures, bool tail);
void virtual_leave(struct shell *sh, struct virtual_subshell *v, struct strbuf *output);
/* `input`, an own descriptor that is closed, becomes standard input for the time of the frame. */
bool stage_take_input(struct shell *sh, struct frame *frame, int input);

/* tracing.c, while shell.trace is set: a virtual subshell begins; it forks, late. */
void traced_enter(struct shell *sh, struct virtual_subshell *v, const struct node *body,
		  enum trace_kind kind);
struct stand_in *traced_stand_in(struct shell *sh);
pid_t traced_late_fork(struct shell *sh, struct virtual_subshell *v, enum late_fork_reason reason);

/* Runs body in a virtual subshell of this kind and gives its flow: FLOW_NEXT with the status unless
 * more must be left.  With `output`, standard output is appended to it; `input`, an own descriptor
 * that is closed, becomes its standard input, -1 for none.  EXEC_TAIL: nothing follows in the
 * environment around; the other flags are the body's.  *ended says how it ended: a death by signal
 * is the caller's to report. */
struct flow virtual_run(struct shell *sh, const struct node *body, enum trace_kind kind,
			struct strbuf *output, int input, unsigned flags, struct ended *ended);

/* Before a process is made for a command: late forks where that command is not the last thing a
 * virtual subshell does.  FLOW_NEXT: go on. */
struct flow virtual_before_process(struct shell *sh, bool tail, enum late_fork_reason reason);
/* shell_ops.late_fork */
struct flow virtual_late_fork(struct shell *sh, enum late_fork_reason reason);
/* The stand-in of the environment around the substitution that runs now; NULL for none. */
struct stand_in *virtual_stand_in(const struct shell *sh);
/* It is gone: the environment that had it is over. */
struct flow virtual_stand_in_gone(struct shell *sh);
/* The same for any that is gone; FLOW_NEXT when none is. */
struct flow virtual_look_at_stand_ins(struct shell *sh);
/* True when output goes to memory: there is no descriptor 1 to speak of. */
static inline bool virtual_is_capturing(const struct shell *sh)
{
	return sh->out.fd < 0;
}

/* The output of a substitution's process, to its end.  False after a message: what is there is not
 * all of it. */
bool read_output(int fd, struct strbuf *into, struct shell *sh);

#endif
