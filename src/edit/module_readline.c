/*
 * The line editor made of GNU readline.  It runs through readline's callback interface: the shell waits
 * for each key and for signals itself, so that readline installs no handler and never sleeps.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>
#include <readline/readline.h>
#include <readline/history.h>
#include "editor_module.h"

/* One editor per process: readline itself keeps its state in global variables. */
static struct {
	struct editor_host *host;
	bool finished;			       /* the handler has been called */
	bool ended;			       /* with the end of input */
	bool promised;			       /* a byte is known to be there */
	enum edit_wait stop;		       /* why get_byte gave up; WAIT_INPUT: it did not */
	const struct completions *completions; /* the last ones */
	char *offer;   /* what the history suggests to follow the line; or NULL */
	bool offered;  /* it is on the screen, behind the cursor */
	uint32_t next; /* history: number of the first entry readline has not got */
	uint32_t generation;
} state;

/* ---- history --------------------------------------------------------------------------- */

/* Brings readline's list up to the shell's. */
static void take_history(void)
{
	struct editor_host *host = state.host;
	uint32_t first, last, generation;
	host->history_range(host, &first, &last, &generation);
	if (generation != state.generation || state.next < first) {
		clear_history();
		history_base = (int)first;
		state.next = first;
		state.generation = generation;
	}
	/* What was the last entry may have got another line. */
	const char *text = state.next > first ? host->history_entry(host, state.next - 1) : NULL;
	const HIST_ENTRY *mine = text ? history_get((int)state.next - 1) : NULL;
	if (mine && strcmp(mine->line, text) != 0)
		free_history_entry(replace_history_entry(history_length - 1, text, NULL));
	for (; state.next <= last; state.next++) {
		text = host->history_entry(host, state.next);
		add_history(text ? text : "");
	}
	using_history();
}

/* ---- colours and suggestions ----------------------------------------------------------- */

#define COLOUR_LIMIT 4096 /* bytes: a longer line is not worth drawing twice at each key */
#define GREY	     "\033[90m"

static const char *const style_sequences[STYLE_COUNT] = {
	[STYLE_PLAIN] = "",
	[STYLE_COMMAND] = "\033[32m",
	[STYLE_UNKNOWN] = "\033[31m",
	[STYLE_KEYWORD] = "\033[1m",
	[STYLE_OPERATOR] = "",
	[STYLE_STRING] = "\033[33m",
	[STYLE_EXPANSION] = "\033[35m",
	[STYLE_COMMENT] = "\033[90m",
	[STYLE_OPTION] = "\033[36m",
	[STYLE_PATH] = "\033[4m",
	[STYLE_ERROR] = "\033[1;31m",
};

/* A place on the screen, counted from where the prompt's last line begins. */
struct place {
	int row, column;
};

/* Moves over the character at text, as readline lays it out: wraps at the margin, wide ones whole.  Its
 * bytes; 0 for what readline shows otherwise than it is (control characters, what is not UTF-8). */
static size_t step(struct place *place, const char *text, size_t left, int columns,
		   mbstate_t *shift)
{
	wchar_t character;
	if (*text == '\n') {
		if (place->column == 0 && place->row > 0)
			return 0; /* after a full row: terminals differ */
		*place = (struct place){place->row + 1, 0};
		return 1;
	}
	size_t len = mbrtowc(&character, text, left, shift);
	int width = len == 0 || len > left ? -1 : wcwidth(character);
	if (width < 0)
		return 0;
	if (place->column + width > columns)
		*place = (struct place){place->row + 1, 0};
	place->column += width;
	if (place->column == columns)
		*place = (struct place){place->row + 1, 0};
	return len;
}

/* Where the line begins: behind the prompt's last line.  false when that cannot be told. */
static bool line_start(struct place *place, int columns)
{
	const char *last = strrchr(rl_prompt, '\n');
	mbstate_t shift = {0};
	*place = (struct place){0, 0};
	for (const char *c = last ? last + 1 : rl_prompt; *c;) {
		if (*c == RL_PROMPT_START_IGNORE) {
			while (*c && *c != RL_PROMPT_END_IGNORE)
				c++;
			c += *c != '\0';
			continue;
		}
		size_t len = step(place, c, strlen(c), columns, &shift);
		if (!len)
			return false;
		c += len;
	}
	return place->row == 0;
}

/* The places of the cursor and of the line's end; false when the line is not drawn as it is. */
static bool lay_out(struct place start, int columns, struct place *point, struct place *end)
{
	mbstate_t shift = {0};
	*point = *end = start;
	for (int i = 0; i < rl_end;) {
		size_t len = step(end, rl_line_buffer + i, (size_t)(rl_end - i), columns, &shift);
		if (!len)
			return false;
		i += (int)len;
		if (i <= rl_point)
			*point = *end;
	}
	return true;
}

static void go(struct place from, struct place to)
{
	if (from.row > to.row)
		fprintf(rl_outstream, "\033[%dA", from.row - to.row);
	else if (to.row > from.row)
		fprintf(rl_outstream, "\033[%dB", to.row - from.row);
	fputc('\r', rl_outstream);
	if (to.column)
		fprintf(rl_outstream, "\033[%dC", to.column);
}

static void draw_styled(const uint8_t *styles)
{
	uint8_t now = STYLE_PLAIN;
	for (int i = 0; i < rl_end; i++) {
		if (styles[i] != now) {
			fprintf(rl_outstream, "\033[0m%s",
				styles[i] < STYLE_COUNT ? style_sequences[styles[i]] : "");
			now = styles[i];
		}
		if (rl_line_buffer[i] == '\n')
			fputc('\r', rl_outstream);
		fputc(rl_line_buffer[i], rl_outstream);
	}
	if (now != STYLE_PLAIN)
		fputs("\033[0m", rl_outstream);
}

/* As much of the suggestion as the row has room for; the cursor is at the line's end. */
static bool draw_offer(struct place end, int columns)
{
	mbstate_t shift = {0};
	const char *text = state.offer;
	size_t take = 0, len = strlen(text);
	struct place place = end;
	while (take < len) {
		size_t bytes = step(&place, text + take, len - take, columns, &shift);
		if (!bytes || place.row != end.row)
			break;
		take += bytes;
	}
	if (take)
		fprintf(rl_outstream, GREY "%.*s\033[0m", (int)take, text);
	return take > 0;
}

static bool can_colour(int *columns, struct place *start, struct place *point, struct place *end)
{
	int rows;
	const char *term = state.host->variable(state.host, "TERM");
	if (!(state.host->highlight || state.host->suggest) || rl_end > COLOUR_LIMIT ||
	    rl_display_prompt != rl_prompt || rl_mark_active_p() || !term || !*term ||
	    strcmp(term, "dumb") == 0 ||
	    strcmp(rl_variable_value("horizontal-scroll-mode"), "on") == 0 ||
	    strcmp(rl_variable_value("show-mode-in-prompt"), "on") == 0 ||
	    (rl_readline_state & (RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_DONE)))
		return false;
	rl_get_screen_size(&rows, columns);
	return *columns > 1 && line_start(start, *columns) &&
	       lay_out(*start, *columns, point, end) && end->row < rows;
}

/* Takes the grey text away before readline draws again; the cursor is where it begins. */
static void erase_offer(void)
{
	if (state.offered)
		fputs("\033[K", rl_outstream);
	state.offered = false;
}

/* For rl_redisplay_function: readline draws, and then the same cells are drawn once more in colour, so that
 * what readline knows of the screen stays true. */
static void redisplay(void)
{
	struct place start, point, end;
	int columns;
	uint8_t styles[COLOUR_LIMIT + 1] = {0};

	erase_offer();
	free(state.offer);
	state.offer = NULL;
	rl_redisplay();
	if (!rl_end || !can_colour(&columns, &start, &point, &end))
		return;
	if (state.host->highlight) {
		state.host->styles(state.host, rl_line_buffer, (size_t)rl_end, styles);
		go(point, start);
		draw_styled(styles);
		if (end.column == 0 && end.row > 0)
			fputs("\r\n", rl_outstream); /* out of a full row */
		go(end, point);
	}
	const char *offer =
		state.host->suggest && rl_point == rl_end
			? state.host->suggestion(state.host, rl_line_buffer, (size_t)rl_end)
			: NULL;
	if (offer && (state.offer = strdup(offer))) {
		state.offered = draw_offer(end, columns);
		go(end, point);
	}
	fflush(rl_outstream);
}

/* One key's work.  Moving on at the end of the line takes what is suggested there. */
static void take_key(void)
{
	bool offered = state.offer != NULL;
	int end = rl_end;
	char *bell = NULL;

	if (offered) {
		bell = strdup(rl_variable_value("bell-style"));
		rl_variable_bind("bell-style", "none");
		if (rl_last_func == rl_forward_char || rl_last_func == rl_end_of_line)
			rl_last_func = rl_insert;
	}
	rl_callback_read_char();
	if (bell)
		rl_variable_bind("bell-style", bell);
	free(bell);
	if (!offered || state.finished || !state.offer || rl_end != end || rl_point != end ||
	    (rl_last_func != rl_forward_char && rl_last_func != rl_end_of_line))
		return;
	char *text = strdup(state.offer);
	if (text)
		rl_insert_text(text);
	free(text);
	redisplay();
}

/* ---- reading --------------------------------------------------------------------------- */

static int get_byte(FILE *stream)
{
	(void)stream;
	for (;;) {
		unsigned char byte;
		if (!state.promised)
			state.stop = state.host->wait(state.host);
		state.promised = false;
		if (state.stop != WAIT_INPUT)
			return EOF;
		erase_offer();
		ssize_t got = read(state.host->input, &byte, 1);
		if (got == 1)
			return byte;
		if (got == 0 || errno != EINTR) {
			state.stop = WAIT_END;
			return EOF;
		}
	}
}

/* Whether the rest of a key's sequence comes within the time that readline would give it. */
static int input_available(void)
{
	struct pollfd input = {state.host->input, POLLIN, 0};
	int microseconds = rl_set_keyboard_input_timeout(0);
	rl_set_keyboard_input_timeout(microseconds);
	return poll(&input, 1, microseconds / 1000) > 0;
}

static void line_finished(char *line)
{
	state.finished = true;
	state.ended = !line;
	if (line)
		state.host->accept(state.host, line, strlen(line));
	free(line);
	rl_callback_handler_remove();
}

/* The line is given up: what was typed stays to be seen, and the next prompt comes below it. */
static void drop_line(bool interrupted)
{
	erase_offer();
	rl_callback_sigcleanup();
	rl_free_line_state();
	rl_point = rl_end;
	if (state.stop != WAIT_END) {
		rl_redisplay();
		if (interrupted)
			rl_echo_signal_char(SIGINT);
		rl_crlf();
	}
	rl_callback_handler_remove();
	fflush(rl_outstream);
}

static void follow_mode(const struct editor_host *host)
{
	bool vi = host->mode == EDIT_MODE_VI;
	if (vi && rl_editing_mode)
		rl_vi_editing_mode(1, 0);
	else if (!vi && !rl_editing_mode)
		rl_emacs_editing_mode(1, 0);
}

static enum edit_result read_line(struct editor_host *host, const char *prompt)
{
	bool first = true;
	state.finished = state.ended = state.promised = false;
	state.stop = WAIT_INPUT;
	follow_mode(host);
	rl_callback_handler_install(prompt, line_finished);
	while (!state.finished && state.stop == WAIT_INPUT) {
		state.stop = host->wait(host);
		if (state.stop != WAIT_INPUT)
			break;
		/* Not before the first key: a long history must not hold up the prompt. */
		if (first)
			take_history();
		first = false;
		state.promised = true;
		take_key();
	}
	if (state.finished && !state.ended)
		return EDIT_LINE;
	/* To readline an interrupted read on an empty line is an end of file. */
	if (state.finished && state.stop == WAIT_INPUT)
		return EDIT_END;
	drop_line(state.stop == WAIT_INTERRUPTED);
	return state.stop == WAIT_END	    ? EDIT_END
	       : state.stop == WAIT_TIMEOUT ? EDIT_TIMEOUT
					    : EDIT_INTERRUPTED;
}

/* ---- between keys ---------------------------------------------------------------------- */

static void suspend(struct editor_host *host)
{
	(void)host;
	erase_offer();
	rl_clear_visible_line();
	rl_deprep_terminal();
	fflush(rl_outstream);
}

static void resume(struct editor_host *host)
{
	(void)host;
	rl_prep_terminal(1);
	rl_forced_update_display();
}

static void resize(struct editor_host *host)
{
	if (host->columns > 0 && host->rows > 0)
		rl_set_screen_size(host->rows, host->columns);
}

/* ---- completion ------------------------------------------------------------------------ */

/* The shell finds out itself where the word begins: to readline the line up to the cursor is one word. */
static char *no_word_breaks(void)
{
	static char none[] = "";
	return none;
}

static char *join(const char *line, size_t len, const char *text, size_t text_len, const char *end)
{
	size_t end_len = strlen(end);
	char *result = malloc(len + text_len + end_len + 1);
	if (!result)
		return NULL;
	memcpy(result, line, len);
	memcpy(result + len, text, text_len);
	memcpy(result + len + text_len, end, end_len + 1);
	return result;
}

static void show_message(const char *message)
{
	rl_crlf();
	fputs(message, rl_outstream);
	if (*message && message[strlen(message) - 1] != '\n')
		fputc('\n', rl_outstream);
	rl_on_new_line();
	rl_forced_update_display();
}

/* For rl_attempted_completion_function: what they have in common, then each of them. */
static char **find_completions(const char *text, int start, int end)
{
	size_t common;
	(void)text;
	(void)start;
	rl_attempted_completion_over = 1;
	rl_completion_append_character = '\0';
	rl_sort_completion_matches = 0;
	rl_ignore_completion_duplicates = 0;
	const struct completions *found = state.host->complete(
		state.host, rl_line_buffer, (size_t)end, rl_completion_type, &common);
	state.completions = found;
	if (found->interrupted)
		state.stop = WAIT_INTERRUPTED;
	if (found->message)
		show_message(found->message);
	char **matches = found->count ? calloc(found->count + 2, sizeof(*matches)) : NULL;
	if (!matches)
		return NULL;
	const struct completion *items = found->items;
	if (found->count == 1) {
		matches[0] = join(rl_line_buffer, found->start, items->text, strlen(items->text),
				  rl_completion_type == '?' ? "" : items->finish);
		return matches;
	}
	/* Completion never takes away what was typed. */
	if (common < found->end - found->start)
		matches[0] = join(rl_line_buffer, found->end, "", 0, "");
	else
		matches[0] = join(rl_line_buffer, found->start, items->text, common, "");
	for (uint32_t i = 0; i < found->count; i++)
		matches[i + 1] = join(rl_line_buffer, found->start, items[i].text,
				      strlen(items[i].text), "");
	return matches;
}

static bool confirmed(uint32_t count)
{
	if (rl_completion_query_items <= 0 || count < (uint32_t)rl_completion_query_items)
		return true;
	rl_crlf();
	fprintf(rl_outstream, "Display all %u possibilities? (y or n)", (unsigned)count);
	fflush(rl_outstream);
	for (;;) {
		int key = rl_read_key();
		if (key == 'y' || key == 'Y' || key == ' ')
			return true;
		if (key == 'n' || key == 'N' || key == '\177' || key == '\a' || key < 0)
			return false;
		rl_ding();
	}
}

/* A line each, when there is something to say of them and room for it. */
static void list_described(const struct completions *found, int widest)
{
	rl_crlf();
	for (uint32_t i = 0; i < found->count; i++) {
		const struct completion *item = &found->items[i];
		fprintf(rl_outstream, "%-*s  %s\n", widest, item->shown,
			item->description ? item->description : "");
	}
}

static void list_completions(char **matches, int count, int longest)
{
	const struct completions *found = state.completions;
	bool described = false;
	int widest = 0;
	(void)count;
	(void)longest;
	char **shown = calloc(found->count + 2, sizeof(*shown));
	if (!shown)
		return;
	shown[0] = matches[0];
	for (uint32_t i = 0; i < found->count; i++) {
		int len = (int)strlen(found->items[i].shown);
		shown[i + 1] = (char *)found->items[i].shown;
		widest = len > widest ? len : widest;
		described |= found->items[i].description != NULL;
	}
	if (confirmed(found->count)) {
		if (described && (int)found->count < state.host->rows)
			list_described(found, widest);
		else
			rl_display_match_list(shown, (int)found->count, widest);
	} else {
		rl_crlf();
	}
	free(shown);
	rl_on_new_line();
	rl_forced_update_display();
}

/* ---- bind ------------------------------------------------------------------------------ */

/* What bind -x has bound: keys as bytes, in a keymap. */
struct bound_command {
	struct bound_command *next;
	Keymap keymap;
	char *keys; /* as bytes */
	int key_count;
	char *shown; /* as they were written */
	char *command;
};

static struct bound_command *bound_commands;

/* A key of bind -x was typed. */
static int run_bound(int count, int key)
{
	(void)count;
	(void)key;
	for (struct bound_command *bound = bound_commands; bound; bound = bound->next) {
		if (bound->key_count != rl_key_sequence_length ||
		    memcmp(bound->keys, rl_executing_keyseq, (size_t)bound->key_count) != 0)
			continue;
		char *line = strdup(rl_line_buffer);
		size_t point = (size_t)rl_point;
		suspend(state.host);
		state.host->run(state.host, bound->command, &line, &point);
		if (line && strcmp(line, rl_line_buffer) != 0)
			rl_replace_line(line, 0);
		free(line);
		rl_point = point > (size_t)rl_end ? rl_end : (int)point;
		rl_on_new_line();
		resume(state.host);
		return 0;
	}
	rl_ding();
	return 0;
}

static void forget_bound(Keymap keymap, const char *keys, int count)
{
	for (struct bound_command **at = &bound_commands; *at; at = &(*at)->next) {
		struct bound_command *bound = *at;
		if (bound->keymap != keymap || bound->key_count != count ||
		    memcmp(bound->keys, keys, (size_t)count) != 0)
			continue;
		*at = bound->next;
		free(bound->keys);
		free(bound->shown);
		free(bound->command);
		free(bound);
		return;
	}
}

/* `"KEYS": COMMAND`, or without the quotes, in which KEYS has no colon.  false when it is none. */
static bool split_command(const char *text, char **keys, const char **command)
{
	const char *start = text + strspn(text, " \t");
	char quote = *start == '"' ? *start++ : '\0';
	const char *end = start;
	while (*end && *end != (quote ? quote : ':'))
		end += *end == '\\' && end[1] ? 2 : 1;
	const char *colon = *end ? end + (quote != '\0') : end;
	colon += strspn(colon, " \t");
	if (*colon != ':' || end == start)
		return false;
	*keys = strndup(start, (size_t)(end - start));
	*command = colon + 1 + strspn(colon + 1, " \t");
	return *keys != NULL;
}

static int bind_command(const char *text, const char **why)
{
	struct bound_command *bound = calloc(1, sizeof(*bound));
	const char *command;
	Keymap keymap = rl_get_keymap();

	*why = "not of the form KEYS:COMMAND";
	if (!bound || !split_command(text, &bound->shown, &command)) {
		free(bound);
		return -1;
	}
	bound->keymap = keymap;
	bound->command = strdup(command);
	bound->keys = malloc(2 * strlen(bound->shown) + 1);
	if (!bound->command || !bound->keys ||
	    rl_translate_keyseq(bound->shown, bound->keys, &bound->key_count) != 0 ||
	    rl_bind_keyseq_in_map(bound->shown, run_bound, keymap) != 0) {
		free(bound->keys);
		free(bound->command);
		free(bound->shown);
		free(bound);
		return -1;
	}
	forget_bound(keymap, bound->keys, bound->key_count);
	bound->next = bound_commands;
	bound_commands = bound;
	return 0;
}

static int query(const char *name)
{
	rl_command_func_t *function = rl_named_function(name);
	if (!function)
		return -1;
	char **keys = rl_invoking_keyseqs(function);
	if (!keys || !keys[0]) {
		fprintf(rl_outstream, "%s is not bound to any keys.\n", name);
	} else {
		fprintf(rl_outstream, "%s can be invoked via ", name);
		for (char **key = keys; *key; key++)
			fprintf(rl_outstream, "\"%s\"%s", *key, key[1] ? ", " : ".\n");
	}
	for (char **key = keys; key && *key; key++)
		free(*key);
	free(keys);
	return 0;
}

static void list_names(void)
{
	const char **names = rl_funmap_names();
	for (const char **name = names; name && *name; name++)
		fprintf(rl_outstream, "%s\n", *name);
	free(names);
}

static int bind_request(enum edit_bind_request request, const char *text, const char **why)
{
	rl_command_func_t *function;
	char *copy;
	int result;

	switch (request) {
	case EDIT_BIND_LINE:
		copy = strdup(text);
		result = copy ? rl_parse_and_bind(copy) : -1;
		free(copy);
		*why = NULL; /* readline has said it */
		return result == 0 ? 0 : -1;
	case EDIT_BIND_COMMAND:
		return bind_command(text, why);
	case EDIT_BIND_FILE:
		result = rl_read_init_file(text);
		*why = strerror(result);
		return result == 0 ? 0 : -1;
	case EDIT_BIND_QUERY:
		return query(text);
	case EDIT_BIND_UNBIND_FUNCTION:
		function = rl_named_function(text);
		if (function)
			rl_unbind_function_in_map(function, rl_get_keymap());
		return function ? 0 : -1;
	case EDIT_BIND_UNBIND_KEYS:
		return rl_bind_keyseq_in_map(text, NULL, rl_get_keymap()) == 0 ? 0 : -1;
	case EDIT_BIND_LIST_NAMES:
		list_names();
		return 0;
	case EDIT_BIND_LIST_FUNCTIONS:
	case EDIT_BIND_SHOW_FUNCTIONS:
		rl_function_dumper(request == EDIT_BIND_LIST_FUNCTIONS);
		return 0;
	case EDIT_BIND_LIST_VARIABLES:
	case EDIT_BIND_SHOW_VARIABLES:
		rl_variable_dumper(request == EDIT_BIND_LIST_VARIABLES);
		return 0;
	case EDIT_BIND_LIST_MACROS:
	case EDIT_BIND_SHOW_MACROS:
		rl_macro_dumper(request == EDIT_BIND_LIST_MACROS);
		return 0;
	case EDIT_BIND_LIST_COMMANDS:
		for (const struct bound_command *bound = bound_commands; bound; bound = bound->next)
			fprintf(rl_outstream, "\"%s\": \"%s\"\n", bound->shown, bound->command);
		return 0;
	}
	return -1;
}

/* readline writes its lists to its own output, which is memory meanwhile. */
static int bind_keys(struct editor_host *host, enum edit_bind_request request, const char *name,
		     const char *text, const char **why)
{
	Keymap before = rl_get_keymap(), keymap = name ? rl_get_keymap_by_name(name) : before;
	FILE *outstream = rl_outstream;
	struct listing listing;

	if (!keymap) {
		*why = "no such keymap";
		return -1;
	}
	listing_begin(&listing);
	if (listing.file)
		rl_outstream = listing.file;
	rl_set_keymap(keymap);
	int result = bind_request(request, text, why);
	host->mode = rl_editing_mode ? EDIT_MODE_EMACS : EDIT_MODE_VI;
	/* Unless the editing mode has changed, and the keymap with it. */
	if (rl_get_keymap() == keymap)
		rl_set_keymap(before);
	rl_outstream = outstream;
	listing_end(&listing, host);
	return result;
}

/* ---- starting -------------------------------------------------------------------------- */

static int start(struct editor_host *host, const char **why)
{
	state.host = host;
	give_environment(host);
	rl_instream = fdopen(host->input, "r");
	rl_outstream = fdopen(STDERR_FILENO, "w");
	if (!rl_instream || !rl_outstream) {
		*why = strerror(errno);
		return -1;
	}
	rl_readline_name = "cowsh";
	rl_catch_signals = 0;
	rl_catch_sigwinch = 0;
	rl_change_environment = 0;
	rl_getc_function = get_byte;
	rl_input_available_hook = input_available;
	rl_completion_word_break_hook = no_word_breaks;
	rl_attempted_completion_function = find_completions;
	rl_completion_display_matches_hook = list_completions;
	rl_initialize();
	/* Not before: readline does not look at the terminal for who has a redisplay function. */
	rl_redisplay_function = redisplay;
	if (host->mode == EDIT_MODE_UNSET)
		host->mode = rl_editing_mode ? EDIT_MODE_EMACS : EDIT_MODE_VI;
	return 0;
}

EDITOR_EXPORT const struct editor cowsh_editor = {
	.name = "readline",
	.start = start,
	.read_line = read_line,
	.suspend = suspend,
	.resume = resume,
	.resize = resize,
	.bind = bind_keys,
};
