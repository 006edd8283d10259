/*
 * Window title, working directory and command marks for terminals: ECMA-48 operating system commands that
 * xterm, tmux, VTE, kitty, foot, WezTerm, Windows Terminal and others agree upon.
 */
#include <string.h>
#include <unistd.h>
#include "marks.h"
#include "prompt.h"
#include "var.h"

/* ESC ] ... BEL: the ending that the oldest of these terminals know too. */
#define OSC "\033]"
#define END "\a"

/* Terminals that take an unknown OSC for what it is, by the beginning of TERM.  GNU screen calls itself
 * "screen" as tmux does; tmux sets TMUX. */
static const struct {
	const char *term;
	bool in_tmux_only;
} terminals[] = {
	{"xterm", false},   {"tmux", false},	  {"screen", true},   {"rxvt", false},
	{"foot", false},    {"alacritty", false}, {"wezterm", false}, {"ghostty", false},
	{"konsole", false}, {"vte", false},	  {"gnome", false},   {"st-", false},
	{"contour", false}, {"iterm", false},
};

static bool understands(struct shell *sh)
{
	const char *term = var_get(sh, "TERM");
	if (!term)
		return false;
	for (size_t i = 0; i < sizeof(terminals) / sizeof(*terminals); i++)
		if (strncmp(term, terminals[i].term, strlen(terminals[i].term)) == 0)
			return !terminals[i].in_tmux_only || var_get(sh, "TMUX");
	return false;
}

static bool are_wanted(struct shell *sh)
{
	return OPT(sh, MARKS) && !OPT(sh, POSIX) && isatty(STDERR_FILENO) && understands(sh);
}

static void send(struct strbuf *text)
{
	if (write(STDERR_FILENO, strbuf_text(text), text->len) < 0)
		strbuf_reset(text); /* the terminal is gone */
	strbuf_free(text);
}

/* A directory's name may hold anything; the terminal is sent nothing that ends the title. */
static void add_title(struct shell *sh, struct strbuf *into)
{
	const char *host = prompt_host(sh);
	strbuf_addf(into, OSC "0;%s@%.*s: ", prompt_user(sh), (int)strcspn(host, "."), host);
	size_t from = into->len;
	prompt_add_directory(sh, into);
	for (size_t i = from; i < into->len; i++)
		if ((unsigned char)into->data[i] < ' ' || into->data[i] == 0x7f)
			into->data[i] = '?';
	strbuf_adds(into, END);
}

/* RFC 3986: what is not unreserved is percent-encoded. */
static void add_directory(struct shell *sh, struct strbuf *into)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
	if (!sh->cwd)
		return;
	strbuf_addf(into, OSC "7;file://%s", prompt_host(sh));
	for (const char *at = sh->cwd; *at; at++)
		if (strchr(plain, *at))
			strbuf_addc(into, *at);
		else
			strbuf_addf(into, "%%%02X", (unsigned char)*at);
	strbuf_adds(into, END);
}

void marks_before_prompt(struct shell *sh)
{
	struct strbuf text = STRBUF_INIT;
	if (!are_wanted(sh))
		return;
	if (sh->command_number > 1)
		strbuf_addf(&text, OSC "133;D;%d" END, sh->status);
	add_title(sh, &text);
	add_directory(sh, &text);
	strbuf_adds(&text, OSC "133;A" END);
	send(&text);
}

void marks_add_input(struct shell *sh, struct strbuf *into)
{
	if (!are_wanted(sh))
		return;
	strbuf_addc(into, PROMPT_INVISIBLE_BEGIN);
	strbuf_adds(into, OSC "133;B" END);
	strbuf_addc(into, PROMPT_INVISIBLE_END);
}

void marks_command_read(struct shell *sh)
{
	struct strbuf text = STRBUF_INIT;
	if (!are_wanted(sh))
		return;
	strbuf_adds(&text, OSC "133;C" END);
	send(&text);
}
