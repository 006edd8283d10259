/*
 * Prompts: PS0, PS1, PS2 and PS4 from their variables to the text that is shown (XCU 2.5.3; bash
 * manual, "Controlling the Prompt").  This module owns what it has learned for them about user and
 * host (sh->prompt).  Line editors ask it for text with or without the marks that tell them which
 * bytes take no room on the screen.
 */
#ifndef COWSH_PROMPT_H
#define COWSH_PROMPT_H

#include <stdbool.h>
#include "shell.h"

/* Around bytes that take no room on the screen, when marks are asked for: what GNU readline calls
 * RL_PROMPT_START_IGNORE and RL_PROMPT_END_IGNORE. */
#define PROMPT_INVISIBLE_BEGIN '\001'
#define PROMPT_INVISIBLE_END   '\002'

/* One backslash escape: for expansion, `help` and the manual page. */
struct prompt_escape {
	char letter; /* after the backslash */
	const char *shown;
	void (*add)(struct shell *sh,
		    struct strbuf *into); /* NULL for those that need more than sh */
	const char *summary;
};
/* Ends with a letter of 0. */
extern const struct prompt_escape prompt_escape_table[];

/* Appends the value of `variable` as it is to be shown: backslash escapes decoded, then parameter,
 * command and arithmetic expansion; in posix mode parameter, command and arithmetic expansion, then
 * for PS1 `!` to the number of the command in the history.  `marks`: \[ and \] become
 * PROMPT_INVISIBLE_BEGIN and _END, else nothing.  A malformed value is shown as it is, after a
 * message; an unset one is empty.  $? is kept. */
void prompt_expand(struct shell *sh, const char *variable, bool marks, struct strbuf *into);
/* Appends text as it would be shown as a prompt (${x@P}). */
struct flow prompt_expand_value(struct shell *sh, const char *text, struct strbuf *into);
/* Gives PS1 the value that an interactive shell begins with, unless the environment had one: user,
 * host and directory; "$ " or "# " in posix mode, where nothing of that could be said (XCU
 * 2.5.3). */
void prompt_default(struct shell *sh);
/* Appends NUL-terminated text after parameter, command and arithmetic expansion, or as it is when
 * it is malformed or its expansion fails (reported). */
struct flow prompt_expand_text(struct shell *sh, const char *text, size_t len, struct strbuf *into);
/* Appends the working directory as \w shows it: ~ for the home directory, PROMPT_DIRTRIM
 * applied. */
void prompt_add_directory(struct shell *sh, struct strbuf *into);
/* The number in the history of the command that is running, or, while PS1 is expanded, of the one
 * to come; 0 when there was none (bash manual, HISTCMD). */
uint32_t prompt_history_number(struct shell *sh);
/* User's and host's names as \u and \H show them; the shell's to keep. */
const char *prompt_user(struct shell *sh);
/* True when it has been looked up. */
bool prompt_user_is_known(const struct shell *sh);
const char *prompt_host(struct shell *sh);
void prompt_free(struct shell *sh);

#endif
