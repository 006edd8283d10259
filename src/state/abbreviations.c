/* Abbreviations of words that are typed. */
#include "abbreviations.h"
#include <string.h>
#include "aliases.h"
#include "journal.h"
#include "mem.h"
#include "named.h"
#include "shell.h"

static const char *const position_names[] = {
	[ABBREVIATION_COMMAND] = "command",
	[ABBREVIATION_ANYWHERE] = "anywhere",
};

int abbreviation_position_by_name(const char *name)
{
	for (int i = ABBREVIATION_COMMAND; i <= ABBREVIATION_ANYWHERE; i++)
		if (strcmp(name, position_names[i]) == 0)
			return i;
	return -1;
}

const char *abbreviation_position_name(enum abbreviation_position position)
{
	return position_names[position];
}

bool abbreviation_name_is_valid(const char *name)
{
	for (const char *s = name; *s; s++)
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			return false;
	return alias_name_is_valid(name, strlen(name));
}

/* ---- the table ------------------------------------------------------------------------------ */

static uint32_t place_of(const struct abbreviations *table, const char *name, size_t len,
			 bool *found)
{
	return named_place(table->items, table->count, sizeof(*table->items), name, len, found);
}

const struct abbreviation *abbreviation_find(const struct shell *sh, const char *name, size_t len)
{
	bool found;

	if (!sh->abbreviations)
		return NULL;
	uint32_t place = place_of(sh->abbreviations, name, len, &found);
	return found ? &sh->abbreviations->items[place] : NULL;
}

/* The table, made when there is none, about to be changed. */
static struct abbreviations *change(struct shell *sh)
{
	journal_save_abbreviations(sh);
	if (!sh->abbreviations)
		sh->abbreviations = mem_zalloc(sizeof(*sh->abbreviations));
	return sh->abbreviations;
}

static void free_item(struct abbreviation *item)
{
	mem_free(item->name);
	mem_free(item->text);
}

void abbreviation_define(struct shell *sh, const char *name, const char *text,
			 enum abbreviation_position position)
{
	struct abbreviations *table = change(sh);
	struct abbreviation defined = {mem_strdup(name), mem_strdup(text), (uint8_t)position};
	bool found;
	uint32_t place = place_of(table, name, strlen(name), &found);

	if (found)
		free_item(&table->items[place]);
	else
		table->items = named_insert(table->items, &table->count, &table->cap,
					    sizeof(*table->items), place);
	table->items[place] = defined;
}

bool abbreviation_remove(struct shell *sh, const char *name)
{
	size_t len = strlen(name);
	bool found;

	if (!abbreviation_find(sh, name, len))
		return false;
	struct abbreviations *table = change(sh);
	uint32_t place = place_of(table, name, len, &found);
	free_item(&table->items[place]);
	named_remove(table->items, &table->count, sizeof(*table->items), place);
	return true;
}

struct abbreviations *abbreviations_copy(const struct abbreviations *table)
{
	struct abbreviations *copy = mem_zalloc(sizeof(*copy));

	copy->count = copy->cap = table->count;
	if (copy->count)
		copy->items = mem_alloc(copy->count * sizeof(*copy->items));
	for (uint32_t i = 0; i < copy->count; i++)
		copy->items[i] = (struct abbreviation){mem_strdup(table->items[i].name),
						       mem_strdup(table->items[i].text),
						       table->items[i].position};
	return copy;
}

void abbreviations_free(struct abbreviations *table)
{
	if (!table)
		return;
	for (uint32_t i = 0; i < table->count; i++)
		free_item(&table->items[i]);
	mem_free(table->items);
	mem_free(table);
}
