/* Charts made of characters, sizes and times: include/chart.h, include/bench.h. */
#include <string.h>
#include "bench.h"
#include "chart.h"
#include "unit.h"

/* The longest line, in characters: bytes that do not continue one. */
static size_t widest_line(const struct strbuf *text)
{
	size_t width = 0, widest = 0;
	for (const char *at = strbuf_text(text); *at; at++) {
		if (*at == '\n')
			width = 0;
		else if ((*at & 0xc0) != 0x80 && ++width > widest)
			widest = width;
	}
	return widest;
}

static bool is_ascii(const struct strbuf *text)
{
	for (size_t i = 0; i < text->len; i++)
		if (text->data[i] & 0x80)
			return false;
	return true;
}

static size_t count_of(const char *text, char c)
{
	size_t count = 0;
	for (; *text && *text != '\n'; text++)
		count += *text == c;
	return count;
}

/* The beginning of the next line; the text's end after the last. */
static const char *next_line(const char *text)
{
	const char *end = strchrnul(text, '\n');
	return *end ? end + 1 : end;
}

static const struct chart_bar bars[] = {
	{"fork", "20 ms", 20},
	{"vfork", "10 ms", 10},
	{"clone", "1 us", 0.001},
	{"posix_spawn", "not measured", -1},
};

static void bars_fit_and_are_in_proportion(void)
{
	for (unsigned width = CHART_WIDTH_LEAST; width < 200; width += 13) {
		struct strbuf text = STRBUF_INIT;
		chart_bars(&text, bars, 4, width, false);
		CHECK(widest_line(&text) <= width);
		CHECK(is_ascii(&text));
		const char *first = strbuf_text(&text), *second = next_line(first);
		const char *third = next_line(second), *fourth = next_line(third);
		intmax_t difference =
			(intmax_t)count_of(first, '#') - 2 * (intmax_t)count_of(second, '#');
		CHECK(difference >= -1 && difference <= 1);
		CHECK_INT(count_of(third, '#'), 1);
		CHECK_INT(count_of(fourth, '#'), 0);
		CHECK(strstr(fourth, "not measured") != NULL);
		strbuf_free(&text);
	}
}

/* A terminal that is too narrow for them is written past; names as long as lines are cut. */
static void bars_keep_to_the_least_width(void)
{
	static const struct chart_bar long_names[] = {
		{"a name that is far longer than half of any line of this width", "1 ns", 1},
		{"b", "", 0},
		{"c", "none", -1},
	};
	struct strbuf narrow = STRBUF_INIT, least = STRBUF_INIT, text = STRBUF_INIT;

	chart_bars(&narrow, bars, 4, 3, false);
	chart_bars(&least, bars, 4, CHART_WIDTH_LEAST, false);
	CHECK_STR(strbuf_text(&narrow), strbuf_text(&least));
	chart_bars(&text, long_names, 3, CHART_WIDTH_LEAST, false);
	CHECK(widest_line(&text) <= CHART_WIDTH_LEAST);
	CHECK(strncmp(strbuf_text(&text), "a name that is far l #", 22) == 0);
	CHECK(strstr(strbuf_text(&text), "\nb                    # \n") != NULL);
	CHECK(strstr(strbuf_text(&text), "\nc                    none\n") != NULL);
	strbuf_free(&text);
	/* All are nothing. */
	chart_bars(&text, &long_names[1], 2, 80, true);
	CHECK_STR(strbuf_text(&text), "b \nc none\n");
	strbuf_free(&text);
	strbuf_free(&narrow);
	strbuf_free(&least);
}

static void bars_have_eighths_in_utf8(void)
{
	struct strbuf text = STRBUF_INIT;
	chart_bars(&text, bars, 4, 60, true);
	CHECK(widest_line(&text) <= 60);
	CHECK(strstr(strbuf_text(&text), "\xe2\x96\x88") != NULL); /* a whole block */
	CHECK(strstr(strbuf_text(&text), "clone       \xe2\x96\x8f 1 us\n") != NULL);
	strbuf_free(&text);
}

static void rows_follow_the_logarithm(void)
{
	CHECK_INT(chart_row(1, 1, 10000, 13), 0);
	CHECK_INT(chart_row(10, 1, 10000, 13), 3);
	CHECK_INT(chart_row(100, 1, 10000, 13), 6);
	CHECK_INT(chart_row(1000, 1, 10000, 13), 9);
	CHECK_INT(chart_row(10000, 1, 10000, 13), 12);
	CHECK_INT(chart_row(0.1, 1, 10000, 13), 0);
	CHECK_INT(chart_row(1e9, 1, 10000, 13), 12);
	CHECK_INT(chart_row(5, 1, 10, 1), 0);
	double part = chart_log_part(2, 1, 10);
	CHECK(part > 0.30102 && part < 0.30104);
}

static void axes_begin_and_end_at_powers_of_ten(void)
{
	double low = 97600, high = 95200000;
	chart_decades(&low, &high);
	CHECK(low > 9999.9 && low < 10000.1);
	CHECK(high > 99999999.0 && high < 100000001.0);
	low = high = 1000;
	chart_decades(&low, &high);
	CHECK(low > 999.9 && low < 1000.1 && high > 9999.9 && high < 10000.1);
	low = 0.02, high = 0.3;
	chart_decades(&low, &high);
	CHECK(low > 0.0099 && low < 0.0101 && high > 0.99 && high < 1.01);
	double part = chart_log_part(0.1, low, high);
	CHECK(part > 0.499 && part < 0.501);
}

static void lines_fit_and_name_their_series(void)
{
	static const double rising[] = {1e5, 1e6, 1e7}, flat[] = {5e4, 5e4, -1},
			    none[] = {-1, -1, -1};
	static const char *const columns[] = {"0", "64 MiB", "1 GiB"};
	const struct chart_series series[] = {
		{"fork", rising}, {"vfork", flat}, {"posix_spawn", none}};

	for (unsigned width = 10; width < 200; width += 17) {
		for (int utf8 = 0; utf8 < 2; utf8++) {
			struct strbuf text = STRBUF_INIT;
			unsigned room = width < CHART_WIDTH_LEAST ? CHART_WIDTH_LEAST : width;
			chart_lines(&text, series, 3, columns, 3, width, utf8, bench_add_time);
			CHECK(widest_line(&text) <= room);
			CHECK(utf8 || is_ascii(&text));
			CHECK(strstr(strbuf_text(&text), "a fork") != NULL);
			CHECK(strstr(strbuf_text(&text), "64 MiB") != NULL);
			CHECK(strstr(strbuf_text(&text), "100 us") != NULL);
			strbuf_free(&text);
		}
	}
}

/* As many columns as there is room for, and more series than there are letters. */
static void lines_are_crowded_without_harm(void)
{
	double values[50];
	const char *columns[50];
	struct chart_series series[30];
	struct strbuf text = STRBUF_INIT;

	for (size_t i = 0; i < 50; i++) {
		values[i] = (double)(i + 1) * 100;
		columns[i] = i % 7 == 6 ? "a label that is as long as half the chart" : "1 GiB";
	}
	for (size_t i = 0; i < 30; i++)
		series[i] = (struct chart_series){i < 26 ? "one" : "too many", values};
	chart_lines(&text, series, 30, columns, 50, CHART_WIDTH_LEAST, false, bench_add_time);
	CHECK(strstr(strbuf_text(&text), "z one") != NULL);
	CHECK(!strstr(strbuf_text(&text), "too many"));
	CHECK(!strstr(strbuf_text(&text), "GiB1"));
	CHECK(strchr(strbuf_text(&text), '*') != NULL);
	strbuf_free(&text);
	/* A label wider than the chart. */
	columns[0] = "a label that is longer than all of the narrowest chart there is, and more";
	chart_lines(&text, series, 1, columns, 1, 1, true, bench_add_time);
	CHECK(strstr(strbuf_text(&text), columns[0]) != NULL);
	strbuf_free(&text);
	chart_lines(&text, series, 1, columns, 0, 80, true, bench_add_time);
	CHECK_STR(strbuf_text(&text), "");
	strbuf_free(&text);
}

/* Marks of the first series in its chart of three columns, with those of the legend. */
static size_t marks_of(const double *values)
{
	static const char *const columns[] = {"0", "1 KiB", "2 KiB"};
	const struct chart_series series[] = {{"fork", values}};
	struct strbuf text = STRBUF_INIT;
	size_t marks = 0;

	chart_lines(&text, series, 1, columns, 3, 80, false, bench_add_time);
	for (const char *line = strbuf_text(&text); *line; line = next_line(line))
		marks += count_of(line, 'a');
	strbuf_free(&text);
	return marks;
}

static void what_was_not_measured_has_no_mark(void)
{
	static const double all[] = {100, 1000, 100000}, some[] = {100, -1, 100000};

	CHECK_INT(marks_of(all) - marks_of(some), 1);
}

static void nothing_measured_draws_nothing(void)
{
	static const double none[] = {-1};
	static const char *const columns[] = {"0"};
	const struct chart_series series[] = {{"fork", none}};
	struct strbuf text = STRBUF_INIT;

	chart_lines(&text, series, 1, columns, 1, 80, false, bench_add_time);
	CHECK_STR(strbuf_text(&text), "");
	strbuf_free(&text);
}

static void sizes_are_read_and_written(void)
{
	static const struct {
		const char *text;
		uint64_t size;
		const char *shown;
	} table[] = {
		{"0", 0, "0"},
		{"100", 100, "100"},
		{"4096", 4096, "4 KiB"},
		{"64M", 64ull << 20, "64 MiB"},
		{"64MiB", 64ull << 20, "64 MiB"},
		{"3kib", 3 << 10, "3 KiB"},
		{"1536m", 1536ull << 20, "1.5 GiB"},
		{"4G", 4ull << 30, "4 GiB"},
		{"2t", 2ull << 40, "2 TiB"},
	};
	static const char *const wrong[] = {"",
					    "M",
					    "-1",
					    "1.5G",
					    "64X",
					    "64MB",
					    "64Mi",
					    "64MiBs",
					    "64Mix",
					    "1 G",
					    "99999999999999999999",
					    "999999999T"};

	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct strbuf shown = STRBUF_INIT;
		uint64_t size = 1;
		CHECK(bench_parse_size(table[i].text, &size));
		CHECK(size == table[i].size);
		bench_add_size(&shown, size);
		CHECK_STR(strbuf_text(&shown), table[i].shown);
		strbuf_free(&shown);
	}
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		uint64_t size;
		CHECK(!bench_parse_size(wrong[i], &size));
	}
}

static void times_have_three_digits(void)
{
	static const struct {
		double nanoseconds;
		const char *shown;
	} table[] = {
		{0, "0.00 ns"},	    {7.126, "7.13 ns"}, {42.04, "42.0 ns"}, {999.4, "999 ns"},
		{999.6, "1.00 us"}, {12345, "12.3 us"}, {99960, "100 us"},  {84.4e6, "84.4 ms"},
		{1.5e9, "1.50 s"},  {1.5e12, "1500 s"},
	};
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct strbuf shown = STRBUF_INIT;
		bench_add_time(&shown, table[i].nanoseconds);
		CHECK_STR(strbuf_text(&shown), table[i].shown);
		strbuf_free(&shown);
	}
}

static const struct unit_case cases[] = {
	{"bars fit the width and are in proportion", bars_fit_and_are_in_proportion},
	{"bars keep to the least width, and cut long names", bars_keep_to_the_least_width},
	{"bars are drawn in eighths of a column where UTF-8 is known", bars_have_eighths_in_utf8},
	{"rows follow the logarithm", rows_follow_the_logarithm},
	{"axes begin and end at powers of ten", axes_begin_and_end_at_powers_of_ten},
	{"lines fit the width and name their series", lines_fit_and_name_their_series},
	{"lines are crowded without harm", lines_are_crowded_without_harm},
	{"what was not measured has no mark", what_was_not_measured_has_no_mark},
	{"where nothing was measured nothing is drawn", nothing_measured_draws_nothing},
	{"sizes are read and written", sizes_are_read_and_written},
	{"times have three digits", times_have_three_digits},
};

int main(void)
{
	return UNIT_RUN(cases);
}
