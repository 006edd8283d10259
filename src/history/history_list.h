/*
 * The history's own parts: the list (history.c) and the file (history_file.c).
 */
#ifndef COWSH_HISTORY_LIST_H
#define COWSH_HISTORY_LIST_H

#include "history.h"

/* A part of the history file that this shell wrote itself. */
struct history_extent {
	int64_t from, to;
};

struct history_list {
	struct history_entry *entries; /* heap: entries[start] to entries[start + count - 1] */
	uint32_t start, count, cap;
	uint32_t first; /* number of entries[start] */
	uint32_t generation;
	uint32_t current;	    /* number of the entry that is being run, 0 for none */
	bool prompted;		    /* start-up files are over */
	bool loaded;		    /* the history file has been read */
	bool recording;		    /* the command that is being read is recorded */
	bool several;		    /* in several lines, which are still as they were read */
	size_t current_len;	    /* of the current entry's text */
	bool complained;	    /* that the file cannot be written was said */
	uint32_t file_count;	    /* entries in the history file, as far as is known */
	int64_t seen;		    /* the history file has been read up to here */
	uint64_t inode;		    /* of the file that `seen` is about */
	int64_t seen_time;	    /* and when, in seconds since the epoch */
	struct history_extent *own; /* beyond `seen`; heap */
	uint32_t own_count;
};

/* history.c: the list, made on first use, and read from the file while the history is on. */
struct history_list *history_list_of(struct shell *sh);
/* Adds an entry at the end; text is heap memory that the list takes over. */
void history_push(struct shell *sh, struct history_list *list, char *text, int64_t when,
		  bool written);
/* HISTSIZE and HISTFILESIZE as numbers; UINT32_MAX for no limit. */
uint32_t history_limit(struct shell *sh, const char *variable, uint32_t otherwise);

/* history_lines.c: the lines of one command, `text`, as one line where the grammar has it so (bash
 * manual, "The Shopt Builtin", cmdhist): a line's end becomes a semicolon or a blank, but in
 * quotes, here-documents and behind comments; comments and blank lines in between are left out. */
void history_join_lines(struct shell *sh, const char *text, size_t len, struct strbuf *into);

/* history_file.c: reads the history file for the first time. */
void history_load(struct shell *sh, struct history_list *list);
/* Writes out what the history file has not got; a failure is said once. */
void history_flush(struct shell *sh, struct history_list *list);
/* Shortens the history file to HISTFILESIZE entries, if there is one; list may be NULL. */
void history_shorten_file(struct shell *sh, struct history_list *list);
/* The same when it is known to be too long. */
void history_shorten(struct shell *sh, struct history_list *list);

#endif
