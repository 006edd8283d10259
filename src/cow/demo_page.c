/*
 * One page of the demonstration as both sides have it, in words.
 */
#include "demo.h"

static const char *fate(const struct demo *demo, uint64_t number)
{
	const struct demo_page *page = &demo->table[number];
	uint64_t shell = page->entry[DEMO_SHELL], child = page->entry[DEMO_CHILD];

	if (!(shell & child & PAGEMAP_PRESENT))
		return "not in memory";
	if (!demo->frames)
		return shell & child & PAGEMAP_EXCLUSIVE ? "a frame each" : "one frame for both";
	if (pagemap_frame(shell) == pagemap_frame(child))
		return "one frame for both";
	if (pagemap_frame(shell) == demo->frames[number])
		return "the child's is a copy";
	return pagemap_frame(child) == demo->frames[number] ? "the shell's is a copy"
							    : "both have moved";
}

char demo_page_letter(const struct demo *demo, uint64_t number, enum demo_side side)
{
	uint64_t entry = demo->table[number].entry[side];

	if (demo->frames && (entry & PAGEMAP_PRESENT) &&
	    pagemap_frame(entry) != demo->frames[number])
		return DEMO_COPY_LETTER;
	return page_kind_letter(page_kind_of(entry));
}

static void add_side(const struct demo *demo, uint64_t number, enum demo_side side,
		     struct strbuf *into)
{
	const struct demo_page *page = &demo->table[number];
	struct strbuf text = STRBUF_INIT;

	strbuf_addf(&text, "%c ", demo_page_letter(demo, number, side));
	if (!demo->frames)
		strbuf_adds(&text, page_kind_name(page_kind_of(page->entry[side])));
	else
		strbuf_addf(&text, "%#llx mapped %llu",
			    (unsigned long long)pagemap_frame(page->entry[side]),
			    (unsigned long long)page->count[side]);
	strbuf_addf(into, "  %-*s", DEMO_SIDE_WIDTH, strbuf_text(&text));
	strbuf_free(&text);
}

void demo_page_line(const struct demo *demo, uint64_t number, struct strbuf *into)
{
	strbuf_addf(into, "%8llu", (unsigned long long)number);
	add_side(demo, number, DEMO_SHELL, into);
	add_side(demo, number, DEMO_CHILD, into);
	strbuf_addf(into, "  %s", fate(demo, number));
}
