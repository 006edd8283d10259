/*
 * The line editor made of GNU readline.  It runs through readline's callback interface: the shell
 * waits for each key and for signals itself, so that readline installs no handler and never sleeps.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "editor_module.h"
#include "readline_parts.h"

struct module_state state;

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
	/* The entry that was the last may have got another line. */
	const char *text = state.next > first ? host->history_entry(host, state.next - 1) : NULL;
	const HIST_ENTRY *mine = text ? history_get((int)state.next - 1) : NULL;
	if (mine && strcmp(mine->line, text) != 0)
		free_history_entry(replace_history_entry(history_length - 1, text, NULL));
	for (; state.next <= last; state.next++) {
		text = host->history_entry(host, state.next);
		add_history(text ? text : "");
	}
	/* Entries that HISTSIZE has no room for are no longer in the shell's. */
	for (; history_length && (uint32_t)history_base < first; history_base++)
		free_history_entry(remove_history(0));
	using_history();
}

/* ---- keys that readline has already ---------------------------------------------------- */

/* readline goes on at once with the keys of a macro, and with those that it put back.  In the midst
 * of a sequence, a search or an argument that were a crash with readline 8.2: an abort would jump
 * into the function that read the first key, which has returned.  So these keys are taken away
 * until it is called anew. */
void hold_keys(void)
{
	if (!RL_ISSTATE(RL_STATE_NUMERICARG))
		state.in_argument = false;
	if (!RL_ISSTATE(RL_STATE_MULTIKEY | RL_STATE_ISEARCH | RL_STATE_NSEARCH |
			RL_STATE_CHARSEARCH | RL_STATE_VIMOTION | RL_STATE_NUMERICARG)) {
		/* an abort, which leaves no last command, came out of the one that was under way */
		if (!rl_last_func)
			RL_UNSETSTATE(RL_STATE_DISPATCHING);
		return;
	}
	if (RL_ISSTATE(RL_STATE_DISPATCHING | RL_STATE_READCMD | RL_STATE_MOREINPUT) ||
	    state.in_argument)
		return;
	if (rl_pending_input)
		state.pending_key = rl_pending_input;
	rl_clear_pending_input();
	char *macro = rl_executing_macro;
	rl_executing_macro = NULL;
	state.holding = true;
	for (int key; state.held_count < HELD_KEYS && (key = rl_read_key()) != EOF;)
		state.held_keys[state.held_count++] = (unsigned char)key;
	state.holding = false;
	rl_executing_macro = macro;
	state.in_macro |= RL_ISSTATE(RL_STATE_MACROINPUT) != 0;
	RL_UNSETSTATE(RL_STATE_MACROINPUT);
}

static bool keys_are_held(void)
{
	return state.in_macro || state.pending_key || state.held_count;
}

static void drop_keys(void)
{
	state.pending_key = 0;
	state.held_count = 0;
}

static void give_keys(void)
{
	for (unsigned i = 0; i < state.held_count; i++)
		rl_stuff_char(state.held_keys[i]);
	if (state.pending_key)
		rl_execute_next(state.pending_key);
	if (state.in_macro && rl_executing_macro)
		RL_SETSTATE(RL_STATE_MACROINPUT);
	state.in_macro = false;
	drop_keys();
	/* the number is shown before its next key is read */
	state.in_argument = RL_ISSTATE(RL_STATE_NUMERICARG) != 0;
}

/* ---- reading --------------------------------------------------------------------------- */

static int get_byte(FILE *stream)
{
	(void)stream;
	if (state.holding)
		return EOF; /* only what was put back */
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
			state.host->error = got < 0 ? errno : 0;
			state.stop = WAIT_END;
			return EOF;
		}
	}
}

/* True when the rest of a key's sequence comes within the time that readline would give it. */
static int input_available(void)
{
	struct pollfd input = {state.host->input, POLLIN, 0};
	int microseconds = rl_set_keyboard_input_timeout(0);
	rl_set_keyboard_input_timeout(microseconds);
	return poll(&input, 1, microseconds / 1000) > 0;
}

static void leave_terminal(void)
{
	rl_callback_handler_remove();
	/* Its mode could not be set back, and may be now. */
	if (RL_ISSTATE(RL_STATE_TERMPREPPED))
		rl_deprep_terminal();
}

static void line_finished(char *line)
{
	state.finished = true;
	state.ended = !line;
	if (line)
		state.host->accept(state.host, line, strlen(line));
	free(line);
	leave_terminal();
	/* readline would take the macro's other keys now, but they are the next line's. */
	state.in_macro = RL_ISSTATE(RL_STATE_MACROINPUT);
	RL_UNSETSTATE(RL_STATE_MACROINPUT);
}

/* The line is given up: what was typed stays to be seen, and the next prompt comes below it. */
static void drop_line(bool interrupted)
{
	state.dropping = true; /* readline draws the line again in what follows */
	drop_keys();
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
	leave_terminal();
	fflush(rl_outstream);
	state.dropping = false;
}

void follow_mode(const struct editor_host *host)
{
	bool vi = host->mode == EDIT_MODE_VI;
	if (vi && rl_editing_mode)
		rl_vi_editing_mode(1, 0);
	else if (!vi && !rl_editing_mode)
		rl_emacs_editing_mode(1, 0);
}

static enum edit_result read_line(struct editor_host *host, const char *prompt)
{
	/* operate-and-get-next begins this line with an entry of the history. */
	bool first = rl_last_func != rl_operate_and_get_next;
	state.finished = state.ended = state.promised = false;
	state.stop = WAIT_INPUT;
	follow_mode(host);
	typed_follow_options(host);
	if (!first)
		take_history();
	display_follow_terminal();
	rl_callback_handler_install(prompt, line_finished);
	display_silent_prompt();
	if (state.in_macro)
		RL_SETSTATE(RL_STATE_MACROINPUT);
	if (host->initial) {
		rl_insert_text(host->initial);
		rl_redisplay_function();
	}
	while (!state.finished && state.stop == WAIT_INPUT) {
		bool held = keys_are_held();
		if (!held)
			state.stop = host->wait(host);
		if (state.stop != WAIT_INPUT)
			break;
		/* Not before the first key: a long history must not hold up the prompt. */
		if (first)
			take_history();
		first = false;
		state.promised = !held;
		give_keys();
		display_key();
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

void suspend(struct editor_host *host)
{
	(void)host;
	erase_offer();
	rl_clear_visible_line();
	rl_deprep_terminal();
	fflush(rl_outstream);
}

void resume(struct editor_host *host)
{
	(void)host;
	rl_prep_terminal(1);
	rl_forced_update_display();
}

static void resize(struct editor_host *host)
{
	if (host->columns > 0 && host->rows > 0)
		display_resized(host->rows, host->columns);
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
	completion_init();
	functions_init();
	/* readline's own reading would take the meaning from keys whose function it does not
	 * know. */
	setenv("INPUTRC", "/dev/null", 1);
	rl_initialize();
	read_init_file();
	functions_bind();
	rl_bind_keyseq_in_map("\\C-r", reread_init_file, rl_get_keymap_by_name("emacs-ctlx"));
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
