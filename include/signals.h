/*
 * Signals as the environment sees them: names, dispositions, and the only mutable state at file
 * scope, the flags that handlers set.  Handlers and dispositions are installed by handlers.h.
 */
#ifndef COWSH_SIGNALS_H
#define COWSH_SIGNALS_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct shell;

/* Signal dispositions as last set in the kernel; signals.c's own.  Bit n & 63 is signal n. */
struct dispositions {
	uint64_t seen;		/* whether it was ignored on entry is known */
	uint64_t on_entry;	/* it was: signal(2) had ignored it when the shell started */
	uint64_t caught;	/* the shell's handler is installed */
	uint64_t ignored;	/* SIG_IGN was installed by the shell */
	uint64_t async_ignored; /* ignored in this asynchronous list until a trap says otherwise */
	uint8_t needs;		/* what signals_prepare_wait was last called for */
	bool interactive;	/* the first shell was: signals ignored on entry can be trapped */
};

/* Set by the handler, cleared by whoever acts on them. */
extern volatile sig_atomic_t signals_pending;	 /* some signal below is pending */
extern volatile sig_atomic_t signal_pending[65]; /* by number: 0, or enum signal_origin */
extern volatile pid_t signals_owner;		 /* the process whose flags these are: a handler
                                                          that finds itself in another process (a
                                                          child that still shares memory) restores
                                                          the default and raises the signal again */

/* The sender of a pending signal.  A SIGINT from the keyboard went to the foreground command too,
 * which had its say; one from a process was meant for this shell. */
enum signal_origin { SIGNAL_FROM_KERNEL = 1, SIGNAL_FROM_PROCESS };

/* Names without SIG, "EXIT" for 0; NULL for no such number. */
const char *signal_name(int signal);
/* Number of a name with or without SIG, in any case, or of decimal digits; EXIT or 0 is 0; -1 for
 * none. */
int signal_number(const char *name);
#define SIGNAL_LIMIT 65

/* The signal is pending, as if it had come from there (again): for who looks next. */
static inline void signal_set_pending(int signal, enum signal_origin origin)
{
	signal_pending[signal] = (sig_atomic_t)origin;
	signals_pending = 1;
}

/* Sleeps for so many seconds, through signals whose traps come later.  false at once when one is
 * there that is to end what the shell does: SIGINT, SIGHUP or SIGTERM. */
bool signals_sleep(double seconds);

#endif
