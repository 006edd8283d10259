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
#define BOTH_WIDTH    73
#define MAP_WIDTH     16
#define MAP_NARROWEST 4
#define STEPS_DEFAULT 8
/* Pages that are listed one by one. */
#define FRAMES_MOST   32

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
	if (show->request->frames)
		out_printf(out, "%c: in one frame for both; %c: alone in its frame%s\n",
			   page_kind_letter(PAGE_SHARED), page_kind_letter(PAGE_PRIVATE),
			   demo->frames ? "; C: a copy, in another frame than at the fork" : "");
	cow_write_text(show->sh, show->style, out);
}

static void text_headings(struct show *show)
{
	bool huge = show->demo->huge;

	if (show->request->writer != COW_WRITER_CHILD)
		out_printf(&show->sh->out, "\n%23s  %23s\n%8s%8s%7s  %8s%8s%7s %8s%8s %6s %s\n",
			   "------- the shell -----", "------- the child -----", "wrote", "faults",
			   "new", "wrote", "faults", "new", "shared", "private", "%", "map");
	else
		out_printf(&show->sh->out,
			   "\n%9s %8s %8s %8s %8s %8s %8s\n%9s %8s %8s %8s %8s %8s %8s  %s\n",
			   "pages", "minor", "", "", "in a new", "mapped",
			   huge ? "in huge" : "mapped", "written", "faults", "shared", "private",
			   "frame", "once", huge ? "pages" : "twice", "child's map");
}

static double percent(uint64_t part, uint64_t all)
{
	return all ? 100 * (double)part / (double)all : 0;
}

static void text_map(struct show *show, const struct page_runs *runs, unsigned before)
{
	struct outbuf *out = &show->sh->out;
	uint8_t kinds[MAP_WIDTH];
	size_t room = MAP_WIDTH;

	if (show->style->width < before + MAP_WIDTH)
		room = show->style->width > before + MAP_NARROWEST ? show->style->width - before
								   : MAP_NARROWEST;
	size_t cells = page_runs_draw(runs, room, kinds);

	for (size_t i = 0; i < cells; i++) {
		if (show->style->colour)
			out_puts(out, palette_sequence((enum page_kind)kinds[i]));
		out_putc(out, page_kind_letter((enum page_kind)kinds[i]));
	}
	if (show->style->colour && cells)
		out_puts(out, PALETTE_END);
}

static void text_absent(struct outbuf *out, const struct demo_census *census)
{
	if (census->swapped || census->absent)
		out_printf(out, "  (%llu swapped, %llu absent)", number(census->swapped),
			   number(census->absent));
	out_putc(out, '\n');
	outbuf_push(out);
}

/* The row of a step in which the child alone writes. */
static void text_child_step(struct show *show, const struct demo_census *census)
{
	struct outbuf *out = &show->sh->out;
	const struct demo_part *child = &census->part[DEMO_CHILD];

	out_printf(out, "%9llu %8llu %8llu %8llu", number(child->written), number(child->faults),
		   number(census->shared), number(census->private));
	if (show->demo->frames)
		out_printf(out, " %8llu %8llu", number(child->new_frames), number(census->once));
	else
		out_printf(out, " %8s %8s", "-", "-");
	if (show->demo->huge)
		out_printf(out, " %8llu",
			   number(census->smaps_huge * 1024 / show->demo->page_size));
	else if (show->demo->frames)
		out_printf(out, " %8llu", number(census->twice));
	else
		out_printf(out, " %8s", "-");
	out_puts(out, "  ");
	text_map(show, &census->runs, TABLE_WIDTH);
	text_absent(out, census);
}

static void text_part(const struct show *show, const struct demo_part *part)
{
	struct outbuf *out = &show->sh->out;

	out_printf(out, "%8llu%8llu", number(part->written), number(part->faults));
	if (show->demo->frames)
		out_printf(out, "%7llu", number(part->new_frames));
	else
		out_printf(out, "%7s", "-");
}

/* The row of a step with both sides beside one another. */
static void text_both_step(struct show *show, const struct demo_census *census)
{
	struct outbuf *out = &show->sh->out;

	text_part(show, &census->part[DEMO_SHELL]);
	out_puts(out, "  ");
	text_part(show, &census->part[DEMO_CHILD]);
	out_printf(out, " %8llu%8llu %6.1f ", number(census->shared), number(census->private),
		   percent(census->private, show->demo->pages));
	text_map(show, &census->runs, BOTH_WIDTH);
	text_absent(out, census);
}

/* A step with both sides of each page. */
static void text_frames(struct show *show, const struct demo_census *census)
{
	const struct demo *demo = show->demo;
	const struct demo_part *part = census->part;
	struct outbuf text, *out = &text;

	outbuf_init(out, -1);
	out_printf(out, "\nwritten: %llu by the shell, %llu by the child; faults: %llu and %llu\n",
		   number(part[DEMO_SHELL].written), number(part[DEMO_CHILD].written),
		   number(part[DEMO_SHELL].faults), number(part[DEMO_CHILD].faults));
	out_printf(out, "%llu shared (%.1f %%), %llu private (%.1f %%)\n", number(census->shared),
		   percent(census->shared, demo->pages), number(census->private),
		   percent(census->private, demo->pages));
	out_printf(out, "%8s  %-*s  %s\n", "page", DEMO_SIDE_WIDTH, "the shell's", "the child's");
	for (uint64_t page = 0; page < demo->pages && page < FRAMES_MOST; page++) {
		struct strbuf line = STRBUF_INIT;
		demo_page_line(demo, page, &line);
		out_printf(out, "%s\n", strbuf_text(&line));
		strbuf_free(&line);
	}
	if (demo->pages > FRAMES_MOST)
		out_printf(out, "%8s  and %llu more\n", "", number(demo->pages - FRAMES_MOST));
	cow_write_text(show->sh, show->style, out);
	outbuf_push(&show->sh->out);
}

static void text_step(struct show *show, const struct demo_census *census)
{
	if (show->request->frames)
		text_frames(show, census);
	else if (show->request->writer == COW_WRITER_CHILD)
		text_child_step(show, census);
	else
		text_both_step(show, census);
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
	static const char *const whose[] = {"the child's write", "the shell's write",
					    "the writes of both"};
	static const char *const sides[] = {[DEMO_SHELL] = "shell", [DEMO_CHILD] = "child"};
	const struct demo_page *before = &show->first_before;
	struct outbuf out;

	outbuf_init(&out, -1);
	out_printf(&out, "\nthe first page, at the fork and after %s:\n",
		   whose[show->request->writer]);
	for (unsigned side = 0; side < DEMO_SIDES; side++)
		text_side(show, &out, sides[side], before->entry[side], before->count[side],
			  after->entry[side], after->count[side]);
	cow_write_text(show->sh, show->style, &out);
}

static uint64_t all_written(const struct demo_census *census)
{
	return census->part[DEMO_SHELL].written + census->part[DEMO_CHILD].written;
}

static uint64_t all_faults(const struct demo_census *census)
{
	return census->part[DEMO_SHELL].faults + census->part[DEMO_CHILD].faults;
}

static uint64_t collapses_meanwhile(const struct show *show)
{
	return demo_system_collapses() - show->demo->collapses;
}

static const char *huge_sums(const struct show *show, const struct demo_census *last)
{
	bool copied_whole = all_faults(last) < all_written(last);

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
		   number(all_written(last)), number(all_faults(last)), number(last->private),
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
	else if (show->request->writer == COW_WRITER_CHILD)
		out_puts(out, "at each step every page the child had written to was its own, and "
			      "every other one shared\n");
	else
		out_puts(out, "at each step both had a frame of their own for every page that one "
			      "of them had written to, and every other one was shared\n");
	if (show->sums_differ)
		out_puts(out, "the sums differ: more or fewer faults than pages written, or smaps "
			      "says otherwise\n");
	else
		out_puts(out, "at each step the faults were as many as the pages written, and "
			      "smaps gave the same sums\n");
}

/* The last writes: of the side that had not written, to pages that nobody shares any more. */
struct last_writes {
	enum demo_side side;
	uint64_t faults, moved;
};

/* Copies of pages that nobody shared any more; 0 where frames are not shown. */
static void text_needless(struct outbuf *out, uint64_t copies)
{
	if (copies)
		out_printf(out,
			   "%llu of these copied nonetheless: the kernel does so while a list of "
			   "another processor still holds the page\n",
			   number(copies));
}

static void text_last_writes(const struct show *show, struct outbuf *out,
			     const struct demo_census *last, const struct last_writes *writes)
{
	uint64_t pages = show->demo->pages;

	if (show->request->writer == COW_WRITER_BOTH) {
		uint64_t moved =
			last->part[DEMO_SHELL].new_frames + last->part[DEMO_CHILD].new_frames;
		out_printf(out, "\nboth have written to all %llu pages: %llu minor faults",
			   number(pages), number(all_faults(last)));
		if (show->demo->frames)
			out_printf(out, ", %llu in a new frame", number(moved));
		out_puts(out, "; who writes second has the page to itself, and copies nothing\n");
		text_needless(out, moved > pages ? moved - pages : 0);
		return;
	}
	out_printf(out, "\nthe %s writes to its %llu pages: %llu minor faults",
		   writes->side == DEMO_SHELL ? "shell" : "child", number(pages),
		   number(writes->faults));
	if (show->demo->frames)
		out_printf(out, ", %llu in a new frame", number(writes->moved));
	out_puts(out, "; what nobody shares is not copied\n");
	if (!show->demo->huge)
		text_needless(out, writes->moved);
}

static void text_end(struct show *show, const struct demo_census *last,
		     const struct last_writes *writes)
{
	struct outbuf text, *out = &text;

	outbuf_init(out, -1);
	text_last_writes(show, out, last, writes);
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

static void json_side(struct show *show, const char *key, const struct demo_page *page,
		      enum demo_side side)
{
	struct json *json = &show->json;

	json_object_begin(json, key);
	json_string(json, "kind", page_kind_name(page_kind_of(page->entry[side])));
	json_frames(show, "frame", pagemap_frame(page->entry[side]));
	json_frames(show, "mapped", page->count[side]);
	json_object_end(json);
}

/* Both sides of each page. */
static void json_pages(struct show *show)
{
	struct json *json = &show->json;
	const struct demo *demo = show->demo;

	json_array_begin(json, "page_frames");
	for (uint64_t i = 0; i < demo->pages; i++) {
		json_object_begin(json, NULL);
		json_uint(json, "page", i);
		json_bool(json, "shell_wrote", demo->wrote[i] & DEMO_WROTE(DEMO_SHELL));
		json_bool(json, "child_wrote", demo->wrote[i] & DEMO_WROTE(DEMO_CHILD));
		json_side(show, "shell", &demo->table[i], DEMO_SHELL);
		json_side(show, "child", &demo->table[i], DEMO_CHILD);
		json_object_end(json);
	}
	json_array_end(json);
}

static void json_step(struct show *show, const struct demo_census *census)
{
	struct json *json = &show->json;

	json_object_begin(json, NULL);
	json_uint(json, "written", census->part[DEMO_CHILD].written);
	json_uint(json, "minor_faults", census->part[DEMO_CHILD].faults);
	json_uint(json, "shell_written", census->part[DEMO_SHELL].written);
	json_uint(json, "shell_minor_faults", census->part[DEMO_SHELL].faults);
	json_uint(json, "shared", census->shared);
	json_uint(json, "private", census->private);
	json_uint(json, "swapped", census->swapped);
	json_uint(json, "absent", census->absent);
	json_frames(show, "new_frames", census->part[DEMO_CHILD].new_frames);
	json_frames(show, "mapped_once", census->once);
	json_frames(show, "mapped_twice", census->twice);
	json_frames(show, "mapped_more", census->more);
	json_frames(show, "shell_new_frames", census->part[DEMO_SHELL].new_frames);
	if (census->smaps_known) {
		json_uint(json, "smaps_shared_kb", census->smaps_shared);
		json_uint(json, "smaps_private_kb", census->smaps_private);
		json_uint(json, "smaps_huge_kb", census->smaps_huge);
		json_uint(json, "collapsed_kb", census->collapsed);
	}
	json_uint(json, "unexpected", census->against);
	if (show->request->frames)
		json_pages(show);
	json_object_end(json);
}

static void json_finish(struct show *show, const struct last_writes *writes)
{
	struct json *json = &show->json;

	json_array_end(json);
	if (show->request->writer != COW_WRITER_BOTH) {
		json_object_begin(json,
				  writes->side == DEMO_SHELL ? "shell_writes" : "child_writes");
		json_uint(json, "minor_faults", writes->faults);
		json_frames(show, "new_frames", writes->moved);
		json_object_end(json);
	}
	json_object_end(json);
	json_end(json);
	out_strbuf(&show->sh->out, &show->text.bytes);
}

/* ---- the course of it ------------------------------------------------------------------ */

static void show_begin(struct show *show)
{
	if (show->style->json) {
		json_begin(show);
	} else {
		text_begin(show);
		if (!show->request->frames)
			text_headings(show);
	}
}

static void judge(struct show *show, const struct demo_census *census)
{
	uint64_t kb = show->demo->page_size / 1024;

	if (census->against && !show->against) {
		show->against_page = census->first_against;
		show->against_written = all_written(census);
	}
	show->against += census->against;
	show->collapsed += census->collapsed;
	if (all_faults(census) != all_written(census) || !census->smaps_known ||
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
		demo_report_unread(show->demo, DEMO_UNREAD, error);
		return DEMO_FAILED;
	}
	judge(show, census);
	if (show->style->json)
		json_step(show, census);
	else
		text_step(show, census);
	return DEMO_DONE;
}

/* Has the side write that has not done so yet.  The faults of the other one's writes came
 * before. */
static enum demo_result write_rest(struct show *show, struct last_writes *writes)
{
	struct demo_census after;
	enum demo_result result;

	if (show->request->writer == COW_WRITER_BOTH)
		return DEMO_DONE;
	writes->side = show->request->writer == COW_WRITER_CHILD ? DEMO_SHELL : DEMO_CHILD;
	result = demo_write(show->demo, writes->side, 0, show->demo->pages);
	if (result == DEMO_DONE && demo_census_read(show->demo, &after) == 0) {
		writes->faults = after.part[writes->side].faults;
		writes->moved = after.part[writes->side].new_frames;
		demo_census_free(&after);
	}
	return result;
}

static enum demo_result show_end(struct show *show, struct demo_census *last)
{
	struct last_writes writes = {0};

	if (!show->style->json)
		text_first_page(show, &last->first);
	enum demo_result result = write_rest(show, &writes);
	if (result != DEMO_DONE)
		return result;
	if (show->style->json)
		json_finish(show, &writes);
	else
		text_end(show, last, &writes);
	return result;
}

static enum demo_result show_steps(struct show *show, struct demo_census *census)
{
	uint64_t steps = show->request->steps ? show->request->steps : STEPS_DEFAULT;
	enum cow_writer writer = show->request->writer;
	enum demo_result result;

	show_begin(show);
	result = show_step(show, census);
	show->first_before = census->first;
	show->huge_before = census->smaps_huge;
	for (uint64_t step = 1; result == DEMO_DONE && !demo_is_done(show->demo, writer); step++) {
		result = demo_step(show->demo, writer, step, steps);
		if (result == DEMO_DONE)
			result = show_step(show, census);
	}
	return result == DEMO_DONE ? show_end(show, census) : result;
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
