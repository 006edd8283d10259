/* Interned names: include/symbol.h. */
#include <stdio.h>
#include <string.h>
#include "symbol.h"
#include "unit.h"

static struct symbol *intern(struct symtab *table, const char *name)
{
	return symbol_intern(table, name, strlen(name));
}

static void one_symbol_a_name(void)
{
	struct symtab table;
	struct symbol *symbol;

	symtab_init(&table);
	CHECK(symbol_find(&table, "name", 4) == NULL);
	symbol = intern(&table, "name");
	CHECK_STR(symbol->name, "name");
	CHECK_INT(symbol->len, 4);
	CHECK(symbol->is_name);
	CHECK(symbol->var.flags == 0 && !symbol->function && !symbol->builtin);
	CHECK(symbol_intern(&table, "name and more", 4) == symbol);
	CHECK(symbol_find(&table, "name", 4) == symbol);
	CHECK(symbol_find(&table, "nam", 3) == NULL);
	CHECK(!intern(&table, "a-b")->is_name);
	CHECK(!intern(&table, "")->is_name);
	CHECK_INT(table.count, 3);
	symtab_free(&table);
}

static void symbols_stay_when_the_table_grows(void)
{
	enum { COUNT = 5000 };
	static struct symbol *symbols[COUNT];
	struct symtab table;
	char name[32];

	symtab_init(&table);
	for (int i = 0; i < COUNT; i++) {
		snprintf(name, sizeof(name), "name_%d", i);
		symbols[i] = intern(&table, name);
	}
	CHECK_INT(table.count, COUNT);
	CHECK(table.mask + 1 >= COUNT);
	for (int i = 0; i < COUNT; i++) {
		snprintf(name, sizeof(name), "name_%d", i);
		CHECK(symbol_find(&table, name, strlen(name)) == symbols[i]);
	}
	symtab_free(&table);
}

static void sorted_by_bytes(void)
{
	static const char *const names[] = {"b", "a", "B", "_", "ab", "\xc3\xa9", "1"};
	static const char *const order[] = {"1", "B", "_", "a", "ab", "b", "\xc3\xa9"};
	struct symtab table;
	struct arena arena;
	struct symbol **all;
	size_t i;

	symtab_init(&table);
	arena_init(&arena, 256);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		intern(&table, names[i]);
	all = symtab_sorted(&table, &arena);
	for (i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		CHECK_STR(all[i]->name, order[i]);
	CHECK(all[i] == NULL);
	arena_free(&arena);
	symtab_free(&table);
}

static void names_are_told_from_other_words(void)
{
	CHECK(name_is_valid("_", 1));
	CHECK(name_is_valid("aZ_09", 5));
	CHECK(!name_is_valid("", 0));
	CHECK(!name_is_valid("0a", 2));
	CHECK(!name_is_valid("a-", 2));
	CHECK(name_is_valid("a-", 1));
	CHECK(!name_is_valid("\xc3\xa9", 2));
	CHECK_INT(name_length("abc=d"), 3);
	CHECK_INT(name_length("_"), 1);
	CHECK_INT(name_length("1a"), 0);
	CHECK_INT(name_length(""), 0);
}

static const struct unit_case cases[] = {
	{"a name has one symbol", one_symbol_a_name},
	{"symbols stay where they are when the table grows", symbols_stay_when_the_table_grows},
	{"the sorted list is in the order of bytes", sorted_by_bytes},
	{"names are told from other words", names_are_told_from_other_words},
};

int main(void)
{
	return UNIT_RUN(cases);
}
