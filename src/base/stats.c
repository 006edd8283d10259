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
