/*
 * Declarations that the two files of following share.
 */
#ifndef COWSH_FOLLOW_INTERNAL_H
#define COWSH_FOLLOW_INTERNAL_H

#include "follow.h"
#include "internal.h"

/* Clone flags with the exit signal, of the call in which the process has stopped with this ptrace
 * event; where the call cannot be read, what the event says of it (0 for PTRACE_EVENT_CLONE). */
uint64_t follow_call_flags(pid_t pid, int event);

#endif
