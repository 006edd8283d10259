/*
 * Completion by readline's keys: the shell finds the candidates, readline inserts, lists and goes
 * round them.
 */
#include <stdlib.h>
#include <string.h>
#include "layout.h"
#include "readline_parts.h"

/* The shell finds out itself where the word begins: to readline the line up to the cursor is one
 * word. */
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

void show_message(const char *message)
{
	rl_crlf();
	fputs(message, rl_outstream);
	if (*message && message[strlen(message) - 1] != '\n')
		fputc('\n', rl_outstream);
	rl_on_new_line();
	rl_forced_update_display();
}

static bool is_on(const char *variable)
{
	const char *value = rl_variable_value(variable);
	return value && strcmp(value, "on") == 0;
}

/* The end of a candidate that others follow: what is open in its word is closed. */
static const char *closing(const struct completion *item)
{
	static const char *const closed[] = {"}", "\"", "'"};

	for (size_t i = 0; i < sizeof(closed) / sizeof(*closed); i++)
		if (*item->finish == *closed[i])
			return closed[i];
	return "";
}

/* The line up to the word, and all candidates, each with what stands before it in the word, with
 * blanks between them. */
static char *join_all(const struct completions *found)
{
	char *text = NULL;
	size_t len;
	FILE *memory = open_memstream(&text, &len);
	if (!memory)
		return NULL;
	fprintf(memory, "%.*s", (int)found->word, rl_line_buffer);
	for (uint32_t i = 0; i < found->count; i++)
		fprintf(memory, "%s%.*s%s%s", i ? " " : "", (int)(found->start - found->word),
			rl_line_buffer + found->word, found->items[i].text,
			closing(&found->items[i]));
	fclose(memory);
	return text;
}

/* Bytes that two texts share behind `from`: whole characters, and no backslash without what it
 * quotes. */
static size_t shared_bytes(const char *a, const char *b, size_t from)
{
	size_t len = from, escaped = 0;
	while (a[len] && a[len] == b[len])
		len++;
	while (len > from && ((unsigned char)a[len] & 0xc0) == 0x80)
		len--;
	while (len - escaped > from && a[len - 1 - escaped] == '\\')
		escaped++;
	return len - (escaped & 1);
}

/* Sorted texts as alternatives behind the bytes that all of them share; gives how many there
 * are. */
static unsigned add_alternatives(FILE *into, const struct completion *items, uint32_t count,
				 size_t shared)
{
	unsigned alternatives = 0;
	for (uint32_t i = 0; i < count; alternatives++) {
		uint32_t next = i + 1;
		size_t more = strlen(items[i].text);
		for (; next < count; next++) {
			size_t both = shared_bytes(items[i].text, items[next].text, shared);
			if (both <= shared)
				break;
			more = both < more ? both : more;
		}
		fprintf(into, "%s%.*s", alternatives ? "," : "", (int)(more - shared),
			items[i].text + shared);
		if (next > i + 1) {
			fputc('{', into);
			add_alternatives(into, items + i, next - i, more);
			fputc('}', into);
		}
		i = next;
	}
	return alternatives;
}

/* The line up to the word, and the candidates as one word with braces. */
static char *join_in_braces(const struct completions *found)
{
	char *text = NULL, *result = NULL;
	size_t len;
	FILE *memory = open_memstream(&text, &len);
	if (!memory)
		return NULL;
	unsigned alternatives = add_alternatives(memory, found->items, found->count, 0);
	fclose(memory);
	memory = open_memstream(&result, &len);
	if (memory) {
		fprintf(memory, alternatives > 1 ? "%.*s{%s}" : "%.*s%s", (int)found->start,
			rl_line_buffer, text);
		if (found->count > 1)
			fputc(' ', memory);
		else
			fputs(found->items->finish, memory);
		fclose(memory);
	}
	free(text);
	return result;
}

/* Asks the shell for state.completions; what went wrong is shown. */
static void ask(size_t point, size_t *common)
{
	struct completion_request request = {
		.type = (enum completion_type)rl_completion_type,
		.subject = state.subject,
		.ignore_case = is_on("completion-ignore-case"),
		.map_case = is_on("completion-map-case"),
		.hidden = is_on("match-hidden-files"),
	};
	state.completions =
		state.host->complete(state.host, rl_line_buffer, point, &request, common);
	const struct completions *found = state.completions;
	if (found->interrupted)
		state.stop = WAIT_INTERRUPTED;
	if (found->message)
		show_message(found->message);
}

/* The text to be inserted when there is nothing to choose. */
static char *only_match(const struct completions *found)
{
	if (state.braces)
		return join_in_braces(found);
	if (rl_completion_type == '*')
		return join_all(found);
	bool finish = rl_completion_type != '?' && state.subject != SUBJECT_RECENT;
	return join(rl_line_buffer, found->start, found->items->text, strlen(found->items->text),
		    finish ? found->items->finish : "");
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
	ask((size_t)end, &common);
	const struct completions *found = state.completions;
	char **matches = found->count ? calloc(found->count + 2, sizeof(*matches)) : NULL;
	if (!matches)
		return NULL;
	const struct completion *items = found->items;
	if (found->count == 1 || rl_completion_type == '*' || state.braces) {
		matches[0] = only_match(found);
		/* To be listed it has to be more than the text that is inserted, which readline
		 * shows as it is, from the beginning of the line. */
		if (rl_completion_type == '?' && matches[0])
			matches[1] = strdup(matches[0]);
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

int complete_subject(enum completion_subject subject, int what_to_do)
{
	state.subject = subject;
	int result = rl_complete_internal(what_to_do);
	state.subject = SUBJECT_PLACE;
	return result;
}

int complete_into_braces(int count, int key)
{
	(void)count;
	(void)key;
	state.braces = true;
	int result = complete_subject(SUBJECT_FILENAME, '\t');
	state.braces = false;
	return result;
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
		fprintf(rl_outstream, "%s%*s  %s\n", item->shown,
			widest - text_columns(item->shown), "",
			item->description ? item->description : "");
	}
}

static void list_completions(char **matches, int count, int longest)
{
	const struct completions *found = state.completions;
	bool described = false;
	int widest = 0, widest_name = 0;
	(void)count;
	(void)longest;
	char **shown = calloc(found->count + 2, sizeof(*shown));
	if (!shown)
		return;
	shown[0] = matches[0];
	for (uint32_t i = 0; i < found->count; i++) {
		int columns = text_columns(found->items[i].shown);
		int name = columns - found->items[i].marked;
		shown[i + 1] = (char *)found->items[i].shown;
		widest = columns > widest ? columns : widest;
		widest_name = name > widest_name ? name : widest_name;
		described |= found->items[i].description != NULL;
	}
	if (confirmed(found->count)) {
		if (described && (found->opaque || (int)found->count < state.host->rows))
			list_described(found, widest);
		else
			/* readline's columns have no room for the slash that it adds */
			rl_display_match_list(shown, (int)found->count, widest_name);
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
