/* Order statistics and least squares: include/stats.h. */
#include "stats.h"
#include "unit.h"

static bool near(double is, double expected)
{
	double difference = is - expected;
	return difference < 1e-9 && difference > -1e-9;
}

static void sorts(void)
{
	int64_t values[] = {5, -3, INT64_MAX, 0, INT64_MIN, 5, 1};
	stats_sort(values, 7);
	for (size_t i = 1; i < 7; i++)
		CHECK(values[i - 1] <= values[i]);
	CHECK(values[0] == INT64_MIN && values[6] == INT64_MAX);
	stats_sort(NULL, 0);
}

/* The expected values are those of R's quantile(), whose default is this definition. */
static void quantiles_lie_between_neighbours(void)
{
	const int64_t four[] = {1, 2, 3, 10}, five[] = {1, 2, 3, 4, 100}, one[] = {7};

	CHECK(near(stats_quantile(four, 4, 0.25), 1.75));
	CHECK(near(stats_quantile(four, 4, 0.5), 2.5));
	CHECK(near(stats_quantile(four, 4, 0.75), 4.75));
	CHECK(near(stats_quantile(five, 5, 0.25), 2));
	CHECK(near(stats_quantile(five, 5, 0.5), 3));
	CHECK(near(stats_quantile(five, 5, 0.75), 4));
	CHECK(near(stats_quantile(five, 5, 0), 1));
	CHECK(near(stats_quantile(five, 5, 1), 100));
	CHECK(near(stats_quantile(one, 1, 0.25), 7));
	CHECK(near(stats_quantile(NULL, 0, 0.5), 0));
}

/* Ranks of the interval from tables of the binomial distribution: 6 of 20, 18 of 50, 40 of 100. */
static void medians_have_an_interval(void)
{
	static const struct {
		size_t count, low, high;
	} table[] = {{6, 1, 6},	   {8, 1, 8},	  {9, 2, 8},	   {20, 6, 15},
		     {50, 18, 33}, {100, 40, 61}, {1000, 469, 532}};
	int64_t values[1000], low, high;

	for (int64_t i = 0; i < 1000; i++)
		values[i] = i + 1;
	CHECK(!stats_median_interval(values, 5, &low, &high));
	CHECK(!stats_median_interval(values, 0, &low, &high));
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		CHECK(stats_median_interval(values, table[i].count, &low, &high));
		CHECK_INT(low, (intmax_t)table[i].low);
		CHECK_INT(high, (intmax_t)table[i].high);
	}
}

static void lines_through_points_on_a_line(void)
{
	const double x[] = {0, 64, 256, 1024}, y[] = {10, 74, 266, 1034};
	double base, slope, r2;

	CHECK(stats_line(x, y, 4, &base, &slope, &r2));
	CHECK(near(base, 10) && near(slope, 1) && near(r2, 1));
}

static void lines_through_other_points(void)
{
	const double x[] = {1, 2, 3}, y[] = {1, 3, 2}, flat[] = {4, 4, 4};
	double base, slope, r2;

	CHECK(stats_line(x, y, 3, &base, &slope, &r2));
	CHECK(near(base, 1) && near(slope, 0.5) && near(r2, 0.25));
	CHECK(stats_line(x, flat, 3, &base, &slope, &r2));
	CHECK(near(base, 4) && near(slope, 0) && near(r2, 1));
	CHECK(!stats_line(flat, y, 3, &base, &slope, &r2));
	CHECK(!stats_line(x, y, 1, &base, &slope, &r2));
}

static const struct unit_case cases[] = {
	{"values are sorted, the extreme ones too", sorts},
	{"quantiles are interpolated between neighbours", quantiles_lie_between_neighbours},
	{"medians have an interval of 95 percent", medians_have_an_interval},
	{"points on a line give that line", lines_through_points_on_a_line},
	{"other points give the line of least squares", lines_through_other_points},
};

int main(void)
{
	return UNIT_RUN(cases);
}
