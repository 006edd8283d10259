/*
 * Drawing by ncurses(3).  It is given a locale of this thread's own while the screen is open: the
 * shell itself never calls setlocale(3).  The handlers that ncurses installs are replaced by the
 * core right after.
 */
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <fcntl.h>
#include <locale.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "drawing.h"
#include "screen.h"

/* The time within which the rest of a key's sequence must follow its Escape. */
#define ESCAPE_MS 25

struct ncurses {
	SCREEN *screen;
	FILE *in, *out;
	locale_t locale, before;
	bool colours;
};

/* In the order of enum screen_style. */
static const short colours[] = {-1,	    COLOR_RED,	   COLOR_GREEN, COLOR_YELLOW,
				COLOR_BLUE, COLOR_MAGENTA, COLOR_CYAN,	COLOR_WHITE};
#define COLOURS ((short)(sizeof(colours) / sizeof(*colours)))

static const struct {
	unsigned style;
	attr_t attribute;
} attributes[] = {
	{SCREEN_BOLD, A_BOLD},
	{SCREEN_DIM, A_DIM},
	{SCREEN_REVERSE, A_REVERSE},
	{SCREEN_UNDERLINE, A_UNDERLINE},
};

static const struct {
	int code, key;
} keys[] = {
	{KEY_UP, SCREEN_KEY_UP},
	{KEY_DOWN, SCREEN_KEY_DOWN},
	{KEY_LEFT, SCREEN_KEY_LEFT},
	{KEY_RIGHT, SCREEN_KEY_RIGHT},
	{KEY_PPAGE, SCREEN_KEY_PAGE_UP},
	{KEY_NPAGE, SCREEN_KEY_PAGE_DOWN},
	{KEY_HOME, SCREEN_KEY_HOME},
	{KEY_END, SCREEN_KEY_END},
	{KEY_ENTER, '\n'},
	{KEY_RESIZE, SCREEN_KEY_RESIZE},
};

/* ---- opening and closing --------------------------------------------------------------- */

/* A stream of our own over a copy of the descriptor: ncurses wants streams. */
static FILE *stream_over(int fd, const char *mode)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 10);
	FILE *stream = copy < 0 ? NULL : fdopen(copy, mode);

	if (!stream && copy >= 0)
		close(copy);
	return stream;
}

static void release(struct ncurses *self)
{
	if (self->screen)
		delscreen(self->screen);
	if (self->in)
		fclose(self->in);
	if (self->out)
		fclose(self->out);
	if (self->locale) {
		uselocale(self->before);
		freelocale(self->locale);
	}
	free(self);
}

static void use_locale(struct ncurses *self, bool utf8)
{
	self->locale = newlocale(LC_CTYPE_MASK, utf8 ? "C.UTF-8" : "C", NULL);
	if (self->locale)
		self->before = uselocale(self->locale);
}

static void set_up(struct ncurses *self)
{
	cbreak();
	noecho();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	set_escdelay(ESCAPE_MS);
	curs_set(0);
	leaveok(stdscr, TRUE);
	self->colours = has_colors() && start_color() == OK && use_default_colors() == OK;
	for (short i = 1; self->colours && i < COLOURS; i++)
		init_pair(i, colours[i], -1);
}

static const char *start(struct ncurses *self, int in, int out, const char *type)
{
	self->in = stream_over(in, "r");
	self->out = stream_over(out, "w");
	if (!self->in || !self->out)
		return "no descriptor is left";
	/* The size is what the terminal says, whatever LINES and COLUMNS were once set to. */
	use_env(TRUE);
	use_tioctl(TRUE);
	self->screen = newterm(type, self->out, self->in);
	if (!self->screen)
		return "no description of such a terminal";
	const char *move = tigetstr("cup");
	if (!move || move == (const char *)(intptr_t)-1) {
		endwin();
		return "the terminal cannot move its cursor";
	}
	set_up(self);
	return NULL;
}

static void *ncurses_open(int in, int out, const char *type, bool utf8, const char **why)
{
	struct ncurses *self = calloc(1, sizeof(*self));

	*why = "out of memory";
	if (!self)
		return NULL;
	use_locale(self, utf8);
	*why = start(self, in, out, type);
	if (!*why)
		return self;
	release(self);
	return NULL;
}

static void ncurses_close(void *handle)
{
	endwin();
	release(handle);
}

static void ncurses_suspend(void *handle)
{
	(void)handle;
	endwin();
}

static void ncurses_resume(void *handle)
{
	(void)handle;
	clearok(stdscr, TRUE);
	refresh();
}

/* ---- drawing --------------------------------------------------------------------------- */

static void ncurses_size(void *handle, int *rows, int *columns)
{
	(void)handle;
	getmaxyx(stdscr, *rows, *columns);
}

static void ncurses_resize(void *handle)
{
	struct ncurses *self = handle;
	struct winsize size;

	if (ioctl(fileno(self->out), TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
		resizeterm(size.ws_row, size.ws_col);
	clearok(stdscr, TRUE);
}

static void ncurses_clear(void *handle)
{
	(void)handle;
	erase();
}

static attr_t attributes_of(unsigned style)
{
	attr_t result = A_NORMAL;

	for (size_t i = 0; i < sizeof(attributes) / sizeof(*attributes); i++)
		if (style & attributes[i].style)
			result |= attributes[i].attribute;
	return result;
}

/* The add_wch family that takes finished cells neither wraps nor scrolls at the edge. */
static int ncurses_put(void *handle, int row, int column, unsigned style, const wchar_t *text,
		       int count)
{
	struct ncurses *self = handle;
	short pair = self->colours ? (short)(style & SCREEN_COLOUR) % COLOURS : 0;
	int taken = 0;

	for (int i = 0; i < count && column + taken < COLS; i++) {
		wchar_t one[2] = {text[i], 0};
		cchar_t cell;
		int width = wcwidth(text[i]);

		if (width <= 0 || column + taken + width > COLS)
			continue;
		setcchar(&cell, one, attributes_of(style), pair, NULL);
		mvadd_wchnstr(row, column + taken, &cell, 1);
		taken += width;
	}
	return taken;
}

static void ncurses_refresh(void *handle)
{
	(void)handle;
	refresh();
}

/* ---- keys ------------------------------------------------------------------------------ */

static int ncurses_key(void *handle)
{
	wint_t code;

	(void)handle;
	switch (get_wch(&code)) {
	case OK:
		return code == '\r' ? '\n' : (int)code;
	case KEY_CODE_YES:
		for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
			if (keys[i].code == (int)code)
				return keys[i].key;
		return SCREEN_KEY_SPECIAL;
	default:
		return SCREEN_KEY_NONE;
	}
}

__attribute__((visibility("default"))) const struct screen_module screen_module = {
	.open = ncurses_open,
	.close = ncurses_close,
	.size = ncurses_size,
	.resize = ncurses_resize,
	.clear = ncurses_clear,
	.put = ncurses_put,
	.refresh = ncurses_refresh,
	.key = ncurses_key,
	.suspend = ncurses_suspend,
	.resume = ncurses_resume,
};
