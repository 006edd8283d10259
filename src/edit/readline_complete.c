/*
 * Completion by readline's keys: the shell finds the candidates, readline inserts, lists and goes round them.
 */
#include <stdlib.h>
#include <string.h>
#include "readline_parts.h"

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

void completion_init(void)
{
	rl_completion_word_break_hook = no_word_breaks;
	rl_attempted_completion_function = find_completions;
	rl_completion_display_matches_hook = list_completions;
}
