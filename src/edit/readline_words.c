/*
 * The functions that bash adds to readline's (bash manual, 8.4): by the same names, on the same
 * keys.
 */
#include <stdlib.h>
#include <string.h>
#include "readline_parts.h"
#include "version.h"

/* ---- expanding the line ---------------------------------------------------------------- */

/* The whole line gives way to another, as one thing to undo. */
static void replace_line(const char *line)
{
	rl_begin_undo_group();
	rl_delete_text(0, rl_end);
	rl_point = rl_end = rl_mark = 0;
	rl_insert_text(line);
	rl_end_undo_group();
}

/* The cursor stays at the end, or where it was; there it goes behind the word. */
static void put_cursor(int before, bool at_end)
{
	rl_point = at_end || before > rl_end ? rl_end : before;
	if (!at_end && rl_point < rl_end && rl_line_buffer[rl_point] != ' ')
		rl_forward_word(1, 0);
}

/* false when an expansion failed, which is shown. */
static bool rewrite(unsigned what)
{
	char *why;
	int before = rl_point;
	bool at_end = rl_point == rl_end;
	char *line = state.host->rewrite(state.host, what, rl_line_buffer, &why);

	if (why)
		show_message(why);
	if (line && strcmp(line, rl_line_buffer) != 0) {
		replace_line(line);
		put_cursor(before, at_end);
	}
	bool ok = line != NULL;
	free(why);
	free(line);
	return ok;
}

static int history_expand_line(int count, int key)
{
	(void)count;
	(void)key;
	return rewrite(REWRITE_HISTORY) ? 0 : 1;
}

static int alias_expand_line(int count, int key)
{
	(void)count;
	(void)key;
	return rewrite(REWRITE_ALIASES) ? 0 : 1;
}

static int history_and_alias_expand_line(int count, int key)
{
	(void)count;
	(void)key;
	return rewrite(REWRITE_HISTORY | REWRITE_ALIASES) ? 0 : 1;
}

/* The cursor keeps its distance from the end: what was expanded stood before it. */
static int magic_space(int count, int key)
{
	int behind = rl_end - rl_point;
	bool at_start = rl_point == 0;
	(void)count;
	(void)key;
	if (!rewrite(REWRITE_HISTORY))
		return 1;
	rl_point = at_start || behind > rl_end ? 0 : rl_end - behind;
	return insert_expanding(1, ' ');
}

/* With an argument quotes stay, and nothing is run.  The line stays in sight of what commands
 * write. */
static int shell_expand_line(int count, int key)
{
	bool explicit = rl_explicit_arg;
	(void)count;
	(void)key;
	if (!rewrite(REWRITE_HISTORY | REWRITE_ALIASES))
		return 1;
	return rewrite(explicit ? REWRITE_QUOTED : REWRITE_WORDS) ? 0 : 1;
}

/* ---- words of the shell ---------------------------------------------------------------- */

/* For each byte of the line whether it stands between words; heap, NULL when there is no memory. */
static uint8_t *delimiters(void)
{
	uint8_t *between = calloc((size_t)rl_end + 1, 1);
	if (between)
		state.host->delimiters(state.host, rl_line_buffer, (size_t)rl_end, between);
	return between;
}

static int backward_word(int count, int key);

static int forward_word(int count, int key)
{
	if (count < 0)
		return backward_word(-count, key);
	uint8_t *between = delimiters();
	for (; between && count > 0 && rl_point < rl_end; count--) {
		while (rl_point < rl_end && between[rl_point])
			rl_point++;
		while (rl_point < rl_end && !between[rl_point])
			rl_point++;
	}
	free(between);
	return 0;
}

static int backward_word(int count, int key)
{
	if (count < 0)
		return forward_word(-count, key);
	uint8_t *between = delimiters();
	for (; between && count > 0 && rl_point > 0; count--) {
		while (rl_point > 0 && between[rl_point - 1])
			rl_point--;
		while (rl_point > 0 && !between[rl_point - 1])
			rl_point--;
	}
	free(between);
	return 0;
}

static int kill_to(int from)
{
	int to = rl_point;
	if (from != to)
		rl_kill_text(from, to);
	rl_point = from < to ? from : to;
	if (rl_editing_mode)
		rl_mark = rl_point;
	return 0;
}

static int kill_word(int count, int key)
{
	int from = rl_point;
	forward_word(count, key);
	return kill_to(from);
}

static int backward_kill_word(int count, int key)
{
	int from = rl_point;
	backward_word(count, key);
	return kill_to(from);
}

static int transpose_words(int count, int key)
{
	int before = rl_point;
	if (count == 0)
		return 0;
	forward_word(count, key);
	int second_end = rl_point;
	backward_word(1, key);
	int second = rl_point;
	backward_word(count, key);
	int first = rl_point;
	forward_word(1, key);
	int first_end = rl_point;
	if (first == second || second < first_end) {
		rl_ding();
		rl_point = before;
		return 1;
	}
	char *one = rl_copy_text(first, first_end), *other = rl_copy_text(second, second_end);
	rl_begin_undo_group();
	rl_point = second;
	rl_delete_text(second, second_end);
	rl_insert_text(one);
	rl_point = first;
	rl_delete_text(first, first_end);
	rl_insert_text(other);
	rl_point = second_end;
	rl_end_undo_group();
	free(one);
	free(other);
	return 0;
}

/* So many words back from the cursor; gives back how many there are. */
static int words_back(int count, int key)
{
	int words = 0;

	for (; words < count && rl_point > 0; words++) {
		int before = rl_point;
		backward_word(1, key);
		if (rl_point == 0 && rl_line_buffer[0] == ' ') {
			rl_point = before;
			break;
		}
	}
	return words;
}

/* Takes the word before the cursor for the name of a file that is spelled wrong; false: there is no
 * word. */
static bool respell_word(int key)
{
	backward_word(1, key);
	int start = rl_point;
	forward_word(1, key);
	char *word = rl_copy_text(start, rl_point);
	bool any = word && *word;
	char *right = any ? state.host->respell(state.host, word) : NULL;

	if (right && strcmp(right, word) != 0) {
		rl_begin_undo_group();
		rl_delete_text(start, rl_point);
		rl_point = start;
		rl_insert_text(right);
		rl_end_undo_group();
	}
	free(word);
	free(right);
	return any;
}

/* The word that the cursor is in or before, and those behind it; at the end, the last. */
static int spell_correct_word(int count, int key)
{
	uint8_t *between = delimiters();

	if (count < 0)
		count = words_back(-count, key);
	else
		while (between && rl_point < rl_end && between[rl_point])
			rl_point++;
	if (between && rl_point < rl_end && !between[rl_point])
		forward_word(1, key);
	free(between);
	for (; count > 0 && respell_word(key) && rl_point < rl_end; count--)
		if (count > 1)
			forward_word(1, key);
	return 0;
}

/* ---- completing one thing -------------------------------------------------------------- */

#define COMPLETION(name, subject)                                                      \
	static int complete_##name(int count, int key)                                 \
	{                                                                              \
		(void)count;                                                           \
		(void)key;                                                             \
		return complete_subject(subject, rl_completion_mode(complete_##name)); \
	}                                                                              \
	static int possible_##name##_completions(int count, int key)                   \
	{                                                                              \
		(void)count;                                                           \
		(void)key;                                                             \
		return complete_subject(subject, '?');                                 \
	}

COMPLETION(filename, SUBJECT_FILENAME)
COMPLETION(username, SUBJECT_USERNAME)
COMPLETION(hostname, SUBJECT_HOSTNAME)
COMPLETION(variable, SUBJECT_VARIABLE)
COMPLETION(command, SUBJECT_COMMAND)

static int glob_complete_word(int count, int key)
{
	(void)count;
	(void)key;
	bool more = rl_editing_mode || rl_explicit_arg;
	return complete_subject(more ? SUBJECT_GLOB_MORE : SUBJECT_GLOB,
				rl_completion_mode(glob_complete_word));
}

static int glob_expand_word(int count, int key)
{
	(void)count;
	(void)key;
	return complete_subject(rl_explicit_arg ? SUBJECT_GLOB_MORE : SUBJECT_GLOB, '*');
}

static int glob_list_expansions(int count, int key)
{
	(void)count;
	(void)key;
	return complete_subject(rl_explicit_arg ? SUBJECT_GLOB_MORE : SUBJECT_GLOB, '?');
}

static int dynamic_complete_history(int count, int key)
{
	(void)count;
	(void)key;
	return complete_subject(SUBJECT_HISTORY,
				rl_last_func == dynamic_complete_history ? '?' : '\t');
}

static int dabbrev_expand(int count, int key)
{
	if (rl_last_func == dabbrev_expand)
		rl_last_func = rl_menu_complete;
	state.subject = SUBJECT_RECENT;
	int result = rl_menu_complete(count, key);
	state.subject = SUBJECT_PLACE;
	rl_last_func = dabbrev_expand;
	return result;
}

static int behind_character(int at)
{
	do
		at++;
	while (at < rl_end && ((unsigned char)rl_line_buffer[at] & 0xc0) == 0x80);
	return at;
}

/* POSIX's \ * = of vi's command mode: a word without a pattern gets a * behind it. */
static int vi_complete(int count, int key)
{
	if (rl_point < rl_end && rl_line_buffer[rl_point] != ' ') {
		int behind = behind_character(rl_point);
		if (behind < rl_end && rl_line_buffer[behind] != ' ') {
			rl_vi_end_word(1, 'E');
			behind = behind_character(rl_point);
		}
		rl_point = behind; /* of the last one, too, where no key of vi's gets */
	}
	int end = rl_point;
	if (end > 0)
		rl_vi_bWord(1, 'B');
	char *word = rl_copy_text(rl_point, end);
	rl_point = end;
	if (word && *word && !strpbrk(word, "*?["))
		rl_explicit_arg = 1;
	free(word);
	int result = key == '*'	   ? glob_expand_word(count, key)
		     : key == '='  ? glob_list_expansions(count, key)
		     : key == '\\' ? glob_complete_word(count, key)
				   : rl_complete(0, key);
	if (key == '*' || key == '\\')
		rl_vi_insertion_mode(1, key);
	return result;
}

/* ---- the rest -------------------------------------------------------------------------- */

static int display_shell_version(int count, int key)
{
	(void)count;
	(void)key;
	show_message("cowsh " COWSH_RELEASE);
	return 0;
}

/* The line is accepted, edited and run, and an empty one comes back. */
static int edit_and_execute(const char *otherwise, int count)
{
	char *line = rl_explicit_arg ? NULL : strdup(rl_line_buffer);
	bool numbered = rl_explicit_arg;

	rl_point = rl_end;
	rl_redisplay();
	rl_crlf();
	fflush(rl_outstream);
	rl_deprep_terminal();
	if (line || numbered)
		state.host->edit_command(state.host, line, count, otherwise);
	free(line);
	rl_prep_terminal(1);
	rl_free_undo_list();
	rl_replace_line("", 1);
	rl_on_new_line();
	return 0;
}

static int edit_and_execute_command(int count, int key)
{
	(void)key;
	return edit_and_execute("emacs", count);
}

static int vi_edit_and_execute_command(int count, int key)
{
	int result = edit_and_execute("vi", count);
	rl_vi_insertion_mode(1, key);
	return result;
}

/* ---- names and keys -------------------------------------------------------------------- */

static const struct {
	const char *name;
	rl_command_func_t *function;
} functions[] = {
	{"shell-expand-line", shell_expand_line},
	{"history-expand-line", history_expand_line},
	{"magic-space", magic_space},
	{"shell-forward-word", forward_word},
	{"shell-backward-word", backward_word},
	{"shell-kill-word", kill_word},
	{"shell-backward-kill-word", backward_kill_word},
	{"shell-transpose-words", transpose_words},
	{"spell-correct-word", spell_correct_word},
	{"alias-expand-line", alias_expand_line},
	{"history-and-alias-expand-line", history_and_alias_expand_line},
	{"insert-last-argument", rl_yank_last_arg},
	{"display-shell-version", display_shell_version},
	{"edit-and-execute-command", edit_and_execute_command},
	{"vi-edit-and-execute-command", vi_edit_and_execute_command},
	{"complete-into-braces", complete_into_braces},
	{"complete-filename", complete_filename},
	{"possible-filename-completions", possible_filename_completions},
	{"complete-username", complete_username},
	{"possible-username-completions", possible_username_completions},
	{"complete-hostname", complete_hostname},
	{"possible-hostname-completions", possible_hostname_completions},
	{"complete-variable", complete_variable},
	{"possible-variable-completions", possible_variable_completions},
	{"complete-command", complete_command},
	{"possible-command-completions", possible_command_completions},
	{"glob-complete-word", glob_complete_word},
	{"glob-expand-word", glob_expand_word},
	{"glob-list-expansions", glob_list_expansions},
	{"dynamic-complete-history", dynamic_complete_history},
	{"dabbrev-expand", dabbrev_expand},
	{"bash-vi-complete", vi_complete},
	{"previous-matching-history", previous_matching_history},
	{"next-matching-history", next_matching_history},
};

static const struct {
	const char *keymap;
	const char *keys;
	rl_command_func_t *function;
	rl_command_func_t *instead_of; /* what readline itself has there */
} bindings[] = {
	{"emacs-ctlx", "s", spell_correct_word, NULL},
	{"emacs-meta", "\\C-e", shell_expand_line, NULL},
	{"emacs-meta", "^", history_expand_line, NULL},
	{"emacs-ctlx", "\\C-v", display_shell_version, NULL},
	{"emacs-meta", "{", complete_into_braces, NULL},
	{"emacs-meta", "/", complete_filename, NULL},
	{"emacs-ctlx", "/", possible_filename_completions, NULL},
	{"emacs-meta", "~", complete_username, rl_tilde_expand},
	{"emacs-ctlx", "~", possible_username_completions, NULL},
	{"emacs-meta", "@", complete_hostname, NULL},
	{"emacs-ctlx", "@", possible_hostname_completions, NULL},
	{"emacs-meta", "$", complete_variable, NULL},
	{"emacs-ctlx", "$", possible_variable_completions, NULL},
	{"emacs-meta", "!", complete_command, NULL},
	{"emacs-ctlx", "!", possible_command_completions, NULL},
	{"emacs-meta", "g", glob_complete_word, NULL},
	{"emacs-ctlx", "*", glob_expand_word, NULL},
	{"emacs-ctlx", "g", glob_list_expansions, NULL},
	{"emacs-meta", "\\C-i", dynamic_complete_history, rl_tab_insert},
	{"emacs-ctlx", "\\C-e", edit_and_execute_command, NULL},
	{"emacs-meta", "\\C-b", backward_word, NULL},
	{"emacs-meta", "\\C-d", kill_word, NULL},
	{"emacs-meta", "\\C-f", forward_word, NULL},
	{"emacs-meta", "\\C-t", transpose_words, NULL},
	/* `set -o vi` and `emacs` switch the mode. */
	{"emacs-meta", "\\C-j", NULL, rl_vi_editing_mode},
	{"emacs-meta", "\\C-m", NULL, rl_vi_editing_mode},
	{"vi-command", "\\C-e", NULL, rl_emacs_editing_mode},
	{"vi-command", "v", vi_edit_and_execute_command, NULL},
	{"vi-command", "\\\\", vi_complete, rl_vi_complete},
	{"vi-command", "*", vi_complete, rl_vi_complete},
	{"vi-command", "=", vi_complete, rl_vi_complete},
};

void functions_init(void)
{
	for (size_t i = 0; i < sizeof(functions) / sizeof(*functions); i++)
		rl_add_defun(functions[i].name, functions[i].function, -1);
}

void functions_bind(void)
{
	for (size_t i = 0; i < sizeof(bindings) / sizeof(*bindings); i++) {
		Keymap keymap = rl_get_keymap_by_name(bindings[i].keymap);
		char keys[8];
		int len, type;
		if (!keymap || rl_translate_keyseq(bindings[i].keys, keys, &len) != 0)
			continue;
		rl_command_func_t *now =
			rl_function_of_keyseq_len(keys, (size_t)len, keymap, &type);
		if (type == ISFUNC && (!now || now == bindings[i].instead_of))
			rl_bind_keyseq_in_map(bindings[i].keys, bindings[i].function, keymap);
	}
}
