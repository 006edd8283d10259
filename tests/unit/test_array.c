/* Arrays, against a simple model: include/array.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "array.h"
#include "mem.h"
#include "unit.h"

static uint32_t seed = 1;

static uint32_t any(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return seed % below;
}

static bool put(struct array **array, uint64_t index, const char *text)
{
	return array_put(array, index, text, strlen(text));
}

static const char *at(const struct array *array, uint64_t index)
{
	static char buffer[24];
	struct array_slot slot = array_at(array, index);
	size_t len;

	return slot_is_set(slot) ? slot_text(slot, &len, buffer) : NULL;
}

static bool put_key(struct array **array, const char *key, const char *text)
{
	return array_put_key(array, key, text, strlen(text));
}

/* The keys in their order, each with a blank behind it. */
static const char *keys(const struct array *array)
{
	static char text[400];
	struct array_cursor cursor;

	*text = '\0';
	array_cursor_init(&cursor, array, 0);
	while (array_next(&cursor))
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s ", cursor.key);
	return text;
}

/* ---- values ---------------------------------------------------------------------------------- */

static void values_come_back_as_they_went_in(void)
{
	static const char *const texts[] = {"",
					    "x",
					    "0",
					    "-0",
					    "00",
					    "007",
					    "-7",
					    "+7",
					    "-",
					    "1234567",
					    "12345678901234567",
					    "999999999999999999",
					    "-999999999999999999",
					    "9223372036854775807",
					    "-9223372036854775808",
					    "seven.7",
					    "eight..8",
					    "\xff\x80\x01",
					    "a text that is longer than a slot"};
	struct array *array = array_new(false);

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		size_t len;
		char buffer[24];
		CHECK(put(&array, i, texts[i]));
		CHECK_STR(at(array, i), texts[i]);
		slot_text(array_at(array, i), &len, buffer);
		CHECK_INT(len, strlen(texts[i]));
	}
	array_release(array);
}

static void numbers_are_kept_as_numbers(void)
{
	static const int64_t numbers[] = {0, 1, -1, INT64_MAX >> 1, INT64_MIN / 2};
	struct array *array = array_new(false);
	int64_t number;

	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		CHECK(array_put_number(&array, 3, numbers[i]));
		CHECK(slot_number(array_at(array, 3), &number));
		CHECK(number == numbers[i]);
	}
	CHECK(array_put_number(&array, 3, INT64_MIN));
	CHECK(!slot_number(array_at(array, 3), &number));
	CHECK_STR(at(array, 3), "-9223372036854775808");
	CHECK(put(&array, 3, "42") && slot_number(array_at(array, 3), &number) && number == 42);
	CHECK(put(&array, 3, "042") && !slot_number(array_at(array, 3), &number));
	array_release(array);
}

static void text_is_put_behind_values_of_every_kind(void)
{
	struct array *array = array_new(false);

	CHECK(array_append(&array, 5, "1", 1));
	CHECK_STR(at(array, 5), "1");
	CHECK(array_append(&array, 5, "2", 1));
	CHECK_STR(at(array, 5), "12");
	CHECK(array_append(&array, 5, "x", 1));
	CHECK_STR(at(array, 5), "12x");
	CHECK(array_append(&array, 5, "yz--long", 8));
	CHECK_STR(at(array, 5), "12xyz--long");
	struct array *copy = array_retain(array);
	CHECK(array_append(&array, 5, "er", 2));
	CHECK_STR(at(array, 5), "12xyz--longer");
	CHECK_STR(at(copy, 5), "12xyz--long");
	array_release(copy);
	array_release(array);
}

static void a_long_text_grows_in_place_and_within_a_large_array(void)
{
	static const size_t counts[] = {0, 64};
	static const char piece[] = " and a piece that takes forty bytes or so";

	for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
		struct array *array = array_new(false);
		char expected[200] = "the beginning";
		for (size_t n = 0; n < counts[i]; n++)
			CHECK(put(&array, 100 + n, "another"));
		CHECK(put(&array, 7, expected));
		for (int n = 0; n < 3; n++) {
			CHECK(array_append(&array, 7, piece, strlen(piece)));
			strcat(expected, piece);
			CHECK_STR(at(array, 7), expected);
		}
		array_release(array);
	}
}

/* The text is never looked at. */
static void text_beyond_the_limit_changes_nothing(void)
{
	static const char *const before[] = {"short", "a text that is longer than a slot", "12"};
	struct array *array = array_new(false), *map = array_new(true);

	for (size_t i = 0; i < sizeof(before) / sizeof(*before); i++) {
		char buffer[24];
		size_t len;
		CHECK(put(&array, i, before[i]) && put_key(&map, before[i], before[i]));
		CHECK(!array_put(&array, i, "", MEM_STRING_MAX));
		CHECK(!array_append(&array, i, "", MEM_STRING_MAX));
		CHECK(!array_put_key(&map, before[i], "", MEM_STRING_MAX));
		CHECK(!array_append_key(&map, before[i], "", MEM_STRING_MAX));
		CHECK_STR(at(array, i), before[i]);
		CHECK_STR(slot_text(array_at_key(map, before[i]), &len, buffer), before[i]);
	}
	CHECK(!array_put(&array, 9, "", MEM_STRING_MAX) && !at(array, 9));
	CHECK(!array_put_key(&map, "new", "", MEM_STRING_MAX));
	CHECK_INT(array_count(map), 3);
	CHECK_INT(array_count(array), 3);
	array_release(map);
	array_release(array);
}

/* ---- indices --------------------------------------------------------------------------------- */

static void indices_may_be_as_high_as_can_be(void)
{
	struct array *array = array_new(false);
	struct array_cursor cursor;

	CHECK(array_end(array) == 0);
	CHECK(put(&array, ARRAY_INDEX_MAX, "last"));
	CHECK(put(&array, 1ull << 62, "high"));
	CHECK(put(&array, 0, "first"));
	CHECK_INT(array_count(array), 3);
	CHECK(array_end(array) == (uint64_t)ARRAY_INDEX_MAX + 1);
	CHECK_STR(at(array, ARRAY_INDEX_MAX), "last");
	CHECK(!at(array, 1));
	array_cursor_init(&cursor, array, 0);
	CHECK(array_next(&cursor) && cursor.index == 0);
	CHECK(array_next(&cursor) && cursor.index == 1ull << 62);
	CHECK(array_next(&cursor) && cursor.index == ARRAY_INDEX_MAX);
	CHECK(!array_next(&cursor));
	array_drop(&array, ARRAY_INDEX_MAX);
	CHECK(array_end(array) == (1ull << 62) + 1);
	array_drop(&array, 1ull << 62);
	array_drop(&array, 0);
	CHECK(array_end(array) == 0 && array_count(array) == 0);
	array_cursor_init(&cursor, array, 0);
	CHECK(!array_next(&cursor));
	CHECK(put(&array, 70, "again"));
	CHECK_INT(array_end(array), 71);
	array_release(array);
}

static void a_cursor_may_begin_anywhere_in_a_leaf_that_one_holder_wrote_to(void)
{
	static const struct {
		uint64_t from, first;
	} rows[] = {{0, 0},	 {1, 128},     {128, 128},   {129, 130},   {131, 4200},
		    {200, 4200}, {4200, 4200}, {4201, 8400}, {8401, 8401}, {8402, 0}};
	struct array *array = array_new(false);
	struct array_cursor cursor;

	CHECK(put(&array, 0, "a") && put(&array, 128, "b") && put(&array, 4200, "c"));
	CHECK(put(&array, 8400, "d") && put(&array, 8401, "e"));
	struct array *copy = array_retain(array);
	CHECK(put(&array, 130, "new"));
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		array_cursor_init(&cursor, array, rows[i].from);
		CHECK(array_next(&cursor) == (rows[i].first || !rows[i].from));
		if (rows[i].first)
			CHECK_INT(cursor.index, rows[i].first);
	}
	array_cursor_init(&cursor, array, UINT64_C(1) << 40);
	CHECK(!array_next(&cursor));
	array_cursor_init(&cursor, copy, 129);
	CHECK(array_next(&cursor) && cursor.index == 4200);
	CHECK(put(&array, UINT64_C(1) << 40, "far"));
	CHECK_STR(at(array, 130), "new");
	CHECK(!at(copy, 130) && !at(copy, UINT64_C(1) << 40));
	array_release(copy);
	array_release(array);
}

enum { MODEL = 9000, HOLDERS = 4, STEPS = 60000 };

struct model {
	int value[MODEL]; /* -1 for none */
};

static void value_text(int value, char *text, size_t size)
{
	snprintf(text, size, value % 3 ? "a value numbered %d" : "%d", value);
}

/* The array has what the model has, from a place on. */
static bool agrees(const struct array *array, const struct model *model, unsigned from)
{
	struct array_cursor cursor;
	char text[40], buffer[24];
	size_t len;

	array_cursor_init(&cursor, array, from);
	for (unsigned i = from; i < MODEL; i++) {
		if (model->value[i] < 0)
			continue;
		value_text(model->value[i], text, sizeof(text));
		if (!array_next(&cursor) || cursor.index != i ||
		    strcmp(slot_text(cursor.slot, &len, buffer), text) != 0)
			return false;
	}
	return !array_next(&cursor);
}

static uint64_t model_end(const struct model *model)
{
	for (int i = MODEL; i > 0; i--)
		if (model->value[i - 1] >= 0)
			return (uint64_t)i;
	return 0;
}

static void holders_do_not_see_each_others_writes(void)
{
	static struct model models[HOLDERS];
	struct array *arrays[HOLDERS];

	memset(models, 0xff, sizeof(models));
	for (int i = 0; i < HOLDERS; i++)
		arrays[i] = array_new(false);
	for (int step = 0; step < STEPS; step++) {
		unsigned h = any(HOLDERS), index = any(any(2) ? MODEL : 130);
		char text[40];
		if (any(400) == 0) {
			unsigned other = any(HOLDERS);
			array_retain(arrays[other]);
			array_release(arrays[h]);
			arrays[h] = arrays[other];
			models[h] = models[other];
		} else if (any(3)) {
			value_text(step, text, sizeof(text));
			CHECK(put(&arrays[h], index, text));
			models[h].value[index] = step;
		} else {
			array_drop(&arrays[h], index);
			models[h].value[index] = -1;
		}
		if (step % 500 == 0)
			for (int i = 0; i < HOLDERS; i++) {
				CHECK(agrees(arrays[i], &models[i], any(2) ? 0 : any(MODEL)));
				CHECK(array_end(arrays[i]) == model_end(&models[i]));
			}
	}
	for (int i = 0; i < HOLDERS; i++)
		array_release(arrays[i]);
}

/* ---- keys ---------------------------------------------------------------------------- */

/* Chains as bash has them, the simple way. */
struct model_key {
	char key[12];
	uint32_t hash;
	int value;
	struct model_key *next;
};

struct model_table {
	struct model_key **chains;
	uint32_t size, count;
};

static uint32_t model_hash(const char *key)
{
	uint32_t hash = 2166136261u;

	for (; *key; key++)
		hash = hash * 16777619u ^ (uint32_t)(int)(signed char)*key;
	return hash;
}

static struct model_key **model_find(struct model_table *table, const char *key)
{
	struct model_key **link = &table->chains[model_hash(key) % table->size];

	while (*link && strcmp((*link)->key, key) != 0)
		link = &(*link)->next;
	return link;
}

static void model_push(struct model_table *table, struct model_key *entry)
{
	struct model_key **chain = &table->chains[entry->hash % table->size];

	entry->next = *chain;
	*chain = entry;
}

static void model_grow(struct model_table *table)
{
	struct model_table wider = {calloc(4 * table->size, sizeof(*table->chains)),
				    4 * table->size, table->count};

	for (uint32_t i = 0; i < table->size; i++)
		for (struct model_key *entry = table->chains[i], *next; entry; entry = next) {
			next = entry->next;
			model_push(&wider, entry);
		}
	free(table->chains);
	*table = wider;
}

static void model_put(struct model_table *table, const char *key, int value)
{
	struct model_key *entry = *model_find(table, key);

	if (!entry) {
		if (table->count >= 2 * table->size)
			model_grow(table);
		entry = calloc(1, sizeof(*entry));
		snprintf(entry->key, sizeof(entry->key), "%s", key);
		entry->hash = model_hash(key);
		model_push(table, entry);
		table->count++;
	}
	entry->value = value;
}

static void model_drop(struct model_table *table, const char *key)
{
	struct model_key **link = model_find(table, key), *gone = *link;

	if (!gone)
		return;
	*link = gone->next;
	free(gone);
	table->count--;
}

static bool agrees_with_table(const struct array *array, const struct model_table *table)
{
	struct array_cursor cursor;
	int64_t number;

	array_cursor_init(&cursor, array, 0);
	for (uint32_t i = 0; i < table->size; i++)
		for (const struct model_key *entry = table->chains[i]; entry; entry = entry->next)
			if (!array_next(&cursor) || strcmp(cursor.key, entry->key) != 0 ||
			    !slot_number(cursor.slot, &number) || number != entry->value)
				return false;
	return !array_next(&cursor) && array_count(array) == table->count;
}

static void keys_are_listed_in_the_order_of_bash(void)
{
	struct model_table table = {calloc(1024, sizeof(*table.chains)), 1024, 0};
	struct array *array = array_new(true);

	for (int step = 0; step < 40000; step++) {
		char key[12];
		snprintf(key, sizeof(key), "k%x\xe9", any(12000));
		if (any(4)) {
			model_put(&table, key, step);
			CHECK(array_put_key_number(&array, key, step));
		} else {
			model_drop(&table, key);
			CHECK(array_drop_key(&array, key));
		}
		if (step % 4000 == 0)
			CHECK(agrees_with_table(array, &table));
	}
	CHECK(agrees_with_table(array, &table));
	CHECK(table.size > 1024);
	for (uint32_t i = 0; i < table.size; i++)
		while (table.chains[i])
			model_drop(&table, table.chains[i]->key);
	free(table.chains);
	array_release(array);
}

static void holders_do_not_see_each_others_keys(void)
{
	struct array *array = array_new(true), *copy;

	CHECK(put_key(&array, "", "nothing") && put_key(&array, "one", "1"));
	CHECK(put_key(&array, "two words", "2"));
	copy = array_retain(array);
	CHECK(put_key(&array, "one", "uno") && array_drop_key(&array, ""));
	CHECK(array_append_key(&array, "two words", "nd", 2));
	CHECK(array_append_key(&array, "three", "3", 1));
	CHECK_INT(array_count(array), 3);
	CHECK_INT(array_count(copy), 3);
	size_t len;
	char buffer[24];
	CHECK_STR(slot_text(array_at_key(array, "one"), &len, buffer), "uno");
	CHECK_STR(slot_text(array_at_key(copy, "one"), &len, buffer), "1");
	CHECK_STR(slot_text(array_at_key(array, "two words"), &len, buffer), "2nd");
	CHECK_STR(slot_text(array_at_key(copy, "two words"), &len, buffer), "2");
	CHECK(!slot_is_set(array_at_key(array, "")));
	CHECK_STR(slot_text(array_at_key(copy, ""), &len, buffer), "nothing");
	CHECK(!slot_is_set(array_at_key(copy, "three")));
	array_release(copy);
	array_release(array);
}

/* Each holder has its own value of a key, or none. */
static bool has_values(const struct array *array, const int *values, int count)
{
	char key[16], text[24], buffer[24];
	size_t len;

	for (int i = 0; i < count; i++) {
		snprintf(key, sizeof(key), "key %d", i);
		struct array_slot slot = array_at_key(array, key);
		if (slot_is_set(slot) != (values[i] >= 0))
			return false;
		snprintf(text, sizeof(text), "the value %d", values[i]);
		if (values[i] >= 0 && strcmp(slot_text(slot, &len, buffer), text) != 0)
			return false;
	}
	return true;
}

static void many_shared_keys_are_each_holders_own(void)
{
	enum { KEYS = 3000 };
	static int values[HOLDERS][KEYS];
	struct array *arrays[HOLDERS];
	char key[16], text[24];

	memset(values, 0xff, sizeof(values));
	for (int i = 0; i < HOLDERS; i++)
		arrays[i] = array_new(true);
	for (int step = 0; step < STEPS; step++) {
		unsigned h = any(HOLDERS), k = any(KEYS);
		snprintf(key, sizeof(key), "key %u", k);
		if (any(300) == 0) {
			unsigned other = any(HOLDERS);
			array_retain(arrays[other]);
			array_release(arrays[h]);
			arrays[h] = arrays[other];
			memcpy(values[h], values[other], sizeof(values[h]));
		} else if (any(4)) {
			snprintf(text, sizeof(text), "the value %d", step);
			CHECK(put_key(&arrays[h], key, text));
			values[h][k] = step;
		} else {
			CHECK(array_drop_key(&arrays[h], key));
			values[h][k] = -1;
		}
		if (step % 1000 == 0)
			for (int i = 0; i < HOLDERS; i++)
				CHECK(has_values(arrays[i], values[i], KEYS));
	}
	for (int i = 0; i < HOLDERS; i++)
		array_release(arrays[i]);
}

/* The order is that of bash 5.3's "${!m[@]}". */
static void some_keys_have_this_order(void)
{
	struct array *array = array_new(true);

	CHECK(put_key(&array, "a", "1") && put_key(&array, "b", "2") && put_key(&array, "c", "3"));
	CHECK(put_key(&array, "foo", "4") && put_key(&array, "bar", "5"));
	CHECK_STR(keys(array), "c b a foo bar ");
	array_release(array);
}

int main(void)
{
	static const struct unit_case cases[] = {
		{"values come back as they went in", values_come_back_as_they_went_in},
		{"numbers are kept as numbers", numbers_are_kept_as_numbers},
		{"text is put behind values of every kind",
		 text_is_put_behind_values_of_every_kind},
		{"a long text grows in place and within a large array",
		 a_long_text_grows_in_place_and_within_a_large_array},
		{"text beyond the limit changes nothing", text_beyond_the_limit_changes_nothing},
		{"a cursor may begin anywhere in a leaf that one holder wrote to",
		 a_cursor_may_begin_anywhere_in_a_leaf_that_one_holder_wrote_to},
		{"indices may be as high as can be", indices_may_be_as_high_as_can_be},
		{"holders do not see each other's writes", holders_do_not_see_each_others_writes},
		{"keys are listed in the order of bash", keys_are_listed_in_the_order_of_bash},
		{"holders do not see each other's keys", holders_do_not_see_each_others_keys},
		{"many shared keys are each holder's own", many_shared_keys_are_each_holders_own},
		{"some keys have this order", some_keys_have_this_order},
	};

	return UNIT_RUN(cases);
}
