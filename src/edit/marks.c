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

static bool is_told(struct shell *sh)
{
	return !OPT(sh, POSIX) && isatty(STDERR_FILENO) && understands(sh);
}

/* True in the terminal of VS Code, unless the script that it has for shells tells it already. */
static bool is_vscode(struct shell *sh)
{
	const char *program = OPT(sh, VSCODE) ? var_get(sh, "TERM_PROGRAM") : NULL;

	return program && strcmp(program, "vscode") == 0 &&
	       !var_get(sh, "VSCODE_SHELL_INTEGRATION");
}

/* The sequences that the terminal is sent. */
struct wanted {
	bool marks;  /* OSC 0, 7, 133 */
	bool vscode; /* OSC 633 */
};

static struct wanted wanted(struct shell *sh)
{
	struct wanted result = {.marks = OPT(sh, MARKS), .vscode = is_vscode(sh)};

	if ((result.marks || result.vscode) && !is_told(sh))
		result.marks = result.vscode = false;
	return result;
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

/* Text in OSC 633, where a backslash escapes: no byte of it ends the sequence or a field. */
static void add_vscode_text(struct strbuf *into, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];
		bool c1 = c == 0xc2 && i + 1 < len && (text[i + 1] & 0xe0) == 0x80;

		if (c == '\\')
			strbuf_adds(into, "\\\\");
		else if (c < ' ' || c == 0x7f || c == ';')
			strbuf_addf(into, "\\x%02x", c);
		else if (c1)
			strbuf_addf(into, "\\x%02x", (unsigned char)text[++i]);
		else
			strbuf_addc(into, (char)c);
	}
}

static void add_vscode_prompt(struct shell *sh, struct strbuf *into)
{
	if (sh->command_number > 1)
		strbuf_addf(into, OSC "633;D;%d" END, sh->status);
	else
		strbuf_adds(into, OSC "633;P;HasRichCommandDetection=True" END);
	if (sh->cwd) {
		strbuf_adds(into, OSC "633;P;Cwd=");
		add_vscode_text(into, sh->cwd, strlen(sh->cwd));
		strbuf_adds(into, END);
	}
	strbuf_adds(into, OSC "633;A" END);
}

static void add_vscode_command(struct shell *sh, struct strbuf *into)
{
	const struct strbuf *command = sh->edit ? &sh->edit->command : NULL;
	size_t len = command ? command->len : 0;

	if (len && command->data[len - 1] == '\n')
		len--;
	if (len) {
		strbuf_adds(into, OSC "633;E;");
		add_vscode_text(into, command->data, len);
		strbuf_adds(into, END);
	}
	strbuf_adds(into, OSC "633;C" END);
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
	struct wanted want = wanted(sh);

	if (want.marks) {
		if (sh->command_number > 1)
			strbuf_addf(&text, OSC "133;D;%d" END, sh->status);
		if (prompt_user_is_known(sh))
			add_title(sh, &text);
		else
			edit_state_of(sh)->title_is_due = true;
		add_directory(sh, &text);
		strbuf_adds(&text, OSC "133;A" END);
	}
	if (want.vscode)
		add_vscode_prompt(sh, &text);
	if (text.len)
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
	struct wanted want = wanted(sh);

	if (!want.marks && !want.vscode)
		return;
	strbuf_addc(into, PROMPT_INVISIBLE_BEGIN);
	if (want.marks)
		strbuf_adds(into, OSC "133;B" END);
	if (want.vscode)
		strbuf_adds(into, OSC "633;B" END);
	strbuf_addc(into, PROMPT_INVISIBLE_END);
}

void marks_command_read(struct shell *sh)
{
	struct strbuf text = STRBUF_INIT;
	struct wanted want = wanted(sh);

	if (want.marks) {
		if (sh->edit && sh->edit->command.len)
			add_command_title(sh, sh->edit->command.data, sh->edit->command.len, &text);
		strbuf_adds(&text, OSC "133;C" END);
	}
	if (want.vscode)
		add_vscode_command(sh, &text);
	if (text.len)
		send(&text);
}
