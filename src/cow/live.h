/*
 * The live view: what it knows, how it is drawn.
 */
#ifndef COWSH_COW_LIVE_H
#define COWSH_COW_LIVE_H

#include "cow.h"
#include "pace.h"
#include "pages.h"
#include "process.h"
#include "screen.h"

/* One look at the process. */
struct live_look {
	struct cow_process process;
	struct mapping_list mappings;
	struct cow_pages *pages; /* for each mapping; heap */
	uint64_t total[PAGE_KIND_COUNT];
};

struct live {
	struct shell *sh;
	const struct cow_style *style;
	struct screen *screen;
	pid_t pid;
	uint64_t start_time;
	struct live_look now, before; /* before: the look that `now` came after */
	struct pace pace;
	bool empty_too, zoomed;
	uint64_t selected; /* start of the mapping the keys act on */
};

/* Draws the whole screen. */
void live_draw(struct live *live);
/* The mappings that are listed, as indices; their number.  `list` has room for all. */
size_t live_listed(const struct live *live, size_t *list);
/* Lines of the list that fit on the screen. */
int live_page(struct live *live);

#endif
