/*
 * The line editor made of libedit, by its own interface (editline(3)).
 */
#include <errno.h>
#include <histedit.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>
#include "editor_module.h"
#include "layout.h"

#define PASTE_ON  "\033[?2004h"
#define PASTE_OFF "\033[?2004l"

/* One editor per process, as one terminal. */
static struct {
	struct editor_host *host;
	EditLine *el;
	FILE *in, *out;
	char *whole;	     /* the prompt */
	char *above;	     /* the lines of the prompt before its last one; or NULL */
	char *prompt;	     /* the last one */
	enum edit_wait stop; /* why get_character gave up; WAIT_INPUT: it did not */
	enum edit_mode mode; /* what libedit was put into */
	int columns;	     /* what the line was laid out for */
	bool arrows;	     /* Up and Down are ours: set -o upsearch */
	bool paste;	     /* the terminal brackets what is pasted */
	uint32_t at;	     /* history: number of the entry libedit has asked for last */
	struct {
		char *typed;	/* the line before Up; NULL: it has not been left */
		size_t len;	/* of its beginning that entries are to have */
		char *shown;	/* the line as Up or Down has left it */
		uint32_t entry; /* its number */
	} walk;
	struct {
		bool bound;   /* keys expand them: set -o abbr, and there are some */
		char *before; /* the line before the last expansion; NULL: there is none to undo */
		char *after;
		int behind; /* characters behind the cursor then */
	} abbreviations;
} state;

/* ---- history --------------------------------------------------------------------------- */

static int history_at(HistEvent *event, uint32_t number)
{
	const char *text = state.host->history_entry(state.host, number);
	if (!text)
		return -1;
	state.at = number;
	event->num = (int)number;
	event->str = text;
	return 0;
}

/* Answers libedit's questions to a history from the shell's (history(3): H_FIRST is the newest). */
static int shell_history(void *context, HistEvent *event, int operation, ...)
{
	uint32_t first, last, generation;
	(void)context;
	state.host->history_range(state.host, &first, &last, &generation);
	event->num = -1;
	event->str = "";
	switch (operation) {
	case H_FIRST:
		return history_at(event, last);
	case H_LAST:
		return history_at(event, first);
	case H_NEXT:
		return state.at > first ? history_at(event, state.at - 1) : -1;
	case H_PREV:
		return state.at < last ? history_at(event, state.at + 1) : -1;
	case H_CURR:
		return history_at(event, state.at);
	default:
		return -1;
	}
}

/* ---- reading --------------------------------------------------------------------------- */

/* One byte; false when there will be none. */
static bool get_byte(char *byte)
{
	for (;;) {
		state.stop = state.host->wait(state.host);
		if (state.stop != WAIT_INPUT)
			return false;
		ssize_t got = read(state.host->input, byte, 1);
		if (got == 1)
			return true;
		if (got == 0 || errno != EINTR) {
			state.host->error = got < 0 ? errno : 0;
			state.stop = WAIT_END;
			return false;
		}
	}
}

static int get_character(EditLine *el, wchar_t *character)
{
	mbstate_t shift = {0};
	(void)el;
	for (;;) {
		char byte;
		if (!get_byte(&byte))
			return 0;
		size_t len = mbrtowc(character, &byte, 1, &shift);
		if (len == (size_t)-1) {
			*character = (unsigned char)byte;
			return 1;
		}
		if (len != (size_t)-2)
			return 1;
	}
}

static char *prompt_text(EditLine *el)
{
	(void)el;
	return state.prompt;
}

/* libedit has one mark for both ends of what takes no room, and no room for more than one line:
 * those before the last are ours to write. */
static void set_prompt(const char *prompt)
{
	const char *newline = strrchr(prompt, '\n');
	size_t above = newline ? (size_t)(newline + 1 - prompt) : 0;
	free(state.whole);
	free(state.above);
	free(state.prompt);
	state.whole = strdup(prompt);
	state.above = above ? strndup(prompt, above) : NULL;
	state.prompt = strdup(prompt + above);
	for (char *c = state.prompt; c && *c; c++)
		if (*c == '\002')
			*c = '\001';
}

static void show_above(void)
{
	for (const char *c = state.above; c && *c; c++) {
		if (*c == '\n')
			fputc('\r', state.out);
		if (*c != '\001' && *c != '\002')
			fputc(*c, state.out);
	}
	fflush(state.out);
}

static void bracket_paste(bool on)
{
	if (!state.paste)
		return;
	fputs(on ? PASTE_ON : PASTE_OFF, state.out);
	fflush(state.out);
}

/* ESC[200~ was read: what follows, up to ESC[201~, goes into the line as it is. */
static unsigned char take_paste(EditLine *el, int character)
{
	static const wchar_t end[] = L"\033[201~";
	const size_t end_len = sizeof(end) / sizeof(*end) - 1;
	size_t len = 0, cap = 256;
	wchar_t *text = malloc(cap * sizeof(*text));
	(void)character;
	while (text) {
		if (len + 1 == cap) {
			wchar_t *more = realloc(text, 2 * cap * sizeof(*text));
			if (!more)
				break;
			text = more;
			cap *= 2;
		}
		if (get_character(el, &text[len]) != 1)
			break;
		if (text[len] == L'\r')
			text[len] = L'\n';
		len++;
		if (len >= end_len && wmemcmp(text + len - end_len, end, end_len) == 0) {
			len -= end_len;
			break;
		}
	}
	if (!text)
		return CC_ERROR;
	text[len] = L'\0';
	int result = len ? el_winsertstr(el, text) : 0;
	free(text);
	return result < 0 ? CC_ERROR : CC_REFRESH;
}

/* ---- Up and Down ----------------------------------------------------------------------- */

static void forget_walk(void)
{
	free(state.walk.typed);
	free(state.walk.shown);
	state.walk.typed = state.walk.shown = NULL;
}

static char *line_dup(const LineInfo *line)
{
	return strndup(line->buffer, (size_t)(line->lastchar - line->buffer));
}

/* Characters of the line's bytes [start, end), as libedit counts. */
static int characters(const LineInfo *line, size_t start, size_t end)
{
	mbstate_t shift = {0};
	int count = 0;

	for (const char *at = line->buffer + start; at < line->buffer + end; count++) {
		size_t len = mbrlen(at, (size_t)(line->buffer + end - at), &shift);
		at += len == 0 || len > (size_t)(line->buffer + end - at) ? 1 : len;
	}
	return count;
}

static unsigned char replace_line(EditLine *el, const char *text)
{
	const LineInfo *line = el_line(el);
	size_t point = (size_t)(line->cursor - line->buffer),
	       len = (size_t)(line->lastchar - line->buffer);
	int all = characters(line, 0, len);

	if (text && mbstowcs(NULL, text, 0) == (size_t)-1)
		return CC_ERROR; /* libedit's line cannot hold it */
	el_cursor(el, characters(line, point, len));
	el_deletestr(el, all);
	if (text && *text)
		el_insertstr(el, text);
	return CC_REFRESH;
}

static bool begins_as_typed(const char *text)
{
	return strncmp(text, state.walk.typed, state.walk.len) == 0 &&
	       strcmp(text, state.walk.shown) != 0;
}

/* To the next entry in this direction (-1: an older one) that begins as what was typed does, and
 * behind the newest one back to that. libedit's own position in the history stays where it is. */
static unsigned char walk(EditLine *el, int direction)
{
	uint32_t first, last, generation;
	const LineInfo *line = el_line(el);
	char *now = line_dup(line);

	state.host->history_range(state.host, &first, &last, &generation);
	if (!now || !state.walk.shown || strcmp(now, state.walk.shown) != 0) {
		forget_walk();
		state.walk.typed = now;
		state.walk.shown = now ? strdup(now) : NULL;
		state.walk.len = state.host->upsearch ? (size_t)(line->cursor - line->buffer) : 0;
		state.walk.entry = last + 1;
	} else {
		free(now);
	}
	if (!state.walk.shown)
		return CC_ERROR;
	for (uint32_t number = state.walk.entry + (uint32_t)direction;
	     number >= first && number <= last; number += (uint32_t)direction) {
		const char *text = state.host->history_entry(state.host, number);
		if (!text || !begins_as_typed(text) || replace_line(el, text) == CC_ERROR)
			continue;
		state.walk.entry = number;
		free(state.walk.shown);
		state.walk.shown = strdup(text);
		return CC_REFRESH;
	}
	if (direction < 0 || state.walk.entry > last)
		return CC_ERROR;
	replace_line(el, state.walk.typed);
	forget_walk();
	return CC_REFRESH;
}

static unsigned char previous_matching_history(EditLine *el, int character)
{
	(void)character;
	return walk(el, -1);
}

static unsigned char next_matching_history(EditLine *el, int character)
{
	(void)character;
	return walk(el, 1);
}

/* An Up key that begins with an escape would take the meaning from Escape alone in vi's insert
 * mode. */
static void bind_arrows(void)
{
	static const char *const up[] = {"\033[A", "\033OA"}, *const down[] = {"\033[B", "\033OB"};

	for (size_t i = 0; i < 2 && state.mode == EDIT_MODE_EMACS; i++) {
		el_set(state.el, EL_BIND, up[i],
		       state.arrows ? "previous-matching-history" : "ed-prev-history", NULL);
		el_set(state.el, EL_BIND, down[i],
		       state.arrows ? "next-matching-history" : "ed-next-history", NULL);
	}
}

/* ---- abbreviations ---------------------------------------------------------------------- */

static void forget_expansion(void)
{
	free(state.abbreviations.before);
	free(state.abbreviations.after);
	state.abbreviations.before = state.abbreviations.after = NULL;
}

/* The abbreviation that `inserted` bytes stand behind gives way to what it stands for; libedit has
 * nothing to undo that in emacs mode. */
static void expand_abbreviation(EditLine *el, const char *inserted)
{
	const LineInfo *line = el_line(el);
	size_t start, point = (size_t)(line->cursor - line->buffer) - strlen(inserted);
	char *before = line_dup(line);
	const char *text =
		before ? state.host->abbreviation(state.host, before, point, &start) : NULL;

	if (!text || mbstowcs(NULL, text, 0) == (size_t)-1) {
		free(before);
		return;
	}
	forget_expansion();
	state.abbreviations.before = before;
	state.abbreviations.behind =
		characters(line, (size_t)(line->cursor - line->buffer), strlen(before));
	el_deletestr(el, characters(line, start, point + strlen(inserted)));
	if (*text)
		el_insertstr(el, text);
	if (*inserted)
		el_insertstr(el, inserted);
	state.abbreviations.after = line_dup(el_line(el));
}

static unsigned char insert_expanding(EditLine *el, int character)
{
	char text[] = {(char)character, '\0'};

	if (el_insertstr(el, text) < 0)
		return CC_ERROR;
	expand_abbreviation(el, text);
	return CC_REFRESH;
}

/* The key that ends the line is another one, which nobody types. */
static unsigned char accept_expanding(EditLine *el, int character)
{
	(void)character;
	expand_abbreviation(el, "");
	el_push(el, "\r");
	return CC_REFRESH;
}

static unsigned char undo_expansion(EditLine *el, int character)
{
	char *now = line_dup(el_line(el));
	bool undone = now && state.abbreviations.after &&
		      strcmp(now, state.abbreviations.after) == 0 &&
		      replace_line(el, state.abbreviations.before) == CC_REFRESH;
	(void)character;
	free(now);
	if (!undone)
		return CC_ERROR;
	el_cursor(el, -state.abbreviations.behind);
	forget_expansion();
	return CC_REFRESH;
}

static void bind_ends_of_words(void)
{
	static const char inserted[] = " ;&|"; /* by all of these a word has ended */
	bool on = state.abbreviations.bound;

	for (const char *key = inserted; *key; key++)
		el_set(state.el, EL_BIND, (char[]){*key, '\0'},
		       on ? "insert-expanding" : "ed-insert", NULL);
	el_set(state.el, EL_BIND, "^J", on ? "accept-expanding" : "ed-newline", NULL);
	if (state.mode == EDIT_MODE_EMACS)
		el_set(state.el, EL_BIND, "^_", on ? "undo-expansion" : "ed-unassigned", NULL);
}

/* ---- modes ----------------------------------------------------------------------------- */

/* In vi's insert mode a key sequence would take the meaning from Escape alone: no paste there. */
static void use_mode(enum edit_mode mode)
{
	const char *term = state.host->variable(state.host, "TERM");
	state.mode = mode;
	el_set(state.el, EL_EDITOR, mode == EDIT_MODE_VI ? "vi" : "emacs");
	state.paste = mode == EDIT_MODE_EMACS && term && *term && strcmp(term, "dumb") != 0;
	if (state.paste)
		el_set(state.el, EL_BIND, "\033[200~", "take-paste", NULL);
	el_set(state.el, EL_BIND, "^I", "complete", NULL);
	if (mode == EDIT_MODE_EMACS)
		el_set(state.el, EL_BIND, "^R", "em-inc-search-prev", NULL);
	if (state.arrows)
		bind_arrows();
	if (state.abbreviations.bound)
		bind_ends_of_words();
}

static void follow_mode(const struct editor_host *host)
{
	if (host->mode != state.mode && host->mode != EDIT_MODE_UNSET)
		use_mode(host->mode);
}

static void follow_options(const struct editor_host *host)
{
	follow_mode(host);
	if (host->upsearch != state.arrows) {
		state.arrows = host->upsearch;
		bind_arrows();
	}
	if (host->abbreviates != state.abbreviations.bound) {
		state.abbreviations.bound = host->abbreviates;
		bind_ends_of_words();
	}
	forget_walk();
	forget_expansion();
}

static enum edit_result read_line(struct editor_host *host, const char *prompt)
{
	int len = 0;
	follow_options(host);
	set_prompt(prompt);
	state.columns = host->columns;
	state.stop = WAIT_INPUT;
	bracket_paste(true);
	show_above();
	if (host->initial)
		el_push(state.el, host->initial); /* as if it were typed */
	const char *line = el_gets(state.el, &len);
	bracket_paste(false);
	if (state.stop == WAIT_INTERRUPTED || state.stop == WAIT_TIMEOUT) {
		fputs(state.stop == WAIT_INTERRUPTED ? "^C\r\n" : "\r\n", state.out);
		fflush(state.out);
		el_reset(state.el);
		return state.stop == WAIT_TIMEOUT ? EDIT_TIMEOUT : EDIT_INTERRUPTED;
	}
	if (state.stop == WAIT_END || !line || len <= 0)
		return EDIT_END;
	if (line[len - 1] == '\n')
		len--;
	host->accept(host, line, (size_t)len);
	return EDIT_LINE;
}

/* ---- between keys ---------------------------------------------------------------------- */

static void suspend(struct editor_host *host)
{
	(void)host;
	bracket_paste(false);
	fputs("\r\n", state.out);
	fflush(state.out);
	el_set(state.el, EL_PREP_TERM, 0);
}

static void resume(struct editor_host *host)
{
	(void)host;
	el_set(state.el, EL_PREP_TERM, 1);
	bracket_paste(true);
	show_above();
	el_set(state.el, EL_REFRESH);
}

static void resize(struct editor_host *host)
{
	const LineInfo *line = el_line(state.el);
	const char *term = host->variable(host, "TERM");
	bool dumb = !term || !*term || strcmp(term, "dumb") == 0;
	int up = dumb ? -1
		      : rows_to_prompt(state.whole, line->buffer,
				       (size_t)(line->cursor - line->buffer), state.columns,
				       host->columns);
	state.columns = host->columns;
	if (up > 0)
		fprintf(state.out, "\033[%dA", up);
	if (up >= 0)
		fputs("\r\033[J", state.out);
	fflush(state.out);
	el_resize(state.el);
	if (up < 0)
		return;
	show_above();
	el_set(state.el, EL_REFRESH);
}

/* ---- completion ------------------------------------------------------------------------ */

/* In columns, down and then across as ls(1) has it. */
static void list_in_columns(const struct completions *found)
{
	int widest = 1, width = state.host->columns > 0 ? state.host->columns : 80;
	for (uint32_t i = 0; i < found->count; i++) {
		int columns = text_columns(found->items[i].shown);
		widest = columns > widest ? columns : widest;
	}
	uint32_t across = widest + 2 < width ? (uint32_t)(width / (widest + 2)) : 1;
	uint32_t down = (found->count + across - 1) / across;
	for (uint32_t row = 0; row < down; row++) {
		for (uint32_t i = row; i < found->count; i += down) {
			const char *shown = found->items[i].shown;
			int pad = i + down < found->count ? widest + 2 - text_columns(shown) : 0;
			fprintf(state.out, "%s%*s", shown, pad, "");
		}
		fputs("\r\n", state.out);
	}
}

/* A line each, when there is something to say of them and room for it. */
static bool list_described(const struct completions *found)
{
	int widest = 0;
	bool described = false;
	for (uint32_t i = 0; i < found->count; i++) {
		int columns = text_columns(found->items[i].shown);
		widest = columns > widest ? columns : widest;
		described |= found->items[i].description != NULL;
	}
	if (!described || (!found->opaque && (int)found->count >= state.host->rows))
		return false;
	for (uint32_t i = 0; i < found->count; i++) {
		const struct completion *item = &found->items[i];
		fprintf(state.out, "%s%*s  %s\r\n", item->shown, widest - text_columns(item->shown),
			"", item->description ? item->description : "");
	}
	return true;
}

/* Takes away the bytes of the line from start to the cursor. */
static void delete_from(EditLine *el, const LineInfo *line, size_t start, size_t end)
{
	el_deletestr(el, characters(line, start, end));
}

static unsigned char complete(EditLine *el, int character)
{
	const struct completion_request request = {.type = COMPLETE_INSERT, .hidden = true};
	const LineInfo *line = el_line(el);
	size_t point = (size_t)(line->cursor - line->buffer), common;
	char *text = strndup(line->buffer, (size_t)(line->lastchar - line->buffer));
	(void)character;
	if (!text)
		return CC_ERROR;
	const struct completions *found =
		state.host->complete(state.host, text, point, &request, &common);
	free(text);
	if (found->interrupted) {
		state.stop = WAIT_INTERRUPTED;
		return CC_EOF;
	}
	if (found->message) {
		size_t len = strlen(found->message);
		bool ends = len && found->message[len - 1] == '\n';
		fprintf(state.out, "\r\n%s%s", found->message, ends ? "" : "\r\n");
		fflush(state.out);
	}
	if (!found->count)
		return found->message ? CC_REDISPLAY : CC_ERROR;
	const struct completion *first = found->items;
	if (found->count > 1 && common <= point - found->start) {
		fputs("\r\n", state.out);
		if (!list_described(found))
			list_in_columns(found);
		fflush(state.out);
		return CC_REDISPLAY;
	}
	char *insert = strndup(first->text, found->count == 1 ? strlen(first->text) : common);
	if (!insert || mbstowcs(NULL, insert, 0) == (size_t)-1) {
		free(insert); /* libedit's line cannot hold it */
		return CC_ERROR;
	}
	delete_from(el, line, found->start, point);
	el_insertstr(el, insert);
	free(insert);
	if (found->count == 1 && *first->finish)
		el_insertstr(el, first->finish);
	return found->message ? CC_REDISPLAY : CC_REFRESH;
}

/* ---- bind ------------------------------------------------------------------------------ */

/* A command of editrc(5), as words. */
static int parse_line(const char *text)
{
	Tokenizer *words = tok_init(NULL);
	const char **argv;
	int argc, result = -1;
	if (words && tok_str(words, text, &argc, &argv) == 0 && argc > 0)
		result = el_parse(state.el, argc, argv);
	if (words)
		tok_end(words);
	return result;
}

/* "TEXT: what is wrong", for `why`. */
static const char *problem(const char *text, const char *what)
{
	static char both[512];

	snprintf(both, sizeof(both), "%s: %s", text, what);
	return both;
}

static int bind_request(enum edit_bind_request request, const char *text, const char **why)
{
	const char *list[] = {"bind", "-l", NULL}, *remove[] = {"bind", "-r", text, NULL};
	switch (request) {
	case EDIT_BIND_LINE:
		*why = problem(text, "not understood");
		return parse_line(text) == 0 ? 0 : -1;
	case EDIT_BIND_FILE:
		if (el_source(state.el, text) == 0)
			return 0;
		*why = problem(text, strerror(errno));
		return -1;
	case EDIT_BIND_UNBIND_KEYS:
		*why = problem(text, "not understood");
		return el_parse(state.el, 3, remove) == 0 ? 0 : -1;
	case EDIT_BIND_LIST_NAMES:
		return el_parse(state.el, 2, list);
	case EDIT_BIND_LIST_FUNCTIONS:
	case EDIT_BIND_SHOW_FUNCTIONS:
		return el_parse(state.el, 1, list);
	default:
		*why = "libedit cannot do this";
		return -1;
	}
}

static int bind_keys(struct editor_host *host, enum edit_bind_request request, const char *keymap,
		     const char *text, const char **why)
{
	struct listing listing;
	if (keymap) {
		*why = "libedit has no named keymaps";
		return -1;
	}
	follow_mode(host);
	listing_begin(&listing);
	if (listing.file)
		el_set(state.el, EL_SETFP, 1, listing.file);
	int result = bind_request(request, text, why);
	el_set(state.el, EL_SETFP, 1, state.out);
	listing_end(&listing, host);
	return result;
}

/* ---- starting -------------------------------------------------------------------------- */

/* The init file may have chosen another. */
static void learn_mode(struct editor_host *host)
{
	const char *editor = NULL;
	el_get(state.el, EL_EDITOR, &editor);
	enum edit_mode mode = editor && strcmp(editor, "vi") == 0 ? EDIT_MODE_VI : EDIT_MODE_EMACS;
	if (mode != state.mode && host->mode == EDIT_MODE_UNSET)
		use_mode(mode);
	if (host->mode == EDIT_MODE_UNSET)
		host->mode = mode;
}

static int start(struct editor_host *host, const char **why)
{
	state.host = host;
	give_environment(host);
	state.in = fdopen(host->input, "r");
	state.out = fdopen(STDERR_FILENO, "w");
	if (!state.in || !state.out) {
		*why = strerror(errno);
		return -1;
	}
	state.el = el_init("cowsh", state.in, state.out, state.out);
	if (!state.el) {
		*why = "el_init failed";
		return -1;
	}
	el_set(state.el, EL_SIGNAL, 0);
	el_set(state.el, EL_HIST, shell_history, &state);
	el_set(state.el, EL_GETCFN, get_character);
	el_set(state.el, EL_PROMPT_ESC, prompt_text, '\001');
	el_set(state.el, EL_ADDFN, "take-paste", "Insert what the terminal pastes", take_paste);
	el_set(state.el, EL_ADDFN, "previous-matching-history",
	       "Older command that begins as what is typed", previous_matching_history);
	el_set(state.el, EL_ADDFN, "next-matching-history",
	       "Newer command that begins as what is typed", next_matching_history);
	el_set(state.el, EL_ADDFN, "insert-expanding",
	       "Insert, and expand an abbreviation before it", insert_expanding);
	el_set(state.el, EL_ADDFN, "accept-expanding",
	       "Expand an abbreviation, and accept the line", accept_expanding);
	el_set(state.el, EL_ADDFN, "undo-expansion",
	       "Give back what was typed before an abbreviation was expanded", undo_expansion);
	el_set(state.el, EL_ADDFN, "complete", "Complete the word before the cursor", complete);
	state.arrows = host->upsearch;
	use_mode(host->mode == EDIT_MODE_VI ? EDIT_MODE_VI : EDIT_MODE_EMACS);
	el_source(state.el, NULL);
	learn_mode(host);
	return 0;
}

EDITOR_EXPORT const struct editor cowsh_editor = {
	.name = "libedit",
	.start = start,
	.read_line = read_line,
	.suspend = suspend,
	.resume = resume,
	.resize = resize,
	.bind = bind_keys,
};
