/*
 * Charts made of characters, for a terminal of a given width: in block elements where the terminal
 * knows UTF-8, else in ASCII.  Pure: they append lines to a buffer.
 */
#ifndef COWSH_CHART_H
#define COWSH_CHART_H

#include <stdbool.h>
#include <stddef.h>
#include "strbuf.h"

#define CHART_WIDTH_LEAST 40
#define CHART_SERIES_MAX  26

struct chart_bar {
	const char *label; /* ASCII, cut when there is no room for it */
	const char *text;  /* behind the bar: the value as people read it; or, without a bar, why */
	double value;	   /* negative: there is none */
};

/* A line per bar, all drawn to one linear scale that begins at 0. */
void chart_bars(struct strbuf *into, const struct chart_bar *bars, size_t count, unsigned width,
		bool utf8);

struct chart_series {
	const char *name;
	const double *values; /* one for each column of the chart; negative: there is none */
};

/* The place of value between low and high, all positive, on a logarithmic scale: 0 to 1. */
double chart_log_part(double value, double low, double high);
/* The rows that a value's height is measured in, from the bottom, on a logarithmic scale from low
 * to high: 0 to rows - 1. */
unsigned chart_row(double value, double low, double high, unsigned rows);
/* Widens [low, high], both positive, to decades: powers of ten. */
void chart_decades(double *low, double *high);

/* Lines over columns that stand at equal distances, with a logarithmic vertical axis; `text`
 * appends a value as people read it.  A legend names each series' letter. */
void chart_lines(struct strbuf *into, const struct chart_series *series, size_t series_count,
		 const char *const *columns, size_t column_count, unsigned width, bool utf8,
		 void (*text)(struct strbuf *into, double value));

#endif
