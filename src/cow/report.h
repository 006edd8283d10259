/*
 * The two ways a report comes out: as text and as JSON.
 */
#ifndef COWSH_COW_REPORT_H
#define COWSH_COW_REPORT_H

#include "cow.h"
#include "json.h"
#include "pages.h"
#include "process.h"

/* One process, read as a whole before anything is written. */
struct cow_report {
	struct cow_process process;
	bool with_pages;
	int mappings_errno;
	struct mapping_list mappings;
	struct cow_pages *pages; /* for each mapping */
	int counts_errno;	 /* why map counts are missing, or 0 */
};

/* Writes what was made in memory, folded where the output is a terminal, and frees it. */
void cow_write_text(struct shell *sh, const struct cow_style *style, struct outbuf *text);
void cow_report_text(struct shell *sh, const struct cow_style *style,
		     const struct cow_report *report);
void cow_report_json(struct json *json, const struct cow_report *report);

#endif
