/*
 * A shell that someone lives in: what it reads when it begins and when it ends (bash manual, "Bash
 * Startup Files"), what happens between two commands at the prompt, and mail. Called by main, and
 * by the executor through shell_ops.
 */
#ifndef COWSH_SESSION_H
#define COWSH_SESSION_H

#include <stdbool.h>
#include "shell.h"

/* The command line's options about start-up files. */
struct start_files {
	bool no_profile;     /* --noprofile */
	bool no_rc;	     /* --norc */
	const char *rc_file; /* --rcfile, or NULL for ~/.cowshrc */
};

/* Gives up an effective user or group that differs from the real one, unless the privileged option
 * is on; then nothing that the environment says about what to run is believed.  false when that is
 * refused (reported): the shell must not go on. */
bool session_check_privileges(struct shell *sh);
/* Fills the operations of shell_ops that a shell at a prompt or of a login has, and gives HOME the
 * user's directory when the environment has none. */
void session_begin(struct shell *sh);
/* Reads the start-up files that kind of shell reads.  FLOW_EXIT when one of them ended the
 * shell. */
struct flow session_start_files(struct shell *sh, const struct start_files *files);
/* The first time a user sees a prompt, up to three lines that say where help is. */
void session_greet(struct shell *sh, const struct start_files *files);
/* At end of file on the terminal: whether the shell goes on reading (IGNOREEOF, stopped jobs),
 * after it has said why. */
bool session_refuses_eof(struct shell *sh);
void session_free(struct shell *sh);

/* Runs a script with these arguments by bash, then by this shell, and writes the first difference
 * in status, output and environment.  0: there is none; 1: there is; 2: they could not be run
 * (reported). */
int session_bash_report(struct shell *sh, const char *file, char **arguments, int count);

#endif
