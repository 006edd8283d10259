/*
 * forkbench's result as an image: above, each series over the size of the memory with its
 * quartiles; below, the series at the largest size as bars.  It refers to nothing outside itself.
 */
#include <stdio.h>
#include <string.h>
#include "bench_internal.h"
#include "chart.h"

#define WIDTH	    860
#define LEFT	    90
#define RIGHT	    180 /* the legend's */
#define PLOT_WIDTH  (WIDTH - LEFT - RIGHT)
#define TOP	    60
#define PLOT_HEIGHT 320
#define BAR_STEP    26
#define BARS_TOP    (TOP + PLOT_HEIGHT + 110)

/* Told apart by those who see red and green alike, too (Okabe and Ito's set). */
static const char *const colours[MEASURE_METHOD_COUNT] = {"#d55e00", "#0072b2", "#009e73",
							  "#cc79a7"};

struct image {
	struct strbuf *into;
	const struct bench_result *result;
	double low, high; /* of the vertical axis, nanoseconds */
	double widest;	  /* of the horizontal axis, bytes */
};

static void add_text(struct image *image, double x, double y, const char *anchor, int size,
		     const char *text)
{
	/* The text is made here and holds none of < > &, but for a program's name. */
	strbuf_addf(image->into, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"%d\">",
		    x, y, anchor, size);
	for (; *text; text++) {
		if (*text == '<')
			strbuf_adds(image->into, "&lt;");
		else if (*text == '&')
			strbuf_adds(image->into, "&amp;");
		else if ((unsigned char)*text < ' ' || (unsigned char)*text >= 0x7f)
			strbuf_addc(image->into, '?');
		else
			strbuf_addc(image->into, *text);
	}
	strbuf_adds(image->into, "</text>\n");
}

static double x_of(const struct image *image, uint64_t size)
{
	return LEFT + (image->widest > 0 ? (double)size / image->widest : 0.5) * PLOT_WIDTH;
}

static double y_of(const struct image *image, double value)
{
	return TOP + PLOT_HEIGHT * (1 - chart_log_part(value, image->low, image->high));
}

static const char *dashes(const struct bench_cell *cell)
{
	return cell->exec ? "" : " stroke-dasharray=\"6 4\"";
}

/* ---- the plot ---------------------------------------------------------------------------- */

static void add_axes(struct image *image)
{
	struct strbuf *into = image->into;
	for (double tick = image->low; tick <= image->high * 1.01; tick *= 10) {
		struct strbuf text = STRBUF_INIT;
		double y = y_of(image, tick);
		strbuf_addf(into,
			    "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#ddd\"/>\n",
			    LEFT, y, LEFT + PLOT_WIDTH, y);
		bench_add_time(&text, tick);
		add_text(image, LEFT - 8, y + 4, "end", 12, strbuf_text(&text));
		strbuf_free(&text);
	}
	strbuf_addf(into, "<path d=\"M%d %d V%d H%d\" fill=\"none\" stroke=\"#333\"/>\n", LEFT, TOP,
		    TOP + PLOT_HEIGHT, LEFT + PLOT_WIDTH);
}

/* A label only where it does not touch the one before. */
static void add_sizes(struct image *image)
{
	const struct bench_plan *plan = &image->result->plan;
	double last = -1000;
	for (uint32_t i = 0; i < plan->size_count; i++) {
		struct strbuf text = STRBUF_INIT;
		double x = x_of(image, plan->sizes[i]);
		strbuf_addf(image->into,
			    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#333\"/>\n",
			    x, TOP + PLOT_HEIGHT, x, TOP + PLOT_HEIGHT + 5);
		bench_add_size(&text, plan->sizes[i]);
		if (x - last >= 55) {
			add_text(image, x, TOP + PLOT_HEIGHT + 20, "middle", 12,
				 strbuf_text(&text));
			last = x;
		}
		strbuf_free(&text);
	}
	add_text(image, LEFT + PLOT_WIDTH / 2.0, TOP + PLOT_HEIGHT + 44, "middle", 13,
		 "memory that the parent has touched");
}

static void add_point(struct image *image, const struct bench_cell *cell)
{
	double x = x_of(image, image->result->plan.sizes[cell->size]);
	strbuf_addf(image->into,
		    "<path d=\"M%.1f %.1f V%.1f\" stroke=\"%s\" stroke-width=\"3\" "
		    "stroke-opacity=\"0.5\"/>\n<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" "
		    "fill=\"%s\"/>\n",
		    x, y_of(image, cell->total.low), y_of(image, cell->total.high),
		    colours[cell->method], x, y_of(image, cell->total.median),
		    colours[cell->method]);
}

static void add_series(struct image *image, const struct bench_cell *cells, uint32_t index)
{
	uint32_t sizes = image->result->plan.size_count;
	double legend = TOP + 10 + index * 22.0;
	char name[32];
	bool begun = false;

	strbuf_adds(image->into, "<path d=\"");
	for (uint32_t i = 0; i < sizes; i++) {
		if (!bench_cell_measured(&cells[i]))
			continue;
		strbuf_addf(image->into, "%s%.1f %.1f ", begun ? "L" : "M",
			    x_of(image, image->result->plan.sizes[i]),
			    y_of(image, cells[i].total.median));
		begun = true;
	}
	if (!begun) /* a path must begin somewhere */
		strbuf_addf(image->into, "M%d %d", LEFT, TOP);
	strbuf_addf(image->into, "\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"%s/>\n",
		    colours[cells->method], dashes(cells));
	for (uint32_t i = 0; i < sizes; i++)
		if (bench_cell_measured(&cells[i]))
			add_point(image, &cells[i]);
	strbuf_addf(image->into, "<path d=\"M%d %.1f h34\" stroke=\"%s\" stroke-width=\"2\"%s/>\n",
		    LEFT + PLOT_WIDTH + 14, legend, colours[cells->method], dashes(cells));
	bench_series_name(cells, name);
	add_text(image, LEFT + PLOT_WIDTH + 54, legend + 4, "start", 13, name);
}

/* ---- the bars ---------------------------------------------------------------------------- */

static void add_bars(struct image *image, uint32_t count)
{
	const struct bench_result *result = image->result;
	uint32_t sizes = result->plan.size_count;
	struct strbuf title = STRBUF_INIT;
	double most = 1;

	strbuf_adds(&title, "median with ");
	bench_add_size(&title, result->plan.sizes[sizes - 1]);
	strbuf_adds(&title, " touched");
	add_text(image, LEFT, BARS_TOP - 18, "start", 14, strbuf_text(&title));
	strbuf_free(&title);
	for (uint32_t i = 0; i < count; i++) {
		const struct bench_cell *cell = &result->cells[i * sizes + sizes - 1];
		if (bench_cell_measured(cell) && cell->total.median > most)
			most = cell->total.median;
	}
	for (uint32_t i = 0; i < count; i++) {
		const struct bench_cell *cell = &result->cells[i * sizes + sizes - 1];
		bool measured = bench_cell_measured(cell);
		double length = measured ? cell->total.median / most * (PLOT_WIDTH - 40) : 0;
		double y = BARS_TOP + (double)i * BAR_STEP;
		struct strbuf text = STRBUF_INIT;
		char name[32];

		bench_series_name(cell, name);
		add_text(image, LEFT + 30, y + 13, "end", 12, name);
		strbuf_addf(image->into,
			    "<rect x=\"%d\" y=\"%.1f\" width=\"%.1f\" height=\"18\" fill=\"%s\""
			    " fill-opacity=\"%s\"/>\n",
			    LEFT + 38, y, length, colours[cell->method], cell->exec ? "1" : "0.55");
		if (measured)
			bench_add_time(&text, cell->total.median);
		else
			strbuf_adds(&text, strerror(cell->error));
		add_text(image, LEFT + 46 + length, y + 13, "start", 12, strbuf_text(&text));
		strbuf_free(&text);
	}
}

/* ---- all of it ----------------------------------------------------------------------------- */

static void find_range(struct image *image)
{
	const struct bench_result *result = image->result;
	image->low = 0;
	for (uint32_t i = 0; i < result->cell_count; i++) {
		const struct bench_cell *cell = &result->cells[i];
		if (!bench_cell_measured(cell))
			continue;
		if (image->low <= 0 || cell->total.low < image->low)
			image->low = cell->total.low;
		if (cell->total.high > image->high)
			image->high = cell->total.high;
	}
	if (image->low <= 0) /* nothing was measured: an axis all the same */
		image->low = image->high = 1000;
	chart_decades(&image->low, &image->high);
	image->widest = (double)result->plan.sizes[result->plan.size_count - 1];
}

void bench_svg(const struct bench_result *result, struct strbuf *into)
{
	struct image image = {into, result, 0, 0, 0};
	uint32_t sizes = result->plan.size_count, count = result->cell_count / sizes;
	int height = BARS_TOP + (int)count * BAR_STEP + 40;
	struct strbuf note = STRBUF_INIT;

	find_range(&image);
	strbuf_addf(into,
		    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
		    "viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" fill=\"#222\">\n"
		    "<title>What creating a process costs</title>\n"
		    "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n",
		    WIDTH, height, WIDTH, height, WIDTH, height);
	add_text(&image, LEFT, 26, "start", 17, "What creating a process costs");
	add_text(&image, LEFT, 46, "start", 12,
		 "from the call until the child was waited for; median and quartiles");
	add_axes(&image);
	add_sizes(&image);
	for (uint32_t i = 0; i < count; i++)
		add_series(&image, &result->cells[i * sizes], i);
	add_bars(&image, count);
	strbuf_addf(&note, "%u rounds after %u to warm up%s%s", result->plan.runs,
		    result->plan.warmup, result->plan.exec ? "; +exec executes " : "",
		    result->plan.exec ? result->plan.program : "");
	add_text(&image, LEFT, height - 14, "start", 12, strbuf_text(&note));
	strbuf_adds(into, "</svg>\n");
	strbuf_free(&note);
}
