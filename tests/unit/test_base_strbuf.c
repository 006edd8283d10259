/* Byte strings: include/strbuf.h. */
#include <string.h>
#include "mem.h"
#include "strbuf.h"
#include "unit.h"

static void text_is_put_together(void)
{
	struct strbuf sb = STRBUF_INIT;

	CHECK_STR(strbuf_text(&sb), "");
	strbuf_adds(&sb, "one");
	strbuf_addc(&sb, ' ');
	strbuf_add(&sb, "two three", 3);
	strbuf_addf(&sb, " %d %s", 3, "four");
	CHECK_STR(strbuf_text(&sb), "one two 3 four");
	CHECK_INT(sb.len, 14);
	strbuf_free(&sb);
	CHECK_STR(strbuf_text(&sb), "");
}

static void bytes_may_be_nul(void)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_add(&sb, "a\0b", 3);
	strbuf_addc(&sb, '\0');
	CHECK_INT(sb.len, 4);
	CHECK(memcmp(sb.data, "a\0b\0", 5) == 0);
	strbuf_free(&sb);
}

static void formats_longer_than_the_room(void)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_adds(&sb, "<");
	strbuf_addf(&sb, "%5000d", 7);
	strbuf_adds(&sb, ">");
	CHECK_INT(sb.len, 5002);
	CHECK_STR(strbuf_text(&sb) + 4999, " 7>");
	strbuf_free(&sb);
}

static void truncates_and_resets(void)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_truncate(&sb, 5);
	strbuf_reset(&sb);
	strbuf_adds(&sb, "abcdef");
	strbuf_truncate(&sb, 10);
	CHECK_STR(strbuf_text(&sb), "abcdef");
	strbuf_truncate(&sb, 2);
	CHECK_STR(strbuf_text(&sb), "ab");
	strbuf_reset(&sb);
	CHECK_STR(strbuf_text(&sb), "");
	strbuf_free(&sb);
}

static void take_hands_over(void)
{
	struct strbuf sb = STRBUF_INIT;
	char *text = strbuf_take(&sb);

	CHECK_STR(text, "");
	mem_free(text);
	strbuf_adds(&sb, "mine");
	text = strbuf_take(&sb);
	CHECK_STR(text, "mine");
	CHECK_INT(sb.len, 0);
	CHECK(sb.data == NULL);
	mem_free(text);
}

static void failure_is_sticky(void)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_adds(&sb, "something");
	CHECK(!strbuf_reserve(&sb, MEM_STRING_MAX));
	CHECK(sb.failed);
	strbuf_adds(&sb, "more");
	CHECK_STR(strbuf_text(&sb), "");
	CHECK(strbuf_take(&sb) == NULL);
	strbuf_adds(&sb, "again");
	CHECK_STR(strbuf_text(&sb), "again");
	strbuf_free(&sb);
}

static void quoting_is_for_reinput(void)
{
	static const struct {
		const char *text, *quoted;
	} table[] = {
		{"", "''"},
		{"plain", "plain"},
		{"/usr/bin:a-b_c=1,2%+@.", "/usr/bin:a-b_c=1,2%+@."},
		{"two words", "'two words'"},
		{"it's", "'it'\\''s'"},
		{"'", "\\'"},
		{"~", "'~'"},
		{"a\nb", "'a\nb'"},
		{"$x", "'$x'"},
		{"\xc3\xa9", "\xc3\xa9"},
		{"*", "'*'"},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct strbuf sb = STRBUF_INIT;

		strbuf_add_quoted(&sb, table[i].text);
		CHECK_STR(strbuf_text(&sb), table[i].quoted);
		strbuf_free(&sb);
	}
}

static void control_characters_stay_on_the_line(void)
{
	static const struct {
		const char *text, *quoted;
	} table[] = {
		{"plain", "plain"},
		{"it's", "'it'\\''s'"},
		{"a\nb", "$'a\\nb'"},
		{"\a\b\t\n\v\f\r", "$'\\a\\b\\t\\n\\v\\f\\r'"},
		{"\001\033[1m'\\\177", "$'\\001\\033[1m\\'\\\\\\177'"},
		{"\xc3\xa9\n", "$'\xc3\xa9\\n'"},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct strbuf sb = STRBUF_INIT;

		strbuf_add_quoted_line(&sb, table[i].text);
		CHECK_STR(strbuf_text(&sb), table[i].quoted);
		strbuf_free(&sb);
	}
}

static const struct unit_case cases[] = {
	{"text, bytes, characters and formats are appended", text_is_put_together},
	{"NUL bytes are bytes like others", bytes_may_be_nul},
	{"a format may give more than there is room for", formats_longer_than_the_room},
	{"truncating shortens only, resetting empties", truncates_and_resets},
	{"taking hands over the bytes and leaves the buffer empty", take_hands_over},
	{"a failure to grow empties the buffer and is remembered", failure_is_sticky},
	{"quoted text reads back as one word", quoting_is_for_reinput},
	{"quoted control characters stay on one line", control_characters_stay_on_the_line},
};

int main(void)
{
	return UNIT_RUN(cases);
}
