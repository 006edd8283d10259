/*
 * Trap actions, changed through the journal, and what follows from them.
 */
#ifndef COWSH_TRAPS_H
#define COWSH_TRAPS_H

#include <stdint.h>

struct shell;

#define TRAP_COUNT 65 /* EXIT and signals 1 to 64 (signal(7)) */

struct trap {
	char *action;	/* heap; NULL for the default, "" to ignore */
	uint32_t epoch; /* id of the youngest virtual subshell that has saved it */
};

struct traps {
	struct trap at[TRAP_COUNT]; /* at[0] is EXIT */
	char **inherited;  /* what the parent shell had when this subshell began, for `trap`
	                                without operands (XCU trap); TRAP_COUNT entries or NULL */
	uint64_t set_mask; /* bit n: at[n].action is neither NULL nor ""; bit 63 stands for
	                                signal 64 too */
};

/* Traps.  action as in struct trap, copied.  Keeps set_mask, saves through the journal, calls
 * ops.trap_changed. */
void trap_set_action(struct shell *sh, int signal, const char *action);
/* What happens to traps when a subshell begins (XCU 2.13): caught ones go back to the default, ignored
 * ones stay; the old actions are kept in `inherited` for `trap` without operands. */
void traps_enter_subshell(struct shell *sh);

#endif
