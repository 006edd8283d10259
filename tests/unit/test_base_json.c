/* Writing JSON: include/json.h. */
#include <math.h>
#include "json.h"
#include "unit.h"

static void objects_and_arrays_are_nested_with_commas(void)
{
	struct outbuf out;
	struct json json;

	outbuf_init(&out, -1);
	json_init(&json, &out, false);
	json_object_begin(&json, NULL);
	json_string(&json, "name", "vfork");
	json_array_begin(&json, "list");
	json_int(&json, NULL, -1);
	json_uint(&json, NULL, UINT64_MAX);
	json_object_begin(&json, NULL);
	json_object_end(&json);
	json_array_end(&json);
	json_bool(&json, "yes", true);
	json_null(&json, "none");
	json_double(&json, "ratio", 1.5, 2);
	json_double(&json, "no number", (double)NAN, 2);
	json_object_end(&json);
	json_end(&json);
	CHECK_STR(strbuf_text(&out.bytes),
		  "{\"name\": \"vfork\", \"list\": [-1, 18446744073709551615, {}], "
		  "\"yes\": true, \"none\": null, \"ratio\": 1.50, \"no number\": null}\n");
	outbuf_free(&out);
}

static void text_is_escaped(void)
{
	struct outbuf out;
	struct json json;

	outbuf_init(&out, -1);
	json_init(&json, &out, false);
	json_array_begin(&json, NULL);
	json_string(&json, NULL, "a\"b\\c\n\t\x01\x7f");
	json_string(&json, NULL, "\xc3\xa4\xff");
	json_string(&json, NULL, "\xc2\x9bm\xc2\xa0"); /* as two characters ESC and [ */
	json_string(&json, NULL, NULL);
	json_string_len(&json, NULL, "a\0b", 3);
	json_array_end(&json);
	CHECK_STR(strbuf_text(&out.bytes),
		  "[\"a\\\"b\\\\c\\n\\t\\u0001\\u007f\", "
		  "\"\xc3\xa4\xef\xbf\xbd\", \"\\u009bm\xc2\xa0\", null, \"a\\u0000b\"]");
	outbuf_free(&out);
}

static void indented_values_stand_on_lines_of_their_own(void)
{
	struct outbuf out;
	struct json json;

	outbuf_init(&out, -1);
	json_init(&json, &out, true);
	json_object_begin(&json, NULL);
	json_int(&json, "a", 1);
	json_array_begin(&json, "b");
	json_array_end(&json);
	json_array_begin(&json, "c");
	json_int(&json, NULL, 2);
	json_array_end(&json);
	json_object_end(&json);
	CHECK_STR(strbuf_text(&out.bytes),
		  "{\n  \"a\": 1,\n  \"b\": [],\n  \"c\": [\n    2\n  ]\n}");
	outbuf_free(&out);
}

int main(void)
{
	static const struct unit_case cases[] = {
		{"objects and arrays are nested, with commas",
		 objects_and_arrays_are_nested_with_commas},
		{"text is escaped, and bytes that are not UTF-8 are replaced", text_is_escaped},
		{"indented values stand on lines of their own",
		 indented_values_stand_on_lines_of_their_own},
	};
	return UNIT_RUN(cases);
}
