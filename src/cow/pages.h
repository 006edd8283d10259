/*
 * The pages of one mapping: their kinds in runs, and how often their frames are mapped.
 */
#ifndef COWSH_COW_PAGES_H
#define COWSH_COW_PAGES_H

#include "procmem.h"

/* Classes of pages by how often they are mapped in the whole system: 1, 2, 3 to 4, 5 to 8 ... 65
 * and more. */
#define MAP_COUNT_CLASSES 8

struct cow_pages {
	struct page_runs runs;
	uint64_t total[PAGE_KIND_COUNT]; /* pages by kind */
	int error;			 /* why there are no runs, or 0 */
	bool zero_known;		 /* the zero page is told from shared ones */
	bool counted;			 /* `counts` is there */
	uint64_t counts[MAP_COUNT_CLASSES];
};

/* The descriptors from which pages are read. */
struct cow_page_source {
	int pagemap;
	int pagemap_errno;
	int counts_errno; /* why map counts are not to be had, or 0; ECANCELED: not wanted */
	struct kpage counts;
	struct kpage_query *queries; /* heap */
};

/* Opens what there is for a process, map counts only where they are wanted; what is not says why in
 * its errno. */
void cow_pages_open(struct cow_page_source *source, pid_t pid, bool counts);
void cow_pages_close(struct cow_page_source *source);
/* Reads the pages between two addresses of a mapping. */
void cow_pages_read(struct cow_pages *pages, struct cow_page_source *source, uint64_t start,
		    uint64_t end);
void cow_pages_free(struct cow_pages *pages);
/* "3-4", for a class of map counts. */
const char *cow_map_count_name(unsigned class);

#endif
