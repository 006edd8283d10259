/*
 * The mark of unfinished lines, and what a terminal is told besides text, where it understands it:
 * window title (OSC 0), working directory (OSC 7), and where prompts, commands and their output
 * begin (OSC 133): the latter off without `set -o marks`, in posix mode, and where TERM does not
 * name a terminal of the table.  In VS Code's terminal the same and the command's text are told by
 * OSC 633 as well (`set -o vscode`), behind the others because VS Code believes what it hears last.
 */
#ifndef COWSH_MARKS_H
#define COWSH_MARKS_H

#include <stdbool.h>
#include "shell.h"

/* Ends a line that output has left without a newline, with a mark where it stops, as zsh and fish
 * do; the cursor is at the beginning of a line then.  The terminal is not asked: after the mark and
 * as many blanks as the terminal is wide the cursor is in the next line if there was something,
 * else in the same, where the mark is wiped out. */
void marks_end_line(struct shell *sh);
/* Before a primary prompt: that the command has ended, with $?, the title, the directory, and that
 * a prompt begins.  The first prompt does not wait for the user's name to be looked up, which may
 * take a network: its title comes with marks_at_rest. */
void marks_before_prompt(struct shell *sh);
/* The prompt is on the screen, and the shell about to sleep: sends the title if it is still due. */
void marks_at_rest(struct shell *sh);
/* Appends, after a primary prompt, that input begins; between PROMPT_INVISIBLE_BEGIN and _END. */
void marks_add_input(struct shell *sh, struct strbuf *into);
/* A command has been read: it is the title while it runs, and its output begins. */
void marks_command_read(struct shell *sh);

#endif
