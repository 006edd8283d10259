/*
 * Reading what the kernel's trace buffer gives: the formats of events as text, and pages of records
 * as bytes (Documentation/trace/events.rst; events/header_page and header_event of tracefs).  Pure:
 * from memory to memory; nothing in it is taken on trust.
 */
#ifndef COWSH_TRACEBUF_H
#define COWSH_TRACEBUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TRACE_FIELDS_MAX 24

#define TRACE_NAME_SIZE	 24

struct trace_field {
	char name[TRACE_NAME_SIZE];
	uint16_t offset, size; /* bytes in the record */
	bool is_signed;
	bool dynamic; /* __data_loc: what is there says where it is, and how long */
};

struct trace_format {
	char name[40];
	int id;
	uint32_t field_count;
	struct trace_field fields[TRACE_FIELDS_MAX];
};

/* From the text of an event's `format` file, or of header_page (whose id is -1).  false when it is
 * none. */
bool trace_format_parse(const char *text, struct trace_format *format);
/* NULL when there is none of this name. */
const struct trace_field *trace_format_field(const struct trace_format *format, const char *name);

struct tracebuf_record {
	uint64_t time; /* of the instance's trace_clock, nanoseconds */
	uint32_t cpu;
	uint32_t len;
	const char *bytes;
};

/* A field's number, sign extended; 0 when the record has no such field. */
int64_t tracebuf_number(const struct tracebuf_record *record, const struct trace_field *field);
/* A field's text; *len bytes up to its NUL; "" when the record has no such field. */
const char *tracebuf_text(const struct tracebuf_record *record, const struct trace_field *field,
			  size_t *len);

/* The layout of a page of the buffer. */
struct trace_page_layout {
	uint16_t time, commit, commit_size, data;
};
/* From the format of header_page; false when something is missing. */
bool trace_page_layout(const struct trace_format *header, struct trace_page_layout *layout);

/* Calls `each` for every record of a page in turn.  Records point into the page.  false when the
 * page is damaged; the records before that were given. */
bool trace_page_walk(const char *page, size_t size, uint32_t cpu,
		     const struct trace_page_layout *layout,
		     void (*each)(void *context, const struct tracebuf_record *record),
		     void *context);

#endif
