/* Completion specifications: the tables of their words, the specifications, and who has which. */
#include "compspec.h"
#include <string.h>
#include "journal.h"
#include "mem.h"
#include "named.h"
#include "shell.h"

/* ---- words --------------------------------------------------------------------------------- */

const struct completion_action_info completion_actions[ACTION_COUNT] = {
#define X(id, letter, name, text) [ACTION_##id] = {letter, name, text},
	COMPLETION_ACTIONS(X)
#undef X
};

const struct completion_option_info completion_options[COMPOPT_COUNT] = {
#define X(id, name, text) [COMPOPT_##id] = {name, text},
	COMPLETION_OPTIONS(X)
#undef X
};

int completion_action_by_name(const char *name)
{
	for (int i = 0; i < ACTION_COUNT; i++)
		if (strcmp(completion_actions[i].name, name) == 0)
			return i;
	return -1;
}

int completion_option_by_name(const char *name)
{
	for (int i = 0; i < COMPOPT_COUNT; i++)
		if (strcmp(completion_options[i].name, name) == 0)
			return i;
	return -1;
}

/* ---- one specification ----------------------------------------------------------------------- */

struct compspec *compspec_new(void)
{
	struct compspec *spec = mem_zalloc(sizeof(*spec));

	spec->references = 1;
	return spec;
}

static char *copy_text(const char *text)
{
	return text ? mem_strdup(text) : NULL;
}

struct compspec *compspec_copy(const struct compspec *spec)
{
	struct compspec *copy = compspec_new();

	copy->actions = spec->actions;
	copy->options = spec->options;
	copy->glob = copy_text(spec->glob);
	copy->words = copy_text(spec->words);
	copy->prefix = copy_text(spec->prefix);
	copy->suffix = copy_text(spec->suffix);
	copy->filter = copy_text(spec->filter);
	copy->function = copy_text(spec->function);
	copy->command = copy_text(spec->command);
	return copy;
}

void compspec_release(struct compspec *spec)
{
	if (--spec->references)
		return;
	mem_free(spec->glob);
	mem_free(spec->words);
	mem_free(spec->prefix);
	mem_free(spec->suffix);
	mem_free(spec->filter);
	mem_free(spec->function);
	mem_free(spec->command);
	mem_free(spec);
}

/* ---- the table ----------------------------------------------------------------------- */

static uint32_t place_of(const struct compspec_table *table, const char *name, bool *found)
{
	return named_place(table->entries, table->count, sizeof(*table->entries), name,
			   strlen(name), found);
}

struct compspec *compspec_find(const struct shell *sh, const char *name)
{
	bool found;

	if (!sh->compspecs)
		return NULL;
	uint32_t place = place_of(sh->compspecs, name, &found);
	return found ? sh->compspecs->entries[place].spec : NULL;
}

struct compspec_table *compspecs_change(struct shell *sh)
{
	journal_save_compspecs(sh);
	if (!sh->compspecs)
		sh->compspecs = mem_zalloc(sizeof(*sh->compspecs));
	return sh->compspecs;
}

void compspec_set(struct shell *sh, const char *name, struct compspec *spec)
{
	struct compspec_table *table = compspecs_change(sh);
	bool found;
	uint32_t place = place_of(table, name, &found);
	struct compspec_entry *entry;

	if (!found) {
		table->entries = named_insert(table->entries, &table->count, &table->cap,
					      sizeof(*table->entries), place);
		entry = &table->entries[place];
		entry->name = mem_strdup(name);
		entry->serial = ++table->serial;
	} else {
		entry = &table->entries[place];
		compspec_release(entry->spec);
	}
	entry->spec = spec;
}

bool compspec_remove(struct shell *sh, const char *name)
{
	bool found = false;

	if (!compspec_find(sh, name))
		return false;
	struct compspec_table *table = compspecs_change(sh);
	uint32_t place = place_of(table, name, &found);
	mem_free(table->entries[place].name);
	compspec_release(table->entries[place].spec);
	named_remove(table->entries, &table->count, sizeof(*table->entries), place);
	return true;
}

static void clear(struct compspec_table *table)
{
	for (uint32_t i = 0; i < table->count; i++) {
		mem_free(table->entries[i].name);
		compspec_release(table->entries[i].spec);
	}
	table->count = 0;
}

void compspec_remove_all(struct shell *sh)
{
	if (sh->compspecs && sh->compspecs->count)
		clear(compspecs_change(sh));
}

struct compspec_table *compspecs_copy(const struct compspec_table *table)
{
	struct compspec_table *copy = mem_zalloc(sizeof(*copy));

	*copy = *table;
	copy->cap = copy->count;
	copy->entries = NULL;
	if (copy->count)
		copy->entries = mem_alloc(copy->count * sizeof(*copy->entries));
	for (uint32_t i = 0; i < copy->count; i++) {
		copy->entries[i].name = mem_strdup(table->entries[i].name);
		copy->entries[i].serial = table->entries[i].serial;
		copy->entries[i].spec = table->entries[i].spec;
		copy->entries[i].spec->references++;
	}
	return copy;
}

void compspecs_free(struct compspec_table *table)
{
	if (!table)
		return;
	clear(table);
	mem_free(table->entries);
	mem_free(table);
}
