/*
 * Trap actions, changed through the journal, and what follows from them.
 */
#ifndef COWSH_TRAPS_H
#define COWSH_TRAPS_H

#include <stdbool.h>
#include <stdint.h>

struct shell;

#define TRAP_COUNT 65 /* EXIT and signals 1 to 64 (signal(7)) */

/* Conditions that are no signals (bash manual, 4.1: trap). */
enum { TRAP_DEBUG = TRAP_COUNT, TRAP_ERR, TRAP_RETURN, TRAP_LIMIT };

/* Bits of sh->watch, the mask that commands test before they look at traps, options and traces one
 * by one: the traps that have an action here, and what else is on.  It is 0 for nearly everyone. */
enum watch_bit {
	WATCH_DEBUG = 1 << 0,
	WATCH_ERR = 1 << 1,
	WATCH_RETURN = 1 << 2,
	WATCH_TRAPS = WATCH_DEBUG | WATCH_ERR | WATCH_RETURN,
	WATCH_ERREXIT = 1 << 3,
	WATCH_XTRACE = 1 << 4,
	WATCH_TRACE = 1 << 5,	  /* sh->trace */
	WATCH_REHEARSAL = 1 << 6, /* sh->rehearsal */
	WATCH_KEYWORD = 1 << 7	  /* set -k */
};
#define TRAP_WATCH(trap) (1u << ((trap)-TRAP_DEBUG))

struct trap {
	char *action;	/* heap; NULL for the default, "" to ignore */
	uint32_t epoch; /* id of the youngest virtual subshell that has saved it */
};

struct traps {
	struct trap at[TRAP_LIMIT]; /* at[0] is EXIT */
	char **inherited;  /* what the parent shell had when this subshell began, for `trap`
	                                without operands (XCU trap); TRAP_LIMIT entries or NULL */
	uint64_t set_mask; /* bit n: at[n].action is neither NULL nor ""; bit 63 stands for
	                                signal 64 too */
	uint8_t hooks;	   /* WATCH_DEBUG, WATCH_ERR, WATCH_RETURN: the same of these */
};

/* The condition's bit in set_mask, and in masks like it. */
static inline uint64_t trap_bit(int signal)
{
	return (uint64_t)1 << (signal < 63 ? signal : 63);
}

/* Sets an action.  `action` as in struct trap, copied.  Keeps set_mask, saves through the journal,
 * calls ops.trap_changed. */
void trap_set_action(struct shell *sh, int signal, const char *action);
/* Changes the traps for a subshell that begins (XCU 2.13): caught ones go back to the default,
 * ignored ones stay; the old actions are kept in `inherited` for `trap` without operands. */
void traps_enter_subshell(struct shell *sh);
/* `trap` does not list the parent's actions for EXIT and signals, but what is ignored: those of a
 * process substitution, as in bash. */
void traps_forget_inherited(struct shell *sh);

/* The condition of this name or number, or -1; and back, NULL for none. */
int trap_number(const char *name);
const char *trap_name(int condition);
/* True when the action is not in force in the function or subshell that runs. */
bool trap_is_hidden(const struct shell *sh, int condition);
/* Of DEBUG, ERR and RETURN what a function or script takes out of force while it runs. */
struct hidden_traps {
	uint8_t before;				/* sh->traps_hidden */
	char *actions[TRAP_LIMIT - TRAP_DEBUG]; /* heap; of those that it hides, else NULL */
};
/* Functions and scripts have DEBUG, ERR and RETURN only with functrace and errtrace: takes the
 * others of `traps` out of force. */
void traps_hide(struct shell *sh, unsigned traps, struct hidden_traps *hidden);
/* Puts them back in force: also what was set and removed in between, unless `left`, when the
 * traps are another environment's. */
void traps_show(struct shell *sh, struct hidden_traps *hidden, bool left);
/* Brings sh->watch up to date: after a change of traps, options, sh->trace or sh->rehearsal. */
void watch_refresh(struct shell *sh);

#endif
