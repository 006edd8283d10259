/*
 * Readline's line, drawn once more in colour, with the history's suggestion behind it in grey.
 */
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include "layout.h"
#include "readline_parts.h"

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

/* Finds the beginning of the line, behind the prompt's last line.  false when it cannot be told. */
static bool line_start(struct place *place, int columns)
{
	const char *last = strrchr(rl_prompt, '\n');
	*place = (struct place){0, 0};
	return place_prompt(place, last ? last + 1 : rl_prompt, columns) && place->row == 0;
}

/* The places of the cursor and of the line's end; false when the line is not drawn as it is. */
static bool lay_out(struct place start, int columns, struct place *point, struct place *end)
{
	mbstate_t shift = {0};
	*point = *end = start;
	for (int i = 0; i < rl_end;) {
		size_t len =
			place_step(end, rl_line_buffer + i, (size_t)(rl_end - i), columns, &shift);
		if (!len)
			return false;
		i += (int)len;
		if (i <= rl_point)
			*point = *end;
	}
	return true;
}

/* By how far, never to where: output of others may have moved the whole line, and theirs must not
 * be drawn over. */
static void go(struct place from, struct place to)
{
	if (from.row != to.row)
		fprintf(rl_outstream, "\033[%d%c", abs(from.row - to.row),
			from.row > to.row ? 'A' : 'B');
	if (from.column != to.column)
		fprintf(rl_outstream, "\033[%d%c", abs(from.column - to.column),
			from.column > to.column ? 'D' : 'C');
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

/* As much of the suggestion as the row has room for; the cursor is at the line's end, and stays
 * there.  Without wrapping, because others may have moved the line to the right. */
static bool draw_offer(struct place end, int columns)
{
	mbstate_t shift = {0};
	const char *text = state.offer;
	size_t take = 0, len = strlen(text);
	struct place place = end;
	while (take < len) {
		size_t bytes = place_step(&place, text + take, len - take, columns, &shift);
		if (!bytes || place.row != end.row)
			break;
		take += bytes;
	}
	if (take)
		fprintf(rl_outstream, "\0337\033[?7l" GREY "%.*s\033[0m\0338\033[?7h", (int)take,
			text);
	return take > 0;
}

/* True when the terminal is known, and one that understands the sequences of ECMA-48. */
static bool terminal_is_ansi(void)
{
	const char *erase = rl_get_termcap("ce");
	return erase && strncmp(erase, "\033[", 2) == 0;
}

static bool can_colour(int *columns, struct place *start, struct place *point, struct place *end)
{
	int rows;
	if (!(state.host->highlight || state.host->suggest) || rl_end > COLOUR_LIMIT ||
	    rl_display_prompt != rl_prompt || rl_mark_active_p() || !terminal_is_ansi() ||
	    strcmp(rl_variable_value("horizontal-scroll-mode"), "on") == 0 ||
	    strcmp(rl_variable_value("show-mode-in-prompt"), "on") == 0 ||
	    (rl_readline_state & (RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_DONE)))
		return false;
	rl_get_screen_size(&rows, columns);
	return *columns > 1 && line_start(start, *columns) &&
	       lay_out(*start, *columns, point, end) && end->row < rows;
}

void erase_offer(void)
{
	if (state.offered)
		fputs("\033[K", rl_outstream);
	state.offered = false;
}

/* True when readline has the next key already: it may be Enter, which leaves the line without
 * drawing it. */
static bool key_is_coming(void)
{
	return state.in_macro || state.pending_key || state.held_count || rl_pending_input ||
	       RL_ISSTATE(RL_STATE_MACROINPUT | RL_STATE_INPUTPENDING);
}

void display_follow_terminal(void)
{
	struct termios mode;

	state.silent = tcgetattr(state.host->input, &mode) == 0 && !(mode.c_lflag & ECHO);
}

/* readline does this itself for a program that has no redisplay function. */
void display_silent_prompt(void)
{
	if (!state.silent)
		return;
	for (const char *at = rl_prompt; at && *at; at++)
		if (*at != RL_PROMPT_START_IGNORE && *at != RL_PROMPT_END_IGNORE)
			fputc(*at, rl_outstream);
	fflush(rl_outstream);
}

/* readline draws, and then the same cells are drawn once more in colour, so that what readline
 * knows of the screen stays true. */
void redisplay(void)
{
	struct place start, point, end;
	int columns;
	uint8_t styles[COLOUR_LIMIT + 1] = {0};

	erase_offer();
	free(state.offer);
	state.offer = NULL;
	rl_redisplay();
	hold_keys();
	if (!rl_end || state.silent || state.dropping ||
	    !can_colour(&columns, &start, &point, &end))
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
		state.host->suggest && rl_point == rl_end && !key_is_coming()
			? state.host->suggestion(state.host, rl_line_buffer, (size_t)rl_end)
			: NULL;
	if (offer && (state.offer = strdup(offer)))
		state.offered = draw_offer(end, columns);
	fflush(rl_outstream);
}

void display_key(void)
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

void display_resized(int rows, int columns)
{
	int old_rows, old_columns;

	/* The terminal may have wrapped what is suggested into the next row. */
	if (state.offered)
		fputs("\033[J", rl_outstream);
	state.offered = false;
	rl_get_screen_size(&old_rows, &old_columns);
	int up = terminal_is_ansi() && rl_display_prompt == rl_prompt
			 ? rows_to_prompt(rl_prompt, rl_line_buffer, (size_t)rl_point, old_columns,
					  columns)
			 : -1;
	if (up > 0)
		fprintf(rl_outstream, "\033[%dA", up);
	if (up >= 0)
		fputs("\r\033[J", rl_outstream);
	rl_set_screen_size(rows, columns);
	if (up >= 0) {
		rl_on_new_line();
		rl_forced_update_display();
	}
	fflush(rl_outstream);
}
