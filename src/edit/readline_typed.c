/*
 * Keys of readline's that go by what is typed, each as an option of the shell's says: Up and Down
 * through the commands that begin so, and abbreviations.
 */
#include <stdlib.h>
#include <string.h>
#include "readline_parts.h"

/* ---- Up and Down ----------------------------------------------------------------------- */

/* The number of entries further on, in this direction, to the nearest one that begins so and is not
 * what the line already is; 0 for none.  Behind the last entry is the line that was typed. */
static int distance(int direction)
{
	size_t len = strlen(state.walk_prefix);
	HIST_ENTRY **entries = history_list();
	int from = where_history();

	for (int at = from + direction; entries && at >= 0 && at < history_length; at += direction)
		if (strncmp(entries[at]->line, state.walk_prefix, len) == 0 &&
		    strcmp(entries[at]->line, rl_line_buffer) != 0)
			return abs(at - from);
	return direction > 0 ? history_length - from : 0;
}

static int walk(int direction, int count, int key)
{
	rl_command_func_t *plain = direction < 0 ? rl_get_previous_history : rl_get_next_history;

	if (rl_last_func != previous_matching_history && rl_last_func != next_matching_history) {
		free(state.walk_prefix);
		state.walk_prefix = rl_copy_text(0, rl_point);
	}
	if (!state.walk_prefix || !*state.walk_prefix || count < 1)
		return plain(count, key);
	for (; count > 0; count--) {
		int steps = distance(direction);
		if (steps == 0) {
			rl_ding();
			return 0;
		}
		plain(steps, key);
	}
	return 0;
}

int previous_matching_history(int count, int key)
{
	return walk(-1, count, key);
}

int next_matching_history(int count, int key)
{
	return walk(1, count, key);
}

/* ---- abbreviations ---------------------------------------------------------------------- */

/* The abbreviation before the cursor and `inserted`, which stands behind it already, gives way to
 * what it stands for, as one thing to undo: the cursor is behind both then. */
static void expand_abbreviation(const char *inserted)
{
	size_t start, len = strlen(inserted);
	const char *text = state.host->abbreviation(state.host, rl_line_buffer,
						    (size_t)rl_point - len, &start);

	if (!text)
		return;
	rl_begin_undo_group();
	rl_delete_text((int)start, rl_point);
	rl_point = (int)start;
	rl_insert_text(text);
	rl_insert_text(inserted);
	rl_end_undo_group();
}

/* The key comes first: what is undone then is the expansion, and not the key. */
int insert_expanding(int count, int key)
{
	char text[] = {(char)key, '\0'};

	if (!rl_insert_mode || count != 1 || !state.host->abbreviates)
		return rl_insert(count, key);
	rl_insert_text(text); /* rl_insert would go on with keys that are waiting */
	expand_abbreviation(text);
	return 0;
}

static int accept_expanding(int count, int key)
{
	expand_abbreviation("");
	rl_redisplay_function();
	return rl_newline(count, key);
}

/* ---- keys ------------------------------------------------------------------------------ */

/* Gives a key of the keymap to one function where the other one has it. */
static void exchange(const char *keymap, const char *keys, rl_command_func_t *from,
		     rl_command_func_t *to)
{
	Keymap map = rl_get_keymap_by_name(keymap);
	char bytes[16];
	int len, type;

	if (!map || rl_translate_keyseq(keys, bytes, &len) != 0)
		return;
	if (rl_function_of_keyseq_len(bytes, (size_t)len, map, &type) == from && type == ISFUNC)
		rl_bind_keyseq_in_map(keys, to, map);
}

static void exchange_arrows(bool on)
{
	static const char *const keymaps[] = {"emacs-standard", "vi-insert", "vi-command"};
	static const char *const up[] = {"\\e[A", "\\eOA"}, *const down[] = {"\\e[B", "\\eOB"};

	for (size_t map = 0; map < sizeof(keymaps) / sizeof(*keymaps); map++)
		for (size_t i = 0; i < 2; i++) {
			exchange(keymaps[map], up[i],
				 on ? rl_get_previous_history : previous_matching_history,
				 on ? previous_matching_history : rl_get_previous_history);
			exchange(keymaps[map], down[i],
				 on ? rl_get_next_history : next_matching_history,
				 on ? next_matching_history : rl_get_next_history);
		}
}

static void exchange_ends_of_words(bool on)
{
	static const char *const keymaps[] = {"emacs-standard", "vi-insert", "vi-command"};
	static const char inserted[] = " ;&|"; /* by all of these a word has ended */
	static const char *const accepted[] = {"\\C-m", "\\C-j"};

	for (size_t map = 0; map < sizeof(keymaps) / sizeof(*keymaps); map++) {
		for (const char *key = inserted; *key; key++)
			exchange(keymaps[map], (char[]){*key, '\0'},
				 on ? rl_insert : insert_expanding,
				 on ? insert_expanding : rl_insert);
		for (size_t i = 0; i < sizeof(accepted) / sizeof(*accepted); i++)
			exchange(keymaps[map], accepted[i], on ? rl_newline : accept_expanding,
				 on ? accept_expanding : rl_newline);
	}
}

void typed_follow_options(const struct editor_host *host)
{
	static bool arrows, ends_of_words;

	if (host->abbreviates != ends_of_words)
		exchange_ends_of_words(ends_of_words = host->abbreviates);

	if (host->upsearch != arrows)
		exchange_arrows(arrows = host->upsearch);
}
