/*
 * The limit of recursion.  The parser and the executor recurse as deeply as their input is nested;
 * this says when to stop with an error message instead of running over the end of the stack.
 */
#ifndef COWSH_STACKGUARD_H
#define COWSH_STACKGUARD_H

#include <stdbool.h>
#include <stddef.h>

struct stack_guard {
	char *limit; /* lowest address recursion may reach */
};

/* Measures from the caller's frame, by RLIMIT_STACK (getrlimit(2)), less a margin; again when that
 * limit has changed. */
void stack_guard_init(struct stack_guard *guard);

/* True when the stack is nearly used up. */
static inline bool stack_guard_hit(const struct stack_guard *guard)
{
	return (char *)__builtin_frame_address(0) < guard->limit;
}

#endif
