/*
 * The list of commands that were typed, and what of them is kept (bash manual, 9.1 to 9.2).
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "builtin.h"
#include "expand.h"
#include "history_list.h"
#include "line_words.h"
#include "mem.h"
#include "pattern.h"
#include "var.h"

#define SIZE_DEFAULT 1000 /* entries, in the list and in the file */

/* ---- variables ------------------------------------------------------------------------- */

static void set_default(struct shell *sh, const char *name, const char *value)
{
	if (!var_get(sh, name))
		var_set_by_name(sh, name, value);
}

static void size_defaults(struct shell *sh)
{
	char digits[24];

	set_default(sh, "HISTSIZE", integer_digits(SIZE_DEFAULT, digits));
	set_default(sh, "HISTFILESIZE", var_get(sh, "HISTSIZE"));
}

void history_defaults(struct shell *sh)
{
	size_t len;
	const char *home = var_text(sh, symbol_intern(&sh->symbols, "HOME", 4), &len);

	if (home && *home && !sh->called_sh) {
		struct strbuf path = STRBUF_INIT;
		strbuf_addf(&path, "%s/%s", home,
			    sh->called_bash ? ".bash_history" : ".cowsh_history");
		set_default(sh, "HISTFILE", strbuf_text(&path));
		strbuf_free(&path);
	}
	size_defaults(sh);
}

uint32_t history_limit(struct shell *sh, const char *variable, uint32_t otherwise)
{
	const char *value = var_get(sh, variable);
	char *end;

	if (!value || !*value)
		return otherwise;
	errno = 0;
	long number = strtol(value, &end, 10);
	if (*end)
		return otherwise;
	return number < 0 || number >= UINT32_MAX ? UINT32_MAX : (uint32_t)number;
}

/* True when word is one of the colon-separated words of HISTCONTROL. */
static bool control_has(struct shell *sh, const char *word)
{
	const char *at = var_get(sh, "HISTCONTROL");
	size_t len = strlen(word);

	while (at && *at) {
		size_t part = strcspn(at, ":");
		if (part == len && memcmp(at, word, len) == 0)
			return true;
		at += part + (at[part] == ':');
	}
	return false;
}

/* ---- the list -------------------------------------------------------------------------- */

struct history_list *history_list_of(struct shell *sh)
{
	if (!sh->history) {
		sh->history = mem_zalloc(sizeof(*sh->history));
		sh->history->first = 1;
	}
	struct history_list *list = sh->history;
	/* Not while start-up files run: they may name another file. */
	if (!list->loaded && OPT(sh, HISTORY) && (list->prompted || !OPT(sh, INTERACTIVE))) {
		list->loaded = true;
		history_load(sh, list);
	}
	return list;
}

static struct history_entry *entry_of(struct history_list *list, uint32_t number)
{
	if (number < list->first || number - list->first >= list->count)
		return NULL;
	return &list->entries[list->start + (number - list->first)];
}

static void drop_first(struct history_list *list, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		mem_free(list->entries[list->start + i].text);
	list->start += count;
	list->count -= count;
	list->first += count;
}

/* Takes out what HISTSIZE has no room for. */
static void history_trim(struct shell *sh, struct history_list *list)
{
	uint32_t limit = history_limit(sh, "HISTSIZE", UINT32_MAX);

	if (list->count > limit)
		drop_first(list, list->count - limit);
}

/* Room for one more at the end; what was dropped in front is reused when that is the larger
 * part. */
static void make_room(struct history_list *list)
{
	if (list->start + list->count < list->cap)
		return;
	if (list->start > list->cap / 2) {
		memmove(list->entries, list->entries + list->start,
			list->count * sizeof(*list->entries));
		list->start = 0;
		return;
	}
	list->cap = list->cap ? 2 * list->cap : 64;
	list->entries = mem_realloc(list->entries, list->cap * sizeof(*list->entries));
}

void history_push(struct shell *sh, struct history_list *list, char *text, int64_t when,
		  bool written)
{
	make_room(list);
	list->entries[list->start + list->count++] =
		(struct history_entry){.text = text, .when = when, .written = written};
	history_trim(sh, list);
}

static void delete_at(struct history_list *list, uint32_t index)
{
	struct history_entry *entry = &list->entries[list->start + index];

	mem_free(entry->text);
	memmove(entry, entry + 1, (list->count - index - 1) * sizeof(*entry));
	list->count--;
	list->generation++;
}

static uint32_t last_number(const struct history_list *list)
{
	return list->first + list->count - 1;
}

/* ---- what others ask ------------------------------------------------------------------- */

void history_range(struct shell *sh, uint32_t *first, uint32_t *last)
{
	struct history_list *list = history_list_of(sh);

	history_trim(sh, list); /* HISTSIZE may have become smaller */
	*first = list->first;
	*last = last_number(list);
}

const struct history_entry *history_entry(struct shell *sh, uint32_t number)
{
	return entry_of(history_list_of(sh), number);
}

uint32_t history_next_number(struct shell *sh)
{
	return last_number(history_list_of(sh)) + 1;
}

uint32_t history_generation(struct shell *sh)
{
	return history_list_of(sh)->generation;
}

uint32_t history_current(struct shell *sh)
{
	struct history_list *list = history_list_of(sh);

	return list->current && entry_of(list, list->current) ? list->current : 0;
}

/* ---- recording ------------------------------------------------------------------------- */

/* HISTIGNORE: patterns for whole lines; & is the line before, \& an ampersand. */
static bool is_ignored(struct shell *sh, const struct history_list *list, const char *line,
		       size_t len)
{
	const char *at = var_get(sh, "HISTIGNORE");
	const char *before = list->count ? list->entries[list->start + list->count - 1].text : NULL;
	bool ignored = false;

	while (at && *at && !ignored) {
		struct strbuf pattern = STRBUF_INIT;
		for (; *at && *at != ':'; at++) {
			if (*at == '&' && before)
				for (const char *c = before; *c; c++)
					strbuf_addf(&pattern, "\\%c", *c);
			else if (*at == '\\' && at[1])
				strbuf_addf(&pattern, "\\%c", *++at);
			else
				strbuf_addc(&pattern, *at);
		}
		at += *at == ':';
		ignored = pattern.len &&
			  pattern_match(pattern.data, pattern.len, line, len, pattern_flags(sh));
		strbuf_free(&pattern);
	}
	return ignored;
}

static bool is_wanted(struct shell *sh, const struct history_list *list, const char *line,
		      size_t len)
{
	bool both = control_has(sh, "ignoreboth");

	if ((both || control_has(sh, "ignorespace")) && *line == ' ')
		return false;
	if ((both || control_has(sh, "ignoredups")) && list->count) {
		const char *before = list->entries[list->start + list->count - 1].text;
		if (strlen(before) == len && memcmp(before, line, len) == 0)
			return false;
	}
	return !is_ignored(sh, list, line, len);
}

static void erase_duplicates(struct history_list *list, const char *line, size_t len)
{
	for (uint32_t i = list->count; i-- > 0;) {
		const char *text = list->entries[list->start + i].text;
		if (strlen(text) == len && memcmp(text, line, len) == 0)
			delete_at(list, i);
	}
}

/* Adds an entry, when HISTCONTROL and HISTIGNORE have nothing against it; false when it is not
 * there then. */
static bool add_wanted(struct shell *sh, struct history_list *list, const char *text, size_t len)
{
	if (!is_wanted(sh, list, text, len))
		return false;
	if (control_has(sh, "erasedups"))
		erase_duplicates(list, text, len);
	history_push(sh, list, mem_strndup(text, len), time(NULL), false);
	return list->count > 0; /* HISTSIZE=0 */
}

void history_add(struct shell *sh, const char *text, size_t len)
{
	add_wanted(sh, history_list_of(sh), text, len);
}

uint32_t history_add_draft(struct shell *sh, const char *text, size_t len)
{
	struct history_list *list = history_list_of(sh);

	list->current = 0;
	list->recording = false;
	history_push(sh, list, mem_strndup(text, len), time(NULL), false);
	return last_number(list);
}

static void continue_entry(struct history_list *list, const char *line, size_t len)
{
	struct history_entry *entry = entry_of(list, list->current);

	if (!entry)
		return;
	char *longer = mem_try_realloc(entry->text, list->current_len + len + 2);
	if (!longer)
		return;
	entry->text = longer;
	char *end = longer + list->current_len;
	*end++ = '\n';
	memcpy(end, line, len);
	end[len] = '\0';
	list->current_len += len + 1;
	list->several = true;
}

/* The lines of the current entry are all of its command. */
static void end_entry(struct shell *sh, struct history_list *list)
{
	struct history_entry *entry = list->several ? entry_of(list, list->current) : NULL;
	struct strbuf text = STRBUF_INIT;

	list->several = false;
	if (!entry || OPT(sh, LITHIST))
		return;
	history_join_lines(sh, entry->text, list->current_len, &text);
	if (text.failed) {
		strbuf_free(&text);
		return;
	}
	mem_free(entry->text);
	entry->text = strbuf_take(&text);
}

/* Appends to the file: a line that is typed at once, a script's when it ends. */
static void flush(struct shell *sh, struct history_list *list)
{
	if (OPT(sh, INTERACTIVE))
		history_flush(sh, list);
}

void history_record(struct shell *sh, const char *line, size_t len, bool continued)
{
	struct history_list *list = history_list_of(sh);

	if (continued && (!list->recording || OPT(sh, CMDHIST))) {
		if (list->recording)
			continue_entry(list, line, len);
		return;
	}
	end_entry(sh, list);
	if (!continued) {
		flush(sh, list);
		list->recording = OPT(sh, HISTORY) && len && add_wanted(sh, list, line, len);
	} else if (len) {
		history_push(sh, list, mem_strndup(line, len), time(NULL), false);
	}
	list->current = list->recording ? last_number(list) : 0;
	list->current_len = len;
}

/* True for a command that may take itself out of the list, or want another file or none: the file
 * is told when it has run. */
static bool decides_itself(struct shell *sh, const char *text)
{
	bool decides = strstr(text, "HISTFILE");
	uint32_t count;
	struct text_word *words = text_words(sh, text, 0, &count);

	for (uint32_t i = 0; i < count && !decides; i++) {
		size_t len = words[i].end - words[i].start;
		const struct symbol *symbol =
			words[i].kind == SPAN_COMMAND
				? symbol_find(&sh->symbols, text + words[i].start, len)
				: NULL;
		decides = symbol && symbol->builtin && symbol->builtin->flags & BUILTIN_HISTORY;
	}
	mem_free(words);
	return decides;
}

void history_command_read(struct shell *sh)
{
	struct history_list *list = sh->history;

	if (!list || !list->recording)
		return;
	end_entry(sh, list);
	const struct history_entry *entry = entry_of(list, list->current);
	if (entry && !decides_itself(sh, entry->text))
		flush(sh, list);
}

/* ---- taking out ------------------------------------------------------------------------ */

bool history_delete(struct shell *sh, uint32_t first, uint32_t last)
{
	struct history_list *list = history_list_of(sh);

	if (first > last || !entry_of(list, first) || !entry_of(list, last))
		return false;
	if (list->current >= first && list->current <= last)
		list->current = 0;
	else if (list->current > last)
		list->current -= last - first + 1;
	for (uint32_t number = last; number >= first; number--)
		delete_at(list, number - list->first);
	return true;
}

void history_forget_current(struct shell *sh)
{
	uint32_t current = history_current(sh);

	if (current)
		history_delete(sh, current, current);
}

void history_command_over(struct shell *sh)
{
	history_list_of(sh)->current = 0;
}

void history_clear(struct shell *sh)
{
	struct history_list *list = history_list_of(sh);

	drop_first(list, list->count);
	list->first = 1;
	list->start = 0;
	list->current = 0;
	list->recording = false;
	list->several = false;
	list->generation++;
}

void history_prompted(struct shell *sh)
{
	history_list_of(sh)->prompted = true;
}

void history_begin(struct shell *sh)
{
	size_defaults(sh);
	sh->ops.history_save = history_save;
	history_list_of(sh);
}

void history_limited(struct shell *sh)
{
	struct history_list *list = sh->history;

	if (sh->rehearsal || (OPT(sh, INTERACTIVE) && !(list && list->prompted)))
		return;
	history_shorten_file(sh, list);
}

void history_save(struct shell *sh)
{
	struct history_list *list = sh->history;

	if (!list || !list->loaded || sh->is_subshell)
		return;
	if (OPT(sh, INTERACTIVE) || OPT(sh, HISTORY))
		history_flush(sh, list);
	history_shorten(sh, list);
}

void history_end(struct shell *sh)
{
	struct history_list *list = sh->history;

	if (!list)
		return;
	history_save(sh);
	drop_first(list, list->count);
	mem_free(list->entries);
	mem_free(list->own);
	mem_free(list);
	sh->history = NULL;
}
