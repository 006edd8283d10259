/* The table of interned names: chained buckets, growing at load 1; symbols live in its arena. */
#include <stdlib.h>
#include <string.h>
#include "chars.h"
#include "mem.h"
#include "symbol.h"

#define FIRST_BUCKETS 256
#define ARENA_CHUNK   (16 * 1024)

void symtab_init(struct symtab *table)
{
	table->buckets = mem_zalloc(FIRST_BUCKETS * sizeof(struct symbol *));
	table->mask = FIRST_BUCKETS - 1;
	table->count = 0;
	table->aliases = 0;
	table->on_new_upper = NULL;
	table->commands = NULL;
	arena_init(&table->arena, ARENA_CHUNK);
}

void symtab_free(struct symtab *table)
{
	mem_free(table->buckets);
	table->buckets = NULL;
	table->count = 0;
	arena_free(&table->arena);
}

/* FNV-1a: names are short, and this needs no look at their length. */
static uint32_t hash_name(const char *name, size_t len)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)name[i]) * 16777619u;
	return hash;
}

static struct symbol *lookup(const struct symtab *table, const char *name, size_t len,
			     uint32_t hash)
{
	struct symbol *symbol = table->buckets[hash & table->mask];

	while (symbol &&
	       (symbol->hash != hash || symbol->len != len || memcmp(symbol->name, name, len) != 0))
		symbol = symbol->next;
	return symbol;
}

static void link_symbol(struct symtab *table, struct symbol *symbol)
{
	struct symbol **bucket = &table->buckets[symbol->hash & table->mask];

	symbol->next = *bucket;
	*bucket = symbol;
}

static void grow(struct symtab *table)
{
	struct symbol **old = table->buckets;
	uint32_t old_count = table->mask + 1;

	table->buckets = mem_zalloc(2 * (size_t)old_count * sizeof(*old));
	table->mask = 2 * old_count - 1;
	for (uint32_t i = 0; i < old_count; i++) {
		struct symbol *symbol = old[i], *next;

		for (; symbol; symbol = next) {
			next = symbol->next;
			link_symbol(table, symbol);
		}
	}
	mem_free(old);
}

/* Adds a symbol that is not there. */
static struct symbol *add(struct symtab *table, const char *name, size_t len, uint32_t hash,
			  bool is_name)
{
	if (table->count > table->mask)
		grow(table);
	struct symbol *symbol =
		arena_zalloc(&table->arena, offsetof(struct symbol, name) + len + 1);
	memcpy(symbol->name, name, len);
	symbol->len = (uint32_t)len;
	symbol->hash = hash;
	symbol->is_name = is_name;
	link_symbol(table, symbol);
	table->count++;
	if ((name[0] <= 'Z' || len == 1) && is_name && table->on_new_upper)
		table->on_new_upper(table->context, symbol);
	return symbol;
}

struct symbol *symbol_intern(struct symtab *table, const char *name, size_t len)
{
	uint32_t hash = hash_name(name, len);
	struct symbol *symbol = lookup(table, name, len, hash);

	return symbol ? symbol : add(table, name, len, hash, name_is_valid(name, len));
}

struct symbol *symbol_intern_name(struct symtab *table, const char *name, size_t len)
{
	uint32_t hash = hash_name(name, len);
	struct symbol *symbol = lookup(table, name, len, hash);

	return symbol ? symbol : add(table, name, len, hash, true);
}

struct symbol *symbol_find(const struct symtab *table, const char *name, size_t len)
{
	return lookup(table, name, len, hash_name(name, len));
}

static int compare_names(const void *a, const void *b)
{
	const struct symbol *const *x = a, *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

struct symbol **symtab_sorted(const struct symtab *table, struct arena *arena)
{
	struct symbol **all = arena_alloc(arena, (table->count + (size_t)1) * sizeof(*all));
	size_t n = 0;

	for (uint32_t i = 0; i <= table->mask; i++) {
		for (struct symbol *symbol = table->buckets[i]; symbol; symbol = symbol->next)
			all[n++] = symbol;
	}
	all[n] = NULL;
	qsort(all, n, sizeof(*all), compare_names);
	return all;
}

/* is_name_char as a table: every name in the environment is gone through at start-up. */
static const bool in_name[256] = {
	['0' ... '9'] = true, ['A' ... 'Z'] = true, ['_'] = true, ['a' ... 'z'] = true};

size_t name_length(const char *text)
{
	const unsigned char *at = (const unsigned char *)text;

	if (!is_name_start(*at))
		return 0;
	while (in_name[*at])
		at++;
	return (size_t)((const char *)at - text);
}

bool name_is_valid(const char *text, size_t len)
{
	const unsigned char *bytes = (const unsigned char *)text;

	if (!len || !is_name_start(*bytes))
		return false;
	for (size_t i = 1; i < len; i++) {
		if (!in_name[bytes[i]])
			return false;
	}
	return true;
}
