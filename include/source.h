/*
 * The sources of commands: a script file that is the shell's own descriptor, or standard input,
 * which the commands themselves may read too.
 */
#ifndef COWSH_SOURCE_H
#define COWSH_SOURCE_H

#include "parser.h"
#include "shell.h"

#define FILE_SOURCE_BLOCK 8192

/* True when a file is no script, by its first bytes: a NUL in the first line (XCU sh, OPERANDS), or
 * in the second of one that names an interpreter.  Nothing is read of what is no regular file. */
bool source_is_binary(int fd);

struct file_source {
	struct source source;
	struct shell *sh;
	struct file_source *outer;
	int fd; /* own */
	char *buffer;
	size_t at, len;
	uint32_t lines; /* read so far */
	bool clean;	/* the block has no NUL bytes */
	bool unread;	/* reading failed: reported */
	bool binary;	/* of a dot script: so many NUL bytes that nothing of it is read */
	struct flow
		stopped; /* FLOW_NEXT, or where a trap that ran while it was read sent the shell */
};

/* Takes over fd, an own descriptor whose holder this becomes.  The struct must stay where it is. */
void file_source_init(struct file_source *file, struct shell *sh, int fd);
/* Closes the descriptor. */
void file_source_free(struct file_source *file);
/* For a child that runs a part of what was read and ends: it reads no more of any file, and a
 * descriptor that it closes is to be closed. */
void file_sources_close(struct shell *sh);

/* Standard input, with prompts when the shell is interactive. */
struct input_source {
	struct source source;
	struct shell *sh;
	uint32_t lines; /* read so far, by a shell that is not interactive */
	bool unread;	/* reading failed: reported */
};
void input_source_init(struct input_source *input, struct shell *sh);

#endif
