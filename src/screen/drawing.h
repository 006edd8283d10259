/*
 * The interface of a module that draws: one table of functions, under the name screen_module.
 */
#ifndef COWSH_DRAWING_H
#define COWSH_DRAWING_H

#include <stdbool.h>
#include <wchar.h>

struct screen_module {
	/* Takes over the terminal of this type on these descriptors.  A handle for the other
	 * functions; NULL with the reason in *why (a constant). */
	void *(*open)(int in, int out, const char *type, bool utf8, const char **why);
	void (*close)(void *handle);
	/* The size now; it follows the terminal's after `resize`. */
	void (*size)(void *handle, int *rows, int *columns);
	void (*resize)(void *handle);
	void (*clear)(void *handle);
	/* `count` characters, all printable, at a place inside the screen, cut off at its right
	 * edge.  The columns taken. */
	int (*put)(void *handle, int row, int column, unsigned style, const wchar_t *text,
		   int count);
	void (*refresh)(void *handle);
	/* The key that was typed, as screen_key gives it, without waiting; SCREEN_KEY_NONE. */
	int (*key)(void *handle);
	/* The terminal as it was, while the process is stopped, and back. */
	void (*suspend)(void *handle);
	void (*resume)(void *handle);
};

#endif
