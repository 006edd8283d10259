/*
 * Choosing the editor, and reading a line with it.
 */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>
#include "abbreviations.h"
#include "error.h"
#include "history.h"
#include "internal.h"
#include "mem.h"
#include "handlers.h"
#include "module.h"
#include "var.h"

struct edit_state *edit_state_of(struct shell *sh)
{
	if (!sh->edit) {
		sh->edit = mem_zalloc(sizeof(*sh->edit));
		host_init(sh->edit, sh);
	}
	return sh->edit;
}

void edit_free(struct shell *sh)
{
	if (!sh->edit)
		return;
	event_memory_free(&sh->edit->events);
	if (sh->edit->has_completions)
		completions_free(&sh->edit->completions);
	strbuf_free(&sh->edit->command);
	strbuf_free(&sh->edit->scratch);
	styles_forget(sh->edit);
	mem_free(sh->edit);
	sh->edit = NULL;
}

/* ---- which editor ---------------------------------------------------------------------- */

/* In the order in which they are tried. */
static const char *const editors[] = {"readline", "libedit"};

#define EDITORS (sizeof(editors) / sizeof(*editors))

/* The first editor to try, by COWSH_EDIT: an index into editors, EDITORS for none. */
static size_t preferred(struct shell *sh)
{
	const char *wanted = var_get(sh, "COWSH_EDIT");
	const char *term = var_get(sh, "TERM");

	/* Emacs edits the line itself. */
	if (!wanted && term && strcmp(term, "dumb") == 0 && var_get(sh, "INSIDE_EMACS"))
		return EDITORS;
	if (!wanted || !*wanted)
		return 0;
	if (strcmp(wanted, "none") == 0)
		return EDITORS;
	for (size_t i = 0; i < EDITORS; i++)
		if (strcmp(wanted, editors[i]) == 0)
			return i;
	shell_error(sh, "COWSH_EDIT: %s: no such editor (readline, libedit, none)", wanted);
	return 0;
}

enum edit_mode edit_wanted_mode(const struct shell *sh)
{
	return OPT(sh, VI) ? EDIT_MODE_VI : OPT(sh, EMACS) ? EDIT_MODE_EMACS : EDIT_MODE_UNSET;
}

static void follow_options(struct shell *sh, struct editor_host *host)
{
	host->mode = edit_wanted_mode(sh);
	host->utf8 = sh->utf8;
	bool shown = isatty(STDERR_FILENO) && !host->answer;
	host->highlight = OPT(sh, HIGHLIGHT) && shown;
	host->suggest = OPT(sh, SUGGEST) && shown;
	/* in posix mode each key stands for itself, as POSIX describes line editing */
	host->abbreviates = OPT(sh, ABBR) && !OPT(sh, POSIX) && !host->answer &&
			    sh->abbreviations && sh->abbreviations->count;
	host->upsearch = OPT(sh, UPSEARCH) && !host->answer;
}

void edit_follow_mode(struct shell *sh)
{
	enum edit_mode mode = sh->edit->host.mode;

	if (mode == EDIT_MODE_VI && !OPT(sh, VI))
		option_set(sh, OPTION_VI, true);
	else if (mode == EDIT_MODE_EMACS && !OPT(sh, EMACS))
		option_set(sh, OPTION_EMACS, true);
}

/* Opens and starts one; false when it cannot be had, with the reason. */
static bool open_editor(struct shell *sh, const char *name, struct strbuf *reason)
{
	struct edit_state *edit = sh->edit;
	const struct editor *editor = module_open(name, EDITOR_SYMBOL, reason);
	const char *why = NULL;

	if (!editor)
		return false;
	follow_options(sh, &edit->host);
	/* emacs is what is on at start-up: the editor's own file may ask for vi, as in bash */
	if (edit->host.mode == EDIT_MODE_EMACS)
		edit->host.mode = EDIT_MODE_UNSET;
	if (editor->start(&edit->host, &why) < 0) {
		strbuf_adds(reason, why);
		return false;
	}
	edit->editor = editor;
	if (OPT(sh, INTERACTIVE))
		edit_follow_mode(sh);
	return true;
}

/* An editor that cannot be had is named once, for the next prompt finds the choice made. */
static void choose_editor(struct shell *sh)
{
	struct edit_state *edit = edit_state_of(sh);
	struct strbuf reason = STRBUF_INIT;

	if (edit->opened)
		return;
	edit->opened = true;
	for (size_t i = preferred(sh); i < EDITORS && !edit->editor; i++) {
		strbuf_reset(&reason);
		if (open_editor(sh, editors[i], &reason))
			break;
		shell_error(sh, "%s: %s; %s", editors[i], strbuf_text(&reason),
			    i + 1 < EDITORS ? "trying libedit" : "lines are read without editing");
	}
	strbuf_free(&reason);
}

const struct editor *edit_editor(struct shell *sh)
{
	choose_editor(sh);
	return sh->edit->editor;
}

/* ---- a line ---------------------------------------------------------------------------- */

int edit_input_ended(const struct edit_state *edit)
{
	struct pollfd input = {STDIN_FILENO, POLLIN, 0};
	int error = edit->host.error;

	/* A terminal that has hung up has nothing more to say. */
	if (!error || (error == EIO && poll(&input, 1, 0) > 0 && input.revents & POLLHUP))
		return 0;
	errno = error;
	return -1;
}

static int edited_line(struct shell *sh, const struct line_request *request, struct strbuf *into)
{
	struct edit_state *edit = sh->edit;

	follow_options(sh, &edit->host);
	edit->into = into;
	edit->timeout_ms = request->timeout_ms;
	edit->available = 0;
	edit->host.error = 0;
	edit->has_terminal = true;
	enum edit_result result =
		edit->editor->read_line(&edit->host, request->prompt ? request->prompt : "");
	edit->has_terminal = false;
	switch (result) {
	case EDIT_LINE:
		strbuf_addc(into, '\n');
		return 1;
	case EDIT_INTERRUPTED:
		errno = EINTR;
		return -1;
	case EDIT_TIMEOUT:
		errno = ETIME;
		return -1;
	default:
		return edit_input_ended(edit);
	}
}

/* readline takes keys from a file or a pipe too, as in bash; in POSIX mode a line that no terminal
 * gives is what it is. */
bool edit_is_edited(struct shell *sh)
{
	bool terminal = isatty(STDIN_FILENO) && isatty(STDERR_FILENO);

	if ((!terminal && OPT(sh, POSIX)) || !edit_editor(sh))
		return false;
	return terminal || strcmp(sh->edit->editor->name, "readline") == 0;
}

void edit_line_read(struct shell *sh, struct strbuf *into, size_t before, bool continued)
{
	struct edit_state *edit = edit_state_of(sh);

	if (into->failed)
		return;
	if (!continued)
		strbuf_reset(&edit->command);
	edit_expand_history(sh, into, before);
	size_t len = into->len - before;
	if (len && into->data[into->len - 1] == '\n')
		len--;
	history_record(sh, into->data + before, len, continued);
	strbuf_add(&edit->command, into->data + before, into->len - before);
}

/* The text to be edited again in place of a line (histverify, histreedit), as heap; NULL when it is
 * to run. */
static char *edit_again(struct shell *sh, struct strbuf *into, size_t before)
{
	struct strbuf result = STRBUF_INIT;
	char *again = NULL;

	if (!OPT(sh, HISTVERIFY) && !OPT(sh, HISTREEDIT))
		return NULL;
	size_t len = into->len - before;
	char *line = mem_strndup(into->data + before, len - (into->data[into->len - 1] == '\n'));
	int what = edit_rewrite_history(sh, line, &result);
	if (what == 1 && OPT(sh, HISTVERIFY) && !result.failed)
		again = mem_strdup(strbuf_text(&result));
	if (what < 0 && OPT(sh, HISTREEDIT)) {
		shell_error(sh, "%s", strbuf_text(&result));
		again = mem_strdup(line);
	}
	mem_free(line);
	strbuf_free(&result);
	return again;
}

int edit_read_line(struct shell *sh, const struct line_request *request, struct strbuf *into)
{
	struct edit_state *edit = edit_state_of(sh);
	size_t before = into->len;
	char *again = NULL;
	int result;

	history_prompted(sh);
	if (!request->continued)
		strbuf_reset(&edit->command);
	do {
		strbuf_truncate(into, before);
		styles_forget(edit);
		bool edited = edit_is_edited(sh);
		edit->host.initial = again;
		result = edited ? edited_line(sh, request, into)
				: plain_read_line(sh, request, into);
		edit->host.initial = NULL;
		mem_free(again);
		again = edited && result > 0 && !into->failed ? edit_again(sh, into, before) : NULL;
	} while (again);
	if (result > 0 && !into->failed)
		edit_line_read(sh, into, before, request->continued);
	return result;
}

bool edit_can_ask(struct shell *sh)
{
	return isatty(STDIN_FILENO) && isatty(STDERR_FILENO) &&
	       !(sh->edit && sh->edit->has_terminal) && edit_editor(sh);
}

int edit_read_answer(struct shell *sh, const struct answer_request *request, struct strbuf *into)
{
	struct edit_state *edit = sh->edit;
	struct line_request line = {.prompt = request->prompt, .timeout_ms = request->timeout_ms};
	struct strbuf command = edit->command; /* of which the answer is no part */

	signals_prepare_wait(
		sh); /* SIGINT is not to end the shell while the terminal is the editor's */
	edit->command = (struct strbuf)STRBUF_INIT;
	styles_forget(edit);
	edit->host.initial = request->initial;
	edit->host.answer = true;
	edit->only_files = !request->as_command;
	int result = edited_line(sh, &line, into);
	edit->host.initial = NULL;
	edit->host.answer = edit->only_files = false;
	strbuf_free(&edit->command);
	edit->command = command;
	styles_forget(edit);
	if (result > 0)
		strbuf_truncate(into, into->len - 1);
	return result;
}

void edit_command_read(struct shell *sh)
{
	history_command_read(sh);
}
