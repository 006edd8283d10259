/*
 * The demonstration as a table that grows with each step, or as JSON at the end.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "demo.h"
#include "error.h"
#include "json.h"
#include "mem.h"
#include "palette.h"
#include "process.h"
#include "report.h"

/* Columns of the table before the map, and of the map. */
#define TABLE_WIDTH   65
#define MAP_WIDTH     16
#define MAP_NARROWEST 4
#define STEPS_DEFAULT 8

/* The display, step by step and in the end: as text, or as JSON. */
struct show {
	struct shell *sh;
	const struct cow_style *style;
	const struct cow_demo *request;
	struct demo *demo;
	struct outbuf text; /* the JSON, until it is whole */
	struct json json;
	struct demo_page first_before; /* page 0 at the fork */
	uint64_t against;	       /* pages that were not as expected, in any step */
	uint64_t against_page;	       /* the first of them */
	uint64_t against_written;      /* pages that were written to by then */
	bool sums_differ;     /* pages and smaps, or faults and pages written, in any step */
	uint64_t huge_before; /* kB of the child in huge pages at the fork */
	uint64_t collapsed;   /* kB put together into huge pages, in all steps */
};

static const char no_frames[] =
	"page frames and map counts: not shown (page frame numbers are for root)";

/* ---- text ------------------------------------------------------------------------------ */

static unsigned long long number(uint64_t value)
{
	return (unsigned long long)value;
}

static void text_begin(struct show *show)
{
	struct outbuf text, *out = &text;
	const struct demo *demo = show->demo;

	outbuf_init(out, -1);
	out_printf(out,
		   "%llu pages of %llu kB, written to by the shell (%d), then fork(2): child %d\n",
		   number(demo->pages), number(demo->page_size / 1024), (int)getpid(),
		   (int)demo->child);
	out_printf(out, "transparent huge pages: %s for this memory\n",
		   demo->huge ? "asked for (MADV_HUGEPAGE)" : "off (MADV_NOHUGEPAGE)");
	out_printf(out, "the child had %llu minor faults before its first write here\n",
		   number(demo->child_faults));
	if (!demo->frames)
		out_printf(out, "%s\n", no_frames);
	cow_write_text(show->sh, show->style, out);
	out_printf(&show->sh->out,
		   "\n%9s %8s %8s %8s %8s %8s %8s\n%9s %8s %8s %8s %8s %8s %8s  %s\n", "pages",
		   "minor", "", "", "in a new", "mapped", demo->huge ? "in huge" : "mapped",
		   "written", "faults", "shared", "private", "frame", "once",
		   demo->huge ? "pages" : "twice", "child's map");
}

static void text_map(struct show *show, const struct page_runs *runs)
{
	struct outbuf *out = &show->sh->out;
	uint8_t kinds[MAP_WIDTH];
	size_t room = MAP_WIDTH;

	if (show->style->folds && show->style->width < TABLE_WIDTH + MAP_WIDTH)
		room = show->style->width > TABLE_WIDTH + MAP_NARROWEST
			       ? show->style->width - TABLE_WIDTH
			       : MAP_NARROWEST;
	size_t cells = page_runs_draw(runs, room, kinds);

	out_puts(out, "  ");
	for (size_t i = 0; i < cells; i++) {
		if (show->style->colour)
			out_puts(out, palette_sequence((enum page_kind)kinds[i]));
		out_putc(out, page_kind_letter((enum page_kind)kinds[i]));
	}
	if (show->style->colour && cells)
		out_puts(out, PALETTE_END);
}

static void text_step(struct show *show, const struct demo_census *census)
{
	struct outbuf *out = &show->sh->out;

	out_printf(out, "%9llu %8llu %8llu %8llu", number(census->written), number(census->faults),
		   number(census->shared), number(census->private));
	if (show->demo->frames)
		out_printf(out, " %8llu %8llu", number(census->new_frames), number(census->once));
	else
		out_printf(out, " %8s %8s", "-", "-");
	if (show->demo->huge)
		out_printf(out, " %8llu",
			   number(census->smaps_huge * 1024 / show->demo->page_size));
	else if (show->demo->frames)
		out_printf(out, " %8llu", number(census->twice));
	else
		out_printf(out, " %8s", "-");
	text_map(show, &census->runs);
	if (census->swapped || census->absent)
		out_printf(out, "  (%llu swapped, %llu absent)", number(census->swapped),
			   number(census->absent));
	out_putc(out, '\n');
	outbuf_push(out);
}

static const char *times(uint64_t count)
{
	return count == 1 ? "once" : count == 2 ? "twice" : "more than twice";
}

static void text_side(const struct show *show, struct outbuf *out, const char *side,
		      uint64_t before, uint64_t count_before, uint64_t after, uint64_t count_after)
{
	if (show->demo->frames)
		out_printf(out, "  %s  frame %#llx, mapped %s  ->  %s %#llx, mapped %s\n", side,
			   number(pagemap_frame(before)), times(count_before),
			   pagemap_frame(before) == pagemap_frame(after) ? "the same" : "frame",
			   number(pagemap_frame(after)), times(count_after));
	else
		out_printf(out, "  %s  %s  ->  %s\n", side,
			   before & PAGEMAP_EXCLUSIVE ? "exclusive" : "shared",
			   after & PAGEMAP_EXCLUSIVE ? "exclusive" : "shared");
}

static void text_first_page(struct show *show, const struct demo_page *after)
{
	const struct demo_page *before = &show->first_before;
	struct outbuf out;

	outbuf_init(&out, -1);
	out_puts(&out, "\nthe first page, at the fork and after the child's write:\n");
	text_side(show, &out, "shell", before->shell_entry, before->shell_count, after->shell_entry,
		  after->shell_count);
	text_side(show, &out, "child", before->child_entry, before->child_count, after->child_entry,
		  after->child_count);
	cow_write_text(show->sh, show->style, &out);
}

static uint64_t collapses_meanwhile(const struct show *show)
{
	return demo_system_collapses() - show->demo->collapses;
}

static const char *huge_sums(const struct show *show, const struct demo_census *last)
{
	bool copied_whole = last->faults < last->written;

	if (show->collapsed || (copied_whole && collapses_meanwhile(show)))
		return "khugepaged moved small pages into huge ones meanwhile: a page that it "
		       "moved is private without a fault of its own";
	return copied_whole ? "a fault copied a huge page as a whole"
			    : "each fault copied one small page; the huge page was split for it";
}

static void text_huge(struct show *show, struct outbuf *out, const struct demo_census *last)
{
	if (!show->huge_before) {
		out_puts(out, "the kernel gave no huge pages: see "
			      "/sys/kernel/mm/transparent_hugepage/enabled\n");
		return;
	}
	out_printf(out, "in huge pages: %llu kB of the child at the fork, %llu kB in the end\n",
		   number(show->huge_before), number(last->smaps_huge));
	out_printf(out, "%llu pages written, %llu faults, %llu pages private: %s\n",
		   number(last->written), number(last->faults), number(last->private),
		   huge_sums(show, last));
	if (show->collapsed)
		out_printf(out,
			   "put together: at least %llu kB of the child; in the whole system "
			   "thp_collapse_alloc of /proc/vmstat has grown by %llu\n",
			   number(show->collapsed), number(collapses_meanwhile(show)));
}

static void text_verdict(const struct show *show, struct outbuf *out)
{
	if (show->against)
		out_printf(out,
			   "%llu times a page was not as expected: first page %llu, when %llu had "
			   "been written to\n",
			   number(show->against), number(show->against_page),
			   number(show->against_written));
	else
		out_puts(out, "at each step every page the child had written to was its own, and "
			      "every other one shared\n");
	if (show->sums_differ)
		out_puts(out, "the sums differ: more or fewer faults than pages written, or smaps "
			      "says otherwise\n");
	else
		out_puts(out, "at each step the faults were as many as the pages written, and "
			      "smaps gave the same sums\n");
}

static void text_end(struct show *show, const struct demo_census *last, uint64_t faults,
		     uint64_t moved)
{
	struct outbuf text, *out = &text;

	outbuf_init(out, -1);
	out_printf(out, "\nthe shell writes to its %llu pages: %llu minor faults",
		   number(show->demo->pages), number(faults));
	if (show->demo->frames)
		out_printf(out, ", %llu in a new frame", number(moved));
	out_puts(out, "; what nobody shares is not copied\n");
	if (show->demo->huge)
		text_huge(show, out, last);
	else
		text_verdict(show, out);
	cow_write_text(show->sh, show->style, out);
}

/* ---- JSON ------------------------------------------------------------------------------ */

static void json_begin(struct show *show)
{
	struct json *json = &show->json;
	const struct demo *demo = show->demo;

	outbuf_init(&show->text, -1);
	json_init(json, &show->text, true);
	json_object_begin(json, NULL);
	json_uint(json, "pages", demo->pages);
	json_uint(json, "page_size", demo->page_size);
	json_bool(json, "huge", demo->huge);
	json_int(json, "shell", getpid());
	json_int(json, "child", demo->child);
	json_uint(json, "faults_before", demo->child_faults);
	if (demo->frames)
		json_null(json, "missing");
	else
		json_string(json, "missing", no_frames);
	json_array_begin(json, "steps");
}

static void json_frames(struct show *show, const char *key, uint64_t value)
{
	if (show->demo->frames)
		json_uint(&show->json, key, value);
	else
		json_null(&show->json, key);
}

static void json_step(struct show *show, const struct demo_census *census)
{
	struct json *json = &show->json;

	json_object_begin(json, NULL);
	json_uint(json, "written", census->written);
	json_uint(json, "minor_faults", census->faults);
	json_uint(json, "shared", census->shared);
	json_uint(json, "private", census->private);
	json_uint(json, "swapped", census->swapped);
	json_uint(json, "absent", census->absent);
	json_frames(show, "new_frames", census->new_frames);
	json_frames(show, "mapped_once", census->once);
	json_frames(show, "mapped_twice", census->twice);
	json_frames(show, "mapped_more", census->more);
	json_frames(show, "shell_new_frames", census->shell_moved);
	if (census->smaps_known) {
		json_uint(json, "smaps_shared_kb", census->smaps_shared);
		json_uint(json, "smaps_private_kb", census->smaps_private);
		json_uint(json, "smaps_huge_kb", census->smaps_huge);
		json_uint(json, "collapsed_kb", census->collapsed);
	}
	json_uint(json, "unexpected", census->against);
	json_object_end(json);
}

static void json_finish(struct show *show, uint64_t faults, uint64_t moved)
{
	struct json *json = &show->json;

	json_array_end(json);
	json_object_begin(json, "shell_writes");
	json_uint(json, "minor_faults", faults);
	json_frames(show, "new_frames", moved);
	json_object_end(json);
	json_object_end(json);
	json_end(json);
	out_write(&show->sh->out, strbuf_text(&show->text.bytes), show->text.bytes.len);
}

/* ---- the course of it ------------------------------------------------------------------ */

static void show_begin(struct show *show)
{
	if (show->style->json)
		json_begin(show);
	else
		text_begin(show);
}

static void judge(struct show *show, const struct demo_census *census)
{
	uint64_t kb = show->demo->page_size / 1024;

	if (census->against && !show->against) {
		show->against_page = census->first_against;
		show->against_written = census->written;
	}
	show->against += census->against;
	show->collapsed += census->collapsed;
	if (census->faults != census->written || !census->smaps_known ||
	    census->smaps_shared != census->shared * kb ||
	    census->smaps_private != census->private * kb)
		show->sums_differ = true;
}

/* One step is over: read, judged, shown. */
static enum demo_result show_step(struct show *show, struct demo_census *census)
{
	demo_census_free(census);
	int error = demo_census_read(show->demo, census);

	if (error) {
		shell_error_in(show->sh, show->style->who, "the pages cannot be read: %s",
			       proc_reason(error));
		return DEMO_FAILED;
	}
	judge(show, census);
	if (show->style->json)
		json_step(show, census);
	else
		text_step(show, census);
	return DEMO_DONE;
}

static void show_end(struct show *show, struct demo_census *last)
{
	struct demo_census after;

	if (!show->style->json)
		text_first_page(show, &last->first);
	uint64_t faults = demo_write_back(show->demo);
	uint64_t moved = demo_census_read(show->demo, &after) == 0 ? after.shell_moved : 0;
	demo_census_free(&after);
	if (show->style->json)
		json_finish(show, faults, moved);
	else
		text_end(show, last, faults, moved);
}

static enum demo_result show_steps(struct show *show, struct demo_census *census)
{
	const struct demo *demo = show->demo;
	uint64_t steps = show->request->steps ? show->request->steps : STEPS_DEFAULT;
	enum demo_result result;

	show_begin(show);
	result = show_step(show, census);
	show->first_before = census->first;
	show->huge_before = census->smaps_huge;
	for (uint64_t step = 1; result == DEMO_DONE && demo->written < demo->pages; step++) {
		result = demo_write(show->demo, demo_until(demo, step, steps));
		if (result == DEMO_DONE)
			result = show_step(show, census);
	}
	if (result == DEMO_DONE)
		show_end(show, census);
	return result;
}

/* The pages of a huge page need not be as those of small ones; then nothing is judged. */
static int status_of(const struct show *show, enum demo_result result)
{
	if (result == DEMO_INTERRUPTED)
		return 128 + SIGINT;
	if (result == DEMO_FAILED)
		return 1;
	return !show->request->huge && show->against ? 1 : 0;
}

int cow_demo(struct shell *sh, const struct cow_style *style, const struct cow_demo *request)
{
	struct demo demo;
	struct show show = {.sh = sh, .style = style, .request = request, .demo = &demo};
	struct demo_census census = {0};
	enum demo_result result = demo_begin(&demo, sh, request, style->who);

	if (result == DEMO_DONE)
		result = show_steps(&show, &census);
	outbuf_free(&show.text);
	demo_census_free(&census);
	demo_end(&demo);
	return status_of(&show, result);
}
