/*
 * A terminal's whole screen for live views: text in colour at a row and column, bars, keys with a
 * timeout.  The drawing is done by a module (ncurses), opened on first use.  While a screen is open
 * it has the terminal and the signals that would leave it in disorder; whoever opened it closes it
 * when screen_key says SCREEN_KEY_STOP, and starts no process in between.
 */
#ifndef COWSH_SCREEN_H
#define COWSH_SCREEN_H

#include <stdbool.h>
#include "shell.h"

struct screen;

/* A style is a colour, or'ed with attributes. */
enum screen_style {
	SCREEN_PLAIN, /* the terminal's own foreground */
	SCREEN_RED,
	SCREEN_GREEN,
	SCREEN_YELLOW,
	SCREEN_BLUE,
	SCREEN_MAGENTA,
	SCREEN_CYAN,
	SCREEN_WHITE,
	SCREEN_COLOUR = 0xf, /* the bits that are the colour */
	SCREEN_BOLD = 1 << 4,
	SCREEN_DIM = 1 << 5,
	SCREEN_REVERSE = 1 << 6, /* of a space: a block of the colour */
	SCREEN_UNDERLINE = 1 << 7
};

/* Keys are code points, Enter is '\n'; above those: */
enum screen_key {
	SCREEN_KEY_NONE = 0, /* the time is up */
	SCREEN_KEY_SPECIAL = 0x110000,
	SCREEN_KEY_UP,
	SCREEN_KEY_DOWN,
	SCREEN_KEY_LEFT,
	SCREEN_KEY_RIGHT,
	SCREEN_KEY_PAGE_UP,
	SCREEN_KEY_PAGE_DOWN,
	SCREEN_KEY_HOME,
	SCREEN_KEY_END,
	SCREEN_KEY_RESIZE, /* the size is another, or the shell was stopped: draw everything again */
	SCREEN_KEY_STOP	   /* a signal wants the shell, or the terminal is gone: close the screen */
};

/* Takes over the terminal that descriptors 0 and 1 are open on, of the type $TERM; what was on it
 * comes back with screen_close (where the terminal can do that).  NULL after a message under `who`:
 * no terminal, no module, a terminal that cannot move its cursor. */
struct screen *screen_open(struct shell *sh, const char *who);
/* Gives the terminal back as it was and frees the screen.  A signal that came meanwhile is raised
 * again, and does what it would have done without a screen: a trap runs, or the shell ends. */
void screen_close(struct screen *screen);

void screen_size(const struct screen *screen, int *rows, int *columns);
/* Empties what the next screen_refresh shows. */
void screen_clear(struct screen *screen);
/* Puts UTF-8 text (printf(3)) at a row and column, both from 0.  Text outside the screen is cut
 * off; control characters, and bytes that are no characters, are shown as question marks.  The
 * column after the text. */
int screen_put(struct screen *screen, int row, int column, unsigned style, const char *format, ...)
	__attribute__((format(printf, 5, 6)));
/* A horizontal bar: `fraction` (0 to 1) of `width` columns in the style's colour, the rest
 * dotted. */
void screen_bar(struct screen *screen, int row, int column, int width, unsigned style,
		double fraction);
/* Brings the terminal up to date with what was put. */
void screen_refresh(struct screen *screen);
/* The next key, waiting for it at most this many milliseconds (negative: for ever). */
int screen_key(struct screen *screen, int timeout_ms);

#endif
