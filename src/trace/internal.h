/*
 * What the rooms of src/trace share.
 */
#ifndef COWSH_TRACE_INTERNAL_H
#define COWSH_TRACE_INTERNAL_H

#include "trace.h"

struct trace_usage {
	uint64_t at_ns; /* CLOCK_MONOTONIC */
	uint64_t user_us, system_us;
};

struct trace {
	bool keeps_last;
	bool has_last;
	struct trace_last last;	   /* of the last command that ended */
	struct trace_last running; /* of the one that runs: processes so far */
	struct trace_usage began;  /* when it did */
};

/* The shell's, made when there is none. */
struct trace *trace_get(struct shell *sh);
uint64_t trace_now(void);

#endif
