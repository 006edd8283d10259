/* Event formats, and pages of the kernel's ring buffer. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tracebuf.h"

/* ---- formats ----------------------------------------------------------------------------- */

/* A number behind a name such as "offset:", within the line. */
static bool number_after(const char *line, const char *end, const char *name, long *number)
{
	const char *at = strstr(line, name);
	if (!at || at >= end)
		return false;
	at += strlen(name);
	if (!isdigit((unsigned char)at[*at == '-']))
		return false; /* and strtol() would look for one in the lines behind */
	*number = strtol(at, NULL, 10);
	return true;
}

/* Takes the name out of "TYPE NAME" or "TYPE NAME[SIZE]": it is the last word.  False for none. */
static bool take_name(const char *text, size_t len, char name[TRACE_NAME_SIZE])
{
	size_t end = len;
	while (end && text[end - 1] == ' ')
		end--;
	for (size_t i = 0; i < end; i++)
		if (text[i] == '[' && i && text[i - 1] != ' ') {
			const char *close = memchr(text + i, ']', end - i);
			/* "__data_loc char[] name" has its brackets before the name. */
			if (close && (size_t)(close - text) + 1 >= end)
				end = i;
			break;
		}
	size_t start = end;
	while (start && text[start - 1] != ' ' && text[start - 1] != '*')
		start--;
	if (start == end || end - start >= TRACE_NAME_SIZE)
		return false;
	memcpy(name, text + start, end - start);
	name[end - start] = '\0';
	return true;
}

static void parse_field(const char *line, const char *end, struct trace_format *format)
{
	const char *declaration = strstr(line, "field:");
	long offset, size, is_signed = 0;
	if (!declaration || declaration >= end || format->field_count >= TRACE_FIELDS_MAX)
		return;
	declaration += strlen("field:");
	const char *semicolon = memchr(declaration, ';', (size_t)(end - declaration));
	if (!semicolon || !number_after(semicolon, end, "offset:", &offset) ||
	    !number_after(semicolon, end, "size:", &size) || offset < 0 || offset > UINT16_MAX ||
	    size < 0 || size > UINT16_MAX)
		return;
	number_after(semicolon, end, "signed:", &is_signed);
	while (*declaration == ' ')
		declaration++;
	struct trace_field *field = &format->fields[format->field_count];
	*field = (struct trace_field){.offset = (uint16_t)offset,
				      .size = (uint16_t)size,
				      .is_signed = is_signed != 0,
				      .dynamic = strncmp(declaration, "__data_loc", 10) == 0};
	if (take_name(declaration, (size_t)(semicolon - declaration), field->name))
		format->field_count++;
}

bool trace_format_parse(const char *text, struct trace_format *format)
{
	long id;

	*format = (struct trace_format){.id = -1};
	for (const char *line = text; *line;) {
		const char *end = strchrnul(line, '\n');
		if (strncmp(line, "name: ", 6) == 0)
			snprintf(format->name, sizeof(format->name), "%.*s", (int)(end - line - 6),
				 line + 6);
		else if (strncmp(line, "ID: ", 4) == 0 && number_after(line, end, "ID: ", &id))
			format->id = (int)id;
		else if (strncmp(line, "print fmt:", 10) == 0)
			break;
		else
			parse_field(line, end, format);
		line = end + (*end == '\n');
	}
	return format->field_count > 0;
}

const struct trace_field *trace_format_field(const struct trace_format *format, const char *name)
{
	for (uint32_t i = 0; i < format->field_count; i++)
		if (strcmp(format->fields[i].name, name) == 0)
			return &format->fields[i];
	return NULL;
}

/* ---- records ------------------------------------------------------------------------------ */

static uint64_t unsigned_at(const char *bytes, size_t size)
{
	uint8_t one;
	uint16_t two;
	uint32_t four;
	uint64_t eight;
	switch (size) {
	case 1:
		memcpy(&one, bytes, 1);
		return one;
	case 2:
		memcpy(&two, bytes, 2);
		return two;
	case 4:
		memcpy(&four, bytes, 4);
		return four;
	case 8:
		memcpy(&eight, bytes, 8);
		return eight;
	default:
		return 0;
	}
}

int64_t tracebuf_number(const struct tracebuf_record *record, const struct trace_field *field)
{
	if (!field || (uint32_t)field->offset + field->size > record->len || field->size > 8 ||
	    field->size == 0)
		return 0;
	uint64_t value = unsigned_at(record->bytes + field->offset, field->size);
	unsigned unused = 64 - 8u * field->size;
	if (field->is_signed)
		return (int64_t)(value << unused) >> unused;
	return (int64_t)value;
}

const char *tracebuf_text(const struct tracebuf_record *record, const struct trace_field *field,
			  size_t *len)
{
	*len = 0;
	if (!field || (uint32_t)field->offset + field->size > record->len)
		return "";
	uint32_t offset = field->offset, size = field->size;
	if (field->dynamic) {
		/* Its place is in the low half, its length in the high one. */
		uint32_t where = (uint32_t)unsigned_at(record->bytes + offset, 4);
		offset = where & 0xffff;
		size = where >> 16;
		if (field->size != 4 || offset + size > record->len)
			return "";
	}
	*len = strnlen(record->bytes + offset, size);
	return record->bytes + offset;
}

/* ---- pages -------------------------------------------------------------------------------- */

bool trace_page_layout(const struct trace_format *header, struct trace_page_layout *layout)
{
	const struct trace_field *time = trace_format_field(header, "timestamp");
	const struct trace_field *commit = trace_format_field(header, "commit");
	const struct trace_field *data = trace_format_field(header, "data");
	if (!time || !commit || !data || time->size != 8 ||
	    (commit->size != 4 && commit->size != 8))
		return false;
	*layout = (struct trace_page_layout){time->offset, commit->offset, commit->size,
					     data->offset};
	return true;
}

/* The bits of `commit` that are the length; flags for events lost before this page are above. */
#define COMMIT_LENGTH 0xfffff

/* The kinds of entries that are no records (events/header_event). */
enum { ENTRY_LONG = 0, ENTRY_DATA_MAX = 28, ENTRY_PADDING, ENTRY_EXTEND, ENTRY_STAMP };

/* The bits of a time that an absolute stamp has no room for. */
#define STAMP_MISSING 0xf800000000000000ull

struct page_walk {
	const char *bytes;
	size_t left;
	uint64_t time;
	struct tracebuf_record record; /* the one found; len 0 for none */
};

static bool take(struct page_walk *walk, size_t size)
{
	if (size > walk->left)
		return false;
	walk->bytes += size;
	walk->left -= size;
	return true;
}

/* One entry.  false at what cannot be one. */
static bool step(struct page_walk *walk)
{
	uint32_t head = (uint32_t)unsigned_at(walk->bytes, 4), kind = head & 31, delta = head >> 5;
	uint32_t next = walk->left >= 8 ? (uint32_t)unsigned_at(walk->bytes + 4, 4) : 0;

	walk->record.len = 0;
	switch (kind) {
	case ENTRY_PADDING:
		/* Without a delta: nothing follows on this page. */
		return delta == 0 ? take(walk, walk->left) : take(walk, 4 + (size_t)next);
	case ENTRY_EXTEND:
		walk->time += ((uint64_t)next << 27) + delta;
		return take(walk, 8);
	case ENTRY_STAMP:
		walk->time = (walk->time & STAMP_MISSING) | (((uint64_t)next << 27) + delta);
		return take(walk, 8);
	default:
		break;
	}
	size_t header = kind == ENTRY_LONG ? 8 : 4;
	size_t len = kind == ENTRY_LONG ? (next >= 4 ? next - 4 : SIZE_MAX) : kind * 4;
	if (walk->left < header || len > walk->left - header)
		return false;
	walk->time += delta;
	walk->record.time = walk->time;
	walk->record.bytes = walk->bytes + header;
	walk->record.len = (uint32_t)len;
	return take(walk, header) && take(walk, (len + 3) & ~(size_t)3);
}

bool trace_page_walk(const char *page, size_t size, uint32_t cpu,
		     const struct trace_page_layout *layout,
		     void (*each)(void *context, const struct tracebuf_record *record),
		     void *context)
{
	if (size < (size_t)layout->time + 8 ||
	    size < (size_t)layout->commit + layout->commit_size || size < layout->data)
		return false;
	struct page_walk walk = {
		.bytes = page + layout->data,
		.left = unsigned_at(page + layout->commit, layout->commit_size) & COMMIT_LENGTH,
		.time = unsigned_at(page + layout->time, 8),
		.record = {.cpu = cpu},
	};
	if (walk.left > size - layout->data)
		return false;
	while (walk.left >= 4) {
		if (!step(&walk))
			return false;
		if (walk.record.len)
			each(context, &walk.record);
	}
	return true;
}
