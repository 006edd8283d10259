/* Reports of given measurements, with all that can be missing from them: include/bench.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "../../src/bench/bench_internal.h"
#include "unit.h"

/* ---- results ------------------------------------------------------------------------------- */

#define TIMES(median)                                                                         \
	{                                                                                     \
		(median) - 30, (median)-20, median, (median) + 20, (median)-10, (median) + 10 \
	}

/* fork at four sizes, the largest of which could not be had; vfork with exec, which does not grow;
 * clone, which was never measured. */
static struct bench_cell cells[] = {
	{MEASURE_FORK, false, 0, 20, 0, TIMES(1000), TIMES(10000)},
	{MEASURE_FORK, false, 1, 20, 0, TIMES(2000), TIMES(20000)},
	{MEASURE_FORK, false, 2, 20, 0, TIMES(3000), {29970, 29980, 30000, 30020, 0, 0}},
	{MEASURE_FORK, false, 3, 20, ENOMEM, TIMES(0), TIMES(0)},
	{MEASURE_VFORK, true, 0, 20, 0, TIMES(4000), TIMES(20000)},
	{MEASURE_VFORK, true, 1, 20, 0, TIMES(4000), TIMES(15000)},
	{MEASURE_VFORK, true, 2, 20, 0, TIMES(4000), TIMES(10000)},
	{MEASURE_VFORK, true, 3, 20, 0, TIMES(4000), TIMES(5000)},
	{MEASURE_CLONE, false, 0, 0, EPERM, TIMES(0), TIMES(0)},
	{MEASURE_CLONE, false, 1, 0, EPERM, TIMES(0), TIMES(0)},
	{MEASURE_CLONE, false, 2, 0, EPERM, TIMES(0), TIMES(0)},
	{MEASURE_CLONE, false, 3, 0, EPERM, TIMES(0), TIMES(0)},
};

#define MEBIBYTE (1ull << 20)

static const struct bench_result full = {
	.plan = {.methods = 1 << MEASURE_FORK | 1 << MEASURE_VFORK | 1 << MEASURE_POSIX_SPAWN,
		 .exec = true,
		 .bare = true,
		 .sizes = {0, MEBIBYTE, 2 * MEBIBYTE, 3 * MEBIBYTE},
		 .size_count = 4,
		 .runs = 20,
		 .warmup = 3,
		 .huge = true,
		 .program = "/bin/<a&b>\x01\xc3\xa9"},
	.cells = cells,
	.cell_count = 12,
	.huge_bytes = {0, 0, 2 * MEBIBYTE, 0},
	.noise = {.known = true, .processors = 4, .others = 1.25, .stolen = 0.5},
};

/* The text printed; it is for the caller to free. */
static char *printed(const struct bench_result *result, unsigned width, bool utf8)
{
	struct outbuf out;

	outbuf_init(&out, -1);
	bench_print(result, &out, width, utf8);
	char *text = strdup(strbuf_text(&out.bytes));
	outbuf_free(&out);
	return text;
}

static char *as_json(const struct bench_result *result)
{
	struct outbuf out;

	outbuf_init(&out, -1);
	bench_print_json(result, &out);
	char *text = strdup(strbuf_text(&out.bytes));
	outbuf_free(&out);
	return text;
}

static char *as_html(const struct bench_result *result)
{
	struct outbuf out;

	outbuf_init(&out, -1);
	bench_html(result, &out);
	char *text = strdup(strbuf_text(&out.bytes));
	outbuf_free(&out);
	return text;
}

static char *as_svg(const struct bench_result *result)
{
	struct strbuf into = STRBUF_INIT;

	bench_svg(result, &into);
	char *text = strdup(strbuf_text(&into));
	strbuf_free(&into);
	return text;
}

/* Each of these lines, or parts, is in the text, or none is. */
static void check_parts(char *text, bool there, const char *const *parts)
{
	for (; *parts; parts++)
		unit_check(__FILE__, __LINE__, *parts, (strstr(text, *parts) != NULL) == there);
	free(text);
}

#define HAS(text, ...)	   check_parts(text, true, (const char *const[]){__VA_ARGS__, NULL})
#define HAS_NOT(text, ...) check_parts(text, false, (const char *const[]){__VA_ARGS__, NULL})

static void tables_say_why_a_cell_is_empty(void)
{
	HAS(printed(&full, 80, false), "  25 %     75 %    least     call\n",
	    "fork                    0   10.0 us   0.1 %  9.98 us  10.0 us  9.97 us  1.00 us\n",
	    "fork                2 MiB   30.0 us       -",
	    "fork                3 MiB  not measured: Cannot allocate memory\n",
	    "clone               1 MiB  not measured: Operation not permitted\n",
	    "\nwith 3 MiB of memory touched:\n", "straight line through the medians:\n",
	    "fork             10.0 us + 10.0 us per MiB (r2 1.0000)\n",
	    "vfork+exec       20.0 us - 5.00 us per MiB (r2 1.0000)\n",
	    "+exec: the child executes /bin/<a&b>", "posix_spawn has no form without exec\n",
	    "2 MiB: in huge pages 2 MiB\n", "1 MiB: in huge pages 0\n", "the machine was not quiet",
	    "other processes took 1.25 of 4 processors, its host 0.50\n");
	/* Nothing is drawn through what was not measured. */
	char *text = printed(&full, 80, false);
	unsigned lines = 0;
	for (const char *at = text; (at = strstr(at, " per MiB (r2 ")); at++)
		lines++;
	CHECK_INT(lines, 2);
	free(text);
}

/* One size: no chart of lines; two: no straight line. */
static void few_sizes_have_no_straight_line(void)
{
	struct bench_result result = full;
	struct bench_cell first[] = {cells[0], cells[4]};
	struct bench_cell two[] = {cells[0], cells[1]};

	result.plan.size_count = 1;
	result.plan.huge = result.plan.bare = false;
	result.noise.stolen = result.noise.others = 0;
	result.cells = first;
	result.cell_count = 2;
	HAS(printed(&result, 80, true), "\nwith 0 of memory touched:\n", "vfork+exec");
	HAS_NOT(printed(&result, 80, true), "a fork", "straight line", "huge pages", "not quiet",
		"posix_spawn");
	HAS_NOT(as_html(&result), "Straight lines", "huge pages", "not quiet");
	HAS(as_svg(&result), "median with 0 touched", "cx=\"385.0\"");
	result.plan.size_count = 2;
	result.plan.exec = false;
	result.cells = two;
	HAS(printed(&result, 80, true), "a fork", "\nwith 1 MiB of memory touched:\n");
	HAS_NOT(printed(&result, 80, true), "straight line", "+exec");
	HAS_NOT(as_html(&result), "Straight lines", "+exec");
	HAS(as_svg(&result), "20 rounds after 3 to warm up</text>");
	HAS(as_json(&result), "\"program\": null", "\"lines\": []", "\"quiet\": true");
}

static void the_page_has_all_that_the_table_has(void)
{
	HAS(as_html(&full), "<td data-ns=\"10000.0\">10.0 us<td>0.1 %", "<td data-ns=\"30000.0\">",
	    "<td>-<td", "not measured: Cannot allocate memory",
	    "not measured: Operation not permitted", "<td>10.0 us<td data-ns=\"10000.000\">",
	    "<code>/bin/&lt;a&amp;b&gt;", "in transparent huge pages, where there were any",
	    "other processes took 1.25 of 4 processors, its host 0.50", "<svg ",
	    "<pre id=\"json\">");
	HAS_NOT(as_html(&full), "<a&b>");
}

static void the_image_draws_what_was_measured(void)
{
	HAS(as_svg(&full), "/bin/&lt;a&amp;b>???", "Cannot allocate memory</text>",
	    "Operation not permitted</text>", "stroke-dasharray=\"6 4\"",
	    /* a series without a point, which begins all the same */
	    "<path d=\"M90 60\" fill=\"none\" stroke=\"#009e73\"");
	/* Nothing at all. */
	struct bench_result result = full;
	result.cells = &cells[8];
	result.cell_count = 4;
	HAS(as_svg(&result), ">1.00 us</text>", ">10.0 us</text>");
	HAS_NOT(as_svg(&result), "<circle");
}

/* Labels of sizes that would touch each other are left out. */
static void labels_of_the_image_keep_apart(void)
{
	struct bench_result result = full;
	struct bench_cell own[3] = {cells[0], cells[1], cells[2]};

	result.plan.sizes[0] = MEBIBYTE;
	result.plan.sizes[1] = MEBIBYTE + 4096;
	result.plan.sizes[2] = 64 * MEBIBYTE;
	result.plan.size_count = 3;
	result.cells = own;
	result.cell_count = 3;
	HAS(as_svg(&result), ">1 MiB</text>", ">64 MiB</text>");
	HAS_NOT(as_svg(&result), ">1.0 MiB</text>");
}

static void the_object_says_what_is_not_known(void)
{
	HAS(as_json(&full), "\"error\": \"Cannot allocate memory\"", "\"huge_page_bytes\": [",
	    "\"median_from\": 9990.0", "\"base_ns\": 10000.0", "\"ns_per_mebibyte\": -5000.000",
	    "\"quiet\": false", "\"busy_with_others\": 1.250");
	struct bench_result result = full;
	result.noise.known = false;
	result.plan.huge = false;
	HAS(as_json(&result), "\"machine\": {}");
	HAS_NOT(as_json(&result), "\"quiet\"", "huge_page_bytes");
	HAS_NOT(printed(&result, 80, false), "not quiet", "huge pages");
}

/* ---- the machine's other work ------------------------------------------------------------- */

static void others_are_what_the_measuring_has_not_used(void)
{
	static const struct {
		struct bench_load before, after;
		bool known;
		int others, stolen; /* hundredths of a processor */
		bool quiet;
	} table[] = {
		{{true, 0, 10, 1, 2}, {true, 2000000000, 12, 1, 4}, true, 0, 0, true},
		{{true, 0, 10, 1, 2}, {true, 2000000000, 14, 1, 3}, true, 150, 0, false},
		{{true, 0, 10, 1, 2}, {true, 2000000000, 10, 2, 2}, true, 0, 50, false},
		{{true, 0, 10, 1, 2}, {true, 2000000000, 10, 1, 3}, true, 0, 0, true},
		{{false, 0, 0, 0, 0}, {true, 2000000000, 14, 1, 3}, false, 0, 0, true},
		{{true, 0, 10, 1, 2}, {false, 2000000000, 0, 0, 0}, false, 0, 0, true},
		{{true, 5, 10, 1, 2}, {true, 5, 14, 1, 3}, false, 0, 0, true},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct bench_noise noise = bench_noise_between(&table[i].before, &table[i].after);
		CHECK_INT(noise.known, table[i].known);
		CHECK_INT((int)(noise.others * 100 + 0.5), table[i].others);
		CHECK_INT((int)(noise.stolen * 100 + 0.5), table[i].stolen);
		CHECK_INT(bench_was_quiet(&noise), table[i].quiet);
	}
	struct bench_load now = bench_load_now();
	CHECK(now.known && now.busy > 0 && now.at > 0);
}

/* ---- --like -------------------------------------------------------------------------------- */

static struct bench_like like = {
	.pid = 77,
	.name = "it",
	.shape = {.mappings = 5,
		  .resident = 8 * MEBIBYTE,
		  .anonymous = 4 * MEBIBYTE,
		  .huge = 2 * MEBIBYTE,
		  .tables_kb = 64,
		  .scatter = {200, 50}},
	.measured = true,
	.result = {.cells = &cells[2],
		   .cell_count = 2,
		   .noise = {.known = true, .processors = 4, .others = 1.25, .stolen = 0.5},
		   .scatter = {100, 10}},
	.writes = {.seconds = 0.5, .bytes = MEBIBYTE, .by_writes = true},
	.limits = {.count = 6,
		   .at = {{.name = "none", .most = UINT64_MAX, .used = 4, .needed = 1},
			  {.name = "tasks", .most = 100, .used = 42, .needed = 1},
			  {.name = "all", .most = 100, .used = 100, .needed = 1, .fails = true},
			  {.name = "copies",
			   .most = MEBIBYTE,
			   .used = MEBIBYTE,
			   .needed = 4096,
			   .bytes = true,
			   .fails = true,
			   .of_copies = true},
			  {.name = "group",
			   .most = 2 * MEBIBYTE,
			   .used = 2 * MEBIBYTE,
			   .cache = 1024,
			   .needed = 4096,
			   .bytes = true,
			   .fails = true,
			   .of_group = true,
			   .of_copies = true},
			  {.name = "roomy",
			   .most = 2 * MEBIBYTE,
			   .used = 1024,
			   .needed = 4096,
			   .bytes = true}}},
};

static char *like_text(void)
{
	struct outbuf out;

	outbuf_init(&out, -1);
	bench_like_print(&like, &out);
	char *text = strdup(strbuf_text(&out.bytes));
	outbuf_free(&out);
	return text;
}

static char *like_json(void)
{
	struct outbuf out;

	outbuf_init(&out, -1);
	bench_like_print_json(&like, &out);
	char *text = strdup(strbuf_text(&out.bytes));
	outbuf_free(&out);
	return text;
}

static void limits_have_a_verdict(void)
{
	HAS(like_text(),
	    "Process 77 (it): 8 MiB resident, 4 MiB of it its own (2 MiB in huge pages), 5 "
	    "mappings, page tables of 64 KiB\n",
	    "  none                                     no limit\n",
	    "  tasks                                    42 of 100, and 1: fits\n",
	    "100 of 100, and 1: every method fails\n",
	    "1 MiB of 1 MiB, and 4 KiB: fork fails; vfork, clone and posix_spawn do not\n",
	    "2 MiB (1 KiB cache) of 2 MiB, and 4 KiB: fork fails, or the kernel kills a process "
	    "of the group; vfork, clone and posix_spawn do not\n",
	    "1 KiB of 2 MiB, and 4 KiB: fits\n");
	HAS(like_json(), "\"limit\": null", "\"limit\": 100", "\"reclaimable\": 1024",
	    "\"fails\": true", "\"fork_alone\": true");
}

static void what_is_not_known_of_a_process_is_said(void)
{
	HAS(like_text(), " Cannot allocate memory\n", "others had 1.75 of 4 processors",
	    "25.0 % of its pages, and 10.0 % of the model's, lie apart",
	    "While a child of fork lives, 1 MiB would be copied in the first 0.5 s: it wrote to so "
	    "much of its own memory.\n");
	HAS(like_json(), "\"pages\": 200", "\"error\": \"Cannot allocate memory\"",
	    "\"reading_counts\": false");
	like.result.noise.others = like.result.noise.stolen = 0;
	like.result.scatter.pages = 0;
	like.writes.by_writes = false;
	HAS(like_text(), "is shown to root: a fork",
	    "While a child of fork lives, at most 1 MiB would be copied in the first 0.5 s: it "
	    "used so much of its own memory.\n(This kernel does not mark what is written");
	HAS_NOT(like_text(), "not quiet");
	HAS(like_json(), "\"model_page_frames\": null", "\"reading_counts\": true");
	like.result.noise.known = false;
	like.shape.scatter.pages = 0;
	like.writes.error = ESRCH;
	HAS(like_text(), "is shown to root: a fork",
	    "What it writes is not known: the process has ended\n");
	HAS_NOT(like_text(), "would be copied", "not quiet");
	HAS(like_json(), "\"page_frames\": null", "\"error\": \"No such process\"");
	like.measured = false;
	HAS(like_text(), "Not measured: a model of it would take more than three quarters");
	HAS(like_json(), "\"methods\": []");
}

/* ---- --memory ------------------------------------------------------------------------------ */

static void costs_of_the_kernel_are_summed(void)
{
	static struct bench_memory memory = {
		.made = {300, 100},
		.error = {0, EAGAIN},
		.count = {2, 1},
		.costs = {{{"task_struct", true, 1000, 2.5}, {"PageTables", false, 0, 4096}},
			  {{"task_struct", true, 1000, 1}}},
	};
	struct outbuf out;

	outbuf_init(&out, -1);
	bench_memory_print(&memory, &out);
	HAS(strdup(strbuf_text(&out.bytes)), ", by 300 of them:\n",
	    "  task_struct                 2.50 objects of  1000 bytes     2500 bytes\n",
	    "  PageTables                                                4096 bytes\n",
	    "  all caches above                                          2500 bytes\n",
	    "  fewer than asked for: Resource temporarily unavailable\n");
	HAS_NOT(strdup(strbuf_text(&out.bytes)), "not shown");
	outbuf_free(&out);
	outbuf_init(&out, -1);
	bench_memory_print_json(&memory, &out);
	HAS(strdup(strbuf_text(&out.bytes)), "\"slabinfo_error\": null", "\"objects\": 2.500",
	    "\"bytes\": 4096.0", "\"error\": \"Resource temporarily unavailable\"");
	outbuf_free(&out);
	memory.slab_error = EACCES;
	outbuf_init(&out, -1);
	bench_memory_print(&memory, &out);
	HAS(strdup(strbuf_text(&out.bytes)),
	    "\nnot shown: the kernel's objects (/proc/slabinfo: Permission denied)\n");
	HAS_NOT(strdup(strbuf_text(&out.bytes)), "all caches above");
	outbuf_free(&out);
	outbuf_init(&out, -1);
	bench_memory_print_json(&memory, &out);
	HAS(strdup(strbuf_text(&out.bytes)), "\"slabinfo_error\": \"Permission denied\"");
	outbuf_free(&out);
}

static const struct unit_case unit_cases[] = {
	{"tables say why a cell is empty", tables_say_why_a_cell_is_empty},
	{"few sizes have no straight line", few_sizes_have_no_straight_line},
	{"the page has all that the table has", the_page_has_all_that_the_table_has},
	{"the image draws what was measured", the_image_draws_what_was_measured},
	{"labels of the image keep apart", labels_of_the_image_keep_apart},
	{"the object says what is not known", the_object_says_what_is_not_known},
	{"others are what the measuring has not used", others_are_what_the_measuring_has_not_used},
	{"limits have a verdict", limits_have_a_verdict},
	{"what is not known of a process is said", what_is_not_known_of_a_process_is_said},
	{"costs of the kernel are summed", costs_of_the_kernel_are_summed},
};

int main(void)
{
	return UNIT_RUN(unit_cases);
}
