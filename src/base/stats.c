/* Order statistics and least squares; without libm, which the shell does not link. */
#include <stdlib.h>
#include "stats.h"

static int compare(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
	return (left > right) - (left < right);
}

void stats_sort(int64_t *values, size_t count)
{
	if (count)
		qsort(values, count, sizeof(*values), compare);
}

double stats_quantile(const int64_t *sorted, size_t count, double p)
{
	if (count == 0)
		return 0;
	double at = p * (double)(count - 1);
	size_t below = (size_t)at;
	if (below + 1 >= count)
		return (double)sorted[count - 1];
	double part = at - (double)below;
	return (double)sorted[below] * (1 - part) + (double)sorted[below + 1] * part;
}

/* From here on the binomial distribution is taken for a normal one. */
#define MANY 60

/* The rank for many samples: 1.96 standard deviations, of which one is half the root of the count,
 * below the middle. */
static size_t normal_rank(double count)
{
	size_t rank = (size_t)(count / 2);

	while ((count / 2 - (double)rank) * (count / 2 - (double)rank) < 0.9604 * count)
		rank--;
	return rank;
}

/* The largest rank, from 1, that less than a fortieth of all samples have above the median; 0 for
 * none. */
static size_t lower_rank(size_t count)
{
	double probability = 1, below = 0;
	size_t rank = 0;

	if (count > MANY)
		return normal_rank((double)count);
	for (size_t i = 0; i < count; i++)
		probability /= 2;
	while (below + probability <= 0.025) {
		below += probability;
		rank++;
		probability *= (double)(count - rank + 1) / (double)rank;
	}
	return rank;
}

bool stats_median_interval(const int64_t *sorted, size_t count, int64_t *low, int64_t *high)
{
	size_t rank = lower_rank(count);
	if (rank == 0)
		return false;
	*low = sorted[rank - 1];
	*high = sorted[count - rank];
	return true;
}

bool stats_line(const double *x, const double *y, size_t count, double *base, double *slope,
		double *r2)
{
	double mean_x = 0, mean_y = 0, xx = 0, xy = 0, yy = 0;

	for (size_t i = 0; i < count; i++) {
		mean_x += x[i] / (double)count;
		mean_y += y[i] / (double)count;
	}
	for (size_t i = 0; i < count; i++) {
		double dx = x[i] - mean_x, dy = y[i] - mean_y;
		xx += dx * dx;
		xy += dx * dy;
		yy += dy * dy;
	}
	if (count < 2 || xx <= 0)
		return false;
	*slope = xy / xx;
	*base = mean_y - *slope * mean_x;
	*r2 = yy > 0 ? xy * xy / (xx * yy) : 1;
	return true;
}
