/* Charts made of characters. */
#include <stdint.h>
#include <string.h>
#include "chart.h"
#include "mem.h"

#define ROWS	    13
#define LABEL_WIDTH 9
#define SEVERAL	    '*' /* where letters of several series fall on one place */

static void add_padded(struct strbuf *into, const char *text, size_t width)
{
	size_t len = strlen(text);
	if (len > width)
		len = width;
	strbuf_add(into, text, len);
	for (; len < width; len++)
		strbuf_addc(into, ' ');
}

/* ---- bars -------------------------------------------------------------------------------- */

/* A bar of this many eighths of a column. */
static void add_bar(struct strbuf *into, size_t eighths, bool utf8)
{
	/* U+2588 FULL BLOCK down to U+258F LEFT ONE EIGHTH BLOCK. */
	char block[] = "\xe2\x96\x88";
	if (!utf8) {
		for (size_t i = 0; i < (eighths + 4) / 8; i++)
			strbuf_addc(into, '#');
		return;
	}
	for (size_t i = 0; i < eighths / 8; i++)
		strbuf_adds(into, block);
	if (eighths % 8) {
		block[2] = (char)(0x88 + 8 - eighths % 8);
		strbuf_adds(into, block);
	}
}

void chart_bars(struct strbuf *into, const struct chart_bar *bars, size_t count, unsigned width,
		bool utf8)
{
	size_t label = 0, text = 0;
	double most = 0;

	if (width < CHART_WIDTH_LEAST)
		width = CHART_WIDTH_LEAST;
	for (size_t i = 0; i < count; i++) {
		if (strlen(bars[i].label) > label)
			label = strlen(bars[i].label);
		if (bars[i].value >= 0 && strlen(bars[i].text) > text)
			text = strlen(bars[i].text);
		if (bars[i].value > most)
			most = bars[i].value;
	}
	if (label > width / 2)
		label = width / 2;
	size_t room = width - label - text > 4 ? width - label - text - 2 : 2;
	for (size_t i = 0; i < count; i++) {
		add_padded(into, bars[i].label, label);
		strbuf_addc(into, ' ');
		if (bars[i].value >= 0 && most > 0) {
			size_t eighths = (size_t)(bars[i].value / most * (double)room * 8);
			/* Something is not drawn as nothing. */
			add_bar(into, eighths ? eighths : utf8 ? 1 : 4, utf8);
			strbuf_addc(into, ' ');
		}
		strbuf_adds(into, bars[i].text);
		strbuf_addc(into, '\n');
	}
}

/* ---- lines ------------------------------------------------------------------------------- */

/* The place of the value between two powers of ten, 0 to 1, along the logarithm; the shell does
 * without libm.  value is from 1 to 10; repeated squaring gives a binary digit at a time. */
static double log10_of_digit(double value)
{
	double result = 0, bit = 0.5;
	for (int i = 0; i < 24; i++) {
		value *= value;
		if (value >= 10) {
			value /= 10;
			result += bit;
		}
		bit /= 2;
	}
	return result;
}

static double log10_of(double value)
{
	double result = 0;
	for (; value >= 10; value /= 10)
		result++;
	for (; value < 1; value *= 10)
		result--;
	return result + log10_of_digit(value);
}

double chart_log_part(double value, double low, double high)
{
	if (value <= low)
		return 0;
	if (value >= high)
		return 1;
	return (log10_of(value) - log10_of(low)) / (log10_of(high) - log10_of(low));
}

unsigned chart_row(double value, double low, double high, unsigned rows)
{
	return rows < 2 ? 0 : (unsigned)(chart_log_part(value, low, high) * (rows - 1) + 0.5);
}

void chart_decades(double *low, double *high)
{
	double bottom = 1, top = 1;
	while (bottom > *low)
		bottom /= 10;
	while (bottom * 10 <= *low)
		bottom *= 10;
	for (top = bottom * 10; top < *high;)
		top *= 10;
	*low = bottom;
	*high = top;
}

/* The plot as characters, row 0 at the bottom. */
struct canvas {
	char *cells;
	size_t columns;
};

static char *canvas_at(struct canvas *canvas, unsigned row, size_t column)
{
	return &canvas->cells[row * canvas->columns + column];
}

static void draw_mark(struct canvas *canvas, unsigned row, size_t column, char mark)
{
	char *cell = canvas_at(canvas, row, column);
	bool taken = *cell != ' ' && *cell != '.' && *cell != mark;
	*cell = taken ? SEVERAL : mark;
}

/* From one mark to the next; marks that are there already stay. */
static void draw_line(struct canvas *canvas, unsigned from_row, size_t from, unsigned to_row,
		      size_t to)
{
	for (size_t column = from + 1; column < to; column++) {
		double part = (double)(column - from) / (double)(to - from);
		double row = from_row + part * ((double)to_row - from_row);
		char *cell = canvas_at(canvas, (unsigned)(row + 0.5), column);
		if (*cell == ' ')
			*cell = '.';
	}
}

static size_t column_place(const struct canvas *canvas, size_t index, size_t count)
{
	size_t share = canvas->columns / count;
	return index * share + share / 2;
}

static void draw_series(struct canvas *canvas, const struct chart_series *series, size_t count,
			char mark, double low, double high)
{
	unsigned last_row = 0;
	size_t last = SIZE_MAX;
	for (size_t i = 0; i < count; i++) {
		size_t place = column_place(canvas, i, count);
		if (series->values[i] < 0) {
			last = SIZE_MAX;
			continue;
		}
		unsigned row = chart_row(series->values[i], low, high, ROWS);
		if (last != SIZE_MAX)
			draw_line(canvas, last_row, last, row, place);
		draw_mark(canvas, row, place, mark);
		last = place;
		last_row = row;
	}
}

/* The smallest and the largest value; false when there is none. */
static bool find_range(const struct chart_series *series, size_t series_count, size_t columns,
		       double *low, double *high)
{
	bool found = false;
	for (size_t i = 0; i < series_count; i++)
		for (size_t j = 0; j < columns; j++) {
			double value = series[i].values[j];
			if (value <= 0)
				continue;
			if (!found || value < *low)
				*low = value;
			if (!found || value > *high)
				*high = value;
			found = true;
		}
	return found;
}

/* The value at a power of ten that falls on this row, or 0. */
static double tick_at(unsigned row, double low, double high)
{
	for (double tick = low; tick <= high * 1.01; tick *= 10)
		if (chart_row(tick, low, high, ROWS) == row)
			return tick;
	return 0;
}

static void add_dots(struct strbuf *into, const char *cells, size_t count, bool utf8)
{
	size_t end = count;
	while (end && cells[end - 1] == ' ')
		end--;
	for (size_t i = 0; i < end; i++) {
		if (utf8 && cells[i] == '.')
			strbuf_adds(into, "\xc2\xb7"); /* U+00B7 MIDDLE DOT */
		else
			strbuf_addc(into, cells[i]);
	}
}

static void add_row(struct strbuf *into, struct canvas *canvas, unsigned row, double low,
		    double high, bool utf8, void (*text)(struct strbuf *, double))
{
	struct strbuf label = STRBUF_INIT;
	double tick = tick_at(row, low, high);
	if (tick > 0)
		text(&label, tick);
	for (size_t i = label.len; i < LABEL_WIDTH; i++)
		strbuf_addc(into, ' ');
	strbuf_adds(into, strbuf_text(&label));
	if (utf8) /* U+2524 and U+2502: the axis, with and without a tick */
		strbuf_adds(into, tick > 0 ? " \xe2\x94\xa4" : " \xe2\x94\x82");
	else
		strbuf_adds(into, tick > 0 ? " +" : " |");
	add_dots(into, canvas_at(canvas, row, 0), canvas->columns, utf8);
	strbuf_addc(into, '\n');
	strbuf_free(&label);
}

static void add_axis(struct strbuf *into, const struct canvas *canvas, const char *const *columns,
		     size_t count, bool utf8)
{
	add_padded(into, "", LABEL_WIDTH + 1);
	strbuf_adds(into, utf8 ? "\xe2\x94\x94" : "+"); /* U+2514 */
	for (size_t i = 0; i < canvas->columns; i++)
		strbuf_adds(into, utf8 ? "\xe2\x94\x80" : "-"); /* U+2500 */
	strbuf_addc(into, '\n');
	add_padded(into, "", LABEL_WIDTH + 2);
	size_t at = 0;
	for (size_t i = 0; i < count; i++) {
		size_t len = strlen(columns[i]), place = column_place(canvas, i, count);
		size_t start = place > len / 2 ? place - len / 2 : 0;
		if (start + len > canvas->columns)
			start = canvas->columns > len ? canvas->columns - len : 0;
		if (start < at + (at > 0)) /* it would run into its neighbour */
			continue;
		add_padded(into, "", start - at);
		strbuf_adds(into, columns[i]);
		at = start + len;
	}
	strbuf_addc(into, '\n');
}

static void add_legend(struct strbuf *into, const struct chart_series *series, size_t count,
		       unsigned width)
{
	static const char several[] = "* several";
	size_t at = 0;
	for (size_t i = 0; i <= count; i++) {
		size_t len = i < count ? strlen(series[i].name) + 2 : sizeof(several) - 1;
		if (at && at + 3 + len > width) {
			strbuf_addc(into, '\n');
			at = 0;
		}
		add_padded(into, "", at ? 3 : 0);
		at += len + (at ? 3 : 0);
		if (i < count)
			strbuf_addf(into, "%c %s", (char)('a' + i), series[i].name);
		else
			strbuf_adds(into, several);
	}
	strbuf_addc(into, '\n');
}

void chart_lines(struct strbuf *into, const struct chart_series *series, size_t series_count,
		 const char *const *columns, size_t column_count, unsigned width, bool utf8,
		 void (*text)(struct strbuf *into, double value))
{
	double low = 0, high = 0;
	if (width < CHART_WIDTH_LEAST)
		width = CHART_WIDTH_LEAST;
	if (series_count > CHART_SERIES_MAX)
		series_count = CHART_SERIES_MAX;
	if (!column_count || !find_range(series, series_count, column_count, &low, &high))
		return;
	chart_decades(&low, &high);
	struct canvas canvas = {NULL, width - LABEL_WIDTH - 2};
	if (canvas.columns < column_count)
		canvas.columns = column_count;
	canvas.cells = mem_alloc(ROWS * canvas.columns);
	memset(canvas.cells, ' ', ROWS * canvas.columns);
	for (size_t i = 0; i < series_count; i++)
		draw_series(&canvas, &series[i], column_count, (char)('a' + i), low, high);
	for (unsigned row = ROWS; row-- > 0;)
		add_row(into, &canvas, row, low, high, utf8, text);
	add_axis(into, &canvas, columns, column_count, utf8);
	add_legend(into, series, series_count, width);
	mem_free(canvas.cells);
}
