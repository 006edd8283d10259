/*
 * Order statistics and the straight line of least squares, for what was measured.
 */
#ifndef COWSH_STATS_H
#define COWSH_STATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Ascending, in place. */
void stats_sort(int64_t *values, size_t count);
/* The value below which the part `p` (0 to 1) of the sorted values lies, interpolated between
 * neighbours (Hyndman and Fan's definition 7, as most programs have it).  0 when there are none. */
double stats_quantile(const int64_t *sorted, size_t count, double p);
/* The interval that holds the median of what the sorted values are drawn from with a probability of
 * 95 % at least, whatever their distribution: two of the values themselves.  false when there are
 * too few of them. */
bool stats_median_interval(const int64_t *sorted, size_t count, int64_t *low, int64_t *high);
/* y = base + slope * x through count points; r2 is the part of the variance it explains, 1 when all
 * points have the same y.  false when count < 2 or all x are the same. */
bool stats_line(const double *x, const double *y, size_t count, double *base, double *slope,
		double *r2);

#endif
