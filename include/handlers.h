/*
 * The shell's handling of signals: handlers, dispositions, what is pending and for whom.
 */
#ifndef COWSH_HANDLERS_H
#define COWSH_HANDLERS_H

#include <stdbool.h>
#include <stdint.h>
#include "signals.h"

/* At start-up: the flags of pending signals are this process's, and a write is given up when one
 * ends the command. Signals ignored on entry are looked at when a trap or the shell's own needs
 * first ask. */
void signals_init(struct shell *sh);
/* Installs what the interactive shell or one that runs commands needs: SIGINT caught so that the
 * shell dies of it only when its foreground child did; interactive: TERM ignored, QUIT caught for
 * the sake of virtual subshells; job control: TSTP, TTIN, TTOU ignored and CHLD caught.  Idempotent
 * and cheap. */
void signals_prepare_wait(struct shell *sh);
/* Before the first virtual subshell: SIGPIPE is caught, because it must end the frame and not the
 * shell; without one it still ends the shell (exec_pending_traps). */
void signals_prepare_virtual(struct shell *sh);
/* Before a stand-in is made, whose end is to be heard of.  Gives what the shell ignores for itself
 * and a subshell does not, as signals_to_default. */
uint64_t signals_prepare_stand_in(struct shell *sh);
/* True when SIGHUP came to an interactive shell that has no trap for it: it is on its way out, and
 * waits for nothing. */
bool signals_hung_up(const struct shell *sh);
/* A pending signal is for an environment around the virtual subshell, whose trap catches it: puts
 * it aside until that environment goes on. */
void signal_put_aside(struct shell *sh, int signal);
/* A virtual subshell was left: what was put aside for the environment that goes on is pending
 * again. */
void signals_go_on(struct shell *sh);
/* True when the environment that runs now has an action for this signal, and whether one around a
 * virtual subshell has. */
bool signal_has_trap(const struct shell *sh, int signal);
bool signal_has_trap_outside(const struct shell *sh, int signal);
/* True when this pending signal, or one of those that are, ends the shell, caught only because an
 * EXIT trap is to run first: nothing waits any longer. */
bool signal_ends_shell(const struct shell *sh, int signal);
bool signals_end_shell(const struct shell *sh);
/* True when a pending signal without a trap ends what runs now: SIGINT, SIGHUP, what ends a virtual
 * subshell, or the shell. */
bool signals_end_command(const struct shell *sh);
/* Makes the disposition of one signal follow its trap and the shell's own needs; 0: all those that
 * an EXIT trap asks for. */
void signals_update(struct shell *sh, int signal);
/* True when the signal was ignored when the shell started (XCU trap: it cannot be trapped then). */
bool signal_ignored_on_entry(struct shell *sh, int signal);
/* In a forked subshell: dispositions follow the reset traps; `async`: INT and QUIT ignored when no
 * job control is on (XCU 2.12). */
void signals_enter_subshell(struct shell *sh, bool async);
/* The bit sets a plan needs: signals the shell ignores for itself that a command must get back at
 * default. */
uint64_t signals_to_default(struct shell *sh);
/* Those a command is to ignore though the shell may not, because a trap around a virtual subshell
 * catches them: the terminal's stop signals in a command substitution under job control. */
uint64_t signals_to_ignore(struct shell *sh);
/* Ends this process by the signal, as if it had never been caught; does not return. */
void signal_die(struct shell *sh, int signal) __attribute__((noreturn));

#endif
