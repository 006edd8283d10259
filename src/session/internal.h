/*
 * Declarations that the files of the session module share.
 */
#ifndef COWSH_SESSION_INTERNAL_H
#define COWSH_SESSION_INTERNAL_H

#include <sys/types.h>
#include <time.h>
#include "session.h"

/* A file that mail arrives in. */
struct mailbox {
	char *path;
	char *message; /* what to say, or NULL for the usual */
	struct timespec
		seen; /* when it was last written to, and how long it was, as last looked at */
	struct timespec read; /* when it was last read */
	off_t size;
	bool there;
};

struct session {
	/* mail.c: made from these values of MAILPATH and MAIL, and made again when they change */
	char *mail_path, *mail;
	struct mailbox *boxes;
	uint32_t box_count;
	time_t mail_looked; /* CLOCK_MONOTONIC seconds; 0: never */
	/* startup.c */
	uint32_t eof_count;   /* ends of file in a row */
	uint32_t eof_command; /* the command number they came at */
	bool ended;	      /* the end has begun: it comes once */
};

/* mail.c.  Tells of mail that arrived since the last look, if it is time to look (XCU sh,
 * MAILCHECK). */
void mail_check(struct shell *sh);
/* Gives MAILCHECK the value it has at first, unless the environment does; unset, nobody looks. */
void mail_begin(struct shell *sh);
void mail_free(struct session *session);

/* cycle.c: runs what comes before a primary prompt, and after a command was read. */
struct flow cycle_before_prompt(struct shell *sh);
void cycle_command_read(struct shell *sh);

/* startup.c.  Runs a file of the home directory if it is there, which *found says then.  FLOW_EXIT
 * when it ended the shell. */
struct flow start_file_in_home(struct shell *sh, const char *name, bool *found);

/* end.c: does what an interactive or login shell does before its EXIT trap. */
void session_end(struct shell *sh);

#endif
