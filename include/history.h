/*
 * The command history of an interactive shell (XCU sh, "Command History List"; bash manual, chapter
 * 9), and of a script with `set -o history`: a list of numbered entries in shell.history, and the
 * file it comes from and goes to.  A line that is typed is appended to the file before it runs, so
 * that shells which run at the same time lose nothing, and nothing is lost when one is killed; a
 * script's commands are appended when it ends.  The list is the module's own, as jobs are: no frame
 * of the journal brings it back, so that a virtual subshell becomes a process before it changes it.
 */
#ifndef COWSH_HISTORY_H
#define COWSH_HISTORY_H

#include "shell.h"

struct history_entry {
	char *text;   /* heap; without the last newline, but perhaps of several lines */
	int64_t when; /* seconds since the epoch; 0 when the file did not say */
	bool written; /* the history file has it */
};

/* The numbers of the entries: from first to last; first > last when the list is empty.  Reads the
 * history file if the shell has come to its first prompt and that was not done yet. */
void history_range(struct shell *sh, uint32_t *first, uint32_t *last);
/* The entry of this number, or NULL; valid until the history changes. */
const struct history_entry *history_entry(struct shell *sh, uint32_t number);
/* The number the next command will get (HISTCMD, \! in prompts). */
uint32_t history_next_number(struct shell *sh);
/* Changes when entries are not what they were, but for those added at the end and the lines that
 * are added to the last one. */
uint32_t history_generation(struct shell *sh);
/* The number of the entry that is the command being run, 0 when it was not recorded. */
uint32_t history_current(struct shell *sh);

/* Records a line that was read (without its newline): as a new entry, when HISTCONTROL and
 * HISTIGNORE have nothing against it, or, `continued`, as the next line of the entry begun
 * before. */
void history_record(struct shell *sh, const char *line, size_t len, bool continued);
/* The recorded command is complete: its lines become one where they can (cmdhist), and what was
 * typed is appended to the history file, if there is one. */
void history_command_read(struct shell *sh);
/* Adds text as one entry, when HISTCONTROL and HISTIGNORE have nothing against it (history -s). */
void history_add(struct shell *sh, const char *text, size_t len);
/* Adds text as the latest command, while none is being run, for an editor to begin with; its
 * number. */
uint32_t history_add_draft(struct shell *sh, const char *text, size_t len);
/* Takes entries out; false when there are none of these numbers. */
bool history_delete(struct shell *sh, uint32_t first, uint32_t last);
/* Takes out the command being run itself, before its replacement is added. */
void history_forget_current(struct shell *sh);
/* The command that was typed has been carried out: its entry is one like the others. */
void history_command_over(struct shell *sh);
void history_clear(struct shell *sh);

/* Files; path NULL means $HISTFILE.  0, or -1 with errno; ENOENT when no file is named.  append:
 * entries the file has not got (history -a).  write: the whole list, in its place (-w).  read: its
 * entries are added to the list (-r).  read_new: those that other shells have written since the
 * file was last looked at (-n). */
int history_append_file(struct shell *sh, const char *path);
int history_write_file(struct shell *sh, const char *path);
int history_read_file(struct shell *sh, const char *path);
int history_read_new(struct shell *sh, const char *path);

/* Gives HISTFILE, HISTSIZE and HISTFILESIZE their defaults where they are unset: when a shell
 * becomes interactive. */
void history_defaults(struct shell *sh);
/* A prompt comes: start-up files are over, and the file that HISTFILE names is the one. */
void history_prompted(struct shell *sh);
/* shell_ops.history_begin: the limits get their defaults, and the history file is read. */
void history_begin(struct shell *sh);
/* shell_ops.history_limited: HISTFILESIZE was assigned, and the file may have to become shorter.
 * While start-up files run nothing is done: they may name another file yet. */
void history_limited(struct shell *sh);
/* Before the shell ends or is replaced: writes what is left and shortens the file to HISTFILESIZE
 * entries.  The list stays as it is. */
void history_save(struct shell *sh);
/* The same, and frees the list. */
void history_end(struct shell *sh);

#endif
