/*
 * Line editing behind one interface, and what the shell does with an interactive line before it is
 * parsed: history expansion and recording.  The editors are modules (GNU readline, else libedit),
 * opened at the first prompt on a terminal; without one lines are read as the terminal gives them.
 * Everything here hangs off shell.edit, which exists once an interactive shell has read its first
 * line or a builtin asked for the editor.
 */
#ifndef COWSH_EDIT_H
#define COWSH_EDIT_H

#include "outbuf.h"
#include "shell.h"

/* shell_ops.read_line: the next line of an interactive shell, from descriptor 0, with its newline,
 * appended to `into`.  1 when there is one; 0 at end of input; -1 with errno EINTR when the line
 * was given up (SIGINT: it is pending again, for exec_pending_traps), ETIME when the request's time
 * was over, or why nothing can be read.  A line that is not continued begins a new entry of the
 * history; a continued one goes on with it. */
int edit_read_line(struct shell *sh, const struct line_request *request, struct strbuf *into);

/* A line that is the answer to a command's question (`read -e`): no command, so neither history
 * expansion nor completion of commands is for it unless `as_command`, and it is not recorded. */
struct answer_request {
	const char *prompt;  /* NULL for none */
	const char *initial; /* what the line has in it at first; NULL for nothing */
	bool as_command;     /* completion as at the prompt, else of filenames */
	int timeout_ms;	     /* how long to wait for each key; -1 for ever */
};
/* True when the next line of an interactive shell is edited; the editor is chosen. */
bool edit_is_edited(struct shell *sh);

/* Expands the events of the line that was read into `into`, from `before` on, and records it.
 * shell_ops.script_line, and part of edit_read_line. */
void edit_line_read(struct shell *sh, struct strbuf *into, size_t before, bool continued);

/* True when there is an editor, and the terminal for it, to read an answer with. */
bool edit_can_ask(struct shell *sh);
/* As edit_read_line, without the newline. */
int edit_read_answer(struct shell *sh, const struct answer_request *request, struct strbuf *into);

/* shell_ops.command_read: the lines since the last request that was not continued make a complete
 * command, which is about to run: it goes to the history file. */
void edit_command_read(struct shell *sh);

/* Gives back what hangs off shell.edit; what the history file has not got yet is written first. */
void edit_free(struct shell *sh);

/* History expansion of a word for `history -p`, appended to `into`: 0; -1 with errno ENOMEM, or
 * EINVAL: no such event, or a designator that is wrong. */
int edit_expand_word(struct shell *sh, const char *word, struct strbuf *into);

/* The requests of the bind builtin to the editor. */
enum edit_bind_request {
	EDIT_BIND_LINE,		   /* text: a line of the init file, "keyseq:function" */
	EDIT_BIND_COMMAND,	   /* text: `"keyseq":command`, run by the shell */
	EDIT_BIND_FILE,		   /* text: an init file to read */
	EDIT_BIND_QUERY,	   /* text: function; the keys that invoke it */
	EDIT_BIND_UNBIND_FUNCTION, /* text: function */
	EDIT_BIND_UNBIND_KEYS,	   /* text: keyseq */
	EDIT_BIND_LIST_NAMES,	   /* every function */
	EDIT_BIND_LIST_FUNCTIONS,  /* as commands: with their keys; text: one function, or NULL */
	EDIT_BIND_SHOW_FUNCTIONS,  /* the same for people */
	EDIT_BIND_LIST_VARIABLES,
	EDIT_BIND_SHOW_VARIABLES,
	EDIT_BIND_LIST_MACROS,
	EDIT_BIND_SHOW_MACROS,
	EDIT_BIND_LIST_COMMANDS /* those of EDIT_BIND_COMMAND */
};

/* Carries one out, in the keymap of this name (NULL: the current one); what it lists goes to
 * sh->out. 0, or -1 after a report under `who`. */
int edit_bind(struct shell *sh, const char *who, enum edit_bind_request request, const char *keymap,
	      const char *text);

/* Appends the names of the editor's functions that keys can invoke, a line each; none without an
 * editor. */
void edit_key_functions(struct shell *sh, struct strbuf *into);

#endif
