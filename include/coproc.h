/*
 * Coprocesses (bash manual, 3.2.6): commands in the background whose input and output the shell
 * holds the other ends of.  The descriptors are the user's, by numbers in an array; they are
 * close-on-exec, and subshells do not have them.
 */
#ifndef COWSH_COPROC_H
#define COWSH_COPROC_H

#include "shell.h"

struct coproc {
	struct coproc *next; /* the one made before it */
	struct symbol *name; /* of the array */
	pid_t pid;
	int output,
		input; /* descriptors: what it writes is read, what it reads is written; -1: closed */
};

/* A coprocess with these descriptors, which is about to be made.  Not in a virtual subshell. */
struct coproc *coproc_add(struct shell *sh, struct symbol *name, int output, int input);
/* It could not be made: it is taken out, its descriptors are closed. */
void coproc_remove(struct shell *sh, struct coproc *coproc);
/* Sets the array of descriptors and NAME_PID. */
void coproc_tell(struct shell *sh, struct coproc *coproc);
/* A descriptor of the user's was closed, or is another file now: if it is a coprocess's, its array
 * says so. */
void coprocs_lose(struct shell *sh, int fd);
/* Unsets the variables and closes the descriptors of those that have ended. */
void coprocs_reap(struct shell *sh);
/* A subshell begins that does not have them: with a frame, which puts the descriptors back; NULL: a
 * process. */
void coprocs_leave(struct shell *sh, struct frame *frame);
void coprocs_free(struct shell *sh);

#endif
