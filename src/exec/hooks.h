/*
 * DEBUG, ERR and RETURN, for the executor's own files; called only where sh->watch says so.
 */
#ifndef COWSH_EXEC_HOOKS_H
#define COWSH_EXEC_HOOKS_H

#include "exec.h"

/* DEBUG before a command: whether the command is to run; if not, *flow is its flow (extdebug, or
 * the action's). */
bool hook_debug(struct shell *sh, const struct node *node, struct flow *flow);
/* A command failed: ERR, if the trap was in force when it began, and set -e, but where they have no
 * effect; of a flow that ends the shell, the EXIT trap under set -e. */
struct flow hook_failure(struct shell *sh, struct flow flow, bool trapped);
/* RETURN at the end of a function or script, whose flow is given; `line` is LINENO in it. */
struct flow hook_return(struct shell *sh, struct flow flow, uint32_t line);
/* A function's body with its traps, and told to the trace. */
struct flow hook_function(struct shell *sh, const struct function *function);

#endif
