/* Field splitting for `read`, and pathname expansion's fields: include/expand.h. */
#include <string.h>
#include "expand.h"
#include "unit.h"
#include "var.h"

/* The fields that `read` would make, as "[a][b]". */
static const char *split(const char *ifs, const char *text, const char *literal, uint32_t max)
{
	static char shown[256];
	struct read_field fields[8];
	struct shell sh;
	char *out = shown;

	shell_init(&sh, "test");
	var_set_by_name(&sh, "LC_ALL", "C.UTF-8");
	if (ifs)
		var_set_by_name(&sh, "IFS", ifs);
	uint32_t count = split_for_read(&sh, text, literal, strlen(text), max, fields);
	for (uint32_t i = 0; i < count; i++) {
		*out++ = '[';
		memcpy(out, text + fields[i].start, fields[i].end - fields[i].start);
		out += fields[i].end - fields[i].start;
		*out++ = ']';
	}
	*out = '\0';
	shell_free(&sh);
	return shown;
}

static void white_space_separates(void)
{
	CHECK_STR(split(NULL, "  a \t b\n", NULL, 3), "[a][b]");
	CHECK_STR(split(NULL, "   ", NULL, 3), "");
	CHECK_STR(split(NULL, "", NULL, 3), "");
}

static void other_delimiters_make_empty_fields(void)
{
	CHECK_STR(split(" -", "--CC--", NULL, 5), "[][][CC][]");
	CHECK_STR(split(" -", " - BB - C - DD - ", NULL, 5), "[][BB][C][DD]");
	CHECK_STR(split(":", "a::b", NULL, 5), "[a][][b]");
}

static void last_field_takes_the_rest(void)
{
	CHECK_STR(split(" ", "a b  c  ", NULL, 2), "[a][b  c]");
	CHECK_STR(split(" -", "A B C-C C -  ", NULL, 3), "[A][B][C-C C -]");
	CHECK_STR(split(":", "a:b:", NULL, 1), "[a:b:]");
}

static void one_trailing_delimiter_is_dropped(void)
{
	CHECK_STR(split(" -", "A-B-C - ", NULL, 3), "[A][B][C]");
	CHECK_STR(split(":", "a:", NULL, 1), "[a]");
	CHECK_STR(split(":", "::", NULL, 2), "[][]");
}

static void literal_bytes_do_not_separate(void)
{
	CHECK_STR(split(" ", "a b c", "\0\1\0\0\0", 3), "[a b][c]");
	CHECK_STR(split(" ", "a ", "\0\1", 1), "[a ]");
	CHECK_STR(split(" ", " a", "\1\0", 1), "[ a]");
}

static void empty_ifs_does_not_split(void)
{
	CHECK_STR(split("", " a b ", NULL, 3), "[ a b ]");
}

static void ifs_may_hold_long_characters(void)
{
	CHECK_STR(split("é", "aébècé", NULL, 3), "[a][bèc]");
	CHECK_STR(split("é ", " a é b", NULL, 3), "[a][b]");
}

static void fields_keep_what_was_reserved(void)
{
	struct shell sh;
	struct flow failure;
	struct fields fields;
	struct word word = {.kind = WORD_LITERAL, .len = 1, .text = "x", .pattern = "x"};
	struct word *words[40];

	for (size_t i = 0; i < 40; i++)
		words[i] = &word;
	shell_init(&sh, "test");
	CHECK(expand_words(&sh, words, 40, 2, &fields, &failure));
	CHECK_INT(fields.count, 40);
	for (size_t i = 0; i < 100; i++)
		fields_add(&sh, &fields, "y");
	fields.values[-1] = "in front";
	fields.values[-2] = "in front";
	CHECK_STR(fields.values[0], "x");
	CHECK_STR(fields.values[139], "y");
	shell_free(&sh);
}

int main(void)
{
	static const struct unit_case cases[] = {
		{"white space separates and is trimmed", white_space_separates},
		{"other delimiters make empty fields", other_delimiters_make_empty_fields},
		{"the last field takes the rest", last_field_takes_the_rest},
		{"one trailing delimiter is dropped", one_trailing_delimiter_is_dropped},
		{"literal bytes do not separate", literal_bytes_do_not_separate},
		{"an empty IFS does not split", empty_ifs_does_not_split},
		{"IFS may hold characters of several bytes", ifs_may_hold_long_characters},
		{"fields keep what was reserved in front of them", fields_keep_what_was_reserved},
	};

	return UNIT_RUN(cases);
}
