/* The table of what a shell is made of: include/environment.h. */
#include <stddef.h>
#include <string.h>
#include "journal.h"
#include "path.h"
#include "unit.h"
#include "var.h"

static const struct field {
	const char *name, *rule, *text;
	size_t at, size;
} fields[] = {
#define X(type, name, rule, text) \
	{#name, #rule, text, offsetof(struct shell, name), sizeof(((struct shell *)0)->name)},
	ENVIRONMENT(X)
#undef X
};

#define FIELDS (sizeof(fields) / sizeof(*fields))

/* The kinds of saves that some field names. */
static uint32_t kinds_named(void)
{
	uint32_t kinds = 0;
#define SAVED_KINDS(...)                                                        \
	for (size_t i = 0; i < sizeof((int[]){__VA_ARGS__}) / sizeof(int); i++) \
		kinds |= 1u << ((int[]){__VA_ARGS__})[i];
#define KINDS_SAVED(...) SAVED_KINDS(__VA_ARGS__)
#define KINDS_FRAME
#define KINDS_SCOPED
#define KINDS_CACHE
#define KINDS_MODULE
#define KINDS_FIXED
#define X(type, name, rule, text) KINDS_##rule
	ENVIRONMENT(X)
#undef X
	return kinds;
}

static void every_field_says_what_it_is_and_has_a_rule(void)
{
	static const char *const rules[] = {"SAVED(", "FRAME",	"SCOPED",
					    "CACHE",  "MODULE", "FIXED"};

	for (size_t i = 0; i < FIELDS; i++) {
		bool known = false;
		for (size_t j = 0; j < sizeof(rules) / sizeof(*rules); j++)
			known |= strncmp(fields[i].rule, rules[j], strlen(rules[j])) == 0;
		CHECK_STR(known && fields[i].text[0] ? fields[i].name : "", fields[i].name);
	}
}

/* The struct is made from the table: no byte but padding is in no field. */
static void the_table_covers_the_struct(void)
{
	size_t end = 0;

	for (size_t i = 0; i < FIELDS; i++) {
		CHECK(fields[i].at >= end && fields[i].at - end < _Alignof(max_align_t));
		end = fields[i].at + fields[i].size;
	}
	CHECK(sizeof(struct shell) - end < _Alignof(max_align_t));
}

static void every_kind_of_save_belongs_to_a_field(void)
{
	CHECK_INT(kinds_named(), (1 << SAVE_KIND_COUNT) - 1);
}

static void plain_values_come_back(void)
{
	static struct shell before, after;
	struct environment_values values;

	memset(&before, 1, sizeof(before));
	environment_take(&before, &values);
	memset(&after, 0, sizeof(after));
	environment_put_back(&after, &values);
	for (size_t i = 0; i < FIELDS; i++) {
		const unsigned char *at = (const unsigned char *)&after + fields[i].at;
		bool plain = strcmp(fields[i].rule, "FRAME") == 0;
		bool came_back = memcmp(at, (char *)&before + fields[i].at, fields[i].size) == 0;
		CHECK_STR(came_back ? fields[i].name : "", plain ? fields[i].name : "");
	}
}

/* A policy changed in a frame is what it was when the frame has been left, whoever changes it. */
static void the_policy_comes_back(void)
{
	struct shell sh;
	struct environment_frame frame;

	shell_init(&sh, "cowsh");
	policy_set(&sh, POLICY_CLONE);
	environment_enter(&sh, &frame, false);
	policy_set(&sh, POLICY_FORK);
	environment_leave(&sh, &frame);
	CHECK_INT(sh.policy, POLICY_CLONE);
	shell_free(&sh);
}

static void what_is_remembered_of_commands_comes_back(void)
{
	struct shell sh;
	struct environment_frame frame;

	shell_init(&sh, "cowsh");
	var_set_by_name(&sh, "PATH", "/usr/bin:/bin");
	struct symbol *name = symbol_intern(&sh.symbols, "sh", 2);
	struct symbol *other = symbol_intern(&sh.symbols, "cat", 3);
	CHECK(path_hashed(&sh, name) != NULL);
	CHECK_INT(name->hash_hits, 1);
	environment_enter(&sh, &frame, false);
	path_forget(&sh);
	CHECK(path_hashed(&sh, name) != NULL);
	CHECK(path_hashed(&sh, name) != NULL);
	CHECK(path_hashed(&sh, other) != NULL);
	CHECK_INT(name->hash_hits, 2);
	environment_leave(&sh, &frame);
	CHECK(name->hashed_path && name->hash_generation == sh.hash_generation);
	CHECK_INT(name->hash_hits, 1);
	CHECK(!other->hashed_path);
	shell_free(&sh);
}

static const struct unit_case cases[] = {
	{"Every field says what it is and has a rule", every_field_says_what_it_is_and_has_a_rule},
	{"The table covers the struct", the_table_covers_the_struct},
	{"Every kind of save belongs to a field", every_kind_of_save_belongs_to_a_field},
	{"Plain values come back, and nothing else", plain_values_come_back},
	{"The policy comes back", the_policy_comes_back},
	{"What is remembered of commands comes back", what_is_remembered_of_commands_comes_back},
};

int main(void)
{
	return UNIT_RUN(cases);
}
