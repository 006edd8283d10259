/*
 * Screens: the module that draws behind one interface, and the signals that come meanwhile.
 *
 * While a screen is open a signal that would end or stop the shell only sets a flag.  The shell's
 * own disposition gets it when the terminal is in order again: raised once more by screen_close,
 * or, for a stop, between taking the terminal down and up.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>
#include "drawing.h"
#include "error.h"
#include "mem.h"
#include "module.h"
#include "screen.h"
#include "utf8.h"
#include "var.h"

/* The most that one call puts on the screen, in characters. */
#define TEXT_MOST 1024

/* The signals that are kept waiting. */
static const int kept_signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGWINCH};
#define KEPT_SIGNALS (sizeof(kept_signals) / sizeof(*kept_signals))

/* Set by the handler: which of them came. */
static volatile sig_atomic_t screen_ended, screen_stopped, screen_resized;

struct screen {
	const struct screen_module *module;
	void *handle;
	bool utf8;
	struct sigaction before[KEPT_SIGNALS];
};

/* ---- signals --------------------------------------------------------------------------- */

static void on_kept_signal(int signal)
{
	if (signal == SIGTSTP)
		screen_stopped = 1;
	else if (signal == SIGWINCH)
		screen_resized = 1;
	else
		screen_ended = signal;
}

/* Catches the signals that would leave the terminal in disorder, but for those that are ignored. */
static void keep_signals(struct screen *screen)
{
	struct sigaction action = {.sa_handler = on_kept_signal};

	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < KEPT_SIGNALS; i++)
		if (kept_signals[i] == SIGWINCH || screen->before[i].sa_handler != SIG_IGN)
			sigaction(kept_signals[i], &action, NULL);
}

static void remember_signals(struct screen *screen)
{
	for (size_t i = 0; i < KEPT_SIGNALS; i++)
		sigaction(kept_signals[i], NULL, &screen->before[i]);
}

static void give_signals_back(const struct screen *screen)
{
	for (size_t i = 0; i < KEPT_SIGNALS; i++)
		sigaction(kept_signals[i], &screen->before[i], NULL);
}

static void block_signals(sigset_t *old)
{
	sigset_t kept;

	sigemptyset(&kept);
	for (size_t i = 0; i < KEPT_SIGNALS; i++)
		sigaddset(&kept, kept_signals[i]);
	sigprocmask(SIG_BLOCK, &kept, old);
}

/* Stops as the shell would have, with the terminal as it was; returns when it is continued. */
static void stop_here(struct screen *screen)
{
	screen->module->suspend(screen->handle);
	give_signals_back(screen);
	screen_stopped = 0;
	raise(SIGTSTP);
	keep_signals(screen);
	screen->module->resume(screen->handle);
	screen->module->resize(screen->handle);
}

/* ---- opening and closing --------------------------------------------------------------- */

static const struct screen_module *find_module(struct shell *sh, const char *who)
{
	struct strbuf why = STRBUF_INIT;
	const struct screen_module *module = module_open("ncurses", "screen_module", &why);

	if (!module)
		shell_error_in(sh, who, "no live view: %s", strbuf_text(&why));
	strbuf_free(&why);
	return module;
}

/* The type of the terminal that the shell may draw on; NULL after a message. */
static const char *usable_terminal(struct shell *sh, const char *who)
{
	const char *type = var_get(sh, "TERM");

	if (sh->out.fd != STDOUT_FILENO || !isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		shell_error_in(sh, who,
			       "no live view: standard input and output are not a terminal");
	else if (!type || !*type)
		shell_error_in(sh, who, "no live view: TERM is not set");
	else
		return type;
	return NULL;
}

/* The signals are the shell's again, and one that was to end it comes once more. */
static void release_screen(struct screen *screen)
{
	give_signals_back(screen);
	mem_free(screen);
	if (screen_ended)
		kill(getpid(), screen_ended);
}

struct screen *screen_open(struct shell *sh, const char *who)
{
	const char *type = usable_terminal(sh, who);
	const struct screen_module *module = type ? find_module(sh, who) : NULL;
	const char *why = NULL;

	if (!module)
		return NULL;
	outbuf_push(&sh->out);
	struct screen *screen = mem_zalloc(sizeof(*screen));
	screen->module = module;
	screen->utf8 = sh->utf8;
	screen_ended = screen_stopped = screen_resized = 0;
	remember_signals(screen);
	keep_signals(screen);
	screen->handle = module->open(STDIN_FILENO, STDOUT_FILENO, type, sh->utf8, &why);
	if (!screen->handle) {
		release_screen(screen);
		shell_error_in(sh, who, "no live view: %s: %s", type, why);
		return NULL;
	}
	return screen;
}

void screen_close(struct screen *screen)
{
	screen->module->close(screen->handle);
	release_screen(screen);
}

/* ---- drawing --------------------------------------------------------------------------- */

void screen_size(const struct screen *screen, int *rows, int *columns)
{
	screen->module->size(screen->handle, rows, columns);
}

void screen_clear(struct screen *screen)
{
	screen->module->clear(screen->handle);
}

static wchar_t shown_character(const struct screen *screen, uint32_t code)
{
	bool shown = screen->utf8 ? utf8_is(code, UTF8_PRINT) : code >= ' ' && code < 0x7f;
	return shown ? (wchar_t)code : L'?';
}

/* Returns the characters there are. */
static int decode(const struct screen *screen, const struct strbuf *text, wchar_t *into, int most)
{
	const char *at = strbuf_text(text), *end = at + text->len;
	int count = 0;

	while (at < end && count < most) {
		uint32_t code;
		at += utf8_decode(at, end, &code);
		into[count++] = shown_character(screen, code);
	}
	return count;
}

int screen_put(struct screen *screen, int row, int column, unsigned style, const char *format, ...)
{
	struct strbuf text = STRBUF_INIT;
	wchar_t characters[TEXT_MOST];
	int rows, columns;
	va_list ap;

	screen_size(screen, &rows, &columns);
	if (row < 0 || row >= rows || column < 0 || column >= columns)
		return column;
	va_start(ap, format);
	strbuf_vaddf(&text, format, ap);
	va_end(ap);
	int count = decode(screen, &text, characters, TEXT_MOST);
	strbuf_free(&text);
	return column + screen->module->put(screen->handle, row, column, style, characters, count);
}

void screen_bar(struct screen *screen, int row, int column, int width, unsigned style,
		double fraction)
{
	int filled = fraction <= 0 ? 0 : fraction >= 1 ? width : (int)(fraction * width + 0.5);

	for (int i = 0; i < width; i++)
		screen_put(screen, row, column + i,
			   i < filled ? style | SCREEN_REVERSE : SCREEN_DIM,
			   i < filled ? " " : ".");
}

void screen_refresh(struct screen *screen)
{
	screen->module->refresh(screen->handle);
}

/* ---- keys ------------------------------------------------------------------------------ */

/* Sleeps until there is input, a signal, or the time is up; the signals are let in here alone, so
 * that none falls between a look at the flags and the sleep.  false when the terminal is gone. */
static bool wait_for_input(int timeout_ms)
{
	struct pollfd input = {STDIN_FILENO, POLLIN, 0};
	struct timespec timeout = {timeout_ms / 1000, timeout_ms % 1000 * 1000000L};
	sigset_t old;

	block_signals(&old);
	if (!screen_ended && !screen_stopped && !screen_resized)
		ppoll(&input, 1, timeout_ms < 0 ? NULL : &timeout, &old);
	sigprocmask(SIG_SETMASK, &old, NULL);
	return !(input.revents & (POLLHUP | POLLERR | POLLNVAL));
}

/* Acts on the signals' flags.  Gives the key they amount to; SCREEN_KEY_NONE for none. */
static int act_on_signals(struct screen *screen)
{
	if (screen_ended)
		return SCREEN_KEY_STOP;
	if (screen_stopped) {
		stop_here(screen);
		return SCREEN_KEY_RESIZE;
	}
	if (screen_resized) {
		screen_resized = 0;
		screen->module->resize(screen->handle);
		return SCREEN_KEY_RESIZE;
	}
	return SCREEN_KEY_NONE;
}

int screen_key(struct screen *screen, int timeout_ms)
{
	int key = screen->module->key(screen->handle);

	if (key == SCREEN_KEY_NONE && (key = act_on_signals(screen)) == SCREEN_KEY_NONE) {
		bool there = wait_for_input(timeout_ms);
		key = act_on_signals(screen);
		if (key == SCREEN_KEY_NONE)
			key = there ? screen->module->key(screen->handle) : SCREEN_KEY_STOP;
	}
	return key;
}
