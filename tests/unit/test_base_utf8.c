/* UTF-8 and character classes: include/utf8.h. */
#include <string.h>
#include "unit.h"
#include "utf8.h"

static void decodes_what_is_valid(void)
{
	static const struct {
		const char *bytes;
		uint32_t code;
	} table[] = {
		{"A", 'A'},
		{"\x7f", 0x7f},
		{"\xc2\x80", 0x80},
		{"\xc3\xa9", 0xe9},
		{"\xdf\xbf", 0x7ff},
		{"\xe0\xa0\x80", 0x800},
		{"\xe2\x82\xac", 0x20ac},
		{"\xef\xbf\xbf", 0xffff},
		{"\xf0\x90\x80\x80", 0x10000},
		{"\xf4\x8f\xbf\xbf", 0x10ffff},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const char *bytes = table[i].bytes;
		size_t len = strlen(bytes);
		uint32_t code;
		char back[4];

		CHECK_INT(utf8_decode(bytes, bytes + len, &code), (intmax_t)len);
		CHECK_INT(code, table[i].code);
		CHECK_INT(utf8_next(bytes, bytes + len), (intmax_t)len);
		CHECK_INT(utf8_encode(code, back), (intmax_t)len);
		CHECK(memcmp(back, bytes, len) == 0);
	}
}

static void invalid_bytes_are_characters(void)
{
	static const char *const table[] = {
		"\x80",		    /* a continuation without a beginning */
		"\xc3",		    /* cut short */
		"\xe2\x82",	    /* likewise */
		"\xc0\x80",	    /* longer than need be */
		"\xe0\x80\x80",	    /* likewise */
		"\xed\xa0\x80",	    /* a surrogate */
		"\xf4\x90\x80\x80", /* beyond the last code point */
		"\xff",
		"\xc3(",
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const char *bytes = table[i];
		size_t len = strlen(bytes);
		uint32_t code;

		CHECK_INT(utf8_decode(bytes, bytes + len, &code), 1);
		CHECK_INT(code, UTF8_INVALID + (unsigned char)bytes[0]);
		CHECK_INT(utf8_count(bytes, len), (intmax_t)len);
	}
}

static void encodes_code_points_only(void)
{
	char out[4];

	CHECK_INT(utf8_encode(0xd800, out), 0);
	CHECK_INT(utf8_encode(0x110000, out), 0);
	CHECK_INT(utf8_encode(UTF8_INVALID + 0x80, out), 0);
}

static void counts_characters(void)
{
	CHECK_INT(utf8_count("", 0), 0);
	CHECK_INT(utf8_count("abc", 3), 3);
	CHECK_INT(utf8_count("a\0b", 3), 3);
	CHECK_INT(utf8_count("na\xc3\xafve \xe2\x82\xac and more than eight", 30), 27);
	CHECK_INT(utf8_count("12345678\xc3", 9), 9);
}

static void ascii_classes_are_those_of_posix(void)
{
	static const char *const names[] = {"alnum", "alpha", "blank", "cntrl", "digit", "graph",
					    "lower", "print", "punct", "space", "upper", "xdigit"};

	for (uint32_t c = 0; c < 128; c++) {
		bool lower = c >= 'a' && c <= 'z', upper = c >= 'A' && c <= 'Z';
		bool digit = c >= '0' && c <= '9', alpha = lower || upper;
		bool graph = c > 32 && c < 127;
		bool is[] = {
			alpha || digit,
			alpha,
			c == ' ' || c == '\t',
			c < 32 || c == 127,
			digit,
			graph,
			lower,
			graph || c == ' ',
			graph && !alpha && !digit,
			c == ' ' || (c >= '\t' && c <= '\r'),
			upper,
			digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'),
		};

		for (int cls = 0; cls < UTF8_CLASS_COUNT; cls++)
			CHECK_INT(utf8_is(c, (enum utf8_class)cls), is[cls]);
		CHECK_INT(utf8_to_lower(c), upper ? c + 32 : c);
		CHECK_INT(utf8_to_upper(c), lower ? c - 32 : c);
	}
	for (int cls = 0; cls < UTF8_CLASS_COUNT; cls++)
		CHECK_INT(utf8_class_by_name(names[cls], 5 + (cls == UTF8_XDIGIT)), cls);
	CHECK_INT(utf8_class_by_name("alph", 4), -1);
	CHECK_INT(utf8_class_by_name("alphabet", 8), -1);
}

static void classes_go_beyond_ascii(void)
{
	CHECK(utf8_is(0xe9, UTF8_ALPHA) && utf8_is(0xe9, UTF8_LOWER)); /* e acute */
	CHECK(utf8_is(0xc9, UTF8_UPPER) && !utf8_is(0xc9, UTF8_LOWER));
	CHECK(utf8_is(0x101, UTF8_LOWER) && utf8_is(0x100, UTF8_UPPER)); /* they alternate there */
	CHECK(utf8_is(0x4e2d, UTF8_ALPHA) && !utf8_is(0x4e2d, UTF8_UPPER)); /* a Han character */
	CHECK(utf8_is(0x20ac, UTF8_PUNCT) && utf8_is(0x20ac, UTF8_GRAPH));  /* the euro sign */
	CHECK(utf8_is(0x3000, UTF8_SPACE) && utf8_is(0x3000, UTF8_BLANK));
	CHECK(utf8_is(0x2028, UTF8_SPACE) && !utf8_is(0x2028, UTF8_BLANK));
	CHECK(!utf8_is(0xa0, UTF8_SPACE)); /* must not be broken at */
	CHECK(!utf8_is(0x661, UTF8_DIGIT) && utf8_is(0x661, UTF8_ALNUM)); /* Arabic one */
	CHECK(!utf8_is(0x378, UTF8_PRINT));				  /* not assigned */
	for (int cls = 0; cls < UTF8_CLASS_COUNT; cls++)
		CHECK(!utf8_is(UTF8_INVALID + 0xe9, (enum utf8_class)cls));
}

static void case_is_changed_beyond_ascii(void)
{
	CHECK_INT(utf8_to_upper(0xe9), 0xc9);
	CHECK_INT(utf8_to_lower(0xc9), 0xe9);
	CHECK_INT(utf8_to_lower(0x100), 0x101);
	CHECK_INT(utf8_to_lower(0x101), 0x101);
	CHECK_INT(utf8_to_upper(0x3b1), 0x391); /* alpha */
	CHECK_INT(utf8_to_upper(0xff), 0x178);	/* y diaeresis */
	CHECK_INT(utf8_to_upper(0xdf), 0xdf);	/* sharp s has no single capital */
	CHECK_INT(utf8_to_lower(0x10400), 0x10428);
	CHECK_INT(utf8_to_lower(UTF8_INVALID + 0xc9), UTF8_INVALID + 0xc9);
}

static const struct unit_case cases[] = {
	{"valid sequences decode, and encode to the same bytes", decodes_what_is_valid},
	{"each byte of an invalid sequence is a character", invalid_bytes_are_characters},
	{"what is not a code point has no encoding", encodes_code_points_only},
	{"characters are counted, not bytes", counts_characters},
	{"ASCII is classified as in the POSIX locale", ascii_classes_are_those_of_posix},
	{"classes know the characters beyond ASCII", classes_go_beyond_ascii},
	{"case is changed beyond ASCII", case_is_changed_beyond_ascii},
};

int main(void)
{
	return UNIT_RUN(cases);
}
