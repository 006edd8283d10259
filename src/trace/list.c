/*
 * Records as a list: from the ring, or from a file.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "internal.h"
#include "mem.h"
#include "procmem.h"

void list_add(struct trace_list *list, const struct trace_record *record)
{
	if (list->count == list->cap) {
		list->cap = list->cap ? 2 * list->cap : 256;
		list->records = mem_realloc(list->records, list->cap * sizeof(*list->records));
	}
	list->records[list->count++] = *record;
}

void trace_list_free(struct trace_list *list)
{
	mem_free(list->records);
	*list = (struct trace_list){0};
}

uint64_t trace_next_id(const struct shell *sh)
{
	if (!sh->trace || !sh->trace->ring)
		return 1;
	return __atomic_load_n(&sh->trace->ring->next, __ATOMIC_RELAXED) + 1;
}

void trace_list_ring(struct shell *sh, struct trace_list *list, uint64_t after)
{
	const struct trace_ring *ring = sh->trace ? sh->trace->ring : NULL;
	struct trace_record record;
	enum slot_phase phase;

	*list = (struct trace_list){.complete = true};
	if (!ring)
		return;
	uint64_t next = __atomic_load_n(&ring->next, __ATOMIC_ACQUIRE);
	uint64_t ticket = next > ring->capacity ? next - ring->capacity : 0;
	if (ticket < after)
		ticket = after;
	for (; ticket < next; ticket++) {
		if (!ring_read(ring, ticket, &record, &phase))
			continue;
		if (phase == SLOT_OPEN) {
			record.end = 0;
			record.status = -1;
		}
		list_add(list, &record);
	}
	list->lost = ring->lost;
	list->overwritten = ring->overwritten;
	list->unwritten = ring->unwritten;
}

void trace_clear(struct shell *sh)
{
	if (sh->trace && sh->trace->ring)
		ring_clear(sh->trace->ring);
}

void trace_get_status(const struct shell *sh, struct trace_status *status)
{
	const struct trace *trace = sh->trace;
	*status = (struct trace_status){.recording = trace_is_recording(sh)};
	if (!trace || !trace->ring)
		return;
	status->to_file = trace->file >= 0;
	status->capacity = trace->ring->capacity;
	for (uint32_t i = 0; i < trace->ring->capacity; i++) {
		enum slot_phase phase = ring_phase(&trace->ring->slots[i]);
		status->open += phase == SLOT_OPEN;
		status->ended += phase == SLOT_DONE;
	}
	status->lost = trace->ring->lost;
	status->overwritten = trace->ring->overwritten;
	status->unwritten = trace->ring->unwritten;
}

/* ---- files ----------------------------------------------------------------------------- */

/* Compares records by id.  In a file they stand in the order in which they ended. */
static int compare_ids(const void *a, const void *b)
{
	const struct trace_record *one = a, *other = b;
	return (one->id > other->id) - (one->id < other->id);
}

static bool read_line(struct trace_list *list, const char *line)
{
	struct trace_record record;
	const char *type;
	if (!record_from_json(line, list, &type, &record))
		return false;
	/* nothing is inside of what began later, or of itself, and nothing ends before it begins */
	if (record.parent >= record.id)
		record.parent = 0;
	if (record.end && record.end < record.start)
		record.end = record.start;
	if (record.times.returned && record.times.returned < record.times.call)
		record.times.returned = record.times.call;
	if (type && strcmp(type, "record") == 0)
		list_add(list, &record);
	else if (type)
		list->complete = true;
	return true;
}

/* The text is written to. */
static int read_lines(struct trace_list *list, char *text, size_t len, size_t *error_line)
{
	const char *behind = text + len;

	for (char *line = text, *end; line < behind; line = end + 1) {
		end = memchr(line, '\n', (size_t)(behind - line));
		if (!end) /* still being written */
			break;
		*end = '\0';
		++*error_line;
		if (memchr(line, '\0', (size_t)(end - line)) || !read_line(list, line))
			return -1;
	}
	*error_line = 0;
	if (list->count)
		qsort(list->records, list->count, sizeof(*list->records), compare_ids);
	return 0;
}

int trace_list_file(struct trace_list *list, const char *path, size_t *error_line)
{
	struct strbuf text = STRBUF_INIT;

	*list = (struct trace_list){0};
	*error_line = 0;
	int error = proc_read_path(path, &text);
	int result = error || !text.len ? -(error != 0)
					: read_lines(list, text.data, text.len, error_line);
	strbuf_free(&text);
	if (error)
		errno = error;
	return result;
}
