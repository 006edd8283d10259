/*
 * Window title, working directory and command marks for terminals: ECMA-48 operating system
 * commands that xterm, tmux, VTE, kitty, foot, WezTerm, Windows Terminal and others agree upon.
 */
#include <string.h>
#include <unistd.h>
#include "internal.h"
#include "jobs.h"
#include "marks.h"
#include "prompt.h"
#include "utf8.h"
#include "var.h"

/* ESC ] ... BEL: the ending that the oldest of these terminals know too. */
#define OSC	   "\033]"
#define END	   "\a"

#define TITLE_MOST 80 /* characters of a command in a title */

/* Terminals that take an unknown OSC for what it is, by the beginning of TERM.  GNU screen calls
 * itself "screen" as tmux does; tmux sets TMUX. */
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

/* A directory's name and a command may hold anything; the terminal is sent nothing that ends the
 * title: no control characters, C1's in UTF-8 among them. */
static void make_harmless(struct strbuf *text, size_t from)
{
	for (size_t i = from; i < text->len; i++) {
		unsigned char c = (unsigned char)text->data[i];
		bool c1 = c >= 0x80 && c < 0xa0 && i > from &&
			  (unsigned char)text->data[i - 1] == 0xc2;
		if (c1)
			text->data[i - 1] = '?';
		if (c < ' ' || c == 0x7f || c1)
			text->data[i] = '?';
	}
}

/* "user@host: ", and where what stands behind it begins. */
static size_t begin_title(struct shell *sh, struct strbuf *into)
{
	const char *host = prompt_host(sh);
	strbuf_addf(into, OSC "0;%s@%.*s: ", prompt_user(sh), (int)strcspn(host, "."), host);
	return into->len;
}

static void add_title(struct shell *sh, struct strbuf *into)
{
	size_t from = begin_title(sh, into);
	prompt_add_directory(sh, into);
	make_harmless(into, from);
	strbuf_adds(into, END);
}

/* The first line of the command, and three dots for what is too long or on other lines. */
static void add_command_title(struct shell *sh, const char *command, size_t len,
			      struct strbuf *into)
{
	for (; len && strchr(" \t\n", *command); len--)
		command++;
	while (len && strchr(" \t\n", command[len - 1]))
		len--;
	const char *end = command + len, *newline = memchr(command, '\n', len);
	const char *stop = newline ? newline : end;
	const char *at = command;
	for (unsigned count = 0; at < stop && count < TITLE_MOST; count++)
		at += utf8_next(at, stop);
	size_t from = begin_title(sh, into);
	strbuf_add(into, command, (size_t)(at - command));
	make_harmless(into, from);
	strbuf_adds(into, at < end ? "..." END : END);
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

/* Emacs ends lines by itself, and would show the blanks. */
static bool ends_lines_itself(struct shell *sh)
{
	const char *term = var_get(sh, "TERM");
	return var_get(sh, "INSIDE_EMACS") && (!term || strcmp(term, "dumb") == 0);
}

void marks_end_line(struct shell *sh)
{
	struct strbuf text = STRBUF_INIT;
	const char *mark = geteuid() == 0 ? "#" : "%";
	int columns = sh->jobs->columns;

	if (!OPT(sh, EOLMARK) || columns < 2 || !isatty(STDERR_FILENO) || ends_lines_itself(sh))
		return;
	if (terminal_has_attributes(sh))
		strbuf_addf(&text, "\033[7m%s\033[27m", mark);
	else
		strbuf_adds(&text, mark);
	strbuf_addf(&text, "%*s\r \r", columns - 1, "");
	send(&text);
}

void marks_before_prompt(struct shell *sh)
{
	struct strbuf text = STRBUF_INIT;
	if (!are_wanted(sh))
		return;
	if (sh->command_number > 1)
		strbuf_addf(&text, OSC "133;D;%d" END, sh->status);
	if (prompt_user_is_known(sh))
		add_title(sh, &text);
	else
		edit_state_of(sh)->title_is_due = true;
	add_directory(sh, &text);
	strbuf_adds(&text, OSC "133;A" END);
	send(&text);
}

void marks_at_rest(struct shell *sh)
{
	struct strbuf text = STRBUF_INIT;
	if (!sh->edit->title_is_due)
		return;
	sh->edit->title_is_due = false;
	add_title(sh, &text);
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
	if (sh->edit && sh->edit->command.len)
		add_command_title(sh, sh->edit->command.data, sh->edit->command.len, &text);
	strbuf_adds(&text, OSC "133;C" END);
	send(&text);
}
