/*
 * Declarations that the files of the readline module share.
 */
#ifndef COWSH_READLINE_PARTS_H
#define COWSH_READLINE_PARTS_H

#include <stdio.h>
#include <readline/readline.h>
#include <readline/history.h>
#include "editor.h"

#define HELD_KEYS 512 /* readline's own buffer has no room for more */

/* One editor per process: readline itself keeps its state in global variables. */
struct module_state {
	struct editor_host *host;
	bool finished;	     /* the handler has been called */
	bool ended;	     /* with the end of input */
	bool promised;	     /* a byte is known to be there */
	bool in_macro;	     /* a macro goes on, with the next line or the next call of readline */
	enum edit_wait stop; /* why get_byte gave up; WAIT_INPUT: it did not */
	const struct completions *completions; /* the last ones */
	enum completion_subject subject;       /* of the completion under way */
	bool braces;			       /* its candidates become one word with braces */
	char *offer;	   /* what the history suggests to follow the line; or NULL */
	bool offered;	   /* it is on the screen, behind the cursor */
	bool silent;	   /* the terminal does not echo, and readline draws nothing */
	char *walk_prefix; /* Up and Down: the beginning that entries are to have; heap */
	bool dropping;	   /* the line is being given up: nothing is added to what readline draws */
	uint32_t next;	   /* history: number of the first entry readline has not got */
	uint32_t generation;
	/* Keys that are kept from readline until it is called again. */
	int pending_key; /* the first one; 0 for none */
	unsigned char held_keys[HELD_KEYS];
	unsigned held_count;
	bool holding;	  /* they are being taken from it */
	bool in_argument; /* readline was called in the midst of a numeric argument */
};
extern struct module_state state;

/* readline's mode becomes that which the shell's options name (module_readline.c). */
void follow_mode(const struct editor_host *host);
/* Before readline goes on with keys that it has already, if it may not (module_readline.c). */
void hold_keys(void);
/* Leaves the terminal to others, on a line of its own, and comes back to the line
 * (module_readline.c). */
void suspend(struct editor_host *host);
void resume(struct editor_host *host);

/* ---- readline_display.c ---- */

/* For rl_redisplay_function. */
void redisplay(void);
/* Before readline takes the terminal: state.silent is true when it does not echo. */
void display_follow_terminal(void);
/* The prompt where readline draws nothing. */
void display_silent_prompt(void);
/* One key's work.  Moving on at the end of the line takes what is suggested there. */
void display_key(void);
/* Takes the suggestion off the screen; the cursor is where it begins. */
void erase_offer(void);
/* The terminal has another size: draws prompt and line anew. */
void display_resized(int rows, int columns);

/* ---- readline_complete.c ---- */

void completion_init(void);
/* readline's completion of one subject, as rl_complete_internal. */
int complete_subject(enum completion_subject subject, int what_to_do);
int complete_into_braces(int count, int key);

/* ---- readline_words.c ---- */

/* The functions that bash adds to readline's: their names, before the init file is read, and their
 * keys, after it. */
void functions_init(void);
void functions_bind(void);

/* Shows text in place of the line, and the line below it. */
void show_message(const char *message);

/* ---- readline_typed.c ---- */

/* Functions for keys: to the entry of the history, before or behind, that begins as what was typed
 * does. */
int previous_matching_history(int count, int key);
int next_matching_history(int count, int key);
/* Inserts the key, and expands an abbreviation that stands before it. */
int insert_expanding(int count, int key);
/* Before a line: readline's keys do what the shell's options say. */
void typed_follow_options(const struct editor_host *host);

/* ---- readline_bind.c ---- */

/* Reads the init file in readline's place: what is written for bash holds, and unknown functions
 * are reported. */
void read_init_file(void);
int reread_init_file(int count, int key);

int bind_keys(struct editor_host *host, enum edit_bind_request request, const char *name,
	      const char *text, const char **why);

#endif
